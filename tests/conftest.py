"""Private desktops for the tests that need one, and what is left out where none can be."""

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import served_page
from command_line import Home, give_folders, make_home
from desktop import Desktop
from served_page import ServedPage, Visitor

if TYPE_CHECKING:
    from fake_desktop import Both, Place
    from playwright.sync_api import Browser

_MARKED_FOR = {
    "desktop": {"x_desktop", "browser"},
    "browser": {"browser"},
    "bus": {"plain_desktop", "bus_desktop", "place", "both"},
}
"""Each marker, and the fixtures that bring it."""
_HAVE_PROCESSES = {"page", *_MARKED_FOR["bus"]}
_NOT_EVERYWHERE = {
    *("dbus_fast", "jeepney", "Xlib"),
    *("fcntl", "grp", "pwd", "resource", "termios"),
    "deskbreak",
}

_LANGUAGE = "C"
"""Stories are told in it, and no other is searched for."""
os.environ["LANGUAGE"] = _LANGUAGE


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


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> Stories:
    made: Stories = Stories.from_parent(parent, path=module_path)
    return made


def pytest_configure() -> None:
    """A program that tests interrupt must not be deaf to it because they run in the background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test with a screen starts real programs, one with a bus alone starts that.

    Those that take an hour together are left out where nobody asks for them.

    The files with a screen take longest, the more tests with one the longer, then those with processes
    of their own: they come first, so that side by side none is left for the end.
    """
    for item in items:
        for marker, fixtures in _MARKED_FOR.items():
            if not fixtures.isdisjoint(_fixtures(item)):
                item.add_marker(marker)
    if "fault" not in config.option.markexpr:
        config.hook.pytest_deselected(items=[one for one in items if _is_long(one)])
        items[:] = [one for one in items if not _is_long(one)]
    with_screen = Counter(item.path for item in items if item.get_closest_marker("desktop"))
    with_process = {item.path for item in items if _HAVE_PROCESSES.intersection(_fixtures(item))}
    items.sort(key=lambda item: (-with_screen[item.path], item.path not in with_process))


def _fixtures(item: pytest.Item) -> Sequence[str]:
    return getattr(item, "fixturenames", ())


def _is_long(item: pytest.Item) -> bool:
    return item.get_closest_marker("fault") is not None


@pytest.fixture(autouse=True, scope="session")
def _nobody_is_at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A story without a home writes to nobody's: whoever runs the tests may have deskbreak, too."""
    folder = tmp_path_factory.mktemp("nobody")
    with pytest.MonkeyPatch.context() as patch:
        give_folders(folder, patch)
        yield


@pytest.fixture(autouse=True)
def _one_language() -> Iterator[None]:
    """What a story chose in its settings was chosen for this process; the next one begins anew."""
    yield
    os.environ["LANGUAGE"] = _LANGUAGE


@pytest.fixture
def home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Home:
    """A user who has folders of their own, and no desktop."""
    return make_home(tmp_path, monkeypatch, capsys)


@pytest.fixture
def warsaw(home: Home) -> None:
    """The home is there, for what has dates of its own."""
    home.patch.setenv("TZ", "Europe/Warsaw")


@pytest.fixture
def page(home: Home) -> Iterator[ServedPage]:
    """What serves the page to that user, in a process of its own."""
    with served_page.served(home) as page:
        yield page


@pytest.fixture
def visitor(page: ServedPage) -> Visitor:
    """Whoever has opened that page, without a browser."""
    return page.visitor()


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
        desktop.manage_windows()
        yield desktop


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    """A browser of the Chromium family, which takes a second to start."""
    with served_page.chromium() as browser:
        yield browser


@pytest.fixture
def browser(chromium: "Browser") -> Iterator["Browser"]:
    """For the page; each tab is opened in a context of its own, and closed after the test.

    Tabs that were left open would go on looking for their server, which is gone.
    """
    yield chromium
    for context in chromium.contexts:
        context.close()


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
