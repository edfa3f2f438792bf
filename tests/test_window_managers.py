"""The keyboard under real window managers: nobody who types loses a letter, and a click is enough."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from queue import SimpleQueue

import pytest
from desk import Desk, minutes
from desktop import Desktop, wait_until

from deskbreak.core.events import Answer
from deskbreak.core.policy import Settings
from deskbreak.files.resources import config_file
from deskbreak.stretches.catalogue import load_catalogue
from deskbreak.surfaces.child_window import ChildWindow, Report
from deskbreak.surfaces.guide_window import guide_content
from deskbreak.window.button import Button
from deskbreak.window.content import Content, Guidance, Toast

pytestmark = pytest.mark.desktop

MANAGERS = {
    "openbox": ("openbox",),
    "xfwm4": ("xfwm4",),
    "i3": ("i3", "-c"),
    "metacity": ("metacity",),
    "marco": ("marco",),
    "mutter": ("mutter", "--x11"),
    "kwin_x11": ("kwin_x11",),
    "icewm": ("icewm",),
}
"""Those of .ci/desktop-packages are there wherever these tests run; others are tried where they are."""
_MAY_REFUSE = {"mutter", "kwin_x11"}
"""They compose, which takes more than some screens have; a later mutter does without X."""
_I3_SETTINGS = "# i3 config file (v4)\nfont pango:mono 8\nfocus_follows_mouse no\n"
LETTERS = "abcdefghij" * 6
TOAST = Toast("A title", "A text", (Button("start", "Start"), Button("skip", "Skip")))
CARD, TERMINAL = "Deskbreak", "XTerm"
"""The classes of the windows."""


def guidance() -> Guidance:
    desk = Desk(catalogue=load_catalogue(config_file("stretches.toml")))
    desk.work(minutes(46))
    desk.answer(Answer.START, stretch="hf_standing_split", anyway=True)
    running = desk.state.running
    assert running is not None
    return guide_content(running, desk.state.offers, Settings())


@pytest.fixture(scope="module", params=MANAGERS)
def managed(request: pytest.FixtureRequest) -> Iterator[Desktop]:
    command = MANAGERS[request.param]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    with Desktop(screen="1366x768x24") as desktop:
        if command[0] == "i3":
            settings = desktop.folder / "i3.conf"
            settings.write_text(_I3_SETTINGS)
            command = (*command, str(settings))
        manager = desktop.start(*command)
        wait_until(lambda: is_managed(desktop) or manager.process.poll(), command[0], within=20)
        if request.param in _MAY_REFUSE and manager.process.poll() is not None:
            pytest.skip(f"it does not run here: {manager.printed()}")
        assert manager.process.poll() is None, manager.printed()
        yield desktop


def is_managed(desktop: Desktop) -> bool:
    told = desktop.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")
    return "0x" in told


@dataclass
class Typist:
    """Somebody who types into a terminal, the only other window."""

    desktop: Desktop
    reports: SimpleQueue[Report] = field(default_factory=SimpleQueue)

    def __post_init__(self) -> None:
        self._typed = self.desktop.folder / f"typed-{time.monotonic_ns()}"
        command = f"cat > {self._typed}"
        place = ("-geometry", "40x10+10+30")
        self.terminal = self.desktop.start("xterm", *place, "-e", "sh", "-c", command)
        wait_until(self._types, "somewhere to type", within=15)

    def _types(self) -> bool:
        self.click()
        self.type("-")
        return "-" in self.typed()

    def click(self) -> None:
        self.desktop.click(100, 90)

    def type(self, text: str) -> None:
        self.desktop.xdo("type", "--delay", "15", text)

    def typed(self) -> str:
        """What the terminal has got so far, which it hands on line by line."""
        wait_until(self._typed.exists, "the file")
        lines = self._typed.read_text().count("\n")
        self.desktop.xdo("key", "Return")
        with suppress(AssertionError):  # the keys go elsewhere
            wait_until(lambda: self._typed.read_text().count("\n") > lines, "a line", within=2)
        return self._typed.read_text().replace("\n", "")

    def window(self, content: Content) -> ChildWindow:
        return ChildWindow(content, {**os.environ, **self.desktop.env}, self.reports.put)

    def heard(self) -> str:
        report = self.reports.get(timeout=20)
        return report.key or report.what


@pytest.fixture
def typist(managed: Desktop) -> Iterator[Typist]:
    typist = Typist(managed)
    yield typist
    typist.terminal.end()


def touch_lower_corner(desktop: Desktop) -> None:
    """Where there is no button."""
    left, top, width, height = desktop.place_of(CARD)
    desktop.click(left + width - 12, top + height - 10)


@pytest.mark.parametrize("content", [guidance(), TOAST], ids=["guide", "toast"])
def test_who_types_while_a_window_comes_loses_no_letter(typist: Typist, content: Content) -> None:
    typing = typist.desktop.start("xdotool", "type", "--delay", "30", LETTERS)
    window = typist.window(content)
    assert typist.heard() == "shown"
    typing.process.wait(20)

    typist.desktop.wait_for_settled(CARD)
    typed = typist.typed()
    window.close()

    assert typed.endswith(LETTERS)


def test_a_click_gives_it_the_keyboard_and_a_click_elsewhere_takes_it_away(typist: Typist) -> None:
    window = typist.window(guidance())
    assert typist.heard() == "shown"
    typist.desktop.wait_for_settled(CARD)

    touch_lower_corner(typist.desktop)
    typist.desktop.wait_for_focus(CARD)
    typist.desktop.xdo("key", "h")
    first = typist.heard()
    typist.desktop.xdo("key", "Tab", "Return")
    second = typist.heard()
    typist.desktop.xdo("key", "Escape")
    third = typist.heard()
    typist.click()
    typist.desktop.wait_for_focus(TERMINAL)
    typist.type("xyz")
    typed = typist.typed()
    window.close()

    assert (first, second, third) == ("hurt", "now", "closed")
    assert typed.endswith("xyz")


def test_every_button_of_a_toast_is_reached_by_keys_alone(typist: Typist) -> None:
    window = typist.window(TOAST)
    assert typist.heard() == "shown"
    typist.desktop.wait_for_settled(CARD)

    touch_lower_corner(typist.desktop)
    typist.desktop.wait_for_focus(CARD)
    typist.desktop.xdo("key", "Tab", "Tab", "Tab", "Return")

    assert typist.heard() == "skip"
    window.close()


def test_a_window_is_dragged_and_comes_back_where_it_was_left(typist: Typist) -> None:
    window = typist.window(guidance())
    assert typist.heard() == "shown"
    typist.desktop.wait_for_settled(CARD)
    left, top, _width, _height = typist.desktop.place_of(CARD)

    typist.desktop.xdo("mousemove", str(left + 60), str(top + 20), "mousedown", "1")
    steps = [(str(left + 60 - 20 * step), str(top + 20 + 2 * step)) for step in range(1, 11)]
    drag = [word for step in steps for word in ("mousemove", *step, "sleep", "0.03")]
    typist.desktop.xdo(*drag, "mouseup", "1")
    wait_until(lambda: is_at(typist.desktop, left - 200), "the window to move")
    moved = typist.desktop.place_of(CARD)
    window.close()
    again = typist.window(guidance())
    assert typist.heard() == "shown"
    typist.desktop.wait_for_settled(CARD)
    back = typist.desktop.place_of(CARD)
    again.close()
    (typist.desktop.folder / "home/.local/state/deskbreak/windows.json").unlink()

    assert abs(back[0] - moved[0]) <= 4
    assert abs(back[1] - moved[1]) <= 24, "i3 sets a title above it"


def is_at(desktop: Desktop, left: int) -> bool:
    return abs(desktop.place_of(CARD)[0] - left) <= 4
