"""How records and snoozes lie in the tables: times as ISO 8601 in UTC, lengths as seconds."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from deskbreak.core.record import DayPart, Outcome, Record
from deskbreak.history.snooze import Snooze

INSERT_RECORD = """INSERT INTO records (id, at, outcome, stretch, seat_time_s, sat_down_at,
    ended_at, snoozes, exercised_s, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO NOTHING"""
INSERT_PART = "INSERT INTO day_parts (record, position, day, seat_time_s) VALUES (?, ?, ?, ?)"
INSERT_SNOOZE = """INSERT INTO snoozes (proposal, at, length_s) VALUES (?, ?, ?)
    ON CONFLICT (proposal) DO NOTHING"""
VOID = """UPDATE records SET voided = 1
    WHERE ended_at = ? AND outcome IN ('natural', 'taken')"""
SELECT_RECORDS = """SELECT id, at, outcome, stretch, seat_time_s, sat_down_at, ended_at, snoozes,
    exercised_s, why FROM records WHERE at >= ? AND at < ? AND voided <= ? ORDER BY at, rowid"""
SELECT_PARTS = """SELECT record, day, p.seat_time_s FROM day_parts AS p
    JOIN records ON id = record WHERE at >= ? AND at < ? AND voided <= ? ORDER BY position"""
SELECT_SNOOZES = """SELECT at, proposal, length_s FROM snoozes WHERE at >= ? AND at < ?
    ORDER BY at, rowid"""


def bounds(since: datetime | None, until: datetime | None) -> tuple[str, str]:
    """As texts, which sort like the instants they stand for."""
    return written(since) if since else "", written(until) if until else "~"


def written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def snooze_row(snooze: Snooze) -> tuple[object, ...]:
    return (snooze.proposal, written(snooze.at), snooze.length.total_seconds())


def record_row(record: Record) -> tuple[object, ...]:
    return (
        record.id,
        written(record.at),
        record.outcome.value,
        record.stretch,
        record.seat_time.total_seconds(),
        written(record.sat_down_at),
        written(record.ended_at) if record.ended_at else None,
        record.snoozes,
        record.exercised.total_seconds(),
        record.why,
    )


def part_rows(record: Record) -> list[tuple[object, ...]]:
    return [
        (record.id, position, part.day.isoformat(), part.seat_time.total_seconds())
        for position, part in enumerate(record.parts)
    ]


def read_record(row: Sequence[Any], parts: tuple[DayPart, ...]) -> Record:
    try:
        return _record(row, parts)
    except (ValueError, TypeError, OverflowError) as error:
        raise ValueError(f"record {row[0]}: {error}") from error


def read_part(row: Sequence[Any]) -> DayPart:
    day, seat_time = row
    return DayPart(date.fromisoformat(day), timedelta(seconds=seat_time))


def read_snooze(row: Sequence[Any]) -> Snooze:
    at, proposal, length = row
    return Snooze(_instant(at), proposal, timedelta(seconds=length))


def _record(row: Sequence[Any], parts: tuple[DayPart, ...]) -> Record:
    id_, at, outcome, stretch, seat_time, sat_down_at, ended_at, snoozes, exercised, why = row
    return Record(
        id=id_,
        at=_instant(at),
        outcome=Outcome(outcome),
        stretch=stretch,
        seat_time=timedelta(seconds=seat_time),
        sat_down_at=_instant(sat_down_at),
        ended_at=_instant(ended_at) if ended_at else None,
        parts=parts,
        snoozes=snoozes,
        exercised=timedelta(seconds=exercised),
        why=why,
    )


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.utcoffset() is None:
        raise ValueError(f"{text} has no offset")
    return instant
