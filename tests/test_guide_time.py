"""The time of a guided stretch: begun at once, paused, going on."""

from dataclasses import replace
from datetime import timedelta

from desk import BERLIN, HINGE, STAND_UP, WALK, Desk, minutes, seconds
from test_guide import LUNGE

from deskbreak.core.events import Answer
from deskbreak.core.practice import Level, Practice
from deskbreak.core.record import Outcome


def test_whoever_is_ready_begins_at_once_and_every_hold_keeps_its_seconds() -> None:
    desk = Desk(catalogue=(LUNGE, STAND_UP, WALK))
    desk.work(minutes(10))
    desk.answer(Answer.START, stretch=LUNGE.id, anyway=True)
    desk.wait(seconds(2))

    desk.answer(Answer.NOW)

    assert desk.state.running is not None
    assert desk.state.running.elapsed == seconds(10)
    assert desk.state.running.left == LUNGE.length - seconds(10)
    desk.wait(LUNGE.length - seconds(10))
    assert desk.state.running is None
    assert desk.records[-1].outcome is Outcome.DONE
    assert desk.records[-1].exercised == LUNGE.length - seconds(8)


def test_what_has_begun_is_not_begun_again() -> None:
    desk = Desk(catalogue=(LUNGE, STAND_UP, WALK))
    desk.work(minutes(10))
    desk.answer(Answer.START, stretch=LUNGE.id, anyway=True)
    desk.wait(seconds(11))

    desk.answer(Answer.NOW)

    assert desk.refusals == ["It has begun already."]


def test_a_guide_that_is_paused_ends_so_much_later_and_counts_no_second_of_it() -> None:
    desk = Desk(catalogue=(LUNGE, STAND_UP, WALK))
    desk.work(minutes(10))
    desk.answer(Answer.START, stretch=LUNGE.id, anyway=True)
    desk.wait(seconds(20))

    desk.answer(Answer.WAIT)
    desk.wait(minutes(2))

    assert desk.state.running is not None
    assert (desk.state.running.waits, desk.state.running.elapsed) == (True, seconds(20))
    assert desk.state.headline == f"{LUNGE.name}: paused, 52 s left"
    desk.answer(Answer.GO_ON)
    desk.wait(LUNGE.length - seconds(20) - seconds(1))
    assert desk.state.running is not None
    desk.wait(seconds(1))
    assert desk.state.running is None
    assert desk.records[-1].exercised == LUNGE.length


def test_a_guide_that_stays_paused_is_ended_early_with_what_was_done_of_it() -> None:
    desk = Desk(catalogue=(LUNGE, STAND_UP, WALK))
    desk.work(minutes(10))
    desk.answer(Answer.START, stretch=LUNGE.id, anyway=True)
    desk.wait(seconds(20))
    desk.answer(Answer.WAIT)

    desk.wait(minutes(5))

    assert desk.state.running is None
    assert desk.outcomes == [Outcome.PARTIAL, Outcome.NATURAL]
    assert desk.records[0].exercised == seconds(20)


def test_only_what_runs_is_paused_and_only_what_is_paused_goes_on() -> None:
    desk = Desk(catalogue=(LUNGE, STAND_UP, WALK))
    desk.work(minutes(10))
    desk.answer(Answer.WAIT)
    desk.answer(Answer.START, stretch=LUNGE.id, anyway=True)
    desk.answer(Answer.GO_ON)
    desk.answer(Answer.WAIT)
    desk.answer(Answer.WAIT)

    assert desk.refusals == [
        "No break is running.",
        "It isn't paused.",
        "It is paused already.",
    ]
    assert [offer.label for offer in desk.state.offers][-1] == "Go on with this stretch"


def test_midnight_changes_nothing_of_what_is_guided() -> None:
    hinge = replace(HINGE, hold=seconds(20), reps=2, length=seconds(40))
    desk = Desk(catalogue=(hinge, WALK, STAND_UP), starts="2026-03-02T23:59:50")
    day = desk.now.wall.astimezone(BERLIN).date()
    done = Practice((Level(hinge.id, day, steps=1),), last=day - timedelta(days=6))
    desk.session = desk.session.with_course(replace(desk.session.course, practice=done))
    desk.answer(Answer.START, stretch=hinge.id)
    before = desk.state.running

    desk.wait(seconds(20))
    after = desk.state.running

    assert before is not None
    assert after is not None
    assert after.cues == before.cues
