"""How much of each move: what is said of the last one makes the next ones fit."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from desk import CATALOGUE, HINGE, STAND_UP, WALK, Desk, hours, minutes, seconds
from hypothesis import given
from hypothesis import strategies as st

from deskbreak.core.avoid import for_person
from deskbreak.core.events import Answer
from deskbreak.core.moment import Moment
from deskbreak.core.policy import Settings, Stretches
from deskbreak.core.practice import Practice, ladder_of, most_of
from deskbreak.core.state import Session
from deskbreak.core.stretch import Group, Place, Stretch, Where
from deskbreak.core.words import dose
from deskbreak.files.codec import decode, encode
from deskbreak.files.resources import config_file
from deskbreak.stretches.catalogue import load_catalogue

BUNDLED = {stretch.id: stretch for stretch in load_catalogue(config_file("stretches.toml"))}
HAMSTRING = BUNDLED["ham_standing_step"]
WALL_SLIDE = BUNDLED["wall_slide_back"]
DAY = timedelta(days=1)
TWO_MINUTES = minutes(2)


class Week:
    """Somebody who does one move again and again, and says how it was."""

    def __init__(self, stretch: Stretch, break_length: timedelta = TWO_MINUTES) -> None:
        catalogue = (stretch, WALK, STAND_UP)
        self.stretch = stretch
        self.desk = Desk(
            catalogue=catalogue, walk_every=0, break_length=break_length, daily_limit=0
        )

    def does(self, how: Answer | None, times: int = 1) -> None:
        for _ in range(times):
            self.desk.answer(Answer.START, stretch=self.stretch.id, anyway=True)
            self.desk.wait(self.length)
            _look = self.desk.state
            if how is not None:
                self.desk.answer(how)
            self.desk.wait(hours(1))

    def rests(self, days: float) -> None:
        self.desk.wait(days * DAY)

    @property
    def length(self) -> timedelta:
        return self.next.length

    @property
    def next(self) -> Stretch:
        """As it would be proposed today."""
        day = self.desk.now.wall.astimezone(self.desk.rules.zone).date()
        practice = self.desk.session.course.practice
        return practice.dosed(self.stretch, day, most_of(self.desk.rules.settings))

    @property
    def told(self) -> list[str]:
        return [line.split(" ", 1)[1] for line in self.desk.story if " adjust " in line]


def after_weeks(week: Week, weeks: int) -> Week:
    for _ in range(weeks):
        week.does(Answer.EASY, times=5)
        week.rests(3.5)
        week.does(Answer.EASY)
        week.rests(3.5)
        week.does(Answer.EASY)
    return week


def test_five_good_ones_and_a_week_later_there_is_one_repeat_more() -> None:
    week = Week(HAMSTRING)
    week.does(Answer.EASY, times=5)

    assert dose(week.next) == "20 s each side."

    week.rests(6.5)
    week.does(Answer.RIGHT)

    assert dose(week.next) == "2 times 20 s each side."
    assert week.told == ["adjust ham_standing_step more to 2 times 20 s each side."]
    assert week.next.length - HAMSTRING.length == seconds(54)


def test_however_many_good_ones_it_goes_up_once_in_seven_days() -> None:
    week = Week(HAMSTRING)
    week.rests(0.1)
    for _ in range(9):
        week.does(Answer.EASY, times=5)
        week.rests(1)

    assert len(week.told) == 1


def test_repeats_go_up_first_and_then_the_hold_as_far_as_the_break_is_long() -> None:
    week = after_weeks(Week(HAMSTRING, break_length=minutes(5)), 4)

    assert [line.split(" to ")[1] for line in week.told if " more " in line] == [
        "2 times 20 s each side.",
        "2 times 25 s each side.",
        "2 times 30 s each side.",
    ]
    assert "harder" in week.told[-1]


def test_who_is_65_or_older_may_hold_for_up_to_a_minute() -> None:
    week = Week(HAMSTRING, break_length=minutes(10))
    week.desk.change(stretches=Stretches(long_holds=True))
    after_weeks(week, 12)

    assert dose(week.next) == "2 times 1 min each side."


def test_a_dose_outgrows_the_break_by_a_minute_at_most() -> None:
    week = after_weeks(Week(HAMSTRING), 6)

    assert week.length == minutes(2) + seconds(47)
    assert dose(week.next) == "2 times 30 s each side."


def test_what_an_easier_form_is_done_in_does_not_grow() -> None:
    eased = for_person(HAMSTRING, Stretches(avoid=("bones",)))
    week = after_weeks(Week(eased), 6)

    assert dose(week.next) == "10 s each side."


def test_who_does_it_in_an_easier_form_is_never_told_that_there_is_more_to_do() -> None:
    week = Week(HAMSTRING)
    week.desk.change(stretches=Stretches(avoid=("bones",)))
    after_weeks(week, 6)

    assert week.told == []
    assert dose(week.next) == "20 s each side."  # without the caution, as at first


def test_a_move_in_stages_begins_with_the_first_and_goes_on_after_two_good_weeks() -> None:
    week = Week(BUNDLED["bird_dog"])
    first = (dose(week.next), week.next.ways)
    week.does(Answer.EASY)
    week.rests(13)
    week.does(Answer.EASY)
    assert dose(week.next) == first[0]
    week.rests(3)
    week.does(Answer.RIGHT)

    assert first == ("4 slow repeats each side.", ("Legs only: no arm, toes close to the floor.",))
    assert (dose(week.next), week.next.ways) == ("5 slow repeats each side.", ())


@pytest.mark.parametrize("id_", BUNDLED)
def test_every_move_can_grow_or_says_why_not(id_: str) -> None:
    stretch = BUNDLED[id_]

    grows = len(ladder_of(stretch, most_of(Settings()))) > 1
    assert grows or stretch.no_more


def test_the_wall_slide_keeps_its_hold_and_goes_to_twelve_repeats() -> None:
    week = after_weeks(Week(WALL_SLIDE, break_length=minutes(10)), 10)

    assert dose(week.next) == "12 times 10 s."


def test_what_was_hard_twice_goes_one_step_back() -> None:
    week = after_weeks(Week(HAMSTRING), 2)
    before = dose(week.next)

    week.does(Answer.HARD)
    assert dose(week.next) == before
    week.does(Answer.HARD)

    assert (before, dose(week.next)) == ("2 times 25 s each side.", "2 times 20 s each side.")
    assert week.told[-1] == "adjust ham_standing_step less to 2 times 20 s each side."


def test_hard_and_then_easy_is_no_reason_to_step_back() -> None:
    week = after_weeks(Week(HAMSTRING), 1)

    week.does(Answer.HARD)
    week.does(Answer.EASY)
    week.does(Answer.HARD)

    assert dose(week.next) == "2 times 20 s each side."


def test_what_is_hard_at_its_first_dose_has_an_easier_way() -> None:
    week = Week(HAMSTRING)

    week.does(Answer.HARD, times=2)

    assert week.told == ["adjust ham_standing_step easier to 20 s each side."]


@pytest.mark.parametrize(
    ("days", "left"),
    [
        (6, "2 times 30 s each side."),
        (7, "20 s each side."),
        (20, "20 s each side."),
        (21, "20 s each side."),
    ],
)
def test_whoever_was_away_begins_with_less(days: int, left: str) -> None:
    week = after_weeks(Week(HAMSTRING, break_length=minutes(5)), 4)

    week.rests(days)

    assert dose(week.next) == left


def test_a_week_away_leaves_six_tenths_and_three_weeks_nothing() -> None:
    week = after_weeks(Week(WALL_SLIDE, break_length=minutes(10)), 9)
    assert week.next.reps == 12

    week.rests(7)
    assert week.next.reps == 7
    week.does(None)
    assert week.next.reps == 7, "and it stays so once one is back"
    week.rests(21)

    assert week.next.reps == 4


def test_who_is_back_begins_with_less_in_every_move() -> None:
    desk = Desk(catalogue=(HAMSTRING, WALL_SLIDE, WALK, STAND_UP), break_length=minutes(10))
    for days in (0, 3.5, 3.5):
        desk.wait(days * DAY)
        for _ in range(5):
            for stretch in (HAMSTRING, WALL_SLIDE):
                desk.answer(Answer.START, stretch=stretch.id)
                desk.wait(minutes(3))
                desk.answer(Answer.EASY)
    reached = {level.id: level.steps for level in desk.session.course.practice.levels}

    desk.wait(20 * DAY)
    desk.answer(Answer.START, stretch=HAMSTRING.id)
    desk.wait(minutes(3))
    _look = desk.state
    left = {level.id: level.steps for level in desk.session.course.practice.levels}

    assert all(steps > 0 for steps in reached.values())
    assert left == {HAMSTRING.id: 0, WALL_SLIDE.id: 0}


def test_what_hurt_begins_anew() -> None:
    week = after_weeks(Week(HAMSTRING), 2)

    week.desk.answer(Answer.START, stretch=HAMSTRING.id)
    week.desk.wait(seconds(40))
    week.desk.answer(Answer.HURT)

    assert dose(week.next) == "20 s each side."


def test_what_hurt_only_afterwards_rests_as_well() -> None:
    desk = Desk()
    desk.work_until_asked()
    done = desk.proposals[0].stretch
    desk.answer(Answer.START)
    desk.wait(minutes(2))
    _look = desk.state
    desk.answer(Answer.HURT)

    assert [rest.id for rest in desk.session.course.rotation.resting] == [done.id]
    assert desk.story[-1].endswith("advise a rest")


def test_it_is_said_once_and_within_the_hour() -> None:
    desk = Desk()
    desk.work_until_asked()
    desk.answer(Answer.DONE)
    desk.answer(Answer.EASY)
    desk.answer(Answer.EASY)
    desk.work_until_asked()
    desk.answer(Answer.DONE)
    desk.wait(hours(1) + seconds(1))
    desk.answer(Answer.EASY)

    assert desk.refusals == ["No stretch of the last hour is waiting for this answer."] * 2
    assert desk.session.course.practice.levels[0].good == 1


def test_that_it_hurt_may_be_said_once_it_is_said_how_it_was() -> None:
    desk = Desk()
    desk.work_until_asked()
    done = desk.proposals[0].stretch
    desk.answer(Answer.DONE)
    desk.answer(Answer.RIGHT)
    assert asked_of_a_move(desk) == {f"{done.name}: It hurt"}

    desk.answer(Answer.HURT)

    assert desk.refusals == []
    assert desk.session.course.rotation.is_sore(done, desk.session.at.wall)
    assert f"{done.name}: It hurt" not in asked_of_a_move(desk)


def test_whoever_ended_a_move_because_it_hurt_may_say_so_within_the_hour() -> None:
    desk = Desk()
    desk.work_until_asked()
    stopped = desk.proposals[0].stretch
    desk.answer(Answer.START)
    desk.wait(seconds(20))
    desk.answer(Answer.CLOSED)
    assert asked_of_a_move(desk) == {f"{stopped.name}: It hurt"}

    desk.wait(hours(1))
    desk.answer(Answer.EASY)
    desk.answer(Answer.HURT)

    assert desk.refusals == ["No stretch of the last hour is waiting for this answer."]
    assert desk.session.course.rotation.is_sore(stopped, desk.session.at.wall)


def test_a_move_that_ended_because_it_hurt_is_asked_about_but_once() -> None:
    desk = Desk()
    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(seconds(20))
    desk.answer(Answer.HURT)

    assert asked_of_a_move(desk) == {
        "0–3: no pain, or mild",
        "4–5: uncomfortable",
        "6–10, or into a leg or arm",
    }


def test_a_break_that_begins_ends_the_question() -> None:
    desk = Desk()
    desk.work_until_asked()
    desk.answer(Answer.DONE)
    assert {"Easy", "Just right", "Hard", "It hurt"} <= {o.label for o in desk.state.offers}

    desk.answer(Answer.START)

    assert "Easy" not in {offer.label for offer in desk.state.offers}


def asked_of_a_move(desk: Desk) -> set[str]:
    """What may be said of a move that was done or ended early."""
    return {offer.label for offer in desk.state.offers if offer.about is not None}


def test_nobody_is_asked_how_a_walk_or_standing_up_was() -> None:
    for id_ in (WALK.id, STAND_UP.id):
        desk = Desk()
        desk.answer(Answer.START, stretch=id_)
        desk.wait(minutes(3))

        assert "Easy" not in {offer.label for offer in desk.state.offers}


def test_the_proposal_the_guide_and_the_length_are_of_the_dose_that_was_reached() -> None:
    week = after_weeks(Week(HAMSTRING), 1)
    desk = week.desk

    desk.work_until_asked()
    proposed = desk.proposals[-1].stretch
    desk.answer(Answer.START)
    running = desk.state.running

    assert (proposed.reps, proposed.length) == (2, HAMSTRING.length + seconds(54))
    assert running is not None
    assert running.left == proposed.length
    assert [cue.text.split(":")[0] for cue in running.cues[2:7:3]] == [
        "First side, 1 of 2",
        "First side, 2 of 2",
    ]


def test_the_first_time_there_is_time_to_read_the_steps() -> None:
    steps = tuple("Bend from the hips until the back of the legs pulls." for _ in range(4))
    wordy = replace(HINGE, steps=steps, setup=seconds(8), hold=seconds(20))
    desk = Desk(catalogue=(wordy, WALK, STAND_UP), walk_every=0)

    for _ in range(2):
        desk.work_until_asked()
        desk.answer(Answer.START)
        desk.wait(minutes(3))
        desk.touch()

    first, then = desk.guided
    assert (first.setup, then.setup) == (seconds(15), seconds(8))
    assert first.length - then.length == seconds(7)


def test_a_move_that_takes_long_to_arrange_leaves_time_enough_to_read() -> None:
    arranged = replace(HINGE, steps=("Lie down.",), setup=seconds(8), hold=seconds(20))

    assert Practice().dosed(arranged, date(2026, 3, 2), most_of(Settings())) == arranged


def test_what_was_reached_survives_being_saved() -> None:
    week = after_weeks(Week(HAMSTRING), 2)
    _look = week.desk.state

    saved = decode(Session, encode(week.desk.session))

    assert saved.course.practice == week.desk.session.course.practice


def test_a_move_that_a_clinician_taught_keeps_its_dose() -> None:
    taught = BUNDLED["nerve_glide"]
    week = after_weeks(Week(taught, break_length=minutes(10)), 3)

    assert week.next == taught


@given(
    st.lists(
        st.tuples(
            st.sampled_from((Answer.EASY, Answer.RIGHT, Answer.HARD, Answer.HURT)),
            st.integers(0, 30),
        ),
        max_size=60,
    ),
    st.sampled_from(sorted(BUNDLED)),
)
def test_a_dose_is_never_below_the_first_nor_above_its_limits(
    said: list[tuple[Answer, int]], id_: str
) -> None:
    stretch, most = BUNDLED[id_], most_of(Settings())
    at, practice = Desk().now, Practice()
    for how, days in said:
        at = at.at_uptime(at.uptime + days * DAY)
        before = practice.dosed(stretch, at.wall.date(), most)
        practice = _said(
            practice.doing(stretch, at.wall.date(), at.wall, most, (stretch,)), how, at, stretch
        )
        now = practice.dosed(stretch, at.wall.date(), most)

        first = ladder_of(stretch, most)[0]
        assert first.reps <= now.reps <= max(stretch.most_reps, 2 * stretch.reps)
        assert first.hold <= now.hold <= max(stretch.hold, seconds(30))
        assert now.length <= max(most.room_for(stretch), stretch.length) or stretch.most_reps
        assert how is not Answer.HURT or now == first
        assert now.reps - before.reps <= 1 or stretch.stages


def _said(practice: Practice, how: Answer, at: Moment, stretch: Stretch) -> Practice:
    day = at.wall.date()
    if how is Answer.HURT:
        return practice.hurting(stretch, day)
    return practice.felt(how, stretch, day, most_of(Settings()))[0]


# --- the second that hurts: its group stays off ---


def test_the_group_of_the_second_that_hurts_stays_off_until_it_is_turned_on() -> None:
    desk = Desk(walk_every=0)
    desk.work_until_asked()
    desk.answer(Answer.HURT)
    second = desk.proposals[-1].stretch
    desk.answer(Answer.HURT)
    desk.leave(20 * DAY)
    for _ in range(8):
        desk.work_until_asked()
        desk.answer(Answer.DONE)

    off = desk.state.off
    assert off == (second.group,)
    assert second.group not in {proposal.stretch.group for proposal in desk.proposals[2:]}

    desk.allow(second.group)
    for _ in range(8):
        desk.work_until_asked()
        desk.answer(Answer.DONE)

    assert desk.state.off == ()
    assert second in [proposal.stretch for proposal in desk.proposals[-8:]]


def test_what_is_not_off_cannot_be_turned_on() -> None:
    desk = Desk()

    desk.allow(Group.HAMSTRING)

    assert desk.refusals == ["Those moves aren't off."]


# --- another one, or not now, while a stretch is guided ---


def test_another_one_instead_goes_on_at_once() -> None:
    desk = Desk()
    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(seconds(10))
    desk.answer(Answer.SWAP)
    desk.wait(minutes(2))

    first, second = desk.guided
    assert first.group is not second.group
    assert desk.story[1:] == [
        "09:50:00 withdraw p0 start",
        "09:50:00 guide 1m",
        "09:50:10 guide 1m",
        "09:51:10 guide over",
        "09:51:10 done 50m10s until 09:50:10",
    ]


def test_what_was_a_break_already_is_noted_before_another_one() -> None:
    desk = Desk()
    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(seconds(45))
    desk.answer(Answer.SWAP)
    desk.wait(minutes(2))

    assert desk.story[3:] == [
        "09:50:45 partial 50m until 09:50:00",
        "09:50:45 guide 1m",
        "09:51:45 guide over",
        "09:51:45 done 0s until 09:50:45",
    ]


def test_where_there_is_no_other_one_the_guide_goes_on() -> None:
    desk = Desk(catalogue=(HINGE, STAND_UP), walk_every=0)
    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.answer(Answer.SWAP)

    assert desk.refusals == ["There is no other stretch to offer now."]
    assert desk.state.running is not None


def test_not_now_puts_the_same_stretch_off() -> None:
    desk = Desk()
    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(seconds(5))
    desk.snooze()
    desk.work(minutes(15))

    assert desk.story[3:] == [
        "09:50:05 guide closed",
        "09:50:05 snoozed p1 10m",
        "10:05:05 propose p2 at 1h5m5s",
    ]
    assert desk.proposals[0].stretch == desk.proposals[1].stretch
    assert desk.proposals[1].snoozes == 1


def test_what_was_a_break_already_is_ended_not_put_off() -> None:
    desk = Desk()
    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(seconds(45))
    desk.snooze()

    assert desk.story[3:] == ["09:50:45 guide closed", "09:50:45 partial 50m until 09:50:00"]


def test_after_two_snoozes_a_guided_stretch_cannot_be_put_off() -> None:
    desk = Desk()
    desk.work_until_asked()
    for _ in range(2):
        desk.snooze()
        desk.work(minutes(16))
    desk.answer(Answer.START)
    desk.snooze()

    assert len(desk.refusals) == 1
    assert "Snooze 10 min" not in [offer.label for offer in desk.state.offers]


# --- in a wheelchair ---


def wheelchair(**more: Any) -> Desk:
    seated = [BUNDLED[id_] for id_ in ("let_go", "scap_squeeze", "wc_hands")]
    catalogue = (*CATALOGUE, *seated)
    return Desk(catalogue=catalogue, stretches=Stretches(wheelchair=True), **more)


def test_in_a_wheelchair_every_move_is_a_seated_one_and_nobody_is_sent_for_a_walk() -> None:
    desk = wheelchair(every=minutes(61))
    for _ in range(9):
        desk.work_until_asked()
        desk.answer(Answer.DONE)

    assert {proposal.stretch.id for proposal in desk.proposals} == {"wc_hands", "scap_squeeze"}


def test_in_a_wheelchair_doing_a_move_is_the_break() -> None:
    desk = wheelchair()
    desk.work_until_asked()
    desk.answer(Answer.DONE)
    desk.work_until_asked()
    desk.answer(Answer.START)
    desk.wait(minutes(2))

    assert [line for line in desk.story if " done " in line] == [
        "09:50:00 done 50m until 09:50:00",
        "10:41:14 done 50m until 10:40:00",
    ]


def test_in_a_wheelchair_the_smallest_break_is_letting_go() -> None:
    desk = wheelchair()
    desk.work_until_asked()
    for _ in range(2):
        desk.snooze()
        desk.work(minutes(16))

    assert desk.proposals[-1].stretch.id == "let_go"


def test_whoever_takes_weight_off_the_seat_is_not_asked_to_be_reminded_less_often() -> None:
    wishes = Stretches(wheelchair=True, pressure_relief=minutes(30))
    desk = Desk(catalogue=tuple(BUNDLED.values()), stretches=wishes)

    for _ in range(5):
        desk.work_until_asked()
        desk.answer(Answer.SKIP)

    assert [line for line in desk.story if "suggest breaks.every" in line] == []


# --- levels: each is asked once ---


def two_good_weeks(desk: Desk) -> None:
    for _ in range(14):
        desk.work_until_asked()
        desk.answer(Answer.DONE)
        desk.leave(DAY - minutes(50))


def test_levels_are_asked_one_at_a_time_two_good_weeks_apart() -> None:
    lying = replace(HINGE, id="lying", where=Where.FLOOR)
    starters = tuple(replace(stretch, starter=True) for stretch in (*CATALOGUE, lying))
    wishes = Stretches(place=Place.HOME, starter=True)
    desk = Desk(catalogue=starters, stretches=wishes)
    for _ in range(4):
        two_good_weeks(desk)

    asked = [line.partition(" suggest ")[2] for line in desk.story if " suggest " in line]
    assert asked == [
        "stretches.starter false",
        "breaks.moves_per_break 2",
        "stretches.floor true",
    ]


@pytest.mark.parametrize(
    "wishes",
    [
        Stretches(place=Place.HOME, wheelchair=True),
        Stretches(place=Place.HOME, avoid=("injury",)),
    ],
)
def test_nobody_is_asked_to_add_moves_on_the_floor_of_which_none_would_suit_them(
    wishes: Stretches,
) -> None:
    desk = Desk(catalogue=tuple(BUNDLED.values()), stretches=wishes, moves_per_break=2)

    for _ in range(2):
        two_good_weeks(desk)

    assert [line for line in desk.story if "suggest stretches.floor" in line] == []


def test_of_the_moves_to_begin_with_nothing_else_is_proposed() -> None:
    few = tuple(replace(stretch, starter=stretch.id == "lunge") for stretch in CATALOGUE)
    desk = Desk(catalogue=few, stretches=Stretches(starter=True))
    for _ in range(6):
        desk.work_until_asked()
        desk.answer(Answer.DONE)

    assert {proposal.stretch.id for proposal in desk.proposals} == {"lunge", "walk"}


def test_a_language_without_spaces_has_time_to_read_as_well() -> None:
    steps = ("動かないいすに浅く座ります。", "片脚を伸ばし、かかとを床に、つま先を上に向けます。")
    written = replace(HINGE, steps=steps, setup=seconds(2), hold=seconds(20))

    assert Practice().dosed(written, date(2026, 3, 2), most_of(Settings())).setup == seconds(5)
