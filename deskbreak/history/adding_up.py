"""What many days came to, added up from the tables themselves.

`statistics.by_day` says what it is. Of ten years, making records of it would take ten times as long.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta, tzinfo
from itertools import chain
from typing import TYPE_CHECKING

from deskbreak.core.moment import ZERO
from deskbreak.history.kept import SCHEMAS
from deskbreak.history.rows import SELECT_ENDS, SELECT_PUT_OFF, SELECT_SEATED, bounds, written
from deskbreak.history.statistics import LONG, VERY_LONG, Tally, begins

if TYPE_CHECKING:
    from sqlite3 import Connection, Cursor

_DAY = timedelta(days=1)
_WRITTEN = "2026-01-20T08:45:00.000000+00:00"
_ALWAYS_SO = (_WRITTEN.index("T"), *range(_WRITTEN.index("+"), len(_WRITTEN)))
"""The places at which every time that `written` writes has the same letter."""
_LENGTH = SCHEMAS[timedelta]
_LATEST = bounds(None, None)[1]
_NOTHING = Tally()
_LONG_S, _VERY_LONG_S = LONG.total_seconds(), VERY_LONG.total_seconds()


def added_up(
    base: "Connection", spans: Sequence[Sequence[date]], zone: tzinfo
) -> tuple[Tally, ...] | None:
    """What each of the spans came to; the dates of all of them follow one another.

    None where something was edited so that only who reads each record can tell what it means.
    """
    try:
        return tuple(_added_up(base, spans, zone))
    except (ValueError, TypeError):
        return None


def _added_up(base: "Connection", spans: Sequence[Sequence[date]], zone: tzinfo) -> Iterator[Tally]:
    wanted = bounds(begins(spans[0][0], zone), None)
    after = spans[-1][-1] + _DAY
    begin = [written(begins(first, zone)) for first in (*(span[0] for span in spans), after)]
    # what ended before the first of them or after the last stands in one more place, behind them
    counts: list[dict[str, int]] = [{} for _each in begin]
    bouts: list[list[float]] = [[] for _each in begin]
    times = [*_count_ends(base.execute(SELECT_ENDS, wanted), begin, counts, bouts)]
    for (time,) in base.execute(SELECT_PUT_OFF, wanted):
        counted = counts[_place(begin, time)]
        counted["snoozed"] = counted.get("snoozed", 0) + 1
        times.append(time)
    _check_times(times)
    _check_lengths(chain.from_iterable(bouts))
    seated = _seated(base.execute(SELECT_SEATED, wanted).fetchall())
    for span, counted, ended in zip(spans, counts, bouts, strict=False):
        yield _tally(sum([seated[day] for day in span if day in seated], ZERO), counted, ended)


def _count_ends(
    ends: "Cursor", begin: Sequence[str], counts: list[dict[str, int]], bouts: list[list[float]]
) -> Iterator[str]:
    """Notes each outcome and each length in its span; in one go, because there are tens of thousands.

    Gives the times back: they are yet to be checked.
    """
    first = last = ""
    counted, lengths = counts[-1], bouts[-1]
    for time, outcome, length in ends:
        if not first <= time < last:  # mostly it lies in the same span as the one before
            place = _place(begin, time)
            first, last = begin[place], begin[place + 1] if place + 1 < len(begin) else _LATEST
            counted, lengths = counts[place], bouts[place]
        counted[outcome] = counted.get(outcome, 0) + 1
        if length is not None:
            lengths.append(length)
        yield time


def _place(begin: Sequence[str], time: str) -> int:
    """In which span it lies."""
    return bisect_right(begin, time) - 1


def _seated(sums: list[tuple[str, float, float, float]]) -> dict[date, timedelta]:
    _check_lengths(extreme for _day, _sum, *extremes in sums for extreme in extremes)
    return {date.fromisoformat(day): timedelta(seconds=whole) for day, whole, *_extremes in sums}


def _tally(seated: timedelta, counts: Mapping[str, int], bouts: list[float]) -> Tally:
    """TypeError where an outcome is none."""
    if not (seated or counts):
        return _NOTHING
    bouts.sort()
    return Tally(
        seat_time=seated,
        bouts=len(bouts),
        longest_bout=timedelta(seconds=bouts[-1]) if bouts else ZERO,
        over_30=len(bouts) - bisect_left(bouts, _LONG_S),
        over_60=len(bouts) - bisect_left(bouts, _VERY_LONG_S),
        **counts,
    )


def _check_lengths(lengths: Iterable[float]) -> None:
    """Between sound ones all are."""
    known = [*lengths]
    for extreme in (min(known, default=0.0), max(known, default=0.0)):
        _LENGTH.read("", extreme)


def _check_times(times: Collection[str]) -> None:
    """They sort as texts where all are written as `written` does."""
    if not _are_written(times):
        raise ValueError("a time in another form")


def _are_written(times: Collection[str]) -> bool:
    """One text of all of them is looked through sooner than ten thousands of texts."""
    if not set(map(len, times)) <= {len(_WRITTEN)}:
        return False
    row = "".join(times)
    return all(set(row[place :: len(_WRITTEN)]) <= {_WRITTEN[place]} for place in _ALWAYS_SO)
