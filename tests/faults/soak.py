"""A month of the real daemon in minutes, on a real panel and notification server.

    PYTHONPATH=tests python -m faults.soak [--days 30] [--minutes 4.5]

Time goes faster for the daemon; the person at the desk is played. Prints what became of every due
moment and what the daemon took, day by day; ends with 1 where a moment is lost or counted twice,
where the history is another than the recording's, or where something grows.
"""

import argparse
import json
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from random import Random
from statistics import fmean
from typing import Any

from desk_day import DeskDay
from desktop import Program, wait_until
from real_ends import Machine

from deskbreak.control.client import request, watch
from deskbreak.control.protocol import Reply, Request
from faults.misfortune import FastTime

SETTINGS = """[work_hours]
monday = ["09:00-17:30"]
tuesday = ["09:00-17:30"]
wednesday = ["09:00-17:30"]
thursday = ["09:00-17:30"]
friday = ["09:00-17:30"]
"""
WAYS = {"done": 25, "start": 25, "snooze": 15, "skip": 10, "swap": 5, "leave": 10, "ignore": 10}
"""What somebody does about a proposal, in a hundred."""
_DAY = timedelta(days=1)
_AWAKE_A_DAY = 5 / 7 * 521
"""Minutes; at night and at the weekend the machine sleeps."""
_LOGS = 3_000_000
_LUNCH, _QUIET = (time(12), time(12, 40)), (time(15), time(16, 10))
_WORK = time(8, 59), time(17, 40)
"""When the machine is on; before and after are moments outside the work hours."""


class HurriedDay(DeskDay):
    """The daemon, and nothing else, lives `speed` times as fast."""

    def __init__(self, speed: float, machine: Machine, under: tuple[str, ...] = ()) -> None:
        """`under` is a command that the daemon is started by."""
        self._under = under
        self._slept = machine.below.folder / "slept"
        self._slept.write_text("0")
        self.time = FastTime(speed, datetime.now(UTC), self._slept)
        self._machine = machine
        super().__init__(SETTINGS)

    @property
    def recording(self) -> Path:
        return self.desktop.folder / "recording.jsonl"

    def start_daemon(self) -> Program:
        env = {
            **self._machine.env,
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "TZ": "UTC",  # as the person's
            "DESKBREAK_IDLE": "none",  # whoever has not locked the screen is there
        }
        how = str(self.time.speed), str(self.time.since.timestamp()), str(self._slept)
        record = "run", "--record", str(self.recording)
        self.daemon = self.desktop.start(
            *self._under, sys.executable, "-m", "faults.hurried", *how, *record, env=env
        )
        wait_until(lambda: self._answers(self.daemon), "the daemon", within=20)
        return self.daemon

    def socket(self) -> Path:
        return Path(self.desktop.env["XDG_RUNTIME_DIR"]) / "deskbreak.sock"

    def sleep_until(self, until: datetime) -> None:
        """The machine; the night takes no time at all."""
        self._machine.prepare_for_sleep(is_coming=True)
        request(self.socket(), Request("status"))  # it has heard of it
        slept = self._slept.with_suffix(".new")
        gone = (until - self.now()).total_seconds()
        slept.write_text(str(float(self._slept.read_text()) + gone))
        slept.replace(self._slept)
        self._machine.prepare_for_sleep(is_coming=False)

    def now(self) -> datetime:
        """Of the wall, as it is there."""
        return self.time.wall()


@dataclass(frozen=True, slots=True)
class Taken:
    """What the daemon has taken at the end of a day."""

    memory: int
    threads: int
    files: int
    history: int
    log: int
    recorded: int


@dataclass
class Person:
    """At the desk by day, gone by night and at noon; answers as chance will have it."""

    day: HurriedDay
    machine: Machine
    chance: Random = field(default_factory=lambda: Random(20))
    is_locked: bool = False
    is_quiet: bool = False
    away_until: datetime | None = None
    seen: set[str] = field(default_factory=set)

    def live(self, now: datetime) -> None:
        """Be where one is at that time."""
        if not _works(now) and self.away_until is None:
            self.day.sleep_until(_next_morning(now))
            return
        if self.away_until is not None and now >= self.away_until:
            self.away_until = None
        is_there = not _within(now.time(), _LUNCH) and self.away_until is None
        self._lock(not is_there)
        quiet = now.day % 2 == 1 and _within(now.time(), _QUIET)
        if quiet != self.is_quiet:
            self.is_quiet = quiet
            self.day.desktop.run("dunstctl", "set-paused", "true" if quiet else "false")

    def see(self, status: dict[str, Any], now: datetime) -> None:
        proposal = status["proposal"]
        if proposal is None or proposal["id"] in self.seen:
            return
        self.seen.add(proposal["id"])
        (way,) = self.chance.choices(tuple(WAYS), tuple(WAYS.values()))
        if way == "leave":
            self.away_until = now + timedelta(minutes=10)
            self.live(now)
        elif way != "ignore":
            asked = {"id": proposal["id"], **({"for_s": 600} if way == "snooze" else {})}
            request(self.day.socket(), Request(way, asked))

    def _lock(self, locked: bool) -> None:
        if locked != self.is_locked:
            self.is_locked = locked
            (self.machine.lock if locked else self.machine.unlock)()


def _works(now: datetime) -> bool:
    return now.weekday() < 5 and _within(now.time(), _WORK)


def _next_morning(now: datetime) -> datetime:
    day = now.date() + (_DAY if now.time() >= _WORK[0] else timedelta())
    while day.weekday() >= 5:
        day += _DAY
    return datetime.combine(day, _WORK[0], UTC)


def _within(at: time, span: tuple[time, time]) -> bool:
    return span[0] <= at < span[1]


def lived(day: HurriedDay, machine: Machine, days: int) -> list[Taken]:
    """Day by day, what was taken at its end."""
    person, statuses = Person(day, machine), SimpleQueue[Reply]()
    threading.Thread(target=_watch, args=(day.socket(), statuses), daemon=True).start()
    ends, taken, today = day.now() + days * _DAY, list[Taken](), day.now().date()
    while (now := day.now()) < ends:
        if now.date() != today:
            today = now.date()
            taken.append(measured(day))
        person.live(now)
        try:
            status = statuses.get(timeout=600 / day.time.speed)
        except Empty:
            continue
        person.see(dict(status.fields), now)
    return taken


def _watch(socket: Path, statuses: "SimpleQueue[Reply]") -> None:
    for reply in watch(socket):
        statuses.put(reply)


def measured(day: HurriedDay) -> Taken:
    process, home = Path(f"/proc/{day.daemon.process.pid}"), day.desktop.env
    memory = next(
        int(line.split()[1])
        for line in (process / "smaps_rollup").read_text().splitlines()
        if line.startswith("Private_Dirty")
    )
    files, threads = day.held()
    data = Path(home["XDG_DATA_HOME"]) / "deskbreak"
    state = Path(home["XDG_STATE_HOME"]) / "deskbreak"
    return Taken(
        memory,
        threads,
        files,
        sum(one.stat().st_size for one in data.glob("history.sqlite3*")),
        sum(one.stat().st_size for one in state.glob("deskbreak.log*")),
        sum(one.stat().st_size for one in (state / "record").glob("*")),
    )


def accounted(effects: list[dict[str, Any]]) -> tuple[Counter[str], list[str]]:
    """What became of each proposal, and what is wrong with that."""
    closed, opened, wrong = Counter[str](), list[str](), list[str]()
    ends: dict[str, str] = {}
    for effect in effects:
        match effect:
            case {"effect": "propose", "id": id_, "again": False}:
                if id_ in opened:
                    wrong.append(f"{id_} was proposed twice")
                opened.append(id_)
            case {"effect": "withdraw", "id": id_, "reason": reason}:
                if id_ in ends or id_ not in opened:
                    wrong.append(f"{id_} was closed as {reason}, before as {ends.get(id_)}")
                ends[id_] = reason
                closed[reason] += 1
            case _:
                continue
    still = [id_ for id_ in opened if id_ not in ends]
    closed["open"] = len(still)
    if still and still != opened[-1:]:
        wrong.append(f"nothing became of {still}")
    return closed, wrong


def grown(taken: list[Taken]) -> Iterator[str]:
    """What there is more of in the last third of the month than in the second, day by day."""
    third = len(taken) // 3
    for name, room in (("memory", 400), ("threads", 1), ("files", 1.5), ("log", _LOGS)):
        was, is_now = (
            fmean(getattr(one, name) for one in days)
            for days in (taken[third : 2 * third], taken[2 * third :])
        )
        if is_now > was + room:
            yield f"{name}: {was:.0f} in the second third, {is_now:.0f} in the last"


def _named(record: dict[str, Any]) -> tuple[str, datetime]:
    return record["outcome"], datetime.fromisoformat(record["at"]).astimezone(UTC)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--minutes", type=float, default=4.2)
    asked = parser.parse_args()
    machine = Machine(has_sound=False)
    with closing(machine), HurriedDay(asked.days * _AWAKE_A_DAY / asked.minutes, machine) as day:
        taken = lived(day, machine, asked.days)
        request(day.socket(), Request("quit"))
        day.daemon.process.wait(10)
        exported = day.desktop.folder / "history.json"
        day.deskbreak("history", "export", str(exported))
        history = json.loads(exported.read_text())["records"]
        effects = [
            json.loads(line) for line in day.deskbreak("replay", str(day.recording)).splitlines()
        ]
        log = day.daemon.printed()
    closed, wrong = accounted(effects)
    kept, replayed = (
        Counter(map(_named, history)),
        Counter(_named(one) for one in effects if one["effect"] == "record"),
    )
    if kept != replayed:
        wrong.append(f"only kept: {kept - replayed}, only in the recording: {replayed - kept}")
    if "Traceback" in log:
        wrong.append(log[log.index("Traceback") :][:2000])
    wrong += grown(taken) if len(taken) > 5 else ()
    for number, one in enumerate(taken, start=1):
        sys.stdout.write(f"day {number}: {one}\n")
    outcomes = dict(Counter(one["outcome"] for one in history))
    sys.stdout.write(f"proposals: {dict(closed)}\nhistory: {outcomes}\n")
    sys.stdout.write("\n".join(wrong) or "all accounted for, none twice, nothing grows")
    sys.stdout.write("\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
