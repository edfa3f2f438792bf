"""The history: every bout, answer, snooze and how a move felt, in one SQLite file that a person can read.

Times are ISO 8601 in UTC, lengths are seconds. Nothing is deleted but by the user: a break that was
taken back is marked as voided, and a damaged file is set aside. Writing the same record twice keeps one,
so whoever is not sure that a record arrived writes it again.
"""

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import date, datetime, timedelta, tzinfo
from gettext import gettext as _
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from deskbreak.core.record import DayPart, Feeling, Record
from deskbreak.errors import StorageError
from deskbreak.files.folders import make_private
from deskbreak.files.plain import odd_file
from deskbreak.files.set_aside import set_aside
from deskbreak.history import rows
from deskbreak.history.schema import (
    Damaged,
    Inspection,
    bring_up_to_date,
    inspect,
    is_up_to_date,
    is_whole,
    noticing_damage,
    older_version,
)
from deskbreak.history.snooze import Snooze
from deskbreak.value import value

if TYPE_CHECKING:
    from sqlite3 import Connection

    from deskbreak.history.statistics import Tally

SIDECARS = ("-wal", "-shm", "-journal")
"""The endings of the files that SQLite keeps beside it."""
UNFINISHED = "coming.sqlite3"
"""A copy that is being made."""
_PATIENCE = timedelta(seconds=5)  # how long to wait for another process that is writing
_Inode = tuple[int, int]
"""Which file it is, whatever its name: device and number."""


class BusyError(StorageError):
    """Another program is using the history; what was to be done can be done a little later."""


class DamagedError(StorageError):
    """The file is no history any more; opened again, it is set aside."""


class History:
    """An open history. Every method raises StorageError where the file does not play along."""

    __slots__ = ("_base", "_looks", "_path", "_places")

    def __init__(self, base: "Connection", path: Path) -> None:
        self._base = base
        self._path = path
        self._places: tuple[_Inode | None, ...] = _places(path)
        self._looks = _looks(path)

    def is_as_left(self) -> bool:
        """Whether nobody else has written into the file since this did.

        SQLite keeps pages in memory, and would not see it before the next start.
        """
        return _looks(self._path) == self._looks

    def is_in_place(self) -> bool:
        """Whether what is written goes to the file that bears its name, and nobody moved that.

        SQLite keeps what was written last in a file beside it, which is made with the first write.
        """
        main, log = _places(self._path)
        was, log_was = self._places
        if main != was or log_was not in {None, log}:
            return False
        self._places = (main, log)
        return True

    def remember(self, *records: Record) -> int:
        """Keep these, all or none; one whose id is known already stays as it was.

        Returns how many of them are new.
        """
        return self.remember_all(records)

    def remember_all(self, records: Iterable[Record]) -> int:
        """The same for many, which may come while they are written."""
        new = 0
        with self._writing() as base:
            for record in records:
                if base.execute(rows.INSERT_RECORD, rows.record_row(record)).rowcount:
                    base.executemany(rows.INSERT_PART, rows.part_rows(record))
                    new += 1
        return new

    def void(self, ended_at: datetime) -> None:
        """Strike the break that ended a bout then; a bout too short to be recorded has none."""
        with self._writing() as base:
            base.execute(rows.VOID, (rows.written(ended_at),))

    def snoozed(self, *snoozes: Snooze) -> None:
        """Keep these; one that is written twice is kept once."""
        with self._writing() as base:
            base.executemany(rows.INSERT_SNOOZE, map(rows.snooze_row, snoozes))

    def felt(self, *feelings: Feeling) -> None:
        """Keep these; one that is written twice is kept once."""
        with self._writing() as base:
            base.executemany(rows.INSERT_FEELING, map(rows.feeling_row, feelings))

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

    def spells(self, since: datetime, until: datetime) -> tuple[timedelta, ...]:
        """How long each bout was that ended in `[since, until)`, which is noted then or later."""
        ended = rows.bounds(since, until)
        with self._reading() as base:
            matches = base.execute(rows.SELECT_SPELLS, (*rows.bounds(since, None), *ended))
            return tuple(map(rows.read_spell, matches))

    def snoozes(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[Snooze, ...]:
        with self._reading() as base:
            matches = base.execute(rows.SELECT_SNOOZES, rows.bounds(since, until))
            return tuple(map(rows.read_snooze, matches))

    def feelings(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[Feeling, ...]:
        with self._reading() as base:
            matches = base.execute(rows.SELECT_FEELINGS, rows.bounds(since, until))
            return tuple(map(rows.read_feeling, matches))

    def tallies(self, spans: Sequence[Sequence[date]], zone: tzinfo) -> "tuple[Tally, ...]":
        """What each of the spans came to, as `by_day` adds it up; all their dates follow one another."""
        from deskbreak.history.adding_up import added_up  # noqa: PLC0415  (not for the daemon)
        from deskbreak.history.statistics import begins, by_day, total  # noqa: PLC0415  (likewise)

        with self._reading() as base:
            tallies = added_up(base, spans, zone)
        if tallies is not None:
            return tallies
        since = begins(spans[0][0], zone)
        records, snoozes = self.records(since), self.snoozes(since)
        days = iter(by_day(records, snoozes, zone, chain.from_iterable(spans)))
        return tuple(total(islice(days, len(span))) for span in spans)

    def tidy(self) -> None:
        """Bring what was written lately into the main file, so that a copy of it has everything."""
        with reported(self._path):
            self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._base.execute("PRAGMA optimize")
        self._looks = _looks(self._path)

    def look_through(self) -> None:
        """Raises DamagedError where it is not sound; indexes that err are made anew."""
        with reported(self._path):
            if is_whole(self._base):
                return
            self._base.execute("REINDEX")
            if is_whole(self._base):
                return
        problem = _(
            "{path}: it is damaged: restart deskbreak, which sets it aside and starts a new one"
        )
        raise DamagedError(problem.format(path=self._path))

    def copy_to(self, file: Path) -> None:
        """All of it into a new file that the user alone may read."""
        _make_private_file(file)
        with reported(file), closing(_connected(str(file))) as copy:
            self._base.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # a copy needs no files beside it

    def forget(self, before: datetime | None = None) -> int:
        """Delete what was decided before that moment, or all; returns how many records went.

        What is deleted is overwritten, so that it is not in the file any more.
        """
        until = rows.bounds(None, before)[1]
        with reported(self._path):
            self._base.execute("PRAGMA secure_delete = ON")
        with self._writing() as base:
            *_parts, gone = [base.execute(step, (until,)).rowcount for step in rows.FORGET]
        with reported(self._path):
            self._base.execute("VACUUM")
        self.tidy()
        return gone

    def close(self) -> None:
        with reported(self._path):
            self._base.close()

    def abandon(self) -> None:
        """Close it where another file, or none, lies in its place.

        What SQLite keeps beside it would else be taken for a part of that one, and spoil it.
        """
        main, log = self._places
        with suppress(StorageError):  # it is in nobody's way any more
            self.close()
        if _place(self._path) != main and _place(Path(f"{self._path}-wal")) == log:
            for ending in SIDECARS:
                Path(f"{self._path}{ending}").unlink(missing_ok=True)

    @contextmanager
    def _writing(self) -> "Iterator[Connection]":
        with reported(self._path), self._base as base:  # commits, or rolls back on any error
            base.execute("BEGIN IMMEDIATE")
            yield base
        self._looks = _looks(self._path)

    @contextmanager
    def _reading(self) -> "Iterator[Connection]":
        """One consistent view, whatever another process writes meanwhile."""
        with reported(self._path), self._base as base:
            base.execute("BEGIN")
            try:
                yield base
            except ValueError as error:
                problem = _(
                    "{path}: an entry was edited and no longer makes sense ({error}); fix it"
                )
                raise StorageError(problem.format(path=self._path, error=error)) from error


@value
class Opened:
    """A history, and where the damaged one lies that it had to replace."""

    history: History
    set_aside: Path | None = None


def open_history(path: Path, now: datetime, patience: timedelta = _PATIENCE) -> Opened:
    """The history at `path`, begun where there is none.

    `patience` is how long to wait, now and later, for another program that is using it. Only who
    holds the daemon's claim calls this: two that find the file damaged at the same time could
    set aside each other's new one.
    """
    with reported(path):
        make_private(path.parent)
        try:
            return Opened(_opened(path, patience))
        except Damaged:
            damaged = set_aside(path, now, SIDECARS)
            return Opened(_opened(path, patience), damaged)


def open_for_reading(path: Path, check: Inspection | None = "quick_check") -> History:
    """The history for a short look, empty where there is none; the file stays as it is.

    What it is asked is told as of that moment, each question by itself. What an older deskbreak
    wrote is a copy in memory, in today's form.
    """
    with reported(path):
        try:
            base = _looked_into(path, check) if path.exists() else _connected(":memory:")
        except Damaged as error:
            problem = _("{path}: damaged ({error}); deskbreak sets it aside when it starts next")
            raise DamagedError(problem.format(path=path, error=error)) from error
        with ExitStack() as undo:
            undo.callback(base.close)
            if not is_up_to_date(base):
                bring_up_to_date(base)
            base.execute("PRAGMA query_only = ON")
            undo.pop_all()
        return History(base, path)


def _places(path: Path) -> tuple[_Inode | None, ...]:
    """Those of the file and of the one beside it; None where there is none."""
    return tuple(_place(Path(f"{path}{ending}")) for ending in ("", SIDECARS[0]))


def looks_of(path: Path) -> tuple[tuple[int, int] | None, ...]:
    """What changes whenever something is written."""
    return _looks(path), _looks(Path(f"{path}{SIDECARS[0]}"))


def _looks(path: Path) -> tuple[int, int] | None:
    """Its size, and when it was last written."""
    try:
        status = path.stat()
    except OSError:  # is_in_place tells that
        return None
    return status.st_size, status.st_mtime_ns


def _place(path: Path) -> _Inode | None:
    try:
        status = path.stat()
    except OSError:  # whatever is in the way, nothing can be found there under this name
        return None
    return status.st_dev, status.st_ino


def _opened(path: Path, patience: timedelta) -> History:
    """Looked through whole where it was not closed; else once a week (`look_through`) will do."""
    was_closed = not any(Path(f"{path}{ending}").exists() for ending in SIDECARS)
    _make_private_file(path)
    with noticing_damage(), closing(_looking(path, "mode=ro", patience)) as looking:
        inspect(looking, path, "quick_check" if was_closed else "integrity_check")
        _keep_older(looking, path)
    with ExitStack() as undo:
        base = undo.enter_context(closing(_connected(str(path), patience)))
        bring_up_to_date(base)
        _let_readers_and_writer_share(base)
        base.execute("PRAGMA synchronous = NORMAL")
        base.execute("PRAGMA cache_size = -256")  # KiB: the daemon keeps it open all day
        undo.pop_all()
        return History(base, path)


def _keep_older(base: "Connection", path: Path) -> None:
    """What an older deskbreak wrote is copied before it gets today's form."""
    version = older_version(base)
    if version is None:
        return
    kept = path.with_name(f"{path.stem}.version-{version}{path.suffix}")
    if not kept.exists():
        coming = begun_copy(path.parent)
        _make_private_file(coming)
        with closing(_connected(str(coming))) as copy:
            base.backup(copy)
        coming.replace(kept)


def begun_copy(folder: Path) -> Path:
    """Where a copy is made, to be renamed once it is whole; what is left of one that never was goes."""
    coming = folder / UNFINISHED
    coming.unlink(missing_ok=True)
    return coming


def _make_private_file(path: Path) -> None:
    """Readable by the user alone from its first byte; SQLite gives its sidecars the same mode."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        for file in (path, *(Path(f"{path}{ending}") for ending in SIDECARS)):
            if file.is_file():
                with suppress(FileNotFoundError):  # another process just closed it and tidied up
                    file.chmod(0o600)


def _connected(place: str, patience: timedelta = _PATIENCE) -> "Connection":
    import sqlite3  # noqa: PLC0415  (loaded at first use: a megabyte the daemon may not need)

    return sqlite3.connect(
        place,
        timeout=patience.total_seconds(),
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


def _looked_into(path: Path, check: Inspection | None) -> "Connection":
    """The file itself, or a copy of it where its form is not today's."""
    at_rest = not Path(f"{path}-wal").exists()
    way = "mode=ro&immutable=1" if at_rest else "mode=ro"  # else sidecars would be left behind
    with noticing_damage(), ExitStack() as undo:
        looking = undo.enter_context(closing(_looking(path, way)))
        inspect(looking, path, check)
        if is_up_to_date(looking):
            undo.pop_all()
            return looking
        copy = _connected(":memory:")
        looking.backup(copy)
        return copy


def _looking(path: Path, way: str, patience: timedelta = _PATIENCE) -> "Connection":
    """A connection that changes nothing: one that may write tidies up even in a damaged file."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if (odd := odd_file(path)) is not None:  # SQLite would wait for a pipe
        raise Damaged(odd.strerror)
    for ending in SIDECARS:
        if (odd := odd_file(Path(f"{path}{ending}"))) is not None:
            raise odd
    if Path(f"{path}-journal").exists():
        way = "mode=rw"  # killed while it was first made; only undoing that makes it readable
    return _connected(f"{path.absolute().as_uri()}?{way}", patience)


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """The errors of the disk and of SQLite, in words that say what to do."""
    import sqlite3  # noqa: PLC0415  (see above)

    try:
        yield
    except (OSError, sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        if isinstance(error, sqlite3.ProgrammingError | sqlite3.IntegrityError):
            raise  # a mistake in this file, not on the disk
        kind, advice = _kind_and_advice(error)
        raise kind(f"{path}: {error}; {advice}") from error


def _kind_and_advice(error: Exception) -> tuple[type[StorageError], str]:
    import sqlite3  # noqa: PLC0415  (see above)

    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    no_space = getattr(error, "errno", None) == errno.ENOSPC
    if no_space or code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return StorageError, _("its disk is full or failing: free some space")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return BusyError, _("another program is using it: close that one")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        damaged = _("it is damaged: restart deskbreak, which sets it aside and starts a new one")
        return DamagedError, damaged
    return StorageError, _("make sure that it is a file, in a folder you can write to")
