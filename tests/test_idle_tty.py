"""Stories about a terminal, told on a pseudo-terminal of their own."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskbreak.errors import SensorError
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.idle_tty import TtyIdle

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
GRANULARITY = timedelta(seconds=8)


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


@dataclass
class Machine:
    """A machine that has been up for a day, and whose clocks stand until the story moves them."""

    up: timedelta = 24 * HOUR
    now: datetime = NINE

    def uptime(self) -> timedelta:
        return self.up

    def awake(self) -> timedelta:
        return self.up

    def wall(self) -> datetime:
        return self.now

    def boot_id(self) -> str:
        return "monday"

    def run(self, length: timedelta) -> None:
        self.up += length
        self.now += length


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    keyboard, program = os.openpty()
    yield Terminal(keyboard, program)
    os.close(keyboard)
    os.close(program)


def test_idleness_is_the_time_since_the_terminal_was_read(terminal: Terminal) -> None:
    machine = Machine()
    terminal.last_read(NINE - HOUR)
    source = TtyIdle(terminal.device, machine)

    machine.run(HOUR)

    assert source.idle() == 2 * HOUR


def test_a_key_that_the_program_reads_ends_idleness(terminal: Terminal) -> None:
    time = system_time()
    terminal.last_read(time.wall() - HOUR)
    source = TtyIdle(terminal.device, time)
    before = source.idle()

    terminal.type(b"s\n")

    assert before >= HOUR
    assert source.idle() <= GRANULARITY


def test_output_alone_is_no_input(terminal: Terminal) -> None:
    time = system_time()
    terminal.last_read(time.wall() - HOUR)
    source = TtyIdle(terminal.device, time)

    os.write(terminal.program, b"compiling\n")

    assert source.idle() >= HOUR


def test_a_key_that_the_app_reports_ends_idleness_at_once(terminal: Terminal) -> None:
    machine = Machine()
    terminal.last_read(NINE - HOUR)
    source = TtyIdle(terminal.device, machine)

    source.touched()
    machine.run(timedelta(seconds=3))

    assert source.idle() == timedelta(seconds=3)


def test_a_reported_key_holds_against_an_older_time_of_the_device(terminal: Terminal) -> None:
    machine = Machine()
    terminal.last_read(NINE - HOUR)
    source = TtyIdle(terminal.device, machine)

    source.touched()
    terminal.last_read(NINE - timedelta(seconds=7))

    assert source.idle() == timedelta(0)


def test_a_stepped_wall_clock_changes_no_idleness(terminal: Terminal) -> None:
    machine = Machine()
    terminal.last_read(NINE - HOUR)
    source = TtyIdle(terminal.device, machine)

    machine.now += 5 * HOUR

    assert source.idle() == HOUR


def test_a_device_read_in_the_future_was_read_just_now(terminal: Terminal) -> None:
    terminal.last_read(NINE + HOUR)

    assert TtyIdle(terminal.device, Machine()).idle() == timedelta(0)


def test_a_terminal_that_is_closed_cannot_be_read_any_more() -> None:
    keyboard, program = os.openpty()
    device = os.ttyname(program)
    source = TtyIdle(Path(device), Machine())

    os.close(program)
    os.close(keyboard)

    with pytest.raises(SensorError, match=f"^the terminal {device} is gone: "):
        source.idle()


def test_a_terminal_says_that_it_wakes_nobody(terminal: Terminal) -> None:
    woken: list[str] = []
    source = TtyIdle(terminal.device, Machine())

    source.wake_on_input(lambda: woken.append("woken"))
    terminal.type(b"s\n")
    source.close()

    assert source.sees_input
    assert not source.may_wake
    assert woken == []
