"""The keyboard under real window managers: nobody who types loses a letter, and a click is enough."""

import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from queue import SimpleQueue

import pytest
from desk import Desk, minutes
from desktop import Desktop, comes_true, wait_until
from test_guide_fits import seen, titles
from test_insistence import shown_again
from test_menu import Clicks
from test_menu import content as menu_content

from deskbreak.cli.safety import signs_as_lines
from deskbreak.core.events import Answer
from deskbreak.core.policy import Insist, Notifications, Settings
from deskbreak.files.resources import config_file
from deskbreak.stretches.catalogue import load_catalogue
from deskbreak.surfaces.child_window import ChildWindow, Report
from deskbreak.surfaces.guide_window import follow_up, guide_content
from deskbreak.surfaces.insistence import insisting
from deskbreak.surfaces.popup_menu import PopupMenu
from deskbreak.surfaces.tray import Entry, Separator
from deskbreak.window.button import Button
from deskbreak.window.content import Content, Guidance, Pace, Page, Toast

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
        comes_true(
            lambda: self._typed.read_text().count("\n") > lines, 2
        )  # or the keys go elsewhere
        return self._typed.read_text().replace("\n", "")

    def window(self, content: Content) -> ChildWindow:
        return ChildWindow(content, {**os.environ, **self.desktop.env}, self.reports.put)

    def heard(self) -> str:
        report = self.reports.get(timeout=20)
        return report.key or report.what

    @contextmanager
    def clicked(self, content: Content) -> Iterator[ChildWindow]:
        """A window that was clicked once, where there is no button."""
        window = self.window(content)
        assert self.heard() == "shown"
        self.desktop.wait_for_settled(CARD)
        touch_lower_corner(self.desktop)
        self.desktop.wait_for_focus(CARD)
        yield window
        window.close()
        wait_until(lambda: not titles(self.desktop), "the window to go", within=10)

    def press(self, *keys: str) -> None:
        """As people do."""
        self.desktop.xdo("key", "--delay", "40", *keys)

    def after(self, *keys: str) -> str:
        """What is heard of a window in which these were pressed."""
        self.press(*keys)
        return self.heard()


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


# every control of every window, pressed by keys alone after one click


def test_every_control_of_the_guide(typist: Typist) -> None:
    # a minute to get ready, or else a slow machine has begun before the first key
    content = replace(guidance(), elapsed=-60.0)
    hold = next(cue for cue in content.cues if cue.action == "hold")
    with typist.clicked(content) as window:
        said = [typist.after("Tab", "Return") for _control in ("now", "hurt", "wait")]
        window.tell(Pace(hold.begins, waits=True))
        wait_until(lambda: hold.text in title(typist.desktop), "the guide to stand still")
        said += [typist.after("space"), typist.after("shift+Tab", "shift+Tab", "Return")]
        typist.press("Tab", "Tab", "Tab")
        for tabs in (1, 2, 3):  # each of them closes the list, and leaves the keyboard at More
            said.append(typist.after("Return", *["Tab"] * tabs, "Return"))
        said += [typist.after("Return", *["Tab"] * 4, "Return"), typist.after("Tab", "Return")]
        said.append(typist.after("Escape"))

    assert said == [
        *("now", "hurt", "wait", "go_on", "done", "snooze", "swap", "closed"),
        *("favourite", "never", "closed"),
    ]


def test_every_letter_of_the_guide(typist: Typist) -> None:
    with typist.clicked(guidance()):
        said = [typist.after(letter) for letter in "dhnwgsac"]

    assert said == ["done", "hurt", "now", "wait", "go_on", "snooze", "swap", "closed"]


def test_every_answer_to_how_it_was(typist: Typist) -> None:
    """Also for who was at a button of the guide when the question took its place."""
    question = follow_up("ham_seated", "Seated hamstring stretch", is_favourite=False)
    ways = {
        ("Tab", "Return"): "easy",
        ("Tab", "Tab", "space"): "right",
        ("Tab", "Tab", "Tab", "Return"): "hard",
        ("1",): "easy",
        ("2",): "right",
        ("3",): "hard",
        ("Tab", "Tab", "Tab", "Tab", "Return"): "hurt",
        ("Tab", "Tab", "Tab", "Tab", "Tab", "Return"): "favourite",
        ("Tab", "Tab", "Tab", "Tab", "Tab", "Tab", "Return"): "never",
        ("Escape",): "closed",
    }
    said: dict[tuple[str, ...], str] = {}
    for keys in ways:
        with typist.clicked(guidance()) as window:
            assert typist.after("Tab", "Tab", "Return") == "hurt"
            window.tell(question)
            wait_until(lambda: question.title in title(typist.desktop), "the question")
            said[keys] = typist.after(*keys)

    assert said == ways


def test_every_control_of_a_toast(typist: Typist) -> None:
    ways = {("Return",): "start", ("Tab", "Return"): "skip", ("Tab", "Tab", "Return"): "closed"}

    assert said_after_tab(typist, TOAST, ways) == ways
    with typist.clicked(TOAST):
        assert typist.after("Escape") == "closed"


@pytest.mark.parametrize("insist", [Insist.WINDOW, Insist.SCREEN])
def test_every_control_of_what_insists(typist: Typist, insist: Insist) -> None:
    propose, desk = shown_again()
    desk.change(notifications=Notifications(insist=insist))
    content = insisting(propose, desk.rules)
    ways = {
        ("Return",): "start",
        ("Tab", "Return"): "done",
        ("Tab", "Tab", "Return"): "snooze",
        ("Tab", "Tab", "Tab", "Return"): "skip",
    }
    if insist is Insist.WINDOW:
        ways["Tab", "Tab", "Tab", "Tab", "Return"] = "closed"

    assert said_after_tab(typist, content, ways) == ways
    with typist.clicked(content):
        assert typist.after("Escape") == "closed"


def test_every_control_of_a_text_to_read(typist: Typist) -> None:
    signs = Page("Signs", tuple(signs_as_lines(wheelchair=False)), "Close")
    with typist.clicked(signs):
        before = typist.desktop.screenshot().read_bytes()
        typist.press("Next")
        wait_until(lambda: typist.desktop.screenshot().read_bytes() != before, "the rest of it")
        by_button = typist.after("Tab", "Return")
    with typist.clicked(signs):
        by_escape = typist.after("Escape")

    assert (by_button, by_escape) == ("closed", "closed")


def said_after_tab(
    typist: Typist, content: Content, ways: Iterable[tuple[str, ...]]
) -> dict[tuple[str, ...], str]:
    """Each in a window of its own, because it goes with an answer."""
    said: dict[tuple[str, ...], str] = {}
    for keys in ways:
        with typist.clicked(content):
            said[keys] = typist.after("Tab", *keys)
    return said


def title(desktop: Desktop) -> str:
    with suppress(AssertionError):  # windows within it go while they are searched
        return desktop.xdo("getwindowname", desktop.window_of(CARD))
    return ""


def test_every_line_of_the_menu_at_the_pointer(x_desktop: Desktop) -> None:
    x_desktop.manage_windows()
    desk = Desk()
    desk.work(minutes(38))
    clicks, meant = Clicks(), Clicks()
    lost: list[str] = []
    popup = PopupMenu({**os.environ, **x_desktop.env}, lambda: lost.append("the page instead"))
    x_desktop.xdo("mousemove", "300", "200")
    for keys, does in lines_by_key(menu_content(desk, meant).menu):
        does()
        popup.open(menu_content(desk, clicks), "auto")
        wait_until(lambda: seen(x_desktop, "Menu"), "the menu", within=10)
        x_desktop.xdo("key", "--delay", "40", *keys)
        wait_until(lambda: len(clicks.asked) == len(meant.asked), f"an answer to {keys}")
        wait_until(lambda: not seen(x_desktop, "Menu"), "the menu to go", within=10)

    assert clicks.asked == meant.asked
    assert len(clicks.asked) == 24
    assert lost == []


def test_a_menu_at_the_edge_opens_others_beside_itself(x_desktop: Desktop) -> None:
    x_desktop.manage_windows()
    popup = PopupMenu({**os.environ, **x_desktop.env}, lambda: None)
    x_desktop.xdo("mousemove", "795", "5")
    popup.open(menu_content(Desk()), "auto")
    wait_until(lambda: seen(x_desktop, "Menu"), "the menu", within=10)
    x_desktop.xdo("key", "--delay", "40", "Up", "Up", "Up", "Right")

    def is_beside() -> bool:
        menus = x_desktop.xdo("search", "--onlyvisible", "--class", "Menu").split()
        spans = sorted(across(x_desktop, menu) for menu in menus)
        return len(spans) == 2 and spans[0][1] == spans[1][0]

    wait_until(is_beside, "Help to open at the left", within=10)
    popup.close()


def across(desktop: Desktop, window: str) -> tuple[int, int]:
    """From and until where it reaches."""
    told = desktop.xdo("getwindowgeometry", "--shell", window).split()
    numbers = dict(line.split("=") for line in told)
    left = int(numbers["X"])
    return left, left + int(numbers["WIDTH"])


def lines_by_key(
    entries: tuple[Entry | Separator, ...], *opened: str
) -> Iterator[tuple[tuple[str, ...], Callable[[], None]]]:
    """What is pressed for each line that can be chosen, and what it does."""
    lines = [each for each in entries if isinstance(each, Entry)]
    # a menu within another one opens at its first line
    for down, entry in enumerate(lines, start=0 if opened else 1):
        keys = (*opened, *["Down"] * down)
        if entry.submenu:
            yield from lines_by_key(entry.submenu, *keys, "Right")
        elif entry.does is not None:
            yield (*keys, "Return"), entry.does


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
    remembered = typist.desktop.folder / "home/.local/state/deskbreak/windows.json"
    wait_until(remembered.exists, "its place to be remembered")
    window.close()
    again = typist.window(guidance())
    assert typist.heard() == "shown"
    typist.desktop.wait_for_settled(CARD)
    back = typist.desktop.place_of(CARD)
    again.close()
    remembered.unlink()

    assert abs(back[0] - moved[0]) <= 4
    assert abs(back[1] - moved[1]) <= 24, "i3 sets a title above it"


def is_at(desktop: Desktop, left: int) -> bool:
    return abs(desktop.place_of(CARD)[0] - left) <= 4
