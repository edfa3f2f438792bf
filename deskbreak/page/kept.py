"""What lies in the user's files, read when it is wanted: the page does without a daemon."""

from collections.abc import Mapping
from contextlib import closing
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from deskbreak.core.own_way import in_own_way
from deskbreak.core.policy import Settings
from deskbreak.core.record import Record
from deskbreak.core.state import Session
from deskbreak.core.stretch import Stretch
from deskbreak.core.work_hours import local_day
from deskbreak.errors import StorageError
from deskbreak.files.folders import history_file, lasting_file, packs_folder, session_file
from deskbreak.history.database import History, looks_of, open_for_reading
from deskbreak.history.snooze import Snooze
from deskbreak.language import SPOKEN
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.zone import local_zone
from deskbreak.session.lasting import Lasting, lasting_seen
from deskbreak.session.left import with_what_lasts
from deskbreak.session.snapshot import read_snapshot
from deskbreak.settings.salvage import settings_that_hold
from deskbreak.stretches.own import own_pack
from deskbreak.stretches.packs import read_pack, with_packs
from deskbreak.stretches.translated import bundled


def good_settings() -> Settings:
    """What holds where the file is broken, too: the daemon tells of that, and so do the settings."""
    settings = settings_that_hold()
    SPOKEN.choose(settings.look.language)
    return settings


def all_moves(settings: Settings) -> Mapping[str, Stretch]:
    """By their ids; a pack that cannot be read is left out."""
    moves = with_packs(bundled(), settings.stretches.packs, lambda _problem: None)
    return {move.id: move for move in moves}


def in_their_way(move: Stretch, settings: Settings, kept: Lasting) -> Stretch:
    """As whoever reads this does it by now."""
    return in_own_way(move, settings, kept.practice, kept.pain, local_today(), system_time().wall())


def own_moves() -> Mapping[str, Stretch]:
    """Those that the user wrote down, by their ids."""
    file = own_pack(packs_folder())
    if not file.exists():
        return {}
    return {move.id: move for move in read_pack(file, beside=all_moves(good_settings()))}


def open_here() -> History:
    """The history; one that looks as when it was found sound is not gone through again.

    A screen asks each minute, and of ten years that would take longer than what it wants to know.
    """
    path = history_file()
    _go_through(path, looks_of(path))
    return open_for_reading(path, None)


@lru_cache(maxsize=1)
def _go_through(path: Path, _looks: object) -> None:
    """Raises StorageError where it is damaged, and again each time."""
    open_for_reading(path).close()


def kept_since(begins: datetime) -> tuple[tuple[Record, ...], tuple[Snooze, ...]]:
    """Nothing where the history cannot be read: what is now is told all the same."""
    try:
        with closing(open_here()) as history:
            return history.records(begins), history.snoozes(begins)
    except StorageError:
        return (), ()


def lasting_and_seed() -> tuple[Lasting, str]:
    """Of the session as deskbreak saved it last; where it is lost, what lies beside the history."""
    try:
        saved = read_snapshot(session_file(), Session)
        if saved is not None:
            saved = with_what_lasts(saved, session_file(), lasting_file())
    except (OSError, ValueError):  # doctor tells of it
        saved = None
    if saved is None:
        return lasting_seen(lasting_file()) or Lasting(), ""
    return Lasting.of(saved.session.course), saved.seed


def local_today() -> date:
    """The date where this machine is."""
    return local_day(local_zone(), system_time().wall())
