"""How records and snoozes lie in the tables: times as ISO 8601 in UTC, lengths as seconds.

The columns are the fields of the dataclasses, under the names of `columns`; a record's parts have
a table of their own.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar, assert_never

from deskbreak.core.record import DayPart, Feeling, Outcome, Record
from deskbreak.files.columns import Column, as_plain, built, columns
from deskbreak.files.strict import Schema
from deskbreak.history.kept import SCHEMAS, schema_of
from deskbreak.history.snooze import Snooze

T = TypeVar("T")

_RECORD = tuple(column for column in columns(Record) if column.field != "parts")
_PART, _SNOOZE, _FEELING = columns(DayPart), columns(Snooze), columns(Feeling)
_COLUMNS = {Record: _RECORD, DayPart: _PART, Snooze: _SNOOZE, Feeling: _FEELING}


def _names(of: Iterable[Column], before: str = "") -> str:
    return ", ".join(f"{before}{column.name}" for column in of)


def _insert(table: str, names: str) -> str:
    places = ", ".join("?" * len(names.split(",")))
    return f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608  (names of our own fields)


_WANTED = "WHERE at >= ? AND at < ? AND voided <= ?"

INSERT_RECORD = f"{_insert('records', _names(_RECORD))} ON CONFLICT (id) DO NOTHING"
INSERT_PART = _insert("day_parts", f"record, position, {_names(_PART)}")
INSERT_SNOOZE = f"{_insert('snoozes', _names(_SNOOZE))} ON CONFLICT (proposal, at) DO NOTHING"
INSERT_FEELING = f"{_insert('feelings', _names(_FEELING))} ON CONFLICT DO NOTHING"
BREAKS = (Outcome.NATURAL, Outcome.TAKEN)
"""The outcomes of a bout that ended in a break, which can be taken back."""
VOID = f"""UPDATE records SET voided = 1
    WHERE ended_at = ? AND outcome IN ({", ".join(f"'{each}'" for each in BREAKS)})"""  # noqa: S608  (likewise)
SELECT_RECORDS = f"SELECT {_names(_RECORD)} FROM records {_WANTED} ORDER BY at, rowid"  # noqa: S608  (likewise)
SELECT_PARTS = f"""SELECT record, {_names(_PART, "p.")} FROM day_parts AS p
    JOIN records ON id = record {_WANTED} ORDER BY position"""  # noqa: S608  (likewise)
_SINCE = "WHERE at >= ? AND at < ? AND voided = 0"
SELECT_ENDS = f"""SELECT coalesce(ended_at, at), outcome, iif(ended_at IS NULL, NULL, seat_time_s)
    FROM records {_SINCE}"""  # noqa: S608  (likewise)
"""When each counts, what came of it, and the length of a bout that ended."""
SELECT_SPELLS = f"""SELECT seat_time_s FROM records
    {_SINCE} AND ended_at >= ? AND ended_at < ?"""  # noqa: S608  (likewise)
SELECT_PUT_OFF = "SELECT at FROM snoozes WHERE at >= ? AND at < ?"
SELECT_SEATED = f"""SELECT p.day, sum(p.seat_time_s), min(p.seat_time_s), max(p.seat_time_s)
    FROM day_parts AS p JOIN records ON id = record {_SINCE} AND ended_at IS NOT NULL
    GROUP BY p.day"""  # noqa: S608  (likewise)
SELECT_SNOOZES = f"""SELECT {_names(_SNOOZE)} FROM snoozes WHERE at >= ? AND at < ?
    ORDER BY at, rowid"""  # noqa: S608  (likewise)
SELECT_FEELINGS = f"""SELECT {_names(_FEELING)} FROM feelings WHERE at >= ? AND at < ?
    ORDER BY at, rowid"""  # noqa: S608  (likewise)


FORGET = (
    "DELETE FROM feelings WHERE at < ?",
    "DELETE FROM snoozes WHERE at < ?",
    "DELETE FROM day_parts WHERE record IN (SELECT id FROM records WHERE at < ?)",
    "DELETE FROM records WHERE at < ?",
)
"""In this order; the last one counts."""


def bounds(since: datetime | None, until: datetime | None) -> tuple[str, str]:
    """As texts, which sort like the instants they stand for."""
    return written(since) if since else "", written(until) if until else "~"


def written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def snooze_row(snooze: Snooze) -> tuple[object, ...]:
    return _row(snooze, _SNOOZE)


def feeling_row(feeling: Feeling) -> tuple[object, ...]:
    return _row(feeling, _FEELING)


def record_row(record: Record) -> tuple[object, ...]:
    return _row(record, _RECORD)


def part_rows(record: Record) -> list[tuple[object, ...]]:
    return [(record.id, n, *_row(part, _PART)) for n, part in enumerate(record.parts)]


def read_record(row: Sequence[Any], parts: tuple[DayPart, ...]) -> Record:
    try:
        return built(Record, {**_values(row, Record), "parts": parts})
    except ValueError as error:
        raise ValueError(f"record {row[0]}: {error}") from error


def is_sound(value: Record | Snooze | Feeling) -> bool:
    """Whether it could be read again, once it is in the tables."""
    try:
        match value:
            case Snooze():
                read_snooze(snooze_row(value))
            case Feeling():
                read_feeling(feeling_row(value))
            case Record():
                parts = tuple(read_part(part) for _id, _n, *part in part_rows(value))
                read_record(record_row(value), parts)
            case _:
                assert_never(value)
    except ValueError:
        return False
    return True


def read_part(row: Sequence[Any]) -> DayPart:
    return built(DayPart, _values(row, DayPart))


def read_spell(row: Sequence[Any]) -> timedelta:
    length: timedelta = SCHEMAS[timedelta].read("seat_time_s", row[0])
    return length


def read_snooze(row: Sequence[Any]) -> Snooze:
    return built(Snooze, _values(row, Snooze))


def read_feeling(row: Sequence[Any]) -> Feeling:
    return built(Feeling, _values(row, Feeling))


def _row(value: object, of: Iterable[Column]) -> tuple[object, ...]:
    return tuple(_stored(getattr(value, column.field)) for column in of)


def _stored(value: object) -> object:
    match value:
        case datetime():
            return written(value)
        case str() | int() | None:  # most are, and a long history has many
            return value
        case _:  # lengths and dates
            return as_plain(value)


def _values(row: Sequence[Any], kind: type) -> dict[str, object]:
    each = zip(_readers(kind), row, strict=True)
    return {name: schema.read(name, value) for (name, schema), value in each}


@cache
def _readers(kind: type) -> tuple[tuple[str, Schema[Any]], ...]:
    """By the class and not by its columns, which are long to hash: it is asked of each row."""
    return tuple((column.name, schema_of(column)) for column in _COLUMNS[kind])
