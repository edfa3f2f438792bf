"""The tray's menu, where the panel draws none: at the pointer, in a process of its own."""

import logging
from collections.abc import Callable, Iterator, Mapping

from deskbreak.surfaces.child_window import ChildWindow, Report
from deskbreak.surfaces.tray import Entry, Separator, TrayContent
from deskbreak.window import content

_LOG = logging.getLogger(__name__)

Does = Callable[[], None]


class PopupMenu:
    """Shows the menu as it is when asked for; `instead` is called, in any thread, where it cannot."""

    def __init__(self, environment: Mapping[str, str], instead: Callable[[], object]) -> None:
        self._environment = environment
        self._instead = instead
        self._window: ChildWindow | None = None

    def open(self, shown: TrayContent, theme: str) -> None:
        """In place of one that is open already.

        On Wayland a program learns neither where the pointer is nor of a click elsewhere.
        """
        self.close()
        if self._environment.get("WAYLAND_DISPLAY"):
            self._instead()
            return
        does: dict[str, Does] = {}
        popup = content.Popup(tuple(_rows(shown.menu, does)), theme)

        def hear(report: Report) -> None:
            if report.what == content.PRESSED and report.key in does:
                does[report.key]()
            elif report.what == content.FAILED:
                _LOG.warning("The menu cannot be shown: %s", report.why)
                self._instead()

        self._window = ChildWindow(popup, self._environment, hear)

    def close(self) -> None:
        window, self._window = self._window, None
        if window is not None:
            window.close()


def _rows(
    entries: tuple[Entry | Separator, ...], does: dict[str, Does]
) -> Iterator[content.PopupRow]:
    """`does` learns what each key is for."""
    for entry in entries:
        if isinstance(entry, Separator):
            yield content.PopupRow("")
        elif entry.submenu:
            yield content.PopupRow(entry.text, rows=tuple(_rows(entry.submenu, does)))
        elif entry.does is None or not entry.enabled:
            yield content.PopupRow(entry.text)
        else:
            key = str(len(does))
            does[key] = entry.does
            yield content.PopupRow(entry.text, key, entry.checked)
