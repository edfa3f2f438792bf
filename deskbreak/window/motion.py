"""Where in a stretch the figure is: 0 as it begins, 1 in the hold, or once round a walk."""

from deskbreak.window.content import Cue

_INTO = 1.4
"""The seconds into a hold, where the move itself tells none."""
_ROUND = 1.3
"""The seconds of two steps."""
_SWING = 4.0
_STILL = {"prepare": 1.0, "repeat": 1.0, "go_on": 1.0}
FRAMES = 14
"""So many pictures from start to hold: more cannot be told apart."""


def cue_at(cues: tuple[Cue, ...], elapsed: float) -> Cue:
    """What to do so long after the start."""
    return next((cue for cue in cues if elapsed < cue.ends), cues[-1])


def phase(cue: Cue, elapsed: float, pace: float, *, goes_round: bool, moves: bool = True) -> float:
    """`pace` is the time into a repeat and out of it; without `moves` the figure stands still."""
    since, left = max(elapsed - cue.begins, 0.0), max(cue.ends - elapsed, 0.0)
    if not moves:
        return 0.0 if goes_round else _STILL.get(cue.action, 0.0)
    match cue.action:
        case "prepare":
            return 0.0 if goes_round else _swing(since)
        case "repeat":
            ramp = min(pace / 2 or _INTO, (cue.ends - cue.begins) / 2)
            return min(1.0, since / ramp, left / ramp)
        case "go_on" if goes_round:
            return since / _ROUND % 1.0
        case "go_on":
            return _swing(since)
        case _:  # whoever rests or has let go stands as in the beginning
            return 0.0


def frame_number(phase: float) -> int:
    return round(phase * FRAMES)


def is_moving(cue: Cue, elapsed: float, pace: float, *, goes_round: bool) -> bool:
    """Whether the next picture, a moment later, may be another one."""
    now = phase(cue, elapsed, pace, goes_round=goes_round)
    soon = phase(cue, elapsed + 0.1, pace, goes_round=goes_round)
    return now != soon


def _swing(since: float) -> float:
    half = since / (_SWING / 2) % 2
    return half if half < 1 else 2 - half
