"""What the first questions ask for, as it is in the settings and as it was answered."""

from dataclasses import dataclass
from gettext import gettext as _

from deskbreak.cli.asking import have_settings_read
from deskbreak.core.avoid import avoid_texts
from deskbreak.core.policy import Settings, WorkHours
from deskbreak.core.stretch import Place
from deskbreak.files.folders import settings_file
from deskbreak.settings.edit import reset_setting, set_setting
from deskbreak.settings.schema import spell_range

RANGES = r"\d\d:\d\d-\d\d:\d\d(,\d\d:\d\d-\d\d:\d\d)*"
"""The hours of a working day, as they are typed."""
ANY_TIME = "any"
PLACES = (Place.OFFICE, Place.HOME)
_WORK_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


@dataclass(frozen=True, slots=True)
class Answers:
    """`hours` are those of each day from Monday to Friday, `ANY_TIME`, or `unchanged()`."""

    place: str
    careful: tuple[str, ...]
    is_wheelchair: bool
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
        is_wheelchair=wishes.wheelchair,
        rolls=wishes.rolling_chair,
        few=wishes.starter,
        hours=_hours(settings.work_hours),
    )


def keep(answers: Answers) -> None:
    """Write them; what was left empty goes back to its default."""
    written = {
        "stretches.place": answers.place,
        "stretches.avoid": ",".join(answers.careful),
        "stretches.wheelchair": _switch(on=answers.is_wheelchair),
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


def asked_tags() -> tuple[str, ...]:
    """What people may be careful with; "taught by a clinician" is about moves, not about people."""
    return tuple(tag for tag in avoid_texts() if tag != "clinician")


def with_unasked(chosen: tuple[str, ...], before: Answers) -> tuple[str, ...]:
    """Tags that no question asks for stay as they are."""
    return (*chosen, *(tag for tag in before.careful if tag not in asked_tags()))


def _hours(hours: WorkHours) -> str:
    if hours.weekdays is None:
        return ANY_TIME
    work_days, weekend = hours.weekdays[:5], hours.weekdays[5:]
    if len(set(work_days)) > 1 or any(weekend) or not work_days[0]:
        return unchanged()
    return ",".join(spell_range(part) for part in work_days[0])


def _switch(*, on: bool) -> str:
    return "true" if on else "false"
