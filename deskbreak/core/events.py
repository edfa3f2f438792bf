"""Everything that can happen to a session."""

from datetime import timedelta
from enum import StrEnum

from deskbreak.core.answers import Answer as Answer  # noqa: PLC0414  (events carry it)
from deskbreak.core.moment import Moment
from deskbreak.core.stretch import Group
from deskbreak.value import value


class Condition(StrEnum):
    """A state of the desktop, the machine or the user that begins and ends."""

    ACTIVE = "active"
    """Keyboard or mouse are used without a lull. Its end is the last input."""
    LOCKED = "locked"
    ASLEEP = "asleep"
    STOPPED = "stopped"
    """deskbreak itself is not running."""
    CALL = "call"
    KEPT_AWAKE = "kept_awake"
    """A program keeps the display awake: a film, a presentation."""
    FULL_SCREEN = "full_screen"
    DO_NOT_DISTURB = "do_not_disturb"
    STANDING = "standing"
    NO_INPUT_SENSE = "no_input_sense"


@value
class Began:
    """From `at` on, this is so."""

    at: Moment
    what: Condition


@value
class Ended:
    """From `at` on, this is so no longer."""

    at: Moment
    what: Condition


@value
class Answered:
    """The user said something.

    `proposal` is the id it was said to; None means whatever is open. `length` is that of a
    snooze or of a session, None the first on offer. `stretch` names the one to start; `anyway`, that
    it is started although something speaks against it for this user. `plan` is the name of the
    user's own whose moves the session has.
    """

    at: Moment
    answer: Answer
    proposal: str | None = None
    length: timedelta | None = None
    stretch: str | None = None
    anyway: bool = False
    plan: str | None = None


@value
class Paused:
    """The user asked for silence; without a length, until they resume."""

    at: Moment
    length: timedelta | None = None


@value
class Resumed:
    """The user asked to be asked again."""

    at: Moment


@value
class Allowed:
    """The user turned this group of moves on again, which was off because it hurt."""

    at: Moment
    group: Group


@value
class RulesChanged:
    """The settings are others from now on: `advance` is given the new ones with this event."""

    at: Moment


@value
class ClockStepped:
    """Somebody set the wall clock; `at` is read on the new one."""

    at: Moment


@value
class Ticked:
    """Time passed, up to and including `at`."""

    at: Moment


Event = Began | Ended | Answered | Paused | Resumed | Allowed | RulesChanged | ClockStepped | Ticked
