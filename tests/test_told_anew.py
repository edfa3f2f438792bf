"""What stands on screen is told anew where a caution eases it meanwhile."""

from dataclasses import replace

import pytest
from desk import HINGE, STAND_UP, WALK, Desk, minutes, seconds

from deskbreak.core.effects import Guide, Propose
from deskbreak.core.events import Answer
from deskbreak.core.policy import Stretches
from deskbreak.core.stretch import Ease
from deskbreak.daemon.desk import standing_now

EASED = replace(HINGE, ease=(Ease("bones", "Stay up."),))


def told_last(desk: Desk) -> Propose | Guide:
    [*_, last] = [effect for effect in desk.effects if isinstance(effect, Propose | Guide)]
    return last


@pytest.fixture
def desk() -> Desk:
    desk = Desk(catalogue=(EASED, WALK, STAND_UP))
    desk.work_until_asked()
    return desk


def test_a_proposal_comes_in_the_easier_form_under_its_id(desk: Desk) -> None:
    told = told_last(desk)
    as_it_was = standing_now(told, desk.state)

    desk.change(stretches=Stretches(avoid=("bones",)))
    anew = standing_now(told, desk.state)

    assert as_it_was is None
    assert isinstance(anew, Propose)
    assert (anew.id, anew.again, anew.stretch.ways) == ("p0", False, ("Stay up.",))
    assert standing_now(anew, desk.state) is None


def test_a_guide_goes_on_in_the_easier_form(desk: Desk) -> None:
    desk.answer(Answer.START)
    desk.wait(seconds(5))
    told = told_last(desk)
    as_it_was = standing_now(told, desk.state)

    desk.change(stretches=Stretches(avoid=("bones",)))
    anew = standing_now(told, desk.state)

    assert as_it_was is None
    assert isinstance(anew, Guide)
    assert anew.stretch.ways == ("Stay up.",)


def test_what_is_over_is_not_told_again(desk: Desk) -> None:
    proposed = told_last(desk)
    desk.answer(Answer.START)
    guided = told_last(desk)
    desk.wait(minutes(2))

    desk.change(stretches=Stretches(avoid=("bones",)))

    assert standing_now(proposed, desk.state) is None
    assert standing_now(guided, desk.state) is None
    assert standing_now(None, desk.state) is None
