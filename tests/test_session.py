"""A session moves on at every event, and loses nothing on the way."""

from desk import Desk, minutes

from deskbreak.core.events import Answer, Condition
from deskbreak.core.moment import Moment
from deskbreak.core.signs import Signs


def test_moving_on_takes_all_of_the_course_along() -> None:
    desk = Desk()
    desk.work_until_asked()
    desk.answer(Answer.SKIP)
    later = desk.now.at_uptime(desk.now.uptime + minutes(1))
    called = Signs(frozenset({Condition.CALL}))

    moved = desk.session.moved(later, called)

    assert moved.course is desk.session.course
    assert (moved.at, moved.signs) == (later, called)
    assert desk.session.moved(Moment(later.uptime, later.wall)).signs is desk.session.signs
