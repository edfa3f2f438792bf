"""Keeps what was decided: the session first, then the history, so that nothing is ever lost.

What the history cannot take now is carried along in the saved session and written later, in this
run or the next. Nobody waits here for another program that is using the history.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from deskbreak.core.effects import CountSnooze, Effect, NoteFeeling, Remember, Void
from deskbreak.core.moment import ZERO, Moment
from deskbreak.core.record import Feeling, Record
from deskbreak.core.state import Rules, Session
from deskbreak.core.work_hours import local_day
from deskbreak.daemon.complaints import Complaints
from deskbreak.daemon.guard import Guard
from deskbreak.errors import StorageError
from deskbreak.history import statistics
from deskbreak.history.backups import back_up_weekly
from deskbreak.history.database import BusyError, DamagedError, History, open_history
from deskbreak.history.rows import BREAKS, is_sound
from deskbreak.history.snooze import Snooze
from deskbreak.session.lasting import Lasting, save_lasting
from deskbreak.session.snapshot import Kept, Pending, Snapshot, save_snapshot

if TYPE_CHECKING:
    from deskbreak.history.last_week import WeekInShort

_AT_ONCE = timedelta(milliseconds=50)
"""How long the loop waits for another program that is using the history."""
_TOLERABLE = timedelta(minutes=1)
"""How long another program may use it before that is worth a word."""
_FIRST_REST, _LONGEST_REST = timedelta(seconds=1), timedelta(minutes=5)
_Written = tuple[tuple[Record, ...], tuple[Snooze, ...]]


class Keeper:
    """`open` it in the thread that uses it: SQLite wants to stay in one."""

    def __init__(
        self,
        snapshot: Path,
        lasting: Path,
        history: Path,
        guard: Guard,
        complaints: Complaints,
    ) -> None:
        self._snapshot_path = snapshot
        self._lasting_path = lasting
        self._history_path = history
        self._guard = guard
        self._complaints = complaints
        self._history: History | None = None
        self._unwritten: Pending = ()
        self._rest = ZERO
        self._busy_since: datetime | None = None
        self._is_saved = True
        self._lasting: Lasting | None = None
        self._read: _Written = ((), ())

    @property
    def rest(self) -> timedelta | None:
        """How soon to come back to what is still to be written; None if nothing is."""
        return self._rest or None

    def open(self, now: datetime, pending: Pending) -> None:
        """Give the history what the last run could not write any more.

        It is opened only when there is something to write or to read: a daemon in which nothing
        has happened yet does without the megabyte that SQLite takes.
        """
        self._unwritten = tuple(effect for effect in pending if _is_sound(effect))
        if len(self._unwritten) < len(pending):
            text = _("An entry that the history cannot hold was left out of it.")
            self._complaints.add(text)
        self._write(now)

    def keep(self, snapshot: Snapshot[Session], effects: tuple[Effect, ...]) -> None:
        """Save the session, naming what is still to be written; then write it."""
        self._unwritten += tuple(effect for effect in effects if isinstance(effect, Kept))
        whole = replace(snapshot, pending=self._unwritten)
        self._is_saved = bool(self._guard.attempt(_("saved session"), partial(self._save, whole)))
        self._write(snapshot.session.at.wall)
        if not self._unwritten:  # else its folder has been complained about already
            lasting = Lasting.of(snapshot.session.course)
            self._guard.attempt(_("notes about your moves"), partial(self._save_lasting, lasting))

    def doubt(self) -> str | None:
        """What is not yet kept of what was said just now; None if all is."""
        if self._unwritten and self._is_saved:
            return _(
                "It counts, and is kept in the saved session; the history takes it as soon as "
                "it can be written."
            )
        if self._unwritten:
            return _(
                "It counts, but is only in memory: neither the history nor the session can be "
                "written. Free some space, or make their folders writable, before you quit "
                "deskbreak."
            )
        if not self._is_saved:
            return _(
                "The session cannot be saved: how long you have been sitting, a pause or a "
                "snooze are only in memory. Free some space, or make its folder writable, before "
                "you quit deskbreak."
            )
        return None

    def today(self, now: Moment, rules: Rules) -> dict[str, float]:
        """The numbers of the local date, as `status --json` tells them. In `open`'s thread.

        Where the history cannot be read now, they are those of the last time; what it does not
        have yet counts too.
        """
        day = local_day(rules.zone, now.wall)
        since = statistics.begins(day, rules.zone)

        def read() -> None:
            try:
                history = self._in_place(now.wall)
                self._read = history.records(since), history.snoozes(since)
            except BusyError:  # no trouble: what is written counts, and what is not, too
                return
            except DamagedError:
                self._let_go()  # opened again, it is set aside
                raise

        self._guard.attempt(_("numbers of the day"), read)
        records, snoozes = _as_if_written(self._read, self._unwritten)
        return statistics.today(records, snoozes, rules.zone, day)

    def two_weeks(
        self, monday: date, now: Moment, rules: Rules
    ) -> "tuple[WeekInShort, WeekInShort] | None":
        """The two before that Monday, in `open`'s thread; None while another program is at it."""
        from deskbreak.history import last_week  # noqa: PLC0415  (on Mondays alone)

        since = last_week.two_weeks_since(monday, rules.zone)
        try:
            records = self._in_place(now.wall).records(since)
        except BusyError:
            return None
        records, _snoozes = _as_if_written((records, ()), self._unwritten)
        return last_week.two_weeks(records, rules.zone, monday)

    def tidy(self, now: datetime) -> None:
        """Nightly upkeep of the history."""
        if self._history is not None:
            with suppress(BusyError):  # there is another night
                self._history.tidy()
            self._back_up(self._history, now)

    def _back_up(self, history: History, now: datetime) -> None:
        """Whoever switches off at night has it done at the first record of a day."""
        copy = partial(back_up_weekly, history, self._history_path, now.date())
        self._guard.attempt(_("copy of the history"), copy)

    def close(self) -> None:
        history, self._history = self._history, None
        if history is not None:
            self._guard.attempt(_("history"), history.close)

    def _opened(self, now: datetime) -> History:
        if self._history is None:
            opened = open_history(self._history_path, now, _AT_ONCE)
            self._history = opened.history
            if opened.set_aside is not None:
                text = _(
                    "The history was damaged. It is kept as {place}, and a new one has been "
                    "started."
                )
                self._complaints.add(text.format(place=opened.set_aside))
            self._back_up(self._history, now)
        return self._history

    def _in_place(self, now: datetime) -> History:
        """The history that lies where it belongs, also if the one that was open does not."""
        if self._history is not None and not self._history.is_in_place():
            self._let_go()
            text = _(
                "The history was moved, removed or replaced while deskbreak was running. It goes "
                "on in {path}, and what was still to be written is written there."
            )
            self._complaints.add(text.format(path=self._history_path))
        elif self._history is not None and not self._history.is_as_left():
            self._let_go()  # opened again, it is looked at as at a start
        return self._opened(now)

    def _let_go(self) -> None:
        history, self._history = self._history, None
        if history is not None:
            history.abandon()

    def _save(self, whole: Snapshot[Session]) -> bool:
        save_snapshot(self._snapshot_path, whole)
        return True

    def _save_lasting(self, lasting: Lasting) -> None:
        if lasting != self._lasting or not self._lasting_path.is_file():
            save_lasting(self._lasting_path, lasting)
            self._lasting = lasting

    def _write(self, now: datetime) -> None:
        if self._unwritten:
            self._guard.attempt(_("history"), partial(self._write_or_wait, now))
        following = min(max(2 * self._rest, _FIRST_REST), _LONGEST_REST)
        self._rest = following if self._unwritten else ZERO

    def _write_or_wait(self, now: datetime) -> None:
        """Programs that look into it or copy it are done soon: they are no trouble yet."""
        try:
            self._write_all(now)
            self._busy_since = None
        except BusyError:
            self._busy_since = self._busy_since or now
            if now - self._busy_since >= _TOLERABLE:
                raise

    def _write_all(self, now: datetime) -> None:
        """Each effect once: the history knows what it has already."""
        for _attempt in range(2):  # the second in another file, where the first was none any more
            history = self._in_place(now)
            try:
                for effect in self._unwritten:
                    _write(history, effect)
            except DamagedError:
                self._let_go()  # opened again, it is set aside
                continue
            if history.is_in_place():
                self._unwritten = ()
                return
        problem = _("{path}: it does not stay in its place; leave it there while deskbreak runs")
        raise StorageError(problem.format(path=self._history_path))


def _is_sound(effect: Kept) -> bool:
    """Whether the history can be read with it: the file that it comes from may be spoilt."""
    match effect:
        case Remember(record=record):
            return is_sound(record)
        case CountSnooze():
            return is_sound(_snooze(effect))
        case NoteFeeling():
            return is_sound(_feeling(effect))
        case Void():
            return True
        case _:
            assert_never(effect)


def _snooze(counted: CountSnooze) -> Snooze:
    return Snooze(counted.at.wall, counted.id, counted.length)


def _feeling(noted: NoteFeeling) -> Feeling:
    return Feeling(noted.at.wall, noted.stretch, noted.felt)


def _write(history: History, effect: Kept) -> None:
    match effect:
        case Remember(record=record):
            history.remember(record)
        case Void(ended_at=ended_at):
            history.void(ended_at)
        case CountSnooze():
            history.snoozed(_snooze(effect))
        case NoteFeeling():
            history.felt(_feeling(effect))


def _as_if_written(written: _Written, pending: Pending) -> _Written:
    """What the history will tell once it has all this."""
    records, snoozes = {record.id: record for record in written[0]}, list(written[1])
    for effect in pending:
        match effect:
            case Remember(record=record):
                records.setdefault(record.id, record)
            case Void(ended_at=ended_at):
                records = {id_: each for id_, each in records.items() if not _ends(each, ended_at)}
            case CountSnooze():
                snoozes.append(_snooze(effect))
            case NoteFeeling():
                pass  # no number of the day
    return tuple(records.values()), tuple(dict.fromkeys(snoozes))


def _ends(record: Record, ended_at: datetime) -> bool:
    """Whether this is the break that was taken back."""
    return record.ended_at == ended_at and record.outcome in BREAKS
