"""The guided stretch as a timeline."""

from dataclasses import replace
from itertools import pairwise

import pytest
from desk import HINGE, minutes, seconds

from deskbreak.core.avoid import for_person
from deskbreak.core.guide import Action, Cue, cue_at, in_brief, timeline
from deskbreak.core.moment import ZERO
from deskbreak.core.policy import Settings, Stretches
from deskbreak.core.practice import ladder_of, most_of
from deskbreak.core.stretch import Order, Stretch, whole_length
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
    move_in=seconds(4),
    move_out=seconds(3),
    change=seconds(6),
    finish=seconds(2),
    length=seconds(72),
)
PRESS = replace(HINGE, steps=("Press.",), hold=seconds(5), reps=2, move_in=seconds(1))


def texts(stretch: Stretch) -> list[str]:
    return [cue.text for cue in timeline(stretch, whole_length(stretch))]


def test_each_side_is_moved_into_held_and_moved_out_of_with_a_change_between_them() -> None:
    assert timeline(LUNGE, seconds(72)) == (
        Cue(ZERO, seconds(10), "Step back. Tuck your tailbone.", Action.PREPARE),
        Cue(seconds(10), seconds(14), "First side: Ease into it", Action.MOVE_IN),
        Cue(seconds(14), seconds(34), "First side: Keep it mild", Action.HOLD),
        Cue(seconds(34), seconds(37), "Ease back out", Action.MOVE_OUT),
        Cue(seconds(37), seconds(43), "Change sides", Action.CHANGE),
        Cue(seconds(43), seconds(47), "Other side: Ease into it", Action.MOVE_IN, 1),
        Cue(seconds(47), seconds(67), "Other side: Keep it mild", Action.HOLD, 1),
        Cue(seconds(67), seconds(70), "Ease back out", Action.MOVE_OUT, 1),
        Cue(seconds(70), seconds(72), "Ease out slowly.", Action.FINISH, 1),
    )


def test_repeats_are_counted_with_a_rest_between_them() -> None:
    press = replace(PRESS, rest=seconds(3))

    assert timeline(press, seconds(15)) == (
        Cue(ZERO, seconds(1), "1 of 2", Action.MOVE_IN),
        Cue(seconds(1), seconds(6), "1 of 2", Action.HOLD),
        Cue(seconds(6), seconds(9), "Rest", Action.REST),
        Cue(seconds(9), seconds(10), "2 of 2", Action.MOVE_IN),
        Cue(seconds(10), seconds(15), "2 of 2", Action.HOLD),
    )


def test_moving_repeats_without_a_hold_are_counted() -> None:
    circles = replace(HINGE, steps=("Circle.",), reps=3, move_in=seconds(4))

    assert texts(circles) == ["1 of 3", "2 of 3", "3 of 3"]


def test_the_last_repeat_of_a_side_is_followed_by_no_rest() -> None:
    assert texts(replace(PRESS, move_in=ZERO, sides=2, rest=seconds(3), change=seconds(4))) == [
        "First side, 1 of 2",
        "Rest",
        "First side, 2 of 2",
        "Change sides",
        "Other side, 1 of 2",
        "Rest",
        "Other side, 2 of 2",
    ]


def test_an_alternating_move_goes_left_right_left_right() -> None:
    march = replace(PRESS, move_in=ZERO, sides=2, order=Order.ALTERNATE, change=seconds(9))

    cues = timeline(march, whole_length(march))

    assert [(cue.text, cue.side) for cue in cues] == [
        ("Left, 1 of 2", 0),
        ("Right, 1 of 2", 1),
        ("Left, 2 of 2", 0),
        ("Right, 2 of 2", 1),
    ]


def test_a_rest_between_sets_stands_between_sets_alone() -> None:
    assert texts(replace(PRESS, move_in=ZERO, sets=2, set_rest=seconds(30))) == [
        "1 of 2",
        "2 of 2",
        "Rest before the next round",
        "1 of 2",
        "2 of 2",
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
    assert [cue.action for cue in timeline(LUNGE, seconds(20))] == [
        Action.PREPARE,
        Action.MOVE_IN,
        Action.HOLD,
    ]


def test_what_a_person_does_in_an_easier_form_stands_before_the_steps() -> None:
    eased = replace(LUNGE, ways=("Tuck only.",))

    assert timeline(eased, seconds(72))[0].text == "Tuck only. Step back. Tuck your tailbone."


@pytest.mark.parametrize(
    ("elapsed", "text"),
    [
        (0, "Step back. Tuck your tailbone."),
        (9.999, "Step back. Tuck your tailbone."),
        (10, "First side: Ease into it"),
        (14, "First side: Keep it mild"),
        (47, "Other side: Keep it mild"),
        (71.999, "Ease out slowly."),
        (99, "Ease out slowly."),
    ],
)
def test_a_cue_lasts_until_the_next_begins(elapsed: float, text: str) -> None:
    assert cue_at(timeline(LUNGE, seconds(72)), seconds(elapsed)).text == text


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


def doses(stretch: Stretch) -> tuple[Stretch, ...]:
    """Every form in which somebody may be given it: eased by any caution, and grown all the way."""
    eased = (for_person(stretch, Stretches(avoid=(ease.tag,))) for ease in stretch.ease)
    return (stretch, *eased, *ladder_of(stretch, most_of(Settings())))


@pytest.mark.parametrize("stretch", BUNDLED, ids=lambda stretch: stretch.id)
def test_the_length_of_every_dose_is_the_sum_of_its_parts(stretch: Stretch) -> None:
    for dose in doses(stretch):
        cues = timeline(dose, dose.length + minutes(10))

        parts = cues[-1].begins if dose.is_counted else dose.length
        assert dose.length == parts + (dose.finish if dose.is_counted else ZERO)


@pytest.mark.parametrize("stretch", BUNDLED, ids=lambda stretch: stretch.id)
def test_every_hold_of_every_dose_has_its_full_seconds(stretch: Stretch) -> None:
    for dose in doses(stretch):
        holds = [cue for cue in timeline(dose, dose.length) if cue.action is Action.HOLD]

        expected = dose.sets * dose.reps * dose.sides if dose.hold else 0
        assert [cue.ends - cue.begins for cue in holds] == [dose.hold] * expected


def test_beside_the_steps_a_word_will_do() -> None:
    def brief(stretch: Stretch) -> list[str]:
        return [in_brief(cue, stretch) for cue in timeline(stretch, whole_length(stretch))]

    walk = replace(HINGE, name="Walk", length=seconds(60))

    assert brief(LUNGE)[:2] == ["Get ready", "First side: Ease into it"]
    assert [in_brief(cue, walk) for cue in timeline(walk, seconds(60))] == ["Walk"]
    assert [in_brief(cue, replace(walk, cue="Easy")) for cue in timeline(walk, seconds(60))] == [
        "Easy"
    ]
