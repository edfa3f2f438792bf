"""deskbreak's windows on screens of any sharpness: all of them is in the free part of the monitor."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from queue import SimpleQueue

import pytest
from desk import Desk, minutes
from desktop import Desktop, wait_until
from PIL import Image

from deskbreak.core.events import Answer
from deskbreak.core.policy import Settings, Stretches
from deskbreak.core.stretch import Stretch
from deskbreak.files.resources import config_file
from deskbreak.stretches.catalogue import load_catalogue
from deskbreak.surfaces.child_window import ChildWindow, Report
from deskbreak.surfaces.guide_window import guide_content
from deskbreak.window.button import Button
from deskbreak.window.content import Content, Guidance, Steering, Toast

pytestmark = pytest.mark.desktop

BUNDLED = load_catalogue(config_file("stretches.toml"))
EVERY_CAUTION = tuple(sorted({ease.tag for stretch in BUNDLED for ease in stretch.ease}))
SHARPNESS = (96, 120, 144, 192, 240)
SCREENS = ("1280x800x24", "1366x768x24")
TOAST = Toast(
    "Standing hip-flexor stretch, 1 min? · 46 min at your desk",
    "Stand with one hand on the desk, take a long step back, tuck your tailbone. " * 3,
    (Button("start", "Start"), Button("snooze", "Snooze 10 min"), Button("done", "I did it")),
)


def words(stretch: Stretch) -> int:
    ways = (ease.form for ease in stretch.ease)
    return sum(map(len, (*stretch.steps, stretch.feel, stretch.cue, *ways)))


WORDIEST = sorted(BUNDLED, key=words)[-6:]


def guide_of(stretch: Stretch) -> Content:
    desk = Desk(catalogue=BUNDLED, stretches=Stretches(avoid=EVERY_CAUTION, floor=True))
    desk.work(minutes(10))
    desk.answer(Answer.START, stretch=stretch.id, anyway=True)
    running = desk.state.running
    assert running is not None
    return guide_content(running, desk.state.offers, Settings())


@contextmanager
def shown(desktop: Desktop, content: Content) -> Iterator[tuple[int, int, int, int]]:
    """Where it is, once it is there and settled."""
    reports: SimpleQueue[Report] = SimpleQueue()
    window = ChildWindow(content, {**os.environ, **desktop.env}, reports.put)
    try:
        assert reports.get(timeout=60).what == "shown"  # on a sharp screen it is a lot to draw
        yield desktop.place_of("Deskbreak")
    finally:
        window.close()
        gone = "the window to go"
        wait_until(lambda: not titles(desktop), gone, within=10)


def titles(desktop: Desktop) -> str:
    return desktop.run("sh", "-c", "xdotool search --onlyvisible --class Deskbreak || true").strip()


@pytest.fixture(scope="module")
def low_screen() -> Iterator[Desktop]:
    with Desktop(screen="900x600x24") as desktop:
        yield desktop


@pytest.mark.parametrize("stretch", WORDIEST, ids=lambda stretch: stretch.id)
def test_the_guide_fits_a_low_screen_with_all_its_words(
    low_screen: Desktop, stretch: Stretch
) -> None:
    with (
        shown(low_screen, guide_of(stretch)) as (left, top, width, height),
        Image.open(low_screen.screenshot()) as whole,
    ):
        rim = whole.convert("RGB").getpixel((left + 5, top + height - 1))
        inside = whole.convert("RGB").getpixel((left + 5, top + height - 3))

    assert 0 <= left < left + width <= 900
    assert 0 <= top < top + height <= 600
    assert rim != inside, "its lower rim is not on the screen"


@pytest.fixture(scope="module", params=SCREENS)
def managed_screen(request: pytest.FixtureRequest) -> Iterator[Desktop]:
    with Desktop(screen=request.param) as desktop:
        desktop.manage_windows()
        yield desktop


@pytest.mark.parametrize("dpi", SHARPNESS)
@pytest.mark.parametrize("content", [guide_of(WORDIEST[-1]), TOAST], ids=["guide", "toast"])
def test_however_sharp_the_screen_a_window_is_all_on_it(
    managed_screen: Desktop, content: Content, dpi: int
) -> None:
    managed_screen.choose_dpi(dpi)
    screen = managed_screen.run("xdotool", "getdisplaygeometry").split()

    with shown(managed_screen, content) as (left, top, width, height):
        pass

    assert 0 <= left < left + width <= int(screen[0])
    assert 0 <= top < top + height <= int(screen[1])


LONG_TITLE = (
    "Feet stay on the floor; slide one heel out. On your back, knees over the hips, arms by your "
    "sides: lower one heel at a time. Head on a pillow; slide one heel out along the floor. Don't "
    "hold; breathe out. Slide one heel out along the floor."
)


@pytest.mark.parametrize("dpi", SHARPNESS)
def test_however_sharp_the_screen_no_word_has_a_line_to_itself_amid_a_paragraph(
    managed_screen: Desktop, dpi: int
) -> None:
    managed_screen.choose_dpi(dpi)
    titled = replace(TOAST, title=LONG_TITLE, body="Breathe.", buttons=())

    with (
        shown(managed_screen, titled) as (left, top, width, height),
        Image.open(managed_screen.screenshot()) as whole,
    ):
        window = whole.convert("L").crop((left + 2, top + 2, left + width - 2, top + height - 2))
        *full, _last, _body = written_lines(window)

    assert min(full) > width / 2


def written_lines(paper: Image.Image) -> list[int]:
    """How far to the right the dark signs of each line reach, from the top on."""
    ink = paper.point(lambda tone: 255 if tone < 150 else 0)
    lines, ends = [], 0
    for y in range(ink.height):
        box = ink.crop((0, y, ink.width, y + 1)).getbbox()
        if box is None and ends:
            lines.append(ends)
        ends = max(ends, box[2]) if box else 0
    return lines


def test_twice_as_sharp_is_twice_as_large_and_no_more() -> None:
    """Whether the user chose so, or the server itself knows its screen."""
    stretch = WORDIEST[0]
    with Desktop(screen="2560x1600x24") as desktop:
        desktop.manage_windows()
        with shown(desktop, guide_of(stretch)) as usual:
            pass
        desktop.choose_dpi(192)
        with shown(desktop, guide_of(stretch)) as chosen:
            pass
    with Desktop(screen="2560x1600x24", dpi=192) as desktop:
        desktop.manage_windows()
        with shown(desktop, guide_of(stretch)) as own:
            pass
        desktop.choose_dpi(96)
        with shown(desktop, guide_of(stretch)) as chosen_usual:
            pass

    assert alike(usual, chosen_usual, 1)
    assert alike(chosen, own, 1)
    assert alike(usual, chosen, 2)


def test_what_a_button_says_later_has_its_room_from_the_start(low_screen: Desktop) -> None:
    """In German "Start now" is half as long again, and what goes on is longer than what stops."""
    content = guide_of(BUNDLED[0])
    assert isinstance(content, Guidance)
    steering = Steering(
        now=Button("now", "Jetzt gleich beginnen"),
        wait=Button("wait", "Pause"),
        go_on=Button("go_on", "Weitermachen, bitte"),
    )
    ready, later = (replace(content, steering=steering, elapsed=at) for at in (0.0, 20.0))

    with shown(low_screen, ready) as at_first:
        pass
    with shown(low_screen, later) as later_on:
        pass

    assert at_first == later_on


@pytest.mark.parametrize("figure", ["walk", "nobody_has_drawn_this"])
def test_a_dark_message_has_nothing_light_but_its_words(low_screen: Desktop, figure: str) -> None:
    dark = replace(TOAST, theme="dark", figure=figure)

    with (
        shown(low_screen, dark) as (left, top, width, height),
        Image.open(low_screen.screenshot()) as whole,
    ):
        seen = whole.convert("RGB").crop((left, top, left + width, top + height))
    paper = [count for count, colour in seen.getcolors(1 << 20) or [] if colour == (250, 250, 248)]

    assert paper == []


def alike(one: tuple[int, int, int, int], other: tuple[int, int, int, int], times: int) -> bool:
    """In size, but for a line that breaks elsewhere."""
    pairs = zip(one[2:], other[2:], strict=True)
    return all(0.93 * times * before < after < 1.07 * times * before for before, after in pairs)


def test_a_window_stays_out_of_the_panel() -> None:
    with Desktop(screen="1366x768x24") as desktop:
        desktop.manage_windows()
        panel = desktop.start("xterm", "-geometry", "20x2+0+0")
        window = wait_until(lambda: seen(desktop, "XTerm"), "the panel", within=10)
        strut = "0, 0, 0, 200, 0, 0, 0, 0, 0, 0, 0, 1365"
        name = "_NET_WM_STRUT_PARTIAL"
        desktop.run("xprop", "-id", window, "-f", name, "32c", "-set", name, strut)

        with shown(desktop, guide_of(WORDIEST[-1])) as (_left, top, _width, height):
            pass
        panel.end()

    assert 0 <= top < top + height <= 568


def seen(desktop: Desktop, window_class: str) -> str:
    found = desktop.run("sh", "-c", f"xdotool search --onlyvisible --class {window_class} || true")
    return found.strip().partition("\n")[0]


def test_two_windows_do_not_lie_on_each_other() -> None:
    with Desktop(screen="1280x800x24") as desktop:
        desktop.manage_windows()
        with shown(desktop, TOAST) as first:
            reports: SimpleQueue[Report] = SimpleQueue()
            other = ChildWindow(TOAST, {**os.environ, **desktop.env}, reports.put)
            assert reports.get(timeout=20).what == "shown"
            second = desktop.place_of("Deskbreak")
            other.close()

    assert second[1] >= first[1] + first[3] or first[1] >= second[1] + second[3]


def test_a_window_comes_to_the_monitor_with_the_pointer() -> None:
    with Desktop(screen="1600x700x24") as desktop:
        desktop.manage_windows()
        for name, left, output in (("one", 0, "screen"), ("two", 800, "none")):
            place = f"800/200x700/180+{left}+0"
            desktop.run("xrandr", "--setmonitor", name, place, output)
        desktop.xdo("mousemove", "1500", "650")
        with shown(desktop, guide_of(WORDIEST[0])) as (right, _top, right_width, _height):
            pass
        desktop.xdo("mousemove", "100", "100")
        with shown(desktop, guide_of(WORDIEST[0])) as (left, _top, left_width, _height):
            pass

    assert 800 <= right < right + right_width <= 1600
    assert 0 <= left < left + left_width <= 800


def test_a_window_does_not_lie_under_a_notification() -> None:
    with Desktop(screen="1280x800x24") as desktop:
        desktop.manage_windows()
        desktop.start("dunst")
        wait_until(lambda: desktop.owns("org.freedesktop.Notifications"), "dunst", within=10)
        desktop.run("dunstify", "--timeout", "0", "A title", "A text that takes its room.")
        wait_until(lambda: seen(desktop, "Dunst"), "its notification", within=10)
        notification = desktop.place_of("Dunst")

        with shown(desktop, TOAST) as toast:
            pass

    left, top, _width, height = notification
    assert left < toast[0] + toast[2], "they would meet, were they as high"
    assert toast[1] >= top + height
