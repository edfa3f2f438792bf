"""Whether the login that deskbreak was started in is over: it ends with it.

A bus alone that goes away comes back, and so does a compositor. With both gone for a while nobody
is left to ask, and the next login starts a daemon of its own.
"""

import sys
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from deskbreak.wires.screens import is_gone, screen_name

if TYPE_CHECKING:
    from deskbreak.wires.dbus import Bus

_SURE_AFTER = timedelta(seconds=10)
_LOOK_AGAIN = timedelta(seconds=5)


class LogOut:
    """Asked once a round; while the bus is there it costs nothing."""

    def __init__(self, environment: Mapping[str, str], bus: "Bus | None") -> None:
        self._environment = environment
        self._bus = bus
        self._has_screen = sys.platform == "linux" and bool(screen_name(environment))
        self._gone_since: timedelta | None = None

    def is_over(self, uptime: timedelta) -> bool:
        if not self._is_gone():
            self._gone_since = None
            return False
        if self._gone_since is None:
            self._gone_since = uptime
        return uptime - self._gone_since >= _SURE_AFTER

    def look_again(self, uptime: timedelta) -> timedelta | None:
        """The uptime at which it may be sure; None while nothing is gone."""
        return None if self._gone_since is None else uptime + _LOOK_AGAIN

    def _is_gone(self) -> bool:
        if not self._has_screen or (self._bus is not None and self._bus.is_connected):
            return False
        return is_gone(self._environment)
