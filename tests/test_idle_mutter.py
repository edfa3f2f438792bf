"""Stories about idleness under Mutter, played on a private bus."""

import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from desktop import wait_until
from fake_desktop import Place
from idle_scenes import CORE, MUTTER, PATIENCE, SECOND, Bell, FakeMutter, Machine

from deskbreak.errors import SensorError
from deskbreak.sensors.idle import Chosen, choose_idle
from deskbreak.sensors.idle_mutter import MutterIdle
from deskbreak.wires.dbus import Bus


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def mutter(place: Place, machine: Machine) -> FakeMutter:
    mutter = FakeMutter(machine)
    place.stage.play(MUTTER, (CORE, mutter))
    return mutter


@pytest.fixture
def source(place: Place, mutter: FakeMutter, machine: Machine) -> Iterator[MutterIdle]:
    place.stage.do(mutter.touch)
    source = MutterIdle.open(place.bus, machine)
    yield source
    source.close()


def watched(mutter: FakeMutter) -> None:
    wait_until(lambda: mutter.watches, "a watch")


def test_idleness_is_what_mutter_says_in_milliseconds(source: MutterIdle, machine: Machine) -> None:
    machine.passes(61.5 * SECOND)

    assert source.idle() == 61.5 * SECOND


def test_a_watch_of_another_program_wakes_nobody(
    place: Place, mutter: FakeMutter, source: MutterIdle
) -> None:
    bell = Bell()
    source.wake_on_input(bell.ring)
    watched(mutter)

    place.stage.do(mutter.watch_fired, 7)

    place.settle()
    assert bell.rings == 0


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

    with pytest.raises(SensorError, match=r"^Mutter (does not answer: |is gone$)"):
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


def test_a_closed_source_takes_its_watch_with_it(
    place: Place, mutter: FakeMutter, source: MutterIdle
) -> None:
    source.wake_on_input(Bell().ring)
    watched(mutter)
    place.settle()

    source.close()

    wait_until(lambda: mutter.watches == [], "the watch to be removed")


def test_a_desktop_of_mutters_is_read_from_it(place: Place, mutter: FakeMutter) -> None:
    chosen = choose_idle({"DISPLAY": ":3999", "XDG_SESSION_TYPE": "wayland"}, place.bus)

    assert chosen.source.name == "mutter"
    assert chosen.source.may_wake
    assert chosen.source.sees_input
    assert chosen.reasons == ("wayland: WAYLAND_DISPLAY is not set",)
    assert mutter.watches == []
    chosen.source.close()


@pytest.mark.usefixtures("mutter")
def test_it_can_be_chosen_before_the_bus_is_received(place: Place, machine: Machine) -> None:
    machine.key()
    machine.passes(3 * SECOND)
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
        f"mutter: Mutter does not answer: {MUTTER} GetIdletime: The name "
    )
