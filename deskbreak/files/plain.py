"""Files opened as what they should be, whatever lies in their place.

Nobody waits for a pipe, and nobody reads a device that never ends.
"""

import errno
import os
import stat
from gettext import gettext as _
from pathlib import Path

_MOST = 16 * 1024 * 1024
"""Bytes; a hundred times what the largest file has that is read whole."""
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)


class OddFileError(OSError):
    """It is neither a plain file nor a folder, or far too large for what it should be."""


def plainly(path: str, flags: int) -> int:
    """An opener for `open`: only plain files, and the user alone may read what it makes."""
    descriptor = os.open(path, flags | _NO_WAIT, 0o600)
    kind = stat.S_IFMT(os.fstat(descriptor).st_mode)
    if kind == stat.S_IFREG:
        return descriptor
    os.close(descriptor)
    if kind == stat.S_IFDIR:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    raise _odd(path)


def odd_file(path: Path) -> OddFileError | None:
    """For those who do not open it themselves: what is wrong with what lies there, if anything."""
    is_odd = path.exists() and not path.is_file() and not path.is_dir()
    return _odd(str(path)) if is_odd else None


def plain_bytes(path: Path, most: int = _MOST) -> bytes:
    """What is in the file. Raises OSError, as `open` does."""
    with open(path, "rb", opener=plainly) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise OddFileError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return content


def _odd(path: str) -> OddFileError:
    return OddFileError(errno.EINVAL, _("not a plain file"), path)
