"""What keeps a stretch from being proposed, and what may stay."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from enum import Enum, auto
from gettext import gettext as _
from gettext import pgettext
from itertools import islice
from types import MappingProxyType
from typing import assert_never

from deskbreak.core.cautions import CLINICIAN, SOMEWHERE, avoid_texts
from deskbreak.core.duration import format_duration
from deskbreak.core.in_a_list import in_a_list
from deskbreak.core.naming import is_called_by, move_name
from deskbreak.core.policy import Breaks, Stretches
from deskbreak.core.stretch import (
    FLOOR_TIER,
    STAND_UP_ID,
    Area,
    Discretion,
    Ease,
    Equipment,
    Group,
    Place,
    Stage,
    Stretch,
    Wheels,
    Where,
    in_form,
    whole_length,
)
from deskbreak.core.wall_clock import clock_time
from deskbreak.core.words import place_name
from deskbreak.value import value

_SEATS = (Where.CHAIR, Where.WHEELCHAIR)
_OFFICE = (*_SEATS, Where.STANDING, Where.WALL)
_FOR_ANY_INJURY = ("ankle_pump", "chin_tuck", "scap_squeeze", "wc_breath")


def area_name(area: Area) -> str:
    """The part of the body as people read it."""
    match area:
        case Area.BACK:
            return pgettext("part of the body", "Back")
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
        case Equipment.TILT:
            return _("a wheelchair that tilts")
        case _:
            assert_never(needed)


def equipment_asked(*, wheelchair: bool, lacking: Collection[str]) -> tuple[Equipment, ...]:
    """What there may be none of.

    Whether a wheelchair tilts is asked of who sits in one; whoever said so before sees it, too.
    """
    tilts = wheelchair or Equipment.TILT in lacking
    return tuple(each for each in Equipment if tilts or each is not Equipment.TILT)


_ON_THE_FEET = (Where.STANDING, Where.WALL, Where.CHAIR)
_TAPS = timedelta(seconds=15)
"""Ten of tapping the toes before standing up, five of standing still after it."""
_LEGS = frozenset({Area.HIP, Area.KNEE, Area.ANKLE})


def stays_seated(wishes: Stretches) -> bool:
    """Whoever sits in a wheelchair or in a meeting, or may not trust a leg, is never told to stand up.

    An injury of which nobody said where it is may be one of a leg.
    """
    hurt = tuple(Area) if SOMEWHERE in wishes.avoid else wishes.injury
    return wishes.wheelchair or wishes.place.is_among_others or not _LEGS.isdisjoint(hurt)


def for_person(stretch: Stretch, wishes: Stretches) -> Stretch:
    """The move as this person does it: eased where a caution of theirs asks for it.

    An eased move is held for at most ten seconds and does not grow. Nobody who is careful with
    anything is told how to do more: no caution was ever held against those hints.
    """
    mine = tuple(ease for ease in stretch.ease if ease.tag in wishes.avoid)
    own = _made_ready(stretch, wishes, on_the_feet=not any(ease.seated for ease in mine))
    if mine:
        own = _eased(own, mine)
    if own.harder and (wishes.avoid or wishes.injury):
        own = replace(own, harder="")
    if own is stretch or not own.is_counted:
        return own
    return replace(own, length=whole_length(own))


def _eased(stretch: Stretch, mine: tuple[Ease, ...]) -> Stretch:
    """In all of these forms at once; what is built up in stages stays in its first one.

    The form of that is told, too, unless the others put away all that it does.
    """
    first, *_more = stretch.stages or (Stage(stretch.reps, stretch.hold, stretch.sets),)
    forms = tuple(ease.form for ease in mine)
    without = {number for ease in mine for number in ease.without}
    if first.form and not without.issuperset(first.without):
        forms = (first.form, *forms)
    return replace(
        in_form(stretch, (*stretch.ways, *forms), without.union(first.without)),
        reps=first.reps,
        sets=first.sets,
        hold=min(first.hold, *(ease.hold for ease in mine)),
        no_more=_("You do it in an easier form, which does not grow."),
    )


def _made_ready(stretch: Stretch, wishes: Stretches, *, on_the_feet: bool) -> Stretch:
    """With what comes before every move: in a wheelchair, and for whoever gets dizzy on standing."""
    if wishes.wheelchair:
        belt = _("Belt stays on unless you sit safely without it. First time: with someone near.")
        return replace(stretch, ways=(_("Brakes on, casters forward."), belt))
    gets_up = stretch.gets_up and stretch.where in _ON_THE_FEET and stretch.id != STAND_UP_ID
    if "balance" in wishes.avoid and on_the_feet and gets_up:
        taps = _("Tap your toes ten times, stand up, and stand still for a moment.")
        return replace(stretch, ways=(taps,), setup=stretch.setup + _TAPS)
    return stretch


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

_GRAVEST = (
    *(Bar.RESTING, Bar.GROUP_RESTING, Bar.OFF, Bar.NEVER, Bar.AVOID, Bar.INJURY),
    *(Bar.WHEELCHAIR, Bar.TAUGHT, Bar.REQUIRES),
)
UNSAFE = frozenset(_GRAVEST)
"""What not even the user's own *start* passes over unasked (rule 6)."""
HARMFUL = UNSAFE - {Bar.NEVER, Bar.REQUIRES}
"""What ends even a guide that runs; what is merely unwanted may be done to its end."""


@value
class Filters:
    """What a stretch must pass to be proposed.

    `resting` says until when each sore move rests, `resting_groups` until when all of a kind do.
    `off` are the groups that hurt twice. `may_sit` lets seated moves in where too little else is
    left. `catalogue` is where the names of other moves stand. Break length never stops the walk, which fills it.
    """

    wishes: Stretches
    breaks: Breaks
    done: Collection[str]
    resting: Mapping[str, datetime]
    must_get_up: bool
    off: tuple[Group, ...] = ()
    resting_groups: Mapping[Group, datetime] = field(default_factory=dict)
    may_sit: bool = False
    zone: tzinfo = UTC
    catalogue: tuple[Stretch, ...] = ()

    def bars(self, stretch: Stretch) -> Iterator[Bar]:
        """All that keeps the stretch out, in order."""
        return (bar for bar, keeps_out in _QUESTIONS if keeps_out(self, stretch))

    def bar(self, stretch: Stretch) -> Bar | None:
        """The first thing that keeps the stretch out; None if nothing does."""
        for bar, keeps_out in _QUESTIONS:
            if keeps_out(self, stretch):
                return bar
        return None

    def lets_in(self, suited: Stretch) -> bool:
        """Whether nothing else keeps out a move that `suits`."""
        return not any(keeps_out(self, suited) for _bar, keeps_out in _OF_TODAY)

    def leaves(self, enough: int, suited: Iterable[Stretch]) -> bool:
        """Whether at least so many of the moves pass; no more of them are asked about than it takes."""
        passing = (True for move in suited if self.lets_in(move))
        return sum(islice(passing, enough)) == enough

    def risk(self, stretch: Stretch) -> Bar | None:
        """The gravest thing for which even its own *start* asks once more; None if nothing does."""
        return min(UNSAFE.intersection(self.bars(stretch)), key=_GRAVEST.index, default=None)

    @property
    def may_be_seated(self) -> bool:
        """In a meeting nothing asks to get up; elsewhere one seated move is followed by another kind."""
        wishes = self.wishes
        if wishes.wheelchair or wishes.place.is_among_others:
            return True
        return (wishes.seated or self.may_sit) and not self.must_get_up

    def is_too_long(self, stretch: Stretch) -> bool:
        """Taking the weight off the seat lasts as long as it must, and so does getting up safely."""
        if stretch.group in (Group.WALK, Group.PRESSURE):
            return False
        own = for_person(stretch, self.wishes)
        return own.length - (own.setup - stretch.setup) > self.breaks.room_for(stretch)

    def sentence(self, bar: Bar, stretch: Stretch) -> str:
        """The bar in one sentence, and what would lift it, for who types."""
        plain, lifted_by = self.plainly(bar, stretch), _LIFTED_BY.get(bar)
        if lifted_by is None:
            return plain
        end = plain[-1:] if plain.endswith((".", "。")) else ""
        return f"{plain.removesuffix(end)} ({lifted_by.format(group=stretch.group.value)}){end}"

    def plainly(self, bar: Bar, stretch: Stretch) -> str:
        """The bar in one sentence, as one says it to somebody who has never seen a setting's key."""
        means = avoid_texts()
        return _sentences()[bar].format(
            missing=in_a_list(
                move_name(id_, self.catalogue) for id_ in stretch.requires if id_ not in self.done
            ),
            place=place_name(self.wishes.place),
            lacking=in_a_list(
                equipment_name(needed)
                for needed in dict.fromkeys(_needed(stretch, self.wishes))
                if needed in self.wishes.lacking
            ),
            unwanted="; ".join(means[tag] for tag in stretch.avoid if tag in self.wishes.avoid),
            until=self._rests_until(stretch),
            length=format_duration(stretch.length),
            longest=format_duration(self.breaks.room_for(stretch)),
        )

    def in_short(self, bar: Bar, stretch: Stretch) -> str:
        """The bar in a few words, for a glance; where there are none, in its sentence."""
        return _in_short().get(bar) or self.plainly(bar, stretch)

    def _rests_until(self, stretch: Stretch) -> str:
        until = self.resting.get(stretch.id) or self.resting_groups.get(stretch.group)
        if until is None:
            return ""
        return f"{until.astimezone(self.zone):%Y-%m-%d} {clock_time(until, self.zone)}"


_QUESTIONS: tuple[tuple[Bar, Callable[[Filters, Stretch], bool]], ...] = (
    # in this order, and no further than whoever asks wants to know
    (Bar.STAND, lambda _by, move: move.group is Group.STAND),
    (Bar.NO_WALKS, lambda by, move: _walks(move) and by.breaks.walk_every == 0),
    (
        Bar.PRESSURE,
        lambda by, move: move.group is Group.PRESSURE and not by.wishes.unload_every,
    ),
    (Bar.WHEELCHAIR, lambda by, move: not _suits_wheels(move, by.wishes)),
    (Bar.STARTER, lambda by, move: by.wishes.starter and not (_walks(move) or move.starter)),
    (Bar.FLOOR, lambda by, move: _is_on_the_floor(move) and not by.wishes.floor),
    (Bar.TAUGHT, lambda by, move: _is_taught(move) and not by.wishes.taught),
    (Bar.REQUIRES, lambda by, move: any(id_ not in by.done for id_ in move.requires)),
    (Bar.PLACE, lambda by, move: not suits_place(move, by.wishes.place)),
    (Bar.LACKING, lambda by, move: _is_lacking(move, by.wishes)),
    (Bar.AVOID, lambda by, move: not set(move.avoid).isdisjoint(by.wishes.avoid)),
    (Bar.INJURY, lambda by, move: _is_injured(move, by.wishes)),
    (Bar.ROLLING, lambda by, move: move.rolling_chair_unsafe and _rolls(by.wishes)),
    (Bar.NEVER, lambda by, move: is_called_by(move, by.wishes.never)),
    (Bar.RESTING, lambda by, move: move.id in by.resting),
    (Bar.GROUP_RESTING, lambda by, move: move.group in by.resting_groups),
    (Bar.OFF, lambda by, move: move.group in by.off),
    (Bar.SEATED, lambda by, move: not move.gets_up and not by.may_be_seated),
    (Bar.LENGTH, lambda by, move: by.is_too_long(move)),
)


_CHANGING = (Bar.REQUIRES, Bar.RESTING, Bar.GROUP_RESTING, Bar.OFF, Bar.SEATED)
"""What depends on the day, too. All others are asked once, and hold until the settings change."""
_OF_TODAY = tuple(each for each in _QUESTIONS if each[0] in _CHANGING)
_OF_SETTINGS = tuple(each for each in _QUESTIONS if each[0] not in _CHANGING)


def suits(move: Stretch, wishes: Stretches, breaks: Breaks) -> bool:
    """Whether no setting keeps the move out, whatever was done before or hurts."""
    by = Filters(wishes, breaks, (), {}, must_get_up=False)
    return not any(keeps_out(by, move) for _bar, keeps_out in _OF_SETTINGS)


def _walks(stretch: Stretch) -> bool:
    return stretch.group is Group.WALK


_LIFTED_BY: Mapping[Bar, str] = MappingProxyType(
    {  # the others end by themselves
        Bar.NO_WALKS: "breaks.walk_every",
        Bar.PRESSURE: "stretches.pressure_relief",
        Bar.WHEELCHAIR: "stretches.wheelchair",
        Bar.STARTER: "stretches.starter",
        Bar.FLOOR: "stretches.floor",
        Bar.TAUGHT: "stretches.taught",
        Bar.PLACE: "stretches.place",
        Bar.LACKING: "stretches.lacking",
        Bar.AVOID: "stretches.avoid",
        Bar.INJURY: "stretches.injury",
        Bar.ROLLING: "stretches.rolling_chair",
        Bar.NEVER: "stretches.never",
        Bar.OFF: "deskbreak stretches allow {group}",
        Bar.SEATED: "stretches.seated",
        Bar.LENGTH: "breaks.break_length",
    }
)
"""The setting, or the command, that lifts a bar."""


def _sentences() -> Mapping[Bar, str]:
    return {
        Bar.STAND: _("It is for a break put off too often; the rotation never chooses it."),
        Bar.NO_WALKS: _("Walks are off."),
        Bar.PRESSURE: _("It takes the weight off the seat, and reminders of that are off."),
        Bar.WHEELCHAIR: _("It does not suit your chair, or legs and trunk as you set them."),
        Bar.STARTER: _("It isn't a starter move, and you asked for those only."),
        Bar.FLOOR: _("It is for the floor, and moves on the floor are off."),
        Bar.TAUGHT: _("Only if a physiotherapist taught you this move."),
        Bar.REQUIRES: _("It comes after {missing}, not done lately."),
        Bar.PLACE: _("It does not suit where you are: {place}."),
        Bar.LACKING: _("It needs {lacking}, and you said there is none."),
        Bar.AVOID: _("What you are careful with leaves it out: {unwanted}."),
        Bar.INJURY: _("It loads what was hurt or operated on: ask whoever treats you first."),
        Bar.ROLLING: _("It pulls on the chair, and yours rolls."),
        Bar.NEVER: _("You asked never to be shown it."),
        Bar.RESTING: _("It hurt and rests until {until}."),
        Bar.GROUP_RESTING: _("A move of its kind hurt, and they rest until {until}."),
        Bar.OFF: _("Its group hurt twice within two weeks."),
        Bar.SEATED: _("It does not get you up, and seated moves are off."),
        Bar.LENGTH: _("It takes {length}, and your breaks leave {longest}."),
    }


def _in_short() -> Mapping[Bar, str]:
    return {  # the sentence of any other is short, or is to be read whole
        Bar.STAND: _("Only for breaks put off too often."),
        Bar.PRESSURE: _("Reminders of it are off."),
        Bar.WHEELCHAIR: _("Doesn't suit your chair."),
        Bar.STARTER: _("Not a starter move."),
        Bar.FLOOR: _("Moves on the floor are off."),
        Bar.AVOID: _("Left out by your cautions."),
        Bar.LACKING: _("Something it needs is missing."),
        Bar.NEVER: _("You switched it off."),
        Bar.SEATED: _("Seated moves are off."),
        Bar.LENGTH: _("Too long for your breaks."),
    }


def _rolls(wishes: Stretches) -> bool:
    """A wheelchair has brakes."""
    return wishes.rolling_chair and not wishes.wheelchair


def _is_taught(stretch: Stretch) -> bool:
    return stretch.tier > FLOOR_TIER or CLINICIAN in stretch.avoid


def _is_on_the_floor(stretch: Stretch) -> bool:
    return stretch.tier == FLOOR_TIER or stretch.where is Where.FLOOR


def _is_lacking(stretch: Stretch, wishes: Stretches) -> bool:
    return bool(wishes.lacking) and not set(wishes.lacking).isdisjoint(_needed(stretch, wishes))


def _needed(stretch: Stretch, wishes: Stretches) -> Iterator[Equipment]:
    """For the move, and for the forms in which this person does it: something to hold on to, say."""
    yield from stretch.needs
    for ease in stretch.ease:
        if ease.tag in wishes.avoid:
            yield from ease.needs


def _is_injured(stretch: Stretch, wishes: Stretches) -> bool:
    if SOMEWHERE in wishes.avoid and stretch.id not in _FOR_ANY_INJURY:
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


def suits_place(stretch: Stretch, place: Place) -> bool:
    """Where it can be done, and how much others would notice."""
    match place:
        case Place.MEETING:
            is_unseen = stretch.office is Discretion.DISCREET and not stretch.gets_up
            return stretch.where in _SEATS and is_unseen
        case Place.OFFICE:
            is_seen = stretch.office in (Discretion.PRIVATE, Discretion.NO)
            return stretch.where in _OFFICE and not is_seen
        case Place.HOME:
            return stretch.where is not Where.GYM
        case Place.GYM:
            return stretch.where is not Where.CHAIR
        case _:
            assert_never(place)
