"""Values from TOML or JSON, read strictly: of the right kind, or every problem with its place.

Nothing is coerced: `true` is no 1, `"false"` no false. A `Schema` reads what stands in a place, or
refuses it and says in words what may. `read` is the door. Behind it there is no list in lists
without end, no endless number, no text that cannot be written down, and no time or length of time
that cannot be reckoned with.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from gettext import gettext as _
from itertools import islice
from operator import is_
from typing import Any, Generic, TypeVar

from deskbreak.errors import ConfigError, Problem
from deskbreak.files.texts import in_toml, key_in_toml
from deskbreak.value import value

T = TypeVar("T")
Words = Callable[[], str]

_DEEPEST = 32
_BITS = 63  # as TOML and SQLite have them
_ALIKE = 0.7  # of 1; at less, people are told of words they did not mean
_ENOUGH = 100  # problems; a hostile file could have as many as it has bytes
_SMALL = (bool, float)
_SHOWN = 80  # of what was found; the rest would bury the message


class MisfitError(ValueError):
    """Something may not stand where it stands; with all that is wrong about it."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(str(problems[0]))
        self.problems = problems


@value
class Schema(Generic[T]):
    """What may stand in a place, in words and, where words say little, by an example.

    `read` turns a place and what stands there into a value, or raises MisfitError. `names` are all
    there is to choose from, where that is a closed set; `typed` says what is allowed in a field of
    a form, where nobody writes quotes or brackets.
    """

    read: Callable[[str, object], T]
    allowed: Words
    example: Words | None = None
    names: Callable[[], Collection[str]] | None = None
    typed: Words | None = None

    def in_full(self) -> str:
        if self.example is None:
            return self.allowed()
        text = _("{allowed}, such as {example}")
        return text.format(allowed=self.allowed(), example=self.example())

    def in_a_field(self) -> str:
        return self.in_full() if self.typed is None else self.typed()


def read(schema: Schema[T], data: object, source: str) -> T:
    """The value that the data is; ConfigError names every problem of the source."""
    try:
        return schema.read("", bounded(data))
    except MisfitError as error:
        raise ConfigError(source, error.problems) from None


class _Beyond:
    """Stands where something was that no caller could hold, and fits no schema."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __str__(self) -> str:
        return self._name


def bounded(data: object, depth: int = 0) -> object:
    """The data with a `_Beyond` for whatever is too deep, too long or no text.

    Mostly there is none, and the data is not copied: the daemon would keep the memory.
    """
    match data:
        case list() | dict() if depth == _DEEPEST:
            return _Beyond("…")
        case dict() if _is_small(data):
            return data  # as almost every line of a day is
        case str():
            return data if _is_whole(data) else _Beyond(_half(data))
        case int() if data.bit_length() > _BITS:
            return _Beyond(_("a number with too many digits"))
        case list():
            items = [bounded(item, depth + 1) for item in data]
            return data if all(map(is_, items, data)) else items
        case dict():
            table = {_written(key): bounded(value, depth + 1) for key, value in data.items()}
            is_same = all(map(is_, table, data)) and all(map(is_, table.values(), data.values()))
            return data if is_same else table
        case _:  # a small number, a flag or nothing
            return data


def _is_small(table: dict[str, object]) -> bool:
    """Nothing is in it that could be too much."""
    if not all(map(str.isascii, table)):
        return False
    for item in table.values():
        if not (item.isascii() if isinstance(item, str) else isinstance(item, _SMALL)):
            return False
    return True


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
    """Whichever of the words was probably meant; none where it would be a guess."""
    from difflib import get_close_matches  # noqa: PLC0415  (only for an error)

    return next(iter(get_close_matches(word, list(words), n=1, cutoff=_ALIKE)), None)


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
    typed: Words | None = None,
) -> Schema[tuple[T, ...]]:
    """A list; its items are counted from 1."""

    def read_list(place: str, data: object) -> tuple[T, ...]:
        if not isinstance(data, list) or not least <= len(data) <= (most or len(data)):
            raise misfit(place, data, schema.in_full())
        return every(item, numbered(place, data))

    schema = Schema(read_list, allowed, example, item.names, typed)
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
        problems += islice(check(data, values), _ENOUGH)
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
    for key, found in data.items():
        if len(problems) > _ENOUGH:
            break
        where = below(place, key)
        if key not in schemas:
            problems.append(stranger(where, key, schemas))
            continue
        try:
            values[key] = schemas[key].read(where, found)
        except MisfitError as error:
            problems += error.problems
    for key in needed:
        if key not in data:
            allowed = _("allowed: {what}").format(what=schemas[key].in_full())
            problems.append(Problem(below(place, key), _("missing"), allowed))
    return values
