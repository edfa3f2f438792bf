"""What the stories of faults share, how many of each they have lived through, and which they have not."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from faults.cradle import Cradle

collect_ignore_glob = (
    [] if sys.platform == "linux" else ["test_*.py"]
)  # /proc, forks, their signals


@pytest.fixture(scope="module")
def cradle() -> Iterator[Cradle]:
    with Cradle() as cradle:
        yield cradle


@pytest.fixture
def lived_through(request: pytest.FixtureRequest) -> Callable[[str, int], None]:
    """Tell it what, and how many; `make faults` prints the sums."""

    def tell(what: str, number: int) -> None:
        request.node.user_properties.append((what, number))

    return tell


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What was skipped was not lived through, whatever of the same kind was."""
    sums, skips = Counter[str](), Counter[str]()
    for report in terminalreporter.stats.get("passed", ()):
        for what, number in report.user_properties:
            sums[what] += number
    for report in terminalreporter.stats.get("skipped", ()):
        skips[f"{_story(report.nodeid)}: {_reason(report)}"] += 1
    for what, number in sorted(sums.items()):
        terminalreporter.write_line(f"lived through: {number} {what}")
    for what, number in sorted(skips.items()):
        terminalreporter.write_line(f"not lived through: {number} of {what}")


def _story(nodeid: str) -> str:
    return nodeid.rpartition("::")[2].partition("[")[0]


def _reason(report: Any) -> str:
    told = report.longrepr
    return str(told[2]).removeprefix("Skipped: ") if isinstance(told, tuple) else str(told)
