"""What `make test` does where programs are missing that tests start."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("it plays a Debian machine's programs", allow_module_level=True)

SCRIPTS = Path(__file__).parents[1] / ".ci"
APT_CACHE = """
echo "$2:"
[ "$2" = {unknown} ] || echo "  Candidate: 1.0"
[ "$2" != {unknown} ] || echo "  Candidate: (none)"
"""


@dataclass
class Machine:
    """One with the programs of this one, whose apt only writes down what it was asked for."""

    folder: Path

    def __post_init__(self) -> None:
        shutil.copytree(SCRIPTS, self.folder / ".ci")
        self.programs = self.folder / "programs"
        self.programs.mkdir()
        for each in reversed(os.get_exec_path()):
            for program in Path(each).glob("*"):
                (self.programs / program.name).unlink(missing_ok=True)
                (self.programs / program.name).symlink_to(program)
        self.play("sudo", 'shift; exec "$@"')
        self.play("apt-get", f'echo "$*" >> {self.folder}/asked')
        self.hide_from_apt("nothing")
        for name in ("dbus-daemon", "dunst", "chromium"):
            self.play(name, "exit 0")
        self.play(".venv/bin/python", "exit 0")
        self.play(".venv/bin/pytest", 'echo "pytest $*"')

    def play(self, name: str, script: str) -> None:
        there = self.folder / name if "/" in name else self.programs / name
        there.parent.mkdir(parents=True, exist_ok=True)
        there.unlink(missing_ok=True)
        there.write_text(f"#!/bin/sh\n{script}\n")
        there.chmod(0o700)

    def hide_from_apt(self, package: str) -> None:
        self.play("apt-cache", APT_CACHE.format(unknown=package))

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**os.environ, "PATH": str(self.programs)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def asked_of_apt(self) -> str:
        return (self.folder / "asked").read_text()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize(("missing", "left_out"), [("chromium", "browser"), ("dunst", "desktop")])
def test_without_a_program_only_the_tests_that_start_it_are_left_out(
    machine: Machine, missing: str, left_out: str
) -> None:
    (machine.programs / missing).unlink()

    done = machine.run(".ci/test", "-x")

    chosen = done.stdout.splitlines()[-1]
    played = {"bus", "browser"} - {left_out}  # the rest of a desktop is this machine's own
    assert f"not {left_out}" in chosen
    assert not [each for each in played if f"not {each}" in chosen]
    assert "LEFT OUT" in done.stdout
    assert missing in done.stderr


def test_a_package_that_apt_does_not_know_costs_only_itself(machine: Machine) -> None:
    machine.hide_from_apt("chromium")

    done = machine.run(".ci/apt-install", "chromium", "xterm")

    assert done.returncode == 0
    assert "apt knows no package chromium" in done.stderr
    assert machine.asked_of_apt().endswith("install --yes --no-install-recommends xterm\n")


def test_where_apt_knows_nothing_of_it_nothing_was_installed(machine: Machine) -> None:
    machine.hide_from_apt("chromium")

    done = machine.run(".ci/apt-install", "chromium")

    assert done.returncode != 0
    assert "install" not in machine.asked_of_apt()
