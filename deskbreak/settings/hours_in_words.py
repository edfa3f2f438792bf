"""Work hours as people read them; `typed_hours.py` reads them back."""

from datetime import timedelta
from gettext import gettext as _
from gettext import pgettext

from deskbreak.core.duration import in_words
from deskbreak.core.wall_clock import weekday_names
from deskbreak.core.work_hours import ALL_DAY, Range, WorkHours
from deskbreak.settings.schema import spell_range
from deskbreak.settings.table import WEEKDAYS


def describe_hours(hours: WorkHours) -> list[str]:
    """A line for each weekday and each date, for people."""
    dates = [
        f"{day.isoformat()} ({weekday_names()[day.weekday()]}) {describe_ranges(ranges)}"
        for day, ranges in hours.dates
    ]
    if hours.weekdays is not None:
        week = zip(weekday_names(), hours.weekdays, strict=True)
        return [*(f"{name} {describe_ranges(ranges)}" for name, ranges in week), *dates]
    if dates:
        return [_("Every day but these: whenever you are there"), *dates]
    return [_("No hours are set: deskbreak asks whenever you are there")]


def describe_nights(hours: WorkHours, key: str) -> list[str]:
    """How the ranges of that day which pass midnight are understood: they may be a slip."""
    name = key.rpartition(".")[2]
    if name in WEEKDAYS:
        number = WEEKDAYS.index(name)
        ranges = hours.weekdays[number] if hours.weekdays is not None else ()
    else:
        number, ranges = next(
            (day.weekday(), own) for day, own in hours.dates if day.isoformat() == name
        )
    return [_night(number, part) for part in ranges if part.end < part.start]


def _night(number: int, part: Range) -> str:
    start, end = spell_range(part).split("-")
    day, next_day = weekday_names()[number], weekday_names()[(number + 1) % len(WEEKDAYS)]
    length = in_words(timedelta(minutes=part.end - part.start) + timedelta(days=1))
    text = _("{day} {start} to {next_day} {end}, {length}")
    return text.format(day=day, start=start, next_day=next_day, end=end, length=length)


def describe_ranges(ranges: tuple[Range, ...]) -> str:
    """In the reader's language; `read_ranges` reads it all the same."""
    if ranges == (ALL_DAY,):
        return _("any time")
    return ", ".join(map(spell_range, ranges)) or pgettext("hours of a day", "off")
