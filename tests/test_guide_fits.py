"""The window of a running break on a low screen: nothing of it is cut off, whatever the move."""

import os
from collections.abc import Iterator
from queue import SimpleQueue

import pytest
from desk import Desk, minutes
from desktop import Desktop
from PIL import Image

from deskbreak.core.events import Answer
from deskbreak.core.policy import Settings, Stretches
from deskbreak.core.stretch import Stretch
from deskbreak.files.resources import config_file
from deskbreak.stretches.catalogue import load_catalogue
from deskbreak.surfaces.child_window import ChildWindow, Report
from deskbreak.surfaces.guide_window import guide_content

BUNDLED = load_catalogue(config_file("stretches.toml"))
EVERY_CAUTION = tuple(sorted({ease.tag for stretch in BUNDLED for ease in stretch.ease}))


def words(stretch: Stretch) -> int:
    ways = (ease.form for ease in stretch.ease)
    return sum(map(len, (*stretch.steps, stretch.feel, stretch.cue, *ways)))


WORDIEST = sorted(BUNDLED, key=words)[-6:]


@pytest.fixture(scope="module")
def low_screen() -> Iterator[Desktop]:
    with Desktop(screen="900x600x24") as desktop:
        yield desktop


@pytest.mark.desktop
@pytest.mark.parametrize("stretch", WORDIEST, ids=lambda stretch: stretch.id)
def test_the_guide_fits_a_low_screen_with_all_its_words(
    low_screen: Desktop, stretch: Stretch
) -> None:
    desk = Desk(catalogue=BUNDLED, stretches=Stretches(avoid=EVERY_CAUTION, floor=True))
    desk.work(minutes(10))
    desk.answer(Answer.START, stretch=stretch.id, anyway=True)
    running = desk.state.running
    assert running is not None
    content = guide_content(running, desk.state.offers, Settings())
    reports: SimpleQueue[Report] = SimpleQueue()

    window = ChildWindow(content, {**os.environ, **low_screen.env}, reports.put)
    reports.get(timeout=20)
    with Image.open(low_screen.screenshot()) as whole:
        left, top, right, bottom = whole.convert("RGB").getbbox() or (0, 0, 0, 0)
        rim = whole.convert("RGB").getpixel((left + 5, bottom - 1))
        inside = whole.convert("RGB").getpixel((left + 5, bottom - 3))
    window.close()

    assert 0 < left < right < 900
    assert 0 < top < bottom < 600
    assert rim != inside, "its lower rim is not on the screen"
