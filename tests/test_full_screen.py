"""Stories about windows that fill the screen: on a real X server with a real window manager."""

import socket
import struct
import sys
from functools import partial

import pytest
from desktop import Desktop, Program, wait_until

from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.sensors.full_screen_x11 import is_full_screen, open_full_screen
from deskbreak.sensors.sense import Sense
from deskbreak.wires.x11 import XServer, atom

FULL_SCREEN = frozenset({Condition.FULL_SCREEN})
NOTHING: frozenset[Condition] = frozenset()


@pytest.fixture
def desktop(x_desktop: Desktop) -> Desktop:
    return x_desktop


@pytest.fixture
def sense(desktop: Desktop) -> Sense:
    return open_full_screen(desktop.env)


def xterm(desktop: Desktop, *options: str) -> Program:
    """A window in front."""
    before = _active(desktop)
    program = desktop.start("xterm", *options, "-e", "cat")
    wait_until(lambda: _active(desktop) != before, "the window")
    return program


def set_state(desktop: Desktop, state: str, *, is_on: bool) -> None:
    """Ask the window manager to change the window in front."""
    server = XServer.connect(desktop.env)
    names = (b"_NET_WM_STATE", f"_NET_WM_STATE_{state}".encode())
    kind, wanted = (atom(server, name) for name in names)
    window = int(_active(desktop), 16)
    message = struct.pack("<BBHII5I", 33, 32, 0, window, kind, is_on, wanted, 0, 1, 0)
    server.send(struct.pack("<BxHII", 25, 11, server.screen.root, 0x180000) + message)
    atom(server, b"")  # its answer tells that the message was taken
    server.close()


@pytest.mark.desktop
def test_a_desktop_without_windows_is_not_full(sense: Sense) -> None:
    assert sense.on() == NOTHING


@pytest.mark.desktop
def test_a_window_in_front_that_fills_the_screen_is_seen_until_it_ends(
    desktop: Desktop, sense: Sense
) -> None:
    film = xterm(desktop, "-fullscreen")
    wait_until(lambda: sense.on() == FULL_SCREEN, "the full screen")

    film.end()

    wait_until(lambda: sense.on() == NOTHING, "its end")


@pytest.mark.desktop
def test_a_window_made_full_and_small_again_is_followed(desktop: Desktop, sense: Sense) -> None:
    xterm(desktop)

    for is_full, seen in ((True, FULL_SCREEN), (False, NOTHING), (True, FULL_SCREEN)):
        set_state(desktop, "FULLSCREEN", is_on=is_full)
        wait_until(partial(_sees, sense, seen), f"full screen is {is_full}")


@pytest.mark.desktop
def test_a_maximised_window_is_not_full(desktop: Desktop, sense: Sense) -> None:
    xterm(desktop)
    for side in ("MAXIMIZED_VERT", "MAXIMIZED_HORZ"):
        set_state(desktop, side, is_on=True)
    wait_until(lambda: "MAXIMIZED_HORZ" in _state(desktop), "its size")

    assert sense.on() == NOTHING


@pytest.mark.desktop
def test_a_full_window_behind_another_is_not_seen(desktop: Desktop, sense: Sense) -> None:
    xterm(desktop, "-fullscreen")
    wait_until(lambda: sense.on() == FULL_SCREEN, "the full screen")

    xterm(desktop)

    wait_until(lambda: sense.on() == NOTHING, "the smaller window in front")


@pytest.mark.desktop
def test_an_x_server_that_ends_is_told(desktop: Desktop, sense: Sense) -> None:
    desktop.close()

    with pytest.raises(SensorError, match="no X server answers"):
        sense.on()


@pytest.mark.desktop
def test_a_screen_without_a_window_manager_is_refused() -> None:
    with (
        Desktop(screen="320x200x24") as desktop,
        pytest.raises(SensorError, match="does not say which window is in front"),
    ):
        open_full_screen(desktop.env)


@pytest.mark.desktop
def test_run_alone_it_prints_what_it_sees(desktop: Desktop, sense: Sense) -> None:
    xterm(desktop, "-fullscreen")
    wait_until(lambda: sense.on() == FULL_SCREEN, "the full screen")

    printed = desktop.run(sys.executable, "-m", "deskbreak.sensors.full_screen_x11")

    assert printed == "full_screen\n"


@pytest.mark.parametrize(
    "session", [{"XDG_SESSION_TYPE": "wayland"}, {"WAYLAND_DISPLAY": "wayland-0"}]
)
def test_x11_within_a_wayland_session_is_refused(session: dict[str, str]) -> None:
    with pytest.raises(SensorError, match="whose windows X11 does not see"):
        open_full_screen({"DISPLAY": ":0", **session})


def test_xwayland_is_refused() -> None:
    with pytest.raises(SensorError, match="this X server is XWayland"):
        answered(extension(150))


def test_a_window_closed_between_two_questions_is_not_full() -> None:
    error = struct.pack("<BBHIHB21x", 0, 3, 8, 77, 0, 20)

    assert not answered(*IN_FRONT, number(2), error)


def test_another_error_is_told() -> None:
    error = struct.pack("<BBHIHB21x", 0, 5, 8, 77, 0, 20)

    with pytest.raises(SensorError, match=r"error 5 to request 20\.0"):
        answered(*IN_FRONT, number(2), error)


def test_where_no_window_is_in_front_nothing_is_full() -> None:
    assert not answered(NO_EXTENSION, number(1), number(9), words(1), number(1), words(0))


def test_full_is_one_state_among_others() -> None:
    conversation = *IN_FRONT, number(2)

    assert answered(*conversation, words(5, 3, 4), number(3))
    assert not answered(*conversation, words(5, 4), number(3))


def reply(detail: int, body: bytes, more: bytes = b"") -> bytes:
    return struct.pack("<BBHI", 1, detail, 0, len(more) // 4) + body.ljust(24, b"\0") + more


def number(atom: int) -> bytes:
    return reply(0, struct.pack("<I", atom))


def words(*numbers: int) -> bytes:
    head = struct.pack("<III", 4, 0, len(numbers))
    return reply(32, head, struct.pack(f"<{len(numbers)}I", *numbers))


def extension(opcode: int) -> bytes:
    return reply(0, bytes([opcode > 0, opcode, 0, 0]))


NO_EXTENSION = extension(0)
IN_FRONT = NO_EXTENSION, number(1), number(9), words(1), number(1), words(77)
"""What the server says until it is known which window is in front."""
SETUP = struct.pack("<4I2H4B2B6xII", 0, 0x200000, 0, 0, 3, 0, 1, 0, 0, 0, 0, 0, 0x58585858, 0x123)
SETUP += bytes(36)  # a screen of which only the root matters
WELCOME = struct.pack("<BBHHH", 1, 0, 11, 0, len(SETUP) // 4) + SETUP


def answered(*answers: bytes) -> bool:
    """What is concluded from a server whose every answer is already written."""
    near, far = socket.socketpair()
    with near, far:
        far.sendall(WELCOME + b"".join(answers))
        far.shutdown(socket.SHUT_WR)
        server = XServer(near, b"")
        try:
            return is_full_screen(server)
        finally:
            server.close()


def _sees(sense: Sense, conditions: frozenset[Condition]) -> bool:
    return sense.on() == conditions


def _active(desktop: Desktop) -> str:
    return desktop.run("xprop", "-root", "-notype", "_NET_ACTIVE_WINDOW").split()[-1]


def _state(desktop: Desktop) -> str:
    return desktop.run("xprop", "-id", _active(desktop), "_NET_WM_STATE")
