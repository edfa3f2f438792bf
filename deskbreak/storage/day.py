"""A day, written down: JSON Lines in, what happened out. See the README for the vocabulary."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from deskbreak.core.duration import parse_duration
from deskbreak.core.events import (
    Answer,
    Answered,
    Began,
    ClockStepped,
    Condition,
    Ended,
    Event,
    Paused,
    Resumed,
)
from deskbreak.core.moment import ZERO, Moment
from deskbreak.errors import ConfigError, Problem


@dataclass(frozen=True, slots=True)
class SettingsSet:
    """The user changed settings, by dotted keys; a recording also names the rotation's seed."""

    at: Moment
    changes: Mapping[str, object]
    seed: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Over:
    """The day ends here, inclusive."""

    at: Moment


Happening = Event | SettingsSet | Over


class _MalformedError(Exception):
    """What is wrong with a line, and what is allowed."""

    def __init__(self, found: str, allowed: str) -> None:
        super().__init__(found)
        self.found = found
        self.allowed = allowed


def first_zone(line: str) -> tzinfo | None:
    """The offset that the first line of a day is written in; None if it cannot be read."""
    try:
        return _local_time(json.loads(line)["at"], "at").tzinfo
    except (ValueError, KeyError, TypeError, _MalformedError):
        return None


def read_day(lines: Iterable[str], source: str) -> Iterator[Happening]:
    """Everything that happened, in order; spans end where they end.

    Raises ConfigError, naming the line, at the first that is malformed or out of order.
    """
    day = _Day()
    for number, line in enumerate(lines, start=1):
        if line.isspace():
            continue
        try:
            yield from day.read(line, number)
        except _MalformedError as malformed:
            problem = Problem(f"line {number}", malformed.found, malformed.allowed)
            raise ConfigError(source, (problem,)) from None
    yield from day.rest()


class _Day:
    """The clocks as of the line before, and the spans that have not ended yet."""

    def __init__(self) -> None:
        self._last: Moment | None = None
        self._first_uptime_s: float | None = None
        self._latest = ZERO
        self._ends: dict[Condition, timedelta] = {}

    def read(self, text: str, number: int) -> Iterator[Happening]:
        line = _object(text)
        name = line.get("event")
        if not isinstance(name, str) or name not in _VOCABULARY:
            found = "no event" if name is None else f"event {name!r} is unknown"
            raise _MalformedError(found, f"event is one of {', '.join(_VOCABULARY)}")
        _check_keys(name, line)
        at = self._moment(line)
        if name in _SPANS:
            yield from self._span(Condition(name), at, line)
        else:
            yield from self._ended_by(at)
            happened = _MAKERS[name](at, line, number)
            yield happened
            at = happened.at
        self._last = at
        self._latest = max(self._latest, at.uptime)

    def rest(self) -> Iterator[Happening]:
        if self._last is not None:
            end = self._last.at_uptime(self._latest)
            yield from self._ended_by(end)
            yield Over(end)

    def _span(self, what: Condition, at: Moment, line: dict[str, Any]) -> Iterator[Happening]:
        until = at.at_wall(_time(line["until"], "until")).uptime
        if until < at.uptime:
            raise _MalformedError("until lies before at", "until is at or after at")
        self._latest = max(self._latest, until)
        ends = self._ends.get(what)
        if ends is not None and ends >= at.uptime:
            self._ends[what] = max(ends, until)
            yield from self._ended_by(at)
            return
        yield from self._ended_by(at)
        self._ends[what] = until
        yield Began(at, what)

    def _ended_by(self, at: Moment) -> Iterator[Happening]:
        """The spans that are over by then, in order of their ends."""
        if not self._ends or min(self._ends.values()) > at.uptime:
            return
        for what, end in sorted(self._ends.items(), key=lambda item: item[1]):
            if end <= at.uptime:
                del self._ends[what]
                yield Ended(at.at_uptime(end), what)

    def _moment(self, line: dict[str, Any]) -> Moment:
        wall = _time(line.get("at"), "at")
        last = self._last
        if last is not None and wall < last.wall:
            raise _MalformedError(
                f"at {line['at']} is out of order", "each event is at or after the one before it"
            )
        uptime = self._uptime(line, wall)
        if last is not None and uptime < last.uptime:
            raise _MalformedError("uptime_s goes back", "uptime never goes back")
        return Moment(uptime, wall)

    def _uptime(self, line: dict[str, Any], wall: datetime) -> timedelta:
        last = self._last
        follows = ZERO if last is None else last.at_wall(wall).uptime
        given = line.get("uptime_s")
        if given is None:
            return follows
        if isinstance(given, bool) or not isinstance(given, int | float):
            raise _MalformedError(f"uptime_s is {given!r}", "uptime_s is a number of seconds")
        if self._first_uptime_s is None:
            self._first_uptime_s = given - follows.total_seconds()
        return timedelta(seconds=given - self._first_uptime_s)


def _object(text: str) -> dict[str, Any]:
    try:
        line = json.loads(text)
    except ValueError as error:
        raise _MalformedError(f"not JSON ({error})", "each line is one JSON object") from None
    if not isinstance(line, dict):
        raise _MalformedError(f"{text.strip()[:40]} is no object", "each line is one JSON object")
    return line


def _check_keys(name: str, line: dict[str, Any]) -> None:
    required, optional = _VOCABULARY[name]
    missing = required - line.keys()
    unknown = line.keys() - required - optional - _COMMON
    if missing or unknown:
        found = [f"{key} is missing" for key in sorted(missing)]
        found += [f"{key!r} is unknown" for key in sorted(unknown)]
        keys = ", ".join(sorted(required | optional | _COMMON))
        raise _MalformedError(f"{name}: {', '.join(found)}", f"its keys are {keys}")


def _time(value: object, key: str) -> datetime:
    return _local_time(value, key).astimezone(UTC)


def _local_time(value: object, key: str) -> datetime:
    try:
        time = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        allowed = f"{key} is a time with its offset, such as 2026-03-02T09:00:00+01:00"
        raise _MalformedError(f"{key} is {value!r}", allowed)
    return time


def _length(line: dict[str, Any]) -> timedelta | None:
    value = line.get("for")
    if value is None:
        return None
    try:
        length = parse_duration(value) if isinstance(value, str) else ZERO
    except ValueError:
        length = ZERO
    if length <= ZERO:
        raise _MalformedError(f"for is {value!r}", "for is a duration such as 10m or 1h30m")
    return length


def _condition(at: Moment, line: dict[str, Any], _number: int) -> Event:
    on = line["on"]
    if not isinstance(on, bool):
        raise _MalformedError(f"on is {on!r}", "on is true or false")
    what = Condition(line["event"])
    return Began(at, what) if on else Ended(at, what)


def _answer(at: Moment, line: dict[str, Any], _number: int) -> Event:
    try:
        answer = Answer(line["answer"])
    except ValueError:
        allowed = f"answer is one of {', '.join(Answer)}"
        raise _MalformedError(f"answer is {line['answer']!r}", allowed) from None
    if "for" in line and answer is not Answer.SNOOZE:
        raise _MalformedError(f"{answer} has a for", "only snooze takes a length")
    id_ = line.get("id")
    if isinstance(id_, bool) or not isinstance(id_, str | int | None):
        raise _MalformedError(f"id is {id_!r}", "id is a proposal's id")
    proposal = None if id_ is None else str(id_)
    return Answered(at, answer, proposal=proposal, length=_length(line))


def _pause(at: Moment, line: dict[str, Any], _number: int) -> Event:
    return Paused(at, _length(line))


def _resume(at: Moment, _line: dict[str, Any], _number: int) -> Event:
    return Resumed(at)


def _clock(at: Moment, line: dict[str, Any], _number: int) -> Event:
    return ClockStepped(Moment(at.uptime, _time(line["to"], "to")))


def _settings(at: Moment, line: dict[str, Any], number: int) -> SettingsSet:
    changes, seed = line["set"], line.get("seed")
    if not isinstance(changes, dict):
        raise _MalformedError(
            "set is no object", 'set is an object of dotted keys, {"breaks.every": "30m"}'
        )
    if seed is not None and not isinstance(seed, str):
        raise _MalformedError(f"seed is {seed!r}", "seed is a text")
    return SettingsSet(at, changes, seed, number)


_SPANS = frozenset({Condition.ACTIVE, Condition.ASLEEP, Condition.STOPPED})
_MAKERS: dict[str, Callable[[Moment, dict[str, Any], int], Event | SettingsSet]] = {
    **{condition: _condition for condition in Condition if condition not in _SPANS},
    "answer": _answer,
    "pause": _pause,
    "resume": _resume,
    "settings": _settings,
    "clock": _clock,
}
_NONE: frozenset[str] = frozenset()
_COMMON = frozenset({"at", "event", "uptime_s"})
_VOCABULARY: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    **{condition: (frozenset({"until"}), _NONE) for condition in Condition if condition in _SPANS},
    **{condition: (frozenset({"on"}), _NONE) for condition in Condition if condition not in _SPANS},
    "answer": (frozenset({"answer"}), frozenset({"for", "id"})),
    "pause": (_NONE, frozenset({"for"})),
    "resume": (_NONE, _NONE),
    "settings": (frozenset({"set"}), frozenset({"seed"})),
    "clock": (frozenset({"to"}), _NONE),
}
"""Each event's required and optional keys, besides those that every event has."""
