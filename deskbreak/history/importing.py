"""A history that was exported as JSON, read strictly: everything that is wrong is told at once."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from gettext import gettext as _
from types import MappingProxyType
from typing import Any, TypeVar, cast

from deskbreak.core.moment import ZERO
from deskbreak.core.record import DayPart, Feeling, Record
from deskbreak.errors import Problem
from deskbreak.files.columns import built, columns
from deskbreak.files.kinds import plain
from deskbreak.files.strict import Schema, listed, numbered, read, table
from deskbreak.files.texts import parse_json
from deskbreak.history.exporting import VERSION
from deskbreak.history.kept import SCHEMAS, schema_of
from deskbreak.history.snooze import Snooze
from deskbreak.value import value

T = TypeVar("T")

_SLACK = timedelta(minutes=1)
_A_DAY = timedelta(days=1)  # the date of any place on earth is at most as far from that of UTC


@value
class Imported:
    """`version` is that of the file."""

    version: int
    records: tuple[Record, ...]
    snoozes: tuple[Snooze, ...]
    feelings: tuple[Feeling, ...] = ()


def import_json(text: str, source: str = "history") -> Imported:
    """What the text holds; ConfigError names the line or the record of whatever is wrong."""
    return read(_HISTORY, parse_json(text, source, _as_exported()), source)


def _as_exported() -> str:
    return _("JSON as `deskbreak history export` writes it")


def _odd(written: Mapping[str, object], values: Mapping[str, Any]) -> Iterator[Problem]:
    yield from _twins(written)
    allowed = _("allowed: {what}").format(what=_as_exported())
    for place, record in numbered("records", values.get("records", ())):
        for keys in _contradictions(record):
            yield Problem(f"{place}: {keys}", _("they contradict each other"), allowed)


def _contradictions(record: Record) -> Iterator[str]:
    """The keys that no record of a life has together."""
    end, ended = record.at, "at"
    if record.ended_at is not None:
        end, ended = record.ended_at, "ended_at"
    if end > record.at + _SLACK:
        yield "at, ended_at"
    if end - record.sat_down_at < record.seat_time - _SLACK:
        yield f"sat_down_at, {ended}, seat_time_s"
    days = [part.day for part in record.parts]
    if len(set(days)) < len(days):
        yield "parts"
    elif sum((part.seat_time for part in record.parts), ZERO) > record.seat_time + _SLACK:
        yield "parts, seat_time_s"
    first, last = (record.sat_down_at - _A_DAY).date(), (end + _A_DAY).date()
    if any(not first <= day <= last for day in days):
        yield f"parts, sat_down_at, {ended}"


def _twins(written: Mapping[str, object]) -> Iterator[Problem]:
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

    return table(build, {column.name: schema_of(column, _SCHEMAS) for column in own}, needed)


_SCHEMAS: dict[Any, Schema[Any]] = dict(SCHEMAS)
_SCHEMAS[tuple[DayPart, ...]] = listed(_schema(DayPart), lambda: _("a list of parts"))
_KEYS: Mapping[str, Schema[Any]] = MappingProxyType(
    {
        "version": plain(
            lambda data: data if type(data) is int and data == VERSION else None,
            lambda: _("version {n}, which this deskbreak reads").format(n=VERSION),
        ),
        "records": listed(_schema(Record), lambda: _("a list of records")),
        "snoozes": listed(_schema(Snooze), lambda: _("a list of snoozes")),
        "feelings": listed(_schema(Feeling), lambda: _("a list of how moves felt")),
    }
)
_NEEDED = tuple(key for key in _KEYS if key != "feelings")  # an older deskbreak kept none
_HISTORY = table(Imported, _KEYS, _NEEDED, check=_odd)
