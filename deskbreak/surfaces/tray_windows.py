"""pystray's icon for Windows, with its faults fenced.

Its menu, title and picture are changed in the thread of its window alone, and never under an open
menu. Texts are cut to what Windows has room for. That Explorer is not there yet is noticed, which
pystray does not. Run on Linux against a stand-in of Windows alone.
"""

import ctypes
import logging
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import IO, Any

from pystray._util import serialized_image, win32
from pystray._win32 import Icon

from deskbreak.errors import SurfaceError
from deskbreak.surfaces.icons import SIZES, Scheme, scheme_for, tray_file
from deskbreak.surfaces.notice import cut
from deskbreak.surfaces.tray import TRAY_NAME, TrayContent, menu_of
from deskbreak.surfaces.tray_native import NativeTray
from deskbreak.window.natively import TASKBAR, be_sharp, is_light_on_windows

_LOG = logging.getLogger(__name__)
_TOOLTIP_ROOM = 127
"""UTF-16 units of `szTip`, without the zero at its end."""
_WM_DO = win32.WM_USER + 20
_WM_QUERYENDSESSION, _WM_ENDSESSION = 0x0011, 0x0016
_SMALL_ICON_WIDTH, _SMALL_ICON_HEIGHT = 49, 50


def windows_tray() -> NativeTray:
    icon = WindowsIcon()
    tray = NativeTray(icon, "notification area")
    icon.on_new_taskbar(tray.lost)
    return tray


class WindowsIcon(Icon):  # type: ignore[misc]  # pystray is untyped
    """A `tray_native.NativeIcon`."""

    def __init__(self) -> None:
        be_sharp()
        super().__init__(TRAY_NAME)
        self._posted: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._begin: Callable[[], None] = _nothing
        self._on_taskbar: Callable[[], None] = _nothing
        self._is_in_menu = False
        self._has_ended = False
        self._is_taken = False
        self._message_handlers |= {
            _WM_DO: self._do_posted,
            _WM_QUERYENDSESSION: _may_end,
            _WM_ENDSESSION: self._on_session_end,
        }
        self._icon_handle: int | None = None
        self._converted = object()  # not None: pystray wants that one converted, too

    def serve(self, begin: Callable[[], None]) -> None:
        """Without pystray's own set-up thread, which waits for ever where the window fails."""
        self._begin = begin
        try:
            self._run()
        finally:
            self._running = False  # else pystray waits for a window that is gone

    def post(self, do: Callable[[], None]) -> None:
        self._posted.put(do)
        if self._hwnd is not None:
            win32.PostMessage(self._hwnd, _WM_DO, 0, 0)

    def on_new_taskbar(self, hear: Callable[[], None]) -> None:
        self._on_taskbar = hear

    def bring(self, content: TrayContent, before: TrayContent | None) -> None:
        self.title = cut(content.tooltip, _TOOLTIP_ROOM)
        self.menu = menu_of(content.menu, _spelled)
        look = scheme_for(content.panel, _of_the_taskbar())
        if before is None or (before.icon, before.panel) != (content.icon, content.panel):
            self.icon = _Picture(content.icon, look)
        if before is None:
            self._hide()  # Explorer may have taken it late, or have it still, and takes none twice
            self._release_icon()  # of a picture that was shown to nobody
            self._visible = False
            self._icon_valid = True  # it is loaded as it is shown: there is nothing to change yet
            self.visible = True
        if not self._is_taken:
            self._visible = False
            raise SurfaceError("Explorer does not take it")

    def update_menu(self) -> None:
        """Only to another one: pystray does so after each click, though none changes a menu."""
        if self.menu is not self._converted:
            self._converted = self.menu
            super().update_menu()

    def end(self) -> None:
        self._has_ended = True
        if self._hwnd is not None:
            self._stop()

    def _mark_ready(self) -> None:
        """The window is there: show what was wanted meanwhile."""
        super()._mark_ready()
        if self._has_ended:
            self._stop()
        self._begin()

    def _do_posted(self, _wide: int, _long: int) -> None:
        """What came while a menu is open waits: it would be destroyed under the mouse."""
        while not self._is_in_menu:
            try:
                do = self._posted.get_nowait()
            except Empty:
                return
            do()

    def _assert_icon_handle(self) -> None:
        """In the size of the notification area; pystray's has that of the desktop, and is shrunk."""
        if self._icon_handle:
            return
        width, height = map(_metric, (_SMALL_ICON_WIDTH, _SMALL_ICON_HEIGHT))
        with serialized_image(self.icon, "ICO") as file:
            self._icon_handle = win32.LoadImage(
                None, file, win32.IMAGE_ICON, width, height, win32.LR_LOADFROMFILE
            )

    def _on_notify(self, wide: int, long: int) -> None:
        if long == win32.WM_LBUTTONUP and not any(item.default for item in self.menu or ()):
            long = win32.WM_RBUTTONUP  # of a click without a default pystray makes nothing
        self._is_in_menu = True
        try:
            super()._on_notify(wide, long)
        finally:
            self._is_in_menu = False
            self._do_posted(0, 0)

    def _on_session_end(self, is_over: int, _why: int) -> None:
        """Not over where another program wants the machine to stay on."""
        if is_over:
            self.end()

    def _on_taskbarcreated(self, _wide: int, _long: int) -> None:
        """Explorer has begun anew."""
        self._on_taskbar()

    def _message(self, code: int, flags: int, **fields: Any) -> None:
        """As pystray's, but whether Windows took it is known: at login it may not yet."""
        data = win32.NOTIFYICONDATAW(
            cbSize=ctypes.sizeof(win32.NOTIFYICONDATAW),
            hWnd=self._hwnd,
            uID=0,
            uFlags=flags,
            **fields,
        )
        self._is_taken = bool(win32.Shell_NotifyIcon(code, data))
        if not self._is_taken:
            _LOG.debug("the shell refused message %d", code)


def _may_end(_unused: int, _why: int) -> bool:
    """To pystray's own answer, 0, Windows would say that deskbreak keeps the machine on."""
    return True


class _Picture:
    """The sizes of a picture, as the one file from which Windows takes what fits its screen."""

    def __init__(self, name: str, scheme: Scheme) -> None:
        self._files = [tray_file(name, scheme, size) for size in SIZES]

    def save(self, file: IO[bytes], format: str) -> None:  # noqa: A002  (called so by pystray)
        from PIL import Image  # noqa: PLC0415  (only where icons are files)

        pictures = [Image.open(each).convert("RGBA") for each in self._files]
        sizes = [(size, size) for size in SIZES]
        pictures[-1].save(file, format=format, sizes=sizes, append_images=pictures[:-1])


def _metric(which: int) -> int:
    size: int = win32.windll.user32.GetSystemMetrics(which)
    return size


def _spelled(text: str) -> str:
    """In a menu of Windows one "&" underlines what follows."""
    return text.replace("&", "&&")


def _of_the_taskbar() -> Scheme:
    is_light = is_light_on_windows(TASKBAR)
    if is_light is None:
        return Scheme.ANY
    return Scheme.LIGHT if is_light else Scheme.DARK


def _nothing() -> None:
    """As long as nobody listens."""
