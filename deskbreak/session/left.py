"""What the last run left to this one."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from gettext import gettext as _
from pathlib import Path

from deskbreak.core.state import Away, Session
from deskbreak.errors import StorageError
from deskbreak.session.lasting import Lasting, lasting_seen, load_lasting
from deskbreak.session.snapshot import (
    Pending,
    Snapshot,
    SnapshotError,
    load_snapshot,
    read_snapshot,
)
from deskbreak.value import value


@value
class Left:
    """Without a snapshot, counting begins anew; `pending` is what the history may not have yet.

    `lasting` is what goes on even so.
    """

    snapshot: Snapshot[Session] | None = None
    pending: Pending = ()
    is_first: bool = False
    lasting: Lasting = Lasting()


_LONGEST_BOUT = timedelta(days=366)  # no history takes a longer one
_LONGEST_GAP = timedelta(days=5 * 366)  # every change of work hours in between is lived through


def read_session(path: Path, now: datetime) -> Snapshot[Session] | None:
    """For those who only look: ValueError where a start would set it aside."""
    return read_snapshot(path, Session, partial(_check, now))


def _check(now: datetime, session: Session) -> None:
    """Each value may be right by itself, and the whole cannot be gone on from all the same."""
    if now - session.at.wall > _LONGEST_GAP:
        raise ValueError(_("it is of {day:%Y-%m-%d}").format(day=session.at.wall))
    for since in _since(session):
        if session.now - since > _LONGEST_BOUT:
            raise ValueError(_("somebody would have been sitting for more than a year"))


def _since(session: Session) -> Iterator[timedelta]:
    """When the bouts began that are running, or that may be taken up again."""
    match session.phase:
        case Away(after=after):
            bout = None if after is None else after.bout
        case phase:  # whatever has a bout of its own
            bout = phase.bout
    while bout is not None:
        yield bout.sat_down_at
        bout = None if bout.returned is None else bout.returned.after.bout


def left_behind(
    path: Path, lasting_path: Path, now: datetime, complain: Callable[[str], None]
) -> Left:
    """What cannot be read is complained about, and what can still be read of it is kept."""
    pending: Pending = ()
    is_first = False
    try:
        snapshot = load_snapshot(path, Session, now, partial(_check, now))
        if snapshot is not None:
            return Left(with_what_lasts(snapshot, path, lasting_path), snapshot.pending)
        is_first = not lasting_path.exists()
        if not is_first:
            gone = _("{path}: the saved session is gone; your desk time counts from now on")
            complain(gone.format(path=path))
    except SnapshotError as error:
        complain(str(error))
        pending = error.pending
    except StorageError as error:
        complain(str(error))
    lasting = _lasting(lasting_path, now, complain)
    if not is_first:
        complain(_of_the_moves(lasting))
    return Left(pending=pending, is_first=is_first, lasting=lasting or Lasting())


def with_what_lasts(saved: Snapshot[Session], path: Path, lasting_path: Path) -> Snapshot[Session]:
    """A session that could not be saved any more, or was put back from a copy, knows less of the moves.

    Both are written in one go, the session first, so that it is the older one only then.
    """
    lasting = lasting_seen(lasting_path)
    if lasting is None or lasting == Lasting.of(saved.session.course):
        return saved
    beside = lasting.serial, _written_ns(lasting_path)
    if beside <= (saved.session.course.serial, _written_ns(path)):
        return saved
    return replace(saved, session=lasting.in_session(saved.session))


def _written_ns(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:  # gone since it was read
        return 0


def _lasting(path: Path, now: datetime, complain: Callable[[str], None]) -> Lasting | None:
    try:
        return load_lasting(path, now)
    except StorageError as error:
        complain(str(error))
        return None


def _of_the_moves(lasting: Lasting | None) -> str:
    if lasting is None:
        return _(
            "Lost with it: which moves hurt, rest or are off, and how far your doses had grown. "
            "If a move should not come, say so again with deskbreak hurt or deskbreak setup."
        )
    return _(
        "Lost with it: a pause, a snooze and the break that was under way. Kept: what hurt, "
        "which moves rest or are off, and your doses."
    )
