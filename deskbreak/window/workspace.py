"""What surrounds a window of ours: monitors, panels, notifications, and who manages windows."""

import logging
import tkinter as tk
from collections.abc import Callable, Mapping
from typing import Protocol

from deskbreak.errors import SensorError
from deskbreak.wires.box import Box

_LOG = logging.getLogger(__name__)

USUAL_DPI = 96.0
_BELIEVABLE = (USUAL_DPI, 320.0)
"""What a server says of itself; less is a screen far away, or macOS, whose 72 means as usual."""


class Workspace(Protocol):
    """Asked anew each time: panels come and go, and monitors are unplugged."""

    @property
    def is_managed(self) -> bool:
        """Whether a window manager hands over the keyboard and frames windows."""
        ...

    def chosen_dpi(self) -> float | None:
        """What the user chose; None where they did not."""
        ...

    def area(self, at: tuple[int, int] | None = None) -> Box:
        """The free part of the monitor at that place, or else of that with the pointer."""
        ...

    def taken(self) -> tuple[Box, ...]:
        """Where notifications and other windows of ours are."""
        ...

    def before_showing(self) -> None:
        """What is to be said of the window while it is still hidden."""

    def once_shown(self) -> None:
        """What is only heeded afterwards."""

    def frame(self) -> Box:
        """Where the window is, with what frames it."""
        ...

    def giving_keyboard_back(self) -> Callable[[], None]:
        """What gives it to whoever has it now."""
        ...

    def let_move(self, x: int, y: int) -> bool:
        """Whether the desktop moves the window from here on with the pointer, held at (x, y)."""
        ...


def workspace_of(root: tk.Tk, environment: Mapping[str, str]) -> Workspace:
    """Of the X server, if it is one and answers."""
    if root.tk.call("tk", "windowingsystem") == "x11":
        from deskbreak.window.xworkspace import XWorkspace  # noqa: PLC0415  (not on Windows)

        try:
            return XWorkspace(root, environment)
        except SensorError as error:
            _LOG.info("the window does without the X server's help: %s", error)
    return _PlainWorkspace(root)


def dpi_of(root: tk.Tk, workspace: Workspace) -> float:
    """Xft.dpi is what the user chose; else the server's own, where it is believable."""
    chosen = workspace.chosen_dpi()
    if chosen is not None:
        return min(max(chosen, USUAL_DPI / 2), 5 * USUAL_DPI)
    server = round(root.winfo_fpixels("1i"))
    return float(server) if _BELIEVABLE[0] <= server <= _BELIEVABLE[1] else USUAL_DPI


class _PlainWorkspace:
    """As far as Tk alone knows."""

    _PANEL = 40

    def __init__(self, root: tk.Tk) -> None:
        self._root = root

    @property
    def is_managed(self) -> bool:
        return False

    def chosen_dpi(self) -> float | None:
        return None

    def area(self, _at: tuple[int, int] | None = None) -> Box:
        root = self._root
        return Box(
            0, self._PANEL, root.winfo_screenwidth(), root.winfo_screenheight() - self._PANEL
        )

    def taken(self) -> tuple[Box, ...]:
        return ()

    def before_showing(self) -> None:
        """Nobody to tell."""

    def once_shown(self) -> None:
        """Nobody to tell."""

    def frame(self) -> Box:
        root = self._root
        left, top = root.winfo_rootx(), root.winfo_rooty()
        return Box(left, top, left + root.winfo_width(), top + root.winfo_height())

    def giving_keyboard_back(self) -> Callable[[], None]:
        return lambda: None

    def let_move(self, _x: int, _y: int) -> bool:
        return False
