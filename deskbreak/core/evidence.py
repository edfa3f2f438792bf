"""By what deskbreak knows that somebody sits there, or that nobody does, in a few plain words."""

from gettext import gettext as _

from deskbreak.core.events import Condition
from deskbreak.core.moment import Moment
from deskbreak.core.state import Rules, Session
from deskbreak.core.wall_clock import clock_time


def evidence(session: Session, rules: Rules, at: Moment) -> str:
    """The newest sign there was, or what shuts all signs out."""
    signs = session.signs.as_of(at.uptime, rules.settings.presence)
    shut = _shut(signs.conditions)
    if shut is not None:
        return shut
    if Condition.NO_INPUT_SENSE in signs.conditions:
        return _("keyboard and mouse can't be seen here")
    if Condition.ACTIVE in signs.conditions:
        return _("keyboard or mouse in use")
    if signs.last_sign is None:
        return _("nobody has been seen yet")
    if signs.is_present(at.uptime, rules.settings.presence):
        return _lasting(signs.conditions)
    time = clock_time(at.at_uptime(signs.last_sign).wall, rules.zone)
    if signs.last_sign == signs.last_input:
        return _("last key or mouse at {time}").format(time=time)
    return _("last sign of you at {time}").format(time=time)


def _shut(conditions: frozenset[Condition]) -> str | None:
    if Condition.ASLEEP in conditions:
        return _("the machine is asleep")
    if Condition.LOCKED in conditions:
        return _("the screen is locked")
    if Condition.STOPPED in conditions:
        return _("deskbreak was not running")
    return None


def _lasting(conditions: frozenset[Condition]) -> str:
    if Condition.CALL in conditions:
        return _("microphone or camera in use")
    return _("a program is keeping the display awake")
