"""What could show something here: the tray, a terminal, a window."""

import sys
from collections.abc import Callable
from gettext import gettext as _
from importlib import import_module
from typing import TYPE_CHECKING

from deskbreak.doctor.connections import way_to_session_bus
from deskbreak.doctor.desktops import way_to_tray
from deskbreak.doctor.finding import Finding, bad, good
from deskbreak.sensors.idle import Environment
from deskbreak.surfaces.tkinter_here import (
    way_past,
    way_to_image_tk,
    way_to_tkinter,
    writing_obstacle,
)
from deskbreak.wires.screens import has_display, has_x

if TYPE_CHECKING:
    from deskbreak.wires.dbus import Bus


def without_desktop(environment: Environment, session: "Bus | None") -> tuple[str, str] | None:
    """Why there is neither tray nor notification here, and what to do; None where both may be."""
    if sys.platform != "linux":
        return None
    if not has_display(environment):
        why = _("there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set")
        return why, _way_to_display()
    if session is None and not has_x(environment):
        return _("there is no session bus"), way_to_session_bus()
    return None


def tray_finding(environment: Environment, session: "Bus | None") -> Finding:
    if sys.platform != "linux":
        return native_tray_finding(sys.platform)
    what = _("tray icon")
    obstacle = without_desktop(environment, session)
    if obstacle is not None:
        return bad("tray", what, *obstacle)
    from deskbreak.surfaces import sni, xembed  # noqa: PLC0415  (Linux has them)

    if session is not None and sni.has_host(session):
        why = _("a panel here shows such icons")
        return good("tray", what, why, in_use="StatusNotifierItem")
    if xembed.has_tray(environment):
        return good("tray", what, _("an older kind of tray shows it"), in_use="XEmbed")
    to_do = way_to_session_bus() if session is None else way_to_tray(environment)
    return bad("tray", what, _("no panel here shows such icons"), to_do)


def native_tray_finding(platform: str, load: Callable[[str], object] = import_module) -> Finding:
    """Of Windows and macOS: the system always has one, and what speaks to it may be missing."""
    what = _("tray icon")
    on_windows = platform == "win32"
    try:
        load("deskbreak.surfaces.tray_windows" if on_windows else "deskbreak.surfaces.tray_macos")
    except (ImportError, OSError) as error:
        why = _("what speaks to the system's tray is missing ({error})").format(error=error)
        return bad("tray", what, why, _("Install deskbreak anew"))
    in_use = "notification area" if on_windows else "menu bar"
    return good("tray", what, _("the system shows it"), in_use=in_use)


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
    for library, way in (("tkinter", way_to_tkinter()), ("PIL.ImageTk", way_to_image_tk())):
        try:
            load(library)
        except ImportError as error:
            why = _("this Python has no {library} ({error})").format(library=library, error=error)
            to_do = _("To have it, {way}; until then the notification guides you")
            to_do = to_do.format(way=way_past(error) or way)
            return bad("window", what, why, to_do)
    if sys.platform == "linux" and not environment.get("DISPLAY"):
        why = _("tkinter needs an X display or XWayland, and DISPLAY is not set")
        to_do = _way_to_display() if not environment.get("WAYLAND_DISPLAY") else ""
        return bad("window", what, why, to_do)
    why_not = writing_obstacle()
    if why_not is not None:
        return bad("window", what, why_not, _("Nothing: the notification guides you"))
    return good("window", what, _("this Python has tkinter, and Pillow draws in its windows"))


def _way_to_display() -> str:
    return _("Start deskbreak from within your desktop session")
