"""Days that were kept, lived once more under other settings."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from daybook import CET, active, answer, event, rules
from kept_life import KeptLife

from deskbreak.core.effects import Propose
from deskbreak.core.events import Answer
from deskbreak.days.last_days import kept_days
from deskbreak.days.what_if import Comparison, LivedDay, compared, habits_of, lived_under
from deskbreak.page.settings_what_if import in_a_sentence

NOW = rules()
PLAIN_ANSWERS = (Answer.START, Answer.DONE, Answer.SNOOZE, Answer.SKIP, Answer.SWAP, Answer.CLOSED)


def asks(lines: Iterable[str], settings: dict[str, object] | None = None) -> list[str]:
    """When it would have asked, by the clock of that day."""
    lived = under(lines, settings)
    return [f"{at.astimezone(CET):%H:%M:%S}" for at in lived.asks]


def under(lines: Iterable[str], settings: dict[str, object] | None = None) -> LivedDay:
    lines = tuple(lines)
    habits = habits_of(lines, NOW, "day.jsonl")
    return lived_under(rules(settings).settings, lines, NOW, "day.jsonl", habits)


def test_less_often_is_asked_less_often_and_answered_in_the_same_order() -> None:
    day = (
        active("09:00:00", "09:46:00"),
        answer("09:46:00", "done"),
        active("09:46:00", "10:31:40"),
        answer("10:31:40", "skip"),
        active("10:31:40", "13:00:00"),
    )

    assert asks(day) == ["09:45:00", "10:31:00", "11:16:40", "12:21:40"]
    assert asks(day, {"breaks.every": "1h"}) == ["10:00:00", "11:01:00", "12:01:40"]


def test_what_was_snoozed_is_snoozed_when_it_is_asked_elsewhen() -> None:
    day = (
        active("09:00:00", "09:45:20"),
        answer("09:45:20", "snooze", for_="10m"),
        active("09:45:20", "10:10:00"),
    )

    assert asks(day) == ["09:45:00", "09:55:20"]
    assert asks(day, {"breaks.every": "30m"}) == ["09:30:00", "09:40:20"]


def test_a_break_of_ones_own_stays_where_it_was() -> None:
    day = (
        active("09:00:00", "09:20:00"),
        answer("09:20:00", "done"),
        active("09:20:00", "10:10:00"),
    )

    assert asks(day) == ["10:05:00"]
    assert asks(day, {"breaks.every": "30m"}) == ["09:50:00"]
    assert asks(day, {"breaks.every": "20m"}) == ["09:40:00"]


def test_settings_changed_on_that_day_hold_in_neither_life() -> None:
    day = (
        active("09:00:00", "09:10:00"),
        event("09:10:00", "settings", set={"breaks.every": "15m"}),
        active("09:10:00", "10:10:00"),
    )

    assert asks(day) == ["09:45:00"]
    assert asks(day, {"breaks.every": "1h"}) == ["10:00:00"]


def test_a_shorter_absence_counts_as_a_break() -> None:
    day = (active("09:00:00", "09:30:00"), active("09:34:00", "10:10:00"))

    assert asks(day) == ["09:45:00"]
    assert asks(day, {"breaks.natural_break": "3m"}) == []
    assert [length for _end, length in under(day, {"breaks.natural_break": "3m"}).bouts] == [
        timedelta(minutes=30)
    ]


@pytest.mark.parametrize("seed", range(8))
def test_under_its_own_settings_a_day_is_the_same_day(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    life = KeptLife(tmp_path, NOW)
    minute = 60
    while minute < 800:
        gone = minute + chance.choice((1, 20, 46, 90))
        life.work(minute, gone)
        said = chance.choice((*PLAIN_ANSWERS, None))
        if said is not None:
            life.answer(gone + chance.choice((0.2, 0.5)), said)
        minute = gone + chance.choice((1, 2, 4, 9))
    life.days.close()
    (kept,) = kept_days(tmp_path)

    lived = under(kept.lines())

    asked = [each for each in life.effects if isinstance(each, Propose) and not each.again]
    assert len(asked) > 3
    assert lived.asks == tuple(each.at.wall for each in asked)


def test_the_sentence_of_a_kept_record(tmp_path: Path) -> None:
    life = KeptLife(tmp_path, NOW)
    for day in (0, 1440):
        life.work(day + 60, day + 270)  # 9:00 to 12:30
        life.answer(day + 270.5, Answer.DONE)
        life.work(day + 271, day + 320)
        life.rest(day + 900)
    life.days.close()
    lives = [day.lines() for day in kept_days(tmp_path)]

    def told(settings: dict[str, object]) -> str:
        now, then = ([under(lines, each) for lines in lives] for each in (None, settings))
        return in_a_sentence(compared(now, then, CET))

    assert told({"breaks.every": "80m"}) == (
        "2 times a day instead of 4. "
        "In your longest spell, 3 h 30 min, it would have asked 35 min later."
    )
    assert told({"breaks.every": "30m"}) == (
        "5 times a day instead of 4. "
        "In your longest spell, 3 h 30 min, it would have asked 15 min earlier."
    )
    assert told({"breaks.daily_limit": 1}) == "1 time a day instead of 4, mostly before noon."
    assert told({"breaks.every": "4h"}) == (
        "0 times a day instead of 4. In your longest spell, 3 h 30 min, it would not have asked."
    )
    assert told({"breaks.walk_every": 9}) == "As often as now, 4 times a day, mostly before noon."


MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            Comparison(10, 100, 70, 10, 130 * MINUTE, 83 * MINUTE, 45 * MINUTE),
            (
                "7 times a day instead of 10, mostly after noon. "
                "In your longest spell, 2 h 10 min, it would have asked 38 min earlier."
            ),
        ),
        (
            Comparison(10, 71, 69, 35, 130 * MINUTE, None, 45 * MINUTE),
            (
                "About as often as now, 7 times a day. In your longest spell, 2 h 10 min, "
                "it would have asked after 45 min; it did not."
            ),
        ),
        (
            Comparison(0, 0, 0, 0, 0 * MINUTE, None, None),
            "On none of the days kept were you at your desk: try it in a day or two.",
        ),
    ],
)
def test_what_came_of_it_is_a_sentence(found: Comparison, sentence: str) -> None:
    assert in_a_sentence(found) == sentence
