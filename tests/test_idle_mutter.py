"""Stories about idleness under Mutter, played on a private bus."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from dbus_fast import DBusError
from dbus_fast.annotations import DBusUInt32, DBusUInt64
from dbus_fast.service import ServiceInterface, dbus_method, dbus_signal
from desktop import wait_until
from fake_desktop import Place

from deskbreak.errors import SensorError
from deskbreak.sensors.idle import Chosen, choose_idle
from deskbreak.sensors.idle_mutter import MutterIdle
from deskbreak.wires.dbus import Bus

MUTTER = "org.gnome.Mutter.IdleMonitor"
CORE = "/org/gnome/Mutter/IdleMonitor/Core"
PATIENCE = 10.0
SECOND = timedelta(seconds=1)


class FakeMutter(ServiceInterface):
    """Mutter's idle monitor; a person is there or not as the story says."""

    def __init__(self) -> None:
        super().__init__(MUTTER)
        self.idle_ms = 0
        self.watches: list[int] = []
        self.is_without_watches = False
        self._last_id = 40

    def touch(self) -> None:
        """Somebody uses keyboard or mouse: every watch fires, once."""
        self.idle_ms = 0
        watches, self.watches = self.watches, []
        for watch in watches:
            self.watch_fired(watch)

    @dbus_method(name="GetIdletime")
    def get_idletime(self) -> DBusUInt64:
        return self.idle_ms

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


@dataclass
class Machine:
    """A machine that sleeps when the story says so, and whose time stands still otherwise."""

    asleep: timedelta = timedelta(0)

    def uptime(self) -> timedelta:
        return self.awake() + self.asleep

    def awake(self) -> timedelta:
        return timedelta(hours=1)

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


@pytest.fixture
def place() -> Iterator[Place]:
    place = Place()
    yield place
    place.close()


@pytest.fixture
def mutter(place: Place) -> FakeMutter:
    mutter = FakeMutter()
    place.stage.play(MUTTER, (CORE, mutter))
    return mutter


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def source(place: Place, mutter: FakeMutter, machine: Machine) -> Iterator[MutterIdle]:
    mutter.idle_ms = 1000
    source = MutterIdle.open(place.bus, machine)
    yield source
    source.close()


def watched(mutter: FakeMutter) -> None:
    wait_until(lambda: mutter.watches, "a watch")


def test_idleness_is_what_mutter_says_in_milliseconds(
    mutter: FakeMutter, source: MutterIdle
) -> None:
    mutter.idle_ms = 61_500

    assert source.idle() == 61.5 * SECOND


def test_sleep_counts_as_idleness_though_mutter_does_not_count_it(
    mutter: FakeMutter, machine: Machine, source: MutterIdle
) -> None:
    mutter.idle_ms = 20_000
    before = source.idle()

    machine.asleep += timedelta(hours=8)

    assert before == 20 * SECOND
    assert source.idle() == timedelta(hours=8) + 20 * SECOND


def test_the_next_input_wakes_once(place: Place, mutter: FakeMutter, source: MutterIdle) -> None:
    bell = Bell()
    source.wake_on_input(bell.ring)
    watched(mutter)

    place.stage.do(mutter.touch)
    place.stage.do(mutter.touch)

    assert bell.rung.wait(PATIENCE)
    place.settle()
    assert bell.rings == 1


def test_each_call_wakes_once_more(place: Place, mutter: FakeMutter, source: MutterIdle) -> None:
    bells = [Bell(), Bell(), Bell()]

    for bell in bells:
        source.wake_on_input(bell.ring)
        watched(mutter)
        place.stage.do(mutter.touch)
        assert bell.rung.wait(PATIENCE)

    assert [bell.rings for bell in bells] == [1, 1, 1]


def test_a_second_call_before_the_input_replaces_the_first(
    place: Place, mutter: FakeMutter, source: MutterIdle
) -> None:
    first, second = Bell(), Bell()
    source.wake_on_input(first.ring)
    source.wake_on_input(second.ring)
    watched(mutter)

    place.stage.do(mutter.touch)

    assert second.rung.wait(PATIENCE)
    assert (first.rings, second.rings) == (0, 1)


def test_a_watch_of_another_program_wakes_nobody(
    place: Place, mutter: FakeMutter, source: MutterIdle
) -> None:
    bell = Bell()
    source.wake_on_input(bell.ring)
    watched(mutter)

    place.stage.do(mutter.watch_fired, 7)

    place.settle()
    assert bell.rings == 0


def test_a_mutter_that_ends_wakes_and_can_be_read_no_more(
    place: Place, mutter: FakeMutter, source: MutterIdle
) -> None:
    bell = Bell()
    source.wake_on_input(bell.ring)
    watched(mutter)

    place.stage.release(MUTTER)

    assert bell.rung.wait(PATIENCE)
    with pytest.raises(SensorError, match=r"^Mutter is gone$"):
        source.idle()
    with pytest.raises(SensorError, match=r"^Mutter is gone$"):
        source.wake_on_input(bell.ring)


def test_a_mutter_that_watches_no_input_is_a_lost_source(
    mutter: FakeMutter, source: MutterIdle
) -> None:
    bell = Bell()
    mutter.is_without_watches = True

    source.wake_on_input(bell.ring)

    assert bell.rung.wait(PATIENCE)
    with pytest.raises(SensorError, match=r"^Mutter watches no input: no more watches$"):
        source.idle()


def test_a_bus_that_is_away_is_a_lost_source(place: Place, source: MutterIdle) -> None:
    place.lose()

    with pytest.raises(SensorError, match=r"^Mutter (does not tell: |is gone$)"):
        source.idle()


def test_a_bus_that_went_away_and_came_back_wakes_because_the_watch_is_lost(
    place: Place, mutter: FakeMutter, source: MutterIdle
) -> None:
    bell = Bell()
    source.wake_on_input(bell.ring)
    watched(mutter)

    bus = place.desktop._bus
    assert bus is not None
    bus.process.kill()  # so that nobody is left to tell that Mutter went too
    bus.process.wait(PATIENCE)
    place.desktop.stop_bus()
    with suppress(EOFError):
        place.stage.close()
    place.find()

    assert bell.rung.wait(PATIENCE)
    with pytest.raises(SensorError, match=r"^the bus went away$"):
        source.idle()


def test_a_closed_source_wakes_nobody_and_takes_its_watch_with_it(
    place: Place, mutter: FakeMutter, machine: Machine
) -> None:
    bell = Bell()
    source = MutterIdle.open(place.bus, machine)
    source.wake_on_input(bell.ring)
    watched(mutter)
    place.settle()

    source.close()
    source.close()

    wait_until(lambda: mutter.watches == [], "the watch to be removed")
    assert bell.rings == 0
    with pytest.raises(SensorError):
        source.idle()


def test_a_desktop_of_mutters_is_read_from_it(place: Place, mutter: FakeMutter) -> None:
    chosen = choose_idle({"DISPLAY": ":3999", "XDG_SESSION_TYPE": "wayland"}, place.bus)

    assert chosen.source.name == "mutter"
    assert chosen.source.may_wake
    assert chosen.source.sees_input
    assert chosen.reasons == ("wayland: WAYLAND_DISPLAY is not set",)
    assert mutter.watches == []
    chosen.source.close()


def test_it_can_be_chosen_before_the_bus_is_received(place: Place, mutter: FakeMutter) -> None:
    mutter.idle_ms = 3000
    bus = Bus(place.desktop.address)
    chosen: list[Chosen] = []
    choosing = threading.Thread(target=lambda: chosen.append(choose_idle({}, bus)))
    choosing.start()

    bus.start()
    choosing.join(PATIENCE)

    assert [one.source.name for one in chosen] == ["mutter"]
    assert chosen[0].source.idle() >= 3 * SECOND
    bus.stop()


def test_without_mutter_the_bus_says_so(place: Place) -> None:
    chosen = choose_idle({"DESKBREAK_IDLE": "mutter"}, place.bus)

    assert chosen.source.name == "none"
    assert chosen.reasons[0].startswith(
        f"mutter: Mutter does not tell: {MUTTER} GetIdletime: "
        "org.freedesktop.DBus.Error.ServiceUnknown: "
    )


def test_run_alone_it_prints_a_reading_each_second_until_interrupted(
    place: Place, mutter: FakeMutter
) -> None:
    mutter.idle_ms = 3000
    program = subprocess.Popen(
        [sys.executable, "-m", "deskbreak.sensors.idle_mutter"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": place.desktop.address},
    )
    assert program.stdout is not None
    line = program.stdout.readline()

    program.send_signal(signal.SIGINT)
    program.communicate(timeout=PATIENCE)

    assert line == "mutter: 0:00:03\n"
    assert program.returncode == 0
