"""The guided stretch as a timeline: what to do, for how long, on which side.

Get ready, then for each repeat move in, hold, move out and rest; change sides, rest between sets,
and finish. A hold has its full seconds in every repeat, because what it takes to get there and
back is counted apart from it.
"""

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from gettext import gettext as _

from deskbreak.core.in_a_list import in_a_list, in_a_row, labelled
from deskbreak.core.moment import ZERO
from deskbreak.core.policy import Settings
from deskbreak.core.stretch import Order, Stretch, Where
from deskbreak.value import value

_LONG_HOLD = timedelta(seconds=8)
"""From here on, getting in and out have words of their own: shorter repeats would flicker."""


class Action(StrEnum):
    """What the body does meanwhile."""

    PREPARE = "prepare"
    MOVE_IN = "move_in"
    HOLD = "hold"
    MOVE_OUT = "move_out"
    REST = "rest"
    CHANGE = "change"
    FINISH = "finish"
    GO_ON = "go_on"
    """Moving all the time, as in a walk."""


@value
class Cue:
    """One thing to do, from `begins` to `ends` after the start; `side` is 0, then 1."""

    begins: timedelta
    ends: timedelta
    text: str
    action: Action
    side: int = 0


@value
class _Turn:
    """One repeat of one side; `then` is what follows it, for so long."""

    side: int
    repeat: int
    then: Action = Action.REST
    pause: timedelta = ZERO


def timeline(stretch: Stretch, length: timedelta) -> tuple[Cue, ...]:
    """The cues of a stretch, without gaps, the last one ending with the whole length."""
    line = _Line(length)
    if stretch.is_counted:
        _lead(stretch, line)
    if not line.cues:
        return (Cue(ZERO, length, _all_steps(stretch), Action.GO_ON),)
    line.add(length - line.ends, _("Ease out slowly."), Action.FINISH, stretch.sides - 1)
    return tuple(line.cues)


def cue_at(cues: tuple[Cue, ...], elapsed: timedelta) -> Cue:
    """What to do so long after the start."""
    return next((cue for cue in cues if elapsed < cue.ends), cues[-1])


def in_brief(cue: Cue, stretch: Stretch) -> str:
    """What to read beside the steps: where the cue is all of them, a word will do."""
    match cue.action:
        case Action.PREPARE:
            return _("Get ready")
        case Action.GO_ON:
            return stretch.cue or stretch.name
        case _:  # whatever else is done has words of its own
            return cue.text


def has_tones(stretch: Stretch, settings: Settings) -> bool:
    """Whoever faces a wall or the ceiling cannot see the count; a meeting hears nothing."""
    faces_away = stretch.where in (Where.WALL, Where.FLOOR, Where.GYM)
    return settings.windows.tones and faces_away and not settings.stretches.place.is_among_others


def _lead(stretch: Stretch, line: "_Line") -> None:
    line.add(stretch.setup, _all_steps(stretch), Action.PREPARE)
    for number in range(stretch.sets):
        if number:
            line.add(stretch.set_rest, _("Rest before the next round"), Action.REST)
        for turn in _turns(stretch):
            into, hold, out = _words(stretch, turn)
            line.add(stretch.move_in, into, Action.MOVE_IN, turn.side)
            line.add(stretch.hold, hold, Action.HOLD, turn.side)
            line.add(stretch.move_out, out, Action.MOVE_OUT, turn.side)
            pause = _("Change sides") if turn.then is Action.CHANGE else _("Rest")
            line.add(turn.pause, pause, turn.then, turn.side)


def _turns(stretch: Stretch) -> Iterator[_Turn]:
    """The repeats in the order in which they are done."""
    if stretch.order is Order.ALTERNATE:
        for repeat in range(stretch.reps):
            for side in range(stretch.sides):
                is_last = (repeat, side) == (stretch.reps - 1, stretch.sides - 1)
                ends_round = side == stretch.sides - 1 and not is_last
                yield _Turn(side, repeat, pause=stretch.rest if ends_round else ZERO)
        return
    for side in range(stretch.sides):
        for repeat in range(stretch.reps):
            if repeat < stretch.reps - 1:
                yield _Turn(side, repeat, Action.REST, stretch.rest)
            elif side < stretch.sides - 1:
                yield _Turn(side, repeat, Action.CHANGE, stretch.change)
            else:
                yield _Turn(side, repeat)


def _words(stretch: Stretch, turn: _Turn) -> tuple[str, str, str]:
    """What stands over the way in, the hold and the way out."""
    told = _repeat(stretch, turn)
    if stretch.hold < _LONG_HOLD:
        return told, told, told
    into, out = _("Ease into it"), _("Ease back out")
    which = _which(stretch, turn)
    return (labelled(which, into) if which else into), told, out


def _repeat(stretch: Stretch, turn: _Turn) -> str:
    which = _which(stretch, turn)
    return labelled(which, stretch.cue) if which and stretch.cue else which or stretch.cue


def _which(stretch: Stretch, turn: _Turn) -> str:
    """The side and the number of the repeat, as far as there are several."""
    count = _("{number} of {count}").format(number=turn.repeat + 1, count=stretch.reps)
    parts = []
    if stretch.sides > 1 and stretch.order is Order.ALTERNATE:
        parts.append(_("Right") if turn.side else _("Left"))
    elif stretch.sides > 1:
        parts.append(_("Other side") if turn.side else _("First side"))
    if stretch.reps > 1:
        parts.append(count)
    return in_a_list(parts)


def _all_steps(stretch: Stretch) -> str:
    return in_a_row((*stretch.ways, *stretch.steps))


class _Line:
    """Cues one after the other, none of them past the whole length."""

    def __init__(self, length: timedelta) -> None:
        self._length = length
        self.cues: list[Cue] = []

    @property
    def ends(self) -> timedelta:
        return self.cues[-1].ends if self.cues else ZERO

    def add(self, lasts: timedelta, text: str, action: Action, side: int = 0) -> None:
        begins, ends = self.ends, min(self.ends + lasts, self._length)
        if ends > begins:
            self.cues.append(Cue(begins, ends, text, action, side))
