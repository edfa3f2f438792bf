"""What an X server and its window manager say of a window's surroundings, and are told of it.

Found by trying nine window managers: a *managed* window of type utility, without a frame, above.
While it is being mapped its hints say that it wants no keyboard, so that none is given to it; once
it is up they say that it does, and a click hands it over. Whoever types meanwhile loses no letter.
"""

import re
import sys
import tkinter as tk
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

from deskbreak.wires.box import Box
from deskbreak.wires.x11 import X11Error, XServer, atom
from deskbreak.wires.xplaces import (
    box_of,
    hand_keyboard,
    is_seen,
    keyboard_owner,
    monitors,
    outermost,
    pointer,
    tree_of,
)
from deskbreak.wires.xwindow import ask_manager, letters_of, note_on, words_of

if sys.platform == "win32":
    raise ImportError("Windows has no X server to ask")

_MOTIF, _WITHOUT_FRAME = b"_MOTIF_WM_HINTS", (2, 0, 0, 0, 0)
_ADD, _FROM_A_PROGRAM = 1, 1
_MOVE, _LEFT_BUTTON = 8, 1
_STRUT_LENGTH = 12
_CHOSEN_DPI = re.compile(rb"(?mi)^Xft\.dpi:\s*(\d+(?:\.\d+)?)")
_OURS = b"\0Deskbreak\0"


class XWorkspace:
    """Over a connection of its own. Raises SensorError where the server does not let it in."""

    def __init__(self, root: tk.Tk, environment: Mapping[str, str]) -> None:
        self._root = root
        self._server = XServer.connect(environment)
        self._is_wayland = bool(environment.get("WAYLAND_DISPLAY"))
        self._screen = self._server.screen.root

    @property
    def is_managed(self) -> bool:
        return bool(self._words(self._screen, b"_NET_SUPPORTING_WM_CHECK"))

    def chosen_dpi(self) -> float | None:
        """As the X server's resources say."""
        resources = letters_of(self._server, self._screen, b"RESOURCE_MANAGER")
        chosen = _CHOSEN_DPI.search(resources)
        return None if chosen is None else float(chosen[1])

    def area(self, at: tuple[int, int] | None = None) -> Box:
        """_NET_WORKAREA spans all monitors, and i3 and sway set none: so panels are asked as well."""
        all_ = monitors(self._server)
        x, y = at or pointer(self._server)
        monitor = next((each for each in all_ if each.holds(x, y)), all_[0])
        free = monitor
        for strut in self._struts():
            free = _beside(strut, free, monitor, self._whole())
        for other in self._work_area():
            both = free.within(other)
            free = both if both.width > 0 and both.height > 0 else free
        return free

    def taken(self) -> tuple[Box, ...]:
        return tuple(self._taken())

    def before_showing(self) -> None:
        self._root.update_idletasks()  # Tk makes while idle what the window manager sees
        note_on(self._server, self._wrapper(), _MOTIF, _MOTIF, *_WITHOUT_FRAME)
        atom(self._server, _MOTIF)  # the server has heard it once it answers

    def once_shown(self) -> None:
        """Out of the taskbar; earlier, Tk would overwrite it as it maps the window."""
        skips = [
            atom(self._server, b"_NET_WM_STATE_SKIP_" + each) for each in (b"TASKBAR", b"PAGER")
        ]
        self._ask_manager(b"_NET_WM_STATE", _ADD, *skips, _FROM_A_PROGRAM)

    def frame(self) -> Box:
        """i3 draws one all the same."""
        return box_of(self._server, outermost(self._server, self._wrapper()))

    def giving_keyboard_back(self) -> Callable[[], None]:
        owner = keyboard_owner(self._server)

        def give_back() -> None:
            hand_keyboard(self._server, owner)
            with suppress(X11Error):  # it is gone meanwhile
                atom(self._server, _MOTIF)  # the server has heard it once it answers

        return give_back

    def let_move(self, x: int, y: int) -> bool:
        """On Wayland only the compositor moves windows."""
        if not self._is_wayland:
            return False
        self._root.grab_set_global()
        self._root.grab_release()  # Tk's only way to let go of the pointer
        self._ask_manager(b"_NET_WM_MOVERESIZE", x, y, _MOVE, _LEFT_BUTTON, _FROM_A_PROGRAM)
        return True

    def _ask_manager(self, kind: bytes, *data: int) -> None:
        ask_manager(self._server, self._wrapper(), kind, *data)
        atom(self._server, kind)  # the server has heard it once it answers

    def _wrapper(self) -> int:
        """What the window manager sees of a window of Tk's."""
        own = self._root.winfo_id()
        parent, _children = tree_of(self._server, own)
        return own if parent in (self._screen, 0) else parent

    def _whole(self) -> Box:
        return box_of(self._server, self._screen)

    def _words(self, window: int, name: bytes) -> tuple[int, ...]:
        """Of a window that may be gone meanwhile."""
        with suppress(X11Error):
            return words_of(self._server, window, name)
        return ()

    def _work_area(self) -> Iterator[Box]:
        numbers = self._words(self._screen, b"_NET_WORKAREA")
        desktop = next(iter(self._words(self._screen, b"_NET_CURRENT_DESKTOP")), 0)
        if len(numbers) >= 4 * desktop + 4:
            left, top, width, height = numbers[4 * desktop :][:4]
            yield Box(left, top, left + width, top + height)

    def _clients(self) -> tuple[int, ...]:
        """i3 lists no panels, and without a window manager nobody lists anything."""
        listed = self._words(self._screen, b"_NET_CLIENT_LIST")
        if self._words(self._screen, b"_NET_WORKAREA"):
            return listed
        return tuple(dict.fromkeys((*listed, *self._two_deep())))

    def _two_deep(self) -> Iterator[int]:
        for frame in tree_of(self._server, self._screen)[1]:
            yield frame
            with suppress(X11Error):
                yield from tree_of(self._server, frame)[1]

    def _struts(self) -> Iterator[tuple[int, ...]]:
        for client in self._clients():
            strut = self._words(client, b"_NET_WM_STRUT_PARTIAL")
            if len(strut) == _STRUT_LENGTH:
                yield strut

    def _taken(self) -> Iterator[Box]:
        kind = atom(self._server, b"_NET_WM_WINDOW_TYPE_NOTIFICATION")
        top = tree_of(self._server, self._screen)[1]
        own = self._wrapper()
        for window in dict.fromkeys((*self._clients(), *top)):
            with suppress(X11Error):  # it may be gone meanwhile
                is_ours = _OURS in b"\0" + letters_of(self._server, window, b"WM_CLASS")
                tells = kind in self._words(window, b"_NET_WM_WINDOW_TYPE")
                if window != own and (is_ours or tells) and is_seen(self._server, window):
                    yield box_of(self._server, window)


def _beside(strut: tuple[int, ...], free: Box, monitor: Box, whole: Box) -> Box:
    """What a panel leaves of a monitor, if it lies on it."""
    left, right, top, bottom = strut[:4]
    edges = [free.left, free.top, free.right, free.bottom]
    spans = [strut[at : at + 2] for at in (4, 6, 8, 10)]
    lies_along = (
        (left, left, spans[0], 0),
        (right, whole.right - right, spans[1], 2),
        (top, top, spans[2], 1),
        (bottom, whole.bottom - bottom, spans[3], 3),
    )
    for room, edge, (since, until), place in lies_along:
        begins, ends = (
            (monitor.top, monitor.bottom) if place % 2 == 0 else (monitor.left, monitor.right)
        )
        low, high = (
            (monitor.left, monitor.right) if place % 2 == 0 else (monitor.top, monitor.bottom)
        )
        if room and since < ends and until >= begins and low < edge < high:
            edges[place] = max(edges[place], edge) if place < 2 else min(edges[place], edge)
    return Box(*edges)
