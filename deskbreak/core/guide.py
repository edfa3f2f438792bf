"""The guided stretch as a timeline: what to do, for how long, on which side."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from gettext import gettext as _

from deskbreak.core.moment import ZERO
from deskbreak.core.stretch import Stretch


class Action(StrEnum):
    """What the body does meanwhile."""

    PREPARE = "prepare"
    REPEAT = "repeat"
    """Into the position, hold it, and out again."""
    REST = "rest"
    EASE = "ease"
    GO_ON = "go_on"
    """Moving all the time, as in a walk."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing to do, from `begins` to `ends` after the start; `side` is 0, then 1."""

    begins: timedelta
    ends: timedelta
    text: str
    action: Action
    side: int = 0


def timeline(stretch: Stretch, length: timedelta) -> tuple[Cue, ...]:
    """The cues of a stretch, without gaps, the last one ending with the whole length."""
    if not stretch.hold and stretch.reps == 1:
        return (Cue(ZERO, length, _all_steps(stretch), Action.GO_ON),)
    line = _Line(length)
    line.add(stretch.setup, _all_steps(stretch), Action.PREPARE)
    for side in range(stretch.sides):
        for repeat in range(stretch.reps):
            line.add(
                stretch.hold + stretch.move, _repeat(stretch, side, repeat), Action.REPEAT, side
            )
            if repeat + 1 < stretch.reps:
                line.add(stretch.rest, _("Rest"), Action.REST, side)
    if not line.cues:
        return (Cue(ZERO, length, _all_steps(stretch), Action.GO_ON),)
    line.add(length - line.ends, _("Ease out slowly."), Action.EASE, stretch.sides - 1)
    return tuple(line.cues)


def cue_at(cues: tuple[Cue, ...], elapsed: timedelta) -> Cue:
    """What to do so long after the start."""
    return next((cue for cue in cues if elapsed < cue.ends), cues[-1])


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


def _repeat(stretch: Stretch, side: int, repeat: int) -> str:
    parts = []
    if stretch.sides > 1:
        parts.append(_("Other side") if side else _("First side"))
    if stretch.reps > 1:
        parts.append(_("{number} of {count}").format(number=repeat + 1, count=stretch.reps))
    if stretch.cue:
        parts.append(stretch.cue)
    return ": ".join(parts)


def _all_steps(stretch: Stretch) -> str:
    return " ".join(stretch.steps)
