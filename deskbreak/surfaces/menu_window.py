"""The tray's menu in a window of its own, for panels that draw none and desktops without a tray."""

import logging
from collections.abc import Callable, Iterator, Mapping
from gettext import gettext as _

from deskbreak.surfaces.child_window import ChildWindow, Report, window_obstacle
from deskbreak.surfaces.tray import Entry, Separator, TrayContent
from deskbreak.window import content

_LOG = logging.getLogger(__name__)

Does = Callable[[], None]


class MenuWindow:
    """Shows the menu as it is when opened; a line that was pressed takes it away."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._window: ChildWindow | None = None

    def open(self, shown: TrayContent, theme: str) -> str | None:
        """In place of one that is open already; the reason where there can be none."""
        why = window_obstacle(self._environment)
        if why is not None:
            return why
        self.close()
        does: dict[str, Does] = {}
        lines = tuple(_lines(shown.menu, 0, does))
        menu = content.Menu(_("deskbreak"), lines, theme)

        def hear(report: Report) -> None:
            if report.what == content.PRESSED and report.key in does:
                does[report.key]()
            elif report.what == content.FAILED:
                _LOG.warning("The menu has no window: %s", report.why)

        self._window = ChildWindow(menu, self._environment, hear)
        return None

    def close(self) -> None:
        window, self._window = self._window, None
        if window is not None:
            window.close()


def _lines(
    entries: tuple[Entry | Separator, ...], level: int, does: dict[str, Does]
) -> Iterator[content.MenuRow]:
    """A menu within the menu follows below its name, one level deeper."""
    for entry in entries:
        if isinstance(entry, Separator):
            yield content.MenuRow("", "")
        elif entry.submenu:
            yield content.MenuRow("", entry.text, level, heading=True)
            yield from _lines(entry.submenu, level + 1, does)
        elif entry.does is None or not entry.enabled:
            yield content.MenuRow("", entry.text, level)
        else:
            key = str(len(does))
            does[key] = entry.does
            yield content.MenuRow(key, entry.text, level, checked=bool(entry.checked))
