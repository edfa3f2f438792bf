"""Where in a stretch the figure is: 0 as it begins, 1 in the hold, or once round a walk."""

from deskbreak.window.content import TimedCue

_ROUND = 1.3
"""The seconds of two steps."""
_SWING = 4.0
_LONG = 8.0
_STILL = {"prepare": 1.0, "move_in": 1.0, "hold": 1.0, "move_out": 1.0, "go_on": 1.0}
FRAMES = 14
"""So many pictures from start to hold: more cannot be told apart."""


def current_cue(cues: tuple[TimedCue, ...], elapsed: float) -> TimedCue:
    """What to do so long after the start."""
    return next((cue for cue in cues if elapsed < cue.ends), cues[-1])


def phase(cue: TimedCue, elapsed: float, *, goes_round: bool, moves: bool = True) -> float:
    """Without `moves` the figure stands still, in the hold or at the first step."""
    if not moves:
        return 0.0 if goes_round else _STILL.get(cue.action, 0.0)
    since = max(elapsed - cue.begins, 0.0)
    part = min(since / (cue.ends - cue.begins), 1.0)
    match cue.action:
        case "prepare":
            return 0.0 if goes_round else _swing(since)
        case "move_in":
            return part
        case "hold":
            return 1.0
        case "move_out":
            return 1.0 - part
        case "go_on" if goes_round:
            return since / _ROUND % 1.0
        case "go_on":
            return _swing(since)
        case _:  # whoever rests, changes sides or is done stands as in the beginning
            return 0.0


def is_long_hold(cue: TimedCue) -> bool:
    """Long enough to count down, and to look away from the screen."""
    return cue.action == "hold" and cue.ends - cue.begins >= _LONG


def number_shown(cue: TimedCue, elapsed: float) -> str:
    """The seconds that are left of it; whoever moves in or out has none to count."""
    if cue.action in {"move_in", "move_out"}:
        return ""
    seconds = -int(-max(cue.ends - elapsed, 0.0) // 1)
    if cue.action == "go_on" and cue.ends - cue.begins >= 60:
        return f"{seconds // 60}:{seconds % 60:02}"
    return str(seconds)


def frame_number(phase: float) -> int:
    return round(phase * FRAMES)


def is_moving(cue: TimedCue, elapsed: float, *, goes_round: bool) -> bool:
    """Whether the next picture, a moment later, may be another one."""
    now = phase(cue, elapsed, goes_round=goes_round)
    soon = phase(cue, elapsed + 0.1, goes_round=goes_round)
    return now != soon


def _swing(since: float) -> float:
    half = since / (_SWING / 2) % 2
    return half if half < 1 else 2 - half
