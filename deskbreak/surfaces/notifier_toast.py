"""Notifications in a window of our own, where no server shows them."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from deskbreak.errors import SurfaceError
from deskbreak.surfaces.child_window import ChildWindow, Report
from deskbreak.surfaces.notice import Closed, Notice, Pressed, Reason, Tell, Undelivered, fitted
from deskbreak.surfaces.tkinter_here import window_obstacle, writing_obstacle
from deskbreak.window import content
from deskbreak.window.content import Toast

_SHORT = timedelta(seconds=10)


class ToastNotifier:
    """One toast at a time; raises SurfaceError where no window can be shown in any language."""

    def __init__(self, tell: Tell, environment: Mapping[str, str]) -> None:
        why = window_obstacle(environment)
        if why is not None and why != writing_obstacle():  # the language may be another one later
            raise SurfaceError(why)
        self._tell = tell
        self._environment = environment
        self._trouble: str | None = None
        self._window: ChildWindow | None = None

    def show(self, notice: Notice) -> None:
        """A new window in place of the old one, with the newest words."""
        self.close()
        if (why := writing_obstacle()) is not None:
            self._tell(notice, Undelivered(why))
            return
        self._window = ChildWindow(
            _toast(fitted(notice)), self._environment, partial(self._hear, notice)
        )

    def close(self) -> None:
        window, self._window = self._window, None
        if window is not None:
            window.close()

    def description(self) -> str:
        return "toast"

    def trouble(self) -> str | None:
        return writing_obstacle() or self._trouble

    def _hear(self, notice: Notice, report: Report) -> None:
        match report.what:
            case content.PRESSED:
                self._tell(notice, Pressed(report.key))
            case content.CLOSED:
                self._tell(notice, Closed(Reason.DISMISSED))
            case content.EXPIRED:
                self._tell(notice, Closed(Reason.EXPIRED))
            case content.FAILED:
                self._trouble = report.why
                self._tell(notice, Undelivered(report.why))
            case _:  # the window is there: whatever it says, nothing is wrong with it
                self._trouble = None


def _toast(notice: Notice) -> Toast:
    return Toast(
        title=notice.title,
        body=notice.body,
        buttons=notice.buttons,
        picture="" if notice.picture is None else str(notice.picture),
        default=notice.default or "",
        below=notice.aside,
        seconds=0.0 if notice.lasting else _SHORT.total_seconds(),
        theme=notice.own.theme,
        figure=notice.own.figure,
        shown_by=notice.own.shown_by,
    )
