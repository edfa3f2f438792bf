"""Stories about idleness on X11: on a real X server, and with one whose every answer is written."""

import os
import re
import signal
import socket
import struct
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from idle_scenes import PATIENCE, Bell, Screen, authority, last_input

from deskbreak.errors import SensorError
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.idle import choose_idle
from deskbreak.sensors.idle_x11 import X11Idle
from deskbreak.wires.screens import has_x, is_gone
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


@contextmanager
def listening_without_a_file(number: int) -> Iterator[None]:
    """An X server as a sandbox sees it that hides /tmp; it lets in two."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"\0/tmp/.X11-unix/X{number}")
        server.listen()
        server.settimeout(PATIENCE)

        def let_in() -> None:
            for _guest in range(2):
                link, _address = server.accept()
                with link:
                    if link.recv(100):  # else it only looked whether somebody is there
                        link.sendall(WELCOME)

        letting_in = threading.Thread(target=let_in)
        letting_in.start()
        yield
        letting_in.join()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has sockets without a file")
def test_an_x_server_is_found_by_a_socket_without_a_file(tmp_path: Path) -> None:
    number = 100_000 + os.getpid()
    there = {"DISPLAY": f":{number}", "XAUTHORITY": str(tmp_path / "none")}

    with listening_without_a_file(number):
        found = has_x(there), is_gone(there)

    assert found == (True, False)
    assert (has_x(there), is_gone(there)) == (False, True)


FOUND = WELCOME + NO_EXTENSION + SYNC + VERSION + counters(b"IDLETIME")


@pytest.mark.parametrize(
    ("rubbish", "why"),
    [
        (bytes(32), "answers error 0 to request 0.0"),
        (b"\1\0\0\0\xff\xff\xff\x7f".ljust(32, b"?"), "answers nonsense: 8589934588 bytes"),
        (b"\1" + bytes(12), "it closed the connection"),
        (reply(b"", b"1234")[:-1], "it closed the connection"),
        (KEYMAP_CHANGED + b"\x23\0\0\0\xff\xff\xff\xff".ljust(32, b"?"), "answers nonsense"),
        # an answer that comes before the question is passed over; then the end is what is noticed
        (
            reply(struct.pack("<iI", -1, 5)),
            "answers nonsense: idle for -4294967291 ms|it closed the connection",
        ),
    ],
    ids=["zeros", "huge", "cut", "cut short", "event", "idle before it began"],
)
def test_a_server_that_sends_rubbish_later_is_a_lost_one(rubbish: bytes, why: str) -> None:
    near, far = socket.socketpair()
    far.sendall(FOUND)
    server = XServer(near, b"")
    source = X11Idle(server, IdleCounter.find(server), system_time())

    far.sendall(rubbish)
    far.shutdown(socket.SHUT_WR)
    with pytest.raises(SensorError) as at_once:  # perhaps while it is being noticed
        source.idle()
    source.close()
    far.close()
    with pytest.raises(SensorError) as later:
        source.idle()

    assert re.search(why, f"{at_once.value}; {later.value}")


def test_an_error_of_the_server_is_told() -> None:
    with pytest.raises(SensorError, match=r"answers error 8 to request 134\.0"):
        counter_of(NO_EXTENSION, SYNC, struct.pack("<BBHIHB21x", 0, 8, 3, 0, 0, 134))


def test_a_server_that_ends_during_the_introduction_is_told() -> None:
    with pytest.raises(SensorError, match="the X server is gone: it closed the connection"):
        counter_of(NO_EXTENSION[:20])
