"""The honest none: nothing here tells of input."""

from collections.abc import Callable
from datetime import timedelta
from gettext import gettext as _

from deskbreak.core.moment import ZERO
from deskbreak.errors import SensorError


class NoIdle:
    """Knows that it sees nothing, so that nobody takes its silence for a still keyboard."""

    name = "none"
    sees_input = False
    may_wake = False
    hindsight = ZERO

    def idle(self) -> timedelta:
        raise SensorError(_("nothing on this desktop reports keyboard or mouse input"))

    def wake_on_input(self, wake: Callable[[], None]) -> None:
        """Never wakes anybody."""

    def close(self) -> None:
        """Holds nothing."""
