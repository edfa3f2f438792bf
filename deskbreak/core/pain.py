"""What hurt, how much, and what is still to be asked about it.

The three bands of the scale, and that a move should be back to usual within a day, are those of
the pain traffic light of Provide Physiotherapy; the 72 hours and the two weeks are deskbreak's own
choice. Nobody is told to rest altogether: a move rests, or moves of its kind, and the others come.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import Enum, auto
from types import MappingProxyType

from deskbreak.core.answers import Occasion
from deskbreak.core.practice import Level
from deskbreak.value import value

MAY_SAY_IT_HURT = timedelta(days=1)
"""How long a question about pain may be answered."""
EASED = timedelta(days=7)
"""How long the easier form stays."""
_WEEK = timedelta(days=7)
_WEEKS = 4


class Advice(Enum):
    """What there is to say to somebody whom a move hurt."""

    HURT = auto()
    HURT_AGAIN = auto()
    """Within two weeks: its group is off."""
    MILD = auto()
    UNCOMFORTABLE = auto()
    STRONG = auto()
    STRONG_AGAIN = auto()
    FOUR_WEEKS = auto()
    """Strong pain in each of four weeks; its group is off, too."""
    LIMB = auto()
    NO_LIMB = auto()
    YESTERDAY = auto()
    LATELY = auto()
    """The same question, more than a day later."""
    USUAL = auto()
    A_LITTLE_MORE = auto()
    FEW_MOVES = auto()
    """Not of one that hurt: what was ruled out leaves few."""


QUESTIONS: Mapping[Advice, Occasion] = MappingProxyType(
    {  # all other advice ends without a question
        Advice.HURT: Occasion.HURTING,
        Advice.HURT_AGAIN: Occasion.HURTING,
        Advice.STRONG: Occasion.STRONGLY,
        Advice.STRONG_AGAIN: Occasion.STRONGLY,
        Advice.FOUR_WEEKS: Occasion.STRONGLY,
        Advice.YESTERDAY: Occasion.DAY_AFTER,
        Advice.LATELY: Occasion.DAY_AFTER,
    }
)
"""The advice that ends in a question, and the occasion on which its answers are given."""


@value
class Sore:
    """A move that hurt nobody knows yet how much; until then (UTC) it may be said.

    `rest`, `turned_off` and `level` are what *hurt* changed at once: until when the move rested
    already, whether its group went off, and its dose. Mild pain undoes that.
    """

    id: str
    until: datetime
    rest: datetime | None
    turned_off: bool
    level: Level | None


@value
class DayAfter:
    """A move that was uncomfortable on that day, and is asked about once from then on (UTC).

    Once it was asked, `until` says how long that may be answered. `is_second`: it was asked about
    before, and was a little worse.
    """

    id: str
    day: date
    ask_from: datetime
    until: datetime | None = None
    is_second: bool = False


@value
class Eased:
    """A move that comes in its easier form until then (UTC)."""

    id: str
    until: datetime


@value
class Pain:
    """What hurt, and which questions are open. `limb`: until then (UTC) one may say where to.

    `strong` are the days of the last four weeks on which pain was strong, `said_on` is when it was
    last said that those were four.
    """

    sore: Sore | None = None
    limb: datetime | None = None
    days_after: tuple[DayAfter, ...] = ()
    eased: tuple[Eased, ...] = ()
    strong: tuple[date, ...] = ()
    said_on: date | None = None

    def rated_now(self, now: datetime) -> Sore | None:
        """What one may say of how much it hurt."""
        return self.sore if self.sore is not None and now <= self.sore.until else None

    def may_say_where(self, now: datetime) -> bool:
        return self.limb is not None and now <= self.limb

    def compared_now(self, now: datetime) -> DayAfter | None:
        """The move of which one may say how it is since."""
        asked = (each for each in self.days_after if each.until is not None and now <= each.until)
        return next(asked, None)

    def next_day_after(self) -> DayAfter | None:
        """The move to ask about next."""
        return next((each for each in self.days_after if each.until is None), None)

    def may_ask_from(self, following: DayAfter) -> datetime:
        """One question at a time."""
        open_until = (each.until for each in self.days_after if each.until is not None)
        return max((following.ask_from, *open_until))

    def asking(self, asked: DayAfter, now: datetime) -> "Pain":
        others = tuple(each for each in self.days_after if each.until is None and each != asked)
        return replace(self, days_after=(replace(asked, until=now + MAY_SAY_IT_HURT), *others))

    def answered(self, asked: DayAfter) -> "Pain":
        return replace(self, days_after=tuple(each for each in self.days_after if each != asked))

    def to_be_asked(self, day_after: DayAfter) -> "Pain":
        others = tuple(each for each in self.days_after if each.id != day_after.id)
        return replace(self, days_after=(*others, day_after))

    def is_eased(self, id_: str, now: datetime) -> bool:
        return any(each.id == id_ and now < each.until for each in self.eased)

    def easing(self, id_: str, now: datetime, until: datetime) -> "Pain":
        others = (each for each in self.eased if each.id != id_ and now < each.until)
        return replace(self, eased=(*others, Eased(id_, until)))

    def with_clock_set(self, before: datetime, step: timedelta) -> "Pain":
        """The easier form stays for as long as it had still to stay by the clock of before."""
        eased = (
            replace(each, until=each.until + step) if before < each.until else each
            for each in self.eased
        )
        return replace(self, eased=tuple(eased))

    def marked_strong(self, day: date) -> "Pain":
        recent = (each for each in self.strong if day - each < _WEEKS * _WEEK and each != day)
        return replace(self, strong=(*recent, day))

    def is_strong_for_weeks(self, day: date) -> bool:
        """In each of the last four, and that was not said within the last one."""
        weeks = {(day - each) // _WEEK for each in self.strong}
        was_said = self.said_on is not None and day - self.said_on < _WEEK
        return weeks >= set(range(_WEEKS)) and not was_said
