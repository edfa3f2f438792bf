"""deskbreak's command line as a person or a script uses it, in folders of its own."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest
from noon import where_it_is_noon

from deskbreak.__main__ import main
from deskbreak.control.endpoint import control_endpoint
from deskbreak.control.protocol import AlreadyRunning, Asker, Reply, Request

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Done:
    """What became of a command."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Home:
    """A user with folders of their own, and nothing in them yet."""

    folder: Path
    patch: pytest.MonkeyPatch
    captured: pytest.CaptureFixture[str]

    @property
    def settings(self) -> Path:
        return self.folder / "config" / "deskbreak" / "deskbreak.toml"

    @property
    def history(self) -> Path:
        return self.folder / "data" / "deskbreak" / "history.sqlite3"

    @property
    def session(self) -> Path:
        return self.folder / "state" / "deskbreak" / "session.json"

    def write_settings(self, text: str) -> None:
        self.settings.parent.mkdir(parents=True, exist_ok=True)
        self.settings.write_text(text, encoding="utf-8")

    def deskbreak(self, *arguments: str, stdin: str = "") -> Done:
        """In this process: for all but what only a process can show."""
        self.captured.readouterr()
        self.patch.setattr(sys, "argv", ["deskbreak", *arguments])
        self.patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = main()
        return Done(code, *self.captured.readouterr())

    def process(
        self, *arguments: str, stdin: bytes = b"", environment: Mapping[str, str] = _NOTHING
    ) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "deskbreak", *arguments],
            input=stdin,
            env={**os.environ, **environment},
            cwd=self.folder,
            capture_output=True,
            check=False,
            timeout=60,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def started(self, *arguments: str) -> "subprocess.Popen[str]":
        """A process that goes on, to be waited for by whoever asks."""
        command = [sys.executable, "-m", "deskbreak", *arguments]
        streams = subprocess.PIPE
        return subprocess.Popen(command, cwd=self.folder, stdout=streams, stderr=streams, text=True)

    def on_terminal(self, *arguments: str, environment: Mapping[str, str] = _NOTHING) -> Done:
        """All three streams on a terminal of 80 columns; what is written there is the `out`."""
        import pty  # noqa: PLC0415  (Windows has no such terminals)
        import termios  # noqa: PLC0415  (likewise)

        master, slave = pty.openpty()
        termios.tcsetwinsize(slave, (24, 80))
        with subprocess.Popen(
            [sys.executable, "-m", "deskbreak", *arguments],
            env={**os.environ, "TERM": "xterm", **environment},
            stdin=slave,
            stdout=slave,
            stderr=slave,
        ) as process:
            os.close(slave)
            out = _everything_on(master)
        return Done(process.returncode, out.replace("\r\n", "\n"), "")


def give_folders(folder: Path, patch: pytest.MonkeyPatch) -> None:
    for name in ("config", "data", "state", "run"):
        (folder / name).mkdir(mode=0o700)
        variable = "XDG_RUNTIME_DIR" if name == "run" else f"XDG_{name.upper()}_HOME"
        patch.setenv(variable, str(folder / name))


def make_home(
    folder: Path, patch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str]
) -> Home:
    """Makes this process, too, believe that it is at home there."""
    give_folders(folder, patch)
    patch.setenv("HOME", str(folder))
    patch.setenv("TZ", where_it_is_noon())
    for variable in (*_DISPLAYS, "DESKBREAK_LOG", "NO_COLOR", "COLUMNS", "EDITOR", "VISUAL"):
        patch.delenv(variable, raising=False)
    return Home(folder, patch, captured)


class CannedDaemon:
    """Is the user's daemon, remembers what it is asked, and has one answer to everything."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        self.asked: list[Request] = []
        self.ids: list[object] = []
        """Those under which something was said, in its order; no request is compared by them."""

    def respond(self, request: Request, asker: Asker) -> None:
        arguments = dict(request.arguments)
        if "once" in arguments:
            self.ids.append(arguments.pop("once"))
            request = Request(request.do, arguments)
        if request.do != "watch" or not self.has_quit:
            self.asked.append(request)
            asker(self.reply)
        else:
            asker(Reply(ok=False, error="gone"))

    @property
    def has_quit(self) -> bool:
        return Request("quit") in self.asked

    @contextmanager
    def running(self) -> Iterator["CannedDaemon"]:
        claim = control_endpoint().claim()
        assert not isinstance(claim, AlreadyRunning)
        server = claim.serve(self.respond)
        server.start()
        try:
            yield self
        finally:
            server.stop()
            claim.release()


def _everything_on(terminal: int) -> str:
    read = b""
    with suppress(OSError):  # how a terminal tells that nobody is left at its other end
        while chunk := os.read(terminal, 65536):
            read += chunk
    os.close(terminal)
    return read.decode()
