"""The tray icon: what it shows is described by a value, and brought there by the least change."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskbreak.surfaces.icons import tray_picture
from deskbreak.surfaces.pystray_model import Menu, MenuItem

if TYPE_CHECKING:  # only Linux has a bus
    from deskbreak.bus import Bus

_NAME = "deskbreak"


@dataclass(frozen=True, slots=True)
class Separator:
    """A line between two groups of entries."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu.

    `does` runs in the tray's thread, after the panel had its reply, and should return at once.
    `checked` None means that it cannot be checked. The `default` entry is also what a left click
    on the icon does.
    """

    text: str
    does: Callable[[], None] | None = None
    enabled: bool = True
    checked: bool | None = None
    submenu: tuple["Entry | Separator", ...] = ()
    default: bool = False


@dataclass(frozen=True, slots=True)
class TrayContent:
    """All there is to see: `icon` is the name of a picture (`icons.tray_picture`)."""

    icon: str
    tooltip: str
    menu: tuple[Entry | Separator, ...]


class Tray:
    """Appears with the first content, as soon as it runs and a panel takes it.

    `open_menu` is called, in the tray's thread, where the panel itself shows no menu.
    """

    def __init__(self, bus: "Bus", open_menu: Callable[[], object]) -> None:
        # elsewhere than on Linux pystray's own icon goes here, which takes Pillow's images
        from deskbreak.surfaces import sni  # noqa: PLC0415  (only Linux has a bus)

        self._bus = bus
        self._icon = sni.Icon(bus, _NAME, open_menu)
        self._content: TrayContent | None = None
        self._running = False
        self._showing = threading.Lock()  # pystray's icon has none

    @property
    def is_taken(self) -> bool:
        """Whether a panel has taken the icon; without one there is nothing to see."""
        return self._icon.is_registered

    def show(self, content: TrayContent) -> None:
        """Bring the icon to this content; only what differs is sent. For any thread."""
        with self._showing:
            if self._content is None or self._content.icon != content.icon:
                self._icon.icon = tray_picture(content.icon)
            self._icon.title = content.tooltip
            self._icon.menu = _menu(content.menu)
            self._content = content
            self._appear()

    def run(self) -> None:
        """Serve the icon, and the bus, until `stop`. Blocks; for the main thread."""
        self._icon.run(self._begin)

    def stop(self) -> None:
        """Take the icon away and let `run` return. For any thread and for signal handlers."""
        self._bus.stop()

    def _begin(self, _: object) -> None:
        with self._showing:
            self._running = True
            self._appear()

    def _appear(self) -> None:
        if self._running and self._content is not None:
            self._icon.visible = True


def _menu(entries: tuple[Entry | Separator, ...]) -> Menu:
    return Menu(*(_item(entry) for entry in entries))


def _item(entry: Entry | Separator) -> MenuItem:
    if isinstance(entry, Separator):
        return Menu.SEPARATOR
    if entry.submenu:
        return MenuItem(entry.text, _menu(entry.submenu), enabled=entry.enabled)

    def act() -> None:  # pystray reads its signature, and would hand a `partial` too much
        if entry.does is not None:
            entry.does()

    return MenuItem(
        entry.text,
        act,
        checked=None if entry.checked is None else lambda _: bool(entry.checked),
        default=entry.default,
        enabled=entry.enabled,
    )
