"""What happens to a file that is in the way, damaged most often: it is moved, and kept."""

from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path


def set_aside(
    path: Path, now: datetime, companions: tuple[str, ...] = (), why: str = "corrupt"
) -> Path:
    """Rename the file so that its name says when and why; return where it is now.

    `companions` are the endings of files that belong to it. They go first, so that being killed in
    between leaves none behind for a new file of the old name to pick up.
    """
    endings = (*companions, "")
    place = _unused(path, now, endings, why)
    for ending in endings:
        source = Path(f"{path}{ending}")
        if source.exists():
            source.rename(f"{place}{ending}")
    return place


def _unused(path: Path, now: datetime, endings: tuple[str, ...], why: str) -> Path:
    stamp = f"{path.stem}.{why}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    numbers = chain([""], (f"-{n}" for n in count(2)))
    places = (path.with_name(f"{stamp}{number}{path.suffix}") for number in numbers)
    return next(place for place in places if not _is_taken(place, endings))


def _is_taken(place: Path, endings: tuple[str, ...]) -> bool:
    return any(Path(f"{place}{ending}").exists() for ending in endings)
