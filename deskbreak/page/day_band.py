"""The day as it went, piece after piece: at the desk, away, and what became of the proposals."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from gettext import gettext as _
from typing import assert_never

from deskbreak.core.duration import in_words
from deskbreak.core.in_a_list import labelled
from deskbreak.core.record import Record
from deskbreak.core.wall_clock import clock_time
from deskbreak.core.words import outcome_name
from deskbreak.history.snooze import Snooze
from deskbreak.history.statistics import VERY_LONG
from deskbreak.history.summary import replies_of
from deskbreak.value import value

_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_SHORTEST_DAY = timedelta(hours=8)


class Doing(StrEnum):
    """What somebody did for a while; the values are classes of the style sheet."""

    SAT = "sat"
    LONG = "long"
    """At the desk, and for more than an hour by now."""
    AWAY = "away"
    STOOD = "stood"
    CALL = "call"


@value
class Stay:
    """What somebody did in `[begins, ends)` (UTC)."""

    doing: Doing
    begins: datetime
    ends: datetime


@value
class Asked:
    """A proposal, and what became of it at that moment (UTC); `moved`: the user did."""

    at: datetime
    moved: bool
    what: str


def pieces(
    records: Iterable[Record],
    sits_since: datetime | None,
    over: Iterable[Stay],
    begins: datetime,
    now: datetime,
) -> tuple[Stay, ...]:
    """All of `[begins, now)` of which something is known, in order and without overlaps.

    `sits_since` is when the running bout began. `over` are pieces that are known better than
    whether somebody sat: calls, standing.
    """
    ended = {record.sat_down_at: record.ended_at for record in records if record.ended_at}
    bouts = [*ended.items(), *([] if sits_since is None else [(sits_since, now)])]
    sat = _clipped(_at_the_desk(bouts), begins, now)
    known = _with_absences(sat, now)
    for piece in _clipped(over, begins, now):
        known = [*_without(known, piece), piece]
    return tuple(sorted(known, key=lambda piece: piece.begins))


def asked_in(
    records: Iterable[Record], snoozes: Iterable[Snooze], names: Mapping[str, str]
) -> tuple[Asked, ...]:
    """In order."""
    answered = (
        Asked(record.at, replies.followed > 0, _became(record, names))
        for record in records
        if (replies := replies_of(record)).all
    )
    put_off = (
        Asked(
            snooze.at,
            moved=False,
            what=_("Put off for {time}").format(time=in_words(snooze.length)),
        )
        for snooze in snoozes
    )
    return tuple(sorted((*answered, *put_off), key=lambda mark: mark.at))


def in_plain_words(doing: Doing) -> str:
    match doing:
        case Doing.SAT:
            return _("At your desk")
        case Doing.LONG:
            return _("At your desk, for over an hour by now")
        case Doing.AWAY:
            return _("Away")
        case Doing.STOOD:
            return _("Standing")
        case Doing.CALL:
            return _("In a call")
        case _:
            assert_never(doing)


def _became(record: Record, names: Mapping[str, str]) -> str:
    name = names.get(record.stretch or "", record.stretch or _("A break"))
    return labelled(name, outcome_name(record.outcome))


def _at_the_desk(bouts: Iterable[tuple[datetime, datetime]]) -> Iterator[Stay]:
    for begins, ends in sorted(bouts):
        long = begins + VERY_LONG
        yield Stay(Doing.SAT, begins, min(long, ends))
        if ends > long:
            yield Stay(Doing.LONG, long, ends)


def _clipped(some: Iterable[Stay], begins: datetime, ends: datetime) -> list[Stay]:
    inside = (
        replace(each, begins=max(each.begins, begins), ends=min(each.ends, ends)) for each in some
    )
    return [each for each in inside if each.begins < each.ends]


def _with_absences(sat: list[Stay], now: datetime) -> list[Stay]:
    """Between two bouts somebody was away, and after the last one until now."""
    found: list[Stay] = []
    ends = (*(piece.begins for piece in sat[1:]), now)
    for piece, until in zip(sat, ends, strict=False):  # who never sat was not away
        found.append(piece)
        if until - piece.ends >= _MINUTE:
            found.append(Stay(Doing.AWAY, piece.ends, until))
    return found


def _without(some: Iterable[Stay], gone: Stay) -> Iterator[Stay]:
    for piece in some:
        before = replace(piece, ends=min(piece.ends, gone.begins))
        after = replace(piece, begins=max(piece.begins, gone.ends))
        yield from (each for each in (before, after) if each.begins < each.ends)


@value
class Drawn:
    """Where a piece stands in the drawing, and what it says."""

    doing: Doing
    x: float
    width: float
    told: str


@value
class Dot:
    x: float
    moved: bool
    told: str


@value
class Tick:
    x: float
    text: str


@value
class Band:
    """A day on an axis of `width` units; `now` is where it has come to."""

    width: int
    pieces: tuple[Drawn, ...]
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    now: float

    def in_order(self) -> tuple[Drawn | Dot, ...]:
        """Pieces and dots as the day went: so the arrows lead through them."""
        return tuple(sorted((*self.pieces, *self.dots), key=lambda one: one.x))


_EDGE = 24
_ROOM_OF_A_TICK = 62
_GAP = 1.0


def band(
    some: tuple[Stay, ...], asked: tuple[Asked, ...], now: datetime, zone: tzinfo, width: int
) -> Band:
    begins, ends = _span(some, asked, now, zone)

    def x(instant: datetime) -> float:
        return round(_EDGE + (instant - begins) / (ends - begins) * (width - 2 * _EDGE), 1)

    return Band(
        width,
        tuple(
            Drawn(
                piece.doing,
                x(piece.begins),
                max(round(x(piece.ends) - x(piece.begins) - _GAP, 1), 1.0),
                in_a_line(piece, zone),
            )
            for piece in some
        ),
        tuple(
            Dot(x(mark.at), mark.moved, labelled(clock_time(mark.at, zone), mark.what))
            for mark in asked
        ),
        tuple(Tick(x(hour), _hour(hour, zone)) for hour in _hours(begins, ends, width)),
        x(now),
    )


def in_a_line(piece: Stay, zone: tzinfo) -> str:
    text = _("{begins} to {ends}: {what}, {time}")
    return text.format(
        begins=clock_time(piece.begins, zone),
        ends=clock_time(piece.ends, zone),
        what=in_plain_words(piece.doing),
        time=in_words(piece.ends - piece.begins),
    )


def _span(
    some: tuple[Stay, ...], asked: tuple[Asked, ...], now: datetime, zone: tzinfo
) -> tuple[datetime, datetime]:
    """Whole hours on the wall, from the first thing that is known."""
    first = min((*(each.begins for each in some), *(each.at for each in asked), now))
    begins = _hour_of(first, zone)
    return begins, max(_hour_of(now, zone) + _HOUR, begins + _SHORTEST_DAY)


def _hour_of(instant: datetime, zone: tzinfo) -> datetime:
    local = instant.astimezone(zone)
    return instant - timedelta(
        minutes=local.minute, seconds=local.second, microseconds=local.microsecond
    )


def _hours(begins: datetime, ends: datetime, width: int) -> Iterator[datetime]:
    """As many as there is room for."""
    count = round((ends - begins) / _HOUR)
    every = -(-count * _ROOM_OF_A_TICK // (width - 2 * _EDGE))
    yield from (begins + number * _HOUR for number in range(0, count + 1, every))


def _hour(instant: datetime, zone: tzinfo) -> str:
    """9:00, not 09:00: Windows knows no format for that."""
    return clock_time(instant, zone).removeprefix("0")
