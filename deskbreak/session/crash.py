"""What a bug that ended the daemon leaves behind, for the next start, for `status` and a report.

What had happened until then lies with the last days (`days/last_days.py`), for `deskbreak replay`.
"""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from traceback import format_exception

from deskbreak.errors import StorageError
from deskbreak.files.plain import plain_bytes
from deskbreak.files.private import write_private

_NAME, _TOLD = "crash.txt", "crash-told.txt"


def note_crash(folder: Path, version: str, at: datetime, bug: BaseException) -> None:
    """Where it cannot be written the log has it all the same."""
    text = (
        f"{at.isoformat(timespec='seconds')} deskbreak {version}\n{''.join(format_exception(bug))}"
    )
    with suppress(StorageError):
        write_private(folder / _NAME, text.encode(errors="replace"))


def crashed_at(folder: Path) -> datetime | None:
    """When it was that the last daemon ended so, if no other has begun since."""
    return _when(folder / _NAME)


def take_crash(folder: Path) -> datetime | None:
    """The same for the daemon that begins, and who tells of it; the file stays for a report."""
    at = crashed_at(folder)
    if at is not None:
        with suppress(OSError):
            (folder / _NAME).replace(folder / _TOLD)
    return at


def crash_files(folder: Path) -> tuple[Path, ...]:
    return tuple(file for name in (_NAME, _TOLD) if (file := folder / name).is_file())


def _when(file: Path) -> datetime | None:
    try:
        first, _space, _rest = plain_bytes(file).decode().partition(" ")
        return datetime.fromisoformat(first)
    except (OSError, ValueError):  # none, most often
        return None
