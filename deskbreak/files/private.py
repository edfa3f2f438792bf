"""Files that only the user may read, replaced at once and whole."""

import os
from contextlib import suppress
from gettext import gettext as _
from pathlib import Path

from deskbreak.errors import StorageError
from deskbreak.files.folders import make_private
from deskbreak.files.plain import odd_file, plainly


def write_private(path: Path, content: bytes) -> None:
    """Replace a file of the user's; StorageError if that cannot be done."""
    try:
        replace_privately(path, content, sync=True)
    except OSError as error:
        raise could_not_write(path, error) from error


def could_not_write(path: Path | str, error: OSError) -> StorageError:
    message = _(
        "{path} cannot be written ({reason}): check its folder's permissions and free space"
    )
    return StorageError(message.format(path=path, reason=error.strerror))


def replace_privately(path: Path, content: bytes, *, sync: bool) -> None:
    """Replace the file, or the one it links to, at once and whole; the user alone may read it.

    A reader finds the old one or the new one. `sync` also survives a power cut, and waits for
    the disk.
    """
    target = Path(os.path.realpath(path))
    if odd_file(target) is not None:
        target = path  # a pipe makes way, and a device that is linked to stays what it is
    new = target.with_name(f".{target.name}.{os.getpid()}.new")
    make_private(target.parent)
    try:
        new.unlink(missing_ok=True)  # of a process that had this id and died here
        with open(new, "xb", opener=plainly) as file:
            file.write(content)
            file.flush()
            if sync:
                os.fsync(file.fileno())
        new.replace(target)
    except OSError:
        with suppress(OSError):  # the error that counts is the first
            new.unlink(missing_ok=True)
        raise
