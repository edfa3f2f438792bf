"""What a week came to, counted by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbreak.core.record import DayPart, Outcome, Record, RunningBout
from deskbreak.core.stretch import Group
from deskbreak.files.resources import config_file
from deskbreak.history.periods import Period, Span, period_of, weeks_until
from deskbreak.history.snooze import Snooze
from deskbreak.history.summary import Replies, Summary, active, summary_of
from deskbreak.stretches.catalogue import load_catalogue

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)
WEEK = period_of(Span.WEEK, TUESDAY)
CATALOGUE = load_catalogue(config_file("stretches.toml"))
LUNGE = next(stretch for stretch in CATALOGUE if stretch.id == "hf_standing_split")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def sat(until: datetime, length: timedelta, outcome: Outcome = Outcome.NATURAL) -> Record:
    return Record(
        id=f"{outcome}-{until.isoformat()}",
        at=until,
        outcome=outcome,
        stretch=None,
        seat_time=length,
        sat_down_at=until - length,
        ended_at=until,
        parts=(DayPart(until.astimezone(BERLIN).date(), length),),
    )


def still_sat(now: datetime, length: timedelta, *parts: DayPart) -> RunningBout:
    """All of it that day, where no parts are given."""
    day = now.astimezone(BERLIN).date()
    return RunningBout(now - length, day, length, parts or (DayPart(day, length),))


def did(outcome: Outcome, when: datetime, exercised: timedelta) -> Record:
    return replace(sat(when, minutes(45), outcome), stretch=LUNGE.id, exercised=exercised)


def of_week(
    *records: Record, snoozes: tuple[Snooze, ...] = (), **more: RunningBout | None
) -> Summary:
    return summary_of(WEEK, records, snoozes, BERLIN, CATALOGUE, **more)


def test_a_week_has_its_spells_their_mean_and_the_longest() -> None:
    week = of_week(
        sat(at(MONDAY, 9, 30), minutes(30)),
        sat(at(TUESDAY, 12), minutes(90)),
        sat(at(date(2026, 3, 9), 9), minutes(50)),
    )

    assert [spell.seat_time for spell in week.sittings] == [minutes(30), minutes(90)]
    assert week.mean_bout == minutes(60)
    assert week.longest is not None
    assert f"{week.longest.sat_down_at:%a %H:%M}" == "Tue 10:30"
    assert week.breaks_an_hour == 1.0


def test_what_is_sat_right_now_counts_and_is_no_break_yet() -> None:
    running = still_sat(at(TUESDAY, 12), minutes(180))

    week = of_week(sat(at(MONDAY, 9), minutes(60)), running=running)

    assert week.tally.longest_bout == minutes(180)
    assert week.tally.over_60 == 2
    assert week.tally.seat_time == minutes(240)
    assert week.breaks_an_hour == 0.25


def test_what_is_sat_right_now_is_of_no_other_week() -> None:
    running = still_sat(at(date(2026, 3, 9), 9), minutes(30))

    assert of_week(running=running).sittings == ()


def test_what_is_sat_since_before_midnight_counts_for_both_days_as_it_will_once_it_is_noted() -> (
    None
):
    ended = at(TUESDAY, 0, 10)
    night = minutes(70)
    parts = (DayPart(MONDAY, minutes(60)), DayPart(TUESDAY, minutes(10)))

    running = still_sat(ended, night, *parts)
    noted = replace(sat(ended, night), parts=parts)

    for day, length in ((MONDAY, minutes(60)), (TUESDAY, minutes(10))):
        period = period_of(Span.DAY, day)
        by_now = summary_of(period, (), (), BERLIN, CATALOGUE, running)
        afterwards = summary_of(period, (noted,), (), BERLIN, CATALOGUE)
        assert by_now.tally.seat_time == afterwards.tally.seat_time == length


def test_what_is_sat_outside_work_hours_is_no_desk_time() -> None:
    until_five = DayPart(MONDAY, minutes(30))

    week = of_week(running=still_sat(at(MONDAY, 18), minutes(90), until_five))

    assert (week.tally.seat_time, week.tally.longest_bout) == (minutes(30), minutes(90))


def test_answers_are_told_by_the_hour_and_by_the_day() -> None:
    week = of_week(
        did(Outcome.DONE, at(MONDAY, 10, 5), minutes(1)),
        sat(at(MONDAY, 10, 59), minutes(45), Outcome.SKIPPED),
        sat(at(TUESDAY, 15), minutes(45)),
        snoozes=(Snooze(at(TUESDAY, 14, 50), "p1", minutes(10)),),
    )

    assert week.by_hour == {10: Replies(followed=1, declined=1), 14: Replies(put_off=1)}
    assert week.by_weekday == {0: Replies(followed=1, declined=1), 1: Replies(put_off=1)}


def test_a_move_counts_for_its_muscles_by_as_much_of_it_as_was_done() -> None:
    week = of_week(
        did(Outcome.DONE, at(MONDAY, 10), minutes(1)),
        did(Outcome.PARTIAL, at(MONDAY, 11), LUNGE.length / 2),
        did(Outcome.SKIPPED, at(MONDAY, 12), timedelta()),
    )

    assert week.exercised == {Group.HIP_FLEXOR: 1.5 * active(LUNGE)}
    assert week.times == {LUNGE.id: 2}


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        (Span.DAY, "2026-12-31", "2026-12-31"),
        (Span.WEEK, "2026-12-28", "2027-01-03"),
        (Span.MONTH, "2026-12-01", "2026-12-31"),
        (Span.YEAR, "2026-01-01", "2026-12-31"),
    ],
)
def test_a_period_is_one_of_the_calendar(span: Span, first: str, last: str) -> None:
    found = period_of(span, date(2026, 12, 31))

    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@given(st.sampled_from(Span), st.dates(date(1971, 1, 1), date(2100, 1, 1)))
def test_periods_follow_each_other_without_a_gap(span: Span, day: date) -> None:
    period = period_of(span, day)

    assert day in period.days
    assert period.before().after() == period == period.after().before()
    assert period.before().last + timedelta(days=1) == period.first


def test_twelve_weeks_end_with_this_one() -> None:
    weeks = weeks_until(TUESDAY, 12)

    assert weeks[-1] == WEEK
    assert [week.after() for week in weeks[:-1]] == list(weeks[1:])
    assert isinstance(weeks[0], Period)
