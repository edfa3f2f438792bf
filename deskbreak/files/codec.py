"""Frozen dataclasses as JSON-able values and back, strictly, driven by their type hints.

Every dataclass is written as an object that names its class under "class", which no field can be
called; so a union needs no guessing and a renamed class is noticed. Durations are whole
microseconds and datetimes UTC, so that nothing is rounded. A field with a default may be missing:
it came later than what is read. Whatever else does not fit is an error that says where; so is a
field that is not known, because half of what a newer version meant could mean something else.
"""

import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from reprlib import repr as brief
from typing import Any, TypeVar, Union, cast, get_args, get_origin

from deskbreak.files.columns import columns

T = TypeVar("T")

_CLASS = "class"
_MICROSECOND = timedelta(microseconds=1)


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
    """The `kind` that was encoded as `data`; ValueError says where it is something else.

    Any type hint that a field may have will do as `kind`, so also a union or a tuple.
    """
    return cast("T", _decoded(kind, data, ""))


def _written(instant: datetime) -> str:
    if instant.utcoffset() is None:
        raise ValueError(f"{instant} has no zone")
    return instant.astimezone(UTC).isoformat()


def _decoded(kind: Any, data: object, place: str) -> object:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _one_of(get_args(kind), data, place)
    if origin is tuple:
        return _tuple(get_args(kind), data, place)
    if origin is frozenset:
        return frozenset(_items(get_args(kind)[0], _list(data, place), place))
    if is_dataclass(kind):
        return _dataclass(cast("type", kind), data, place)
    return _plain(kind, data, place)


def _one_of(kinds: tuple[Any, ...], data: object, place: str) -> object:
    """Null, the dataclass that the data names, or the one kind that is neither."""
    if data is None and types.NoneType in kinds:
        return None
    others = [kind for kind in kinds if kind is not types.NoneType]
    if len(others) == 1:
        return _decoded(others[0], data, place)
    if not isinstance(data, dict):
        plain = [kind for kind in others if not is_dataclass(kind)]
        if len(plain) == 1:
            return _decoded(plain[0], data, place)
    elif named := [kind for kind in others if kind.__name__ == data.get(_CLASS)]:
        return _decoded(named[0], data, place)
    raise _unexpected(place, f"one of {', '.join(kind.__name__ for kind in others)}", data)


def _tuple(kinds: tuple[Any, ...], data: object, place: str) -> tuple[object, ...]:
    items = _list(data, place)
    if kinds[-1:] == (Ellipsis,):
        return tuple(_items(kinds[0], items, place))
    if len(items) != len(kinds):
        raise _unexpected(place, f"{len(kinds)} items", data)
    pairs = zip(kinds, items, strict=True)
    return tuple(_decoded(kind, item, f"{place}[{n}]") for n, (kind, item) in enumerate(pairs))


def _items(kind: Any, items: list[object], place: str) -> Iterable[object]:
    return (_decoded(kind, item, f"{place}[{n}]") for n, item in enumerate(items))


def _list(data: object, place: str) -> list[object]:
    if not isinstance(data, list):
        raise _unexpected(place, "a list", data)
    return data


def _dataclass(kind: type, data: object, place: str) -> object:
    if not isinstance(data, dict) or data.get(_CLASS) != kind.__name__:
        raise _unexpected(place, kind.__name__, data)
    known = {column.field: column for column in columns(kind)}
    needed = {name for name, column in known.items() if column.needed}
    if missing := needed - data.keys():
        raise ValueError(f"{_below(place, min(missing))}: is missing")
    if unknown := data.keys() - known.keys() - {_CLASS}:
        raise ValueError(f"{_below(place, min(unknown))}: is not known; is it of a newer version?")
    own = {
        name: _decoded(column.hint, data[name], _below(place, name))
        for name, column in known.items()
        if name in data
    }
    return kind(**own)


def _below(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _plain(kind: Any, data: object, place: str) -> object:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _member(kind, data, place)
    if kind in (str, int, bool, types.NoneType):
        if type(data) is not kind:  # a bool is no int here
            raise _unexpected(place, kind.__name__, data)
        return data
    if kind not in _READERS:
        raise TypeError(f"{place}: {kind} has no form in JSON here")
    written, read = _READERS[kind]
    if type(data) is not written:
        raise _unexpected(place, kind.__name__, data)
    try:
        return read(data)
    except (ValueError, OverflowError) as error:
        raise _unexpected(place, kind.__name__, data) from error


def _member(kind: type[StrEnum], data: object, place: str) -> StrEnum:
    values = [member.value for member in kind]
    if not isinstance(data, str) or data not in values:
        raise _unexpected(place, f"one of {', '.join(values)}", data)
    return kind(data)


def _duration(microseconds: int) -> timedelta:
    return timedelta(microseconds=microseconds)


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.utcoffset() is None:
        raise ValueError(f"{text} has no zone")
    return instant.astimezone(UTC)


_READERS: Mapping[type, tuple[type, Callable[[Any], object]]] = types.MappingProxyType(
    {
        timedelta: (int, _duration),
        datetime: (str, _instant),
        date: (str, date.fromisoformat),
    }
)


def _unexpected(place: str, wanted: str, data: object) -> ValueError:
    return ValueError(f"{place or 'the whole'}: expected {wanted}, found {brief(data)}")
