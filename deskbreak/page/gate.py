"""What every request passes before anything of the page sees it.

The page listens on the loopback alone, but other users of the machine reach that too, and so does any
site that the user's browser shows. So a request must name this server as its host, come from this
page if it changes anything, carry the cookie, and be small.
"""

import re
from asyncio import CancelledError
from collections.abc import Awaitable, Callable
from contextlib import suppress
from gettext import gettext as _
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deskbreak.page.addresses import OPEN, PRIVATE_KEY, SUMMONS, TICKETS
from deskbreak.page.admission import Admission

TOO_LARGE = 413
BODY_LIMIT = 2 * 1024 * 1024  # a picture of one's own, with room to spare

_PATH = re.compile(rb"/[A-Za-z0-9_.~/-]*")
_READS = frozenset({"GET", "HEAD"})
_OURS = frozenset({"same-origin", "none"})
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Gate:
    """Wraps the page; `port` is the one it is served on."""

    def __init__(self, page: ASGIApp, admission: Admission, port: int) -> None:
        self._page = page
        self._admission = admission
        self._hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
        self._cookie = cookie_name(port)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._page(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing here speaks websocket
            return
        sealed = _sealing(send)
        refusal = self._refusal(scope, Headers(scope=scope))
        if refusal is not None:
            await refusal(scope, receive, sealed)
            return
        with suppress(CancelledError):  # the server ends, and has waited for this long enough
            await self._page(scope, _limited(receive), sealed)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """What somebody is told who may not; None for who may."""
        path: str = scope["path"]
        if headers.get("host") not in self._hosts:
            return _refused(_("This page is not at that address."), 421)
        if scope["method"] not in _READS | {"POST"}:
            return _refused(_("This page does not know that."), 405)
        if not _is_plain(scope):
            return _refused(_("There is nothing at that address."), 404)
        if int_or_none(headers.get("content-length", "0"), most=BODY_LIMIT) is None:
            return _refused(_too_large(), TOO_LARGE)
        if path == TICKETS or path.startswith(f"{SUMMONS}/"):
            if self._admission.knows_private(headers.get(PRIVATE_KEY, "")):
                return None
        elif path.startswith(OPEN) or (self._is_ours(scope, headers) and self._is_known(headers)):
            return None
        return _refused(
            _("deskbreak opens this page for you alone: from its menu, or with: deskbreak page"),
            403,
        )

    def _is_ours(self, scope: Scope, headers: Headers) -> bool:
        """Whether this page itself asks, or the user; a browser tells, and no page can forge it."""
        origin = headers.get("origin")
        if origin is not None and origin.removeprefix("http://") != headers["host"]:
            return False
        if headers.get("sec-fetch-site", "none") not in _OURS:
            return False
        return scope["method"] in _READS or origin is not None

    def _is_known(self, headers: Headers) -> bool:
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        shown = cookies.get(self._cookie)
        return shown is not None and self._admission.knows_cookie(shown.value)


def cookie_name(port: int) -> str:
    """Cookies know no ports, and another program of the user's may have one of our name."""
    return f"deskbreak-{port}"


def int_or_none(text: str, *, most: int) -> int | None:
    """A whole number up to `most`; None is anything else."""
    if not text.isascii() or not text.isdigit() or len(text) > len(str(most)):
        return None
    return number if (number := int(text)) <= most else None


def _is_plain(scope: Scope) -> bool:
    """Neither escapes nor steps upwards nor empty names: all addresses of the page are plain."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    if not _PATH.fullmatch(raw):
        return False
    return not any(name in {b"", b".", b".."} for name in raw.split(b"/")[1:-1]) and not (
        raw.endswith((b"/.", b"/.."))
    )


def _limited(receive: Receive) -> Receive:
    """For a body that does not tell its length, or lies."""
    arrived = 0

    async def receive_some() -> Message:
        nonlocal arrived
        message = await receive()
        arrived += len(message.get("body", b""))
        if arrived > BODY_LIMIT:
            raise HTTPException(TOO_LARGE, _too_large())
        return message

    return receive_some


def _sealing(send: Send) -> Callable[[Message], Awaitable[None]]:
    async def send_sealed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_sealed


def _too_large() -> str:
    text = _("That is more than the {limit} MB that it accepts.")
    return text.format(limit=BODY_LIMIT // 1024**2)


def _refused(text: str, code: int) -> Response:
    return PlainTextResponse(f"{text}\n", code, {"connection": "close"})
