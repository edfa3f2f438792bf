"""The icon in trays of the older kind, which take in windows: trayer and tint2."""

import signal
import sys

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
TINT2 = """
panel_items = S
panel_size = 100% 32
panel_position = top left horizontal
systray_icon_size = 24
rounded = 0
background_color = #203040 100
"""


def trayer(desktop: Desktop) -> Program:
    return desktop.start(
        "trayer", "--edge", "top", "--align", "left", "--widthtype", "request", "--height", "32"
    )


def tint2(desktop: Desktop) -> Program:
    config = desktop.folder / "tint2rc"
    config.write_text(TINT2)
    return desktop.start("tint2", "-c", str(config))


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


@pytest.fixture(params=[trayer, tint2], ids=["trayer", "tint2"])
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
    assert daemon.process.wait(5) == 0
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


def test_doctor_finds_such_a_tray_or_none(x_desktop: Desktop) -> None:
    bus = Bus(x_desktop.address)
    bus.start()
    before = tray_finding(x_desktop.env, bus)
    trayer(x_desktop)

    wait_until(lambda: tray_finding(x_desktop.env, bus).in_use == "XEmbed", "the tray")
    bus.stop()

    assert not before.is_ok


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_a_picture_lies_over_what_is_behind_it(argb: bytes, behind: bytes) -> None:
    mixed = blended(Pixmap(2, argb), behind)

    for at in range(0, 16, 4):
        alpha, red, green, blue = argb[at : at + 4]
        for channel, value in enumerate((blue, green, red)):
            low, high = sorted((value, behind[at + channel]))
            assert low - 1 <= mixed[at + channel] <= high + 1
            if alpha == 255:
                assert mixed[at + channel] == value
            if alpha == 0:
                assert mixed[at + channel] == behind[at + channel]
