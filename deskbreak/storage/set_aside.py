"""What happens to a damaged file: it moves out of the way and is kept."""

from datetime import UTC, datetime
from itertools import count
from pathlib import Path


def set_aside(path: Path, now: datetime, companions: tuple[str, ...] = ()) -> Path:
    """Rename the file so that its name says when it was found damaged; return where it is now.

    `companions` are the endings of files that belong to it. They go first, so that being killed in
    between leaves none behind for a new file of the old name to pick up.
    """
    endings = (*companions, "")
    place = _unused(path, now, endings)
    for ending in endings:
        source = Path(f"{path}{ending}")
        if source.exists():
            source.rename(f"{place}{ending}")
    return place


def _unused(path: Path, now: datetime, endings: tuple[str, ...]) -> Path:
    stamp = f"{path.stem}.corrupt-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for n in count(1):
        place = path.with_name(f"{stamp}{f'-{n}' if n > 1 else ''}{path.suffix}")
        if not any(Path(f"{place}{ending}").exists() for ending in endings):
            return place
    raise AssertionError  # there is always another number
