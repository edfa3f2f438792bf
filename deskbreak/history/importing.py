"""A history that was exported as JSON, read strictly: everything that is wrong is told at once."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from gettext import gettext as _
from reprlib import repr as brief
from types import MappingProxyType
from typing import Any

from deskbreak.core.record import DayPart, Outcome, Record
from deskbreak.errors import ConfigError, Problem
from deskbreak.files.columns import Column, built, columns
from deskbreak.history.exporting import VERSION
from deskbreak.history.snooze import Snooze

_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a value is read, raising at any other, and what a person is told then.

    What is not `needed` may be missing: a record of an older deskbreak takes the default then.
    """

    read: Callable[[object], Any]
    allowed: Callable[[], str]
    needed: bool = True


_Keys = Mapping[str, _Kind]


@dataclass(frozen=True, slots=True)
class _History:
    records: tuple[Record, ...]
    snoozes: tuple[Snooze, ...]


def import_json(text: str, source: str = "history") -> tuple[Record, ...]:
    """The records in the text; ConfigError names the line or the record of whatever is wrong."""
    return _read(text, source).records


def import_snoozes(text: str, source: str = "history") -> tuple[Snooze, ...]:
    return _read(text, source).snoozes


def _read(text: str, source: str) -> _History:
    problems: list[Problem] = []
    data = _fields(_parsed(text, source), _WHOLE, _("the whole"), problems) or {}
    records = [
        _record(item, _("record {n}").format(n=n), problems)
        for n, item in enumerate(data.get("records", ()), 1)
    ]
    snoozes = [
        _snooze(item, _("snooze {n}").format(n=n), problems)
        for n, item in enumerate(data.get("snoozes", ()), 1)
    ]
    ids = Counter(record.id for record in records if record)
    found, allowed = _("stands {n} times"), _("every record has an id of its own")
    problems += [Problem(f"id {i}", found.format(n=n), allowed) for i, n in ids.items() if n > 1]
    if problems:
        raise ConfigError(source, tuple(problems))
    return _History(tuple(filter(None, records)), tuple(filter(None, snoozes)))


def _parsed(text: str, source: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = _("line {n}").format(n=error.lineno)
        found = error.msg
    except (ValueError, RecursionError) as error:
        place, found = _("the whole"), str(error)
    allowed = _("give it what `deskbreak history export` wrote as JSON")
    raise ConfigError(source, (Problem(place, found, allowed),))


def _record(item: object, place: str, problems: list[Problem]) -> Record | None:
    own = _fields(item, _RECORD, place, problems)
    if own is None:
        return None
    parts = [
        _fields(part, _PART, f"{place}, part {n}", problems)
        for n, part in enumerate(own.get("parts", ()), 1)
    ]
    return built(Record, {**own, "parts": tuple(built(DayPart, part) for part in parts if part)})


def _snooze(item: object, place: str, problems: list[Problem]) -> Snooze | None:
    own = _fields(item, _SNOOZE, place, problems)
    return built(Snooze, own) if own else None


def _fields(
    data: object, keys: _Keys, place: str, problems: list[Problem]
) -> dict[str, Any] | None:
    """What the object says; None, and the problems, unless it has these keys alone, all readable."""
    if not isinstance(data, dict):
        problems.append(Problem(place, brief(data), _("write an object")))
        return None
    allowed = _("allowed are {keys}").format(keys=", ".join(keys))
    unknown = sorted(data.keys() - keys.keys())
    wrong = [Problem(f"{place}, {key}", _("unknown"), allowed) for key in unknown]
    values = {}
    for key, kind in keys.items():
        where = f"{place}, {key}"
        if key in data:
            try:
                values[key] = kind.read(data[key])
            except (ValueError, TypeError, OverflowError):
                wrong.append(Problem(where, brief(data[key]), kind.allowed()))
        elif kind.needed:
            wrong.append(Problem(where, _("missing"), kind.allowed()))
    problems += wrong
    return None if wrong else values


def _version(data: object) -> object:
    if data != VERSION:
        raise ValueError
    return data


def _list(data: object) -> list[object]:
    if not isinstance(data, list):
        raise TypeError
    return data


def _text(data: object) -> str:
    if not isinstance(data, str):
        raise TypeError
    data.encode()  # half of a surrogate pair cannot be stored
    return data


def _name(data: object) -> str:
    if data == "":
        raise ValueError
    return _text(data)


def _outcome(data: object) -> Outcome:
    return Outcome(_text(data))


def _instant(data: object) -> datetime:
    instant = datetime.fromisoformat(_text(data))
    if instant.utcoffset() is None:
        raise ValueError
    return instant.astimezone(UTC)


def _day(data: object) -> date:
    return date.fromisoformat(_text(data))


def _seconds(data: object) -> timedelta:
    if isinstance(data, bool) or not isinstance(data, int | float):
        raise TypeError
    if not data >= 0:  # also where it is no number, which JSON here knows
        raise ValueError
    return timedelta(seconds=data)


def _count(data: object) -> int:
    if isinstance(data, bool) or not isinstance(data, int):
        raise TypeError
    if not 0 <= data <= _MOST:
        raise ValueError
    return data


_TEXT = _Kind(_text, lambda: _("write text"))
_NAME = _Kind(_name, lambda: _("write text that is not empty"))
_LIST = _Kind(_list, lambda: _("write a list"))
_DAY = _Kind(_day, lambda: _("write a date such as 2026-03-02"))
_INSTANT = _Kind(
    _instant, lambda: _("write a time with its offset, such as 2026-03-02T09:45:00+01:00")
)
_SECONDS = _Kind(_seconds, lambda: _("write seconds, not below 0"))
_COUNT = _Kind(_count, lambda: _("write a whole number from 0 to {n}").format(n=_MOST))
_OUTCOME = _Kind(_outcome, lambda: _("write one of {outcomes}").format(outcomes=", ".join(Outcome)))
_OWN_VERSION = _Kind(_version, lambda: _("this deskbreak reads version {n}").format(n=VERSION))

_KINDS: Mapping[Any, _Kind] = MappingProxyType(
    {
        str: _TEXT,
        int: _COUNT,
        date: _DAY,
        datetime: _INSTANT,
        timedelta: _SECONDS,
        Outcome: _OUTCOME,
        tuple[DayPart, ...]: _LIST,
    }
)
_NAMES = ("id", "stretch", "proposal")


def _kind(column: Column) -> _Kind:
    kind = _NAME if column.field in _NAMES else _KINDS[column.kind]
    if not column.optional:
        return replace(kind, needed=column.needed)

    def read(data: object) -> object:
        return None if data is None else kind.read(data)

    return _Kind(read, kind.allowed, column.needed)


def _keys(kind: type) -> _Keys:
    return MappingProxyType({column.name: _kind(column) for column in columns(kind)})


_WHOLE: _Keys = MappingProxyType({"version": _OWN_VERSION, "records": _LIST, "snoozes": _LIST})
_RECORD, _PART, _SNOOZE = _keys(Record), _keys(DayPart), _keys(Snooze)
