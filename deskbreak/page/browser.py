"""Shows an address in a window of a browser's, without its bars where there is one that can."""

import os
import shutil
import subprocess
import sys
import webbrowser
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from deskbreak.wires.screens import has_display

_CHROMIUM = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
    "brave-browser",
    "brave",
    "vivaldi",
    "vivaldi-stable",
)
_ON_WINDOWS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
    r"BraveSoftware\Brave-Browser\Application\brave.exe",
)
_ON_MACOS = ("Google Chrome", "Chromium", "Microsoft Edge", "Brave Browser")
_FAILS_WITHIN = timedelta(seconds=1)


def can_show_windows(environment: Mapping[str, str]) -> bool:
    """Whether a window would be seen here; Windows and macOS are always a desktop."""
    return sys.platform != "linux" or has_display(environment)


def show_in_browser(address: str, environment: Mapping[str, str]) -> bool:
    """False where there is no browser.

    Whoever names a browser in BROWSER wants that one.
    """
    if not can_show_windows(environment):
        return False
    if not environment.get("BROWSER"):
        for program in _programs():
            if _has_opened([program, f"--app={address}"]):
                return True
    return webbrowser.open(address)


def _programs() -> Iterator[str]:
    """Browsers of the Chromium family that are installed here."""
    if sys.platform == "win32":
        folders = ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA")
        for folder in filter(None, map(os.environ.get, folders)):
            yield from (str(each) for name in _ON_WINDOWS if (each := Path(folder, name)).is_file())
    elif sys.platform == "darwin":
        for name in _ON_MACOS:
            program = Path("/Applications", f"{name}.app", "Contents", "MacOS", name)
            if program.is_file():
                yield str(program)
    else:
        yield from filter(None, map(shutil.which, _CHROMIUM))


def _has_opened(command: list[str]) -> bool:
    """One that runs on shows it, and one that has handed it to another of its kind ended well."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return process.wait(_FAILS_WITHIN.total_seconds()) == 0
    except subprocess.TimeoutExpired:
        process.returncode = 0  # it lives on without us
        return True
