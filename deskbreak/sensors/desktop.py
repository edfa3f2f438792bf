"""The whole of what is read of the desktop: input, sleep and clock, and every other condition."""

import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import timedelta
from functools import partial

from deskbreak.core.asking import due_at
from deskbreak.core.events import Began, Condition, Event
from deskbreak.core.moment import Moment
from deskbreak.core.state import Due, Proposed, Rules, Seated, Session, Withheld
from deskbreak.errors import SensorError
from deskbreak.sensors.buses import Buses
from deskbreak.sensors.clock import TimeSource
from deskbreak.sensors.conditions import Conditions
from deskbreak.sensors.sense import Sense, Wake
from deskbreak.sensors.senses import Senses

Opener = tuple[str, Callable[[], Sense]]

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


def openers(
    environment: Mapping[str, str],
    buses: Buses,
    ignore: Callable[[], Collection[str]],
    time: TimeSource,
    wake: Wake,
) -> Iterator[Opener]:
    """Every sense of this platform; `ignore` names programs whose microphone is no call."""
    if sys.platform == "linux":
        yield from _on_linux(environment, buses, ignore, time, wake)


def _on_linux(
    environment: Mapping[str, str],
    buses: Buses,
    ignore: Callable[[], Collection[str]],
    time: TimeSource,
    wake: Wake,
) -> Iterator[Opener]:
    from deskbreak.sensors.camera import Camera  # noqa: PLC0415  (each platform has its own)
    from deskbreak.sensors.microphone import Microphone  # noqa: PLC0415

    yield "microphone", partial(Microphone.open, environment, ignore, time)
    yield "camera", partial(Camera.open, ignore)
    yield "full_screen", partial(_full_screen, environment)
    session, system = buses.session, buses.system
    if session is None and system is None:
        return
    from deskbreak.sensors.do_not_disturb import open_do_not_disturb  # noqa: PLC0415
    from deskbreak.sensors.kept_awake import open_kept_awake  # noqa: PLC0415
    from deskbreak.sensors.lock import LockSense  # noqa: PLC0415
    from deskbreak.sensors.sleep import open_sleep  # noqa: PLC0415

    session_id = environment.get("XDG_SESSION_ID", "")
    yield "lock", partial(LockSense, session, system, wake, session_id)
    yield "sleep", partial(open_sleep, system, wake)
    yield "kept_awake", partial(open_kept_awake, session, system, wake)
    yield "do_not_disturb", partial(open_do_not_disturb, session, wake)


def _full_screen(environment: Mapping[str, str]) -> Sense:
    if not environment.get("DISPLAY"):
        raise SensorError("DISPLAY is not set")
    from deskbreak.sensors.full_screen_x11 import X11FullScreen  # noqa: PLC0415  (X11 only)

    return X11FullScreen.open(environment)
