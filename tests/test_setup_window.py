"""The first questions in a window, answered by keyboard on a real screen."""

import sys
from pathlib import Path

import pytest
from desktop import Desktop, Program, wait_until
from PIL import Image
from test_safety import OWN

from deskbreak.core.stretch import Area, Equipment
from deskbreak.settings.file import load_settings

pytestmark = pytest.mark.desktop


class Questions:
    """The window, and the keys that are pressed in it."""

    def __init__(self, desktop: Desktop, settings: str = "") -> None:
        self._desktop = desktop
        self.file = Path(desktop.env["XDG_CONFIG_HOME"]) / "deskbreak" / "deskbreak.toml"
        if settings:
            self.file.parent.mkdir(mode=0o700)
            self.file.write_text(settings)
        self.setup: Program = desktop.start(sys.executable, "-m", "deskbreak", "setup", "--window")
        desktop.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "first questions")
        self._height = self._settled()

    def press(self, *keys: str) -> None:
        self._desktop.xdo("key", *keys)

    def go_on(self, *keys: str) -> None:
        """Press the keys, of which the last leads to another sheet: the window changes its height."""
        before = self._height
        self.press(*keys)
        wait_until(lambda: self._tall() != before, "the next sheet")
        self._height = self._settled()

    @property
    def tall(self) -> int:
        return self._height

    def shows_where_one_is(self) -> bool:
        """The dark rim round what has the keyboard, somewhere in the list."""
        with Image.open(self._desktop.screenshot()) as picture:
            part = picture.convert("L").crop((250, 60, 700, 500))
        lines = (part.crop((0, y, part.width, y + 1)).tobytes() for y in range(part.height))
        return any(sum(grey < 60 for grey in line) > 300 for line in lines)

    def type(self, text: str) -> None:
        self._desktop.xdo("type", text)

    def _settled(self) -> int:
        seen = [0, self._tall()]

        def is_settled() -> bool:
            seen.append(self._tall())
            return seen[-1] == seen[-2] == seen[-3]

        wait_until(is_settled, "a window that stays as it is")
        return seen[-1]

    def _tall(self) -> int:
        told = self._desktop.xdo("search", "--name", "first questions", "getwindowgeometry")
        return int(told.split("Geometry:")[1].split()[0].split("x")[1])


@pytest.fixture
def questions(x_desktop: Desktop) -> Questions:
    return Questions(x_desktop)


def test_the_answers_are_kept_after_the_last_sheet(questions: Questions) -> None:
    questions.go_on("Tab", "Return")
    questions.go_on("Tab", "Tab", "space", "Tab", "space", "Tab", "Tab", "Tab", "Return")
    questions.go_on("Tab", "space", *["Tab"] * 16, "Return")
    questions.go_on("Tab", "space", *["Tab"] * 8, "space", *["Tab"] * 7, "Return")
    questions.type("9 to 5")
    questions.press("Tab", "Return")  # that is no time, and it is told what to type
    questions.press("shift+Tab", "ctrl+a")
    questions.type("09:00-17:30")
    questions.press("Tab", "Tab", "Return")
    questions.setup.process.wait(10)

    settings = load_settings(questions.file)
    assert settings.stretches.place == "home"
    assert not settings.stretches.rolling_chair
    assert not settings.stretches.wheelchair
    assert settings.stretches.avoid == ("leg_nerve",)
    assert settings.stretches.injury == (Area.BACK,)
    assert settings.stretches.lacking == (Equipment.WALL,)
    assert settings.work_hours.weekdays is not None
    assert len(settings.work_hours.weekdays[0]) == 1


def test_every_sheet_fits_a_low_screen_and_its_last_line_is_one_that_tab_brings_up(
    questions: Questions,
) -> None:
    heights = [questions.tall]
    questions.go_on("Tab", "Return")
    heights.append(questions.tall)
    questions.go_on(*["Tab"] * 6, "Return")
    heights.append(questions.tall)
    questions.press(*["Tab"] * 17)
    wait_until(questions.shows_where_one_is, "the last caution, with its rim")
    questions.go_on("space", "Tab", "Return")
    questions.press("Tab", "Tab", "Return")
    questions.setup.process.wait(10)

    assert max(heights) <= 600
    assert load_settings(questions.file).stretches.avoid == ("injury",)


def test_the_signs_fit_a_low_screen(x_desktop: Desktop) -> None:
    signs = x_desktop.start(sys.executable, "-m", "deskbreak", "help-signs", "--window")
    shown = x_desktop.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "medical help")
    told = x_desktop.xdo("getwindowgeometry", shown.split()[-1])
    left, top = (int(part) for part in told.split("Position:")[1].split()[0].split(","))
    wide, tall = (int(part) for part in told.split("Geometry:")[1].split()[0].split("x"))

    assert signs.process.poll() is None
    assert left >= 0
    assert left + wide <= 800
    assert top + tall <= 600


def test_what_is_broken_off_changes_nothing(questions: Questions) -> None:
    questions.go_on("Tab", "Return")
    questions.press("Escape")
    questions.setup.process.wait(10)

    assert questions.setup.process.returncode == 0
    assert not questions.file.exists()


def test_who_only_goes_on_keeps_what_was_set_before(x_desktop: Desktop) -> None:
    questions = Questions(x_desktop, OWN)
    before = load_settings(questions.file)

    questions.go_on("Tab", "Return")
    questions.go_on(*["Tab"] * 6, "Return")
    questions.go_on("Tab", "Tab", "Tab", "Tab", "Return")
    questions.go_on(*["Tab"] * 17, "Return")
    questions.go_on(*["Tab"] * 16, "Return")
    questions.press("Tab", "Tab", "Return")
    questions.setup.process.wait(10)

    assert questions.setup.process.returncode == 0
    assert load_settings(questions.file) == before
