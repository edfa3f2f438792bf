"""The server as a program of its own: `deskbreak --part page`.

It says where it is before it loads what serves the page: a browser takes as long to start, and its
first request waits in the socket meanwhile.
"""

import os
import secrets
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, TextIO

from deskbreak.errors import StorageError
from deskbreak.files.folders import make_private, state_folder
from deskbreak.files.plain import plainly
from deskbreak.page.admission import Admission
from deskbreak.page.site import HOST, LINGER_OPTION, READY, Site, announce, announced

if TYPE_CHECKING:
    from uvicorn import Server

LOG_NAME = "page.log"
"""In the state folder: what went wrong in the latest server, most often nothing."""

_UNTIL_FIRST = timedelta(minutes=10)
"""How long the first screen may take to come: somebody may have to set up a way to here first."""

_LINGER = timedelta(minutes=1)
_GOODBYE = 2  # seconds that open streams are given once it ends
_AT_ONCE = 256  # requests; a screen takes a dozen


def main(arguments: Sequence[str]) -> int:
    """Serves until a while after the last screen was closed. Returns the exit code."""
    listener = socket.create_server((HOST, 0), backlog=1024)
    port = listener.getsockname()[1]
    admission = Admission(key := secrets.token_urlsafe(32))
    site = Site(port, key, os.getpid())
    try:
        file = announce(site)
    except StorageError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    _say_ready(admission.ticket())
    try:
        _serving(admission, port, *_patience(arguments)).run([listener])
    finally:
        if announced(file.parent) == site:  # and not another's by now
            with suppress(OSError):
                file.unlink()
    return 0


def _serving(
    admission: Admission, port: int, until_first: timedelta, linger: timedelta
) -> "Server":
    import logging  # noqa: PLC0415  (while a browser starts)

    import uvicorn  # noqa: PLC0415  (likewise)

    from deskbreak.page.application import application  # noqa: PLC0415  (likewise)
    from deskbreak.page.audience import Audience  # noqa: PLC0415  (likewise)

    def leave() -> None:
        server.should_exit = True

    config = uvicorn.Config(
        application(admission, Audience(until_first, linger, leave), port),
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,
        log_level=logging.WARNING,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_AT_ONCE,
        timeout_graceful_shutdown=_GOODBYE,
    )
    server = uvicorn.Server(config)
    return server


def _say_ready(ticket: str) -> None:
    """To the command that started it, which then lets go, and has the first ticket.

    Whoever reads what that command prints waits for the streams to be closed; a terminal does not.
    """
    sys.stdout.write(f"{READY} {ticket}\n")
    sys.stdout.flush()
    _send(sys.stdout, _nowhere())
    if sys.stderr is not None and not sys.stderr.isatty():  # Windows may have given none
        _send(sys.stderr, _log())


def _log() -> int:
    try:
        make_private(state_folder())
        return plainly(str(state_folder() / LOG_NAME), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    except OSError:  # it serves without one, too
        return _nowhere()


def _nowhere() -> int:
    return os.open(os.devnull, os.O_WRONLY)


def _send(stream: TextIO, opened: int) -> None:
    os.dup2(opened, stream.fileno())
    os.close(opened)


def _patience(arguments: Sequence[str]) -> tuple[timedelta, timedelta]:
    """With the first screen, and with the next once the last was closed."""
    match arguments:
        case [option, seconds] if option == LINGER_OPTION:
            return timedelta(seconds=float(seconds)), timedelta(seconds=float(seconds))
        case _:  # started without it
            return _UNTIL_FIRST, _LINGER
