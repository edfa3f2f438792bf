"""What to install or to switch on so that something can be shown, for the desktop at hand."""

from gettext import gettext as _

from deskbreak.sensors.idle import Environment


def way_to_tray(environment: Environment) -> str:
    """Where no panel shows tray icons."""
    if _is_on(environment, "gnome", "ubuntu", "gnome-classic"):
        return _(
            "Install and switch on the GNOME extension AppIndicator and KStatusNotifierItem "
            "Support (package gnome-shell-extension-appindicator), then log in again"
        )
    if _is_on(environment, "kde"):
        return _("Add the widget System Tray to a panel")
    if _is_on(environment, "xfce"):
        return _("Add the item Status Tray Plugin to a panel")
    if _is_on(environment, "lxqt", "mate", "x-cinnamon", "cinnamon", "budgie"):
        return _("Add the status notifier, or tray, to a panel")
    if _is_on(environment, "sway", "hyprland", "wlroots", "niri", "river", "labwc"):
        return _("Switch on the tray of waybar (its module tray) or of swaybar")
    return _(
        "Run a panel that shows StatusNotifier icons, such as xfce4-panel, lxqt-panel or, on "
        "Wayland, waybar; trayer, tint2 and i3bar show only icons of the older kind"
    )


def way_to_notifications(environment: Environment) -> str:
    """Where no notification was delivered."""
    if environment.get("DESKBREAK_NOTIFIER"):
        return _("Unset DESKBREAK_NOTIFIER, so that deskbreak may choose")
    if _is_on(environment, "gnome", "ubuntu", "kde", "x-cinnamon", "cinnamon", "budgie"):
        return _("Your desktop has its own notifications: log out and in again")
    if _is_on(environment, "xfce"):
        return _("Install xfce4-notifyd")
    if _is_on(environment, "lxqt"):
        return _("Install lxqt-notificationd")
    if _is_on(environment, "mate"):
        return _("Install mate-notification-daemon")
    if environment.get("WAYLAND_DISPLAY"):
        return _("Install and start a notification server, such as swaync or dunst")
    return _("Install and start a notification server, such as dunst or xfce4-notifyd")


def _is_on(environment: Environment, *desktops: str) -> bool:
    name = environment.get("XDG_CURRENT_DESKTOP") or environment.get("XDG_SESSION_DESKTOP", "")
    return not set(desktops).isdisjoint(name.casefold().split(":"))
