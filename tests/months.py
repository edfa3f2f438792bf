"""What comes in a month to eight people, each with a body, a place and a mood of their own.

    python tests/months.py

Prints the table of docs/cautions.md. Everybody works from nine to half past five on twenty days,
and takes seven proposals in ten; the others are skipped.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from random import Random

from desk import Desk, minutes

from deskbreak.core.avoid import Bar, Filters
from deskbreak.core.events import Answer
from deskbreak.core.policy import Stretches
from deskbreak.core.stretch import Group, Place, Stretch
from deskbreak.files.resources import config_file
from deskbreak.stretches.catalogue import load_catalogue

ACCEPTED = 0.7
DAYS = 20
_ASKED_AGAIN = frozenset({Bar.REQUIRES, Bar.SEATED, Bar.STAND, Bar.RESTING})
"""Bars that change with what was done before, and so say nothing of the person."""


@cache
def bundled() -> tuple[Stretch, ...]:
    return load_catalogue(config_file("stretches.toml"))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with settings of their own."""

    name: str
    wishes: Stretches = Stretches()


PEOPLE = (
    Person("the office, as it comes"),
    Person("at home, with a floor", Stretches(place=Place.HOME, floor=True)),
    Person("a day of meetings", Stretches(place=Place.MEETING)),
    Person("in a wheelchair", Stretches(wheelchair=True, steady_trunk=True)),
    Person("a new hip", Stretches(avoid=("hip_precautions",))),
    Person("pain down the leg", Stretches(avoid=("leg_nerve", "flexion"))),
    Person(
        "pregnant, third trimester",
        Stretches(place=Place.HOME, floor=True, avoid=("preg_supine", "preg_prone", "balance")),
    ),
    Person("dizzy, with a sore shoulder", Stretches(avoid=("balance", "shoulder", "overhead"))),
)


@dataclass
class Month:
    """What came, by day."""

    person: Person
    offered: list[tuple[int, Stretch]] = field(default_factory=list)
    done: list[tuple[int, Stretch]] = field(default_factory=list)

    @property
    def stretches(self) -> Counter[str]:
        groups = (Group.WALK, Group.STAND)
        return Counter(move.id for _day, move in self.offered if move.group not in groups)

    @property
    def walks(self) -> float:
        return sum(move.group is Group.WALK for _day, move in self.offered) / len(self.offered)

    @property
    def smallest(self) -> int:
        return sum(move.group is Group.STAND for _day, move in self.offered)

    @property
    def most_frequent(self) -> tuple[str, float]:
        [(id_, count)] = self.stretches.most_common(1)
        return id_, count / self.stretches.total()

    @property
    def strength_days(self) -> float:
        """Days a week on which a move for strength was done."""
        days = {day for day, move in self.done if move.group is Group.STRENGTH}
        return len(days) / (DAYS / 5)

    @property
    def ruled_out(self) -> list[str]:
        """What came although the person, the place or the equipment speaks against it."""
        wishes, breaks = self.person.wishes, Desk().rules.settings.breaks
        filters = Filters(wishes, breaks, (), {}, must_get_up=False)
        return sorted(
            {
                move.id
                for _day, move in self.offered
                if any(bar not in _ASKED_AGAIN for bar in filters.bars(_plain(move)))
            }
        )


def _plain(move: Stretch) -> Stretch:
    """The move as the catalogue has it, before its dose grew."""
    return next(each for each in bundled() if each.id == move.id)


def lived(person: Person, *, accepted: float = ACCEPTED, seed: int = 7) -> Month:
    month, mood = Month(person), Random(seed)
    desk = Desk(catalogue=bundled(), stretches=person.wishes, daily_limit=0)
    for day in range(DAYS):
        desk.wait_until("09:00")
        for _weekend in range(2 if day and day % 5 == 0 else 0):
            desk.wait(timedelta(days=1))
        evening = desk.now.uptime + timedelta(hours=8, minutes=30)
        seen = len(desk.proposals)
        while desk.now.uptime < evening:
            desk.work(minutes(50))
            new = desk.proposals[seen:]
            seen += len(new)
            if not new:
                continue
            move = new[-1].stretch
            month.offered.append((day, move))
            if mood.random() >= accepted:
                desk.answer(Answer.SKIP)
                continue
            desk.answer(Answer.START)
            desk.wait(desk.session.phase.ends - desk.now.uptime)  # type: ignore[union-attr]
            desk.touch()
            month.done.append((day, move))
        desk.lock()
        desk.wait(timedelta(hours=12))
        desk.unlock()
    return month


def rows(month_of: Callable[[Person], Month] = lived) -> Iterator[str]:
    for person in PEOPLE:
        month = month_of(person)
        id_, part = month.most_frequent
        yield (
            f"| {person.name} | {len(month.offered)} | {len(month.stretches)} | "
            f"{month.walks:.0%} | {part:.0%} `{id_}` | {month.strength_days:.1f} | "
            f"{', '.join(month.ruled_out) or 'nothing'} |"
        )


if __name__ == "__main__":
    sys.stdout.write("\n".join(rows()) + "\n")
