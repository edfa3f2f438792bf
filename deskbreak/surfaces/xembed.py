"""The icon in an older tray, such as trayer's or tint2's, which takes in windows (XEmbed).

For X servers whose panel speaks no StatusNotifierItem. One thread waits for what the server says:
the tray that came, a click, a part to be painted anew. It costs no wake-up at rest, and python-xlib
is loaded only where such an icon is wanted.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from Xlib import X, Xutil, display, error
from Xlib.protocol import event as events

from deskbreak.surfaces.icons import Picture, Pixmap

_LOG = logging.getLogger(__name__)
_DOCK = 0
_LEFT, _RIGHT = 1, 3
_BYTES = 4
_ROOM = 24
_UNKNOWN = (54, 52, 46)
"""Behind the icon where the tray's own background cannot be read: blue, green, red."""


class XEmbedIcon:
    """One icon on the display; `show` and `hide` are for any thread.

    `click` and `open_menu` are called in the icon's thread and should return at once.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        click: Callable[[], object],
        open_menu: Callable[[], object],
    ) -> None:
        self._name = environment.get("DISPLAY", "")
        self._click = click
        self._open_menu = open_menu
        self._lock = threading.Lock()
        self._picture: Picture | None = None
        self._display: Any = None
        self._window: Any = None
        self.is_docked = False

    def show(self, picture: Picture, title: str) -> None:
        """In the tray, now or as soon as there is one."""
        with self._lock:
            self._picture = picture
            if self._display is None:
                self._connect()
            if self._window is not None:
                self._window.set_wm_name(title)
                self._window.clear_area(0, 0, 0, 0, 1)  # asks for a painting, in the own thread
                self._display.flush()

    def hide(self) -> None:
        """Let go of the display; the thread ends."""
        with self._lock:
            opened, self._display, self._window = self._display, None, None
            self.is_docked = False
            if opened is not None:
                opened.close()

    def _connect(self) -> None:
        try:
            self._display = opened = display.Display(self._name)
        except (error.DisplayError, OSError) as problem:
            _LOG.info("there is no display for an icon: %s", problem)
            return
        root = opened.screen().root
        root.change_attributes(event_mask=X.StructureNotifyMask)  # a tray that comes says so here
        self._dock(opened)
        threading.Thread(target=self._listen, args=(opened,), name="xembed", daemon=True).start()

    def _dock(self, opened: Any) -> None:
        """Offer a new window to the tray, if there is one."""
        screen = opened.screen()
        selection = opened.intern_atom(f"_NET_SYSTEM_TRAY_S{opened.get_default_screen()}")
        tray = opened.get_selection_owner(selection)
        if tray == X.NONE:
            return
        window = screen.root.create_window(
            0, 0, _ROOM, _ROOM, 0, screen.root_depth,
            background_pixmap=X.ParentRelative,
            event_mask=X.ExposureMask | X.StructureNotifyMask | X.ButtonPressMask,
        )  # fmt: skip
        window.set_wm_class("deskbreak", "deskbreak")
        window.set_wm_name("deskbreak")
        window.set_wm_normal_hints(  # trayer gives no more room than is asked for
            flags=Xutil.PMinSize, min_width=_ROOM, min_height=_ROOM
        )
        info = opened.intern_atom("_XEMBED_INFO")
        window.change_property(info, info, 32, (0, 1))
        ask = events.ClientMessage(
            window=tray,
            client_type=opened.intern_atom("_NET_SYSTEM_TRAY_OPCODE"),
            data=(32, (X.CurrentTime, _DOCK, window.id, 0, 0)),
        )
        opened.send_event(tray, ask)
        opened.flush()
        self._window = window

    def _listen(self, opened: Any) -> None:
        manager = opened.intern_atom("MANAGER")
        try:
            while True:
                self._hear(opened, opened.next_event(), manager)
        except (error.ConnectionClosedError, OSError, ValueError, AttributeError) as problem:
            if self._display is opened:
                _LOG.info("the display of the icon is gone: %s", problem)
                with self._lock:
                    self._display = self._window = None
                    self.is_docked = False

    def _hear(self, opened: Any, heard: Any, manager: int) -> None:
        match heard.type:
            case X.ClientMessage if heard.client_type == manager:
                with self._lock:
                    self._dock(opened)
            case X.ReparentNotify if self._is_ours(heard):
                self.is_docked = heard.parent != opened.screen().root
            case X.DestroyNotify if self._is_ours(heard):
                self.is_docked = False
            case X.Expose | X.ConfigureNotify if self._is_ours(heard):
                self._paint(opened)
            case X.ButtonPress if heard.detail == _LEFT:
                self._click()
            case X.ButtonPress if heard.detail == _RIGHT:
                self._open_menu()
            case _:
                return

    def _is_ours(self, heard: Any) -> bool:
        return self._window is not None and heard.window == self._window

    def _paint(self, opened: Any) -> None:
        window, picture = self._window, self._picture
        if window is None or picture is None:
            return
        try:
            place = window.get_geometry()
            pixmap = _fitting(picture, min(place.width, place.height))
            left, top = (place.width - pixmap.size) // 2, (place.height - pixmap.size) // 2
            window.clear_area(0, 0, place.width, place.height)
            behind = _behind(window, left, top, pixmap.size)
            data = blended(pixmap, behind)
            pen = window.create_gc()
            window.put_image(
                pen, left, top, pixmap.size, pixmap.size, X.ZPixmap, place.depth, 0, data
            )
            pen.free()
            opened.flush()
        except (error.BadDrawable, error.BadWindow, error.BadMatch):
            _LOG.debug("the icon's window went while it was painted")


def _fitting(picture: Picture, room: int) -> Pixmap:
    """The largest that fits; the smallest where none does."""
    fits = [pixmap for pixmap in picture.pixmaps if pixmap.size <= room]
    return fits[-1] if fits else picture.pixmaps[0]


def _behind(window: Any, left: int, top: int, size: int) -> bytes:
    """What the tray has painted there: rows of blue, green, red and one byte of nothing."""
    try:
        shot = window.get_image(left, top, size, size, X.ZPixmap, 0xFFFFFFFF)
    except (error.BadMatch, error.BadDrawable):
        return bytes((*_UNKNOWN, 0)) * size * size
    data: bytes = shot.data
    return data


def blended(pixmap: Pixmap, behind: bytes) -> bytes:
    """The picture over what is behind it, as the server keeps it: blue, green, red, nothing."""
    mixed = bytearray(behind)
    for at in range(0, len(pixmap.argb), _BYTES):
        alpha, red, green, blue = pixmap.argb[at : at + _BYTES]
        for channel, value in enumerate((blue, green, red)):
            old = mixed[at + channel]
            mixed[at + channel] = old + (value - old) * alpha // 255
    return bytes(mixed)
