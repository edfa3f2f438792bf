"""The two buses of a Linux desktop, each None where there is none."""

import logging
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskbreak.errors import SensorError

if TYPE_CHECKING:
    from deskbreak.wires.dbus import Bus

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Buses:
    """The session bus is received by whoever has the tray, else by a thread of its own."""

    session: "Bus | None" = None
    system: "Bus | None" = None


def open_buses(environment: Mapping[str, str]) -> Buses:
    if sys.platform != "linux":
        return Buses()
    return Buses(_session_bus(), _system_bus(environment))


def _session_bus() -> "Bus | None":
    from deskbreak.wires.dbus import Bus, BusError  # noqa: PLC0415  (Linux has it)

    try:
        return Bus()
    except BusError as error:
        _LOG.info("There is no session bus: %s", error)
        return None


def _system_bus(environment: Mapping[str, str]) -> "Bus | None":
    from deskbreak.wires.logind import open_system_bus  # noqa: PLC0415  (Linux has it)

    try:
        return open_system_bus(environment)
    except SensorError as error:
        _LOG.info("Lock and sleep are not told by logind: %s", error)
        return None
