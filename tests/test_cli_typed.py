"""What people may type for a pause."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import click
import pytest

from deskbreak.cli.typed import is_until_tomorrow, quiet_length

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
        (["until", "9:30"], "2026-03-02T13:15", timedelta(hours=20, minutes=15)),
        (["until", "13:15"], "2026-03-02T13:15", timedelta(hours=24)),
        # the clocks go forward at two
        (["until", "06:00"], "2026-03-29T00:30", timedelta(hours=4, minutes=30)),
    ],
)
def test_a_pause_lasts_until_the_clock_on_the_wall_says_so(
    words: list[str], now: str, expected: timedelta | None
) -> None:
    assert quiet_length(words, lambda: (at(now), WARSAW)) == expected


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
