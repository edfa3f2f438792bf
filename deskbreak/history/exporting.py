"""The history as text, to look at elsewhere (CSV) or to carry to another machine (JSON).

Lengths are seconds, times ISO 8601 with offset. Columns and keys are a promise: new ones come at
the end, as new fields of a record do, and none ever changes its meaning.
"""

from collections.abc import Iterable

from deskbreak.core.moment import ZERO
from deskbreak.core.record import Feeling, Record
from deskbreak.files.columns import as_object, columns
from deskbreak.files.texts import in_json
from deskbreak.history.snooze import Snooze

VERSION = 1
_IN_HOURS = "in_hours_s"
"""What of `seat_time_s` lay inside work hours: the sum of the parts, for which CSV has no place."""


def export_csv(records: Iterable[Record]) -> str:
    """One line a record, under a line that names the columns; empty cells where there is nothing."""
    import csv  # noqa: PLC0415  (only to export)
    import io  # noqa: PLC0415  (likewise)

    names = [_IN_HOURS if each.field == "parts" else each.name for each in columns(Record)]
    table = io.StringIO()
    lines = csv.DictWriter(table, names, extrasaction="ignore", lineterminator="\n")
    lines.writeheader()
    lines.writerows({**as_object(record), _IN_HOURS: _in_hours(record)} for record in records)
    return table.getvalue()


def export_json(
    records: Iterable[Record],
    snoozes: Iterable[Snooze] = (),
    feelings: Iterable[Feeling] = (),
) -> str:
    """One object with all that `importing` reads back."""
    data = {
        "version": VERSION,
        "records": [as_object(record) for record in records],
        "snoozes": [as_object(snooze) for snooze in snoozes],
        "feelings": [as_object(feeling) for feeling in feelings],
    }
    return in_json(data, indent=2) + "\n"


def _in_hours(record: Record) -> float:
    return sum((part.seat_time for part in record.parts), ZERO).total_seconds()
