"""SIGTERM and SIGINT, whoever follows them when they come. A program that gets them plays it."""

import signal
import subprocess
import sys

import pytest

BETWEEN_TWO = """
import os
import sys
from deskbreak.control.attending import attend_alone
from deskbreak.daemon.signals import Signals

signals = Signals()
signals.follow(attend_alone, lambda: print("the first"))()
os.kill(os.getpid(), int(sys.argv[1]))
print("none")
signals.follow(attend_alone, lambda: print("the second"))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="os.kill ends a process there")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_one_that_comes_between_two_who_follow_is_heard_by_the_second(
    number: signal.Signals,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BETWEEN_TWO, str(number.value)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split("\n")[:2] == ["none", "the second"]
