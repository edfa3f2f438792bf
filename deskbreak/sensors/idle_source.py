"""What every source of idleness has in common, and how one of them runs alone."""

import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Protocol

from deskbreak.errors import SensorError


class IdleSource(Protocol):
    """Tells how long ago the last input was, and where it can, of the next one as it comes."""

    name: str
    sees_input: bool
    """False for the honest none: there is no use in asking it."""
    may_wake: bool
    """False for a source that only answers: `wake_on_input` then does nothing."""

    @property
    def hindsight(self) -> timedelta:
        """For how long after the last input it may still tell of more that never came."""
        ...

    def idle(self) -> timedelta:
        """The time since the last input, sleep included. Raises SensorError when it is unreadable."""
        ...

    def wake_on_input(self, wake: Callable[[], None]) -> None:
        """Have `wake` called once, from any thread, at the next input or when the source is lost.

        A second call before that only replaces `wake`, which must not call the source itself.
        """
        ...

    def close(self) -> None:
        """Let go of everything; nobody is woken any more."""
        ...


def run_alone(opened: Callable[[], IdleSource]) -> None:
    """Print the reading each second until ctrl-C: so each source's file runs alone."""
    second = threading.Event()
    try:
        source = opened()
        with suppress(KeyboardInterrupt):
            while not second.wait(1):
                sys.stdout.write(f"{source.name}: {source.idle()}\n")
                sys.stdout.flush()
        source.close()
    except SensorError as error:
        sys.exit(str(error))
