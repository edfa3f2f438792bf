"""A stretch of the catalogue, as the rotation chooses it and the guide leads it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import assert_never

from deskbreak.core.moment import ZERO


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


class Equipment(StrEnum):
    """What a move cannot do without, and not everybody has."""

    WALL = "wall"
    DOORWAY = "doorway"
    DESK = "desk"
    STURDY_CHAIR = "sturdy_chair"
    STRAP = "strap"
    BED = "bed"
    BENCH = "bench"


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


@dataclass(frozen=True, slots=True)
class Ease:
    """The form in which the move may stay for whoever has this caution, held for so long at most."""

    tag: str
    form: str
    hold: timedelta = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Stage:
    """A dose of a move that is built up over weeks, and the form it has meanwhile, if its own."""

    reps: int
    hold: timedelta
    sets: int = 1
    form: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One move with its dose; the fields are the keys of a catalogue, and of a printed stretch.

    `length` is the whole guided time: for a counted move the sum of its parts (`whole_length`),
    for any other what the catalogue says. `move_in` and `move_out` belong to each repeat,
    `rest` stands between two repeats of a side, `change` between the sides, `set_rest` between
    sets, `finish` after all. `gets_up` says that it takes the user off the chair, which is what
    ends a bout of sitting. `tier` 1 is the desk rotation, 2 home and floor, 3 gym or taught by a
    clinician. `most_reps` is how many repeats practice may lead to; 0: twice as many as at first;
    `no_more` says why a dose does not grow. `ease` are the forms in which it stays for those
    whom a caution would keep it from; `ways` those of this person (`for_person`). `picture` is the
    file that a pack brings along; those of the bundled moves go by their ids.
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

    @property
    def is_counted(self) -> bool:
        """It has repeats or holds to lead through; a walk has not."""
        return bool(self.hold) or self.reps > 1


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


FLOOR_TIER = 2
STAND_UP_ID = "stand_up"
LET_GO_ID = "let_go"
"""What standing up for half a minute is to whoever sits in a wheelchair."""
WALK_ID = "walk"
