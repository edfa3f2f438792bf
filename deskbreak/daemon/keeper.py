"""Keeps what was decided: the session first, then the history, so that nothing is ever lost.

What the history cannot take now is carried along in the saved session and written later, in this
run or the next.
"""

from dataclasses import replace
from datetime import datetime
from functools import partial
from gettext import gettext as _
from pathlib import Path

from deskbreak.core.effects import CountSnooze, Effect, Remember, Void
from deskbreak.core.moment import Moment
from deskbreak.core.state import Rules, Session
from deskbreak.core.work_hours import local_day
from deskbreak.daemon.complaints import Complaints
from deskbreak.daemon.guard import Guard
from deskbreak.history import statistics
from deskbreak.history.database import History, open_history
from deskbreak.history.snooze import Snooze
from deskbreak.session.snapshot import Pending, Snapshot, save_snapshot


class Keeper:
    """`open` it in the thread that uses it: SQLite wants to stay in one."""

    def __init__(self, snapshot: Path, history: Path, guard: Guard, complaints: Complaints) -> None:
        self._snapshot_path = snapshot
        self._history_path = history
        self._guard = guard
        self._complaints = complaints
        self._history: History | None = None
        self._unwritten: Pending = ()

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
        whole = replace(snapshot, pending=self._unwritten)
        self._guard.attempt(_("saved session"), lambda: save_snapshot(self._snapshot_path, whole))
        self._write(snapshot.session.at.wall)

    def today(self, now: Moment, rules: Rules) -> dict[str, float]:
        """The numbers of the local date, as `status --json` tells them. In `open`'s thread."""
        day = local_day(rules.zone, now.wall)
        since = statistics.begins(day, rules.zone)

        def counted() -> dict[str, float]:
            history = self._opened(now.wall)
            records, snoozes = history.records(since), history.snoozes(since)
            return statistics.today(records, snoozes, rules.zone, day)

        nothing = statistics.today((), (), rules.zone, day)
        return self._guard.attempt(_("numbers of the day"), counted) or nothing

    def tidy(self) -> None:
        """Nightly upkeep of the history."""
        if self._history is not None:
            self._history.tidy()

    def close(self) -> None:
        history, self._history = self._history, None
        if history is not None:
            self._guard.attempt(_("history"), history.close)

    def _opened(self, now: datetime) -> History:
        if self._history is None:
            opened = open_history(self._history_path, now)
            self._history = opened.history
            if opened.set_aside is not None:
                text = _(
                    "The history was damaged. It is kept as {place}, and a new one has been "
                    "started."
                )
                self._complaints.add(text.format(place=opened.set_aside))
        return self._history

    def _write(self, now: datetime) -> None:
        if self._unwritten:
            self._guard.attempt(_("history"), partial(self._write_all, now))

    def _write_all(self, now: datetime) -> None:
        """Each effect once: the history knows what it has already."""
        history = self._opened(now)
        while self._unwritten:
            _write(history, self._unwritten[0])
            self._unwritten = self._unwritten[1:]


def _write(history: History, effect: Remember | Void | CountSnooze) -> None:
    match effect:
        case Remember(record=record):
            history.remember(record)
        case Void(ended_at=ended_at):
            history.void(ended_at)
        case CountSnooze(at=at, id=id_, length=length):
            history.snoozed(Snooze(at.wall, id_, length))
