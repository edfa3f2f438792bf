"""Keeps what was decided: the session first, then the history, so that nothing is ever lost.

A history that cannot be written is complained about once, and the daemon goes on without it.
"""

from collections.abc import Callable
from datetime import datetime
from gettext import gettext as _
from pathlib import Path

from deskbreak.core.effects import CountSnooze, Effect, Remember, Void
from deskbreak.core.moment import Moment
from deskbreak.core.state import Rules, Session
from deskbreak.core.work_hours import local_day
from deskbreak.errors import StorageError
from deskbreak.storage.history import History, open_history
from deskbreak.storage.snapshot import Pending, Snapshot, save_snapshot
from deskbreak.storage.snooze import Snooze
from deskbreak.storage.statistics import begins, today

Complain = Callable[[str], None]


class Keeper:
    """`open` it in the thread that uses it: SQLite wants to stay in one."""

    def __init__(self, snapshot: Path, history: Path, complain: Complain) -> None:
        self._snapshot_path = snapshot
        self._history_path = history
        self._complain = complain
        self._history: History | None = None
        self._may_save = True

    def open(self, now: datetime, pending: Pending) -> None:
        """Open the history and give it what the last run may not have written any more."""
        try:
            opened = open_history(self._history_path, now)
        except StorageError as error:
            self._complain(str(error))
            return
        self._history = opened.history
        if opened.set_aside is not None:
            text = _("The history was damaged. It is kept as {place}, and a new one was begun.")
            self._complain(text.format(place=opened.set_aside))
        for effect in pending:
            self._write(effect)

    def keep(self, snapshot: Snapshot[Session], effects: tuple[Effect, ...]) -> None:
        """`snapshot` names the effects that are still to be written."""
        try:
            save_snapshot(self._snapshot_path, snapshot)
            self._may_save = True
        except StorageError as error:
            if self._may_save:
                self._complain(str(error))
            self._may_save = False
        for effect in effects:
            self._write(effect)

    def today(self, now: Moment, rules: Rules) -> dict[str, float]:
        """The numbers of the local date, as `status --json` tells them. In `open`'s thread."""
        day = local_day(rules.zone, now.wall)
        if self._history is None:
            return today((), (), rules.zone, day)
        since = begins(day, rules.zone)
        return today(self._history.records(since), self._history.snoozes(since), rules.zone, day)

    def tidy(self) -> None:
        """Nightly upkeep of the history."""
        if self._history is not None:
            self._history.tidy()

    def close(self) -> None:
        if self._history is not None:
            self._history.close()
            self._history = None

    def _write(self, effect: Effect) -> None:
        if self._history is None:
            return
        try:
            match effect:
                case Remember(record=record):
                    self._history.remember(record)
                case Void(ended_at=ended_at):
                    self._history.void(ended_at)
                case CountSnooze(at=at, id=id_, length=length):
                    self._history.snoozed(Snooze(at.wall, id_, length))
                case _:
                    return
        except StorageError as error:
            self._complain(str(error))
            self._history = None


def pending(effects: tuple[Effect, ...]) -> Pending:
    """Those of the effects that the history is to keep."""
    return tuple(effect for effect in effects if isinstance(effect, Remember | Void | CountSnooze))
