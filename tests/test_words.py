"""What people read in a notification."""

import os
import subprocess
import sys
import unicodedata
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from desk import BERLIN, HINGE, STAND_UP, WALK, Desk, hours, minutes, seconds

from deskbreak import language
from deskbreak.core.avoid import for_person
from deskbreak.core.duration import in_words
from deskbreak.core.effects import Propose
from deskbreak.core.moment import ZERO
from deskbreak.core.obstacles import HoldReason
from deskbreak.core.policy import Stretches
from deskbreak.core.stretch import Group, Kind, Stretch
from deskbreak.core.wall_clock import clock_time, has_twelve_hours
from deskbreak.core.words import (
    caution,
    dose,
    group_name,
    held_since,
    length_in_words,
    proposal_body,
    proposal_title,
    utf16_units,
)
from deskbreak.files.resources import config_file
from deskbreak.stretches.catalogue import load_catalogue
from deskbreak.stretches.translated import in_own_language

BUNDLED = load_catalogue(config_file("stretches.toml"))
EVERY_STRETCH = pytest.mark.parametrize("stretch", BUNDLED, ids=lambda stretch: stretch.id)


def propose(stretch: Stretch, sat: timedelta, held_by: HoldReason | None = None) -> Propose:
    return Propose(
        at=Desk().now,
        id="p0",
        stretch=stretch,
        seat_time=sat,
        snoozes=0,
        again=False,
        may_snooze=True,
        held_by=held_by,
        why="",
    )


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (-seconds(1), "0 s"),
        (ZERO, "0 s"),
        (seconds(30.9), "30 s"),
        (seconds(59.9), "59 s"),
        (minutes(1), "1 min"),
        (minutes(46.9), "46 min"),
        (minutes(119), "119 min"),
        (hours(2), "2 h"),
        (minutes(125), "2 h 5 min"),
    ],
)
def test_a_span_is_told_in_whole_minutes(span: timedelta, words: str) -> None:
    assert in_words(span) == words


@pytest.mark.parametrize(
    ("length", "words"),
    [(30, "30 s"), (40, "40 s"), (55, "1 min"), (85, "1 min"), (95, "2 min"), (120, "2 min")],
)
def test_a_length_is_told_as_nobody_plans_by_the_second(length: int, words: str) -> None:
    assert length_in_words(seconds(length)) == words


def test_a_time_is_told_on_the_users_clock() -> None:
    assert clock_time(Desk().now.wall, BERLIN) == "09:00"


@pytest.mark.parametrize(
    ("one_o_clock", "half", "has_twelve"),
    [
        ("01:00:00 PM", "PM", True),
        ("午後01時00分00秒", "午後", True),
        ("13:00:00", "pm", False),
        ("13.00.00", "", False),
        ("01:00:00", "", False),
    ],
    ids=["en_US", "halves by name", "en_GB", "fi_FI", "halves without a name"],
)
def test_a_locale_that_names_the_halves_of_the_day_has_twelve_hours(
    one_o_clock: str, half: str, has_twelve: bool
) -> None:
    assert has_twelve_hours(one_o_clock, half) == has_twelve


@pytest.fixture
def american(tmp_path: Path) -> dict[str, str]:
    """The environment of who has the clocks of the United States."""
    name = "en_US.UTF-8"
    with suppress(FileNotFoundError):  # no localedef here
        command = ("localedef", "-i", "en_US", "-f", "UTF-8", tmp_path / name)
        subprocess.run(command, check=False, capture_output=True, timeout=60)
    if not (tmp_path / name).exists():
        pytest.skip("that locale cannot be made here: it takes localedef and Debian's locales")
    return {**os.environ, "LOCPATH": str(tmp_path), "LC_ALL": name}


def test_who_has_clocks_of_twelve_hours_reads_such_times(american: dict[str, str]) -> None:
    """In a process of its own: a locale is the whole process's."""
    story = (
        "from datetime import UTC, datetime; from deskbreak import language; language.bind();"
        "from deskbreak.core.wall_clock import clock_time;"
        "print(*(clock_time(datetime(2026, 3, 2, *at, tzinfo=UTC), UTC) for at in ((9, 0), (14, 30))), sep='|')"
    )

    told = subprocess.run(
        (sys.executable, "-c", story), env=american, capture_output=True, text=True, check=True
    )

    assert told.stdout.strip().split("|") == ["9:00 AM", "2:30 PM"]


def test_a_title_puts_the_stretch_first_so_that_a_cut_keeps_it() -> None:
    named = replace(HINGE, name="Hip-flexor stretch")

    title = proposal_title(propose(named, minutes(46)), seconds(55))

    assert title == "Hip-flexor stretch, 1 min? · 46 min at your desk"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        (
            "Standing hamstring stretch, heel on a step",
            "Standing hamstring stretch, 1 min? · 46 min at your desk",
        ),
        (
            "Wall slide with the back (partial wall sit)",
            "Wall slide with the back, 1 min? · 46 min at your desk",
        ),
        (
            "Forearm wall slide while facing the wall",
            "Forearm wall slide while facing the wall, 1 min?",
        ),
    ],
)
def test_a_long_name_is_told_as_far_as_there_is_room(name: str, title: str) -> None:
    assert proposal_title(propose(replace(HINGE, name=name), minutes(46)), seconds(55)) == title


@pytest.mark.parametrize(
    ("held_by", "title"),
    [
        (HoldReason.CALL, "Walk, 2 min? · after the call, 74 min at your desk"),
        (HoldReason.FULL_SCREEN, "Walk, 2 min? · after the presentation, 74 min at your desk"),
        (HoldReason.DO_NOT_DISTURB, "Walk, 2 min? · after the quiet time, 74 min at your desk"),
    ],
)
def test_a_title_after_a_hold_says_what_is_over(held_by: HoldReason, title: str) -> None:
    assert proposal_title(propose(WALK, minutes(74), held_by), minutes(2)) == title


def test_a_title_after_two_snoozes_asks_for_the_least() -> None:
    title = proposal_title(propose(STAND_UP, minutes(66)), seconds(30))

    assert title == "Just stand up for 30 s? · 66 min at your desk"
    assert (
        proposal_body(STAND_UP) == "No stretch needed. Stand, breathe, sit down again: that counts."
    )


def test_a_walk_is_told_with_its_length() -> None:
    assert proposal_body(WALK) == "Walk a little now, perhaps to fetch some water: that is plenty."


def test_a_body_tells_the_steps_the_dose_and_the_caution() -> None:
    steps = (
        "Stand with one hand on the desk.",
        "Take a long step back, tuck your tailbone.",
    )
    stretch = replace(HINGE, steps=steps, hold=seconds(20), sides=2)

    assert proposal_body(stretch) == (
        "Stand with one hand on the desk. Take a long step back, tuck your tailbone. "
        "20 s each side. Mild pull only; pain or tingling? Stop."
    )


def test_a_step_for_which_there_is_no_room_is_left_out_whole() -> None:
    stretch = replace(HINGE, steps=("Short.", "x" * 250 + ".", "Also short."))

    assert proposal_body(stretch) == f"Short. {caution(stretch)}"


@pytest.mark.parametrize(
    ("hold", "reps", "sides", "told"),
    [
        (0, 1, 1, ""),
        (20, 1, 1, "20 s."),
        (20, 1, 2, "20 s each side."),
        (10, 4, 1, "4 times 10 s."),
        (0, 8, 2, "8 slow repeats each side."),
        (2, 6, 1, "6 slow repeats."),
    ],
)
def test_the_dose(hold: int, reps: int, sides: int, told: str) -> None:
    assert dose(replace(HINGE, hold=seconds(hold), reps=reps, sides=sides)) == told


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (HoldReason.CALL, "microphone in use"),
        (HoldReason.FULL_SCREEN, "a presentation in full screen"),
        (HoldReason.DO_NOT_DISTURB, "do not disturb"),
    ],
)
def test_what_holds_a_break_back_is_told(what: HoldReason, words: str) -> None:
    assert held_since(what) == words


def test_a_letter_beyond_the_basic_plane_is_two_units() -> None:
    assert utf16_units("a🧘") == 3


@EVERY_STRETCH
@pytest.mark.parametrize("held_by", [None, HoldReason.FULL_SCREEN])
@pytest.mark.parametrize("sat", [minutes(46), hours(9) + minutes(59), hours(23) + minutes(59)])
def test_every_title_fits(stretch: Stretch, sat: timedelta, held_by: HoldReason | None) -> None:
    title = proposal_title(propose(stretch, sat, held_by), stretch.length)

    assert utf16_units(title) <= 63


@pytest.mark.parametrize("tag", sorted({ease.tag for each in BUNDLED for ease in each.ease}))
def test_an_easier_form_is_the_first_thing_that_is_told(tag: str) -> None:
    for stretch in BUNDLED:
        eased = for_person(stretch, Stretches(avoid=(tag,)))
        body = proposal_body(eased)

        assert utf16_units(body) <= 255
        assert all(way in body for way in eased.ways)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_move_has_a_caution_of_its_own(kind: Kind) -> None:
    told = caution(replace(HINGE, kind=kind))

    assert told.endswith("Stop.")
    assert [caution(replace(HINGE, kind=each)) for each in Kind].count(told) == 1


@pytest.mark.parametrize("code", language.languages())
def test_of_a_proposal_all_is_seen_where_there_are_six_lines_up_to_the_caution(
    monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """Xfce cuts what is longer, and a Chinese sign is as wide as two others."""
    monkeypatch.setenv("LANGUAGE", code)
    language.bind()

    for stretch in in_own_language(BUNDLED):
        body = proposal_body(stretch)
        assert sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in body) <= 205
        if stretch.is_counted:
            assert body.endswith(caution(stretch))
            assert body.startswith((*stretch.ways, *stretch.steps))


@EVERY_STRETCH
def test_every_body_fits_and_says_how(stretch: Stretch) -> None:
    body = proposal_body(stretch)

    assert utf16_units(body) <= 255
    assert len(body) > len(caution(stretch)) + 20


@EVERY_STRETCH
def test_every_body_of_a_move_ends_in_the_caution(stretch: Stretch) -> None:
    is_move = stretch.group not in {Group.STAND, Group.WALK}

    assert proposal_body(stretch).endswith(caution(stretch)) is is_move


@EVERY_STRETCH
def test_every_body_has_room_for_the_first_step(stretch: Stretch) -> None:
    is_move = stretch.group not in {Group.STAND, Group.WALK}

    assert not is_move or proposal_body(stretch).startswith(stretch.steps[0])


def test_every_group_has_a_name_of_its_own() -> None:
    assert len({group_name(group) for group in Group}) == len(Group)
