"""SIGTERM and SIGINT, however many come at once and whichever thread they come to.

Python calls its handlers in the main thread alone, which may be asleep in the kernel while the
signal went to another. So what wakes somebody is the byte that Python's own handler writes.
"""

import signal
import socket
from collections.abc import Callable
from contextlib import suppress

from deskbreak.settings.followed import Attend


class Signals:
    """For the main thread. From the first on, one that comes while nobody follows is not lost."""

    def __init__(self) -> None:
        self.have_come = False
        self._end: Callable[[], None] | None = None
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._come())

    def follow(self, attend: Attend, end: Callable[[], None]) -> Callable[[], None]:
        """Have `end` called, more than once and from any thread; returns what lets go again."""
        heard, written = socket.socketpair()
        heard.settimeout(0)
        written.settimeout(0)

        def hear() -> None:
            with suppress(OSError):  # nothing new, or closed by now
                if heard.recv(64):
                    self._come()

        def let_go() -> None:
            self._end = None
            signal.set_wakeup_fd(-1)
            written.close()
            heard.close()

        self._end = end
        signal.set_wakeup_fd(written.fileno(), warn_on_full_buffer=False)
        attend(heard.fileno(), hear)
        if self.have_come:
            end()
        return let_go

    def _come(self) -> None:
        self.have_come = True
        if (end := self._end) is not None:
            end()
