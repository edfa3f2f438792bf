"""What stands beside each other in a drawing of a period: its days or, of a year, its weeks."""

from datetime import date
from typing import assert_never

from deskbreak.core.wall_clock import short_day_and_month, short_weekday
from deskbreak.history.periods import Period, Span
from deskbreak.value import value


@value
class DayColumn:
    """The days of one column, and what stands below it."""

    days: tuple[date, ...]
    below: str


def day_columns(period: Period) -> tuple[DayColumn, ...]:
    all_ = period.weeks if period.span is Span.YEAR else tuple((day,) for day in period.days)
    return tuple(DayColumn(days, _below(period.span, days[0])) for days in all_)


def _below(span: Span, first: date) -> str:
    match span:
        case Span.DAY | Span.WEEK:
            return short_weekday(first)
        case Span.MONTH:
            return f"{first.day}"
        case Span.YEAR:
            return short_day_and_month(first)
        case _:
            assert_never(span)
