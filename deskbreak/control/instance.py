"""One daemon per user on Linux and macOS: whoever holds the locks is it.

The kernel frees a lock when its holder dies, however it dies, so a lock never outlives the daemon.
The socket beside it does, after a kill -9: only the winner of the lock may take it away.

There are two: one beside the socket, and one beside the saved session, which holds off a shell
that knows another runtime folder, and tells it where the socket is.
"""

import os
import stat
import sys
from contextlib import ExitStack, suppress
from gettext import gettext as _
from pathlib import Path

from deskbreak.control.client import LOCK_NAME, SOCKET_NAME
from deskbreak.control.protocol import AlreadyRunning, ControlError, Respond
from deskbreak.control.server import ControlServer
from deskbreak.files.folders import make_private
from deskbreak.files.locks import took_lock
from deskbreak.files.plain import plainly

if sys.platform == "win32":
    raise ImportError("Windows has no such lock; see pipe_windows.py")


class Instance:
    """Being the user's one daemon, until this process releases the lock or dies.

    Release it once, after the server has stopped. The file stays, empty: taking it away would let
    two processes each lock a file of that name.
    """

    def __init__(self, socket_path: Path, locks: dict[Path, int]) -> None:
        self.socket_path = socket_path
        self._locks = locks

    @property
    def files(self) -> tuple[Path, ...]:
        """Not the lock at home: beside it the session and the log are written all day.

        What becomes of it is seen in the next round.
        """
        return self.socket_path, self.socket_path.with_name(LOCK_NAME)

    def serve(self, respond: Respond) -> ControlServer:
        return ControlServer(self.socket_path, respond)

    def keep(self) -> bool:
        return all(self._keep(path) for path in self._locks)

    def release(self) -> None:
        for lock in self._locks.values():
            os.ftruncate(lock, 0)
            os.close(lock)

    def _keep(self, path: Path) -> bool:
        """A lock whose file was taken away, with its folder perhaps, holds nobody off."""
        if _is_at(path, self._locks[path]):
            return True
        try:
            check_private(path.parent)
            lock = _opened(path)
        except ControlError:  # then nobody else can begin there either
            return True
        if not took_lock(lock, waits=False):
            os.close(lock)
            return False
        os.close(self._locks[path])
        self._locks[path] = lock
        _sign(lock, self.socket_path)
        return True


def claim_instance(folder: Path, home: Path) -> Instance | AlreadyRunning:
    """Become the user's one daemon; raises ControlError if `folder` is not safely theirs.

    That is the runtime folder; `home` is where the saved session lies.
    """
    check_private(folder)
    socket_path = folder / SOCKET_NAME
    with ExitStack() as undo:
        locks: dict[Path, int] = {}
        if home != folder:
            with suppress(ControlError):  # nothing can be kept there: others tell of that
                check_private(home)
                locks[home / LOCK_NAME] = _opened(home / LOCK_NAME)
        locks[folder / LOCK_NAME] = _opened(folder / LOCK_NAME)
        for lock in locks.values():
            undo.callback(os.close, lock)
        for lock in locks.values():
            if not took_lock(lock, waits=False):
                return AlreadyRunning(_pid_in(lock))
        for lock in locks.values():
            _sign(lock, socket_path)
        _clear(socket_path)
        undo.pop_all()
        return Instance(socket_path, locks)


def check_private(folder: Path) -> None:
    """Make the folder if need be; ControlError unless it is safely this user's."""
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
        return plainly(str(path), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError as error:
        if not os.path.lexists(path):  # nothing lies there: it is the folder
            raise _unfit(path.parent, error.strerror or str(error)) from error
        raise _in_the_way(path, error) from error


def _clear(socket_path: Path) -> None:
    """Of what a killed daemon left there."""
    try:
        socket_path.unlink(missing_ok=True)
    except OSError as error:  # a folder
        raise _in_the_way(socket_path, error) from error


def _in_the_way(path: Path, error: OSError) -> ControlError:
    text = _("{path} cannot be opened ({reason}): remove it, then start deskbreak again")
    return ControlError(text.format(path=path, reason=error.strerror or error))


def _is_at(path: Path, file: int) -> bool:
    """Whether that open file is still the one of that name."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(file))
    except OSError:
        return False


def _sign(lock: int, socket_path: Path) -> None:
    """Tell whoever finds it locked who we are, and where; on a full disk it holds without a name."""
    os.fchmod(lock, 0o600)
    os.ftruncate(lock, 0)
    with suppress(OSError):
        os.pwrite(lock, b"%d\n%s\n" % (os.getpid(), os.fsencode(socket_path)), 0)


def _pid_in(lock: int) -> int | None:
    """The holder's PID; none for the instant in which it has not written it yet."""
    written = os.pread(lock, 32, 0).partition(b"\n")[0]
    return int(written) if written.isdigit() else None
