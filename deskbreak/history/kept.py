"""What a value of the history may be, read from its tables and from an export alike.

So nothing comes in by one way that the other, or the statistics, could not hold.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from deskbreak.core.moment import ZERO
from deskbreak.core.record import HowItFelt, Outcome
from deskbreak.files.columns import Column
from deskbreak.files.kinds import DATE, INSTANT, NAME, TEXT, count, one_of, seconds, short
from deskbreak.files.strict import Schema, or_null

_LONGEST = timedelta(days=366)
"""Of a bout, a break or a snooze: nobody sat longer, and so many of them can be added up."""

SCHEMAS: Mapping[Any, Schema[Any]] = MappingProxyType(
    {
        str: short(TEXT, 2000),
        int: count(0, 1_000_000),
        date: DATE,
        datetime: INSTANT,
        timedelta: seconds(ZERO, _LONGEST),
        Outcome: one_of(Outcome),
        HowItFelt: one_of(HowItFelt),
    }
)
_NAMES = ("id", "stretch", "proposal")
_NAME = short(NAME, 200)
"""SQLite compares ids with each other, and a long one with every part of every record."""


def schema_of(column: Column, schemas: Mapping[Any, Schema[Any]] = SCHEMAS) -> Schema[Any]:
    schema = _NAME if column.field in _NAMES else schemas[column.kind]
    return or_null(schema) if column.optional else schema
