"""What a period came to, in more detail than a table of days: each bout, each answer, each move.

Seat time that still runs is told by the daemon; it counts as a bout of today.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from functools import reduce
from typing import TypeVar, assert_never

from deskbreak.core.moment import ZERO
from deskbreak.core.record import Outcome, Record, RunningBout
from deskbreak.core.stretch import Group, Stretch
from deskbreak.history.periods import Period
from deskbreak.history.snooze import Snooze
from deskbreak.history.statistics import (
    Tally,
    begins,
    day_of,
    is_very_long,
    tally_of,
)
from deskbreak.value import value

WEEKLY_AIM = timedelta(minutes=5)
"""For one group of muscles on one side: Thomas et al. 2018, on flexibility (docs/article.md)."""
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
T = TypeVar("T", Record, Snooze)


@value
class Sitting:
    """One bout as people see it: when it began by the wall clock, and how long it was or is."""

    sat_down_at: datetime
    seat_time: timedelta
    day: date
    is_running: bool = False


@value
class Replies:
    """What became of proposals: followed, put off, or not followed."""

    followed: int = 0
    put_off: int = 0
    declined: int = 0

    @property
    def all(self) -> int:
        return self.followed + self.put_off + self.declined

    def plus(self, other: "Replies") -> "Replies":
        return Replies(
            self.followed + other.followed,
            self.put_off + other.put_off,
            self.declined + other.declined,
        )


@value
class Summary:
    """All that is shown of a period. `exercised` is by group, on each side."""

    period: Period
    tally: Tally
    sittings: tuple[Sitting, ...]
    by_hour: Mapping[int, Replies]
    by_weekday: Mapping[int, Replies]
    exercised: Mapping[Group, timedelta]
    times: Mapping[str, int]
    """How often each move was done, by its id."""

    @property
    def replies(self) -> Replies:
        return reduce(Replies.plus, self.by_hour.values(), Replies())

    @property
    def mean_bout(self) -> timedelta:
        return mean_of(self.sittings)

    @property
    def longest(self) -> Sitting | None:
        return max(self.sittings, key=lambda sitting: sitting.seat_time, default=None)

    @property
    def sittings_by_day(self) -> Mapping[date, Sequence[Sitting]]:
        by_day = defaultdict[date, list[Sitting]](list)
        for sitting in self.sittings:
            by_day[sitting.day].append(sitting)
        return by_day

    @property
    def breaks_an_hour(self) -> float:
        """Bouts that ended, for each hour at the desk."""
        sat = sum((sitting.seat_time for sitting in self.sittings), ZERO)
        ended = sum(not sitting.is_running for sitting in self.sittings)
        return ended / (sat / _HOUR) if sat else 0.0


@value
class Spells:
    """What is told of the period before: how long each bout was that ended in it."""

    lengths: tuple[timedelta, ...]

    @property
    def mean(self) -> timedelta:
        return sum(self.lengths, ZERO) / len(self.lengths) if self.lengths else ZERO

    @property
    def over_an_hour(self) -> int:
        return sum(map(is_very_long, self.lengths))


def summary_of(
    period: Period,
    records: Sequence[Record],
    snoozes: Sequence[Snooze],
    zone: tzinfo,
    catalogue: Iterable[Stretch],
    running: RunningBout | None = None,
) -> Summary:
    """`records` and `snoozes` are in their order, all since the period began; there may be more."""
    records, snoozes = _near(records, period, zone), _near(snoozes, period, zone)
    moves = {stretch.id: stretch for stretch in catalogue}
    tally = tally_of(records, snoozes, zone, period.first, period.last, running)
    mine = [record for record in records if period.first <= day_of(record, zone) <= period.last]
    sittings = tuple(_sitting(record, zone) for record in mine if record.ended_at is not None)
    if running is not None and period.first <= running.day <= period.last:
        sittings = (*sittings, _sitting_now(running, zone))
    put_off = [
        (snooze.at.astimezone(zone), Replies(put_off=1))
        for snooze in snoozes
        if period.first <= snooze.at.astimezone(zone).date() <= period.last
    ]
    replies = [(record.at.astimezone(zone), replies_of(record)) for record in mine]
    answered = [each for each in (*replies, *put_off) if each[1].all]
    exercised, times = defaultdict[Group, timedelta](timedelta), defaultdict[str, int](int)
    for record in mine:
        if (stretch := moves.get(record.stretch or "")) and (share := _share(record, stretch)):
            exercised[stretch.group] += share * active(stretch)
            times[stretch.id] += 1
    return Summary(
        period,
        tally,
        sittings,
        _summed(answered, lambda at: at.hour),
        _summed(answered, datetime.weekday),
        exercised,
        times,
    )


def _near(noted: Sequence[T], period: Period, zone: tzinfo) -> Sequence[T]:
    """Those of the period, and of the day after it: a bout is noted when it has ended."""
    until = begins(period.last + 2 * _DAY, zone)
    first, last = (
        bisect_left(noted, instant, key=lambda each: each.at)
        for instant in (begins(period.first, zone), until)
    )
    return noted[first:last]


def mean_of(sittings: Iterable[Sitting]) -> timedelta:
    return Spells(tuple(sitting.seat_time for sitting in sittings)).mean


def active(stretch: Stretch) -> timedelta:
    """What is held or moved on each side, as the article counts it."""
    repeat = stretch.move_in + stretch.hold + stretch.move_out
    return repeat * stretch.reps * stretch.sets


def _share(record: Record, stretch: Stretch) -> float:
    """How much of the move was done. "I did it" is believed."""
    match record.outcome:
        case Outcome.DONE:
            return 1.0
        case Outcome.PARTIAL:
            return min(record.exercised / stretch.length, 1.0) if stretch.length else 0.0
        case Outcome.TAKEN | Outcome.SKIPPED | Outcome.IGNORED | Outcome.NATURAL:
            return 0.0
        case _:
            assert_never(record.outcome)


def replies_of(record: Record) -> Replies:
    """A natural break was nothing that was proposed."""
    match record.outcome:
        case Outcome.DONE | Outcome.PARTIAL | Outcome.TAKEN:
            return Replies(followed=1)
        case Outcome.SKIPPED | Outcome.IGNORED:
            return Replies(declined=1)
        case Outcome.NATURAL:
            return Replies()
        case _:
            assert_never(record.outcome)


def _summed(
    answered: Iterable[tuple[datetime, Replies]], key: Callable[[datetime], int]
) -> dict[int, Replies]:
    sums: dict[int, Replies] = {}
    for at, replies in answered:
        sums[key(at)] = sums.get(key(at), Replies()).plus(replies)
    return dict(sorted(sums.items()))


def _sitting(record: Record, zone: tzinfo) -> Sitting:
    began = record.sat_down_at.astimezone(zone)
    return Sitting(began, record.seat_time, day_of(record, zone))


def _sitting_now(running: RunningBout, zone: tzinfo) -> Sitting:
    began = running.sat_down_at.astimezone(zone)
    return Sitting(began, running.seat_time, running.day, is_running=True)
