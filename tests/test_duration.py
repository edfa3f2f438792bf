from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbreak.core.duration import format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("90s", timedelta(seconds=90)),
        ("5m", timedelta(minutes=5)),
        ("2h", timedelta(hours=2)),
        ("1h30m", timedelta(minutes=90)),
        ("1h30m15s", timedelta(seconds=5415)),
        ("1h5s", timedelta(seconds=3605)),
        ("0s", timedelta()),
        ("090m", timedelta(minutes=90)),
    ],
)
def test_a_duration_reads_as_people_write_it(text: str, span: timedelta) -> None:
    assert parse_duration(text) == span


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "5", "m", "h30m", "5 m", " 5m", "5m\n", "5M", "-5m", "+5m", "1.5h", "1,5h"),
        *("30m1h", "5m5m", "5s5m", "1d", "5min", "1_0m", "\u0665m", "5m,", "1h 30m", "1000000s"),
    ],
)
def test_anything_else_is_refused_and_says_what_is_allowed(text: str) -> None:
    with pytest.raises(ValueError, match="hours, minutes and seconds in that order") as refusal:
        parse_duration(text)

    assert str(refusal.value) == (
        f"{text!r}: write whole hours, minutes and seconds in that order, "
        "each of at most six digits, such as 90s, 5m or 1h30m"
    )


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(), "0s"),
        (timedelta(seconds=59), "59s"),
        (timedelta(seconds=60), "1m"),
        (timedelta(seconds=90), "1m30s"),
        (timedelta(minutes=90), "1h30m"),
        (timedelta(hours=1, seconds=5), "1h5s"),
        (timedelta(days=2), "48h"),
        (timedelta(seconds=5, milliseconds=999), "5s"),
        (timedelta(milliseconds=999), "0s"),
    ],
)
def test_a_duration_is_written_in_its_shortest_form(span: timedelta, text: str) -> None:
    assert format_duration(span) == text


def test_no_duration_lies_below_zero() -> None:
    with pytest.raises(ValueError, match="not below zero"):
        format_duration(timedelta(seconds=-1))


@given(st.integers(min_value=0, max_value=10**6).map(lambda count: timedelta(seconds=count)))
def test_what_is_written_reads_back_the_same(span: timedelta) -> None:
    assert parse_duration(format_duration(span)) == span
