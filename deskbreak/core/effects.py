"""Everything the core may ask the outside world to do."""

from datetime import datetime, timedelta
from typing import Literal

from deskbreak.core.events import Answer
from deskbreak.core.habit import Suggestion
from deskbreak.core.moment import Moment
from deskbreak.core.obstacles import HoldReason, Obstacle
from deskbreak.core.pain import Advice
from deskbreak.core.practice import Change
from deskbreak.core.record import HowItFelt, Outcome, Record
from deskbreak.core.stretch import Stretch
from deskbreak.value import value


@value
class Propose:
    """Put this stretch on screen and wait for an answer.

    The same `id` as before replaces what is on screen (`again`). `held_by` is what the proposal
    waited for, None if for nothing. `why` says in one line why this stretch was chosen.
    """

    at: Moment
    id: str
    stretch: Stretch
    seat_time: timedelta
    snoozes: int
    again: bool
    may_snooze: bool
    held_by: HoldReason | None
    why: str


ClosedBy = Answer | Obstacle | Literal[Outcome.IGNORED, "ruled_out"]


@value
class Withdraw:
    """Take the proposal off the screen; `reason` is what closed it.

    That is an answer, none, an obstacle, or settings that rule out what it proposes.
    """

    at: Moment
    id: str
    reason: ClosedBy


@value
class Guide:
    """Lead the user through the stretch they started, until its length is over."""

    at: Moment
    stretch: Stretch
    length: timedelta


@value
class LeftOut:
    """A move of a plan that is not guided now, by its name, and why in one sentence."""

    name: str
    why: str


@value
class LeaveOut:
    """Tell which moves of the user's own plan are not in the session that begins."""

    at: Moment
    plan: str
    moves: tuple[LeftOut, ...]


@value
class EndGuide:
    """Take the guide off the screen; `completed` says that it ran its whole length.

    `done` is what the move is called of which one may say how it was; None where there is none.
    """

    at: Moment
    completed: bool
    done: str | None = None


@value
class Remember:
    """Append this to the history."""

    at: Moment
    record: Record


@value
class CountSnooze:
    """Keep in the history that this proposal was put off for so long."""

    at: Moment
    id: str
    length: timedelta


@value
class NoteFeeling:
    """Keep in the history how this stretch was, as the user said it."""

    at: Moment
    stretch: str
    felt: HowItFelt


@value
class Void:
    """Strike the break that ended then from the history: the user was sitting all along."""

    at: Moment
    ended_at: datetime


@value
class Refuse:
    """Tell whoever answered why nothing came of it, in one line.

    `plain` is what of it concerns whoever clicks; empty where that is all.
    """

    at: Moment
    why: str
    plain: str = ""


@value
class Advise:
    """A move hurt, the one of that name: say what becomes of it, and ask what is to be asked."""

    at: Moment
    what: Advice
    name: str = ""


@value
class Adjust:
    """Tell what becomes of the dose of a move, which is given as it is from now on."""

    at: Moment
    stretch: Stretch
    change: Change


@value
class Suggest:
    """Ask, this once, whether to change the setting that it is about to this value."""

    at: Moment
    what: Suggestion
    value: str


Effect = (
    Propose
    | Withdraw
    | Guide
    | LeaveOut
    | EndGuide
    | Remember
    | CountSnooze
    | NoteFeeling
    | Void
    | Refuse
    | Advise
    | Adjust
    | Suggest
)
