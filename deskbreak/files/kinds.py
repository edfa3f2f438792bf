"""The kinds of single values that a file may hold: switches, texts, numbers, times, names.

Each is a `Schema`; what reads a value gives None for whatever it refuses.
"""

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from gettext import gettext as _
from typing import Any, TypeVar

from deskbreak.core.duration import parse_duration
from deskbreak.core.moment import ZERO
from deskbreak.errors import Problem
from deskbreak.files.strict import MisfitError, Schema, Words, misfit, nearest, problem_with
from deskbreak.files.texts import in_toml

T = TypeVar("T")
D = TypeVar("D", bound=date)
E = TypeVar("E", bound=StrEnum)

LONGEST = timedelta(days=365_000)  # so that no reckoning leaves the years that Python knows
FIRST_YEAR, LAST_YEAR = 1900, 7999  # the core looks a year ahead, and Python knows 9999


def plain(
    value_of: Callable[[Any], T | None],
    allowed: Words,
    example: Words | None = None,
    typed: Words | None = None,
) -> Schema[T]:
    """A schema of one value; `value_of` gives None for what it refuses."""

    def read_plain(place: str, data: object) -> T:
        value = value_of(data)
        if value is None:
            raise misfit(place, data, schema.in_full())
        return value

    schema = Schema(read_plain, allowed, example, typed=typed)
    return schema


def _if_text(data: object) -> str | None:
    return data if isinstance(data, str) else None


def _if_name(data: object) -> str | None:
    return data if isinstance(data, str) and data.strip() else None


def _if_whole(data: object) -> int | None:
    return data if type(data) is int else None  # true is no 1


SWITCH = plain(
    lambda data: data if isinstance(data, bool) else None,
    lambda: _("true or false, without quotes"),
)
TEXT = plain(_if_text, lambda: _("a text in quotes"))
NAME = plain(_if_name, lambda: _("a text in quotes, not empty"))


def short(schema: Schema[str], most: int) -> Schema[str]:
    """A text of that schema with at most so many characters."""

    def read_short(place: str, data: object) -> str:
        text = schema.read(place, data)
        if len(text) > most:
            allowed = _("allowed: at most {count} characters").format(count=most)
            raise MisfitError(Problem(place, _("too long"), allowed))
        return text

    return Schema(read_short, schema.allowed, schema.example)


def count(least: int, most: int | None = None) -> Schema[int]:
    def value_of(data: object) -> int | None:
        number = _if_whole(data)
        is_within = number is not None and least <= number <= (number if most is None else most)
        return number if is_within else None

    def allowed() -> str:
        return _("a whole number {limits}").format(limits=_limits(least, most))

    return plain(value_of, allowed)


def length(least: str, most: str | None = None) -> Schema[timedelta]:
    """A length of time as people write it, between two such."""
    shortest = parse_duration(least)
    longest = LONGEST if most is None else parse_duration(most)

    def value_of(data: object) -> timedelta | None:
        try:
            span = parse_duration(data) if isinstance(data, str) else None
        except ValueError:
            return None
        return span if span is not None and shortest <= span <= longest else None

    def allowed() -> str:
        return _("a duration in quotes {limits}").format(limits=_limits(least, most))

    def typed() -> str:
        text = _("a length of time {limits}, such as 90s, 5m or 1h30m")
        return text.format(limits=_limits(least, most))

    return plain(value_of, allowed, lambda: _('"90s", "5m" or "1h30m"'), typed)


def seconds(least: timedelta = -LONGEST, most: timedelta = LONGEST) -> Schema[timedelta]:
    """A length of time as programs write it."""

    def value_of(data: object) -> timedelta | None:
        if isinstance(data, bool) or not isinstance(data, int | float):
            return None
        is_near = least.total_seconds() <= data <= most.total_seconds()  # no NaN is
        return timedelta(seconds=data) if is_near else None

    def allowed() -> str:
        if least < ZERO:
            return _("a number of seconds, of less than 1000 years")
        if most < LONGEST:
            limits = _limits(f"{least.total_seconds():.0f}", f"{most.total_seconds():.0f}")
            return _("a number of seconds {limits}").format(limits=limits)
        return _("a number of seconds of at least {least}").format(
            least=f"{least.total_seconds():g}"
        )

    return plain(value_of, allowed)


def _limits(least: object, most: object | None) -> str:
    if most is None:
        return _("of at least {least}").format(least=least)
    return _("from {least} to {most}").format(least=least, most=most)


def named(names: Callable[[], Collection[str]]) -> Schema[str]:
    """One of the names; where it is none of them, the nearest is told."""

    def allowed() -> str:
        return ", ".join(map(in_toml, names())) or _("nothing, for there is none to name")

    def read_named(place: str, data: object) -> str:
        if isinstance(data, str) and data in names():
            return data
        problem = problem_with(place, data, allowed())
        close = nearest(data, names()) if isinstance(data, str) else None
        if close is None:
            raise MisfitError(problem)
        hint = _("did you mean {nearest}? {allowed}")
        advice = hint.format(nearest=in_toml(close), allowed=problem.allowed)
        raise MisfitError(Problem(problem.place, problem.found, advice))

    return Schema(read_named, allowed, names=names)


def one_of(members: type[E]) -> Schema[E]:
    names = tuple(member.value for member in members)
    name = named(lambda: names)
    return Schema(
        lambda place, data: members(name.read(place, data)), name.allowed, names=name.names
    )


def _of_calendar(
    value_of: Callable[[object], D | None], allowed: Words, example: Words
) -> Schema[D]:
    written = plain(value_of, allowed, example)

    def read_of_calendar(place: str, data: object) -> D:
        value = written.read(place, data)
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            years = _("one in the years from {first} to {last}")
            raise misfit(place, data, years.format(first=FIRST_YEAR, last=LAST_YEAR))
        return value

    return Schema(read_of_calendar, allowed, example)


def _date_of(data: object) -> date | None:
    try:
        day = date.fromisoformat(str(data))
    except ValueError:
        return None
    return day if day.isoformat() == data else None  # Python also reads 20261224


def _instant_of(data: object) -> datetime | None:
    try:
        instant = datetime.fromisoformat(data) if isinstance(data, str) else None
    except ValueError:
        return None
    return None if instant is None or instant.utcoffset() is None else instant


def _read_in_utc(place: str, data: object) -> datetime:
    return LOCAL_INSTANT.read(place, data).astimezone(UTC)


DATE = _of_calendar(_date_of, lambda: _("a real date"), lambda: '"2026-12-24"')
LOCAL_INSTANT = _of_calendar(
    _instant_of, lambda: _("a time with its offset"), lambda: '"2026-03-02T09:00:00+01:00"'
)
"""With the offset that it was written with."""
INSTANT = Schema(_read_in_utc, LOCAL_INSTANT.allowed, LOCAL_INSTANT.example)
