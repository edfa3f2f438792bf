"""What many days came to is the same, added up in the file or made of its records."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbreak.core.record import DayPart, Outcome, Record
from deskbreak.errors import StorageError
from deskbreak.history.database import History, open_for_reading, open_history
from deskbreak.history.snooze import Snooze
from deskbreak.history.statistics import Day, begins, by_day, days_until, total

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 4, 1, tzinfo=UTC)
AROUND = (datetime(2026, 3, 26, tzinfo=UTC), datetime(2026, 4, 3, tzinfo=UTC))
"""The clocks in Berlin change in between, and days at either end are not looked at."""
DATES = days_until(date(2026, 3, 31), 4)
ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Kiritimati")
SPANS = st.timedeltas(timedelta(), timedelta(hours=14)) | st.sampled_from(
    [timedelta(), timedelta(minutes=30), timedelta(minutes=60), timedelta(microseconds=1)]
)


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    first, last = (each.replace(tzinfo=None) for each in AROUND)
    midnights = st.sampled_from([begins(day, ZoneInfo(name)) for day in DATES for name in ZONES])
    return draw(st.datetimes(first, last, timezones=st.just(UTC)) | midnights)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Record, ...]:
    ends = draw(st.lists(moments(), max_size=12))
    return tuple(_record(draw, n, ended_at) for n, ended_at in enumerate(ends))


def _record(draw: st.DrawFn, n: int, ended_at: datetime) -> Record:
    seat_time = draw(SPANS)
    return Record(
        id=f"r{n}",
        at=ended_at + draw(SPANS),
        outcome=draw(st.sampled_from(Outcome)),
        stretch=None,
        seat_time=seat_time,
        sat_down_at=ended_at - seat_time,
        ended_at=draw(st.none() | st.just(ended_at)),
        parts=tuple(DayPart(day, seat_time / 3) for day in draw(st.sets(st.sampled_from(DATES)))),
    )


@contextmanager
def kept(records: tuple[Record, ...], snoozes: tuple[datetime, ...] = ()) -> Iterator[History]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "history.sqlite3"
        with closing(open_history(file, NOW).history) as history:
            history.remember(*records)
            history.snoozed(
                *(Snooze(at, f"p{n}", timedelta(minutes=5)) for n, at in enumerate(snoozes))
            )
            yield history


def days_of(history: History, zone: tzinfo) -> tuple[Day, ...]:
    tallies = history.tallies([(day,) for day in DATES], zone)
    return tuple(map(Day, DATES, tallies))


def of_records(history: History, zone: tzinfo) -> tuple[Day, ...]:
    since = begins(DATES[0], zone)
    return by_day(history.records(since), history.snoozes(since), zone, DATES)


@settings(deadline=None, max_examples=100)
@given(
    records=histories(),
    snoozes=st.lists(moments(), max_size=3).map(tuple),
    name=st.sampled_from(ZONES),
    voids=st.booleans(),
)
def test_both_ways_lead_to_the_same_days(
    records: tuple[Record, ...], snoozes: tuple[datetime, ...], name: str, *, voids: bool
) -> None:
    zone = ZoneInfo(name)
    with kept(records, snoozes) as history:
        if voids and records and records[0].ended_at is not None:
            history.void(records[0].ended_at)

        days = of_records(history, zone)
        spans = (DATES[:3], DATES[3:])

        assert days_of(history, zone) == days
        assert history.tallies(spans, zone) == (total(days[:3]), total(days[3:]))


RECORD = Record(
    id="r1",
    at=datetime(2026, 3, 30, 8, 50, tzinfo=UTC),
    outcome=Outcome.TAKEN,
    stretch="lunge",
    seat_time=timedelta(minutes=45),
    sat_down_at=datetime(2026, 3, 30, 8, tzinfo=UTC),
    ended_at=datetime(2026, 3, 30, 8, 45, tzinfo=UTC),
    parts=(DayPart(date(2026, 3, 30), timedelta(minutes=45)),),
)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE records SET outcome = 'dune'", 'record r1: outcome: found "dune"'),
        ("UPDATE records SET seat_time_s = 'long'", "record r1: "),
        ("UPDATE records SET seat_time_s = -1", "record r1: "),
        ("UPDATE records SET ended_at = 'noon'", "record r1: ended_at: "),
        ("UPDATE day_parts SET day = 'monday'", "monday"),
        ("UPDATE day_parts SET seat_time_s = 'long'", "long"),
    ],
)
def test_what_was_edited_into_nonsense_is_named_all_the_same(
    tmp_path: Path, change: str, told: str
) -> None:
    file = tmp_path / "history.sqlite3"
    with edited(file, change) as history, pytest.raises(StorageError) as refusal:
        days_of(history, BERLIN)

    assert told in str(refusal.value)


def test_a_time_that_was_edited_and_has_another_offset_counts_where_it_lies(tmp_path: Path) -> None:
    change = "UPDATE records SET ended_at = '2026-03-29T23:45:00+01:00'"  # in Berlin it is Monday
    with edited(tmp_path / "history.sqlite3", change) as history:
        days = days_of(history, BERLIN)

    assert {day.date.isoformat(): day.tally.taken for day in days if day.tally.taken} == {
        "2026-03-30": 1
    }
    assert total(days).seat_time == timedelta(minutes=45)


@contextmanager
def edited(file: Path, change: str) -> Iterator[History]:
    """As a person does with the sqlite3 shell."""
    with closing(open_history(file, NOW).history) as history:
        history.remember(RECORD)
    with closing(sqlite3.connect(file)) as base, base:
        base.execute(change)
    with closing(open_for_reading(file)) as history:
        yield history
