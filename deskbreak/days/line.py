"""One line of a day: what it may say, and what is wrong where it says something else."""

from collections.abc import Callable, Mapping
from datetime import timedelta, tzinfo
from gettext import gettext as _
from types import MappingProxyType
from typing import Any

from deskbreak.core.answers import SAYINGS, Carried
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
from deskbreak.core.moment import ZERO, Moment
from deskbreak.core.state import Session
from deskbreak.core.stretch import Group
from deskbreak.days.value import CHANGES, PROPOSAL_ID, ZONE, malformed, object_of
from deskbreak.files.codec import decode
from deskbreak.files.kinds import (
    INSTANT,
    LOCAL_INSTANT,
    SWITCH,
    TEXT,
    length,
    named,
    one_of,
    seconds,
)
from deskbreak.files.strict import MisfitError, Schema, or_null, table
from deskbreak.session.older import as_today
from deskbreak.value import value

DayLine = dict[str, Any]
"""The keys of a line, each with the value that it says."""


@value
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


def parse_line(text: str) -> DayLine:
    """The line as an object with an event of the vocabulary and the keys that it may have."""
    written = object_of(text)
    name = _EVENT.read("event", written.get("event"))
    keys = _SWITCHED if name in SPANS and "on" in written else _VOCABULARY[name]
    return keys.read("", written)


def happening(at: Moment, line: DayLine, number: int) -> Event | SettingsSet:
    """What the line tells, unless that is a span with its end."""
    return _MAKERS[line["event"]](at, line, number)


def _condition(at: Moment, line: DayLine, _number: int) -> Event:
    what = Condition(line["event"])
    return Began(at, what) if line["on"] else Ended(at, what)


def _answer(at: Moment, line: DayLine, _number: int) -> Event:
    answer = line["answer"]
    for key, carried in _CARRIED.items():
        if key in line and SAYINGS[answer].carries not in carried:
            found = _("{answer} has the key {key}").format(answer=answer, key=key)
            carriers = (each for each, saying in SAYINGS.items() if saying.carries in carried)
            allowed = _("only {answer} may have it").format(answer=", ".join(carriers))
            raise malformed(found, allowed)
    return Answered(
        at,
        answer,
        proposal=line.get("id"),
        length=_length(line),
        stretch=line.get("stretch"),
        anyway=line.get("anyway", False),
        plan=line.get("plan"),
    )


_CARRIED = {
    "for": {Carried.LENGTH, Carried.LENGTH_OR_PLAN},
    "for_s": {Carried.LENGTH, Carried.LENGTH_OR_PLAN},
    "plan": {Carried.LENGTH_OR_PLAN},
    "stretch": {Carried.STRETCH, Carried.PAST_STRETCH},
    "anyway": {Carried.STRETCH},
}


def _length(line: DayLine) -> timedelta | None:
    """A recording spells lengths that are not whole seconds `for_s`."""
    if "for" in line and "for_s" in line:
        raise malformed(_("for and for_s are both there"), _("one of them says how long"))
    return line.get("for_s", line.get("for"))


def _pause(at: Moment, line: DayLine, _number: int) -> Event:
    return Paused(at, _length(line))


def _resume(at: Moment, _written: DayLine, _number: int) -> Event:
    return Resumed(at)


def _allow(at: Moment, line: DayLine, _number: int) -> Event:
    return Allowed(at, line["group"])


def _clock(at: Moment, line: DayLine, _number: int) -> Event:
    return ClockStepped(Moment(at.uptime, line["to"]))


def _tick(at: Moment, _written: DayLine, _number: int) -> Event:
    return Ticked(at)


def _settings(at: Moment, line: DayLine, number: int) -> SettingsSet:
    session = line.get("session")
    if session is not None and session.at != at:
        found = _("session is of another moment than its line")
        raise malformed(found, _("at and uptime_s are those of the session"))
    return SettingsSet(at, line["set"], line.get("seed"), number, line.get("zone"), session)


def _session(place: str, data: object) -> Session:
    try:
        return decode(Session, as_today(data))
    except MisfitError as error:
        found = _("cannot be used ({error})").format(error=error)
        allowed = _("what this deskbreak records")
        raise malformed(found, allowed, place) from None


def _keys(optional: tuple[str, ...] = (), **needed: Schema[Any]) -> Schema[DayLine]:
    """What a line of an event must have, and what it may."""
    always: dict[str, Schema[Any]] = {"at": LOCAL_INSTANT, "event": TEXT, "uptime_s": seconds()}
    may = {name: _OPTIONAL[name] for name in optional}
    return table(dict, {**always, **needed, **may}, ("at", "event", *needed))


_OPTIONAL: Mapping[str, Schema[Any]] = MappingProxyType(
    {
        "for": or_null(length("1s")),
        "for_s": seconds(ZERO),
        "id": or_null(PROPOSAL_ID),
        "stretch": or_null(TEXT),
        "plan": or_null(TEXT),
        "anyway": SWITCH,
        "seed": or_null(TEXT),
        "session": Schema(_session, lambda: "Session"),
        "zone": or_null(ZONE),
    }
)
_STATES = tuple(what.value for what in Condition if what.value not in SPANS)
_SWITCHED = _keys(on=SWITCH)
_MAKERS: Mapping[str, Callable[[Moment, DayLine, int], Event | SettingsSet]] = {
    **dict.fromkeys((what.value for what in Condition), _condition),
    "answer": _answer,
    "pause": _pause,
    "resume": _resume,
    "allow": _allow,
    "settings": _settings,
    "clock": _clock,
    "tick": _tick,
}
_VOCABULARY: Mapping[str, Schema[DayLine]] = {
    **dict.fromkeys(SPANS, _keys(until=INSTANT)),
    **dict.fromkeys(_STATES, _SWITCHED),
    "answer": _keys(("id", *_CARRIED), answer=one_of(Answer)),
    "pause": _keys(("for", "for_s")),
    "resume": _keys(),
    "allow": _keys(group=one_of(Group)),
    "settings": _keys(("seed", "session", "zone"), set=CHANGES),
    "clock": _keys(to=INSTANT),
    "tick": _keys(),
}
_EVENT = named(lambda: _VOCABULARY)
