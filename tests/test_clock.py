"""Stories about time: restarts, reboots, sleep, and people who set the clock."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from deskbreak.core.moment import ZERO, Moment
from deskbreak.sensors.clock import Clock, ClockReading, Sleep, Sleepwatch, system_time

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


class Machine:
    """A machine whose clocks go only when the story says so."""

    def __init__(self, uptime: timedelta, wall: datetime, boot: str = "monday") -> None:
        self._uptime = uptime
        self._awake = minutes(1)
        self._wall = wall
        self._boot = boot

    def uptime(self) -> timedelta:
        return self._uptime

    def awake(self) -> timedelta:
        return self._awake

    def wall(self) -> datetime:
        return self._wall

    def boot_id(self) -> str:
        return self._boot

    def run(self, length: timedelta) -> None:
        self._awake += length
        self.sleep(length)

    def sleep(self, length: timedelta) -> None:
        self._uptime += length
        self._wall += length

    def set_wall(self, by: timedelta) -> None:
        self._wall += by


def test_a_new_clock_tells_the_machines_uptime_and_the_wall() -> None:
    clock = Clock(Machine(minutes(7), NINE))

    assert clock.now() == Moment(minutes(7), NINE)
    assert clock.offset == ZERO


def test_after_a_restart_on_the_same_boot_the_uptime_goes_on() -> None:
    machine = Machine(minutes(20), NINE + minutes(3))

    clock = Clock.continuing(machine, Moment(minutes(117), NINE), minutes(100), "monday")

    assert clock.now() == Moment(minutes(120), NINE + minutes(3))
    assert clock.offset == minutes(100)


def test_on_the_same_boot_a_wall_clock_set_while_stopped_changes_no_uptime() -> None:
    machine = Machine(minutes(20), NINE - minutes(60))

    clock = Clock.continuing(machine, Moment(minutes(17), NINE), ZERO, "monday")

    assert clock.now() == Moment(minutes(20), NINE - minutes(60))


def test_after_a_reboot_the_gap_is_what_the_wall_clock_says() -> None:
    machine = Machine(minutes(1), NINE + minutes(30), boot="tuesday")

    clock = Clock.continuing(machine, Moment(minutes(500), NINE), minutes(100), "monday")

    assert clock.now() == Moment(minutes(530), NINE + minutes(30))
    assert clock.offset == minutes(529)


def test_after_a_reboot_with_the_wall_clock_set_back_the_gap_is_nothing() -> None:
    machine = Machine(minutes(1), NINE - minutes(90), boot="tuesday")

    clock = Clock.continuing(machine, Moment(minutes(500), NINE), ZERO, "monday")

    assert clock.now().uptime == minutes(500)


def test_a_restart_after_a_reboot_keeps_the_scale_of_the_first_session() -> None:
    machine = Machine(minutes(1), NINE + minutes(30), boot="tuesday")
    first = Clock.continuing(machine, Moment(minutes(500), NINE), ZERO, "monday")
    saved = first.now()
    machine.run(minutes(5))

    second = Clock.continuing(machine, saved, first.offset, first.boot_id())

    assert second.now().uptime == minutes(535)


def test_a_machine_that_tells_no_boot_is_taken_to_have_restarted() -> None:
    machine = Machine(minutes(2), NINE + minutes(30), boot="")

    clock = Clock.continuing(machine, Moment(minutes(1), NINE), ZERO, "")

    assert clock.now().uptime == minutes(31)


def test_an_uptime_that_went_back_on_the_same_boot_is_bridged_by_the_wall_clock() -> None:
    machine = Machine(minutes(1), NINE + minutes(4))

    clock = Clock.continuing(machine, Moment(minutes(500), NINE), ZERO, "monday")

    assert clock.now().uptime == minutes(504)


@pytest.mark.parametrize("behind", [ZERO, minutes(50)], ids=("as it was left", "as an hour before"))
def test_a_machine_without_a_clock_chip_has_missed_the_night_once_the_network_tells_the_time(
    behind: timedelta,
) -> None:
    machine = Machine(ZERO, NINE - behind, boot="tuesday")
    clock = Clock.continuing(machine, Moment(minutes(500), NINE), minutes(100), "monday")
    watch = Sleepwatch(clock)
    machine.run(minutes(1))
    before = watch.look().now

    machine.run(minutes(1))
    machine.set_wall(minutes(14 * 60) + behind)
    reading = watch.look()

    morning = NINE + minutes(14 * 60 + 2)
    assert reading.now == Moment(minutes(500 + 14 * 60 + 2), morning)
    assert reading.slept is not None
    assert reading.slept.began == before
    assert reading.slept.ended.uptime == reading.now.uptime - minutes(1)
    assert reading.stepped == minutes(14 * 60) + behind
    assert clock.now() == reading.now

    machine.run(minutes(1))
    machine.set_wall(minutes(60))
    assert watch.look().slept is not None  # in two steps, as some networks tell it


def test_a_clock_set_forward_later_or_on_the_same_boot_is_no_gap() -> None:
    for boot, after in (("tuesday", minutes(16)), ("monday", minutes(1))):
        machine = (
            Machine(minutes(600), NINE, boot=boot)
            if boot == "monday"
            else Machine(ZERO, NINE, boot)
        )
        clock = Clock.continuing(machine, Moment(minutes(500), NINE), ZERO, "monday")
        watch = Sleepwatch(clock)
        before = clock.now().uptime
        machine.run(after)
        machine.set_wall(minutes(60))

        assert watch.look().slept is None
        assert clock.now().uptime == before + after


def test_time_at_work_is_neither_sleep_nor_a_stepped_clock() -> None:
    machine = Machine(ZERO, NINE)
    watch = Sleepwatch(Clock(machine))

    machine.run(minutes(30))

    assert watch.look() == ClockReading(Moment(minutes(30), NINE + minutes(30)), None, ZERO)


def test_a_sleep_is_told_with_its_exact_length_from_the_look_before() -> None:
    machine = Machine(ZERO, NINE)
    watch = Sleepwatch(Clock(machine))
    machine.run(minutes(10))
    watch.look()

    machine.sleep(minutes(40))
    machine.run(minutes(1))
    look = watch.look()

    began = Moment(minutes(10), NINE + minutes(10))
    ended = Moment(minutes(50), NINE + minutes(50))
    assert look == ClockReading(Moment(minutes(51), NINE + minutes(51)), Sleep(began, ended), ZERO)


def test_a_sleep_is_told_once() -> None:
    machine = Machine(ZERO, NINE)
    watch = Sleepwatch(Clock(machine))
    machine.sleep(minutes(40))
    watch.look()

    machine.run(minutes(1))

    assert watch.look().slept is None


@pytest.mark.parametrize("step", [minutes(60), minutes(-60), timedelta(seconds=3)])
def test_a_wall_clock_that_somebody_set_is_told_once(step: timedelta) -> None:
    machine = Machine(ZERO, NINE)
    watch = Sleepwatch(Clock(machine))

    machine.run(minutes(5))
    machine.set_wall(step)

    assert watch.look().stepped == step
    assert watch.look().stepped == ZERO


def test_a_wall_clock_that_is_trimmed_by_a_second_was_not_set() -> None:
    machine = Machine(ZERO, NINE)
    watch = Sleepwatch(Clock(machine))

    machine.set_wall(timedelta(seconds=1))

    assert watch.look().stepped == ZERO


def test_awake_time_before_a_sleep_lies_before_the_whole_of_it() -> None:
    machine = Machine(ZERO, NINE)
    watch = Sleepwatch(Clock(machine))
    machine.run(minutes(10))
    watch.look()
    machine.sleep(minutes(40))
    machine.run(minutes(1))
    watch.look()

    assert watch.awake_ago(minutes(3)) == Moment(minutes(8), NINE + minutes(8))


def test_awake_time_since_a_sleep_lies_after_it() -> None:
    machine = Machine(ZERO, NINE)
    watch = Sleepwatch(Clock(machine))
    machine.sleep(minutes(40))
    machine.run(minutes(5))
    watch.look()

    assert watch.awake_ago(minutes(3)) == Moment(minutes(42), NINE + minutes(42))


def test_awake_time_skips_every_sleep_on_its_way() -> None:
    machine = Machine(ZERO, NINE)
    watch = Sleepwatch(Clock(machine))
    machine.run(minutes(10))
    for _ in range(3):
        watch.look()
        machine.sleep(minutes(15))
        machine.run(minutes(1))
    watch.look()

    assert watch.awake_ago(minutes(4)) == Moment(minutes(9), NINE + minutes(9))
    assert watch.awake_ago(minutes(1.5)) == Moment(minutes(41.5), NINE + minutes(41.5))
    assert watch.awake_ago(minutes(0.5)) == Moment(minutes(57.5), NINE + minutes(57.5))


def test_the_machines_own_uptime_never_goes_back() -> None:
    source = system_time()

    readings = [source.uptime() for _ in range(100)]

    assert readings == sorted(readings)


def test_the_machines_own_wall_clock_is_in_utc() -> None:
    before = time.time()

    wall = system_time().wall()

    assert wall.tzinfo is UTC
    assert before <= wall.timestamp() <= time.time()


def test_the_machines_boot_stays_the_same_while_it_runs() -> None:
    assert Clock(system_time()).boot_id() == Clock(system_time()).boot_id()
