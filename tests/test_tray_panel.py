"""The tray icon in a real panel (xfce4-panel), seen by its pixels and clicked with the mouse."""

import signal
import sys
from pathlib import Path

import pytest
from desktop import Desktop, Program, wait_until
from PIL import Image

PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="background-style" type="uint" value="1"/>
      <property name="background-rgba" type="array">
        <value type="double" value="0.15"/>
        <value type="double" value="0.15"/>
        <value type="double" value="0.15"/>
        <value type="double" value="1"/>
      </property>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
    </property>
  </property>
</channel>
"""

DAEMON = """
import signal
from deskbreak.bus import Bus
from deskbreak.surfaces.tray import Entry, Tray, TrayContent

def say(what):
    print(what, flush=True)

def show(icon, minutes):
    start = Entry(f"{minutes} min at your desk", lambda: say("menu clicked"))
    default = Entry("Status", lambda: say("icon clicked"), default=True)
    tray.show(TrayContent(icon, f"{minutes} min at your desk", (start, start, default)))

tray = Tray(Bus())
signal.signal(signal.SIGUSR1, lambda *_: show("due", 45))
signal.signal(signal.SIGTERM, lambda *_: tray.stop())
show("seated-5", 38)
tray.run()
say("stopped")
"""
TEAL = (31, 174, 158)
AMBER = (245, 165, 36)
ICON = (16, 16)
BELOW_THE_PANEL = (0, 34, 800, 600)


@pytest.fixture
def panel(x_desktop: Desktop) -> Program:
    channel = "xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml"
    config = Path(x_desktop.env["XDG_CONFIG_HOME"]) / channel
    config.parent.mkdir(parents=True)
    config.write_text(PANEL)
    (settings,) = Path("/usr/lib").glob("*/xfce4/xfconf/xfconfd")
    x_desktop.start(str(settings))
    wait_until(lambda: x_desktop.owns("org.xfce.Xfconf"), "the panel's settings", within=20)
    return started_panel(x_desktop)


@pytest.fixture
def daemon(x_desktop: Desktop, panel: Program) -> Program:
    """A tray with its icon in the panel."""
    assert panel.process.poll() is None
    daemon = x_desktop.start(sys.executable, "-c", DAEMON)
    wait_until(lambda: shows(x_desktop, TEAL), "the icon in the panel", within=20)
    return daemon


def started_panel(desktop: Desktop) -> Program:
    panel = desktop.start("xfce4-panel", "--disable-wm-check")
    wait_until(lambda: desktop.owns("org.kde.StatusNotifierWatcher"), "the panel", within=20)
    return panel


def shows(desktop: Desktop, colour: tuple[int, int, int]) -> bool:
    """Whether the icon's place in the panel has a good part of that colour."""
    with Image.open(desktop.screenshot("32x32+0+0")) as shot:
        pixels = shot.convert("RGB").tobytes()
    reds, greens, blues = pixels[0::3], pixels[1::3], pixels[2::3]
    near = sum(
        all(abs(one - other) < 24 for one, other in zip(pixel, colour, strict=True))
        for pixel in zip(reds, greens, blues, strict=True)
    )
    return near > 40


def popped_up(desktop: Desktop) -> tuple[int, int, int, int] | None:
    """The box of what stands on the empty screen below the panel."""
    with Image.open(desktop.screenshot()) as shot:
        found = shot.convert("L").crop(BELOW_THE_PANEL).getbbox()
    if found is None:
        return None
    left, top, right, bottom = found
    return left, top + BELOW_THE_PANEL[1], right, bottom + BELOW_THE_PANEL[1]


def open_menu(desktop: Desktop) -> tuple[int, int, int, int]:
    desktop.click(*ICON, button=3)
    box = wait_until(lambda: popped_up(desktop), "the menu")
    assert box is not None
    return box


def click_first_line(desktop: Desktop, menu: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = menu
    desktop.click((left + right) // 2, top + (bottom - top) // 6)


def test_the_icon_stands_in_the_panel_and_changes(x_desktop: Desktop, daemon: Program) -> None:
    assert not shows(x_desktop, AMBER)

    daemon.process.send_signal(signal.SIGUSR1)

    wait_until(lambda: shows(x_desktop, AMBER), "the other icon")
    assert not shows(x_desktop, TEAL)


def test_a_click_in_the_menu_arrives(x_desktop: Desktop, daemon: Program) -> None:
    menu = open_menu(x_desktop)

    click_first_line(x_desktop, menu)

    wait_until(lambda: "menu clicked" in daemon.printed(), "the click")


def test_an_open_menu_stays_open_while_its_texts_change(
    x_desktop: Desktop, daemon: Program
) -> None:
    menu = open_menu(x_desktop)

    daemon.process.send_signal(signal.SIGUSR1)
    wait_until(lambda: shows(x_desktop, AMBER), "the change")
    click_first_line(x_desktop, menu)

    wait_until(lambda: "menu clicked" in daemon.printed(), "the click")


def test_a_left_click_arrives(x_desktop: Desktop, daemon: Program) -> None:
    x_desktop.click(*ICON)

    wait_until(lambda: "icon clicked" in daemon.printed(), "the click")


def test_the_tooltip_appears(x_desktop: Desktop, daemon: Program) -> None:
    assert daemon.process.poll() is None

    for x, y in ((400, 400), (15, 15), (16, 16)):  # over the icon, then at rest
        x_desktop.xdo("mousemove", str(x), str(y))

    assert wait_until(lambda: popped_up(x_desktop), "the tooltip")


def test_the_icon_returns_when_the_panel_does(
    x_desktop: Desktop, panel: Program, daemon: Program
) -> None:
    panel.end()
    wait_until(lambda: not shows(x_desktop, TEAL), "the panel to go")
    assert daemon.process.poll() is None

    started_panel(x_desktop)

    wait_until(lambda: shows(x_desktop, TEAL), "the icon to return", within=5)


def test_the_icon_goes_when_the_daemon_stops(x_desktop: Desktop, daemon: Program) -> None:
    daemon.process.terminate()

    assert daemon.process.wait(5) == 0
    wait_until(lambda: not shows(x_desktop, TEAL), "the icon to go")
    assert daemon.printed() == "stopped\n"
