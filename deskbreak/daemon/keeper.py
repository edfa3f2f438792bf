"""Keeps what was decided: the session first, then the history, so that nothing is ever lost.

What the history cannot take now is carried along in the saved session and written later, in this
run or the next. Trouble is complained about once, and the daemon goes on.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

from deskbreak.core.effects import CountSnooze, Effect, Remember, Void
from deskbreak.core.moment import Moment
from deskbreak.core.state import Rules, Session
from deskbreak.core.work_hours import local_day
from deskbreak.errors import StorageError
from deskbreak.history.snooze import Snooze
from deskbreak.session.snapshot import Pending, Snapshot, save_snapshot

if TYPE_CHECKING:
    from deskbreak.history.database import History

Complain = Callable[[str], None]


class Keeper:
    """`open` it in the thread that uses it: SQLite wants to stay in one."""

    def __init__(self, snapshot: Path, history: Path, complain: Complain) -> None:
        self._snapshot_path = snapshot
        self._history_path = history
        self._complain = complain
        self._history: History | None = None
        self._unwritten: Pending = ()
        self._troubles: set[str] = set()

    def open(self, now: datetime, pending: Pending) -> None:
        """Give the history what the last run could not write any more.

        It is opened only when there is something to write or to read: a daemon in which nothing
        has happened yet does without the megabyte that SQLite takes.
        """
        self._unwritten = pending
        self._write(now)

    def keep(self, snapshot: Snapshot[Session], effects: tuple[Effect, ...]) -> None:
        """Save the session, naming what is still to be written; then write it."""
        self._unwritten += tuple(
            effect for effect in effects if isinstance(effect, Remember | Void | CountSnooze)
        )
        self._trying(lambda: save_snapshot(self._snapshot_path, self._with_pending(snapshot)))
        self._write(snapshot.session.at.wall)

    def today(self, now: Moment, rules: Rules) -> dict[str, float]:
        """The numbers of the local date, as `status --json` tells them. In `open`'s thread."""
        from deskbreak.history import statistics  # noqa: PLC0415  (not before somebody asks)

        day = local_day(rules.zone, now.wall)
        since = statistics.begins(day, rules.zone)
        if self._history is None:
            self._open(now.wall)
        if self._history is not None:
            try:
                records, snoozes = self._history.records(since), self._history.snoozes(since)
                return statistics.today(records, snoozes, rules.zone, day)
            except StorageError as error:
                self._complain_once(str(error))
        return statistics.today((), (), rules.zone, day)

    def tidy(self) -> None:
        """Nightly upkeep of the history."""
        if self._history is not None:
            self._trying(self._history.tidy)

    def close(self) -> None:
        if self._history is not None:
            self._trying(self._history.close)
            self._history = None

    def _open(self, now: datetime) -> None:
        from deskbreak.history.database import open_history  # noqa: PLC0415  (as `open` says)

        try:
            opened = open_history(self._history_path, now)
        except StorageError as error:
            self._complain_once(str(error))
            return
        self._history = opened.history
        if opened.set_aside is not None:
            text = _("The history was damaged. It is kept as {place}, and a new one was begun.")
            self._complain(text.format(place=opened.set_aside))

    def _write(self, now: datetime) -> None:
        """Each effect once: the history knows what it has already."""
        if self._unwritten and self._history is None:
            self._open(now)
        if self._history is None:
            return
        try:
            while self._unwritten:
                _write(self._history, self._unwritten[0])
                self._unwritten = self._unwritten[1:]
        except StorageError as error:
            self._complain_once(str(error))

    def _with_pending(self, snapshot: Snapshot[Session]) -> Snapshot[Session]:
        return replace(snapshot, pending=self._unwritten)

    def _trying(self, what: Callable[[], None]) -> None:
        try:
            what()
        except StorageError as error:
            self._complain_once(str(error))

    def _complain_once(self, trouble: str) -> None:
        if trouble not in self._troubles:
            self._troubles.add(trouble)
            self._complain(trouble)


def _write(history: "History", effect: Remember | Void | CountSnooze) -> None:
    match effect:
        case Remember(record=record):
            history.remember(record)
        case Void(ended_at=ended_at):
            history.void(ended_at)
        case CountSnooze(at=at, id=id_, length=length):
            history.snoozed(Snooze(at.wall, id_, length))
