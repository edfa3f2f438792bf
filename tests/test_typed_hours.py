"""Work hours as people type them, and what they are told where that makes no sense."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from deskbreak import language
from deskbreak.core.wall_clock import short_weekday_names, weekday_names
from deskbreak.core.work_hours import ALL_DAY, Range
from deskbreak.settings.hours_in_words import describe_ranges
from deskbreak.settings.typed_hours import (
    DayHours,
    monday_to_friday,
    read_days,
    read_hours,
    read_ranges,
    read_week,
)

NINE_TO_FIVE = (Range(540, 1020),)
WORK_DAYS = tuple(DayHours(day, NINE_TO_FIVE) for day in range(5))


@pytest.mark.parametrize(
    "text",
    [
        "mon-fri 9-17",
        "Mon - Fri 9:00 - 17:00",
        "weekdays 9am-5pm",
        "workdays: 09:00-17:00",
        "monday to friday 9 to 17",
        "mon tue wed thurs fri 9.00\u201317.00",
        "mondays, tuesdays and wednesdays 9-17; thu & fri 0900-1700",
        "mon-fri from 9 to 17",
        "mon-fri 9 17",
        "weekdays 9:00 17:00",
        "9-17 mon-fri",
        "9-12 13-17 mon, 9-17 tue-fri, 9-17 mon",
    ],
)
def test_the_same_week_is_typed_in_many_ways(text: str) -> None:
    assert read_hours(text) == WORK_DAYS


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("9-12, 13-17:30", (Range(540, 720), Range(780, 1050))),
        ("9 12 13 17:30", (Range(540, 720), Range(780, 1050))),
        ("13-17 9:15-12", (Range(555, 720), Range(780, 1020))),
        ("22-6", (Range(1320, 360),)),
        ("9:00-5:00", (Range(540, 300),)),
        ("18-24", (Range(1080, 1440),)),
        ("18-0", (Range(1080, 1440),)),
        ("12am-12pm", (Range(0, 720),)),
        ("9-12, 1-5pm", (Range(540, 720), Range(780, 1020))),
        ("8-9:30 pm", (Range(1200, 1290),)),
        ("9-5pm", (Range(540, 1020),)),
        ("11-12pm", (Range(660, 720),)),
        ("01:00-05:00", (Range(60, 300),)),
        ("5:30-3:00", (Range(330, 180),)),
        ("any time", (Range(0, 1440),)),
        ("off", ()),
    ],
)
def test_a_day_has_ranges_in_order(text: str, ranges: tuple[Range, ...]) -> None:
    assert read_ranges(text) == ranges


@pytest.mark.parametrize(
    "text", ["2026-12-24 9-12", "24.12.2026 9-12", "24. 12. 2026 9-12", "2026/12/24 9-12"]
)
def test_a_date_has_points_where_people_write_them(text: str) -> None:
    assert read_hours(text) == (DayHours(date(2026, 12, 24), (Range(540, 720),)),)


@pytest.mark.parametrize("text", ["any", "Any", "any time", "always", "all day", "daily any"])
def test_a_week_without_a_limit_has_none_on_saturday_either(text: str) -> None:
    assert read_week(text) == tuple(DayHours(day, (Range(0, 1440),)) for day in range(7))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("daily", (0, 1, 2, 3, 4, 5, 6)),
        ("every day", (0, 1, 2, 3, 4, 5, 6)),
        ("weekend", (5, 6)),
        ("fri-mon", (4, 5, 6, 0)),
        ("2026-12-24 sun", (date(2026, 12, 24), 6)),
    ],
)
def test_days_are_named_one_by_one_or_together(text: str, days: tuple[object, ...]) -> None:
    assert read_days(text) == days


def test_hours_without_a_day_are_those_of_the_days_that_were_asked_for() -> None:
    assert read_hours("9-17", days=(0, 1, 2, 3, 4)) == WORK_DAYS


def test_the_last_word_on_a_day_counts() -> None:
    assert read_hours("mon-fri 9-17, mon off")[0] == DayHours(0, ())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("mon 9-5", "9-5: does that end in the afternoon? Write 09:00-17:00, or 09:00-05:00"),
        (
            "fri 7-11, 12-4",
            "12-4: does that end in the afternoon? Write 12:00-16:00, or 12:00-04:00",
        ),
        (
            "mon 0930-0500",
            "0930-0500: does that end in the afternoon? Write 09:30-17:00, or 09:30-05:00",
        ),
        (
            "fri 9-12 and 1-5",
            "1-5: does that end in the afternoon? Write 13:00-17:00, or 01:00-05:00",
        ),
        (
            "24.12. off",
            "24.12.: not a day; write mon, mon-fri, weekdays, weekend, daily or 2026-12-24",
        ),
        (
            "mon 9-17, 24/12/2026 off",
            "24/12/2026: not a day; write mon, mon-fri, weekdays, weekend, daily or 2026-12-24",
        ),
        ("9-17", "Say for which days, such as: mon-fri 9-17"),
        ("mon", "mon: at what hours? Write for instance mon 9-17, or mon off"),
        ("mon 9", "9: not hours; write for instance 9-17, 9:00-17:30 or off"),
        ("mon 25-26", "25 in 25-26: there is no such time; a day goes from 0:00 to 24:00"),
        ("mon 9:75-10", "9:75 in 9:75-10: there is no such time; a day goes from 0:00 to 24:00"),
        ("mon 9-x", "x in 9-x: not a time of day; write 9, 9:30 or 17:30"),
        ("mon 9-9", "9-9: begins and ends at the same time; the whole day is 0-24"),
        ("mon 9-12 11-14", "09:00-12:00 and 11:00-14:00 overlap: write hours that share no time"),
        ("2026-02-30 off", "2026-02-30: there is no such date; write one such as 2026-12-24"),
        ("t 9-17", "t: not a day; write mon, mon-fri, weekdays, weekend, daily or 2026-12-24"),
        ("", "Write days and their hours, such as mon-fri 9-17"),
    ],
)
def test_what_makes_no_sense_is_told_in_one_line(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(problem)}$"):
        read_hours(text)


@pytest.mark.parametrize("code", language.languages())
@pytest.mark.parametrize("ranges", [(), (ALL_DAY,), (Range(540, 720), Range(780, 1020))])
def test_hours_can_be_typed_as_they_are_told_in_the_readers_language(
    monkeypatch: pytest.MonkeyPatch, code: str, ranges: tuple[Range, ...]
) -> None:
    monkeypatch.setenv("LANGUAGE", code)
    language.bind()

    assert read_ranges(describe_ranges(ranges)) == ranges
    assert read_ranges("any time") == (ALL_DAY,)
    assert read_ranges("off") == ()


@pytest.mark.parametrize(
    ("code", "text"),
    [("de", "sa so aus"), ("ja", "土 日 オフ"), ("nl", "za zo uit"), ("fr", "sam dim non")],
)
def test_days_off_are_switched_off_in_the_readers_language(
    monkeypatch: pytest.MonkeyPatch, code: str, text: str
) -> None:
    monkeypatch.setenv("LANGUAGE", code)
    language.bind()

    assert read_hours(text) == (DayHours(5, ()), DayHours(6, ()))


@pytest.mark.parametrize("code", language.languages())
@pytest.mark.parametrize("names", [weekday_names, short_weekday_names], ids=["full", "short"])
def test_days_can_be_typed_as_they_are_called_in_the_readers_language(
    monkeypatch: pytest.MonkeyPatch, code: str, names: Callable[[], tuple[str, ...]]
) -> None:
    monkeypatch.setenv("LANGUAGE", code)
    language.bind()
    monday, *_days, friday, _saturday, sunday = names()

    for day, name in enumerate(names()):
        assert read_days(name) == (day,)
        assert read_days(name.upper()) == (day,)
    assert read_hours(f"{monday}-{friday} 9-17") == WORK_DAYS
    assert read_hours(f"{sunday}: 9-17") == (DayHours(6, NINE_TO_FIVE),)
    assert read_hours("Mon - Friday 9-17") == WORK_DAYS
    assert read_hours(f"{monday_to_friday()} 9-17") == WORK_DAYS


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "Montag bis Freitag 9 bis 17 Uhr"),
        ("fr", "LUNDI au vendredi : 9 h à 17h00"),
        ("es", "lunes a viernes 9-17"),
        ("es", "lun mar mie jue vie 9-17"),
        ("pt_BR", "segunda a sexta 9-17"),
        ("it", "lunedi-venerdi 9-17"),
        ("nl", "ma t/m vr 9-17"),
        ("pl", "pon. do pt. 9-17"),
        ("ja", "月曜日から金曜日\uff19\uff1a\uff10\uff10\u301c\uff11\uff17\uff1a\uff10\uff10"),
        ("ja", "月・火・水・木・金 9-17"),
        ("zh_CN", "周一到周五9:00-17:00"),
        ("ar", "الاثنين إلى الجمعة 9-17"),
    ],
)
def test_a_week_is_typed_as_one_says_it_there(
    monkeypatch: pytest.MonkeyPatch, code: str, text: str
) -> None:
    monkeypatch.setenv("LANGUAGE", code)
    language.bind()

    assert read_hours(text) == WORK_DAYS


def test_what_is_no_day_is_told_with_the_days_of_that_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")
    language.bind()

    with pytest.raises(ValueError, match="écrivez lun, lun-ven, weekdays"):
        read_hours("mardo 9-17")
