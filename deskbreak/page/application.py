"""The page put together: its chapters, the pictures, the scripts, and the gate before all of them."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from gettext import gettext as _

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

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
from deskbreak.page.rendering import STATIC, rendered, screen
from deskbreak.page.summons import Summons


def application(admission: Admission, audience: Audience, port: int) -> Gate:
    live, guiding = Live(), Guiding()
    summons = Summons(live)

    @asynccontextmanager
    async def lives(_app: Starlette) -> AsyncIterator[None]:
        guiding.attend(asyncio.get_running_loop())
        audience.wait_for_first()
        yield

    page = Starlette(
        routes=[
            Route("/", lambda _request: RedirectResponse("/today")),
            Route(f"{OPEN}{{chapter}}/{{ticket}}", _opening(admission, port)),
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


def _opening(admission: Admission, port: int) -> Callable[[Request], Response]:
    def opened(request: Request) -> Response:
        """Changes the ticket for the cookie.

        The answer is a screen that goes on by itself, not a redirection: a browser that was sent
        here by another site would not show a new strict cookie on the way.
        """
        chapter, ticket = request.path_params["chapter"], request.path_params["ticket"]
        caller = request.client
        if caller is not None and is_of_another_user(caller.host, caller.port, port):
            return PlainTextResponse(_("This page is another user's.") + "\n", 403)
        place = OPENS_AT.get(chapter)
        if place is None or not admission.takes_ticket(ticket):
            text = _("This address has been used: open the page again with: deskbreak page")
            return PlainTextResponse(f"{text}\n", 403)
        response = HTMLResponse(rendered("opening.html", place=place))
        response.set_cookie(cookie_name(port), admission.cookie, httponly=True, samesite="strict")
        return response

    return opened


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
