"""The one table of answers: what each is called, when it may be given and what it carries.

Menu, terminal, notification, window, command line, control line and the lines of a day render it and know
of no single answer. A new one is a member of `Answer`, an entry here, and its law in `answering`.

Commands that only speak to the daemon load this table and nothing else of the core.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import Enum, StrEnum, auto
from types import MappingProxyType

from deskbreak.value import value


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
    NOW = "now"
    """Ready: the first hold need not be waited for."""
    WAIT = "wait"
    """The guide stands still until it is told to go on."""
    GO_ON = "go_on"
    EASY = "easy"
    RIGHT = "right"
    HARD = "hard"
    MILD = "mild"
    UNCOMFORTABLE = "uncomfortable"
    STRONG = "strong"
    LIMB = "limb"
    """It is felt down a leg or arm."""
    NO_LIMB = "no_limb"
    USUAL = "usual"
    LITTLE_MORE = "little_more"
    CLEARLY_MORE = "clearly_more"


class Occasion(Enum):
    """When something may be said."""

    PROPOSED = auto()
    GUIDED = auto()
    GETTING_READY = auto()
    """A break is guided, and its first move has not begun yet."""
    RUNNING = auto()
    """A break is guided, and its time runs."""
    WAITING = auto()
    """A break is guided, and its time stands still."""
    UNASKED = auto()
    """Nothing is proposed, and no break runs."""
    AT_DESK = auto()
    """The same, and somebody sits there."""
    RETURNED = auto()
    """There is a natural break that may be taken back."""
    JUST_DONE = auto()
    """A move was done of which one may say how it was."""
    AFTERWARDS = auto()
    """Of the last move one may say that it hurt, and no more."""
    HURTING = auto()
    """A move hurt, and nobody said yet how much."""
    STRONGLY = auto()
    """It hurt much, and nobody said yet where to."""
    DAY_AFTER = auto()
    """A move was uncomfortable on another day."""
    WELCOMED = auto()
    """The very first words are on screen."""


BEGINS_A_BREAK = Answer.START
"""What one click on the icon may say."""


BEGINS_A_GUIDE = frozenset({Answer.START, Answer.SESSION})
"""What has a guide come up, once somebody says it."""

IT_HURT = Answer.HURT
"""Said of the move that was just done, it stands with how hard that was."""


class Carried(Enum):
    """What an answer may carry beside the id of the proposal that it is given to."""

    LENGTH = auto()
    LENGTH_OR_PLAN = auto()
    """How long, or the name of a plan of the user's own."""
    STRETCH = auto()
    """The one to start, whatever speaks against it."""
    PAST_STRETCH = auto()
    """One that was done or proposed lately."""


class Attitude(Enum):
    """What an answer says about being asked."""

    TAKES = auto()
    PUTS_OFF = auto()


def N_(text: str) -> str:  # noqa: N802  (what the collectors of texts look for)
    """A text that is translated where it is shown."""
    return text


SESSIONS = (timedelta(minutes=5), timedelta(minutes=10))


@value
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

    def in_short(self, occasion: Occasion) -> str:
        """On a button; untranslated."""
        return self.short or self.labels[occasion]


_GUIDE_HELP = N_(
    "Begin the guided stretch at once, pause it, or go on with it. "
    "While a stretch is guided: now skips getting ready, wait pauses it, and go_on goes on with it."
)


def _steering(occasion: Occasion, label: str, key: str, short: str | None = None) -> Saying:
    """What changes the time of a guided stretch."""
    return Saying({occasion: label}, key, "guide", _GUIDE_HELP, short=short)


HOW_WAS_IT = N_("How was it?")
_EFFORT_HELP = N_("How was that last move? Your answer adjusts the next dose.")


def _effort(label: str, key: str) -> Saying:
    """How the move was that was just done; what hurt has a word of its own."""
    return Saying(
        {Occasion.JUST_DONE: label},
        key,
        "felt",
        _EFFORT_HELP,
        menu=HOW_WAS_IT,
        thanks=N_("Noted."),
    )


_PAIN_HELP = N_(
    "Say how much a move hurt. From 0 (not at all) to 10 (the worst you can think of): mild is 0 to "
    "3, uncomfortable 4 or 5, strong 6 to 10 or two more than before it. Tingling, numbness, "
    "dizziness and breathlessness are strong, too. Then, if you are asked: limb or no_limb, whether "
    "it goes down a leg or arm; and the day after usual, little_more or clearly_more."
)


def _pain(occasion: Occasion, label: str, key: str, heading: str) -> Saying:
    """How much a move hurt, where to, and how it is since: one command for all."""
    return Saying({occasion: label}, key, "pain", _PAIN_HELP, menu=heading, thanks=N_("Noted."))


_HOW_MUCH = N_("How much did it hurt?")
_WHERE_TO = N_("Pain, tingling or numbness down a leg or arm?")
_HOW_NOW = N_("How is it now?")

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
            N_(
                "Start a break now. It is the proposed stretch, else the next one, or the one you NAME."
            ),
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
            N_("I did it; if nothing is proposed: I was just up."),
            attitude=Attitude.TAKES,
            closing=N_("Done. Nice work."),
        ),
        Answer.SNOOZE: Saying(
            {Occasion.PROPOSED: N_("Snooze {time}"), Occasion.GUIDED: N_("Snooze {time}")},
            "z",
            "snooze",
            N_(
                "Put the proposal off. It comes again after LENGTH, or after as long as the settings say."
            ),
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
                Occasion.AFTERWARDS: N_("It hurt"),
            },
            "h",
            "hurt",
            N_(
                "This hurts: stop, and leave the move out for some days. NAME may be any move you did "
                "lately, even yesterday. For how long depends on how much you say it hurt."
            ),
            carries=Carried.PAST_STRETCH,
            closing=N_("That one is left out for now."),
        ),
        Answer.CLOSED: Saying(
            {Occasion.GUIDED: N_("End this break")},
            "e",
            "close",
            N_("End the running break early."),
            short=N_("End"),
        ),
        Answer.NOW: _steering(Occasion.GETTING_READY, N_("Start now"), "g"),
        Answer.WAIT: _steering(Occasion.RUNNING, N_("Pause this stretch"), "w", N_("Pause")),
        Answer.GO_ON: _steering(Occasion.WAITING, N_("Go on with this stretch"), "o", N_("Go on")),
        Answer.SAT: Saying(
            {Occasion.RETURNED: N_("I was sitting all along")},
            "b",
            "sat",
            N_("I was sitting all along. My last absence then counts as time at the desk."),
        ),
        Answer.SESSION: Saying(
            {Occasion.UNASKED: N_("{time}, several moves")},
            "l",
            "session",
            N_(
                "Several moves in a row. One guide leads you through them: for LENGTH, else for five "
                "minutes, or through your PLAN."
            ),
            menu=N_("A longer session"),
            carries=Carried.LENGTH_OR_PLAN,
            lengths=SESSIONS,
            attitude=Attitude.TAKES,
        ),
        Answer.EASY: _effort(N_("Easy"), "1"),
        Answer.RIGHT: _effort(N_("Just right"), "2"),
        Answer.HARD: _effort(N_("Hard"), "3"),
        Answer.MILD: _pain(Occasion.HURTING, N_("0–3: no pain, or mild"), "0", _HOW_MUCH),
        Answer.UNCOMFORTABLE: _pain(Occasion.HURTING, N_("4–5: uncomfortable"), "4", _HOW_MUCH),
        Answer.STRONG: _pain(Occasion.HURTING, N_("6–10, or into a leg or arm"), "6", _HOW_MUCH),
        Answer.LIMB: _pain(Occasion.STRONGLY, N_("Yes"), "y", _WHERE_TO),
        Answer.NO_LIMB: _pain(Occasion.STRONGLY, N_("No"), "n", _WHERE_TO),
        Answer.USUAL: _pain(Occasion.DAY_AFTER, N_("Back to usual"), "u", _HOW_NOW),
        Answer.LITTLE_MORE: _pain(
            Occasion.DAY_AFTER, N_("A little more than before"), "m", _HOW_NOW
        ),
        Answer.CLEARLY_MORE: _pain(Occasion.DAY_AFTER, N_("Clearly more"), "c", _HOW_NOW),
    }
)
"""In the order in which they are shown."""

COMMANDS = tuple(dict.fromkeys(saying.command for saying in SAYINGS.values()))
"""The commands that are answers."""

_SCALE = re.compile(r"(\d+)\u2013(\d+)")
"""The numbers of a scale, as a label has them."""


def on_scale(number: int, among: Iterable[Answer]) -> Answer | None:
    """The one whose label names it on a scale, as those of pain do; None where none does."""
    for answer in among:
        for label in SAYINGS[answer].labels.values():
            if (scale := _SCALE.match(label)) and int(scale[1]) <= number <= int(scale[2]):
                return answer
    return None


OF_PAIN = frozenset(
    {
        *(Answer.HURT, Answer.MILD, Answer.UNCOMFORTABLE, Answer.STRONG),
        *(Answer.LIMB, Answer.NO_LIMB, Answer.USUAL, Answer.LITTLE_MORE, Answer.CLEARLY_MORE),
    }
)
"""What tells of a body, and is nobody's business but the user's."""

BUTTONS: Mapping[Occasion, tuple[Answer, ...]] = MappingProxyType(
    {
        Occasion.PROPOSED: (Answer.START, Answer.SNOOZE, Answer.DONE),
        Occasion.GUIDED: (Answer.DONE, Answer.HURT, Answer.CLOSED),
        Occasion.JUST_DONE: (Answer.EASY, Answer.RIGHT, Answer.HARD),
        Occasion.HURTING: (Answer.MILD, Answer.UNCOMFORTABLE, Answer.STRONG),
        Occasion.STRONGLY: (Answer.LIMB, Answer.NO_LIMB),
        Occasion.DAY_AFTER: (Answer.USUAL, Answer.LITTLE_MORE, Answer.CLEARLY_MORE),
        Occasion.WELCOMED: (Answer.START,),
    }
)
"""What is left where there is room for three. A click on a proposal itself says the first."""

NO_SNOOZE_LEFT = Answer.SKIP
"""Stands where a snooze stood once it may not be put off any more."""

STEERING = (Answer.NOW, Answer.WAIT, Answer.GO_ON)
"""What begins a guided stretch at once, lets it stand still, and lets it go on."""

WINDOW_CLOSED = Answer.CLOSED
"""What closing the window of a guided break says."""
