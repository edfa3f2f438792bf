"""Rules 4, 5 and 11 of the law of sitting: what keeps deskbreak from asking, and the good moment."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from desk import INSTANT, Desk, hours, minutes, office, seconds

from deskbreak.core.events import Answer, Condition
from deskbreak.core.moment import ZERO
from deskbreak.core.obstacles import HoldReason
from deskbreak.core.policy import FullScreenHold, Hold
from deskbreak.core.view import State

# --- rule 4: an open proposal is withdrawn, and comes back ---


@pytest.mark.parametrize(
    ("obstacle", "reason"),
    [
        (Condition.LOCKED, "away"),
        (Condition.ASLEEP, "away"),
        (Condition.STOPPED, "stopped"),
        (Condition.CALL, "held"),
        (Condition.DO_NOT_DISTURB, "held"),
    ],
)
def test_an_obstacle_withdraws_the_proposal_which_settles_before_it_comes_back(
    obstacle: Condition, reason: str
) -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.during(obstacle, minutes(1))
    desk.sit_still(minutes(1))

    assert desk.story == [
        "09:50:00 propose p0 at 50m",
        f"09:50:00 withdraw p0 {reason}",
        "09:51:30 propose p1 at 51m30s",
    ]
    assert desk.proposals[1].stretch == desk.proposals[0].stretch


def test_standing_withdraws_the_proposal_and_stops_seat_time() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.during(Condition.STANDING, minutes(1))
    desk.sit_still(minutes(1))

    assert desk.story == [
        "09:50:00 propose p0 at 50m",
        "09:50:00 withdraw p0 standing",
        "09:51:30 propose p1 at 50m30s",
    ]


def test_a_pause_withdraws_the_proposal_until_it_is_over() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.pause(minutes(30))
    desk.work(minutes(31))
    desk.sit_still(minutes(1))

    assert desk.story == [
        "09:50:00 propose p0 at 50m",
        "09:50:00 withdraw p0 paused",
        "10:21:08 propose p1 at 1h21m8s",
    ]


def test_a_pause_without_a_length_lasts_until_it_is_taken_back() -> None:
    desk = Desk()

    desk.pause()
    desk.work(hours(3))
    desk.resume()
    desk.sit_still(minutes(1))

    assert desk.story == ["12:00:30 propose p0 at 3h30s"]


def test_a_second_pause_takes_the_place_of_the_first() -> None:
    desk = Desk()

    desk.work(minutes(40))
    desk.pause(hours(1))
    desk.pause(minutes(10))
    desk.work(minutes(10))
    desk.sit_still(minutes(1))

    assert desk.asked == ["09:50:30"]


def test_there_is_nothing_to_resume_without_a_pause() -> None:
    desk = Desk()

    desk.resume()

    assert desk.refusals == ["deskbreak isn't paused."]


def test_the_end_of_work_hours_withdraws_the_proposal() -> None:
    desk = Desk(starts="2026-03-02T09:10", work_hours=office((9, 10)))

    desk.work(minutes(46))
    desk.sit_still(minutes(4))
    desk.work(minutes(5))

    assert desk.story == [
        "09:56:08 propose p0 at 46m8s",
        "10:00:00 withdraw p0 off_hours",
    ]


def test_changed_work_hours_withdraw_the_proposal() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.change(work_hours=office((13, 17)))

    assert desk.story[1:] == ["09:50:00 withdraw p0 off_hours"]


def test_a_changed_hold_withdraws_the_proposal() -> None:
    desk = Desk(hold=Hold(do_not_disturb=False))

    desk.begins(Condition.DO_NOT_DISTURB)
    desk.work_until_asked()
    desk.change(hold=Hold())

    assert desk.story[1:] == ["09:50:00 withdraw p0 held"]


# --- rule 4: what falls due behind an obstacle ---


def test_what_was_held_during_a_call_comes_with_the_true_seat_time() -> None:
    desk = Desk()

    desk.work(minutes(40))
    desk.during(Condition.CALL, minutes(33.5))
    desk.sit_still(minutes(1))

    assert desk.story == ["10:14:00 propose p0 at 1h14m"]
    assert desk.proposals[0].held_by is HoldReason.CALL


@pytest.mark.parametrize("obstacle", [Condition.LOCKED, Condition.ASLEEP, Condition.STOPPED])
def test_nothing_is_asked_while_nobody_can_see_it(obstacle: Condition) -> None:
    desk = Desk()

    desk.work(minutes(44))
    desk.during(obstacle, minutes(1.5))
    desk.work(minutes(6))

    assert desk.story == ["09:51:00 propose p0 at 51m"]


def test_somebody_away_is_not_asked() -> None:
    desk = Desk()

    desk.work(minutes(40))
    desk.leave(hours(1))

    assert desk.story == ["09:45:00 natural 40m until 09:40:00"]


def test_whoever_stands_is_not_asked() -> None:
    desk = Desk()

    desk.work(minutes(44))
    desk.stand()
    desk.work(minutes(4))
    desk.sit()
    desk.work(minutes(1))
    desk.sit_still(minutes(1))

    assert desk.story == ["09:49:08 propose p0 at 45m8s"]


def test_the_last_of_several_obstacles_decides() -> None:
    desk = Desk()

    desk.begins(Condition.CALL)
    desk.begins(Condition.DO_NOT_DISTURB)
    desk.work(minutes(50))
    desk.ends(Condition.CALL)
    desk.sit_still(minutes(4))
    desk.ends(Condition.DO_NOT_DISTURB)
    desk.sit_still(seconds(30))

    assert desk.story == ["09:54:30 propose p0 at 54m30s"]


def test_a_hold_that_becomes_a_lock_is_still_an_obstacle() -> None:
    desk = Desk()

    desk.begins(Condition.CALL)
    desk.work(minutes(50))
    desk.lock()
    desk.ends(Condition.CALL)
    desk.leave(minutes(1))
    desk.unlock()
    desk.sit_still(minutes(1))

    assert desk.story == ["09:51:30 propose p0 at 51m30s"]
    assert desk.proposals[0].held_by is HoldReason.CALL


def test_an_obstacle_while_settling_begins_the_settling_anew() -> None:
    desk = Desk()

    desk.begins(Condition.CALL)
    desk.work(minutes(50))
    desk.ends(Condition.CALL)
    desk.sit_still(seconds(20))
    desk.during(Condition.CALL, seconds(20))
    desk.sit_still(minutes(1))

    assert desk.asked == ["09:51:10"]


def test_a_hold_that_ends_before_the_break_is_due_leaves_nothing_to_settle() -> None:
    desk = Desk()

    desk.begins(Condition.CALL)
    desk.work(minutes(44))
    desk.sit_still(seconds(50))
    desk.ends(Condition.CALL)
    desk.sit_still(seconds(10))

    assert desk.story == ["09:45:00 propose p0 at 45m"]
    assert desk.proposals[0].held_by is None


def test_whoever_stands_up_at_the_very_moment_of_being_due_is_asked_when_things_settled() -> None:
    desk = Desk()

    desk.work(minutes(45))
    desk.during(Condition.STANDING, minutes(2))
    desk.sit_still(minutes(1))

    assert desk.story == ["09:47:30 propose p0 at 45m30s"]


def test_nothing_held_is_ever_dropped() -> None:
    desk = Desk()

    desk.begins(Condition.CALL)
    desk.work(hours(5))
    desk.ends(Condition.CALL)
    desk.sit_still(seconds(30))

    assert desk.story == ["14:00:30 propose p0 at 5h30s"]


def test_a_break_during_a_hold_clears_what_was_held() -> None:
    desk = Desk()

    desk.begins(Condition.DO_NOT_DISTURB)
    desk.work(minutes(50))
    desk.leave(minutes(6))
    desk.work(minutes(1))
    desk.ends(Condition.DO_NOT_DISTURB)
    desk.work(minutes(40))

    assert desk.story == ["09:55:00 natural 50m until 09:50:00"]


# --- rule 4: which state of the desktop is a hold ---


def full_screen(desk: Desk, *, kept_awake: bool) -> None:
    if kept_awake:
        desk.begins(Condition.KEPT_AWAKE)
    desk.begins(Condition.FULL_SCREEN)


@pytest.mark.parametrize(
    ("when", "kept_awake", "is_asked"),
    [
        (FullScreenHold.PRESENTATION, True, False),
        (FullScreenHold.PRESENTATION, False, True),
        (FullScreenHold.ALWAYS, False, False),
        (FullScreenHold.NEVER, True, True),
    ],
)
def test_the_settings_say_when_a_full_screen_window_is_a_hold(
    when: FullScreenHold, *, kept_awake: bool, is_asked: bool
) -> None:
    desk = Desk(hold=Hold(full_screen=when))

    full_screen(desk, kept_awake=kept_awake)
    desk.work_until_asked()

    assert bool(desk.proposals) is is_asked


def test_a_presentation_that_ends_says_so() -> None:
    desk = Desk()

    full_screen(desk, kept_awake=True)
    desk.work_until_asked()
    desk.ends(Condition.KEPT_AWAKE)
    desk.sit_still(minutes(1))

    assert desk.asked == ["09:50:30"]
    assert desk.proposals[0].held_by is HoldReason.FULL_SCREEN


@pytest.mark.parametrize(
    ("what", "hold"),
    [
        (Condition.CALL, Hold(calls=False)),
        (Condition.DO_NOT_DISTURB, Hold(do_not_disturb=False)),
    ],
)
def test_a_hold_that_the_settings_ignore_is_none(what: Condition, hold: Hold) -> None:
    desk = Desk(hold=hold)

    desk.begins(what)
    desk.work_until_asked()

    assert desk.asked == ["09:50:00"]


def test_a_film_in_a_window_is_no_hold() -> None:
    desk = Desk()

    desk.begins(Condition.KEPT_AWAKE)
    desk.work_until_asked()

    assert desk.asked == ["09:50:00"]


# --- rule 4: changed settings ---


def test_a_setting_that_makes_it_due_lets_it_settle_first() -> None:
    desk = Desk()

    desk.work(minutes(36))
    desk.sit_still(minutes(4))
    desk.change(every=minutes(30))
    desk.sit_still(seconds(59))

    assert desk.story == ["09:40:30 propose p0 at 40m30s"]


def test_a_setting_that_makes_it_due_now_is_no_change_of_plan() -> None:
    desk = Desk()

    desk.work(minutes(39))
    desk.sit_still(minutes(1))
    desk.change(every=minutes(40))
    desk.sit_still(minutes(1))

    assert desk.story == ["09:40:00 propose p0 at 40m"]


def test_a_setting_that_makes_it_due_during_a_hold_waits_for_its_end() -> None:
    desk = Desk()

    desk.begins(Condition.CALL)
    desk.work(minutes(40))
    desk.change(every=minutes(30))
    desk.work(minutes(2))
    desk.ends(Condition.CALL)
    desk.sit_still(minutes(1))

    assert desk.story == ["09:42:30 propose p0 at 42m30s"]


def test_a_setting_that_makes_it_due_later_is_obeyed_while_a_lull_is_awaited() -> None:
    desk = Desk()

    desk.work(minutes(47))
    desk.change(every=minutes(60))
    desk.work(minutes(18))

    assert desk.story == ["10:05:00 propose p0 at 1h5m"]


def test_a_setting_that_makes_it_due_later_is_obeyed_during_a_hold() -> None:
    desk = Desk()

    desk.begins(Condition.CALL)
    desk.work(minutes(47))
    desk.change(every=minutes(60))
    desk.ends(Condition.CALL)
    desk.work(minutes(18))

    assert desk.story == ["10:05:00 propose p0 at 1h5m"]


def test_a_setting_changed_while_a_stretch_is_on_screen_leaves_it_there() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.change(every=minutes(60))

    assert desk.story == ["09:50:00 propose p0 at 50m"]
    assert desk.state.state is State.PROPOSED


def test_what_is_due_later_by_new_settings_is_not_asked_again_after_a_hold() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.change(every=minutes(60))
    desk.during(Condition.DO_NOT_DISTURB, minutes(2))
    desk.work(minutes(14))

    assert desk.story == [
        "09:50:00 propose p0 at 50m",
        "09:50:00 withdraw p0 held",
        "10:05:00 propose p1 at 1h5m",
    ]


def test_a_setting_changed_while_nobody_is_there_is_nothing_to_ask() -> None:
    desk = Desk()

    desk.change(every=minutes(30))

    assert desk.story == []


def test_a_setting_that_ends_a_hold_lets_it_settle() -> None:
    desk = Desk()

    desk.begins(Condition.DO_NOT_DISTURB)
    desk.work(minutes(50))
    desk.change(hold=Hold(do_not_disturb=False))
    desk.sit_still(minutes(1))

    assert desk.asked == ["09:50:30"]


# --- rule 4 and 6: the day's limit ---


def test_past_the_limit_of_the_day_the_icon_alone_tells() -> None:
    desk = Desk(daily_limit=1)

    desk.work_until_asked()
    desk.answer(Answer.SKIP)
    desk.work(hours(2))

    assert desk.asked == ["09:50:00"]
    assert desk.state.state is State.DUE
    assert desk.state.icon == "due"


def test_a_day_may_have_as_many_as_the_limit() -> None:
    desk = Desk(daily_limit=3)

    for _ in range(5):
        desk.work_until_asked()
        desk.answer(Answer.DONE)

    assert desk.asked == ["09:50:00", "10:40:00", "11:30:00"]


def test_midnight_begins_a_new_day_which_settles_first() -> None:
    desk = Desk(starts="2026-03-02T22:00", daily_limit=1)

    desk.work_until_asked()
    desk.answer(Answer.SKIP)
    desk.work(minutes(71))
    desk.sit_still(minutes(1))

    assert desk.asked == ["22:50:00", "00:01:08"]


def test_the_limit_of_a_new_day_is_its_own() -> None:
    desk = Desk(starts="2026-03-02T22:00", daily_limit=1, every=minutes(30))

    desk.work_until_asked()
    desk.answer(Answer.SKIP)
    desk.work(hours(2))
    desk.answer(Answer.SKIP)
    desk.work(hours(2))

    assert [clock for clock in desk.asked if clock > "12"] == ["22:35:00"]
    assert desk.asked[1] == "00:05:30"
    assert len({proposal.id for proposal in desk.proposals}) == 2


def test_one_due_moment_is_shown_however_often() -> None:
    desk = Desk(daily_limit=1)

    desk.work_until_asked()
    desk.snooze()
    desk.work(minutes(16))
    desk.during(Condition.DO_NOT_DISTURB, minutes(1))
    desk.work(minutes(6))
    desk.answer(Answer.SWAP)

    assert len({proposal.id for proposal in desk.proposals}) == 4


def test_no_limit_is_no_limit() -> None:
    desk = Desk(daily_limit=0)

    for _ in range(12):
        desk.work_until_asked()
        desk.answer(Answer.DONE)

    assert len(desk.proposals) == 12


def test_a_raised_limit_lets_it_settle() -> None:
    desk = Desk(daily_limit=1)

    desk.work_until_asked()
    desk.answer(Answer.SKIP)
    desk.work(hours(1))
    desk.change(daily_limit=2)
    desk.sit_still(minutes(1))

    assert desk.asked == ["09:50:00", "10:50:30"]


def test_whoever_flies_west_waits_for_the_midnight_there() -> None:
    desk = Desk(starts="2026-03-02T22:00", daily_limit=1)

    desk.work_until_asked()
    desk.answer(Answer.SKIP)
    desk.work(minutes(50))
    desk.change_rules(zone=ZoneInfo("America/New_York"))
    desk.work(hours(6) + minutes(21))
    desk.sit_still(minutes(1))

    assert desk.asked == ["16:50:00", "00:01:08"]


# --- rule 5 ---


def test_a_lull_that_is_there_already_is_a_good_moment() -> None:
    desk = Desk()

    desk.work(minutes(45) - seconds(8))
    desk.sit_still(minutes(1))

    assert desk.story == ["09:45:00 propose p0 at 45m"]


def test_a_lull_that_has_begun_is_waited_for() -> None:
    desk = Desk()

    desk.work(minutes(45) - seconds(5))
    desk.sit_still(minutes(1))

    assert desk.story == ["09:45:03 propose p0 at 45m3s"]


def test_typing_without_a_lull_is_interrupted_after_wait_for_lull() -> None:
    desk = Desk()

    desk.work(minutes(55))

    assert desk.story == ["09:50:00 propose p0 at 50m"]


def test_a_lull_that_would_be_over_too_late_is_not_waited_for() -> None:
    desk = Desk()

    desk.work(minutes(50) - seconds(5))
    desk.sit_still(minutes(1))

    assert desk.story == ["09:50:00 propose p0 at 50m"]


def test_the_first_lull_is_taken() -> None:
    desk = Desk()

    desk.work(minutes(47))
    desk.sit_still(seconds(20))
    desk.work(minutes(5))

    assert desk.story == ["09:47:08 propose p0 at 47m8s"]


def test_a_key_at_the_very_end_of_a_lull_is_too_late() -> None:
    desk = Desk()

    desk.work(minutes(47))
    desk.sit_still(seconds(8))
    desk.work(minutes(5))

    assert desk.story == ["09:47:08 propose p0 at 47m8s"]


def test_a_key_an_instant_before_the_end_of_a_lull_ends_it() -> None:
    desk = Desk()

    desk.work(minutes(47))
    desk.sit_still(seconds(8) - INSTANT)
    desk.work(minutes(5))

    assert desk.story == ["09:50:00 propose p0 at 50m"]


def test_a_key_at_the_very_moment_of_being_due_comes_first() -> None:
    desk = Desk()

    desk.work(minutes(45) - seconds(8))
    desk.sit_still(seconds(8))
    desk.work(minutes(6))

    assert desk.story == ["09:50:00 propose p0 at 50m"]


def test_without_patience_it_is_asked_when_it_is_due() -> None:
    desk = Desk(wait_for_lull=ZERO)

    desk.work(minutes(50))

    assert desk.story == ["09:45:00 propose p0 at 45m"]


def test_without_a_lull_to_wait_for_it_is_asked_when_it_is_due() -> None:
    desk = Desk(lull=ZERO)

    desk.work(minutes(50))

    assert desk.story == ["09:45:00 propose p0 at 45m"]


def test_after_a_hold_patience_begins_when_things_have_settled() -> None:
    desk = Desk()

    desk.begins(Condition.DO_NOT_DISTURB)
    desk.work(minutes(50))
    desk.ends(Condition.DO_NOT_DISTURB)
    desk.work(minutes(10))

    assert desk.story == ["09:55:30 propose p0 at 55m30s"]


@pytest.mark.parametrize(
    ("still_from", "asked"),
    [(seconds(10), "09:50:30"), (seconds(22), "09:50:30"), (seconds(25), "09:50:33")],
)
def test_a_lull_may_lie_within_the_settling(still_from: timedelta, asked: str) -> None:
    desk = Desk()

    desk.begins(Condition.DO_NOT_DISTURB)
    desk.work(minutes(50))
    desk.ends(Condition.DO_NOT_DISTURB)
    desk.work(still_from)
    desk.sit_still(minutes(1))

    assert desk.asked == [asked]


# --- rule 11 ---


def test_without_any_sense_of_input_being_awake_and_unlocked_is_presence() -> None:
    desk = Desk()

    desk.begins(Condition.NO_INPUT_SENSE)
    desk.wait(minutes(40))

    assert desk.seat_time == minutes(40)


def test_without_any_sense_of_input_no_lull_is_awaited() -> None:
    desk = Desk()

    desk.begins(Condition.NO_INPUT_SENSE)
    desk.wait(minutes(50))

    assert desk.story == ["09:45:00 propose p0 at 45m"]


def test_without_any_sense_of_input_things_settle_all_the_same() -> None:
    desk = Desk()

    desk.begins(Condition.NO_INPUT_SENSE)
    desk.begins(Condition.CALL)
    desk.wait(minutes(50))
    desk.ends(Condition.CALL)
    desk.wait(minutes(1))

    assert desk.asked == ["09:50:30"]


def test_without_any_sense_of_input_a_lock_is_an_absence() -> None:
    desk = Desk()

    desk.begins(Condition.NO_INPUT_SENSE)
    desk.wait(minutes(30))
    desk.during(Condition.LOCKED, minutes(10))
    desk.wait(minutes(5))

    assert desk.story == ["09:32:00 natural 30m until 09:30:00"]
    assert desk.seat_time == minutes(5)


def test_without_any_sense_of_input_waking_up_is_presence() -> None:
    desk = Desk()

    desk.begins(Condition.NO_INPUT_SENSE)
    desk.wait(minutes(30))
    desk.sleep(minutes(10))
    desk.wait(minutes(5))

    assert desk.seat_time == minutes(5)


def test_a_sense_of_input_found_late_waits_for_input_from_there_on() -> None:
    desk = Desk()

    desk.begins(Condition.NO_INPUT_SENSE)
    desk.wait(minutes(30))
    desk.ends(Condition.NO_INPUT_SENSE)
    desk.wait(minutes(5))

    assert desk.story == ["09:35:00 natural 30m until 09:30:00"]


def test_a_sense_of_input_lost_while_a_lull_is_awaited_ends_the_waiting() -> None:
    desk = Desk()

    with desk.typing():
        desk.wait(minutes(47))
        desk.begins(Condition.NO_INPUT_SENSE)
        desk.wait(minutes(1))

    assert desk.asked == ["09:47:00"]


def test_before_the_first_key_there_is_no_typing_to_wait_for() -> None:
    desk = Desk(every=minutes(2))

    desk.answer(Answer.DONE)
    desk.sit_still(minutes(3))

    assert desk.asked == ["09:02:00"]
