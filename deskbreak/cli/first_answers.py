"""What the first questions ask for, as it is in the settings and as it was answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import gettext as _

from deskbreak.cli.asking import have_settings_read
from deskbreak.core.avoid import area_name, avoid_texts, equipment_name
from deskbreak.core.duration import format_duration
from deskbreak.core.policy import Settings, WorkHours
from deskbreak.core.stretch import Area, Equipment, Place
from deskbreak.files.folders import settings_file
from deskbreak.settings.edit import reset_setting, set_setting
from deskbreak.settings.schema import spell_range

RANGES = r"\d\d:\d\d-\d\d:\d\d(,\d\d:\d\d-\d\d:\d\d)*"
"""The hours of a working day, as they are typed."""
RELIEFS = r"[1-9]\d?m|1[01]\dm|120m|1h([1-5]?\dm)?|2h"
"""How often to take the weight off the seat, as it is typed: up to two hours."""
USUAL_RELIEF = "30m"
ANY_TIME = "any"
PLACES = (Place.OFFICE, Place.HOME)
_SOMEWHERE = "injury"
_UNASKED = ("clinician", _SOMEWHERE)
_WORK_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


@dataclass(frozen=True, slots=True)
class Answers:
    """`hours` are those of each day from Monday to Friday, `ANY_TIME`, or `unchanged()`.

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


def unchanged() -> str:
    """Instead of hours, where the days differ."""
    return _("as they are")


def answered_before(settings: Settings) -> Answers:
    """As the settings are, so that whoever only goes on changes nothing; a meeting ends, though."""
    wishes = settings.stretches
    return Answers(
        place=(wishes.place if wishes.place in PLACES else Place.OFFICE).value,
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
    )


def keep(answers: Answers) -> None:
    """Write them; what was left empty goes back to its default."""
    written = {
        "stretches.place": answers.place,
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
    if answers.hours != unchanged():
        hours = "" if answers.hours == ANY_TIME else answers.hours
        written |= {f"work_hours.{day}": hours for day in _WORK_DAYS}
    file = settings_file()
    for key, value in written.items():
        if value:
            set_setting(file, key, value)
        else:
            reset_setting(file, key)
    have_settings_read()


def cautions() -> Mapping[str, str]:
    """What people may be careful with; being taught is about moves, and injuries are asked by area."""
    return {tag: text for tag, text in avoid_texts().items() if tag not in _UNASKED}


def areas() -> Mapping[str, str]:
    """Where one may have been hurt or operated on."""
    return {area.value: area_name(area) for area in Area}


def equipment() -> Mapping[str, str]:
    """What there may be none of."""
    return {needed.value: equipment_name(needed) for needed in Equipment}


def care_hint() -> str:
    """What is said beside the cautions."""
    return _("Leave a box empty if a professional has told you the movement is fine for you.")


def with_unasked(
    chosen: tuple[str, ...], before: Answers, injured: tuple[str, ...]
) -> tuple[str, ...]:
    """Tags that no question asks for stay; an injury somewhere goes once it is said where."""
    unasked = (tag for tag in before.careful if tag in _UNASKED)
    return (*chosen, *(tag for tag in unasked if not (tag == _SOMEWHERE and injured)))


def _hours(hours: WorkHours) -> str:
    if hours.weekdays is None:
        return ANY_TIME
    work_days, weekend = hours.weekdays[:5], hours.weekdays[5:]
    if len(set(work_days)) > 1 or any(weekend) or not work_days[0]:
        return unchanged()
    return ",".join(spell_range(part) for part in work_days[0])


def _switch(*, on: bool) -> str:
    return "true" if on else "false"
