"""What the last run left to this one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from deskbreak.core.state import Session
from deskbreak.errors import StorageError
from deskbreak.session.snapshot import Pending, Snapshot, SnapshotError, load_snapshot


@dataclass(frozen=True, slots=True)
class Left:
    """Without a snapshot, counting begins anew; `pending` is what the history may not have yet."""

    snapshot: Snapshot[Session] | None = None
    pending: Pending = ()
    is_first: bool = False


def left_behind(path: Path, now: datetime, complain: Callable[[str], None]) -> Left:
    """What cannot be read is complained about, and what can still be read of it is kept."""
    try:
        snapshot = load_snapshot(path, Session, now)
    except SnapshotError as error:
        complain(str(error))
        return Left(pending=error.pending)
    except StorageError as error:
        complain(str(error))
        return Left()
    if snapshot is None:
        return Left(is_first=True)
    return Left(snapshot, snapshot.pending)
