"""A snooze, as the history keeps it: no record, because the bout runs on, but it counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Snooze:
    """The user put this proposal off, for so long. `at` is UTC."""

    at: datetime
    proposal: str
    length: timedelta
