"""Who still looks at the page: each screen holds one stream open for as long as it is there."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta


class Audience:
    """Calls `leave` once nobody has looked for `linger`, or came within `until_first`.

    For the thread of the event loop alone.
    """

    def __init__(
        self, until_first: timedelta, linger: timedelta, leave: Callable[[], None]
    ) -> None:
        self._until_first = until_first
        self._linger = linger
        self._leave = leave
        self._here = 0
        self._deadline: asyncio.TimerHandle | None = None

    def wait_for_first(self) -> None:
        if not self._here:
            self._leave_in(self._until_first)

    @contextmanager
    def of_one(self) -> Iterator[None]:
        """While this is open, somebody looks."""
        self._here += 1
        self._stay()
        try:
            yield
        finally:
            self._here -= 1
            if not self._here:
                self._leave_in(self._linger)

    def _stay(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()

    def _leave_in(self, span: timedelta) -> None:
        self._stay()
        loop = asyncio.get_running_loop()
        self._deadline = loop.call_later(span.total_seconds(), self._leave)
