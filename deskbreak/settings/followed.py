"""The user's settings file, read again when it changed; a broken edit leaves the last good ones."""

import logging
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

from deskbreak.core.policy import Settings
from deskbreak.errors import ConfigError, StorageError
from deskbreak.settings.file import load_settings, write_default

if TYPE_CHECKING:
    from deskbreak.wires.inotify import Inotify

_SAVING = timedelta(seconds=0.5)  # what an editor takes for all it does, with room to spare
_LOG = logging.getLogger(__name__)

Attend = Callable[[int, Callable[[], None]], None]
"""Has somebody who waits anyway also wait until a file can be read, and call us then."""


@dataclass(frozen=True, slots=True)
class _Stamp:
    """By which one state of a file is told from another; `changed_ns` tells of permissions, too."""

    inode: int
    size: int
    written_ns: int
    changed_ns: int


class SettingsFile:
    """Remembers which state of the file it has read; `complain` hears of each broken one once."""

    def __init__(self, path: Path, complain: Callable[[str], None]) -> None:
        self._path = path
        self._complain = complain
        self._seen: _Stamp | None = None
        self._was_hollow = False
        self._problem: str | None = None

    def first(self) -> Settings:
        """What holds at the start, the defaults if the file is broken; made if there is none."""
        try:
            write_default(self._path)
        except StorageError as error:
            self._complain(str(error))
        found = self._read(self._stamp(), _("The defaults apply until this is fixed.\n{error}"))
        return found or Settings()

    def changed(self) -> Settings | None:
        """What it says, if it changed since it was read last and nothing is wrong in it."""
        stamp = self._stamp()
        if stamp == self._seen or self._is_perhaps_being_saved(stamp):
            return None
        return self._read(stamp, _("The previous settings still apply.\n{error}"))

    def _is_perhaps_being_saved(self, stamp: _Stamp | None) -> bool:
        """Many editors empty the file, or take it away, before they write: look a second time."""
        was_hollow, self._was_hollow = self._was_hollow, stamp is None or stamp.size == 0
        return self._was_hollow and not was_hollow

    def _read(self, stamp: _Stamp | None, if_broken: str) -> Settings | None:
        """`stamp` is from before the reading, so an edit meanwhile is seen the next time."""
        self._seen = stamp
        try:
            settings = load_settings(self._path)
        except ConfigError as error:
            if str(error) != self._problem:
                self._complain(if_broken.format(error=error))
            self._problem = str(error)
            return None
        self._problem = None
        return settings

    def _stamp(self) -> _Stamp | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return _Stamp(status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


class SaveWatch:
    """Wakes somebody soon after a save of the file, once for all that an editor does to save it.

    Linux alone tells of saves, and not on every file system; elsewhere nobody is woken.
    """

    def __init__(self, path: Path, wake: Callable[[], None], saving: timedelta = _SAVING) -> None:
        self._path = path
        self._wake = wake
        self._saving = saving
        self._names: frozenset[str] = frozenset()
        self._is_about_to_wake = False
        self._inotify: Inotify | None = None

    def begin(self, attend: Attend) -> None:
        if sys.platform != "linux":
            return
        from deskbreak.wires.inotify import Inotify  # noqa: PLC0415  (Linux has it)

        try:
            self._inotify = Inotify()
        except OSError as error:  # each user may have so many and no more
            _LOG.info("Saves of the settings are not told here: %s", error)
        else:
            attend(self._inotify.fileno(), self._hear)

    def follow(self) -> None:
        """Where a save is seen, as it is now: editors put a new file in place, folders come and go.

        A link into a folder of dotfiles is saved there.
        """
        if self._inotify is not None:
            files = {self._path, Path(os.path.realpath(self._path))}
            self._names = frozenset({"", *(file.name for file in files)})
            self._inotify.follow({file.parent for file in files})

    def close(self) -> None:
        if self._inotify is not None:
            self._inotify.close()

    def _hear(self) -> None:
        if self._inotify is None or self._inotify.changed().isdisjoint(self._names):
            return
        if not self._is_about_to_wake:
            self._is_about_to_wake = True
            timer = threading.Timer(self._saving.total_seconds(), self._wake_now)
            timer.daemon = True
            timer.start()

    def _wake_now(self) -> None:
        self._is_about_to_wake = False  # first: what is saved from here on needs another wake-up
        self._wake()
