"""What the history adds up to, and how it travels as text."""

import csv
import io
import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbreak.core.record import DayPart, Outcome, Record
from deskbreak.errors import ConfigError
from deskbreak.history.database import open_history
from deskbreak.history.exporting import export_csv, export_json
from deskbreak.history.importing import import_json
from deskbreak.history.snooze import Snooze
from deskbreak.history.statistics import (
    Day,
    Tally,
    begins,
    by_day,
    days_until,
    joined,
    today,
    total,
)
from deskbreak.value import value

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)
WEDNESDAY = date(2026, 3, 4)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """That time of day in Berlin, as records have it."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def bout(outcome: Outcome, ended_at: datetime, length: timedelta, *parts: DayPart) -> Record:
    """A bout of that length, decided five minutes after its end."""
    return Record(
        id=f"{outcome}-{ended_at.isoformat()}",
        at=ended_at + minutes(5),
        outcome=outcome,
        stretch=None,
        seat_time=length,
        sat_down_at=ended_at - length,
        ended_at=ended_at,
        parts=parts,
    )


def answer(outcome: Outcome, answered: datetime) -> Record:
    """An answer after which the bout ran on."""
    return replace(
        bout(outcome, answered, minutes(45)), id=f"{outcome}-on", at=answered, ended_at=None
    )


# By day


def test_a_day_counts_its_bouts_and_answers() -> None:
    records = [
        bout(Outcome.NATURAL, at(MONDAY, 10), minutes(29), DayPart(MONDAY, minutes(29))),
        answer(Outcome.SKIPPED, at(MONDAY, 11)),
        answer(Outcome.IGNORED, at(MONDAY, 12)),
        bout(Outcome.DONE, at(MONDAY, 12), minutes(60), DayPart(MONDAY, minutes(60))),
        bout(Outcome.PARTIAL, at(MONDAY, 14), minutes(30), DayPart(MONDAY, minutes(30))),
        bout(Outcome.TAKEN, at(MONDAY, 16), minutes(90), DayPart(MONDAY, minutes(75))),
    ]
    snoozes = [Snooze(at(MONDAY, 11), "p1", minutes(10)), Snooze(at(MONDAY, 15), "p2", minutes(5))]

    assert by_day(records, snoozes, BERLIN, [MONDAY]) == (
        Day(
            MONDAY,
            Tally(
                seat_time=minutes(194),
                bouts=4,
                longest_bout=minutes(90),
                over_30=3,
                over_60=2,
                done=1,
                partial=1,
                taken=1,
                skipped=1,
                ignored=1,
                snoozed=2,
                natural=1,
            ),
        ),
    )


def test_a_bout_over_midnight_adds_to_both_days_and_counts_on_the_second() -> None:
    night = bout(
        Outcome.NATURAL,
        at(TUESDAY, 0, 20),
        minutes(50),
        DayPart(MONDAY, minutes(30)),
        DayPart(TUESDAY, minutes(20)),
    )

    assert by_day([night], [], BERLIN, [MONDAY, TUESDAY]) == (
        Day(MONDAY, Tally(seat_time=minutes(30))),
        Day(
            TUESDAY,
            Tally(seat_time=minutes(20), bouts=1, longest_bout=minutes(50), over_30=1, natural=1),
        ),
    )


def test_a_break_decided_after_midnight_counts_on_the_day_on_which_sitting_ended() -> None:
    late = bout(Outcome.NATURAL, at(MONDAY, 23, 58), minutes(10), DayPart(MONDAY, minutes(10)))

    days = by_day([late], [], BERLIN, [MONDAY, TUESDAY])

    assert [day.tally.natural for day in days] == [1, 0]


def test_the_wall_clock_of_the_zone_decides_which_day_it_is() -> None:
    half_past_midnight_in_berlin = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    snooze = Snooze(half_past_midnight_in_berlin, "p1", minutes(10))

    assert by_day([], [snooze], BERLIN, [TUESDAY]) == (Day(TUESDAY, Tally(snoozed=1)),)
    assert by_day([], [snooze], UTC, [MONDAY]) == (Day(MONDAY, Tally(snoozed=1)),)


def test_a_done_on_the_chair_counts_as_done_and_ends_no_bout() -> None:
    seated = replace(answer(Outcome.DONE, at(MONDAY, 10)), parts=(DayPart(MONDAY, minutes(45)),))

    assert by_day([seated], [], BERLIN, [MONDAY]) == (Day(MONDAY, Tally(done=1)),)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_number_of_its_name(outcome: Outcome) -> None:
    [monday] = by_day([answer(outcome, at(MONDAY, 10))], [], BERLIN, [MONDAY])

    assert getattr(monday.tally, outcome.value) == 1


def test_days_without_anything_are_there_and_days_not_asked_for_are_not() -> None:
    records = [answer(Outcome.SKIPPED, at(WEDNESDAY, 10))]

    assert by_day(records, [], BERLIN, [MONDAY, TUESDAY]) == (
        Day(MONDAY, Tally()),
        Day(TUESDAY, Tally()),
    )


def test_a_total_sums_everything_and_keeps_the_longest_bout() -> None:
    days = (
        Day(MONDAY, Tally(minutes(60), 1, minutes(60), 1, 1, 1, 2, 3, 4, 5, 6, 7)),
        Day(TUESDAY, Tally(minutes(30), 2, minutes(20), 10, 20, 10, 20, 30, 40, 50, 60, 70)),
    )

    assert total(days) == Tally(minutes(90), 3, minutes(60), 11, 21, 11, 22, 33, 44, 55, 66, 77)
    assert total(()) == Tally()


def test_a_number_that_does_not_say_how_days_join_is_refused() -> None:
    @value
    class Longer(Tally):
        longest_pause: timedelta = minutes(0)

    with pytest.raises(KeyError):
        joined((Longer(), Longer()))


def test_today_has_the_numbers_that_status_promises() -> None:
    records = [
        bout(Outcome.NATURAL, at(MONDAY, 10), minutes(99)),
        bout(Outcome.NATURAL, at(TUESDAY, 10), minutes(46.5), DayPart(TUESDAY, minutes(1))),
        answer(Outcome.SKIPPED, at(TUESDAY, 11)),
    ]
    snoozes = [Snooze(at(TUESDAY, 11), "p1", minutes(10))]

    assert today(records, snoozes, BERLIN, TUESDAY) == {
        "done": 0,
        "partial": 0,
        "taken": 0,
        "skipped": 1,
        "ignored": 0,
        "snoozed": 1,
        "natural": 1,
        "longest_bout_s": 2790.0,
    }


def test_the_first_date_there_is_begins_east_of_greenwich_as_early_as_can_be() -> None:
    assert begins(date.min, BERLIN) == datetime(1, 1, 1, tzinfo=UTC)


def test_a_day_begins_at_local_midnight() -> None:
    assert begins(MONDAY, BERLIN) == datetime(2026, 3, 1, 23, 0, tzinfo=UTC)


def test_a_day_whose_midnight_the_clocks_leave_out_begins_when_they_jump() -> None:
    santiago = ZoneInfo("America/Santiago")

    assert begins(date(2025, 9, 7), santiago) == datetime(2025, 9, 7, 4, 0, tzinfo=UTC)


def test_the_last_days_are_in_order() -> None:
    assert days_until(WEDNESDAY, 3) == (MONDAY, TUESDAY, WEDNESDAY)
    assert days_until(WEDNESDAY, 0) == ()


# As text

RECORD = Record(
    id="r1",
    at=datetime(2026, 3, 2, 9, 51, 0, 123456, tzinfo=UTC),
    outcome=Outcome.DONE,
    stretch="hip-flexor",
    seat_time=minutes(46) + timedelta(microseconds=1),
    sat_down_at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    ended_at=datetime(2026, 3, 2, 9, 46, tzinfo=UTC),
    parts=(DayPart(MONDAY, minutes(30)), DayPart(TUESDAY, minutes(16))),
    snoozes=2,
    exercised=timedelta(seconds=60),
    why='waited longest, "so" it is its turn, “at last”',
)
RUNS_ON = replace(RECORD, id="r2", outcome=Outcome.SKIPPED, stretch=None, ended_at=None, parts=())
SNOOZE = Snooze(datetime(2026, 3, 2, 9, 40, tzinfo=UTC), "p1", minutes(10))

INSTANTS = st.datetimes(
    datetime.fromisoformat("1900-01-01"),
    datetime.fromisoformat("7997-12-31"),
    timezones=st.just(UTC),
)
LENGTHS = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=366))
TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)


@st.composite
def lived(draw: st.DrawFn) -> Record:
    """A record whose times go together, as those of whoever sat there do."""
    sat_down_at, seat_time, until_noticed = draw(INSTANTS), draw(LENGTHS), draw(LENGTHS)
    until = sat_down_at + seat_time
    days = days_until(until.date(), draw(st.integers(0, min(seat_time.days, 3))))
    return Record(
        id=draw(TEXTS.filter(str.strip)),
        at=until + until_noticed,
        outcome=draw(st.sampled_from(Outcome)),
        stretch=draw(st.none() | TEXTS.filter(str.strip)),
        seat_time=seat_time,
        sat_down_at=sat_down_at,
        ended_at=draw(st.none() | st.just(until)),
        parts=tuple(DayPart(day, seat_time // 4) for day in days),
        snoozes=draw(st.integers(0, 1000)),
        exercised=draw(LENGTHS),
        why=draw(TEXTS),
    )


RECORDS = lived()
MANY = st.lists(RECORDS, max_size=5, unique_by=lambda record: record.id).map(tuple)


def test_the_table_has_a_line_a_record_and_empty_cells_for_what_is_not_there() -> None:
    text = export_csv([RECORD, RUNS_ON])

    assert list(csv.reader(io.StringIO(text))) == [
        [
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
        ],
        [
            "r1",
            "2026-03-02T09:51:00.123456+00:00",
            "done",
            "hip-flexor",
            "2760.000001",
            "2026-03-02T09:00:00+00:00",
            "2026-03-02T09:46:00+00:00",
            "2760.0",
            "2",
            "60.0",
            'waited longest, "so" it is its turn, “at last”',
        ],
        [
            "r2",
            "2026-03-02T09:51:00.123456+00:00",
            "skipped",
            "",
            "2760.000001",
            "2026-03-02T09:00:00+00:00",
            "",
            "0.0",
            "2",
            "60.0",
            'waited longest, "so" it is its turn, “at last”',
        ],
    ]


def test_the_object_has_stable_keys() -> None:
    assert json.loads(export_json([RECORD], [SNOOZE])) == {
        "version": 1,
        "records": [
            {
                "id": "r1",
                "at": "2026-03-02T09:51:00.123456+00:00",
                "outcome": "done",
                "stretch": "hip-flexor",
                "seat_time_s": 2760.000001,
                "sat_down_at": "2026-03-02T09:00:00+00:00",
                "ended_at": "2026-03-02T09:46:00+00:00",
                "parts": [
                    {"day": "2026-03-02", "seat_time_s": 1800.0},
                    {"day": "2026-03-03", "seat_time_s": 960.0},
                ],
                "snoozes": 2,
                "exercised_s": 60.0,
                "why": 'waited longest, "so" it is its turn, “at last”',
            }
        ],
        "snoozes": [{"at": "2026-03-02T09:40:00+00:00", "proposal": "p1", "length_s": 600.0}],
        "feelings": [],
    }


@settings(deadline=None, max_examples=60)
@given(MANY)
def test_what_was_exported_is_imported_to_the_microsecond(records: tuple[Record, ...]) -> None:
    assert import_json(export_json(records)).records == records


def test_snoozes_travel_with_the_records() -> None:
    assert import_json(export_json([RECORD], [SNOOZE])).snoozes == (SNOOZE,)


def test_a_history_moved_twice_to_another_machine_is_there_once(tmp_path: Path) -> None:
    text = export_json([RECORD, RUNS_ON], [SNOOZE])
    with closing(open_history(tmp_path / "history.sqlite3", RECORD.at).history) as history:
        for _ in range(2):
            history.remember(*import_json(text).records)
            history.snoozed(*import_json(text).snoozes)

        assert history.records() == (RECORD, RUNS_ON)
        assert history.snoozes() == (SNOOZE,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "history: line 1, column 1: Expecting value; allowed: JSON as `deskbreak history"),
        (
            '{"version": 1,\n "records": [,]}',
            "history: line 2, column 14: Expecting value; allowed",
        ),
        (
            "[" * 100_000,
            "history: the file: lists or tables nested too deeply; allowed: a few dozen",
        ),
        ("1" * 5000, "history: line 1: a number with too many digits; allowed: at most 18 digits"),
        (
            "[]",
            "history: the whole: found []; allowed: a table with the keys version, records, snoozes",
        ),
        ("{}", "history: version: missing; allowed: version 1, which this deskbreak reads"),
        (
            '{"version": 1, "version": 1}',
            'history: the file: "version" appears twice; each key may appear once',
        ),
        pytest.param(
            "{" + ",".join(f'"{n}": 1' for n in (*range(200_000), 199_999)) + "}",
            'history: the file: "199999" appears twice; each key may appear once',
            id="late twin",
        ),
        (
            '{"version": 2, "records": [], "snoozes": []}',
            "history: version: found 2; allowed: version 1, which this deskbreak reads",
        ),
        (
            '{"version": 1, "records": [3], "snoozes": []}',
            "history: records[1]: found 3; allowed: a table with the keys id, at, outcome",
        ),
        (
            '{"version": 1, "records": {}, "snoozes": []}',
            "history: records: found {}; allowed: a list of records",
        ),
        (
            '{"version": 1, "records": [], "snoozes": [{}]}',
            "history: snoozes[1].at: missing; allowed: a time with its offset",
        ),
    ],
)
def test_what_is_no_export_is_refused_with_the_place(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        import_json(text)

    assert str(refusal.value).startswith(message)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("id", "", 'id: found ""; allowed: a text in quotes, not empty'),
        ("id", 7, "id: found 7; allowed: a text in quotes, not empty"),
        ("why", "\ud800", 'why: found "\\ud800", with half a character; allowed: a text'),
        ("at", "2026-03-02T09:00:00", 'at: found "2026-03-02T09:00:00"; allowed: a time with'),
        ("at", "0001-01-01T00:00:00+05:00", 'at: found "0001-01-01T00:00:00+05:00"; allowed: one'),
        (
            "seat_time_s",
            8.6e13,
            "seat_time_s: found 86000000000000.0; allowed: a number of seconds",
        ),
        ("snoozes", 1e30, "snoozes: found 1e+30; allowed: a whole number from 0 to 1000000"),
        ("at", "9999-12-31T00:00:00+05:00", 'at: found "9999-12-31T00:00:00+05:00"; allowed: one'),
        (
            "outcome",
            "dune",
            'outcome: found "dune"; did you mean "done"? allowed: "done", "partial',
        ),
        (
            "seat_time_s",
            -1,
            "seat_time_s: found -1; allowed: a number of seconds from 0 to 31622400",
        ),
        ("seat_time_s", "46", 'seat_time_s: found "46"; allowed: a number of seconds'),
        ("seat_time_s", True, "seat_time_s: found true; allowed: a number of seconds"),
        ("seat_time_s", float("nan"), "seat_time_s: found nan; allowed: a number of seconds"),
        ("seat_time_s", float("inf"), "seat_time_s: found inf; allowed: a number of seconds"),
        ("seat_time_s", 1e18, "seat_time_s: found 1e+18; allowed: a number of seconds"),
        ("snoozes", 1.5, "snoozes: found 1.5; allowed: a whole number from 0 to 1000000"),
        ("snoozes", True, "snoozes: found true; allowed: a whole number from 0 to 1000000"),
        ("snoozes", 10**6 + 1, "snoozes: found 1000001; allowed: a whole number"),
        (
            "snoozes",
            10**4000,
            "snoozes: found a number with too many digits; allowed: a whole number",
        ),
        ("mood", "good", "mood: no such key; allowed: id, at, outcome, stretch, seat_time_s"),
        ("outcom", "done", "outcom: no such key; did you mean outcome?"),
        (
            "parts",
            [{"day": "monday", "seat_time_s": 1}],
            'parts[1].day: found "monday"; allowed: a real date',
        ),
        ("parts", None, "parts: found null; allowed: a list of parts"),
        ("id", "x" * 201, "id: too long; allowed: at most 200 characters"),
        ("stretch", "x" * 201, "stretch: too long; allowed: at most 200 characters"),
        ("why", "x" * 2001, "why: too long; allowed: at most 2000 characters"),
    ],
)
def test_a_value_that_does_not_fit_is_named_with_what_is_allowed(
    key: str, value: object, message: str
) -> None:
    data = json.loads(export_json([RECORD]))
    data["records"][0][key] = value

    with pytest.raises(ConfigError) as refusal:
        import_json(json.dumps(data), "old.json")

    assert str(refusal.value).startswith(f"old.json: records[1].{message}")


@pytest.mark.parametrize(
    ("changed", "keys"),
    [
        (
            {"ended_at": "1999-01-01T00:00:00+00:00", "parts": []},
            "sat_down_at, ended_at, seat_time_s",
        ),
        ({"seat_time_s": 31622400}, "sat_down_at, ended_at, seat_time_s"),
        ({"ended_at": None, "seat_time_s": 31622400, "parts": []}, "sat_down_at, at, seat_time_s"),
        ({"at": "2026-03-02T09:00:00+00:00"}, "at, ended_at"),
        ({"parts": [{"day": "2026-03-02", "seat_time_s": 7200}]}, "parts, seat_time_s"),
        ({"parts": [{"day": "2026-02-28", "seat_time_s": 60}]}, "parts, sat_down_at, ended_at"),
        ({"parts": [{"day": "2026-03-04", "seat_time_s": 60}]}, "parts, sat_down_at, ended_at"),
        ({"parts": [{"day": "2026-03-02", "seat_time_s": 0}] * 714}, "parts"),
    ],
)
def test_a_record_that_contradicts_itself_is_refused(changed: dict[str, object], keys: str) -> None:
    data = json.loads(export_json([RECORD]))
    data["records"][0] |= changed

    with pytest.raises(ConfigError) as refusal:
        import_json(json.dumps(data), "old.json")

    assert str(refusal.value) == (
        f"old.json: records[1]: {keys}: they contradict each other; "
        "allowed: JSON as `deskbreak history export` writes it"
    )


def test_of_a_long_history_that_contradicts_itself_a_hundred_problems_are_told() -> None:
    data = json.loads(export_json([RECORD]))
    records = [
        data["records"][0] | {"id": f"r{n % 500}", "at": RECORD.sat_down_at.isoformat()}
        for n in range(1000)
    ]

    with pytest.raises(ConfigError) as refusal:
        import_json(json.dumps(data | {"records": records}))

    assert len(refusal.value.problems) == 100


def test_all_that_is_wrong_is_told_at_once() -> None:
    data = json.loads(export_json([RECORD, RUNS_ON, RECORD], [SNOOZE]))
    data["records"][1]["at"] = None
    data["records"][1]["why"] = None
    data["snoozes"][0]["length_s"] = None

    with pytest.raises(ConfigError) as refusal:
        import_json(json.dumps(data), "old.json")

    assert str(refusal.value).splitlines() == [
        (
            "old.json: records[2].at: found null; "
            'allowed: a time with its offset, such as "2026-03-02T09:00:00+01:00"'
        ),
        "old.json: records[2].why: found null; allowed: a text in quotes",
        (
            "old.json: snoozes[1].length_s: found null; "
            "allowed: a number of seconds from 0 to 31622400"
        ),
        "old.json: id r1: appears 2 times; every record needs an id of its own",
    ]
