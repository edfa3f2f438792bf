"""The guided stretch as a timeline."""

from dataclasses import replace
from itertools import pairwise

import pytest
from desk import HINGE, minutes, seconds

from deskbreak.core.guide import Action, Cue, cue_at, timeline
from deskbreak.core.moment import ZERO
from deskbreak.core.stretch import Stretch
from deskbreak.files.resources import config_file
from deskbreak.stretches.catalogue import load_catalogue

BUNDLED = load_catalogue(config_file("stretches.toml"))
LUNGE = replace(
    HINGE,
    steps=("Step back.", "Tuck your tailbone."),
    cue="Keep it mild",
    hold=seconds(20),
    sides=2,
    setup=seconds(10),
    length=seconds(55),
)


def test_each_side_has_its_own_cue_and_the_end_is_gentle() -> None:
    assert timeline(LUNGE, seconds(55)) == (
        Cue(ZERO, seconds(10), "Step back. Tuck your tailbone.", Action.PREPARE),
        Cue(seconds(10), seconds(30), "First side: Keep it mild", Action.REPEAT),
        Cue(seconds(30), seconds(50), "Other side: Keep it mild", Action.REPEAT, 1),
        Cue(seconds(50), seconds(55), "Ease out slowly.", Action.EASE, 1),
    )


def test_repeats_are_counted_with_a_rest_between_them() -> None:
    press = replace(HINGE, steps=("Press.",), hold=seconds(5), reps=2, rest=seconds(3))

    assert timeline(press, seconds(13)) == (
        Cue(ZERO, seconds(5), "1 of 2", Action.REPEAT),
        Cue(seconds(5), seconds(8), "Rest", Action.REST),
        Cue(seconds(8), seconds(13), "2 of 2", Action.REPEAT),
    )


def test_the_way_into_a_repeat_is_part_of_it() -> None:
    reach = replace(HINGE, steps=("Reach.",), hold=seconds(5), move=seconds(2), setup=seconds(3))

    assert timeline(reach, seconds(10)) == (
        Cue(ZERO, seconds(3), "Reach.", Action.PREPARE),
        Cue(seconds(3), seconds(10), "", Action.REPEAT),
    )


def test_moving_repeats_without_a_hold_are_counted() -> None:
    circles = replace(HINGE, steps=("Circle.",), reps=3, move=seconds(4))

    assert timeline(circles, seconds(12)) == (
        Cue(ZERO, seconds(4), "1 of 3", Action.REPEAT),
        Cue(seconds(4), seconds(8), "2 of 3", Action.REPEAT),
        Cue(seconds(8), seconds(12), "3 of 3", Action.REPEAT),
    )


def test_the_last_repeat_is_followed_by_no_rest() -> None:
    press = replace(HINGE, steps=("Press.",), hold=seconds(5), reps=2, sides=2, rest=seconds(3))

    assert [cue.text for cue in timeline(press, seconds(30))] == [
        "First side: 1 of 2",
        "Rest",
        "First side: 2 of 2",
        "Other side: 1 of 2",
        "Rest",
        "Other side: 2 of 2",
        "Ease out slowly.",
    ]


def test_what_has_neither_holds_nor_repeats_is_one_cue() -> None:
    walk = replace(HINGE, steps=("Walk.", "Come back."))

    assert timeline(walk, minutes(2)) == (Cue(ZERO, minutes(2), "Walk. Come back.", Action.GO_ON),)


def test_repeats_of_unknown_length_are_one_cue() -> None:
    squats = replace(HINGE, steps=("Stand up and sit down.",), reps=10)

    assert timeline(squats, minutes(1)) == (
        Cue(ZERO, minutes(1), "Stand up and sit down.", Action.GO_ON),
    )


def test_a_guide_shorter_than_the_move_is_cut_off() -> None:
    assert timeline(LUNGE, seconds(20)) == (
        Cue(ZERO, seconds(10), "Step back. Tuck your tailbone.", Action.PREPARE),
        Cue(seconds(10), seconds(20), "First side: Keep it mild", Action.REPEAT),
    )


@pytest.mark.parametrize(
    ("elapsed", "text"),
    [
        (0, "Step back. Tuck your tailbone."),
        (9.999, "Step back. Tuck your tailbone."),
        (10, "First side: Keep it mild"),
        (30, "Other side: Keep it mild"),
        (54.999, "Ease out slowly."),
        (55, "Ease out slowly."),
        (99, "Ease out slowly."),
    ],
)
def test_a_cue_lasts_until_the_next_begins(elapsed: float, text: str) -> None:
    assert cue_at(timeline(LUNGE, seconds(55)), seconds(elapsed)).text == text


@pytest.mark.parametrize("stretch", BUNDLED, ids=lambda stretch: stretch.id)
def test_the_cues_of_every_stretch_have_no_gaps_and_fill_its_length(stretch: Stretch) -> None:
    cues = timeline(stretch, stretch.length)

    assert cues[0].begins == ZERO
    assert all(cue.begins < cue.ends for cue in cues)
    assert all(one.ends == other.begins for one, other in pairwise(cues))
    assert cues[-1].ends == stretch.length


@pytest.mark.parametrize("stretch", BUNDLED, ids=lambda stretch: stretch.id)
def test_every_cue_of_every_stretch_says_something(stretch: Stretch) -> None:
    assert all(cue.text.strip(": ") for cue in timeline(stretch, stretch.length))


@pytest.mark.parametrize("stretch", BUNDLED, ids=lambda stretch: stretch.id)
def test_no_stretch_is_cut_off_before_its_last_repeat(stretch: Stretch) -> None:
    ample = timeline(stretch, stretch.length + minutes(10))

    last = ample[-1] if len(ample) == 1 else ample[-2]
    assert last.text in {cue.text for cue in timeline(stretch, stretch.length)}
