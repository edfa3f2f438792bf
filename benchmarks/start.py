"""How long the icon takes: from starting the program to a changed panel on the screen.

    python benchmarks/start.py [--times 7] [--limits]

The panel is xfce4-panel on a private screen, with dunst; what is measured is the picture that the
X server shows, looked at every few milliseconds. The first start warms up and is not counted; the
median of the others is told. `--limits` makes it fail above the limit of the design.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from desk_day import DeskDay  # the same desktop as the tests'
from desktop import Program, wait_until

from deskbreak.wires.x11 import XServer
from deskbreak.wires.xwindow import image_of

LIMIT = 0.15
LONGEST = 20.0
WIDTH, HEIGHT = 800, 80  # where the panel is: looking at more would slow down what is measured


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--limits", action="store_true")
    wanted = parser.parse_args()
    with DeskDay(settings="[notifications]\npicture = false\n") as desk:
        desk.desktop.env.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled, too
        screen = Screen(desk.desktop.env["DISPLAY"])
        end(desk, screen, desk.daemon)
        took = [started(desk, screen) for _ in range(wanted.times + 1)][1:]
    told = ", ".join(f"{seconds:.2f}" for seconds in sorted(took))
    median = statistics.median(took)
    print(f"the icon is there after {median:.2f} s (median of {told})")
    return 1 if wanted.limits and median > LIMIT else 0


class Screen:
    """What the X server shows, as bytes."""

    def __init__(self, name: str, top: int = 0, height: int = HEIGHT) -> None:
        self._server = XServer.connect({"DISPLAY": name})
        self._root = self._server.screen.root
        self._top, self._height = top, height

    def shown(self) -> bytes:
        image = image_of(self._server, self._root, 0, self._top, WIDTH, self._height)
        if image is None:
            raise SystemExit("the screen cannot be seen")
        return image


def started(desk: DeskDay, screen: Screen) -> float:
    """Seconds from the start of the process to the first other picture, its icon."""
    before = screen.shown()
    began = time.monotonic()
    daemon = desk.desktop.start(sys.executable, "-m", "deskbreak", "run")
    while screen.shown() == before:
        if time.monotonic() - began > LONGEST:
            raise SystemExit("no icon appeared")
        time.sleep(0.005)
    took = time.monotonic() - began
    end(desk, screen, daemon)
    return took


def end(desk: DeskDay, screen: Screen, daemon: Program) -> None:
    """Until the icon has gone, the panel has closed the gap, and nothing changes any more."""

    def is_still() -> bool:
        before = screen.shown()
        time.sleep(0.5)
        return before == screen.shown()

    desk.be_still()
    wait_until(is_still, "a panel with the icon", within=LONGEST)
    with_icon = screen.shown()
    daemon.end()
    wait_until(lambda: screen.shown() != with_icon, "a panel without the icon", within=LONGEST)
    wait_until(is_still, "a still screen", within=LONGEST)


if __name__ == "__main__":
    sys.exit(main())
