"""Random days at a desk where two laws of sitting watch the same person.

One is deskbreak's, the other `reference_law`. `make model ARGS=COUNT` lives so many days and tells
the first in which the two differ; `ARGS="COUNT FIRST"` goes on where another run ended.
"""

import sys
from datetime import date, timedelta
from itertools import zip_longest
from random import Random
from time import monotonic
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from desk import BERLIN, Desk, hours, minutes, office, seconds
from random_days import SPANS
from reference_law import UNSURE, ReferenceLaw

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
from deskbreak.core.events import Answer, Condition, Event, Ticked
from deskbreak.core.moment import ZERO
from deskbreak.core.policy import FullScreenHold, Hold, Presence, Stretches
from deskbreak.core.stretch import Place
from deskbreak.core.view import view
from deskbreak.core.work_hours import ALL_DAY, Range, WorkHours

SETTINGS: dict[str, tuple[Any, ...]] = {
    "every": (minutes(20), minutes(30), minutes(90)),
    "natural_break": (minutes(4), minutes(10)),
    "natural_break_locked": (minutes(1), minutes(4)),
    "snooze": ((minutes(1),), (minutes(25), minutes(5))),
    "snooze_limit": (0, 1, 5),
    "repeat_after": (minutes(3), minutes(25)),
    "lull": (ZERO, seconds(30)),
    "wait_for_lull": (ZERO, minutes(20)),
    "settle": (ZERO, minutes(4)),
    "daily_limit": (0, 1, 2),
    "break_length": (seconds(20), minutes(6)),
    "walk_every": (0, 1),
    "work_hours": (
        office((9, 12), (13, 17)),
        office((22, 6)),
        office((0, 24)),
        WorkHours(weekdays=((Range(540, 1020),), *((),) * 6)),
        WorkHours(dates=((date(2026, 3, 2), (Range(540, 720),)),)),
        WorkHours(weekdays=((ALL_DAY,),) * 7, dates=((date(2026, 3, 2), ()),)),
        WorkHours(weekdays=((Range(23 * 60, 150), Range(150, 165)),) * 7),  # into the lost hour
    ),
    "hold": (
        Hold(calls=False),
        Hold(full_screen=FullScreenHold.ALWAYS, do_not_disturb=False),
        Hold(full_screen=FullScreenHold.NEVER),
    ),
    "presence": (
        Presence(calls=False, limit=minutes(30)),
        Presence(kept_awake=False),
        Presence(limit=minutes(4)),
    ),
    "stretches": (Stretches(place=Place.MEETING), Stretches(seated=True)),
}
"""What each may be besides its default; a day has some of them."""
STARTS = (
    ("2026-03-02T09:00", BERLIN),
    ("2026-03-02T21:30", BERLIN),
    ("2026-12-31T20:00", BERLIN),
    ("2026-03-29T01:30", BERLIN),  # the clocks go forward
    ("2026-10-25T01:10", BERLIN),  # and back
    ("2026-04-05T00:40", ZoneInfo("Australia/Lord_Howe")),  # by half an hour
    ("2024-04-25T20:00", ZoneInfo("Africa/Cairo")),  # midnight is left out
    ("2011-12-29T18:00", ZoneInfo("Pacific/Apia")),  # a whole date is
)
STEPS = tuple(sign * step for step in (seconds(30), hours(1), hours(24)) for sign in (1, -1))
"""By which the wall clock is set."""
ANSWERS = (
    *(Answer.START, Answer.DONE, Answer.SNOOZE, Answer.SKIP, Answer.SWAP, Answer.SAT),
    Answer.CLOSED,
)
"""Pain and what is said of a dose belong to the choice of moves."""
OF_THE_DESKTOP = frozenset(Condition) - {Condition.STANDING, Condition.STOPPED}


class LawsDifferError(AssertionError):
    """What happened until then, and what each law made of it."""


class TwoLaws(Desk):
    """The same day, told event by event to both."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**how)
        self.reference = ReferenceLaw(self.now, self.rules)
        self._ids: dict[str, str] = {}
        self._log = [f"{key} = {value}" for key, value in how.items()]

    def begins(self, what: Condition) -> None:
        if what is Condition.ACTIVE:
            self._look()  # so that no key comes at the very instant of asking
        super().begins(what)

    def _tell(self, event: Event) -> None:
        known = len(self.effects)
        super()._tell(event)
        new = self.effects[known:]
        chosen = [
            effect.stretch
            for effect in new
            if isinstance(effect, Guide) or (isinstance(effect, Propose) and not effect.again)
        ]
        rules_out = any(isinstance(each, Withdraw) and each.reason == "ruled_out" for each in new)
        reference = self.reference.happens(event, self.rules, chosen, rules_out=rules_out)
        ours = [line for effect in new if (line := self._in_short(effect)) is not None]
        self._log.append(f"{self._clock(event.at.uptime)} {_event_words(event)}")
        self._compare(ours, reference)
        if isinstance(event, Ticked):
            seen = view(self.session, self.rules, self.now)
            told = (seen.state.value, seen.seat_time, seen.snoozes)
            now = event.at.uptime
            state = (self.reference.state, self.reference.seat_time, self.reference.snoozes)
            self._compare([(now, *told)], [(now, *state)])

    def _compare(self, ours: list[tuple[Any, ...]], reference: list[tuple[Any, ...]]) -> None:
        kept = {line[:-1] for line in ours}
        sure = [line for line in reference if line[-1] is not UNSURE or line[:-1] in kept]
        pairs = list(zip_longest(ours, sure, fillvalue=()))
        if all(_is_same(one, other) for one, other in pairs):
            self._log += [f"    both       {self._words(one)}" for one, _ in pairs]
            return
        for one, other in pairs:
            self._log.append(f"    deskbreak  {self._words(one)}")
            self._log.append(f"    reference  {self._words(other)}")
        raise LawsDifferError("\n".join(self._log))

    def _words(self, line: tuple[Any, ...]) -> str:
        return " ".join([self._clock(line[0]), *map(str, line[1:])]) if line else "nothing"

    def _clock(self, uptime: timedelta) -> str:
        return self.clock(self.now.at_uptime(uptime).wall)

    def _in_short(self, effect: Effect) -> tuple[Any, ...] | None:
        """As the reference law tells it; what concerns the choice of moves is left out."""
        at = effect.at.uptime
        match effect:
            case Propose(stretch=move, snoozes=snoozes, again=again):
                id_ = self._ids.setdefault(effect.id, str(len(self._ids) + 1))
                told = (id_, move.id, effect.seat_time, snoozes, again, effect.may_snooze)
                return (at, "propose", *told)
            case Withdraw():
                return (at, "withdraw", self._ids[effect.id], str(effect.reason))
            case Guide():
                return (at, "guide", effect.stretch.id, effect.length)
            case EndGuide():
                return (at, "end_guide", effect.completed)
            case Remember(record=record):
                parts = tuple((part.day, part.seat_time) for part in record.parts)
                kind = (record.outcome.value, record.stretch)
                sat = (record.seat_time, record.ended_at, record.exercised, parts)
                return (at, "remember", *kind, *sat)
            case CountSnooze():
                return (at, "snoozed", self._ids.get(effect.id, ""), effect.length)
            case Void():
                return (at, "void", effect.ended_at)
            case Refuse():
                return (at, "refuse")
            case Adjust() | Advise() | Suggest() | LeaveOut() | NoteFeeling():
                return None
            case _:
                assert_never(effect)


def _is_same(ours: tuple[Any, ...], reference: tuple[Any, ...]) -> bool:
    if reference and reference[-1] is UNSURE:
        return ours[:-1] == reference[:-1]
    return ours == reference


def _event_words(event: Event) -> str:
    told = (getattr(event, name, None) for name in ("what", "answer", "length", "proposal"))
    return " ".join([type(event).__name__, *(str(each) for each in told if each is not None)])


def live_day(number: int) -> TwoLaws:
    """Always the same day for a number; LawsDifferError if the two laws differ in it."""
    chance = Random(number)
    starts, zone = STARTS[0] if chance.random() < 0.6 else chance.choice(STARTS)
    desk = TwoLaws(starts=starts, zone=zone, **_some_settings(chance))
    for _ in range(60):
        if chance.random() < 0.2:
            desk._look()
        _live_on(desk, chance)
    desk.wait(hours(1))
    desk._look()
    return desk


def _some_settings(chance: Random) -> dict[str, Any]:
    return {key: chance.choice(values) for key, values in SETTINGS.items() if chance.random() < 0.2}


def _live_on(desk: TwoLaws, chance: Random) -> None:
    span = chance.choice(SPANS)
    match chance.randrange(14):
        case 0 | 1 | 2:
            desk.work(span)
        case 3:
            desk.sit_still(span)
        case 4 | 5:
            _during(desk, chance.choice(list(Condition)), span)
        case 6:
            _toggle(desk, chance.choice(list(Condition)))
        case 7 | 8:
            _answer(desk, chance)
        case 9:
            desk.work_until_asked() if chance.random() < 0.5 else desk.touch()
        case 10:
            desk.pause(span) if chance.random() < 0.3 else desk.resume()
        case 11:
            if chance.random() < 0.3:
                _restart(desk, span)
        case 12:
            if chance.random() < 0.2:
                _step_clock(desk, chance.choice(STEPS))
        case _:
            # at another place the move that is swapped in may be a seated one: see docs/testing.md
            if chance.random() < 0.2 and desk.reference.running is None:
                desk.change(**_some_settings(chance))


def _step_clock(desk: TwoLaws, step: timedelta) -> None:
    local = (desk.now.wall + step).astimezone(desk.rules.zone)
    desk._look()
    desk.set_clock(f"{local:%Y-%m-%dT%H:%M:%S.%f}")


def _during(desk: TwoLaws, what: Condition, span: timedelta) -> None:
    if what is not Condition.STANDING:
        desk.during(what, span)
    elif not _is_shut(desk):
        _toggle(desk, what)
        desk.wait(span)
        _toggle(desk, what)


def _toggle(desk: TwoLaws, what: Condition) -> None:
    if what is Condition.STANDING:
        if _is_shut(desk):
            return
        desk.touch()  # the user says so with a click
    if what in desk.reference.on:
        desk.ends(what)
    else:
        desk.begins(what)


def _answer(desk: TwoLaws, chance: Random) -> None:
    answer = chance.choice(ANSWERS)
    if _is_shut(desk):  # nobody clicks on a locked screen
        return
    guide = answer is Answer.START or desk.reference.running is not None
    if guide and Condition.STANDING in desk.reference.on:
        return  # deskbreak counts standing anew from a start on
    late = chance.random() < 0.05
    desk.answer(answer, to="long closed" if late else None)


def _restart(desk: TwoLaws, span: timedelta) -> None:
    """A start of deskbreak anew, which knows the desktop no more."""
    desk.begins(Condition.STOPPED)
    desk.wait(span)
    for what in sorted(desk.reference.on & OF_THE_DESKTOP):
        desk.ends(what)
    desk.ends(Condition.STOPPED)


def _is_shut(desk: TwoLaws) -> bool:
    return bool(desk.reference.on & {Condition.LOCKED, Condition.ASLEEP, Condition.STOPPED})


def main(days: int, first: int = 0) -> int:
    """Live these days one after the other; 1 if the laws differ in any."""
    began, differing = monotonic(), 0
    for number in range(first, first + days):
        try:
            live_day(number)
        except LawsDifferError as error:
            differing += 1
            if differing <= 5:
                print(f"day {number}\n" + "\n".join(str(error).splitlines()[-24:]))
        if (number + 1 - first) % 1000 == 0:
            print(f"{number + 1 - first} days, {differing} differ, {monotonic() - began:.0f} s")
            sys.stdout.flush()
    print(f"The two laws differ in {differing} of {days} days ({first} to {first + days - 1}).")
    return min(differing, 1)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:] or ["1000"])))
