"""Stories about idleness on X11: on a real X server, and with one whose every answer is written."""

import signal
import socket
import struct
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from idle_scenes import PATIENCE, Bell, Screen, authority, last_input

from deskbreak.errors import SensorError
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.idle import choose_idle
from deskbreak.sensors.idle_x11 import X11Idle
from deskbreak.wires.x11 import Display, XServer
from deskbreak.wires.xsync import IdleCounter

WELCOME = struct.pack("<BBHHH", 1, 0, 11, 0, 2) + struct.pack("<II", 0, 0x200000)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    screen = Screen.start(tmp_path)
    yield screen
    screen.end()


@pytest.fixture
def source(screen: Screen) -> Iterator[X11Idle]:
    source = X11Idle.open(screen.environment, system_time())
    yield source
    source.close()


@pytest.mark.desktop
@pytest.mark.parametrize("act", [("mousemove", "30", "40"), ("key", "a"), ("click", "1")])
def test_any_input_ends_idleness_and_wakes(
    screen: Screen, source: X11Idle, act: tuple[str, ...]
) -> None:
    bell = Bell()
    source.wake_on_input(bell.ring)
    acted = system_time().uptime()

    screen.xdotool(*act)

    _from, to = last_input(source, system_time())
    assert bell.rung.wait(PATIENCE)
    assert to >= acted


@pytest.mark.desktop
def test_an_x_server_that_hangs_is_given_up(screen: Screen, source: X11Idle) -> None:
    screen.process.send_signal(signal.SIGSTOP)

    with pytest.raises(SensorError, match="the X server does not answer any more"):
        source.idle()

    screen.process.send_signal(signal.SIGCONT)
    with pytest.raises(SensorError, match="the X server does not answer any more"):
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
        server = XServer(near, b"")
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
