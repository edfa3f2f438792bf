"""A page that is open shows what somebody wants to see, so that no second one need be opened."""

import asyncio
import itertools
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from deskbreak.page.addresses import SUMMONS, Seen
from deskbreak.page.chapters import OPENS_AT
from deskbreak.page.live import Live
from deskbreak.page.posting import sent_with

_PATIENCE = timedelta(seconds=1.5)
"""With a browser that is busy, or screens that are asleep; whoever clicked is waiting meanwhile."""


class Summons:
    """Tells all screens which chapter is wanted; the first that can be seen shows it.

    For the thread of the event loop alone.
    """

    def __init__(self, live: Live) -> None:
        self._live = live
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Seen]] = {}

    def routes(self) -> tuple[Route, ...]:
        return (
            Route(f"{SUMMONS}/{{chapter}}", self._summoned, methods=["POST"]),
            Route("/here", self._here, methods=["POST"]),
        )

    async def _summoned(self, request: Request) -> Response:
        place = OPENS_AT.get(request.path_params["chapter"])
        seen = Seen.NOWHERE if place is None else await self._seen(place)
        return PlainTextResponse(seen.value)

    async def _seen(self, place: str) -> Seen:
        number = next(self._numbers)
        self._waiting[number] = answer = asyncio.get_running_loop().create_future()
        self._live.announce("summons", {"number": number, "place": place})
        try:
            return await asyncio.wait_for(answer, _PATIENCE.total_seconds())
        except TimeoutError:
            return Seen.NOWHERE
        finally:
            del self._waiting[number]

    async def _here(self, request: Request) -> Response:
        """A screen that can be seen may come, unless another was faster or it took too long."""
        sent = await sent_with(request) or {}
        answer = next((each for n, each in self._waiting.items() if n == sent.get("number")), None)
        is_first = answer is not None and not answer.done()
        if answer is not None and is_first:
            answer.set_result(Seen.IN_FRONT if sent.get("has_focus") is True else Seen.SOMEWHERE)
        return JSONResponse({"ok": is_first})
