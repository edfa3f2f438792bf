"""All senses of the desktop's conditions together: what began and what ended since the last look.

Several senses may tell the same condition; it holds while one of them says so. A sense that is lost
takes its word back, except for a lock: a lost sense is no unlock, and nobody is seated by it, nor by
a bump while logind is restarted. But who types when it has been gone for long is there again: a
locker may have been ended from elsewhere, and never come back.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta

from deskbreak.core.events import Began, Condition, Ended, Event
from deskbreak.core.moment import ZERO, Moment
from deskbreak.errors import NOT_TO_BE_HAD
from deskbreak.sensors.sense import LockTeller, Sense
from deskbreak.value import value

_AT_ONCE = frozenset({Condition.LOCKED, Condition.ASLEEP})
"""Their senses wake the loop at once, so they begin when they are told."""

_TRY_AGAIN = timedelta(seconds=45)  # somebody who sits is looked at each minute
_GONE_FOR_GOOD = timedelta(minutes=1)  # restarted, a service is back within seconds
_LOG = logging.getLogger(__name__)


class Conditions:
    """Each sense is opened at the first look, in the thread that looks.

    One that is not to be had is tried again at looks that come anyway, so it is found within a
    minute once it is there: at login much is not there yet, and sound servers are restarted.
    """

    def __init__(self, openers: Iterable[tuple[str, Callable[[], Sense]]]) -> None:
        self._closed = dict(openers)
        self._open_from = ZERO
        self._senses: list[Sense] = []
        self._told: frozenset[Condition] = frozenset()
        self._said: dict[str, frozenset[Condition]] = {}
        self._lost: dict[str, _Loss] = {}
        self._missing: dict[str, str] = {}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sense.name for sense in self._senses)

    @property
    def missing(self) -> dict[str, str]:
        """Which senses are not to be had here, and why."""
        return dict(self._missing)

    @property
    def lost(self) -> dict[str, str]:
        """Which senses cannot tell anything at the moment, and why."""
        return {name: loss.why for name, loss in self._lost.items()}

    def changes(
        self, before: Moment, now: Moment, unasked: frozenset[Condition]
    ) -> tuple[Event, ...]:
        """What began and ended between the two looks; what is `unasked` stays as it was.

        Something found at a look has begun at some time since the look before. Most conditions
        keep deskbreak from asking, so they count from that look on: rather held a minute too long
        than shown for a moment and taken away. A lock counts from its own start, if its sense knows.
        """
        self._open_what_is_closed(now)
        on = frozenset().union(*(self._ask(sense, now, unasked) for sense in self._senses))
        began, ended = sorted(on - self._told), sorted(self._told - on)
        self._told = on
        early = tuple(Began(before, what) for what in began if what not in _AT_ONCE)
        late = tuple(
            Began(self._start(what, before, now), what) for what in began if what in _AT_ONCE
        )
        return (*early, *(Ended(now, what) for what in ended), *late)

    def _start(self, what: Condition, before: Moment, now: Moment) -> Moment:
        """Since when it is so, between the two looks."""
        telling = (sense for sense in self._senses if what in self._said.get(sense.name, ()))
        ages = (sense.age() for sense in telling if isinstance(sense, LockTeller))
        age = max((age for age in ages if age is not None), default=ZERO)
        return now.at_uptime(max(before.uptime, now.uptime - age))

    def touched(self, now: Moment) -> None:
        """There was input: a lock that was only announced is over, or one that nobody tells of any more."""
        for sense in self._senses:
            if isinstance(sense, LockTeller):
                sense.touched()
        gone = (
            name for name, loss in self._lost.items() if now.uptime - loss.since >= _GONE_FOR_GOOD
        )
        self._said |= dict.fromkeys(gone, frozenset())

    def close(self) -> None:
        for sense in self._senses:
            sense.close()

    def _open_what_is_closed(self, now: Moment) -> None:
        if not self._closed or now.uptime < self._open_from:
            return
        self._open_from = now.uptime + _TRY_AGAIN
        for name, opened in tuple(self._closed.items()):
            try:
                self._senses.append(opened())
            except NOT_TO_BE_HAD as error:
                if self._missing.get(name) != str(error):
                    _LOG.info("There is no sense %s here: %s", name, error)
                self._missing[name] = str(error)
            else:
                del self._closed[name]
                self._missing.pop(name, None)

    def _ask(
        self, sense: Sense, now: Moment, unasked: frozenset[Condition]
    ) -> frozenset[Condition]:
        before = self._said.get(sense.name, frozenset())
        if sense.tells <= unasked:
            return before
        try:
            conditions = sense.on()
        except NOT_TO_BE_HAD as error:
            conditions = before & {Condition.LOCKED}
            self._lose(sense, error, now)
        else:
            if self._lost.pop(sense.name, None) is not None:
                _LOG.info("The sense %s is back", sense.name)
        self._said[sense.name] = conditions
        return conditions

    def _lose(self, sense: Sense, error: Exception, now: Moment) -> None:
        """Said once; aloud if something it told counts no longer."""
        if sense.name not in self._lost:
            level = logging.WARNING if self._said.get(sense.name) else logging.INFO
            _LOG.log(level, "The sense %s tells nothing at the moment: %s", sense.name, error)
        since = self._lost[sense.name].since if sense.name in self._lost else now.uptime
        self._lost[sense.name] = _Loss(str(error), since)


@value
class _Loss:
    """Why a sense tells nothing, and since which uptime."""

    why: str
    since: timedelta
