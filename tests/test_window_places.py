"""Where a window goes: pure geometry, and what is remembered of the last time."""

from pathlib import Path

import pytest

from deskbreak.window.places import Position, Remembered, spot
from deskbreak.wires.box import Box

AREA = Box(0, 30, 1280, 800)
BOTH = (Position.UPPER_RIGHT, Position.LOWER_RIGHT)


@pytest.mark.parametrize(
    ("position", "place"),
    [
        (Position.MIDDLE, (440, 215)),
        (Position.UPPER_RIGHT, (870, 40)),
        (Position.LOWER_LEFT, (10, 390)),
    ],
)
def test_a_window_keeps_its_distance_from_the_edge(
    position: Position, place: tuple[int, int]
) -> None:
    assert spot(AREA, (400, 400), (position,), (), 10) == place


def test_the_second_place_is_taken_where_something_lies_on_the_first() -> None:
    notification = Box(900, 40, 1270, 140)

    assert spot(AREA, (400, 200), BOTH, (notification,), 10) == (870, 590)


def test_where_everything_is_taken_it_is_the_first_place() -> None:
    assert spot(AREA, (400, 200), BOTH, (AREA,), 10) == (870, 40)


def test_what_is_too_large_begins_in_the_corner_where_one_begins_to_read() -> None:
    assert spot(AREA, (1400, 900), (Position.LOWER_RIGHT,), (), 10) == (0, 30)


def test_a_window_is_remembered_where_it_was_left(tmp_path: Path) -> None:
    file = tmp_path / "state" / "windows.json"

    Remembered(file).keep("guide", 40, 50)
    Remembered(file).keep("proposal", 1, 2)

    assert Remembered(file).place_of("guide") == (40, 50)
    assert Remembered(file).place_of("message") is None
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damaged", ["", "[]", "{", '{"guide": "here"}'])
def test_a_damaged_memory_is_none(tmp_path: Path, damaged: str) -> None:
    file = tmp_path / "windows.json"
    file.write_text(damaged)

    assert Remembered(file).place_of("guide") is None
