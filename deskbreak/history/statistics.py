"""What the history adds up to, by local day.

A record belongs to the day on which its bout ended or, where the bout ran on, on which it was
answered. Seat time is what lay inside work hours and is split at midnight, so a night's bout adds
to both days and counts on the second.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import reduce
from typing import Any

from deskbreak.core.moment import ZERO
from deskbreak.core.record import Outcome, Record
from deskbreak.history.snooze import Snooze

_DAY = timedelta(days=1)
_LONG = timedelta(minutes=30)
_VERY_LONG = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Tally:
    """What one day, or several, came to.

    `bouts` are those that ended. `longest_bout`, `over_30` and `over_60` (minutes, or just as
    long) go by the true length of a bout, whatever of it lay inside work hours.
    """

    seat_time: timedelta = ZERO
    bouts: int = 0
    longest_bout: timedelta = ZERO
    over_30: int = 0
    over_60: int = 0
    done: int = 0
    partial: int = 0
    taken: int = 0
    skipped: int = 0
    ignored: int = 0
    snoozed: int = 0
    natural: int = 0

    def plus(self, other: "Tally") -> "Tally":
        sums = {each.name: getattr(self, each.name) + getattr(other, each.name) for each in _FIELDS}
        return Tally(**{**sums, "longest_bout": max(self.longest_bout, other.longest_bout)})


_FIELDS = fields(Tally)


@dataclass(frozen=True, slots=True)
class Day:
    """A local date and what it came to."""

    date: date
    tally: Tally


def by_day(
    records: Iterable[Record], snoozes: Iterable[Snooze], zone: tzinfo, days: Iterable[date]
) -> tuple[Day, ...]:
    """Each of `days`, in the order given, also where nothing happened.

    `records` and `snoozes` are all since the first of them began (`begins`), not only until the
    last was over: what of a bout lay before midnight is known once it has ended.
    """
    tallies = {day: Tally() for day in days}
    for day in _shares(records, snoozes, zone):
        if day.date in tallies:
            tallies[day.date] = tallies[day.date].plus(day.tally)
    return tuple(Day(day, tally) for day, tally in tallies.items())


def total(days: Iterable[Day]) -> Tally:
    return reduce(Tally.plus, (day.tally for day in days), Tally())


def today(
    records: Iterable[Record], snoozes: Iterable[Snooze], zone: tzinfo, day: date
) -> dict[str, float]:
    """The numbers that `status --json` has under this name."""
    tally = total(by_day(records, snoozes, zone, (day,)))
    counts = {name: getattr(tally, name) for name in (*Outcome, "snoozed")}
    return {**counts, "longest_bout_s": tally.longest_bout.total_seconds()}


def begins(day: date, zone: tzinfo) -> datetime:
    """The instant (UTC) at which this date begins there, also where clocks change at midnight."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def days_until(last: date, count: int) -> tuple[date, ...]:
    """That many dates, `last` included, earliest first."""
    return tuple(last - n * _DAY for n in reversed(range(count)))


def _shares(records: Iterable[Record], snoozes: Iterable[Snooze], zone: tzinfo) -> Iterator[Day]:
    """What each record and each snooze adds to which day."""
    for record in records:
        belongs_to = _local_date(record.ended_at or record.at, zone)
        yield Day(belongs_to, _one(record.outcome))
        if record.ended_at is not None:
            yield Day(belongs_to, _bout(record.seat_time))
            yield from (Day(part.day, Tally(seat_time=part.seat_time)) for part in record.parts)
    for snooze in snoozes:
        yield Day(_local_date(snooze.at, zone), Tally(snoozed=1))


def _one(outcome: Outcome) -> Tally:
    """Every outcome has a number of its name."""
    counted: dict[str, Any] = {outcome.value: 1}
    return Tally(**counted)


def _bout(seat_time: timedelta) -> Tally:
    return Tally(
        bouts=1,
        longest_bout=seat_time,
        over_30=int(seat_time >= _LONG),
        over_60=int(seat_time >= _VERY_LONG),
    )


def _local_date(instant: datetime, zone: tzinfo) -> date:
    return instant.astimezone(zone).date()
