"""The transition table at the top of session.py is the truth: nothing more, nothing less."""

import re
from functools import cache

from desk import Desk, hours, minutes, seconds
from random_days import random_day

from deskbreak.core import session as module
from deskbreak.core.events import Answer, Condition

DAYS = 300
AT_ONE_INSTANT = {("Seated", "Proposed")}
"""Seated, Due, Proposed: the lull was there already when it fell due."""


def documented() -> set[tuple[str, str]]:
    """(from, to) of every row; a row may name several targets."""
    rows = re.findall(r"^(\w+)  +\S.*-> ((?:\w+, )*\w+)", module.__doc__ or "", re.MULTILINE)
    return {(source, target) for source, targets in rows for target in targets.split(", ")}


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
