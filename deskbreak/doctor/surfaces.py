"""What could show something here: the tray, a terminal, a window."""

import sys
from collections.abc import Callable
from gettext import gettext as _
from importlib import import_module
from typing import TYPE_CHECKING

from deskbreak.doctor.connections import way_to_session_bus
from deskbreak.doctor.desktops import way_to_tray
from deskbreak.doctor.finding import Finding, bad, good
from deskbreak.sensors.idle import Environment, has_display

if TYPE_CHECKING:
    from deskbreak.wires.dbus import Bus


def without_desktop(environment: Environment, session: "Bus | None") -> tuple[str, str] | None:
    """Why there is neither tray nor notification here, and what to do; None where both may be."""
    if sys.platform != "linux":
        return _("deskbreak only shows it on Linux so far"), ""
    if not has_display(environment):
        why = _("there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set")
        return why, _way_to_display()
    if session is None:
        return _("there is no session bus"), way_to_session_bus()
    return None


def tray_finding(environment: Environment, session: "Bus | None") -> Finding:
    what = _("tray icon")
    obstacle = without_desktop(environment, session)
    if obstacle is not None or session is None:
        return bad("tray", what, *(obstacle or ()))
    from deskbreak.surfaces import sni, xembed  # noqa: PLC0415  (Linux has them)

    if sni.has_host(session):
        why = _("a panel here shows such icons")
        return good("tray", what, why, in_use="StatusNotifierItem")
    if xembed.has_tray(environment):
        return good("tray", what, _("an older kind of tray shows it"), in_use="XEmbed")
    return bad("tray", what, _("no panel here shows such icons"), way_to_tray(environment))


def terminal_finding(
    environment: Environment, session: "Bus | None", *, has_terminal: bool
) -> Finding:
    """Ok only where deskbreak would choose it: where there is a desktop it keeps to that."""
    what = _("terminal")
    if not has_terminal:
        to_do = "" if has_display(environment) else _("Start it in a terminal")
        return bad("terminal", what, _("deskbreak is not running in one"), to_do)
    if without_desktop(environment, session) is None:
        why = _("there is a desktop, so deskbreak keeps to its tray and notifications")
        to_do = _("To run it in a terminal anyway: DISPLAY= WAYLAND_DISPLAY= deskbreak")
        return bad("terminal", what, why, to_do)
    why = _("deskbreak is running in it, with a status line and single keys to answer")
    return good("terminal", what, why)


def window_finding(
    environment: Environment, load: Callable[[str], object] = import_module
) -> Finding:
    """Whether there could be a window with the guide; the notification guides without one, too."""
    what = _("window for the guide")
    try:
        load("tkinter")
    except ImportError as error:
        why = _("this Python has no tkinter ({error})").format(error=error)
        to_do = _(
            "Install it: python3-tk (Debian, Ubuntu), python3-tkinter (Fedora), tk (Arch), "
            "python-tk (Homebrew); until then the notification guides you"
        )
        return bad("window", what, why, to_do)
    if sys.platform == "linux" and not environment.get("DISPLAY"):
        why = _("tkinter needs an X display or XWayland, and DISPLAY is not set")
        to_do = _way_to_display() if not environment.get("WAYLAND_DISPLAY") else ""
        return bad("window", what, why, to_do)
    return good("window", what, _("this Python has tkinter"))


def _way_to_display() -> str:
    return _("Start deskbreak from within your desktop session")
