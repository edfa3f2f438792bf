"""Shows what the core decided and collects answers: tray, notifications, terminal."""
