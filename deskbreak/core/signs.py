"""Signs of presence, and the absence between them (rules 1 and 11 of the law of sitting)."""

from dataclasses import replace
from datetime import timedelta

from deskbreak.core.events import Condition
from deskbreak.core.moment import ZERO
from deskbreak.core.policy import Breaks, Presence
from deskbreak.value import value

_RESTING = frozenset({Condition.LOCKED, Condition.ASLEEP})
_SHUT = _RESTING | {Condition.STOPPED}
_INPUT = frozenset({Condition.ACTIVE, Condition.NO_INPUT_SENSE})
_LASTING = frozenset({Condition.CALL, Condition.KEPT_AWAKE})
_SILENT = frozenset({Condition.FULL_SCREEN, Condition.DO_NOT_DISTURB, Condition.STANDING})
PRESENCE = (_SHUT, _INPUT, _LASTING, _SILENT)
"""What conditions say about somebody being there: each stands in one of these."""


@value
class Signs:
    """What the desktop said last, and when someone was last there. Times are uptimes.

    `last_input` and `last_sign` are true as of the last change; `as_of` brings them up to date.
    `rested` is how much of the present absence was spent locked or asleep, not counting the
    stretch that began at `resting_since`.
    """

    conditions: frozenset[Condition] = frozenset()
    last_input: timedelta | None = None
    last_sign: timedelta | None = None
    rested: timedelta = ZERO
    resting_since: timedelta | None = None

    @property
    def is_shut(self) -> bool:
        """Locked, asleep or not running: nothing counts as a sign."""
        return not _SHUT.isdisjoint(self.conditions)

    @property
    def has_input(self) -> bool:
        """Keyboard or mouse are in use; without any sense of input, being unlocked and awake."""
        return not _INPUT.isdisjoint(self.conditions) and _SHUT.isdisjoint(self.conditions)

    def lasting_until(self, presence: Presence) -> timedelta | None:
        """When the lasting signs that are on stop counting for want of input; None if none is."""
        if _LASTING.isdisjoint(self.conditions) or self.is_shut or self.last_input is None:
            return None
        counting = (presence.calls and Condition.CALL in self.conditions) or (
            presence.kept_awake and Condition.KEPT_AWAKE in self.conditions
        )
        return self.last_input + presence.limit if counting else None

    def is_present(self, now: timedelta, presence: Presence) -> bool:
        """A sign is there at this very moment."""
        if self.has_input:
            return True
        lasting = self.lasting_until(presence)
        return lasting is not None and now < lasting

    def absent_since(self, presence: Presence) -> timedelta | None:
        """Where the absence begins if no further sign is seen; None if nobody ever was there."""
        lasting = self.lasting_until(presence)
        if lasting is None or self.last_sign is None:
            return self.last_sign
        return max(lasting, self.last_sign)

    def break_at(self, presence: Presence, breaks: Breaks) -> timedelta | None:
        """When the absence becomes a break if no further sign is seen; None while input goes on."""
        if self.has_input:
            return None
        began = self.absent_since(presence)
        if began is None:
            return None
        ends = began + breaks.natural_break
        if self.resting_since is None:
            return ends
        rested = max(self.resting_since, began) + breaks.natural_break_locked - self.rested
        return min(ends, rested)

    def as_of(self, now: timedelta, presence: Presence) -> "Signs":
        """The same signs, their last moments brought up to `now`."""
        if self.has_input:
            return self._used(self.conditions, now)
        lasting = self.lasting_until(presence)
        if lasting is None or self.last_sign is None:
            return self
        seen = min(now, lasting)
        return replace(self, last_sign=seen, rested=ZERO) if seen > self.last_sign else self

    def with_input(self, now: timedelta) -> "Signs":
        """A key or an unlock at `now`; nothing counts while shut."""
        return self if self.is_shut else self._used(self.conditions, now)

    def with_answer(self, now: timedelta) -> "Signs":
        """Somebody is there, but is not typing: an answer does not break a lull.

        Where no input was ever seen, the answer is where the time without any begins.
        """
        if self.is_shut:
            return self
        last_input = now if self.last_input is None else self.last_input
        return Signs(self.conditions, last_input, now, ZERO, self.resting_since)

    def beginning(self, what: Condition, now: timedelta) -> "Signs":
        """From now on it is so; `self` is as of now."""
        conditions = self.conditions | {what}
        if what in _INPUT and _SHUT.isdisjoint(conditions):
            return self._used(conditions, now)
        signs = self.among(conditions)
        if what in _RESTING and signs.resting_since is None:
            return replace(signs, resting_since=now)
        return signs

    def ending(self, what: Condition, now: timedelta) -> "Signs":
        """From now on it is so no longer; `self` is as of now."""
        signs = self.among(self.conditions - {what})
        if signs.resting_since is not None and _RESTING.isdisjoint(signs.conditions):
            rested = signs.rested + (now - signs.resting_since)
            signs = replace(signs, rested=rested, resting_since=None)
        return signs.with_input(now) if what is Condition.LOCKED else signs

    def _used(self, conditions: frozenset[Condition], now: timedelta) -> "Signs":
        """Keyboard or mouse are in use at this moment."""
        return Signs(conditions, now, now, ZERO, self.resting_since)

    def among(self, conditions: frozenset[Condition]) -> "Signs":
        return Signs(conditions, self.last_input, self.last_sign, self.rested, self.resting_since)
