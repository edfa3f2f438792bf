"""Whether the first questions have been answered, or waved off: until then they are offered."""

from pathlib import Path

from deskbreak.core.policy import Settings
from deskbreak.files.plain import plain_bytes
from deskbreak.files.private import write_private

_BEGUN, _DONE = b"begun\n", b"done\n"


def is_set_up(mark: Path, settings: Settings) -> bool:
    """Whoever has settings of their own from before has found their way."""
    try:
        return plain_bytes(mark) != _BEGUN
    except OSError:  # there is none
        return settings != Settings()


def mark_begun(mark: Path, settings: Settings) -> None:
    """So that what is left half-way is offered again, though some of it is set by then."""
    if not is_set_up(mark, settings):
        write_private(mark, _BEGUN)


def mark_set_up(mark: Path) -> None:
    write_private(mark, _DONE)
