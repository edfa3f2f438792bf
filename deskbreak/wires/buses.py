"""The two buses of a Linux desktop, each None where there is none."""

import logging
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from deskbreak.errors import SensorError
from deskbreak.value import value

if TYPE_CHECKING:
    from deskbreak.wires.dbus import Bus

_LOG = logging.getLogger(__name__)


@value
class Buses:
    """The session bus is received by whoever has the tray, else by a thread of its own."""

    session: "Bus | None" = None
    system: "Bus | None" = None

    def close(self) -> None:
        for bus in (self.session, self.system):
            if bus is not None:
                bus.stop()

    def has_lost(self, other: str) -> bool:
        """Whether the login has gone on to a session bus that we are not on, and cannot reach ours."""
        ours = self.session
        return bool(other) and (ours is None or not (ours.is_connected or ours.address == other))


def open_buses(environment: Mapping[str, str], session: "Bus | None" = None) -> Buses:
    """`session` is its bus where that is open already."""
    if sys.platform != "linux":
        return Buses()
    return Buses(session or _session_bus(), _system_bus(environment))


def bus_name() -> str:
    """The session bus that lets us in, by its address; empty where none does."""
    bus = _session_bus(logging.DEBUG) if sys.platform == "linux" else None
    if bus is None:
        return ""
    bus.stop()
    return bus.address


def _session_bus(level: int = logging.INFO) -> "Bus | None":
    """`level`: how loudly it is logged that there is none."""
    from deskbreak.wires.dbus import Bus, BusError  # noqa: PLC0415  (Linux has it)

    try:
        return Bus()
    except BusError as error:
        _LOG.log(level, "There is no session bus: %s", error)
        return None


def _system_bus(environment: Mapping[str, str]) -> "Bus | None":
    from deskbreak.wires.logind import open_system_bus  # noqa: PLC0415  (Linux has it)

    try:
        return open_system_bus(environment)
    except SensorError as error:
        _LOG.info("Lock and sleep are not told by logind: %s", error)
        return None
