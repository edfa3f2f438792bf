"""What could show something here: the tray, a terminal, a window."""

import sys
from collections.abc import Callable
from gettext import gettext as _
from importlib import import_module
from typing import TYPE_CHECKING

from deskbreak.doctor import advice
from deskbreak.doctor.finding import Finding

if TYPE_CHECKING:
    from deskbreak.wires.dbus import Bus

Environment = advice.Environment


def without_desktop(environment: Environment, session: "Bus | None") -> tuple[str, str] | None:
    """Why there is neither tray nor notification here, and what to do; None where both may be."""
    if sys.platform != "linux":
        return _("deskbreak shows it on Linux alone so far"), ""
    if not advice.has_display(environment):
        why = _("there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set")
        return why, advice.for_display()
    if session is None:
        return _("there is no session bus"), advice.for_session_bus()
    return None


def tray_finding(environment: Environment, session: "Bus | None") -> Finding:
    what = _("tray icon")
    obstacle = without_desktop(environment, session)
    if obstacle is not None:
        return Finding("tray", False, what, *obstacle)  # noqa: FBT003  (the verdict)
    if session is not None and _has_host(session):
        why = _("a panel here shows such icons")
        return Finding("tray", is_ok=True, what=what, why=why, in_use="StatusNotifierItem")
    if _has_older_tray(environment):
        why = _("a tray of the older kind takes it in")
        return Finding("tray", is_ok=True, what=what, why=why, in_use="XEmbed")
    why = _("no panel here shows such icons")
    return Finding("tray", is_ok=False, what=what, why=why, to_do=advice.for_tray(environment))


def terminal_finding(
    environment: Environment, session: "Bus | None", *, has_terminal: bool
) -> Finding:
    """Ok only where deskbreak would choose it: where there is a desktop it keeps to that."""
    what = _("terminal")
    if not has_terminal:
        why = _("deskbreak does not run in one")
        to_do = "" if advice.has_display(environment) else _("Start it in a terminal")
        return Finding("terminal", is_ok=False, what=what, why=why, to_do=to_do)
    if without_desktop(environment, session) is None:
        why = _("there is a desktop, so deskbreak keeps to its tray and notifications")
        to_do = _("To have it in a terminal all the same: DISPLAY= WAYLAND_DISPLAY= deskbreak")
        return Finding("terminal", is_ok=False, what=what, why=why, to_do=to_do)
    why = _("deskbreak runs in it, with a line that tells and single keys to answer")
    return Finding("terminal", is_ok=True, what=what, why=why)


def window_finding(
    environment: Environment, load: Callable[[str], object] = import_module
) -> Finding:
    """Whether there could be a window with the guide; the notification guides without one, too."""
    what = _("window for the guide")
    try:
        load("tkinter")
    except ImportError as error:
        why = _("this Python has no tkinter ({error})").format(error=error)
        return Finding("window", is_ok=False, what=what, why=why, to_do=advice.for_window())
    if sys.platform == "linux" and not environment.get("DISPLAY"):
        why = _("tkinter needs an X display or XWayland, and DISPLAY is not set")
        to_do = advice.for_display() if not environment.get("WAYLAND_DISPLAY") else ""
        return Finding("window", is_ok=False, what=what, why=why, to_do=to_do)
    return Finding("window", is_ok=True, what=what, why=_("this Python has tkinter"))


def _has_older_tray(environment: Environment) -> bool:
    from deskbreak.surfaces.xembed import has_tray  # noqa: PLC0415  (Linux has it)

    return has_tray(environment)


def _has_host(session: "Bus") -> bool:
    from deskbreak.surfaces.sni import has_host  # noqa: PLC0415  (who has a bus has jeepney)

    return has_host(session)
