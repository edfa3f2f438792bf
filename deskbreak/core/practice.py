"""How much of each move: a little more once it was easy, a little less once it was hard.

Repeats go up first, then the hold; one step at a time, and at most one in seven days. After a
week or more away the dose is smaller again, after three weeks or after pain it is the first one.
What is stepped is the dose alone: the steps of a move and its cautions stay as they are.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import Enum, auto

from deskbreak.core.events import Answer
from deskbreak.core.policy import Breaks, Settings
from deskbreak.core.stretch import (
    FLOOR_TIER,
    Group,
    Stage,
    Stretch,
    in_form,
    whole_length,
    with_time_to_read,
)
from deskbreak.value import value

MAY_SAY = timedelta(hours=1)
"""How long after a move one may still say how it was."""

_LONGEST_HOLD, _LONGEST_OF_THE_OLD = timedelta(seconds=30), timedelta(seconds=60)
_LONGER = timedelta(seconds=5)
_STRETCHING = timedelta(seconds=15)
"""A hold at least this long is a stretch, which may be held longer; shorter ones are repeated."""
_GOOD_ENOUGH, _GOOD_ENOUGH_FOR_A_STAGE = 5, 2
"""How often a dose was easy or right before there is more; moves in stages come twice a week at most."""
_TOO_OFTEN_HARD = 2
_APART, _STAGES_APART = timedelta(days=7), timedelta(days=14)
_AWAY = timedelta(days=7)
_LONG_AWAY = timedelta(days=21)
_AFTER_AWAY = 0.6
_ROUND = timedelta(minutes=1)
_GROWN = timedelta(minutes=1)
_WITHOUT_DOSE = (Group.WALK, Group.STAND)


@value
class Most:
    """How far a dose may grow: how long the move takes in all, and how long it is held.

    A dose that grew may take a minute more than the break does at first, and another one where it
    is done in two rounds. A move that names its `most_reps` may lead to so many, however long they
    take.
    """

    breaks: Breaks
    hold: timedelta = _LONGEST_HOLD

    def room_for(self, stretch: Stretch) -> timedelta:
        return self.breaks.room_for(stretch) + _GROWN + (stretch.sets - 1) * _ROUND


def most_of(settings: Settings) -> Most:
    """Who is 65 or older may hold for longer, as the American College of Sports Medicine has it."""
    long = settings.stretches.long_holds
    return Most(settings.breaks, _LONGEST_OF_THE_OLD if long else _LONGEST_HOLD)


class Change(Enum):
    """What became of a dose, or what else there is to say about it."""

    MORE = auto()
    LESS = auto()
    HARDER = auto()
    """It is at its largest dose, and easy: there is a harder way to do it."""
    EASIER = auto()
    """It is at its first dose, and hard: there is an easier way to do it."""


@value
class Level:
    """Where one move stands: `steps` above its first dose since `since`.

    `good` counts how often it was easy or right since then, `hard` how often in a row it was not.
    `held`: on that day it does not go up, because it hurt a little.
    """

    id: str
    since: date
    steps: int = 0
    good: int = 0
    hard: int = 0
    held: date | None = None


@value
class JustDone:
    """A move of which one may still say that it hurt, until then (UTC), and how it was.

    `is_rated`: that was said, or there is nothing to say of it, because it ended early.
    """

    id: str
    until: datetime
    is_rated: bool = False


@value
class Practice:
    """The doses of all moves that were ever done; `last` is the day of the latest."""

    levels: tuple[Level, ...] = ()
    last: date | None = None
    just_done: JustDone | None = None

    def dosed(self, stretch: Stretch, day: date, most: Most) -> Stretch:
        """The move with as much of its dose as was reached and may be."""
        level = _of(stretch.id, self.levels)
        if level is None or level.steps == 0:
            first = next(_doses(stretch, most))
            return with_time_to_read(first) if level is None else first
        ladder = ladder_of(stretch, most)
        steps = self._after_absence(level.steps, ladder, day)
        return ladder[min(steps, len(ladder) - 1)]

    def doing(
        self, stretch: Stretch, day: date, now: datetime, most: Most, all_: tuple[Stretch, ...]
    ) -> "Practice":
        """It was done. Whoever was away begins with less again, with this one as with all others."""
        if stretch.group in _WITHOUT_DOSE:
            return self.without_question()
        levels = self._after_return(day, most, all_)
        level = _of(stretch.id, levels) or Level(stretch.id, day)
        return Practice(_with(level, levels), day, JustDone(stretch.id, now + MAY_SAY))

    def stopping(self, stretch: Stretch, now: datetime) -> "Practice":
        """It was ended early. Nobody asks how it was, but it may be because it hurt."""
        if stretch.group in _WITHOUT_DOSE:
            return self.without_question()
        stopped = JustDone(stretch.id, now + MAY_SAY, is_rated=True)
        return replace(self, just_done=stopped)

    def may_say(self, now: datetime) -> str | None:
        """The id of the move of which one may say how it was."""
        done = self.just_done
        return None if done is None or done.is_rated else self.may_say_it_hurt(now)

    def may_say_it_hurt(self, now: datetime) -> str | None:
        """The id of the move of which one may say that it hurt: some of it is felt only later."""
        done = self.just_done
        return None if done is None or now > done.until else done.id

    def felt(
        self, how: Answer, stretch: Stretch, day: date, most: Most
    ) -> tuple["Practice", Change | None]:
        """It was easy, right or hard; that is said once."""
        level = _of(stretch.id, self.levels) or Level(stretch.id, day)
        top = len(ladder_of(stretch, most)) - 1
        if how is Answer.HARD:
            level, change = _found_hard(level, day, has_easier=bool(stretch.easier))
        else:
            level, change = _found_good(level, day, top, stretch)
        rated = self.just_done and replace(self.just_done, is_rated=True)
        return replace(self, levels=_with(level, self.levels), just_done=rated), change

    def hurting(self, stretch: Stretch, day: date) -> "Practice":
        """Whatever hurt begins anew with its first dose."""
        levels = _with(Level(stretch.id, day), self.levels)
        return replace(self, levels=levels, just_done=None)

    def level(self, stretch: Stretch) -> Level | None:
        """Where the move stands; None if it was never done."""
        return _of(stretch.id, self.levels)

    def hurting_a_little(self, stretch: Stretch, before: Level | None, day: date) -> "Practice":
        """It stands where it stood before it hurt, and goes up no step on that day."""
        level = replace(before or Level(stretch.id, day), held=day)
        return replace(self, levels=_with(level, self.levels))

    def uncomfortable(self, stretch: Stretch, before: Level | None, day: date) -> "Practice":
        """One step less than before it hurt."""
        steps = 0 if before is None else max(before.steps - 1, 0)
        return replace(self, levels=_with(Level(stretch.id, day, steps), self.levels))

    def without_question(self) -> "Practice":
        """Something else began: how the last move was is not asked any more."""
        return self if self.just_done is None else replace(self, just_done=None)

    def _after_return(self, day: date, most: Most, all_: tuple[Stretch, ...]) -> tuple[Level, ...]:
        """All levels as they are after an absence, if there was one."""
        if self._away(day) < _AWAY:
            return self.levels
        known = {stretch.id: stretch for stretch in all_}
        levels = []
        for level in self.levels:
            stretch = known.get(level.id)
            ladder = () if stretch is None else ladder_of(stretch, most)
            steps = self._after_absence(level.steps, ladder, day)
            levels.append(level if steps == level.steps else Level(level.id, day, steps))
        return tuple(levels)

    def _away(self, day: date) -> timedelta:
        return timedelta() if self.last is None else day - self.last

    def _after_absence(self, steps: int, ladder: tuple[Stretch, ...], day: date) -> int:
        """Of so many steps those that are left on that day."""
        away = self._away(day)
        if steps == 0 or away < _AWAY:
            return steps
        if away >= _LONG_AWAY or not ladder:
            return 0
        most = _AFTER_AWAY * _amount(ladder[min(steps, len(ladder) - 1)])
        return max((n for n, dose in enumerate(ladder) if _amount(dose) <= most), default=0)


def _found_good(level: Level, day: date, top: int, stretch: Stretch) -> tuple[Level, Change | None]:
    level = replace(level, good=level.good + 1, hard=0)
    enough, apart = _GOOD_ENOUGH, _APART
    if stretch.stages:
        enough, apart = _GOOD_ENOUGH_FOR_A_STAGE, _STAGES_APART
    if level.good < enough or day - level.since < apart or level.held == day:
        return level, None
    if level.steps < top:
        return Level(level.id, day, level.steps + 1), Change.MORE
    return Level(level.id, day, level.steps), Change.HARDER if stretch.harder else None


def _found_hard(level: Level, day: date, *, has_easier: bool) -> tuple[Level, Change | None]:
    level = replace(level, good=0, hard=level.hard + 1)
    if level.hard < _TOO_OFTEN_HARD:
        return level, None
    if level.steps > 0:
        return Level(level.id, day, level.steps - 1), Change.LESS
    return Level(level.id, day), Change.EASIER if has_easier else None


def _of(id_: str, levels: tuple[Level, ...]) -> Level | None:
    return next((level for level in levels if level.id == id_), None)


def _with(level: Level, levels: tuple[Level, ...]) -> tuple[Level, ...]:
    return (*(each for each in levels if each.id != level.id), level)


def ladder_of(stretch: Stretch, most: Most) -> tuple[Stretch, ...]:
    """The first dose and, one after the other, all larger ones that may be."""
    return tuple(_doses(stretch, most))


def _doses(stretch: Stretch, most: Most) -> Iterator[Stretch]:
    """What a clinician taught has the dose that the clinician gave."""
    if not _grows(stretch):
        yield stretch
        return
    if stretch.stages:
        staged = (_staged(stretch, stage) for stage in stretch.stages)
        yield next(staged)
        yield from (dose for dose in staged if dose.length <= most.room_for(dose))
        return
    yield stretch
    room, reps = most.room_for(stretch), stretch.reps
    for more in range(stretch.reps + 1, (stretch.most_reps or 2 * stretch.reps) + 1):
        dose = _with_dose(stretch, more, stretch.hold)
        if stretch.most_reps or dose.length <= room:
            reps = more
            yield dose
    hold = stretch.hold
    while _STRETCHING <= hold < most.hold:
        hold = min(hold + _LONGER, most.hold)
        if (longer := _with_dose(stretch, reps, hold)).length <= room:
            yield longer


def _grows(stretch: Stretch) -> bool:
    is_fixed = stretch.group in _WITHOUT_DOSE or stretch.tier > FLOOR_TIER or stretch.no_more
    return stretch.is_counted and not is_fixed


def _with_dose(stretch: Stretch, reps: int, hold: timedelta) -> Stretch:
    dosed = replace(stretch, reps=reps, hold=hold)
    return replace(dosed, length=whole_length(dosed))


def _staged(stretch: Stretch, stage: Stage) -> Stretch:
    if stage.form:
        stretch = in_form(stretch, (*stretch.ways, stage.form), stage.without)
    return _with_dose(replace(stretch, sets=stage.sets), stage.reps, stage.hold)


def _amount(stretch: Stretch) -> float:
    """Seconds held on each side, or repeats where nothing is held."""
    held = stretch.hold.total_seconds()
    return stretch.reps * held if held else stretch.reps
