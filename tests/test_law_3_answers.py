"""Rule 6 of the law of sitting: what each answer changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from desk import (
    CATALOGUE,
    HINGE,
    INSTANT,
    LUNGE,
    SLIDE,
    STAND_UP,
    TWIST,
    WALK,
    Desk,
    hours,
    minutes,
    office,
    seconds,
)

from deskbreak import language
from deskbreak.core.effect_words import in_short
from deskbreak.core.effects import LeaveOut
from deskbreak.core.events import Answer, Condition
from deskbreak.core.guide import Action
from deskbreak.core.moment import ZERO
from deskbreak.core.policy import Plan, Plans, Stretches
from deskbreak.core.record import DayPart, Outcome, Record
from deskbreak.core.state import Proposed
from deskbreak.core.stretch import Area, Ease, Equipment, Group, Place, Stretch, Wheels, Where
from deskbreak.core.view import State
from deskbreak.files.resources import config_file
from deskbreak.stretches.catalogue import load_catalogue

MEETING = Stretches(place=Place.MEETING)  # only the seated twist fits
AT_HOME = Stretches(place=Place.HOME, floor=True)
NOT_STANDING = ("hinge", "lunge", "slide")
CHAIR_ONLY = Stretches(seated=True, rolling_chair=False, never=NOT_STANDING)  # but for the walk

# --- late clicks, and answers with nothing open ---


@pytest.mark.parametrize("answer", list(Answer))
def test_a_late_click_changes_nothing(answer: Answer) -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.snooze()
    before = desk.session
    desk.answer(answer, to="p0")

    assert desk.session == before
    assert desk.story[3:] == ["09:50:00 refused"]
    assert desk.refusals == ["That proposal is no longer open."]


def test_a_click_on_the_proposal_before_a_swap_is_late() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.SWAP, to="p0")
    desk.answer(Answer.SKIP, to="p0")

    assert desk.state.proposal is not None
    assert desk.state.proposal.id == "p1"


def test_an_answer_may_name_the_open_proposal() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.SKIP, to="p0")

    assert desk.outcomes == [Outcome.SKIPPED]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer.SNOOZE, "Nothing is proposed right now."),
        (Answer.SKIP, "Nothing is proposed right now."),
        (Answer.SWAP, "Nothing is proposed right now."),
        (Answer.HURT, "First say which move hurt: deskbreak hurt NAME"),
        (Answer.CLOSED, "No break is running."),
        (Answer.SAT, "There was no break in the last ten minutes to take back."),
    ],
)
def test_what_needs_a_proposal_is_refused_with_one_line(answer: Answer, why: str) -> None:
    desk = Desk()

    desk.work(minutes(20))
    before = desk.session
    desk.answer(answer)

    assert desk.session.phase == before.phase
    assert desk.refusals == [why]
    assert desk.story == ["09:20:00 refused"]


@pytest.mark.parametrize("answer", [Answer.SNOOZE, Answer.SKIP, Answer.SWAP])
def test_what_is_held_is_not_open(answer: Answer) -> None:
    desk = Desk()

    desk.begins(Condition.CALL)
    desk.work_until_asked()
    desk.answer(answer)

    assert desk.story == ["09:50:00 refused"]


# --- start ---


def test_a_guide_runs_for_the_length_of_the_move_and_its_end_is_done() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(minutes(3))

    assert desk.story == [
        "09:50:00 propose p0 at 50m",
        "09:50:00 withdraw p0 start",
        "09:50:00 guide 1m",
        "09:51:00 guide over",
        "09:51:00 done 50m until 09:50:00",
    ]
    assert desk.records[0].exercised == minutes(1)
    assert desk.records[0].stretch == desk.proposals[0].stretch.id


def test_the_guide_leads_what_was_proposed() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.START)

    assert desk.guided == [desk.proposals[0].stretch]


def test_a_break_started_without_being_asked_counts_as_a_turn() -> None:
    desk = Desk()

    for _ in range(2):
        desk.work(minutes(10))
        desk.answer(Answer.START)
        desk.wait(minutes(2))
    desk.work_until_asked()

    assert desk.guided[0].group != desk.guided[1].group
    assert desk.proposals[0].stretch == WALK


def test_a_break_started_when_it_was_asked_for_is_one_turn() -> None:
    desk = Desk()

    for _ in range(3):
        desk.work_until_asked()
        desk.answer(Answer.START)
        desk.wait(minutes(2))

    assert [proposal.stretch == WALK for proposal in desk.proposals] == [False, False, True]


def test_a_walk_takes_the_length_of_a_break() -> None:
    desk = Desk(break_length=minutes(3))

    desk.work(minutes(10))
    desk.answer(Answer.START, stretch=WALK.id)
    desk.wait(minutes(5))

    assert desk.story == [
        "09:10:00 guide 3m",
        "09:13:00 guide over",
        "09:13:00 done 10m until 09:10:00",
    ]


def test_start_works_with_nothing_open() -> None:
    desk = Desk()

    desk.work(minutes(10))
    desk.answer(Answer.START)
    desk.wait(minutes(2))

    assert desk.story == [
        "09:10:00 guide 1m",
        "09:11:00 guide over",
        "09:11:00 done 10m until 09:10:00",
    ]


@pytest.mark.parametrize("hold", [Condition.CALL, Condition.DO_NOT_DISTURB])
def test_start_works_while_held(hold: Condition) -> None:
    desk = Desk()

    desk.begins(hold)
    desk.work(minutes(50))
    desk.answer(Answer.START)
    desk.wait(minutes(2))

    assert desk.story == [
        "09:50:00 guide 1m",
        "09:51:00 guide over",
        "09:51:00 done 50m until 09:50:00",
    ]


def test_start_works_while_paused() -> None:
    desk = Desk()

    desk.pause()
    desk.work(minutes(50))
    desk.answer(Answer.START)
    desk.wait(minutes(2))

    assert desk.outcomes == [Outcome.DONE]


def test_start_works_outside_work_hours_and_leaves_no_record() -> None:
    desk = Desk(work_hours=office((13, 17)))

    desk.work(minutes(50))
    desk.answer(Answer.START)
    desk.wait(minutes(2))

    assert desk.story == ["09:50:00 guide 1m", "09:51:00 guide over"]


def test_a_stretch_begun_within_work_hours_is_noted_though_it_ends_after_them() -> None:
    desk = Desk(work_hours=office((9, 10)), starts="2026-03-02T09:59:30")

    desk.answer(Answer.START)
    desk.wait(minutes(2))

    assert desk.outcomes == [Outcome.DONE]


def test_start_works_while_a_lull_is_awaited() -> None:
    desk = Desk()

    desk.work(minutes(47))
    desk.answer(Answer.START)
    desk.wait(minutes(2))

    assert desk.outcomes == [Outcome.DONE]


def test_start_works_while_standing_and_counts_what_was_sat() -> None:
    desk = Desk()

    desk.work(minutes(10))
    desk.stand()
    desk.wait(minutes(2))
    desk.answer(Answer.START)
    desk.wait(minutes(2))

    assert desk.story == [
        "09:12:00 guide 1m",
        "09:13:00 guide over",
        "09:13:00 done 10m until 09:12:00",
    ]
    assert desk.state.state is State.STANDING


def test_start_works_for_whoever_was_away() -> None:
    desk = Desk()

    desk.work(minutes(40))
    desk.leave(minutes(10))
    desk.answer(Answer.START)
    desk.wait(minutes(2))

    assert desk.story[1:] == [
        "09:50:00 guide 1m",
        "09:51:00 guide over",
        "09:51:00 done 0s until 09:50:00",
    ]


def test_start_names_any_stretch_of_the_catalogue() -> None:
    desk = Desk()

    desk.work_until_asked()
    other = next(each for each in CATALOGUE if each != desk.proposals[0].stretch)
    desk.answer(Answer.START, stretch=other.id)
    desk.wait(minutes(2))

    assert desk.records[0].stretch == other.id


def test_start_of_an_unknown_stretch_is_refused() -> None:
    desk = Desk()

    desk.wait(minutes(10))
    desk.answer(Answer.START, stretch="handstand")

    assert desk.refusals == [
        "There is no stretch called handstand; `deskbreak stretches list` names them all."
    ]
    assert desk.state.state is State.AWAY


def test_a_second_start_is_refused_while_the_guide_runs() -> None:
    desk = Desk()

    desk.work(minutes(10))
    desk.answer(Answer.START)
    desk.answer(Answer.START)

    assert desk.refusals == ["A break is running already."]


def test_start_begins_what_stands_on_screen_whatever_the_settings_say_meanwhile() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.snooze()
    desk.work(minutes(16))
    desk.change(snooze_limit=1)
    desk.answer(Answer.START)
    desk.wait(minutes(2))

    assert desk.records[-1].stretch == desk.proposals[-1].stretch.id


def test_the_next_bout_begins_with_the_first_sign_after_the_guide() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(minutes(4))
    desk.touch()
    desk.sit_still(minutes(3))

    assert desk.seat_time == minutes(3)


def test_input_during_the_guide_is_not_yet_sitting() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.work(seconds(30))
    desk.wait(minutes(2))

    assert desk.seat_time == ZERO
    assert desk.state.state is State.AWAY


def test_whoever_types_at_the_end_of_the_guide_sits_from_there_on() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.work(minutes(3))

    assert desk.seat_time == minutes(2)


def test_with_a_call_on_the_next_bout_begins_at_the_end_of_the_guide() -> None:
    desk = Desk()

    desk.begins(Condition.CALL)
    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(minutes(3))

    assert desk.seat_time == minutes(2)


def test_whoever_stays_away_after_the_guide_took_one_break() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(hours(1))

    assert desk.outcomes == [Outcome.DONE]


def test_the_guide_ends_at_its_own_moment_also_while_asleep() -> None:
    desk = Desk()

    desk.work(minutes(10))
    desk.answer(Answer.START)
    desk.sleep(hours(1))

    assert desk.story[1:] == ["09:11:00 guide over", "09:11:00 done 10m until 09:10:00"]


def test_a_guided_move_on_the_chair_does_not_end_sitting() -> None:
    desk = Desk(stretches=MEETING)

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.work(minutes(47))

    assert desk.story == [
        "09:50:00 propose p0 at 50m",
        "09:50:00 withdraw p0 start",
        "09:50:00 guide 1m",
        "09:51:00 guide over",
        "09:51:00 done 51m, runs on",
    ]
    assert desk.seat_time == minutes(97)
    assert desk.state.state is State.DUE


def test_after_a_move_on_the_chair_the_next_proposal_gets_up() -> None:
    desk = Desk(stretches=CHAIR_ONLY, walk_every=0)

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.work(minutes(52))

    assert desk.asked == ["09:50:00", "10:41:00"]
    assert [proposal.stretch for proposal in desk.proposals] == [TWIST, STAND_UP]


def test_after_a_move_on_the_chair_closed_early_the_next_may_be_on_the_chair() -> None:
    desk = Desk(stretches=MEETING, walk_every=0)

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(seconds(50))
    desk.answer(Answer.CLOSED)
    desk.work(minutes(51))

    assert [proposal.stretch for proposal in desk.proposals] == [TWIST, TWIST]


# --- closed early, done early ---


def test_half_a_minute_of_a_move_that_gets_up_is_partial_and_ends_the_bout() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(seconds(30))
    desk.answer(Answer.CLOSED)
    desk.sit_still(minutes(2))

    assert desk.story[2:] == [
        "09:50:00 guide 1m",
        "09:50:30 guide closed",
        "09:50:30 partial 50m until 09:50:00",
    ]
    assert desk.records[0].exercised == seconds(30)
    assert desk.seat_time == minutes(2)


def test_an_instant_less_is_partial_and_the_bout_runs_on() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(seconds(30) - INSTANT)
    desk.answer(Answer.CLOSED)
    desk.wait(INSTANT)
    desk.work(minutes(52))

    assert desk.outcomes == [Outcome.PARTIAL]
    assert desk.records[0].exercised == seconds(30) - INSTANT
    assert desk.records[0].ended_at is None
    assert desk.asked == ["09:50:00", "10:40:29.999999"]


def test_a_move_on_the_chair_closed_early_never_ends_the_bout() -> None:
    desk = Desk(stretches=MEETING)

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(seconds(50))
    desk.answer(Answer.CLOSED)
    desk.work(minutes(51))

    assert desk.story[3:] == [
        "09:50:50 guide closed",
        "09:50:50 partial 50m50s, runs on",
        "10:40:50 propose p2 at 1h40m50s",
    ]
    assert desk.records[0].stretch == TWIST.id


def test_closing_at_the_very_end_of_the_guide_is_too_late() -> None:
    desk = Desk()

    desk.work(minutes(10))
    desk.answer(Answer.START)
    desk.wait(minutes(1))
    desk.answer(Answer.CLOSED)

    assert desk.story[1:] == [
        "09:11:00 guide over",
        "09:11:00 done 10m until 09:10:00",
        "09:11:00 refused",
    ]


def test_done_while_the_guide_runs_ends_it_and_begins_the_next_bout() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(seconds(20))
    desk.answer(Answer.DONE)
    desk.sit_still(minutes(2))

    assert desk.story[3:] == ["09:50:20 guide over", "09:50:20 done 50m until 09:50:00"]
    assert desk.seat_time == minutes(2)


def test_done_while_a_guide_on_the_chair_runs_lets_the_bout_run_on() -> None:
    desk = Desk(stretches=MEETING)

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(seconds(20))
    desk.answer(Answer.DONE)

    assert desk.story[3:] == ["09:50:20 guide over", "09:50:20 done 50m20s, runs on"]
    assert desk.seat_time == minutes(50) + seconds(20)
    assert desk.records[0].stretch == TWIST.id


# --- done ---


def test_i_did_it_ends_the_bout_and_begins_the_next() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.DONE)
    desk.sit_still(minutes(2))

    assert desk.story == [
        "09:50:00 propose p0 at 50m",
        "09:50:00 withdraw p0 done",
        "09:50:00 done 50m until 09:50:00",
    ]
    assert desk.records[0].stretch == desk.proposals[0].stretch.id
    assert desk.seat_time == minutes(2)


@pytest.mark.parametrize("obstacle", [None, Condition.CALL])
def test_i_was_just_up_ends_the_bout_with_nothing_open(obstacle: Condition | None) -> None:
    desk = Desk()

    if obstacle is not None:
        desk.begins(obstacle)
    desk.work(minutes(47))
    desk.answer(Answer.DONE)

    assert desk.story == ["09:47:00 done 47m until 09:47:00"]
    assert desk.records[0].stretch is None
    assert desk.state.state is State.SEATED


def test_i_was_just_up_while_standing_counts_what_was_sat() -> None:
    desk = Desk()

    desk.work(minutes(20))
    desk.stand()
    desk.wait(minutes(2))
    desk.answer(Answer.DONE)
    desk.wait(minutes(2))

    assert desk.story == ["09:22:00 done 20m until 09:22:00"]
    assert desk.seat_time == ZERO


def test_done_with_a_move_on_the_chair_is_recorded_and_the_bout_runs_on() -> None:
    desk = Desk(stretches=CHAIR_ONLY)

    desk.work_until_asked()
    desk.answer(Answer.DONE)
    desk.work(minutes(51))

    assert desk.story == [
        "09:50:00 propose p0 at 50m",
        "09:50:00 withdraw p0 done",
        "09:50:00 done 50m, runs on",
        "09:50:00 advise few_moves",
        "10:40:00 propose p2 at 1h40m",
    ]
    assert desk.proposals[1].stretch.gets_up
    assert desk.records[0].stretch == TWIST.id


def test_whoever_skips_after_a_move_on_the_chair_must_still_get_up() -> None:
    desk = Desk(stretches=CHAIR_ONLY, walk_every=0)

    desk.work_until_asked()
    desk.answer(Answer.DONE)
    desk.work(minutes(51))
    desk.answer(Answer.SKIP)
    desk.work(minutes(51))

    assert [proposal.stretch for proposal in desk.proposals] == [TWIST, STAND_UP, STAND_UP]


def test_what_was_done_and_skipped_is_remembered_for_a_fair_turn() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.DONE)
    desk.work_until_asked()
    desk.answer(Answer.SKIP)
    desk.answer(Answer.START, stretch="slide")
    desk.wait(minutes(2))
    desk.answer(Answer.START, stretch="hinge")
    desk.wait(seconds(40))
    desk.answer(Answer.CLOSED)

    done, skipped = (proposal.stretch.id for proposal in desk.proposals)
    assert desk.session.course.rotation.done == (done, "slide")
    assert desk.session.course.rotation.skipped == (() if skipped == "slide" else (skipped,))


def test_done_of_a_stretch_that_left_the_catalogue_ends_the_bout() -> None:
    desk = Desk()

    desk.work_until_asked()
    gone = desk.proposals[0].stretch
    desk.change_rules(catalogue=tuple(each for each in CATALOGUE if each != gone))
    desk.answer(Answer.DONE)

    assert desk.story[1:] == ["09:50:00 withdraw p0 done", "09:50:00 done 50m until 09:50:00"]


# --- snooze ---


def test_a_snooze_brings_the_same_stretch_after_its_length() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.snooze(minutes(5))
    desk.work(minutes(4))
    desk.sit_still(minutes(1))

    assert desk.story == [
        "09:50:00 propose p0 at 50m",
        "09:50:00 withdraw p0 snooze",
        "09:50:00 snoozed p0 5m",
        "09:55:00 propose p1 at 55m",
    ]
    assert desk.proposals[1].stretch == desk.proposals[0].stretch
    assert desk.proposals[1].snoozes == 1


def test_what_was_snoozed_and_is_unwanted_by_now_makes_way_for_another() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.snooze(minutes(5))
    desk.change(stretches=Stretches(never=(desk.proposals[0].stretch.id,)))
    desk.work_until_asked()

    assert desk.proposals[1].stretch.id != desk.proposals[0].stretch.id
    assert desk.proposals[1].snoozes == 1


def test_what_was_snoozed_and_is_told_to_hurt_meanwhile_does_not_come_again() -> None:
    desk = Desk(catalogue=(HINGE, WALK, STAND_UP), walk_every=0, every=minutes(20))

    desk.work_until_asked()
    desk.answer(Answer.DONE)
    desk.work_until_asked()
    desk.snooze(minutes(5))
    desk.answer(Answer.HURT)  # what was done twenty minutes ago
    desk.work_until_asked()

    assert [proposal.stretch for proposal in desk.proposals[:3]] == [HINGE, HINGE, STAND_UP]


def test_a_snooze_without_a_length_is_the_first_of_the_settings() -> None:
    desk = Desk(snooze=(minutes(7), minutes(20)))

    desk.work_until_asked()
    desk.snooze()
    desk.work(minutes(6))
    desk.sit_still(minutes(1))

    assert desk.asked == ["09:50:00", "09:57:00"]


def snoozing(desk: Desk, times: int) -> None:
    """Sit until asked, snooze, and work on until asked again, so often."""
    desk.work_until_asked()
    for _ in range(times):
        desk.snooze()
        desk.work(minutes(15))
        desk.wait(INSTANT)


def test_after_two_snoozes_only_standing_up_is_left() -> None:
    desk = Desk()

    snoozing(desk, 2)

    assert desk.asked == ["09:50:00", "10:05:00", "10:20:00.000001"]
    assert [proposal.may_snooze for proposal in desk.proposals] == [True, True, False]
    assert desk.proposals[1].stretch == desk.proposals[0].stretch
    assert desk.proposals[2].stretch == STAND_UP


def test_a_third_snooze_is_refused() -> None:
    desk = Desk()

    snoozing(desk, 2)
    desk.snooze()

    assert desk.refusals == ["You can't snooze this one again: start it or skip it."]
    assert desk.state.state is State.PROPOSED


def test_the_limit_of_snoozes_is_the_users() -> None:
    desk = Desk(snooze_limit=1)

    snoozing(desk, 1)

    assert [proposal.may_snooze for proposal in desk.proposals] == [True, False]
    assert desk.proposals[1].stretch == STAND_UP


def test_without_snoozes_the_first_proposal_is_whole_and_cannot_be_put_off() -> None:
    desk = Desk(snooze_limit=0)

    desk.work_until_asked()
    desk.snooze()

    assert desk.proposals[0].stretch != STAND_UP
    assert not desk.proposals[0].may_snooze
    assert len(desk.refusals) == 1


def test_standing_up_for_half_a_minute_ends_the_bout() -> None:
    desk = Desk()

    snoozing(desk, 2)
    desk.answer(Answer.START)
    desk.wait(minutes(1))

    assert desk.records[-1].exercised == seconds(30)
    assert desk.records[-1].ended_at is not None
    assert desk.records[-1].snoozes == 2


@pytest.mark.parametrize("answer", [Answer.SKIP, Answer.DONE])
def test_an_answer_that_settles_the_matter_resets_the_snoozes(answer: Answer) -> None:
    desk = Desk()

    snoozing(desk, 2)
    desk.answer(answer)
    desk.work(minutes(51))

    assert desk.proposals[-1].snoozes == 0
    assert desk.proposals[-1].may_snooze
    assert desk.proposals[-1].stretch != STAND_UP


def test_an_ignored_proposal_resets_the_snoozes() -> None:
    desk = Desk()

    snoozing(desk, 2)
    desk.work(minutes(21))
    desk.work(minutes(51))

    assert desk.outcomes == [Outcome.IGNORED]
    assert desk.proposals[-1].snoozes == 0
    assert desk.proposals[-1].may_snooze


def test_a_natural_break_resets_the_snoozes() -> None:
    desk = Desk()

    snoozing(desk, 1)
    desk.snooze()
    desk.leave(minutes(6))
    desk.work_until_asked()

    assert desk.outcomes == [Outcome.NATURAL]
    assert desk.proposals[-1].snoozes == 0
    assert desk.proposals[-1].seat_time == minutes(50)


# --- skip ---


def test_a_skip_lets_seat_time_run_on() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.SKIP)
    desk.work(minutes(51))

    assert desk.story == [
        "09:50:00 propose p0 at 50m",
        "09:50:00 withdraw p0 skip",
        "09:50:00 skipped 50m, runs on",
        "10:40:00 propose p2 at 1h40m",
    ]


def test_a_skip_of_a_stretch_that_left_the_catalogue_is_a_skip() -> None:
    desk = Desk()

    desk.work_until_asked()
    gone = desk.proposals[0].stretch
    desk.change_rules(catalogue=tuple(each for each in CATALOGUE if each != gone))
    desk.answer(Answer.SKIP)

    assert desk.outcomes == [Outcome.SKIPPED]
    assert desk.records[0].stretch == gone.id


def test_a_break_clears_a_skip() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.SKIP)
    desk.leave(minutes(6))
    desk.work_until_asked()

    assert desk.asked == ["09:50:00", "10:46:00"]


# --- swap ---


def test_a_swap_brings_another_stretch_under_a_new_id() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.SWAP)

    assert desk.story == [
        "09:50:00 propose p0 at 50m",
        "09:50:00 withdraw p0 swap",
        "09:50:00 propose p1 at 50m",
    ]
    assert desk.proposals[1].stretch != desk.proposals[0].stretch


def test_swaps_go_on_until_there_is_no_other() -> None:
    desk = Desk()

    desk.work_until_asked()
    for _ in range(4):
        desk.answer(Answer.SWAP)

    assert {proposal.stretch.id for proposal in desk.proposals} == {
        "hinge",
        "lunge",
        "slide",
        "walk",
    }
    assert len(desk.proposals) == 4
    assert desk.refusals == ["There is no other stretch to offer now."]
    assert desk.state.state is State.PROPOSED


def test_a_swapped_stretch_waits_for_its_own_answer() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.work(minutes(9))
    desk.answer(Answer.SWAP)
    desk.work(minutes(9))

    assert len(desk.proposals) == 2


def test_a_snooze_after_a_swap_brings_the_swapped_stretch() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.SWAP)
    desk.snooze()
    desk.work(minutes(16))

    assert desk.proposals[2].stretch == desk.proposals[1].stretch


def test_a_second_swap_in_a_guide_adds_no_seat_time_to_a_break_that_counted() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(seconds(40))
    desk.answer(Answer.SWAP)
    desk.wait(seconds(8))
    desk.answer(Answer.SWAP)
    desk.wait(minutes(2))

    assert desk.story[-5:] == [
        "09:50:40 partial 50m until 09:50:00",
        "09:50:40 guide 1m",
        "09:50:48 guide 1m",
        "09:51:48 guide over",
        "09:51:48 done 0s until 09:50:48",
    ]


@pytest.mark.parametrize(
    ("answer", "told"), [(Answer.CLOSED, "partial 0s, runs on"), (Answer.SNOOZE, "snoozed p2 10m")]
)
def test_after_a_break_that_counted_one_sits_from_the_end_of_what_came_instead(
    answer: Answer, told: str
) -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(seconds(40))
    desk.answer(Answer.SWAP)
    desk.wait(seconds(8))
    desk.answer(answer)
    desk.work(minutes(1))

    assert desk.story[-2:] == ["09:50:48 guide closed", f"09:50:48 {told}"]
    assert desk.seat_time == minutes(1)


def test_what_was_swapped_for_standing_up_is_what_starts() -> None:
    desk = Desk()

    snoozing(desk, 2)
    desk.answer(Answer.SWAP)
    desk.answer(Answer.START)
    desk.wait(minutes(2))

    assert desk.proposals[-1].stretch not in (STAND_UP, desk.proposals[0].stretch)
    assert desk.records[-1].stretch == desk.proposals[-1].stretch.id


def test_what_was_swapped_for_standing_up_comes_back_after_a_hold() -> None:
    desk = Desk()

    snoozing(desk, 2)
    desk.answer(Answer.SWAP)
    desk.during(Condition.DO_NOT_DISTURB, minutes(1))
    desk.sit_still(minutes(1))

    assert desk.proposals[-1].stretch == desk.proposals[-2].stretch
    assert desk.proposals[-1].id != desk.proposals[-2].id


# --- no answer ---


def test_without_an_answer_it_is_shown_anew_once_and_then_was_ignored() -> None:
    desk = Desk()

    desk.work(minutes(122))

    assert desk.story == [
        "09:50:00 propose p0 at 50m",
        "10:00:00 propose p0 at 1h again",
        "10:10:00 withdraw p0 ignored",
        "10:10:00 ignored 1h10m, runs on",
        "11:00:00 propose p2 at 2h",
    ]
    assert desk.proposals[1].stretch == desk.proposals[0].stretch


def test_a_record_of_an_ignored_proposal_says_all_about_it() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.snooze()
    desk.work(minutes(36))

    assert desk.proposals[0].why != ""
    assert desk.records == [
        Record(
            id="20260302T092500.000000Z-2",
            at=datetime(2026, 3, 2, 9, 25, tzinfo=UTC),
            outcome=Outcome.IGNORED,
            stretch=desk.proposals[0].stretch.id,
            seat_time=minutes(85),
            sat_down_at=datetime(2026, 3, 2, 8, tzinfo=UTC),
            ended_at=None,
            snoozes=1,
            why=desk.proposals[0].why,
        )
    ]


def test_a_record_of_a_break_says_all_about_it() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.snooze()
    desk.work(minutes(16))
    desk.leave(minutes(6))

    assert desk.records == [
        Record(
            id="20260302T091100.000000Z-2",
            at=datetime(2026, 3, 2, 9, 11, tzinfo=UTC),
            outcome=Outcome.TAKEN,
            stretch=desk.proposals[0].stretch.id,
            seat_time=minutes(66),
            sat_down_at=datetime(2026, 3, 2, 8, tzinfo=UTC),
            ended_at=datetime(2026, 3, 2, 9, 6, tzinfo=UTC),
            parts=(DayPart(date(2026, 3, 2), minutes(66)),),
            snoozes=1,
            why=desk.proposals[0].why,
        )
    ]


def test_the_first_time_a_stretch_is_shown_it_says_why() -> None:
    desk = Desk()

    desk.work(minutes(61))

    assert [bool(proposal.why) for proposal in desk.proposals] == [True, False]


def test_an_answer_at_the_very_moment_of_being_ignored_counts() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.work(minutes(20))
    desk.answer(Answer.SKIP)

    assert desk.outcomes == [Outcome.SKIPPED]


def test_an_answer_at_the_very_moment_of_the_repetition_comes_first() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.work(minutes(10))
    desk.snooze()

    assert desk.asked == ["09:50:00"]


def test_a_stretch_that_left_the_catalogue_is_shown_anew_as_standing_up() -> None:
    desk = Desk()

    desk.work_until_asked()
    gone = desk.proposals[0].stretch
    desk.change_rules(catalogue=tuple(each for each in CATALOGUE if each != gone))
    desk.work(minutes(11))

    assert desk.proposals[1].stretch == STAND_UP
    assert desk.proposals[1].again


def test_what_comes_back_after_a_hold_is_shown_anew_once_more() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.work(minutes(11))
    desk.during(Condition.DO_NOT_DISTURB, minutes(1))
    desk.work(minutes(27))

    assert desk.asked == ["09:50:00", "10:00:00", "10:07:30", "10:17:30"]
    assert [proposal.again for proposal in desk.proposals] == [False, True, False, True]


# --- taken or natural ---


def test_whoever_leaves_with_a_proposal_open_took_the_break() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.work(minutes(2))
    desk.leave(minutes(6))

    assert desk.story == [
        "09:50:00 propose p0 at 50m",
        "09:57:00 withdraw p0 away",
        "09:57:00 taken 52m until 09:52:00",
    ]
    assert desk.records[0].stretch == desk.proposals[0].stretch.id


def test_whoever_locks_the_screen_with_a_proposal_open_took_the_break() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.work(minutes(2))
    desk.lock()
    desk.leave(minutes(6))

    assert desk.story == [
        "09:50:00 propose p0 at 50m",
        "09:52:00 withdraw p0 away",
        "09:54:00 taken 52m until 09:52:00",
    ]


def test_a_proposal_withdrawn_after_the_absence_began_was_taken() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.work(minutes(2))
    desk.leave(minutes(1))
    desk.begins(Condition.DO_NOT_DISTURB)
    desk.leave(minutes(6))

    assert desk.outcomes == [Outcome.TAKEN]


def test_a_proposal_withdrawn_before_the_absence_began_was_not_taken() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.begins(Condition.DO_NOT_DISTURB)
    desk.work(minutes(2))
    desk.leave(minutes(6))

    assert desk.outcomes == [Outcome.NATURAL]


@pytest.mark.parametrize(
    ("stillness", "story"),
    [
        (seconds(30), "09:49:30 taken 44m30s until 09:44:30"),
        (minutes(1), "09:49:00 taken 44m until 09:44:00"),
        (minutes(2), "09:48:00 natural 43m until 09:43:00"),
    ],
)
def test_a_proposal_shown_to_an_empty_chair_was_not_taken(stillness: timedelta, story: str) -> None:
    desk = Desk()

    desk.work(minutes(45) - stillness)
    desk.leave(minutes(6))

    assert desk.asked == ["09:45:00"]
    assert desk.story[-1] == story


def test_an_instant_more_than_a_minute_of_stillness_is_an_empty_chair() -> None:
    desk = Desk()

    desk.work(minutes(44) - INSTANT)
    desk.leave(minutes(6))

    assert desk.outcomes == [Outcome.NATURAL]
    assert desk.records[0].stretch is None


def test_a_proposal_only_shown_anew_to_an_empty_chair_was_taken() -> None:
    desk = Desk()

    desk.work(minutes(57))
    desk.leave(minutes(6))

    assert desk.asked == ["09:50:00", "10:00:00"]
    assert desk.story[-1] == "10:02:00 taken 57m until 09:57:00"


def test_a_proposal_answered_before_may_come_back_to_an_empty_chair() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.snooze()
    desk.work(minutes(7))
    desk.leave(minutes(6))

    assert desk.asked == ["09:50:00", "10:00:00"]
    assert desk.story[-1] == "10:02:00 taken 57m until 09:57:00"


def test_whoever_leaves_while_a_snooze_runs_took_no_proposed_break() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.snooze()
    desk.leave(minutes(6))

    assert desk.outcomes == [Outcome.NATURAL]


def test_whoever_stands_up_with_a_proposal_open_took_the_break() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.stand()
    desk.work(minutes(6))

    assert desk.story == [
        "09:50:00 propose p0 at 50m",
        "09:50:00 withdraw p0 standing",
        "09:55:00 taken 50m until 09:50:00",
    ]


# --- hurt ---


def test_what_hurts_is_swapped_and_rests() -> None:
    desk = Desk()

    desk.work_until_asked()
    hurting = desk.proposals[0].stretch
    desk.answer(Answer.HURT)
    for _ in range(6):
        desk.answer(Answer.DONE)
        desk.work_until_asked()

    assert desk.story[1:3] == ["09:50:00 withdraw p0 hurt", "09:50:00 propose p1 at 50m"]
    assert hurting not in [proposal.stretch for proposal in desk.proposals[1:]]


def test_when_everything_hurts_standing_up_is_left_and_then_nothing() -> None:
    desk = Desk()

    desk.work_until_asked()
    for _ in range(6):
        desk.answer(Answer.HURT)
    desk.work(minutes(51))

    assert desk.story[-3:] == [
        "09:50:00 withdraw p5 hurt",
        "09:50:00 advise a doctor",
        "10:40:00 propose p6 at 1h40m",
    ]
    assert [proposal.stretch for proposal in desk.proposals[5:]] == [STAND_UP, STAND_UP]


def test_what_hurts_while_guided_ends_as_partial() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(seconds(40))
    desk.answer(Answer.HURT)
    hurting = desk.records[0].stretch
    for _ in range(6):
        desk.work_until_asked()
        desk.answer(Answer.DONE)

    assert desk.story[3:5] == ["09:50:40 guide closed", "09:50:40 partial 50m until 09:50:00"]
    assert hurting not in [proposal.stretch.id for proposal in desk.proposals[1:]]


def test_what_hurts_at_once_lets_the_bout_run_on() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(seconds(10))
    desk.answer(Answer.HURT)
    desk.sit_still(minutes(1))

    assert desk.story[3:] == [
        "09:50:10 guide closed",
        "09:50:10 partial 50m10s, runs on",
        "09:50:10 advise a rest",
    ]
    assert desk.seat_time == seconds(50 * 60 + 70)


@pytest.mark.parametrize(
    ("days", "advice"),
    [(13, "advise a doctor"), (14, "advise a doctor"), (15, "advise a rest")],
)
def test_a_second_stretch_that_hurts_within_two_weeks_is_one_for_a_doctor(
    days: int, advice: str
) -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.HURT)
    desk.leave(timedelta(days=days) - minutes(50))
    desk.work_until_asked()
    desk.answer(Answer.HURT)

    told = [line for line in desk.story if "advise" in line]
    assert "advise a rest" in told[0]
    assert told[-1].endswith(advice)


def test_a_stretch_that_hurts_after_it_left_the_catalogue_is_swapped() -> None:
    desk = Desk()

    desk.work_until_asked()
    gone = desk.proposals[0].stretch
    desk.change_rules(catalogue=tuple(each for each in CATALOGUE if each != gone))
    desk.answer(Answer.HURT)

    assert desk.proposals[1].stretch != gone
    assert desk.session.course.rotation.resting == ()


def test_done_of_a_guided_stretch_that_left_the_catalogue_is_recorded() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.answer(Answer.START)
    gone = desk.proposals[0].stretch
    desk.change_rules(catalogue=tuple(each for each in CATALOGUE if each != gone))
    desk.wait(minutes(2))

    assert desk.records[0].stretch == gone.id


def test_whoever_wants_no_move_at_all_may_start_standing_up() -> None:
    desk = Desk(walk_every=0, stretches=Stretches(never=("hinge", "lunge", "slide", "twist")))

    desk.work(minutes(10))
    desk.answer(Answer.START)
    desk.wait(minutes(1))

    assert desk.records[0].stretch == STAND_UP.id


# --- every walk_every-th ---


def test_every_third_due_moment_is_a_walk() -> None:
    desk = Desk()

    for _ in range(6):
        desk.work_until_asked()
        desk.answer(Answer.DONE)

    assert [proposal.stretch == WALK for proposal in desk.proposals] == [
        False,
        False,
        True,
        False,
        False,
        True,
    ]


def test_after_an_hour_it_is_a_walk() -> None:
    desk = Desk()

    desk.begins(Condition.CALL)
    desk.work(hours(1))
    desk.ends(Condition.CALL)
    desk.sit_still(minutes(1))

    assert desk.proposals[0].stretch == WALK


def test_without_walks_there_are_none() -> None:
    desk = Desk(walk_every=0)

    for _ in range(4):
        desk.work_until_asked()
        desk.answer(Answer.DONE)

    assert WALK not in [proposal.stretch for proposal in desk.proposals]


# Several moves a break.


def test_whoever_comes_for_a_break_and_closes_it_at_once_has_not_sat_meanwhile() -> None:
    desk = Desk()

    desk.answer(Answer.START)
    desk.wait(seconds(20))
    desk.answer(Answer.CLOSED)
    desk.work(minutes(1))

    assert desk.story[-1] == "09:00:20 partial 0s, runs on"
    assert desk.seat_time == minutes(1)


def test_a_break_of_two_moves_leads_from_one_to_another_group() -> None:
    desk = Desk(moves_per_break=2)

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(minutes(3))

    first, second = desk.records
    groups = {stretch.id: stretch.group for stretch in CATALOGUE}
    assert [line.split(" ", 1)[1] for line in desk.story[1:]] == [
        "withdraw p0 start",
        "guide 1m",
        "done 50m until 09:50:00",
        "guide 1m",
        "guide over",
        "done 0s until 09:51:00",
    ]
    assert (first.exercised, second.exercised) == (minutes(1), minutes(1))
    assert groups[first.stretch or ""] is not groups[second.stretch or ""]
    assert desk.state.state is State.AWAY


def test_three_moves_are_three_and_then_it_is_over() -> None:
    desk = Desk(moves_per_break=3)

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(minutes(5))

    assert [record.outcome for record in desk.records] == [Outcome.DONE] * 3
    assert len({record.stretch for record in desk.records}) == 3
    assert desk.story[-2].endswith("guide over")


def test_what_is_done_in_the_first_move_ends_the_break() -> None:
    desk = Desk(moves_per_break=2)

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(seconds(40))
    desk.answer(Answer.DONE)

    assert [record.outcome for record in desk.records] == [Outcome.DONE]
    assert desk.state.state is State.SEATED


def test_the_second_move_may_be_closed_early_and_the_first_stays_done() -> None:
    desk = Desk(moves_per_break=2)

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(seconds(70))
    desk.answer(Answer.CLOSED)

    assert [record.outcome for record in desk.records] == [Outcome.DONE, Outcome.PARTIAL]
    assert desk.records[1].exercised == seconds(10)
    assert desk.story[-1] == "09:51:10 partial 0s, runs on"
    assert desk.seat_time == ZERO


def test_a_walk_and_standing_up_are_breaks_of_their_own() -> None:
    for stretch in (WALK, STAND_UP):
        desk = Desk(moves_per_break=3)
        desk.work(minutes(10))
        desk.answer(Answer.START, stretch=stretch.id)
        desk.wait(minutes(5))

        assert [record.stretch for record in desk.records] == [stretch.id]


def test_where_no_other_move_is_left_one_is_enough() -> None:
    desk = Desk(catalogue=(CATALOGUE[0], WALK, STAND_UP), moves_per_break=2)

    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(minutes(3))

    assert [record.stretch for record in desk.records] == [CATALOGUE[0].id]


def test_after_a_seated_move_the_second_gets_up() -> None:
    desk = Desk(moves_per_break=2, stretches=Stretches(seated=True))

    desk.work(minutes(10))
    desk.answer(Answer.START, stretch=TWIST.id)
    desk.wait(minutes(3))

    seated, standing = desk.records
    assert (seated.stretch, seated.ended_at) == (TWIST.id, None)
    assert standing.stretch != TWIST.id
    assert standing.seat_time == minutes(11)


# Whoever puts off much is asked once whether to ask less often.


def put_off(desk: Desk, answer: Answer, times: int) -> None:
    for _time in range(times):
        desk.work_until_asked()
        desk.answer(answer)


def offered(desk: Desk) -> list[str]:
    return [line.split(" ", 1)[1] for line in desk.story if " suggest " in line]


def test_the_fourth_skip_in_a_row_is_asked_about_once_and_never_again() -> None:
    desk = Desk()

    put_off(desk, Answer.SKIP, 3)
    before = offered(desk)
    put_off(desk, Answer.SKIP, 1)
    after = offered(desk)
    put_off(desk, Answer.SKIP, 5)

    assert before == []
    assert after == ["suggest breaks.every 1h"]
    assert offered(desk) == after


def test_snoozes_and_skips_count_together() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.snooze()
    desk.work(minutes(10))
    desk.sit_still(seconds(20))
    desk.answer(Answer.SKIP)
    put_off(desk, Answer.SKIP, 1)
    before = offered(desk)
    put_off(desk, Answer.SKIP, 1)

    assert before == []

    assert offered(desk) == ["suggest breaks.every 1h"]


@pytest.mark.parametrize("answer", [Answer.DONE, Answer.START])
def test_whoever_takes_one_in_between_is_not_asked(answer: Answer) -> None:
    desk = Desk()

    put_off(desk, Answer.SKIP, 3)
    desk.work_until_asked()
    desk.answer(answer)
    desk.wait(minutes(3))
    put_off(desk, Answer.SKIP, 3)

    assert offered(desk) == []


def weeks_of_good_days(desk: Desk, days: int, per_week: int = 5) -> None:
    """On so many of the first days of each week, one stretch is done."""
    for number in range(days):
        desk.work(hours(1))
        if number % 7 < per_week:
            desk.sit_still(seconds(20))
            desk.answer(Answer.DONE)
        desk.leave(hours(23))


def test_after_two_good_weeks_two_moves_are_suggested_once() -> None:
    desk = Desk(walk_every=0)

    weeks_of_good_days(desk, 13)
    before = offered(desk)
    weeks_of_good_days(desk, 20)

    assert before == []
    assert offered(desk) == ["suggest breaks.moves_per_break 2"]


def test_weeks_with_too_few_days_suggest_nothing() -> None:
    desk = Desk(walk_every=0)

    weeks_of_good_days(desk, 30, per_week=3)

    assert offered(desk) == []


def test_whoever_has_two_moves_is_not_asked_for_them() -> None:
    desk = Desk(walk_every=0, moves_per_break=2)

    weeks_of_good_days(desk, 20)

    assert offered(desk) == []


# --- a longer session, and what asks to be started anyway ---


def test_a_session_warms_up_and_goes_from_the_feet_to_the_floor() -> None:
    mat = replace(HINGE, id="mat", where=Where.FLOOR, group=Group.SPINE)
    wishes = Stretches(place=Place.HOME, floor=True)
    desk = Desk(catalogue=(mat, *CATALOGUE), stretches=wishes)

    desk.work(minutes(10))
    desk.answer(Answer.SESSION, length=minutes(10))
    desk.wait(minutes(10))
    desk.touch()

    places = [stretch.where for stretch in desk.guided]
    assert desk.guided[0].id == WALK.id
    assert places[1:] == [Where.STANDING, Where.STANDING, Where.WALL, Where.FLOOR]
    assert [record.outcome for record in desk.records] == [Outcome.DONE] * 5


def test_a_session_that_is_stopped_keeps_what_was_done() -> None:
    desk = Desk()

    desk.work(minutes(10))
    desk.answer(Answer.SESSION, length=minutes(5))
    desk.wait(minutes(2) + seconds(90))
    desk.answer(Answer.CLOSED)

    assert [record.outcome for record in desk.records] == [
        Outcome.DONE,
        Outcome.DONE,
        Outcome.PARTIAL,
    ]


def test_no_session_begins_while_a_break_runs() -> None:
    desk = Desk()

    desk.work(minutes(10))
    desk.answer(Answer.START)
    desk.answer(Answer.SESSION)

    assert desk.refusals == ["A break is running already."]
    assert len(desk.guided) == 1


def own(*moves: str, **wishes: Any) -> Stretches:
    return Stretches(plans=Plans((Plan("Morning", moves),)), **wishes)


def test_a_plan_leads_through_its_moves_in_its_own_order() -> None:
    desk = Desk(stretches=own("slide", "walk", "hinge", "slide"))

    desk.work(minutes(10))
    desk.answer(Answer.SESSION, plan="morning")
    desk.wait(minutes(10))
    desk.touch()

    assert [stretch.id for stretch in desk.guided] == ["slide", "walk", "hinge", "slide"]
    assert [record.outcome for record in desk.records] == [Outcome.DONE] * 4


def test_a_plan_takes_away_the_proposal_that_is_on_screen() -> None:
    desk = Desk(stretches=own("slide"))

    desk.work_until_asked()
    desk.answer(Answer.SESSION, plan="Morning")

    assert desk.state.proposal is None
    assert desk.guided[-1].id == "slide"


def test_what_is_ruled_out_is_never_in_a_plan_and_is_named() -> None:
    desk = Desk(stretches=own("hinge", "gone", "slide", "hinge", never=("hinge",)))

    desk.work(minutes(10))
    desk.answer(Answer.SESSION, plan="Morning")
    desk.wait(minutes(10))
    desk.touch()

    (left_out,) = (effect for effect in desk.effects if isinstance(effect, LeaveOut))
    assert [stretch.id for stretch in desk.guided] == ["slide"]
    assert [move.name for move in left_out.moves] == [HINGE.name, "gone"]
    assert in_short(left_out) == (
        f"Left out of Morning. {HINGE.name}: You asked never to be shown it. "
        "gone: It is in none of your packs any more."
    )


def test_what_is_ruled_out_while_a_plan_runs_is_led_past() -> None:
    desk = Desk(stretches=own("slide", "hinge", "lunge"))

    desk.work(minutes(10))
    desk.answer(Answer.SESSION, plan="Morning")
    desk.wait(seconds(10))
    desk.change(stretches=own("slide", "hinge", "lunge", never=("hinge",)))
    desk.wait(minutes(10))
    desk.touch()

    assert [stretch.id for stretch in desk.guided] == ["slide", "lunge"]


def test_a_plan_of_which_nothing_is_left_is_refused_with_the_reasons() -> None:
    desk = Desk(stretches=own("hinge", never=("hinge",)))

    desk.work_until_asked()
    before = desk.session
    desk.answer(Answer.SESSION, plan="Morning")

    assert desk.session == before
    assert desk.refusals == [
        f"Nothing of Morning may be done now. {HINGE.name}: You asked never to be shown it."
    ]


@pytest.mark.parametrize(
    ("wishes", "refusal"),
    [
        (own("hinge"), "There is no plan called Evening; yours are: Morning"),
        (
            Stretches(),
            "There is no plan called Evening; write one down with: deskbreak page stretches",
        ),
    ],
)
def test_a_plan_that_nobody_wrote_is_refused(wishes: Stretches, refusal: str) -> None:
    desk = Desk(stretches=wishes)

    desk.work(minutes(10))
    desk.answer(Answer.SESSION, plan="Evening")

    assert desk.refusals == [refusal]
    assert desk.guided == []


def test_each_plan_is_on_offer_beside_the_lengths_of_a_session() -> None:
    desk = Desk(stretches=own("hinge"))

    desk.work(minutes(10))

    sessions = [each for each in desk.state.offers if each.answer is Answer.SESSION]
    assert [each.label for each in sessions] == [
        "5 min, several moves",
        "10 min, several moves",
        "Morning",
    ]
    assert sessions[-1].plan == "Morning"


def test_what_was_ruled_out_is_started_only_when_it_is_said_twice() -> None:
    desk = Desk(stretches=Stretches(never=("hinge",)))

    desk.work(minutes(10))
    desk.answer(Answer.START, stretch="hinge")
    assert desk.state.running is None
    desk.answer(Answer.START, stretch="hinge", anyway=True)

    assert desk.refusals == [
        "You asked never to be shown it (stretches.never). To start it anyway: deskbreak start hinge --anyway"
    ]
    assert [stretch.id for stretch in desk.guided] == ["hinge"]


@pytest.mark.parametrize(
    ("code", "follows"),
    [("ja", "(stretches.never)。それでも"), ("zh_CN", "(stretches.never)。仍要")],
)
def test_how_to_start_it_anyway_follows_without_a_blank_where_none_is_written(
    monkeypatch: pytest.MonkeyPatch, code: str, follows: str
) -> None:
    monkeypatch.setenv("LANGUAGE", code)
    language.bind()
    desk = Desk(stretches=Stretches(never=("hinge",)))

    desk.answer(Answer.START, stretch="hinge")

    assert follows in desk.refusals[0]


def test_what_just_hurt_is_not_simply_started_again() -> None:
    desk = Desk()

    desk.work(minutes(10))
    desk.answer(Answer.START, stretch="lunge")
    desk.answer(Answer.HURT)
    desk.answer(Answer.START, stretch="lunge")

    assert desk.state.running is None
    assert desk.refusals[0].startswith("It hurt and rests until")


# --- on a wheelchair's seat, and where little is left ---


def wheels(**more: Any) -> Desk:
    """Somebody whose team said: every 30 minutes."""
    bundled = load_catalogue(config_file("stretches.toml"))
    wishes = Stretches(wheelchair=True, pressure_relief=minutes(30))
    return Desk(catalogue=bundled, stretches=wishes, wait_for_lull=ZERO, **more)


def test_the_weight_comes_off_the_seat_on_a_clock_of_its_own_and_whatever_the_limit() -> None:
    desk = wheels(daily_limit=1)

    for _ in range(3):
        desk.work(minutes(31))
        desk.answer(Answer.DONE)

    assert desk.asked == ["09:30:00", "10:01:00", "10:32:00"]
    assert {proposal.stretch.group for proposal in desk.proposals} == {Group.PRESSURE}


def test_an_absence_takes_no_weight_off_the_seat() -> None:
    desk = wheels()

    desk.work(minutes(20))
    desk.wait(minutes(8))  # a break from the desk, and perhaps still in the chair
    desk.work(minutes(4))

    assert desk.outcomes == [Outcome.NATURAL]
    assert desk.asked == ["09:30:00"]


def test_who_comes_back_after_the_half_hour_settles_before_the_weight_comes_off() -> None:
    desk = wheels()

    desk.work(minutes(20))
    desk.wait(minutes(40))
    desk.work(minutes(2))

    assert desk.asked == ["10:00:30"]


def test_after_hours_away_the_half_hour_begins_with_sitting_down() -> None:
    desk = wheels()

    desk.work(minutes(20))
    desk.wait(hours(3))
    desk.work(minutes(31))

    assert desk.asked == ["12:50:00"]


def test_a_move_of_the_arms_takes_no_weight_off_the_seat() -> None:
    desk = wheels()

    desk.work(minutes(20))
    desk.answer(Answer.START, stretch="wc_hands")
    desk.wait(minutes(3))
    desk.work(minutes(10))

    assert desk.outcomes == [Outcome.DONE]
    assert desk.asked == ["09:30:00"]


def test_weight_that_came_off_before_its_time_comes_off_again_half_an_hour_later() -> None:
    desk = wheels()

    desk.work(minutes(20))
    desk.answer(Answer.START, stretch="press_lean_forward")
    desk.wait(minutes(3))
    desk.work(minutes(31))

    assert desk.asked == ["09:52:39"]


def test_who_leans_forward_without_a_click_is_not_asked_again_at_once() -> None:
    desk = wheels()

    desk.work(minutes(30.5))
    desk.wait(minutes(6))
    desk.work(minutes(31))

    assert desk.outcomes == [Outcome.TAKEN]
    assert desk.asked == ["09:30:00", "10:00:30"]


def test_where_no_move_takes_the_weight_off_the_clock_for_it_is_silent() -> None:
    bundled = load_catalogue(config_file("stretches.toml"))
    wishes = Stretches(
        wheelchair=True,
        pressure_relief=minutes(30),
        avoid=("flexion", "shoulder"),
        lacking=(Equipment.TILT,),
    )
    desk = Desk(catalogue=bundled, stretches=wishes, wait_for_lull=ZERO, daily_limit=1)

    desk.work(minutes(31))
    desk.answer(Answer.DONE)
    desk.work(minutes(31))

    assert desk.asked == ["09:30:00"]


@pytest.mark.parametrize("clock", ["2026-03-02 10:10", "2026-03-02 06:10"])
def test_a_clock_that_is_set_leaves_the_weight_its_half_hour(clock: str) -> None:
    desk = wheels()
    desk.work(minutes(10))

    before = desk.now.uptime
    desk.set_clock(clock)
    desk.work(minutes(21))

    asked = [proposal.at.uptime - before for proposal in desk.proposals]
    assert asked == [minutes(20)]


def test_another_move_that_was_taken_without_a_click_takes_no_weight_off() -> None:
    desk = wheels()
    desk.work(minutes(30))
    while desk.proposals[-1].stretch.group is Group.PRESSURE:
        desk.answer(Answer.SWAP)

    desk.work(minutes(0.5))
    desk.wait(minutes(6))
    desk.work(minutes(1))

    groups = [proposal.stretch.group for proposal in desk.proposals]
    assert desk.outcomes == [Outcome.TAKEN]
    assert groups[-1] is Group.PRESSURE


def test_taking_the_weight_off_is_put_off_for_ten_minutes_at_most() -> None:
    desk = wheels()

    desk.work(minutes(31))
    desk.snooze(hours(1))
    desk.work(minutes(11))

    assert desk.asked == ["09:30:00", "09:41:00"]


@pytest.mark.parametrize("reliefs", [4, 60])
def test_every_second_time_a_move_for_arms_or_trunk_follows(reliefs: int) -> None:
    desk = wheels(daily_limit=0)

    for _ in range(reliefs):
        desk.work(minutes(31))
        desk.answer(Answer.START)
        desk.wait(minutes(5))
        desk.touch()

    groups = [stretch.group is Group.PRESSURE for stretch in desk.guided]
    assert groups == [True, True, False] * (reliefs // 2)


def test_after_the_weight_came_off_every_seated_move_has_its_turn() -> None:
    desk = wheels(daily_limit=0)

    for _ in range(60):
        desk.work(minutes(31))
        desk.answer(Answer.START)
        desk.wait(minutes(5))
        desk.touch()

    followed = {stretch.id for stretch in desk.guided if stretch.group is not Group.PRESSURE}
    assert {"chin_tuck", "wc_breath", "wc_hands", "wc_trunk_turn"} <= followed


@pytest.mark.parametrize(
    ("chair_moves", "told"),
    [
        ((replace(TWIST, rolling_chair_unsafe=True),), "suggest stretches.rolling_chair false"),
        ((), "advise few_moves"),
    ],
)
def test_where_few_moves_are_left_it_is_said_once_and_truly_what_adds_some(
    chair_moves: tuple[Stretch, ...], told: str
) -> None:
    catalogue = (HINGE, LUNGE, WALK, STAND_UP, *chair_moves)
    desk = Desk(catalogue=catalogue, stretches=Stretches(never=("hinge",)))

    for _ in range(3):
        desk.work_until_asked()
        desk.answer(Answer.SKIP)

    lines = [line.partition(" ")[2] for line in desk.story]
    assert [line for line in lines if line.startswith(("suggest", "advise"))] == [told]


def test_whose_injury_may_be_anywhere_is_not_told_to_stand_up_and_gets_every_move_left() -> None:
    bundled = load_catalogue(config_file("stretches.toml"))
    desk = Desk(catalogue=bundled, stretches=Stretches(avoid=("injury",)), daily_limit=0)

    for _ in range(12):
        desk.work_until_asked()
        desk.answer(Answer.DONE)

    ids = {proposal.stretch.id for proposal in desk.proposals}
    assert {"chin_tuck", "scap_squeeze", "ankle_pump"} <= ids
    assert not ids & {"stand_up", "walk"}


def test_pain_is_told_before_any_lesser_reason_not_to_start_a_move() -> None:
    slide = replace(SLIDE, requires=("hinge",))
    desk = Desk(catalogue=(HINGE, LUNGE, slide, WALK, STAND_UP))
    desk.answer(Answer.START, stretch="slide", anyway=True)
    desk.answer(Answer.HURT)

    desk.answer(Answer.START, stretch="slide")

    assert desk.refusals[-1].startswith("It hurt and rests until")


# --- what is ruled out while it stands ---


@pytest.mark.parametrize("wishes", [Stretches(never=("lunge",)), Stretches(avoid=("flexion",))])
def test_a_move_that_is_ruled_out_while_it_stands_makes_way_for_another(wishes: Stretches) -> None:
    lunge = replace(LUNGE, avoid=("flexion",))
    desk = Desk(catalogue=(HINGE, lunge, SLIDE, WALK, STAND_UP), wait_for_lull=ZERO)
    desk.work_until_asked()
    assert desk.proposals[-1].stretch == lunge

    desk.change(stretches=wishes)
    desk.work(minutes(1))

    assert [each.reason for each in desk.withdrawals] == ["ruled_out"]
    assert desk.proposals[-1].stretch != lunge
    assert isinstance(desk.session.phase, Proposed)


def test_a_guide_ends_at_once_when_its_move_is_ruled_out_by_a_caution() -> None:
    lunge = replace(LUNGE, avoid=("flexion",))
    desk = Desk(catalogue=(HINGE, lunge, SLIDE, WALK, STAND_UP))
    desk.work(minutes(10))
    desk.answer(Answer.START, stretch=lunge.id)
    desk.wait(seconds(20))

    desk.change(stretches=Stretches(avoid=("flexion",)))

    assert desk.story[-2:] == ["09:10:20 guide closed", "09:10:20 partial 10m20s, runs on"]
    assert desk.state.state is State.SEATED


def test_what_one_never_wants_again_may_be_done_to_its_end() -> None:
    desk = Desk()
    desk.work(minutes(10))
    desk.answer(Answer.START, stretch=LUNGE.id)

    desk.change(stretches=Stretches(never=(LUNGE.id,)))
    desk.wait(minutes(1))

    assert desk.story[-2] == "09:11:00 guide over"


def test_what_was_begun_in_spite_of_a_caution_is_not_ended_by_other_settings() -> None:
    lunge = replace(LUNGE, avoid=("flexion",))
    careful = Stretches(avoid=("flexion",))
    desk = Desk(catalogue=(HINGE, lunge, SLIDE, WALK, STAND_UP), stretches=careful)
    desk.work(minutes(10))
    desk.answer(Answer.START, stretch=lunge.id, anyway=True)

    desk.change(stretches=replace(careful, favourite=(HINGE.id,)))

    assert desk.state.state is State.ON_BREAK


def test_a_guide_ends_where_its_kind_turns_out_to_hurt_meanwhile() -> None:
    fold = replace(HINGE, id="fold")
    desk = Desk(catalogue=(HINGE, fold, LUNGE, SLIDE, WALK, STAND_UP))
    for move in (LUNGE, fold):
        desk.work(minutes(10))
        desk.answer(Answer.START, stretch=move.id)
        desk.wait(minutes(1))
    desk.work(minutes(1))
    desk.answer(Answer.HURT, stretch=LUNGE.id)
    desk.answer(Answer.START, stretch=HINGE.id)

    desk.answer(Answer.HURT, stretch="fold")

    assert desk.session.course.rotation.off == (Group.HAMSTRING,)
    assert desk.state.state is State.SEATED


def test_a_caution_that_eases_what_is_guided_moves_the_end_with_the_shorter_holds() -> None:
    hinge = replace(
        HINGE, hold=seconds(20), sides=2, length=seconds(40), ease=(Ease("bones", "Stay up."),)
    )
    desk = Desk(catalogue=(hinge, WALK, STAND_UP))
    desk.answer(Answer.START, stretch=hinge.id)
    desk.answer(Answer.DONE)
    desk.answer(Answer.START, stretch=hinge.id)
    desk.wait(seconds(5))

    desk.change(stretches=Stretches(avoid=("bones",)))
    running = desk.state.running

    assert running is not None
    assert [cue.ends for cue in running.cues] == [seconds(10), seconds(20)]
    assert (running.stretch.ways, running.left) == (("Stay up.",), seconds(15))


def test_a_plan_whose_later_move_is_eased_meanwhile_gives_both_sides_the_same() -> None:
    hinge = replace(
        HINGE, hold=seconds(10), sides=2, length=seconds(20), ease=(Ease("balance", "Hold on."),)
    )
    desk = Desk(catalogue=(hinge, SLIDE, WALK, STAND_UP), stretches=own("slide", "hinge"))
    desk.answer(Answer.SESSION, plan="Morning")

    desk.change(stretches=own("slide", "hinge", avoid=("balance",)))
    desk.wait(minutes(1) + seconds(1))
    running = desk.state.running

    assert running is not None
    held = [cue.ends - cue.begins for cue in running.cues if cue.action is Action.HOLD]
    assert held == [seconds(10), seconds(10)]


def test_who_swaps_a_move_of_a_session_goes_on_with_the_others() -> None:
    desk = Desk(stretches=own("slide", "hinge"))
    desk.answer(Answer.SESSION, plan="Morning")

    desk.answer(Answer.SWAP)
    desk.wait(minutes(3))
    desk.touch()

    assert [stretch.id for stretch in desk.guided] == ["slide", "lunge", "hinge"]


@pytest.mark.parametrize("wishes", [Stretches(wheelchair=True), Stretches(injury=(Area.KNEE,))])
def test_who_may_not_stand_by_now_is_told_to_let_go_where_standing_up_was_put_off(
    wishes: Stretches,
) -> None:
    let_go = replace(STAND_UP, id="let_go", where=Where.CHAIR, gets_up=False, wheels=Wheels.ALL)
    stand_up = replace(STAND_UP, areas=(Area.KNEE,))
    desk = Desk(catalogue=(stand_up, let_go))
    desk.work_until_asked()
    desk.snooze()

    desk.change(stretches=wishes)
    desk.work(minutes(16))

    assert [proposal.stretch.id for proposal in desk.proposals] == ["stand_up", "let_go"]


LET_GO = replace(
    STAND_UP, id="let_go", name="Let go", where=Where.CHAIR, gets_up=False, wheels=Wheels.ALL
)


def test_whom_standing_up_hurt_is_told_to_let_go_instead_while_it_rests() -> None:
    desk = Desk(catalogue=(HINGE, LUNGE, WALK, STAND_UP, LET_GO), walk_every=0)
    _put_off_twice(desk)
    assert desk.proposals[-1].stretch == STAND_UP
    desk.answer(Answer.HURT)
    desk.answer(Answer.SKIP)

    _put_off_twice(desk)

    assert desk.proposals[-1].stretch == LET_GO


@pytest.mark.parametrize(
    ("never", "wheelchair", "smallest"),
    [
        (("stand_up",), False, "let_go"),
        (("Stand-up",), False, "let_go"),
        (("stand_up", "let_go"), False, "hinge"),
        (("let_go",), True, "hinge"),
    ],
)
def test_who_never_wants_the_smallest_break_is_not_asked_for_it_however_often_they_put_off(
    never: tuple[str, ...], wheelchair: bool, smallest: str
) -> None:
    hinge = replace(HINGE, wheels=Wheels.ALL)
    wishes = Stretches(never=never, wheelchair=wheelchair)
    desk = Desk(catalogue=(hinge, WALK, STAND_UP, LET_GO), stretches=wishes)

    _put_off_twice(desk)

    assert desk.proposals[-1].stretch.id == smallest
    assert not desk.proposals[-1].may_snooze


def test_nothing_comes_for_what_is_ruled_out_once_longer_sitting_is_wished() -> None:
    desk = Desk(wait_for_lull=ZERO)
    desk.work_until_asked()

    desk.change(every=minutes(90))
    desk.change(stretches=Stretches(never=(desk.proposals[-1].stretch.id,)))
    desk.work(minutes(44))

    assert [each.reason for each in desk.withdrawals] == ["ruled_out"]
    assert (desk.asked, desk.state.state) == (["09:45:00"], State.SEATED)


def test_a_smallest_break_that_is_switched_off_while_it_stands_makes_way() -> None:
    desk = Desk(catalogue=(HINGE, WALK, STAND_UP, LET_GO), wait_for_lull=ZERO)
    _put_off_twice(desk)

    desk.change(stretches=Stretches(never=("stand_up",)))
    desk.work(minutes(1))

    assert [each.reason for each in desk.withdrawals][-1] == "ruled_out"
    assert desk.proposals[-1].stretch == LET_GO


def _put_off_twice(desk: Desk) -> None:
    desk.work_until_asked()
    for _twice in range(2):
        desk.snooze()
        desk.work(minutes(16))


def test_in_a_meeting_nobody_is_told_to_stand_up_however_often_a_break_was_put_off() -> None:
    let_go = replace(STAND_UP, id="let_go", where=Where.CHAIR, gets_up=False)
    desk = Desk(catalogue=(*CATALOGUE, let_go), stretches=MEETING)
    desk.work_until_asked()
    for _twice in range(2):
        desk.snooze()
        desk.work(minutes(16))
    _look = desk.state

    assert [proposal.stretch.id for proposal in desk.proposals] == ["twist", "twist", "let_go"]


def test_who_goes_into_a_meeting_is_asked_to_get_up_no_more() -> None:
    desk = Desk(wait_for_lull=ZERO)
    desk.work_until_asked()

    desk.change(stretches=MEETING)
    desk.work(minutes(1))

    assert [each.reason for each in desk.withdrawals] == ["ruled_out"]
    assert desk.proposals[-1].stretch == TWIST


def test_a_session_that_runs_asks_nobody_to_get_up_once_a_meeting_begins() -> None:
    desk = Desk(catalogue=(HINGE, LUNGE, TWIST, WALK, STAND_UP), walk_every=0)
    desk.answer(Answer.SESSION, length=minutes(5))

    desk.change(stretches=MEETING)
    desk.wait(minutes(4))

    assert [stretch.id for stretch in desk.guided] == ["lunge"]
    assert desk.state.state is State.AWAY


def test_in_a_meeting_a_plan_leads_past_what_gets_up_and_says_so() -> None:
    desk = Desk(stretches=own("slide", "twist", place=Place.MEETING))

    desk.answer(Answer.SESSION, plan="Morning")

    assert [stretch.id for stretch in desk.guided] == ["twist"]
    (left_out,) = (effect for effect in desk.effects if isinstance(effect, LeaveOut))
    assert in_short(left_out) == (
        "Left out of Morning. Slide: It does not suit where you are: Meeting."
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"stretches": AT_HOME}, {"stretches": replace(AT_HOME, place=Place.OFFICE)}),
        ({"stretches": AT_HOME}, {"stretches": replace(AT_HOME, floor=False)}),
        ({"stretches": AT_HOME, "walk_every": 1}, {"walk_every": 0}),
    ],
)
def test_what_no_longer_suits_the_place_or_the_wishes_makes_way_while_it_stands(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    lying = replace(HINGE, where=Where.FLOOR)
    desk = Desk(catalogue=(lying, WALK, STAND_UP), wait_for_lull=ZERO, **before)
    desk.work_until_asked()
    shown = desk.proposals[-1].stretch

    desk.change(**after)
    desk.work(minutes(1))

    assert [each.reason for each in desk.withdrawals] == ["ruled_out"]
    assert desk.proposals[-1].stretch != shown


@pytest.mark.parametrize("answer", [Answer.START, Answer.SESSION])
def test_a_walk_that_was_begun_unasked_is_the_only_one_in_its_bout(answer: Answer) -> None:
    desk = Desk(walk_every=1)
    desk.work(minutes(30))
    desk.answer(answer)
    desk.wait(seconds(10))
    desk.answer(Answer.CLOSED)

    desk.work_until_asked()

    assert desk.guided == [WALK]
    assert desk.proposals[-1].stretch == HINGE


def test_a_move_that_still_suits_stays_when_other_settings_change() -> None:
    desk = Desk()
    desk.work_until_asked()

    desk.change(stretches=Stretches(never=("hinge",)))
    desk.work(minutes(1))

    assert len(desk.proposals) == 1


def test_a_lid_closed_without_a_key_while_a_proposal_stands_is_a_break_that_was_taken() -> None:
    desk = Desk(wait_for_lull=ZERO)
    desk.work(minutes(43))
    desk.wait(minutes(3))  # reading: the proposal comes after two minutes of it

    desk.sleep(minutes(20))

    assert [propose.again for propose in desk.proposals] == [False]
    assert desk.outcomes == [Outcome.TAKEN]


def test_a_screen_locked_while_a_proposal_stands_is_a_break_that_was_taken() -> None:
    desk = Desk()
    desk.work(minutes(45))
    desk.wait(seconds(20))

    desk.during(Condition.LOCKED, minutes(10))

    assert [propose.again for propose in desk.proposals] == [False]
    assert desk.outcomes == [Outcome.TAKEN]


def test_a_screen_that_locks_itself_before_an_empty_chair_took_no_break() -> None:
    desk = Desk(wait_for_lull=ZERO)
    desk.work(minutes(43))
    desk.wait(minutes(3))

    desk.during(Condition.LOCKED, minutes(10))

    assert desk.outcomes == [Outcome.NATURAL]


def test_a_proposal_that_was_closed_before_the_lid_is_not_taken_for_it() -> None:
    desk = Desk(wait_for_lull=ZERO)
    desk.work(minutes(43))
    desk.wait(minutes(3))
    desk.answer(Answer.SKIP)
    desk.wait(minutes(1))

    desk.sleep(minutes(20))

    assert desk.outcomes == [Outcome.SKIPPED, Outcome.NATURAL]


@pytest.mark.parametrize("answer", [Answer.SNOOZE, Answer.SKIP, Answer.SWAP, Answer.SAT])
def test_a_refused_answer_is_no_sign_of_presence(answer: Answer) -> None:
    desk = Desk()
    desk.work(minutes(30))
    desk.wait(minutes(4))
    before = desk.session.signs

    desk.answer(answer)
    desk.wait(minutes(1))

    assert len(desk.refusals) == 1
    assert desk.session.signs == before
    assert desk.outcomes == [Outcome.NATURAL]
