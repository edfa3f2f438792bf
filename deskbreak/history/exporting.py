"""The history as text, to look at elsewhere (CSV) or to carry to another machine (JSON).

Lengths are seconds, times ISO 8601 with offset. Columns and keys are a promise: new ones come at
the end, and none ever changes its meaning.
"""

import json
from collections.abc import Iterable

from deskbreak.core.moment import ZERO
from deskbreak.core.record import Record
from deskbreak.history.snooze import Snooze

VERSION = 1
COLUMNS = (
    "id",
    "at",
    "outcome",
    "stretch",
    "seat_time_s",
    "sat_down_at",
    "ended_at",
    "in_hours_s",
    "snoozes",
    "exercised_s",
    "why",
)
"""Those of the CSV. `in_hours_s` is what of `seat_time_s` lay inside work hours."""


def export_csv(records: Iterable[Record]) -> str:
    """One line a record, under a line that names the columns; empty cells where there is nothing."""
    import csv  # noqa: PLC0415  (only to export)
    import io  # noqa: PLC0415  (likewise)

    table = io.StringIO()
    lines = csv.writer(table, lineterminator="\n")
    lines.writerow(COLUMNS)
    lines.writerows(map(_csv_row, records))
    return table.getvalue()


def export_json(records: Iterable[Record], snoozes: Iterable[Snooze] = ()) -> str:
    """One object with all that `history_import` reads back."""
    data = {
        "version": VERSION,
        "records": [_record_object(record) for record in records],
        "snoozes": [_snooze_object(snooze) for snooze in snoozes],
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _csv_row(record: Record) -> tuple[object, ...]:
    in_hours = sum((part.seat_time for part in record.parts), ZERO)
    return (
        record.id,
        record.at.isoformat(),
        record.outcome.value,
        record.stretch,
        record.seat_time.total_seconds(),
        record.sat_down_at.isoformat(),
        record.ended_at and record.ended_at.isoformat(),
        in_hours.total_seconds(),
        record.snoozes,
        record.exercised.total_seconds(),
        record.why,
    )


def _record_object(record: Record) -> dict[str, object]:
    return {
        "id": record.id,
        "at": record.at.isoformat(),
        "outcome": record.outcome.value,
        "stretch": record.stretch,
        "seat_time_s": record.seat_time.total_seconds(),
        "sat_down_at": record.sat_down_at.isoformat(),
        "ended_at": record.ended_at and record.ended_at.isoformat(),
        "parts": [
            {"day": part.day.isoformat(), "seat_time_s": part.seat_time.total_seconds()}
            for part in record.parts
        ],
        "snoozes": record.snoozes,
        "exercised_s": record.exercised.total_seconds(),
        "why": record.why,
    }


def _snooze_object(snooze: Snooze) -> dict[str, object]:
    return {
        "at": snooze.at.isoformat(),
        "proposal": snooze.proposal,
        "length_s": snooze.length.total_seconds(),
    }
