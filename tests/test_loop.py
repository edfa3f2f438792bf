"""The loop, on a clock that jumps and a desk that writes down what it is told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import chain, repeat
from zoneinfo import ZoneInfo

from deskbreak.core.effects import CountSnooze, Effect, Propose, Refuse, Remember, Withdraw
from deskbreak.core.events import (
    Answer,
    Answered,
    Began,
    Condition,
    Event,
    RulesChanged,
    Ticked,
)
from deskbreak.core.moment import ZERO, Moment
from deskbreak.core.policy import Breaks, Settings
from deskbreak.core.record import Outcome
from deskbreak.core.session import begin
from deskbreak.core.state import Proposed, Rules, Seated, Session, Step
from deskbreak.core.stretch import Group, Stretch, Where
from deskbreak.core.work_hours import Range, Spell, WorkHours
from deskbreak.daemon import loop
from deskbreak.daemon.loop import Happened, Inbox, Inquiry, Message, Quit, RulesSet, Woken

MINUTE = timedelta(minutes=1)
NINE = Moment(timedelta(hours=1), datetime(2026, 3, 2, 9, tzinfo=UTC))
RULES = Rules(
    Settings(breaks=Breaks(wait_for_lull=ZERO)),
    (
        Stretch(
            "hip",
            "Hip stretch",
            Group.HIP_FLEXOR,
            Where.STANDING,
            gets_up=True,
            length=MINUTE,
            steps=("Step.",),
        ),
        Stretch(
            "walk",
            "Walk",
            Group.WALK,
            Where.STANDING,
            gets_up=True,
            length=MINUTE,
            steps=("Walk.",),
        ),
        Stretch(
            "stand_up",
            "Stand up",
            Group.STAND,
            Where.STANDING,
            gets_up=True,
            length=MINUTE,
            steps=("Stand.",),
        ),
    ),
    UTC,
)


def at(minutes: float) -> Moment:
    return NINE.at_uptime(NINE.uptime + minutes * MINUTE)


@dataclass
class Day:
    """Senses and desk at once: what is seen at each look, and what was done about it."""

    looks: Iterator[tuple[Moment, tuple[Event, ...]]]
    look_again: timedelta | None = ZERO
    shown_until: timedelta | None = None
    places: Iterator[tzinfo] = field(default_factory=lambda: repeat(UTC))
    performed: list[Effect] = field(default_factory=list)
    kept: list[Session] = field(default_factory=list)
    shown: list[tuple[Session, Moment]] = field(default_factory=list)

    def look(self, _session: Session, _rules: Rules) -> tuple[Moment, tuple[Event, ...]]:
        return next(self.looks)

    def zone(self) -> tzinfo:
        return next(self.places)

    def watch(self, _session: Session) -> timedelta | None:
        return self.look_again

    def answered(self, event: Answered, _rules: Rules) -> None:
        """Nobody wants to know."""

    def keep(self, session: Session, effects: tuple[Effect, ...], _rules: Rules) -> None:
        self.kept.append(session)
        self.performed += effects

    def reply(self, answer: Callable[[], None]) -> None:
        answer()

    def show(self, session: Session, _rules: Rules, now: Moment) -> timedelta | None:
        self.shown.append((session, now))
        return self.shown_until

    def live(self, *messages: Message, rules: Rules = RULES) -> Session:
        inbox: Inbox = Inbox()
        for message in (*messages, Quit()):
            inbox.put(message)
        session, _rules = loop.run(inbox, self, self, begin(NINE, rules), rules)
        return session


def typing(*minutes: float) -> Iterator[tuple[Moment, tuple[Event, ...]]]:
    """Somebody types from nine on, and the loop looks at these minutes."""
    for number, minute in enumerate(minutes):
        seen: tuple[Event, ...] = (Began(NINE, Condition.ACTIVE),) if number == 0 else ()
        yield at(minute), seen


def test_what_falls_due_between_two_looks_is_done_at_its_own_moment() -> None:
    day = Day(typing(0, 50))

    day.live()

    assert [(type(effect), effect.at) for effect in day.performed] == [(Propose, at(45))]


def test_an_answer_takes_effect_when_it_arrives_and_its_sender_hears_of_it_once_it_is_kept() -> (
    None
):
    day = Day(typing(0, 46, 47))
    heard: list[tuple[Step | None, int]] = []
    snooze = Happened(
        lambda now, _rules: Answered(now, Answer.SNOOZE),
        lambda step, _rules: heard.append((step, len(day.kept))),
    )

    day.live(snooze)

    assert [type(effect) for effect in day.performed] == [Propose, Withdraw, CountSnooze]
    [(step, kept_before)] = heard
    assert step is not None
    assert [type(effect) for effect in step.effects] == [Withdraw, CountSnooze]
    assert kept_before == 2


def test_what_is_wanted_no_more_when_its_turn_comes_does_not_happen() -> None:
    day = Day(typing(0, 46, 47))
    heard: list[Step | None] = []

    day.live(
        Happened(
            lambda now, _rules: Answered(now, Answer.SNOOZE),
            lambda step, _rules: heard.append(step),
            is_wanted=lambda: False,
        )
    )

    assert [type(effect) for effect in day.performed] == [Propose]
    assert heard == [None]


def test_nobody_has_to_listen() -> None:
    day = Day(typing(0, 1, 2))

    day.live(Happened(lambda now, _rules: Answered(now, Answer.SKIP)))

    assert [type(effect) for effect in day.performed] == [Refuse]


def test_a_question_is_answered_with_the_session_as_of_now() -> None:
    day = Day(typing(0, 46, 47))
    told: list[tuple[Session, Moment]] = []

    day.live(Inquiry(lambda session, _rules, now: told.append((session, now))))

    assert told == [(day.kept[1], at(46))]
    assert isinstance(told[0][0].phase, Proposed)


def test_new_settings_hold_from_the_moment_they_arrive() -> None:
    day = Day(typing(0, 20, 20.5, 21))
    often = replace(RULES, settings=Settings(breaks=Breaks(every=15 * MINUTE, wait_for_lull=ZERO)))

    day.live(RulesSet(lambda _rules: often), Woken())

    assert [effect.at for effect in day.performed] == [at(20.5)]


def test_changes_of_two_parts_of_the_rules_leave_each_other_alone() -> None:
    day = Day(typing(0, 1, 2, 3, 4))
    seen: list[Rules] = []
    often = Settings(breaks=Breaks(every=15 * MINUTE))

    day.live(
        RulesSet(lambda rules: replace(rules, settings=often)),
        RulesSet(lambda rules: replace(rules, seed="another")),
        Inquiry(lambda _session, rules, _now: seen.append(rules)),
    )

    assert seen == [replace(RULES, settings=often, seed="another")]


def test_who_flies_west_is_not_asked_before_the_hours_of_the_place_begin() -> None:
    nine_to_five = WorkHours(((Range(540, 1020),),) * 7)
    at_work = replace(RULES, settings=replace(RULES.settings, work_hours=nine_to_five))
    berlin, new_york = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
    day = Day(typing(0, 44, 46, 47), places=chain((berlin, berlin), repeat(new_york)))
    inbox: Inbox = Inbox()
    for message in (Woken(), Woken(), Quit()):
        inbox.put(message)

    last, rules = loop.run(inbox, day, day, begin(NINE, at_work), replace(at_work, zone=berlin))

    assert day.performed == []
    assert rules.zone == new_york
    assert last.course.spell == Spell(is_open=False, until=datetime(2026, 3, 2, 14, tzinfo=UTC))


def test_rules_that_are_the_same_as_before_are_no_event() -> None:
    day = Day(typing(0, 1, 2))
    recorded: list[Event] = []
    inbox: Inbox = Inbox()
    for message in (RulesSet(replace), Quit()):
        inbox.put(message)

    loop.run(
        inbox,
        day,
        day,
        begin(NINE, RULES),
        RULES,
        lambda events, _rules: recorded.extend(events),
    )

    assert [type(event) for event in recorded] == [Began, Ticked, Ticked, Ticked]


def test_all_events_are_recorded_with_their_rules_before_they_are_decided_upon() -> None:
    day = Day(typing(0, 20, 20.5, 21))
    often = replace(RULES, settings=Settings(breaks=Breaks(every=15 * MINUTE, wait_for_lull=ZERO)))
    recorded: list[tuple[tuple[Event, ...], Rules, int]] = []
    inbox: Inbox = Inbox()
    answer = Answered(at(20), Answer.SKIP)
    for message in (Happened(lambda _now, _rules: answer), RulesSet(lambda _rules: often), Quit()):
        inbox.put(message)

    def record(events: tuple[Event, ...], rules: Rules) -> None:
        recorded.append((events, rules, len(day.performed)))

    loop.run(inbox, day, day, begin(NINE, RULES), RULES, record)

    assert recorded == [
        ((Began(NINE, Condition.ACTIVE), Ticked(NINE)), RULES, 0),
        ((Ticked(at(20)),), RULES, 0),
        ((answer,), RULES, 0),
        ((Ticked(at(20.5)),), RULES, 1),
        ((RulesChanged(at(20.5)),), often, 1),
        ((Ticked(at(21)),), often, 1),
    ]
    assert [type(effect) for effect in day.performed] == [Refuse, Propose]


def test_everything_is_kept_before_it_is_shown_and_the_last_session_comes_back() -> None:
    day = Day(typing(0, 10))

    last = day.live()

    assert [session for session, _now in day.shown] == day.kept[:1]
    assert last == day.kept[-1]
    assert isinstance(last.phase, Seated)


def test_the_loop_sleeps_until_the_first_thing_that_may_change() -> None:
    day = Day(typing(0, 44.9999, 45.001, 46), look_again=None, shown_until=NINE.uptime)
    inbox: Inbox = Inbox()

    class Leaving(Day):
        def show(self, session: Session, rules: Rules, now: Moment) -> timedelta | None:
            if len(self.shown) == 2:
                inbox.put(Quit())
            super().show(session, rules, now)
            return now.uptime

    leaving = Leaving(day.looks, look_again=None)
    loop.run(inbox, leaving, leaving, begin(NINE, RULES), RULES)

    assert [type(effect) for effect in leaving.performed] == [Propose]


def test_without_anything_to_wait_for_only_a_message_wakes_the_loop() -> None:
    day = Day(iter([(NINE, ()), (at(1), ())]), look_again=None)

    last = day.live()

    assert last.at == at(1)


def test_a_short_restart_is_sitting_and_the_stale_signs_are_forgotten() -> None:
    day = Day(typing(0, 20))
    saved = day.live()

    step = loop.resumed(saved, at(22), RULES)

    assert step.session.seat_time(at(22).uptime) == 22 * MINUTE
    assert step.session.signs.conditions == frozenset()
    assert step.effects == ()


def test_a_long_restart_is_a_natural_break() -> None:
    day = Day(typing(0, 20))
    saved = day.live()

    step = loop.resumed(saved, at(26), RULES)

    assert [
        (effect.record.outcome, effect.record.ended_at, effect.at)
        for effect in step.effects
        if isinstance(effect, Remember)
    ] == [(Outcome.NATURAL, at(20).wall, at(25))]


def test_whoever_stood_before_a_restart_stands_still() -> None:
    day = Day(
        iter(
            [(NINE, (Began(NINE, Condition.ACTIVE), Began(NINE, Condition.STANDING))), (at(1), ())]
        )
    )
    saved = day.live()

    step = loop.resumed(saved, at(2), RULES)

    assert step.session.signs.conditions == {Condition.STANDING}


def test_a_restart_closes_the_proposal_that_was_open() -> None:
    day = Day(typing(0, 46))
    saved = day.live()

    step = loop.resumed(saved, at(47), RULES)

    assert [effect.reason for effect in step.effects if isinstance(effect, Withdraw)] == ["stopped"]
