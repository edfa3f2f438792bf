"""What a value is: equal to what says the same, and never written to."""

from pathlib import Path
from typing import TYPE_CHECKING

import deskbreak
from deskbreak.value import value


@value
class Bench:
    """Of the park's."""

    seats: int
    colour: str = "green"


@value
class Chair:
    seats: int
    colour: str = "green"


@value
class Nothing:
    pass


def test_values_that_say_the_same_are_equal_and_stand_for_each_other() -> None:
    assert Bench(3) == Bench(3, "green")
    assert Bench(3) != Bench(2)
    assert len({Bench(3), Bench(3, "green"), Bench(2)}) == 2


def test_values_of_two_kinds_are_never_equal() -> None:
    chair: object = Chair(1)
    assert Bench(1) != chair
    assert Nothing() == Nothing()
    assert len({Nothing(), Nothing()}) == 1


def test_a_value_tells_its_fields() -> None:
    assert repr(Bench(3)) == "Bench(seats=3, colour='green')"
    assert repr(Nothing()) == "Nothing()"


def test_all_values_of_deskbreak_are_made_alike() -> None:
    others = [
        file.name
        for file in Path(deskbreak.__file__).parent.rglob("*.py")
        if "@dataclass(frozen=True, slots=True)" in file.read_text(encoding="utf-8")
    ]

    assert others == []


if TYPE_CHECKING:  # mypy reports an ignored error that is none
    Bench(3).seats = 4  # type: ignore[misc]
    Bench(3).colour = "red"  # type: ignore[misc]
