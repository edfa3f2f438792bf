"""Somebody whose days are kept, lived round by round as the loop of a daemon has it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from deskbreak.core.events import Answer, Answered, Began, Condition, Ended, Event, Ticked
from deskbreak.core.moment import Moment
from deskbreak.core.session import advance, begin
from deskbreak.core.state import Rules, Session
from deskbreak.days.last_days import LastDays

if TYPE_CHECKING:
    from deskbreak.core.effects import Effect

MINUTE = timedelta(minutes=1)
EIGHT = Moment(timedelta(days=3), datetime(2026, 3, 2, 7, tzinfo=UTC))
"""On Monday 2 March 2026, in Warsaw."""


class KeptLife:
    """A daemon that keeps its days in that folder."""

    def __init__(self, folder: Path, of: Rules, session: Session | None = None) -> None:
        self.folder = folder
        self.rules = of
        self.days = LastDays(folder)
        self.session = begin(EIGHT, of) if session is None else session
        self.effects: list[Effect] = []
        self.days.look(self.session, of)

    def round(self, *events: Event) -> None:
        self.days.record(events, self.rules)
        for event in events:
            step = advance(self.session, event, self.rules)
            self.session, self.effects = step.session, [*self.effects, *step.effects]
        self.days.look(self.session, self.rules)

    def at(self, minutes: float) -> Moment:
        """So long after the start."""
        return EIGHT.at_uptime(EIGHT.uptime + minutes * MINUTE)

    def work(self, start: int, end: int) -> None:
        """Typing, with a look a minute."""
        for minute in range(start, end):
            begun, ended = self.at(minute), self.at(minute + 0.9)
            self.round(
                Began(begun, Condition.ACTIVE),
                Ended(ended, Condition.ACTIVE),
                Ticked(self.at(minute + 1)),
            )

    def rest(self, until: int) -> None:
        self.round(Ticked(self.at(until)))

    def answer(self, minute: float, answer: Answer) -> None:
        self.round(Answered(self.at(minute), answer))
