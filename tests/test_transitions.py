"""The transition table at the top of session.py is the truth: nothing more, nothing less."""

import re
from dataclasses import dataclass
from functools import cache

from desk import Desk, Transition, hours, minutes, seconds
from random_days import random_day

from deskbreak.core import session as module
from deskbreak.core.events import Answer, Condition

DAYS = 300
AT_ONE_INSTANT = {
    # due, and the lull is there already
    Transition("Seated", "Proposed", frozenset({"Propose"})),
    # a start at the very moment at which the absence is a break
    Transition("Seated", "OnBreak", frozenset({"Remember", "Guide"})),
    # how a move was, said at the very moment at which its guide is over
    Transition("OnBreak", "Away", frozenset({"EndGuide", "Remember", "NoteFeeling"})),
    # a start at the very moment at which a guide is over
    Transition("OnBreak", "OnBreak", frozenset({"EndGuide", "Remember", "Guide"})),
}
"""Two rows of the table in one step."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: `must` and `may` are the effects outside and inside parentheses."""

    text: str
    before: str
    after: frozenset[str]
    must: frozenset[str]
    may: frozenset[str]

    def explains(self, seen: Transition) -> bool:
        if seen.before != self.before or seen.after not in self.after:
            return False
        return self.must <= seen.effects <= self.must | self.may


@cache
def table() -> tuple[Row, ...]:
    row = re.compile(r"^(\w+)  +\S.* -> ((?:\w+, )*\w+)(.*)$", re.MULTILINE)
    return tuple(_row(found) for found in row.finditer(module.__doc__ or ""))


def _row(found: re.Match[str]) -> Row:
    before, after, effects = found.groups()
    may = "".join(re.findall(r"\(.*?\)", effects))
    must = re.sub(r"\(.*?\)", "", effects)
    return Row(found[0], before, _names(after), _names(must), _names(may))


def _names(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


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


def day_of_two_moves() -> Desk:
    desk = Desk(moves_per_break=2)
    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(minutes(3))
    return desk


def day_of_saying_how(*, where: str) -> Desk:
    """A stretch just done turns out to have hurt, wherever the next one stands."""
    desk = Desk(every=minutes(5))
    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(minutes(2))
    if where == "Away":
        desk.answer(Answer.HURT)
        return desk
    desk.begins(Condition.ACTIVE)
    if where == "Withheld":
        desk.begins(Condition.DO_NOT_DISTURB)
    desk.wait(minutes(1) if where == "Seated" else minutes(6))
    desk.answer(Answer.HURT)
    return desk


def day_of_saying_how_much(*, where: str, answers: tuple[Answer, ...]) -> Desk:
    """It hurt; how much, and where to, is said wherever the next one stands."""
    desk = Desk(every=minutes(5), walk_every=0)
    desk.work_until_asked()
    desk.answer(Answer.HURT)
    if where == "OnBreak":
        desk.answer(Answer.START)
    if where == "Seated":
        desk.answer(Answer.DONE)
    for answer in answers:
        desk.answer(answer)
    if Answer.UNCOMFORTABLE in answers:
        desk.wait(hours(24))
        desk.work(minutes(2))
    return desk


@cache
def observed() -> frozenset[Transition]:
    days = [random_day(number) for number in range(DAYS)]
    days += [day_of_leaving_while_it_settles(), day_of_two_moves()]
    days += [day_of_saying_how(where=where) for where in ("Away", "Seated", "Withheld", "Due")]
    for where in ("Proposed", "OnBreak", "Seated"):
        for answers in ((Answer.UNCOMFORTABLE,), (Answer.STRONG, Answer.LIMB)):
            days.append(day_of_saying_how_much(where=where, answers=answers))
    for since in ("Due", "Withheld", "Proposed"):
        days += [day_of_taking_back(since), day_of_taking_back_a_snooze(since)]
    return frozenset[Transition]().union(*(day.transitions for day in days))


def test_whatever_happens_is_in_the_table() -> None:
    explained = {seen for seen in observed() for row in table() if row.explains(seen)}

    assert observed() - explained - AT_ONE_INSTANT == set()


def test_whatever_is_in_the_table_happens() -> None:
    idle = [row.text for row in table() if not any(map(row.explains, observed()))]

    assert idle == []


def test_every_phase_that_a_row_names_is_there() -> None:
    promised = {(row.before, after) for row in table() for after in row.after}

    assert promised - {(seen.before, seen.after) for seen in observed()} == set()
