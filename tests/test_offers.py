"""The one list of answers: what each is called and when it is offered."""

from datetime import timedelta

import pytest
from desk import Desk, minutes, seconds

from deskbreak.core.answers import Occasion
from deskbreak.core.events import Answer
from deskbreak.core.offers import Offer, buttons

START = "Start a break"
UP = "I was just up"
SESSIONS = ["5 min, several moves", "10 min, several moves"]


def labels(desk: Desk) -> list[str]:
    return [offer.label for offer in desk.state.offers]


def answers(desk: Desk) -> list[str]:
    return [offer.answer.value for offer in desk.state.offers]


def test_whoever_is_away_may_start() -> None:
    desk = Desk()

    assert labels(desk) == [START, *SESSIONS]
    assert answers(desk) == ["start", "session", "session"]


def test_whoever_sits_may_start_or_say_that_they_were_up() -> None:
    desk = Desk()

    desk.work(minutes(20))

    assert labels(desk) == [START, UP, *SESSIONS]
    assert answers(desk) == ["start", "done", "session", "session"]


def test_a_due_break_that_waits_offers_no_snooze() -> None:
    desk = Desk()

    desk.work(minutes(46))

    assert labels(desk) == [START, UP, *SESSIONS]


def test_a_proposal_offers_every_answer() -> None:
    desk = Desk()

    desk.work_until_asked()

    assert labels(desk) == [
        "Start",
        "I did it",
        "Snooze 10 min",
        "Snooze 5 min",
        "Snooze 15 min",
        "Skip this one",
        "Another stretch",
        "This hurts",
    ]
    assert answers(desk) == [
        *("start", "done", "snooze", "snooze", "snooze", "skip", "swap", "hurt"),
    ]
    assert [offer.length for offer in desk.state.offers if offer.answer is Answer.SNOOZE] == [
        minutes(10),
        minutes(5),
        minutes(15),
    ]


def test_after_the_last_snooze_there_is_none_on_offer() -> None:
    desk = Desk(snooze_limit=1)

    desk.work_until_asked()
    desk.snooze()
    desk.work(minutes(16))

    assert Answer.SNOOZE not in {offer.answer for offer in desk.state.offers}


def test_a_running_break_may_be_done_hurt_or_end() -> None:
    desk = Desk()

    desk.work(minutes(10))
    desk.answer(Answer.START)

    assert labels(desk) == [
        "I did it",
        "Snooze 10 min",
        "Another stretch",
        "This hurts",
        "End this break",
        "Pause this stretch",
    ]
    assert answers(desk) == ["done", "snooze", "swap", "hurt", "closed", "wait"]


def test_after_a_gap_one_may_say_that_one_sat() -> None:
    desk = Desk()

    desk.work(minutes(40))
    desk.leave(minutes(10))
    assert labels(desk) == [START, "I was sitting all along", *SESSIONS]
    assert answers(desk) == ["start", "sat", "session", "session"]
    desk.work(minutes(10))
    assert labels(desk) == [START, UP, "I was sitting all along", *SESSIONS]
    desk.work(seconds(1))

    assert labels(desk) == [START, UP, *SESSIONS]


def test_a_correction_is_offered_beside_a_proposal() -> None:
    desk = Desk(every=minutes(5), natural_break=minutes(2))

    desk.work(minutes(4))
    desk.leave(minutes(4))
    desk.work(minutes(6))
    desk.sit_still(seconds(8))

    assert labels(desk)[-2:] == ["This hurts", "I was sitting all along"]


@pytest.mark.parametrize(
    ("snooze", "second"),
    [
        (minutes(10), Offer(Answer.SNOOZE, "Snooze 10 min", minutes(10))),
        (None, Offer(Answer.SKIP, "Skip")),
    ],
)
def test_a_notification_has_three_buttons(snooze: timedelta | None, second: Offer) -> None:
    assert buttons(Occasion.PROPOSED, snooze) == (
        Offer(Answer.START, "Start"),
        second,
        Offer(Answer.DONE, "I did it"),
    )
