"""Stories about idleness on a real Wayland compositor: sway without a screen, typed at by wtype."""

import threading
from collections.abc import Iterator

import pytest
from desktop import wait_until
from idle_scenes import SECOND, last_input
from sway import Sway

from deskbreak.errors import SensorError
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.idle import choose_idle
from deskbreak.sensors.idle_wayland import WaylandIdle

pytestmark = pytest.mark.desktop


@pytest.fixture
def sway() -> Iterator[Sway]:
    with Sway() as sway:
        yield sway


@pytest.fixture
def source(sway: Sway) -> Iterator[WaylandIdle]:
    source = WaylandIdle.open(sway.environment, system_time())
    yield source
    source.close()


def test_a_pause_is_told_and_the_next_key_ends_it_and_wakes(
    sway: Sway, source: WaylandIdle
) -> None:
    woken = threading.Event()
    source.wake_on_input(woken.set)

    wait_until(lambda: source.idle() > 6 * SECOND, "a pause of six seconds", 10)
    was_woken_before = woken.is_set()
    typed = system_time().uptime()
    sway.type()

    assert woken.wait(20)
    _from, to = last_input(source, system_time())
    assert not was_woken_before
    assert to >= typed


def test_whoever_is_busy_is_seen_to_go_on_after_a_blink(sway: Sway, source: WaylandIdle) -> None:
    woken = threading.Event()
    source.wake_on_input(woken.set)

    wait_until(lambda: source.idle() > SECOND, "a blink", 10)
    sway.type()

    assert woken.wait(20)


def test_a_sway_that_is_killed_wakes_and_is_found_again_when_restarted(
    sway: Sway, source: WaylandIdle
) -> None:
    lost = threading.Event()
    source.wake_on_input(lost.set)

    sway.program.process.kill()
    sway.program.process.wait(20)
    assert lost.wait(20)
    with pytest.raises(SensorError, match="the Wayland compositor "):
        source.idle()
    missing = choose_idle(sway.environment)
    sway.start()

    found = choose_idle(sway.environment, present=missing)
    assert missing.source.name == "none"
    assert missing.reasons[0].startswith("wayland: no Wayland compositor answers at ")
    assert found.source.name == "wayland"
    found.source.close()
