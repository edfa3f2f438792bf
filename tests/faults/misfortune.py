"""What befalls a daemon of the cradle: being killed at one write or effect, and a faster time.

Only here, in the process of the test, are the system's own functions others: the product has no
hook for it.
"""

import builtins
import os
import resource
import signal
import socket
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import time as DayTime  # noqa: N812  (`time` is the module)
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import schedule

import deskbreak.daemon.app as daemon_app
import deskbreak.daemon.loop as daemon_loop
from deskbreak.core.effects import Effect
from deskbreak.core.state import Rules
from deskbreak.daemon.desk import Desk
from deskbreak.sensors.clock import TimeSource, UnixTime

_OF_FILES = (
    "fsync",
    "replace",
    "rename",
    "unlink",
    "mkdir",
    "chmod",
    "fchmod",
    "ftruncate",
    "pwrite",
)
_OF_SQL = ("execute", "executemany", "commit", "backup", "__exit__")


def befall(fault: dict[str, Any]) -> None:
    """`speed`: how many times faster time goes since that second; `kill_at`: the number of the crash point.

    `points` is the file in which the names of all that were reached stand, a line each, the last that
    of the deadly one; `limits` are those of `resource`, `together_at` is the monotonic second at which it begins.
    """
    _limit(fault.get("limits", {}))
    if (speed := fault.get("speed", 1)) != 1:
        slept = fault.get("slept")
        since = datetime.fromtimestamp(fault["since"], UTC)
        _hurry(FastTime(speed, since, slept and Path(slept)))
    if (points := fault.get("points")) is not None:
        _Points(fault.get("kill_at", 0), points).lay()

    while time.monotonic() < fault.get("together_at", 0):
        pass  # whoever sleeps wakes late


def _limit(limits: dict[str, int]) -> None:
    if (more := limits.pop("more_memory", None)) is not None:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limits["RLIMIT_AS"] = pages * resource.getpagesize() + more
    for name, most in limits.items():
        resource.setrlimit(getattr(resource, name), (most, most))


@dataclass(frozen=True, slots=True)
class FastTime:
    """The machine's own clocks, running that much faster since then.

    `slept` is a file with the seconds, of this time, that the machine was asleep.
    """

    speed: float
    since: datetime
    slept: Path | None = None
    real: TimeSource = UnixTime("CLOCK_BOOTTIME", "CLOCK_MONOTONIC")

    def uptime(self) -> timedelta:
        return self.awake() + self._asleep()

    def awake(self) -> timedelta:
        return self.real.awake() * self.speed

    def wall(self) -> datetime:
        passed = self.real.wall() - self.since
        return self.since + passed * self.speed + self._asleep()

    def boot_id(self) -> str:
        return self.real.boot_id()

    def _asleep(self) -> timedelta:
        return timedelta(seconds=0 if self.slept is None else float(self.slept.read_text()))


def _hurry(time_source: FastTime) -> None:
    wait = daemon_loop.next_message

    def next_message(inbox: daemon_loop.Inbox, patience: timedelta) -> daemon_loop.Message:
        return wait(inbox, patience / time_source.speed)

    class FastDate(datetime):
        """What `schedule` reads: the naive wall clock."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(time_source.wall().timestamp(), tz)

    fast: Any = SimpleNamespace(datetime=FastDate, timedelta=timedelta, time=DayTime)
    setattr(schedule, "datetime", fast)  # noqa: B010  (it has it to itself)
    setattr(daemon_app, "system_time", lambda: time_source)  # noqa: B010  (imported there)
    daemon_loop.next_message = next_message


class _Points:
    """Every write of the storage layer, every effect and every reply, counted as it comes."""

    def __init__(self, kill_at: int, told: str) -> None:
        self._left = kill_at
        self._count = 0
        self._told = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._write = os.write

    def lay(self) -> None:
        for name in _OF_FILES:
            setattr(os, name, self._before(f"os.{name}", getattr(os, name)))
        builtins.open = partial(_opened, self, builtins.open)
        counted: Any = partial(sqlite3.connect, factory=self._connection())
        sqlite3.connect = counted
        perform: Any = Desk._perform

        def performing(desk: Desk, effect: Effect, rules: Rules) -> None:
            self.reach(f"effect {type(effect).__name__}")
            perform(desk, effect, rules)

        setattr(Desk, "_perform", performing)  # noqa: B010  (no plain function, to mypy)
        sending: Any = self._before("reply", socket.socket.send)
        socket.socket.send = sending  # type: ignore[method-assign]

    def reach(self, name: str, partly: Callable[[], object] = lambda: None) -> None:
        """Die here if it is the one; `partly` is what of it is done before."""
        self._count += 1
        self._write(self._told, f"{name}\n".encode())
        if self._count == self._left:
            partly()
            os.kill(os.getpid(), signal.SIGKILL)

    def _before(self, name: str, do: Callable[..., Any]) -> Callable[..., Any]:
        def done(*given: Any, **named: Any) -> Any:
            self.reach(name)
            return do(*given, **named)

        return done

    def _connection(self) -> type[sqlite3.Connection]:
        reach = self._before

        class Counted(sqlite3.Connection):
            pass

        for name in _OF_SQL:
            setattr(Counted, name, reach(f"sqlite.{name}", getattr(sqlite3.Connection, name)))
        return Counted


class _Torn:
    """A file whose writes may end half-way."""

    def __init__(self, points: _Points, file: Any) -> None:
        self._points, self._file = points, file

    def write(self, content: Any) -> Any:
        self._points.reach("write")
        self._points.reach("half of a write", lambda: self._half(content))
        return self._file.write(content)

    def _half(self, content: Any) -> None:
        self._file.write(content[: len(content) // 2])
        self._file.flush()

    def __enter__(self) -> Self:
        self._file.__enter__()
        return self

    def __exit__(self, *error: object) -> Any:
        return self._file.__exit__(*error)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def _opened(points: _Points, opened: Callable[..., Any], *given: Any, **named: Any) -> Any:
    mode = named.get("mode", given[1] if len(given) > 1 else "r")
    if not set(mode) & set("wxa+"):
        return opened(*given, **named)
    points.reach("open")
    return _Torn(points, opened(*given, **named))
