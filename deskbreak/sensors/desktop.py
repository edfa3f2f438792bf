"""The whole of what is read of the desktop: input, sleep and clock, and every other condition."""

from collections.abc import Mapping
from datetime import timedelta

from deskbreak.core.asking import due_at
from deskbreak.core.events import Began, Condition, Event
from deskbreak.core.moment import Moment
from deskbreak.core.state import Due, Proposed, Rules, Seated, Session, Withheld
from deskbreak.sensors.conditions import Conditions
from deskbreak.sensors.senses import Senses

_ASKED_WHEN_DUE = frozenset({Condition.FULL_SCREEN, Condition.DO_NOT_DISTURB})


class Desktop:
    """What `loop.Senses` wants: everything seen since the last look, in order."""

    def __init__(self, senses: Senses, conditions: Conditions, started: Moment) -> None:
        self._senses = senses
        self._conditions = conditions
        self._looked = started

    def look(self, session: Session, rules: Rules) -> tuple[Moment, tuple[Event, ...]]:
        before = self._looked
        now, seen = self._senses.look(rules)
        self._looked = now
        if Began in map(type, seen):
            self._conditions.touched()
        unasked = frozenset() if _could_ask(session, rules, now) else _ASKED_WHEN_DUE
        changed = self._conditions.changes(before, now, unasked)
        return now, tuple(sorted((*changed, *seen), key=lambda event: event.at.uptime))

    def watch(self, session: Session) -> timedelta | None:
        return self._senses.watch(session)

    def touched(self) -> None:
        """A key was pressed where only deskbreak itself saw it."""
        self._senses.touched()

    def description(self) -> Mapping[str, object]:
        """Who tells what, and who does not and why, as `status` shows it."""
        return {
            "idle": self._senses.idle_source,
            "not_idle": list(self._senses.reasons),
            "senses": list(self._conditions.names),
            "missing": self._conditions.missing,
            "lost": self._conditions.lost,
        }

    def close(self) -> None:
        self._senses.close()
        self._conditions.close()


def _could_ask(session: Session, rules: Rules, now: Moment) -> bool:
    """Whether what keeps deskbreak from asking matters at this moment (rule 3)."""
    match session.phase:
        case Due() | Withheld() | Proposed():
            return True
        case Seated(bout):
            due = due_at(session, bout, rules)
            return due is not None and due <= now.uptime
        case _:
            return False
