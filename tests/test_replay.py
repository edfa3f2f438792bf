"""Days lived again: lines in, everything that replay tells of them out."""

import json
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from daybook import (
    CATALOGUE,
    SLIDE,
    SPLIT,
    STAND_UP,
    TWIST,
    WALK,
    active,
    answer,
    event,
    lived,
    lived_through,
    proposed,
    recorded,
    rules,
    summed_up,
    voided,
    withdrawn,
)

from deskbreak.core.policy import Settings
from deskbreak.core.state import Rules
from deskbreak.days.replay import replay
from deskbreak.errors import ConfigError

DAYS = Path(__file__).parent / "days"
BERLIN = ZoneInfo("Europe/Berlin")
PATIENT: dict[str, object] = {"breaks.wait_for_lull": "5m"}
NINE_TO_FIVE: dict[str, object] = {
    "work_hours.monday": ["09:00-17:00"],
    "work_hours.tuesday": ["09:00-17:00"],
}


def test_an_empty_day_is_only_summed_up() -> None:
    assert lived() == [summed_up(0, 0, 0)]


def test_someone_active_without_a_lull_is_asked_at_the_very_second() -> None:
    assert lived(active("09:00:00", "09:45:00")) == [
        {
            "at": "2026-03-02T09:45:00+01:00",
            "effect": "propose",
            "id": "p0",
            "stretch": "slide",
            "seat_time_s": 2700,
            "snoozes": 0,
            "again": False,
        },
        {
            "effect": "summary",
            "seat_time_s": 2700,
            "proposals": 1,
            "longest_bout_s": 2700,
            "outcomes": {
                "done": 0,
                "partial": 0,
                "taken": 0,
                "skipped": 0,
                "ignored": 0,
                "natural": 0,
            },
        },
    ]


def test_a_day_that_ends_a_second_before_it_is_due_asks_nothing() -> None:
    assert lived(active("09:00:00", "09:44:59")) == [summed_up(2699, 0, 2699)]


def test_fractions_of_a_second_are_kept() -> None:
    assert lived(active("09:00:00.250", "09:45:00.5")) == [
        proposed("09:45:00.250000", "p0", 2700),
        summed_up(2700.25, 1, 2700.25),
    ]


def test_the_first_lull_after_it_is_due_is_asked_in() -> None:
    assert lived(
        active("09:00:00", "09:46:00"), active("09:46:20", "09:50:00"), settings=PATIENT
    ) == [
        proposed("09:46:08", "p0", 2768),
        summed_up(3000, 1, 3000),
    ]


def test_a_lull_that_ends_at_its_very_last_moment_is_one() -> None:
    assert lived(
        active("09:00:00", "09:45:00"), active("09:45:08", "09:50:00"), settings=PATIENT
    ) == [
        proposed("09:45:08", "p0", 2708),
        summed_up(3000, 1, 3000),
    ]


def test_a_lull_is_not_awaited_for_ever() -> None:
    assert lived(active("09:00:00", "09:55:00"), settings=PATIENT) == [
        proposed("09:50:00", "p0", 3000),
        summed_up(3300, 1, 3300),
    ]


def test_lunch_is_a_break_decided_after_five_minutes_and_dated_from_its_beginning() -> None:
    assert lived(active("12:00:00", "12:30:00"), active("13:15:00", "13:30:00")) == [
        recorded("12:35:00", "natural", 1800, "12:30:00"),
        summed_up(2700, 0, 1800, natural=1),
    ]


def test_a_gap_of_exactly_a_break_is_one() -> None:
    assert lived(active("09:00:00", "09:30:00"), active("09:35:00", "09:36:00")) == [
        recorded("09:35:00", "natural", 1800, "09:30:00"),
        summed_up(1860, 0, 1800, natural=1),
    ]


def test_a_gap_a_second_shorter_was_sitting() -> None:
    assert lived(active("09:00:00", "09:30:00"), active("09:34:59", "09:36:00")) == [
        summed_up(2160, 0, 2160)
    ]


def test_whoever_goes_when_asked_has_taken_the_break() -> None:
    assert lived(active("09:00:00", "09:46:00"), active("10:15:00", "10:30:00")) == [
        proposed("09:45:00", "p0", 2700),
        withdrawn("09:51:00", "p0", "away"),
        recorded("09:51:00", "taken", 2760, "09:46:00", "slide"),
        summed_up(3660, 1, 2760, taken=1),
    ]


def test_during_a_call_nobody_is_asked_until_it_has_settled() -> None:
    assert lived(
        active("09:00:00", "10:20:00"),
        event("09:30:00", "call", on=True),
        event("10:14:00", "call", on=False),
    ) == [
        proposed("10:14:30", "p0", 4470),
        summed_up(4800, 1, 4800),
    ]


def test_a_call_takes_the_proposal_off_the_screen_and_gives_it_a_new_id() -> None:
    assert lived(
        active("09:00:00", "10:20:00"),
        event("09:50:00", "call", on=True),
        event("10:14:00", "call", on=False),
    ) == [
        proposed("09:45:00", "p0", 2700),
        withdrawn("09:50:00", "p0", "held"),
        proposed("10:14:30", "p1", 4470),
        summed_up(4800, 2, 4800),
    ]


def test_listening_to_a_call_without_a_key_is_sitting() -> None:
    assert lived(
        active("09:00:00", "09:05:00"),
        event("09:05:00", "call", on=True),
        event("09:40:00", "call", on=False),
        active("09:44:00", "09:46:00"),
    ) == [
        proposed("09:45:00", "p0", 2700),
        summed_up(2760, 1, 2760),
    ]


def test_a_call_that_begins_at_the_instant_it_is_due_comes_first() -> None:
    assert lived(
        active("09:00:00", "09:50:00"),
        event("09:45:00", "call", on=True),
        event("09:46:00", "call", on=False),
    ) == [
        proposed("09:46:30", "p0", 2790),
        summed_up(3000, 1, 3000),
    ]


def test_do_not_disturb_holds_and_settles() -> None:
    assert lived(
        active("09:00:00", "10:00:00"),
        event("09:20:00", "do_not_disturb", on=True),
        event("09:50:00", "do_not_disturb", on=False),
    ) == [
        proposed("09:50:30", "p0", 3030),
        summed_up(3600, 1, 3600),
    ]


def test_full_screen_holds_only_while_the_display_is_kept_awake() -> None:
    assert lived(
        active("09:00:00", "10:05:00"),
        event("09:20:00", "full_screen", on=True),
        event("09:50:00", "kept_awake", on=True),
        event("10:00:00", "kept_awake", on=False),
    ) == [
        proposed("09:45:00", "p0", 2700),
        withdrawn("09:50:00", "p0", "held"),
        proposed("10:00:30", "p1", 3630),
        summed_up(3900, 2, 3900),
    ]


def test_a_minute_behind_a_locked_screen_was_sitting() -> None:
    assert lived(
        active("09:00:00", "09:30:00"),
        event("09:30:00", "locked", on=True),
        event("09:31:00", "locked", on=False),
        active("09:31:00", "09:50:00"),
    ) == [
        proposed("09:45:00", "p0", 2700),
        summed_up(3000, 1, 3000),
    ]


def test_two_minutes_behind_a_locked_screen_are_a_break() -> None:
    assert lived(
        active("09:00:00", "09:30:00"),
        event("09:30:00", "locked", on=True),
        event("09:32:00", "locked", on=False),
        active("09:32:00", "09:50:00"),
    ) == [
        recorded("09:32:00", "natural", 1800, "09:30:00"),
        summed_up(2880, 0, 1800, natural=1),
    ]


def test_a_lock_takes_the_proposal_off_the_screen() -> None:
    assert lived(
        active("09:00:00", "09:46:00"),
        event("09:46:00", "locked", on=True),
        event("09:47:00", "locked", on=False),
        active("09:47:00", "09:48:00"),
    ) == [
        proposed("09:45:00", "p0", 2700),
        withdrawn("09:46:00", "p0", "away"),
        proposed("09:47:30", "p1", 2850),
        summed_up(2880, 2, 2880),
    ]


def test_input_behind_a_locked_screen_is_nothing() -> None:
    assert lived(
        active("09:00:00", "09:30:00"),
        event("09:30:00", "locked", on=True),
        active("09:31:00", "09:40:00"),
    ) == [
        recorded("09:32:00", "natural", 1800, "09:30:00"),
        summed_up(1800, 0, 1800, natural=1),
    ]


def test_sleep_is_decided_at_its_own_deadline_also_while_asleep() -> None:
    assert lived(
        active("09:00:00", "09:30:00"),
        event("09:30:00", "asleep", until="10:30:00"),
        active("10:30:05", "10:40:00"),
    ) == [
        recorded("09:32:00", "natural", 1800, "09:30:00"),
        summed_up(2395, 0, 1800, natural=1),
    ]


def test_a_restart_of_two_minutes_was_sitting() -> None:
    assert lived(
        active("09:00:00", "09:30:00"),
        event("09:30:00", "stopped", until="09:32:00"),
        active("09:32:00", "09:46:00"),
    ) == [
        proposed("09:45:00", "p0", 2700),
        summed_up(2760, 1, 2760),
    ]


def test_being_stopped_for_an_hour_is_a_break_after_five_minutes() -> None:
    assert lived(
        active("09:00:00", "09:30:00"),
        event("09:30:00", "stopped", until="10:30:00"),
        active("10:30:00", "10:46:00"),
    ) == [
        recorded("09:35:00", "natural", 1800, "09:30:00"),
        summed_up(2760, 0, 1800, natural=1),
    ]


def test_a_restart_takes_the_proposal_off_and_asks_anew() -> None:
    assert lived(
        active("09:00:00", "09:50:00"), event("09:46:00", "stopped", until="09:48:00")
    ) == [
        proposed("09:45:00", "p0", 2700),
        withdrawn("09:46:00", "p0", "stopped"),
        proposed("09:48:30", "p1", 2910),
        summed_up(3000, 2, 3000),
    ]


def test_after_two_snoozes_it_shrinks_and_may_be_snoozed_no_more() -> None:
    assert lived(
        active("09:00:00", "10:50:00"),
        answer("09:46:00", "snooze"),
        answer("09:57:00", "snooze", for_="5m"),
        answer("10:03:00", "snooze"),
        answer("10:04:00", "done"),
    ) == [
        proposed("09:45:00", "p0", 2700),
        withdrawn("09:46:00", "p0", "snooze"),
        proposed("09:56:00", "p1", 3360, snoozes=1),
        withdrawn("09:57:00", "p1", "snooze"),
        proposed("10:02:00", "p2", 3720, stretch="stand_up", snoozes=2),
        withdrawn("10:04:00", "p2", "done"),
        recorded("10:04:00", "done", 3840, "10:04:00", "stand_up"),
        proposed("10:49:00", "p4", 2700),
        summed_up(6600, 4, 3840, done=1),
    ]


def test_without_an_answer_it_is_shown_once_more_and_then_ignored() -> None:
    assert lived(active("09:00:00", "10:51:00"), settings=PATIENT) == [
        proposed("09:50:00", "p0", 3000),
        proposed("10:00:00", "p0", 3600, again=True),
        withdrawn("10:10:00", "p0", "ignored"),
        recorded("10:10:00", "ignored", 4200, None, "slide"),
        summed_up(6660, 1, 6660, ignored=1),
    ]


def test_skipping_asks_again_every_later_while_seat_time_runs_on() -> None:
    assert lived(active("09:00:00", "10:31:00"), answer("09:46:00", "skip")) == [
        proposed("09:45:00", "p0", 2700),
        withdrawn("09:46:00", "p0", "skip"),
        recorded("09:46:00", "skipped", 2760, None, "slide"),
        proposed("10:31:00", "p2", 5460),
        summed_up(5460, 2, 5460, skipped=1),
    ]


def test_swapping_shows_another_until_there_is_no_other() -> None:
    assert lived(
        active("09:00:00", "09:50:00"),
        answer("09:46:00", "swap"),
        answer("09:47:00", "swap"),
        answer("09:48:00", "swap"),
        settings={"breaks.walk_every": 3},
    ) == [
        proposed("09:45:00", "p0", 2700),
        withdrawn("09:46:00", "p0", "swap"),
        proposed("09:46:00", "p1", 2760, stretch="walk"),
        summed_up(3000, 2, 3000),
    ]


def test_what_hurts_gives_way_to_another_and_ends_a_running_guide() -> None:
    assert lived(
        active("09:00:00", "09:50:00"),
        answer("09:45:10", "hurt"),
        answer("09:46:00", "start"),
        answer("09:46:05", "hurt"),
        catalogue=(SPLIT, SLIDE, WALK, STAND_UP),
    ) == [
        proposed("09:45:00", "p0", 2700, stretch="split"),
        withdrawn("09:45:10", "p0", "hurt"),
        proposed("09:45:10", "p1", 2710),
        withdrawn("09:46:00", "p1", "start"),
        recorded("09:46:05", "partial", 2765, None, "slide"),
        summed_up(3000, 2, 3000, partial=1),
    ]


def test_a_started_break_that_gets_up_ended_the_bout_at_its_start() -> None:
    assert lived(
        active("09:00:00", "09:45:10"),
        answer("09:45:10", "start"),
        active("09:47:00", "09:50:00"),
    ) == [
        proposed("09:45:00", "p0", 2700),
        withdrawn("09:45:10", "p0", "start"),
        recorded("09:46:10", "done", 2710, "09:45:10", "slide"),
        summed_up(2890, 1, 2710, done=1),
    ]


def test_a_day_that_ends_within_a_break_still_sums_up_the_bout_before_it() -> None:
    assert lived(
        active("09:00:00", "09:45:10"),
        answer("09:45:10", "start"),
        event("09:45:40", "call", on=False),
    ) == [
        proposed("09:45:00", "p0", 2700),
        withdrawn("09:45:10", "p0", "start"),
        summed_up(2710, 1, 2710),
    ]


def test_closed_after_half_a_minute_a_break_is_partial_and_ends_the_bout() -> None:
    assert lived(
        active("09:00:00", "09:50:00"), answer("09:45:10", "start"), answer("09:45:40", "closed")
    ) == [
        proposed("09:45:00", "p0", 2700),
        withdrawn("09:45:10", "p0", "start"),
        recorded("09:45:40", "partial", 2710, "09:45:10", "slide"),
        summed_up(2970, 1, 2710, partial=1),
    ]


def test_closed_earlier_a_break_leaves_the_bout_running() -> None:
    assert lived(
        active("09:00:00", "10:30:39"), answer("09:45:10", "start"), answer("09:45:39", "closed")
    ) == [
        proposed("09:45:00", "p0", 2700),
        withdrawn("09:45:10", "p0", "start"),
        recorded("09:45:39", "partial", 2739, None, "slide"),
        proposed("10:30:39", "p2", 5439),
        summed_up(5439, 2, 5439, partial=1),
    ]


def test_a_move_done_on_the_chair_does_not_end_sitting_and_the_next_gets_up() -> None:
    seated: dict[str, object] = {"stretches.seated": True}

    told = lived(
        active("09:00:00", "10:31:00"),
        answer("09:46:00", "done"),
        settings=seated,
        catalogue=(TWIST, WALK, STAND_UP),
    )

    assert told == [
        proposed("09:45:00", "p0", 2700, stretch="twist"),
        withdrawn("09:46:00", "p0", "done"),
        recorded("09:46:00", "done", 2760, None, "twist"),
        proposed("10:31:00", "p2", 5460, stretch="stand_up"),
        summed_up(5460, 2, 5460, done=1),
    ]


def test_start_works_with_nothing_open_and_while_held_and_may_name_the_stretch() -> None:
    assert lived(
        active("09:00:00", "09:50:00"),
        event("09:05:00", "call", on=True),
        answer("09:10:00", "start", stretch="walk"),
    ) == [
        recorded("09:12:00", "done", 600, "09:10:00", "walk"),
        summed_up(2880, 0, 2280, done=1),
    ]


def test_done_with_nothing_open_says_that_i_was_just_up() -> None:
    assert lived(active("09:00:00", "09:30:00"), answer("09:10:00", "done")) == [
        recorded("09:10:00", "done", 600, "09:10:00"),
        summed_up(1800, 0, 1200, done=1),
    ]


def test_an_answer_to_a_proposal_no_longer_open_changes_nothing() -> None:
    assert lived(
        active("09:00:00", "10:00:00"),
        answer("09:46:00", "snooze", id="p0"),
        answer("09:57:00", "skip", id="p0"),
        answer("09:58:00", "skip", id=0),
        answer("09:59:00", "skip", id="p1"),
    ) == [
        proposed("09:45:00", "p0", 2700),
        withdrawn("09:46:00", "p0", "snooze"),
        proposed("09:56:00", "p1", 3360, snoozes=1),
        withdrawn("09:59:00", "p1", "skip"),
        recorded("09:59:00", "skipped", 3540, None, "slide"),
        summed_up(3600, 2, 3600, skipped=1),
    ]


@pytest.mark.parametrize("refused", ["snooze", "skip", "swap", "hurt", "closed", "sat"])
def test_what_is_refused_is_not_told(refused: str) -> None:
    assert lived(active("09:00:00", "09:30:00"), answer("09:10:00", refused)) == [
        summed_up(1800, 0, 1800)
    ]


def test_a_pause_is_kept_and_what_fell_due_is_asked_after_it() -> None:
    assert lived(active("09:00:00", "10:05:00"), event("09:30:00", "pause", for_="30m")) == [
        proposed("10:00:30", "p0", 3630),
        summed_up(3900, 1, 3900),
    ]


def test_a_pause_without_a_length_lasts_until_it_is_resumed() -> None:
    assert lived(
        active("09:00:00", "11:05:00"),
        event("09:46:00", "pause"),
        event("11:00:00", "resume"),
    ) == [
        proposed("09:45:00", "p0", 2700),
        withdrawn("09:46:00", "p0", "paused"),
        proposed("11:00:30", "p1", 7230),
        summed_up(7500, 2, 7500),
    ]


def test_while_one_stands_for_a_while_seat_time_does_not_run() -> None:
    assert lived(
        active("09:00:00", "09:50:00"),
        event("09:30:00", "standing", on=True),
        event("09:34:00", "standing", on=False),
    ) == [
        proposed("09:49:00", "p0", 2700),
        summed_up(2760, 1, 2760),
    ]


def test_standing_as_long_as_a_break_ends_the_bout_where_it_began() -> None:
    assert lived(
        active("09:00:00", "10:45:00"),
        event("09:30:00", "standing", on=True),
        event("10:00:00", "standing", on=False),
    ) == [
        recorded("09:35:00", "natural", 1800, "09:30:00"),
        proposed("10:45:00", "p1", 2700),
        summed_up(4500, 1, 2700, natural=1),
    ]


def test_standing_up_takes_the_proposal_and_after_a_break_it_was_taken() -> None:
    assert lived(active("09:00:00", "10:00:00"), event("09:46:00", "standing", on=True)) == [
        proposed("09:45:00", "p0", 2700),
        withdrawn("09:46:00", "p0", "standing"),
        recorded("09:51:00", "taken", 2760, "09:46:00", "slide"),
        summed_up(2760, 1, 2760, taken=1),
    ]


def test_changed_settings_that_make_it_due_let_it_settle_first() -> None:
    assert lived(
        active("09:00:00", "09:45:00"), event("09:40:00", "settings", set={"breaks.every": "30m"})
    ) == [
        proposed("09:40:30", "p0", 2430),
        summed_up(2700, 1, 2700),
    ]


def test_what_fell_due_before_new_settings_did_so_under_the_old() -> None:
    assert lived(
        active("09:00:00", "09:56:00"),
        event("09:50:00", "settings", set={"breaks": {"every": "60m", "repeat_after": "5m"}}),
    ) == [
        proposed("09:45:00", "p0", 2700),
        proposed("09:50:00", "p0", 3000, again=True),
        withdrawn("09:55:00", "p0", "ignored"),
        recorded("09:55:00", "ignored", 3300, None, "slide"),
        summed_up(3360, 1, 3360, ignored=1),
    ]


def test_settings_at_the_instant_it_falls_due_come_first() -> None:
    assert lived(
        active("09:00:00", "10:00:00"), event("09:45:00", "settings", set={"breaks.every": "1h"})
    ) == [
        proposed("10:00:00", "p0", 3600),
        summed_up(3600, 1, 3600),
    ]


def test_a_recording_brings_the_seed_that_the_choice_depends_on() -> None:
    catalogue = (replace(SLIDE, id="angel"), SLIDE, WALK, STAND_UP)
    day = active("09:00:00", "09:45:00")

    firsts = {
        str(lived(event("09:00:00", "settings", set={}, seed=seed), day, catalogue=catalogue)[0])
        for seed in "abcdefgh"
    }

    assert firsts == {
        str(proposed("09:45:00", "p0", 2700)),
        str(proposed("09:45:00", "p0", 2700, stretch="angel")),
    }


def test_wrong_settings_name_their_line_and_every_problem() -> None:
    with pytest.raises(ConfigError) as refused:
        lived(
            active("09:00:00", "10:00:00"),
            event("09:10:00", "settings", set={"breaks.every": 3, "breaks.evry": "3m"}),
        )

    assert str(refused.value).splitlines() == [
        (
            "day.jsonl: line 2: breaks.every: found 3; "
            'allowed: a duration in quotes from 1s to 12h, such as "90s", "5m" or "1h30m"'
        ),
        "day.jsonl: line 2: breaks.evry: no such key; did you mean breaks.every?",
    ]


def test_a_clock_set_back_changes_no_seat_time() -> None:
    assert lived(
        active("09:00:00", "09:50:00"),
        event("09:20:00", "clock", to="08:20:00"),
        answer("08:46:00", "done"),
    ) == [
        proposed("08:45:00", "p0", 2700),
        withdrawn("08:46:00", "p0", "done"),
        recorded("08:46:00", "done", 2760, "08:46:00", "slide"),
        summed_up(3000, 1, 2760, done=1),
    ]


def test_a_clock_set_ahead_changes_no_seat_time() -> None:
    assert lived(
        active("09:00:00", "09:50:00"),
        event("09:20:00", "clock", to="10:20:00"),
        answer("10:46:00", "done"),
    ) == [
        proposed("10:45:00", "p0", 2700),
        withdrawn("10:46:00", "p0", "done"),
        recorded("10:46:00", "done", 2760, "10:46:00", "slide"),
        summed_up(3000, 1, 2760, done=1),
    ]


def test_a_clock_set_ahead_past_the_end_of_work_closes_it_at_once() -> None:
    assert lived(
        active("15:00:00", "16:00:00"),
        event("15:50:00", "clock", to="17:50:00"),
        settings=NINE_TO_FIVE,
    ) == [
        proposed("15:45:00", "p0", 2700),
        withdrawn("17:50:00", "p0", "off_hours"),
        summed_up(3600, 1, 3600),
    ]


def test_uptime_that_is_told_decides_lengths() -> None:
    assert lived(
        event("09:00:00", "active", until="09:30:00", uptime_s=100),
        event("10:45:00", "active", until="11:00:00", uptime_s=2799.5),
    ) == [
        recorded("09:35:00", "natural", 1800, "09:30:00"),
        summed_up(2700, 0, 1800, natural=1),
    ]


def test_work_hours_say_when_to_ask_and_not_how_long_one_sat() -> None:
    assert lived(
        active("08:00:00", "09:05:00"),
        answer("09:05:00", "done"),
        active("16:10:00", "17:30:00"),
        settings=NINE_TO_FIVE,
    ) == [
        proposed("09:00:30", "p0", 3630),
        withdrawn("09:05:00", "p0", "done"),
        recorded("09:05:00", "done", 3900, "09:05:00", "slide"),
        proposed("16:55:00", "p2", 2700),
        withdrawn("17:00:00", "p2", "off_hours"),
        summed_up(8700, 2, 4800, done=1),
    ]


def test_a_bout_wholly_outside_work_hours_is_not_recorded() -> None:
    assert lived(
        active("18:00:00", "19:00:00"), active("20:00:00", "20:10:00"), settings=NINE_TO_FIVE
    ) == [summed_up(4200, 0, 3600)]


def test_a_snooze_that_ends_after_work_is_asked_when_work_begins() -> None:
    assert lived(
        active("16:00:00", "2026-03-03T09:01:00+01:00"),
        answer("16:50:00", "snooze", for_="20m"),
        settings=NINE_TO_FIVE,
    ) == [
        proposed("16:45:00", "p0", 2700),
        withdrawn("16:50:00", "p0", "snooze"),
        proposed("2026-03-03T09:00:30+01:00", "p1", 61230, snoozes=1),
        summed_up(61260, 2, 61260),
    ]


def test_in_the_night_the_clocks_go_ahead_the_wall_clock_decides() -> None:
    assert lived(
        active("2026-03-29T01:00:00+01:00", "2026-03-29T03:10:00+02:00"),
        settings={"work_hours.sunday": ["03:00-05:00"]},
        zone=BERLIN,
    ) == [
        proposed("2026-03-29T03:00:30+02:00", "p0", 3630),
        summed_up(4200, 1, 4200),
    ]


def test_work_that_begins_in_the_hour_that_is_left_out_begins_after_it() -> None:
    assert lived(
        active("2026-03-29T01:00:00+01:00", "2026-03-29T03:10:00+02:00"),
        settings={"work_hours.sunday": ["02:30-05:00"]},
        zone=BERLIN,
    ) == [
        proposed("2026-03-29T03:00:30+02:00", "p0", 3630),
        summed_up(4200, 1, 4200),
    ]


def test_a_night_shift_is_an_hour_shorter_when_the_clocks_go_ahead() -> None:
    assert lived(
        active("2026-03-28T21:00:00+01:00", "2026-03-28T22:05:00+01:00"),
        active("2026-03-29T05:00:00+02:00", "2026-03-29T06:05:00+02:00"),
        settings={"work_hours.saturday": ["22:00-06:00"]},
        zone=BERLIN,
    ) == [
        proposed("2026-03-28T22:00:30+01:00", "p0", 3630),
        withdrawn("2026-03-28T22:10:00+01:00", "p0", "away"),
        recorded("2026-03-28T22:10:00+01:00", "taken", 3900, "2026-03-28T22:05:00+01:00", "slide"),
        proposed("2026-03-29T05:45:00+02:00", "p2", 2700),
        proposed("2026-03-29T05:55:00+02:00", "p2", 3300, again=True),
        withdrawn("2026-03-29T06:00:00+02:00", "p2", "off_hours"),
        summed_up(7800, 2, 3900, taken=1),
    ]


def test_where_the_clocks_go_back_work_ends_at_the_second_pass_of_its_end() -> None:
    assert lived(
        active("2026-10-25T02:00:00+02:00", "2026-10-25T02:40:00+01:00"),
        settings={"work_hours.sunday": ["00:00-02:30"], "breaks.every": "80m"},
        zone=BERLIN,
    ) == [
        proposed("2026-10-25T02:20:00+01:00", "p0", 4800),
        withdrawn("2026-10-25T02:30:00+01:00", "p0", "off_hours"),
        summed_up(6000, 1, 6000),
    ]


def test_a_night_shift_is_an_hour_longer_when_the_clocks_go_back() -> None:
    assert lived(
        active("2026-10-25T02:30:00+02:00", "2026-10-25T02:20:00+01:00"),
        active("2026-10-25T05:10:00+01:00", "2026-10-25T06:05:00+01:00"),
        settings={"work_hours.saturday": ["22:00-06:00"]},
        zone=BERLIN,
    ) == [
        proposed("2026-10-25T02:15:00+01:00", "p0", 2700),
        withdrawn("2026-10-25T02:25:00+01:00", "p0", "away"),
        recorded("2026-10-25T02:25:00+01:00", "taken", 3000, "2026-10-25T02:20:00+01:00", "slide"),
        proposed("2026-10-25T05:55:00+01:00", "p2", 2700),
        withdrawn("2026-10-25T06:00:00+01:00", "p2", "off_hours"),
        summed_up(6300, 2, 3300, taken=1),
    ]


def test_sitting_all_along_voids_the_break_and_restores_the_bout() -> None:
    assert lived(
        active("09:00:00", "09:30:00"), active("09:40:00", "09:50:00"), answer("09:41:00", "sat")
    ) == [
        recorded("09:35:00", "natural", 1800, "09:30:00"),
        voided("09:41:00", "09:30:00"),
        proposed("09:45:00", "p1", 2700),
        summed_up(3000, 1, 3000),
    ]


def test_sitting_all_along_asks_at_once_for_what_is_then_due() -> None:
    assert lived(
        active("09:00:00", "09:30:00"), active("09:50:00", "10:00:00"), answer("09:51:00", "sat")
    ) == [
        recorded("09:35:00", "natural", 1800, "09:30:00"),
        voided("09:51:00", "09:30:00"),
        proposed("09:51:00", "p1", 3060),
        summed_up(3600, 1, 3600),
    ]


def test_ten_minutes_after_the_return_it_is_too_late_to_have_sat_all_along() -> None:
    assert lived(
        active("09:00:00", "09:30:00"), active("09:40:00", "10:00:00"), answer("09:50:01", "sat")
    ) == [
        recorded("09:35:00", "natural", 1800, "09:30:00"),
        summed_up(3000, 0, 1800, natural=1),
    ]


def test_without_any_sense_of_input_unlocked_is_sitting_and_no_lull_is_awaited() -> None:
    assert lived(
        event("09:00:00", "no_input_sense", on=True),
        event("09:50:00", "locked", on=True),
        event("10:00:00", "locked", on=False),
        event("10:05:00", "no_input_sense", on=False),
        settings=PATIENT,
    ) == [
        proposed("09:45:00", "p0", 2700),
        withdrawn("09:50:00", "p0", "away"),
        recorded("09:52:00", "taken", 3000, "09:50:00", "slide"),
        summed_up(3300, 1, 3000, taken=1),
    ]


def test_a_film_keeps_nobody_seated_for_more_than_two_hours_without_input() -> None:
    assert lived(
        active("19:00:00", "19:05:00"),
        event("19:05:00", "kept_awake", on=True),
        event("22:00:00", "kept_awake", on=False),
        settings={"breaks.every": "3h"},
    ) == [
        recorded("21:10:00", "natural", 7500, "21:05:00"),
        summed_up(7500, 0, 7500, natural=1),
    ]


def test_the_daily_limit_is_new_at_midnight_and_what_is_due_settles() -> None:
    assert lived(
        active("22:00:00", "2026-03-03T00:01:00+01:00"),
        answer("22:46:00", "skip"),
        settings={"breaks.daily_limit": 1},
    ) == [
        proposed("22:45:00", "p0", 2700),
        withdrawn("22:46:00", "p0", "skip"),
        recorded("22:46:00", "skipped", 2760, None, "slide"),
        proposed("2026-03-03T00:00:30+01:00", "p2", 7230),
        summed_up(7260, 2, 7260, skipped=1),
    ]


def test_what_is_told_is_in_the_zone_of_the_user() -> None:
    first, *_rest = lived(active("09:00:00", "09:45:00"), zone=ZoneInfo("Asia/Kathmandu"))

    assert first["at"] == "2026-03-02T14:30:00+05:45"


def test_an_office_day_is_told_as_it_stands_beside_it() -> None:
    plain = Rules(Settings(), (*CATALOGUE, SPLIT, TWIST), BERLIN)

    with (DAYS / "office-day.jsonl").open(encoding="utf-8") as lines:
        told = list(replay(lines, plain, "office-day.jsonl"))

    expected = (DAYS / "office-day.expected.jsonl").read_text(encoding="utf-8")
    assert told == [json.loads(line) for line in expected.splitlines()]


def test_the_same_day_is_told_the_same_twice() -> None:
    lines = (DAYS / "office-day.jsonl").read_text(encoding="utf-8").splitlines()

    assert lived_through(lines, rules()) == lived_through(lines, rules())


def test_a_machine_without_a_clock_chip_does_not_go_on_with_yesterdays_minutes() -> None:
    day = [
        active("17:20", "18:00"),
        event("18:00", "stopped", until="18:00:20"),
        event("18:00:30", "clock", to="2026-03-03T08:00:00+01:00"),
        active("2026-03-03T08:00:00+01:00", "2026-03-03T08:30:00+01:00"),
    ]

    assert lived(*day)[-1] == summed_up(4200, 0, 2400, natural=1)


def test_a_clock_is_set_soon_after_the_end_of_all_stops_that_overlap() -> None:
    day = [
        event("18:00", "stopped", until="18:20"),
        event("18:01", "stopped", until="18:02"),
        active("18:20", "18:25"),
        event("18:25", "clock", to="2026-03-03T08:00:00+01:00"),
        active("2026-03-03T08:00:00+01:00", "2026-03-03T08:30:00+01:00"),
    ]

    assert lived(*day)[-1] == summed_up(2100, 0, 1800, natural=1)


def test_a_clock_set_forward_while_deskbreak_was_not_running_starts_it_no_sooner() -> None:
    day = [
        event("09:00", "no_input_sense", on=True),
        event("09:00", "stopped", until="11:00"),
        event("10:00", "clock", to="2026-03-02T10:30:00+01:00"),
        event("11:30", "locked", on=True),
        event("11:40", "locked", on=False),
    ]

    assert lived(*day)[-1] == summed_up(0, 0, 0)


def test_a_clock_set_forward_long_after_a_start_changes_no_seat_time() -> None:
    day = [
        event("09:00", "stopped", until="09:00:20"),
        active("09:10", "09:40"),
        event("09:40", "clock", to="2026-03-02T10:40:00+01:00"),
        active("2026-03-02T10:40:00+01:00", "2026-03-02T10:50:00+01:00"),
    ]

    assert lived(*day)[-1] == summed_up(2400, 0, 2400)
