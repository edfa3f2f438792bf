"""What a week of breaks comes to for each group of muscles: seconds held or moved, per side.

    python tests/weekly.py

Ten simulated months at an office, nine breaks a day, six in ten done.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from test_rotation import AT_THE_OFFICE, DUE, MONDAY, NOON, bundled

from deskbreak.core.policy import Breaks
from deskbreak.core.rotation import Choosing, Rotation, choose
from deskbreak.core.stretch import Group, Stretch

MONTHS, DAYS, BREAKS, DONE = 10, 22, 9, 0.6
DAYS_OF_A_WEEK = 5


def active(stretch: Stretch) -> float:
    """Seconds on each side."""
    return ((stretch.move_in + stretch.hold + stretch.move_out) * stretch.reps).total_seconds()


def seconds_a_week(done: float, moves: int) -> dict[Group, float]:
    """With so many moves a break; a break that is done is done whole."""
    total = defaultdict[Group, float](float)
    for month in range(MONTHS):
        by = Choosing(bundled(), AT_THE_OFFICE, Breaks(), str(month))
        mood, rotation = Random(month), Rotation()
        for number in range(DAYS * BREAKS):
            day = MONDAY + timedelta(days=number // BREAKS)
            first = _chosen(rotation, by, day)
            rotation = rotation.offering(first, first=True)
            if mood.random() >= done:
                rotation = rotation.skipping(first)
                continue
            rotation = rotation.doing(first, day)
            total[first.group] += active(first)
            if moves > 1 and first.group is not Group.WALK:
                second = _chosen(rotation, by, day, shown=(first.id,))
                rotation = rotation.offering(second, first=False).doing(second, day)
                total[second.group] += active(second)
    weeks = MONTHS * DAYS / DAYS_OF_A_WEEK
    return {group: seconds / weeks for group, seconds in total.items() if seconds}


def _chosen(rotation: Rotation, by: Choosing, day: date, shown: tuple[str, ...] = ()) -> Stretch:
    choice = choose(rotation, by, day=day, now=NOON, seat_time=DUE, shown=shown)
    assert choice is not None
    return choice.stretch


def rows() -> Iterator[str]:
    """The table of the documentation: one move a break and two, six in ten done and all."""
    columns = [seconds_a_week(done, moves) for moves in (1, 2) for done in (DONE, 1.0)]
    for group in sorted(columns[0], key=lambda group: -columns[0][group]):
        told = " | ".join(f"{seconds[group]:.0f} s" for seconds in columns)
        yield f"| {group.value} | {told} |"


if __name__ == "__main__":
    sys.stdout.write("\n".join(rows()) + "\n")
