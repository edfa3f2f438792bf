"""Stories about idleness on X11: on a real X server, and with one whose every answer is written."""

import os
import secrets
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskbreak.errors import SensorError
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.idle import choose_idle
from deskbreak.sensors.idle_x11 import X11Idle
from deskbreak.wires.x11 import Display, Server
from deskbreak.wires.xsync import IdleCounter

PATIENCE = 10.0
SECOND = timedelta(seconds=1)
WELCOME = struct.pack("<BBHHH", 1, 0, 11, 0, 2) + struct.pack("<II", 0, 0x200000)


@dataclass
class Screen:
    """An X server of this test's own, which lets in only who has its cookie."""

    folder: Path
    process: subprocess.Popen[bytes]
    number: int
    cookie: bytes

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
        self.process.terminate()
        self.process.wait(PATIENCE)


@dataclass
class Machine:
    """A machine that sleeps when the story says so."""

    asleep: timedelta = timedelta(0)

    def uptime(self) -> timedelta:
        return self.awake() + self.asleep

    def awake(self) -> timedelta:
        return system_time().awake()

    def wall(self) -> datetime:
        return datetime(2026, 3, 2, 9, 0, tzinfo=UTC) + self.uptime()

    def boot_id(self) -> str:
        return "monday"


@dataclass
class Bell:
    """Counts how often it was rung."""

    rings: int = 0
    rung: threading.Event = field(default_factory=threading.Event)

    def ring(self) -> None:
        self.rings += 1
        self.rung.set()


def authority(number: int, cookie: bytes, host: bytes | None = None) -> bytes:
    """The entry of an authority file, as xauth writes it."""
    host = socket.gethostname().encode() if host is None else host
    fields = host, str(number).encode(), b"MIT-MAGIC-COOKIE-1", cookie
    return struct.pack(">H", 256) + b"".join(struct.pack(">H", len(f)) + f for f in fields)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    cookie = secrets.token_bytes(16)
    file = tmp_path / "authority"
    file.write_bytes(authority(0, cookie))  # the server takes the cookie, whatever the number
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
    screen = Screen(tmp_path, process, number, cookie)
    yield screen
    screen.end()


@pytest.fixture
def source(screen: Screen) -> Iterator[X11Idle]:
    source = X11Idle.open(screen.environment, system_time())
    yield source
    source.close()


@pytest.fixture
def still(source: X11Idle) -> X11Idle:
    """The source of a screen that nobody has touched for a moment."""
    while source.idle() < timedelta(milliseconds=100):
        threading.Event().wait(0.01)
    return source


@pytest.mark.desktop
def test_idleness_grows_while_nobody_touches_anything(source: X11Idle) -> None:
    before = source.idle()

    threading.Event().wait(0.2)

    grown = source.idle() - before
    assert timedelta(milliseconds=150) <= grown <= SECOND * PATIENCE


@pytest.mark.desktop
@pytest.mark.parametrize("act", [("mousemove", "30", "40"), ("key", "a"), ("click", "1")])
def test_any_input_ends_idleness_and_wakes_once(
    screen: Screen, still: X11Idle, act: tuple[str, ...]
) -> None:
    before, bell = still.idle(), Bell()
    still.wake_on_input(bell.ring)

    screen.xdotool(*act)

    assert bell.rung.wait(PATIENCE)
    screen.xdotool(*act)
    assert still.idle() < before + SECOND
    assert bell.rings == 1


@pytest.mark.desktop
def test_nobody_is_woken_while_nothing_happens(still: X11Idle) -> None:
    bell = Bell()

    still.wake_on_input(bell.ring)

    assert not bell.rung.wait(1.0)


@pytest.mark.desktop
def test_input_before_the_call_wakes_nobody(screen: Screen, source: X11Idle) -> None:
    bell = Bell()

    screen.xdotool("key", "a")
    source.wake_on_input(bell.ring)

    assert not bell.rung.wait(0.5)


@pytest.mark.desktop
def test_input_right_after_input_wakes_too(screen: Screen, source: X11Idle) -> None:
    bell = Bell()
    screen.xdotool("key", "a")

    source.wake_on_input(bell.ring)
    screen.xdotool("key", "b")

    assert bell.rung.wait(PATIENCE)


@pytest.mark.desktop
def test_each_call_wakes_once_more(screen: Screen, still: X11Idle) -> None:
    bells = [Bell(), Bell(), Bell()]

    for bell in bells:
        still.wake_on_input(bell.ring)
        screen.xdotool("mousemove_relative", "5", "5")
        assert bell.rung.wait(PATIENCE)

    assert [bell.rings for bell in bells] == [1, 1, 1]


@pytest.mark.desktop
def test_a_second_call_before_the_input_replaces_the_first(screen: Screen, still: X11Idle) -> None:
    first, second = Bell(), Bell()
    still.wake_on_input(first.ring)

    still.wake_on_input(second.ring)
    screen.xdotool("key", "a")

    assert second.rung.wait(PATIENCE)
    assert (first.rings, second.rings) == (0, 1)


@pytest.mark.desktop
def test_many_threads_may_ask_at_once_while_the_alarm_rings(screen: Screen, still: X11Idle) -> None:
    readings: list[timedelta] = []
    bell = Bell()
    askers = [
        threading.Thread(target=lambda: readings.extend(still.idle() for _ in range(200)))
        for _ in range(4)
    ]
    still.wake_on_input(bell.ring)

    for asker in askers:
        asker.start()
    screen.xdotool("key", "a")
    for asker in askers:
        asker.join()

    assert len(readings) == 800
    assert bell.rung.wait(PATIENCE)


@pytest.mark.desktop
def test_sleep_counts_as_idleness(screen: Screen) -> None:
    machine = Machine()
    source = X11Idle.open(screen.environment, machine)
    source.idle()

    machine.asleep += timedelta(hours=1)

    asleep_since = source.idle()
    screen.xdotool("key", "a")
    back = source.idle()
    source.close()
    assert asleep_since >= timedelta(hours=1)
    assert back < SECOND * PATIENCE


@pytest.mark.desktop
def test_an_x_server_that_ends_wakes_and_can_be_read_no_more(
    screen: Screen, still: X11Idle
) -> None:
    bell = Bell()
    still.wake_on_input(bell.ring)

    screen.end()

    assert bell.rung.wait(1.0)
    with pytest.raises(SensorError, match="the X server "):
        still.idle()
    with pytest.raises(SensorError, match="the X server "):
        still.wake_on_input(bell.ring)


@pytest.mark.desktop
def test_an_x_server_that_ends_while_nobody_is_to_be_woken_can_be_read_no_more(
    screen: Screen, source: X11Idle
) -> None:
    screen.end()

    with pytest.raises(SensorError, match="the X server "):
        source.idle()


@pytest.mark.desktop
def test_an_x_server_that_hangs_is_given_up(screen: Screen, source: X11Idle) -> None:
    screen.process.send_signal(signal.SIGSTOP)

    with pytest.raises(SensorError, match="the X server does not answer any more"):
        source.idle()

    screen.process.send_signal(signal.SIGCONT)
    with pytest.raises(SensorError, match="the X server does not answer any more"):
        source.idle()


@pytest.mark.desktop
def test_a_closed_source_wakes_nobody(screen: Screen) -> None:
    bell = Bell()
    source = X11Idle.open(screen.environment, system_time())
    source.wake_on_input(bell.ring)

    source.close()
    source.close()

    assert bell.rings == 0
    with pytest.raises(SensorError):
        source.idle()


@pytest.mark.desktop
def test_the_cookie_is_found_among_those_of_other_servers(screen: Screen) -> None:
    wrong = bytes(16)
    environment = screen.with_authority(
        authority(screen.number, wrong, host=b"elsewhere")
        + authority(screen.number + 1, wrong)
        + authority(screen.number, screen.cookie)
    )

    source = X11Idle.open(environment, system_time())

    assert source.idle() >= timedelta(0)
    source.close()


@pytest.mark.desktop
@pytest.mark.parametrize(
    ("bytes_kept", "reason"),
    [
        (0, "Authorization required, but no authorization protocol specified"),
        (1, "Authorization required, but no authorization protocol specified"),
        (9, "Authorization required, but no authorization protocol specified"),
        (-1, "Invalid MIT-MAGIC-COOKIE-1 key"),
    ],
)
def test_with_a_broken_authority_file_the_x_server_says_why_it_refuses(
    screen: Screen, bytes_kept: int, reason: str
) -> None:
    environment = screen.with_authority(authority(screen.number, screen.cookie)[:bytes_kept])

    with pytest.raises(SensorError, match=f"^the X server refuses: {reason}$"):
        X11Idle.open(environment, system_time())


@pytest.mark.desktop
def test_an_x11_session_is_read_from_its_x_server(screen: Screen) -> None:
    chosen = choose_idle(screen.environment)

    assert chosen.source.name == "x11"
    assert chosen.source.may_wake
    assert chosen.source.sees_input
    assert not any(reason.startswith("x11") for reason in chosen.reasons)
    chosen.source.close()


@pytest.mark.desktop
def test_run_alone_it_prints_a_reading_each_second_until_interrupted(screen: Screen) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "deskbreak.sensors.idle_x11"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **screen.environment},
    )
    assert program.stdout is not None
    line = program.stdout.readline()

    program.send_signal(signal.SIGINT)
    program.communicate(timeout=PATIENCE)

    assert line.startswith("x11: 0:00:0")
    assert program.returncode == 0


@pytest.mark.parametrize(
    ("name", "display"),
    [
        (":0", Display("", 0)),
        (":12.1", Display("", 12, 1)),
        ("unix:3", Display("", 3)),
        ("localhost:10.0", Display("localhost", 10)),
        ("[::1]:4", Display("::1", 4)),
    ],
)
def test_a_display_names_its_host_and_number(name: str, display: Display) -> None:
    assert Display.parse(name) == display


@pytest.mark.parametrize("name", ["", "0", ":", ":x", "wayland-0"])
def test_a_name_that_is_no_display_is_refused(name: str) -> None:
    with pytest.raises(SensorError, match=f"^DISPLAY is “{name}”; it should look like “:0”$"):
        Display.parse(name)


def reply(body: bytes, more: bytes = b"") -> bytes:
    """A reply of which only the body matters."""
    return struct.pack("<BxHI", 1, 0, len(more) // 4) + body.ljust(24, b"\0") + more


def extension(opcode: int, first_event: int = 0) -> bytes:
    return reply(bytes([opcode > 0, opcode, first_event, 0]))


def counters(name: bytes) -> bytes:
    entry = struct.pack("<IiIH", 7, 0, 4, len(name)) + name
    return reply(struct.pack("<I", 1), entry + bytes(-len(entry) % 4))


NO_EXTENSION = extension(0)
SYNC = extension(134, 83)
VERSION = reply(b"\x03\x01")
KEYMAP_CHANGED = bytes([34]).ljust(32, b"\0")


def counter_of(*answers: bytes) -> IdleCounter:
    """The idle counter of a server whose every answer is already written."""
    near, far = socket.socketpair()
    with near, far:
        far.sendall(WELCOME + b"".join(answers))
        far.shutdown(socket.SHUT_WR)
        server = Server(near, b"")
        try:
            return IdleCounter.find(server)
        finally:
            server.close()


def test_the_counter_is_found_whatever_events_come_between() -> None:
    counter = counter_of(NO_EXTENSION, KEYMAP_CHANGED, SYNC, VERSION, counters(b"IDLETIME"))

    assert counter == IdleCounter(opcode=134, first_event=83, counter=7, alarm=0x200001)


def test_xwayland_is_refused_because_it_sees_only_part_of_the_input() -> None:
    with pytest.raises(SensorError, match="this X server is XWayland"):
        counter_of(extension(150))


def test_a_server_without_sync_is_refused() -> None:
    with pytest.raises(SensorError, match="lacks the SYNC extension"):
        counter_of(NO_EXTENSION, NO_EXTENSION)


def test_a_server_without_the_counter_is_refused() -> None:
    with pytest.raises(SensorError, match="has no IDLETIME counter"):
        counter_of(NO_EXTENSION, SYNC, VERSION, counters(b"SERVERTIME"))


def test_an_error_of_the_server_is_told() -> None:
    with pytest.raises(SensorError, match=r"answers error 8 to request 134\.0"):
        counter_of(NO_EXTENSION, SYNC, struct.pack("<BBHIHB21x", 0, 8, 3, 0, 0, 134))


def test_a_server_that_ends_during_the_introduction_is_told() -> None:
    with pytest.raises(SensorError, match="the X server is gone: it closed the connection"):
        counter_of(NO_EXTENSION[:20])
