"""What is ruled out never comes, and nobody is left with nothing: eight people, a month each."""

from functools import cache
from pathlib import Path

import pytest
from months import PEOPLE, Month, Person, lived, rows

PAGE = Path(__file__).parents[1] / "docs" / "cautions.md"


@cache
def month_of(person: Person) -> Month:
    return lived(person)


@pytest.fixture(params=PEOPLE, ids=lambda person: person.name)
def month(request: pytest.FixtureRequest) -> Month:
    return month_of(request.param)


def test_nothing_that_was_ruled_out_comes(month: Month) -> None:
    assert month.ruled_out == []


def test_at_least_six_different_moves_come_and_none_more_than_one_time_in_seven(
    month: Month,
) -> None:
    _id, part = month.most_frequent

    assert len(month.stretches) >= 6
    assert part <= 0.15


def test_walks_are_at_most_two_in_five(month: Month) -> None:
    assert month.walks <= 0.4


def test_nobody_is_fobbed_off_with_just_standing_up(month: Month) -> None:
    assert month.smallest == 0


@pytest.mark.parametrize("name", ["at home, with a floor", "pregnant, third trimester"])
def test_strength_comes_twice_a_week_where_there_is_a_floor(name: str) -> None:
    [person] = [person for person in PEOPLE if person.name == name]

    assert month_of(person).strength_days >= 2


def test_the_table_of_the_page_is_what_came() -> None:
    written = PAGE.read_text(encoding="utf-8")

    assert "\n".join(rows(month_of)) in written
