"""What people may type for a pause."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import click
import pytest

from deskbreak import language
from deskbreak.cli.typed import (
    is_until_tomorrow,
    length_or_until,
    quiet_day,
    quiet_length,
    typed_days,
    typed_length,
)
from deskbreak.core.duration import as_written, in_words

WARSAW = ZoneInfo("Europe/Warsaw")


def at(text: str) -> datetime:
    """An instant by the clock on a wall in Warsaw."""
    return datetime.fromisoformat(text).replace(tzinfo=WARSAW).astimezone(UTC)


@pytest.mark.parametrize(
    ("words", "now", "expected"),
    [
        ([], "2026-03-02T13:15", None),
        (["90s"], "2026-03-02T13:15", timedelta(seconds=90)),
        (["1h30m"], "2026-03-02T13:15", timedelta(hours=1, minutes=30)),
        (["30"], "2026-03-02T13:15", timedelta(minutes=30)),
        (["1h", "30m"], "2026-03-02T13:15", timedelta(hours=1, minutes=30)),
        (["an", "hour"], "2026-03-02T13:15", timedelta(hours=1)),
        (["for", "half", "an", "hour"], "2026-03-02T13:15", timedelta(minutes=30)),
        (["1", "hour", "and", "30", "minutes"], "2026-03-02T13:15", timedelta(hours=1, minutes=30)),
        (["forever"], "2026-03-02T13:15", None),
        (["till", "2pm"], "2026-03-02T13:15", timedelta(minutes=45)),
        (["to", "14:00"], "2026-03-02T13:15", timedelta(minutes=45)),
        (["for", "2", "hours"], "2026-03-02T13:15", timedelta(hours=2)),
        (["until", "14:00"], "2026-03-02T13:15", timedelta(minutes=45)),
        (["14:00"], "2026-03-02T13:15", timedelta(minutes=45)),
        (["until", "2pm"], "2026-03-02T13:15", timedelta(minutes=45)),
        (["2", "PM"], "2026-03-02T13:15", timedelta(minutes=45)),
        (["until", "2", "pm"], "2026-03-02T13:15", timedelta(minutes=45)),
        (["until", "14"], "2026-03-02T13:15", timedelta(minutes=45)),
        (["until", "1400"], "2026-03-02T13:15", timedelta(minutes=45)),
        (["until", "14h05"], "2026-03-02T13:15", timedelta(minutes=50)),
        (["until", "24:00"], "2026-03-02T13:15", timedelta(hours=10, minutes=45)),
        (["until", "14h"], "2026-03-02T13:15", timedelta(minutes=45)),
        (["until", "14", "Uhr"], "2026-03-02T13:15", timedelta(minutes=45)),
        (["until", "14", "Uhr", "30"], "2026-03-02T13:15", timedelta(minutes=75)),
        (["until", "2", "p.m."], "2026-03-02T13:15", timedelta(minutes=45)),
        (["until", "noon"], "2026-03-02T11:15", timedelta(minutes=45)),
        (["until", "midnight"], "2026-03-02T13:15", timedelta(hours=10, minutes=45)),
        # a bare hour is read from the dial
        (["until", "5"], "2026-03-02T15:00", timedelta(hours=2)),
        (["until", "5"], "2026-03-02T03:00", timedelta(hours=2)),
        (["until", "12"], "2026-03-02T15:00", timedelta(hours=9)),
        (["until", "5:00"], "2026-03-02T15:00", timedelta(hours=14)),
        (["until", "9:30"], "2026-03-02T13:15", timedelta(hours=20, minutes=15)),
        (["until", "13:15"], "2026-03-02T13:15", timedelta(hours=24)),
        # the clocks go forward at two
        (["until", "06:00"], "2026-03-29T00:30", timedelta(hours=4, minutes=30)),
    ],
)
def test_a_pause_lasts_until_the_clock_on_the_wall_says_so(
    words: list[str], now: str, expected: timedelta | None
) -> None:
    assert quiet_length(words, lambda: (at(now), WARSAW)).lasts == expected


@pytest.mark.parametrize(
    "words",
    [
        ["for", "lunch"],
        ["to"],
        ["until"],
        ["until", "24:30"],
        ["until", "1h"],
        ["9h30"],
        ["1h", "2h"],
        ["soon"],
        [""],
    ],
)
def test_anything_else_is_wrong_usage(words: list[str]) -> None:
    with pytest.raises(click.BadParameter, match="90s, 5m or 1h30m"):
        quiet_length(words, lambda: (at("2026-03-02T13:15"), WARSAW))


@pytest.mark.parametrize(
    "words",
    [["tomorrow"], ["until", "tomorrow"], ["Till", "Tomorrow"], ["today"], ["for", "today"]],
)
def test_whoever_is_done_for_today_is_asked_tomorrow(words: list[str]) -> None:
    assert is_until_tomorrow(words)


MONDAY = "2026-03-02T13:15"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        (["until", "friday"], date(2026, 3, 6)),
        (["Until", "Fri"], date(2026, 3, 6)),
        (["monday"], date(2026, 3, 9)),
        (["until", "next", "tuesday"], date(2026, 3, 3)),
        (["until", "next", "week"], date(2026, 3, 9)),
        (["until", "2026-03-20"], date(2026, 3, 20)),
        (["until", "20.3.2026"], date(2026, 3, 20)),
        (["2026/3/20"], date(2026, 3, 20)),
        (["until", "weekend"], None),
        (["until", "tonight"], None),
        (["until", "14:00"], None),
        (["noon"], None),
        (["forever"], None),
        (["-5"], None),
        ([], None),
    ],
)
def test_a_pause_may_last_until_a_day(words: list[str], day: date | None) -> None:
    assert quiet_day(words, lambda: (at(MONDAY), WARSAW)) == day


@pytest.mark.parametrize("day", ["2026-03-02", "2026-03-01", "2027-03-02"])
def test_a_day_that_is_over_or_far_away_is_told_from_the_others(day: str) -> None:
    with pytest.raises(click.BadParameter, match="write a day from 2026-03-03 to 2026-06-10"):
        quiet_day(["until", day], lambda: (at(MONDAY), WARSAW))


def test_what_may_be_a_length_may_end_at_a_time() -> None:
    def clock() -> tuple[datetime, ZoneInfo]:
        return at(MONDAY), WARSAW

    assert length_or_until("until 14:00", clock) == timedelta(minutes=45)
    assert length_or_until("45 minutes", clock) == timedelta(minutes=45)


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("7", 7),
        ("today", 1),
        ("week", 7),
        ("last week", 7),
        ("2w", 14),
        ("last 3 Months", 90),
        ("the past year", 365),
        ("10 days", 10),
    ],
)
def test_days_are_counted_as_people_count_them(typed: str, count: int) -> None:
    assert typed_days(typed) == count


@pytest.mark.parametrize("typed", ["", "0", "last", "-1", "yesterday", "99999", "10 monkeys"])
def test_other_days_are_told_what_they_may_be(typed: str) -> None:
    with pytest.raises(click.BadParameter, match="from 1 to 36600, or today, week, month or year"):
        typed_days(typed)


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LANGUAGE", "de")
    language.bind()
    yield
    monkeypatch.undo()
    language.bind()


def lasting(words: str) -> timedelta | None:
    return quiet_length(words.split(), lambda: (at(MONDAY), WARSAW)).lasts


@pytest.mark.usefixtures("german")
def test_lengths_and_ends_are_typed_in_the_readers_language_and_in_english() -> None:
    assert lasting("90 Minuten") == lasting("1,5 Stunden") == lasting("1h30m")
    assert lasting("1 Stunde und 30 Min.") == lasting("90 minutes")
    assert lasting("bis 14 Uhr") == lasting("bis 14:00") == lasting("until 2pm")
    assert is_until_tomorrow(["bis", "morgen"])
    assert quiet_day(["bis", "Freitag"], lambda: (at(MONDAY), WARSAW)) == date(2026, 3, 6)


@pytest.mark.parametrize(
    "typed", ["10", "\uff11\uff10", "\u0661\u0660"], ids=["10", "wide", "Arabic"]
)
def test_a_bare_number_is_read_in_the_digits_of_any_keyboard(typed: str) -> None:
    assert lasting(typed) == timedelta(minutes=10)
    assert typed_days(typed) == 10


@pytest.mark.parametrize("code", language.languages())
def test_every_language_has_its_units(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it tells them, so they may be typed."""
    monkeypatch.setenv("LANGUAGE", code)
    language.bind()

    told = [in_words(timedelta(minutes=count)) for count in (5, 46, 185)]
    read = [as_written(text) for text in told]

    monkeypatch.undo()
    language.bind()
    assert read == ["5m", "46m", "3h5m"], told


@pytest.mark.parametrize("text", ["1 30", "10 5 15", "1 h 30 5 min"])
def test_two_numbers_with_a_blank_between_them_are_no_third_number(text: str) -> None:
    with pytest.raises(click.BadParameter, match=f"{text}: not a length of time"):
        typed_length(text)
