"""A written-down day lived again on a simulated clock, by the very code of the daemon."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import assert_never

from deskbreak.core.duration import in_seconds
from deskbreak.core.effects import (
    Adjust,
    Advise,
    CountSnooze,
    Effect,
    EndGuide,
    Guide,
    LeaveOut,
    NoteFeeling,
    Propose,
    Refuse,
    Remember,
    Suggest,
    Void,
    Withdraw,
)
from deskbreak.core.events import Began, Condition, Ended, Event, RulesChanged, Ticked
from deskbreak.core.moment import Moment
from deskbreak.core.record import Outcome
from deskbreak.core.session import advance, begin
from deskbreak.core.state import (
    Away,
    Due,
    OnBreak,
    Phase,
    Proposed,
    Return,
    Rules,
    Sat,
    Seated,
    Session,
    Withheld,
)
from deskbreak.days.day import Over, read_day
from deskbreak.days.line import SettingsSet
from deskbreak.settings.file import change_settings

ReplayLine = dict[str, object]


def replay(lines: Iterable[str], rules: Rules, source: str) -> Iterator[ReplayLine]:
    """What deskbreak would have done on that day, a line for each effect and last the summary.

    Raises ConfigError naming the line at the first that is malformed or out of order.
    """
    summary = _Summary()
    session: Session | None = None
    for happening in read_day(lines, source):
        if isinstance(happening, SettingsSet) and happening.session is not None:
            session, rules = _nothing_sat(happening.session), rules_after(rules, happening, source)
            continue
        if session is None:
            session = begin(happening.at, rules)
        if isinstance(happening, SettingsSet):
            step = advance(session, nothing_new(session, happening.at), rules)
            rules = rules_after(rules, happening, source)
            changed = RulesChanged(happening.at)
            step = advance(step.session, changed, rules).after(step.effects)
        else:
            event = Ticked(happening.at) if isinstance(happening, Over) else happening
            step = advance(session, event, rules)
        session = step.session
        for effect in step.effects:
            line = _line(effect, rules.zone)
            if line is not None:
                summary.count(effect)
                yield line
    yield summary.line(session)


def nothing_new(session: Session, at: Moment) -> Event:
    """An event that changes nothing: what fell due before new settings did so under the old."""
    is_on = Condition.CALL in session.signs.conditions
    return Began(at, Condition.CALL) if is_on else Ended(at, Condition.CALL)


def rules_after(rules: Rules, new: SettingsSet, source: str) -> Rules:
    """What holds from that line on."""
    settings = change_settings(rules.settings, new.changes, f"{source}: line {new.line}")
    return replace(
        rules,
        settings=settings,
        seed=rules.seed if new.seed is None else new.seed,
        zone=rules.zone if new.zone is None else new.zone,
    )


def _nothing_sat(session: Session) -> Session:
    """The same session, so that the summary tells of the bouts that end from now on alone."""
    phase: Phase
    match session.phase:
        case Away(after=left):
            phase = Away(None if left is None else replace(left, sat_before=Sat()))
        case Seated() | Withheld() | Due() | Proposed() | OnBreak() as sitting:
            returned = _nothing_sat_before(sitting.bout.returned)
            phase = replace(sitting, bout=replace(sitting.bout, returned=returned))
        case _:
            assert_never(session.phase)
    return session.with_course(replace(session.course, phase=phase, sat=Sat()))


def _nothing_sat_before(returned: Return | None) -> Return | None:
    if returned is None:
        return None
    return replace(returned, after=replace(returned.after, sat_before=Sat()))


def _line(effect: Effect, zone: tzinfo) -> ReplayLine | None:
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
            line = {"at": _local(at.wall, zone), "effect": "withdraw", "id": id_}
            return {**line, "reason": str(reason)}
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
            line = {"at": _local(at.wall, zone), "effect": "void"}
            return {**line, "ended_at": _local(ended_at, zone)}
        case Guide() | EndGuide() | CountSnooze() | Refuse() | Advise() | Adjust() | Suggest():
            return None
        case LeaveOut() | NoteFeeling():
            return None
        case _:
            assert_never(effect)


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
            case _:  # all else adds nothing up
                return

    def line(self, session: Session | None) -> ReplayLine:
        sat = Sat() if session is None else session.course.sat.plus(_seat_time(session))
        return {
            "effect": "summary",
            "seat_time_s": in_seconds(sat.total),
            "proposals": self._proposals,
            "longest_bout_s": in_seconds(sat.longest),
            "outcomes": {outcome.value: count for outcome, count in self._outcomes.items()},
        }


def _seat_time(session: Session) -> timedelta:
    """That of the last bout; a break that still runs ended it at its start if it gets up."""
    match session.phase:
        case OnBreak(bout=bout, gets_up=True, since=since):
            return session.seat_time_of(bout, since.uptime)
        case Away() | Seated() | Withheld() | Due() | Proposed() | OnBreak():
            return session.seat_time(session.now)
        case _:
            assert_never(session.phase)


def _local(wall: datetime, zone: tzinfo) -> str:
    return wall.astimezone(zone).isoformat()
