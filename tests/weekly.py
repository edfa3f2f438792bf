"""What a week of breaks comes to for each group of muscles: seconds held or moved, per side.

    python tests/weekly.py

Ten simulated months at an office, nine breaks a day; five, seven or all ten in ten of them done.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, timedelta
from random import Random

from test_rotation import AT_THE_OFFICE, DUE, MONDAY, NOON, bundled

from deskbreak.core import asking
from deskbreak.core.moment import ZERO, Moment
from deskbreak.core.policy import Breaks, Settings
from deskbreak.core.rotation import Choosing, Rotation, choose
from deskbreak.core.session import begin
from deskbreak.core.state import Bout, Rules
from deskbreak.core.stretch import Group, Stretch

MONTHS, DAYS, BREAKS = 10, 22, 9
DAYS_OF_A_WEEK = 5
SHARES = (0.5, 0.7, 1.0)
"""Of the proposals, those that are done."""
SESSION = timedelta(minutes=10)


def active(stretch: Stretch) -> float:
    """Seconds on each side."""
    return ((stretch.move_in + stretch.hold + stretch.move_out) * stretch.reps).total_seconds()


def seconds_a_week(done: float, moves: int, *, sessions: bool = False) -> dict[Group, float]:
    """With so many moves a break; a break that is done is done whole.

    With `sessions` every week ends in one of ten minutes.
    """
    total = defaultdict[Group, float](float)
    for month in range(MONTHS):
        by = Choosing(bundled(), AT_THE_OFFICE, Breaks(), str(month), UTC)
        mood, rotation = Random(month), Rotation()
        for number in range(DAYS * BREAKS):
            day = MONDAY + timedelta(days=number // BREAKS)
            if sessions and number % (DAYS_OF_A_WEEK * BREAKS) == 0:
                for stretch in _session(rotation, by):
                    rotation = rotation.offering(stretch, first=False).doing(stretch, day)
                    total[stretch.group] += active(stretch)
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


def _session(rotation: Rotation, by: Choosing) -> list[Stretch]:
    rules = Rules(Settings(stretches=by.stretches), by.catalogue, UTC, by.seed)
    begun = begin(Moment(DUE, NOON), rules)
    session = begun.with_course(replace(begun.course, rotation=rotation))
    planned = asking.planned(session, Bout(ZERO), SESSION, rules)
    moves = {stretch.id: stretch for stretch in by.catalogue}
    return [moves[each.stretch] for each in planned if moves[each.stretch].group is not Group.WALK]


def rows() -> Iterator[str]:
    """The table of the documentation: one move a break, two, and one with a session a week."""
    columns = [seconds_a_week(done, moves) for moves in (1, 2) for done in SHARES]
    columns.append(seconds_a_week(0.7, 1, sessions=True))
    for group in sorted(columns[0], key=lambda group: -columns[0][group]):
        cells = " | ".join(f"{seconds[group]:.0f} s" for seconds in columns)
        yield f"| {group.value} | {cells} |"


if __name__ == "__main__":
    sys.stdout.write("\n".join(rows()) + "\n")
