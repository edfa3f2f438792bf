"""The guided stretch as a timeline: what to do, for how long, on which side."""

from dataclasses import dataclass
from datetime import timedelta
from gettext import gettext as _

from deskbreak.core.moment import ZERO
from deskbreak.core.stretch import Stretch


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing to do, from `begins` to `ends` after the start."""

    begins: timedelta
    ends: timedelta
    text: str


def timeline(stretch: Stretch, length: timedelta) -> tuple[Cue, ...]:
    """The cues of a stretch, without gaps, the last one ending with the whole length."""
    if not stretch.hold and stretch.reps == 1:
        return (Cue(ZERO, length, _all_steps(stretch)),)
    cues: list[Cue] = []
    _add(cues, stretch.setup, _all_steps(stretch), length)
    for side in range(stretch.sides):
        for repeat in range(stretch.reps):
            text = _repeat(stretch, side, repeat)
            _add(cues, stretch.hold + stretch.move, text, length)
            if repeat + 1 < stretch.reps:
                _add(cues, stretch.rest, _("Rest"), length)
    if not cues:
        return (Cue(ZERO, length, _all_steps(stretch)),)
    _add(cues, length - cues[-1].ends, _("Ease out slowly."), length)
    return tuple(cues)


def cue_at(cues: tuple[Cue, ...], elapsed: timedelta) -> Cue:
    """What to do so long after the start."""
    return next((cue for cue in cues if elapsed < cue.ends), cues[-1])


def _add(cues: list[Cue], lasts: timedelta, text: str, length: timedelta) -> None:
    begins = cues[-1].ends if cues else ZERO
    ends = min(begins + lasts, length)
    if ends > begins:
        cues.append(Cue(begins, ends, text))


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
