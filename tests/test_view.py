"""What everybody may see: the state, what comes next, and one true sentence why."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from desk import CATALOGUE, HINGE, Desk, hours, minutes, office, seconds

from deskbreak.core.events import Answer, Condition
from deskbreak.core.moment import ZERO
from deskbreak.core.obstacles import HoldReason
from deskbreak.core.view import State
from deskbreak.core.work_hours import Range, WorkHours

CANNOT_SEE = "keyboard and mouse can't be seen here"
NEVER = WorkHours(weekdays=((),) * 7)


def seated(desk: Desk) -> None:
    desk.work(minutes(38))


def nobody_yet(desk: Desk) -> None:
    desk.wait(minutes(1))


def away(desk: Desk) -> None:
    desk.work(minutes(38))
    desk.leave(minutes(10))


def locked_for_a_moment(desk: Desk) -> None:
    desk.work(minutes(38))
    desk.lock()
    desk.wait(minutes(1))


def standing(desk: Desk) -> None:
    desk.work(minutes(38))
    desk.stand()


def standing_for_long(desk: Desk) -> None:
    standing(desk)
    desk.work(minutes(30))


def due(desk: Desk) -> None:
    desk.work(minutes(46))


def settling(desk: Desk) -> None:
    held(desk)
    desk.ends(Condition.CALL)
    desk.sit_still(seconds(10))


def held(desk: Desk) -> None:
    desk.begins(Condition.CALL)
    desk.work(minutes(46))


def held_by_two(desk: Desk) -> None:
    held(desk)
    desk.begins(Condition.DO_NOT_DISTURB)


def in_a_presentation(desk: Desk) -> None:
    desk.begins(Condition.KEPT_AWAKE)
    desk.begins(Condition.FULL_SCREEN)
    desk.work(minutes(46))


def limit_spent(desk: Desk) -> None:
    desk.change(daily_limit=1)
    desk.work_until_asked()
    desk.answer(Answer.SKIP)
    desk.work(minutes(46))


def proposed(desk: Desk) -> None:
    desk.work(minutes(46))
    desk.sit_still(seconds(8))


def snoozed(desk: Desk) -> None:
    desk.work_until_asked()
    desk.snooze()
    desk.sit_still(minutes(1))


def on_break(desk: Desk) -> None:
    desk.work(minutes(10))
    desk.answer(Answer.START, stretch="hinge")
    desk.wait(seconds(20))


def at_the_end_of_a_break(desk: Desk) -> None:
    on_break(desk)
    desk.wait(seconds(37))


def paused(desk: Desk) -> None:
    desk.work(minutes(46))
    desk.pause()


def paused_for_a_while(desk: Desk) -> None:
    desk.work(minutes(46))
    desk.pause(minutes(30))


def off_hours(desk: Desk) -> None:
    desk.work(minutes(38))
    desk.change(work_hours=office((13, 17)))


def off_hours_for_weeks(desk: Desk) -> None:
    desk.work(minutes(38))
    christmas_eve = date(2026, 12, 24), (Range(9 * 60, 12 * 60),)
    desk.change(work_hours=replace(NEVER, dates=(christmas_eve,)))


def off_hours_for_ever(desk: Desk) -> None:
    desk.change(work_hours=NEVER)


def blind(desk: Desk) -> None:
    desk.begins(Condition.NO_INPUT_SENSE)
    desk.wait(minutes(38))


def typing(desk: Desk) -> None:
    desk.begins(Condition.ACTIVE)
    desk.wait(minutes(38))


def answering(desk: Desk) -> None:
    desk.work(minutes(38))
    desk.sit_still(minutes(1))
    desk.answer(Answer.DONE)
    desk.sit_still(minutes(2))


Scene = Callable[[Desk], None]


@pytest.mark.parametrize(
    ("scene", "state", "icon", "headline"),
    [
        (seated, State.SEATED, "seated-6", "38 min at your desk; next about 09:45"),
        (nobody_yet, State.AWAY, "away", "Away from your desk"),
        (away, State.AWAY, "away", "Away from your desk"),
        (locked_for_a_moment, State.AWAY, "away", "Away from your desk"),
        (standing, State.STANDING, "standing", "Standing"),
        (standing_for_long, State.STANDING, "standing", "Standing"),
        (due, State.DUE, "due", "46 min at your desk; a break is due"),
        (settling, State.DUE, "due", "46 min at your desk; a break is due"),
        (held, State.DUE, "due", "46 min at your desk; a break is due"),
        (limit_spent, State.DUE, "due", "96 min at your desk; a break is due"),
        (proposed, State.PROPOSED, "proposed", "46 min at your desk: Lunge?"),
        (snoozed, State.SEATED, "seated-8", "51 min at your desk; next about 10:00"),
        (on_break, State.ON_BREAK, "on_break", "Hinge: 40 s left"),
        (paused, State.PAUSED, "paused", "Reminders paused until you resume"),
        (paused_for_a_while, State.PAUSED, "paused", "Reminders paused until 10:16"),
        (off_hours, State.OFF_HOURS, "off_hours", "Outside your work hours until Mon 13:00"),
        (
            off_hours_for_weeks,
            State.OFF_HOURS,
            "off_hours",
            "Outside your work hours until 24 December 09:00",
        ),
        (off_hours_for_ever, State.OFF_HOURS, "off_hours", "Outside your work hours"),
        (blind, State.SEATED, "blind", "38 min at your desk; next about 09:45"),
    ],
)
def test_every_state_has_its_word_icon_and_headline(
    scene: Scene, state: State, icon: str, headline: str
) -> None:
    desk = Desk()

    scene(desk)
    shown = desk.state

    assert (shown.state, shown.icon, shown.headline) == (state, icon, headline)


def sat(count: int, seen: str) -> str:
    return f"You have been at your desk for {count} min, since 09:00 ({seen})"


CALL = "microphone or camera in use"


@pytest.mark.parametrize(
    ("scene", "why"),
    [
        (
            seated,
            f"{sat(38, 'last key or mouse at 09:38')}, and a break is due at 09:45.",
        ),
        (
            nobody_yet,
            "Away from your desk: nobody has been seen yet; counting begins when you are back at the keyboard.",
        ),
        (
            away,
            "Away from your desk: last key or mouse at 09:38; counting begins when you are back at the keyboard.",
        ),
        (
            locked_for_a_moment,
            "Away from your desk: the screen is locked; a short absence still counts as time at your desk.",
        ),
        (standing, "Standing: desk time is paused while you stand."),
        (
            due,
            f"{sat(46, 'last key or mouse at 09:46')}, and a break is due: it's waiting for a pause in your typing.",
        ),
        (
            settling,
            f"{sat(46, 'last key or mouse at 09:46')}, and a break is due: a stretch is proposed in a moment.",
        ),
        (
            held,
            f"{sat(46, CALL)}, and a break is due. Waiting since 09:45: microphone in use.",
        ),
        (
            held_by_two,
            f"{sat(46, CALL)}, and a break is due. Waiting since 09:45: microphone in use, do not disturb.",
        ),
        (
            in_a_presentation,
            f"{sat(46, 'a program is keeping the display awake')}, and a break is due. Waiting since 09:45: a presentation in full screen.",
        ),
        (
            limit_spent,
            f"{sat(96, 'last key or mouse at 10:36')}, and a break is due, but today's limit of proposals has been reached.",
        ),
        (
            proposed,
            f"{sat(46, 'last key or mouse at 09:46')}, and a stretch is proposed, waiting for your answer.",
        ),
        (on_break, "Hinge: 40 s left; a break is running."),
        (
            paused,
            "Reminders paused until you resume: you asked for it, so nothing is proposed.",
        ),
        (off_hours, "Outside your work hours until Mon 13:00: nothing is proposed then."),
        (
            blind,
            f"{sat(38, CANNOT_SEE)}, and a break is due at 09:45.",
        ),
        (typing, f"{sat(38, 'keyboard or mouse in use')}, and a break is due at 09:45."),
        (
            answering,
            "You have been at your desk for 2 min, since 09:39 (last sign of you at 09:39), and a break is due at 10:24.",
        ),
    ],
)
def test_one_sentence_says_why(scene: Scene, why: str) -> None:
    desk = Desk()

    scene(desk)

    assert desk.state.why == why


def test_the_first_state_that_holds_is_told() -> None:
    desk = Desk()
    states = []

    desk.work(minutes(46))
    states.append(desk.state.state)
    desk.stand()
    states.append(desk.state.state)
    desk.lock()
    states.append(desk.state.state)
    desk.change(work_hours=NEVER)
    states.append(desk.state.state)
    desk.pause()
    states.append(desk.state.state)
    desk.unlock()
    desk.answer(Answer.START)
    states.append(desk.state.state)

    assert states == [
        State.DUE,
        State.STANDING,
        State.AWAY,
        State.OFF_HOURS,
        State.PAUSED,
        State.ON_BREAK,
    ]


@pytest.mark.parametrize(
    ("scene", "due_in"),
    [(seated, minutes(7)), (snoozed, minutes(9)), (due, ZERO), (proposed, ZERO)],
)
def test_what_time_brings_nearer_is_told(scene: Scene, due_in: object) -> None:
    desk = Desk()

    scene(desk)

    assert desk.state.due_in == due_in


@pytest.mark.parametrize(
    "scene",
    [away, locked_for_a_moment, standing, held, limit_spent, on_break, paused, off_hours],
)
def test_what_time_does_not_bring_nearer_is_not_told(scene: Scene) -> None:
    desk = Desk()

    scene(desk)

    assert desk.state.due_in is None


def test_a_hold_is_told_from_when_the_break_was_due() -> None:
    desk = Desk()

    held(desk)

    assert desk.state.waiting == "Waiting since 09:45: microphone in use"
    assert desk.state.held_by == (HoldReason.CALL,)


def test_a_hold_longer_than_the_limit_is_still_told() -> None:
    desk = Desk()

    desk.begins(Condition.CALL)
    desk.work(hours(4))

    assert desk.state.icon == "held"
    assert desk.state.waiting == "Waiting since 09:45: microphone in use"


def test_without_a_hold_nothing_waits() -> None:
    desk = Desk()

    due(desk)

    assert desk.state.waiting is None


def test_the_open_proposal_is_told() -> None:
    desk = Desk()

    proposed(desk)
    desk.sit_still(minutes(1))
    shown = desk.state.proposal

    assert shown is not None
    assert shown.id == "p0"
    assert shown.stretch == desk.proposals[0].stretch
    assert desk.clock(shown.since) == "09:46:08"


def test_a_running_guide_tells_its_cue_and_what_is_left() -> None:
    held_twice = replace(HINGE, hold=seconds(20), sides=2, setup=seconds(10), cue="Bend")
    catalogue = (held_twice, *CATALOGUE[1:])
    desk = Desk(catalogue=catalogue)

    on_break(desk)
    running = desk.state.running

    assert running is not None
    assert running.stretch == held_twice
    assert running.cue == "First side: Bend"
    assert running.left == seconds(40)


def test_a_guided_stretch_that_left_the_catalogue_is_still_counted_down() -> None:
    desk = Desk()

    on_break(desk)
    desk.change_rules(catalogue=CATALOGUE[1:])

    assert desk.state.running is not None
    assert desk.state.running.left == seconds(40)


def test_a_view_tells_of_when_it_is() -> None:
    desk = Desk()

    desk.work(minutes(5))

    assert desk.state.at == desk.now


def test_nobody_has_snoozed_before_anybody_came() -> None:
    assert Desk().state.snoozes == 0


def test_snoozes_are_told() -> None:
    desk = Desk()

    snoozed(desk)

    assert desk.state.snoozes == 1


def test_a_pause_and_standing_are_told_apart_from_the_state() -> None:
    desk = Desk()

    desk.stand()
    desk.pause()

    assert desk.state.is_paused
    assert desk.state.is_standing


@pytest.mark.parametrize(
    ("scene", "until"),
    [
        (away, None),
        (standing, None),
        (locked_for_a_moment, None),
        (seated, minutes(1)),
        (proposed, seconds(52)),
        (on_break, seconds(5)),
        (at_the_end_of_a_break, seconds(3)),
    ],
)
def test_a_view_stays_true_until_the_next_minute(scene: Scene, until: object) -> None:
    desk = Desk()

    scene(desk)
    shown = desk.state

    assert (None if shown.until is None else shown.until - desk.now.uptime) == until


def test_a_ring_of_short_bouts_turns_faster() -> None:
    desk = Desk(every=minutes(4))

    desk.work(seconds(40))

    assert desk.state.until == desk.now.uptime + seconds(20)
    assert desk.state.icon == "seated-1"


@pytest.mark.parametrize(
    ("sat", "icon"),
    [(0, "seated-0"), (5, "seated-0"), (6, "seated-1"), (44, "seated-7")],
)
def test_the_ring_fills_with_seat_time(sat: int, icon: str) -> None:
    desk = Desk()

    desk.work(minutes(sat))

    assert desk.state.icon == icon


def test_nothing_is_claimed_about_chairs() -> None:
    for scene in (seated, away, standing, due, held, proposed, on_break, paused, off_hours):
        desk = Desk()
        scene(desk)
        shown = desk.state
        text = f"{shown.headline} {shown.why} {shown.waiting}".lower()
        assert "sitting" not in text
        assert "chair" not in text


def test_a_hold_longer_than_its_limit_is_shown_by_the_icon_and_the_first_line() -> None:
    desk = Desk()
    desk.work(minutes(40))
    desk.begins(Condition.CALL)
    desk.work(minutes(94))
    before = desk.state
    desk.work(minutes(1))

    assert (before.icon, before.headline) == ("due", "2 h 14 min at your desk; a break is due")
    assert desk.state.icon == "held"
    assert desk.state.headline == "2 h 15 min at your desk. Waiting since 09:45: microphone in use"
