"""One line of a day: what it may say, and what is wrong where it says something else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from gettext import gettext as _

from deskbreak.core.events import (
    Allowed,
    Answer,
    Answered,
    Began,
    ClockStepped,
    Condition,
    Ended,
    Event,
    Paused,
    Resumed,
    Ticked,
)
from deskbreak.core.moment import Moment
from deskbreak.core.state import Session
from deskbreak.core.stretch import Group
from deskbreak.days.value import (
    Line,
    MalformedError,
    length_of,
    object_of,
    refused,
    shown,
    text_of,
    time_of,
    zone_of,
)
from deskbreak.files.codec import decode
from deskbreak.session.older import as_today


@dataclass(frozen=True, slots=True)
class SettingsSet:
    """The user changed settings, by dotted keys, or their zone.

    A recording begins with one that also tells the rotation's seed and, unless nobody was seen
    yet, the session that it goes on from.
    """

    at: Moment
    changes: Mapping[str, object]
    seed: str | None
    line: int
    zone: tzinfo | None = None
    session: Session | None = None


SPANS: Mapping[str, Condition] = {
    what.value: what for what in (Condition.ACTIVE, Condition.ASLEEP, Condition.STOPPED)
}
"""The events that say themselves when they end; a recording may have to switch them `on`, too."""
SLEW = timedelta(seconds=2)
"""How far the wall clock may go back without having been set; `sensors.clock` tolerates as much."""


def parse_line(text: str) -> Line:
    """The line as an object with an event of the vocabulary and the keys that it may have."""
    line = object_of(text)
    name = line.get("event")
    if not isinstance(name, str) or name not in _VOCABULARY:
        found = _("event is {value}").format(value=shown(name))
        allowed = _("event is one of {names}").format(names=", ".join(_VOCABULARY))
        raise MalformedError(found, allowed)
    keys = _VOCABULARY[name]
    if keys.fit(line) or (name in SPANS and _SWITCHED.fit(line)):
        return line
    raise MalformedError(_what_is_wrong_with(line, keys), _these(name, keys))


def happening(at: Moment, line: Line, number: int) -> Event | SettingsSet:
    """What the line tells, unless that is a span with its end."""
    return _MAKERS[line["event"]](at, line, number)


def _what_is_wrong_with(line: Line, keys: "_Keys") -> str:
    missing = [_("{key} is missing").format(key=key) for key in keys.required - line.keys()]
    unknown = [_("{key} is unknown").format(key=shown(key)) for key in line.keys() - keys.allowed]
    return ", ".join(sorted(missing) + sorted(unknown))


def _these(name: str, keys: "_Keys") -> str:
    must = ", ".join(sorted(keys.required))
    may = ", ".join(sorted(keys.allowed - keys.required))
    text = _("the keys of {name} are {must}, and if need be {may}")
    return text.format(name=name, must=must, may=may)


# Makers: each turns a line into what happened.


def _condition(at: Moment, line: Line, _number: int) -> Event:
    on = line["on"]
    if not isinstance(on, bool):
        raise refused("on", on, _("on is true or false"))
    what = Condition(line["event"])
    return Began(at, what) if on else Ended(at, what)


def _answer(at: Moment, line: Line, _number: int) -> Event:
    try:
        answer = Answer(line["answer"])
    except ValueError:
        allowed = _("answer is one of {names}").format(names=", ".join(Answer))
        raise refused("answer", line["answer"], allowed) from None
    owners = {"for": Answer.SNOOZE, "for_s": Answer.SNOOZE, "stretch": Answer.START}
    for key, only in owners.items():
        if key in line and answer is not only:
            found = _("{answer} has the key {key}").format(answer=answer, key=key)
            allowed = _("only {answer} may have it").format(answer=only)
            raise MalformedError(found, allowed)
    return Answered(
        at,
        answer,
        proposal=_proposal(line),
        length=length_of(line),
        stretch=text_of(line, "stretch", _("stretch is the id of one, a text")),
    )


def _proposal(line: Line) -> str | None:
    """A number is an id, too, though of no proposal that ever was."""
    value = line.get("id")
    if type(value) is int:
        return str(value)
    return text_of(line, "id", _("id is that of a proposal, a text"))


def _pause(at: Moment, line: Line, _number: int) -> Event:
    return Paused(at, length_of(line))


def _resume(at: Moment, _written: Line, _number: int) -> Event:
    return Resumed(at)


def _allow(at: Moment, line: Line, _number: int) -> Event:
    try:
        return Allowed(at, Group(line["group"]))
    except ValueError:
        allowed = _("group is one of {names}").format(names=", ".join(Group))
        raise refused("group", line["group"], allowed) from None


def _clock(at: Moment, line: Line, _number: int) -> Event:
    return ClockStepped(Moment(at.uptime, time_of(line, "to")))


def _tick(at: Moment, _written: Line, _number: int) -> Event:
    return Ticked(at)


def _settings(at: Moment, line: Line, number: int) -> SettingsSet:
    changes = line["set"]
    if not isinstance(changes, dict):
        allowed = _("set is an object of dotted keys, such as {example}")
        raise refused("set", changes, allowed.format(example='{"breaks.every": "30m"}'))
    seed = text_of(line, "seed", _("seed is a text"))
    return SettingsSet(at, changes, seed, number, zone_of(line), _session(at, line))


def _session(at: Moment, line: Line) -> Session | None:
    if "session" not in line:
        return None
    try:
        session = decode(Session, as_today(line["session"]))
    except (ValueError, RecursionError) as error:
        found = _("session cannot be used ({error})").format(error=error)
        raise MalformedError(found, _("session is as this deskbreak records it")) from None
    if session.at != at:
        found = _("session is of another moment than its line")
        raise MalformedError(found, _("at and uptime_s are those of the session"))
    return session


@dataclass(frozen=True, slots=True)
class _Keys:
    """The keys that an event must have, and all that it may have."""

    required: frozenset[str]
    allowed: frozenset[str]

    def fit(self, line: Line) -> bool:
        return self.required <= line.keys() <= self.allowed


def _keys(*required: str, optional: tuple[str, ...] = ()) -> _Keys:
    must = frozenset({"at", "event", *required})
    return _Keys(must, must | {"uptime_s", *optional})


_STATES = tuple(what.value for what in Condition if what.value not in SPANS)
_SWITCHED = _keys("on")
_MAKERS: Mapping[str, Callable[[Moment, Line, int], Event | SettingsSet]] = {
    **dict.fromkeys((what.value for what in Condition), _condition),
    "answer": _answer,
    "pause": _pause,
    "resume": _resume,
    "allow": _allow,
    "settings": _settings,
    "clock": _clock,
    "tick": _tick,
}
_VOCABULARY: Mapping[str, _Keys] = {
    **dict.fromkeys(SPANS, _keys("until")),
    **dict.fromkeys(_STATES, _SWITCHED),
    "answer": _keys("answer", optional=("for", "for_s", "id", "stretch")),
    "pause": _keys(optional=("for", "for_s")),
    "resume": _keys(),
    "allow": _keys("group"),
    "settings": _keys("set", optional=("seed", "session", "zone")),
    "clock": _keys("to"),
    "tick": _keys(),
}
