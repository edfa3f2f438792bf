"""The page as a browser and as any other program reach it: a server of its own, in a home."""

import atexit
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from command_line import Home
from desktop import wait_until
from faults.cradle import Cradle

from deskbreak.page.process import LOG_NAME
from deskbreak.page.site import READY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

_AXE = Path(__file__).parent / "axe" / "axe.min.js"
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Answer:
    code: int
    headers: Mapping[str, str]
    text: str


@dataclass(frozen=True)
class ServedPage:
    """A running server of the page, and the user's home that it serves."""

    home: Home
    process: "subprocess.Popen[str] | Forked"

    def address(self, chapter: str = "today") -> str:
        """A new one, which opens once."""
        done = self.home.deskbreak("page", chapter, "--no-browser")
        assert (done.code, done.err) == (0, "")
        return done.out.strip()

    def visitor(self) -> "Visitor":
        """Whoever has opened the page, without a browser."""
        address = urlsplit(self.address())
        assert address.port is not None
        visitor = Visitor(address.port)
        opened = visitor.get(address.path)
        assert opened.code == 200, opened
        return Visitor(address.port, opened.headers["set-cookie"].partition(";")[0])


@dataclass(frozen=True)
class Visitor:
    """A program that speaks HTTP; what it sends by itself is what a browser would."""

    port: int
    cookie: str = ""

    def get(self, path: str, headers: Mapping[str, str] = _NONE) -> Answer:
        return self.ask("GET", path, headers)

    def stream(self, path: str) -> HTTPResponse:
        """One that stays open until it is closed."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers={"cookie": self.cookie, "connection": "close"})
        return connection.getresponse()

    def post(self, path: str, content: bytes, headers: Mapping[str, str] = _NONE) -> Answer:
        origin = {"origin": f"http://127.0.0.1:{self.port}"}
        return self.ask("POST", path, origin | dict(headers), content)

    def ask(
        self, method: str, path: str, headers: Mapping[str, str], content: bytes | None = None
    ) -> Answer:
        """A header that is empty is not sent."""
        sent = {"host": f"127.0.0.1:{self.port}", "cookie": self.cookie, **headers}
        if content is not None:
            sent.setdefault("content-length", str(len(content)))
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.putrequest(method, path, skip_host=True)
            for name, value in sent.items():
                if value:
                    connection.putheader(name, value)
            connection.endheaders(content)
            return _answer(connection.getresponse())


def _answer(response: HTTPResponse) -> Answer:
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, response.read().decode(errors="replace"))


@dataclass(frozen=True)
class Forked:
    """A process of the cradle, as `subprocess` would have it."""

    cradle: Cradle
    pid: int

    def poll(self) -> int | None:
        return self.cradle.wait(self.pid, 0)

    def wait(self, timeout: float = 60) -> int:
        code = self.cradle.wait(self.pid, timeout)
        if code is None:
            raise subprocess.TimeoutExpired("deskbreak", timeout)
        return code

    def kill(self) -> None:
        self.cradle.kill(self.pid)

    def terminate(self) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)


@contextmanager
def served(home: Home, linger: str = "60") -> Iterator[ServedPage]:
    """`linger` is in seconds."""
    arguments = ("--part", "page", "--linger", linger)
    serving = _forked if sys.platform == "linux" and _is_as_it_was_loaded() else _started
    with serving(home, arguments) as process:
        try:
            yield ServedPage(home, process)
        finally:
            process.terminate()
            process.wait()
            told = (home.folder / "state" / "deskbreak" / LOG_NAME).read_text()
            assert "Traceback" not in told, told


@contextmanager
def _started(home: Home, arguments: tuple[str, ...]) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "deskbreak", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=home.folder) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(READY)
        yield process


@contextmanager
def _forked(home: Home, arguments: tuple[str, ...]) -> Iterator[Forked]:
    """As it is started, but for loading it, which takes longer than most stories."""
    said = home.folder / "page-said"
    process = Forked(_cradle(), _cradle().run(dict(os.environ), said, arguments=arguments))
    wait_until(lambda: said.exists() and READY in said.read_text(), "the page", within=20)
    yield process


def _is_as_it_was_loaded() -> bool:
    """No other deskbreak, no other language of the desktop: both are known from the start on."""
    return "PYTHONPATH" not in os.environ and os.environ.get("LANGUAGE") == "C"


@cache
def _cradle() -> Cradle:
    """Of all pages that this process has served."""
    with ExitStack() as ending:
        cradle = ending.enter_context(Cradle(of="pages"))
        atexit.register(ending.pop_all().close)
    return cradle


@contextmanager
def daemon_of(home: Home) -> Iterator["subprocess.Popen[str]"]:
    """The user's daemon, without a desktop: whoever is logged in sits there."""
    with home.started("run") as process:
        try:
            wait_until(lambda: is_answering(home, process), "the daemon", within=20)
            yield process
        finally:
            process.terminate()


def is_answering(home: Home, daemon: "subprocess.Popen[str]") -> bool:
    assert daemon.poll() is None, "the daemon has ended"
    return home.deskbreak("status", "--json").code == 0


@contextmanager
def chromium() -> Iterator["Browser"]:
    """Debian's, driven by Playwright."""
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415  (browsers' tests alone)

    program = shutil.which("chromium")
    assert program is not None
    expect.set_options(timeout=30_000)  # a busy machine takes its time over two weeks lived again
    may_be_boxed = os.getuid() != 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, chromium_sandbox=may_be_boxed)
        try:
            yield browser
        finally:
            browser.close()


def opened(browser: "Browser", page: ServedPage, chapter: str, **as_seen: object) -> "Page":
    """The chapter in a tab of a browser that knows nothing yet; an error of a script is a failure.

    `as_seen` are Playwright's options of a context: viewport, color_scheme, reduced_motion…
    """
    return opened_in(browser.new_context(**as_seen), page, chapter)  # type: ignore[arg-type]


def opened_in(context: "BrowserContext", page: ServedPage, chapter: str = "today") -> "Page":
    """One more tab of a browser."""
    tab = context.new_page()
    tab.set_default_timeout(30_000)
    tab.on("pageerror", _fail)
    tab.goto(page.address(chapter))
    tab.wait_for_url(f"**/{chapter}")
    return tab


def _fail(error: object) -> None:
    raise AssertionError(f"a script of the page failed: {error}")


def barriers(tab: "Page") -> list[str]:
    """What axe-core finds that keeps somebody out, each with where it stands."""
    tab.evaluate(_AXE.read_text(encoding="utf-8"))
    found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {each['help']}: {node['target']}: {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
