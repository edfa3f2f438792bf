from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbreak.core.record import DayPart
from deskbreak.core.work_hours import (
    Range,
    Spell,
    WorkHours,
    day_parts,
    local_day,
    next_midnight,
    spell_at,
    tomorrow,
)

BERLIN = ZoneInfo(
    "Europe/Berlin"
)  # clocks go back on 2026-10-25 at 03:00, forward on 03-29 at 02:00
NEW_YORK = ZoneInfo("America/New_York")  # back on 2026-11-01 at 02:00, forward on 03-08 at 02:00
MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def hours_of(*ranges: str) -> tuple[Range, ...]:
    return tuple(Range(*(_minutes(clock) for clock in part.split("-"))) for part in ranges)


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def week(**ranges: str) -> WorkHours:
    """Work hours of the weekdays named, ranges parted by a space."""
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return WorkHours(tuple(hours_of(*ranges.get(name, "").split()) for name in names))


def daily(*ranges: str) -> WorkHours:
    return WorkHours((hours_of(*ranges),) * 7)


OFFICE = week(
    **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "09:00-17:30")
)


# --- without daylight saving ---


def test_nothing_set_is_always_open() -> None:
    spell = spell_at(WorkHours(), BERLIN, at("2026-03-01T03:00+01:00"))

    assert spell == Spell(is_open=True, until=None)


@pytest.mark.parametrize(
    ("wall", "is_open", "until"),
    [
        ("2026-03-02T08:59:59+01:00", False, "2026-03-02T09:00+01:00"),
        ("2026-03-02T09:00+01:00", True, "2026-03-02T17:30+01:00"),
        ("2026-03-02T17:29:59+01:00", True, "2026-03-02T17:30+01:00"),
        ("2026-03-02T17:30+01:00", False, "2026-03-03T09:00+01:00"),
        ("2026-03-06T18:00+01:00", False, "2026-03-09T09:00+01:00"),
    ],
)
def test_a_range_holds_its_start_and_not_its_end(wall: str, is_open: bool, until: str) -> None:
    assert spell_at(OFFICE, BERLIN, at(wall)) == Spell(is_open, at(until))


def test_several_ranges_a_day_leave_the_lunch_out() -> None:
    hours = week(monday="13:00-17:00 09:00-12:00")

    morning = spell_at(hours, BERLIN, at("2026-03-02T11:00+01:00"))
    lunch = spell_at(hours, BERLIN, at("2026-03-02T12:30+01:00"))
    parts = day_parts(hours, BERLIN, at("2026-03-02T11:50+01:00"), at("2026-03-02T13:20+01:00"))

    assert morning == Spell(is_open=True, until=at("2026-03-02T12:00+01:00"))
    assert lunch == Spell(is_open=False, until=at("2026-03-02T13:00+01:00"))
    assert parts == (DayPart(date(2026, 3, 2), timedelta(minutes=30)),)


def test_ranges_that_touch_or_overlap_are_one() -> None:
    hours = week(monday="09:00-12:00 12:00-15:00 14:00-17:00 15:00-16:00")

    spell = spell_at(hours, BERLIN, at("2026-03-02T10:00+01:00"))
    parts = day_parts(hours, BERLIN, at("2026-03-02T00:00+01:00"), at("2026-03-03T00:00+01:00"))

    assert spell == Spell(is_open=True, until=at("2026-03-02T17:00+01:00"))
    assert parts == (DayPart(date(2026, 3, 2), timedelta(hours=8)),)


def test_two_whole_days_have_no_edge_at_midnight() -> None:
    hours = week(monday="00:00-24:00", tuesday="00:00-24:00")

    spell = spell_at(hours, BERLIN, at("2026-03-02T10:00+01:00"))

    assert spell == Spell(is_open=True, until=at("2026-03-04T00:00+01:00"))


def test_a_range_that_ends_where_it_starts_lasts_a_day() -> None:
    spell = spell_at(week(monday="09:00-09:00"), BERLIN, at("2026-03-02T10:00+01:00"))

    assert spell == Spell(is_open=True, until=at("2026-03-03T09:00+01:00"))


def test_hours_round_the_clock_never_change() -> None:
    spell = spell_at(daily("00:00-24:00"), BERLIN, at("2026-03-02T10:00+01:00"))

    assert spell == Spell(is_open=True, until=None)


def test_a_week_without_hours_never_opens() -> None:
    spell = spell_at(week(), BERLIN, at("2026-03-02T10:00+01:00"))

    assert spell == Spell(is_open=False, until=None)


def test_a_night_shift_belongs_to_the_date_on_which_it_starts() -> None:
    hours = week(friday="22:00-06:00")

    in_the_night = spell_at(hours, BERLIN, at("2026-03-07T03:00+01:00"))
    a_night_early = spell_at(hours, BERLIN, at("2026-03-06T03:00+01:00"))

    assert in_the_night == Spell(is_open=True, until=at("2026-03-07T06:00+01:00"))
    assert a_night_early == Spell(is_open=False, until=at("2026-03-06T22:00+01:00"))


def test_a_bout_over_midnight_is_split_between_its_dates() -> None:
    parts = day_parts(
        week(friday="22:00-06:00"),
        BERLIN,
        at("2026-03-06T21:30+01:00"),
        at("2026-03-07T00:40+01:00"),
    )

    assert parts == (
        DayPart(date(2026, 3, 6), timedelta(hours=2)),
        DayPart(date(2026, 3, 7), timedelta(minutes=40)),
    )


def test_dates_outside_work_hours_have_no_part() -> None:
    parts = day_parts(OFFICE, BERLIN, at("2026-03-06T17:00+01:00"), at("2026-03-09T09:10+01:00"))
    weekend = day_parts(OFFICE, BERLIN, at("2026-03-07T10:00+01:00"), at("2026-03-08T10:00+01:00"))

    assert weekend == ()
    assert parts == (
        DayPart(date(2026, 3, 6), timedelta(minutes=30)),
        DayPart(date(2026, 3, 9), timedelta(minutes=10)),
    )


def test_a_moment_without_length_has_no_part() -> None:
    noon = at("2026-03-06T12:00+01:00")

    assert day_parts(OFFICE, BERLIN, noon, noon) == ()


def test_a_date_overrides_its_weekday() -> None:
    hours = WorkHours(
        OFFICE.weekdays,
        ((date(2026, 12, 24), hours_of("09:00-12:00")), (date(2026, 12, 25), ())),
    )

    christmas_eve = spell_at(hours, BERLIN, at("2026-12-24T10:00+01:00"))
    afternoon = spell_at(hours, BERLIN, at("2026-12-24T12:00+01:00"))

    assert christmas_eve == Spell(is_open=True, until=at("2026-12-24T12:00+01:00"))
    assert afternoon == Spell(is_open=False, until=at("2026-12-28T09:00+01:00"))


def test_a_date_leaves_alone_the_night_shift_that_started_the_day_before() -> None:
    hours = WorkHours(daily("22:00-06:00").weekdays, ((date(2026, 12, 25), ()),))

    spell = spell_at(hours, BERLIN, at("2026-12-25T03:00+01:00"))
    after = spell_at(hours, BERLIN, at("2026-12-25T06:00+01:00"))

    assert spell == Spell(is_open=True, until=at("2026-12-25T06:00+01:00"))
    assert after == Spell(is_open=False, until=at("2026-12-26T22:00+01:00"))


def test_if_only_dates_are_set_other_days_have_no_limit() -> None:
    hours = WorkHours(dates=((date(2026, 12, 24), hours_of("09:00-12:00")),))

    before = spell_at(hours, BERLIN, at("2026-12-01T03:00+01:00"))
    morning = spell_at(hours, BERLIN, at("2026-12-24T03:00+01:00"))
    evening = spell_at(hours, BERLIN, at("2026-12-24T20:00+01:00"))
    after = spell_at(hours, BERLIN, at("2026-12-25T03:00+01:00"))

    assert before == Spell(is_open=True, until=at("2026-12-24T00:00+01:00"))
    assert morning == Spell(is_open=False, until=at("2026-12-24T09:00+01:00"))
    assert evening == Spell(is_open=False, until=at("2026-12-25T00:00+01:00"))
    assert after == Spell(is_open=True, until=None)


def test_a_change_more_than_a_year_away_is_out_of_sight() -> None:
    hours = WorkHours(week().weekdays, ((date(2028, 1, 3), hours_of("09:00-12:00")),))

    a_year_and_two_days = spell_at(hours, UTC, at("2027-01-01T09:00+00:00"))
    a_year_and_a_day = spell_at(hours, UTC, at("2027-01-02T09:00+00:00"))

    assert a_year_and_two_days == Spell(is_open=False, until=None)
    assert a_year_and_a_day == Spell(is_open=False, until=at("2028-01-03T09:00+00:00"))


def test_a_zone_may_be_a_plain_offset() -> None:
    spell = spell_at(OFFICE, timezone(timedelta(hours=-3)), at("2026-03-02T12:00+00:00"))

    assert spell == Spell(is_open=True, until=at("2026-03-02T20:30+00:00"))


# --- daylight saving ---


def test_where_the_clocks_go_back_a_start_is_its_first_pass() -> None:
    hours = week(sunday="02:30-09:00")

    spell = spell_at(hours, BERLIN, at("2026-10-25T02:29+02:00"))
    second_pass = spell_at(hours, BERLIN, at("2026-10-25T02:15+01:00"))

    assert spell == Spell(is_open=False, until=at("2026-10-25T02:30+02:00"))
    assert second_pass == Spell(is_open=True, until=at("2026-10-25T09:00+01:00"))


def test_where_the_clocks_go_back_an_end_is_its_second_pass() -> None:
    hours = week(sunday="00:00-02:30")

    between = spell_at(hours, BERLIN, at("2026-10-25T02:45+02:00"))
    parts = day_parts(hours, BERLIN, at("2026-10-25T00:00+02:00"), at("2026-10-26T00:00+01:00"))

    assert between == Spell(is_open=True, until=at("2026-10-25T02:30+01:00"))
    assert parts == (DayPart(date(2026, 10, 25), timedelta(hours=3, minutes=30)),)


def test_where_the_clocks_go_forward_a_start_in_the_gap_is_the_jump() -> None:
    spell = spell_at(week(sunday="02:30-09:00"), BERLIN, at("2026-03-29T01:59+01:00"))

    assert spell == Spell(is_open=False, until=at("2026-03-29T03:00+02:00"))


def test_where_the_clocks_go_forward_an_end_in_the_gap_is_the_jump() -> None:
    spell = spell_at(week(sunday="00:00-02:30"), BERLIN, at("2026-03-29T01:59+01:00"))

    assert spell == Spell(is_open=True, until=at("2026-03-29T03:00+02:00"))


def test_a_range_that_lies_in_the_gap_does_not_happen() -> None:
    hours = week(sunday="02:15-02:45")

    spell = spell_at(hours, BERLIN, at("2026-03-29T01:59+01:00"))

    assert spell == Spell(is_open=False, until=at("2026-04-05T02:15+02:00"))


def test_a_night_shift_is_an_hour_longer_when_the_clocks_go_back() -> None:
    hours = week(saturday="22:00-06:00")
    evening = at("2026-10-31T22:00-04:00")

    spell = spell_at(hours, NEW_YORK, evening)
    parts = day_parts(hours, NEW_YORK, evening, at("2026-11-01T12:00-05:00"))

    assert spell == Spell(is_open=True, until=at("2026-11-01T06:00-05:00"))
    assert parts == (
        DayPart(date(2026, 10, 31), timedelta(hours=2)),
        DayPart(date(2026, 11, 1), timedelta(hours=7)),
    )


def test_a_night_shift_is_an_hour_shorter_when_the_clocks_go_forward() -> None:
    hours = week(saturday="22:00-06:00")
    evening = at("2026-03-07T22:00-05:00")

    spell = spell_at(hours, NEW_YORK, evening)
    parts = day_parts(hours, NEW_YORK, evening, at("2026-03-08T12:00-04:00"))

    assert spell == Spell(is_open=True, until=at("2026-03-08T06:00-04:00"))
    assert parts == (
        DayPart(date(2026, 3, 7), timedelta(hours=2)),
        DayPart(date(2026, 3, 8), timedelta(hours=5)),
    )


# --- midnights ---


@pytest.mark.parametrize(
    ("zone", "wall", "midnight"),
    [
        ("Europe/Berlin", "2026-03-28T23:59:59+01:00", "2026-03-29T00:00+01:00"),
        ("Europe/Berlin", "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00"),
        ("Europe/Berlin", "2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00"),
        # Havana reads 00:00 to 01:00 twice, Santiago jumps over it, Apia jumped over a whole day
        ("America/Havana", "2026-10-31T12:00-04:00", "2026-11-01T00:00-04:00"),
        ("America/Havana", "2026-11-01T00:30-04:00", "2026-11-02T00:00-05:00"),
        ("America/Santiago", "2026-09-05T12:00-04:00", "2026-09-06T01:00-03:00"),
        ("Pacific/Apia", "2011-12-29T12:00-10:00", "2011-12-31T00:00+14:00"),
        # St John's read 00:01 and went back to 23:01 of the day before
        ("America/St_Johns", "2010-11-06T23:30-02:30", "2010-11-07T00:00-02:30"),
        ("America/St_Johns", "2010-11-06T23:30-03:30", "2010-11-07T00:00-03:30"),
    ],
)
def test_midnight_is_where_the_local_date_changes(zone: str, wall: str, midnight: str) -> None:
    assert next_midnight(ZoneInfo(zone), at(wall)) == at(midnight)


NINE_TO_FIVE = WorkHours((*((Range(540, 1020),),) * 5, (), ()))
NIGHTS = WorkHours(((Range(1320, 360),),) * 7)
ONE_NIGHT = WorkHours(((Range(1320, 360),), *((),) * 6))
FREE_AFTER_ONE = WorkHours(((Range(1320, 360),), *((Range(0, 1440),),) * 6))
ALWAYS = WorkHours(((Range(0, 1440),),) * 7)
EARLY = WorkHours(((Range(840, 1080), Range(240, 720)),) * 7)


@pytest.mark.parametrize(
    ("hours", "wall", "end"),
    [
        (NINE_TO_FIVE, "2026-03-02T10:00+01:00", "2026-03-03T09:00+01:00"),
        (NINE_TO_FIVE, "2026-03-02T23:30+01:00", "2026-03-03T09:00+01:00"),
        (NINE_TO_FIVE, "2026-03-03T00:30+01:00", "2026-03-03T09:00+01:00"),
        (NINE_TO_FIVE, "2026-03-03T05:00+01:00", "2026-03-04T09:00+01:00"),
        (NINE_TO_FIVE, "2026-03-06T16:00+01:00", "2026-03-07T05:00+01:00"),  # a Friday
        (NINE_TO_FIVE, "2026-03-08T20:00+01:00", "2026-03-09T09:00+01:00"),
        (WorkHours(), "2026-03-02T23:30+01:00", "2026-03-03T05:00+01:00"),
        (WorkHours(), "2026-03-03T00:30+01:00", "2026-03-03T05:00+01:00"),
        (WorkHours(), "2026-03-28T23:30+01:00", "2026-03-29T05:00+02:00"),
        (ALWAYS, "2026-03-02T23:30+01:00", "2026-03-03T05:00+01:00"),
        (ALWAYS, "2026-03-03T00:30+01:00", "2026-03-03T05:00+01:00"),
        (NIGHTS, "2026-03-02T23:30+01:00", "2026-03-03T22:00+01:00"),
        (NIGHTS, "2026-03-03T03:00+01:00", "2026-03-03T22:00+01:00"),
        (NIGHTS, "2026-03-03T05:59+01:00", "2026-03-03T22:00+01:00"),  # of Monday's shift still
        (NIGHTS, "2026-03-03T06:00+01:00", "2026-03-04T22:00+01:00"),
        (ONE_NIGHT, "2026-03-03T03:00+01:00", "2026-03-04T05:00+01:00"),  # Tuesday is off
        (ONE_NIGHT, "2026-03-03T05:30+01:00", "2026-03-04T05:00+01:00"),
        (FREE_AFTER_ONE, "2026-03-03T03:00+01:00", "2026-03-04T05:00+01:00"),
        (FREE_AFTER_ONE, "2026-03-03T05:30+01:00", "2026-03-04T05:00+01:00"),
        (ONE_NIGHT, "2026-03-03T06:00+01:00", "2026-03-04T05:00+01:00"),
        (EARLY, "2026-03-02T23:30+01:00", "2026-03-03T04:00+01:00"),
        (EARLY, "2026-03-03T03:59+01:00", "2026-03-03T04:00+01:00"),
        (EARLY, "2026-03-03T04:30+01:00", "2026-03-04T04:00+01:00"),  # Tuesday's have begun
    ],
)
def test_tomorrow_begins_with_the_next_days_hours_or_at_five(
    hours: WorkHours, wall: str, end: str
) -> None:
    assert tomorrow(hours, BERLIN, at(wall)) == at(end)


def test_the_local_date_is_that_of_the_wall_clock() -> None:
    evening = at("2026-03-02T23:30+00:00")

    assert local_day(BERLIN, evening) == date(2026, 3, 3)
    assert local_day(NEW_YORK, evening) == date(2026, 3, 2)


# --- what always holds, minute by minute ---


@dataclass(frozen=True)
class Days:
    """Nine UTC dates, of which the middle ones hold a change of the clocks."""

    zone: ZoneInfo
    first: date

    def instant(self, minute: int) -> datetime:
        return datetime.combine(self.first, time(tzinfo=UTC)) + minute * MINUTE

    def some_dates(self) -> st.SearchStrategy[date]:
        return st.dates(self.first, self.first + timedelta(days=8))


@cache
def readings(days: Days) -> list[datetime]:
    """What the wall clock reads at every minute."""
    instants = (days.instant(minute) for minute in range(9 * 1440))
    return [instant.astimezone(days.zone).replace(tzinfo=None) for instant in instants]


def open_minutes(hours: WorkHours, days: Days) -> set[int]:
    """From the minute that first reaches a range's start to the one that last reaches its end."""
    latest_so_far = list(accumulate(readings(days), max))
    earliest_to_come = list(accumulate(reversed(readings(days)), min))[::-1]
    minutes: set[int] = set()
    for offset in range(-1, 10):
        day = days.first + timedelta(days=offset)
        midnight = datetime.combine(day, time())
        for part in ranges_on(hours, day):
            end = midnight + (part.end + (1440 if part.end <= part.start else 0)) * MINUTE
            opens = bisect_left(latest_so_far, midnight + part.start * MINUTE)
            is_past = bisect_right(earliest_to_come, end)
            closes = is_past - 1 if readings(days)[is_past - 1] == end else is_past
            minutes.update(range(opens, closes))
    return minutes


def ranges_on(hours: WorkHours, day: date) -> tuple[Range, ...]:
    weekdays = hours.weekdays or (hours_of("00:00-24:00"),) * 7
    return dict(hours.dates).get(day, weekdays[day.weekday()])


some_days = st.sampled_from(
    [
        Days(BERLIN, date(2026, 3, 25)),
        Days(BERLIN, date(2026, 10, 21)),
        Days(NEW_YORK, date(2026, 3, 4)),
        Days(ZoneInfo("America/Havana"), date(2026, 10, 28)),
        Days(ZoneInfo("America/Santiago"), date(2026, 9, 2)),
        Days(ZoneInfo("Australia/Lord_Howe"), date(2026, 4, 1)),
    ]
)
clocks = st.integers(0, 95).map(lambda quarter: quarter * 15)
ranges = st.lists(st.builds(Range, clocks, clocks | st.just(1440)), max_size=3).map(tuple)
minutes_inside = st.integers(1440, 8 * 1440)


@st.composite
def some_hours(draw: st.DrawFn, days: Days) -> WorkHours:
    weekdays = draw(st.none() | st.tuples(*[ranges] * 7))
    dates = draw(st.dictionaries(days.some_dates(), ranges, max_size=2))
    return WorkHours(weekdays, tuple(dates.items()))


@settings(deadline=None)
@given(st.data(), some_days, minutes_inside, minutes_inside)
def test_the_parts_of_a_bout_are_its_open_minutes(
    data: st.DataObject, days: Days, one: int, other: int
) -> None:
    hours = data.draw(some_hours(days))
    start, end = sorted((one, other))
    worked = open_minutes(hours, days) & set(range(start, end))
    expected = Counter(readings(days)[minute].date() for minute in sorted(worked))

    parts = day_parts(hours, days.zone, days.instant(start), days.instant(end))

    assert parts == tuple(DayPart(day, count * MINUTE) for day, count in expected.items())


@settings(deadline=None)
@given(st.data(), some_days, minutes_inside)
def test_a_spell_lasts_until_the_first_change(data: st.DataObject, days: Days, minute: int) -> None:
    hours = data.draw(some_hours(days))
    last = 8 * 1440
    worked = open_minutes(hours, days)
    is_open = minute in worked
    changes = (later for later in range(minute, last) if (later in worked) != is_open)
    change = next(changes, None)

    spell = spell_at(hours, days.zone, days.instant(minute))

    assert spell.is_open == is_open
    if change is None:
        assert spell.until is None or spell.until >= days.instant(last)
    else:
        assert spell.until == days.instant(change)
