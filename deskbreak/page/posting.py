"""What a screen sends: one JSON object, answered by a plain function in a thread of its own."""

import binascii
import json
import threading
from base64 import b64decode
from collections.abc import Awaitable, Callable, Mapping
from gettext import gettext as _

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from deskbreak.control.protocol import Reply
from deskbreak.errors import StorageError

Sent = Mapping[str, object]

_ONE_WRITER = threading.Lock()


def posted(handle: Callable[[Sent], Response]) -> Callable[[Request], Awaitable[Response]]:
    """For a Route with methods=["POST"]; `handle` may block."""

    async def answer(request: Request) -> Response:
        sent = await sent_with(request)
        if sent is None:
            return denied("a JSON object is expected", 400)
        return await run_in_threadpool(handle, sent)

    return answer


def posted_to_keep(
    handle: Callable[[Sent], Response],
) -> Callable[[Request], Awaitable[Response]]:
    """The same for what changes the user's settings or moves, which is read whole and written whole.

    Of two at the same moment the second finds what the first has written.
    """

    def keep(sent: Sent) -> Response:
        with _ONE_WRITER:
            return handle(sent)

    return posted(keep)


async def sent_with(request: Request) -> Sent | None:
    """The object; None is anything else."""
    try:
        sent = json.loads(await request.body() or b"{}")
    except (ValueError, RecursionError):
        return None
    return sent if isinstance(sent, dict) else None


def told(said: str = "", **more: object) -> Response:
    """It is done; `said` is read out and shown."""
    return JSONResponse({"ok": True, "said": said, **more})


def sent_file(sent: Sent, key: str) -> bytes:
    """A file's content, which travels in base64. StorageError where it was damaged on the way."""
    try:
        return b64decode(str(sent.get(key, "")), validate=True)
    except binascii.Error as error:
        raise StorageError(_("The file did not arrive whole: try again.")) from error


def wrong(problems: Mapping[str, str]) -> Response:
    """Nothing has changed; what is wrong, by the field that it is about."""
    said = _("Not saved: see what is marked.")
    return JSONResponse({"ok": False, "error": said, "problems": dict(problems)}, 409)


def turned_down(reply: Reply) -> Response:
    """The daemon did not do it: of its reason, what concerns whoever clicks."""
    return denied(str(reply.fields.get("plain", reply.error)))


def denied(why: str, code: int = 409, **more: object) -> Response:
    """Nothing has changed; `why` is one line for people."""
    return JSONResponse({"ok": False, "error": why, **more}, code)
