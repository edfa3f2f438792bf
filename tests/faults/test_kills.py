"""What kills at random moments end with; `make faults` does a thousand of them."""

import os
import subprocess
import sys
from pathlib import Path


def kills(*arguments: str) -> "subprocess.CompletedProcess[str]":
    tests = str(Path(__file__).parents[1])
    command = sys.executable, "-m", "faults.kills", "--workers", "1", *arguments
    env = {**os.environ, "PYTHONPATH": tests}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)


def test_some_kills_lose_nothing_and_are_counted() -> None:
    done = kills("--kills", "20")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "none lost, none kept twice" in done.stdout


def test_kills_that_the_time_was_too_short_for_are_said_and_are_no_success() -> None:
    done = kills("--kills", "1000000", "--within", "1")

    assert done.returncode == 1
    assert "The time was over before the 1000000 kills" in done.stdout
