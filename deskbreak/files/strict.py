"""Values from TOML or JSON, read strictly: of the right kind, or every problem with its place.

Nothing is coerced: `true` is no 1, `"false"` no false. A `Schema` reads what stands in a place, or
refuses it and says in words what may. `read` is the door. Behind it there is no list in lists
without end, no endless number, no text that cannot be written down, and no time or length of time
that cannot be reckoned with.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from gettext import gettext as _
from typing import Any, Generic, TypeVar

from deskbreak.core.duration import parse_duration
from deskbreak.core.moment import ZERO
from deskbreak.errors import ConfigError, Problem
from deskbreak.files.texts import in_toml, key_in_toml

T = TypeVar("T")
D = TypeVar("D", bound=date)
E = TypeVar("E", bound=StrEnum)
Words = Callable[[], str]

LONGEST = timedelta(days=365_000)  # so that no reckoning leaves the years that Python knows
_DEEPEST = 32
_BITS = 63  # as TOML and SQLite have them
_ENOUGH = 100  # problems; a hostile file could have as many as it has bytes
_FIRST_YEAR, _LAST_YEAR = 1900, 7999  # the core looks a year ahead, and Python knows 9999
_SHOWN = 80  # of what was found; the rest would bury the message


class MisfitError(ValueError):
    """Something may not stand where it stands; with all that is wrong about it."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(str(problems[0]))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Schema(Generic[T]):
    """What may stand in a place, in words and, where words say little, by an example.

    `read` turns a place and what stands there into a value, or raises MisfitError.
    """

    read: Callable[[str, object], T]
    allowed: Words
    example: Words | None = None

    def in_full(self) -> str:
        if self.example is None:
            return self.allowed()
        text = _("{allowed}, such as {example}")
        return text.format(allowed=self.allowed(), example=self.example())


def read(schema: Schema[T], data: object, source: str) -> T:
    """The value that the data is; ConfigError names every problem of the source."""
    try:
        return schema.read("", bounded(data))
    except MisfitError as error:
        raise ConfigError(source, error.problems) from None


@dataclass(frozen=True, slots=True)
class _Beyond:
    """Stands where something was that no caller could hold, and fits no schema."""

    name: str

    def __str__(self) -> str:
        return self.name


def bounded(data: object, depth: int = 0) -> object:
    """The data with an `_Beyond` for whatever is too deep, too long or no text."""
    match data:
        case str():
            return data if _is_whole(data) else _Beyond(_half(data))
        case int() if data.bit_length() > _BITS:
            return _Beyond(_("a number of too many digits"))
        case list() | dict() if depth == _DEEPEST:
            return _Beyond("…")
        case list():
            return [bounded(item, depth + 1) for item in data]
        case dict():
            return {_written(key): bounded(below, depth + 1) for key, below in data.items()}
        case _:
            return data


def _is_whole(text: str) -> bool:
    """JSON knows halves of surrogate pairs, and so does a command line; UTF-8 does not."""
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


def _half(text: str) -> str:
    return _("{text}, with half a character").format(text=json.dumps(text))


def _written(key: str) -> str:
    return key if _is_whole(key) else key.encode(errors="backslashreplace").decode()


# Problems


def misfit(place: str, data: object, allowed: str) -> MisfitError:
    return MisfitError(problem_with(place, data, allowed))


def problem_with(place: str, data: object, allowed: str) -> Problem:
    found = _("found {value}").format(value=shown(data))
    return Problem(place or _("the whole"), found, _("allowed: {what}").format(what=allowed))


def shown(data: object) -> str:
    text = in_toml(data)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def below(place: str, key: str) -> str:
    name = key_in_toml(key)
    return f"{place}.{name}" if place else name


def no_such_key(place: str, key: str, known: Iterable[str]) -> Problem:
    names = list(known)
    close = nearest(key, names)
    hint = _("allowed: {what}").format(what=", ".join(names))
    if close is not None:
        hint = _("did you mean {nearest}?").format(nearest=close)
    return Problem(place, _("no such key"), hint)


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Whichever of the words was probably meant."""
    from difflib import get_close_matches  # noqa: PLC0415  (only for an error)

    return next(iter(get_close_matches(word, list(words), n=1)), None)


# Schemas of one value


def plain(
    value_of: Callable[[Any], T | None], allowed: Words, example: Words | None = None
) -> Schema[T]:
    """A schema of one value; `value_of` gives None for what it refuses."""

    def read_plain(place: str, data: object) -> T:
        value = value_of(data)
        if value is None:
            raise misfit(place, data, schema.in_full())
        return value

    schema = Schema(read_plain, allowed, example)
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
WHOLE = plain(_if_whole, lambda: _("a whole number"))


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

    return plain(value_of, allowed, lambda: _('"90s", "5m" or "1h30m"'))


def seconds(least: timedelta = -LONGEST) -> Schema[timedelta]:
    """A length of time as programs write it."""

    def value_of(data: object) -> timedelta | None:
        if isinstance(data, bool) or not isinstance(data, int | float):
            return None
        most = LONGEST.total_seconds()
        is_far = not -most <= data <= most  # neither is what JSON calls no number
        return None if is_far or (span := timedelta(seconds=data)) < least else span

    def allowed() -> str:
        if least < ZERO:
            return _("a number of seconds, of less than 1000 years")
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
        told = hint.format(nearest=in_toml(close), allowed=problem.allowed)
        raise MisfitError(Problem(problem.place, problem.found, told))

    return Schema(read_named, allowed)


def one_of(members: type[E]) -> Schema[E]:
    name = named(lambda: [member.value for member in members])
    return Schema(lambda place, data: members(name.read(place, data)), name.allowed)


def _of_calendar(
    value_of: Callable[[object], D | None], allowed: Words, example: Words
) -> Schema[D]:
    written = plain(value_of, allowed, example)

    def read_of_calendar(place: str, data: object) -> D:
        value = written.read(place, data)
        if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
            years = _("one in the years from {first} to {last}")
            raise misfit(place, data, years.format(first=_FIRST_YEAR, last=_LAST_YEAR))
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


DATE = _of_calendar(_date_of, lambda: _("a date of the calendar"), lambda: '"2026-12-24"')
LOCAL_INSTANT = _of_calendar(
    _instant_of, lambda: _("a time with its offset"), lambda: '"2026-03-02T09:00:00+01:00"'
)
"""With the offset that it was written with."""
INSTANT = Schema(_read_in_utc, LOCAL_INSTANT.allowed, LOCAL_INSTANT.example)


# Schemas of several values


def or_null(schema: Schema[T]) -> Schema[T | None]:
    def read_or_null(place: str, data: object) -> T | None:
        return None if data is None else schema.read(place, data)

    return Schema(read_or_null, schema.allowed, schema.example)


def listed(
    item: Schema[T],
    allowed: Words,
    example: Words | None = None,
    *,
    least: int = 0,
    most: int | None = None,
) -> Schema[tuple[T, ...]]:
    """A list; its items are counted from 1."""

    def read_list(place: str, data: object) -> tuple[T, ...]:
        if not isinstance(data, list) or not least <= len(data) <= (most or len(data)):
            raise misfit(place, data, schema.in_full())
        return every(item, numbered(place, data))

    schema = Schema(read_list, allowed, example)
    return schema


def numbered(place: str, items: Iterable[T]) -> Iterator[tuple[str, T]]:
    return ((f"{place}[{n}]", item) for n, item in enumerate(items, start=1))


def every(schema: Schema[T], places: Iterable[tuple[str, object]]) -> tuple[T, ...]:
    """What stands in each place, or all that is wrong in any of them."""
    problems: list[Problem] = []
    values = readable(schema, places, problems)
    if problems:
        raise MisfitError(*problems)
    return values


def readable(
    schema: Schema[T], places: Iterable[tuple[str, object]], problems: list[Problem]
) -> tuple[T, ...]:
    """As many values as can be read; what is wrong with the others goes to the problems."""
    values: list[T] = []
    for place, data in places:
        if len(problems) > _ENOUGH:
            break
        try:
            values.append(schema.read(place, data))
        except MisfitError as error:
            problems += error.problems
    return tuple(values)


Check = Callable[[Mapping[str, object], Mapping[str, Any]], Iterable[Problem]]
"""What is wrong between the values of a table: it is given them as written and as read."""
Stranger = Callable[[str, str, Iterable[str]], Problem]
"""What is said of a key that is not known, by its place and name and those that are."""


def _nothing(_written: Mapping[str, object], _values: Mapping[str, Any]) -> Iterable[Problem]:
    return ()


def table(
    build: Callable[..., T],
    schemas: Mapping[str, Schema[Any]],
    needed: Collection[str] = (),
    *,
    allowed: Words | None = None,
    stranger: Stranger = no_such_key,
    check: Check = _nothing,
) -> Schema[T]:
    """Keys and values, of which `build` makes the value by their names."""

    def read_table(place: str, data: object) -> T:
        if not isinstance(data, dict):
            raise misfit(place, data, schema.in_full())
        problems: list[Problem] = []
        values = table_values(place, data, schemas, problems, needed, stranger)
        problems += check(data, values)
        if problems:
            raise MisfitError(*problems)
        return build(**values)

    schema = Schema(
        read_table,
        allowed or (lambda: _("a table with the keys {keys}").format(keys=", ".join(schemas))),
    )
    return schema


def table_values(
    place: str,
    data: Mapping[str, object],
    schemas: Mapping[str, Schema[Any]],
    problems: list[Problem],
    needed: Collection[str] = (),
    stranger: Stranger = no_such_key,
) -> dict[str, Any]:
    """As much of a table as can be read, in its own order; the rest goes to the problems."""
    values: dict[str, Any] = {}
    for key, value in data.items():
        if len(problems) > _ENOUGH:
            break
        where = below(place, key)
        if key not in schemas:
            problems.append(stranger(where, key, schemas))
            continue
        try:
            values[key] = schemas[key].read(where, value)
        except MisfitError as error:
            problems += error.problems
    for key in needed:
        if key not in data:
            allowed = _("allowed: {what}").format(what=schemas[key].in_full())
            problems.append(Problem(below(place, key), _("missing"), allowed))
    return values
