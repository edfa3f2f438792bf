"""What every source of conditions has in common: call, lock, inhibitors, do-not-disturb and more."""

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import ClassVar, Protocol, runtime_checkable

from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.value import value

Wake = Callable[[], None]
"""Called from any thread, as often as it likes, when it is worth asking the sense again."""


class Sense(Protocol):
    """One source of the desktop's conditions.

    It is opened with a `Wake` and raises SensorError then if it is not to be had here. Asking it
    is cheap, never blocks for long and never starts a process; where the desktop tells of changes
    it listens and wakes, and where it does not, it is asked at the loop's own deadlines.
    """

    @property
    def name(self) -> str: ...

    @property
    def tells(self) -> frozenset[Condition]:
        """The conditions it can tell, on or off; several senses may tell the same."""
        ...

    @property
    def blind_spot(self) -> str:
        """Why nothing follows from it that none of them is on; empty where it does."""
        ...

    def on(self) -> frozenset[Condition]:
        """Those of `tells` that hold now. Raises SensorError when it is lost."""
        ...

    def close(self) -> None:
        """Let go of everything; nobody is woken any more."""
        ...


@runtime_checkable
class LockTeller(Protocol):
    """A sense of locks that can tell more of one."""

    def age(self) -> timedelta | None:
        """How long it has been locked, where that can be known."""
        ...

    def touched(self) -> None:
        """There was input: the end of a lock that was only announced."""
        ...


@value
class OnDemand:
    """A sense that only answers: it holds nothing between two questions and wakes nobody."""

    name: str
    what: Condition
    is_on: Callable[[], bool]
    """Raises SensorError where that cannot be known."""
    blind_spot: ClassVar[str] = ""

    @classmethod
    def open(cls, name: str, what: Condition, is_on: Callable[[], bool]) -> "OnDemand":
        """Asked once already, so that what cannot be known is no sense."""
        sense = cls(name, what, is_on)
        sense.on()
        return sense

    @property
    def tells(self) -> frozenset[Condition]:
        return frozenset({self.what})

    def on(self) -> frozenset[Condition]:
        return self.tells if self.is_on() else frozenset()

    def close(self) -> None:
        """Holds nothing."""


def program_of(process: Path) -> str:
    """By the folder in /proc; an empty name where it has just ended, or is somebody else's."""
    try:
        return (process / "exe").readlink().name.removesuffix(" (deleted)").casefold()
    except OSError:
        return ""


def tell_once(opened: Callable[[], Sense]) -> None:
    """Print what a sense tells now: so its file runs alone."""
    try:
        sys.stdout.write(f"{', '.join(opened().on()) or 'none'}\n")
    except SensorError as error:
        sys.exit(str(error))
