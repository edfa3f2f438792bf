"""The icon in an older tray, such as trayer's or tint2's, which takes in windows (XEmbed).

For X servers whose panel speaks no StatusNotifierItem. One thread waits for what the server says:
the tray that came, a click, a part to be painted anew. It costs no wake-up at rest.

A tray that ends hands our window back to the root, where a window manager would take it for a
program's own and show it. So it is destroyed then, and the next tray gets a new one.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import assert_never

from deskbreak.errors import SensorError
from deskbreak.surfaces.icons import Picture, Pixmap
from deskbreak.wires.x11 import X11Error, XServer, atom
from deskbreak.wires.xscreen import Visual
from deskbreak.wires.xwindow import (
    ButtonPressed,
    Destroyed,
    Exposed,
    Messaged,
    Reparented,
    Resized,
    Window,
    WindowEvent,
    image_of,
    listen_at_root,
    message,
    news_in,
    owner_of,
    words_of,
)

_LOG = logging.getLogger(__name__)
_AT_ONCE, _DOCK = 0, 0
_XEMBED_VERSION, _WANTS_TO_BE_SEEN = 0, 1
_HAS_LEAST_SIZE, _NO_PLACE, _NO_OTHER_WISH = 0x10, (0,) * 4, (0,) * 11
_LEFT, _RIGHT = 1, 3
_BYTES = 4
_ROOM = 24
_UNKNOWN = (46, 52, 54)
"""Behind the icon where the tray's own background cannot be read."""


def has_tray(environment: Mapping[str, str]) -> bool:
    """Whether such a tray is there now; nobody sees one of XWayland's."""
    if not environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return False
    try:
        server = XServer.connect(environment)
    except SensorError:
        return False
    try:
        return _tray_of(server) != 0
    finally:
        server.close()


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
        self._environment = environment
        self._click = click
        self._open_menu = open_menu
        self._lock = threading.Lock()
        self._picture: Picture | None = None
        self._title = ""
        self._server: XServer | None = None
        self._window: Window | None = None
        self._size = _ROOM, _ROOM
        self.is_docked = False

    def show(self, picture: Picture, title: str) -> None:
        """In the tray, now or as soon as there is one."""
        with self._lock, suppress(SensorError):  # the icon's thread meets the same, and lets go
            self._picture, self._title = picture, title
            if self._server is None:
                self._connect()
            elif self._window is not None:
                self._window.clear(to_paint=True)

    def hide(self) -> None:
        """Let go of the display; the thread ends."""
        with self._lock:
            server, self._server, self._window = self._server, None, None
            self.is_docked = False
            if server is not None:
                server.hang_up()

    def _connect(self) -> None:
        try:
            self._server = server = XServer.connect(self._environment)
        except SensorError as error:
            _LOG.info("there is no display for an icon: %s", error)
            return
        threading.Thread(target=self._serve, args=(server,), name="xembed", daemon=True).start()

    def _serve(self, server: XServer) -> None:
        """In the icon's own thread, until the display goes away or `hide`."""
        try:
            listen_at_root(server)  # a tray that comes says so there
            manager = atom(server, b"MANAGER")
            self._dock(server)
            server.wait_forever()
            while True:
                self._hear(server, news_in(server.receive()), manager)
        except SensorError as error:
            with self._lock:
                if self._server is server:
                    _LOG.info("the display of the icon is gone: %s", error)
                    self._server = self._window = None
                    self.is_docked = False
        finally:
            server.close()

    def _hear(self, server: XServer, news: WindowEvent | Messaged | None, manager: int) -> None:
        window = self._window
        if isinstance(news, Messaged):
            if news.kind == manager:
                self._dock(server)
        elif news is not None and window is not None and news.window == window.id:
            self._follow(window, news)

    def _follow(self, window: Window, event: WindowEvent) -> None:
        match event:
            case Reparented(_, parent) if parent != window.server.screen.root:
                self.is_docked = True
            case Reparented() | Destroyed():
                self._leave()
            case Resized(_, width, height):
                self._size = width, height
                self._paint(window)
            case Exposed():
                self._paint(window)
            case ButtonPressed(_, button):
                self._press(button)
            case _:
                assert_never(event)

    def _press(self, button: int) -> None:
        if button == _LEFT:
            self._click()
        elif button == _RIGHT:
            self._open_menu()

    def _dock(self, server: XServer) -> None:
        """Offer a new window to the tray, if there is one, in place of any before."""
        self._leave()
        try:
            tray = _tray_of(server)
            visual = _visual_in(server, tray) if tray else None
        except X11Error:
            return  # it has gone since the question before
        if visual is None:
            return
        window = Window.create(server, _ROOM, visual)
        window.note_text(b"WM_CLASS", b"STRING", b"deskbreak\0deskbreak\0")
        # trayer gives no more room than is asked for
        hints = (_HAS_LEAST_SIZE, *_NO_PLACE, _ROOM, _ROOM, *_NO_OTHER_WISH)
        window.note(b"WM_NORMAL_HINTS", b"WM_SIZE_HINTS", *hints)
        window.note(b"_XEMBED_INFO", b"_XEMBED_INFO", _XEMBED_VERSION, _WANTS_TO_BE_SEEN)
        with self._lock:
            if self._server is server:
                self._window, self._size = window, (_ROOM, _ROOM)
        message(server, tray, b"_NET_SYSTEM_TRAY_OPCODE", _AT_ONCE, _DOCK, window.id)

    def _leave(self) -> None:
        with self._lock:
            window, self._window = self._window, None
            self.is_docked = False
        if window is not None:
            window.destroy()

    def _paint(self, window: Window) -> None:
        picture = self._picture
        if picture is None:
            return
        width, height = self._size
        pixmap = _fitting(picture, min(width, height))
        left, top = (width - pixmap.size) // 2, (height - pixmap.size) // 2
        window.note_text(b"_NET_WM_NAME", b"UTF8_STRING", self._title.encode())
        window.clear()
        behind = _behind(window, left, top, pixmap.size)
        window.draw(left, top, pixmap.size, blended(pixmap, behind, window.visual))


def _tray_of(server: XServer) -> int:
    """The window of the tray on our screen; 0 where there is none."""
    return owner_of(server, b"_NET_SYSTEM_TRAY_S%d" % server.screen.number)


def _visual_in(server: XServer, tray: int) -> Visual | None:
    """What the tray wants its icons to be made with, else what the whole screen is."""
    screen = server.screen
    wanted = words_of(server, tray, b"_NET_SYSTEM_TRAY_VISUAL") or (screen.root_visual,)
    visual = screen.visuals.get(wanted[0])
    if visual is None:
        _LOG.info("the tray cannot show the icon: its pixels are no plain colours")
    return visual


def _fitting(picture: Picture, room: int) -> Pixmap:
    """The largest that fits; the smallest where none does."""
    fits = [pixmap for pixmap in picture.pixmaps if pixmap.size <= room]
    return fits[-1] if fits else picture.pixmaps[0]


def _behind(window: Window, left: int, top: int, size: int) -> bytes:
    """What the tray has painted there; nothing at all in a window that can be seen through."""
    visual = window.visual
    if visual.opacity:
        return bytes(visual.row(size) * size)
    seen = image_of(window.server, window.id, left, top, size, size)
    if seen is not None:
        return seen
    row = visual.pixel(_UNKNOWN).to_bytes(visual.size, visual.order) * size
    return row.ljust(visual.row(size), b"\0") * size


def blended(pixmap: Pixmap, behind: bytes, visual: Visual) -> bytes:
    """The picture over what is behind it, both as the visual keeps them."""
    mixed = bytearray(behind)
    row = visual.row(pixmap.size)
    for number in range(pixmap.size**2):
        alpha, *colour = pixmap.argb[number * _BYTES : (number + 1) * _BYTES]
        down, across = divmod(number, pixmap.size)
        at = down * row + across * visual.size
        old = visual.colour(int.from_bytes(mixed[at : at + visual.size], visual.order))
        red, green, blue = (
            under + (over - under) * alpha // 255 for under, over in zip(old, colour, strict=True)
        )
        pixel = visual.pixel((red, green, blue), alpha)
        mixed[at : at + visual.size] = pixel.to_bytes(visual.size, visual.order)
    return bytes(mixed)
