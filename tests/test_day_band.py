"""The day as a band: what of the history becomes which piece, and where it is drawn."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from deskbreak.core.record import Outcome, Record
from deskbreak.history.snooze import Snooze
from deskbreak.page.day_band import Doing, Stay, asked_in, band, in_a_line, pieces

WARSAW = ZoneInfo("Europe/Warsaw")


def at(clock: str, day: str = "2026-03-02") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=WARSAW).astimezone(UTC)


def bout(
    sat_down: str, ended: str, outcome: Outcome = Outcome.DONE, stretch: str | None = "lunge"
) -> Record:
    begins, ends = at(sat_down), at(ended)
    return Record(f"r{ended}", ends, outcome, stretch, ends - begins, begins, ends)


def told(some: tuple[Stay, ...]) -> list[str]:
    return [in_a_line(piece, WARSAW) for piece in some]


def test_between_two_bouts_one_was_away_and_after_the_last_one_too() -> None:
    day = pieces(
        [bout("09:00", "09:40"), bout("09:50", "10:20")], None, (), at("00:00"), at("11:00")
    )

    assert told(day) == [
        "09:00 to 09:40: At your desk, 40 min",
        "09:40 to 09:50: Away, 10 min",
        "09:50 to 10:20: At your desk, 30 min",
        "10:20 to 11:00: Away, 40 min",
    ]


def test_what_of_a_bout_is_past_an_hour_is_told_apart() -> None:
    day = pieces([], at("09:00"), (), at("00:00"), at("10:25"))

    assert [piece.doing for piece in day] == [Doing.SAT, Doing.LONG]
    assert told(day)[1] == "10:00 to 10:25: At your desk, for over an hour by now, 25 min"


def test_a_seated_stretch_ends_no_bout() -> None:
    seated = Record(
        "r1", at("09:30"), Outcome.DONE, "twist", timedelta(minutes=30), at("09:00"), None
    )
    day = pieces([seated], at("09:00"), (), at("00:00"), at("09:45"))

    assert told(day) == ["09:00 to 09:45: At your desk, 45 min"]


def test_a_pause_of_seconds_between_two_bouts_is_none() -> None:
    day = pieces([bout("09:00", "09:40")], at("09:40:30"), (), at("00:00"), at("10:00"))

    assert [piece.doing for piece in day] == [Doing.SAT, Doing.SAT]


def test_a_night_counts_from_midnight_on() -> None:
    late = Record(
        "r1",
        at("01:00"),
        Outcome.NATURAL,
        None,
        timedelta(hours=3),
        at("22:00", "2026-03-01"),
        at("01:00"),
    )
    day = pieces([late], None, (), at("00:00"), at("01:00"))

    assert told(day) == ["00:00 to 01:00: At your desk, for over an hour by now, 60 min"]


def test_a_call_and_standing_are_told_instead_of_what_is_under_them() -> None:
    over = (
        Stay(Doing.CALL, at("09:10"), at("09:30")),
        Stay(Doing.STOOD, at("09:50"), at("10:00")),
    )
    day = pieces([bout("09:00", "09:40")], at("09:45"), over, at("00:00"), at("10:10"))

    assert told(day) == [
        "09:00 to 09:10: At your desk, 10 min",
        "09:10 to 09:30: In a call, 20 min",
        "09:30 to 09:40: At your desk, 10 min",
        "09:40 to 09:45: Away, 5 min",
        "09:45 to 09:50: At your desk, 5 min",
        "09:50 to 10:00: Standing, 10 min",
        "10:00 to 10:10: At your desk, 10 min",
    ]


def test_a_day_of_nothing_has_no_pieces() -> None:
    assert pieces([], None, (), at("00:00"), at("11:00")) == ()


@pytest.mark.parametrize(
    ("outcome", "moved", "what"),
    [
        (Outcome.DONE, True, "Lunge: done"),
        (Outcome.PARTIAL, True, "Lunge: ended early"),
        (Outcome.TAKEN, True, "Lunge: up when asked"),
        (Outcome.SKIPPED, False, "Lunge: skipped"),
        (Outcome.IGNORED, False, "Lunge: ignored"),
    ],
)
def test_each_outcome_is_told(outcome: Outcome, *, moved: bool, what: str) -> None:
    [mark] = asked_in([bout("09:00", "09:40", outcome)], [], {"lunge": "Lunge"})

    assert (mark.moved, mark.what) == (moved, what)


def test_what_was_put_off_stands_in_its_place_and_what_was_never_asked_does_not() -> None:
    records = [bout("09:00", "09:50"), bout("10:00", "10:30", Outcome.NATURAL, None)]
    snoozes = [Snooze(at("09:40"), "p1", timedelta(minutes=10))]

    assert [mark.what for mark in asked_in(records, snoozes, {})] == [
        "Put off for 10 min",
        "lunge: done",
    ]


@pytest.mark.parametrize("width", [960, 360])
def test_everything_lies_inside_the_drawing_in_whole_hours(width: int) -> None:
    records = [bout("09:17", "09:40"), bout("10:00", "12:30")]
    now = at("16:20")
    day = pieces(records, at("15:50"), (), at("00:00"), now)
    drawn = band(day, asked_in(records, [], {}), now, WARSAW, width)

    assert drawn.ticks[0].text == "9:00"
    assert all(piece.x >= 0 and piece.x + piece.width <= width for piece in drawn.pieces)
    assert all(piece.width > 0 for piece in drawn.pieces)
    gaps = [b.x - a.x for a, b in zip(drawn.ticks, drawn.ticks[1:], strict=False)]
    assert min(gaps) >= 48
    assert drawn.now <= width


def test_where_the_clocks_change_each_hour_has_its_place() -> None:
    now = at("06:30", "2026-03-29")
    drawn = band(
        pieces([], at("00:30", "2026-03-29"), (), at("00:00", "2026-03-29"), now),
        (),
        now,
        WARSAW,
        960,
    )

    assert [tick.text for tick in drawn.ticks][:4] == ["0:00", "1:00", "3:00", "4:00"]
