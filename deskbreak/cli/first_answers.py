"""What the first questions ask for, as it is in the settings and as it was answered."""

from collections.abc import Mapping
from gettext import gettext as _
from typing import assert_never

from deskbreak.cli.asking import have_settings_read
from deskbreak.core.avoid import area_name, equipment_asked, equipment_name
from deskbreak.core.cautions import CLINICIAN, SOMEWHERE, avoid_groups, avoid_texts
from deskbreak.core.duration import format_duration
from deskbreak.core.policy import Settings
from deskbreak.core.stretch import Area, Place
from deskbreak.core.work_hours import WorkHours
from deskbreak.files.folders import settings_file
from deskbreak.settings.edit import set_hours, set_settings
from deskbreak.settings.schema import spell_range
from deskbreak.settings.typed_hours import read_week
from deskbreak.value import value

USUAL_RELIEF = "30m"
_PLACE = "stretches.place"
_UNASKED = (CLINICIAN, SOMEWHERE)


@value
class Answers:
    """`hours` are as typed, those of Monday to Friday where no day is named; or `unchanged()`.

    `pressure_relief` is empty where nobody told them to take the weight off the seat.
    """

    place: str
    careful: tuple[str, ...]
    injured: tuple[str, ...]
    lacking: tuple[str, ...]
    is_wheelchair: bool
    legs: bool
    steady_trunk: bool
    pressure_relief: str
    rolls: bool
    few: bool
    hours: str
    every: str


def unchanged() -> str:
    """Instead of hours, where the days differ."""
    return _("as they are")


def answered_before(settings: Settings) -> Answers:
    """As the settings are, so that whoever only goes on changes nothing; a meeting ends, though."""
    wishes = settings.stretches
    return Answers(
        place=_where_one_sits(wishes.place).value,
        careful=wishes.avoid,
        injured=tuple(wishes.injury),
        lacking=tuple(wishes.lacking),
        is_wheelchair=wishes.wheelchair,
        legs=wishes.legs,
        steady_trunk=wishes.steady_trunk,
        pressure_relief=format_duration(wishes.pressure_relief) if wishes.pressure_relief else "",
        rolls=wishes.rolling_chair,
        few=wishes.starter,
        hours=_hours(settings.work_hours),
        every=format_duration(settings.breaks.every),
    )


def _where_one_sits(place: Place) -> Place:
    match place:
        case Place.OFFICE | Place.HOME:
            return place
        case Place.MEETING | Place.GYM:  # one is there for an hour
            return Place.OFFICE
        case _:
            assert_never(place)


PLACES = tuple(place for place in Place if _where_one_sits(place) is place)
"""Those to choose from."""


def keep(answers: Answers, before: Answers) -> None:
    """Write what is another answer than before; what was left empty goes back to its default.

    The questions may stand for hours: what was changed elsewhere meanwhile stays as it is then.
    """
    file, known = settings_file(), _by_key(before)
    if answers.hours not in (unchanged(), before.hours):
        set_hours(file, read_week(answers.hours))
    changed = {
        key: answer
        for key, answer in _by_key(answers).items()
        if answer != known[key] or key == _PLACE  # a meeting ends, whatever is answered
    }
    set_settings(file, changed)
    have_settings_read()


def _by_key(answers: Answers) -> Mapping[str, str]:
    return {
        "breaks.every": answers.every,
        _PLACE: answers.place,
        "stretches.avoid": ",".join(answers.careful),
        "stretches.injury": ",".join(answers.injured),
        "stretches.lacking": ",".join(answers.lacking),
        "stretches.wheelchair": _switch(on=answers.is_wheelchair),
        "stretches.legs": _switch(on=answers.legs),
        "stretches.steady_trunk": _switch(on=answers.steady_trunk),
        "stretches.pressure_relief": answers.pressure_relief,
        "stretches.rolling_chair": _switch(on=answers.rolls),
        "stretches.starter": _switch(on=answers.few),
    }


def caution_groups() -> Mapping[str, Mapping[str, str]]:
    """The same by what they are about, each under its heading."""
    texts = cautions()
    return {
        heading: {tag: texts[tag] for tag in tags if tag in texts}
        for heading, tags in avoid_groups().items()
    }


def cautions() -> Mapping[str, str]:
    """What people may be careful with; being taught is about moves, and injuries are asked by area."""
    return {tag: text for tag, text in avoid_texts().items() if tag not in _UNASKED}


def areas() -> Mapping[str, str]:
    """Where one may have been hurt or operated on."""
    return {area.value: area_name(area) for area in Area}


def equipment(answers: Answers) -> Mapping[str, str]:
    """What there may be none of."""
    asked = equipment_asked(wheelchair=answers.is_wheelchair, lacking=answers.lacking)
    return {needed.value: equipment_name(needed) for needed in asked}


def care_hint() -> str:
    """What is said beside the cautions."""
    return _("Leave out what a professional has told you is fine for you.")


def with_unasked(
    chosen: tuple[str, ...], before: Answers, injured: tuple[str, ...]
) -> tuple[str, ...]:
    """Tags that no question asks for stay; an injury somewhere goes once it is said where."""
    unasked = (tag for tag in before.careful if tag in _UNASKED)
    return (*chosen, *(tag for tag in unasked if not (tag == SOMEWHERE and injured)))


def _hours(hours: WorkHours) -> str:
    if hours.weekdays is None:
        return "any"
    work_days, weekend = hours.weekdays[:5], hours.weekdays[5:]
    if len(set(work_days)) > 1 or any(weekend) or not work_days[0]:
        return unchanged()
    return ",".join(spell_range(part) for part in work_days[0])


def _switch(*, on: bool) -> str:
    return "true" if on else "false"
