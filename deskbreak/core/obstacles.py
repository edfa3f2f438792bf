"""Why a due break is not asked for now (rule 4)."""

from enum import StrEnum
from typing import assert_never

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


class HoldReason(StrEnum):
    """What of the desktop may keep deskbreak from asking; the values are those of conditions."""

    CALL = "call"
    FULL_SCREEN = "full_screen"
    DO_NOT_DISTURB = "do_not_disturb"


def holds(conditions: frozenset[Condition], hold: Hold) -> tuple[HoldReason, ...]:
    """The reasons of the desktop's not to ask now, those the user lets count."""
    return tuple(
        reason
        for condition, reason in _REASONS
        if condition in conditions and _counts(reason, conditions, hold)
    )


_REASONS = tuple((Condition(reason), reason) for reason in HoldReason)


def _counts(reason: HoldReason, conditions: frozenset[Condition], hold: Hold) -> bool:
    match reason:
        case HoldReason.CALL:
            return hold.calls
        case HoldReason.FULL_SCREEN:
            return _full_screen_holds(conditions, hold.full_screen)
        case HoldReason.DO_NOT_DISTURB:
            return hold.do_not_disturb
        case _:
            assert_never(reason)


def _full_screen_holds(conditions: frozenset[Condition], when: FullScreenHold) -> bool:
    """A full-screen editor all day is no presentation; one that keeps the display awake is."""
    match when:
        case FullScreenHold.PRESENTATION:
            return Condition.KEPT_AWAKE in conditions
        case FullScreenHold.ALWAYS:
            return True
        case FullScreenHold.NEVER:
            return False
        case _:
            assert_never(when)
