"""Calendar chores: what is done once a day, by the wall clock. Never the heartbeat."""

from collections.abc import Callable
from datetime import timedelta

import schedule

_DAY = timedelta(days=1)
_SLACK = timedelta(hours=2)


class Chores:
    """A scheduler of our own, used by one thread only.

    `schedule` runs on the naive wall clock. A job that raises would be due for ever, so none may;
    after the clock was set back a job would wait a day and an hour, so it is planned anew.
    """

    def __init__(self, daily: tuple[Callable[[], None], ...]) -> None:
        self._daily = daily
        self._plan()

    def do_what_is_due(self) -> timedelta:
        """Do it, and tell how long until the next."""
        self._scheduler.run_pending()
        if self._next_in() > _DAY + _SLACK:
            self._plan()
        return self._next_in()

    def _plan(self) -> None:
        self._scheduler = schedule.Scheduler()
        for chore in self._daily:
            self._scheduler.every().day.at("00:01").do(chore)

    def _next_in(self) -> timedelta:
        seconds = self._scheduler.idle_seconds
        return _DAY if seconds is None else timedelta(seconds=max(seconds, 0.0))
