"""What the tray icon shows, as a value; each platform has a tray of its own that shows it."""

from collections.abc import Callable
from typing import Protocol

from deskbreak.core.policy import Panel
from deskbreak.surfaces.pystray_model import Menu, MenuItem
from deskbreak.value import value

TRAY_NAME = "deskbreak"


@value
class Separator:
    """A line between two groups of entries."""


@value
class Entry:
    """A line of the menu.

    `does` runs in the thread of whatever drew the menu, and should return at once.
    `checked` None means that it cannot be checked. The `default` entry is also what a left click
    on the icon does; without one it opens the menu.
    """

    text: str
    does: Callable[[], None] | None = None
    enabled: bool = True
    checked: bool | None = None
    submenu: tuple["Entry | Separator", ...] = ()
    default: bool = False


@value
class TrayContent:
    """All there is to see: `icon` is the name of a picture (`icons.tray_picture`)."""

    icon: str
    tooltip: str
    menu: tuple[Entry | Separator, ...]
    panel: Panel = Panel.AUTO


def click_on(content: TrayContent) -> bool:
    """Do what a left click on the icon does; False where it is to open the menu."""
    for entry in content.menu:
        if isinstance(entry, Entry) and entry.default and entry.does is not None:
            entry.does()
            return True
    return False


class Tray(Protocol):
    """Appears with the first content, as soon as it runs and there is a tray."""

    def show(self, content: TrayContent) -> None:
        """Bring the icon to this content. For any thread."""

    def run(self) -> None:
        """Serve the icon until `stop`. Blocks; for the main thread."""

    def stop(self) -> None:
        """Take the icon away and let `run` return. For any thread and for signal handlers."""

    def in_use(self) -> str:
        """By which way the icon is shown, or that it is not."""
        ...


def menu_of(entries: tuple[Entry | Separator, ...], spelled: Callable[[str], str] = str) -> Menu:
    """The entries for pystray; `spelled` escapes what a platform would read as a sign."""
    return Menu(*(_item(entry, spelled) for entry in entries))


def _item(entry: Entry | Separator, spelled: Callable[[str], str]) -> MenuItem:
    if isinstance(entry, Separator):
        return Menu.SEPARATOR
    text = spelled(entry.text)
    if entry.submenu:
        return MenuItem(text, menu_of(entry.submenu, spelled), enabled=entry.enabled)

    def act() -> None:  # pystray reads its signature, and would hand a `partial` too much
        if entry.does is not None:
            entry.does()

    return MenuItem(
        text,
        act,
        checked=None if entry.checked is None else lambda _: bool(entry.checked),
        default=entry.default,
        enabled=entry.enabled,
    )
