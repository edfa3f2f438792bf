"""What every screen hears: how things stand, as the daemon tells it, and what else there is to tell."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Mapping
from contextlib import closing
from datetime import timedelta
from typing import Any

from deskbreak.control.endpoint import control_endpoint
from deskbreak.control.protocol import ControlError, NotRunning

_AGAIN = timedelta(seconds=1)
"""How long after it was not running the daemon is looked for again, while somebody looks."""

Status = Mapping[str, Any]
Tidings = tuple[str, Any]
"""What kind it is, and its content; of the kind `STATUS` that is how things stand, or None."""
STATUS = "status"


class Live:
    """One watch of the daemon for all screens, in a thread that begins with the first of them.

    None is told while no daemon runs.
    """

    def __init__(self) -> None:
        self._screens: set[asyncio.Queue[Tidings]] = set()
        self._latest: Status | None = None
        self._is_known = False
        self._watcher: threading.Thread | None = None

    async def news(self) -> AsyncGenerator[Tidings, None]:
        """How things stand at once, then all that follows; of what is no longer so nothing is told."""
        screen: asyncio.Queue[Tidings] = asyncio.Queue()
        self._screens.add(screen)
        self._watch(asyncio.get_running_loop())
        if self._is_known:
            screen.put_nowait((STATUS, self._latest))
        try:
            while True:
                kind, content = await screen.get()
                if kind != STATUS or content is self._latest:
                    yield kind, content
        finally:
            self._screens.discard(screen)

    def announce(self, kind: str, content: object) -> None:
        """In the thread of the event loop."""
        for screen in self._screens:
            screen.put_nowait((kind, content))

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._watcher is None:
            self._watcher = threading.Thread(
                target=self._relay, args=(loop,), name="watch", daemon=True
            )
            self._watcher.start()

    def _relay(self, loop: asyncio.AbstractEventLoop) -> None:
        pause = threading.Event()
        while True:
            try:
                with closing(control_endpoint().watch()) as replies:
                    for reply in replies:
                        self._tell(loop, reply.fields if reply.ok else None)
            except (NotRunning, ControlError):
                pass  # told below, as any other end
            self._tell(loop, None)
            pause.wait(_AGAIN.total_seconds())

    def _tell(self, loop: asyncio.AbstractEventLoop, status: Status | None) -> None:
        loop.call_soon_threadsafe(self._hear, status)

    def _hear(self, status: Status | None) -> None:
        if self._is_known and status is None and self._latest is None:
            return
        self._is_known, self._latest = True, status
        self.announce(STATUS, status)
