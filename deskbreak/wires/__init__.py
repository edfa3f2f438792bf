"""Protocols, spoken once for sensors and surfaces: D-Bus, X11, Wayland, logind, dconf."""
