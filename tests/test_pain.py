"""How much a move hurt, where to, and how it is on the day after: what each answer comes to."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from command_line import CannedDaemon, Home
from desk import CATALOGUE, HINGE, LUNGE, SLIDE, STAND_UP, WALK, Desk, hours, minutes, seconds

from deskbreak.control.protocol import Reply, Request
from deskbreak.core.answers import BUTTONS, SAYINGS, Occasion
from deskbreak.core.asking import formed
from deskbreak.core.effect_words import in_short, message_of
from deskbreak.core.effects import Advise, Suggest
from deskbreak.core.events import Answer, Condition
from deskbreak.core.pain import Advice
from deskbreak.core.policy import Stretches
from deskbreak.core.practice import Level
from deskbreak.core.record import Outcome
from deskbreak.core.rotation import explain
from deskbreak.core.state import Session
from deskbreak.core.stretch import Group, Stage, Stretch
from deskbreak.core.work_hours import local_day
from deskbreak.files.codec import decode, encode

DAY = timedelta(days=1)
GROWN = replace(HINGE, hold=seconds(20), easier="Bend the front knee a little.")
REACH = replace(GROWN, id="reach", name="Reach")
MOVES = (GROWN, REACH, LUNGE, SLIDE, WALK, STAND_UP)


def sore_desk(*answers: Answer, stretch: Stretch = GROWN, **settings: Any) -> Desk:
    """The move hurt after ten seconds of it, and what was said then."""
    desk = Desk(catalogue=MOVES, **settings)
    desk.work(minutes(10))
    hurts(desk, stretch)
    for answer in answers:
        desk.answer(answer)
    return desk


def hurts(desk: Desk, stretch: Stretch = GROWN) -> None:
    desk.answer(Answer.START, stretch=stretch.id, anyway=True)
    desk.wait(seconds(10))
    desk.answer(Answer.HURT)


def next_day(desk: Desk) -> None:
    """From nine on, for two minutes."""
    desk.wait_until("09:00")
    desk.work(minutes(2))


def why_not(desk: Desk, stretch: Stretch) -> str:
    return explain(
        desk.session.course.rotation,
        desk.rules.choosing,
        day=local_day(desk.rules.zone, desk.now.wall),
        now=desk.now.wall,
        stretch_id=stretch.id,
    )


def advice(desk: Desk) -> list[Advice]:
    _look = desk.state
    return [effect.what for effect in desk.effects if isinstance(effect, Advise)]


def labels(desk: Desk) -> list[str]:
    return [offer.label for offer in desk.state.offers]


def words(desk: Desk) -> str:
    """What was said last about what hurt."""
    _look = desk.state
    told = [effect for effect in desk.effects if isinstance(effect, Advise)]
    title, text = message_of(told[-1])
    return f"{title} {text}" if title.endswith("?") else f"{title}. {text}"


# --- asked at once, or later ---


def test_this_hurts_asks_how_much_with_the_three_words_of_the_scale() -> None:
    desk = sore_desk()

    assert "How much did it hurt, from 0 (not at all) to 10 (the worst you can think of)?" in (
        words(desk)
    )
    assert [SAYINGS[answer].labels[Occasion.HURTING] for answer in BUTTONS[Occasion.HURTING]] == [
        "0–3: no pain, or mild",
        "4–5: uncomfortable",
        "6–10, or into a leg or arm",
    ]
    assert labels(desk)[-3:] == [
        "0–3: no pain, or mild",
        "4–5: uncomfortable",
        "6–10, or into a leg or arm",
    ]


def test_until_it_is_answered_the_move_rests_for_72_hours() -> None:
    desk = sore_desk()

    desk.wait(hours(71))
    assert why_not(desk, GROWN).startswith("It hurt and rests until")
    desk.wait(hours(1))

    assert "It hurt" not in why_not(desk, GROWN)


def test_it_may_be_answered_hours_later_and_not_on_the_second_day() -> None:
    desk = sore_desk()

    desk.wait(hours(24))
    assert "4–5: uncomfortable" in labels(desk)
    desk.wait(seconds(1))
    desk.answer(Answer.UNCOMFORTABLE)

    assert "4–5: uncomfortable" not in labels(desk)
    assert desk.refusals == ["First say which move hurt: deskbreak hurt NAME"]


def test_while_a_move_is_guided_nothing_is_asked_about_another() -> None:
    desk = sore_desk()

    desk.answer(Answer.START, stretch=LUNGE.id)

    assert "4–5: uncomfortable" not in labels(desk)


@pytest.mark.parametrize("answer", [each for each in Answer if SAYINGS[each].command == "pain"])
def test_what_was_not_asked_is_refused(answer: Answer) -> None:
    desk = Desk()
    desk.work(minutes(10))

    desk.answer(answer)

    assert desk.refusals == ["First say which move hurt: deskbreak hurt NAME"]


def test_no_suggestion_takes_the_place_of_the_question() -> None:
    desk = Desk(catalogue=(GROWN, WALK, STAND_UP), stretches=Stretches(starter=True))
    for _day in range(14):
        desk.answer(Answer.START, stretch=GROWN.id, anyway=True)
        desk.answer(Answer.DONE)
        desk.wait(DAY)
    hurts(desk)

    assert isinstance(desk.effects[-1], Advise)


# --- mild ---


def test_mild_pain_lifts_the_rest_and_changes_nothing() -> None:
    desk = sore_desk(Answer.MILD)

    assert words(desk) == "Good. Carry on as is comfortable."
    assert desk.session.course.rotation.resting == ()
    assert "It hurt" not in why_not(desk, GROWN)


def test_mild_pain_leaves_the_dose_and_it_goes_up_no_step_that_day() -> None:
    desk = Desk(catalogue=MOVES)
    desk.work(minutes(10))
    day = local_day(desk.rules.zone, desk.now.wall)
    ready = Level(GROWN.id, day - 10 * DAY, steps=1, good=4)
    practice = replace(desk.session.course.practice, levels=(ready,), last=day - DAY)
    desk.session = desk.session.with_course(replace(desk.session.course, practice=practice))
    hurts(desk)
    desk.answer(Answer.MILD)

    desk.answer(Answer.START, stretch=GROWN.id)
    desk.answer(Answer.DONE)
    desk.answer(Answer.EASY)
    today = desk.session.course.practice.level(GROWN)
    desk.wait(DAY)
    desk.work(minutes(1))
    desk.answer(Answer.START, stretch=GROWN.id)
    desk.answer(Answer.DONE)
    desk.answer(Answer.EASY)
    tomorrow = desk.session.course.practice.level(GROWN)

    assert today == replace(ready, good=5, held=day)
    assert tomorrow is not None
    assert tomorrow.steps == 2


def test_mild_pain_that_was_the_second_turns_the_group_on_again_and_counts_no_more() -> None:
    desk = sore_desk(stretch=SLIDE)
    hurts(desk)
    before = desk.state.off

    desk.answer(Answer.MILD)

    assert before == (Group.HAMSTRING,)
    assert desk.state.off == ()
    assert [rest.id for rest in desk.session.course.rotation.resting] == [SLIDE.id]


# --- uncomfortable ---


def test_what_is_uncomfortable_comes_in_the_easier_form_with_one_step_less() -> None:
    desk = Desk(catalogue=MOVES)
    desk.work(minutes(10))
    day = local_day(desk.rules.zone, desk.now.wall)
    practice = replace(
        desk.session.course.practice, levels=(Level(GROWN.id, day, steps=3),), last=day
    )
    desk.session = desk.session.with_course(replace(desk.session.course, practice=practice))
    hurts(desk)
    desk.answer(Answer.UNCOMFORTABLE)

    desk.answer(Answer.START, stretch=GROWN.id)

    assert words(desk) == "Next time we show the easier way. We will ask you tomorrow."
    assert desk.refusals == []
    assert desk.guided[-1].ways == ("Bend the front knee a little.",)
    assert desk.session.course.practice.level(GROWN) == Level(GROWN.id, day, steps=2)


def test_in_the_easier_way_no_step_speaks_against_it_and_the_guide_counts_as_it_says() -> None:
    slide = replace(
        SLIDE,
        hold=seconds(10),
        reps=4,
        steps=("Lean on the wall.", "Slide down.", "Hold for ten."),
        easier="Slide a little; hold for five.",
        easier_without=(2, 3),
        easier_hold=seconds(5),
    )
    desk = Desk(catalogue=(slide, WALK, STAND_UP))
    desk.work(minutes(10))
    hurts(desk, slide)
    desk.answer(Answer.UNCOMFORTABLE)

    desk.answer(Answer.START, stretch=slide.id)

    [*_, eased] = desk.guided
    assert (eased.ways, eased.steps) == ((slide.easier,), ("Lean on the wall.",))
    assert (eased.hold, eased.length) == (seconds(5), seconds(20))


def test_the_easier_way_of_a_move_in_stages_puts_away_what_the_stage_does_too() -> None:
    staged = replace(
        SLIDE,
        hold=seconds(3),
        steps=("Kneel.", "Slide a foot.", "Lift it.", "Hold.", "Change."),
        easier="Leave the toes down.",
        easier_without=(2,),
        stages=(Stage(4, seconds(3), form="Legs only.", without=(3, 5)),),
    )
    desk = Desk(catalogue=(staged, WALK, STAND_UP))
    desk.work(minutes(10))
    hurts(desk, staged)
    desk.answer(Answer.UNCOMFORTABLE)

    desk.answer(Answer.START, stretch=staged.id)

    assert desk.guided[-1].steps == ("Kneel.", "Hold.")


def test_the_next_day_asks_once_how_it_is() -> None:
    desk = sore_desk(Answer.UNCOMFORTABLE)

    next_day(desk)
    asked = words(desk)
    desk.work(hours(2))

    assert asked == "How is it today? Yesterday's Hinge: how is it now?"
    assert labels(desk)[-3:] == ["Back to usual", "A little more than before", "Clearly more"]
    assert advice(desk) == [Advice.HURT, Advice.UNCOMFORTABLE, Advice.YESTERDAY]


def test_it_is_asked_half_a_minute_after_somebody_has_sat_down() -> None:
    desk = sore_desk(Answer.UNCOMFORTABLE)

    next_day(desk)

    assert desk.story[-1] == "09:00:30 advise yesterday"


def test_nobody_who_works_past_midnight_is_asked_then() -> None:
    desk = Desk(catalogue=MOVES, starts="2026-03-02T23:30", every=hours(9))
    desk.work(minutes(5))
    hurts(desk)
    desk.answer(Answer.UNCOMFORTABLE)

    desk.work(hours(6))

    assert desk.story[-1] == "05:00:00 advise yesterday"


def test_it_waits_for_the_end_of_a_call() -> None:
    desk = sore_desk(Answer.UNCOMFORTABLE)
    desk.wait_until("09:00")

    desk.begins(Condition.CALL)
    desk.work(minutes(20))
    during = advice(desk)
    desk.ends(Condition.CALL)

    assert Advice.YESTERDAY not in during
    assert advice(desk)[-1] is Advice.YESTERDAY


def test_after_a_weekend_it_is_not_yesterday() -> None:
    desk = sore_desk(Answer.UNCOMFORTABLE)

    desk.wait(2 * DAY)
    next_day(desk)

    assert words(desk) == "How is it today? Hinge, the other day: how is it now?"


def test_what_hurt_much_is_not_forgotten_because_it_is_only_a_little_worse_later() -> None:
    desk = sore_desk(Answer.STRONG)
    desk.wait(4 * DAY)
    desk.work(minutes(10))
    hurts(desk)
    desk.answer(Answer.UNCOMFORTABLE)
    next_day(desk)
    desk.answer(Answer.LITTLE_MORE)
    desk.wait(3 * DAY)
    desk.work(minutes(10))

    hurts(desk, SLIDE)

    assert advice(desk)[-1] is Advice.HURT_AGAIN


def test_no_answer_means_no_change() -> None:
    desk = sore_desk(Answer.UNCOMFORTABLE)
    next_day(desk)
    before = desk.session.course.rotation, desk.session.course.pain.eased

    desk.wait(DAY)

    assert (desk.session.course.rotation, desk.session.course.pain.eased) == before
    assert "Back to usual" not in labels(desk)


def test_two_moves_are_asked_about_one_after_the_other() -> None:
    desk = sore_desk(Answer.UNCOMFORTABLE)
    hurts(desk, SLIDE)
    desk.answer(Answer.UNCOMFORTABLE)

    next_day(desk)
    first = words(desk)
    desk.answer(Answer.USUAL)
    desk.work(minutes(1))

    assert "Hinge" in first
    assert "Slide" in words(desk)


def test_back_to_usual_keeps_the_easier_form_for_a_week_and_then_it_is_normal() -> None:
    desk = sore_desk(Answer.UNCOMFORTABLE)
    next_day(desk)
    desk.answer(Answer.USUAL)

    desk.wait(6 * DAY)
    desk.answer(Answer.START, stretch=GROWN.id)
    desk.answer(Answer.DONE)
    desk.wait(2 * DAY)
    desk.answer(Answer.START, stretch=GROWN.id)

    assert [move.ways for move in desk.guided[-2:]] == [("Bend the front knee a little.",), ()]


def test_a_little_more_rests_for_two_days_and_asks_again_once() -> None:
    desk = sore_desk(Answer.UNCOMFORTABLE)
    next_day(desk)
    desk.answer(Answer.LITTLE_MORE)
    rests = why_not(desk, GROWN)
    desk.wait(2 * DAY)
    desk.work(minutes(1))
    again = advice(desk)[-1]
    desk.answer(Answer.LITTLE_MORE)
    desk.wait(3 * DAY)
    desk.work(minutes(5))

    assert rests == "It hurt and rests until 2026-03-05 09:02."
    assert again is Advice.LATELY
    assert advice(desk)[-1] is Advice.A_LITTLE_MORE


def test_a_little_more_is_no_first_of_two_for_a_doctor() -> None:
    desk = sore_desk(Answer.UNCOMFORTABLE)
    next_day(desk)
    desk.answer(Answer.LITTLE_MORE)

    hurts(desk, SLIDE)

    assert advice(desk)[-1] is Advice.HURT


def test_clearly_more_is_as_if_it_had_been_strong() -> None:
    desk = sore_desk(Answer.UNCOMFORTABLE)
    next_day(desk)

    desk.answer(Answer.CLEARLY_MORE)

    assert words(desk).startswith("Stopped. Moves of this kind rest for three days.")
    assert why_not(desk, REACH).startswith("A move of its kind hurt, and they rest until")
    assert labels(desk)[-2:] == ["Yes", "No"]


# --- strong ---


def test_strong_pain_lets_the_whole_kind_rest_for_72_hours() -> None:
    desk = sore_desk(Answer.STRONG)

    said = words(desk)
    desk.wait(hours(71))
    rests = why_not(desk, REACH)
    desk.wait(hours(1))

    assert said == (
        "Stopped. Moves of this kind rest for three days. If it keeps growing or comes back, talk "
        "to a doctor or physiotherapist. Pain, tingling or numbness down a leg or arm?"
    )
    assert rests == "A move of its kind hurt, and they rest until 2026-03-05 09:10."
    assert "hurt" not in why_not(desk, REACH)
    assert "hurt" not in why_not(desk, SLIDE)


def test_a_move_of_a_kind_that_rests_is_not_simply_started() -> None:
    desk = sore_desk(Answer.STRONG)

    desk.answer(Answer.START, stretch=REACH.id)

    assert desk.refusals[0].startswith("A move of its kind hurt, and they rest until")


def test_what_is_proposed_of_the_same_kind_makes_way() -> None:
    desk = Desk(catalogue=(GROWN, REACH, SLIDE, WALK, STAND_UP), walk_every=0)
    desk.work_until_asked()
    while desk.proposals[-1].stretch.group is not Group.HAMSTRING:
        desk.answer(Answer.SWAP)
    desk.answer(Answer.HURT)
    while desk.proposals[-1].stretch.group is not Group.HAMSTRING:
        desk.answer(Answer.SWAP)

    desk.answer(Answer.STRONG)

    assert desk.proposals[-1].stretch.group is not Group.HAMSTRING
    assert desk.state.proposal is not None


def test_strong_pain_twice_in_two_weeks_turns_the_group_off_until_it_is_turned_on() -> None:
    desk = sore_desk(Answer.STRONG)
    desk.wait(13 * DAY)
    desk.work(minutes(10))
    hurts(desk, SLIDE)
    desk.answer(Answer.STRONG)

    said = words(desk)
    desk.wait(10 * DAY)

    assert said.startswith(
        "It hurt twice in two weeks. Talk to a doctor or physiotherapist before going on; moves of "
        "this kind stay off until you turn them on."
    )
    assert desk.state.off == (Group.WALL_SLIDE,)
    assert why_not(desk, SLIDE).startswith("Its group hurt twice")


def test_strong_pain_after_discomfort_is_the_first() -> None:
    desk = sore_desk(Answer.UNCOMFORTABLE)

    hurts(desk, SLIDE)
    desk.answer(Answer.STRONG)

    assert advice(desk)[-2:] == [Advice.HURT, Advice.STRONG]
    assert desk.state.off == ()


def test_down_a_leg_or_arm_offers_to_leave_such_moves_out_and_sets_nothing_by_itself() -> None:
    desk = sore_desk(Answer.STRONG, Answer.LIMB, stretches=Stretches(avoid=("twist",)))

    suggested = desk.effects[-1]

    assert advice(desk)[-1] is Advice.LIMB
    assert isinstance(suggested, Suggest)
    assert (suggested.what.value, suggested.value) == ("stretches.avoid", "twist,leg_nerve")
    assert desk.rules.settings.stretches.avoid == ("twist",)
    assert "Yes" not in labels(desk)


def test_who_is_careful_of_the_leg_already_is_only_shown_when_to_get_help() -> None:
    desk = sore_desk(Answer.STRONG, Answer.LIMB, stretches=Stretches(avoid=("leg_nerve",)))

    assert advice(desk)[-1] is Advice.LIMB
    assert not any(isinstance(effect, Suggest) for effect in desk.effects)


def test_not_down_a_limb_is_noted() -> None:
    desk = sore_desk(Answer.STRONG, Answer.NO_LIMB)

    assert words(desk) == "Noted. Moves of this kind rest. All others come as before."
    assert not any(isinstance(effect, Suggest) for effect in desk.effects)


# --- four weeks ---


def marked_strong_for(weeks: int, **settings: Any) -> Desk:
    desk = Desk(catalogue=MOVES, **settings)
    for week in range(weeks):
        desk.wait(7 * DAY if week else minutes(0))
        desk.work(minutes(10))
        hurts(desk)
        desk.answer(Answer.STRONG)
    return desk


def test_strong_pain_in_each_of_four_weeks_is_a_good_reason_to_have_it_looked_at() -> None:
    desk = marked_strong_for(4)

    assert Advice.FOUR_WEEKS not in advice(marked_strong_for(3))
    assert advice(desk)[-1] is Advice.FOUR_WEEKS
    assert (
        "You have marked strong pain for four weeks. That is a good reason to have it looked"
        in (words(desk))
    )


def test_that_is_said_once_a_week_at_most() -> None:
    desk = marked_strong_for(4)

    desk.wait(5 * DAY)
    desk.work(minutes(10))
    hurts(desk)
    desk.answer(Answer.STRONG)

    assert advice(desk).count(Advice.FOUR_WEEKS) == 1


def test_that_can_be_turned_off() -> None:
    desk = marked_strong_for(4, stretches=Stretches(four_weeks=False))

    assert Advice.FOUR_WEEKS not in advice(desk)


# --- on the next day, by its id ---


def test_what_hurt_only_the_next_day_is_said_by_its_id() -> None:
    desk = Desk(catalogue=MOVES)
    desk.work(minutes(10))
    desk.answer(Answer.START, stretch=GROWN.id)
    desk.answer(Answer.DONE)
    next_day(desk)

    desk.answer(Answer.HURT, stretch=GROWN.id)

    assert why_not(desk, GROWN).startswith("It hurt and rests until")
    assert advice(desk) == [Advice.HURT]
    assert "4–5: uncomfortable" in labels(desk)


@pytest.mark.parametrize(
    ("id_", "refusal"),
    [
        ("slide", "Slide was neither done nor proposed lately."),
        ("moon", "There is no stretch called moon; `deskbreak stretches list` names them all."),
    ],
)
def test_what_was_not_done_lately_cannot_have_hurt_and_is_called_by_its_name(
    id_: str, refusal: str
) -> None:
    desk = Desk(catalogue=MOVES)
    desk.work(minutes(10))

    desk.answer(Answer.HURT, stretch=id_)

    assert desk.refusals == [refusal]


def test_that_standing_up_hurt_may_be_said_afterwards_and_it_rests() -> None:
    desk = Desk()
    desk.answer(Answer.START, stretch=STAND_UP.id)
    desk.wait(minutes(1))
    desk.touch()

    desk.answer(Answer.HURT, stretch=STAND_UP.id)

    assert desk.refusals == []
    assert desk.session.course.rotation.is_sore(STAND_UP, desk.now.wall)


def test_an_earlier_move_that_hurts_leaves_what_is_proposed() -> None:
    desk = Desk(catalogue=CATALOGUE)
    desk.answer(Answer.START, stretch=SLIDE.id)
    desk.answer(Answer.DONE)
    desk.work_until_asked()
    proposed = desk.state.proposal

    desk.answer(Answer.HURT, stretch=SLIDE.id)

    assert proposed is not None
    assert proposed.stretch is not SLIDE
    assert desk.state.proposal == proposed


# --- kept, and said by command ---


def a_clock_that_ran_ahead() -> Desk:
    """The hinge hurt on Monday, and is proposed on what the clock takes for Thursday."""
    desk = Desk(walk_every=0, catalogue=(HINGE, STAND_UP))
    desk.work_until_asked()
    assert desk.proposals[-1].stretch == HINGE
    desk.answer(Answer.HURT)
    desk.answer(Answer.SKIP)
    desk.stop(hours(73))  # by the clock of the next boot
    desk.work(minutes(49))
    desk.sit_still(minutes(1))
    assert desk.proposals[-1].stretch == HINGE
    return desk


def test_what_rests_by_a_clock_that_was_set_right_makes_way_while_it_stands() -> None:
    desk = a_clock_that_ran_ahead()

    desk.set_clock("2026-03-02T10:41")
    desk.wait(minutes(1))

    assert desk.withdrawals[-1].reason == "ruled_out"
    assert desk.proposals[-1].stretch != HINGE


@pytest.mark.parametrize("clock", ["2026-03-09T11:00", "2026-03-02T08:00"])
def test_a_clock_that_is_set_leaves_a_rest_its_72_hours(clock: str) -> None:
    desk = sore_desk()
    desk.wait(hours(2))
    desk.set_clock(clock)

    desk.wait(hours(70) - seconds(1))
    rests = why_not(desk, GROWN)
    desk.wait(seconds(2))

    assert "rests until" in rests
    assert "rests until" not in why_not(desk, GROWN)


def test_a_clock_that_is_set_leaves_a_kind_its_rest_and_the_easier_form_its_week() -> None:
    strong, eased = sore_desk(Answer.STRONG), sore_desk(Answer.UNCOMFORTABLE)
    for desk in (strong, eased):
        desk.set_clock("2026-03-20T11:00")
        desk.wait(hours(71))

    assert "they rest until" in why_not(strong, REACH)
    assert formed(eased.session, GROWN, eased.rules).ways == (GROWN.easier,)


def test_what_rests_by_a_clock_that_was_set_right_is_led_no_further() -> None:
    desk = a_clock_that_ran_ahead()
    desk.answer(Answer.START)

    desk.set_clock("2026-03-02T10:41")

    assert desk.state.running is None
    assert desk.outcomes[-1] is Outcome.PARTIAL


def test_what_hurt_survives_being_saved() -> None:
    desk = sore_desk(Answer.UNCOMFORTABLE)
    hurts(desk, SLIDE)
    desk.answer(Answer.STRONG)

    saved = decode(Session, encode(desk.session))

    assert saved.course == desk.session.course


@pytest.mark.parametrize("said", ["mild", "uncomfortable", "strong", "limb", "usual"])
def test_how_much_it_hurt_is_said_in_a_word(home: Home, said: str) -> None:
    with CannedDaemon(Reply(ok=True)).running() as daemon:
        done = home.deskbreak("pain", said)

    assert (done.code, done.out) == (0, "Noted.\n")
    assert daemon.asked == [Request(said)]


def test_what_hurt_is_named_on_the_command_line(home: Home) -> None:
    with CannedDaemon(Reply(ok=True)).running() as daemon:
        home.deskbreak("hurt", "hinge")

    assert daemon.asked == [Request("hurt", {"stretch": "hinge"})]


def test_the_command_line_tells_how_to_go_on_and_how_to_leave_such_moves_out() -> None:
    desk = sore_desk(Answer.STRONG, Answer.LIMB)

    told = [text for text in map(in_short, desk.effects) if text]

    assert told[-3].endswith("Say so with: deskbreak pain limb or no_limb")
    assert told[-1].endswith("deskbreak config set stretches.avoid leg_nerve")
