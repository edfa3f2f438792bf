"""Which stretch is meant by what somebody types."""

import pytest
from desk import HINGE, Desk, minutes

from deskbreak.core.events import Answer
from deskbreak.core.naming import not_one, stretches_named
from deskbreak.files.resources import config_file
from deskbreak.stretches.catalogue import load_catalogue

BUNDLED = load_catalogue(config_file("stretches.toml"))


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("ham_seated", ["ham_seated"]),
        ("Standing hip-flexor stretch", ["hf_standing_split"]),
        ("half kneeling", ["hf_half_kneel"]),
        ("HALF-KNEEL", ["hf_half_kneel"]),
        ("moonwalk", []),
        ("", []),
    ],
)
def test_an_id_a_name_and_a_part_of_either_mean_the_same(typed: str, ids: list[str]) -> None:
    assert [each.id for each in stretches_named(typed, BUNDLED)] == ids


def test_several_are_a_list() -> None:
    found = stretches_named("hip flexor", BUNDLED)

    first, *lines = not_one("hip flexor", found).splitlines()
    assert first == "hip flexor could be any of these:"
    assert "  hf_half_kneel  Half-kneeling hip-flexor stretch" in lines
    assert len(lines) == len(found) > 1


def test_a_stretch_is_started_by_its_name() -> None:
    desk = Desk()
    desk.work(minutes(10))

    desk.answer(Answer.START, stretch=HINGE.name.upper())

    assert desk.guided == [HINGE]
