"""A mark that the user has quit, for what rests at another screen of theirs: it ends, too."""

from contextlib import suppress
from pathlib import Path

from deskbreak.files.folders import state_folder


def end_everywhere() -> None:
    with suppress(OSError):  # nothing can be kept there: nothing rests, or it takes over
        _mark().touch(mode=0o600)


def begin_anew() -> None:
    with suppress(OSError):
        _mark().unlink(missing_ok=True)


def has_quit() -> bool:
    return _mark().exists()


def _mark() -> Path:
    return state_folder() / "quit"
