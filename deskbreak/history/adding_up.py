"""What many days came to, added up from the tables themselves.

`statistics.by_day` says what it is. Of ten years, making records of it would take ten times as long.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING

from deskbreak.core.moment import ZERO
from deskbreak.history.kept import SCHEMAS
from deskbreak.history.rows import SELECT_ENDS, SELECT_PUT_OFF, SELECT_SEATED, bounds, written
from deskbreak.history.statistics import LONG, VERY_LONG, Tally, begins

if TYPE_CHECKING:
    from sqlite3 import Connection

_DAY = timedelta(days=1)
_WRITTEN = "2026-01-20T08:45:00.000000+00:00"
_ALWAYS_SO = (_WRITTEN.index("T"), *range(_WRITTEN.index("+"), len(_WRITTEN)))
"""The places at which every time that `written` writes has the same letter."""
_LENGTH = SCHEMAS[timedelta]
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
    ends = base.execute(SELECT_ENDS, wanted).fetchall()
    times, outcomes, lengths = zip(*ends, strict=True) if ends else ((), (), ())
    put_off = [time for (time,) in base.execute(SELECT_PUT_OFF, wanted)]
    _check((*times, *put_off), lengths)
    places = _places(begin, times)
    counts = _counts(begin, [*zip(places, outcomes, strict=True)])
    for place in _places(begin, put_off):
        counts[place]["snoozed"] = counts[place].get("snoozed", 0) + 1
    bouts: list[list[float]] = [[] for _each in begin]
    for place, length in zip(places, lengths, strict=True):
        if length is not None:
            bouts[place].append(length)
    seated = _seated(base.execute(SELECT_SEATED, wanted).fetchall())
    # what ended before the first of them or after the last stands in one more place, behind them
    for span, counted, ended in zip(spans, counts, bouts, strict=False):
        yield _tally(sum((seated.get(day, ZERO) for day in span), ZERO), counted, ended)


def _places(begin: Sequence[str], times: Iterable[str]) -> list[int]:
    """In which span each lies."""
    return [bisect_right(begin, time) - 1 for time in times]


def _counts(begin: Sequence[str], ends: Iterable[tuple[int, str]]) -> list[dict[str, int]]:
    """How often each outcome was in each span."""
    counts: list[dict[str, int]] = [{} for _each in begin]
    for (place, outcome), count in Counter(ends).items():
        counts[place][outcome] = count
    return counts


def _seated(sums: list[tuple[str, float, float, float]]) -> dict[date, timedelta]:
    _check((), [extreme for _day, _sum, *extremes in sums for extreme in extremes])
    return {date.fromisoformat(day): timedelta(seconds=whole) for day, whole, *_extremes in sums}


def _tally(seated: timedelta, counts: Mapping[str, int], bouts: list[float]) -> Tally:
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


def _check(times: Collection[str], lengths: Iterable[float | None]) -> None:
    """Times sort as texts where all are written as `written` does; between sound lengths are such."""
    if not _are_written(times):
        raise ValueError("a time in another form")
    known = [length for length in lengths if length is not None]
    for extreme in (min(known, default=0.0), max(known, default=0.0)):
        _LENGTH.read("", extreme)


def _are_written(times: Collection[str]) -> bool:
    """One text of all of them is looked through sooner than ten thousands of texts."""
    if not set(map(len, times)) <= {len(_WRITTEN)}:
        return False
    row = "".join(times)
    return all(set(row[place :: len(_WRITTEN)]) <= {_WRITTEN[place]} for place in _ALWAYS_SO)
