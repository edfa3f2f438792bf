"""The catalogue does what the table of docs/cautions.md says, cell by cell, and the page says why."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from desk import Desk, minutes
from hypothesis import given
from hypothesis import strategies as st

from deskbreak.core.avoid import Bar, Filters, for_person, suits
from deskbreak.core.cautions import AVOID_TAGS
from deskbreak.core.events import Answer
from deskbreak.core.policy import Breaks, Settings, Stretches
from deskbreak.core.practice import ladder_of, most_of
from deskbreak.core.state import OnBreak
from deskbreak.core.stretch import (
    Area,
    Discretion,
    Ease,
    Equipment,
    Group,
    Place,
    Stretch,
    Where,
)
from deskbreak.files.resources import config_file
from deskbreak.stretches.catalogue import load_catalogue

PAGE = Path(__file__).parents[1] / "docs" / "cautions.md"
BUNDLED = {stretch.id: stretch for stretch in load_catalogue(config_file("stretches.toml"))}
TAGS = {
    "LN": "leg_nerve",
    "HP": "hip_precautions",
    "KK": "knee_kneel",
    "KL": "knee_load",
    "SH": "shoulder",
    "OV": "overhead",
    "WR": "wrist",
    "BO": "bones",
    "FL": "flexion",
    "EX": "extension",
    "TW": "twist",
    "BA": "balance",
    "PS": "preg_supine",
    "PP": "preg_prone",
    "BP": "bp",
    "HY": "hypermobile",
    "CL": "clinician",
}
AREAS = {
    "bk": Area.BACK,
    "hp": Area.HIP,
    "kn": Area.KNEE,
    "an": Area.ANKLE,
    "sh": Area.SHOULDER,
    "wr": Area.WRIST,
    "ab": Area.ABDOMEN,
    "nk": Area.NECK,
}


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def written(beginning: str) -> dict[str, dict[str, str]]:
    """What the table that begins so says of each move, by the heads of its columns."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    heads = next(cells(line) for line in lines if line.startswith(beginning))
    rows = [cells(line) for line in lines if line.startswith("| `")]
    return {
        row[0].strip("`"): dict(zip(heads[1:], row[1:], strict=True))
        for row in rows
        if len(row) == len(heads)
    }


TABLE = written("| move | LN |")
REASONS = written("| move | easier form |")


def in_force(stretch: Stretch) -> dict[str, str]:
    """What the catalogue says of the move, in the signs of the table."""
    eased = {ease.tag for ease in stretch.ease}
    tags = {
        head: "X" if tag in stretch.avoid else "E" if tag in eased else "·"
        for head, tag in TAGS.items()
    }
    return tags | {head: "a" if area in stretch.areas else "·" for head, area in AREAS.items()}


def test_every_move_has_its_row_but_those_of_wheelchairs_alone() -> None:
    without = {id_ for id_ in BUNDLED if id_ not in TABLE}

    assert TABLE.keys() <= BUNDLED.keys()
    assert without == {"wc_breath"} | {
        id_ for id_, stretch in BUNDLED.items() if stretch.where is Where.WHEELCHAIR
    }


@pytest.mark.parametrize("id_", TABLE)
def test_a_move_is_left_out_and_eased_as_the_table_says(id_: str) -> None:
    assert in_force(BUNDLED[id_]) == TABLE[id_]


def test_every_caution_says_why() -> None:
    page = PAGE.read_text(encoding="utf-8")
    _, _, by_caution = page.partition("## Why, caution by caution")
    heads = [line.split(":")[0] for line in by_caution.splitlines() if line.startswith("- `")]

    assert {tag for head in heads for tag in re.findall(r"`(\w+)`", head)} == set(TAGS.values())


def tags_of(row: dict[str, str], signs: str) -> set[str]:
    return {tag for head, tag in TAGS.items() if row[head] in signs}


@pytest.mark.parametrize("id_", TABLE)
def test_the_page_names_each_easier_form_and_gives_reasons_for_nothing_else(id_: str) -> None:
    row, told = TABLE[id_], REASONS.get(id_, {"easier form": "", "why": ""})
    forms = re.findall(r"`(\w+)` →", told["easier form"])
    reasons = re.findall(r"`(\w+)`: ", told["why"])

    assert set(forms) == tags_of(row, "E")
    assert set(reasons) <= tags_of(row, "XE")


# --- an easier form is the way to do it ---

EASED = [(move, ease) for move in BUNDLED.values() for ease in move.ease]


@pytest.mark.parametrize(("move", "ease"), EASED, ids=[f"{m.id}-{e.tag}" for m, e in EASED])
def test_in_an_easier_form_no_step_and_no_hint_speaks_against_it(move: Stretch, ease: Ease) -> None:
    eased = for_person(move, Stretches(avoid=(ease.tag,)))

    begins = [number for stage in move.stages[:1] for number in stage.without]
    put_away = {move.steps[number - 1] for number in (*ease.without, *begins)}
    assert ease.form in eased.ways
    assert eased.harder == ""
    assert eased.cue == ease.form
    assert put_away.isdisjoint(eased.steps)
    assert set(eased.steps) | put_away == set(move.steps)


@pytest.mark.parametrize("move", BUNDLED.values(), ids=BUNDLED)
def test_with_all_cautions_at_once_each_form_is_told_once_and_a_step_is_left(move: Stretch) -> None:
    eased = for_person(move, Stretches(avoid=tuple(ease.tag for ease in move.ease)))

    assert len(set(eased.ways)) == len(eased.ways)
    assert eased.steps


def test_a_stage_with_a_form_of_its_own_puts_away_what_speaks_against_it() -> None:
    first, *later = ladder_of(BUNDLED["bird_dog"], most_of(Settings()))

    assert first.ways == ("Legs only: no arm, toes close to the floor.",)
    assert not any("arm forward" in step for step in first.steps)
    assert first.harder == ""
    assert first.cue == first.ways[0]
    assert any("arm forward" in step for step in later[0].steps)


@pytest.mark.parametrize("tag", ["bp", "knee_load"])
def test_who_is_careful_begins_a_move_in_stages_where_everybody_does_and_stays_there(
    tag: str,
) -> None:
    mine = for_person(BUNDLED["bird_dog"], Stretches(avoid=(tag,)))

    [only] = ladder_of(mine, most_of(Settings()))
    assert only.ways[0] == "Legs only: no arm, toes close to the floor."
    assert not any("arm" in step for step in only.steps)
    assert (only.reps, only.hold <= timedelta(seconds=3)) == (4, True)


def test_a_first_stage_is_told_once_where_the_easier_form_is_the_same() -> None:
    mine = for_person(BUNDLED["side_plank_knees"], Stretches(avoid=("bones",)))

    assert mine.ways == ("Stand and lean on a wall instead.",)
    assert mine.reps == 2


@pytest.mark.parametrize("tag", AVOID_TAGS)
def test_nobody_who_is_careful_with_anything_is_told_how_to_do_more(tag: str) -> None:
    mine = [for_person(move, Stretches(avoid=(tag,))) for move in BUNDLED.values()]

    assert {move.harder for move in mine} == {""}


@pytest.mark.parametrize("area", Area)
def test_nobody_who_was_injured_is_told_how_to_do_more(area: Area) -> None:
    mine = [for_person(move, Stretches(injury=(area,))) for move in BUNDLED.values()]

    assert {move.harder for move in mine} == {""}


def test_the_weight_comes_off_no_seat_but_a_wheelchairs_whatever_a_pack_says() -> None:
    press = replace(BUNDLED["scap_squeeze"], group=Group.PRESSURE)
    wishes = Stretches(pressure_relief=minutes(30), seated=True)

    assert not suits(press, wishes, Breaks())
    assert suits(press, replace(wishes, wheelchair=True), Breaks())


def test_in_a_meeting_no_move_gets_up_whatever_a_pack_calls_discreet() -> None:
    rise = replace(BUNDLED["sit_to_stand"], office=Discretion.DISCREET)

    assert rise.where is Where.CHAIR
    assert not suits(rise, Stretches(place=Place.MEETING, rolling_chair=False), Breaks())


def test_who_gets_dizzy_on_standing_taps_the_toes_before_every_move_on_the_feet() -> None:
    plain = BUNDLED["wall_slide_forearm"]

    mine = for_person(plain, Stretches(avoid=("balance",)))

    assert mine.ways[0] == "Tap your toes ten times, stand up, and stand still for a moment."
    assert mine.setup - plain.setup == timedelta(seconds=15)
    assert mine.length - plain.length == timedelta(seconds=15)


@pytest.mark.parametrize("id_", [move.id for move in BUNDLED.values() if move.stages])
def test_a_move_in_stages_can_be_led_to_its_last_one(id_: str) -> None:
    ladder = ladder_of(BUNDLED[id_], most_of(Settings()))

    assert len(ladder) == len(BUNDLED[id_].stages)


@pytest.mark.parametrize(
    ("word", "thing"),
    [
        ("desk", Equipment.DESK),
        ("wall", Equipment.WALL),
        ("a (sturdy )?chair", Equipment.STURDY_CHAIR),
    ],
)
def test_what_the_form_of_a_move_is_done_with_is_asked_for(word: str, thing: Equipment) -> None:
    forms = [
        (move, form, needs)
        for move in BUNDLED.values()
        if move.group is not Group.STAND  # which is never kept from anybody
        for form, needs in (
            *((ease.form, ease.needs) for ease in move.ease),
            *((stage.form, ()) for stage in move.stages),
        )
    ]

    told = [
        (move.id, form)
        for move, form, needs in forms
        if re.search(rf"\b{word}\b", form) and " or " not in form
        if thing not in (*move.needs, *needs)
    ]

    assert told == []


def test_who_is_unsteady_and_has_nothing_to_hold_gets_no_move_in_which_to_hold_it() -> None:
    unsteady = Stretches(avoid=("balance",), lacking=(Equipment.DESK,))
    heel_raise = BUNDLED["heel_raise"]

    bars = {
        wishes: Filters(wishes, Breaks(), (), {}, must_get_up=False).bar(heel_raise)
        for wishes in (unsteady, replace(unsteady, avoid=()), replace(unsteady, lacking=()))
    }
    told = Filters(unsteady, Breaks(), (), {}, must_get_up=False).plainly(Bar.LACKING, heel_raise)

    assert list(bars.values()) == [Bar.LACKING, None, None]
    assert told == "It needs a desk to hold, and you said there is none."


def test_without_a_walk_a_session_has_no_room_kept_for_it() -> None:
    desk = Desk(catalogue=tuple(BUNDLED.values()), stretches=Stretches(wheelchair=True))

    desk.answer(Answer.SESSION, length=minutes(10))

    phase = desk.session.phase
    assert isinstance(phase, OnBreak)
    lasts = sum((move.length for move in phase.plan), start=phase.length)
    assert minutes(8) < lasts <= minutes(10)


@pytest.mark.parametrize("area", Area)
def test_every_part_that_may_have_been_injured_leaves_some_move_out(area: Area) -> None:
    assert any(area in move.areas for move in BUNDLED.values())


def test_no_move_of_those_who_may_not_stand_speaks_of_standing() -> None:
    told = [
        (move.id, text)
        for move in BUNDLED.values()
        if not move.gets_up
        for text in (*move.steps, move.cue, move.easier, *(ease.form for ease in move.ease))
        if re.search(r"\bstand", text, re.IGNORECASE)
    ]

    assert told == []


def some(kinds: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from([*kinds]), unique=True, max_size=3).map(tuple)


WISHES = st.builds(
    Stretches,
    place=st.sampled_from(Place),
    lacking=some(Equipment),
    avoid=some(AVOID_TAGS),
    injury=some(Area),
    never=some(BUNDLED),
    **dict.fromkeys(("seated", "starter", "wheelchair", "legs", "floor", "taught"), st.booleans()),
)
BREAKS = st.builds(
    Breaks, break_length=st.sampled_from([minutes(1), minutes(5)]), walk_every=st.integers(0, 1)
)
RESTS = datetime(2026, 3, 2, tzinfo=UTC)
OF_A_DAY = st.fixed_dictionaries(
    {
        "done": some(BUNDLED),
        "resting": some(BUNDLED).map(lambda ids: dict.fromkeys(ids, RESTS)),
        "resting_groups": some(Group).map(lambda groups: dict.fromkeys(groups, RESTS)),
        "off": some(Group),
        "must_get_up": st.booleans(),
        "may_sit": st.booleans(),
    }
)


@given(WISHES, BREAKS, OF_A_DAY)
def test_what_is_asked_once_for_all_days_lets_nothing_in_that_is_kept_out(
    wishes: Stretches, breaks: Breaks, today: dict[str, Any]
) -> None:
    filters = Filters(wishes, breaks, **today)

    for move in BUNDLED.values():
        is_let_in = suits(move, wishes, breaks) and filters.lets_in(move)
        assert is_let_in == (filters.bar(move) is None), move.id
