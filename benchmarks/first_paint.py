"""How long it is from the command `deskbreak page` until its window shows today.

    python benchmarks/first_paint.py [--rounds 3]

On a desktop of its own (Xvfb, a window manager, Debian's chromium with a profile that was used once
before). The browser itself tells when it painted; medians are told, of the time on the clock.
"""

import argparse
import json
import os
import shutil
import signal
import statistics
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from socket import socket
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from desktop import Desktop, wait_until  # the same desktop as the tests'
from playwright.sync_api import Playwright, sync_playwright

from deskbreak.page.site import announced

PROGRAM = """#!/bin/sh
exec {program} {may_be_root} --user-data-dir={profile} --no-first-run \
    --remote-debugging-port={port} "$@"
"""
PAINTED = """() => {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    return paint ? [performance.timeOrigin, paint.startTime] : null;
}"""
CHAPTER = "today"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    with Desktop(screen="1280x900x24") as desktop, sync_playwright() as playwright:
        desktop.manage_windows()
        desktop.env.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled, too
        port = with_browser(desktop)
        file = desktop.folder / f"{CHAPTER}.html"
        file.write_text("<!doctype html><title>A file</title><p>One line.</p>")
        browser = str(desktop.folder / "programs" / "chromium")
        commands = {
            "deskbreak page": (
                sys.executable,
                "-m",
                "deskbreak",
                "page",
                CHAPTER,
                "--linger",
                "3s",
            ),
            "the browser with a file of one line": (browser, f"--app={file.as_uri()}"),
        }
        rounds = [
            [first_paint(desktop, playwright, port, command) for command in commands.values()]
            for _ in range(wanted.rounds + 1)
        ]
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; the first round is left out")
    for name, times in zip(commands, zip(*rounds[1:], strict=True), strict=True):
        each = ", ".join(f"{seconds:.2f}" for seconds in times)
        print(f"{name:36} {statistics.median(times):.2f} s of {each}")


def with_browser(desktop: Desktop) -> int:
    """One that nobody has used before; returns where it can be asked."""
    with closing(socket()) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    programs = desktop.folder / "programs"
    programs.mkdir()
    browser = programs / "chromium"
    browser.write_text(
        PROGRAM.format(
            program=shutil.which("chromium"),
            may_be_root="--no-sandbox" if os.getuid() == 0 else "",
            profile=desktop.folder / "profile",
            port=port,
        )
    )
    browser.chmod(0o700)
    desktop.env["PATH"] = f"{programs}{os.pathsep}{desktop.env['PATH']}"
    return port


def first_paint(
    desktop: Desktop, playwright: Playwright, port: int, command: tuple[str, ...]
) -> float:
    """In seconds; browser and server are new ones, and end after it."""
    began = time.time()
    begin = desktop.run if "page" in command else desktop.start  # a browser runs on
    begin(*command)
    try:
        return wait_until(lambda: painted(playwright, port), "the paint", within=60) - began
    finally:
        end_browser(desktop, port)
        runtime = Path(desktop.env["XDG_RUNTIME_DIR"])
        wait_until(lambda: announced(runtime) is None, "the server to end", within=60)


def painted(playwright: Playwright, port: int) -> float:
    """When, on the clock; 0 where it has not. Who looks closer before it is there holds it up."""
    if not is_there(port):
        return 0
    browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
    for page in (page for context in browser.contexts for page in context.pages):
        if is_chapter(page.url):
            found = page.evaluate(PAINTED)
            return 0 if found is None else sum(found) / 1000
    return 0


def is_there(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/json") as told:
            return any(is_chapter(tab["url"]) for tab in json.load(told))
    except OSError:
        return False


def is_chapter(address: str) -> bool:
    return address.removesuffix(".html").endswith(f"/{CHAPTER}")


def end_browser(desktop: Desktop, port: int) -> None:
    """It tells its process beside its profile, for as long as it runs."""
    lock = desktop.folder / "profile" / "SingletonLock"
    with suppress(FileNotFoundError, ProcessLookupError):
        process = int(str(lock.readlink()).rpartition("-")[2])
        os.kill(process, signal.SIGTERM)
    wait_until(lambda: not listens(port), "the browser to end", within=60)


def listens(port: int) -> bool:
    with closing(socket()) as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    main()
