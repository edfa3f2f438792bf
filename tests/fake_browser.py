"""A browser that only writes down what it is to show."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from deskbreak.page.site import announced

_SCRIPT = """#!/bin/sh
echo "$@" >> {written}
"""


@dataclass(frozen=True)
class FakeBrowser:
    """`path` is the PATH on which it is found, as one of the Chromium family."""

    path: str
    written: Path

    def shown(self) -> list[str]:
        """What it was started with, each time."""
        return self.written.read_text().splitlines() if self.written.exists() else []

    def has_shown(self, chapter: str) -> bool:
        return any(
            "--app=http://127.0.0.1:" in line and f"/open/{chapter}/" in line
            for line in self.shown()
        )


@contextmanager
def fake_browser(folder: Path, runtime: Path) -> Iterator[FakeBrowser]:
    """The server of the page that is started for it ends with it; `runtime` is the user's folder."""
    programs = folder / "browser"
    programs.mkdir()
    browser = FakeBrowser(f"{programs}{os.pathsep}{os.environ['PATH']}", folder / "shown")
    program = programs / "chromium"
    program.write_text(_SCRIPT.format(written=browser.written))
    program.chmod(0o700)
    try:
        yield browser
    finally:
        site = announced(runtime)
        if site is not None:
            with suppress(ProcessLookupError):
                os.kill(site.pid, signal.SIGTERM)
