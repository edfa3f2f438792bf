"""The user's settings file, read again when it changed; a broken edit leaves the last good ones."""

from pathlib import Path

from deskbreak.core.policy import Settings
from deskbreak.storage.settings import load_settings

_Stamp = tuple[int, int, int]


class SettingsFile:
    """Remembers which state of the file it has read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: _Stamp | None = None

    def load(self) -> Settings:
        """What the file says now. Raises ConfigError with everything that is wrong in it."""
        self._seen = self._stamp()
        return load_settings(self.path)

    def changed(self) -> Settings | None:
        """What it says, if it changed since it was read last. Raises ConfigError, once an edit."""
        return self.load() if self._stamp() != self._seen else None

    def _stamp(self) -> _Stamp | None:
        try:
            status = self.path.stat()
        except OSError:
            return None
        return (status.st_mtime_ns, status.st_size, status.st_ino)
