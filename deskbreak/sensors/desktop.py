"""The whole of what is read of the desktop: input, sleep and clock, and every other condition."""

from collections.abc import Collection, Mapping
from datetime import timedelta, tzinfo
from typing import assert_never

from deskbreak.core.asking import due_at
from deskbreak.core.events import Began, Condition, Event
from deskbreak.core.moment import Moment
from deskbreak.core.state import Away, Due, OnBreak, Proposed, Rules, Seated, Session, Withheld
from deskbreak.sensors.conditions import Conditions
from deskbreak.sensors.inputwatch import Inputwatch
from deskbreak.sensors.zone import LocalZone

_ASKED_WHEN_DUE = frozenset({Condition.FULL_SCREEN, Condition.DO_NOT_DISTURB})
_ASKED_WHEN_STILL = frozenset({Condition.CALL})


class DesktopSenses:
    """What `loop.Senses` wants: everything seen since the last look, in order."""

    def __init__(
        self, inputwatch: Inputwatch, conditions: Conditions, started: Moment, zone: LocalZone
    ) -> None:
        self._inputwatch = inputwatch
        self._conditions = conditions
        self._looked = started
        self._zone = zone
        self._ignored: Collection[str] = ()

    @property
    def ignored(self) -> Collection[str]:
        """Names the programs whose microphone is no call, by the rules of the last look."""
        return self._ignored

    def look(self, session: Session, rules: Rules) -> tuple[Moment, tuple[Event, ...]]:
        before = self._looked
        self._ignored = rules.settings.hold.ignore
        now, seen = self._inputwatch.look(rules)
        self._looked = now
        if any(isinstance(each, Began) and each.what is Condition.ACTIVE for each in seen):
            self._conditions.touched(now)
        unasked = _unasked(session, rules, now)
        changed = self._conditions.changes(before, now, unasked)
        return now, tuple(sorted((*changed, *seen), key=lambda event: event.at.uptime))

    def zone(self) -> tzinfo:
        return self._zone.read()

    def watch(self, session: Session) -> timedelta | None:
        return self._inputwatch.watch(session)

    def touched(self) -> None:
        """A key was pressed where only deskbreak itself saw it."""
        self._inputwatch.touched()

    def description(self) -> Mapping[str, object]:
        """Who tells what, and who does not and why, as `status` shows it."""
        return {
            "idle": self._inputwatch.idle_source,
            "not_idle": list(self._inputwatch.reasons),
            "senses": list(self._conditions.names),
            "missing": self._conditions.missing,
            "lost": self._conditions.lost,
        }

    def close(self) -> None:
        self._inputwatch.close()
        self._conditions.close()


def _unasked(session: Session, rules: Rules, now: Moment) -> frozenset[Condition]:
    """What could change nothing at this moment, and is not asked for (rule 3).

    A call keeps somebody seated who does not touch a key, and holds what is due. Until half of a
    natural break has passed without a key, it does neither.
    """
    if _could_ask(session, rules, now):
        return frozenset()
    signs = session.signs
    if Condition.CALL in signs.conditions or signs.last_input is None:
        return _ASKED_WHEN_DUE
    is_still = now.uptime - signs.last_input >= rules.settings.breaks.natural_break / 2
    return _ASKED_WHEN_DUE if is_still else _ASKED_WHEN_DUE | _ASKED_WHEN_STILL


def _could_ask(session: Session, rules: Rules, now: Moment) -> bool:
    """Whether what keeps deskbreak from asking matters at this moment (rule 3)."""
    match session.phase:
        case Due() | Withheld() | Proposed():
            return True
        case Seated(bout):
            due = due_at(session, bout, rules)
            return due is not None and due <= now.uptime
        case Away() | OnBreak():
            return False
        case _:
            assert_never(session.phase)
