"""What many days came to, added up from the tables themselves.

`statistics.by_day` says what it is. Of ten years, making records of it would take ten times as long.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING

from deskbreak.core.moment import ZERO
from deskbreak.history.kept import SCHEMAS
from deskbreak.history.rows import SELECT_ENDS, SELECT_PUT_OFF, SELECT_SEATED, bounds, written
from deskbreak.history.statistics import LONG, VERY_LONG, Day, Tally, begins

if TYPE_CHECKING:
    from sqlite3 import Connection

_DAY = timedelta(days=1)
_WRITTEN = len("2026-01-20T08:45:00.000000+00:00")
_LENGTH = SCHEMAS[timedelta]
_LONG_S, _VERY_LONG_S = LONG.total_seconds(), VERY_LONG.total_seconds()


def added_up(base: "Connection", dates: Sequence[date], zone: tzinfo) -> tuple[Day, ...] | None:
    """What each of the dates came to, which follow one another.

    None where something was edited so that only who reads each record can tell what it means.
    """
    try:
        return tuple(_added_up(base, dates, zone))
    except (ValueError, TypeError):
        return None


def _added_up(base: "Connection", dates: Sequence[date], zone: tzinfo) -> Iterator[Day]:
    wanted = bounds(begins(dates[0], zone), None)
    begin = [written(begins(each, zone)) for each in (*dates, dates[-1] + _DAY)]
    counts: list[dict[str, int]] = [{} for _day in begin]
    bouts: list[list[float]] = [[] for _day in begin]
    ends = base.execute(SELECT_ENDS, wanted).fetchall()
    _check([time for time, _outcome, _length in ends], [length for _time, _outcome, length in ends])
    for time, outcome, length in ends:
        number = bisect_right(begin, time) - 1
        _count(outcome, counts[number])
        if length is not None:
            bouts[number].append(length)
    put_off = [time for (time,) in base.execute(SELECT_PUT_OFF, wanted)]
    _check(put_off, [])
    for time in put_off:
        _count("snoozed", counts[bisect_right(begin, time) - 1])
    seated = _seated(base.execute(SELECT_SEATED, wanted).fetchall())
    # what ended before the first of them or after the last stands in one more place, behind them
    for day, counted, ended in zip(dates, counts, bouts, strict=False):
        yield Day(day, _tally(seated.get(day, ZERO), counted, ended))


def _seated(sums: list[tuple[str, float, float, float]]) -> dict[date, timedelta]:
    _check([], [extreme for _day, _sum, *extremes in sums for extreme in extremes])
    return {date.fromisoformat(day): timedelta(seconds=whole) for day, whole, *_extremes in sums}


def _count(what: str, counts: dict[str, int]) -> None:
    counts[what] = counts.get(what, 0) + 1


def _tally(seated: timedelta, counts: dict[str, int], bouts: list[float]) -> Tally:
    """TypeError where an outcome is none."""
    bouts.sort()
    return Tally(
        seat_time=seated,
        bouts=len(bouts),
        longest_bout=timedelta(seconds=bouts[-1]) if bouts else ZERO,
        over_30=len(bouts) - bisect_left(bouts, _LONG_S),
        over_60=len(bouts) - bisect_left(bouts, _VERY_LONG_S),
        **counts,
    )


def _check(times: Iterable[str], lengths: Iterable[float | None]) -> None:
    """Times sort as texts where all are written as `written` does; between sound lengths are such."""
    if any(len(time) != _WRITTEN or time[10] != "T" or time[26:] != "+00:00" for time in times):
        raise ValueError("a time in another form")
    known = [length for length in lengths if length is not None]
    for extreme in (min(known, default=0.0), max(known, default=0.0)):
        _LENGTH.read("", extreme)
