"""Where logind is found: on the system bus, which is there or not, whatever the desktop."""

from collections.abc import Mapping
from gettext import gettext as _

from jeepney import DBusAddress

from deskbreak.errors import SensorError
from deskbreak.wires.dbus import Bus, BusError

LOGIND = DBusAddress(
    "/org/freedesktop/login1", "org.freedesktop.login1", "org.freedesktop.login1.Manager"
)
_USUAL_ADDRESS = "unix:path=/run/dbus/system_bus_socket"


def open_system_bus(environment: Mapping[str, str]) -> Bus:
    """One for all senses, receiving in a thread of its own; raises SensorError where there is none."""
    address = environment.get("DBUS_SYSTEM_BUS_ADDRESS") or _USUAL_ADDRESS
    try:
        bus = Bus(address)
    except BusError as error:
        raise SensorError(_("there is no system bus: {error}").format(error=error)) from error
    bus.start()
    return bus
