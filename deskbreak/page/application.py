"""The page put together: its chapters, the pictures, the scripts, and the gate before all of them."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from gettext import gettext as _
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from deskbreak.errors import ConfigError, StorageError
from deskbreak.files.resources import icon_file
from deskbreak.page import figures, settings, statistics, stretches, today, welcome
from deskbreak.page.addresses import OPEN, TICKETS
from deskbreak.page.admission import Admission
from deskbreak.page.audience import Audience
from deskbreak.page.chapters import OPENS_AT
from deskbreak.page.gate import TOO_LARGE, Gate, cookie_name
from deskbreak.page.guiding import Guiding
from deskbreak.page.live import STATUS, Live
from deskbreak.page.peers import is_of_another_user
from deskbreak.page.posting import denied
from deskbreak.page.rendering import STATIC, screen
from deskbreak.page.summons import Summons


def application(admission: Admission, audience: Audience, port: int) -> Gate:
    live, guiding = Live(), Guiding()
    summons = Summons(live)

    @asynccontextmanager
    async def lives(_app: Starlette) -> AsyncIterator[None]:
        guiding.attend(asyncio.get_running_loop())
        audience.wait_for_first()
        warming = asyncio.create_task(asyncio.to_thread(today.warm_up))  # while a browser starts
        yield
        warming.cancel()

    page = Starlette(
        routes=[
            Route("/", lambda _request: RedirectResponse("/today")),
            Route(f"{OPEN}{{chapter}}/{{ticket}}", _Opening(admission, port), methods=["GET"]),
            Route(
                TICKETS, lambda _request: PlainTextResponse(admission.ticket()), methods=["POST"]
            ),
            Route("/events", _events(live, audience)),
            *summons.routes(),
            *guiding.routes(),
            *today.routes(guiding),
            *statistics.routes(),
            *stretches.routes(),
            *settings.routes(),
            *welcome.routes(guiding),
            *figures.routes(),
            Route("/icon.png", lambda _request: FileResponse(icon_file("deskbreak.png"))),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        exception_handlers={
            HTTPException: _not_so,
            ConfigError: _to_mend,
            StorageError: _to_mend,
            Exception: _a_bug,
        },
        lifespan=lives,
    )
    return Gate(page, admission, port)


class _Opening:
    """Shows a chapter for a ticket, which it changes for the cookie.

    Not by a redirection: a browser that was sent here by another site would not show a new strict
    cookie on the way, and going on from one screen to the next takes it a fifth of a second.
    """

    def __init__(self, admission: Admission, port: int) -> None:
        self._admission = admission
        self._port = port
        self._cookie = f"{cookie_name(port)}={admission.cookie}; HttpOnly; Path=/; SameSite=strict"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(Request(scope))
        if refusal is not None:
            await PlainTextResponse(f"{refusal}\n", 403)(scope, receive, send)
            return

        async def send_admitting(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", self._cookie)
            await send(message)

        place = f"/{OPENS_AT[scope['path_params']['chapter']]}"
        path = urlsplit(place).path
        asked = {**scope, "path": path, "raw_path": path.encode(), "place": place}
        await scope["router"](asked, receive, send_admitting)

    def _refusal(self, request: Request) -> str | None:
        chapter, ticket = request.path_params["chapter"], request.path_params["ticket"]
        caller = request.client
        if caller is not None and is_of_another_user(caller.host, caller.port, self._port):
            return _("This page is another user's.")
        if chapter not in OPENS_AT or not self._admission.takes_ticket(ticket):
            return _("This address has been used: open the page again with: deskbreak page")
        return None


def _events(live: Live, audience: Audience) -> Callable[[Request], Awaitable[Response]]:
    async def events(_request: Request) -> Response:
        """One stream a browser: while it is open somebody looks, and it tells how things stand."""

        async def lines() -> AsyncIterator[str]:
            with audience.of_one():
                async with aclosing(live.news()) as news:
                    async for kind, content in news:
                        yield _event(kind, content)
                        if kind == STATUS:
                            pieces = await run_in_threadpool(today.pieces_of_today, content)
                            yield _event("pieces", pieces)

        return StreamingResponse(lines(), media_type="text/event-stream")

    return events


def _event(name: str, content: object) -> str:
    return f"event: {name}\ndata: {json.dumps(content)}\n\n"


async def _not_so(request: Request, error: Exception) -> Response:
    """Nothing is there, or it is too large, or not to be asked that way."""
    code = error.status_code if isinstance(error, HTTPException) else 404
    text = _("There is nothing at that address.")
    if isinstance(error, HTTPException) and code == TOO_LARGE:
        text = error.detail
    if request.method == "POST":
        return denied(text, code)
    return screen(request, "problem.html", code, lines=[text])


async def _to_mend(request: Request, error: Exception) -> Response:
    """Somebody's to mend: it is said whole, as on the command line."""
    if request.method == "POST":
        return denied(str(error))
    return screen(request, "problem.html", 500, lines=str(error).splitlines())


async def _a_bug(request: Request, _error: Exception) -> Response:
    """What it was goes to the standard error, which a terminal shows."""
    text = _(
        "deskbreak failed at this, and it is not your doing. Please report it: deskbreak doctor"
    )
    if request.method == "POST":
        return denied(text, 500)
    return screen(request, "problem.html", 500, lines=[text])
