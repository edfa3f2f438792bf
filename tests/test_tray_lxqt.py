"""The tray icon in a real lxqt-panel, as in Xfce's."""

import sys
from pathlib import Path

import pytest
from desktop import Desktop, Program, wait_until
from panel import BELOW_THE_PANEL, ICON, TEAL, click_first_line, open_menu, popped_up, shows
from test_tray_panel import DAEMON

_CONFIG = """
[General]
panels=panel1
iconTheme=hicolor
[panel1]
alignment=-1
position=Top
width=100
width-percent=true
panelSize=32
iconSize=22
plugins=statusnotifier
[statusnotifier]
type=statusnotifier
alignment=Left
"""


@pytest.fixture
def daemon(x_desktop: Desktop) -> Program:
    """A tray with its icon in the panel."""
    config = Path(x_desktop.env["XDG_CONFIG_HOME"]) / "lxqt" / "panel.conf"
    config.parent.mkdir(parents=True)
    config.write_text(_CONFIG)
    x_desktop.start("lxqt-panel")
    wait_until(lambda: x_desktop.owns("org.kde.StatusNotifierWatcher"), "the panel", within=20)
    daemon = x_desktop.start(sys.executable, "-c", DAEMON)
    wait_until(lambda: shows(x_desktop, TEAL), "the icon in the panel", within=20)
    return daemon


def test_a_click_in_the_menu_arrives(x_desktop: Desktop, daemon: Program) -> None:
    menu = open_menu(x_desktop)

    click_first_line(x_desktop, menu)

    wait_until(lambda: "menu clicked" in daemon.printed(), "the click")


def test_a_left_click_arrives(x_desktop: Desktop, daemon: Program) -> None:
    x_desktop.click(*ICON)

    wait_until(lambda: "icon clicked" in daemon.printed(), "the click")


def test_the_tooltip_appears(x_desktop: Desktop, daemon: Program) -> None:
    assert daemon.process.poll() is None

    for x, y in ((400, 400), (15, 15), (16, 16)):  # over the icon, then at rest
        x_desktop.xdo("mousemove", str(x), str(y))

    box = wait_until(lambda: popped_up(x_desktop), "the tooltip")
    assert box is not None
    assert box[1] >= BELOW_THE_PANEL[1]
