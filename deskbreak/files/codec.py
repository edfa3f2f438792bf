"""Frozen dataclasses as JSON-able values and back, strictly, driven by their type hints.

Every dataclass is written as an object that names its class under "class", which no field can be
called; so a union needs no guessing and a renamed class is noticed. Durations are whole
microseconds and datetimes UTC, so that nothing is rounded. A field with a default may be missing:
it came later than what is read. A field that is not known is refused, because half of what a newer
version meant could mean something else.
"""

import types
from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from gettext import gettext as _
from typing import Any, TypeVar, Union, cast, get_args, get_origin

from deskbreak.errors import Problem
from deskbreak.files.columns import columns
from deskbreak.files.kinds import DATE, INSTANT, SWITCH, TEXT, count, one_of, plain
from deskbreak.files.strict import MisfitError, Schema, bounded, listed, misfit, numbered, table

T = TypeVar("T")

_CLASS = "class"
_MICROSECOND = timedelta(microseconds=1)
_LONGEST = timedelta(days=73_000)  # so that with any of the years of INSTANT no reckoning fails
_MOST = 10**9  # of whatever is counted; a thousand a day for a thousand years are fewer


def encode(value: object) -> object:
    """The value in JSON's own types; TypeError for a type that could not be read back."""
    match value:
        case StrEnum():
            return value.value
        case None | bool() | int() | str():
            return value
        case timedelta():
            return value // _MICROSECOND
        case datetime():
            return _written(value)
        case date():
            return value.isoformat()
        case tuple():
            return [encode(item) for item in value]
        case frozenset():
            return sorted(cast("Iterable[str]", map(encode, value)))
        case _ if is_dataclass(value):
            kind: type = type(value)
            own = {each.field: encode(getattr(value, each.field)) for each in columns(kind)}
            return {_CLASS: kind.__name__, **own}
        case _:
            raise TypeError(f"{type(value).__name__} has no form in JSON here")


def decode(kind: type[T], data: object) -> T:
    """The `kind` that was encoded as `data`; MisfitError says where it is something else.

    Any type hint that a field may have will do as `kind`, so also a union or a tuple.
    """
    return cast("T", _schema(cast("Any", kind)).read("", bounded(data)))


def _written(instant: datetime) -> str:
    if instant.utcoffset() is None:
        raise ValueError(f"{instant} has no zone")
    return instant.astimezone(UTC).isoformat()


@cache
def _schema(hint: Any) -> Schema[Any]:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _either(get_args(hint))
    if origin is tuple:
        return _tuple(get_args(hint))
    if origin is frozenset:
        return _set(get_args(hint)[0])
    if is_dataclass(hint):
        return _object(cast("type", hint))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return one_of(hint)
    if hint not in _PLAIN:
        raise TypeError(f"{hint} has no form in JSON here")
    return _PLAIN[hint]


def _either(hints: tuple[Any, ...]) -> Schema[Any]:
    """Null, the dataclass that the data names, or the one kind that is neither."""
    kinds = [hint for hint in hints if hint is not types.NoneType]

    def allowed() -> str:
        return _("one of {kinds}").format(kinds=", ".join(kind.__name__ for kind in kinds))

    def read(place: str, data: object) -> object:
        if data is None and types.NoneType in hints:
            return None
        fitting = [kind for kind in kinds if len(kinds) == 1 or _is_perhaps(kind, data)]
        if len(fitting) != 1:
            raise misfit(place, data, allowed())
        return _schema(fitting[0]).read(place, data)

    return Schema(read, allowed)


def _is_perhaps(kind: Any, data: object) -> bool:
    if isinstance(data, dict):
        return is_dataclass(kind) and cast("type", kind).__name__ == data.get(_CLASS)
    return not is_dataclass(kind)


def _tuple(hints: tuple[Any, ...]) -> Schema[Any]:
    if hints[-1:] == (Ellipsis,):
        return listed(_schema(hints[0]), lambda: _("a list"))

    def allowed() -> str:
        return _("a list of {count}").format(count=len(hints))

    def read(place: str, data: object) -> tuple[object, ...]:
        if not isinstance(data, list) or len(data) != len(hints):
            raise misfit(place, data, allowed())
        items = zip(map(_schema, hints), numbered(place, data), strict=True)
        return tuple(schema.read(where, item) for schema, (where, item) in items)

    return Schema(read, allowed)


def _set(hint: Any) -> Schema[Any]:
    items = listed(_schema(hint), lambda: _("a list"))
    return Schema(lambda place, data: frozenset(items.read(place, data)), items.allowed)


def _object(kind: type) -> Schema[Any]:
    """Its fields are looked at when one is read, because a class may have itself in a field."""

    def read(place: str, data: object) -> object:
        if not isinstance(data, dict) or data.get(_CLASS) != kind.__name__:
            raise misfit(place, data, kind.__name__)
        own = {key: value for key, value in data.items() if key != _CLASS}
        try:
            return _fields(kind).read(place, own)
        except MisfitError:
            raise
        except ValueError as error:  # its fields do not go together
            raise misfit(place, data, str(error)) from error

    return Schema(read, lambda: kind.__name__)


@cache
def _fields(kind: type) -> Schema[Any]:
    schemas = {column.field: _schema(column.hint) for column in columns(kind)}
    needed = [column.field for column in columns(kind) if column.needed]
    return table(kind, schemas, needed, stranger=_newer)


def _newer(place: str, _key: str, _known: Iterable[str]) -> Problem:
    return Problem(place, _("no such key"), _("is it from a newer version?"))


def _duration_of(data: object) -> timedelta | None:
    if type(data) is not int or abs(data) > _LONGEST // _MICROSECOND:
        return None
    return data * _MICROSECOND


_PLAIN: Mapping[Any, Schema[Any]] = types.MappingProxyType(
    {
        str: TEXT,
        int: count(0, _MOST),
        bool: SWITCH,
        timedelta: plain(_duration_of, lambda: _("microseconds, of less than 200 years")),
        datetime: INSTANT,
        date: DATE,
    }
)
