"""Private desktops for the tests that need one, and what is left out where none can be."""

import os
import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from desktop import Desktop

if TYPE_CHECKING:
    from pathlib import Path

    from fake_desktop import Both, Place

_WITH_A_BUS = {"plain_desktop", "bus_desktop", "place", "both"}
_NOT_EVERYWHERE = {
    *("dbus_fast", "jeepney", "Xlib"),
    *("fcntl", "grp", "pwd", "resource", "termios"),
    "deskbreak",
}

os.environ["LANGUAGE"] = "C"  # in what language a story is told, and no search for another


class Stories(pytest.Module):
    """A file of tests; away from Linux it is skipped if it is about what only Linux has."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        try:
            yield from super().collect()
        except self.CollectError as error:
            missing = error.__cause__
            if sys.platform == "linux" or not isinstance(missing, ImportError):
                raise
            # a module of ours that refuses to be loaded on this system names nothing
            if (missing.name or "deskbreak").partition(".")[0] in _NOT_EVERYWHERE:
                pytest.skip(f"not on {sys.platform}: {missing}", allow_module_level=True)
            raise


def pytest_pycollect_makemodule(module_path: "Path", parent: pytest.Collector) -> Stories:
    made: Stories = Stories.from_parent(parent, path=module_path)
    return made


def pytest_configure() -> None:
    """A program that tests interrupt must not be deaf to it because they run in the background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test with a screen starts real programs, one with a bus alone starts that.

    The files with a screen take longest: they come first, so that side by side none is left for
    the end.
    """
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "x_desktop" in fixtures:
            item.add_marker("desktop")
        if not _WITH_A_BUS.isdisjoint(fixtures):
            item.add_marker("bus")
    slow = {item.path for item in items if item.get_closest_marker("desktop")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture
def plain_desktop() -> Iterator[Desktop]:
    """A session bus without any service; no screen."""
    with Desktop() as desktop:
        yield desktop


@pytest.fixture
def bus_desktop(plain_desktop: Desktop) -> Desktop:
    """A session bus with the fake notification server and tray host on it; no screen."""
    assert plain_desktop.fakes.watcher.has_host
    return plain_desktop


@pytest.fixture
def x_desktop() -> Iterator[Desktop]:
    """A screen of 800x600 with a window manager, and a session bus without any service."""
    with Desktop(screen="800x600x24") as desktop:
        desktop.start("openbox")
        yield desktop


@pytest.fixture
def place() -> Iterator["Place"]:
    """A bus, those who play on it, and deskbreak's connection to it."""
    from fake_desktop import Place  # noqa: PLC0415  (only Linux has it)

    place = Place()
    yield place
    place.close()


@pytest.fixture
def both() -> Iterator["Both"]:
    """A session bus and a system bus, and a listener to what deskbreak makes of them."""
    from fake_desktop import Both  # noqa: PLC0415  (only Linux has it)

    with Both() as both:
        yield both
