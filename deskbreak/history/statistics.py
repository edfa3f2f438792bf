"""What the history adds up to, by local day.

A record belongs to the day on which its bout ended or, where the bout ran on, on which it was
answered. Seat time is what lay inside work hours and is split at midnight, so a night's bout adds
to both days and counts on the second.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, fields
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache, reduce
from itertools import chain
from operator import add, attrgetter
from typing import Any, TypeVar

from deskbreak.core.moment import ZERO
from deskbreak.core.record import DayPart, Outcome, Record, RunningBout
from deskbreak.core.work_hours import local_day
from deskbreak.history.snooze import Snooze
from deskbreak.value import value

_DAY = timedelta(days=1)
LONG = timedelta(minutes=30)
VERY_LONG = timedelta(minutes=60)
"""From here on a bout is told as one of over an hour."""
_JOINS = "joins"
_SUMMED, _LARGEST = {_JOINS: add}, {_JOINS: max}
"""How the numbers of two days become the number of both."""


@value
class Tally:
    """What one day, or several, came to.

    `bouts` are those that ended, and the one that runs where it is added. `longest_bout`, `over_30`
    and `over_60` (minutes, or just as long) go by the true length of a bout, whatever of it lay
    inside work hours.
    """

    seat_time: timedelta = field(default=ZERO, metadata=_SUMMED)
    bouts: int = field(default=0, metadata=_SUMMED)
    longest_bout: timedelta = field(default=ZERO, metadata=_LARGEST)
    over_30: int = field(default=0, metadata=_SUMMED)
    over_60: int = field(default=0, metadata=_SUMMED)
    done: int = field(default=0, metadata=_SUMMED)
    partial: int = field(default=0, metadata=_SUMMED)
    taken: int = field(default=0, metadata=_SUMMED)
    skipped: int = field(default=0, metadata=_SUMMED)
    ignored: int = field(default=0, metadata=_SUMMED)
    snoozed: int = field(default=0, metadata=_SUMMED)
    natural: int = field(default=0, metadata=_SUMMED)

    @classmethod
    def of_bout(cls, seat_time: timedelta) -> "Tally":
        return cls(
            bouts=1,
            longest_bout=seat_time,
            over_30=int(seat_time >= LONG),
            over_60=int(is_very_long(seat_time)),
        )


T = TypeVar("T", bound=Tally)


@cache
def _joins(
    kind: type,
) -> tuple[tuple[Callable[[Any, Any], Any], ...], Callable[[Tally], tuple[Any, ...]]]:
    """How each number joins, and all numbers of a tally: many a history has tens of thousands."""
    each = fields(kind)
    return tuple(one.metadata[_JOINS] for one in each), attrgetter(*(one.name for one in each))


@value
class Day:
    """A local date and what it came to."""

    date: date
    tally: Tally


def is_very_long(seat_time: timedelta) -> bool:
    return seat_time >= VERY_LONG


def by_day(
    records: Iterable[Record], snoozes: Iterable[Snooze], zone: tzinfo, days: Iterable[date]
) -> tuple[Day, ...]:
    """Each of `days`, in the order given, also where nothing happened.

    `records` and `snoozes` are all since the first of them began (`begins`), not only until the
    last was over: what of a bout lay before midnight is known once it has ended.
    """
    tallies = {day: [Tally()] for day in days}
    for share in _shares(records, snoozes, zone):
        if share.date in tallies:
            tallies[share.date].append(share.tally)
    return tuple(Day(day, joined(those)) for day, those in tallies.items())


def total(days: Iterable[Day]) -> Tally:
    return joined((Tally(), *(day.tally for day in days)))


def joined(tallies: Sequence[T]) -> T:
    """Number by number, because ten years have thousands of days; there is at least one.

    A number that does not say how two of it join is an error, not a sum.
    """
    kind: type = type(tallies[0])
    joins, numbers = _joins(kind)
    sums: T = kind(*map(reduce, joins, zip(*map(numbers, tallies), strict=True)))
    return sums


def bout_told(status: Mapping[str, Any]) -> RunningBout | None:
    """What a status says of the one that runs; None where it has none, as an older daemon's."""
    bout = status.get("bout")
    if bout is None:
        return None
    return RunningBout(
        sat_down_at=datetime.fromisoformat(bout["sat_down_at"]),
        day=datetime.fromisoformat(status["at"]).date(),
        seat_time=timedelta(seconds=status["seat_time_s"]),
        parts=tuple(
            DayPart(date.fromisoformat(part["day"]), timedelta(seconds=part["seat_time_s"]))
            for part in bout["parts"]
        ),
    )


def with_running(
    tallies: Iterable[Tally], spans: Iterable[Sequence[date]], running: RunningBout | None
) -> Iterator[Tally]:
    """What each of the spans came to, with what that bout adds to it by now."""
    shares = () if running is None else tuple(_of_running(running))
    for tally, span in zip(tallies, spans, strict=True):
        mine = [share.tally for share in shares if span[0] <= share.date <= span[-1]]
        yield joined((tally, *mine)) if mine else tally


def tally_of(
    records: Iterable[Record],
    snoozes: Iterable[Snooze],
    zone: tzinfo,
    first: date,
    last: date,
    running: RunningBout | None,
) -> Tally:
    """What the days from the first to the last came to in all, as `by_day` has it day by day."""
    now = () if running is None else _of_running(running)
    shares = chain(_shares(records, snoozes, zone), now)
    return joined((Tally(), *(each.tally for each in shares if first <= each.date <= last)))


def today(
    records: Iterable[Record], snoozes: Iterable[Snooze], zone: tzinfo, day: date
) -> dict[str, float]:
    """The numbers that `status --json` has under this name."""
    tally = total(by_day(records, snoozes, zone, (day,)))
    counts = {name: getattr(tally, name) for name in (*Outcome, "snoozed")}
    return {**counts, "longest_bout_s": tally.longest_bout.total_seconds()}


def day_of(record: Record, zone: tzinfo) -> date:
    """The local date that the record belongs to."""
    return local_day(zone, record.ended_at or record.at)


def begins(day: date, zone: tzinfo) -> datetime:
    """The instant (UTC) at which this date begins there, also where clocks change at midnight."""
    midnight = datetime.combine(day, time(), zone)
    try:
        return midnight.astimezone(UTC)
    except OverflowError:  # east of Greenwich the first date began before any date there
        return datetime.min.replace(tzinfo=UTC)


def days_until(last: date, count: int) -> tuple[date, ...]:
    """That many dates, `last` included, earliest first."""
    return tuple(last - n * _DAY for n in reversed(range(count)))


def _shares(records: Iterable[Record], snoozes: Iterable[Snooze], zone: tzinfo) -> Iterator[Day]:
    """What each record and each snooze adds to which day."""
    for record in records:
        belongs_to = day_of(record, zone)
        yield Day(belongs_to, _one(record.outcome))
        if record.ended_at is not None:
            yield from _of_bout(belongs_to, record.seat_time, record.parts)
    for snooze in snoozes:
        yield Day(local_day(zone, snooze.at), Tally(snoozed=1))


def _of_running(running: RunningBout) -> Iterator[Day]:
    return _of_bout(running.day, running.seat_time, running.parts)


def _of_bout(day: date, seat_time: timedelta, parts: Iterable[DayPart]) -> Iterator[Day]:
    yield Day(day, Tally.of_bout(seat_time))
    yield from (Day(part.day, Tally(seat_time=part.seat_time)) for part in parts)


@cache
def _one(outcome: Outcome) -> Tally:
    """Every outcome has a number of its name."""
    counted: dict[str, Any] = {outcome.value: 1}
    return Tally(**counted)
