"""A history that was exported as JSON, read strictly: everything that is wrong is told at once."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from gettext import gettext as _
from types import MappingProxyType
from typing import Any, TypeVar, cast

from deskbreak.core.moment import ZERO
from deskbreak.core.record import DayPart, Outcome, Record
from deskbreak.errors import Problem
from deskbreak.files.columns import Column, built, columns
from deskbreak.files.kinds import DATE, INSTANT, NAME, TEXT, count, one_of, plain, seconds
from deskbreak.files.strict import Schema, listed, or_null, read, table
from deskbreak.files.texts import parse_json
from deskbreak.history.exporting import VERSION
from deskbreak.history.snooze import Snooze

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Imported:
    """`version` is that of the file."""

    version: int
    records: tuple[Record, ...]
    snoozes: tuple[Snooze, ...]


def import_json(text: str, source: str = "history") -> Imported:
    """What the text holds; ConfigError names the line or the record of whatever is wrong."""
    allowed = _("JSON as `deskbreak history export` writes it")
    return read(_HISTORY, parse_json(text, source, allowed), source)


def _twins(written: Mapping[str, object], _values: Mapping[str, Any]) -> Iterator[Problem]:
    records = written.get("records")
    items = records if isinstance(records, list) else []
    ids = Counter(str(item.get("id")) for item in items if isinstance(item, dict))
    for id_, times in ids.items():
        if times > 1:
            found = _("appears {n} times").format(n=times)
            yield Problem(f"id {id_}", found, _("every record needs an id of its own"))


def _schema(kind: type[T]) -> Schema[T]:
    """What is not needed may be missing: a record of an older deskbreak takes the default then."""
    own = columns(cast("type", kind))
    needed = [column.name for column in own if column.needed]

    def build(**values: Any) -> T:
        return built(kind, values)

    return table(build, {column.name: _of_column(column) for column in own}, needed)


def _of_column(column: Column) -> Schema[Any]:
    schema = NAME if column.field in _NAMES else _SCHEMAS[column.kind]
    return or_null(schema) if column.optional else schema


_NAMES = ("id", "stretch", "proposal")
_SCHEMAS: dict[Any, Schema[Any]] = {
    str: TEXT,
    int: count(0, 1_000_000),
    date: DATE,
    datetime: INSTANT,
    timedelta: seconds(ZERO),
    Outcome: one_of(Outcome),
}
_SCHEMAS[tuple[DayPart, ...]] = listed(_schema(DayPart), lambda: _("a list of parts"))
_KEYS: Mapping[str, Schema[Any]] = MappingProxyType(
    {
        "version": plain(
            lambda data: data if type(data) is int and data == VERSION else None,
            lambda: _("version {n}, which this deskbreak reads").format(n=VERSION),
        ),
        "records": listed(_schema(Record), lambda: _("a list of records")),
        "snoozes": listed(_schema(Snooze), lambda: _("a list of snoozes")),
    }
)
_HISTORY = table(Imported, _KEYS, tuple(_KEYS), check=_twins)
