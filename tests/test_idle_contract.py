"""What every source of idleness keeps, told of each on a desktop of its kind."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from desktop import wait_until
from idle_scenes import (
    MILLISECOND,
    PATIENCE,
    Bell,
    LogindScene,
    MacScene,
    MutterScene,
    Scene,
    TtyScene,
    WaylandScene,
    WindowsScene,
    X11Scene,
    last_input,
)

from deskbreak.errors import SensorError
from deskbreak.sensors.idle_source import IdleSource

GRAIN = 10 * MILLISECOND
"""What a source may round by."""
NIGHT = timedelta(hours=8)

WAYLAND = pytest.param((WaylandScene, "tmp_path"), id="wayland")
X11 = pytest.param((X11Scene, "tmp_path"), id="x11", marks=pytest.mark.desktop)
MUTTER = pytest.param((MutterScene, "place"), id="mutter", marks=pytest.mark.bus)
LOGIND = pytest.param((LogindScene, "place"), id="logind", marks=pytest.mark.bus)
TTY, WINDOWS, MACOS = (
    pytest.param((kind,), id=name)
    for name, kind in (("tty", TtyScene), ("windows", WindowsScene), ("macos", MacScene))
)
WAKING = (WAYLAND, X11, MUTTER)
ANSWERING = (LOGIND, TTY, WINDOWS, MACOS)
ALONE = (WAYLAND, X11, MUTTER, LOGIND)

waking = pytest.mark.parametrize("scene", WAKING, indirect=True)
answering = pytest.mark.parametrize("scene", ANSWERING, indirect=True)
every = pytest.mark.parametrize("scene", [*WAKING, *ANSWERING], indirect=True)
alone = pytest.mark.parametrize("scene", ALONE, indirect=True)


@pytest.fixture
def scene(request: pytest.FixtureRequest) -> Iterator[Scene]:
    kind, *needs = request.param
    with closing(kind(*map(request.getfixturevalue, needs))) as scene:
        yield scene


@every
def test_the_last_input_is_dated_to_when_it_was(scene: Scene) -> None:
    earliest = scene.machine.uptime()
    scene.press()
    latest = scene.machine.uptime()
    scene.rest()

    from_, to = last_input(scene.source, scene.machine)
    assert from_ - GRAIN <= latest
    assert to + GRAIN >= earliest


@every
def test_a_key_ends_a_pause(scene: Scene) -> None:
    scene.press()
    scene.rest()
    still = scene.source.idle()

    pressed = scene.machine.uptime()
    scene.press()

    _from, to = last_input(scene.source, scene.machine)
    assert still >= scene.pause
    assert to + GRAIN >= pressed


@every
def test_sleep_counts_as_idleness(scene: Scene) -> None:
    scene.press()
    scene.rest()
    began, before = scene.machine.uptime(), scene.source.idle()

    scene.machine.sleeps(NIGHT)

    after, ended = scene.source.idle(), scene.machine.uptime()
    assert after - before + GRAIN >= NIGHT
    assert after - before - GRAIN <= ended - began


@waking
def test_the_next_input_wakes_once(scene: Scene) -> None:
    first, second = Bell(), Bell()
    scene.rest()
    scene.source.wake_on_input(first.ring)

    scene.press()
    woken = first.rung.wait(PATIENCE)
    scene.press()
    scene.source.wake_on_input(second.ring)
    scene.press()

    assert woken
    assert second.rung.wait(PATIENCE)
    assert (first.rings, second.rings) == (1, 1)


@waking
def test_each_call_wakes_once_more(scene: Scene) -> None:
    bells = [Bell(), Bell(), Bell()]

    for bell in bells:
        scene.rest()
        scene.source.wake_on_input(bell.ring)
        scene.press()
        assert bell.rung.wait(PATIENCE)

    assert [bell.rings for bell in bells] == [1, 1, 1]


@waking
def test_a_second_call_before_the_input_replaces_the_first(scene: Scene) -> None:
    first, second = Bell(), Bell()
    scene.rest()
    scene.source.wake_on_input(first.ring)
    scene.source.wake_on_input(second.ring)

    scene.press()

    assert second.rung.wait(PATIENCE)
    assert (first.rings, second.rings) == (0, 1)


@waking
def test_input_before_the_call_and_stillness_after_it_wake_nobody(scene: Scene) -> None:
    first, second = Bell(), Bell()
    scene.press()
    scene.source.wake_on_input(first.ring)

    scene.rest()
    scene.source.wake_on_input(second.ring)  # in its place, if it has not rung
    scene.press()

    assert second.rung.wait(PATIENCE)
    assert (first.rings, second.rings) == (0, 1)


@waking
def test_input_right_after_input_wakes_too(scene: Scene) -> None:
    bell = Bell()
    scene.press()

    scene.source.wake_on_input(bell.ring)
    scene.press()

    assert bell.rung.wait(PATIENCE)


@answering
def test_a_source_that_only_answers_says_so_and_wakes_nobody(scene: Scene) -> None:
    bell = Bell()
    scene.rest()
    scene.source.wake_on_input(bell.ring)

    scene.press()

    assert not scene.source.may_wake
    assert bell.rings == 0


@every
def test_a_source_sees_input_and_goes_by_the_name_that_forces_it(scene: Scene) -> None:
    name = type(scene).__name__.removesuffix("Scene").lower()

    assert scene.source.sees_input
    assert scene.source.name == {"mac": "macos"}.get(name, name)


@waking
def test_a_desktop_that_ends_wakes_and_can_be_read_no_more(scene: Scene) -> None:
    bell = Bell()
    scene.rest()
    scene.source.wake_on_input(bell.ring)

    scene.lose()

    assert scene.source.may_wake
    assert bell.rung.wait(PATIENCE)
    with pytest.raises(SensorError, match=f"^{scene.loss}"):
        scene.source.idle()
    with pytest.raises(SensorError, match=f"^{scene.loss}"):
        scene.source.wake_on_input(bell.ring)


@every
def test_a_desktop_that_ends_while_nobody_is_to_be_woken_can_be_read_no_more(scene: Scene) -> None:
    scene.lose()

    loss = wait_until(lambda: unreadable(scene.source), "the loss")
    assert loss is not None
    assert loss.startswith(scene.loss)


def unreadable(source: IdleSource) -> str | None:
    """Why it cannot be read; nothing while it can."""
    try:
        source.idle()
    except SensorError as error:
        return str(error)
    return None


@every
def test_a_closed_source_wakes_nobody(scene: Scene) -> None:
    bell = Bell()
    scene.source.wake_on_input(bell.ring)

    scene.source.close()
    scene.source.close()
    scene.press()

    assert bell.rings == 0
    assert not scene.source.may_wake or unreadable(scene.source)


@every
def test_many_threads_may_ask_at_once_while_input_comes(scene: Scene) -> None:
    readings: list[timedelta] = []
    bell = Bell()
    askers = [
        threading.Thread(target=lambda: readings.extend(scene.source.idle() for _ in range(100)))
        for _ in range(4)
    ]
    scene.rest()
    scene.source.wake_on_input(bell.ring)

    for asker in askers:
        asker.start()
    scene.press()
    for asker in askers:
        asker.join()

    assert len(readings) == 400
    assert not scene.source.may_wake or bell.rung.wait(PATIENCE)


@alone
def test_run_alone_it_prints_a_reading_each_second_until_interrupted(scene: Scene) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", f"deskbreak.sensors.idle_{scene.source.name}"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **scene.environment},
    ) as program:
        assert program.stdout is not None
        line = program.stdout.readline()

        program.send_signal(signal.SIGINT)
        program.communicate(timeout=PATIENCE)

    assert re.fullmatch(rf"{scene.source.name}: [0-9:.]+\n", line)
    assert program.returncode == 0
