"""The files that the running deskbreak was loaded from, to tell an update from a bug."""

import sys
from pathlib import Path


class Installed:
    """As they lie on the disk when this is made; from a bundle there are none, and none change."""

    def __init__(self) -> None:
        package = __name__.partition(".")[0]
        modules = [
            module for name, module in sys.modules.items() if name.partition(".")[0] == package
        ]
        self._files = tuple(module.__file__ for module in modules if module.__file__)
        self._state = self._now()

    def has_changed(self) -> bool:
        """Whether any is another by now, or gone: what is imported from now on may not fit."""
        return self._now() != self._state

    def _now(self) -> int:
        """The stamps of a hundred files, as one number: nobody asks which of them changed."""
        return hash(tuple(map(_stamp, self._files)))


def _stamp(file: str) -> tuple[int, int] | None:
    try:
        status = Path(file).stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns
