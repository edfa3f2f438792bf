"""pystray's icon for macOS, with its faults fenced.

AppKit is touched in the main thread alone: a call from another one ends the process. The picture is
a template, which the menu bar draws in its own colour, light or dark. A signal ends the daemon in its
own way, not by pystray's `terminate`, which saves nothing. Run on Linux against a stand-in alone.
"""

import signal
from collections.abc import Callable
from gettext import gettext as _

import AppKit
from PyObjCTools import AppHelper, MachSignals
from pystray._darwin import Icon

from deskbreak.errors import SurfaceError
from deskbreak.surfaces.icons import template_file
from deskbreak.surfaces.tray import TRAY_NAME, TrayContent, menu_of
from deskbreak.surfaces.tray_native import NativeTray

_POINTS = 18.0
"""What Apple's guidelines give a picture in the menu bar."""
_WITHOUT_DOCK = 1
_REMEMBERED = 2000
"""Lines: of a menu that is replaced every minute, more than half an hour."""


def macos_tray() -> NativeTray:
    return NativeTray(MacIcon(), "menu bar")


class MacIcon(Icon):  # type: ignore[misc]  # pystray is untyped
    """A `tray_native.NativeIcon`; its `icon` is the name of a picture. For the main thread."""

    def __init__(self) -> None:
        super().__init__(TRAY_NAME)
        self._app.setActivationPolicy_(_WITHOUT_DOCK)
        self._converted = object()  # not None: pystray wants that one converted, too
        self._lines = _Lines()

    def serve(self, begin: Callable[[], None]) -> None:
        """The handlers that Python has are called while AppKit waits, too."""
        for number in (signal.SIGINT, signal.SIGTERM):
            MachSignals.signal(number, signal.getsignal(number))
        self._mark_ready()
        begin()
        try:
            self._app.run()
        finally:
            self._running = False
            self._status_bar.removeStatusItem_(self._status_item)

    def post(self, do: Callable[[], None]) -> None:
        AppHelper.callAfter(do)

    def bring(self, content: TrayContent, before: TrayContent | None) -> None:
        self.title = content.tooltip
        self.menu = menu_of(content.menu)
        if before is None or before.icon != content.icon:
            self.icon = content.icon
        self.visible = True

    def update_menu(self) -> None:
        """Only to another one: pystray does so after each click, though none changes a menu."""
        if self.menu is not self._converted:
            self._converted = self.menu
            super().update_menu()

    def _update_menu(self) -> None:
        """Numbered on and on: pystray looks a line of any menu up in the newest one."""
        menu = self._create_menu(self.menu, self._lines)
        self._status_item.setMenu_(menu)
        self._menu_handle = None if menu is None else (menu, self._lines)

    def end(self) -> None:
        """Only the main thread may tell AppKit to stop."""
        AppHelper.callAfter(self._stop)

    def _assert_image(self) -> None:
        """The picture as a template, at the menu bar's size; pystray scales it to a blur."""
        path = template_file(self._icon)
        image = AppKit.NSImage.alloc().initWithContentsOfFile_(str(path))
        if image is None:
            text = _("no tray icon: {file} cannot be read; reinstall deskbreak")
            raise SurfaceError(text.format(file=path))
        image.setSize_((_POINTS, _POINTS))
        image.setTemplate_(True)
        self._icon_image = image
        self._status_item.button().setImage_(image)


class _Lines:
    """What the lines do, of all menus under numbers of their own: one may be replaced while it is open."""

    def __init__(self) -> None:
        self._does: dict[int, Callable[[object], object]] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> Callable[[object], object]:
        return self._does.get(number, _nothing)

    def append(self, does: Callable[[object], object]) -> None:
        self._does[self._count] = does
        self._does.pop(self._count - _REMEMBERED, None)
        self._count += 1


def _nothing(_icon: object) -> None:
    """Of a menu that was replaced so long ago that nobody knows."""
