"""What may fail while sitting is counted on: all that shows, tells, keeps or calls on others.

A part that fails is told once, and again only after it has worked in between. Where deskbreak's
own files are others by now, that is the reason, and what is told is to restart it.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from gettext import gettext as _
from typing import TypeVar

from deskbreak.daemon.complaints import Complaints
from deskbreak.errors import SensorError, StorageError, SurfaceError
from deskbreak.files.installed import Installed
from deskbreak.value import value

T = TypeVar("T")

_FIRST_REST = timedelta(seconds=15)
_LONGEST_REST = timedelta(minutes=15)
_SAYS_IT_ALL = (SensorError, StorageError, SurfaceError)
"""Their messages are for people; all else is a bug."""

_LOG = logging.getLogger(__name__)


@value
class _Failure:
    """`rest` is how long the part is let alone, `until` the uptime at which that ends."""

    why: str
    rest: timedelta
    until: timedelta


class Guard:
    """For any thread. A `part` is named as the user reads it, in the log and in the status."""

    def __init__(
        self, uptime: Callable[[], timedelta], complaints: Complaints, installed: Installed
    ) -> None:
        self._uptime = uptime
        self._complaints = complaints
        self._installed = installed
        self._failures: dict[str, _Failure] = {}
        self._is_outdated = False

    def attempt(self, part: str, do: Callable[[], T | None], instead: T | None = None) -> T | None:
        """Do it, however it went the last time; `instead` is what comes of it where it fails."""
        try:
            result = do()
        except Exception as error:  # noqa: BLE001  (it may fail in any way; sitting is counted on)
            self._fail(part, error)
            return instead
        if self._failures.pop(part, None) is not None:
            _LOG.info("%s: works again", part)
        return result

    def keep_trying(
        self, part: str, do: Callable[[], T | None], instead: T | None = None
    ) -> T | None:
        """Like `attempt`, for what comes every round: after a failure it rests, ever longer."""
        failure = self._failures.get(part)
        if failure is not None and self._uptime() < failure.until:
            return instead
        return self.attempt(part, do, instead)

    def description(self) -> Mapping[str, object]:
        """What fails at the moment, and why, as `status` shows it."""
        failing = {part: failure.why for part, failure in tuple(self._failures.items())}
        return {"failing": failing, **({"update": _outdated()} if self._is_outdated else {})}

    def _fail(self, part: str, error: Exception) -> None:
        is_bug = not isinstance(error, _SAYS_IT_ALL)
        why = f"{type(error).__name__}: {error}" if is_bug else str(error)
        before = self._failures.get(part)
        known = tuple(self._failures.values())  # another thread may change them meanwhile
        is_news = before is None and why not in {one.why for one in known}
        rest = _FIRST_REST if before is None else min(2 * before.rest, _LONGEST_REST)
        self._failures[part] = _Failure(why, rest, self._uptime() + rest)
        if is_news:
            self._tell(_failed(part, why) if is_bug else why, error if is_bug else None)

    def _tell(self, text: str, bug: Exception | None) -> None:
        if not self._installed.has_changed():
            self._complaints.add(text, bug)
            return
        _LOG.warning("%s", text)
        if not self._is_outdated:
            self._is_outdated = True
            self._complaints.add(_outdated())


def _failed(part: str, why: str) -> str:
    text = _("{part}: this failed ({why}); deskbreak keeps counting, and will try again later")
    return text.format(part=part, why=why)


def _outdated() -> str:
    return _(
        "deskbreak was updated while it was running: quit it and start it again. Until then it "
        "keeps counting, but cannot show everything."
    )
