"""What the history's file looks like, and how an older one becomes a new one."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from deskbreak.errors import StorageError

if TYPE_CHECKING:
    from sqlite3 import Connection

# One entry a version, each run once and in order. A released entry is never edited.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE records (
            id TEXT NOT NULL PRIMARY KEY,
            at TEXT NOT NULL,
            outcome TEXT NOT NULL,
            stretch TEXT,
            seat_time_s REAL NOT NULL,
            sat_down_at TEXT NOT NULL,
            ended_at TEXT,
            snoozes INTEGER NOT NULL,
            exercised_s REAL NOT NULL,
            why TEXT NOT NULL,
            voided INTEGER NOT NULL DEFAULT 0
        )""",
        "CREATE INDEX records_by_time ON records (at)",
        """CREATE TABLE day_parts (
            record TEXT NOT NULL REFERENCES records (id),
            position INTEGER NOT NULL,
            day TEXT NOT NULL,
            seat_time_s REAL NOT NULL,
            PRIMARY KEY (record, position)
        )""",
        """CREATE TABLE snoozes (
            proposal TEXT NOT NULL PRIMARY KEY,
            at TEXT NOT NULL,
            length_s REAL NOT NULL
        )""",
    ),
    (  # ids of proposals begin again with a lost session, and are the same on every machine
        "ALTER TABLE snoozes RENAME TO snoozes_by_proposal",
        """CREATE TABLE snoozes (
            proposal TEXT NOT NULL,
            at TEXT NOT NULL,
            length_s REAL NOT NULL,
            PRIMARY KEY (proposal, at)
        )""",
        """INSERT INTO snoozes (proposal, at, length_s)
            SELECT proposal, at, length_s FROM snoozes_by_proposal ORDER BY rowid""",
        "DROP TABLE snoozes_by_proposal",
    ),
    (
        """CREATE TABLE feelings (
            at TEXT NOT NULL,
            stretch TEXT NOT NULL,
            felt TEXT NOT NULL,
            PRIMARY KEY (at, stretch, felt)
        )""",
    ),
)

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
_COLUMNS = """SELECT t.name, c.name, c.type, c."notnull", c.pk
    FROM sqlite_master AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'"""


_SOUND = [("ok",)]
Inspection = Literal["integrity_check", "quick_check"]
"""The quick one does not compare tables with their indexes, and takes a third of the time."""


class Damaged(Exception):  # noqa: N818  (a finding, which the opener acts on; nobody else sees it)
    """The file is no history, or no longer a sound one."""


def inspect(base: "Connection", path: Path, check: Inspection | None) -> None:
    """Damaged if this is no sound history; StorageError if only a newer deskbreak can tell.

    Without a `check` its form alone is looked at.
    """
    with base:  # one view throughout: another process may be making the file at this moment
        base.execute("BEGIN")
        version = _version(base)
        _refuse_newer(version, path)
        found = _SOUND if check is None else base.execute(f"PRAGMA {check}(1)").fetchall()
        if found != _SOUND:
            raise Damaged(found[0][0])
        if version <= 0 and base.execute(_TABLES).fetchall():
            raise Damaged(_("it belongs to another program"))
        if not _columns_of(version) <= set(base.execute(_COLUMNS)):
            raise Damaged(_("tables or columns are missing"))


def is_whole(base: "Connection") -> bool:
    return base.execute("PRAGMA integrity_check(1)").fetchall() == _SOUND


def bring_up_to_date(base: "Connection") -> None:
    """Give a sound file the newest schema."""
    with base:  # all or nothing, and one process at a time
        base.execute("BEGIN IMMEDIATE")  # fails at once where the file cannot be written
        missing = MIGRATIONS[_version(base) :]
        if not missing:
            base.execute("ROLLBACK")  # to commit, even nothing, can mean to wait for readers
            return
        _migrate(base, missing)
        base.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def is_up_to_date(base: "Connection") -> bool:
    """Whether it has today's form."""
    return _version(base) == len(MIGRATIONS)


def older_version(base: "Connection") -> int | None:
    """That of a file that has a form, and not today's."""
    version = _version(base)
    return version if 0 < version < len(MIGRATIONS) else None


@contextmanager
def noticing_damage() -> Iterator[None]:
    """What SQLite calls malformed is raised as Damaged, and what it cannot make sense of at all.

    Our own statements are sound: an error of no kind is the file's. Its words may quote what is
    no text, and then Python's own have no code.
    """
    import sqlite3  # noqa: PLC0415  (loaded at first use: a megabyte the daemon may not need)

    try:
        yield
    except UnicodeDecodeError as error:
        raise Damaged(str(error)) from error
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR):
            raise Damaged(str(error)) from error
        raise


def _refuse_newer(version: int, path: Path) -> None:
    if version > len(MIGRATIONS):
        problem = _(
            "{path}: written by a newer deskbreak (version {found} of the file; this one knows "
            "{known}); update deskbreak, nothing in the file was touched"
        )
        raise StorageError(problem.format(path=path, found=version, known=len(MIGRATIONS)))


def _version(base: "Connection") -> int:
    version: int = base.execute("PRAGMA user_version").fetchone()[0]
    return version


def _migrate(base: "Connection", migrations: tuple[tuple[str, ...], ...]) -> None:
    for statements in migrations:
        for statement in statements:
            base.execute(statement)


def _columns_of(version: int) -> set[tuple[object, ...]]:
    import sqlite3  # noqa: PLC0415  (see above)

    with closing(sqlite3.connect(":memory:")) as model:
        _migrate(model, MIGRATIONS[:version])
        return set(model.execute(_COLUMNS))
