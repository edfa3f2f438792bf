"""The work hours as a week: each weekday a line from midnight on, each range a bar on it."""

from collections.abc import Collection, Mapping
from gettext import gettext as _

from starlette.responses import Response

from deskbreak.core.policy import Settings
from deskbreak.core.wall_clock import weekday_names
from deskbreak.core.work_hours import ALL_DAY, Range, WorkHours
from deskbreak.files.folders import settings_file
from deskbreak.page.posting import Sent, denied
from deskbreak.settings.edit import (
    check_unchanged,
    clear_week,
    seen_value,
    set_hours,
)
from deskbreak.settings.hours_in_words import describe_ranges
from deskbreak.settings.schema import spell_range, unwrapped_end
from deskbreak.settings.table import WEEKDAYS
from deskbreak.settings.typed_hours import (
    WORK_DAYS,
    DayHours,
    monday_to_friday,
    read_hours,
    read_ranges,
    read_week,
)
from deskbreak.settings.written import settings_in_force
from deskbreak.value import value

_SHOWN = 30 * 60
"""Minutes of each line: a night shift that ends at six lies on it whole."""
_STEP = 3 * 60


@value
class DrawnRange:
    """A range, in hundredths of the line."""

    start: int
    end: int
    left: float
    width: float
    text: str


@value
class Weekday:
    """A weekday. Without a limit it is `is_open`; `text` is what one could type for it."""

    number: int
    name: str
    bars: tuple[DrawnRange, ...]
    text: str
    is_open: bool
    seen: str


@value
class Week:
    """`minutes` are those of a line, `hours` the marks on it: where, and which hour.

    `example` is hours of several days as one may type them.
    """

    days: tuple[Weekday, ...]
    minutes: int
    hours: tuple[tuple[float, int], ...]
    is_any_time: bool
    example: str


def week(settings: Settings) -> Week:
    is_any_time = settings.work_hours.weekdays is None
    weekdays = settings.work_hours.weekdays or ((),) * len(WEEKDAYS)
    ends = [unwrapped_end(part) for ranges in weekdays for part in ranges]
    minutes = -(-max(_SHOWN, *ends, 0) // _STEP) * _STEP
    days = tuple(
        _day(settings, number, ranges, minutes, is_open=is_any_time or ranges == (ALL_DAY,))
        for number, ranges in enumerate(weekdays)
    )
    marks = range(0, minutes, _STEP)
    hours = tuple((100 * mark / minutes, mark // 60 % 24) for mark in marks)
    example = f"{monday_to_friday()} 9-12:30, 13:15-17:30"
    return Week(days, minutes, hours, is_any_time, example)


def change_hours(sent: Sent) -> Response | None:
    """As drawn or typed: `text` is the hours of these `days`, or names the days itself.

    None where it is done.
    """
    match sent:
        case {"text": str(text), "seen": dict(seen)}:
            days = sent.get("days")
        case _:  # whatever else a screen may send
            return denied(_("This page does not know that."), 400)
    try:
        if isinstance(days, list):
            ranges = read_ranges(text) if text.strip() else ()
            hours = tuple(DayHours(number, ranges) for number in range(7) if number in days)
        else:
            hours = _typed_week(text, settings_in_force().work_hours)
    except ValueError as error:
        return denied(str(error))
    if not hours:
        return denied(_("This page does not know that."), 400)
    touched = {each.day for each in hours}
    check_unchanged(settings_file(), _seen(seen, touched))
    set_hours(settings_file(), hours)
    return None


def _typed_week(text: str, before: WorkHours) -> tuple[DayHours, ...]:
    """Whoever has no hours yet types their week; else the days that are not named stay as they are."""
    return read_week(text) if before.weekdays is None else read_hours(text, days=WORK_DAYS)


def clear_hours(sent: Sent) -> None:
    """Whenever somebody is there."""
    seen = sent.get("seen")
    check_unchanged(settings_file(), _seen(seen if isinstance(seen, dict) else {}, range(7)))
    clear_week(settings_file())


def _seen(seen: Mapping[str, str], touched: Collection[object]) -> dict[str, str]:
    return {
        f"work_hours.{name}": seen[str(number)]
        for number, name in enumerate(WEEKDAYS)
        if number in touched and str(number) in seen
    }


def _day(
    settings: Settings, number: int, ranges: tuple[Range, ...], minutes: int, *, is_open: bool
) -> Weekday:
    shown = (ALL_DAY,) if is_open else ranges
    bars = tuple(
        DrawnRange(
            part.start,
            unwrapped_end(part),
            round(100 * part.start / minutes, 3),
            round(100 * (unwrapped_end(part) - part.start) / minutes, 3),
            spell_range(part).replace("-", "–"),
        )
        for part in shown
    )
    text = describe_ranges(shown)
    seen = seen_value(settings, f"work_hours.{WEEKDAYS[number]}")
    return Weekday(number, weekday_names()[number], bars, text, is_open, seen)
