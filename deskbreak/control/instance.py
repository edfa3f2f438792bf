"""One daemon per user on Linux and macOS: whoever holds the lock is it.

The kernel frees a lock when its holder dies, however it dies, so a lock never outlives the daemon.
The socket beside it does, after a kill -9: only the winner of the lock may take it away.
"""

import fcntl
import os
import stat
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from deskbreak.control.client import SOCKET_NAME
from deskbreak.control.protocol import AlreadyRunning, ControlError, Respond
from deskbreak.control.server import ControlServer
from deskbreak.files.folders import make_private

if sys.platform == "win32":
    raise ImportError("Windows has no such lock; see pipe_windows.py")

LOCK_NAME = "deskbreak.lock"


@dataclass(frozen=True, slots=True)
class Instance:
    """Being the user's one daemon, until this process releases the lock or dies.

    Release it once, after the server has stopped. The file stays, empty: taking it away would let
    two processes each lock a file of that name.
    """

    socket_path: Path
    lock: int

    def serve(self, respond: Respond) -> ControlServer:
        return ControlServer(self.socket_path, respond)

    def release(self) -> None:
        os.ftruncate(self.lock, 0)
        os.close(self.lock)


def claim_instance(folder: Path) -> Instance | AlreadyRunning:
    """Become the user's one daemon; raises ControlError if the folder is not safely theirs."""
    _check_private(folder)
    with ExitStack() as undo:
        lock = _opened(folder / LOCK_NAME)
        undo.callback(os.close, lock)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return AlreadyRunning(_pid_in(lock))
        os.fchmod(lock, 0o600)
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode("ascii"), 0)
        socket_path = folder / SOCKET_NAME
        socket_path.unlink(missing_ok=True)
        undo.pop_all()
        return Instance(socket_path, lock)


def _check_private(folder: Path) -> None:
    try:
        make_private(folder)
        status = folder.lstat()
    except OSError as error:
        raise _unfit(folder, error.strerror or str(error)) from error
    if not stat.S_ISDIR(status.st_mode):
        raise _unfit(folder, _("it is not a folder but a link to one"))
    if status.st_uid != os.getuid():
        raise _unfit(folder, _("it belongs to user {uid}").format(uid=status.st_uid))
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise _unfit(folder, _("others may write to it"))


def _unfit(folder: Path, reason: str) -> ControlError:
    text = _(
        "{folder}: {reason}; deskbreak's socket needs a folder that is yours and that nobody else "
        "may write to: set XDG_RUNTIME_DIR to one"
    )
    return ControlError(text.format(folder=folder, reason=reason))


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        text = _("{path} cannot be opened ({reason}): remove it, then start deskbreak again")
        raise ControlError(text.format(path=path, reason=error.strerror or error)) from error


def _pid_in(lock: int) -> int | None:
    """The holder's PID; none for the instant in which it has not written it yet."""
    written = os.pread(lock, 32, 0).strip()
    return int(written) if written.isdigit() else None
