"""A break that is begun on the page is guided there, and nowhere else while somebody looks."""

import asyncio
from collections.abc import AsyncIterator, Callable, Generator
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from deskbreak.control.endpoint import control_endpoint
from deskbreak.control.protocol import ControlError, NotRunning, Reply
from deskbreak.page.asking import ask_daemon
from deskbreak.page.audience import Audience

_UNTIL_SHOWN = timedelta(seconds=10)
_BETWEEN_SCREENS = timedelta(seconds=2)
"""As long as a screen may take to be loaded anew."""

_Line = Generator[Reply, None, None]


class Guiding:
    """Keeps a line to the daemon open while a screen guides what the page began.

    Once that line ends the daemon shows a guide of its own: a moment after the last of these
    screens was closed or left, and with this process, however that ends.
    """

    def __init__(self) -> None:
        self._lookers = Audience(_UNTIL_SHOWN, _BETWEEN_SCREENS, self._hang_up)
        self._line: _Line | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def routes(self) -> tuple[Route, ...]:
        return (Route("/guiding", self._guided),)

    def begin(self, do: str, **arguments: object) -> Reply:
        """Have the daemon begin a break that is guided here. May wait, and so has a thread of its own.

        The line is there before the break is, else a window would flash up.
        """
        self._in_the_loop(self._keep, _line())
        reply = ask_daemon(do, **arguments)
        if not reply.ok:
            self._in_the_loop(self._hang_up)
        return reply

    def attend(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    async def _guided(self, _request: Request) -> Response:
        """Stays open for as long as a screen guides; of what others began there is nothing to guide."""
        if self._line is None:
            return Response(status_code=204)  # then a browser does not ask again

        async def lines() -> AsyncIterator[str]:
            with self._lookers.of_one():
                yield ": guided here\n\n"
                await asyncio.Event().wait()

        return StreamingResponse(lines(), media_type="text/event-stream")

    def _keep(self, line: _Line | None) -> None:
        self._hang_up()
        self._line = line
        self._lookers.wait_for_first()

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _in_the_loop(self, do: Callable[..., None], *arguments: object) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(do, *arguments)


def _line() -> _Line | None:
    """None where no daemon answers, which whoever asks it next is told."""
    line = control_endpoint().watch(guides=True)
    try:
        next(line)
    except (NotRunning, ControlError):
        return None
    return line
