"""Linux's own word that something changed in a folder. Python has no door to it, so by ctypes."""

import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from struct import Struct

_EVENT = Struct("iIII")  # which folder, what, which rename, how long the name is that follows

_ATTRIBUTES, _WRITTEN = 0x4, 0x8
_MOVED_AWAY, _MOVED_HERE, _MADE, _DELETED = 0x40, 0x80, 0x100, 0x200
_FOLDER_DELETED, _FOLDER_MOVED, _FOLDERS_ONLY = 0x400, 0x800, 0x1000000
_NO_LONGER_WATCHED = 0x8000
_CHANGES = (
    _ATTRIBUTES | _WRITTEN | _MOVED_AWAY | _MOVED_HERE | _MADE | _DELETED
    | _FOLDER_DELETED | _FOLDER_MOVED | _FOLDERS_ONLY
)  # fmt: skip


class Inotify:
    """Wait until `fileno` can be read, then ask what `changed`. Raises OSError where there is none.

    `follow` and `changed` may be called from different threads.
    """

    def __init__(self) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._number = self._libc.inotify_init1(_flags())
        if self._number < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        self._watched: frozenset[int] = frozenset()

    def fileno(self) -> int:
        return int(self._number)

    def follow(self, folders: Iterable[Path]) -> None:
        """Watch these and no others, as they are now: one made anew is another, one missing none.

        The kernel knows a folder that it watches already, so this may be said as often as one likes.
        """
        numbers = (
            self._libc.inotify_add_watch(self._number, os.fsencode(folder), _CHANGES)
            for folder in folders
        )
        watched = frozenset(number for number in numbers if number >= 0)
        for number in self._watched - watched:
            self._libc.inotify_rm_watch(self._number, number)
        self._watched = watched

    def changed(self) -> frozenset[str]:
        """The names of what changed since this was asked last; an empty one is a folder itself."""
        try:
            events = os.read(self._number, 65536)
        except BlockingIOError:
            return frozenset()
        names, place = set(), 0
        while place < len(events):
            _folder, what, _rename, length = _EVENT.unpack_from(events, place)
            place += _EVENT.size + length
            if not what & _NO_LONGER_WATCHED:
                names.add(os.fsdecode(events[place - length : place].rstrip(b"\0")))
        return frozenset(names)

    def close(self) -> None:
        os.close(self._number)


def _flags() -> int:
    if sys.platform == "win32":
        raise OSError("Windows has no inotify")
    return os.O_NONBLOCK | os.O_CLOEXEC
