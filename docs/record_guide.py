"""Records the window of a running break on a private screen: docs/guide.gif and its four stills.

python docs/record_guide.py
"""

import os
import sys
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, cast

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from desk import Desk, minutes, seconds
from desktop import Desktop  # the same screens as the tests'
from PIL import Image
from screens import screen

from deskbreak.core.events import Answer
from deskbreak.core.policy import Theme, Windows
from deskbreak.files.resources import config_file
from deskbreak.stretches.catalogue import load_catalogue
from deskbreak.surfaces.child_window import ChildWindow, Report
from deskbreak.surfaces.guide_window import guide_content
from deskbreak.window.content import Guidance

if TYPE_CHECKING:
    from deskbreak.core.view import Running

DOCS = Path(__file__).parent
STRETCH = "ham_seated"
MOMENTS = (8.0, 8.3, 8.6, 8.9, 9.2, 9.5, 10.0, 11.0, 12.0, 13.0, 27.2, 27.5, 27.8, 28.4, 28.9, 29.6)
STILLS = ((1, "light"), (1, "dark"), (2, "light"), (2, "dark"))


def guide(elapsed: float, theme: str) -> Guidance:
    """The window as the daemon would have it, so long after the start."""
    desk = Desk(catalogue=load_catalogue(config_file("stretches.toml")))
    desk.change(windows=Windows(theme=Theme(theme)))
    desk.work(minutes(46))
    desk.answer(Answer.START, stretch=STRETCH, anyway=True)
    desk.wait(seconds(elapsed))
    running = cast("Running", desk.state.running)
    return guide_content(running, desk.state.offers, desk.rules.settings)


def shot(desktop: Desktop, elapsed: float, theme: str, size: int) -> Image.Image:
    """The window so long after the start of the break, `size` times as large as usual."""
    reports: SimpleQueue[Report] = SimpleQueue()
    environment = {**os.environ, **desktop.env, "GDK_SCALE": str(size)}
    window = ChildWindow(guide(elapsed, theme), environment, reports.put)
    reports.get(timeout=20)
    image = screen(desktop)
    window.close()
    return image.crop(image.getbbox())


def main() -> None:
    with Desktop(screen="1000x1600x24") as desktop:
        frames = [shot(desktop, moment, "light", 1) for moment in MOMENTS]
        least = min(frame.height for frame in frames), min(frame.width for frame in frames)
        small = [
            frame.crop((0, 0, least[1], least[0])).quantize(64, dither=Image.Dither.NONE)
            for frame in frames
        ]
        small[0].save(
            DOCS / "guide.gif", save_all=True, append_images=small[1:], duration=400, loop=0
        )
        for size, theme in STILLS:
            still = shot(desktop, 20.0, theme, size).quantize(128, dither=Image.Dither.NONE)
            still.save(DOCS / f"guide-{theme}-{size}x.png", optimize=True)


if __name__ == "__main__":
    main()
