"""The saved session: what a killed or restarted daemon goes on from.

It is written before its effects are performed and names those that the history may not have yet.
So being killed at any moment loses nothing: at the next start they are performed again, and the
history keeps each record once.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from gettext import gettext as _
from pathlib import Path
from typing import Generic, TypeVar

from deskbreak.core.effects import CountSnooze, Remember, Void
from deskbreak.core.moment import ZERO
from deskbreak.errors import StorageError
from deskbreak.files.codec import decode, encode
from deskbreak.files.folders import make_private
from deskbreak.files.set_aside import set_aside

T = TypeVar("T")

Pending = tuple[Remember | Void | CountSnooze, ...]

_VERSION = 2
_KEYS = {"version", "boot", "seed", "offset", "session", "pending"}


@dataclass(frozen=True, slots=True)
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
    """Replace the saved session in one step: a reader finds the old one or the new one, whole.

    `sync` also survives a power cut, and waits for the disk.
    """
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
        make_private(path.parent)
        _replace(path, written.encode(), sync=sync)
    except OSError as error:
        problem = _(
            "{path}: the session cannot be saved ({error}); until it can, a restart of deskbreak "
            "forgets how long you have been sitting: free some space, and make sure that the "
            "folder is yours"
        )
        raise StorageError(problem.format(path=path, error=_reason(error))) from error


def load_snapshot(path: Path, kind: type[T], now: datetime) -> Snapshot[T] | None:
    """The saved session, None where there is none.

    SnapshotError where it cannot be read as a `kind`: it is kept, under another name.
    """
    try:
        written = path.read_bytes()
        try:
            return _snapshot(json.loads(written), kind)
        except (ValueError, RecursionError) as error:
            raise _unusable(path, written, now, error) from error
    except FileNotFoundError:
        return None
    except OSError as error:
        problem = _(
            "{path}: the saved session cannot be read or set aside ({error}); make sure that the "
            "file and its folder are yours"
        )
        raise StorageError(problem.format(path=path, error=_reason(error))) from error


def course_apart(session: object) -> object:
    """A session as it is written now; in version 1, its course was not apart from what moves."""
    if not isinstance(session, dict) or session.get("class") != "Session" or "course" in session:
        return session
    moving = {key: value for key, value in session.items() if key in {"class", "at", "signs"}}
    course = {key: value for key, value in session.items() if key not in moving}
    return {**moving, "course": {"class": "Course", **course}}


def _replace(path: Path, content: bytes, *, sync: bool) -> None:
    new = path.with_name(f"{path.name}.new")
    with open(new, "wb", opener=_privately) as file:
        file.write(content)
        if sync:
            file.flush()
            os.fsync(file.fileno())
    new.replace(path)


def _privately(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _snapshot(data: object, kind: type[T]) -> Snapshot[T]:
    if not isinstance(data, dict) or data.get("version") not in range(1, _VERSION + 1):
        raise ValueError(f"this deskbreak reads no version of it but 1 to {_VERSION}")
    if data.keys() != _KEYS:
        raise ValueError(f"it should have {', '.join(sorted(_KEYS))}")
    return Snapshot(
        boot=decode(str, data["boot"]),
        session=decode(kind, course_apart(data["session"])),
        pending=decode(Pending, data["pending"]),
        seed=decode(str, data["seed"]),
        offset=decode(timedelta, data["offset"]),
    )


def _unusable(path: Path, written: bytes, now: datetime, error: Exception) -> SnapshotError:
    problem = _(
        "{path}: the saved session cannot be used ({error}); it is kept as {place}, and deskbreak "
        "counts your desk time from now on"
    )
    place = set_aside(path, now)
    message = problem.format(path=path, error=error, place=place.name)
    return SnapshotError(message, place, _still_pending(written))


def _still_pending(written: bytes) -> Pending:
    """An update changes what a session is made of more often than what a record is."""
    try:
        return decode(Pending, json.loads(written)["pending"])
    except (ValueError, RecursionError, KeyError, TypeError):
        return ()


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
