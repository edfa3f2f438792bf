"""One user in two graphical sessions, and a login that ends under the daemon."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from dbus_fast import DBusError
from desktop import Desktop, Program, wait_until

from deskbreak.control.endpoint import SocketEndpoint
from deskbreak.control.protocol import ControlError, NotRunning, Request
from deskbreak.wires.screens import has_x, is_same_screen, screen_name

pytestmark = pytest.mark.desktop

OF_THE_USER = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")
ELSEWHERE = "Counting in your other session"


class Screen:
    """A session of the user's, with a bus, a panel and a screen of its own."""

    def __init__(self, desktop: Desktop, user: Desktop) -> None:
        self.desktop = desktop
        for name in OF_THE_USER:
            desktop.env[name] = user.env[name]
        self.panel = desktop.fakes

    def log_in(self) -> Program:
        daemon = self.desktop.start(sys.executable, "-m", "deskbreak", "run", "-v")
        self.panel.tray_item()
        return daemon

    def touch(self) -> None:
        self.desktop.xdo("mousemove_relative", "--", "3", "1")

    def headline(self) -> str:
        """Of the menu; empty for the moment in which one icon goes and another comes."""
        try:
            return self.panel.tray_item().labels()[0]
        except DBusError:
            return ""

    def state(self) -> str:
        """Of whichever daemon counts; empty for the moment in which none does."""
        try:
            return str(control_endpoint_of(self.desktop).request(Request("status")).fields["state"])
        except (NotRunning, ControlError):
            return ""

    def sit_down(self) -> None:
        def is_seen() -> bool:
            self.touch()
            return self.state() == "seated"

        wait_until(is_seen, "somebody seated", within=20)

    def come_back(self) -> None:
        def is_back() -> bool:
            self.touch()
            return self.headline() not in {"", ELSEWHERE}

        wait_until(is_back, "it to count again", within=20)


def opened(program: Program) -> int:
    """How many threads it has, and files and sockets."""
    process = Path("/proc", str(program.process.pid))
    return sum(len([*(process / what).iterdir()]) for what in ("task", "fd"))


def control_endpoint_of(desktop: Desktop) -> SocketEndpoint:
    runtime, state = (Path(desktop.env[name]) for name in ("XDG_RUNTIME_DIR", "XDG_STATE_HOME"))
    return SocketEndpoint(runtime, state / "deskbreak")


@pytest.fixture
def screens() -> Iterator[tuple[Screen, Screen]]:
    with Desktop("800x600x24") as first, Desktop("800x600x24") as second:
        yield Screen(first, first), Screen(second, first)


def test_it_counts_where_the_user_is_and_rests_where_they_are_not(
    screens: tuple[Screen, Screen],
) -> None:
    desk, remote = screens
    desk.log_in()
    desk.sit_down()

    remote.log_in()
    wait_until(lambda: desk.headline() == ELSEWHERE, "the desk to rest", within=20)
    remote.sit_down()
    at_remote = remote.headline()

    desk.come_back()
    wait_until(lambda: remote.headline() == ELSEWHERE, "the remote screen to rest", within=20)
    desk.sit_down()
    assert at_remote != ELSEWHERE
    assert remote.headline() == ELSEWHERE


def test_a_click_where_it_rests_is_obeyed_there(screens: tuple[Screen, Screen]) -> None:
    desk, remote = screens
    desk.log_in()
    remote.log_in()
    wait_until(lambda: desk.headline() == ELSEWHERE, "the desk to rest", within=20)

    desk.panel.tray_item().click("Start a break")

    wait_until(lambda: desk.state() == "on_break", "the break", within=20)
    assert desk.headline() != ELSEWHERE


def test_both_end_when_they_are_told_to(screens: tuple[Screen, Screen]) -> None:
    desk, remote = screens
    first, second = desk.log_in(), remote.log_in()
    wait_until(lambda: desk.headline() == ELSEWHERE, "the desk to rest", within=20)

    for daemon in (first, second):
        daemon.process.terminate()

    assert (first.process.wait(30), second.process.wait(10)) == (0, 0)


def test_what_rests_ends_too_once_the_user_has_quit(screens: tuple[Screen, Screen]) -> None:
    desk, remote = screens
    first, second = desk.log_in(), remote.log_in()
    wait_until(lambda: desk.headline() == ELSEWHERE, "the desk to rest", within=20)

    remote.panel.tray_item().click("Quit")
    second.process.wait(30)

    def has_ended() -> bool:
        desk.touch()
        return first.process.poll() == 0

    wait_until(has_ended, "the end of what rested", within=20)


def test_where_it_rests_it_ends_with_its_login_too(screens: tuple[Screen, Screen]) -> None:
    desk, remote = screens
    first = desk.log_in()
    remote.log_in()
    wait_until(lambda: desk.headline() == ELSEWHERE, "the desk to rest", within=20)

    desk.desktop.stop_bus()
    desk.desktop.stop_screen()

    assert first.process.wait(60) == 0


def test_who_goes_to_and_fro_leaves_nothing_open(screens: tuple[Screen, Screen]) -> None:
    desk, remote = screens
    # any bus will do for what is told of the system
    desk.desktop.env["DBUS_SYSTEM_BUS_ADDRESS"] = desk.desktop.env["DBUS_SESSION_BUS_ADDRESS"]
    first = desk.log_in()
    remote.log_in()
    wait_until(lambda: desk.headline() == ELSEWHERE, "the desk to rest", within=20)
    before = opened(first)

    for _time in range(2):
        desk.come_back()
        wait_until(lambda: remote.headline() == ELSEWHERE, "the remote screen to rest", within=20)
        remote.come_back()
        wait_until(lambda: desk.headline() == ELSEWHERE, "the desk to rest", within=20)

    wait_until(lambda: opened(first) <= before, "what was open to be closed")


@pytest.mark.parametrize("name", ["{}.0", "unix{}"])
def test_one_screen_under_another_name_is_no_other_screen(
    screens: tuple[Screen, Screen], name: str
) -> None:
    desk, _remote = screens
    desk.log_in()
    desk.sit_down()
    display = name.format(desk.desktop.env["DISPLAY"])

    desk.desktop.run("env", f"DISPLAY={display}", sys.executable, "-m", "deskbreak", "run")

    assert desk.headline() != ELSEWHERE
    assert desk.state() == "seated"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, {"DISPLAY": ":0"}),
        (
            {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"},
            {"WAYLAND_DISPLAY": "/run/me/wayland-0"},
        ),
    ],
)
def test_a_compositor_is_known_by_either_of_its_names(
    one: dict[str, str], other: dict[str, str]
) -> None:
    names = [screen_name({"XDG_RUNTIME_DIR": "/run/me", **each}) for each in (one, other)]

    assert is_same_screen(*names)
    assert not is_same_screen(names[1], screen_name({"DISPLAY": ":1"}))


def test_it_ends_with_its_login(screens: tuple[Screen, Screen]) -> None:
    desk, _remote = screens
    daemon = desk.log_in()
    desk.sit_down()

    desk.desktop.stop_bus()
    desk.desktop.stop_screen()

    assert daemon.process.wait(60) == 0


def test_who_logs_in_again_at_once_on_the_same_display_has_an_icon(
    screens: tuple[Screen, Screen],
) -> None:
    earlier, later = screens
    first = earlier.log_in()
    display = earlier.desktop.env["DISPLAY"]

    earlier.desktop.stop_bus()
    earlier.desktop.stop_screen()
    later.desktop.env["DISPLAY"] = display
    later.desktop.start("Xvfb", display, "-screen", "0", "800x600x24", "-nolisten", "tcp")
    wait_until(lambda: has_x(later.desktop.env), "the next screen")
    later.log_in()
    later.sit_down()

    assert first.process.wait(20) == 0
    assert later.headline() not in {"", ELSEWHERE}


def test_a_socket_that_was_taken_away_is_soon_there_again_with_nobody_there(
    screens: tuple[Screen, Screen],
) -> None:
    desk, _remote = screens
    desk.log_in()
    wait_until(lambda: desk.state() == "away", "the daemon")
    socket = Path(desk.desktop.env["XDG_RUNTIME_DIR"], "deskbreak.sock")

    socket.unlink()

    wait_until(lambda: desk.state() == "away", "the socket", within=8)


def test_where_the_home_was_taken_away_one_daemon_is_left(
    screens: tuple[Screen, Screen],
) -> None:
    desk, _remote = screens
    first = desk.log_in()
    desk.sit_down()
    shell = desk.desktop.folder / "shell"
    shell.mkdir(mode=0o700)

    shutil.rmtree(desk.desktop.env["XDG_STATE_HOME"])
    second = desk.desktop.start(
        sys.executable, "-m", "deskbreak", "run", env={"XDG_RUNTIME_DIR": str(shell)}
    )

    def one_is_left() -> bool:
        """Whichever was the first to lock the new home; only in a round does the other see that."""
        is_there = bool(desk.state())
        return is_there and [each.process.poll() for each in (first, second)].count(None) == 1

    wait_until(one_is_left, "one to give way", within=30, why=second.last_words)
    wait_until(desk.state, "the one that is left")
