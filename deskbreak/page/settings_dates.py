"""Dates with hours of their own, on a calendar, with the public holidays of a country to pick."""

import os
from calendar import Calendar
from collections.abc import Iterator, Mapping
from datetime import date
from gettext import gettext as _

from starlette.responses import Response

from deskbreak.core.in_a_list import in_a_list
from deskbreak.core.policy import Settings
from deskbreak.core.wall_clock import day_in_words, month_in_words, short_weekday, weekday_names
from deskbreak.core.work_hours import Range
from deskbreak.files.folders import settings_file
from deskbreak.files.kinds import FIRST_YEAR, LAST_YEAR
from deskbreak.page.posting import Sent, denied
from deskbreak.page.public_holidays import (
    countries,
    country_of,
    how_to_get_them,
    parts_of,
    public_holidays,
)
from deskbreak.settings.edit import (
    check_unchanged,
    reset_setting,
    seen_value,
    set_hours,
)
from deskbreak.settings.hours_in_words import describe_ranges
from deskbreak.settings.typed_hours import DayHours, read_ranges
from deskbreak.value import value

_KEY = "work_hours.dates"
_MOST = 400  # dates at once: more than the holidays of a year


@value
class Looking:
    """At which month of the calendar, and whose holidays."""

    year: int
    month: int
    country: str = ""
    part: str = ""


@value
class CalendarDay:
    """A square of the calendar; `hours` is None where its weekday decides."""

    day: date
    is_in_month: bool
    is_today: bool
    hours: str | None
    holiday: str
    spoken: str


@value
class CalendarMonth:
    """A month, the dates that are set, and the holidays of its year that are not past or set.

    `entry` is the day to which Tab leads; the arrows lead on from there.
    """

    title: str
    weekdays: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[CalendarDay, ...], ...]
    entry: date
    before: str
    after: str
    dates: tuple[tuple[date, str, str], ...]
    countries: Mapping[str, str]
    parts: tuple[str, ...]
    country: str
    part: str
    holidays: tuple[tuple[date, str], ...]
    year: int
    month: int
    hint: str
    seen: str


def looking(sent: Mapping[str, object], today: date) -> Looking:
    """What the screen says it shows, else this month and the country of the desktop's language."""
    country, part = str(sent.get("country", "")), str(sent.get("part", ""))
    if "country" not in sent:
        variables = ("LC_ALL", "LC_TIME", "LANG")
        country = country_of(next(filter(None, map(os.environ.get, variables)), None))
    try:
        month = date.fromisoformat(f"{sent.get('month')}-01")
    except ValueError:
        month = today
    if not FIRST_YEAR < month.year < LAST_YEAR:
        month = today
    return Looking(month.year, month.month, country, part)


def calendar(settings: Settings, view: Looking, today: date) -> CalendarMonth:
    own = dict(settings.work_hours.dates)
    holidays = public_holidays(view.country, view.part, view.year)
    month = date(view.year, view.month, 1)
    weeks = Calendar().monthdatescalendar(view.year, view.month)
    return CalendarMonth(
        title=month_in_words(month),
        weekdays=tuple(zip(weekday_names(), map(short_weekday, weeks[0]), strict=True)),
        weeks=tuple(
            tuple(_square(day, month, today, own, holidays) for day in days) for days in weeks
        ),
        entry=today if (today.year, today.month) == (view.year, view.month) else month,
        before=_months_on(month, -1),
        after=_months_on(month, 1),
        dates=tuple(
            (day, day_in_words(day), describe_ranges(ranges)) for day, ranges in own.items()
        ),
        countries=countries(),
        parts=parts_of(view.country),
        country=view.country,
        part=view.part,
        holidays=tuple(
            (day, name) for day, name in holidays.items() if day not in own and day >= today
        ),
        year=view.year,
        month=view.month,
        hint="" if countries() else how_to_get_them(),
        seen=seen_value(settings, _KEY),
    )


def change_dates(sent: Sent) -> Response | None:
    """Hours as typed, `off`, or null for those of the weekday; None where it is done."""
    match sent:
        case {"dates": dict(dates), "seen": str(seen)} if 0 < len(dates) <= _MOST:
            pass
        case _:  # whatever else a screen may send
            return denied(_("This page does not know that."), 400)
    try:
        typed = {date.fromisoformat(day): hours for day, hours in dates.items()}
        ranges = [
            DayHours(day, read_ranges(hours.strip() or "off"))
            for day, hours in typed.items()
            if isinstance(hours, str)
        ]
    except ValueError as error:
        return denied(str(error))
    path = settings_file()
    check_unchanged(path, {_KEY: seen})
    if ranges:
        set_hours(path, ranges)
    for day, hours in typed.items():
        if hours is None:
            reset_setting(path, f"{_KEY}.{day.isoformat()}")
    return None


def _square(
    day: date,
    month: date,
    today: date,
    own: Mapping[date, tuple[Range, ...]],
    holidays: Mapping[date, str],
) -> CalendarDay:
    hours = describe_ranges(own[day]) if day in own else None
    return CalendarDay(
        day,
        day.month == month.month,
        day == today,
        hours,
        holidays.get(day, ""),
        ": ".join(_spoken(day, hours, holidays.get(day, ""))),
    )


def _spoken(day: date, hours: str | None, holiday: str) -> Iterator[str]:
    yield in_a_list(filter(None, (day_in_words(day), holiday)))
    if hours is not None:
        yield hours


def _months_on(month: date, by: int) -> str:
    whole = month.year * 12 + month.month - 1 + by
    return f"{whole // 12:04}-{whole % 12 + 1:02}"
