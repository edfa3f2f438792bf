"""Desktops with somebody at the keyboard, one for each source of idleness.

Where the machine is real a pause is short and passes; elsewhere it is as long as a break, and over
at once.
"""

import os
import secrets
import signal
import socket
import struct
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Protocol

from dbus_fast import DBusError, PropertyAccess
from dbus_fast.annotations import DBusBool, DBusObjectPath, DBusStr, DBusUInt32, DBusUInt64
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal
from desktop import wait_until
from fake_compositor import Client, FakeCompositor
from fake_desktop import Place

from deskbreak.errors import SensorError
from deskbreak.sensors import macos, windows
from deskbreak.sensors.clock import TimeSource, system_time
from deskbreak.sensors.idle_logind import LogindIdle
from deskbreak.sensors.idle_mutter import MutterIdle
from deskbreak.sensors.idle_source import IdleSource
from deskbreak.sensors.idle_tty import TtyIdle
from deskbreak.sensors.idle_wayland import WaylandIdle
from deskbreak.sensors.idle_x11 import X11Idle

PATIENCE = 10.0
ZERO = timedelta(0)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
MILLISECOND = timedelta(milliseconds=1)
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Scene(Protocol):
    """A desktop of this kind and its source."""

    machine: "Machine"
    source: IdleSource
    pause: timedelta
    """How long nobody touches anything in a `rest`, at least."""
    environment: dict[str, str]
    """What a program needs that is to find the source by itself."""
    loss: str
    """What is told after `lose`."""

    def press(self) -> None:
        """A key, after all that the source asked of the desktop so far."""
        ...

    def rest(self) -> None: ...

    def lose(self) -> None:
        """The desktop ends."""
        ...

    def close(self) -> None: ...


@dataclass
class Machine:
    """Its time passes, and it sleeps, when the story says so; with `real` it is also real time."""

    awake_for: timedelta = timedelta(hours=3)
    asleep: timedelta = ZERO
    stepped: timedelta = ZERO
    """What the wall clock was set ahead by."""
    key_at: timedelta = ZERO
    """When the last key was pressed, by the clock that stands still in sleep."""
    real: TimeSource | None = None

    def uptime(self) -> timedelta:
        return self.awake() + self.asleep

    def awake(self) -> timedelta:
        return self.awake_for if self.real is None else self.real.awake()

    def wall(self) -> datetime:
        return NINE + self.uptime() + self.stepped

    def boot_id(self) -> str:
        return "monday"

    def passes(self, length: timedelta) -> None:
        self.awake_for += length

    def sleeps(self, length: timedelta) -> None:
        self.asleep += length

    def key(self) -> None:
        self.key_at = self.awake()

    def still(self) -> timedelta:
        """Since the last key, without sleep."""
        return self.awake() - self.key_at


@dataclass
class Bell:
    """Counts how often it was rung."""

    rings: int = 0
    rung: threading.Event = field(default_factory=threading.Event)

    def ring(self) -> None:
        self.rings += 1
        self.rung.set()


def last_input(source: IdleSource, time: TimeSource) -> tuple[timedelta, timedelta]:
    """The earliest and the latest that it can have been, by a reading that takes its time."""
    before = time.uptime()
    idle = source.idle()
    return before - idle, time.uptime() - idle


# Wayland


@dataclass
class Person:
    """Someone at the keyboard; the source has heard of it all when a method returns."""

    machine: Machine
    source: WaylandIdle
    client: Client

    def types(self, seconds: float) -> None:
        """Without a pause; does not end a pause, as `returns` does."""
        self.machine.passes(seconds * SECOND)

    def rests(self, seconds: float) -> None:
        """No input for so long: the compositor tells as soon as a notification's time is over."""
        length = self._length()
        if seconds < length:
            self.types(seconds)
            return
        self.types(length)
        self.source.idle()
        if self._length() != length:  # that look changed it: a new notification counts anew
            self.rests(seconds - length)
            return
        self.client.stop_typing(int(1000 * length))
        wait_until(lambda: self.source.idle() == length * SECOND, "the pause to be heard")
        self.types(seconds - length)

    def returns(self) -> None:
        self.client.type()
        wait_until(lambda: self.source.idle() == ZERO, "the input to be heard")
        self.client.settle()

    def _length(self) -> float:
        self.client.settle()
        return self.client.notifications[0].timeout_ms / 1000


class WaylandScene:
    pause = 10 * MINUTE
    loss = "the Wayland compositor "

    def __init__(self, folder: Path) -> None:
        self.machine = Machine()
        self.compositor = FakeCompositor(folder)
        self.environment = self.compositor.environment
        self.source = WaylandIdle.open(self.environment, self.machine)
        self._person = Person(self.machine, self.source, self.compositor.client)

    def press(self) -> None:
        """After a blink, as the compositor tells of no key without a pause before it."""
        with suppress(SensorError):  # closed, and nothing reaches it
            self.source.idle()
            self.compositor.client.settle()
            self.compositor.client.stop_typing(500)
            self._person.returns()

    def rest(self) -> None:
        self._person.rests(self.pause / SECOND)

    def lose(self) -> None:
        self.compositor.kill()

    def close(self) -> None:
        self.source.close()
        self.compositor.kill()


# X11


@dataclass
class Screen:
    """An X server of this test's own, which lets in only who has its cookie."""

    folder: Path
    process: subprocess.Popen[bytes]
    number: int
    cookie: bytes

    @classmethod
    def start(cls, folder: Path) -> "Screen":
        cookie = secrets.token_bytes(16)
        file = folder / "authority"
        file.write_bytes(authority(0, cookie))  # the server takes it, whatever the number
        reader, writer = os.pipe()
        process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-auth", str(file), "-noreset", "-nolisten", "tcp"],
            pass_fds=[writer],
            stderr=subprocess.DEVNULL,
        )
        os.close(writer)
        with os.fdopen(reader) as answer:
            number = int(answer.readline())
        file.write_bytes(authority(number, cookie))
        return cls(folder, process, number, cookie)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "DISPLAY": f":{self.number}",
            "XAUTHORITY": str(self.folder / "authority"),
            "XDG_SESSION_TYPE": "x11",
        }

    def xdotool(self, *arguments: str) -> None:
        """Act as the user; the X server has seen it all when this returns, since it answered."""
        subprocess.run(
            ["xdotool", *arguments, "getmouselocation"],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, **self.environment},
        )

    def with_authority(self, authority: bytes) -> dict[str, str]:
        """The environment of a user who has this authority file instead."""
        other = self.folder / "other"
        other.write_bytes(authority)
        return {**self.environment, "XAUTHORITY": str(other)}

    def end(self) -> None:
        self.process.send_signal(signal.SIGCONT)  # a story may have stopped it
        self.process.terminate()
        self.process.wait(PATIENCE)


def authority(number: int, cookie: bytes, host: bytes | None = None) -> bytes:
    """The entry of an authority file, as xauth writes it."""
    host = socket.gethostname().encode() if host is None else host
    fields = host, str(number).encode(), b"MIT-MAGIC-COOKIE-1", cookie
    return struct.pack(">H", 256) + b"".join(struct.pack(">H", len(f)) + f for f in fields)


class X11Scene:
    pause = SECOND / 5
    loss = "the X server "

    def __init__(self, folder: Path) -> None:
        self.machine = Machine(real=system_time())
        self.screen = Screen.start(folder)
        self.environment = self.screen.environment
        self.source = X11Idle.open(self.environment, self.machine)

    def press(self) -> None:
        self.screen.xdotool("key", "a")

    def rest(self) -> None:
        wait_until(lambda: self.source.idle() >= self.pause, "a pause", PATIENCE)

    def lose(self) -> None:
        self.screen.end()

    def close(self) -> None:
        self.source.close()
        self.screen.end()


# Mutter

MUTTER = "org.gnome.Mutter.IdleMonitor"
CORE = "/org/gnome/Mutter/IdleMonitor/Core"


class FakeMutter(ServiceInterface):
    """Mutter's idle monitor."""

    def __init__(self, machine: Machine) -> None:
        super().__init__(MUTTER)
        self._machine = machine
        self.watches: list[int] = []
        self.is_without_watches = False
        self._last_id = 40

    def touch(self) -> None:
        """Somebody uses keyboard or mouse: every watch fires, once."""
        self._machine.key()
        watches, self.watches = self.watches, []
        for watch in watches:
            self.watch_fired(watch)

    @dbus_method(name="GetIdletime")
    def get_idletime(self) -> DBusUInt64:
        return self._machine.still() // MILLISECOND

    @dbus_method(name="AddUserActiveWatch")
    def add_user_active_watch(self) -> DBusUInt32:
        if self.is_without_watches:
            raise DBusError(f"{MUTTER}.Error", "no more watches")
        self._last_id += 1
        self.watches.append(self._last_id)
        return self._last_id

    @dbus_method(name="RemoveWatch")
    def remove_watch(self, watch: DBusUInt32) -> None:
        self.watches = [other for other in self.watches if other != watch]

    @dbus_signal(name="WatchFired")
    def watch_fired(self, watch: int) -> DBusUInt32:
        return watch


class MutterScene:
    pause = 10 * MINUTE
    loss = "Mutter "

    def __init__(self, place: Place) -> None:
        self.machine = Machine()
        self.place = place
        self.mutter = FakeMutter(self.machine)
        place.stage.play(MUTTER, (CORE, self.mutter))
        self.environment = {"DBUS_SESSION_BUS_ADDRESS": place.desktop.address}
        self.source = MutterIdle.open(place.bus, self.machine)

    def press(self) -> None:
        with suppress(SensorError):  # closed
            self.source.idle()  # the bus keeps the order: a watch asked for before is set by now
        self.place.stage.do(self.mutter.touch)
        self.place.settle()

    def rest(self) -> None:
        self.machine.passes(self.pause)

    def lose(self) -> None:
        self.place.stage.release(MUTTER)

    def close(self) -> None:
        self.source.close()


# logind

LOGIND = "org.freedesktop.login1"
OURS = "/org/freedesktop/login1/session/_32"


class Manager(ServiceInterface):
    """Knows one session, by its id and as that of whoever asks."""

    def __init__(self) -> None:
        super().__init__(f"{LOGIND}.Manager")

    @dbus_method(name="GetSession")
    def get_session(self, name: DBusStr) -> DBusObjectPath:
        if name not in {"auto", "2"}:
            raise DBusError(f"{LOGIND}.NoSuchSession", f"No session '{name}' known")
        return OURS


class Session(ServiceInterface):
    """What the desktop has told logind so far."""

    def __init__(self) -> None:
        super().__init__(f"{LOGIND}.Session")
        self.is_idle = False
        self.since = ZERO

    def hint(self, *, is_idle: bool, at: timedelta) -> None:
        self.is_idle, self.since = is_idle, at

    @dbus_property(access=PropertyAccess.READ, name="IdleHint")
    def idle_hint(self) -> DBusBool:
        return self.is_idle

    @dbus_property(access=PropertyAccess.READ, name="IdleSinceHintMonotonic")
    def idle_since(self) -> DBusUInt64:
        return self.since // timedelta(microseconds=1)


def played_logind(place: Place) -> Session:
    session = Session()
    place.stage.play(LOGIND, ("/org/freedesktop/login1", Manager()), (OURS, session))
    return session


class LogindScene:
    """Of a desktop that tells logind at once, as none does."""

    pause = 10 * MINUTE
    loss = "logind does not answer: "

    def __init__(self, place: Place) -> None:
        self.machine = Machine()
        self._place = place
        self.session = played_logind(place)
        self.environment = {"DBUS_SYSTEM_BUS_ADDRESS": place.desktop.address, "XDG_SESSION_ID": "2"}
        self.press()
        self.source = LogindIdle.open(self.environment, place.bus, self.machine)

    def press(self) -> None:
        self.machine.key()
        self.session.hint(is_idle=False, at=self.machine.key_at)

    def rest(self) -> None:
        self.machine.passes(self.pause)
        self.session.hint(is_idle=True, at=self.machine.key_at)

    def lose(self) -> None:
        self._place.stage.release(LOGIND)

    def close(self) -> None:
        self.source.close()


# a terminal


@dataclass
class Terminal:
    keyboard: int
    program: int

    @property
    def device(self) -> Path:
        return Path(os.ttyname(self.program))

    def last_read(self, at: datetime) -> None:
        os.utime(self.device, (at.timestamp(), at.timestamp()))

    def type(self, keys: bytes) -> None:
        os.write(self.keyboard, keys)
        os.read(self.program, len(keys))

    def close(self) -> None:
        for end in (self.program, self.keyboard):
            with suppress(OSError):  # a story may have closed it
                os.close(end)


class TtyScene:
    pause = 10 * MINUTE
    loss = "the terminal "

    def __init__(self) -> None:
        self.machine = Machine()
        self._terminal = Terminal(*os.openpty())
        self.press()
        self.environment: dict[str, str] = {}
        self.source = TtyIdle(self._terminal.device, self.machine)

    def press(self) -> None:
        self._terminal.last_read(self.machine.wall())

    def rest(self) -> None:
        self.machine.passes(self.pause)

    def lose(self) -> None:
        self._terminal.close()

    def close(self) -> None:
        self.source.close()
        self._terminal.close()


# Windows and macOS


class WindowsScene:
    pause = 10 * MINUTE
    loss = "Windows does not say "

    def __init__(self) -> None:
        self.machine = Machine()
        self._last: int | None = 0
        self.press()
        self.environment: dict[str, str] = {}
        library: Any = SimpleNamespace(
            GetTickCount=self._tick, GetLastInputInfo=self._tell_of_last_input
        )
        self.source = windows.WindowsIdle(windows.WindowsLibraries(*[library] * 5))

    def press(self) -> None:
        self._last = self._tick()

    def rest(self) -> None:
        self.machine.passes(self.pause)

    def lose(self) -> None:
        self._last = None

    def close(self) -> None:
        self.source.close()

    def _tick(self) -> int:
        return self.machine.uptime() // MILLISECOND

    def _tell_of_last_input(self, info: Any) -> bool:
        info._obj.tick = self._last or 0
        return self._last is not None


class MacScene:
    pause = 10 * MINUTE
    loss = "macOS does not say "

    def __init__(self) -> None:
        self.machine = Machine()
        self.press()
        self._is_lost = False
        self.environment: dict[str, str] = {}
        library: Any = SimpleNamespace(
            CGEventSourceSecondsSinceLastEventType=lambda _device, _kind: self._seconds()
        )
        self.source = macos.MacIdle(macos.MacLibraries(*[library] * 3), self.machine)

    def press(self) -> None:
        self.machine.key()

    def rest(self) -> None:
        self.machine.passes(self.pause)

    def lose(self) -> None:
        self._is_lost = True

    def close(self) -> None:
        self.source.close()

    def _seconds(self) -> float:
        return -1.0 if self._is_lost else self.machine.still() / SECOND
