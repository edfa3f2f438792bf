"""What keeps a stretch from being proposed at all, and the tags by which people say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from gettext import gettext as _

from deskbreak.core.duration import format_duration
from deskbreak.core.policy import Breaks, Stretches
from deskbreak.core.stretch import FLOOR_TIER, Discretion, Group, Place, Stretch, Where

_OFFICE = (Where.CHAIR, Where.STANDING, Where.WALL)
_HOME = (*_OFFICE, Where.FLOOR)
_CLINICIAN = "clinician"


def avoid_texts() -> Mapping[str, str]:
    """Every tag that `stretches.avoid` and a stretch's `avoid` may name, with what it means."""
    return {
        "leg_nerve": _("Pain, tingling or numbness running down the leg"),
        "hip_precautions": _(
            "Hip replacement under surgeon's precautions "
            "(no bending past 90 degrees, no crossing, no twisting)"
        ),
        "knee_kneel": _("Cannot kneel comfortably"),
        "knee_load": _("Knee pain with bending or squatting"),
        "shoulder": _("Painful, unstable, recently dislocated or frozen shoulder"),
        "overhead": _("Overhead reaching hurts"),
        "wrist": _("Wrist pain in weight bearing"),
        "bones": _("Osteoporosis or a spinal fracture: no forced bending or twisting"),
        "flexion": _("Bending forward makes the back or leg pain worse"),
        "extension": _("Arching backward makes the back or leg pain worse"),
        "twist": _("Twisting makes the back pain worse"),
        "balance": _("Dizzy on standing or unsteady: hold something solid or skip"),
        "preg_supine": _("Pregnant, from about 16 weeks: no lying flat on the back"),
        "preg_prone": _("Pregnant: no lying on the front"),
        "bp": _("Uncontrolled high blood pressure: no long hard holds, never hold the breath"),
        "hypermobile": _("Very flexible or hypermobile joints: stay mid-range, shorter holds"),
        "injury": _("Recent injury or surgery in the area: ask a clinician first"),
        _CLINICIAN: _("Only if a clinician taught it to you"),
    }


class Bar(Enum):
    """Why a stretch may not be proposed, in the order in which it is asked."""

    STAND = auto()
    NO_WALKS = auto()
    WHEELCHAIR = auto()
    STARTER = auto()
    FLOOR = auto()
    TAUGHT = auto()
    REQUIRES = auto()
    PLACE = auto()
    AVOID = auto()
    ROLLING = auto()
    NEVER = auto()
    RESTING = auto()
    OFF = auto()
    SEATED = auto()
    LENGTH = auto()


@dataclass(frozen=True, slots=True)
class Filters:
    """What a stretch must pass to be proposed. `resting` says until when each sore move rests.

    Place and break length never stop the walk: it leads away from the one and fills the other.
    """

    wishes: Stretches
    breaks: Breaks
    done: tuple[str, ...]
    resting: Mapping[str, datetime]
    must_get_up: bool
    off: tuple[Group, ...] = ()

    def bar(self, stretch: Stretch) -> Bar | None:
        """The first thing that keeps the stretch out; None if nothing does."""
        wishes = self.wishes
        walks = stretch.group is Group.WALK
        asks_for_it = wishes.seated or wishes.place is Place.MEETING
        may_sit = wishes.wheelchair or (asks_for_it and not self.must_get_up)
        questions = (
            (Bar.STAND, stretch.group is Group.STAND),
            (Bar.NO_WALKS, walks and self.breaks.walk_every == 0),
            (Bar.WHEELCHAIR, wishes.wheelchair and stretch.gets_up),
            (Bar.STARTER, wishes.starter and not (walks or stretch.starter)),
            (Bar.FLOOR, stretch.tier == FLOOR_TIER and not wishes.floor),
            (Bar.TAUGHT, _is_taught(stretch) and not wishes.taught),
            (Bar.REQUIRES, any(id_ not in self.done for id_ in stretch.requires)),
            (Bar.PLACE, not walks and not _suits(stretch, wishes.place)),
            (Bar.AVOID, any(tag in wishes.avoid for tag in stretch.avoid)),
            (Bar.ROLLING, stretch.rolling_chair_unsafe and wishes.rolling_chair),
            (Bar.NEVER, stretch.id in wishes.never),
            (Bar.RESTING, stretch.id in self.resting),
            (Bar.OFF, stretch.group in self.off),
            (Bar.SEATED, not stretch.gets_up and not may_sit),
            (Bar.LENGTH, not walks and stretch.length > self.breaks.break_length),
        )
        return next((bar for bar, stops in questions if stops), None)

    def told(self, bar: Bar, stretch: Stretch) -> str:
        """The bar in one sentence, naming the setting that would lift it."""
        texts = {
            Bar.STAND: _("It is for a break put off too often; the rotation never chooses it."),
            Bar.NO_WALKS: _("breaks.walk_every is 0: no walks."),
            Bar.WHEELCHAIR: _("It gets up, and stretches.wheelchair is on."),
            Bar.STARTER: _("It is none to begin with, and stretches.starter is on."),
            Bar.FLOOR: _("It is for the floor at home, and stretches.floor is off."),
            Bar.TAUGHT: _("It is for whom a physiotherapist taught it: stretches.taught is off."),
            Bar.REQUIRES: _("It comes after {missing}, not done lately."),
            Bar.PLACE: _("It does not suit stretches.place, which is {place}."),
            Bar.AVOID: _("stretches.avoid leaves it out: {unwanted}."),
            Bar.ROLLING: _("It pulls on the chair, and stretches.rolling_chair says yours rolls."),
            Bar.NEVER: _("stretches.never leaves it out."),
            Bar.RESTING: _("It hurt and rests until {until:%Y-%m-%d %H:%M} UTC."),
            Bar.OFF: _("Its group hurt twice within two weeks: deskbreak stretches allow {group}"),
            Bar.SEATED: _("It does not get you up, and stretches.seated is off."),
            Bar.LENGTH: _("It takes {length}, more than breaks.break_length."),
        }
        return texts[bar].format(
            missing=", ".join(id_ for id_ in stretch.requires if id_ not in self.done),
            place=self.wishes.place.value,
            unwanted=", ".join(tag for tag in stretch.avoid if tag in self.wishes.avoid),
            until=self.resting.get(stretch.id),
            length=format_duration(stretch.length),
            group=stretch.group.value,
        )


def _is_taught(stretch: Stretch) -> bool:
    return stretch.tier > FLOOR_TIER or _CLINICIAN in stretch.avoid


def _suits(stretch: Stretch, place: Place) -> bool:
    if place is Place.MEETING:
        return stretch.where is Where.CHAIR and stretch.office is Discretion.DISCREET
    return stretch.where in (_HOME if place is Place.HOME else _OFFICE)
