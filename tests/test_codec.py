"""What the saved session is written in: nothing is lost, rounded or guessed."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbreak.core.record import DayPart, Outcome, Record
from deskbreak.files.codec import decode, encode
from deskbreak.files.strict import MisfitError

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Chair:
    since: datetime
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Floor:
    since: timedelta
    below: "Chair | None" = None


@dataclass(frozen=True, slots=True)
class Desk:
    """`drawers` and `cups` came in a later version."""

    width: int
    drawers: int = 3
    cups: tuple[str, ...] = field(default_factory=tuple)


Seat = Chair | Floor


@dataclass(frozen=True, slots=True)
class Room:
    """Every kind of field that a session may have."""

    name: str
    seat: Seat
    colours: frozenset[Colour] = frozenset()
    seats: tuple[Seat, ...] = ()
    corner: tuple[int, date] = (0, date(2026, 3, 2))
    favourite: Colour | None = None
    hired_until: date | Chair | None = None
    nothing: tuple[()] = ()


LENGTHS = st.timedeltas(-timedelta(days=73_000), timedelta(days=73_000))
INSTANTS = st.datetimes(
    NINE.replace(year=1900, tzinfo=None),
    NINE.replace(year=7999, tzinfo=None),
    timezones=st.just(UTC),
)
DATES = st.dates(date(1900, 1, 1), date(7999, 12, 31))
NUMBERS = st.integers(0, 10**9)
READILY = settings(deadline=None, max_examples=60)  # the machine may be busy
CHAIRS = st.builds(Chair, INSTANTS, st.booleans())
SEATS = st.one_of(CHAIRS, st.builds(Floor, LENGTHS, st.none() | CHAIRS))
ROOMS = st.builds(
    Room,
    name=st.text(),
    seat=SEATS,
    colours=st.frozensets(st.sampled_from(Colour)),
    seats=st.lists(SEATS, max_size=3).map(tuple),
    corner=st.tuples(NUMBERS, DATES),
    favourite=st.none() | st.sampled_from(Colour),
    hired_until=st.none() | DATES | CHAIRS,
)
RECORDS = st.builds(
    Record,
    id=st.text(),
    at=INSTANTS,
    outcome=st.sampled_from(Outcome),
    stretch=st.none() | st.text(),
    seat_time=LENGTHS,
    sat_down_at=INSTANTS,
    ended_at=st.none() | INSTANTS,
    parts=st.lists(st.builds(DayPart, DATES, LENGTHS), max_size=3).map(tuple),
    snoozes=NUMBERS,
    exercised=LENGTHS,
    why=st.text(),
)


@READILY
@given(ROOMS)
def test_whatever_is_written_as_json_reads_back_the_same(room: Room) -> None:
    assert decode(Room, json.loads(json.dumps(encode(room)))) == room


@READILY
@given(RECORDS)
def test_a_record_reads_back_the_same(record: Record) -> None:
    assert decode(Record, json.loads(json.dumps(encode(record)))) == record


@READILY
@given(st.lists(RECORDS, max_size=3).map(tuple))
def test_a_tuple_can_be_the_whole(records: tuple[Record, ...]) -> None:
    assert decode(tuple[Record, ...], encode(records)) == records


def test_an_object_names_its_class_and_lengths_are_microseconds() -> None:
    room = Room("attic", Floor(timedelta(seconds=1.5)), frozenset(Colour), favourite=Colour.RED)

    assert encode(room) == {
        "class": "Room",
        "name": "attic",
        "seat": {"class": "Floor", "since": 1_500_000, "below": None},
        "colours": ["blue", "red"],
        "seats": [],
        "corner": [0, "2026-03-02"],
        "favourite": "red",
        "hired_until": None,
        "nothing": [],
    }


def test_an_instant_of_any_zone_is_written_in_utc() -> None:
    in_berlin = datetime(2026, 3, 2, 10, 0, tzinfo=timezone(timedelta(hours=1)))

    assert encode(in_berlin) == "2026-03-02T09:00:00+00:00"


def test_an_instant_without_a_zone_is_not_written() -> None:
    with pytest.raises(ValueError, match="has no zone"):
        encode(NINE.replace(tzinfo=None))


@pytest.mark.parametrize("value", [1.5, {"a": 1}, [1], b"a", Chair])
def test_what_could_not_be_read_back_is_not_written(value: object) -> None:
    with pytest.raises(TypeError):
        encode(value)


def test_a_hint_that_the_codec_does_not_know_is_a_mistake_in_the_program() -> None:
    with pytest.raises(TypeError, match="float"):
        decode(float, 1.5)


ATTIC = {
    "class": "Room",
    "name": "attic",
    "seat": {"class": "Chair", "since": "2026-03-02T09:00:00+00:00", "raised": True},
    "colours": [],
    "seats": [],
    "corner": [0, "2026-03-02"],
    "favourite": None,
    "hired_until": "2026-03-02",
    "nothing": [],
}
CHAIR = {"class": "Chair", "since": "2026-03-02T09:00:00+00:00", "raised": True}
FLOOR = {"class": "Floor", "since": 0, "below": None}


def test_the_example_that_the_next_stories_spoil_is_sound() -> None:
    assert decode(Room, ATTIC) == Room(
        "attic", Chair(NINE, raised=True), hired_until=date(2026, 3, 2)
    )


A_TEXT = "allowed: a text in quotes"
A_TIME = "allowed: a time with its offset, such as "
YEARS = "allowed: one in the years from 1900 to 7999"
A_LENGTH = "allowed: microseconds, of less than 200 years"
A_SEAT = "allowed: one of Chair, Floor"


def deep(depth: int) -> list[object]:
    return [deep(depth - 1)] if depth > 1 else []


@pytest.mark.parametrize(
    ("spoilt", "message"),
    [
        ({"name": 3}, f"name: found 3; {A_TEXT}"),
        ({"name": None}, f"name: found null; {A_TEXT}"),
        ({"name": "\ud800"}, f'name: found "\\ud800", with half a character; {A_TEXT}'),
        ({"seat": CHAIR | {"raised": 1}}, "seat.raised: found 1; allowed: true or false"),
        ({"seat": CHAIR | {"since": 5}}, f"seat.since: found 5; {A_TIME}"),
        ({"seat": CHAIR | {"since": "noon"}}, f'seat.since: found "noon"; {A_TIME}'),
        (
            {"seat": CHAIR | {"since": "2026-03-02T09:00:00"}},
            f'seat.since: found "2026-03-02T09:00:00"; {A_TIME}',
        ),
        (
            {"seat": CHAIR | {"since": "0001-01-01T00:00:00+23:00"}},
            f'seat.since: found "0001-01-01T00:00:00+23:00"; {YEARS}',
        ),
        (
            {"seat": CHAIR | {"since": "9999-12-31T23:59:59-23:00"}},
            f'seat.since: found "9999-12-31T23:59:59-23:00"; {YEARS}',
        ),
        (
            {"seat": CHAIR | {"colour": "red"}},
            "seat.colour: no such key; is it from a newer version?",
        ),
        ({"seat": {"class": "Floor"}}, f"seat.since: missing; {A_LENGTH}"),
        ({"seat": FLOOR | {"since": 0.5}}, f"seat.since: found 0.5; {A_LENGTH}"),
        ({"seat": FLOOR | {"since": True}}, f"seat.since: found true; {A_LENGTH}"),
        ({"seat": FLOOR | {"since": 10**18}}, f"seat.since: found {10**18}; {A_LENGTH}"),
        (
            {"seat": FLOOR | {"since": 10**5000}},
            f"seat.since: found a number with too many digits; {A_LENGTH}",
        ),
        ({"seat": FLOOR | {"below": FLOOR}}, 'seat.below: found {class = "Floor", since'),
        ({"seat": {"class": "Sofa"}}, f'seat: found {{class = "Sofa"}}; {A_SEAT}'),
        ({"seat": {"class": ["Sofa"]}}, f'seat: found {{class = ["Sofa"]}}; {A_SEAT}'),
        ({"seat": {}}, f"seat: found {{}}; {A_SEAT}"),
        ({"seat": None}, f"seat: found null; {A_SEAT}"),
        ({"colours": "red"}, 'colours: found "red"; allowed: a list'),
        ({"colours": ["red", "pink"]}, 'colours[2]: found "pink"; allowed: "red", "blue"'),
        ({"colours": [["red"]]}, 'colours[1]: found ["red"]; allowed: "red", "blue"'),
        ({"seats": [FLOOR, CHAIR | {"since": 1}]}, f"seats[2].since: found 1; {A_TIME}"),
        ({"corner": [0]}, "corner: found [0]; allowed: a list of 2"),
        ({"corner": [True, "2026-03-02"]}, "corner[1]: found true; allowed: a whole number"),
        ({"corner": [0, "2026-02-30"]}, 'corner[2]: found "2026-02-30"; allowed: a real date'),
        ({"nothing": [1]}, "nothing: found [1]; allowed: a list of 0"),
        (
            {"hired_until": {"class": "Day"}},
            'hired_until: found {class = "Day"}; allowed: one of date, Chair',
        ),
        (
            {"hired_until": deep(60)},
            f"hired_until: found {'[' * 31}…{']' * 31}; allowed: a real date",
        ),
        ({"class": "Hall"}, 'the whole: found {class = "Hall", name = "attic"'),
    ],
)
def test_what_does_not_fit_is_refused_with_the_place(
    spoilt: dict[str, object], message: str
) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the message is compared below)
        decode(Room, ATTIC | spoilt)

    assert str(refusal.value).startswith(message)


def test_all_that_does_not_fit_is_told() -> None:
    with pytest.raises(MisfitError) as refusal:
        decode(Room, ATTIC | {"name": 3, "seat": CHAIR | {"since": 5}, "walls": 4})

    assert [problem.place for problem in refusal.value.problems] == ["name", "seat.since", "walls"]


def test_a_field_that_came_later_has_its_default_in_what_was_written_before() -> None:
    assert decode(Desk, {"class": "Desk", "width": 120}) == Desk(120, 3)
    assert decode(Desk, encode(Desk(120, 5))) == Desk(120, 5)

    with pytest.raises(ValueError, match="drawer: no such key; is it from a newer"):
        decode(Desk, {"class": "Desk", "width": 120, "drawer": 5})
    with pytest.raises(ValueError, match="width: missing; allowed: a whole number"):
        decode(Desk, {"class": "Desk"})
