"""When something happened, on both clocks that matter."""

from datetime import datetime, timedelta

from deskbreak.value import value

ZERO = timedelta()
CLOCK_SETTLES = timedelta(minutes=15)
"""So soon after its start a machine without a clock chip learns what time it is."""


@value
class Moment:
    """One reading of two clocks, taken together.

    `uptime` counts sleep and never goes back: durations come from it.
    `wall` is an aware datetime in UTC: calendars and records come from it.
    """

    uptime: timedelta
    wall: datetime

    def at_uptime(self, uptime: timedelta) -> "Moment":
        """The moment at which the uptime reads so, if nobody steps the wall clock in between."""
        return Moment(uptime, self.wall + (uptime - self.uptime))

    def uptime_at(self, wall: datetime) -> timedelta:
        """When the wall clock reads so, if nobody steps it in between."""
        return self.uptime + (wall - self.wall)
