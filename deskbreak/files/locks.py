"""Locks between processes: the kernel frees one when its holder dies, however it dies."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deskbreak.files.plain import plainly


@contextmanager
def alone_at(path: Path) -> Iterator[None]:
    """One at a time, of all processes and their threads; the others wait. OSError if it cannot be.

    The file stays: taking it away would let two of them each lock a file of that name.
    """
    lock = plainly(str(path), os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0))
    try:
        took_lock(lock, waits=True)
        yield
    finally:
        os.close(lock)


def took_lock(lock: int, *, waits: bool) -> bool:
    """Whether it is this process's now.

    Where a file system knows no locks, as some of a network do, there is none to wait for.
    """
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  (only there)

        msvcrt.locking(lock, msvcrt.LK_LOCK if waits else msvcrt.LK_NBLCK, 1)
        return True
    import fcntl  # noqa: PLC0415  (not on Windows)

    try:
        fcntl.flock(lock, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in (errno.ENOLCK, errno.EOPNOTSUPP):
            raise
    return True
