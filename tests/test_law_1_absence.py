"""Rules 1 to 3 of the law of sitting: absence, seat time, and when the core wants to be woken."""

from datetime import timedelta

import pytest
from desk import INSTANT, Desk, hours, minutes, office, seconds

from deskbreak.core.events import Answer, Condition
from deskbreak.core.moment import ZERO
from deskbreak.core.policy import Presence
from deskbreak.core.session import next_wake
from deskbreak.core.view import State

LASTING = pytest.mark.parametrize("sign", [Condition.CALL, Condition.KEPT_AWAKE])

# --- rule 1: where an absence begins ---


def test_an_absence_begins_at_the_last_input() -> None:
    desk = Desk()

    desk.work(minutes(40))
    desk.leave(minutes(6))

    assert desk.story == ["09:45:00 natural 40m until 09:40:00"]


@LASTING
def test_an_absence_begins_where_the_last_lasting_sign_ends(sign: Condition) -> None:
    desk = Desk()

    desk.work(minutes(20))
    desk.during(sign, minutes(20))
    desk.leave(minutes(6))

    assert desk.story == ["09:45:00 natural 40m until 09:40:00"]


def test_an_absence_begins_at_the_input_where_that_comes_after_the_call() -> None:
    desk = Desk()

    desk.work(minutes(20))
    desk.during(Condition.CALL, minutes(10))
    desk.sit_still(minutes(3))
    desk.touch()
    desk.leave(minutes(6))

    assert desk.story == ["09:38:00 natural 33m until 09:33:00"]


def test_of_two_lasting_signs_the_later_end_counts() -> None:
    desk = Desk()

    desk.work(minutes(10))
    desk.begins(Condition.KEPT_AWAKE)
    desk.during(Condition.CALL, minutes(10))
    desk.sit_still(minutes(10))
    desk.ends(Condition.KEPT_AWAKE)
    desk.leave(minutes(6))

    assert desk.story == ["09:35:00 natural 30m until 09:30:00"]


def test_a_call_that_the_settings_do_not_let_count_is_no_sign() -> None:
    desk = Desk(presence=Presence(calls=False))

    desk.work(minutes(20))
    desk.begins(Condition.CALL)
    desk.leave(minutes(20))

    assert desk.story == ["09:25:00 natural 20m until 09:20:00"]


def test_a_film_that_the_settings_do_not_let_count_is_no_sign() -> None:
    desk = Desk(presence=Presence(kept_awake=False))

    desk.work(minutes(20))
    desk.begins(Condition.KEPT_AWAKE)
    desk.leave(minutes(20))

    assert desk.story == ["09:25:00 natural 20m until 09:20:00"]


def test_a_sign_that_stops_counting_by_a_changed_setting_ends_there() -> None:
    desk = Desk()

    desk.work(minutes(10))
    desk.begins(Condition.CALL)
    desk.sit_still(minutes(30))
    desk.change(presence=Presence(calls=False))
    desk.leave(minutes(6))

    assert desk.story == ["09:45:00 natural 40m until 09:40:00"]


@LASTING
def test_a_lock_ends_every_sign(sign: Condition) -> None:
    desk = Desk()

    desk.begins(sign)
    desk.work(minutes(20))
    desk.sit_still(minutes(10))
    desk.lock()
    desk.leave(minutes(10))

    assert desk.story == ["09:32:00 natural 30m until 09:30:00"]


def test_sleep_ends_every_sign() -> None:
    desk = Desk()

    desk.begins(Condition.CALL)
    desk.work(minutes(20))
    desk.sit_still(minutes(10))
    desk.sleep(minutes(10))

    assert desk.story == ["09:32:00 natural 30m until 09:30:00"]


def test_not_running_ends_every_sign() -> None:
    desk = Desk()

    desk.begins(Condition.CALL)
    desk.work(minutes(20))
    desk.stop(minutes(10))

    assert desk.story == ["09:25:00 natural 20m until 09:20:00"]


# --- rule 1: what prolongs and what begins presence ---


def test_a_call_still_on_after_a_short_lock_goes_on_counting() -> None:
    desk = Desk()

    desk.begins(Condition.CALL)
    desk.work(minutes(20))
    desk.during(Condition.LOCKED, minutes(1))
    desk.sit_still(minutes(20))

    assert desk.story == []
    assert desk.seat_time == minutes(41)


def test_a_call_still_on_after_a_short_sleep_goes_on_counting() -> None:
    desk = Desk()

    desk.begins(Condition.CALL)
    desk.work(minutes(20))
    desk.sleep(minutes(1))
    desk.sit_still(minutes(20))

    assert desk.story == []
    assert desk.seat_time == minutes(41)


def test_a_call_still_on_after_a_restart_goes_on_counting() -> None:
    desk = Desk()

    desk.begins(Condition.CALL)
    desk.work(minutes(20))
    desk.stop(minutes(4))
    desk.sit_still(minutes(20))

    assert desk.story == []
    assert desk.seat_time == minutes(44)


@LASTING
def test_a_lasting_sign_prolongs_presence_until_the_absence_is_a_break(sign: Condition) -> None:
    desk = Desk()

    desk.work(minutes(20))
    desk.sit_still(minutes(5) - INSTANT)
    desk.begins(sign)
    desk.sit_still(minutes(15))

    assert desk.story == []
    assert desk.seat_time == minutes(40) - INSTANT


@LASTING
def test_a_lasting_sign_does_not_begin_presence_after_a_break(sign: Condition) -> None:
    desk = Desk()

    desk.work(minutes(20))
    desk.leave(minutes(5))
    desk.begins(sign)
    desk.wait(minutes(10))

    assert desk.story == ["09:25:00 natural 20m until 09:20:00"]
    assert desk.state.state is State.AWAY
    assert desk.seat_time == ZERO


def test_a_call_already_on_when_the_break_was_decided_does_not_begin_presence() -> None:
    desk = Desk()

    desk.work(minutes(20))
    desk.begins(Condition.CALL)
    desk.sleep(minutes(3))
    desk.wait(minutes(10))

    assert desk.story == ["09:22:00 natural 20m until 09:20:00"]
    assert desk.seat_time == ZERO


def test_input_begins_presence() -> None:
    desk = Desk()

    desk.work(minutes(20))
    desk.leave(minutes(10))
    desk.touch()
    desk.sit_still(minutes(2))

    assert desk.seat_time == minutes(2)


def test_an_unlock_is_input() -> None:
    desk = Desk()

    desk.work(minutes(20))
    desk.during(Condition.LOCKED, minutes(10))
    desk.sit_still(minutes(2))

    assert desk.seat_time == minutes(2)


def test_waking_up_is_no_input() -> None:
    desk = Desk()

    desk.work(minutes(20))
    desk.sleep(minutes(10))
    desk.wait(minutes(2))

    assert desk.seat_time == ZERO
    assert desk.state.state is State.AWAY


def test_an_answer_begins_presence() -> None:
    desk = Desk()

    desk.work(minutes(20))
    desk.leave(minutes(10))
    desk.answer(Answer.DONE)
    desk.sit_still(minutes(2))

    assert desk.story == ["09:25:00 natural 20m until 09:20:00"]
    assert desk.seat_time == minutes(2)


def test_an_answer_prolongs_presence() -> None:
    desk = Desk()

    desk.work(minutes(46))
    desk.sit_still(minutes(3))
    desk.snooze()
    desk.sit_still(minutes(5) - INSTANT)
    desk.touch()

    assert desk.outcomes == []
    assert desk.seat_time == minutes(54) - INSTANT


def test_a_refused_answer_does_not_begin_presence() -> None:
    desk = Desk()

    desk.work(minutes(20))
    desk.leave(minutes(10))
    desk.snooze()
    desk.wait(minutes(1))

    assert desk.state.state is State.AWAY


def test_input_on_a_locked_screen_is_nothing() -> None:
    desk = Desk()

    desk.work(minutes(20))
    desk.lock()
    desk.work(minutes(3))

    assert desk.story == ["09:22:00 natural 20m until 09:20:00"]
    assert desk.seat_time == ZERO


def test_who_types_through_the_unlock_sits_from_the_unlock_on() -> None:
    desk = Desk()

    desk.work(minutes(20))
    desk.lock()
    desk.leave(minutes(3))
    with desk.typing():
        desk.wait(seconds(5))
        desk.unlock()
        desk.wait(minutes(2))

    assert desk.seat_time == minutes(2)


# --- rule 1: how long an absence must be ---


def test_a_gap_of_exactly_natural_break_is_a_break() -> None:
    desk = Desk()

    desk.work(minutes(40))
    desk.leave(minutes(5))
    desk.touch()

    assert desk.story == ["09:45:00 natural 40m until 09:40:00"]
    assert desk.seat_time == ZERO


def test_an_instant_less_was_sitting() -> None:
    desk = Desk()

    desk.work(minutes(30))
    desk.sit_still(minutes(5) - INSTANT)
    desk.touch()

    assert desk.story == []
    assert desk.seat_time == minutes(35) - INSTANT


def test_four_minutes_of_reading_were_sitting() -> None:
    desk = Desk()

    desk.work(minutes(30))
    desk.sit_still(minutes(4))
    desk.work(minutes(5))

    assert desk.story == []
    assert desk.seat_time == minutes(39)


def test_exactly_natural_break_locked_under_lock_is_a_break() -> None:
    desk = Desk()

    desk.work(minutes(30))
    desk.during(Condition.LOCKED, minutes(2))

    assert desk.story == ["09:32:00 natural 30m until 09:30:00"]
    assert desk.seat_time == ZERO


def test_an_instant_less_under_lock_was_sitting() -> None:
    desk = Desk()

    desk.work(minutes(30))
    desk.during(Condition.LOCKED, minutes(2) - INSTANT)

    assert desk.story == []
    assert desk.seat_time == minutes(32) - INSTANT


def test_only_what_was_spent_locked_counts_against_the_shorter_limit() -> None:
    desk = Desk()

    desk.work(minutes(30))
    desk.sit_still(minutes(2))
    desk.lock()
    desk.leave(minutes(3))

    assert desk.story == ["09:34:00 natural 30m until 09:30:00"]


def test_late_in_an_absence_the_longer_limit_comes_first() -> None:
    desk = Desk()

    desk.work(minutes(30))
    desk.sit_still(minutes(4))
    desk.lock()
    desk.leave(minutes(3))

    assert desk.story == ["09:35:00 natural 30m until 09:30:00"]


def test_sleep_in_pieces_adds_up_within_one_absence() -> None:
    desk = Desk()

    desk.work(minutes(30))
    desk.sleep(minutes(1))
    desk.wait(seconds(30))
    desk.sleep(minutes(1))

    assert desk.story == ["09:32:30 natural 30m until 09:30:00"]


def test_input_between_two_sleeps_begins_the_sum_anew() -> None:
    desk = Desk()

    desk.work(minutes(30))
    desk.sleep(minutes(1.5))
    desk.touch()
    desk.sleep(minutes(1.5))
    desk.touch()

    assert desk.story == []
    assert desk.seat_time == minutes(33)


def test_a_film_between_two_sleeps_begins_the_sum_anew() -> None:
    desk = Desk()

    desk.work(minutes(30))
    desk.sleep(minutes(1.5))
    desk.during(Condition.KEPT_AWAKE, minutes(1))
    desk.sleep(minutes(1.5))
    desk.touch()

    assert desk.story == []
    assert desk.seat_time == minutes(34)


def test_two_short_locks_are_no_break_because_an_unlock_is_input() -> None:
    desk = Desk()

    desk.work(minutes(30))
    desk.during(Condition.LOCKED, minutes(1.5))
    desk.during(Condition.LOCKED, minutes(1.5))

    assert desk.story == []
    assert desk.seat_time == minutes(33)


def test_locked_and_asleep_at_once_counts_once() -> None:
    desk = Desk()

    desk.work(minutes(30))
    desk.lock()
    desk.leave(minutes(1))
    desk.sleep(seconds(30))
    desk.leave(minutes(5))

    assert desk.story == ["09:32:00 natural 30m until 09:30:00"]


def test_a_break_is_decided_at_its_deadline_also_while_asleep() -> None:
    desk = Desk()

    desk.work(minutes(30))
    desk.sleep(hours(2))

    assert desk.story == ["09:32:00 natural 30m until 09:30:00"]


def test_a_break_is_decided_at_its_deadline_also_while_not_running() -> None:
    desk = Desk()

    desk.work(minutes(30))
    desk.stop(hours(2))

    assert desk.story == ["09:35:00 natural 30m until 09:30:00"]


def test_a_restart_of_two_minutes_was_sitting() -> None:
    desk = Desk()

    desk.work(minutes(30))
    desk.stop(minutes(2))
    desk.work(minutes(5))

    assert desk.story == []
    assert desk.seat_time == minutes(37)


def test_a_restart_an_instant_short_of_natural_break_was_sitting() -> None:
    desk = Desk()

    desk.work(minutes(30))
    desk.stop(minutes(5) - INSTANT)
    desk.touch()

    assert desk.seat_time == minutes(35) - INSTANT


def test_a_screen_locked_while_deskbreak_restarts_stays_locked() -> None:
    desk = Desk()

    desk.work(minutes(30))
    desk.lock()
    desk.leave(minutes(1))
    desk.stop(minutes(3))

    assert desk.story == ["09:32:00 natural 30m until 09:30:00"]


# --- rule 1 and [presence]: the limit of presence without input ---


def test_a_film_counts_for_two_hours_without_input() -> None:
    desk = Desk(every=hours(9))

    desk.work(minutes(10))
    desk.begins(Condition.KEPT_AWAKE)
    desk.leave(hours(3))

    assert desk.story == ["11:15:00 natural 2h10m until 11:10:00"]


def test_a_key_an_instant_before_the_absence_is_a_break_begins_two_more_hours() -> None:
    desk = Desk(every=hours(9))

    desk.work(minutes(10))
    desk.begins(Condition.KEPT_AWAKE)
    desk.sit_still(minutes(125) - INSTANT)
    desk.touch()
    desk.leave(hours(3))

    assert desk.records[0].seat_time == minutes(255) - INSTANT


def test_a_lock_after_the_limit_adds_to_the_absence_that_began_there() -> None:
    desk = Desk(every=hours(9), presence=Presence(limit=minutes(30)))

    desk.work(minutes(10))
    desk.begins(Condition.KEPT_AWAKE)
    desk.sit_still(minutes(31))
    desk.lock()
    desk.leave(minutes(3))

    assert desk.story == ["09:43:00 natural 40m until 09:40:00"]


# --- rule 2 ---


def test_late_news_and_many_news_make_the_same_day() -> None:
    days = []
    for is_lazy in (False, True):
        desk = Desk(is_lazy=is_lazy)
        desk.work(minutes(71))
        desk.sleep(hours(1))
        desk.work(minutes(50))
        desk.leave(minutes(30))
        days.append(desk.story)

    assert days[0] == days[1]
    assert days[0] == [
        "09:50:00 propose p0 at 50m",
        "10:00:00 propose p0 at 1h again",
        "10:10:00 withdraw p0 ignored",
        "10:10:00 ignored 1h10m, runs on",
        "10:13:00 natural 1h11m until 10:11:00",
        "12:01:00 propose p3 at 50m",
        "12:06:00 withdraw p3 away",
        "12:06:00 taken 50m until 12:01:00",
    ]


def test_the_first_session_begins_with_the_first_sign_seen() -> None:
    desk = Desk()

    desk.wait(minutes(10))
    desk.touch()
    desk.sit_still(minutes(2))

    assert desk.seat_time == minutes(2)


def test_before_the_first_sign_nobody_is_there() -> None:
    desk = Desk()

    desk.wait(hours(1))

    assert desk.state.state is State.AWAY
    assert desk.story == []


def test_a_call_alone_is_not_yet_somebody() -> None:
    desk = Desk()

    desk.during(Condition.CALL, hours(1))

    assert desk.state.state is State.AWAY


@pytest.mark.parametrize(
    ("sat", "story"),
    [
        (minutes(5) - INSTANT, []),
        (minutes(5), ["09:10:00 natural 5m until 09:05:00"]),
    ],
)
def test_a_bout_shorter_than_natural_break_is_not_recorded(
    sat: timedelta, story: list[str]
) -> None:
    desk = Desk()

    desk.work(sat)
    desk.leave(minutes(10))

    assert desk.story == story


def test_a_short_bout_that_an_answer_ended_is_recorded() -> None:
    desk = Desk()

    desk.work(minutes(2))
    desk.answer(Answer.DONE)

    assert desk.story == ["09:02:00 done 2m until 09:02:00"]


# --- rule 3 ---


def test_somebody_at_work_is_left_alone_until_the_break_is_due() -> None:
    desk = Desk()

    desk.work(minutes(44))

    assert desk.seat_time == minutes(44)
    assert desk.wakes == 0


def test_a_whole_working_day_takes_few_wakings() -> None:
    desk = Desk()

    for _ in range(5):
        desk.work(minutes(70))
        desk.leave(minutes(30))

    assert len(desk.records) == 10
    assert desk.wakes <= 25


def test_the_next_question_is_due_at_the_last_input_plus_natural_break() -> None:
    desk = Desk()

    desk.work(minutes(10))
    desk.sit_still(minutes(1))

    assert desk.seat_time == minutes(11)
    assert next_wake(desk.session, desk.rules) == desk.now.uptime + minutes(4)


def test_the_next_question_is_due_when_the_break_is_if_that_comes_first() -> None:
    desk = Desk()

    desk.work(minutes(42))
    desk.sit_still(minutes(1))

    assert desk.seat_time == minutes(43)
    assert next_wake(desk.session, desk.rules) == desk.now.uptime + minutes(2)


def test_while_nobody_is_there_nothing_is_asked_at_all() -> None:
    desk = Desk()

    desk.work(minutes(40))
    desk.leave(minutes(10))

    assert desk.state.state is State.AWAY
    assert next_wake(desk.session, desk.rules) is None


def test_outside_work_hours_only_their_beginning_matters() -> None:
    desk = Desk(starts="2026-03-02T06:00", work_hours=office((9, 17)))

    assert next_wake(desk.session, desk.rules) == desk.now.uptime + hours(3)
