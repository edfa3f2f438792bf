"""When somebody was in a call or stood, today and since deskbreak runs: for who looks at the day."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from deskbreak.core.events import Condition
from deskbreak.core.moment import Moment
from deskbreak.core.state import Rules, Session
from deskbreak.core.work_hours import local_day
from deskbreak.value import value

_TOLD = (Condition.CALL, Condition.STANDING)


@value
class Passage:
    """From when to when (UTC); without an end it lasts."""

    what: Condition
    begins: datetime
    ends: datetime | None = None


class Passages:
    """For the loop's thread alone. Those that ended before today are forgotten."""

    def __init__(self) -> None:
        self._known: tuple[Passage, ...] = ()

    def look(self, session: Session, rules: Rules) -> None:
        """Once a round: what began or ended since the last one."""
        lasting = session.signs.conditions
        open_ = {passage.what for passage in self._known if passage.ends is None}
        if all((what in lasting) == (what in open_) for what in _TOLD):
            return
        now = session.at.wall
        ended = (
            replace(each, ends=now) if each.ends is None and each.what not in lasting else each
            for each in self._known
        )
        begun = (Passage(what, now) for what in _TOLD if what in lasting and what not in open_)
        self._known = tuple(_of_today((*ended, *begun), session.at, rules))

    def of_today(self, now: Moment, rules: Rules) -> Iterator[Passage]:
        return _of_today(self._known, now, rules)


def _of_today(passages: Iterable[Passage], now: Moment, rules: Rules) -> Iterator[Passage]:
    today = local_day(rules.zone, now.wall)
    for each in passages:
        if each.ends is None or local_day(rules.zone, each.ends) == today:
            yield each
