"""The tray icon in real panels, Xfce's and LXQt's, seen by its pixels and clicked with the mouse."""

import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from desktop import Desktop, Program, wait_until
from panel import (
    AMBER,
    ICON,
    TEAL,
    click_first_line,
    furnished_lxqt_panel,
    furnished_panel,
    open_menu,
    popped_up,
    shows,
    started_lxqt_panel,
    started_panel,
    wait_for_icon,
)

DAEMON = """
import logging, os, signal
from deskbreak.wires.dbus import Bus
from deskbreak.surfaces.tray import Entry, TrayContent
from deskbreak.surfaces.tray_linux import LinuxTray

logging.basicConfig(filename=os.path.expanduser("~/tray.log"), level="DEBUG")

def say(what):
    print(what, flush=True)

def show(icon, minutes):
    start = Entry(f"{minutes} min at your desk", lambda: say("menu clicked"))
    default = Entry("Status", lambda: say("icon clicked"), default=True)
    tray.show(TrayContent(icon, f"{minutes} min at your desk", (start, start, default)))

tray = LinuxTray(Bus(), list)
signal.signal(signal.SIGUSR1, lambda *_: show("due", 45))
signal.signal(signal.SIGTERM, lambda *_: tray.stop())
show("seated-5", 38)
tray.run()
say("stopped")
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A program that is a panel: started with its settings, and once more."""

    furnished: Callable[[Desktop], Program]
    started: Callable[[Desktop], Program]


XFCE = Kind(furnished_panel, started_panel)
LXQT = Kind(furnished_lxqt_panel, started_lxqt_panel)


@pytest.fixture(params=[XFCE, LXQT], ids=["xfce", "lxqt"])
def kind(request: pytest.FixtureRequest) -> Kind:
    chosen: Kind = request.param
    return chosen


@pytest.fixture
def panel(x_desktop: Desktop, kind: Kind) -> Program:
    return kind.furnished(x_desktop)


@pytest.fixture
def daemon(x_desktop: Desktop, panel: Program) -> Program:
    """A tray with its icon in the panel."""
    assert panel.process.poll() is None
    daemon = x_desktop.start(sys.executable, "-c", DAEMON)
    wait_for_icon(x_desktop)
    return daemon


def test_the_icon_stands_in_the_panel_and_changes(x_desktop: Desktop, daemon: Program) -> None:
    assert not shows(x_desktop, AMBER)

    daemon.process.send_signal(signal.SIGUSR1)

    wait_for_icon(x_desktop, AMBER, "the other icon", 5)
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
    wait_for_icon(x_desktop, AMBER, "the change", 5)
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


def held_by(daemon: Program) -> tuple[int, int]:
    """Its open files and its threads."""
    process = Path(f"/proc/{daemon.process.pid}")
    return len(list((process / "fd").iterdir())), len(list((process / "task").iterdir()))


def test_the_icon_returns_each_of_twenty_times_that_the_panel_does(
    x_desktop: Desktop, kind: Kind, panel: Program, daemon: Program
) -> None:
    before = held_by(daemon)

    for _time in range(20):
        panel.end()
        wait_until(lambda: not shows(x_desktop, TEAL), "the panel to go")
        assert daemon.process.poll() is None
        panel = kind.started(x_desktop)
        wait_for_icon(x_desktop, what="the icon to return", within=5)

    assert held_by(daemon) == before


def test_the_icon_goes_when_the_daemon_stops(x_desktop: Desktop, daemon: Program) -> None:
    daemon.process.terminate()

    assert daemon.process.wait(20) == 0
    wait_until(lambda: not shows(x_desktop, TEAL), "the icon to go")
    assert daemon.printed() == "stopped\n"
