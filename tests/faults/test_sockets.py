"""What deskbreak talks to in a day of work, as the kernel sees it: this computer, and nobody else."""

import re
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from real_ends import Machine

from faults.soak import HurriedDay, lived

pytestmark = [pytest.mark.fault, pytest.mark.desktop]
_SPEED = 1500


@pytest.mark.skipif(shutil.which("strace") is None, reason="there is no strace")
def test_in_a_day_the_daemon_and_its_windows_open_no_socket_but_local_ones(tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    watch = ("strace", "-f", "--seccomp-bpf", "-e", "trace=socket,socketpair,connect", "-o")
    machine = Machine(has_sound=False)
    with closing(machine), HurriedDay(_SPEED, machine, (*watch, str(calls))) as day:
        lived(day, machine, 2)
        history = day.deskbreak("history", "list")
        day.deskbreak("quit")
        day.daemon.process.wait(20)
    families = set(re.findall(r"socket(?:pair)?\((\w+)", calls.read_text()))
    places = re.findall(r"connect\(\d+, \{sa_family=(\w+)", calls.read_text())

    assert families == {"AF_UNIX"}
    assert set(places) == {"AF_UNIX"}
    assert len(places) > 5
    assert "done" in history or "ignored" in history or "skipped" in history, history
