"""The one server of the page that a user has: found, or started, by whoever wants to see it.

Light, because a command loads it: what serves the page is loaded by the server alone.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from gettext import gettext as _
from pathlib import Path

from deskbreak.errors import SurfaceError
from deskbreak.files.folders import make_private, runtime_folder
from deskbreak.files.locks import alone_at
from deskbreak.itself import PAGE, lasting_command
from deskbreak.page.addresses import OPEN, PRIVATE_KEY, SUMMONS, TICKETS, Seen
from deskbreak.page.site import HOST, LINGER_OPTION, READY, Site, announced

_PATIENCE = timedelta(seconds=5)
_SUCCESS = 200


def opening_address(chapter: str, linger: timedelta | None = None) -> str:
    """An address that shows the chapter, once; starts the server where there is none.

    SurfaceError says why there can be none.
    """
    folder = _safe(runtime_folder())
    with _alone(folder / "deskbreak-page.lock"):
        return _of_the_running(folder, chapter) or _of_a_new_one(folder, chapter, linger)


def summoned(chapter: str) -> Seen:
    """Have a page that is open show the chapter, if there is one that can be seen."""
    site = announced(runtime_folder())
    reply = None if site is None else _asked(site, f"{SUMMONS}/{chapter}")
    return Seen(reply) if reply in set(Seen) else Seen.NOWHERE


def _of_the_running(folder: Path, chapter: str) -> str | None:
    """None where none runs: what its file tells may be older than the machine's last start."""
    site = announced(folder)
    ticket = None if site is None else _asked(site, TICKETS)
    return None if site is None or ticket is None else _address(site, chapter, ticket)


def _address(site: Site, chapter: str, ticket: str) -> str:
    return f"http://{HOST}:{site.port}{OPEN}{chapter}/{ticket}"


def _asked(site: Site, path: str) -> str | None:
    """What the server replies to whoever has its key; None where nobody listens there."""
    from http.client import HTTPConnection, HTTPException  # noqa: PLC0415  (only where one may be)

    connection = HTTPConnection(HOST, site.port, timeout=_PATIENCE.total_seconds())
    try:
        connection.request("POST", path, headers={PRIVATE_KEY: site.key})
        response = connection.getresponse()
        reply = response.read().decode()
    except (OSError, HTTPException, ValueError):
        return None
    finally:
        connection.close()
    return reply if response.status == _SUCCESS else None


def _of_a_new_one(folder: Path, chapter: str, linger: timedelta | None) -> str:
    options = () if linger is None else (LINGER_OPTION, str(linger.total_seconds()))
    server = subprocess.Popen(
        lasting_command(*PAGE, *options),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C in the terminal is not meant for it
    )
    first = _first_line(server)
    word, _blank, ticket = first.partition(" ")
    site = announced(folder) if word == READY else None
    if site is None:
        raise _not_served(first or _("it ended without a word"))
    return _address(site, chapter, ticket)


def _first_line(server: subprocess.Popen[bytes]) -> str:
    """What it says first; then it goes its own way."""
    if server.stdout is None:
        return ""
    with server.stdout as said:
        first = said.readline().decode(errors="replace").strip()
    if first.startswith(READY):
        server.returncode = 0  # it outlives this command, and nobody waits for it
    return first


def _safe(folder: Path) -> Path:
    """Where nobody else can put a file that sends this user's browser elsewhere."""
    if sys.platform == "win32":
        make_private(folder)
        return folder
    from deskbreak.control.instance import check_private  # noqa: PLC0415  (not on Windows)

    check_private(folder)
    return folder


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One command at a time finds or starts the server; the others wait for it."""
    with ExitStack() as undo:
        try:
            undo.enter_context(alone_at(path))
        except OSError as error:
            raise _not_served(f"{path}: {error.strerror or error}") from error
        yield


def _not_served(reason: str) -> SurfaceError:
    return SurfaceError(_("The page could not be served: {reason}").format(reason=reason))
