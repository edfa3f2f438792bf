"""The buses that a Linux desktop speaks on."""

import sys
from collections.abc import Iterator
from gettext import gettext as _

from deskbreak.doctor.finding import Finding, bad, good
from deskbreak.sensors.idle import Environment
from deskbreak.wires.buses import Buses


def bus_findings(environment: Environment, buses: Buses) -> Iterator[Finding]:
    if sys.platform != "linux":
        return
    connected = _("deskbreak is connected to it")
    what = _("session bus")
    if buses.session is None:
        yield bad("session_bus", what, _no_session_bus(environment), way_to_session_bus())
    else:
        yield good("session_bus", what, connected)
    what = _("system bus")
    if buses.system is None:
        to_do = _(
            "Start the system's D-Bus daemon (package dbus); without it deskbreak learns of sleep "
            "from the clocks alone"
        )
        yield bad("system_bus", what, _("nothing answers there"), to_do)
    else:
        yield good("system_bus", what, connected)


def way_to_session_bus() -> str:
    return _(
        "Start deskbreak from within your desktop session; if that has no bus, install "
        "dbus-user-session (Debian, Ubuntu) or start the session with dbus-run-session"
    )


def _no_session_bus(environment: Environment) -> str:
    address, runtime = (
        environment.get(name) for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
    )
    if not address and not runtime:
        return _("neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set")
    return _("nothing answers at {address}").format(address=address or f"unix:path={runtime}/bus")
