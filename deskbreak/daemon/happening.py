"""What somebody says becomes an event once its turn has come, under the rules of that moment."""

from collections.abc import Callable

from deskbreak.core.events import Event, Paused
from deskbreak.core.moment import Moment
from deskbreak.core.state import Rules
from deskbreak.core.work_hours import tomorrow


def just_now(event: Callable[[Moment], Event]) -> Callable[[Moment, Rules], Event]:
    """Whatever the rules are."""
    return lambda now, _rules: event(now)


def paused_until_tomorrow(now: Moment, rules: Rules) -> Event:
    until = tomorrow(rules.settings.work_hours, rules.zone, now.wall)
    return Paused(now, length=until - now.wall)
