"""A snooze, as the history keeps it: no record, because the bout runs on, but it counts."""

from datetime import datetime, timedelta

from deskbreak.value import value


@value
class Snooze:
    """The user put this proposal off, for so long. `at` is UTC."""

    at: datetime
    proposal: str
    length: timedelta
