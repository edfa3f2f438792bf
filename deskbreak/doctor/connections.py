"""The buses that a Linux desktop speaks on."""

import sys
from collections.abc import Iterator, Mapping
from gettext import gettext as _

from deskbreak.doctor import advice
from deskbreak.doctor.finding import Finding
from deskbreak.wires.buses import Buses


def bus_findings(environment: Mapping[str, str], buses: Buses) -> Iterator[Finding]:
    if sys.platform != "linux":
        return
    what = _("session bus")
    if buses.session is None:
        why, to_do = _no_session_bus(environment), advice.for_session_bus()
        yield Finding("session_bus", is_ok=False, what=what, why=why, to_do=to_do)
    else:
        yield Finding("session_bus", is_ok=True, what=what, why=_("deskbreak is connected to it"))
    what = _("system bus")
    if buses.system is None:
        why, to_do = _("nobody answers there"), advice.for_system_bus()
        yield Finding("system_bus", is_ok=False, what=what, why=why, to_do=to_do)
    else:
        yield Finding("system_bus", is_ok=True, what=what, why=_("deskbreak is connected to it"))


def _no_session_bus(environment: Mapping[str, str]) -> str:
    address, runtime = (
        environment.get(name) for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
    )
    if not address and not runtime:
        return _("neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set")
    return _("nobody answers at {address}").format(address=address or f"unix:path={runtime}/bus")
