"""A simulated person at a simulated desk: the stories of the law are told with it.

Time passes only in the verbs that say how long. Nothing is decided before it must be: a verb
without a length tells the core its event, and what falls due at that very instant is decided when
time goes on or when somebody looks (`story`, `state`, ...), because events come before deadlines.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from deskbreak.core.duration import format_duration
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
    RulesChanged,
    Ticked,
)
from deskbreak.core.moment import ZERO, Moment
from deskbreak.core.pain import Advice
from deskbreak.core.policy import Breaks, Settings
from deskbreak.core.record import Outcome, Record
from deskbreak.core.session import advance, begin, next_wake
from deskbreak.core.state import Rules
from deskbreak.core.stretch import Discretion, Group, Stretch, Where
from deskbreak.core.view import View, view
from deskbreak.core.words import dose
from deskbreak.core.work_hours import Range, WorkHours

BERLIN = ZoneInfo("Europe/Berlin")
INSTANT = timedelta(microseconds=1)
_BREAKS = frozenset(field.name for field in fields(Breaks))


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def _move(id_: str, group: Group, where: Where = Where.STANDING) -> Stretch:
    gets_up = where is not Where.CHAIR
    office = Discretion.OK if gets_up else Discretion.DISCREET
    name = id_.replace("_", " ").capitalize()
    return Stretch(id_, name, group, where, gets_up, minutes(1), ("Do it.",), office=office)


STAND_UP = replace(_move("stand_up", Group.STAND), length=seconds(30))
WALK = replace(_move("walk", Group.WALK), length=minutes(5))
TWIST = _move("twist", Group.UPPER_BACK, Where.CHAIR)
HINGE = _move("hinge", Group.HAMSTRING)
LUNGE = _move("lunge", Group.HIP_FLEXOR)
SLIDE = _move("slide", Group.WALL_SLIDE, Where.WALL)
CATALOGUE = (HINGE, LUNGE, SLIDE, TWIST, WALK, STAND_UP)
"""Every move takes a minute, the walk `break_length`, standing up 30 s; only the twist is seated."""


def office(*days: tuple[int, int]) -> WorkHours:
    """These ranges, in hours after midnight, on every day of the week."""
    ranges = tuple(Range(start * 60, end * 60) for start, end in days)
    return WorkHours(weekdays=(ranges,) * 7)


def _suggested(effect: Adjust | Advise | Suggest) -> str:
    if isinstance(effect, Adjust):
        return f"adjust {effect.stretch.id} {effect.change.name.lower()} to {dose(effect.stretch)}"
    if isinstance(effect, Suggest):
        return f"suggest {effect.what} {effect.value}"
    told = {Advice.HURT: "a rest", Advice.HURT_AGAIN: "a doctor"}
    return f"advise {told.get(effect.what, effect.what.name.lower())}"


@dataclass(frozen=True, slots=True)
class Transition:
    """From which phase to which the session went, or where it stayed, and what was to be done."""

    before: str
    after: str
    effects: frozenset[str]


class Desk:
    """Monday 2 March 2026, 09:00 in Berlin, unless told otherwise; nobody has been seen yet.

    Settings of `[breaks]` are named alone (`every=...`), other sections whole (`hold=Hold(...)`).
    `is_lazy`: the core is not woken when it asks to be, but told of everything late.
    """

    def __init__(
        self,
        *,
        starts: str = "2026-03-02T09:00",
        zone: ZoneInfo = BERLIN,
        catalogue: tuple[Stretch, ...] = CATALOGUE,
        is_lazy: bool = False,
        **overrides: Any,
    ) -> None:
        wall = datetime.fromisoformat(starts).replace(tzinfo=zone).astimezone(UTC)
        self.now = Moment(hours(1000), wall)
        self.rules = Rules(_changed(Settings(), overrides), catalogue, zone, seed="a desk")
        self.session = begin(self.now, self.rules)
        self.effects: list[Effect] = []
        self._transitions: set[Transition] = set()
        self.wakes = 0
        self._is_lazy = is_lazy

    # what the person does

    def work(self, span: timedelta) -> None:
        """Type all the time, without a lull; the last input is at its end."""
        with self.typing():
            self.wait(span)

    @contextmanager
    def typing(self) -> Iterator[None]:
        self.begins(Condition.ACTIVE)
        yield
        self.ends(Condition.ACTIVE)

    def touch(self) -> None:
        """One key."""
        self.work(ZERO)

    def wait(self, span: timedelta) -> None:
        """Time passes, and nobody touches anything."""
        self.now = self.now.at_uptime(self.now.uptime + span)

    sit_still = leave = wait

    def wait_until(self, clock: str) -> None:
        """The next time that the wall clock reads so."""
        hour, minute, *second = (int(part) for part in clock.split(":"))
        local = self.now.wall.astimezone(self.rules.zone).replace(tzinfo=None)
        wanted = local.replace(hour=hour, minute=minute, second=sum(second), microsecond=0)
        wanted += timedelta(days=wanted < local)
        wall = wanted.replace(tzinfo=self.rules.zone).astimezone(UTC)
        self.now = Moment(self.now.uptime_at(wall), wall)

    def begins(self, what: Condition) -> None:
        self._tell(Began(self.now, what))

    def ends(self, what: Condition) -> None:
        self._tell(Ended(self.now, what))

    def lock(self) -> None:
        self.begins(Condition.LOCKED)

    def unlock(self) -> None:
        self.ends(Condition.LOCKED)

    def stand(self) -> None:
        self.begins(Condition.STANDING)

    def sit(self) -> None:
        self.ends(Condition.STANDING)

    def during(self, what: Condition, span: timedelta) -> None:
        self.begins(what)
        self.wait(span)
        self.ends(what)

    def sleep(self, span: timedelta) -> None:
        """The machine sleeps; it wakes without a key."""
        self.during(Condition.ASLEEP, span)

    def stop(self, span: timedelta) -> None:
        """For so long deskbreak is not running."""
        self.during(Condition.STOPPED, span)

    def answer(
        self,
        answer: Answer,
        *,
        to: str | None = None,
        length: timedelta | None = None,
        stretch: str | None = None,
        anyway: bool = False,
        plan: str | None = None,
    ) -> None:
        self._tell(Answered(self.now, answer, to, length, stretch, anyway, plan))

    def snooze(self, length: timedelta | None = None) -> None:
        self.answer(Answer.SNOOZE, length=length)

    def allow(self, group: Group) -> None:
        self._tell(Allowed(self.now, group))

    def pause(self, length: timedelta | None = None) -> None:
        self._tell(Paused(self.now, length))

    def resume(self) -> None:
        self._tell(Resumed(self.now))

    def change(self, **overrides: Any) -> None:
        self.change_rules(settings=_changed(self.rules.settings, overrides))

    def change_rules(self, **changes: Any) -> None:
        """What fell due until now was decided under the old ones."""
        self._look()
        self.rules = replace(self.rules, **changes)
        self._tell(RulesChanged(self.now))

    def set_clock(self, to: str) -> None:
        wall = datetime.fromisoformat(to).replace(tzinfo=self.rules.zone).astimezone(UTC)
        self.now = Moment(self.now.uptime, wall)
        self._tell(ClockStepped(self.now))

    def work_until_asked(self) -> None:
        """Sit down and work until a stretch is on screen, at the end of patience for a lull."""
        breaks = self.rules.settings.breaks
        self.work(breaks.every + breaks.wait_for_lull)
        self._look()

    # what there is to see

    @property
    def state(self) -> View:
        self._look()
        return view(self.session, self.rules, self.now)

    @property
    def seat_time(self) -> timedelta:
        return self.state.seat_time

    @property
    def proposals(self) -> list[Propose]:
        return self._seen(Propose)

    @property
    def withdrawals(self) -> list[Withdraw]:
        return self._seen(Withdraw)

    @property
    def records(self) -> list[Record]:
        return [effect.record for effect in self._seen(Remember)]

    @property
    def outcomes(self) -> list[Outcome]:
        return [record.outcome for record in self.records]

    @property
    def guided(self) -> list[Stretch]:
        return [effect.stretch for effect in self._seen(Guide)]

    @property
    def refusals(self) -> list[str]:
        return [effect.why for effect in self._seen(Refuse)]

    @property
    def asked(self) -> list[str]:
        """When a stretch came on screen."""
        return [self.clock(effect.at.wall) for effect in self.proposals]

    @property
    def story(self) -> list[str]:
        """All that happened, a line each, without what the rotation chose and how a move was."""
        self._look()
        effects = (each for each in self.effects if not isinstance(each, NoteFeeling))
        return [f"{self.clock(effect.at.wall)} {self._told(effect)}" for effect in effects]

    @property
    def feelings(self) -> list[tuple[str, str]]:
        """Which moves were how, as it was said."""
        return [(noted.stretch, noted.felt.value) for noted in self._seen(NoteFeeling)]

    @property
    def transitions(self) -> set["Transition"]:
        self._look()
        return self._transitions

    def clock(self, wall: datetime) -> str:
        local = wall.astimezone(self.rules.zone)
        return f"{local:%H:%M:%S.%f}" if local.microsecond else f"{local:%H:%M:%S}"

    def _told(self, effect: Effect) -> str:
        match effect:
            case Propose():
                again = " again" if effect.again else ""
                return f"propose {effect.id} at {format_duration(effect.seat_time)}{again}"
            case Withdraw():
                return f"withdraw {effect.id} {effect.reason}"
            case Guide():
                return f"guide {format_duration(effect.length)}"
            case EndGuide():
                return "guide over" if effect.completed else "guide closed"
            case Remember(record=record):
                sat = f"{record.outcome} {format_duration(record.seat_time)}"
                until = None if record.ended_at is None else self.clock(record.ended_at)
                return f"{sat}, runs on" if until is None else f"{sat} until {until}"
            case CountSnooze():
                return f"snoozed {effect.id} {format_duration(effect.length)}"
            case Void():
                return f"void {self.clock(effect.ended_at)}"
            case Refuse():
                return "refused"
            case NoteFeeling(felt=felt):
                return f"felt {felt}"
            case LeaveOut(moves=moves):
                return f"left out {len(moves)}"
            case Adjust() | Advise() | Suggest():
                return _suggested(effect)

    # how the core is driven

    def _seen(self, kind: type[Any]) -> list[Any]:
        self._look()
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def _look(self) -> None:
        self._tell(Ticked(self.now))

    def _tell(self, event: Event) -> None:
        if not self._is_lazy:
            self._wake_until(event.at.uptime)
        self._advance(event)

    def _wake_until(self, uptime: timedelta) -> None:
        while (wake := next_wake(self.session, self.rules)) is not None and wake < uptime:
            assert wake >= self.session.now, "the core wants to be woken in the past"
            self.wakes += 1
            self._advance(Ticked(self.session.at.at_uptime(wake)))

    def _advance(self, event: Event) -> None:
        step = advance(self.session, event, self.rules)
        transition = Transition(
            type(self.session.phase).__name__,
            type(step.session.phase).__name__,
            frozenset(type(effect).__name__ for effect in step.effects) - {"Refuse", "CountSnooze"},
        )
        if transition.before != transition.after or transition.effects:
            self._transitions.add(transition)
        self.session = step.session
        self.effects += step.effects


def _changed(settings: Settings, overrides: dict[str, Any]) -> Settings:
    breaks = {key: value for key, value in overrides.items() if key in _BREAKS}
    sections = {key: value for key, value in overrides.items() if key not in _BREAKS}
    return replace(settings, breaks=replace(settings.breaks, **breaks), **sections)
