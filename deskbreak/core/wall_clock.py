"""Times and dates as people read them, the same wherever deskbreak shows one, and as they type them.

The desktop says whether a clock has 12 or 24 hours. The names of days and months are in the
language of the texts: one that was chosen is not the desktop's.
"""

import re
from datetime import date, datetime, time, timedelta, tzinfo
from gettext import gettext as _
from gettext import pgettext

from deskbreak.core.answers import N_

_ONE_O_CLOCK = time(13)
_DAY = 24 * 60  # minutes
_WEEK = timedelta(days=7)
_TYPED = r"(\d{1,2})(?:[:.h](\d{2}))?(am|pm)?|(\d{2})(\d{2})"
_SAME = (  # other ways to write it, and the one that is read
    (r"(?<=[ap])\.m\.?", "m"),
    (r"(?<=\d)uhr(?=\d)", ":"),
    (r"(?<=\d)(?:uhr|o'?clock)$|(?<=^\d\d)h$", ""),
    (r"^noon$", "12"),
    (r"^midnight$", "24"),
)


def clock_time(wall: datetime, zone: tzinfo) -> str:
    """As a clock on that wall reads it: 12- or 24-hour, as the locale of the process has it."""
    return clock_face(wall.astimezone(zone).time())


def clock_face(local: time) -> str:
    if has_twelve_hours(f"{_ONE_O_CLOCK:%X}", f"{_ONE_O_CLOCK:%p}"):
        return f"{local.hour % 12 or 12}:{local:%M} {local:%p}"
    return f"{local:%H:%M}"


def has_twelve_hours(one_o_clock: str, half: str) -> bool:
    """Of a locale, by how it writes one in the afternoon and that half of the day, if at all."""
    return bool(half) and "13" not in one_o_clock


def day_and_time(wall: datetime, zone: tzinfo) -> str:
    """The same, with the weekday before it."""
    return f"{short_weekday(wall.astimezone(zone))} {clock_time(wall, zone)}"


def coming_time(wall: datetime, zone: tzinfo, now: datetime) -> str:
    """As short as it is clear: the day where it is another one, the date from a week ahead."""
    day = wall.astimezone(zone).date()
    ahead = day - now.astimezone(zone).date()
    if not ahead:
        return clock_time(wall, zone)
    return day_ahead(wall, zone, now)


def day_ahead(wall: datetime, zone: tzinfo, now: datetime) -> str:
    """With its day of the week; from a week ahead, where that is another one, with its date."""
    day = wall.astimezone(zone).date()
    if day - now.astimezone(zone).date() < _WEEK:
        return day_and_time(wall, zone)
    return f"{day_and_month(day)} {clock_time(wall, zone)}"


def day_in_words(day: date) -> str:
    text = _("{weekday}, {day} {month} {year}")
    return text.format(
        weekday=weekday_names()[day.weekday()],
        day=day.day,
        month=_month_of_dates()[day.month - 1],
        year=day.year,
    )


def day_and_month(day: date) -> str:
    return _("{day} {month}").format(day=day.day, month=_month_of_dates()[day.month - 1])


def month_in_words(day: date) -> str:
    return _("{month} {year}").format(month=month_names()[day.month - 1], year=day.year)


def weekday_names() -> tuple[str, ...]:
    """From Monday on."""
    return (
        *(_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday")),
        *(_("Friday"), _("Saturday"), _("Sunday")),
    )


def month_names() -> tuple[str, ...]:
    return (
        *(_("January"), _("February"), _("March"), _("April"), _("May"), _("June")),
        *(_("July"), _("August"), _("September"), _("October"), _("November"), _("December")),
    )


def _month_of_dates() -> tuple[str, ...]:
    """After the number of a day, where some languages have a form of its own."""
    return (
        *(pgettext("of a date", "January"), pgettext("of a date", "February")),
        *(pgettext("of a date", "March"), pgettext("of a date", "April")),
        *(pgettext("of a date", "May"), pgettext("of a date", "June")),
        *(pgettext("of a date", "July"), pgettext("of a date", "August")),
        *(pgettext("of a date", "September"), pgettext("of a date", "October")),
        *(pgettext("of a date", "November"), pgettext("of a date", "December")),
    )


_SHORT_MONTHS = (
    *(N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun")),
    *(N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")),
)


def short_weekday(day: date) -> str:
    return short_weekday_names()[day.weekday()]


def short_weekday_names() -> tuple[str, ...]:
    """From Monday on."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def short_day_and_month(day: date) -> str:
    return _("{day} {month}").format(day=day.day, month=short_month(day))


def narrow_date(day: date) -> str:
    """In numbers, where seven stand side by side."""
    text = pgettext("a day of the year in a narrow column", "{month:02}-{day:02}")
    return text.format(month=day.month, day=day.day)


def short_month(day: date) -> str:
    """Of the twelve that one alone is translated: a year's charts ask for hundreds."""
    return _(_SHORT_MONTHS[day.month - 1])


def minute_of_day(typed: str, within: str) -> int:
    """`9`, `9:30`, `0930`, `9h30`, `2 pm`, `14 Uhr`, `noon`, `24:00`: minutes after midnight.

    ValueError says what is wrong with it; `within` is all that was typed.
    """
    plain = typed.lower().replace(" ", "")
    for other, same in _SAME:
        plain = re.sub(other, same, plain)
    match = re.fullmatch(_TYPED, plain)
    if match is None:
        wrong = _("{time} in {word}: not a time of day; write 9, 9:30 or 17:30")
        raise ValueError(wrong.format(time=typed, word=within))
    hour, minute = int(match[1] or match[4]), int(match[2] or match[5] or 0)
    half = match[3]
    is_off_the_clock = (half is not None and not 1 <= hour <= 12) or minute > 59
    total = ((hour % 12 + (12 if half == "pm" else 0)) if half else hour) * 60 + minute
    if is_off_the_clock or total > _DAY:
        wrong = _("{time} in {word}: there is no such time; a day goes from 0:00 to 24:00")
        raise ValueError(wrong.format(time=typed, word=within))
    return total
