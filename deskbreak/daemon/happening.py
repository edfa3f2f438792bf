"""What somebody says becomes an event once its turn has come, under the rules of that moment."""

from collections.abc import Callable
from datetime import date, timedelta

from deskbreak.core.events import Event, Paused
from deskbreak.core.moment import Moment
from deskbreak.core.state import Rules
from deskbreak.core.work_hours import beginning_of, tomorrow

_LONGEST = timedelta(days=366)
"""Of a pause: no saved session has one of centuries."""


def just_now(event: Callable[[Moment], Event]) -> Callable[[Moment, Rules], Event]:
    """Whatever the rules are."""
    return lambda now, _rules: event(now)


def paused_until_tomorrow(now: Moment, rules: Rules) -> Event:
    until = tomorrow(rules.settings.work_hours, rules.zone, now.wall)
    return Paused(now, length=until - now.wall)


def paused_until_day(day: date) -> Callable[[Moment, Rules], Event]:
    """One that has begun by then is over, for who wants quiet, as it is tomorrow."""

    def event(now: Moment, rules: Rules) -> Event:
        until = beginning_of(day, rules.settings.work_hours, rules.zone, now.wall)
        if until is None:
            return paused_until_tomorrow(now, rules)
        return Paused(now, length=min(until - now.wall, _LONGEST))

    return event
