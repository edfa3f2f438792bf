"""A written-down day lived again on a simulated clock, by the very code of the daemon."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from deskbreak.core.effects import Effect, Propose, Remember, Void, Withdraw
from deskbreak.core.events import Event, RulesChanged, Ticked
from deskbreak.core.moment import ZERO
from deskbreak.core.record import Outcome
from deskbreak.core.session import advance, begin
from deskbreak.core.state import Rules, Session
from deskbreak.storage.day import Happening, Over, SettingsSet, read_day
from deskbreak.storage.settings import change_settings

Line = dict[str, object]


def replay(lines: Iterable[str], rules: Rules, source: str) -> Iterator[Line]:
    """What deskbreak would have done on that day, a line for each effect and last the summary.

    Raises ConfigError naming the line at the first that is malformed or out of order.
    """
    summary = _Summary()
    session: Session | None = None
    for happening in read_day(lines, source):
        if session is None:
            session = begin(happening.at, rules)
        event, rules = _event(happening, rules, source)
        step = advance(session, event, rules)
        session = step.session
        for effect in step.effects:
            line = _line(effect, rules.zone)
            if line is not None:
                summary.count(effect)
                yield line
    yield summary.line(session)


def _event(happening: Happening, rules: Rules, source: str) -> tuple[Event, Rules]:
    match happening:
        case SettingsSet(at=at, changes=changes, seed=seed, line=number):
            settings = change_settings(rules.settings, changes, f"{source}, line {number}")
            seed = rules.seed if seed is None else seed
            return RulesChanged(at), replace(rules, settings=settings, seed=seed)
        case Over(at=at):
            return Ticked(at), rules
        case event:
            return event, rules


def _line(effect: Effect, zone: tzinfo) -> Line | None:
    """The effect as replay tells it; None for what only a surface cares about."""
    match effect:
        case Propose():
            return {
                "at": _local(effect.at.wall, zone),
                "effect": "propose",
                "id": effect.id,
                "stretch": effect.stretch.id,
                "seat_time_s": in_seconds(effect.seat_time),
                "snoozes": effect.snoozes,
                "again": effect.again,
            }
        case Withdraw(at=at, id=id_, reason=reason):
            told = {"at": _local(at.wall, zone), "effect": "withdraw", "id": id_}
            return {**told, "reason": str(reason)}
        case Remember(at=at, record=record):
            return {
                "at": _local(at.wall, zone),
                "effect": "record",
                "outcome": record.outcome.value,
                "stretch": record.stretch,
                "seat_time_s": in_seconds(record.seat_time),
                "ended_at": None if record.ended_at is None else _local(record.ended_at, zone),
            }
        case Void(at=at, ended_at=ended_at):
            told = {"at": _local(at.wall, zone), "effect": "void"}
            return {**told, "ended_at": _local(ended_at, zone)}
        case _:
            return None


class _Summary:
    """What the day came to."""

    def __init__(self) -> None:
        self._proposals = 0
        self._outcomes = Counter[Outcome](dict.fromkeys(Outcome, 0))
        self._ended: dict[datetime, Outcome] = {}

    def count(self, effect: Effect) -> None:
        match effect:
            case Propose(again=False):
                self._proposals += 1
            case Remember(record=record):
                self._outcomes[record.outcome] += 1
                if record.ended_at is not None:
                    self._ended[record.ended_at] = record.outcome
            case Void(ended_at=ended_at):
                voided = self._ended.pop(ended_at, None)
                if voided is not None:
                    self._outcomes[voided] -= 1
            case _:
                return

    def line(self, session: Session | None) -> Line:
        seat_time = total = longest = ZERO
        if session is not None:
            seat_time = session.seat_time(session.now)
            total, longest = session.sat.total, session.sat.longest
        return {
            "effect": "summary",
            "seat_time_s": in_seconds(total + seat_time),
            "proposals": self._proposals,
            "longest_bout_s": in_seconds(max(longest, seat_time)),
            "outcomes": {outcome.value: count for outcome, count in self._outcomes.items()},
        }


def in_seconds(span: timedelta) -> int | float:
    """Seconds as JSON tells them: whole where they are whole."""
    seconds = span.total_seconds()
    return int(seconds) if seconds.is_integer() else seconds


def _local(wall: datetime, zone: tzinfo) -> str:
    return wall.astimezone(zone).isoformat()
