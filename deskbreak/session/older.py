"""What an older deskbreak saved, in the shape of today.

A field that came later needs no line here: its default stands for it. What was renamed, moved or
taken away has one, which is never edited again; tests/golden has what such a deskbreak wrote.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from deskbreak.files.plain import OddFileError, plain_bytes
from deskbreak.files.strict import bounded

Saved = dict[str, object]


def read_as_today(path: Path) -> object:
    """What the file has; ValueError where it cannot be read, OSError where nobody gets at it."""
    try:
        return as_today(bounded(json.loads(plain_bytes(path))))
    except OddFileError as error:
        raise ValueError(error.strerror) from error
    except RecursionError as error:
        raise ValueError(str(error)) from error


def as_today(saved: object) -> object:
    """The saved value with all that is in it as this deskbreak would have written it."""
    match saved:
        case list():
            return [as_today(item) for item in saved]
        case dict():
            own = {key: as_today(value) for key, value in saved.items()}
            mend = _CHANGED.get(str(own.get("class")))
            return own if mend is None else mend(own)
        case _:  # text, numbers and null have no shape
            return saved


def _natural_break(saved: Saved) -> Saved:
    """Its beginning was kept too, until it turned out to be the end of the bout."""
    return {key: value for key, value in saved.items() if key != "began"}


def _session(saved: Saved) -> Saved:
    """Its course was not apart from what moves at every event."""
    if "course" in saved:
        return saved
    moving = {key: value for key, value in saved.items() if key in {"class", "at", "signs"}}
    course = {key: value for key, value in saved.items() if key not in moving}
    return {**moving, "course": {"class": "Course", **course}}


def _habit(saved: Saved) -> Saved:
    """The one suggestion that there was, was asked or not."""
    own = dict(saved)
    if own.pop("was_asked", False):
        own["asked"] = ["breaks.every"]
    return own


_CHANGED: Mapping[str, Callable[[Saved], Saved]] = MappingProxyType(
    {"NaturalBreak": _natural_break, "Habit": _habit, "Session": _session}
)
"""By the names of the classes, which are written with what they hold."""
