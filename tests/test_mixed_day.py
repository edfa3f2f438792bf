"""A day of typing, reading, a call, films, breaks, locks and sleep: who counts it rightly.

The observer's notes beside the day file are the truth. Where deskbreak errs it is by its own rules:
less than five minutes off the chair were sitting, and so is what passes before a running film.
"""

from datetime import datetime, timedelta

import pytest
from mixed_day import Count, MixedDay, table
from naive import Span, timer_with_idle_reset, typing_only

CLOSE = 0.03
"""How far the desk time of a day may be from the true one, as a part of that."""

TABLE = """\
| counted by | desk time | counted wrongly | longest spell | breaks missed (of 10) | sitting taken for a break |
|---|--:|--:|--:|--:|--:|
| an observer in the room | 7:01 | 0:00 (0.0%) | 1:19 | 0 | 0 |
| deskbreak | 7:07 | 0:14 (3.2%) | 1:19 | 2 | 0 |
| deskbreak, never corrected | 7:00 | 0:21 (5.0%) | 1:19 | 2 | 1 |
| a timer, reset by 5 min without a key | 5:19 | 1:58 (28.1%) | 0:49 | 2 | 6 |
| that timer, a film counting as a key | 6:27 | 1:03 (14.9%) | 1:55 | 3 | 4 |
| typing alone, to 5 s after each key | 4:24 | 2:39 (37.7%) | 0:45 | 2 | 6 |"""

READING = ("10:31:58", "10:39:30")
CALL = [("11:24:10", "11:41:05"), ("11:41:50", "11:52:30"), ("11:52:36", "12:02:56")]
FILM = ("12:10:12", "12:46:18")
TRAINING_VIDEO = ("16:26:05", "16:41:00")


@pytest.fixture(scope="module")
def day() -> MixedDay:
    return MixedDay()


def error(count: Count, day: MixedDay) -> float:
    return abs(count.seat_time / day.truth.seat_time - 1)


def times(spans: tuple[Span, ...]) -> list[tuple[str, str]]:
    return [(f"{span.began:%H:%M:%S}", f"{span.ended:%H:%M:%S}") for span in spans]


def key(second: float, until: float | None = None) -> Span:
    """A key pressed so many seconds after nine, or pressed again and again until later."""
    return Span(clock(second), clock(second if until is None else until))


def clock(second: float) -> datetime:
    return datetime.fromisoformat("2026-03-10T09:00:00+01:00") + timedelta(seconds=second)


def test_the_observer_saw_seven_hours_and_ten_breaks(day: MixedDay) -> None:
    assert day.truth.seat_time == timedelta(hours=7, seconds=43)
    assert times(day.truth.breaks) == [
        ("09:30:05", "09:44:55"),
        ("10:41:35", "10:45:30"),
        ("12:04:35", "12:09:35"),
        ("12:47:15", "13:22:00"),
        ("13:50:25", "14:20:40"),
        ("14:52:00", "14:54:55"),
        ("15:07:06", "15:09:30"),
        ("15:31:05", "15:43:00"),
        ("16:20:15", "16:23:30"),
        ("16:47:00", "16:53:05"),
    ]


def test_deskbreak_tells_every_bout_and_sums_them_up(day: MixedDay) -> None:
    ours = day.by_deskbreak

    assert times(tuple(bout[0] for bout in ours.bouts)) == [
        ("08:41:20", "09:30:00"),
        ("09:45:00", "10:41:31"),
        ("10:45:40", "12:04:31"),
        ("12:09:45", "12:47:05"),
        ("13:22:10", "13:49:50"),
        ("14:21:10", "15:07:02"),
        ("15:09:40", "15:30:58"),
        ("15:43:10", "16:20:08"),
        ("16:23:40", "17:37:50"),
    ]
    assert day.told[-1] == {
        "effect": "summary",
        "seat_time_s": ours.seat_time.total_seconds(),
        "proposals": 6,
        "longest_bout_s": ours.longest_bout.total_seconds(),
        "outcomes": {
            "done": 3,
            "partial": 0,
            "taken": 0,
            "skipped": 1,
            "ignored": 0,
            "natural": 6,
        },
    }


def test_deskbreak_asks_when_a_call_is_over_and_never_during_it_or_a_film(day: MixedDay) -> None:
    proposals = [str(line["at"])[11:19] for line in day.told if line["effect"] == "propose"]

    assert proposals == ["09:27:20", "10:30:00", "10:41:18", "12:04:13", "15:06:28", "17:09:28"]


def test_the_desk_time_of_deskbreak_is_close_to_the_truth(day: MixedDay) -> None:
    ours = day.by_deskbreak

    assert ours.seat_time == timedelta(hours=7, minutes=7, seconds=20)
    assert ours.off_by(day.truth) == timedelta(minutes=13, seconds=35)
    assert ours.longest_bout == timedelta(hours=1, minutes=18, seconds=51)
    assert day.truth.longest_bout == timedelta(hours=1, minutes=19, seconds=5)
    assert error(ours, day) < CLOSE


def test_deskbreak_takes_no_sitting_for_a_break_and_misses_two(day: MixedDay) -> None:
    ours = day.by_deskbreak

    assert ours.breaks_apart_from(day.truth) == ()
    assert times(day.truth.breaks_apart_from(ours)) == [
        ("14:52:00", "14:54:55"),  # unlocked, and shorter than a natural break
        ("16:47:00", "16:53:05"),  # the video played on to an empty chair
    ]


def test_uncorrected_deskbreak_takes_a_long_read_on_paper_for_a_break(day: MixedDay) -> None:
    ours = day.by_deskbreak_uncorrected

    assert ours.seat_time == timedelta(hours=6, minutes=59, seconds=48)
    assert ours.off_by(day.truth) == timedelta(minutes=21, seconds=7)
    assert times(ours.breaks_apart_from(day.truth)) == [READING]
    assert error(ours, day) < CLOSE


def test_a_timer_that_sees_only_input_takes_reading_call_and_films_for_breaks(
    day: MixedDay,
) -> None:
    theirs = day.by_a_timer

    assert theirs.seat_time == timedelta(hours=5, minutes=19, seconds=6)
    assert theirs.off_by(day.truth) == timedelta(hours=1, minutes=58, seconds=7)
    assert theirs.longest_bout == timedelta(minutes=48, seconds=54)
    assert times(theirs.breaks_apart_from(day.truth)) == [READING, *CALL, FILM, TRAINING_VIDEO]
    assert times(day.truth.breaks_apart_from(theirs)) == [
        ("14:52:00", "14:54:55"),
        ("16:20:15", "16:23:30"),
    ]
    assert error(theirs, day) > CLOSE


def test_a_timer_that_sees_films_too_still_takes_reading_and_a_call_for_breaks(
    day: MixedDay,
) -> None:
    theirs = day.by_a_timer_that_sees_films

    assert theirs.seat_time == timedelta(hours=6, minutes=26, seconds=37)
    assert theirs.off_by(day.truth) == timedelta(hours=1, minutes=2, seconds=46)
    assert theirs.longest_bout == timedelta(hours=1, minutes=54, seconds=40)
    assert times(theirs.breaks_apart_from(day.truth)) == [READING, *CALL]
    assert times(day.truth.breaks_apart_from(theirs)) == [
        ("14:52:00", "14:54:55"),
        ("16:20:15", "16:23:30"),
        ("16:47:00", "16:53:05"),
    ]
    assert error(theirs, day) > CLOSE


def test_typing_alone_is_little_more_than_half_of_the_sitting(day: MixedDay) -> None:
    theirs = day.by_typing_only

    assert theirs.seat_time == timedelta(hours=4, minutes=23, seconds=37)
    assert theirs.off_by(day.truth) == timedelta(hours=2, minutes=38, seconds=40)
    assert theirs.longest_bout == timedelta(minutes=44, seconds=44)
    assert len(theirs.breaks_apart_from(day.truth)) == 6
    assert len(day.truth.breaks_apart_from(theirs)) == 2
    assert error(theirs, day) > CLOSE


def test_the_table_says_so(day: MixedDay) -> None:
    assert table(day) == TABLE


def test_typing_counts_to_five_seconds_after_each_key_or_to_the_next() -> None:
    assert typing_only([key(0, 10), key(13, 20), key(60)], ()) == (
        (key(0, 13), key(13, 25), key(60, 65)),
    )


def test_five_minutes_without_a_key_are_a_break_to_both_rules() -> None:
    signs = [key(0, 10), key(309, 320), key(620)]

    assert timer_with_idle_reset(signs, ()) == ((key(0, 320),), (key(620),))
    assert typing_only(signs, ()) == ((key(0, 15), key(309, 325)), (key(620, 625),))


def test_a_break_started_by_a_click_is_one_to_both_rules() -> None:
    signs = [key(0, 10), key(70, 80)]

    assert timer_with_idle_reset(signs, {clock(9)}) == ((key(0, 10),), (key(70, 80),))
    assert typing_only(signs, {clock(9)}) == ((key(0, 15),), (key(70, 85),))
