"""How long nobody touched keyboard or mouse under Mutter (GNOME and its kin), and word of the next input."""

import threading
from collections.abc import Callable
from datetime import timedelta
from gettext import gettext as _

from jeepney import DBusAddress, Message, new_method_call

from deskbreak.core.moment import ZERO
from deskbreak.errors import SensorError
from deskbreak.sensors.clock import Clock, Sleepwatch, TimeSource, system_time
from deskbreak.sensors.idle_source import run_alone
from deskbreak.wires.dbus import Bus, BusError
from deskbreak.wires.dbus_messages import fits, is_error, owner_changes, signal_of

_PATIENCE = timedelta(seconds=5)
_NAME = "org.gnome.Mutter.IdleMonitor"
_MONITOR = DBusAddress("/org/gnome/Mutter/IdleMonitor/Core", bus_name=_NAME, interface=_NAME)


class MutterIdle:
    """Asks Mutter's idle monitor, and has it watch for the next input.

    Watches belong to one Mutter and one connection: with either of them the source is lost.
    """

    name = "mutter"
    sees_input = True
    may_wake = True
    hindsight = ZERO

    def __init__(self, bus: Bus, time: TimeSource) -> None:
        self._bus = bus
        self._sleepwatch = Sleepwatch(Clock(time))
        self._knowing = threading.Lock()
        self._wake: Callable[[], None] | None = None
        self._watch: int | None = None
        self._lost: str | None = None
        self._is_connected = False

    @classmethod
    def open(cls, bus: Bus, time: TimeSource) -> "MutterIdle":
        """Blocks until the bus is being received, hence never from the receiving thread."""
        source = cls(bus, time)
        source.idle()
        bus.on_signal(signal_of(_MONITOR, "WatchFired"), source._hear_watch)
        bus.on_signal(owner_changes(_NAME), source._hear_owner)
        bus.on_connect(source._hear_connection)
        return source

    def idle(self) -> timedelta:
        with self._knowing:
            self._require_mutter()
        try:
            (milliseconds,) = self._bus.ask(
                new_method_call(_MONITOR, "GetIdletime"), _PATIENCE, "t"
            )
        except BusError as error:
            raise SensorError(_("Mutter does not answer: {error}").format(error=error)) from error
        return self._sleepwatch.with_sleep(timedelta(milliseconds=milliseconds))

    def wake_on_input(self, wake: Callable[[], None]) -> None:
        with self._knowing:
            self._require_mutter()
            is_set = self._wake is not None
            self._wake = wake
        if not is_set:
            self._bus.call(new_method_call(_MONITOR, "AddUserActiveWatch"), self._note_watch)

    def close(self) -> None:
        with self._knowing:
            self._wake = None
            self._lost = self._lost or _("deskbreak has let go of Mutter")
            watch, self._watch = self._watch, None
        if watch is not None:
            self._remove(watch)

    def _require_mutter(self) -> None:
        if self._lost is not None:
            raise SensorError(self._lost)

    def _note_watch(self, reply: Message | None) -> None:
        if reply is None:
            self._lose(_("the bus went away"))
            return
        if is_error(reply):
            error = " ".join(map(str, reply.body))
            self._lose(_("Mutter watches no input: {error}").format(error=error))
            return
        if not fits(reply, "u"):
            self._lose(_("Mutter answers otherwise than Mutter does"))
            return
        watch = int(reply.body[0])
        with self._knowing:
            is_wanted = self._wake is not None
            self._watch = watch if is_wanted else None
        if not is_wanted:  # closed meanwhile
            self._remove(watch)

    def _remove(self, watch: int) -> None:
        self._bus.send(new_method_call(_MONITOR, "RemoveWatch", "u", (watch,)))

    def _hear_watch(self, signal: Message) -> None:
        with self._knowing:
            if signal.body[0] != self._watch:
                return  # one of another program
            self._watch = None
        self._call_wake()

    def _hear_owner(self, _signal: Message) -> None:
        self._lose(_("Mutter is gone"))

    def _hear_connection(self) -> None:
        """The first is the one that it was opened on."""
        if self._is_connected:
            self._lose(_("the bus went away"))
        self._is_connected = True

    def _lose(self, reason: str) -> None:
        with self._knowing:
            self._lost = self._lost or reason
        self._call_wake()

    def _call_wake(self) -> None:
        with self._knowing:
            wake, self._wake = self._wake, None
        if wake is not None:
            wake()


def _alone() -> MutterIdle:
    bus = Bus()
    bus.start()
    return MutterIdle.open(bus, system_time())


if __name__ == "__main__":
    run_alone(_alone)
