"""deskbreak and a second law, written from its text alone, make the same of the same days.

`make model ARGS=COUNT` lives as many as you like; docs/testing.md says how many were.
"""

import pytest
from model_days import live_day

DAYS = 240
AT_ONCE = 20


@pytest.mark.parametrize("first", range(0, DAYS, AT_ONCE))
def test_two_laws_make_the_same_of_random_days(first: int) -> None:
    days = [live_day(number) for number in range(first, first + AT_ONCE)]

    assert all(desk.reference.now == desk.session.now for desk in days)


def test_the_random_days_have_all_that_the_second_law_tells() -> None:
    kinds = {type(effect).__name__ for number in range(60) for effect in live_day(number).effects}

    assert kinds >= {"Propose", "Withdraw", "Guide", "EndGuide", "Remember", "CountSnooze", "Void"}
