"""The one table of answers: what each is called, when it may be given and what it carries.

Menu, terminal, notification, window, command line, control line and the lines of a day render it and know
of no single answer. A new one is a member of `Answer`, an entry here, and its law in `answering`.

Commands that only speak to the daemon load this table and nothing else of the core.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, StrEnum, auto
from types import MappingProxyType


class Answer(StrEnum):
    """What a user can say. The values are told to the daemon."""

    START = "start"
    DONE = "done"
    SNOOZE = "snooze"
    SKIP = "skip"
    SWAP = "swap"
    SAT = "sat"
    HURT = "hurt"
    SESSION = "session"
    """Several moves in a row, for a while."""
    CLOSED = "closed"
    EASY = "easy"
    RIGHT = "right"
    HARD = "hard"


class Occasion(Enum):
    """When something may be said."""

    PROPOSED = auto()
    GUIDED = auto()
    UNASKED = auto()
    """Nothing is proposed, and no break runs."""
    AT_DESK = auto()
    """The same, and somebody sits there."""
    RETURNED = auto()
    """There is a natural break that may be taken back."""
    JUST_DONE = auto()
    """A move was done of which one may say how it was."""
    WELCOMED = auto()
    """The very first words are on screen."""


class Carried(Enum):
    """What an answer may carry beside the id of the proposal that it is given to."""

    LENGTH = auto()
    STRETCH = auto()


class Attitude(Enum):
    """What an answer says about being asked."""

    TAKES = auto()
    PUTS_OFF = auto()


def N_(text: str) -> str:  # noqa: N802  (what the collectors of texts look for)
    """A text that is translated where it is shown."""
    return text


SESSIONS = (timedelta(minutes=5), timedelta(minutes=10))


@dataclass(frozen=True, slots=True)
class Saying:
    """How one answer is said. All texts are untranslated.

    `labels`: what it is called on the occasions on which it is on offer. On a button, where there
    is less room, it may be called `short`. A `label` with {time} tells the length that it carries.
    `command` is its command; several of one command are told apart by their word. `menu` is the
    heading under which it stands in the menu, if not by itself. `lengths` are those on offer, for
    a snooze the settings have them. `closing` tells that it took the
    proposal off the screen, where nothing that follows says so, and `thanks` is said where nothing
    else came of it.
    """

    labels: Mapping[Occasion, str]
    key: str
    command: str
    help: str
    short: str | None = None
    menu: str | None = None
    carries: Carried | None = None
    lengths: tuple[timedelta, ...] = ()
    attitude: Attitude | None = None
    closing: str | None = None
    thanks: str = N_("All right.")


_HOW_WAS_IT = N_("How was it?")
_EFFORT_HELP = N_("How was the move just done? What you say makes its dose fit.")


def _effort(label: str, key: str) -> Saying:
    """How the move was that was just done; what hurt has a word of its own."""
    return Saying(
        {Occasion.JUST_DONE: label},
        key,
        "felt",
        _EFFORT_HELP,
        menu=_HOW_WAS_IT,
        thanks=N_("Noted."),
    )


SAYINGS: Mapping[Answer, Saying] = MappingProxyType(
    {
        Answer.START: Saying(
            {
                Occasion.PROPOSED: N_("Start"),
                Occasion.UNASKED: N_("Start a break"),
                Occasion.WELCOMED: N_("Try one now"),
            },
            "s",
            "start",
            N_("Start a break now. It is the stretch that is proposed, the next one, or ID."),
            carries=Carried.STRETCH,
            attitude=Attitude.TAKES,
        ),
        Answer.DONE: Saying(
            {
                Occasion.PROPOSED: N_("I did it"),
                Occasion.GUIDED: N_("I did it"),
                Occasion.AT_DESK: N_("I was just up"),
            },
            "d",
            "done",
            N_("I did it; with nothing proposed: I was just up."),
            attitude=Attitude.TAKES,
            closing=N_("Done, well moved."),
        ),
        Answer.SNOOZE: Saying(
            {Occasion.PROPOSED: N_("Snooze {time}"), Occasion.GUIDED: N_("Snooze {time}")},
            "z",
            "snooze",
            N_("Put the proposal off. The settings say for how long, unless LENGTH does."),
            menu=N_("Snooze"),
            carries=Carried.LENGTH,
            attitude=Attitude.PUTS_OFF,
        ),
        Answer.SKIP: Saying(
            {Occasion.PROPOSED: N_("Skip this one")},
            "k",
            "skip",
            N_("Skip this one."),
            short=N_("Skip"),
            attitude=Attitude.PUTS_OFF,
            closing=N_("Skipped."),
        ),
        Answer.SWAP: Saying(
            {Occasion.PROPOSED: N_("Another stretch"), Occasion.GUIDED: N_("Another stretch")},
            "a",
            "swap",
            N_("Propose another stretch instead."),
        ),
        Answer.HURT: Saying(
            {
                Occasion.PROPOSED: N_("This hurts"),
                Occasion.GUIDED: N_("This hurts"),
                Occasion.JUST_DONE: N_("It hurt"),
            },
            "h",
            "hurt",
            N_("This hurts: stop, and leave the move out for some days."),
            closing=N_("That one is left out for now."),
        ),
        Answer.CLOSED: Saying(
            {Occasion.GUIDED: N_("End this break")},
            "e",
            "close",
            N_("End the running break early."),
            short=N_("End"),
        ),
        Answer.SAT: Saying(
            {Occasion.RETURNED: N_("I was sitting all along")},
            "b",
            "sat",
            N_("I was sitting all along: take the last natural break back."),
        ),
        Answer.SESSION: Saying(
            {Occasion.UNASKED: N_("{time} of several moves")},
            "l",
            "session",
            N_("Several moves in a row, one guide through all: for LENGTH, or for five minutes."),
            menu=N_("A longer session"),
            carries=Carried.LENGTH,
            lengths=SESSIONS,
            attitude=Attitude.TAKES,
        ),
        Answer.EASY: _effort(N_("Easy"), "1"),
        Answer.RIGHT: _effort(N_("Just right"), "2"),
        Answer.HARD: _effort(N_("Hard"), "3"),
    }
)
"""In the order in which they are shown."""

COMMANDS = tuple(dict.fromkeys(saying.command for saying in SAYINGS.values()))
"""The commands that are answers."""

BUTTONS: Mapping[Occasion, tuple[Answer, ...]] = MappingProxyType(
    {
        Occasion.PROPOSED: (Answer.START, Answer.SNOOZE, Answer.DONE),
        Occasion.GUIDED: (Answer.DONE, Answer.HURT, Answer.CLOSED),
        Occasion.JUST_DONE: (Answer.EASY, Answer.RIGHT, Answer.HARD),
        Occasion.WELCOMED: (Answer.START,),
    }
)
"""What is left where there is room for three. A click on a proposal itself says the first."""

NO_SNOOZE_LEFT = Answer.SKIP
"""Stands where a snooze stood once it may not be put off any more."""

WINDOW_CLOSED = Answer.CLOSED
"""What closing the window of a guided break says."""
