"""What the answers of the last weeks say about the settings; each such thing is asked about once.

Nothing is ever changed by itself: a suggestion is a question, and its answer is a setting.
"""

from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

from deskbreak.core.answers import SAYINGS, Attitude
from deskbreak.core.events import Answer
from deskbreak.core.policy import Insist, Settings
from deskbreak.core.stretch import Place
from deskbreak.value import value

_MANY_PUT_OFF = 4
_DAYS_IGNORED = 2
_GOOD_WEEKS = timedelta(days=14)
_GOOD_DAYS = 8
"""Of two weeks, so that a few days off do not count against anybody."""


class Suggestion(StrEnum):
    """What may be suggested; the values are the settings that it is about."""

    LESS_OFTEN = "breaks.every"
    ALL_MOVES = "stretches.starter"
    TWO_MOVES = "breaks.moves_per_break"
    FLOOR = "stretches.floor"
    STILL_CHAIR = "stretches.rolling_chair"
    INSIST = "notifications.insist"
    LEG_NERVE = "stretches.avoid"
    """Not for habit's sake: it was felt down a leg or arm."""


@value
class Habit:
    """How many proposals in a row were put off, on which days something was done, what was asked, and when last.

    `ignored` are the days since the last answer on which something was. `knows_few`: it was said,
    without anything to ask, that few moves are left.
    """

    put_off: int = 0
    days: tuple[date, ...] = ()
    asked: tuple[Suggestion, ...] = ()
    asked_on: date | None = None
    ignored: tuple[date, ...] = ()
    knows_few: bool = False

    def after(self, answer: Answer) -> "Habit":
        """Whoever takes a stretch has put off none; corrections say nothing about it."""
        match SAYINGS[answer].attitude:
            case Attitude.PUTS_OFF:
                return replace(self, put_off=self.put_off + 1, ignored=())
            case Attitude.TAKES:
                return replace(self, put_off=0, ignored=())
            case None:
                return self
            case attitude:
                assert_never(attitude)

    def ignoring(self, day: date) -> "Habit":
        """A proposal was ignored on that day."""
        return self if day in self.ignored else replace(self, ignored=(*self.ignored, day))

    def heeding(self) -> "Habit":
        """A proposal was not ignored."""
        return replace(self, ignored=())

    def may_insist(self, settings: Settings) -> bool:
        """On two days and now on a third all was ignored, as if nobody saw it: that is asked once."""
        is_off = settings.notifications.insist is Insist.NEVER
        return is_off and len(self.ignored) > _DAYS_IGNORED and Suggestion.INSIST not in self.asked

    def done_on(self, day: date) -> "Habit":
        recent = tuple(each for each in self.days if day - each < 2 * _GOOD_WEEKS and each != day)
        return replace(self, days=(*recent, day))

    def suggestion(self, day: date, settings: Settings) -> Suggestion | None:
        """What is worth asking now, if it never was.

        That is after four put off, or after two good weeks. Levels go up one at a time: from the
        moves to begin with to all of them, then to two a break, then to those on the floor at home,
        each after two more good weeks.
        """
        if self.put_off >= _MANY_PUT_OFF and Suggestion.LESS_OFTEN not in self.asked:
            return Suggestion.LESS_OFTEN
        wishes = settings.stretches
        levels = (  # the other suggestions are no levels
            (Suggestion.ALL_MOVES, wishes.starter),
            (Suggestion.TWO_MOVES, settings.breaks.moves_per_break == 1),
            (Suggestion.FLOOR, _may_lie_down(wishes.place) and not wishes.floor),
        )
        next_level = (level for level, may in levels if may and level not in self.asked)
        return next(next_level, None) if self._were_good_weeks(day) else None

    @property
    def has_heard(self) -> bool:
        """Whether they have heard that few moves are left."""
        return self.knows_few or Suggestion.STILL_CHAIR in self.asked

    def asking(self, suggestion: Suggestion, day: date) -> "Habit":
        return replace(self, asked=(*self.asked, suggestion), asked_on=day)

    def _were_good_weeks(self, day: date) -> bool:
        """Begun, and asked last, two weeks ago at least; on most working days something was done."""
        if not self.days or day - self.days[0] < _GOOD_WEEKS - timedelta(days=1):
            return False
        if self.asked_on is not None and day - self.asked_on < _GOOD_WEEKS:
            return False
        return sum(day - each < _GOOD_WEEKS for each in self.days) >= _GOOD_DAYS


def _may_lie_down(place: Place) -> bool:
    """Where the floor is one's own."""
    match place:
        case Place.HOME:
            return True
        case Place.OFFICE | Place.MEETING | Place.GYM:
            return False
        case _:
            assert_never(place)
