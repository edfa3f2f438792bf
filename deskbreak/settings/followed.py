"""The user's settings file, read again when it changed; a broken edit leaves the last good ones.

A copy of these is kept, so that they hold at the next start, too: what keeps somebody safe does not
end with a misspelt word or a file that is gone.
"""

import logging
import os
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

from deskbreak.core.in_a_list import in_a_row
from deskbreak.core.policy import Settings
from deskbreak.errors import ConfigError, StorageError
from deskbreak.settings.file import write_default
from deskbreak.settings.written import (
    cautions_in,
    is_all_comments,
    is_hollow,
    keep_copy,
    read_written,
    what_applies,
    written_text,
)
from deskbreak.value import value

if TYPE_CHECKING:
    from deskbreak.wires.inotify import Inotify

_SAVING = timedelta(seconds=0.5)  # what an editor takes for all it does, with room to spare
_LOG = logging.getLogger(__name__)

Attend = Callable[[int, Callable[[], None]], None]
"""Has somebody who waits anyway also wait until a file can be read, and call us then."""


@value
class _Stamp:
    """By which one state of a file is told from another; `changed_ns` tells of permissions, too."""

    inode: int
    size: int
    written_ns: int
    changed_ns: int


class SettingsFile:
    """Remembers which state of the file it has read.

    `refuse` hears of each broken one once, `complain` of a file that cannot be made.
    """

    def __init__(
        self,
        path: Path,
        last_good: Path,
        refuse: Callable[[str], None],
        complain: Callable[[str], None],
    ) -> None:
        self._path = path
        self._last_good = last_good
        self._refuse = refuse
        self._complain = complain
        self._seen: _Stamp | None = None
        self._was_hollow = False
        self._had_settings = False
        self._problem: str | None = None

    def first(self) -> Settings:
        """What holds at the start: the file, else the last good one, else what reads of either."""
        kept = self._kept()
        self._had_settings = kept is not None or self._last_good.exists()
        if not self._had_settings:
            self._make()
        still = what_applies(None if kept is None else self._last_good)
        found = self._read(self._stamp(), still) or kept
        if found is not None:
            return found
        from deskbreak.settings.salvage import salvaged  # noqa: PLC0415  (seldom needed)

        return salvaged(self._path, self._last_good)

    def changed(self) -> Settings | None:
        """What it says, if it changed since it was read last and nothing is wrong in it."""
        stamp = self._stamp()
        if stamp == self._seen or self._is_perhaps_being_saved(stamp):
            return None
        return self._read(stamp, _("Your previous settings stay in use."))

    def _is_perhaps_being_saved(self, stamp: _Stamp | None) -> bool:
        """Many editors empty the file, or take it away, before they write: look a second time."""
        was_hollow, self._was_hollow = self._was_hollow, stamp is None or stamp.size == 0
        return self._was_hollow and not was_hollow

    def _read(self, stamp: _Stamp | None, still: str) -> Settings | None:
        """`stamp` is from before the reading, so an edit meanwhile is seen the next time."""
        self._seen = stamp
        try:
            text = written_text(self._path)
            if text is None or is_hollow(text):
                return self._hollow(still, is_gone=text is None)
            written = read_written(text, str(self._path))
        except ConfigError as error:
            self._tell(str(error), still)
            return None
        self._had_settings = True
        ended = self._cautions_ended_by(text)
        self._keep(text)
        if ended:
            found = _("{path} sets nothing any more, so the defaults apply. Before: {settings}")
            self._tell(found.format(path=self._path, settings=", ".join(ended)))
        elif written.strangers:
            self._tell("\n".join(f"{self._path}: {each}" for each in written.strangers))
        else:
            self._problem = None
        return written.settings

    def _cautions_ended_by(self, text: str) -> tuple[str, ...]:
        """Nobody is told a change that they made, but this may be another program's mishap."""
        before = self._kept() if is_all_comments(text) else None
        return () if before is None else cautions_in(before)

    def _hollow(self, still: str, *, is_gone: bool) -> Settings | None:
        """Nobody who wants the defaults empties the file: that is mostly a mishap of another program."""
        if not self._had_settings:
            return Settings()
        found = _("{path} is gone.") if is_gone else _("{path} is empty.")
        to_do = _(
            "If you want the defaults, say so: deskbreak config reset. Otherwise deskbreak config "
            "edit brings your settings back."
        )
        self._tell(in_a_row((found.format(path=self._path), to_do)), still)
        return None

    def _tell(self, problem: str, *still: str) -> None:
        if problem != self._problem:
            self._refuse("\n".join((*still, problem)))
        self._problem = problem

    def _make(self) -> None:
        try:
            write_default(self._path)
        except StorageError as error:
            self._complain(str(error))

    def _kept(self) -> Settings | None:
        try:
            text = written_text(self._last_good)
            return None if text is None else read_written(text, str(self._last_good)).settings
        except ConfigError as error:
            _LOG.warning("The copy of the last good settings does not read: %s", error)
            return None

    def _keep(self, text: str) -> None:
        try:
            keep_copy(text.encode(), self._last_good)
        except StorageError as error:
            _LOG.warning("The settings are not kept for a broken file: %s", error)

    def _stamp(self) -> _Stamp | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return _Stamp(status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


class SaveWatch:
    """Wakes somebody soon after a save of the file, once for all that an editor does to save it.

    What lies `beside` is watched likewise, for there is one such watch a daemon.
    Linux alone tells of saves, and not on every file system; elsewhere nobody is woken.
    """

    def __init__(self, path: Path, wake: Callable[[], None], saving: timedelta = _SAVING) -> None:
        self._path = path
        self._wake = wake
        self._saving = saving
        self._beside: tuple[Path, ...] = ()
        self._names: frozenset[str] = frozenset()
        self._is_about_to_wake = False
        self._inotify: Inotify | None = None

    def begin(self, attend: Attend, beside: tuple[Path, ...] = ()) -> None:
        self._beside = beside
        if sys.platform != "linux":
            return
        from deskbreak.wires.inotify import Inotify  # noqa: PLC0415  (Linux has it)

        try:
            self._inotify = Inotify()
        except OSError as error:  # each user may have so many and no more
            _LOG.info("Saves of the settings are not told here: %s", error)
        else:
            attend(self._inotify.fileno(), self._hear)

    def follow(self) -> None:
        """Where a save is seen, as it is now: editors put a new file in place, folders come and go.

        A link into a folder of dotfiles is saved there.
        """
        if self._inotify is not None:
            files = {self._path, Path(os.path.realpath(self._path)), *self._beside}
            self._names = frozenset({"", *(file.name for file in files)})
            self._inotify.follow({file.parent for file in files})

    def close(self) -> None:
        if self._inotify is not None:
            self._inotify.close()

    def _hear(self) -> None:
        if self._inotify is None or self._inotify.changed().isdisjoint(self._names):
            return
        if not self._is_about_to_wake:
            self._is_about_to_wake = True
            timer = threading.Timer(self._saving.total_seconds(), self._wake_now)
            timer.daemon = True
            timer.start()

    def _wake_now(self) -> None:
        self._is_about_to_wake = False  # first: what is saved from here on needs another wake-up
        self._wake()
