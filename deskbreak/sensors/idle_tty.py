"""How long nobody typed in the terminal that deskbreak runs in."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from gettext import gettext as _
from pathlib import Path

from deskbreak.core.moment import ZERO
from deskbreak.errors import SensorError
from deskbreak.sensors.clock import TimeSource, system_time
from deskbreak.sensors.idle_source import run_alone

if sys.platform == "win32":
    raise ImportError("Windows has no such terminals")


class TtyIdle:
    """Reads when the terminal was last read from, as `w` does.

    Linux notes that in steps of 8 s, to hide the rhythm of typing: an idleness read here is up to
    8 s too long, unless the program that reads the keys reports them with `touched`.
    """

    name = "tty"
    sees_input = True
    may_wake = False
    hindsight = ZERO

    def __init__(self, device: Path, time: TimeSource) -> None:
        self._device = device
        self._time = time
        self._read_at = self._device_read_at()
        self._last_input = self._uptime_at(self._read_at)

    @classmethod
    def open(cls, time: TimeSource) -> "TtyIdle":
        """The terminal behind standard input, output or error."""
        for descriptor in (0, 1, 2):
            with suppress(OSError):
                return cls(Path(os.ttyname(descriptor)), time)
        raise SensorError(_("deskbreak does not run in a terminal"))

    def idle(self) -> timedelta:
        read_at = self._device_read_at()
        # the device tells wall time: it is asked for its age as soon as it changes and never
        # again, so that a stepped clock does not change how long the keys have been still
        if read_at != self._read_at:
            self._read_at = read_at
            self._last_input = max(self._last_input, self._uptime_at(read_at))
        return self._time.uptime() - self._last_input

    def touched(self) -> None:
        """A key was read just now."""
        self._last_input = self._time.uptime()

    def wake_on_input(self, wake: Callable[[], None]) -> None:
        """Never wakes anybody: terminals tell nobody but their reader."""

    def close(self) -> None:
        """Holds nothing."""

    def _device_read_at(self) -> datetime:
        try:
            return datetime.fromtimestamp(self._device.stat().st_atime, UTC)
        except OSError as error:
            reason = error.strerror
            raise SensorError(
                _("the terminal {device} is gone: {reason}").format(
                    device=self._device, reason=reason
                )
            ) from error

    def _uptime_at(self, wall: datetime) -> timedelta:
        return self._time.uptime() - max(self._time.wall() - wall, ZERO)


if __name__ == "__main__":
    run_alone(lambda: TtyIdle.open(system_time()))
