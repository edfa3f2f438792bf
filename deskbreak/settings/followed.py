"""The user's settings file, read again when it changed; a broken edit leaves the last good ones."""

from collections.abc import Callable
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from deskbreak.core.policy import Settings
from deskbreak.errors import ConfigError, StorageError
from deskbreak.settings.file import load_settings, write_default


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
        found = self._read(self._stamp(), _("The defaults hold until this is mended.\n{error}"))
        return found or Settings()

    def changed(self) -> Settings | None:
        """What it says, if it changed since it was read last and nothing is wrong in it."""
        stamp = self._stamp()
        if stamp == self._seen or self._is_perhaps_being_saved(stamp):
            return None
        return self._read(stamp, _("The settings from before still hold.\n{error}"))

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
