"""The history: every bout, answer and snooze, in one SQLite file that a person can read.

Times are ISO 8601 in UTC, lengths are seconds. Nothing is ever deleted: a break that the user took
back is marked as voided, and a damaged file is set aside. Writing the same record twice keeps one,
so whoever is not sure that a record arrived writes it again.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

from deskbreak.core.record import DayPart, Record
from deskbreak.errors import StorageError
from deskbreak.files.folders import make_private
from deskbreak.files.set_aside import set_aside
from deskbreak.history import rows
from deskbreak.history.schema import (
    Damaged,
    bring_up_to_date,
    inspect,
    noticing_damage,
)
from deskbreak.history.snooze import Snooze

if TYPE_CHECKING:
    from sqlite3 import Connection

_SIDECARS = ("-wal", "-shm")
_PATIENCE = timedelta(seconds=5)  # how long to wait for another process that is writing


class History:
    """An open history. Every method raises StorageError where the file does not play along."""

    __slots__ = ("_base", "_path")

    def __init__(self, base: "Connection", path: Path) -> None:
        self._base = base
        self._path = path

    def remember(self, *records: Record) -> None:
        """Keep these, all or none; one whose id is known already stays as it was."""
        with self._writing() as base:
            for record in records:
                if base.execute(rows.INSERT_RECORD, rows.record_row(record)).rowcount:
                    base.executemany(rows.INSERT_PART, rows.part_rows(record))

    def void(self, ended_at: datetime) -> None:
        """Strike the break that ended a bout then; a bout too short to be recorded has none."""
        with self._writing() as base:
            base.execute(rows.VOID, (rows.written(ended_at),))

    def snoozed(self, *snoozes: Snooze) -> None:
        """Keep these; a proposal can be put off once, the next one has another id."""
        with self._writing() as base:
            base.executemany(rows.INSERT_SNOOZE, map(rows.snooze_row, snoozes))

    def records(
        self,
        since: datetime | None = None,
        until: datetime | None = None,
        *,
        include_void: bool = False,
    ) -> tuple[Record, ...]:
        """What was decided in `[since, until)`, in that order."""
        wanted = (*rows.bounds(since, until), include_void)
        with self._reading() as base:
            matches = base.execute(rows.SELECT_RECORDS, wanted).fetchall()
            parts: dict[str, list[DayPart]] = {id_: [] for id_, *_rest in matches}
            for id_, *part in base.execute(rows.SELECT_PARTS, wanted):
                parts[id_].append(rows.read_part(part))
            return tuple(rows.read_record(row, tuple(parts[row[0]])) for row in matches)

    def snoozes(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[Snooze, ...]:
        with self._reading() as base:
            matches = base.execute(rows.SELECT_SNOOZES, rows.bounds(since, until))
            return tuple(map(rows.read_snooze, matches))

    def tidy(self) -> None:
        """Bring what was written lately into the main file, so that a copy of it has everything."""
        with _reported(self._path):
            self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._base.execute("PRAGMA optimize")

    def close(self) -> None:
        with _reported(self._path):
            self._base.close()

    @contextmanager
    def _writing(self) -> "Iterator[Connection]":
        with _reported(self._path), self._base as base:  # commits, or rolls back on any error
            base.execute("BEGIN IMMEDIATE")
            yield base

    @contextmanager
    def _reading(self) -> "Iterator[Connection]":
        """One consistent view, whatever another process writes meanwhile."""
        with _reported(self._path), self._base as base:
            base.execute("BEGIN")
            try:
                yield base
            except (ValueError, TypeError, OverflowError) as error:
                problem = _(
                    "{path}: an entry was edited and no longer makes sense ({error}); fix it"
                )
                raise StorageError(problem.format(path=self._path, error=error)) from error


@dataclass(frozen=True, slots=True)
class Opened:
    """A history, and where the damaged one lies that it had to replace."""

    history: History
    set_aside: Path | None = None


def open_history(path: Path, now: datetime) -> Opened:
    """The history at `path`, begun where there is none.

    Only the daemon calls this, and there is one of it: two that find the file damaged at the same
    time could set aside each other's new one.
    """
    with _reported(path):
        make_private(path.parent)
        try:
            return Opened(_opened(path))
        except Damaged:
            damaged = set_aside(path, now, _SIDECARS)
            return Opened(_opened(path), damaged)


def open_for_reading(path: Path) -> History:
    """The history as it stands now, empty where there is none; the file stays as it is.

    It is a copy in memory, so that it holds up nobody and leaves nothing behind.
    """
    with _reported(path), ExitStack() as undo:
        base = undo.enter_context(closing(_connected(":memory:")))
        try:
            _copy(path, base)
        except Damaged as error:
            problem = _("{path}: damaged ({error}); deskbreak sets it aside when it starts next")
            raise StorageError(problem.format(path=path, error=error)) from error
        bring_up_to_date(base)
        base.execute("PRAGMA query_only = ON")
        undo.pop_all()
        return History(base, path)


def _opened(path: Path) -> History:
    _make_private_file(path)
    with noticing_damage(), closing(_looking(path, "mode=ro")) as looking:
        inspect(looking, path)
    with ExitStack() as undo:
        base = undo.enter_context(closing(_connected(str(path))))
        bring_up_to_date(base)
        _let_readers_and_writer_share(base)
        base.execute("PRAGMA synchronous = NORMAL")
        base.execute("PRAGMA cache_size = -256")  # KiB: the daemon keeps it open all day
        undo.pop_all()
        return History(base, path)


def _make_private_file(path: Path) -> None:
    """Readable by the user alone from its first byte; SQLite gives its sidecars the same mode."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        for file in (path, *(Path(f"{path}{ending}") for ending in _SIDECARS)):
            if file.is_file():
                with suppress(FileNotFoundError):  # another process just closed it and tidied up
                    file.chmod(0o600)


def _connected(place: str) -> "Connection":
    import sqlite3  # noqa: PLC0415  (loaded at first use: a megabyte the daemon may not need)

    return sqlite3.connect(
        place,
        timeout=_PATIENCE.total_seconds(),
        isolation_level=None,
        check_same_thread=False,  # opened by the app, used by the loop's thread alone
        uri=place.startswith("file:"),
    )


def _let_readers_and_writer_share(base: "Connection") -> None:
    """SQLite waits for nobody here. Who is in the way may stay there: it works without, too."""
    import sqlite3  # noqa: PLC0415  (see above)

    try:
        base.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise


def _copy(path: Path, base: "Connection") -> None:
    if not path.exists():
        return
    at_rest = not Path(f"{path}-wal").exists()
    way = "mode=ro&immutable=1" if at_rest else "mode=ro"  # else sidecars would be left behind
    with noticing_damage(), closing(_looking(path, way)) as looking:
        inspect(looking, path)
        looking.backup(base)


def _looking(path: Path, way: str) -> "Connection":
    """A connection that changes nothing: one that may write tidies up even in a damaged file."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if Path(f"{path}-journal").exists():
        way = "mode=rw"  # killed while it was first made; only undoing that makes it readable
    return _connected(f"{path.absolute().as_uri()}?{way}")


@contextmanager
def _reported(path: Path) -> Iterator[None]:
    """The errors of the disk and of SQLite, in words that say what to do."""
    import sqlite3  # noqa: PLC0415  (see above)

    try:
        yield
    except (OSError, sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        if isinstance(error, sqlite3.ProgrammingError | sqlite3.IntegrityError):
            raise  # a mistake in this file, not on the disk
        raise StorageError(f"{path}: {error}; {_advice(error)}") from error


def _advice(error: Exception) -> str:
    import sqlite3  # noqa: PLC0415  (see above)

    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    no_space = getattr(error, "errno", None) == errno.ENOSPC
    if no_space or code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return _("its disk is full or failing: free some space")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return _("another program is using it: close that one")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return _("it is damaged: restart deskbreak, which sets it aside and starts a new one")
    return _("make sure that it is a file, in a folder you can write to")
