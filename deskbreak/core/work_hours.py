"""The calendar: when deskbreak may ask, and on which local date time was sat.

The wall clock of `zone` decides. Two aware datetimes that share a zone subtract as if no clock
were ever changed, so every instant here is UTC and local time is only ever a naive reading.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from deskbreak.core.moment import ZERO
from deskbreak.core.record import DayPart
from deskbreak.value import value

_DAY = timedelta(days=1)
_SIGHT = timedelta(days=366)
NIGHT = timedelta(hours=5)
"""So long after midnight it is still the evening before, to whoever works late."""


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """Part of a day in local wall time, `[start, end)`, in minutes after midnight.

    An `end` at or below `start` lies on the next date; 1440 is "24:00".
    """

    start: int
    end: int


ALL_DAY = Range(0, 24 * 60)


@value
class WorkHours:
    """When deskbreak may ask. Nothing set: whenever someone is there.

    `weekdays` is None, or seven entries from Monday, each a tuple of ranges.
    `dates` override the weekday they fall on.
    """

    weekdays: tuple[tuple[Range, ...], ...] | None = None
    dates: tuple[tuple[date, tuple[Range, ...]], ...] = ()


@value
class Spell:
    """A stretch of time inside or outside work hours.

    `until` is None where nothing changes within a year.
    """

    is_open: bool
    until: datetime | None


class _Span(NamedTuple):
    """The instants `[start, end)` of one range on one date."""

    start: datetime
    end: datetime


def spell_at(hours: WorkHours, zone: tzinfo, wall: datetime) -> Spell:
    """Whether `wall` lies in work hours, and when that changes next."""
    if hours == WorkHours():
        return Spell(is_open=True, until=None)  # the default: spare it the look at every day
    horizon = wall + _SIGHT
    for span in _spans(hours, zone, wall, horizon):
        if wall < span.end:
            is_open = span.start <= wall
            until = span.end if is_open else span.start
            return Spell(is_open, until if until <= horizon else None)
    return Spell(is_open=False, until=None)


def day_parts(
    hours: WorkHours, zone: tzinfo, start: datetime, end: datetime
) -> tuple[DayPart, ...]:
    """What of `[start, end)` lies inside work hours, a part for each local date that has any."""
    spans = tuple(_spans(hours, zone, start, end))
    parts = (
        DayPart(local_day(zone, stay.start), sum((_shared(stay, span) for span in spans), ZERO))
        for stay in _split_at_midnight(zone, start, end)
    )
    return tuple(part for part in parts if part.seat_time)


def next_midnight(zone: tzinfo, wall: datetime) -> datetime:
    """The first instant of the local date after that of `wall`."""
    first, last = _passes(zone, datetime.combine(local_day(zone, wall) + _DAY, time()))
    return first if first > wall else last  # clocks set back across midnight bring it twice


def tomorrow(hours: WorkHours, zone: tzinfo, wall: datetime) -> datetime:
    """Where "until tomorrow" ends: as the next day's work hours begin, without any at 05:00.

    Within work hours it is the day on which they began, and no 05:00 before they end is meant; else
    it is the evening before until 05:00. Hours from midnight on begin with nobody's day.
    """
    here = local_day(zone, wall)
    for day in (here, here - _DAY):
        if (end := _end_of_hours(hours, zone, day, wall)) is not None:
            begins = beginning_of(day + _DAY, hours, zone, wall)
            if begins is None or begins < end:
                return next_midnight(zone, end) + NIGHT
            return begins
    today = (wall.astimezone(zone).replace(tzinfo=None) - NIGHT).date()
    return beginning_of(today + _DAY, hours, zone, wall) or next_midnight(zone, wall) + NIGHT


def beginning_of(day: date, hours: WorkHours, zone: tzinfo, wall: datetime) -> datetime | None:
    """As its work hours begin, without any at 05:00; None where both are over."""
    starts = [part.start for part in _ranges_on(hours, day) if part.start]
    for local in (*(timedelta(minutes=start) for start in sorted(starts)[:1]), NIGHT):
        begins, _last = _passes(zone, datetime.combine(day, time()) + local)
        if begins > wall:
            return begins
    return None


def _end_of_hours(hours: WorkHours, zone: tzinfo, day: date, wall: datetime) -> datetime | None:
    """When the hours end that began on that day and go on; None where they do not."""
    spans = (_span(zone, day, part) for part in _ranges_on(hours, day) if part.start)
    return max((span.end for span in spans if span.start <= wall < span.end), default=None)


def local_day(zone: tzinfo, wall: datetime) -> date:
    return wall.astimezone(zone).date()


def _split_at_midnight(zone: tzinfo, start: datetime, end: datetime) -> Iterator[_Span]:
    while start < end:
        stop = min(end, next_midnight(zone, start))
        yield _Span(start, stop)
        start = stop


def _shared(one: _Span, other: _Span) -> timedelta:
    return max(ZERO, min(one.end, other.end) - max(one.start, other.start))


def _spans(hours: WorkHours, zone: tzinfo, start: datetime, end: datetime) -> Iterator[_Span]:
    """The work hours that may touch `[start, end]`, in order, merged where they touch."""
    merged: _Span | None = None
    for span in _spans_by_date(hours, zone, start, end):
        if merged is None:
            merged = span
        elif span.start <= merged.end:
            merged = _Span(merged.start, max(merged.end, span.end))
        else:
            yield merged
            merged = span
    if merged is not None:
        yield merged


def _spans_by_date(
    hours: WorkHours, zone: tzinfo, start: datetime, end: datetime
) -> Iterator[_Span]:
    day = local_day(zone, start) - _DAY  # whose ranges may pass midnight
    last = local_day(zone, end)
    while day <= last:
        spans = (_span(zone, day, part) for part in _ranges_on(hours, day))
        yield from sorted(span for span in spans if span.start < span.end)
        day += _DAY


def _ranges_on(hours: WorkHours, day: date) -> tuple[Range, ...]:
    for special, ranges in hours.dates:
        if special == day:
            return ranges
    return (ALL_DAY,) if hours.weekdays is None else hours.weekdays[day.weekday()]


def _span(zone: tzinfo, day: date, part: Range) -> _Span:
    midnight = datetime.combine(day, time())
    passes_midnight = part.end <= part.start
    end = midnight + timedelta(minutes=part.end) + (_DAY if passes_midnight else ZERO)
    first_start, _ = _passes(zone, midnight + timedelta(minutes=part.start))
    _, last_end = _passes(zone, end)
    return _Span(first_start, last_end)


def _passes(zone: tzinfo, local: datetime) -> tuple[datetime, datetime]:
    """The first and the last instant at which the wall clock reads `local`.

    Mostly they are one. A reading that the clocks jump over stands for the instant of the jump.
    """
    first, last = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first <= last:
        return first, last
    jump = _jump(zone, last, first)  # in a gap fold 0 reads as after it, fold 1 as before (PEP 495)
    return jump, jump


def _jump(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    """The second between the two at which the clocks go forward."""
    offset = before.astimezone(zone).utcoffset()

    def has_jumped(second: int) -> bool:
        instant = before + timedelta(seconds=second)
        return instant.astimezone(zone).utcoffset() != offset

    seconds = range(int((after - before).total_seconds()))
    return before + timedelta(seconds=bisect_left(seconds, x=True, key=has_jumped))
