"""The icon that is there before the rest is loaded, and what becomes of it."""

import socket
import sys
import time
from pathlib import Path

import pytest
from desktop import NO_SCREEN, Desktop, wait_until
from test_tray import content, no_menu, running

from deskbreak.surfaces.first_icon import first_icon
from deskbreak.surfaces.tray_linux import LinuxTray


@pytest.fixture
def desktop(bus_desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    """One with a panel, whose bus is this process's, too."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus_desktop.address)
    return bus_desktop


def test_a_panel_has_the_icon_before_the_tray_runs_and_the_tray_goes_on_with_it(
    desktop: Desktop,
) -> None:
    icon = first_icon(NO_SCREEN)
    assert icon is not None
    assert icon.is_registered

    with running(LinuxTray(icon.bus, no_menu, icon=icon)) as tray:
        tray.show(content())
        item = desktop.fakes.tray_item()
        wait_until(lambda: item.labels() == ["Quit"], "the whole menu")

        assert len(desktop.fakes.watcher.registrations) == 1
        assert item.properties()["Status"] == "Active"


def test_whoever_draws_no_menus_gets_the_page_from_the_first_icon_too(desktop: Desktop) -> None:
    icon, opened = first_icon(NO_SCREEN), list[str]()
    assert icon is not None

    with running(LinuxTray(icon.bus, lambda: opened.append("page"), icon=icon)) as tray:
        tray.show(content())
        desktop.fakes.tray_item().item("ContextMenu", "ii", (0, 0))

    assert opened == ["page"]


def test_a_panel_that_comes_later_gets_the_icon_as_well(desktop: Desktop) -> None:
    desktop.fakes.release("org.kde.StatusNotifierWatcher")
    icon = first_icon(NO_SCREEN)
    assert icon is not None
    assert not icon.is_registered

    with running(LinuxTray(icon.bus, no_menu, icon=icon)) as tray:
        tray.show(content())
        desktop.fakes.own("org.kde.StatusNotifierWatcher")

        assert desktop.fakes.tray_item().labels() == ["Quit"]


@pytest.mark.parametrize("environment", [{}, {"LANG": "C"}])
def test_without_a_screen_there_is_none(environment: dict[str, str], desktop: Desktop) -> None:
    assert first_icon(environment) is None
    assert desktop.fakes.watcher.registrations == []


def test_without_a_bus_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")

    assert first_icon(NO_SCREEN) is None


def test_a_bus_that_hangs_is_left_to_whoever_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = tmp_path / "bus"
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={door}")
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(door))
        bus.listen()  # and nobody answers
        began = time.monotonic()

        assert first_icon(NO_SCREEN) is None
        assert time.monotonic() - began < 3


def test_it_is_there_before_what_takes_long_is_loaded(desktop: Desktop) -> None:
    program = """
import sys
from deskbreak.cli import daemon
from deskbreak.daemon.claiming import claimed
from deskbreak.surfaces.first_icon import first_icon
icon = first_icon({"DISPLAY": ":59999"})
heavy = {"deskbreak.core.session", "deskbreak.daemon.app", "deskbreak.settings.table", "sqlite3", "tomllib", "schedule", "subprocess", "asyncio"}
print(icon.is_registered, sorted(heavy & set(sys.modules)))
"""
    daemon = desktop.start(sys.executable, "-c", program)
    daemon.process.wait(30)

    assert daemon.printed() == "True []\n"
