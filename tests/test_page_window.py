"""The page as a window on a real desktop, from the command to what is seen."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from desktop import Desktop, wait_until

from deskbreak.page.site import announced

pytestmark = pytest.mark.browser

BROWSER = """#!/bin/sh
exec {program} {may_be_root} --user-data-dir={profile} --no-first-run "$@"
"""


@pytest.fixture
def screen(x_desktop: Desktop) -> Iterator[Desktop]:
    """With a browser that nobody has used before."""
    programs = x_desktop.folder / "programs"
    programs.mkdir()
    browser = programs / "chromium"
    browser.write_text(
        BROWSER.format(
            program=shutil.which("chromium"),
            may_be_root="--no-sandbox" if os.getuid() == 0 else "",
            profile=x_desktop.folder / "profile",
        )
    )
    browser.chmod(0o700)
    x_desktop.env["PATH"] = f"{programs}{os.pathsep}{x_desktop.env['PATH']}"
    yield x_desktop
    end_browser(x_desktop)
    site = announced(Path(x_desktop.env["XDG_RUNTIME_DIR"]))
    if site is not None:
        with suppress(ProcessLookupError):
            os.kill(site.pid, signal.SIGTERM)


def test_the_page_opens_in_a_window_of_its_own_and_ends_after_it(screen: Desktop) -> None:
    screen.run(sys.executable, "-m", "deskbreak", "page", "stretches", "--linger", "5s")
    wait_until(lambda: is_shown(screen, "Stretches · deskbreak"), "the window", within=30)

    end_browser(screen)

    runtime = Path(screen.env["XDG_RUNTIME_DIR"])
    wait_until(lambda: announced(runtime) is None, "the server to end", within=20)


def test_a_second_call_raises_the_window_that_is_open_and_shows_the_chapter_there(
    screen: Desktop,
) -> None:
    screen.run(sys.executable, "-m", "deskbreak", "page", "stretches")
    wait_until(lambda: is_shown(screen, "Stretches · deskbreak"), "the window", within=30)
    [window] = windows(screen)
    screen.start("xmessage", "-geometry", "780x560+0+0", "In the way")
    above = screen.window_of("Xmessage")
    screen.xdo("windowactivate", "--sync", above)

    screen.run(sys.executable, "-m", "deskbreak", "page", "stats")
    wait_until(lambda: is_shown(screen, "Statistics · deskbreak"), "the chapter", within=20)
    wait_until(lambda: active(screen) == window, "the window in front", within=20)

    screen.xdo("windowminimize", "--sync", window)
    screen.run(sys.executable, "-m", "deskbreak", "page", "settings")
    wait_until(lambda: is_shown(screen, "Settings · deskbreak"), "the chapter", within=20)
    wait_until(lambda: active(screen) == window, "the window in front", within=20)

    assert windows(screen) == [window]


def windows(screen: Desktop) -> list[str]:
    """Those of the browser that the panel would list."""
    listed = screen.run("xprop", "-root", "_NET_CLIENT_LIST").partition("#")[2].split(",")
    return [
        each
        for each in (str(int(id_, 16)) for id_ in listed if id_.strip())
        if "127.0.0.1__open" in screen.run("xprop", "-id", each, "WM_CLASS")
    ]


def active(screen: Desktop) -> str:
    return screen.xdo("getactivewindow").strip()


def is_shown(screen: Desktop, title: str) -> bool:
    found = screen.start("xdotool", "search", "--name", f"^{title}$")
    found.process.wait(30)
    return found.printed().strip() != ""


def end_browser(screen: Desktop) -> None:
    """It tells its process beside its profile, for as long as it runs."""
    lock = screen.folder / "profile" / "SingletonLock"
    with suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int(str(lock.readlink()).rpartition("-")[2]), signal.SIGTERM)
