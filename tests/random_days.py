"""Days in which everything happens: always the same day for a number."""

from random import Random
from typing import Any

from desk import INSTANT, Desk, hours, minutes, office, seconds

from deskbreak.core.events import Answer, Condition
from deskbreak.core.moment import ZERO
from deskbreak.core.policy import Hold, Stretches
from deskbreak.core.stretch import Place

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


def random_day(number: int, *, is_lazy: bool = False) -> Desk:
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
            answer = chance.choice(list(Answer))
            if not desk.session.signs.is_shut:  # nobody clicks on a locked screen
                desk.answer(answer)
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
