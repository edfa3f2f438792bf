"""What to install or to switch on, for the desktop at hand."""

from collections.abc import Mapping
from gettext import gettext as _

Environment = Mapping[str, str]


def has_display(environment: Environment) -> bool:
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def for_session_bus() -> str:
    return _(
        "Start deskbreak from within your desktop session; where that has no bus, install "
        "dbus-user-session (Debian, Ubuntu) or start the session by dbus-run-session"
    )


def for_system_bus() -> str:
    return _(
        "Start the system's D-Bus daemon (package dbus); without it deskbreak learns of sleep "
        "from the clocks alone"
    )


def for_input(environment: Environment) -> str:
    """Where nothing tells of keyboard and mouse."""
    until_then = _("Until then only lock, sleep and your answers count")
    return f"{_way_to_input(environment)}. {until_then}"


def _way_to_input(environment: Environment) -> str:
    if environment.get("DESKBREAK_IDLE"):
        return _("Unset DESKBREAK_IDLE, so that deskbreak may choose")
    if environment.get("WAYLAND_DISPLAY"):
        return _(
            "Your compositor must offer ext_idle_notifier_v1, as newer sway, Hyprland, labwc, "
            "niri and KDE Plasma do; GNOME tells on the session bus"
        )
    if environment.get("XDG_SESSION_TYPE") == "wayland":
        return _(
            "Start deskbreak from within the Wayland session, so that WAYLAND_DISPLAY is set: "
            "through XWayland alone it sees only part of the input"
        )
    if environment.get("DISPLAY"):
        return _(
            "Start deskbreak from within the session that DISPLAY names; under XWayland, from "
            "within its Wayland session"
        )
    return _("Start deskbreak in a desktop session or in a terminal")


def for_sense(topic: str) -> str:
    """What the user can do about a sense that tells nothing."""
    texts = {
        "microphone": _(
            "Install PipeWire with pipewire-pulse, or PulseAudio; until then say deskbreak pause "
            "before a call"
        ),
        "camera": _("Say deskbreak pause before a call"),
        "full_screen": _("Say deskbreak pause 1h before a presentation"),
        "lock": _(
            "Start systemd-logind or install elogind, or a screen locker that tells on the "
            "session bus; until then a lock is an absence like any other"
        ),
        "sleep": _(
            "Start systemd-logind or install elogind; until then the clocks tell of a sleep "
            "when it is over, which is enough to count rightly"
        ),
        "kept_awake": _("After a film or a talk, say deskbreak sat"),
        "do_not_disturb": _("Say deskbreak pause when you want silence"),
    }
    return texts.get(topic, "")


def for_display() -> str:
    return _("Start deskbreak from within your desktop session")


def for_tray(environment: Environment) -> str:
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


def for_notifications(environment: Environment) -> str:
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
        return _("Install and start a notification server, such as mako or dunst")
    return _("Install and start a notification server, such as dunst or xfce4-notifyd")


def for_buttons() -> str:
    return _(
        "Answer in the tray's menu or by deskbreak start, done, snooze and skip; dunst, mako and "
        "xfce4-notifyd have buttons"
    )


def for_unseen(server: str, *, is_silenced: bool) -> str:
    """Where a notification was delivered and its button was not pressed."""
    if is_silenced:
        return _("Switch do not disturb off, then try again")
    if "dunst" in server:
        return _(
            "Under dunst, click the notification with the middle button, or run dunstctl action"
        )
    return _(
        "If no notification was to be seen, allow them for deskbreak in your desktop's settings; "
        "if it had no button, answer in the tray's menu or by deskbreak start, done and snooze"
    )


def for_window() -> str:
    return _(
        "Install it: python3-tk (Debian, Ubuntu), python3-tkinter (Fedora), tk (Arch), python-tk "
        "(Homebrew); until then the notification guides you"
    )


def _is_on(environment: Environment, *desktops: str) -> bool:
    said = environment.get("XDG_CURRENT_DESKTOP") or environment.get("XDG_SESSION_DESKTOP", "")
    return not set(desktops).isdisjoint(said.casefold().split(":"))
