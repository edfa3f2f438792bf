"""Notifications of Windows, and of macOS where deskbreak runs from an app bundle.

Through desktop-notifier, which wants an asyncio loop: it has one in a thread of its own here. Run on
Linux alone, with desktop-notifier's own code for Windows on a stand-in of Windows.
"""

import asyncio
import logging
import sys
import threading
from collections.abc import Callable, Coroutine
from gettext import gettext as _
from itertools import count
from typing import TYPE_CHECKING, Any

from deskbreak.errors import SurfaceError
from deskbreak.files.resources import icon_file
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
    from desktop_notifier import DesktopNotifier, Notification

_LOG = logging.getLogger(__name__)
_NAME = "deskbreak"


class NativeNotifier:
    """One notification at a time; raises SurfaceError where the system shows none of ours."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._numbers = count(1)
        self._lock = threading.Lock()
        self._current: tuple[str, Notice] | None = None
        self._delivered: set[str] = set()
        self._trouble: str | None = None
        self._notifier = _notifier()
        _make_last(self._notifier, self._lasts, self._timed_out)
        self._notifier.on_dispatched = self._delivered.add
        self._notifier.on_button_pressed = self._pressed
        self._notifier.on_clicked = self._clicked
        self._notifier.on_dismissed = self._dismissed
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="notifier", daemon=True).start()

    def show(self, notice: Notice) -> None:
        self.close()
        id_ = f"{_NAME}-{next(self._numbers)}"
        with self._lock:
            self._current = id_, notice
        self._do(self._send(id_, notice))

    def close(self) -> None:
        with self._lock:
            current, self._current = self._current, None
        if current is not None:
            self._do(self._notifier.clear(current[0]))

    def description(self) -> str:
        return "native"

    def trouble(self) -> str | None:
        return self._trouble

    def _do(self, work: Coroutine[Any, Any, Any]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _send(self, id_: str, notice: Notice) -> None:
        """desktop-notifier logs a failure and goes on: whether it was sent is asked afterwards."""
        try:
            await self._notifier.send_notification(_native(id_, notice))
            if not await self._notifier.has_authorisation():
                self._fail(notice, _("notifications are turned off in the system's settings"))
                return
        except Exception as error:  # noqa: BLE001  (it raises what the systems raise)
            self._fail(notice, str(error) or type(error).__name__)
            return
        if id_ not in self._delivered:
            self._fail(notice, _("the system did not take it; the log says why"))
            return
        self._delivered.discard(id_)
        self._trouble = None

    def _fail(self, notice: Notice, why: str) -> None:
        self._trouble = why
        self._tell(notice, Undelivered(why))

    def _pressed(self, id_: str, key: str) -> None:
        self._end(id_, Pressed(key))

    def _clicked(self, id_: str) -> None:
        """A click beside the buttons means the default answer; without one it only takes it away."""
        with self._lock:
            current = self._current
        default = current[1].default if current is not None and current[0] == id_ else None
        self._end(id_, Closed(Reason.DISMISSED) if default is None else Pressed(default))

    def _dismissed(self, id_: str) -> None:
        self._end(id_, Closed(Reason.DISMISSED))

    def _lasts(self, id_: str) -> bool:
        with self._lock:
            return (
                self._current is not None and self._current[0] == id_ and self._current[1].lasting
            )

    def _timed_out(self, id_: str) -> None:
        """Put away by the system itself; whether it was seen nobody knows.

        What lasts lies in the notification centre still, and a click there answers as before.
        """
        with self._lock:
            current = self._current
        if current is None or current[0] != id_ or not current[1].lasting:
            self._end(id_, Closed(Reason.EXPIRED))
        else:
            self._tell(current[1], Undelivered(_("the system put it away")))

    def _end(self, id_: str, fate: Fate) -> None:
        """What comes of one that was replaced meanwhile is no answer any more."""
        with self._lock:
            if self._current is None or self._current[0] != id_:
                return
            notice = self._current[1]
            self._current = None
        self._tell(notice, fate)


def _notifier() -> "DesktopNotifier":
    try:
        from desktop_notifier import DesktopNotifier, Icon  # noqa: PLC0415  (heavy, and not on Linux)
        from desktop_notifier.backends.dummy import DummyNotificationCenter  # noqa: PLC0415  (likewise)
        from desktop_notifier.main import get_backend_class  # noqa: PLC0415  (likewise)
    except ImportError as error:
        raise SurfaceError(
            _("desktop-notifier is not installed: {error}").format(error=error)
        ) from error
    try:
        if get_backend_class() is DummyNotificationCenter:
            raise SurfaceError(_("this system shows notifications of app bundles only"))
        return DesktopNotifier(_NAME, Icon(path=icon_file("deskbreak.png")))
    except (ImportError, OSError, RuntimeError) as error:
        raise SurfaceError(
            _("the system's notifications fail: {error}").format(error=error)
        ) from error


def _make_last(
    notifier: "DesktopNotifier", lasts: Callable[[str], bool], timed_out: Callable[[str], None]
) -> None:
    """On Windows, where desktop-notifier heeds no time: seven seconds, and nobody hears of them.

    As a reminder a toast stays until it is answered. One that goes by itself anyway is told.
    """
    backend: Any = notifier._backend  # noqa: SLF001  (it has no other way in)
    if not backend.__module__.endswith(".winrt"):
        return
    timeout = sys.modules[backend.__module__].ToastDismissalReason.TIMED_OUT
    shown, dismissed = backend.notifier, backend._on_dismissed  # noqa: SLF001  (as above)

    def hear(sender: Any, told: Any) -> None:
        dismissed(sender, told)
        if sender and told and told.reason == timeout:
            timed_out(sender.tag)

    backend.notifier = _Reminding(shown, lasts)
    backend._on_dismissed = hear  # noqa: SLF001  (as above)


class _Reminding:
    """What shows toasts, and makes reminders of those that last."""

    def __init__(self, shows: Any, lasts: Callable[[str], bool]) -> None:
        self._shows = shows
        self._lasts = lasts

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shows, name)

    def show(self, toast: Any) -> None:
        if self._lasts(toast.tag):
            toast.content.document_element.set_attribute("scenario", "reminder")
        self._shows.show(toast)


def _native(id_: str, notice: Notice) -> "Notification":
    from desktop_notifier import (  # noqa: PLC0415  (as above)
        DEFAULT_SOUND,
        Attachment,
        Button,
        Notification,
        Urgency,
    )

    fitting = fitted(notice)
    return Notification(
        fitting.title,
        fitting.body,
        identifier=id_,
        urgency=Urgency.Critical if notice.urgent else Urgency.Normal,
        buttons=tuple(Button(each.label, identifier=each.key) for each in fitting.buttons),
        attachment=None if notice.picture is None else Attachment(path=notice.picture.absolute()),
        sound=DEFAULT_SOUND if notice.sound else None,
        timeout=0 if notice.lasting else -1,
    )
