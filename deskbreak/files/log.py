"""The daemon's log: on standard error where somebody started it, and in a small file of its own."""

import logging
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path

from deskbreak.files.folders import make_private
from deskbreak.files.plain import plainly

_NAME = "deskbreak.log"
_LARGEST, _KEPT = 1_000_000, 3
"""Bytes of one file, and how many of them there are with the latest."""


class _OneLine(logging.Formatter):
    """One line an entry, whatever its message quotes; only a bug's traceback follows on more."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (logging's name)
        return " ".join(super().formatMessage(record).splitlines())


class _Rotating(logging.FileHandler):
    """Of its own, because `logging.handlers` would bring half a megabyte that nothing here uses."""

    def __init__(self, file: Path, largest: int) -> None:
        self._largest = largest
        super().__init__(file)

    def _open(self) -> TextIOWrapper:
        return open(  # a path that is no text is told by its bytes
            self.baseFilename, "a", encoding="utf-8", errors="backslashreplace", opener=plainly
        )

    def emit(self, record: logging.LogRecord) -> None:
        try:
            super().emit(record)
            if self.stream is not None and self.stream.tell() >= self._largest:
                self.close()
                self._move_on()
        except (OSError, ValueError):  # a full disk, say: `logging` tells it on standard error
            self.handleError(record)

    def _move_on(self) -> None:
        """The next entry opens a new file."""
        for number in range(_KEPT - 1, 0, -1):
            older = _numbered(Path(self.baseFilename), number - 1)
            if older.exists():
                older.replace(_numbered(Path(self.baseFilename), number))


def log_files(folder: Path) -> tuple[Path, ...]:
    """Those that there are, the latest first."""
    files = (_numbered(folder / _NAME, number) for number in range(_KEPT))
    return tuple(file for file in files if file.is_file())


def begin_log(level: str, folder: Path, largest: int = _LARGEST) -> None:
    """`level` is that of standard error; the file has all from "info" on. Without it, none.

    A file of `largest` bytes makes way for a new one.
    """
    heard = logging.StreamHandler()
    heard.setLevel(level.upper())
    handlers: list[logging.Handler] = [heard]
    with suppress(OSError):  # nothing can be kept there, and what else is kept there tells of it
        make_private(folder)
        handlers.append(_Rotating(folder / _NAME, largest))
    for handler in handlers:
        handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.setLevel(min(logging.INFO, heard.level))
    for handler in handlers:
        root.addHandler(handler)


def _numbered(file: Path, number: int) -> Path:
    return file if number == 0 else file.with_name(f"{file.name}.{number}")
