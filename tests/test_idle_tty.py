"""Stories about a terminal, told on a pseudo-terminal of their own."""

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from idle_scenes import SECOND, ZERO, Machine, Terminal, last_input

from deskbreak.sensors.clock import system_time
from deskbreak.sensors.idle_tty import TtyIdle

HOUR = timedelta(hours=1)
GRANULARITY = 8 * SECOND


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    with closing(Terminal(*os.openpty())) as terminal:
        yield terminal


@pytest.fixture
def machine(terminal: Terminal) -> Machine:
    """On which the terminal was last read an hour ago."""
    machine = Machine()
    terminal.last_read(machine.wall() - HOUR)
    return machine


def test_a_key_that_the_program_reads_ends_idleness(terminal: Terminal) -> None:
    time = system_time()
    terminal.last_read(time.wall() - HOUR)
    source = TtyIdle(terminal.device, time)
    before = source.idle()

    typed = time.uptime()
    terminal.type(b"s\n")

    _from, to = last_input(source, time)
    assert before >= HOUR
    assert to >= typed - GRANULARITY


def test_output_alone_is_no_input(terminal: Terminal) -> None:
    time = system_time()
    terminal.last_read(time.wall() - HOUR)
    source = TtyIdle(terminal.device, time)

    os.write(terminal.program, b"compiling\n")

    assert source.idle() >= HOUR


def test_a_key_that_the_app_reports_ends_idleness_at_once(
    terminal: Terminal, machine: Machine
) -> None:
    source = TtyIdle(terminal.device, machine)

    source.touched()
    machine.passes(3 * SECOND)

    assert source.idle() == 3 * SECOND


def test_a_reported_key_holds_against_an_older_time_of_the_device(
    terminal: Terminal, machine: Machine
) -> None:
    source = TtyIdle(terminal.device, machine)

    source.touched()
    terminal.last_read(machine.wall() - 7 * SECOND)

    assert source.idle() == ZERO


def test_a_stepped_wall_clock_changes_no_idleness(terminal: Terminal, machine: Machine) -> None:
    source = TtyIdle(terminal.device, machine)

    machine.stepped += 5 * HOUR

    assert source.idle() == HOUR


def test_a_device_read_in_the_future_was_read_just_now(
    terminal: Terminal, machine: Machine
) -> None:
    terminal.last_read(machine.wall() + HOUR)

    assert TtyIdle(terminal.device, machine).idle() == ZERO
