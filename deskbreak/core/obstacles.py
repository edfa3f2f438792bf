"""Why a due break is not asked for now (rule 4)."""

from enum import StrEnum

from deskbreak.core.events import Condition
from deskbreak.core.policy import FullScreenHold, Hold


class Obstacle(StrEnum):
    """The values are the reasons of a withdrawal."""

    STOPPED = "stopped"
    AWAY = "away"
    PAUSED = "paused"
    OFF_HOURS = "off_hours"
    STANDING = "standing"
    HELD = "held"
    DAILY_LIMIT = "daily_limit"


def holds(conditions: frozenset[Condition], hold: Hold) -> tuple[Condition, ...]:
    """The reasons of the desktop's not to ask now, those the user lets count."""
    found = []
    if hold.calls and Condition.CALL in conditions:
        found.append(Condition.CALL)
    if Condition.FULL_SCREEN in conditions and _full_screen_holds(conditions, hold.full_screen):
        found.append(Condition.FULL_SCREEN)
    if hold.do_not_disturb and Condition.DO_NOT_DISTURB in conditions:
        found.append(Condition.DO_NOT_DISTURB)
    return tuple(found)


def _full_screen_holds(conditions: frozenset[Condition], when: FullScreenHold) -> bool:
    """A full-screen editor all day is no presentation; one that keeps the display awake is."""
    if when is FullScreenHold.PRESENTATION:
        return Condition.KEPT_AWAKE in conditions
    return when is FullScreenHold.ALWAYS
