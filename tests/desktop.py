"""A private desktop for tests: its own folders, session bus and, where asked, its own screen.

Nothing of the desktop that runs the tests is seen or touched: no environment of it is handed
on, and the bus activates no services (else an installed notification daemon would answer).
Everything that was started is ended by its own process group.
"""

import os
import re
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from deskbreak.control.protocol import Request

if TYPE_CHECKING:
    from fakes import Fakes

T = TypeVar("T")

NO_SCREEN = {"DISPLAY": ":59999"}
"""Where one is named that nobody has; low numbers are taken by servers that stories start."""
_LAST_LINES = 20
_BUSY = 15.0
"""Seconds that a story may take longer where all is slow."""
_NUMBERS = count(10_000 + os.getpid() % 400 * 100)
"""Of screens; another server takes the lowest that is free, so that none is in this one's place
before it has come back from a crash."""

_BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
    <allow user="*"/>
  </policy>
</busconfig>
"""
_OF_THE_REAL = re.compile(
    r"DISPLAY|XAUTHORITY|SESSION_MANAGER|(WAYLAND|DBUS|XDG|DESKTOP|DESKBREAK|PYSTRAY|LANG|LC)_?.*"
)


def wait_until(
    condition: Callable[[], T], what: str, within: float = 5.0, why: Callable[[], str] = str
) -> T:
    """The first truth of the condition; fails a while after `within` seconds, saying what was awaited.

    That while is for machines that are slow or busy. What `why` then finds out is told as well.
    """
    found = comes_true(condition, within + _BUSY)
    if not found:
        raise AssertionError(f"waited {within + _BUSY:g} s in vain for {what}\n{why()}".rstrip())
    return found


def comes_true(condition: Callable[[], T], within: float) -> T:
    """What the condition is at last, as soon as it is true; for what may well never be."""
    deadline = time.monotonic() + within
    pause = 0.01
    while not (found := condition()) and time.monotonic() <= deadline:
        time.sleep(pause)
        pause = min(pause * 1.2, 0.05)  # many a look is a program of its own
    return found


class Program:
    """A program of the private desktop and what it has printed."""

    def __init__(
        self,
        command: tuple[str, ...],
        env: dict[str, str],
        log: Path,
        pass_fds: tuple[int, ...] = (),
    ) -> None:
        self._log = log
        self.name = Path(command[0]).name
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=pass_fds,
            )

    def printed(self) -> str:
        return self._log.read_text(errors="replace")

    def last_words(self) -> str:
        """Whether it runs, and the end of what it has printed."""
        code = self.process.poll()
        state = "runs" if code is None else f"ended with {code}"
        lines = self.printed().splitlines()[-_LAST_LINES:]
        return "\n    ".join((f"{self.name} ({self.process.pid}) {state}", *lines))

    def end(self) -> None:
        """Ends it and what it has started; harmless when it has already ended."""
        for how in (signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is not None:
                return
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(3)


class Desktop:
    """Use as a context manager; with `screen` ("800x600x24") there is an X server, else none.

    `dpi` is what the server itself believes of its screen.
    """

    def __init__(self, screen: str | None = None, dpi: int = 96) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="desk-", ignore_cleanup_errors=True)
        self.folder = Path(self._temporary.name)
        self.env = _private_environment(self.folder)
        self.address = f"unix:path={self.folder}/run/bus"
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self.address
        self._programs: list[Program] = []
        self._bus: Program | None = None
        self._screen: Program | None = None
        self._fakes: Fakes | None = None
        try:
            self.start_bus()
            if screen is not None:
                self._start_screen(screen, dpi)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def fakes(self) -> "Fakes":
        """The fake notification server and tray host, on the bus from the first use on."""
        from fakes import Fakes  # noqa: PLC0415  (only Linux has it)

        if self._fakes is None:
            self._fakes = Fakes(self.address)
        return self._fakes

    def start(
        self, *command: str, env: dict[str, str] | None = None, pass_fds: tuple[int, ...] = ()
    ) -> Program:
        """Start a program on this desktop; it ends with the desktop at the latest."""
        log = self.folder / f"{len(self._programs)}-{Path(command[0]).name}.log"
        program = Program(command, self.env | (env or {}), log, pass_fds)
        self._programs.append(program)
        return program

    def run(self, *command: str) -> str:
        """What a short program prints; fails when the program does."""
        done = subprocess.run(
            command, env=self.env, capture_output=True, text=True, timeout=30, check=False
        )
        assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
        return done.stdout

    def fails(self, *command: str) -> str:
        """What a short program complains of that is to fail."""
        done = subprocess.run(
            command, env=self.env, capture_output=True, text=True, timeout=30, check=False
        )
        assert done.returncode != 0, f"{' '.join(command)}: {done.stdout}"
        return done.stderr

    def status(self) -> dict[str, Any]:
        """What the daemon tells; asked without a command, because stories look at it all the time."""
        from deskbreak.control.client import request  # noqa: PLC0415  (Windows has no such socket)

        socket = Path(self.env["XDG_RUNTIME_DIR"], "deskbreak.sock")
        return dict(request(socket, Request("status")).fields)

    def owns(self, name: str) -> bool:
        """Whether a program on the bus owns the name."""
        return "true" in self.ask_bus("NameHasOwner", f"string:{name}")

    def ask_bus(self, question: str, *given: str) -> str:
        """What the bus itself answers, as dbus-send prints it."""
        bus = "org.freedesktop.DBus"
        return self.send(bus, "/org/freedesktop/DBus", f"{bus}.{question}", *given)

    def send(self, name: str, path: str, method: str, *given: str) -> str:
        """What that program answers; an error is an answer, too."""
        options = "--session", "--print-reply=literal", f"--dest={name}"
        done = subprocess.run(
            ("dbus-send", *options, path, method, *given),
            env=self.env,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        return (done.stdout or done.stderr).strip()

    def last_words(self) -> str:
        """Of every program."""
        return "\n".join(program.last_words() for program in self._programs)

    def start_bus(self) -> None:
        config = self.folder / "bus.conf"
        config.write_text(_BUS_CONFIG.format(socket=self.folder / "run" / "bus"))
        bus = self._bus = self.start(
            "dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"
        )
        wait_until(lambda: "unix:" in bus.printed() or bus.process.poll() is not None, "the bus")
        assert bus.process.poll() is None, bus.printed()

    def stop_bus(self) -> None:
        """As at a crash of the bus: every connection is lost, the fakes' too."""
        if self._fakes is not None:
            self._fakes.close()
            self._fakes = None
        if self._bus is not None:
            self._bus.end()
            self._bus = None

    def stop_screen(self) -> None:
        assert self._screen is not None, "there is no screen"
        self._screen.end()

    def let_everybody_in(self) -> None:
        """Onto the bus, for programs that refuse to be the one who runs the tests: root."""
        for folder in (self.folder, self.folder / "run"):
            folder.chmod(0o711)
        (self.folder / "run" / "bus").chmod(0o777)

    def manage_windows(self) -> None:
        """With a window manager that has started: it loses windows that come while it starts."""
        started = self.folder / "started"
        self.start("openbox", "--startup", f"touch {started}")
        wait_until(started.exists, "the window manager", within=10)

    def choose_dpi(self, dpi: int) -> None:
        """As the user of a sharp screen does."""
        resources = self.folder / "resources"
        resources.write_text(f"Xft.dpi: {dpi}\n")
        self.run("xrdb", "-merge", str(resources))

    def window_of(self, window_class: str = "", *, title: str = "") -> str:
        """The latest of that class, or with that in its title, once it is on the screen.

        A window manager's frame has the title of what it frames.
        """
        sought = ("--name", title) if title else ("--class", window_class)
        return self.xdo("search", "--sync", "--onlyvisible", *sought).split()[-1]

    def wait_for_settled(self, window_class: str = "", *, title: str = "") -> None:
        """Until that window of ours would take the keyboard if it were clicked."""
        window = self.window_of(window_class, title=title)

        def is_settled() -> bool:
            return "input focus: True" in self.run("xprop", "-id", window, "WM_HINTS")

        wait_until(is_settled, f"{window_class or title} to be ready for a click", within=10)

    def wait_for_focus(self, window_class: str) -> None:
        """Until that window has the keyboard."""
        window = self.window_of(window_class)
        wait_until(
            lambda: self.xdo("getwindowfocus").strip() == window,
            f"{window_class} to have the keyboard",
            within=10,
            why=lambda: self.run("xprop", "-root", "_NET_ACTIVE_WINDOW"),
        )

    def place_of(self, window_class: str = "", *, title: str = "") -> tuple[int, int, int, int]:
        """Left, top, width and height of the latest such window, without a frame."""
        window = self.window_of(window_class, title=title)
        told = self.xdo("getwindowgeometry", "--shell", window).split()
        numbers = dict(line.split("=") for line in told)
        left, top, width, height = (int(numbers[key]) for key in ("X", "Y", "WIDTH", "HEIGHT"))
        return left, top, width, height

    def screenshot(self, crop: str | None = None) -> Path:
        """A picture of the screen, or of a part of it such as `300x200+0+0`."""
        picture = self.folder / f"shot-{time.monotonic_ns()}.png"
        part = ("-crop", crop, "+repage") if crop else ()
        self.run("import", "-window", "root", *part, str(picture))
        return picture

    def xdo(self, *arguments: str) -> str:
        """Move the mouse, click, type: `xdo("mousemove", "10", "20", "click", "1")`."""
        return self.run("xdotool", *arguments)

    def click(self, x: int, y: int, button: int = 1) -> None:
        self.xdo("mousemove", str(x), str(y), "click", str(button))

    def close(self) -> None:
        if self._fakes is not None:
            self._fakes.close()
        for program in reversed(self._programs):
            program.end()
        self._temporary.cleanup()

    def _start_screen(self, size: str, dpi: int) -> None:
        reader, writer = os.pipe()
        try:
            server = self.start(
                "Xvfb", f":{next(_NUMBERS)}", "-displayfd", str(writer), "-screen", "0", size,
                "-nolisten", "tcp", "-noreset", "-dpi", str(dpi), pass_fds=(writer,),
            )  # fmt: skip
            self.env["DISPLAY"] = f":{_display_number(reader, server)}"
            self._screen = server
        finally:
            os.close(reader)
            os.close(writer)


def _display_number(reader: int, server: Program) -> str:
    number = b""
    while not number.endswith(b"\n"):
        ready, _, _ = select.select([reader], [], [], 10)
        assert ready, f"Xvfb did not start: {server.printed()}"
        number += os.read(reader, 16)
    return number.decode().strip()


def _private_environment(folder: Path) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not _OF_THE_REAL.fullmatch(name)}
    home = folder / "home"
    env |= {
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(folder / "run"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local" / "share"),
        "XDG_STATE_HOME": str(home / ".local" / "state"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "LC_ALL": "C.UTF-8",
        "NO_AT_BRIDGE": "1",
        "GTK_A11Y": "none",
    }
    for variable in ("HOME", *(name for name in env if name.startswith("XDG_"))):
        Path(env[variable]).mkdir(mode=0o700, parents=True, exist_ok=True)
    return env
