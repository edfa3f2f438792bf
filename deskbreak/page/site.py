"""Where the user's one server of the page is: it writes that down, and its commands read it.

Light, because the server says where it is before it loads anything else.
"""

import json
from pathlib import Path

from deskbreak.files.folders import runtime_folder
from deskbreak.files.plain import plain_bytes
from deskbreak.files.private import could_not_write, replace_privately
from deskbreak.value import value

HOST = "127.0.0.1"
READY = "ready"
"""What the server says first, with a ticket after it; anything else is why there is none."""
LINGER_OPTION = "--linger"


@value
class Site:
    """Where it listens, the key that buys tickets there, and whose process it is."""

    port: int
    key: str
    pid: int


def announce(site: Site) -> Path:
    """For the commands of this user; returns the file that tells them, or raises StorageError."""
    file = _file(runtime_folder())
    try:
        replace_privately(file, json.dumps([site.port, site.key, site.pid]).encode(), sync=False)
    except OSError as error:
        raise could_not_write(file, error) from error
    return file


def announced(folder: Path) -> Site | None:
    try:
        match json.loads(plain_bytes(_file(folder))):
            case [int(port), str(key), int(pid)] if 0 < port < 2**16:
                return Site(port, key, pid)
    except (OSError, ValueError):
        return None
    return None


def _file(folder: Path) -> Path:
    return folder / "deskbreak-page.json"
