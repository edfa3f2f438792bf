"""Whether logind was told that the session is idle: the last hint where nothing better tells."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from gettext import gettext as _
from typing import Any

from jeepney import DBusAddress, Properties, new_method_call

from deskbreak.core.moment import ZERO
from deskbreak.errors import SensorError
from deskbreak.sensors.clock import Clock, Sleepwatch, TimeSource, system_time
from deskbreak.sensors.idle_source import run_alone
from deskbreak.wires.dbus import Bus, BusError
from deskbreak.wires.logind import LOGIND, open_system_bus

_PATIENCE = timedelta(seconds=5)
_SESSION = "org.freedesktop.login1.Session"
_OWN = "auto"  # logind finds it by who asks


class LogindIdle:
    """Coarse: logind repeats what the desktop tells it, and most desktops do so minutes late.

    As long as the desktop has not called the session idle, input counts as coming until now; then
    as having ended at that time. So every absence seems shorter by the time that the desktop lets
    pass first, and no lull is ever seen. A desktop that never told of idleness may be one that
    never does: it is not believed before it has.
    """

    name = "logind"
    sees_input = True
    may_wake = False
    hindsight = ZERO

    def __init__(self, bus: Bus, session: DBusAddress, time: TimeSource) -> None:
        self._bus = bus
        self._session = session
        self._time = time
        self._sleepwatch = Sleepwatch(Clock(time))

    @classmethod
    def open(cls, environment: Mapping[str, str], bus: Bus, time: TimeSource) -> "LogindIdle":
        """Blocks until the bus is being received, hence never from the receiving thread."""
        id_ = environment.get("XDG_SESSION_ID") or _OWN
        path = _asked(bus, new_method_call(LOGIND, "GetSession", "s", (id_,)), "o")[0]
        source = cls(bus, DBusAddress(path, LOGIND.bus_name, _SESSION), time)
        if source._hint() == (False, ZERO):
            raise SensorError(_("the desktop has never told logind that nobody is there"))
        return source

    def idle(self) -> timedelta:
        is_idle, changed_at = self._hint()
        # logind notes a clock that stands still while the machine sleeps
        idle = self._sleepwatch.with_sleep(max(self._time.awake() - changed_at, ZERO))
        return idle if is_idle else ZERO

    def wake_on_input(self, wake: Callable[[], None]) -> None:
        """Never wakes anybody: an end of idleness that was never announced has no signal either."""

    def close(self) -> None:
        """Holds nothing of its own."""

    def _hint(self) -> tuple[bool, timedelta]:
        """Whether the session is idle, and the awake time at which that last changed."""
        hint = _asked(self._bus, Properties(self._session).get_all(), "a{sv}")[0]
        try:
            is_idle, microseconds = hint["IdleHint"][1], hint["IdleSinceHintMonotonic"][1]
            return bool(is_idle), timedelta(microseconds=microseconds)
        except (KeyError, TypeError, OverflowError) as error:
            raise SensorError(_("logind gives no {what}").format(what=error)) from error


def _asked(bus: Bus, question: Any, gives: str) -> tuple[Any, ...]:
    try:
        return bus.ask(question, _PATIENCE, gives)
    except BusError as error:
        raise SensorError(_("logind does not answer: {error}").format(error=error)) from error


if __name__ == "__main__":
    import os

    run_alone(lambda: LogindIdle.open(os.environ, open_system_bus(os.environ), system_time()))
