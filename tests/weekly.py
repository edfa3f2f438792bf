"""What a week of breaks comes to for each group of muscles: seconds held or moved, per side.

    python tests/weekly.py

Ten simulated months at an office, nine breaks a day, six in ten done.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from random import Random

from test_rotation import AT_THE_OFFICE, MONDAY, NOON, bundled

from deskbreak.core.policy import Breaks
from deskbreak.core.rotation import Choosing, Rotation, choose
from deskbreak.core.stretch import Group, Stretch

MONTHS, DAYS, BREAKS, DONE = 10, 22, 9, 0.6
DAYS_OF_A_WEEK = 5


def active(stretch: Stretch) -> float:
    """Seconds on each side."""
    return ((stretch.hold + stretch.move) * stretch.reps).total_seconds()


def seconds_a_week(done: float = DONE) -> dict[Group, float]:
    total = defaultdict[Group, float](float)
    for month in range(MONTHS):
        by = Choosing(bundled(), AT_THE_OFFICE, Breaks(), str(month))
        mood, rotation = Random(month), Rotation()
        for number in range(DAYS * BREAKS):
            day = MONDAY + timedelta(days=number // BREAKS)
            choice = choose(rotation, by, day=day, now=NOON, seat_time=timedelta(minutes=45))
            assert choice is not None
            rotation = rotation.offering(choice.stretch, first=True)
            if mood.random() < done:
                total[choice.stretch.group] += active(choice.stretch)
                rotation = rotation.doing(choice.stretch)
            else:
                rotation = rotation.skipping(choice.stretch)
    weeks = MONTHS * DAYS / DAYS_OF_A_WEEK
    return {group: seconds / weeks for group, seconds in total.items() if seconds}


def rows() -> Iterator[str]:
    """The table of the documentation: six in ten done, and all done."""
    all_done = seconds_a_week(1.0)
    for group, seconds in sorted(seconds_a_week().items(), key=lambda item: -item[1]):
        yield f"| {group.value} | {seconds:.0f} s | {all_done[group]:.0f} s |"


if __name__ == "__main__":
    sys.stdout.write("\n".join(rows()) + "\n")
