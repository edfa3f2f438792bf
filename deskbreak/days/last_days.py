"""The last days as they went, a file for each in a folder: each replays by itself.

The files are those of `run --record`, but without the programs that the settings name. A day goes
on in a second file where deskbreak was started again. All but the one that is written are
compressed: the text of a day is a tenth then.
"""

import re
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from gettext import gettext as _
from io import FileIO
from pathlib import Path

from deskbreak.core.events import Event
from deskbreak.core.state import Rules, Session
from deskbreak.core.work_hours import local_day
from deskbreak.days.recorder import Recorder, new_recording
from deskbreak.errors import StorageError
from deskbreak.files.folders import make_private
from deskbreak.files.plain import plain_bytes
from deskbreak.files.private import replace_privately
from deskbreak.value import value

MOST_BYTES = 1_000_000
"""Of all files together, whatever happens."""
LONGEST_FILE = 256 * 1024
"""Five hours of a day in which something happens every second; a usual day is half of it."""
_MOST_FILES = 16  # of one day: whoever starts more often than that has other troubles
_NAMES_PROGRAMS = frozenset(
    {"hold.ignore", "hooks.on_propose", "hooks.on_answer", "hooks.on_state", "stretches.packs"}
)
"""Settings that tell of somebody's programs and folders; nothing is decided by them."""
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:_\d{2})?\.jsonl(\.gz)?")
_GZIP = zlib.MAX_WBITS | 16
_DAY = timedelta(days=1)


@value
class KeptDay:
    """A day, or what of it was written since deskbreak was started again."""

    day: date
    path: Path

    def lines(self) -> list[str]:
        """Whole ones: at the last, deskbreak may have been stopped. StorageError if none can be had."""
        try:
            content = plain_bytes(self.path, MOST_BYTES)
            if self.path.suffix == ".gz":
                content = zlib.decompressobj(_GZIP).decompress(content, 2 * LONGEST_FILE)
            text = content.decode()
        except (OSError, ValueError, zlib.error) as error:
            message = _("{path} cannot be read ({reason}): delete it")
            raise StorageError(message.format(path=self.path, reason=error)) from error
        return [line for line in text.splitlines(keepends=True) if line.endswith("\n")]


@value
class _Writing:
    """The file that is written now, and where."""

    path: Path
    file: FileIO
    recorder: Recorder


class LastDays:
    """Keeps them while deskbreak runs. For the loop's thread alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writing: _Writing | None = None
        self._looked: tuple[date, int] | None = None
        self._trouble: str | None = None

    def record(self, events: tuple[Event, ...], rules: Rules) -> None:
        """As `Recorder.record`, where a day is being written."""
        if self._writing is not None:
            self._writing.recorder.record(events, rules)

    def look(self, session: Session, rules: Rules) -> None:
        """Once a round, after its events: begin a day, or end one.

        Raises StorageError where it cannot be written; the next attempt is that of the next day.
        """
        day, days = local_day(rules.zone, session.at.wall), rules.settings.record.days
        if self._looked != (day, days) or self._is_gone():
            self.close()
            self._looked = day, days
            self._trouble = None
            try:
                tidy(self._folder, day, days)
                if days:
                    self._begin(day, session, rules)
            except StorageError as error:
                self._fail(str(error))
        if self._trouble is not None:
            self.close()
            raise StorageError(self._trouble)
        if self._writing is not None and self._writing.file.tell() > LONGEST_FILE:
            self.close()

    def close(self) -> None:
        writing, self._writing = self._writing, None
        if writing is not None:
            writing.file.close()

    def _is_gone(self) -> bool:
        """Somebody deleted it: they are kept anew from now on."""
        return self._writing is not None and not self._writing.path.exists()

    def _begin(self, day: date, session: Session, rules: Rules) -> None:
        path = _unused(self._folder, day)
        if path is not None:
            file = new_recording(path)
            recorder = Recorder(file, session, rules, self._fail, _NAMES_PROGRAMS)
            self._writing = _Writing(path, file, recorder)

    def _fail(self, why: str) -> None:
        self._trouble = why


def kept_days(folder: Path) -> list[KeptDay]:
    """Those that there are, the oldest first."""
    try:
        paths = sorted(_files(folder))
    except OSError:  # nobody may look into it
        return []
    files = {path.name.removesuffix(".gz"): path for path in paths}
    return [KeptDay(day, path) for path in files.values() if (day := _day_of(path)) is not None]


def delete_kept_days(folder: Path) -> int:
    """All of them; tells how many files that were. StorageError where one stays."""
    try:
        paths = list(_files(folder))
        for path in paths:
            path.unlink(missing_ok=True)
    except OSError as error:
        message = _("{path} cannot be deleted ({reason}): check its folder's permissions")
        raise StorageError(message.format(path=error.filename, reason=error.strerror)) from error
    return len(paths)


def tidy(folder: Path, today: date, days: int) -> None:
    """Keep so many days, compressed, and no more than fits. Nothing is being written meanwhile."""
    if not days:
        delete_kept_days(folder)
        return
    try:
        make_private(folder)
        for path in _files(folder):
            day = _day_of(path)
            # no clock that was wrong for an hour fills the folder with days to come
            is_near = day is not None and today - days * _DAY < day <= today + _DAY
            if not is_near or path.stat().st_size > MOST_BYTES:
                path.unlink(missing_ok=True)
            elif path.suffix != ".gz":
                _compress(path)
        _make_room(folder)
    except OSError as error:
        message = _("{path} cannot be used ({reason}), so today is not kept: free some space there")
        raise StorageError(message.format(path=folder, reason=error.strerror)) from error


def _make_room(folder: Path) -> None:
    """For today's file, which may be longer by one round than it should be."""
    sizes = {path: path.stat().st_size for path in sorted(_files(folder))}
    left = sum(sizes.values())
    for path, size in sizes.items():
        if left + 2 * LONGEST_FILE <= MOST_BYTES:
            return
        path.unlink(missing_ok=True)
        left -= size


def _compress(path: Path) -> None:
    compressor = zlib.compressobj(wbits=_GZIP)
    content = plain_bytes(path, MOST_BYTES)
    packed = compressor.compress(content) + compressor.flush()
    replace_privately(path.with_name(f"{path.name}.gz"), packed, sync=False)
    path.unlink()


def _files(folder: Path) -> Iterator[Path]:
    """Ours; what else lies there is left alone."""
    if folder.is_dir():
        paths = list(folder.iterdir())
        yield from (path for path in paths if _NAME.fullmatch(path.name) and path.is_file())


def _day_of(path: Path) -> date | None:
    try:
        return date.fromisoformat(path.name[:10])
    except ValueError:
        return None


def _unused(folder: Path, day: date) -> Path | None:
    for number in range(1, _MOST_FILES + 1):
        name = f"{day}.jsonl" if number == 1 else f"{day}_{number:02}.jsonl"
        if not (folder / name).exists() and not (folder / f"{name}.gz").exists():
            return folder / name
    return None
