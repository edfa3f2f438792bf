"""A stretch of the catalogue, as the rotation chooses it and the guide leads it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from math import ceil
from typing import assert_never

from deskbreak.core.moment import ZERO
from deskbreak.value import value


class Group(StrEnum):
    """Which part of the body a stretch serves; the rotation shares its turns among these."""

    HAMSTRING = "hamstring"
    HIP_FLEXOR = "hip_flexor"
    WALL_SLIDE = "wall_slide"
    UPPER_BACK = "upper_back"
    SPINE = "spine"
    LEGS = "legs"
    GLUTE = "glute"
    STRENGTH = "strength"
    CLINICIAN = "clinician"
    PRESSURE = "pressure"
    """Taking the weight off the seat of a wheelchair; it has a clock of its own."""
    BREATH = "breath"
    WALK = "walk"
    STAND = "stand"


class Where(StrEnum):
    """What a stretch is done on."""

    CHAIR = "chair"
    WHEELCHAIR = "wheelchair"
    STANDING = "standing"
    WALL = "wall"
    FLOOR = "floor"
    GYM = "gym"


class Discretion(StrEnum):
    """How much colleagues would notice."""

    DISCREET = "discreet"
    OK = "ok"
    PRIVATE = "private"
    NO = "no"


class Place(StrEnum):
    """Where the user is today."""

    OFFICE = "office"
    HOME = "home"
    MEETING = "meeting"
    GYM = "gym"

    @property
    def is_among_others(self) -> bool:
        """Whether nobody may be asked to get up there, or hear anything (rule 13)."""
        match self:
            case Place.MEETING:
                return True
            case Place.OFFICE | Place.HOME | Place.GYM:
                return False
            case _:
                assert_never(self)


class Equipment(StrEnum):
    """What a move cannot do without, and not everybody has."""

    WALL = "wall"
    DOORWAY = "doorway"
    DESK = "desk"
    STURDY_CHAIR = "sturdy_chair"
    STRAP = "strap"
    BED = "bed"
    BENCH = "bench"
    TILT = "tilt"
    """A wheelchair that tilts."""


class Area(StrEnum):
    """A part of the body that was injured or operated on lately."""

    BACK = "back"
    NECK = "neck"
    HIP = "hip"
    KNEE = "knee"
    ANKLE = "ankle"
    SHOULDER = "shoulder"
    WRIST = "wrist"
    ABDOMEN = "abdomen"


class Wheels(StrEnum):
    """Who in a wheelchair can do a move: everybody, a steady trunk, legs that move, nobody."""

    ALL = "all"
    TRUNK = "trunk"
    LEGS = "legs"
    NO = "no"


class Order(StrEnum):
    """How a move with two sides goes: all of one side first, or left, right, left, right."""

    SIDES = "sides"
    ALTERNATE = "alternate"


class Kind(StrEnum):
    """What a move asks of the body, and so which one-line caution fits it."""

    STRETCH = "stretch"
    MOBILITY = "mobility"
    EFFORT = "effort"
    NERVE = "nerve"
    REST = "rest"


@value
class Ease:
    """The form in which the move may stay for whoever has this caution, held for so long at most.

    `without` are the steps that it puts away, counted from one. `seated`: it stays on the chair.
    `needs` is what it cannot do without, besides what the move needs.
    """

    tag: str
    form: str
    hold: timedelta = timedelta(seconds=10)
    without: tuple[int, ...] = ()
    seated: bool = False
    needs: tuple[Equipment, ...] = ()


@value
class Stage:
    """A dose of a move that is built up over weeks, and the form it has meanwhile, if its own.

    `without` are the steps that the form puts away, counted from one.
    """

    reps: int
    hold: timedelta
    sets: int = 1
    form: str = ""
    without: tuple[int, ...] = ()


@value
class Stretch:
    """One move with its dose; the fields are the keys of a catalogue, and of a printed stretch.

    `length` is the whole guided time: for a counted move the sum of its parts (`whole_length`),
    for any other what the catalogue says. `move_in` and `move_out` belong to each repeat,
    `rest` stands between two repeats of a side, `change` between the sides, `set_rest` between
    sets, `finish` after all. `gets_up` says that it takes the user off the chair, which is what
    ends a bout of sitting. `tier` 1 is the desk rotation, 2 home and floor, 3 gym or taught by a
    clinician. `most_reps` is how many repeats practice may lead to; 0: twice as many as at first;
    `no_more` says why a dose does not grow. `ease` are the forms in which it stays for those
    whom a caution would keep it from; `ways` those of this person (`for_person`). Done the `easier`
    way it puts away some steps (`easier_without`) and is held for so long at most (`easier_hold`).
    `picture` is the file that a pack brings along; those of the bundled moves go by their ids.
    """

    id: str
    name: str
    group: Group
    where: Where
    gets_up: bool
    length: timedelta = ZERO
    steps: tuple[str, ...] = ()
    tier: int = 1
    office: Discretion = Discretion.OK
    kind: Kind = Kind.STRETCH
    hold: timedelta = ZERO
    reps: int = 1
    sides: int = 1
    order: Order = Order.SIDES
    sets: int = 1
    most_reps: int = 0
    no_more: str = ""
    stages: tuple[Stage, ...] = ()
    setup: timedelta = ZERO
    move_in: timedelta = ZERO
    move_out: timedelta = ZERO
    rest: timedelta = ZERO
    change: timedelta = ZERO
    set_rest: timedelta = ZERO
    finish: timedelta = ZERO
    targets: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    needs: tuple[Equipment, ...] = ()
    cue: str = ""
    feel: str = ""
    easier: str = ""
    harder: str = ""
    avoid: tuple[str, ...] = ()
    ease: tuple[Ease, ...] = ()
    areas: tuple[Area, ...] = ()
    wheels: Wheels = Wheels.NO
    requires: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    starter: bool = False
    rolling_chair_unsafe: bool = False
    picture: str = ""
    ways: tuple[str, ...] = ()
    easier_without: tuple[int, ...] = ()
    easier_hold: timedelta = timedelta(minutes=2)

    @property
    def is_counted(self) -> bool:
        """It has repeats or holds to lead through; a walk has not."""
        return bool(self.hold) or self.reps > 1


def in_form(stretch: Stretch, forms: tuple[str, ...], without: Collection[int] = ()) -> Stretch:
    """The move in forms of its own, each told once, without what speaks against them.

    That are some steps, the hint to do more, and the cue, in whose place the latest form stands.
    What else names steps by their numbers counts those that are left.
    """
    numbers = range(1, len(stretch.steps) + 1)
    left = [number for number in numbers if number not in without] or [*numbers]

    def among_those_left(named: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(left.index(number) + 1 for number in named if number in left)

    return replace(
        stretch,
        ways=(*dict.fromkeys(forms),),
        steps=tuple(stretch.steps[number - 1] for number in left),
        cue=forms[-1],
        harder="",
        easier_without=among_those_left(stretch.easier_without),
        stages=tuple(
            replace(stage, without=among_those_left(stage.without)) for stage in stretch.stages
        ),
    )


def whole_length(stretch: Stretch) -> timedelta:
    """How long a counted move takes, from getting ready to the last moment of getting up."""
    repeats = stretch.sides * stretch.reps * (stretch.move_in + stretch.hold + stretch.move_out)
    rests = (stretch.reps - 1) * stretch.rest
    match stretch.order:
        case Order.ALTERNATE:
            pauses = rests
        case Order.SIDES:
            pauses = stretch.sides * rests + (stretch.sides - 1) * stretch.change
        case _:
            assert_never(stretch.order)
    rounds = stretch.sets * (repeats + pauses) + (stretch.sets - 1) * stretch.set_rest
    return stretch.setup + rounds + stretch.finish


_IDEOGRAPHS = "\u2e80"
_WORDS_A_SECOND = 3
"""What is read with a look at the figure in between."""


def _words(text: str) -> float:
    """Chinese and Japanese have no spaces: there three signs count for a word."""
    signs = sum(sign >= _IDEOGRAPHS for sign in text)
    return signs / 3 or len(text.split())


def with_time_to_read(stretch: Stretch) -> Stretch:
    """For the first time: whoever knows a move needs only as long as it takes to get into it."""
    read = timedelta(
        seconds=ceil(_words(" ".join((*stretch.ways, *stretch.steps))) / _WORDS_A_SECOND)
    )
    missing = read - stretch.setup
    if not stretch.is_counted or missing <= ZERO:
        return stretch
    return replace(stretch, setup=stretch.setup + missing, length=stretch.length + missing)


FLOOR_TIER = 2
STAND_UP_ID = "stand_up"
LET_GO_ID = "let_go"
"""What standing up for half a minute is to whoever sits in a wheelchair."""
WALK_ID = "walk"
