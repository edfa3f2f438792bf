"""Stories about idleness on a real Wayland compositor: sway without a screen, typed at by wtype."""

import os
import pwd
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from desktop import Program, wait_until

from deskbreak.errors import SensorError
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.idle import choose_idle
from deskbreak.sensors.idle_wayland import WaylandIdle

pytestmark = pytest.mark.desktop
SECOND = timedelta(seconds=1)


class Sway:
    """A compositor of this test's own. It refuses to be root: then it runs as nobody."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sway-"))
        self.environment = {"XDG_RUNTIME_DIR": str(self.folder), "WAYLAND_DISPLAY": "wayland-1"}
        self._config = self.folder / "config"
        self._config.write_text("xwayland disable\n", encoding="utf-8")
        self._as: tuple[str, ...] = ()
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
            ids = f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}"
            self._as = "setpriv", *ids, "--clear-groups"
        self.program = self.start()

    def start(self) -> Program:
        socket = self.folder / "wayland-1"
        socket.unlink(missing_ok=True)
        command = *self._as, "sway", "--config", str(self._config)
        headless = {"WLR_BACKENDS": "headless", "WLR_LIBINPUT_NO_DEVICES": "1"}
        env = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "WLR_RENDERER": "pixman"}
        program = Program(command, env | headless | self.environment, self.folder / "log")
        wait_until(lambda: socket.exists() or program.process.poll() is not None, "sway", 10)
        assert program.process.poll() is None, program.printed()
        self.program = program
        return program

    def type(self) -> None:
        subprocess.run(["wtype", "a"], check=True, env={**os.environ, **self.environment})


@pytest.fixture
def sway() -> Iterator[Sway]:
    sway = Sway()
    yield sway
    sway.program.end()
    shutil.rmtree(sway.folder)


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
    sway.type()

    assert woken.wait(5)
    assert not was_woken_before
    assert source.idle() < SECOND


def test_whoever_is_busy_is_seen_to_go_on_after_a_blink(sway: Sway, source: WaylandIdle) -> None:
    woken = threading.Event()
    source.wake_on_input(woken.set)

    wait_until(lambda: source.idle() > SECOND, "a blink", 10)
    sway.type()

    assert woken.wait(5)


def test_a_sway_that_is_killed_wakes_and_is_found_again_when_restarted(
    sway: Sway, source: WaylandIdle
) -> None:
    lost = threading.Event()
    source.wake_on_input(lost.set)

    sway.program.process.kill()
    sway.program.process.wait(5)
    assert lost.wait(5)
    with pytest.raises(SensorError, match="the Wayland compositor "):
        source.idle()
    missing = choose_idle(sway.environment)
    sway.start()

    found = choose_idle(sway.environment, present=missing)
    assert missing.source.name == "none"
    assert missing.reasons[0].startswith("wayland: no Wayland compositor answers at ")
    assert found.source.name == "wayland"
    found.source.close()
