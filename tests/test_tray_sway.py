"""The icon in the bars of a real sway: swaybar, which draws no menus, and waybar, which draws its own."""

import getpass
import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desktop import Desktop, Program, wait_until
from fake_browser import fake_browser
from panel import AMBER, TEAL, tray_report
from PIL import Image, ImageChops
from sway import SIZE, Sway

pytestmark = pytest.mark.desktop

BAR = f"""
output * resolution {SIZE[0]}x{SIZE[1]}
exec xhost +si:localuser:{getpass.getuser()} && echo $DISPLAY > $HOME/display
bar {{
    position top
    tray_output *
    swaybar_command %s
}}
"""
PANEL = 32
BELOW = 48
"""Of the screen, what the bar and an arrow in it leave free."""
ICON = (788, 12)
"""The right end of the bar: swaybar and waybar have their tray there."""
NESTED = """
import logging, os, signal
from deskbreak.wires.dbus import Bus
from deskbreak.surfaces.tray import Entry, TrayContent
from deskbreak.surfaces.tray_linux import LinuxTray

logging.basicConfig(filename=os.path.expanduser("~/tray.log"), level="DEBUG")

def say(what):
    print(what, flush=True)

def show(icon, minutes):
    quiet = Entry("Pause reminders", submenu=(Entry("30 min", lambda: say("30 min clicked")),))
    default = Entry("Status", lambda: say("icon clicked"), default=True)
    lines = default, Entry("Start a break"), quiet
    tray.show(TrayContent(icon, f"{minutes} min at your desk", lines))

tray = LinuxTray(Bus(), lambda: say("menu wanted"))
signal.signal(signal.SIGUSR1, lambda *_: show("due", 45))
signal.signal(signal.SIGTERM, lambda *_: tray.stop())
show("seated-5", 38)
tray.run()
"""

Box = tuple[int, int, int, int]


@pytest.fixture
def desktop(plain_desktop: Desktop) -> Desktop:
    """A session bus; the screen is sway's."""
    return plain_desktop


@pytest.fixture
def swaybar(desktop: Desktop) -> Iterator[Sway]:
    with Sway(BAR % "swaybar", desktop) as sway:
        wait_until(lambda: desktop.owns("org.kde.StatusNotifierWatcher"), "swaybar", within=20)
        yield sway


@pytest.fixture
def waybar(desktop: Desktop) -> Iterator[Sway]:
    with Sway(BAR % "waybar", desktop) as sway:
        wait_until(lambda: desktop.owns("org.kde.StatusNotifierWatcher"), "waybar", within=20)
        yield sway


def shows(sway: Sway, colour: tuple[int, int, int]) -> bool:
    corner = sway.screenshot().crop((SIZE[0] - PANEL, 0, SIZE[0], PANEL))
    pixels = corner.tobytes()
    near = sum(
        all(abs(one - other) < 24 for one, other in zip(pixel, colour, strict=True))
        for pixel in zip(pixels[0::3], pixels[1::3], pixels[2::3], strict=True)
    )
    return near > 20


def popped_up(sway: Sway, empty: Image.Image) -> Box | None:
    """The box of what has come below the bar since it was empty."""
    changed = ImageChops.difference(sway.screenshot(), empty).convert("L")
    changed.paste(0, (0, 0, SIZE[0], BELOW))
    return changed.getbbox()


def iconic(desktop: Desktop, sway: Sway) -> Program:
    daemon = desktop.start(sys.executable, "-c", NESTED)
    wait_until(
        lambda: shows(sway, TEAL), "the icon in the bar", 20, lambda: bar_report(desktop, sway)
    )
    return daemon


def bar_report(desktop: Desktop, sway: Sway) -> str:
    return f"{tray_report(desktop)}\n{sway.program.last_words()}"


def told_by(desktop: Desktop) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(
        desktop.run(sys.executable, "-m", "deskbreak", "status", "--json")
    )
    return told


def test_the_icon_stands_in_swaybar_changes_and_is_clicked(desktop: Desktop, swaybar: Sway) -> None:
    daemon = iconic(desktop, swaybar)

    swaybar.click(*ICON)
    wait_until(lambda: "icon clicked" in daemon.printed(), "the left click")
    swaybar.click(*ICON, button=3)
    wait_until(lambda: "menu wanted" in daemon.printed(), "the right click")
    daemon.process.send_signal(signal.SIGUSR1)

    wait_until(lambda: shows(swaybar, AMBER), "the other icon")


def test_the_right_click_in_swaybar_opens_today(desktop: Desktop, swaybar: Sway) -> None:
    with fake_browser(desktop.folder, Path(desktop.env["XDG_RUNTIME_DIR"])) as browser:
        env = {"WAYLAND_DISPLAY": str(swaybar.folder / "wayland-1"), "PATH": browser.path}
        daemon = desktop.start(sys.executable, "-m", "deskbreak", "run", "-v", env=env)
        wait_until(lambda: "Idleness is read from: wayland" in daemon.printed(), "the daemon", 20)
        wait_until(
            lambda: told_by(desktop)["sensors"]["tray"] == "StatusNotifierItem",
            "the icon",
            within=20,
        )

        swaybar.click(*ICON, button=3)

        wait_until(lambda: browser.has_shown("today"), "the browser", within=20)


def test_waybar_shows_icon_and_tooltip_and_its_nested_line_is_clicked(
    desktop: Desktop, waybar: Sway
) -> None:
    daemon = iconic(desktop, waybar)
    empty = waybar.screenshot()

    waybar.point(*ICON)
    wait_until(lambda: popped_up(waybar, empty), "the tooltip")
    waybar.point(400, 12)
    wait_until(lambda: popped_up(waybar, empty) is None, "the tooltip to go")
    waybar.click(*ICON)
    wait_until(lambda: "icon clicked" in daemon.printed(), "the left click")
    waybar.click(*ICON, button=3)
    menu = wait_until(lambda: popped_up(waybar, empty), "the menu")
    assert menu is not None
    left, _top, right, bottom = menu
    last = bottom - 16
    waybar.point((left + right) // 2, last)
    wider = wait_until(lambda: grown(popped_up(waybar, empty), menu), "the menu within it")
    assert wider is not None

    def is_taken() -> bool:
        """GTK takes no click within half a second of the one that opened the menu."""
        waybar.click((wider[0] + left) // 2, last)
        return "30 min clicked" in daemon.printed()

    wait_until(is_taken, "the click")


def grown(box: Box | None, menu: Box) -> Box | None:
    return box if box is not None and box[0] < menu[0] - 20 else None


def test_the_icon_returns_to_a_bar_that_was_restarted(desktop: Desktop, swaybar: Sway) -> None:
    daemon = iconic(desktop, swaybar)

    swaybar.program.end()
    wait_until(lambda: not desktop.owns("org.kde.StatusNotifierWatcher"), "the bar to go")
    swaybar.start()

    wait_until(
        lambda: shows(swaybar, TEAL), "the icon to return", 15, lambda: bar_report(desktop, swaybar)
    )
    assert daemon.process.poll() is None
