"""Reads the clocks: the only file of deskbreak that asks what time it is."""

import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from deskbreak.core.moment import CLOCK_SETTLES, ZERO, Moment
from deskbreak.value import value

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_TOLERANCE = timedelta(seconds=2)  # two clocks are never read at quite the same instant


class TimeSource(Protocol):
    """The machine's own clocks."""

    def uptime(self) -> timedelta:
        """Counts sleep and never goes back, from a zero of its own."""
        ...

    def awake(self) -> timedelta:
        """The same without sleep, from a zero of its own."""
        ...

    def wall(self) -> datetime:
        """What the calendar says, in UTC; anybody may set it."""
        ...

    def boot_id(self) -> str:
        """Another one after each start of the machine; empty where nothing tells."""
        ...


def system_time() -> TimeSource:
    if sys.platform == "linux":
        return UnixTime("CLOCK_BOOTTIME", "CLOCK_MONOTONIC")
    if sys.platform == "darwin":  # the first is mach_continuous_time
        return UnixTime("CLOCK_MONOTONIC_RAW", "CLOCK_UPTIME_RAW")
    return WindowsTime()


@dataclass(slots=True)
class Clock:
    """Tells the moment, on an uptime scale that goes on across restarts and reboots.

    The `offset` is what the scale is ahead of the machine's own uptime. It is saved with the
    session, beside the boot id and the last moment: on the same boot those two clocks still differ
    by just that, however the wall clock was set meanwhile.

    `left` is where the session was left on another boot. A machine without a clock chip (and
    fake-hwclock) starts with the time at which it was shut down: how long the gap was is known
    only once the network has set its clock.
    """

    source: TimeSource
    offset: timedelta = ZERO
    left: Moment | None = None

    @classmethod
    def continuing(
        cls, source: TimeSource, saved: Moment, offset: timedelta, boot_id: str
    ) -> "Clock":
        """The clock that goes on from a saved session.

        On another boot only the wall clock knows how long the gap was, and it may have been set
        back: the gap is never below zero. An unknown boot is another one.
        """
        clock = cls(source, offset)
        is_same_boot = boot_id != "" and boot_id == source.boot_id()
        # a container's uptime may start afresh under the host's boot id
        if is_same_boot and clock.now().uptime >= saved.uptime:
            return clock
        return cls(source, _offset_across_boots(source, saved), saved)

    def missed(self) -> timedelta:
        """How much longer that gap was, now that the wall clock is set; the scale goes on by so much."""
        if self.left is None or self.source.uptime() > CLOCK_SETTLES:
            return ZERO
        offset = max(_offset_across_boots(self.source, self.left), self.offset)
        missed, self.offset = offset - self.offset, offset
        return missed

    def now(self) -> Moment:
        return Moment(self.source.uptime() + self.offset, self.source.wall())

    def boot_id(self) -> str:
        return self.source.boot_id()


def _offset_across_boots(source: TimeSource, left: Moment) -> timedelta:
    gap = max(source.wall() - left.wall, ZERO)
    return left.uptime + gap - source.uptime()


@value
class Sleep:
    """A time the machine slept; its length is exact."""

    began: Moment
    ended: Moment


@value
class ClockReading:
    """What a look at the clocks tells.

    `stepped` is how far somebody set the wall clock since the look before, back being negative.
    """

    now: Moment
    slept: Sleep | None
    stepped: timedelta


class Sleepwatch:
    """Notices, at the next look, that the machine slept or that somebody set its wall clock.

    What a machine without a clock chip missed while it was off is such a sleep.

    Where in the time between two looks a sleep lay, no clock tells: it is laid at the start. So
    input that came between the wake-up and the look stays after the sleep, where it belongs; and
    whoever looks as the desktop announces a sleep gets it exactly.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._awake = clock.source.awake()
        self._now = clock.now()
        self._sleeps: list[Sleep] = []

    def look(self) -> ClockReading:
        before, awake_before = self._now, self._awake
        self._awake, self._now = self._clock.source.awake(), self._clock.now()
        passed = self._now.uptime - before.uptime
        asleep = _beyond_tolerance(passed - (self._awake - awake_before))
        stepped = _beyond_tolerance(self._now.wall - before.wall - passed)
        if stepped > ZERO and (missed := self._clock.missed()) > ZERO:
            asleep += missed
            self._now = self._clock.now()
        if asleep <= ZERO:
            return ClockReading(self._now, None, stepped)
        sleep = Sleep(before, before.at_uptime(before.uptime + asleep))
        self._sleeps.append(sleep)
        return ClockReading(self._now, sleep, stepped)

    def with_sleep(self, awake: timedelta) -> timedelta:
        """How long ago that was, for a count that stands still while the machine sleeps; a look."""
        now = self.look().now.uptime
        return now - self.awake_ago(awake).uptime

    def awake_ago(self, length: timedelta) -> Moment:
        """The moment so much *awake* time before the last look.

        For sources whose count stands still while the machine sleeps. What lies before the answer
        is forgotten: ask for ever later moments.
        """
        end = self._now.uptime
        for i, sleep in reversed(list(enumerate(self._sleeps))):
            awake_since = end - sleep.ended.uptime
            if length <= awake_since:
                del self._sleeps[: i + 1]
                break
            length -= awake_since
            end = sleep.began.uptime
        return self._now.at_uptime(end - length)


def _beyond_tolerance(difference: timedelta) -> timedelta:
    return difference if abs(difference) > _TOLERANCE else ZERO


@value
class UnixTime:
    """The names of the clocks that count sleep and do not; each system types only those it has."""

    with_sleep: str
    without_sleep: str

    def uptime(self) -> timedelta:
        return _clock(self.with_sleep)

    def awake(self) -> timedelta:
        return _clock(self.without_sleep)

    def wall(self) -> datetime:
        return datetime.now(UTC)

    def boot_id(self) -> str:
        if sys.platform != "linux":
            return ""
        try:
            return _BOOT_ID.read_text(encoding="ascii").strip()
        except OSError as error:
            from logging import getLogger  # noqa: PLC0415  (commands read the time without a log)

            getLogger(__name__).warning("Whether the machine was restarted is unknown: %s", error)
            return ""


@value
class WindowsTime:
    """time.monotonic is GetTickCount64 or, from Python 3.13, the performance counter: both count sleep."""

    def uptime(self) -> timedelta:
        return timedelta(seconds=time.monotonic())

    def awake(self) -> timedelta:
        import ctypes  # noqa: PLC0415  (nowhere else needed)

        ticks = ctypes.c_ulonglong()
        getattr(ctypes, "windll").kernel32.QueryUnbiasedInterruptTime(ctypes.byref(ticks))  # noqa: B009  (typed on Windows alone)
        return timedelta(microseconds=ticks.value // 10)

    def wall(self) -> datetime:
        return datetime.now(UTC)

    def boot_id(self) -> str:
        return ""


def _clock(name: str) -> timedelta:
    read = getattr(time, "clock_gettime_ns")  # noqa: B009  (Windows has none)
    return timedelta(microseconds=read(getattr(time, name)) // 1000)
