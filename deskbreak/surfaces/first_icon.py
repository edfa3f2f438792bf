"""The icon before all else: to load the rest takes several times as long as to show it."""

import sys
from collections.abc import Mapping
from datetime import timedelta
from gettext import gettext as _
from typing import TYPE_CHECKING

from deskbreak.errors import SurfaceError
from deskbreak.wires.screens import has_display

if TYPE_CHECKING:
    from deskbreak.surfaces.sni import Icon

_PATIENCE = timedelta(seconds=1)
"""A bus that hangs is waited for by who comes next, and not twice as long."""
_SILENCE = timedelta(milliseconds=15)
"""A panel with nothing else to do asks within 5."""
_NEUTRAL = "away"
"""Nobody is counted as sitting before there was input."""


def first_icon(environment: Mapping[str, str]) -> "Icon | None":
    """An icon that says no more than that deskbreak is there, for `LinuxTray` to go on with.

    A panel that is quick to ask has been told all about it when this returns; what is asked later
    waits until the tray runs, and so does a click. None where there is no session bus or no
    desktop, and on systems with trays of their own.
    """
    if sys.platform != "linux" or not has_display(environment):
        return None
    from deskbreak.surfaces.icons import tray_picture  # noqa: PLC0415  (only where shown)
    from deskbreak.surfaces.pystray_model import Menu, MenuItem  # noqa: PLC0415  (likewise)
    from deskbreak.surfaces.sni import Icon  # noqa: PLC0415  (likewise)
    from deskbreak.surfaces.tray import TRAY_NAME  # noqa: PLC0415  (likewise)
    from deskbreak.wires.dbus import Bus, BusError  # noqa: PLC0415  (Linux has it)

    try:
        picture, bus = tray_picture(_NEUTRAL), Bus(patience=_PATIENCE)
    except (SurfaceError, BusError):  # who needs them next tells of it
        return None
    icon = Icon(bus, TRAY_NAME)
    icon.icon = picture
    icon.title = TRAY_NAME
    icon.menu = Menu(MenuItem(_("deskbreak is starting"), None, enabled=False))
    icon.visible = True
    bus.converse(_SILENCE)
    return icon
