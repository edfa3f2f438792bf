"""The fields of a dataclass under the names that they have in tables, exports and printed JSON.

A length is in seconds there, and its name says so: `seat_time` is `seat_time_s`. So a field is
told once, by its dataclass, and whoever keeps or shows it takes it from here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, timedelta
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any, TypeVar, cast, get_args, get_type_hints

from deskbreak.value import value

T = TypeVar("T")

_PLAIN = frozenset({int, str, float, bool})
"""What is in JSON as it is."""


@value
class Column:
    """One field, its name outside and its type; a `needed` one has no default.

    `kind` is the type but for None.
    """

    name: str
    field: str
    hint: Any
    kind: Any
    optional: bool
    needed: bool


@cache
def columns(kind: type) -> tuple[Column, ...]:
    hints = get_type_hints(kind)
    return tuple(_column(field, hints[field.name]) for field in fields(kind))


@cache
def _parts(kind: type) -> tuple[tuple[str, ...], Callable[[object], Sequence[Any]], Sequence[str]]:
    """The names outside, how to get at what stands under them, and those where that is not plain."""
    of = columns(kind)
    names = tuple(each.name for each in of)
    row = attrgetter(*(each.field for each in of))
    not_plain = [each.name for each in of if each.kind not in _PLAIN]
    return names, row if len(names) > 1 else lambda one: (row(one),), not_plain


def built(kind: type[T], values: Mapping[str, Any]) -> T:
    """The `kind` that has these values, by the names of its columns; defaults for what is not there."""
    known = columns(cast("type", kind))
    return kind(**{each.field: values[each.name] for each in known if each.name in values})


def as_object(
    value: object, seconds: Callable[[timedelta], float] = timedelta.total_seconds
) -> dict[str, object]:
    """The dataclass in JSON's own types, times in ISO 8601 and lengths as `seconds` tells them."""
    kind: type = type(value)
    names, parts, not_plain = _parts(kind)
    told = dict(zip(names, parts(value), strict=True))
    for name in not_plain:
        told[name] = as_plain(told[name], seconds)
    return told


def as_plain(
    value: object, seconds: Callable[[timedelta], float] = timedelta.total_seconds
) -> object:
    match value:
        case timedelta():  # most are
            return seconds(value)
        case str() | int() | float() | None:
            return value
        case date():  # also a datetime
            return value.isoformat()
        case tuple():
            return [as_plain(item, seconds) for item in value]
        case _ if is_dataclass(value):
            return as_object(value, seconds)
        case _:  # what is no part of JSON is as it is
            return value


def _column(field: Field[Any], hint: Any) -> Column:
    is_length = hint is timedelta or timedelta in get_args(hint)
    needed = field.default is MISSING and field.default_factory is MISSING
    optional = NoneType in get_args(hint)
    kind = get_args(hint)[0] if optional else hint
    name = f"{field.name}_s" if is_length else field.name
    return Column(name, field.name, hint, kind, optional, needed)
