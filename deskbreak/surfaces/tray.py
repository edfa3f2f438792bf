"""The tray icon: what it shows is described by a value, and brought there by the least change."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from deskbreak.surfaces.icons import Picture, tray_picture
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


class Embedded(Protocol):
    """An icon in a tray of the older kind; both are for any thread."""

    is_docked: bool

    def show(self, picture: Picture, title: str) -> None: ...

    def hide(self) -> None: ...


class Tray:
    """Appears with the first content, as soon as it runs and a panel takes it.

    `open_menu` is called, in the tray's thread, where the panel itself shows no menu. Where no
    panel takes the icon within `patience`, it goes into a tray of the older kind, if `embed` makes
    one; and back, once a panel takes it.
    """

    def __init__(
        self,
        bus: "Bus",
        open_menu: Callable[[], object],
        embed: Callable[[Callable[[], object]], Embedded] | None = None,
        patience: timedelta = timedelta(seconds=10),
    ) -> None:
        # elsewhere than on Linux pystray's own icon goes here, which takes Pillow's images
        from deskbreak.surfaces import sni  # noqa: PLC0415  (only Linux has a bus)

        self._bus = bus
        self._icon = sni.Icon(bus, _NAME, open_menu)
        self._content: TrayContent | None = None
        self._running = False
        self._embed = embed
        self._embedded: Embedded | None = None
        self._has_waited = False
        self._patience = threading.Timer(patience.total_seconds(), self._waited)
        self._patience.daemon = True
        self._showing = threading.Lock()  # pystray's icon has none

    @property
    def is_taken(self) -> bool:
        """Whether a panel or a tray has the icon; else there is nothing to see."""
        return self._icon.is_registered or self.is_embedded

    @property
    def is_embedded(self) -> bool:
        """Whether it is in a tray of the older kind."""
        return self._embedded is not None and self._embedded.is_docked

    def show(self, content: TrayContent) -> None:
        """Bring the icon to this content; only what differs is sent. For any thread."""
        with self._showing:
            if self._content is None or self._content.icon != content.icon:
                self._icon.icon = tray_picture(content.icon)
            self._icon.title = content.tooltip
            self._icon.menu = _menu(content.menu)
            self._content = content
            self._appear()
            self._choose_tray(content)

    def run(self) -> None:
        """Serve the icon, and the bus, until `stop`. Blocks; for the main thread."""
        self._icon.run(self._begin)

    def stop(self) -> None:
        """Take the icon away and let `run` return. For any thread and for signal handlers."""
        self._patience.cancel()
        if self._embedded is not None:
            self._embedded.hide()
        self._bus.stop()

    def _begin(self, _: object) -> None:
        with self._showing:
            self._running = True
            self._appear()
        if self._embed is not None:
            self._patience.start()

    def _waited(self) -> None:
        with self._showing:
            self._has_waited = True
            if self._content is not None:
                self._choose_tray(self._content)

    def _choose_tray(self, content: TrayContent) -> None:
        """A panel of today's kind if one has the icon, else one of the older."""
        if self._icon.is_registered:
            if self._embedded is not None:
                self._embedded.hide()
            return
        if self._embed is None or not self._has_waited:
            return
        if self._embedded is None:
            self._embedded = self._embed(self._clicked)
        self._embedded.show(tray_picture(content.icon), content.tooltip)

    def _clicked(self) -> None:
        """As a left click on the icon in a panel."""
        entries = () if self._content is None else self._content.menu
        for entry in entries:
            if isinstance(entry, Entry) and entry.default and entry.does is not None:
                entry.does()

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
