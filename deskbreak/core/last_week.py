"""When to tell what the week before came to: once, on Monday, to whoever is there and is not held."""

from datetime import date

from deskbreak.core.asking import obstacle
from deskbreak.core.obstacles import Obstacle
from deskbreak.core.state import Rules, Seated, Session
from deskbreak.core.work_hours import NIGHT, local_day


def week_to_tell(session: Session, rules: Rules, told: date | None) -> date | None:
    """The Monday on which it is told now, where nothing else is asked; `told` is the latest so far."""
    monday = local_day(rules.zone, session.at.wall - NIGHT)
    if monday.weekday() != 0 or monday == told or not rules.settings.notifications.weekly:
        return None
    phase, pain, now = session.phase, session.course.pain, session.at.wall
    if not isinstance(phase, Seated) or pain.rated_now(now) or pain.compared_now(now):
        return None
    if session.now < phase.bout.sat_down_at + rules.settings.breaks.settle:
        return None
    is_free = obstacle(session, phase.bout, rules) in (None, Obstacle.DAILY_LIMIT)
    return monday if is_free else None
