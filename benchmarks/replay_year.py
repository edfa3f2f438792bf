"""How long a working year takes to replay: 250 days of 8 hours, an event every minute.

Run as `python benchmarks/replay_year.py`; prints one line, and exits 1 above the limit. It is the
processor's time that counts: other programs may be busy meanwhile.
"""

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from deskbreak import language
from deskbreak.core.policy import Settings
from deskbreak.core.state import Rules
from deskbreak.days.replay import replay
from deskbreak.files.resources import config_file
from deskbreak.stretches.catalogue import load_catalogue

LIMIT = timedelta(seconds=10)
DAYS = 250
FIRST_DAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
MINUTES = 8 * 60
LUNCH = range(180, 210)
MEETING = range(300, 345)
ANSWERS = ("done", "snooze", "skip", "start")


def main() -> int:
    language.bind()  # as the command does
    lines = list(_year())
    rules = Rules(Settings(), load_catalogue(config_file("stretches.toml")), UTC)
    began = time.process_time()
    *effects, summary = replay(lines, rules, "a working year")
    took = timedelta(seconds=time.process_time() - began)
    print(
        f"replayed {len(lines)} events in {took.total_seconds():.1f} s of processor time "
        f"({took / len(lines) / timedelta(microseconds=1):.0f} µs each): "
        f"{len(effects)} effects, {summary['proposals']} proposals"
    )
    return 0 if took < LIMIT else 1


def _year() -> Iterator[str]:
    for day in range(DAYS):
        weeks, weekday = divmod(day, 5)
        begins = FIRST_DAY + timedelta(weeks=weeks, days=weekday)
        for minute in range(MINUTES):
            yield json.dumps(_event(day, minute, begins + timedelta(minutes=minute)))


def _event(day: int, minute: int, at: datetime) -> dict[str, object]:
    """Typing with a lull in every minute, lunch behind a locked screen, a call, some answers."""
    event: dict[str, object] = {"at": at.isoformat()}
    if minute in (LUNCH.start, LUNCH.stop):
        return {**event, "event": "locked", "on": minute == LUNCH.start}
    if minute in LUNCH:
        return {**event, "event": "call", "on": False}
    if minute in (MEETING.start, MEETING.stop):
        return {**event, "event": "call", "on": minute == MEETING.start}
    if minute % 47 == 46:
        return {**event, "event": "answer", "answer": ANSWERS[(day + minute) % len(ANSWERS)]}
    return {**event, "event": "active", "until": (at + timedelta(seconds=50)).isoformat()}


if __name__ == "__main__":
    sys.exit(main())
