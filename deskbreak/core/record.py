"""What became of a bout or a proposal, as the history keeps it."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from deskbreak.core.moment import ZERO
from deskbreak.value import value


class Outcome(StrEnum):
    """How a bout ended, or what was answered while it ran on."""

    DONE = "done"
    PARTIAL = "partial"
    TAKEN = "taken"
    SKIPPED = "skipped"
    IGNORED = "ignored"
    NATURAL = "natural"


class HowItFelt(StrEnum):
    """How a move was, or hurt, or was the day after, in the words of the answer that said so."""

    EASY = "easy"
    RIGHT = "right"
    HARD = "hard"
    HURT = "hurt"
    MILD = "mild"
    UNCOMFORTABLE = "uncomfortable"
    STRONG = "strong"
    USUAL = "usual"
    LITTLE_MORE = "little_more"
    CLEARLY_MORE = "clearly_more"


@value
class Feeling:
    """Somebody said how this stretch was. `at` is UTC."""

    at: datetime
    stretch: str
    felt: HowItFelt


@value
class DayPart:
    """How much of a bout fell on this local date, inside work hours."""

    day: date
    seat_time: timedelta


@value
class RunningBout:
    """The bout that is not over yet, as it would be noted if it ended now, on `day`."""

    sat_down_at: datetime
    day: date
    seat_time: timedelta
    parts: tuple[DayPart, ...]


@value
class Record:
    """One line of the history.

    `id` is the same however often the same decision is replayed after a crash, so writing it
    twice keeps one. `at`, `sat_down_at` and `ended_at` are UTC; `ended_at` is None where the bout
    runs on. `seat_time` is the true length; `parts` is what of it lay inside work hours, split
    at local midnight. `exercised` is the guided time.
    """

    id: str
    at: datetime
    outcome: Outcome
    stretch: str | None
    seat_time: timedelta
    sat_down_at: datetime
    ended_at: datetime | None
    parts: tuple[DayPart, ...] = ()
    snoozes: int = 0
    exercised: timedelta = ZERO
    why: str = ""
