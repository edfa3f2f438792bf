"""What the week before a Monday came to, beside the one before it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo

from deskbreak.core.moment import ZERO
from deskbreak.core.record import Outcome, Record
from deskbreak.history.statistics import begins, day_of
from deskbreak.value import value

_WEEK = timedelta(days=7)


@value
class WeekInShort:
    """A week's spells at the desk: all together, on average and the longest; and what was done."""

    sat: timedelta = ZERO
    mean: timedelta = ZERO
    longest: timedelta = ZERO
    stretches: int = 0


def two_weeks_since(monday: date, zone: tzinfo) -> datetime:
    """When the earlier of the two began."""
    return begins(monday - 2 * _WEEK, zone)


def two_weeks(
    records: Sequence[Record], zone: tzinfo, monday: date
) -> tuple[WeekInShort, WeekInShort]:
    """The week before last and the last one; `records` are all since the first of them began."""
    before = [each for each in records if _is_in(each, zone, monday - 2 * _WEEK)]
    last = [each for each in records if _is_in(each, zone, monday - _WEEK)]
    return _in_short(before), _in_short(last)


def _is_in(record: Record, zone: tzinfo, monday: date) -> bool:
    return monday <= day_of(record, zone) < monday + _WEEK


def _in_short(records: Iterable[Record]) -> WeekInShort:
    of_week = [*records]
    sat = [record.seat_time for record in of_week if record.ended_at is not None]
    if not sat:
        return WeekInShort(stretches=_done(of_week))
    whole = sum(sat, ZERO)
    return WeekInShort(whole, whole / len(sat), max(sat), _done(of_week))


def _done(records: Iterable[Record]) -> int:
    return sum(record.outcome in (Outcome.DONE, Outcome.PARTIAL) for record in records)
