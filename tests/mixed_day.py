"""A day of everything, counted by an observer, by deskbreak and by naive rules, side by side.

Run as `python tests/mixed_day.py`; prints the comparison as a table in Markdown.
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from naive import Bout, Span, timer_with_idle_reset, typing_only

from deskbreak.core.moment import ZERO
from deskbreak.core.policy import Settings
from deskbreak.core.state import Rules
from deskbreak.days.day import first_zone
from deskbreak.days.replay import ReplayLine, replay
from deskbreak.files.resources import config_file
from deskbreak.stretches.catalogue import load_catalogue

DAYS = Path(__file__).parent / "days"
BREAK = timedelta(minutes=2)
"""Off the chair for so long is a break to the observer."""


@dataclass(frozen=True, slots=True)
class Count:
    """What somebody made of the day."""

    bouts: tuple[Bout, ...]

    @property
    def sat(self) -> tuple[Span, ...]:
        return tuple(span for bout in self.bouts for span in bout)

    @property
    def seat_time(self) -> timedelta:
        return _total(self.sat)

    @property
    def longest_bout(self) -> timedelta:
        return max(_total(bout) for bout in self.bouts)

    @property
    def breaks(self) -> tuple[Span, ...]:
        return tuple(Span(a[-1].ended, b[0].began) for a, b in pairwise(self.bouts))

    def off_by(self, truth: "Count") -> timedelta:
        """Sitting that was not counted, and what was counted and was no sitting."""
        shared = sum((a.overlap(b) for a in self.sat for b in truth.sat), ZERO)
        return self.seat_time + truth.seat_time - 2 * shared

    def breaks_apart_from(self, other: "Count") -> tuple[Span, ...]:
        """Those of which no second was a break to the other."""
        theirs = other.breaks
        return tuple(own for own in self.breaks if not any(own.overlap(their) for their in theirs))


class MixedDay:
    """The day file and the observer's notes beside it."""

    @cached_property
    def truth(self) -> Count:
        """What the observer saw; less than `BREAK` off the chair does not end a bout."""
        bouts: list[Bout] = []
        for line in _lines("mixed-day.truth.jsonl"):
            sat = _span(*json.loads(line)["sat"])
            if bouts and sat.began - bouts[-1][-1].ended < BREAK:
                bouts[-1] = (*bouts[-1], sat)
            else:
                bouts.append((sat,))
        return Count(tuple(bouts))

    @cached_property
    def told(self) -> list[ReplayLine]:
        """What replay tells, with the settings as they come."""
        return _told(self._lines)

    @cached_property
    def told_uncorrected(self) -> list[ReplayLine]:
        """The same if the user never said *sat*."""
        return _told([line for line in self._lines if '"sat"' not in line])

    @property
    def by_deskbreak(self) -> Count:
        return _bouts_of(self.told)

    @property
    def by_deskbreak_uncorrected(self) -> Count:
        return _bouts_of(self.told_uncorrected)

    @property
    def by_typing_only(self) -> Count:
        return Count(typing_only(self._inputs, self._starts))

    @property
    def by_a_timer(self) -> Count:
        return Count(timer_with_idle_reset(self._inputs, self._starts))

    @property
    def by_a_timer_that_sees_films(self) -> Count:
        """The timer again, were the display kept awake a sign like any key."""
        signs = [*self._inputs, *self._spans_of("kept_awake")]
        return Count(timer_with_idle_reset(signs, self._starts))

    @cached_property
    def _lines(self) -> list[str]:
        return _lines("mixed-day.jsonl")

    @cached_property
    def _events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._lines]

    @property
    def _inputs(self) -> list[Span]:
        """Whatever the keyboard and the mouse did; to unlock takes a key."""
        used = [_span(e["at"], e["until"]) for e in self._events if e["event"] == "active"]
        return used + [Span(lock.ended, lock.ended) for lock in self._spans_of("locked")]

    @property
    def _starts(self) -> list[datetime]:
        answers = (event for event in self._events if event.get("answer") == "start")
        return [datetime.fromisoformat(answer["at"]) for answer in answers]

    def _spans_of(self, state: str) -> list[Span]:
        """From each time that the state begins to when it ends, if it does."""
        turns = [event["at"] for event in self._events if event["event"] == state]
        return [_span(*turn) for turn in zip(turns[::2], turns[1::2], strict=False)]


def table(day: MixedDay) -> str:
    counts = {
        "an observer in the room": day.truth,
        "deskbreak": day.by_deskbreak,
        "deskbreak, never corrected": day.by_deskbreak_uncorrected,
        "a timer, reset by 5 min without a key": day.by_a_timer,
        "that timer, a film counting as a key": day.by_a_timer_that_sees_films,
        "typing alone, to 5 s after each key": day.by_typing_only,
    }
    head = (
        "| counted by | desk time | counted wrongly | longest spell "
        f"| breaks missed (of {len(day.truth.breaks)}) | sitting taken for a break |"
    )
    rows = [_row(name, count, day.truth) for name, count in counts.items()]
    return "\n".join((head, "|---|--:|--:|--:|--:|--:|", *rows))


def _row(name: str, count: Count, truth: Count) -> str:
    wrong = count.off_by(truth)
    cells = (
        name,
        _hours(count.seat_time),
        f"{_hours(wrong)} ({wrong / truth.seat_time:.1%})",
        _hours(count.longest_bout),
        str(len(truth.breaks_apart_from(count))),
        str(len(count.breaks_apart_from(truth))),
    )
    return f"| {' | '.join(cells)} |"


def _hours(span: timedelta) -> str:
    hours, minutes = divmod(round(span / timedelta(minutes=1)), 60)
    return f"{hours}:{minutes:02d}"


def _told(lines: list[str]) -> list[ReplayLine]:
    catalogue = load_catalogue(config_file("stretches.toml"))
    zone = first_zone(lines[0])
    assert zone is not None
    return list(replay(lines, Rules(Settings(), catalogue, zone), "mixed-day.jsonl"))


def _bouts_of(told: Iterable[ReplayLine]) -> Count:
    """The bouts that replay told of, those taken back left out."""
    bouts: dict[object, Bout] = {}
    for line in told:
        if line["effect"] == "void":
            del bouts[line["ended_at"]]
        elif line["effect"] == "record" and line["ended_at"] is not None:
            ended = datetime.fromisoformat(str(line["ended_at"]))
            seat_time = timedelta(seconds=float(str(line["seat_time_s"])))
            bouts[line["ended_at"]] = (Span(ended - seat_time, ended),)
    return Count(tuple(bouts.values()))


def _total(spans: Iterable[Span]) -> timedelta:
    return sum((span.length for span in spans), ZERO)


def _span(began: str, ended: str) -> Span:
    return Span(datetime.fromisoformat(began), datetime.fromisoformat(ended))


def _lines(name: str) -> list[str]:
    return (DAYS / name).read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    sys.stdout.write(f"{table(MixedDay())}\n")
