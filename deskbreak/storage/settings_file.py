"""The user's settings file, read again when it changed; a broken edit leaves the last good ones."""

from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path

from deskbreak.core.policy import Settings
from deskbreak.errors import ConfigError, StorageError
from deskbreak.storage.settings import load_settings, write_default

_Stamp = tuple[int, ...]


class SettingsFile:
    """Remembers which state of the file it has read; `complain` hears of each broken one once."""

    def __init__(self, path: Path, complain: Callable[[str], None]) -> None:
        self._path = path
        self._complain = complain
        self._seen: _Stamp | None = None

    def first(self) -> Settings:
        """What holds at the start, the defaults if the file is broken; made if there is none."""
        try:
            write_default(self._path)
        except StorageError as error:
            self._complain(str(error))
        return self._read(_("The defaults hold until this is mended.\n{error}")) or Settings()

    def changed(self) -> Settings | None:
        """What it says, if it changed since it was read last and nothing is wrong in it."""
        if self._stamp() == self._seen:
            return None
        return self._read(_("The settings from before still hold.\n{error}"))

    def _read(self, if_broken: str) -> Settings | None:
        self._seen = self._stamp()  # first: an edit while we read is seen the next time
        try:
            return load_settings(self._path)
        except ConfigError as error:
            self._complain(if_broken.format(error=error))
            return None

    def _stamp(self) -> _Stamp | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        # the last tells of new permissions, too
        return (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
