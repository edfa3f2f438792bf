"""A stretch of the catalogue, as the rotation chooses it and the guide leads it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

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
    WALK = "walk"
    STAND = "stand"


class Where(StrEnum):
    """What a stretch is done on."""

    CHAIR = "chair"
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


@dataclass(frozen=True, slots=True)
class Stretch:
    """One move with its dose; the fields are the keys of a catalogue, and of a printed stretch.

    `length` is the whole guided time, set-up and both sides included. `gets_up` says that it
    takes the user off the chair, which is what ends a bout of sitting. `tier` 1 is the desk
    rotation, 2 home and floor, 3 gym or taught by a clinician. `most_reps` is how many repeats
    practice may lead to; 0: twice as many as at first. `picture` is the file that a pack
    brings along; those of the bundled moves go by their ids.
    """

    id: str
    name: str
    group: Group
    where: Where
    gets_up: bool
    length: timedelta
    steps: tuple[str, ...] = ()
    tier: int = 1
    office: Discretion = Discretion.OK
    starter: bool = False
    rolling_chair_unsafe: bool = False
    hold: timedelta = ZERO
    reps: int = 1
    most_reps: int = 0
    sides: int = 1
    move: timedelta = ZERO
    rest: timedelta = ZERO
    setup: timedelta = ZERO
    targets: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    cue: str = ""
    feel: str = ""
    easier: str = ""
    harder: str = ""
    avoid: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    picture: str = ""


FLOOR_TIER = 2
STAND_UP_ID = "stand_up"
LET_GO_ID = "let_go"
"""What standing up for half a minute is to whoever sits in a wheelchair."""
WALK_ID = "walk"
