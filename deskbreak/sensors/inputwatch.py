"""Input, sleep and the clock, as the events that the core understands.

The desktop tells how long ago the last input was; the core wants to know when input began and
ended. Between two looks nothing is known but the last input, so the time up to it counts as one
spell of typing, unless the look before lies so far back that the gap may have been a break.

A source of idleness that is lost gives way to the next, and the lost one is tried again and again.
What a source tells at its first look is not believed: of the time before, it may know nothing. With
no other behind it, its loss is no sign that anybody is there: whoever was away stays away until an
answer or an unlock.

In a natural break, input that is over within two seconds is noise: a bump against the desk, a cat.
"""

import logging
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from deskbreak.core.events import Began, ClockStepped, Condition, Ended, Event
from deskbreak.core.moment import ZERO, Moment
from deskbreak.core.state import Away, Rules, Session
from deskbreak.errors import NOT_TO_BE_HAD
from deskbreak.sensors.clock import Clock, ClockReading, Sleep, Sleepwatch
from deskbreak.sensors.idle import Chosen, choose_idle, idle_candidates
from deskbreak.sensors.idle_none import NoIdle

if TYPE_CHECKING:
    from deskbreak.wires.dbus import Bus

Choose = Callable[[Mapping[str, str], "Bus | None", "Bus | None", Chosen | None], Chosen]
"""See `choose_idle`."""

_LOOK_AGAIN = timedelta(seconds=15)
_NOISE = timedelta(seconds=2)
_READING_LAG = timedelta(milliseconds=500)  # by which input is seen later than it came
_LOG = logging.getLogger(__name__)


class Inputwatch:
    """Notices all three at a look; `wake` is called from any thread when it is time to look.

    The source of idleness is chosen at the first look, in the thread that looks: it may have to
    ask on the buses, which others must be receiving by then.
    """

    def __init__(
        self,
        clock: Clock,
        environment: Mapping[str, str],
        wake: Callable[[], None],
        session: "Bus | None" = None,
        system: "Bus | None" = None,
        choose: Choose = choose_idle,
    ) -> None:
        idle_candidates(environment)  # a forced source that does not exist is told at once
        self._choose = partial(choose, environment, session, system)
        self._clock = clock
        self._wake = wake
        self._sleepwatch = Sleepwatch(clock)
        self._looked = clock.now()
        self._chosen = Chosen(NoIdle(), ())
        self._is_lost = True
        self._best_rank = sys.maxsize
        self._chosen_at = self._choose_from = ZERO
        self._last_input: timedelta | None = None
        self._bump: timedelta | None = None
        self._is_away = True
        self._is_on_natural_break = False
        self._is_blind = False

    @property
    def idle_source(self) -> str:
        return NoIdle.name if self._is_lost else self._chosen.source.name

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why each better source of idleness is not in use."""
        return self._chosen.reasons

    def look(self, rules: Rules) -> tuple[Moment, tuple[Event, ...]]:
        """The moment, and what was seen since the last look, in order."""
        is_new = self._has_new_source()
        look = self._sleepwatch.look()
        before, self._looked = self._looked, look.now
        sleep = [] if look.slept is None else _slept(look.slept)
        seen = sleep if is_new else self._input(before, look, rules)
        events = [*seen, *self._sight(look.now)]
        if look.stepped:
            _LOG.info("The wall clock was set by %s", look.stepped)
            events.append(ClockStepped(look.now))
        return look.now, tuple(events)

    def watch(self, session: Session) -> timedelta | None:
        """While nobody sits, the next input matters; else the core's own deadlines do."""
        phase = session.phase
        self._is_away = isinstance(phase, Away)
        self._is_on_natural_break = isinstance(phase, Away) and phase.after is not None
        now = self._clock.now().uptime
        if self._is_lost:
            return max(self._choose_from - now, ZERO)
        if self._bump is not None:
            return max(self._bump + self._told_apart_after - now, ZERO)
        source = self._chosen.source
        look_again = _LOOK_AGAIN if self._chosen.rank > self._best_rank else None
        if not self._is_away or not source.sees_input:
            return look_again
        if not source.may_wake:
            return _LOOK_AGAIN
        try:
            source.wake_on_input(self._wake)
        except NOT_TO_BE_HAD as error:
            self._lose(error)
            return ZERO
        return look_again

    def touched(self, source_name: str = "tty") -> None:
        """A key was pressed where only deskbreak itself saw it."""
        touch = getattr(self._chosen.source, "touched", None)
        if self._chosen.source.name == source_name and touch is not None:
            touch()

    def close(self) -> None:
        self._chosen.source.close()

    def _input(self, before: Moment, look: ClockReading, rules: Rules) -> list[Event]:
        idle = self._idle()
        sleep = [] if look.slept is None else _slept(look.slept)
        if idle is None:
            return sleep
        last = look.now.uptime - idle
        bump, self._bump = self._bump, self._noise(before, look.now, last)
        is_old = last <= before.uptime if bump is None else last - bump < _NOISE
        if is_old or self._bump is not None:
            return sleep
        previous, self._last_input = self._last_input, last
        if look.slept is not None:
            return _around_sleep(before, look.slept, last)
        natural_break = rules.settings.breaks.natural_break
        if previous is None or last - previous >= natural_break:
            return _typed(before, last if bump is None else bump, last)
        return _typed(before, before.uptime, last)

    def _noise(self, before: Moment, now: Moment, last: timedelta) -> timedelta | None:
        """Since when there may be nothing but a bump; None where it is none, or over."""
        if not self._is_on_natural_break:
            return None
        if self._bump is None:
            return last if last > before.uptime else None
        return self._bump if now.uptime < self._bump + self._told_apart_after else None

    @property
    def _told_apart_after(self) -> timedelta:
        """How long after its start a bump and somebody's return look different to the source."""
        return _NOISE + self._chosen.source.hindsight + _READING_LAG

    def _idle(self) -> timedelta | None:
        source = self._chosen.source
        if self._is_lost or not source.sees_input:
            return None
        try:
            return source.idle()
        except NOT_TO_BE_HAD as error:
            self._lose(error)
            return None

    def _has_new_source(self) -> bool:
        """Chosen when there is none, and again and again while there was a better one before.

        Never twice within moments, so that a source which opens and fails keeps nobody busy.
        """
        now = self._clock.now().uptime
        present = None if self._is_lost else self._chosen
        may_improve = self._chosen.rank > self._best_rank or not self._chosen.source.sees_input
        if now < self._choose_from or not (present is None or may_improve):
            return False
        self._choose_from = now + _LOOK_AGAIN
        self._chosen, self._is_lost = self._choose(present), False
        if present is not None and self._chosen.source is present.source:
            return False
        self._chosen_at, self._bump = now, None
        if present is not None:
            present.source.close()
        self._best_rank = min(self._best_rank, self._chosen.rank)
        _LOG.info("Idleness is read from: %s", self._chosen.source.name)
        return True

    def _sight(self, now: Moment) -> list[Event]:
        """Whether input can be seen at all, told when it changes."""
        is_blind = not self._chosen.source.sees_input
        if self._is_lost or is_blind == self._is_blind:
            return []
        was_lost = self._best_rank < self._chosen.rank
        if is_blind and was_lost and self._is_away:
            return []
        self._is_blind = is_blind
        what = Condition.NO_INPUT_SENSE
        return [Began(now, what) if is_blind else Ended(now, what)]

    def _lose(self, error: Exception) -> None:
        source = self._chosen.source
        _LOG.warning("Idleness can no longer be read from %s: %s", source.name, error)
        source.close()
        self._chosen = replace(self._chosen, reasons=(f"{source.name}: {error}",))
        self._is_lost = True
        now = self._clock.now().uptime
        if now - self._chosen_at >= _LOOK_AGAIN:  # else one that opens and fails would never rest
            self._choose_from = now


def _typed(anchor: Moment, since: timedelta, until: timedelta) -> list[Event]:
    began, ended = anchor.at_uptime(since), anchor.at_uptime(until)
    return [Began(began, Condition.ACTIVE), Ended(ended, Condition.ACTIVE)]


def _slept(sleep: Sleep) -> list[Event]:
    return [Began(sleep.began, Condition.ASLEEP), Ended(sleep.ended, Condition.ASLEEP)]


def _around_sleep(before: Moment, sleep: Sleep, last: timedelta) -> list[Event]:
    """No clock tells where between two looks the machine slept: after the input if it must be."""
    if last >= sleep.ended.uptime:
        return [*_slept(sleep), *_typed(before, last, last)]
    length = sleep.ended.uptime - sleep.began.uptime
    later = Sleep(before.at_uptime(last), before.at_uptime(last + length))
    return [*_typed(before, before.uptime, last), *_slept(later)]
