"""One line of a day: what it may say, and what is wrong where it says something else."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from gettext import gettext as _
from typing import Any, Never

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


@dataclass(frozen=True, slots=True)
class SettingsSet:
    """The user changed settings, by dotted keys; a recording also names the rotation's seed."""

    at: Moment
    changes: Mapping[str, object]
    seed: str | None
    line: int


Line = dict[str, Any]

SPANS: Mapping[str, Condition] = {
    what.value: what for what in (Condition.ACTIVE, Condition.ASLEEP, Condition.STOPPED)
}
"""The events that say themselves when they end."""
_EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
_LATEST = datetime(8000, 1, 1, tzinfo=UTC)  # the core looks a year ahead, and Python knows 9999
_FAR = timedelta(days=365_000)
_SHOWN = 60


class MalformedError(Exception):
    """What is wrong with a line, and what is allowed."""

    def __init__(self, found: str, allowed: str) -> None:
        super().__init__(found)
        self.found = found
        self.allowed = allowed


def parse_line(text: str) -> Line:
    """The line as an object with an event of the vocabulary and the keys that it may have."""
    line = _object(text)
    name = line.get("event")
    if not isinstance(name, str) or name not in _VOCABULARY:
        found = _("event is {value}").format(value=_shown(name))
        allowed = _("event is one of {names}").format(names=", ".join(_VOCABULARY))
        raise MalformedError(found, allowed)
    keys = _VOCABULARY[name]
    if not keys.required <= line.keys() <= keys.allowed:
        raise MalformedError(_what_is_wrong_with(line, keys), _these(name, keys))
    return line


def happening(at: Moment, line: Line, number: int) -> Event | SettingsSet:
    """What the line tells, unless that is a span."""
    return _MAKERS[line["event"]](at, line, number)


def time_of(line: Line, key: str) -> datetime:
    value = line[key]
    try:
        time = datetime.fromisoformat(value)
    except (ValueError, TypeError):
        time = None
    if time is None or time.tzinfo is None:
        allowed = _("{key} is a time with its offset, such as 2026-03-02T09:00:00+01:00")
        raise _wrong(key, value, allowed.format(key=key))
    try:
        wall = time.astimezone(UTC)
    except OverflowError:
        wall = None
    if wall is None or not _EARLIEST <= wall < _LATEST:
        allowed = _("{key} lies in the years from 1900 to 7999")
        raise _wrong(key, value, allowed.format(key=key))
    return wall


def seconds_of(line: Line, key: str) -> timedelta:
    value = line[key]
    try:
        span = None if isinstance(value, bool) else timedelta(seconds=value)
    except (TypeError, OverflowError):
        span = None
    if span is None or abs(span) > _FAR:
        allowed = _("{key} is a number of seconds, of less than 1000 years")
        raise _wrong(key, value, allowed.format(key=key))
    return span


def _object(text: str) -> Line:
    try:
        line = _JSON.decode(text)
    except json.JSONDecodeError as error:
        raise _no_object(f"{error.msg}, column {error.colno}") from None
    except (ValueError, RecursionError) as error:
        raise _no_object(str(error)) from None
    if not isinstance(line, dict):
        raise _no_object(_shown(line))
    return line


def _no_object(why: str) -> MalformedError:
    found = _("no JSON object ({why})").format(why=why)
    return MalformedError(found, _("each line is one JSON object and nothing else"))


def _without_twins(pairs: list[tuple[str, Any]]) -> Line:
    line = dict(pairs)
    if len(line) < len(pairs):
        names = [name for name, _value in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise MalformedError(
            _("{key} stands twice").format(key=_shown(twin)), _("each key stands once")
        )
    return line


def _no_number(name: str) -> Never:
    raise MalformedError(_("{name} is no number").format(name=name), _("numbers are those of JSON"))


def _what_is_wrong_with(line: Line, keys: "_Keys") -> str:
    missing = [_("{key} is missing").format(key=key) for key in keys.required - line.keys()]
    unknown = [_("{key} is unknown").format(key=_shown(key)) for key in line.keys() - keys.allowed]
    return ", ".join(sorted(missing) + sorted(unknown))


def _these(name: str, keys: "_Keys") -> str:
    must = ", ".join(sorted(keys.required))
    may = ", ".join(sorted(keys.allowed - keys.required))
    text = _("the keys of {name} are {must}, and if need be {may}")
    return text.format(name=name, must=must, may=may)


def _length(line: Line) -> timedelta | None:
    value = line.get("for")
    if value is None:
        return None
    try:
        length = parse_duration(value) if isinstance(value, str) else ZERO
    except ValueError:
        length = ZERO
    if length <= ZERO:
        allowed = _("for is a duration above zero, such as 90s, 10m or 1h30m")
        raise _wrong("for", value, allowed)
    return length


def _text(line: Line, key: str, allowed: str) -> str | None:
    value = line.get(key)
    if value is not None and not isinstance(value, str):
        raise _wrong(key, value, allowed)
    return value


def _wrong(key: str, value: object, allowed: str) -> MalformedError:
    return MalformedError(_("{key} is {value}").format(key=key, value=_shown(value)), allowed)


def _shown(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


# Makers: each turns a line into what happened.


def _condition(at: Moment, line: Line, _number: int) -> Event:
    on = line["on"]
    if not isinstance(on, bool):
        raise _wrong("on", on, _("on is true or false"))
    what = Condition(line["event"])
    return Began(at, what) if on else Ended(at, what)


def _answer(at: Moment, line: Line, _number: int) -> Event:
    try:
        answer = Answer(line["answer"])
    except ValueError:
        allowed = _("answer is one of {names}").format(names=", ".join(Answer))
        raise _wrong("answer", line["answer"], allowed) from None
    for key, only in (("for", Answer.SNOOZE), ("stretch", Answer.START)):
        if key in line and answer is not only:
            found = _("{answer} has the key {key}").format(answer=answer, key=key)
            allowed = _("only {answer} may have it").format(answer=only)
            raise MalformedError(found, allowed)
    return Answered(
        at,
        answer,
        proposal=_proposal(line),
        length=_length(line),
        stretch=_text(line, "stretch", _("stretch is the id of one, a text")),
    )


def _proposal(line: Line) -> str | None:
    """A number is an id, too, though of no proposal that ever was."""
    value = line.get("id")
    if type(value) is int:
        return str(value)
    return _text(line, "id", _("id is that of a proposal, a text"))


def _pause(at: Moment, line: Line, _number: int) -> Event:
    return Paused(at, _length(line))


def _resume(at: Moment, _written: Line, _number: int) -> Event:
    return Resumed(at)


def _clock(at: Moment, line: Line, _number: int) -> Event:
    return ClockStepped(Moment(at.uptime, time_of(line, "to")))


def _settings(at: Moment, line: Line, number: int) -> SettingsSet:
    changes = line["set"]
    if not isinstance(changes, dict):
        allowed = _("set is an object of dotted keys, such as {example}")
        raise _wrong("set", changes, allowed.format(example='{"breaks.every": "30m"}'))
    return SettingsSet(at, changes, _text(line, "seed", _("seed is a text")), number)


@dataclass(frozen=True, slots=True)
class _Keys:
    """The keys that an event must have, and all that it may have."""

    required: frozenset[str]
    allowed: frozenset[str]


def _keys(*required: str, optional: tuple[str, ...] = ()) -> _Keys:
    must = frozenset({"at", "event", *required})
    return _Keys(must, must | {"uptime_s", *optional})


_JSON = json.JSONDecoder(object_pairs_hook=_without_twins, parse_constant=_no_number)
_STATES = tuple(what.value for what in Condition if what.value not in SPANS)
_MAKERS: Mapping[str, Callable[[Moment, Line, int], Event | SettingsSet]] = {
    **dict.fromkeys(_STATES, _condition),
    "answer": _answer,
    "pause": _pause,
    "resume": _resume,
    "settings": _settings,
    "clock": _clock,
}
_VOCABULARY: Mapping[str, _Keys] = {
    **dict.fromkeys(SPANS, _keys("until")),
    **dict.fromkeys(_STATES, _keys("on")),
    "answer": _keys("answer", optional=("for", "id", "stretch")),
    "pause": _keys(optional=("for",)),
    "resume": _keys(),
    "settings": _keys("set", optional=("seed",)),
    "clock": _keys("to"),
}
