"""The tray icon on an X server without a session bus: in a tray of the older kind, if there is one.

It draws no menu; a click does the default, and the right one opens ours at the pointer.
"""

import threading
from collections.abc import Callable
from typing import Protocol

from deskbreak.surfaces.icons import Picture, Scheme, scheme_for, tray_picture
from deskbreak.surfaces.tray import TrayContent, click_on


class Embedded(Protocol):
    """An icon in a tray of the older kind; both are for any thread."""

    is_docked: bool

    def show(self, picture: Picture, title: str) -> None: ...

    def hide(self) -> None: ...


Embed = Callable[[Callable[[], bool]], Embedded]
"""Makes one that calls that when it is clicked, and opens the menu where that does nothing."""


class OlderTray:
    """Appears as soon as there is a content and a tray; `embed` is None where none can be."""

    def __init__(self, embed: Embed | None) -> None:
        self._content: TrayContent | None = None
        self._icon = None if embed is None else embed(self._clicked)
        self._over = threading.Event()

    def show(self, content: TrayContent) -> None:
        self._content = content
        if self._icon is not None:
            picture = tray_picture(content.icon, scheme_for(content.panel, Scheme.ANY))
            self._icon.show(picture, content.tooltip)

    def run(self) -> None:
        self._over.wait()

    def stop(self) -> None:
        if self._icon is not None:
            self._icon.hide()
        self._over.set()

    def in_use(self) -> str:
        is_there = self._icon is not None and self._icon.is_docked
        return "XEmbed" if is_there else "no tray has taken the icon"

    def _clicked(self) -> bool:
        return self._content is None or click_on(self._content)
