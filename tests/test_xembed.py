"""The icon in trays of the older kind, which take in windows: trayer's and three bars'."""

import shutil
import signal
import struct
import sys
from collections.abc import Callable

import pytest
from desktop import Desktop, Program, wait_until
from hypothesis import given
from hypothesis import strategies as st
from panel import AMBER, TEAL
from PIL import Image

from deskbreak.doctor.surfaces import tray_finding
from deskbreak.surfaces.icons import Pixmap
from deskbreak.surfaces.xembed import blended
from deskbreak.wires.dbus import Bus
from deskbreak.wires.x11 import XServer, atom, x_request
from deskbreak.wires.xscreen import Visual
from deskbreak.wires.xwindow import Window, owner_of

DAEMON = """
import os, signal
from datetime import timedelta
from deskbreak.wires.dbus import Bus
from deskbreak.surfaces.tray import Entry, TrayContent
from deskbreak.surfaces.tray_linux import LinuxTray
from deskbreak.surfaces.xembed import XEmbedIcon

def say(what):
    print(what, flush=True)

def show(icon):
    default = Entry("Status", lambda: say("icon clicked"), default=True)
    tray.show(TrayContent(icon, "38 min at your desk", (default,)))

def embed(click):
    return XEmbedIcon(os.environ, click, lambda: say("menu wanted"))

tray = LinuxTray(Bus(), list, embed, timedelta())
signal.signal(signal.SIGUSR1, lambda *_: show("due"))
signal.signal(signal.SIGTERM, lambda *_: tray.stop())
show("seated-5")
tray.run()
say("stopped")
"""
LOGGED = "import logging; logging.basicConfig(level=logging.INFO)\n"
TINT2 = """
panel_items = S
panel_size = 100% 32
panel_position = top left horizontal
systray_icon_size = 24
rounded = 0
background_color = #203040 100
"""
POLYBAR = """
[bar/main]
height = 32
background = #203040
modules-right = clock
tray-position = left
tray-maxsize = 24
[module/clock]
type = internal/date
date = %H:%M
"""
I3 = """# i3 config file (v4)
font pango:DejaVu Sans 9
bar {
    position top
    status_command sleep 1d
}
"""


def trayer(desktop: Desktop) -> Program:
    return desktop.start(
        "trayer", "--edge", "top", "--align", "left", "--widthtype", "request", "--height", "32"
    )


def tint2(desktop: Desktop) -> Program:
    config = desktop.folder / "tint2rc"
    config.write_text(TINT2)
    return desktop.start("tint2", "-c", str(config))


def polybar(desktop: Desktop) -> Program:
    config = desktop.folder / "polybar"
    config.write_text(POLYBAR)
    return desktop.start("polybar", f"--config={config}", "main")


def i3(desktop: Desktop) -> Program:
    """With its bar, which ends with it; it manages the windows itself."""
    config = desktop.folder / "i3"
    config.write_text(I3)
    return desktop.start("i3", "--replace", "--config", str(config))


def found(desktop: Desktop, colour: tuple[int, int, int]) -> tuple[int, int] | None:
    """The middle of what the upper rim of the screen shows of that colour."""
    with Image.open(desktop.screenshot("800x40+0+0")) as shot:
        image = shot.convert("RGB")
    pixels = list(zip(*(channel.tobytes() for channel in image.split()), strict=True))
    near = [
        (at % image.width, at // image.width)
        for at, pixel in enumerate(pixels)
        if all(abs(one - other) < 24 for one, other in zip(pixel, colour, strict=True))
    ]
    if len(near) < 20:
        return None
    return sum(x for x, _y in near) // len(near), sum(y for _x, y in near) // len(near)


def windows_of_ours(desktop: Desktop) -> list[str]:
    def tree() -> str:
        """Nothing where a window went while they were listed, of which xwininfo dies."""
        listing = desktop.start("xwininfo", "-root", "-tree")
        return "" if listing.process.wait(30) else listing.printed()

    lines = wait_until(tree, "the windows").splitlines()
    return [line.split()[0] for line in lines if '("deskbreak" "deskbreak")' in line]


def become_compositor(server: XServer) -> None:
    """As far as panels look: whoever owns this name lets windows be seen through."""
    screen = server.screen
    window = Window.create(server, 1, screen.visuals[screen.root_visual])
    name = atom(server, b"_NET_WM_CM_S0")
    server.send(x_request(22, 0, struct.pack("<3I", window.id, name, 0)))
    assert owner_of(server, b"_NET_WM_CM_S0") == window.id


def where_there_is(tray: Callable[[Desktop], Program]) -> object:
    missing = shutil.which(tray.__name__) is None
    why = f"there is no {tray.__name__} here"
    return pytest.param(tray, id=tray.__name__, marks=pytest.mark.skipif(missing, reason=why))


TRAYS = [where_there_is(tray) for tray in (trayer, tint2, polybar, i3)]


@pytest.fixture(params=TRAYS)
def tray(request: pytest.FixtureRequest, x_desktop: Desktop) -> Program:
    started: Program = request.param(x_desktop)
    return started


@pytest.fixture
def daemon(x_desktop: Desktop, tray: Program) -> Program:
    assert tray.process.poll() is None
    daemon = x_desktop.start(sys.executable, "-c", DAEMON)
    wait_until(lambda: found(x_desktop, TEAL), "the icon in the tray", 15, x_desktop.last_words)
    return daemon


def test_the_icon_stands_in_the_tray_and_changes_and_goes(
    x_desktop: Desktop, daemon: Program
) -> None:
    daemon.process.send_signal(signal.SIGUSR1)
    wait_until(lambda: found(x_desktop, AMBER), "the other icon")

    daemon.process.terminate()

    wait_until(lambda: found(x_desktop, AMBER) is None, "the icon to go")
    assert daemon.process.wait(20) == 0
    assert daemon.printed() == "stopped\n"


def test_its_clicks_arrive_from_either_button(x_desktop: Desktop, daemon: Program) -> None:
    place = wait_until(lambda: found(x_desktop, TEAL), "the icon")
    assert place is not None

    x_desktop.click(*place)
    wait_until(lambda: "icon clicked" in daemon.printed(), "the left click")
    x_desktop.click(*place, button=3)
    wait_until(lambda: "menu wanted" in daemon.printed(), "the right click")


def test_the_icon_comes_with_a_tray_that_comes_later_and_returns_with_it(
    x_desktop: Desktop,
) -> None:
    daemon = x_desktop.start(sys.executable, "-c", DAEMON)
    wait_until(lambda: x_desktop.owns("org.freedesktop.DBus"), "the bus")

    for _time in range(2):
        started = trayer(x_desktop)
        wait_until(lambda: found(x_desktop, TEAL), "the icon", 10, x_desktop.last_words)
        started.end()
        wait_until(lambda: found(x_desktop, TEAL) is None, "the tray to go")

    assert daemon.process.poll() is None
    assert daemon.printed() == ""


@pytest.mark.parametrize("begin", TRAYS)
def test_a_tray_that_ends_leaves_no_window_behind_and_the_next_one_gets_a_new_one(
    x_desktop: Desktop, begin: Callable[[Desktop], Program]
) -> None:
    started = begin(x_desktop)
    x_desktop.start(sys.executable, "-c", DAEMON)
    wait_until(lambda: found(x_desktop, TEAL), "the icon in the tray", within=15)
    (before,) = windows_of_ours(x_desktop)

    started.process.kill()

    wait_until(lambda: not windows_of_ours(x_desktop), "its end")
    begin(x_desktop)
    wait_until(lambda: found(x_desktop, TEAL), "the icon in the new tray", within=10)
    (after,) = windows_of_ours(x_desktop)
    assert after != before


def test_a_screen_of_thousands_of_colours_shows_the_icon() -> None:
    with Desktop(screen="800x600x16") as desktop:
        trayer(desktop)
        daemon = desktop.start(sys.executable, "-c", DAEMON)

        wait_until(lambda: found(desktop, TEAL), "the icon in the tray", within=15)

        assert daemon.printed() == ""


def test_a_screen_of_256_colours_has_no_icon_and_the_daemon_lives() -> None:
    with Desktop(screen="800x600x8") as desktop:
        trayer(desktop)
        daemon = desktop.start(sys.executable, "-c", f"{LOGGED}{DAEMON}")

        wait_until(lambda: "its pixels are no plain colours" in daemon.printed(), "the reason")

        daemon.process.terminate()
        assert daemon.process.wait(20) == 0
        assert daemon.printed().endswith("stopped\n")


def test_a_tray_that_is_seen_through_shows_the_icon(x_desktop: Desktop) -> None:
    server = XServer.connect(x_desktop.env)
    become_compositor(server)
    tint2(x_desktop)
    x_desktop.start(sys.executable, "-c", DAEMON)

    wait_until(lambda: found(x_desktop, TEAL), "the icon in the tray", within=15)

    (window,) = windows_of_ours(x_desktop)
    described = x_desktop.run("xwininfo", "-id", window)
    server.close()
    assert "Depth: 32" in described


def test_doctor_finds_such_a_tray_or_none(x_desktop: Desktop) -> None:
    bus = Bus(x_desktop.address)
    bus.start()
    before = tray_finding(x_desktop.env, bus)
    trayer(x_desktop)

    wait_until(lambda: tray_finding(x_desktop.env, bus).in_use == "XEmbed", "the tray")
    bus.stop()

    assert not before.is_ok


MILLIONS = Visual(1, 24, (0xFF0000, 0xFF00, 0xFF), size=4)
SEEN_THROUGH = Visual(2, 32, (0xFF0000, 0xFF00, 0xFF), size=4)
THOUSANDS = Visual(3, 16, (0xF800, 0x7E0, 0x1F), size=2)
PIXEL = st.binary(min_size=4, max_size=4)


@given(PIXEL, PIXEL)
def test_a_picture_lies_over_what_is_behind_it(argb: bytes, behind: bytes) -> None:
    mixed = blended(Pixmap(1, argb), behind, MILLIONS)

    alpha, red, green, blue = argb
    for channel, value in enumerate((blue, green, red)):
        low, high = sorted((value, behind[channel]))
        assert low - 1 <= mixed[channel] <= high + 1
        if alpha == 255:
            assert mixed[channel] == value
        if alpha == 0:
            assert mixed[channel] == behind[channel]


@given(PIXEL)
def test_in_a_window_that_is_seen_through_the_picture_keeps_its_edges(argb: bytes) -> None:
    blue, green, red, opacity = blended(Pixmap(1, argb), bytes(4), SEEN_THROUGH)

    alpha, *colour = argb
    assert opacity == alpha
    assert [red, green, blue] == [value * alpha // 255 for value in colour]


@given(st.binary(min_size=2, max_size=2))
def test_of_thousands_of_colours_what_is_behind_stays_what_it_was(behind: bytes) -> None:
    assert blended(Pixmap(1, bytes(4)), behind, THOUSANDS) == behind


def test_thousands_of_colours_are_met_as_near_as_they_are() -> None:
    amber = bytes((255, 245, 165, 36))

    mixed = blended(Pixmap(1, amber), bytes(2), THOUSANDS)

    assert THOUSANDS.colour(int.from_bytes(mixed, "little")) == (239, 162, 33)


def test_rows_of_thousands_of_colours_fill_up_to_four_bytes() -> None:
    red = bytes((255, 255, 0, 0))

    mixed = blended(Pixmap(3, red * 9), bytes(24), THOUSANDS)

    assert mixed == (b"\x00\xf8" * 3 + b"\0\0") * 3
