"""The transition table at the top of session.py is the truth: nothing more, nothing less."""

import re
from functools import cache
from random import Random
from typing import Any

import pytest
from desk import INSTANT, Desk, hours, minutes, office, seconds

from deskbreak.core import session as module
from deskbreak.core.events import Answer, Condition
from deskbreak.core.moment import ZERO
from deskbreak.core.policy import Hold, Place, Stretches

DAYS = 300
AT_ONE_INSTANT = {("Seated", "Proposed")}
"""Seated, Due, Proposed: the lull was there already when it fell due."""

SETTINGS: tuple[dict[str, Any], ...] = (
    {},
    {"daily_limit": 2, "snooze_limit": 1},
    {"stretches": Stretches(place=Place.MEETING), "natural_break": minutes(10)},
    {"work_hours": office((9, 12), (13, 17)), "hold": Hold(calls=False)},
    {"every": minutes(20), "lull": ZERO},
)
SPANS = (
    *(ZERO, INSTANT, seconds(8), seconds(20), seconds(30), minutes(1), minutes(2), minutes(4)),
    *(minutes(5), minutes(9), minutes(20), minutes(45), minutes(50), hours(3)),
)


def documented() -> set[tuple[str, str]]:
    """(from, to) of every row; a row may name several targets."""
    rows = re.findall(r"^(\w+)  +\S.*-> ((?:\w+, )*\w+)", module.__doc__ or "", re.MULTILINE)
    return {(source, target) for source, targets in rows for target in targets.split(", ")}


def random_day(number: int, *, is_lazy: bool = False) -> Desk:
    """Always the same day for a number."""
    chance = Random(number)
    desk = Desk(is_lazy=is_lazy, **chance.choice(SETTINGS))
    for _ in range(60):
        _live_on(desk, chance)
    desk.wait(hours(1))
    return desk


def _live_on(desk: Desk, chance: Random) -> None:
    span = chance.choice(SPANS)
    match chance.randrange(12):
        case 0 | 1 | 2:
            desk.work(span)
        case 3:
            desk.sit_still(span)
        case 4 | 5:
            desk.during(chance.choice(list(Condition)), span)
        case 6:
            _toggle(desk, chance.choice(list(Condition)))
        case 7 | 8:
            desk.answer(chance.choice(list(Answer)))
        case 9:
            desk.work_until_asked() if chance.random() < 0.5 else desk.touch()
        case 10:
            _change(desk, chance)
        case _:
            desk.pause(span) if chance.random() < 0.3 else desk.resume()


def _toggle(desk: Desk, what: Condition) -> None:
    if what in desk.session.signs.conditions:
        desk.ends(what)
    else:
        desk.begins(what)


def _change(desk: Desk, chance: Random) -> None:
    if chance.random() < 0.5:
        desk.change(**chance.choice(SETTINGS))
    else:
        desk.change(every=chance.choice((minutes(10), minutes(45), minutes(90))))


def day_of_leaving_while_it_settles() -> Desk:
    """Held, then asked for too late: the absence is a break before things have settled."""
    desk = Desk()
    desk.begins(Condition.DO_NOT_DISTURB)
    desk.work(minutes(46))
    desk.leave(minutes(4) + seconds(40))
    desk.ends(Condition.DO_NOT_DISTURB)
    desk.leave(minutes(1))
    return desk


def day_of_taking_back(since: str) -> Desk:
    """A natural break, taken back when the bout after it is due already."""
    desk = Desk(every=minutes(5), natural_break=minutes(2))
    desk.work(minutes(3))
    desk.leave(minutes(3))
    if since == "Withheld":
        desk.begins(Condition.DO_NOT_DISTURB)
    desk.work(minutes(6))
    if since == "Proposed":
        desk.sit_still(seconds(20))
    desk.answer(Answer.SAT)
    return desk


def day_of_taking_back_a_snooze(since: str) -> Desk:
    """The same, but the bout before was snoozed for long."""
    desk = Desk(every=minutes(5), natural_break=minutes(2))
    desk.work_until_asked()
    desk.snooze(hours(1))
    desk.leave(minutes(3))
    if since == "Withheld":
        desk.begins(Condition.DO_NOT_DISTURB)
    desk.work(minutes(6))
    if since == "Proposed":
        desk.sit_still(seconds(20))
    desk.answer(Answer.SAT)
    return desk


@cache
def observed() -> set[tuple[str, str]]:
    days = [random_day(number) for number in range(DAYS)]
    days.append(day_of_leaving_while_it_settles())
    for since in ("Due", "Withheld", "Proposed"):
        days += [day_of_taking_back(since), day_of_taking_back_a_snooze(since)]
    return set[tuple[str, str]]().union(*(day.transitions for day in days))


def test_whatever_happens_is_in_the_table() -> None:
    assert observed() - documented() - AT_ONE_INSTANT == set()


def test_whatever_is_in_the_table_happens() -> None:
    assert documented() - observed() == set()


@pytest.mark.parametrize("number", range(0, DAYS, 5))
def test_what_happened_late_happened_all_the_same(number: int) -> None:
    assert random_day(number, is_lazy=True).story == random_day(number).story
