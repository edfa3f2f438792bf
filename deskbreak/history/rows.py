"""How records and snoozes lie in the tables: times as ISO 8601 in UTC, lengths as seconds.

The columns are the fields of the dataclasses, under the names of `columns`; a record's parts have
a table of their own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any, TypeVar

from deskbreak.core.record import DayPart, Outcome, Record
from deskbreak.files.columns import Column, as_plain, built, columns
from deskbreak.history.snooze import Snooze

T = TypeVar("T")

_RECORD = tuple(column for column in columns(Record) if column.field != "parts")
_PART, _SNOOZE = columns(DayPart), columns(Snooze)


def _names(of: Iterable[Column], before: str = "") -> str:
    return ", ".join(f"{before}{column.name}" for column in of)


def _insert(table: str, names: str) -> str:
    places = ", ".join("?" * len(names.split(",")))
    return f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608  (names of our own fields)


_WANTED = "WHERE at >= ? AND at < ? AND voided <= ?"

INSERT_RECORD = f"{_insert('records', _names(_RECORD))} ON CONFLICT (id) DO NOTHING"
INSERT_PART = _insert("day_parts", f"record, position, {_names(_PART)}")
INSERT_SNOOZE = f"{_insert('snoozes', _names(_SNOOZE))} ON CONFLICT (proposal) DO NOTHING"
VOID = """UPDATE records SET voided = 1
    WHERE ended_at = ? AND outcome IN ('natural', 'taken')"""
SELECT_RECORDS = f"SELECT {_names(_RECORD)} FROM records {_WANTED} ORDER BY at, rowid"  # noqa: S608  (likewise)
SELECT_PARTS = f"""SELECT record, {_names(_PART, "p.")} FROM day_parts AS p
    JOIN records ON id = record {_WANTED} ORDER BY position"""  # noqa: S608  (likewise)
SELECT_SNOOZES = f"""SELECT {_names(_SNOOZE)} FROM snoozes WHERE at >= ? AND at < ?
    ORDER BY at, rowid"""  # noqa: S608  (likewise)


def bounds(since: datetime | None, until: datetime | None) -> tuple[str, str]:
    """As texts, which sort like the instants they stand for."""
    return written(since) if since else "", written(until) if until else "~"


def written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def snooze_row(snooze: Snooze) -> tuple[object, ...]:
    return _row(snooze, _SNOOZE)


def record_row(record: Record) -> tuple[object, ...]:
    return _row(record, _RECORD)


def part_rows(record: Record) -> list[tuple[object, ...]]:
    return [(record.id, n, *_row(part, _PART)) for n, part in enumerate(record.parts)]


def read_record(row: Sequence[Any], parts: tuple[DayPart, ...]) -> Record:
    try:
        return built(Record, {**_values(row, _RECORD), "parts": parts})
    except (ValueError, TypeError, OverflowError) as error:
        raise ValueError(f"record {row[0]}: {error}") from error


def read_part(row: Sequence[Any]) -> DayPart:
    return built(DayPart, _values(row, _PART))


def read_snooze(row: Sequence[Any]) -> Snooze:
    return built(Snooze, _values(row, _SNOOZE))


def _row(value: object, of: Iterable[Column]) -> tuple[object, ...]:
    return tuple(_stored(getattr(value, column.field)) for column in of)


def _stored(value: object) -> object:
    return written(value) if isinstance(value, datetime) else as_plain(value)


def _values(row: Sequence[Any], of: Sequence[Column]) -> dict[str, object]:
    return {
        column.name: None if value is None and column.optional else _read(column.kind, value)
        for column, value in zip(of, row, strict=True)
    }


def _read(kind: Any, value: Any) -> object:
    return _READERS[kind](value) if kind in _READERS else value


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.utcoffset() is None:
        raise ValueError(f"{text} has no offset")
    return instant


def _length(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


_READERS: Mapping[Any, Callable[[Any], object]] = MappingProxyType(
    {datetime: _instant, date: date.fromisoformat, timedelta: _length, Outcome: Outcome}
)
