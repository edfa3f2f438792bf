"""What the stories of faults share, and how many of each they have lived through."""

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
    sums: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", ()):
        for what, number in report.user_properties:
            sums[what] += number
    for what, number in sorted(sums.items()):
        terminalreporter.write_line(f"lived through: {number} {what}")
