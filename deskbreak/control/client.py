"""The other programs' end of the control line on Linux and macOS: a socket."""

import os
import socket
import struct
import sys
from collections.abc import Generator
from contextlib import suppress
from datetime import timedelta
from gettext import gettext as _
from pathlib import Path

from deskbreak.control.protocol import (
    CLIENT_PATIENCE,
    LINE_LIMIT,
    REPLY_LIMIT,
    ControlError,
    LineReader,
    Reply,
    Request,
    encode_request,
    first_reply,
    not_running,
    replies,
    watching,
)
from deskbreak.files.plain import plain_bytes

if sys.platform == "win32":
    raise ImportError("Windows has no such socket; see pipe_windows.py")

SOCKET_NAME = "deskbreak.sock"
LOCK_NAME = "deskbreak.lock"
_ADDRESS_LIMIT = 103 if sys.platform == "darwin" else 107  # bytes, without the closing zero


def request(path: Path, asked: Request, within: timedelta = CLIENT_PATIENCE) -> Reply:
    """The daemon's reply; raises NotRunning or ControlError, with one line for people."""
    with _asking(path, asked, within) as connection:
        return first_reply(_reader(connection), within)


def watch(
    path: Path, within: timedelta = CLIENT_PATIENCE, *, guides: bool = False
) -> Generator[Reply, None, None]:
    """A reply at once and at each change, until the daemon hangs up or refuses.

    `within` limits the wait for the first reply alone. Close it to hang up.
    """
    with _asking(path, watching(guides=guides), within) as connection:
        yield from replies(_reader(connection), within)


def socket_of(folder: Path, home: Path) -> Path:
    """Where the daemon listens: in the runtime folder, or wherever it wrote beside its session."""
    usual = folder / SOCKET_NAME
    if usual.exists():
        return usual
    try:
        _pid, named, *_rest = plain_bytes(home / LOCK_NAME).split(b"\n")
    except (OSError, ValueError):  # none runs, or one that began before it told
        return usual
    return Path(os.fsdecode(named)) if named else usual


def address_of(path: Path) -> str:
    """The path as the kernel takes it, if it is short enough."""
    length = len(os.fsencode(path))
    if length > _ADDRESS_LIMIT:
        text = _(
            "{path}: the path of a socket may have {limit} bytes, this one has {length}; "
            "set XDG_RUNTIME_DIR to a folder with a shorter path"
        )
        raise ControlError(text.format(path=path, limit=_ADDRESS_LIMIT, length=length))
    return str(path)


def peer_uid(connection: socket.socket) -> int:
    """The user at the other end, as the kernel knows it."""
    if sys.platform == "darwin":
        sol_local, local_peercred = 0, 1
        cred = connection.getsockopt(sol_local, local_peercred, 76)  # struct xucred
        _version, uid = struct.unpack_from("=II", cred)
    else:
        cred = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)  # struct ucred
        _pid, uid, _gid = struct.unpack("=iII", cred)
    return int(uid)


def _asking(path: Path, asked: Request, within: timedelta) -> socket.socket:
    """A connection on which this has been asked."""
    line = encode_request(asked)
    connection = _connected(path, within)
    with suppress(OSError):  # a daemon that shuts us off has said why, and that is read next
        connection.sendall(line)
    return connection


def _connected(path: Path, within: timedelta) -> socket.socket:
    address = address_of(path)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(within.total_seconds())
    try:
        connection.connect(address)
    except (FileNotFoundError, NotADirectoryError, ConnectionRefusedError) as error:
        connection.close()
        raise not_running() from error
    except OSError as error:
        connection.close()
        text = _("{path}: deskbreak cannot be reached: {reason}")
        raise ControlError(text.format(path=path, reason=error.strerror or error)) from error
    if (uid := peer_uid(connection)) != os.getuid():
        connection.close()
        text = _("{path} belongs to user {uid} and not to you; set XDG_RUNTIME_DIR to your own")
        raise ControlError(text.format(path=path, uid=uid))
    return connection


def _reader(connection: socket.socket) -> LineReader:
    def receive(within: timedelta | None) -> bytes:
        # Zero would mean "do not block", which raises something else than a time-out.
        connection.settimeout(None if within is None else max(0.001, within.total_seconds()))
        try:
            return connection.recv(LINE_LIMIT)
        except ConnectionError:
            return b""

    return LineReader(receive, REPLY_LIMIT)
