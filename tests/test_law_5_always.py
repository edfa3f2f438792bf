"""What holds on every day, whatever happens on it."""

from datetime import timedelta

import pytest
from desk import Desk, hours
from random_days import random_day

from deskbreak.core.effects import Propose, Remember, Withdraw
from deskbreak.core.events import Answer
from deskbreak.core.moment import ZERO
from deskbreak.core.record import Outcome

DAYS = pytest.mark.parametrize("day", range(60))


@DAYS
def test_what_is_told_late_happens_all_the_same(day: int) -> None:
    assert random_day(day, is_lazy=True).story == random_day(day).story


@DAYS
def test_every_proposal_is_closed_once_before_the_next_is_open(day: int) -> None:
    open_id = None
    for effect in random_day(day).effects:
        match effect:
            case Propose():
                assert open_id == (effect.id if effect.again else None)
                open_id = effect.id
            case Withdraw():
                assert open_id == effect.id
                open_id = None
            case _:
                pass


@DAYS
def test_effects_come_in_the_order_of_their_moments(day: int) -> None:
    moments = [effect.at.uptime for effect in random_day(day).effects]

    assert moments == sorted(moments)


@DAYS
def test_no_record_tells_more_than_there_was(day: int) -> None:
    desk = random_day(day)
    elapsed = desk.now.uptime - hours(1000)

    for record in desk.records:
        inside = sum((part.seat_time for part in record.parts), ZERO)
        assert ZERO <= inside <= record.seat_time <= elapsed
        assert record.sat_down_at <= record.at
    assert len({record.id for record in desk.records}) == len(desk.records)


@DAYS
def test_bouts_never_overlap_but_for_those_taken_back(day: int) -> None:
    desk = random_day(day)
    voided = any(" void " in line for line in desk.story)
    ended = [record for record in desk.records if record.ended_at is not None]

    sat = sum((record.seat_time for record in ended), ZERO)
    assert voided or sat <= desk.now.uptime - hours(1000)


@DAYS
def test_a_natural_break_is_decided_within_its_length(day: int) -> None:
    for effect in random_day(day).effects:
        if isinstance(effect, Remember) and effect.record.outcome is Outcome.NATURAL:
            assert effect.record.ended_at is not None
            gap = effect.at.wall - effect.record.ended_at
            assert timedelta(minutes=2) <= gap <= timedelta(minutes=10)


@DAYS
def test_what_is_offered_is_not_refused(day: int) -> None:
    desk = random_day(day)
    may_run_out = {Answer.SWAP}  # there may be no other stretch

    for offer in desk.state.offers:
        twin = _twin(desk)
        twin.answer(offer.answer, length=offer.length)
        assert offer.answer in may_run_out or len(twin.refusals) == len(desk.refusals)


def _twin(desk: Desk) -> Desk:
    twin = Desk()
    twin.now, twin.rules, twin.session = desk.now, desk.rules, desk.session
    twin.effects = list(desk.effects)
    return twin
