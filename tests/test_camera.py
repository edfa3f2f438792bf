"""Stories about a camera in use: with a /proc that is played, and with the real one."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.sensors.camera import Camera

CALL = frozenset({Condition.CALL})
NOTHING: frozenset[Condition] = frozenset()


@dataclass
class Machine:
    """A machine with two cameras, whose programs the story writes."""

    root: Path
    ignore: tuple[str, ...] = ()

    def cameras(self, *names: str) -> None:
        self.dev.mkdir()
        for name in names:
            (self.dev / name).touch()

    def program(self, pid: int, binary: str, *files: str) -> None:
        descriptors = self.proc / str(pid) / "fd"
        descriptors.mkdir(parents=True)
        (descriptors.parent / "exe").symlink_to(binary)
        for number, file in enumerate(files):
            (descriptors / str(number)).symlink_to(file)

    @property
    def dev(self) -> Path:
        return self.root / "dev"

    @property
    def proc(self) -> Path:
        return self.root / "proc"

    def sense(self) -> Camera:
        return Camera.open(lambda: self.ignore, self.proc, self.dev)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    machine.cameras("video0", "video1", "null")
    machine.program(1, "/sbin/init", "socket:[12]", f"{tmp_path}/dev/null")
    (machine.proc / "self").symlink_to("1")
    (machine.proc / "meminfo").touch()
    return machine


def test_cameras_that_nobody_holds_are_no_call(machine: Machine) -> None:
    machine.program(40, "/usr/bin/player", "/home/me/video0.mkv", "/dev/dri/card0")

    assert machine.sense().on() == NOTHING


@pytest.mark.parametrize(
    ("binary", "camera"),
    [
        ("/usr/lib/firefox/firefox", "video0"),
        ("/usr/bin/zoom", "video1"),
        ("/usr/bin/pipewire", "video0"),
        ("/usr/bin/wireplumber", "video0"),
    ],
)
def test_a_camera_that_a_program_holds_is_a_call(
    machine: Machine, binary: str, camera: str
) -> None:
    machine.program(40, binary, "pipe:[3]", str(machine.dev / camera))

    assert machine.sense().on() == CALL


def test_the_call_ends_when_the_camera_is_closed(machine: Machine) -> None:
    machine.program(40, "/usr/bin/zoom", "pipe:[3]", str(machine.dev / "video0"))
    sense = machine.sense()
    before = sense.on()

    (machine.proc / "40/fd/1").unlink()

    assert (before, sense.on()) == (CALL, NOTHING)


def test_a_program_to_be_ignored_is_no_call_but_another_beside_it_is(machine: Machine) -> None:
    machine.program(40, "/usr/bin/motion (deleted)", str(machine.dev / "video0"))
    machine.ignore = ("Motion",)
    sense = machine.sense()
    alone = sense.on()

    machine.program(41, "/usr/bin/zoom", str(machine.dev / "video1"))

    assert (alone, sense.on()) == (NOTHING, CALL)


def test_a_program_that_ends_or_is_not_to_be_seen_disturbs_nobody(machine: Machine) -> None:
    (machine.proc / "39").mkdir()
    machine.program(40, "/usr/bin/zoom", str(machine.dev / "video0"))
    (machine.proc / "40/exe").unlink()
    (machine.proc / "38/fd/7").mkdir(parents=True)

    assert machine.sense().on() == CALL


def test_without_a_camera_nobody_looks(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.cameras()

    assert machine.sense().on() == NOTHING


def test_a_camera_that_is_plugged_in_later_is_seen(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.cameras()
    sense = machine.sense()

    (machine.dev / "video2").touch()
    machine.program(40, "/usr/bin/zoom", str(machine.dev / "video2"))

    assert sense.on() == CALL


def test_a_system_that_does_not_list_its_programs_is_told(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.cameras("video0")

    with pytest.raises(SensorError, match="the programs that run cannot be listed"):
        machine.sense()


def test_a_real_program_that_holds_the_file_is_seen_until_it_ends(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.cameras("video0")
    sense = Camera.open(lambda: (), dev=machine.dev)
    before = sense.on()
    holding = f"file = open({str(machine.dev / 'video0')!r}); print('open', flush=True); input()"
    program = subprocess.Popen(
        [sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert program.stdout is not None
    program.stdout.readline()

    during = sense.on()
    program.communicate(b"\n", timeout=10)

    assert (before, during, sense.on()) == (NOTHING, CALL, NOTHING)
