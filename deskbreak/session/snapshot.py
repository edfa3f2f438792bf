"""The saved session: what a killed or restarted daemon goes on from.

It is written before its effects are performed and names those that the history may not have yet.
So being killed at any moment loses nothing: at the next start they are performed again, and the
history keeps each record once.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from gettext import gettext as _
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from deskbreak.core.effects import CountSnooze, NoteFeeling, Remember, Void
from deskbreak.core.moment import ZERO
from deskbreak.errors import StorageError
from deskbreak.files.codec import decode, encode
from deskbreak.files.private import replace_privately
from deskbreak.files.set_aside import set_aside
from deskbreak.session.older import read_as_today
from deskbreak.value import value

T = TypeVar("T")

Kept = Remember | Void | CountSnooze | NoteFeeling
"""What the history takes."""

Pending = tuple[Kept, ...]

_VERSION = 2
"""1 had the course of a session beside what moves at every event; `older` reads it."""
_READABLE = range(1, _VERSION + 1)
_KINDS: Mapping[str, Any] = MappingProxyType(
    {"boot": str, "seed": str, "offset": timedelta, "pending": Pending}
)
_NEEDED = {"boot", "session"}
_KEYS = {"version", "session", *_KINDS}


@value
class Snapshot(Generic[T]):
    """A session with the boot whose uptime it counts in, and the seed of its rotation.

    `pending` are the effects decided together with it, in their order. `offset` is what its
    uptime is ahead of the machine's own.
    """

    boot: str
    session: T
    pending: Pending = ()
    seed: str = ""
    offset: timedelta = ZERO


class SnapshotError(StorageError):
    """The saved session is damaged or of another version, and was set aside.

    `pending` is what could still be read of the effects that the history may not have yet: they
    are due all the same.
    """

    def __init__(self, message: str, set_aside: Path, pending: Pending) -> None:
        super().__init__(message)
        self.set_aside = set_aside
        self.pending = pending


def save_snapshot(path: Path, snapshot: Snapshot[T], *, sync: bool = False) -> None:
    """Replace the saved session at once; `sync` also survives a power cut, and waits for the disk."""
    written = json.dumps(
        {
            "version": _VERSION,
            "boot": snapshot.boot,
            "seed": snapshot.seed,
            "offset": encode(snapshot.offset),
            "session": encode(snapshot.session),
            "pending": encode(snapshot.pending),
        },
        separators=(",", ":"),
    )
    try:
        replace_privately(path, written.encode(), sync=sync)
    except OSError as error:
        problem = _(
            "{path}: the session cannot be saved ({error}); until it can, restarting "
            "deskbreak forgets how long you have been sitting: free some space, and make "
            "sure that the folder is yours"
        )
        raise StorageError(problem.format(path=path, error=_reason(error))) from error


def anything(_session: object) -> None:
    """No check at all."""


def load_snapshot(
    path: Path, kind: type[T], now: datetime, check: Callable[[T], None] = anything
) -> Snapshot[T] | None:
    """The saved session, None where there is none.

    SnapshotError where it cannot be read as a `kind`, or fails the check with a ValueError: it is
    kept, under another name.
    """
    try:
        try:
            return read_snapshot(path, kind, check)
        except ValueError as error:
            raise _unusable(path, now, error) from error
    except OSError as error:
        problem = _(
            "{path}: the saved session cannot be read or set aside ({error}); make sure that the "
            "file and its folder are yours"
        )
        raise StorageError(problem.format(path=path, error=_reason(error))) from error


def read_snapshot(
    path: Path, kind: type[T], check: Callable[[T], None] = anything
) -> Snapshot[T] | None:
    """The same for those who only look: ValueError where it cannot be read, and it stays there."""
    try:
        snapshot = _snapshot(read_as_today(path), kind)
    except FileNotFoundError:
        return None
    check(snapshot.session)
    return snapshot


def _snapshot(data: object, kind: type[T]) -> Snapshot[T]:
    version = data.get("version") if isinstance(data, dict) else None
    if isinstance(version, int) and version > _VERSION:
        newer = _("a newer deskbreak wrote version {newer} of it; this one reads version {own}")
        raise ValueError(newer.format(newer=version, own=_VERSION))
    if not isinstance(data, dict) or version not in _READABLE:
        raise ValueError(f"this deskbreak reads versions up to {_VERSION} of it")
    if not _NEEDED <= data.keys() <= _KEYS:
        raise ValueError(f"it should have {', '.join(sorted(_KEYS))}")
    kinds: dict[str, Any] = {**_KINDS, "session": kind}
    return Snapshot(**{key: decode(kinds[key], data[key]) for key in kinds if key in data})


def _unusable(path: Path, now: datetime, error: Exception) -> SnapshotError:
    problem = _(
        "{path}: the saved session cannot be used ({error}); it is kept as {place}, and deskbreak "
        "counts your desk time from now on"
    )
    pending = _still_pending(path)
    place = set_aside(path, now)
    return SnapshotError(problem.format(path=path, error=error, place=place.name), place, pending)


def _still_pending(path: Path) -> Pending:
    """A newer deskbreak changes what a session is made of more often than what a record is."""
    try:
        saved = read_as_today(path)
        return decode(Pending, saved["pending"]) if isinstance(saved, dict) else ()
    except (ValueError, KeyError):
        return ()


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
