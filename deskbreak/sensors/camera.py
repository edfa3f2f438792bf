"""Whether somebody is in a call: whether a program of the user's holds a camera open, on Linux.

Nothing tells of it, and finding out means looking through the open files of every program, some
milliseconds long. So it is asked when a proposal is due or held, and once a minute at most.
"""

import os
from collections.abc import Callable, Collection, Iterator
from gettext import gettext as _
from pathlib import Path

from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.sensors.sense import program_of, tell_once


class Camera:
    """Looks for programs that have a `/dev/video…` open.

    PipeWire hands a camera on to programs that go through the desktop's portal, so a camera that
    it holds is in use too. Programs of other users are not seen.
    """

    name = "camera"
    tells = frozenset({Condition.CALL})
    blind_spot = ""

    def __init__(self, ignore: Callable[[], Collection[str]], proc: Path, dev: Path) -> None:
        self._ignore = ignore
        self._proc = proc
        self._dev = dev

    @classmethod
    def open(
        cls,
        ignore: Callable[[], Collection[str]],
        proc: Path = Path("/proc"),
        dev: Path = Path("/dev"),
    ) -> "Camera":
        """`ignore` names programs whose camera is no call; it is asked each time."""
        sense = cls(ignore, proc, dev)
        sense.on()
        return sense

    def on(self) -> frozenset[Condition]:
        if not any(self._dev.glob("video*")):
            return frozenset()
        ignored = {name.casefold() for name in self._ignore()}
        in_use = any(program_of(process) not in ignored for process in self._holders())
        return self.tells if in_use else frozenset()

    def close(self) -> None:
        """Holds nothing."""

    def _holders(self) -> Iterator[Path]:
        camera = str(self._dev / "video")
        try:
            names = os.listdir(self._proc)  # noqa: PTH208  (plain names: paths would cost the most)
        except OSError as error:
            text = _("the programs that run cannot be listed: {error}")
            raise SensorError(text.format(error=error)) from error
        for name in filter(str.isdigit, names):
            if any(file.startswith(camera) for file in _open_files(f"{self._proc}/{name}/fd")):
                yield self._proc / name


def _open_files(folder: str) -> Iterator[str]:
    try:
        descriptors = os.listdir(folder)  # noqa: PTH208  (as above)
    except OSError:
        return  # it is another user's, or it has just ended
    for descriptor in descriptors:
        try:
            yield os.readlink(f"{folder}/{descriptor}")  # noqa: PTH115  (as above)
        except OSError:
            continue  # it was closed meanwhile


if __name__ == "__main__":
    tell_once(lambda: Camera.open(lambda: ()))
