"""deskbreak and a second law, written from its text alone, make the same of the same days.

`make model ARGS=COUNT` lives as many as you like; docs/testing.md says how many were.
"""

from functools import cache

import pytest
from model_days import live_day

DAYS = 240
AT_ONCE = 20


@cache
def kinds_of_effects(number: int) -> frozenset[str]:
    """Of that day, in which the two laws make the same; lived once."""
    desk = live_day(number)
    assert desk.reference.now == desk.session.now
    return frozenset(type(effect).__name__ for effect in desk.effects)


@pytest.mark.parametrize("first", range(0, DAYS, AT_ONCE))
def test_two_laws_make_the_same_of_random_days(first: int) -> None:
    assert all(kinds_of_effects(number) for number in range(first, first + AT_ONCE))


def test_the_random_days_have_all_that_the_second_law_tells() -> None:
    kinds = frozenset.union(*map(kinds_of_effects, range(60)))

    assert kinds >= {"Propose", "Withdraw", "Guide", "EndGuide", "Remember", "CountSnooze", "Void"}
