"""Rules 7 to 10 and 12 of the law of sitting: corrections, work hours, clocks, standing, instants."""

from datetime import UTC, date, datetime

import pytest
from desk import INSTANT, Desk, hours, minutes, office, seconds

from deskbreak.core.events import Answer, Condition
from deskbreak.core.moment import ZERO
from deskbreak.core.record import DayPart, Outcome
from deskbreak.core.view import State
from deskbreak.core.work_hours import Range, WorkHours

# --- rule 7: "I was sitting all along" ---


def returning(desk: Desk) -> None:
    """Sit from 09:00 to 09:40, be away for ten minutes, touch a key at 09:50."""
    desk.work(minutes(40))
    desk.leave(minutes(10))
    desk.touch()


def test_sat_voids_the_break_and_restores_the_bout() -> None:
    desk = Desk(every=minutes(90))

    returning(desk)
    desk.sit_still(minutes(2))
    desk.answer(Answer.SAT)
    desk.sit_still(minutes(1))

    assert desk.story == ["09:45:00 natural 40m until 09:40:00", "09:52:00 void 09:40:00"]
    assert desk.seat_time == minutes(53)


def test_what_is_then_due_is_asked_in_the_next_lull() -> None:
    desk = Desk()

    returning(desk)
    desk.answer(Answer.SAT)
    desk.sit_still(minutes(1))

    assert desk.story[1:] == ["09:50:00 void 09:40:00", "09:50:08 propose p1 at 50m8s"]


def test_what_is_then_due_waits_for_a_hold() -> None:
    desk = Desk()

    desk.begins(Condition.DO_NOT_DISTURB)
    returning(desk)
    desk.answer(Answer.SAT)
    desk.sit_still(minutes(2))
    desk.ends(Condition.DO_NOT_DISTURB)
    desk.sit_still(minutes(1))

    assert desk.asked == ["09:52:30"]


def test_sat_is_believed_for_exactly_ten_minutes() -> None:
    desk = Desk()

    returning(desk)
    desk.work(minutes(10))
    desk.answer(Answer.SAT)

    assert desk.seat_time == minutes(60)


def test_an_instant_later_sat_is_refused() -> None:
    desk = Desk()

    returning(desk)
    desk.work(minutes(10) + INSTANT)
    desk.answer(Answer.SAT)

    assert desk.refusals == ["There was no break in the last ten minutes to take back."]
    assert desk.seat_time == minutes(10) + INSTANT


def test_sat_may_itself_be_the_first_sign() -> None:
    desk = Desk(every=minutes(90))

    desk.work(minutes(40))
    desk.leave(minutes(30))
    desk.answer(Answer.SAT)

    assert desk.story[1:] == ["10:10:00 void 09:40:00"]
    assert desk.seat_time == minutes(70)


def test_before_any_break_there_is_nothing_to_take_back() -> None:
    desk = Desk()

    desk.answer(Answer.SAT)

    assert len(desk.refusals) == 1
    assert desk.state.state is State.AWAY


def test_a_guided_break_is_not_taken_back() -> None:
    desk = Desk()

    desk.work(minutes(10))
    desk.answer(Answer.START)
    desk.answer(Answer.SAT)
    desk.wait(minutes(2))
    desk.answer(Answer.SAT)

    assert len(desk.refusals) == 2


def test_sat_restores_snoozes_and_the_due_moment() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.snooze(minutes(15))
    desk.leave(minutes(8))
    desk.touch()
    desk.answer(Answer.SAT)
    desk.sit_still(minutes(4))
    desk.touch()
    desk.sit_still(minutes(4))

    assert desk.story[3:] == [
        "09:55:00 natural 50m until 09:50:00",
        "09:58:00 void 09:50:00",
        "10:05:00 propose p2 at 1h5m",
    ]
    assert desk.proposals[1].snoozes == 1
    assert desk.proposals[1].stretch == desk.proposals[0].stretch


def test_sat_brings_back_a_proposal_that_was_taken() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.leave(minutes(6))
    desk.answer(Answer.SAT)
    desk.sit_still(minutes(1))

    assert desk.story[1:] == [
        "09:55:00 withdraw p0 away",
        "09:55:00 taken 50m until 09:50:00",
        "09:56:00 void 09:50:00",
        "09:56:00 propose p2 at 56m",
    ]
    assert desk.proposals[1].stretch == desk.proposals[0].stretch


def test_a_break_after_one_taken_back_is_its_own() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.leave(minutes(6))
    desk.begins(Condition.DO_NOT_DISTURB)
    desk.answer(Answer.SAT)
    desk.leave(minutes(6))

    assert desk.story[1:] == [
        "09:55:00 withdraw p0 away",
        "09:55:00 taken 50m until 09:50:00",
        "09:56:00 void 09:50:00",
        "10:01:00 natural 56m until 09:56:00",
    ]


def test_what_was_sat_is_counted_once() -> None:
    desk = Desk(every=hours(2))

    returning(desk)
    desk.answer(Answer.SAT)
    desk.sit_still(minutes(2))
    desk.answer(Answer.DONE)

    assert desk.session.course.sat.total == minutes(52)
    assert desk.session.course.sat.longest == minutes(52)


def test_a_break_is_not_taken_back_in_the_middle_of_a_guide() -> None:
    desk = Desk()

    returning(desk)
    desk.answer(Answer.START, stretch="twist")
    desk.wait(seconds(10))
    desk.answer(Answer.SAT)

    assert len(desk.refusals) == 1
    assert desk.state.state is State.ON_BREAK


def test_sat_withdraws_what_is_on_screen_because_it_belongs_to_another_bout() -> None:
    desk = Desk(every=minutes(5), natural_break=minutes(2))

    desk.work(minutes(3))
    desk.leave(minutes(3))
    desk.work(minutes(5))
    desk.sit_still(seconds(20))
    desk.answer(Answer.SAT)
    desk.sit_still(seconds(20))

    assert desk.story == [
        "09:05:00 natural 3m until 09:03:00",
        "09:11:08 propose p1 at 5m8s",
        "09:11:20 withdraw p1 sat",
        "09:11:20 void 09:03:00",
        "09:11:20 propose p2 at 11m20s",
    ]


def test_only_the_last_break_is_taken_back() -> None:
    desk = Desk(every=hours(2))

    returning(desk)
    desk.leave(minutes(6))
    desk.answer(Answer.SAT)
    desk.answer(Answer.SAT)

    assert desk.story[1:] == ["09:56:00 void 09:50:00", "09:56:00 refused"]


def test_a_session_does_not_grow_with_its_breaks() -> None:
    lengths = set()
    desk = Desk()
    for _ in range(20):
        returning(desk)
        lengths.add(len(repr(desk.session)) // 500)

    assert len(lengths) <= 2


# --- rule 8: work hours ---


def test_a_bout_outside_work_hours_is_not_recorded() -> None:
    desk = Desk(work_hours=office((13, 17)))

    desk.work(hours(2))
    desk.leave(minutes(10))

    assert desk.story == []


def test_an_answer_outside_work_hours_is_not_recorded_either() -> None:
    desk = Desk(work_hours=office((13, 17)))

    desk.work(hours(2))
    desk.answer(Answer.DONE)

    assert desk.story == []
    assert desk.seat_time == ZERO


def test_what_was_sat_counts_also_outside_work_hours() -> None:
    desk = Desk(work_hours=office((10, 17)))

    desk.work(minutes(61))
    desk.sit_still(minutes(1))

    assert desk.story == ["10:01:08 propose p0 at 1h1m8s"]


def test_a_record_keeps_the_true_seat_time_and_the_part_inside_work_hours() -> None:
    desk = Desk(work_hours=office((9, 10)))

    desk.pause()
    desk.work(minutes(90))
    desk.leave(minutes(6))

    assert desk.story == ["10:35:00 natural 1h30m until 10:30:00"]
    assert desk.records[0].parts == (DayPart(date(2026, 3, 2), minutes(60)),)
    assert desk.records[0].sat_down_at == datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_a_range_ends_before_its_end() -> None:
    desk = Desk(starts="2026-03-02T09:15", work_hours=office((9, 10)))

    desk.work(minutes(44))
    desk.sit_still(minutes(4))

    assert desk.asked == []
    assert desk.state.state is State.OFF_HOURS


def test_a_snooze_that_ends_outside_work_hours_stays_due() -> None:
    desk = Desk(starts="2026-03-02T11:05", work_hours=office((9, 12), (13, 17)))

    desk.work_until_asked()
    desk.snooze()
    desk.work(minutes(66))
    desk.sit_still(minutes(1))

    assert desk.asked == ["11:55:00", "13:01:08"]
    assert desk.proposals[1].stretch == desk.proposals[0].stretch


def test_a_snooze_that_ends_outside_work_hours_is_cleared_by_a_break() -> None:
    desk = Desk(starts="2026-03-02T11:05", work_hours=office((9, 12), (13, 17)))

    desk.work_until_asked()
    desk.snooze()
    desk.work(minutes(30))
    desk.leave(minutes(10))
    desk.work(minutes(40))

    assert desk.asked == ["11:55:00"]


def test_a_bout_through_midnight_is_split_there() -> None:
    desk = Desk(starts="2026-03-02T22:00")

    desk.pause()
    desk.work(hours(3))
    desk.leave(minutes(6))

    assert desk.records[0].seat_time == hours(3)
    assert desk.records[0].parts == (
        DayPart(date(2026, 3, 2), hours(2)),
        DayPart(date(2026, 3, 3), hours(1)),
    )


def test_work_hours_that_pass_midnight_belong_to_the_day_they_start_on() -> None:
    monday = (Range(22 * 60, 6 * 60),)
    desk = Desk(starts="2026-03-02T21:00", work_hours=WorkHours((monday, (), (), (), (), (), ())))

    desk.pause()
    desk.work(hours(10))
    desk.leave(minutes(6))

    assert desk.records[0].seat_time == hours(10)
    assert desk.records[0].parts == (
        DayPart(date(2026, 3, 2), hours(2)),
        DayPart(date(2026, 3, 3), hours(6)),
    )


def test_a_night_in_which_the_clocks_go_back_is_an_hour_longer() -> None:
    desk = Desk(starts="2026-10-25T01:00", work_hours=office((1, 4)))

    desk.pause()
    desk.work(hours(4))
    desk.leave(minutes(6))

    assert desk.records[0].seat_time == hours(4)
    assert desk.records[0].parts == (DayPart(date(2026, 10, 25), hours(4)),)


def test_a_night_in_which_the_clocks_go_forward_is_an_hour_shorter() -> None:
    desk = Desk(starts="2026-03-29T01:00", work_hours=office((1, 4)))

    desk.pause()
    desk.work(hours(4))
    desk.leave(minutes(6))

    assert desk.records[0].seat_time == hours(4)
    assert desk.records[0].parts == (DayPart(date(2026, 3, 29), hours(2)),)


def test_a_date_overrides_its_weekday() -> None:
    holiday = WorkHours(office((9, 17)).weekdays, dates=((date(2026, 3, 2), ()),))
    desk = Desk(work_hours=holiday)

    desk.work(hours(2))

    assert desk.story == []
    assert desk.state.state is State.OFF_HOURS


# --- rule 9: two clocks ---


@pytest.mark.parametrize("to", ["2026-03-02T04:00", "2026-03-02T15:00", "2020-01-01T00:00"])
def test_a_stepped_clock_changes_no_seat_time(to: str) -> None:
    desk = Desk()

    desk.work(minutes(20))
    desk.set_clock(to)
    desk.work(minutes(20))

    assert desk.seat_time == minutes(40)
    assert desk.story == []


def test_after_a_step_the_break_is_due_as_if_nothing_had_been() -> None:
    desk = Desk()

    desk.work(minutes(20))
    desk.set_clock("2026-03-02T14:20")
    desk.work(minutes(27))
    desk.sit_still(minutes(1))

    assert desk.story == ["14:47:08 propose p0 at 47m8s"]


def test_a_step_out_of_work_hours_withdraws_the_proposal() -> None:
    desk = Desk(work_hours=office((9, 17)))

    desk.work_until_asked()
    desk.set_clock("2026-03-02T18:00")

    assert desk.story == ["09:50:00 propose p0 at 50m", "18:00:00 withdraw p0 off_hours"]


def test_a_step_into_work_hours_lets_it_settle() -> None:
    desk = Desk(work_hours=office((14, 17)))

    desk.work(minutes(50))
    desk.set_clock("2026-03-02T14:50")
    desk.sit_still(minutes(1))

    assert desk.asked == ["14:50:30"]


def test_a_step_back_into_yesterday_begins_a_day_with_its_own_limit() -> None:
    desk = Desk(daily_limit=1)

    desk.work_until_asked()
    desk.answer(Answer.SKIP)
    desk.work(hours(1))
    desk.set_clock("2026-03-01T12:00")
    desk.sit_still(minutes(1))

    assert desk.asked == ["09:50:00", "12:00:30"]


def test_an_event_dated_in_the_past_happens_now() -> None:
    desk = Desk()

    desk.work(minutes(20))
    assert desk.seat_time == minutes(20)
    desk.wait(-minutes(1))
    desk.answer(Answer.DONE)
    desk.wait(minutes(1))

    assert desk.story == ["09:20:00 done 20m until 09:20:00"]


# --- rule 10: standing ---


def test_standing_for_natural_break_ends_the_bout_where_it_began() -> None:
    desk = Desk()

    desk.work(minutes(40))
    desk.stand()
    desk.work(minutes(10))

    assert desk.story == ["09:45:00 natural 40m until 09:40:00"]
    assert desk.state.state is State.STANDING
    assert desk.seat_time == ZERO


def test_standing_for_exactly_natural_break_is_a_break() -> None:
    desk = Desk()

    desk.work(minutes(40))
    with desk.typing():
        desk.during(Condition.STANDING, minutes(5))
        desk.wait(minutes(3))

    assert desk.story == ["09:45:00 natural 40m until 09:40:00"]
    assert desk.seat_time == minutes(3)


def test_standing_an_instant_less_only_stopped_seat_time() -> None:
    desk = Desk()

    desk.work(minutes(40))
    with desk.typing():
        desk.during(Condition.STANDING, minutes(5) - INSTANT)
        desk.wait(minutes(3))

    assert desk.story == []
    assert desk.seat_time == minutes(43)


def test_while_standing_seat_time_stands_still() -> None:
    desk = Desk()

    desk.work(minutes(40))
    desk.stand()
    desk.work(minutes(4))

    assert desk.seat_time == minutes(40)


def test_sitting_down_again_after_a_long_time_standing_begins_a_bout() -> None:
    desk = Desk()

    desk.work(minutes(40))
    with desk.typing():
        desk.during(Condition.STANDING, minutes(30))
        desk.wait(minutes(7))

    assert desk.seat_time == minutes(7)


def test_a_snooze_goes_on_running_while_standing() -> None:
    desk = Desk()

    desk.work_until_asked()
    desk.snooze()
    with desk.typing():
        desk.during(Condition.STANDING, minutes(4))
        desk.wait(minutes(11))
    desk.sit_still(minutes(1))

    assert desk.asked == ["09:50:00", "10:05:00"]
    assert desk.proposals[1].seat_time == minutes(61)


def test_a_break_ends_standing() -> None:
    desk = Desk()

    desk.work(minutes(40))
    desk.stand()
    desk.leave(minutes(10))
    desk.work(minutes(3))

    assert desk.outcomes == [Outcome.NATURAL]
    assert desk.state.state is State.SEATED
    assert desk.seat_time == minutes(3)


def test_a_break_ends_standing_also_when_standing_had_ended_the_bout() -> None:
    desk = Desk()

    desk.work(minutes(40))
    desk.stand()
    desk.work(minutes(20))
    desk.leave(hours(1))
    desk.work(minutes(46))

    assert desk.outcomes == [Outcome.NATURAL]
    assert desk.seat_time == minutes(46)


def test_whoever_stands_and_reads_goes_on_standing() -> None:
    desk = Desk()

    desk.work(minutes(40))
    desk.stand()
    desk.work(minutes(20))
    desk.wait(minutes(4))
    desk.work(minutes(10))

    assert desk.state.state is State.STANDING


def test_whoever_says_they_stand_and_is_not_seen_does_so_for_as_long_as_a_break() -> None:
    desk = Desk()
    states = []

    desk.work(minutes(20))
    desk.leave(minutes(20))
    desk.stand()
    for _ in range(2):
        states.append(desk.state.state)
        desk.wait(minutes(5))
    states.append(desk.state.state)

    assert states == [State.STANDING, State.AWAY, State.AWAY]


def test_done_after_a_long_time_standing_begins_a_bout_that_is_still_stood() -> None:
    desk = Desk()

    desk.work(minutes(40))
    with desk.typing():
        desk.stand()
        desk.wait(minutes(20))
        desk.answer(Answer.DONE)
        desk.wait(minutes(1))
        desk.sit()
        desk.wait(minutes(3))

    assert desk.story == ["09:45:00 natural 40m until 09:40:00"]
    assert desk.seat_time == minutes(3)


def test_a_guided_move_on_the_chair_begun_while_standing_is_no_seat_time_until_one_sits() -> None:
    desk = Desk()

    desk.work(minutes(10))
    desk.stand()
    desk.wait(minutes(2))
    desk.answer(Answer.START, stretch="twist")
    desk.wait(seconds(30))
    desk.sit()
    desk.wait(minutes(1))

    assert desk.seat_time == minutes(11)


def test_a_short_standing_during_a_guided_move_on_the_chair_is_no_seat_time() -> None:
    desk = Desk()

    desk.work(minutes(10))
    desk.answer(Answer.START, stretch="twist")
    desk.wait(seconds(10))
    desk.during(Condition.STANDING, seconds(20))
    desk.wait(minutes(1))

    assert desk.story == [
        "09:10:00 guide 1m",
        "09:11:00 guide over",
        "09:11:00 done 10m40s, runs on",
    ]
    assert desk.seat_time == minutes(11) + seconds(10)


def test_whoever_stands_up_while_guided_and_sits_down_again_begins_with_the_next_key() -> None:
    desk = Desk()

    desk.work(minutes(10))
    desk.answer(Answer.START)
    desk.wait(seconds(10))
    desk.stand()
    desk.wait(minutes(1))
    desk.sit()
    desk.wait(minutes(1))
    desk.touch()
    desk.wait(minutes(1))

    assert desk.seat_time == minutes(1)


def test_to_say_so_twice_changes_nothing() -> None:
    desk = Desk()

    desk.sit()
    desk.work(minutes(40))
    desk.stand()
    desk.wait(minutes(1))
    desk.stand()
    desk.wait(minutes(1))
    desk.sit()
    desk.touch()

    assert desk.seat_time == minutes(40)


# --- rule 12: instants ---


def test_a_pause_at_the_very_moment_of_being_due_comes_first() -> None:
    desk = Desk()

    desk.work(minutes(44))
    desk.sit_still(minutes(1))
    desk.pause()
    desk.sit_still(seconds(1))

    assert desk.asked == []


def test_a_call_at_the_very_end_of_patience_comes_first() -> None:
    desk = Desk()

    with desk.typing():
        desk.wait(minutes(50))
        desk.begins(Condition.CALL)
        desk.wait(minutes(1))

    assert desk.asked == []


def test_a_call_at_the_very_end_of_natural_break_is_too_late() -> None:
    desk = Desk()

    desk.work(minutes(40))
    desk.leave(minutes(5))
    desk.begins(Condition.CALL)

    assert desk.story == ["09:45:00 natural 40m until 09:40:00"]


def test_an_unlock_at_the_very_end_of_natural_break_locked_is_too_late() -> None:
    desk = Desk()

    desk.work(minutes(40))
    desk.lock()
    desk.wait(minutes(2))
    desk.unlock()

    assert desk.story == ["09:42:00 natural 40m until 09:40:00"]
    assert desk.state.state is State.SEATED
