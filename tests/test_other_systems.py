"""The tests can be started where there is no Linux: what needs one is skipped, and says so."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
PURE = "test_law_1_absence or test_loop"


@pytest.mark.parametrize(
    ("system", "reasons"),
    [
        ("darwin", {"No module named 'dbus_fast'", "No module named 'jeepney'"}),
        ("win32", {"No module named 'dbus_fast'", "Windows has no X server to ask"}),
    ],
)
def test_the_files_about_linux_are_skipped_and_the_core_is_tested(
    system: str, reasons: set[str]
) -> None:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "another_system", "-q", "-rs", "-k", PURE],
        cwd=CHECKOUT,
        env={**ours, "PYTHONPATH": "tests", "ANOTHER_SYSTEM": system},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    given = set(re.findall(rf"^SKIPPED .*: not on {system}: (.*)$", done.stdout, re.MULTILINE))
    (counted,) = re.findall(r"(\d+) passed, (\d+) skipped", done.stdout)
    passed, skipped = map(int, counted)
    assert reasons <= given
    assert passed > 50
    assert skipped < 40
