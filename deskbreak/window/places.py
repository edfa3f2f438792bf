"""Where on a screen a window goes: where it was left, else the first of its places that is free."""

import json
import logging
from enum import Enum
from pathlib import Path

from deskbreak.errors import StorageError
from deskbreak.files.folders import state_folder
from deskbreak.files.plain import plain_bytes
from deskbreak.files.private import write_private
from deskbreak.wires.box import Box

_LOG = logging.getLogger(__name__)


class Position(Enum):
    """As (across, down): 0 is left or above, 1 right or below."""

    MIDDLE = (0.5, 0.5)
    UPPER_RIGHT = (1.0, 0.0)
    LOWER_RIGHT = (1.0, 1.0)
    UPPER_LEFT = (0.0, 0.0)
    LOWER_LEFT = (0.0, 1.0)


def spot(
    area: Box, size: tuple[int, int], places: tuple[Position, ...], taken: tuple[Box, ...], gap: int
) -> tuple[int, int]:
    """The first place at which it overlaps nothing of ours, nor a notification; else the first."""
    spots = [_at(place, area, size, gap) for place in places]
    free = (
        each for each in spots if not any(_lying(each, size).overlaps(other) for other in taken)
    )
    return next(free, spots[0])


def _at(place: Position, area: Box, size: tuple[int, int], gap: int) -> tuple[int, int]:
    across, down = place.value
    left = area.left + gap + across * (area.width - 2 * gap - size[0])
    top = area.top + gap + down * (area.height - 2 * gap - size[1])
    return area.keeping(*size, round(left), round(top))


def _lying(at: tuple[int, int], size: tuple[int, int]) -> Box:
    return Box(at[0], at[1], at[0] + size[0], at[1] + size[1])


class Remembered:
    """Where each kind of window was left, by its name."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or state_folder() / "windows.json"

    def place_of(self, name: str) -> tuple[int, int] | None:
        match self._all().get(name):
            case [int(left), int(top)]:
                return left, top
            case _:  # it was never moved
                return None

    def keep(self, name: str, left: int, top: int) -> None:
        """A folder that cannot be written costs the memory of it, and nothing else."""
        places = {**self._all(), name: [left, top]}
        try:
            write_private(self._file, json.dumps(places).encode())
        except StorageError as error:
            _LOG.warning("where the window was left is forgotten: %s", error)

    def _all(self) -> dict[str, object]:
        try:
            places = json.loads(plain_bytes(self._file))
        except (OSError, ValueError):  # the first time, or a damaged file
            return {}
        return places if isinstance(places, dict) else {}
