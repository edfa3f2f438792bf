"""A day, a week, a month or a year of the calendar, and its neighbours."""

from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import assert_never

from deskbreak.value import value

_DAY = timedelta(days=1)


class Span(StrEnum):
    """How much of the calendar is looked at in one go."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@value
class Period:
    """All dates from `first` to `last`, which is included; a week begins on Monday."""

    span: Span
    first: date
    last: date

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first + n * _DAY for n in range((self.last - self.first).days + 1))

    @property
    def weeks(self) -> tuple[tuple[date, ...], ...]:
        """Its days by the week they are of; the first and the last may be cut."""
        days = groupby(self.days, lambda day: day.isocalendar()[:2])
        return tuple(tuple(week) for _number, week in days)

    def before(self) -> "Period":
        return period_of(self.span, self.first - _DAY)

    def after(self) -> "Period":
        return period_of(self.span, self.last + _DAY)


def period_of(span: Span, day: date) -> Period:
    """The one that the day lies in."""
    match span:
        case Span.DAY:
            return Period(span, day, day)
        case Span.WEEK:
            monday = day - day.weekday() * _DAY
            return Period(span, monday, monday + 6 * _DAY)
        case Span.MONTH:
            first = day.replace(day=1)
            return Period(span, first, (first + 31 * _DAY).replace(day=1) - _DAY)
        case Span.YEAR:
            return Period(span, date(day.year, 1, 1), date(day.year, 12, 31))
        case _:
            assert_never(span)


def weeks_until(day: date, count: int) -> tuple[Period, ...]:
    """So many weeks, the last with the day in it, earliest first."""
    last = period_of(Span.WEEK, day)
    starts = (last.first - n * 7 * _DAY for n in reversed(range(count)))
    return tuple(Period(Span.WEEK, start, start + 6 * _DAY) for start in starts)
