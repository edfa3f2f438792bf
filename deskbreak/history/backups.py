"""Copies of the history: one a week, of which seven are kept.

They lie in a folder beside it, named after their day. A copy is made by SQLite itself, so it is
whole whatever is written meanwhile.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from gettext import gettext as _
from pathlib import Path

from deskbreak.errors import StorageError
from deskbreak.files.folders import make_private
from deskbreak.files.set_aside import set_aside
from deskbreak.history.database import (
    SIDECARS,
    UNFINISHED,
    DamagedError,
    History,
    begun_copy,
    open_for_reading,
    reported,
)
from deskbreak.value import value

KEPT = 7
_WEEK = timedelta(days=7)
_NAME = re.compile(r"history-(\d{4}-\d{2}-\d{2})\.sqlite3")
_RESTORED = "before-restore"
_ASIDE = (_RESTORED, "corrupt", "version")
"""Why a history may lie beside the one in use."""


@value
class Backup:
    day: date
    file: Path


def backups_folder(history: Path) -> Path:
    return history.with_name("backups")


def backups(history: Path) -> tuple[Backup, ...]:
    """Those that there are, the latest first."""
    return tuple(sorted(_found(backups_folder(history)), key=lambda each: each.day, reverse=True))


def _until(today: date, history: Path) -> tuple[Backup, ...]:
    """Without those of days to come: their clock was wrong, and they stand in no other's way."""
    return tuple(each for each in backups(history) if each.day <= today)


def back_up_weekly(kept: History, path: Path, today: date) -> bool:
    """Whether it was time for one, and to look through it: no copy is made of a damaged one.

    Raises StorageError.
    """
    with reported(path):
        latest = next((each.day for each in _until(today, path)), None)
    if latest is not None and today - latest < _WEEK:
        return False
    kept.look_through()
    back_up(kept, path, today)
    return True


def back_up(kept: History, path: Path, today: date) -> Path:
    """A copy of this day, in the place of an earlier one of it; the oldest beyond seven goes."""
    folder = backups_folder(path)
    with reported(folder):
        make_private(folder)
        file = folder / f"history-{today.isoformat()}.sqlite3"
        coming = begun_copy(folder)
        kept.copy_to(coming)
        coming.replace(file)
        for old in _until(today, path)[KEPT:]:
            old.file.unlink(missing_ok=True)
    return file


def put_back(backup: Path, path: Path, now: datetime) -> Path | None:
    """Put the copy in the place of the history; returns where that one is kept now.

    For whoever is alone with the history. Raises StorageError, before anything is moved, where
    the copy is no sound history.
    """
    try:
        copy = open_for_reading(backup, "integrity_check")
    except DamagedError as error:
        text = _("{file} is no sound copy of a history: deskbreak history restore lists the copies")
        raise StorageError(text.format(file=backup)) from error
    with reported(path):
        coming = begun_copy(path.parent)
        copy.copy_to(coming)
        copy.close()
        had_one = path.exists()
        # also of one that is gone: what lies beside it would be taken for a part of the copy
        before = set_aside(path, now, SIDECARS, _RESTORED)
        coming.replace(path)
    return before if had_one else None


def forget_copies(path: Path) -> None:
    """All of them, and what an update, a restore or a damage left. Raises StorageError."""
    folder = backups_folder(path)
    with reported(path):
        aside = (file for why in _ASIDE for file in path.parent.glob(f"{path.stem}.{why}-*"))
        unfinished = (folder / UNFINISHED, path.with_name(UNFINISHED))
        for file in (*(each.file for each in backups(path)), *aside, *unfinished):
            file.unlink(missing_ok=True)


def _found(folder: Path) -> Iterator[Backup]:
    for file in folder.glob("history-*.sqlite3"):
        if match := _NAME.fullmatch(file.name):
            with suppress(ValueError):  # a name that only looks like a day
                yield Backup(date.fromisoformat(match[1]), file)
