"""A desk on a whole machine: a system bus with a logind and, where asked, a real sound server."""

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from dbus_fast import PropertyAccess
from dbus_fast.annotations import DBusStr
from dbus_fast.service import ServiceInterface, dbus_property
from desk_day import DeskDay
from desktop import Desktop, Program, wait_until
from fake_desktop import LOGIND, Logind, Stage
from sound import Sound

Status = dict[str, Any]


class Watched:
    """What the daemon tells those who watch it, in order; unlike a question it wakes nobody."""

    def __init__(self, desk: DeskDay) -> None:
        self._desk = desk
        self._read_to = 0
        self.begin()

    def begin(self) -> None:
        """Watch the daemon that runs now."""
        watch = "-m", "deskbreak", "status", "--json", "--watch"
        self._watcher = self._desk.desktop.start(sys.executable, *watch)
        wait_until(self.told, "a first status", within=10)
        self._read_to = 0

    def end(self) -> None:
        """Leave the daemon to itself: a watcher costs it wake-ups."""
        self._watcher.end()

    def told(self) -> list[Status]:
        """Everything so far."""
        whole, _newline, _rest = self._watcher.printed().rpartition("\n")
        return [json.loads(line) for line in whole.splitlines()]

    def until(self, within: float = 8.0, **expected: object) -> Status:
        """The next that has these values, the one of the last call included."""
        found = wait_until(lambda: self._next(expected), f"{expected}", within)
        assert found is not None
        self._read_to = found[0]
        return found[1]

    def _next(self, expected: dict[str, object]) -> tuple[int, Status] | None:
        for number, status in enumerate(self.told()):
            if number >= self._read_to and all(status[key] == expected[key] for key in expected):
                return number, status
        return None


class Machine:
    """What lies below the desktop: no part of it ends with the session."""

    def __init__(self, *, has_sound: bool) -> None:
        self.below = Desktop()
        self.stage = Stage(self.below.address)
        self.logind = Logind(self.stage)
        self.env = {"DBUS_SYSTEM_BUS_ADDRESS": self.below.address}
        self._sound = Sound(self.below, "pulseaudio") if has_sound else None
        if has_sound:
            self.env["PULSE_SERVER"] = f"unix:{self.below.folder}/run/pulse/native"

    @property
    def sound(self) -> Sound:
        assert self._sound is not None, "this machine has no sound"
        return self._sound

    def show_a_film(self, *, is_on: bool) -> None:
        """As a player that asks logind to keep the display awake."""
        film = "idle", "player", "plays a film", "block", os.getuid(), 40
        self.stage.do(self.logind.manager.inhibit, *([film] if is_on else []))

    def lock(self) -> None:
        self.stage.do(self.logind.ours.set_hint, True)  # noqa: FBT003  (a D-Bus signature)

    def unlock(self) -> None:
        self.stage.do(self.logind.ours.set_hint, False)  # noqa: FBT003  (likewise)

    def stop_logind(self) -> None:
        self.stage.release(LOGIND)

    def start_logind(self) -> None:
        self.stage.own(LOGIND)

    def prepare_for_sleep(self, *, is_coming: bool) -> None:
        self.stage.do(self.logind.manager.announce_sleep, is_coming)

    def close(self) -> None:
        self.stage.close()
        self.below.close()


class Player(ServiceInterface):
    """A music player that plays."""

    def __init__(self) -> None:
        super().__init__("org.mpris.MediaPlayer2.Player")

    @dbus_property(access=PropertyAccess.READ, name="PlaybackStatus")
    def playback_status(self) -> DBusStr:
        return "Playing"


class Day:
    """Somebody's desk on such a machine, and all that their daemon tells and notifies."""

    def __init__(self, machine: Machine, desk: DeskDay) -> None:
        self.machine = machine
        self.desk = desk
        self.watched = Watched(desk)
        self._monitor = self._monitored()
        self._stages: list[Stage] = []

    def sit_down(self) -> None:
        self.desk.sit_down()
        self.until(state="seated")

    def work_until_due(self) -> None:
        """And rest the hands as soon as it is."""
        self.desk.keep_moving()
        self.until(state="due")
        self.desk.be_still()

    def until(self, within: float = 8.0, **expected: object) -> Status:
        return self.watched.until(within, **expected)

    def wait_for_words(self, words: str) -> None:
        """A notification with these words went out."""
        wait_until(lambda: words in self._monitor.printed(), f"the words “{words}”")

    def play(self, name: str, path: str, interface: ServiceInterface) -> Stage:
        """A program on the session bus."""
        self._stages.append(stage := Stage(self.desk.desktop.address))
        stage.play(name, (path, interface))
        return stage

    def history(self) -> list[dict[str, Any]]:
        records: list[dict[str, Any]] = json.loads(
            self.desk.deskbreak("history", "list", "--json")
        )["records"]
        return records

    def seat_time(self) -> float:
        """In seconds, as it is when asked."""
        return float(self.desk.status()["seat_time_s"])

    def sensors(self) -> dict[str, Any]:
        found: dict[str, Any] = self.desk.status()["sensors"]
        return found

    def furnish_again(self) -> None:
        """What ended with the session bus, and what listens on it."""
        self.desk.furnish_again()
        self._monitor = self._monitored()

    def manage_windows(self) -> None:
        """A window manager; the daemon that starts after it knows it at once."""
        self.desk.desktop.manage_windows()
        self.quit()
        self.restart()

    def restart(self, *options: str) -> None:
        """Another daemon for the one that has ended, with these options to `run`."""
        command = sys.executable, "-m", "deskbreak", "run", "-v", *options
        daemon = self.desk.daemon = self.desk.desktop.start(*command, env=self.machine.env)
        wait_until(lambda: self.desk._answers(daemon), "the daemon", within=20)
        self.watched.begin()

    def quit(self) -> None:
        self.desk.deskbreak("quit")
        self.desk.daemon.process.wait(30)

    def decided(self) -> list[str]:
        """What the running daemon's log says of proposals and records."""
        return re.findall(r"((?:Proposed|Noted): .*)", self.desk.daemon.printed())

    def close(self) -> None:
        """Those who play go first: dbus-fast prints what it thinks of a lost bus."""
        for stage in self._stages:
            stage.close()

    def _monitored(self) -> Program:
        rule = "interface='org.freedesktop.Notifications',member='Notify'"
        monitor = self.desk.desktop.start("dbus-monitor", "--session", rule)
        wait_until(lambda: "NameAcquired" in monitor.printed(), "the monitor")
        return monitor


@contextmanager
def a_day(settings: str, *, has_sound: bool = False) -> Iterator[Day]:
    machine = Machine(has_sound=has_sound)
    try:
        with DeskDay(settings, env=machine.env) as desk, closing(Day(machine, desk)) as day:
            yield day
    finally:
        machine.close()


def end_with(program: Program, how: int) -> None:
    program.process.send_signal(how)
    program.process.wait(30)


def program_of(desktop: Desktop, name: str) -> Program:
    """The one of that name that runs."""
    running = [one for one in desktop._programs if one.process.poll() is None]
    (found,) = [one for one in running if one.name == name]
    return found


def screen_again(desktop: Desktop) -> Program:
    """An X server again where the one that has ended was."""
    size = "-screen", "0", "800x600x24"
    return desktop.start("Xvfb", desktop.env["DISPLAY"], *size, "-nolisten", "tcp", "-noreset")
