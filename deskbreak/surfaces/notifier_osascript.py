"""Alerts and notifications of macOS by way of osascript, for a Python without Tk.

They come in the name of the script editor and have no picture, but they are always there. Run on
Linux alone, against a stand-in of osascript.
"""

import threading
from datetime import timedelta
from gettext import gettext as _
from shutil import which
from typing import TYPE_CHECKING

from deskbreak.errors import SurfaceError
from deskbreak.surfaces.notice import (
    Closed,
    Fate,
    Notice,
    Pressed,
    Reason,
    Tell,
    Undelivered,
    fitted,
)

if TYPE_CHECKING:
    from subprocess import Popen

_ALERT = """on run argv
set theButtons to items 5 thru -1 of argv
set theAnswer to display alert (item 2 of argv) message (item 3 of argv) buttons theButtons ¬
default button (item 5 of argv) giving up after ((item 4 of argv) as integer)
if gave up of theAnswer then return ""
return button returned of theAnswer
end run"""
_NOTIFICATION = """on run argv
display notification (item 3 of argv) with title (item 2 of argv)
end run"""
_NAME = "deskbreak"  # also keeps a text that begins with a dash from being an option
_FOR_EVER, _SHORT = timedelta(days=1), timedelta(seconds=20)


class OsascriptNotifier:
    """One alert at a time; raises SurfaceError where there is no osascript."""

    def __init__(self, tell: Tell) -> None:
        program = which("osascript")
        if program is None:
            raise SurfaceError(_("there is no osascript"))
        self._program = program
        self._tell = tell
        self._trouble: str | None = None
        self._lock = threading.Lock()
        self._shown: Notice | None = None
        self._running: Popen[str] | None = None

    def show(self, notice: Notice) -> None:
        """A new alert in place of the old one; without buttons, a notification that passes."""
        self.close()
        with self._lock:
            self._shown = notice
        threading.Thread(target=self._live, args=(notice,), name="alert", daemon=True).start()

    def close(self) -> None:
        with self._lock:
            self._shown, running, self._running = None, self._running, None
            if running is not None:
                running.kill()

    def description(self) -> str:
        return "osascript"

    def trouble(self) -> str | None:
        return self._trouble

    def _live(self, notice: Notice) -> None:
        from subprocess import PIPE, Popen  # noqa: PLC0415  (2 MB, where nothing else shows)

        with self._lock:
            if self._shown is not notice:
                return
            try:
                running = Popen(
                    _command(self._program, notice), stdout=PIPE, stderr=PIPE, text=True
                )
            except OSError as error:
                self._shown, self._trouble = None, str(error)
                running = None
            self._running = running
        if running is None:
            self._tell(notice, Undelivered(self._trouble or ""))
            return
        answer, complaint = running.communicate()
        with self._lock:
            if self._shown is not notice:
                return  # closed, or replaced
            self._shown = self._running = None
            self._trouble = complaint.strip() if running.returncode else None
        fate = _fate(notice, answer.strip(), self._trouble)
        if fate is not None:
            self._tell(notice, fate)


def _command(program: str, notice: Notice) -> tuple[str, ...]:
    fitting = fitted(notice)
    texts = _NAME, fitting.title, fitting.body
    if not fitting.buttons:
        return program, "-e", _NOTIFICATION, *texts
    stays = _FOR_EVER if notice.lasting else _SHORT
    labels = tuple(button.label for button in fitting.buttons)
    return program, "-e", _ALERT, *texts, str(stays // timedelta(seconds=1)), *labels


def _fate(notice: Notice, answer: str, trouble: str | None) -> Fate | None:
    """None of what passes by itself: nobody hears when that is."""
    if trouble is not None:
        return Undelivered(trouble or _("osascript failed"))
    if not notice.buttons:
        return None
    keys = {button.label: button.key for button in fitted(notice).buttons}
    return Pressed(keys[answer]) if answer in keys else Closed(Reason.EXPIRED)
