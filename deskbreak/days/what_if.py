"""Days that were kept, under other settings: how often it would have asked, and when.

When somebody was there stays as it was. What they answered goes with the proposals: the first of
the day is answered as the first one was, after as long, the second as the second. So a day under
the settings that it was recorded with is the very same day.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Self

from deskbreak.core.effects import Effect, Propose, Remember, Void
from deskbreak.core.events import Answered, Event, RulesChanged, Ticked
from deskbreak.core.moment import ZERO, Moment
from deskbreak.core.policy import Settings
from deskbreak.core.session import advance, begin, next_wake
from deskbreak.core.state import OnBreak, Proposed, Rules, Session
from deskbreak.core.work_hours import local_day
from deskbreak.days.day import Over, read_day
from deskbreak.days.line import SettingsSet
from deskbreak.days.replay import nothing_new, rules_after
from deskbreak.value import value

_NOON = 12
_INSTANT = timedelta(microseconds=1)
GivenAnswers = tuple[Answered, ...]
"""To one proposal; their uptimes count from it."""


@value
class LivedDay:
    """When it asked (UTC), and the bouts that ended: when, and how long they were."""

    asks: tuple[datetime, ...] = ()
    bouts: tuple[tuple[datetime, timedelta], ...] = ()


@value
class Habits:
    """How the proposals of a recorded day were answered, and which of its answers these were."""

    answers: tuple[GivenAnswers, ...] = ()
    replies: frozenset[int] = frozenset()


_NONE = Habits()


@value
class Comparison:
    """Of the same days, lived twice. `longest` is the longest bout now.

    `asked_now` and `asked_then` are how far into it deskbreak asked first.
    """

    days: int
    asks_now: int
    asks_then: int
    before_noon: int
    longest: timedelta
    asked_now: timedelta | None
    asked_then: timedelta | None


def habits_of(lines: Iterable[str], rules: Rules, source: str) -> Habits:
    """The day once more as it was. Raises ConfigError, as replay does."""
    life = _Life(rules).live(lines, source)
    return Habits(
        tuple(tuple(life.answers.get(id_, ())) for id_ in life.asks), frozenset(life.replies)
    )


def lived_under(
    settings: Settings, lines: Iterable[str], rules: Rules, source: str, habits: Habits
) -> LivedDay:
    life = _Life(rules, settings, habits).live(lines, source)
    return LivedDay(tuple(ask.at.wall for ask in life.asks.values()), tuple(life.bouts.items()))


def compared(now: Sequence[LivedDay], then: Sequence[LivedDay], zone: tzinfo) -> Comparison:
    """The two are of the same days, in the same order."""
    bouts = [
        (length, ended, number) for number, day in enumerate(now) for ended, length in day.bouts
    ]
    length, ended, number = max(bouts, default=(ZERO, None, 0))
    asks_then = [ask for day in then for ask in day.asks]
    return Comparison(
        days=len({day for lived in (*now, *then) for day in _days_of(lived, zone)}),
        asks_now=sum(len(day.asks) for day in now),
        asks_then=len(asks_then),
        before_noon=sum(ask.astimezone(zone).hour < _NOON for ask in asks_then),
        longest=length,
        asked_now=None if ended is None else _first_ask(now[number], ended, length),
        asked_then=None if ended is None else _first_ask(then[number], ended, length),
    )


def _days_of(lived: LivedDay, zone: tzinfo) -> Iterator[date]:
    yield from (local_day(zone, wall) for wall in (*lived.asks, *(end for end, _ in lived.bouts)))


def _first_ask(lived: LivedDay, ended: datetime, length: timedelta) -> timedelta | None:
    began = ended - length
    return next((ask - began for ask in lived.asks if began < ask <= ended), None)


class _Life:
    """Somebody at their desk for a day; without `settings` as it was recorded."""

    def __init__(
        self, rules: Rules, settings: Settings | None = None, habits: Habits = _NONE
    ) -> None:
        self._rules = replace(rules, settings=settings or rules.settings)
        self._settings = settings
        self._habits = habits
        self._session: Session | None = None
        self._coming: list[Answered] = []
        self._said = 0
        self._asked_last: str | None = None
        self.asks: dict[str, Propose] = {}
        self.answers: dict[str, list[Answered]] = {}
        self.replies: set[int] = set()
        self.bouts: dict[datetime, timedelta] = {}

    def live(self, lines: Iterable[str], source: str) -> Self:
        for happening in read_day(lines, source):
            if isinstance(happening, SettingsSet):
                self._set(happening, source)
            else:
                self._happen(Ticked(happening.at) if isinstance(happening, Over) else happening)
        return self

    def _set(self, new: SettingsSet, source: str) -> None:
        recorded = rules_after(self._rules, new, source)
        rules = replace(recorded, settings=self._settings or recorded.settings)
        if new.session is None:
            self._happen(nothing_new(self._begun(new.at), new.at))
        else:
            self._session = new.session
        self._rules = rules
        if new.session is None or rules != recorded:
            self._happen(RulesChanged(new.at))

    def _happen(self, event: Event) -> None:
        self._live_until(event.at)
        if not isinstance(event, Answered) or self._is_said(event):
            self._step(event)

    def _live_until(self, until: Moment) -> None:
        """All that falls due before then, each at its moment, and what is answered to it."""
        while True:
            session = self._begun(until)
            wake = next_wake(session, self._rules)
            due = until.uptime if wake is None or wake <= session.now else min(wake, until.uptime)
            if self._coming and self._coming[0].at.uptime < min(until.uptime, due + _INSTANT):
                self._step(self._coming.pop(0))  # at one instant, what is said comes first
            elif due < until.uptime:
                self._step(Ticked(session.at.at_uptime(due)))
            else:
                return

    def _begun(self, at: Moment) -> Session:
        if self._session is None:
            self._session = begin(at, self._rules)
        return self._session

    def _step(self, event: Event) -> None:
        step = advance(self._begun(event.at), event, self._rules)
        self._session = step.session
        for effect in step.effects:
            self._note(effect)

    def _note(self, effect: Effect) -> None:
        match effect:
            case Propose(again=False):
                self._answer(effect)
                self.asks[effect.id] = effect
                self._asked_last = effect.id
            case Remember(record=record) if record.ended_at is not None:
                self.bouts[record.ended_at] = record.seat_time
            case Void(ended_at=ended_at):
                self.bouts.pop(ended_at, None)
            case _:  # all else says nothing of when it asks
                return

    def _answer(self, ask: Propose) -> None:
        """As the one that came at its turn was answered; where there were fewer, from the first on."""
        known = self._habits.answers
        for answered in known[len(self.asks) % len(known)] if known else ():
            at = ask.at.at_uptime(ask.at.uptime + answered.at.uptime)
            self._coming.append(replace(answered, at=at, proposal=ask.id))
        self._coming.sort(key=lambda each: each.at.uptime)

    def _is_said(self, answered: Answered) -> bool:
        """Whether it is said at this moment: what was a reply is said to the proposal that has its turn."""
        number, self._said = self._said, self._said + 1
        if self._settings is not None:
            return number not in self._habits.replies
        id_ = self._replied_to(answered)
        if id_ is not None:
            since = answered.at.uptime - self.asks[id_].at.uptime
            self.answers.setdefault(id_, []).append(
                replace(answered, at=Moment(since, answered.at.wall))
            )
            self.replies.add(number)
        return True

    def _replied_to(self, answered: Answered) -> str | None:
        """The proposal, or the one that the running break began with; None for a word of one's own."""
        phase = self._begun(answered.at).phase
        if answered.proposal is not None:
            id_: str | None = answered.proposal
        elif isinstance(phase, Proposed):
            id_ = phase.id
        elif isinstance(phase, OnBreak):
            id_ = self._asked_last
        else:
            id_ = self._asked_last = None
        return id_ if id_ in self.asks else None
