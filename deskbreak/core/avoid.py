"""What keeps a stretch from being proposed, the tags by which people say so, and what may stay."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from gettext import gettext as _
from typing import assert_never

from deskbreak.core.duration import format_duration
from deskbreak.core.policy import Breaks, Stretches
from deskbreak.core.stretch import (
    FLOOR_TIER,
    Area,
    Discretion,
    Equipment,
    Group,
    Place,
    Stretch,
    Wheels,
    Where,
    whole_length,
)

_SEATS = (Where.CHAIR, Where.WHEELCHAIR)
_OFFICE = (*_SEATS, Where.STANDING, Where.WALL)
_CLINICIAN = "clinician"
_SOMEWHERE = "injury"
"""An injury, and nobody said where; settings from before there were areas have it."""
_FOR_ANY_INJURY = ("ankle_pump", "chin_tuck", "scap_squeeze", "wc_breath")


def avoid_texts() -> Mapping[str, str]:
    """Every tag that `stretches.avoid` and a stretch's `avoid` may name, with what it means."""
    return {
        "leg_nerve": _("Pain, tingling or numbness running down the leg"),
        "hip_precautions": _(
            "Hip replacement, and your surgeon gave you rules (such as no bending past 90°, "
            "no crossing, no twisting, no leg behind you)"
        ),
        "knee_kneel": _("Kneeling is uncomfortable"),
        "knee_load": _("Knee pain with bending or squatting"),
        "shoulder": _("Painful, unstable, recently dislocated or frozen shoulder"),
        "overhead": _("Reaching overhead hurts"),
        "wrist": _("Wrist pain with weight on the hand"),
        "bones": _("Osteoporosis or a spinal fracture"),
        "flexion": _("Bending forward makes the back or leg pain worse"),
        "extension": _("Arching backward makes the back or leg pain worse"),
        "twist": _("Twisting makes the back pain worse"),
        "balance": _("Dizzy on standing, or unsteady"),
        "preg_supine": _("Pregnant, from about 16 weeks (nothing lying flat on the back)"),
        "preg_prone": _("Pregnant (nothing lying on the front)"),
        "bp": _("High blood pressure that is not under control"),
        "hypermobile": _("Very flexible or hypermobile joints"),
        _SOMEWHERE: _("Recent injury or surgery, wherever it was"),
        _CLINICIAN: _("Only if a clinician taught it to you"),
    }


def area_name(area: Area) -> str:
    """The part of the body as people read it."""
    match area:
        case Area.BACK:
            return _("Back")
        case Area.NECK:
            return _("Neck")
        case Area.HIP:
            return _("Hip or groin")
        case Area.KNEE:
            return _("Knee")
        case Area.ANKLE:
            return _("Ankle or foot")
        case Area.SHOULDER:
            return _("Shoulder")
        case Area.WRIST:
            return _("Wrist or hand")
        case Area.ABDOMEN:
            return _("Tummy")
        case _:
            assert_never(area)


def equipment_name(needed: Equipment) -> str:
    """The thing as people read it, in the middle of a sentence."""
    match needed:
        case Equipment.WALL:
            return _("a free wall")
        case Equipment.DOORWAY:
            return _("a doorway")
        case Equipment.DESK:
            return _("a desk to hold")
        case Equipment.STURDY_CHAIR:
            return _("a sturdy chair")
        case Equipment.STRAP:
            return _("a strap or towel")
        case Equipment.BED:
            return _("a firm bed")
        case Equipment.BENCH:
            return _("a bench in a gym")
        case _:
            assert_never(needed)


def for_person(stretch: Stretch, wishes: Stretches) -> Stretch:
    """The move as this person does it: eased where a caution of theirs asks for it.

    An eased move is held for at most ten seconds and does not grow.
    """
    mine = tuple(ease for ease in stretch.ease if ease.tag in wishes.avoid)
    brakes = (_("Brakes on, casters forward."),) if wishes.wheelchair else ()
    if not mine:
        return replace(stretch, ways=brakes) if brakes else stretch
    eased = replace(
        stretch,
        ways=(*brakes, *(ease.form for ease in mine)),
        hold=min(stretch.hold, *(ease.hold for ease in mine)),
        no_more=_("You do it in an easier form, which does not grow."),
    )
    return replace(eased, length=whole_length(eased)) if eased.is_counted else eased


class Bar(Enum):
    """Why a stretch may not be proposed, in the order in which it is asked."""

    STAND = auto()
    NO_WALKS = auto()
    PRESSURE = auto()
    WHEELCHAIR = auto()
    STARTER = auto()
    FLOOR = auto()
    TAUGHT = auto()
    REQUIRES = auto()
    PLACE = auto()
    LACKING = auto()
    AVOID = auto()
    INJURY = auto()
    ROLLING = auto()
    NEVER = auto()
    RESTING = auto()
    GROUP_RESTING = auto()
    OFF = auto()
    SEATED = auto()
    LENGTH = auto()


PERSONAL = frozenset(
    {
        *(Bar.LACKING, Bar.AVOID, Bar.INJURY, Bar.ROLLING, Bar.NEVER),
        *(Bar.RESTING, Bar.GROUP_RESTING, Bar.OFF),
    }
)
"""What this person ruled out, or what hurt them."""

UNSAFE = frozenset(
    {
        *(Bar.WHEELCHAIR, Bar.TAUGHT, Bar.REQUIRES, Bar.AVOID),
        *(Bar.INJURY, Bar.NEVER, Bar.RESTING, Bar.GROUP_RESTING, Bar.OFF),
    }
)
"""What not even the user's own *start* passes over unasked (rule 6)."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a stretch must pass to be proposed.

    `resting` says until when each sore move rests, `resting_groups` all of a kind. Break length never stops the walk, which fills it. `may_sit` lets seated moves in, wished for
    or because too little else is left.
    """

    wishes: Stretches
    breaks: Breaks
    done: tuple[str, ...]
    resting: Mapping[str, datetime]
    must_get_up: bool
    off: tuple[Group, ...] = ()
    resting_groups: Mapping[Group, datetime] = field(default_factory=dict)
    may_sit: bool = False

    def bars(self, stretch: Stretch) -> Iterator[Bar]:
        """All that keeps the stretch out, in order."""
        wishes = self.wishes
        walks = stretch.group is Group.WALK
        questions = (
            (Bar.STAND, stretch.group is Group.STAND),
            (Bar.NO_WALKS, walks and self.breaks.walk_every == 0),
            (Bar.PRESSURE, stretch.group is Group.PRESSURE and not wishes.pressure_relief),
            (Bar.WHEELCHAIR, not _suits_wheels(stretch, wishes)),
            (Bar.STARTER, wishes.starter and not (walks or stretch.starter)),
            (Bar.FLOOR, _is_on_the_floor(stretch) and not wishes.floor),
            (Bar.TAUGHT, _is_taught(stretch) and not wishes.taught),
            (Bar.REQUIRES, any(id_ not in self.done for id_ in stretch.requires)),
            (Bar.PLACE, not _suits_place(stretch, wishes.place)),
            (Bar.LACKING, any(needed in wishes.lacking for needed in stretch.needs)),
            (Bar.AVOID, any(tag in wishes.avoid for tag in stretch.avoid)),
            (Bar.INJURY, _is_injured(stretch, wishes)),
            (Bar.ROLLING, stretch.rolling_chair_unsafe and _rolls(wishes)),
            (Bar.NEVER, stretch.id in wishes.never),
            (Bar.RESTING, stretch.id in self.resting),
            (Bar.GROUP_RESTING, stretch.group in self.resting_groups),
            (Bar.OFF, stretch.group in self.off),
            (Bar.SEATED, not stretch.gets_up and not self._may_be_seated),
            (Bar.LENGTH, self._is_too_long(stretch)),
        )
        return (bar for bar, stops in questions if stops)

    def bar(self, stretch: Stretch) -> Bar | None:
        """The first thing that keeps the stretch out; None if nothing does."""
        return next(self.bars(stretch), None)

    def risk(self, stretch: Stretch) -> Bar | None:
        """The first thing for which even its own *start* asks once more; None if nothing does."""
        return next((bar for bar in self.bars(stretch) if bar in UNSAFE), None)

    @property
    def _may_be_seated(self) -> bool:
        """In a meeting nothing asks to get up; elsewhere one seated move is followed by another kind."""
        wishes = self.wishes
        if wishes.wheelchair or wishes.place is Place.MEETING:
            return True
        return (wishes.seated or self.may_sit) and not self.must_get_up

    def _is_too_long(self, stretch: Stretch) -> bool:
        """Taking the weight off the seat lasts as long as it must."""
        if stretch.group in (Group.WALK, Group.PRESSURE):
            return False
        return for_person(stretch, self.wishes).length > self.breaks.room_for(stretch)

    def sentence(self, bar: Bar, stretch: Stretch) -> str:
        """The bar in one sentence, naming the setting that would lift it."""
        return _sentences()[bar].format(
            missing=", ".join(id_ for id_ in stretch.requires if id_ not in self.done),
            place=self.wishes.place.value,
            lacking=", ".join(
                equipment_name(needed) for needed in stretch.needs if needed in self.wishes.lacking
            ),
            unwanted=", ".join(tag for tag in stretch.avoid if tag in self.wishes.avoid),
            until=self.resting.get(stretch.id) or self.resting_groups.get(stretch.group),
            length=format_duration(stretch.length),
            longest=format_duration(self.breaks.room_for(stretch)),
            group=stretch.group.value,
        )


def _sentences() -> Mapping[Bar, str]:
    return {
        Bar.STAND: _("It is for a break put off too often; the rotation never chooses it."),
        Bar.NO_WALKS: _("breaks.walk_every is 0: no walks."),
        Bar.PRESSURE: _("It takes the weight off the seat, and stretches.pressure_relief is 0s."),
        Bar.WHEELCHAIR: _(
            "It does not suit stretches.wheelchair, or legs and trunk as you set them."
        ),
        Bar.STARTER: _("It isn't a starter move, and stretches.starter is on."),
        Bar.FLOOR: _("It is for the floor, and stretches.floor is off."),
        Bar.TAUGHT: _("Only if a physiotherapist taught you this move: stretches.taught is off."),
        Bar.REQUIRES: _("It comes after {missing}, not done lately."),
        Bar.PLACE: _("It does not suit stretches.place, which is {place}."),
        Bar.LACKING: _("It needs {lacking}, and stretches.lacking says there is none."),
        Bar.AVOID: _("stretches.avoid leaves it out: {unwanted}."),
        Bar.INJURY: _("stretches.injury leaves it out: ask whoever treats you first."),
        Bar.ROLLING: _("It pulls on the chair, and stretches.rolling_chair says yours rolls."),
        Bar.NEVER: _("stretches.never leaves it out."),
        Bar.RESTING: _("It hurt and rests until {until:%Y-%m-%d %H:%M} UTC."),
        Bar.GROUP_RESTING: _(
            "A move of its kind hurt, and they rest until {until:%Y-%m-%d %H:%M} UTC."
        ),
        Bar.OFF: _("Its group hurt twice within two weeks: deskbreak stretches allow {group}"),
        Bar.SEATED: _("It does not get you up, and stretches.seated is off."),
        Bar.LENGTH: _("It takes {length}; breaks.break_length leaves {longest}."),
    }


def _rolls(wishes: Stretches) -> bool:
    """A wheelchair has brakes."""
    return wishes.rolling_chair and not wishes.wheelchair


def _is_taught(stretch: Stretch) -> bool:
    return stretch.tier > FLOOR_TIER or _CLINICIAN in stretch.avoid


def _is_on_the_floor(stretch: Stretch) -> bool:
    return stretch.tier == FLOOR_TIER or stretch.where is Where.FLOOR


def _is_injured(stretch: Stretch, wishes: Stretches) -> bool:
    if _SOMEWHERE in wishes.avoid and stretch.id not in _FOR_ANY_INJURY:
        return True
    return any(area in wishes.injury for area in stretch.areas)


def _suits_wheels(stretch: Stretch, wishes: Stretches) -> bool:
    """Whoever sits in a wheelchair gets nothing that asks for more than they have."""
    if not wishes.wheelchair:
        return stretch.where is not Where.WHEELCHAIR
    match stretch.wheels:
        case Wheels.ALL:
            return True
        case Wheels.TRUNK:
            return wishes.steady_trunk
        case Wheels.LEGS:
            return wishes.legs
        case Wheels.NO:
            return False
        case _:
            assert_never(stretch.wheels)


def _suits_place(stretch: Stretch, place: Place) -> bool:
    """Where it can be done, and how much others would notice."""
    match place:
        case Place.MEETING:
            return stretch.where in _SEATS and stretch.office is Discretion.DISCREET
        case Place.OFFICE:
            is_seen = stretch.office in (Discretion.PRIVATE, Discretion.NO)
            return stretch.where in _OFFICE and not is_seen
        case Place.HOME:
            return stretch.where is not Where.GYM
        case Place.GYM:
            return stretch.where is not Where.CHAIR
        case _:
            assert_never(place)
