"""What the answers of the last weeks say about the settings; each such thing is asked about once.

Nothing is ever changed by itself: a suggestion is a question, and its answer is a setting.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from deskbreak.core.events import Answer

_MANY_PUT_OFF = 4
_GOOD_WEEKS = timedelta(days=14)
_GOOD_DAYS = 8
"""Of two weeks, so that a few days off do not count against anybody."""


class Suggestion(StrEnum):
    """What may be suggested; the values are the settings that it is about."""

    LESS_OFTEN = "breaks.every"
    TWO_MOVES = "breaks.moves_per_break"


@dataclass(frozen=True, slots=True)
class Habit:
    """How many proposals in a row were put off, on which days something was done, what was asked."""

    put_off: int = 0
    days: tuple[date, ...] = ()
    asked: tuple[Suggestion, ...] = ()

    def after(self, answer: Answer) -> "Habit":
        """Whoever takes a stretch has put off none; corrections say nothing about it."""
        if answer in (Answer.SNOOZE, Answer.SKIP):
            return replace(self, put_off=self.put_off + 1)
        return replace(self, put_off=0) if answer in (Answer.START, Answer.DONE) else self

    def done_on(self, day: date) -> "Habit":
        recent = tuple(each for each in self.days if day - each < 2 * _GOOD_WEEKS and each != day)
        return replace(self, days=(*recent, day))

    def suggestion(self, day: date, moves_per_break: int) -> Suggestion | None:
        """What is worth asking now, if it never was: after four put off, after two good weeks."""
        if self.put_off >= _MANY_PUT_OFF and Suggestion.LESS_OFTEN not in self.asked:
            return Suggestion.LESS_OFTEN
        is_about_more = moves_per_break == 1 and Suggestion.TWO_MOVES not in self.asked
        if is_about_more and self._were_good_weeks(day):
            return Suggestion.TWO_MOVES
        return None

    def asking(self, suggestion: Suggestion) -> "Habit":
        return replace(self, asked=(*self.asked, suggestion))

    def _were_good_weeks(self, day: date) -> bool:
        """It began two weeks ago at least, and on most working days since something was done."""
        if not self.days or day - self.days[0] < _GOOD_WEEKS - timedelta(days=1):
            return False
        return sum(day - each < _GOOD_WEEKS for each in self.days) >= _GOOD_DAYS
