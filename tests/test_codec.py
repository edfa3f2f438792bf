"""What the saved session is written in: nothing is lost, rounded or guessed."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbreak.core.record import DayPart, Outcome, Record
from deskbreak.files.codec import decode, encode

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
    """`drawers` came in a later version."""

    width: int
    drawers: int = 3


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


LENGTHS = st.timedeltas()
INSTANTS = st.datetimes(
    timezones=st.just(UTC),
)
READILY = settings(deadline=None, max_examples=60)  # the machine may be busy
CHAIRS = st.builds(Chair, INSTANTS, st.booleans())
SEATS = st.one_of(CHAIRS, st.builds(Floor, LENGTHS, st.none() | CHAIRS))
ROOMS = st.builds(
    Room,
    name=st.text(),
    seat=SEATS,
    colours=st.frozensets(st.sampled_from(Colour)),
    seats=st.lists(SEATS, max_size=3).map(tuple),
    corner=st.tuples(st.integers(), st.dates()),
    favourite=st.none() | st.sampled_from(Colour),
    hired_until=st.none() | st.dates() | CHAIRS,
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
    parts=st.lists(st.builds(DayPart, st.dates(), LENGTHS), max_size=3).map(tuple),
    snoozes=st.integers(),
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


@pytest.mark.parametrize(
    ("spoilt", "message"),
    [
        ({"name": 3}, "name: expected str, found 3"),
        ({"name": None}, "name: expected str, found None"),
        ({"seat": CHAIR | {"raised": 1}}, "seat.raised: expected bool, found 1"),
        ({"seat": CHAIR | {"since": 5}}, "seat.since: expected datetime, found 5"),
        ({"seat": CHAIR | {"since": "noon"}}, "seat.since: expected datetime, found 'noon'"),
        (
            {"seat": CHAIR | {"since": "2026-03-02T09:00:00"}},
            "seat.since: expected datetime, found '2026-03-02T09:00:00'",
        ),
        (
            {"seat": CHAIR | {"since": "0001-01-01T00:00:00+23:00"}},
            "seat.since: expected datetime, found '0001-01-01T00:00:00+23:00'",
        ),
        ({"seat": CHAIR | {"colour": "red"}}, "seat.colour: is not known"),
        ({"seat": {"class": "Floor", "below": None}}, "seat.since: is missing"),
        ({"seat": FLOOR | {"since": 0.5}}, "seat.since: expected timedelta, found 0.5"),
        ({"seat": FLOOR | {"since": True}}, "seat.since: expected timedelta, found True"),
        ({"seat": FLOOR | {"since": 10**30}}, f"seat.since: expected timedelta, found {10**30}"),
        ({"seat": FLOOR | {"below": FLOOR}}, "seat.below: expected Chair, found {"),
        ({"seat": {"class": "Sofa"}}, "seat: expected one of Chair, Floor, found {"),
        ({"seat": {"class": ["Sofa"]}}, "seat: expected one of Chair, Floor, found {"),
        ({"seat": {}}, "seat: expected one of Chair, Floor, found {}"),
        ({"seat": None}, "seat: expected one of Chair, Floor, found None"),
        ({"colours": "red"}, "colours: expected a list, found 'red'"),
        ({"colours": ["red", "pink"]}, "colours[1]: expected one of red, blue, found 'pink'"),
        ({"colours": [["red"]]}, "colours[0]: expected one of red, blue, found ['red']"),
        ({"seats": [FLOOR, CHAIR | {"since": 1}]}, "seats[1].since: expected datetime, found 1"),
        ({"corner": [0]}, "corner: expected 2 items, found [0]"),
        ({"corner": [True, "2026-03-02"]}, "corner[0]: expected int, found True"),
        ({"corner": [0, "2026-02-30"]}, "corner[1]: expected date, found '2026-02-30'"),
        ({"nothing": [1]}, "nothing: expected 0 items, found [1]"),
        (
            {"hired_until": {"class": "Day"}},
            "hired_until: expected one of date, Chair, found {'class': 'Day'}",
        ),
        ({"class": "Hall"}, "the whole: expected Room, found {"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_place(
    spoilt: dict[str, object], message: str
) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the message is compared below)
        decode(Room, ATTIC | spoilt)

    assert str(refusal.value).startswith(message)


def test_a_field_that_came_later_has_its_default_in_what_was_written_before() -> None:
    assert decode(Desk, {"class": "Desk", "width": 120}) == Desk(120, 3)
    assert decode(Desk, encode(Desk(120, 5))) == Desk(120, 5)

    with pytest.raises(ValueError, match="drawer: is not known"):
        decode(Desk, {"class": "Desk", "width": 120, "drawer": 5})
    with pytest.raises(ValueError, match="width: is missing"):
        decode(Desk, {"class": "Desk"})
