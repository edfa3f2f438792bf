"""Private desktops for the tests that need one."""

from collections.abc import Iterator

import pytest
from desktop import Desktop


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test with a screen starts real programs."""
    for item in items:
        if "x_desktop" in getattr(item, "fixturenames", ()):
            item.add_marker("desktop")


@pytest.fixture
def bus_desktop() -> Iterator[Desktop]:
    """A session bus with the fake notification server and tray host on it; no screen."""
    with Desktop() as desktop:
        assert desktop.fakes.watcher.has_host
        yield desktop


@pytest.fixture
def x_desktop() -> Iterator[Desktop]:
    """A screen of 800x600 with a window manager, and a session bus without any service."""
    with Desktop(screen="800x600x24") as desktop:
        desktop.start("openbox")
        yield desktop
