"""What would come next, told before it is asked."""

from desk import Desk, hours, minutes

from deskbreak.core.events import Answer, Condition
from deskbreak.core.outlook import next_up
from deskbreak.core.rotation import Choice


def expected(desk: Desk) -> Choice:
    choice = next_up(desk.session, desk.rules)
    assert choice is not None
    return choice


def test_what_is_expected_is_what_is_proposed() -> None:
    desk = Desk()
    desk.work(minutes(30))
    choice = expected(desk)
    desk.work(minutes(20))

    assert desk.state.proposal is not None
    assert desk.state.proposal.stretch == choice.stretch
    assert choice.why == "Hip flexor: not offered lately."


def test_an_hour_from_now_it_will_be_a_walk() -> None:
    desk = Desk(every=hours(1))
    desk.work(minutes(30))

    assert expected(desk).stretch.id == "walk"


def test_a_break_that_is_held_is_expected_as_it_will_come() -> None:
    desk = Desk()
    desk.work(minutes(40))
    desk.begins(Condition.CALL)
    desk.work(minutes(20))
    choice = expected(desk)
    desk.ends(Condition.CALL)
    desk.work(minutes(6))

    assert desk.state.proposal is not None
    assert desk.state.proposal.stretch == choice.stretch


def test_after_a_snooze_it_is_the_same_one_for_the_same_reason() -> None:
    desk = Desk()
    desk.work_until_asked()
    assert desk.state.proposal is not None
    asked, why = desk.state.proposal.stretch, desk.session.bout
    desk.answer(Answer.SNOOZE)

    assert why is not None
    assert expected(desk) == Choice(asked, why.due.why)


def test_before_anybody_sat_down_there_is_one_too() -> None:
    assert expected(Desk()).stretch.gets_up


def test_nothing_is_next_while_one_is_on_screen_or_being_done() -> None:
    desk = Desk()
    desk.work_until_asked()
    assert next_up(desk.session, desk.rules) is None

    desk.answer(Answer.START)
    assert next_up(desk.session, desk.rules) is None
