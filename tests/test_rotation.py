from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbreak.core.avoid import for_person, stays_seated
from deskbreak.core.cautions import avoid_texts
from deskbreak.core.policy import Breaks, Focus, Stretches
from deskbreak.core.rotation import Choice, Choosing, Resting, Rotation, choose, explain, score_of
from deskbreak.core.stretch import Area, Discretion, Equipment, Group, Place, Stretch, Wheels, Where
from deskbreak.stretches.catalogue import load_catalogue

BUNDLED = Path(__file__).parent.parent / "config" / "stretches.toml"
MONDAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DUE = timedelta(minutes=45)


def move(
    id_: str,
    group: Group = Group.HAMSTRING,
    where: Where = Where.STANDING,
    *,
    gets_up: bool = True,
    length: int = 55,
) -> Stretch:
    name = id_.replace("_", " ").capitalize()
    return Stretch(id_, name, group, where, gets_up, timedelta(seconds=length))


WALK = move("walk", Group.WALK, length=300)
STAND = move("stand_up", Group.STAND, length=30)
HINGE = move("hinge", Group.HAMSTRING)
LUNGE = move("lunge", Group.HIP_FLEXOR)
SLIDE = move("slide", Group.WALL_SLIDE, Where.WALL)
SQUAT = move("squat", Group.LEGS)
TWIST = replace(
    move("twist", Group.UPPER_BACK, Where.CHAIR, gets_up=False), office=Discretion.DISCREET
)
CATALOGUE = (HINGE, LUNGE, SLIDE, SQUAT, TWIST, WALK, STAND)


def rules(
    *catalogue: Stretch, stretches: Stretches | None = None, breaks: Breaks | None = None
) -> Choosing:
    return Choosing(
        catalogue or CATALOGUE, stretches or Stretches(), breaks or Breaks(), "seed", UTC
    )


def chosen(
    rotation: Rotation,
    by: Choosing,
    *,
    seat_time: timedelta = DUE,
    shown: tuple[str, ...] = (),
    must_get_up: bool = False,
    has_walked: bool = False,
    now: datetime = NOON,
) -> Choice | None:
    return choose(
        rotation,
        by,
        day=MONDAY,
        now=now,
        seat_time=seat_time,
        shown=shown,
        must_get_up=must_get_up,
        has_walked=has_walked,
    )


def id_of(choice: Choice | None) -> str | None:
    return None if choice is None else choice.stretch.id


def told(stretch_id: str, rotation: Rotation | None = None, by: Choosing | None = None) -> str:
    return explain(
        rotation or Rotation(), by or rules(), day=MONDAY, now=NOON, stretch_id=stretch_id
    )


def parts(stretch_id: str, rotation: Rotation, by: Choosing) -> Mapping[str, float]:
    score = score_of(rotation, by, day=MONDAY, now=NOON, stretch_id=stretch_id)
    assert score is not None
    return score


def due_moments(count: int, by: Choosing) -> Iterator[str | None]:
    """What is proposed for so many due moments in a row, each done."""
    rotation = Rotation()
    for _moment in range(count):
        choice = chosen(rotation, by)
        yield id_of(choice)
        if choice is not None:
            rotation = rotation.offering(choice.stretch, first=True).doing(choice.stretch, MONDAY)


def everything_offered(by: Choosing, rotation: Rotation) -> set[str]:
    """Whatever swapping brings, for one due moment."""
    shown: tuple[str, ...] = ()
    while choice := chosen(rotation, by, shown=shown):
        shown = (*shown, choice.stretch.id)
    return set(shown)


@cache
def bundled() -> tuple[Stretch, ...]:
    return load_catalogue(BUNDLED)


# The walk.


def test_every_third_due_moment_is_a_walk() -> None:
    walks = [id_ == "walk" for id_ in due_moments(9, rules())]

    assert walks == [False, False, True] * 3


@pytest.mark.parametrize(
    ("every", "walks", "why"),
    [
        (1, "www", "Every break is a walk."),
        (2, "mwm", "Every second break is a walk."),
        (3, "mmw", "Every third break is a walk."),
        (5, "mmmmwmmmmw", "One break in 5 is a walk."),
    ],
)
def test_the_settings_say_how_often_the_walk_comes(every: int, walks: str, why: str) -> None:
    by = rules(breaks=Breaks(walk_every=every))
    seen = ["w" if id_ == "walk" else "m" for id_ in due_moments(len(walks), by)]

    assert "".join(seen) == walks
    assert chosen(Rotation(since_walk=every - 1), by) == Choice(WALK, why)


def test_after_an_hour_at_the_desk_it_is_a_walk() -> None:
    hour = timedelta(hours=1)

    assert id_of(chosen(Rotation(), rules(), seat_time=hour - timedelta(seconds=1))) != "walk"
    assert chosen(Rotation(), rules(), seat_time=hour) == Choice(
        WALK, "An hour or more at your desk: time for a walk."
    )


def test_without_walks_there_is_none_even_after_an_hour() -> None:
    by = rules(breaks=Breaks(walk_every=0))
    rotation = Rotation(since_walk=100)
    every_move = ("hinge", "lunge", "slide", "squat")

    assert id_of(chosen(rotation, by, seat_time=timedelta(hours=2))) in every_move
    assert chosen(rotation, by, shown=every_move) is None


def test_a_walk_is_not_stopped_by_its_length() -> None:
    by = rules(breaks=Breaks(break_length=DUE / 45))

    assert id_of(chosen(Rotation(since_walk=2), by)) == "walk"


def test_in_a_meeting_nothing_asks_to_get_up() -> None:
    by = rules(stretches=Stretches(place=Place.MEETING))

    assert id_of(chosen(Rotation(since_walk=2), by)) == "twist"
    assert id_of(chosen(Rotation(since_walk=2), by, must_get_up=True)) == "twist"
    assert chosen(Rotation(since_walk=2), by, shown=("twist",)) is None


def test_no_bout_has_two_walks() -> None:
    hour = timedelta(hours=1)
    after_a_walk = chosen(Rotation(), rules(), seat_time=hour, has_walked=True)

    assert id_of(after_a_walk) in {"hinge", "lunge", "slide", "squat"}
    assert chosen(Rotation(), rules(WALK), seat_time=hour, has_walked=True) is None


@pytest.mark.parametrize(
    "wishes", [Stretches(never=("walk",)), Stretches(avoid=("balance",))], ids=["never", "avoid"]
)
def test_a_walk_that_is_unwelcome_leaves_its_turn_to_a_move(wishes: Stretches) -> None:
    by = rules(HINGE, replace(WALK, avoid=("balance",)), stretches=wishes)

    assert id_of(chosen(Rotation(since_walk=2), by)) == "hinge"


def test_a_swap_does_not_count_towards_the_walk() -> None:
    rotation = Rotation().offering(HINGE, first=True)
    rotation = rotation.offering(LUNGE, first=False).offering(SLIDE, first=False)

    assert rotation == Rotation(offered=("hinge", "lunge", "slide"), since_walk=1)


def test_a_proposal_shown_anew_counts_once() -> None:
    rotation = Rotation().offering(HINGE, first=True).offering(HINGE, first=False)

    assert rotation == Rotation(offered=("hinge",), since_walk=1)


def test_a_walk_begins_the_count_anew_however_it_came() -> None:
    before = Rotation(since_walk=2)

    assert before.offering(WALK, first=True).since_walk == 0
    assert before.offering(WALK, first=False).since_walk == 0


def test_a_walk_that_was_swapped_away_is_not_owed() -> None:
    rotation = Rotation().offering(WALK, first=True).offering(HINGE, first=False)

    assert rotation.since_walk == 0


# Swaps.


def test_swaps_show_every_move_once_and_the_walk_last() -> None:
    rotation = Rotation()
    shown: tuple[str, ...] = ()
    while choice := chosen(rotation, rules(), shown=shown):
        rotation = rotation.offering(choice.stretch, first=not shown)
        shown = (*shown, choice.stretch.id)

    assert sorted(shown[:4]) == ["hinge", "lunge", "slide", "squat"]
    assert shown[4:] == ("walk",)


def test_the_walk_that_steps_in_says_so() -> None:
    choice = chosen(Rotation(), rules(HINGE, WALK, STAND), shown=("hinge",))

    assert choice == Choice(WALK, "No other move fits right now, so it's a walk.")


def test_a_swap_after_an_hour_offers_a_move_first() -> None:
    choice = chosen(Rotation(), rules(HINGE, WALK), shown=("walk",), seat_time=2 * DUE)

    assert id_of(choice) == "hinge"


def test_a_swap_offers_a_move_first_even_where_the_walk_is_due() -> None:
    assert id_of(chosen(Rotation(since_walk=2), rules(HINGE, LUNGE, WALK), shown=("hinge",))) == (
        "lunge"
    )


def test_a_swap_offers_nothing_when_all_was_shown() -> None:
    assert chosen(Rotation(), rules(HINGE, WALK, STAND), shown=("hinge", "walk")) is None


# Filters.


@pytest.mark.parametrize(
    ("place", "found"),
    [
        (Place.OFFICE, {"chair", "stand", "wall", "quiet"}),
        (Place.HOME, {"chair", "stand", "wall", "quiet", "alone", "floor"}),
        (Place.MEETING, {"quiet"}),
        (Place.GYM, {"stand", "wall", "alone", "floor", "gym"}),
    ],
)
def test_the_place_says_what_is_possible(place: Place, found: set[str]) -> None:
    chair = move("chair", Group.GLUTE, Where.CHAIR)
    catalogue = (
        chair,
        replace(chair, id="quiet", office=Discretion.DISCREET, gets_up=False),
        move("stand"),
        replace(move("alone"), office=Discretion.NO),
        move("wall", where=Where.WALL),
        move("floor", where=Where.FLOOR),
        move("gym", where=Where.GYM),
    )
    by = rules(*catalogue, stretches=Stretches(place=place, seated=True, floor=True))

    assert everything_offered(by, Rotation()) == found


TAUGHT = "Only if a physiotherapist taught you this move (stretches.taught)."


@pytest.mark.parametrize(
    ("barred", "wishes", "why"),
    [
        (replace(HINGE, tier=2), Stretches(), "It is for the floor, and moves on the floor are off (stretches.floor)."),
        (replace(HINGE, tier=3), Stretches(floor=True), TAUGHT),
        (replace(HINGE, requires=("squat", "lunge")), Stretches(), "It comes after squat, not done lately."),
                (replace(HINGE, avoid=("clinician",)), Stretches(), TAUGHT),
        (replace(HINGE, rolling_chair_unsafe=True), Stretches(), "It pulls on the chair, and yours rolls (stretches.rolling_chair)."),
        (replace(HINGE, where=Where.FLOOR), Stretches(floor=True), "It does not suit where you are: Office (stretches.place)."),
        (replace(HINGE, avoid=("bp", "twist")), Stretches(avoid=("twist",)), "What you are careful with leaves it out: Twisting makes the back pain worse (stretches.avoid)."),
        (replace(HINGE, areas=(Area.KNEE, Area.HIP)), Stretches(injury=(Area.HIP,)), "It loads what was hurt or operated on: ask whoever treats you first (stretches.injury)."),
        (replace(HINGE, needs=(Equipment.DOORWAY,)), Stretches(lacking=(Equipment.DOORWAY,)), "It needs a doorway, and you said there is none (stretches.lacking)."),
        (replace(HINGE, group=Group.PRESSURE), Stretches(), "It takes the weight off the seat, and reminders of that are off (stretches.pressure_relief)."),
        (replace(HINGE, where=Where.WHEELCHAIR), Stretches(), "It does not suit your chair, or legs and trunk as you set them (stretches.wheelchair)."),
        (replace(HINGE, name="Hip hinge"), Stretches(never=("HIP HINGE",)), "You asked never to be shown it (stretches.never)."),
        (HINGE, Stretches(never=("hinge",)), "You asked never to be shown it (stretches.never)."),
        (replace(HINGE, id="sore"), Stretches(), "It hurt and rests until 2026-03-05 12:00."),
        (replace(HINGE, gets_up=False), Stretches(never=("no",)), "It does not get you up, and seated moves are off (stretches.seated)."),
        (replace(HINGE, length=timedelta(seconds=121)), Stretches(), "It takes 2m1s, and your breaks leave 2m (breaks.break_length)."),
        (STAND, Stretches(), "It is for a break put off too often; the rotation never chooses it."),
    ],
)  # fmt: skip
def test_a_barred_move_is_never_offered_and_says_why(
    barred: Stretch, wishes: Stretches, why: str
) -> None:
    by = rules(barred, LUNGE, stretches=wishes)
    sore = Rotation(done=("lunge",)).hurting(replace(HINGE, id="sore"), NOON + timedelta(days=3))

    assert id_of(chosen(sore, by)) == "lunge"
    assert chosen(sore, by, shown=("lunge",)) is None
    assert told(barred.id, sore, by) == why


def test_a_move_is_not_ruled_out_by_an_id_that_is_its_name_alone() -> None:
    own = replace(HINGE, id="own", name="Twist")
    by = rules(own, replace(LUNGE, id="twist"), stretches=Stretches(never=("twist",)))

    assert id_of(chosen(Rotation(), by)) == "own"
    assert chosen(Rotation(), by, shown=("own",)) is None


def test_what_a_move_comes_after_is_told_by_its_name() -> None:
    by = rules(replace(HINGE, requires=("squat",)), replace(move("squat"), name="Wall squat"))

    assert told("hinge", by=by) == "It comes after Wall squat, not done lately."


def test_what_was_barred_comes_once_the_user_chose_it() -> None:
    floor = replace(HINGE, id="floor", tier=2, where=Where.FLOOR)
    taught = replace(HINGE, id="taught", tier=3, group=Group.CLINICIAN, avoid=("clinician",))
    pulls = replace(HINGE, id="pulls", rolling_chair_unsafe=True)
    chosen_all = Stretches(place=Place.HOME, floor=True, taught=True, rolling_chair=False)
    by = rules(floor, taught, pulls, stretches=chosen_all)

    assert everything_offered(by, Rotation()) == {"floor", "taught", "pulls"}
    assert told("taught", by=by).startswith(("It is next. Taught to you:", "Next is"))


def test_a_move_comes_once_what_it_requires_was_done() -> None:
    by = rules(replace(HINGE, requires=("squat",)))

    assert chosen(Rotation(), by) is None
    assert id_of(chosen(Rotation(done=("squat",)), by)) == "hinge"


def test_a_move_of_exactly_the_break_length_fits() -> None:
    assert id_of(chosen(Rotation(), rules(move("long", length=120)))) == "long"


def test_a_move_that_hurt_rests_until_its_time_is_over() -> None:
    until = NOON + timedelta(hours=72)
    rotation = Rotation().hurting(HINGE, until)

    assert chosen(rotation, rules(HINGE), now=until - timedelta(seconds=1)) is None
    assert id_of(chosen(rotation, rules(HINGE), now=until)) == "hinge"


def test_a_longer_rest_is_not_cut_short() -> None:
    longer, shorter = NOON + timedelta(days=9), NOON + timedelta(days=3)
    rotation = Rotation().hurting(HINGE, longer).hurting(LUNGE, shorter).hurting(HINGE, shorter)

    assert rotation.resting == (Resting("lunge", shorter), Resting("hinge", longer))


def test_seated_moves_come_only_if_wanted() -> None:
    assert chosen(Rotation(), rules(TWIST)) is None
    assert id_of(chosen(Rotation(), rules(TWIST, stretches=Stretches(seated=True)))) == "twist"


def test_after_a_seated_move_the_next_gets_up() -> None:
    sitting = replace(HINGE, id="sitting", gets_up=False)
    by = rules(sitting, HINGE, stretches=Stretches(seated=True, favourite=("sitting",)))

    assert id_of(chosen(Rotation(), by)) == "sitting"
    assert id_of(chosen(Rotation(), by, must_get_up=True)) == "hinge"


def test_an_injury_of_which_nobody_says_where_leaves_the_gentlest_moves() -> None:
    gentle = replace(TWIST, id="chin_tuck")
    by = rules(HINGE, TWIST, gentle, stretches=Stretches(avoid=("injury",)))

    assert everything_offered(by, Rotation()) == {"chin_tuck"}


def test_where_cautions_leave_little_that_gets_up_seated_moves_step_in() -> None:
    sore = replace(LUNGE, avoid=("balance",))
    cautious = rules(HINGE, sore, TWIST, stretches=Stretches(avoid=("balance",)))

    assert everything_offered(rules(HINGE, sore, TWIST), Rotation()) == {"hinge", "lunge"}
    assert everything_offered(cautious, Rotation()) == {"hinge", "twist"}
    assert id_of(chosen(Rotation(), cautious, must_get_up=True)) == "hinge"


def test_in_a_wheelchair_a_move_comes_for_what_its_user_has() -> None:
    arms = replace(TWIST, id="arms", wheels=Wheels.ALL)
    trunk = replace(TWIST, id="trunk", wheels=Wheels.TRUNK)
    legs = replace(TWIST, id="legs", wheels=Wheels.LEGS)
    wheels = Stretches(wheelchair=True)

    for wishes, found in (
        (wheels, {"arms"}),
        (replace(wheels, steady_trunk=True), {"arms", "trunk"}),
        (replace(wheels, legs=True), {"arms", "legs"}),
        (Stretches(seated=True), {"arms", "trunk", "legs", "twist"}),
    ):
        by = rules(arms, trunk, legs, TWIST, stretches=wishes)
        assert everything_offered(by, Rotation()) == found


def test_the_weight_comes_off_the_seat_first_where_that_was_asked_for() -> None:
    lean = replace(
        TWIST, id="lean", group=Group.PRESSURE, where=Where.WHEELCHAIR, wheels=Wheels.ALL
    )
    wishes = Stretches(wheelchair=True, pressure_relief=timedelta(minutes=30))

    assert chosen(Rotation(), rules(lean, stretches=wishes)) == Choice(
        lean, "Time to take the weight off your seat."
    )


# Strength.


LIFT = move("lift", Group.STRENGTH)


def strong(*days_ago: int, offered: tuple[str, ...] = ()) -> Rotation:
    days = tuple(MONDAY - timedelta(days=ago) for ago in days_ago)
    return Rotation(offered=offered, strong=days)


@pytest.mark.parametrize(
    ("rotation", "comes"),
    [
        (strong(), True),
        (strong(2), True),
        (strong(1), False),
        (strong(5, 2), False),
        (strong(7, 3), True),
        (strong(offered=("hinge", "lift", *("slide",) * 7)), False),
        (strong(offered=("lift", *("slide",) * 8)), True),
    ],
)
def test_strength_comes_twice_a_week_and_is_not_pressed(rotation: Rotation, *, comes: bool) -> None:
    choice = chosen(rotation, rules(LIFT, HINGE, LUNGE, SLIDE))

    assert (id_of(choice) == "lift") is comes


def test_with_strength_as_its_focus_it_comes_three_times() -> None:
    by = rules(LIFT, HINGE, stretches=Stretches(focus=Focus.STRENGTH))

    assert id_of(chosen(strong(5, 2), by)) == "lift"


# Focus.


def test_a_focus_shifts_the_shares_and_says_so() -> None:
    by = rules(stretches=Stretches(focus=Focus.UPPER_BACK, seated=True))

    assert chosen(Rotation(), by) == Choice(
        SLIDE, "Wall slide: not offered lately, part of your focus."
    )


# Variety.


@pytest.mark.parametrize("between", [(), (WALK,)], ids=["at once", "after a walk"])
def test_the_group_offered_last_waits_even_if_it_was_skipped(between: tuple[Stretch, ...]) -> None:
    other_hinge = replace(HINGE, id="other_hinge")
    by = rules(HINGE, other_hinge, SQUAT, stretches=Stretches(favourite=("other_hinge",)))
    rotation = Rotation().offering(HINGE, first=True).skipping(HINGE)
    for stretch in between:
        rotation = rotation.offering(stretch, first=True)

    assert id_of(chosen(Rotation(), by)) == "other_hinge"
    assert id_of(chosen(rotation, by)) == "squat"


def test_the_last_group_comes_again_when_no_other_is_left() -> None:
    rotation = Rotation().offering(HINGE, first=True)

    assert id_of(chosen(rotation, rules(HINGE, replace(HINGE, id="other_hinge")))) == "other_hinge"


def test_a_move_does_not_come_twice_within_four_breaks() -> None:
    by = rules(
        *(move(f"hinge_{n}") for n in range(3)),
        *(move(f"lunge_{n}", Group.HIP_FLEXOR) for n in range(3)),
        stretches=Stretches(favourite=("hinge_0", "lunge_0")),
        breaks=Breaks(walk_every=0),
    )
    seen = list(due_moments(40, by))

    assert all(seen[n] not in seen[max(n - 4, 0) : n] for n in range(40))


def test_with_fewer_than_five_moves_one_comes_again_sooner() -> None:
    wishes, breaks = Stretches(favourite=("hinge",)), Breaks(walk_every=0)
    four = rules(HINGE, LUNGE, SLIDE, SQUAT, stretches=wishes, breaks=breaks)
    five = rules(*four.catalogue, move("step", Group.LEGS), stretches=wishes, breaks=breaks)
    rotation = Rotation(offered=("hinge", "lunge"), done=("slide", "squat"))

    assert id_of(chosen(rotation, four)) == "hinge"
    assert id_of(chosen(rotation, five)) == "slide"


def test_the_only_other_group_comes_though_it_came_lately() -> None:
    hinges = (replace(HINGE, id=f"hinge_{n}") for n in range(4))
    rotation = Rotation(offered=("lunge", "hinge_0"))

    assert id_of(chosen(rotation, rules(*hinges, LUNGE))) == "lunge"


# The score.


@pytest.mark.parametrize(
    ("group", "points"),
    [
        (Group.HAMSTRING, 2.5),
        (Group.HIP_FLEXOR, 2.5),
        (Group.WALL_SLIDE, 2.2),
        (Group.UPPER_BACK, 1.2),
        (Group.SPINE, 0.6),
        (Group.LEGS, 0.6),
        (Group.GLUTE, 0.4),
        (Group.STRENGTH, 0.0),
    ],
)
def test_each_group_has_its_share(group: Group, points: float) -> None:
    ours = [each for each in Group if each not in (Group.CLINICIAN, Group.WALK, Group.STAND)]
    by = rules(*(move(each.value, each) for each in ours))

    assert parts(group.value, Rotation(), by)["share"] == pytest.approx(points, abs=0.05)


def test_what_is_barred_has_no_score_nor_has_the_walk() -> None:
    by = rules(stretches=Stretches(never=("slide",)))

    for id_ in ("slide", "walk", "nobody"):
        assert score_of(Rotation(), by, day=MONDAY, now=NOON, stretch_id=id_) is None


def test_the_group_furthest_under_its_share_comes_first() -> None:
    rotation = Rotation(done=("hinge", "lunge", "hinge", "squat"))

    assert chosen(rotation, rules()) == Choice(SLIDE, "Wall slide: not offered lately.")


def test_a_choice_tells_how_its_group_fared_and_its_wait() -> None:
    done = (*("hinge",) * 3, *("lunge",) * 3, *("slide",) * 2, "squat")
    rotation = Rotation(offered=("squat", "slide", "hinge", "walk", "lunge"), done=done)

    assert chosen(rotation, rules()) == Choice(
        SLIDE, "Wall slide: a bit neglected lately, last offered 4 breaks ago."
    )


@pytest.mark.parametrize(
    ("done", "why"),
    [
        (("slide", "hinge"), "Wall slide: had plenty lately, last offered 1 break ago."),
        (("slide",) * 7 + ("hinge",) * 8, "Wall slide: last offered 1 break ago."),
        (
            ("slide",) * 6 + ("hinge",) * 7,
            "Wall slide: a bit neglected lately, last offered 1 break ago.",
        ),
        (
            ("slide",) * 12 + ("hinge",) * 13,
            "Wall slide: had plenty lately, last offered 1 break ago.",
        ),
    ],
)
def test_how_a_group_fared_is_told_in_words(done: tuple[str, ...], why: str) -> None:
    """Two groups of 22 and 25 share everything between them: 47 and 53 points."""
    by = rules(SLIDE, HINGE, breaks=Breaks(walk_every=0))
    rotation = Rotation(offered=("hinge", "slide"), done=done)
    choice = chosen(rotation, by, shown=("hinge",))

    assert choice == Choice(SLIDE, why)


def test_a_favourite_is_preferred_and_says_so() -> None:
    by = rules(
        HINGE, replace(HINGE, id="other_hinge"), stretches=Stretches(favourite=("other_hinge",))
    )
    choice = chosen(Rotation(), by)

    assert choice == Choice(
        replace(HINGE, id="other_hinge"),
        "Hamstring: not offered lately, a favourite of yours.",
    )


def test_of_one_group_the_move_that_waited_longest_comes() -> None:
    moves = [replace(HINGE, id=f"hinge_{n}") for n in range(4)]
    rotation = Rotation(offered=("hinge_2", "x", *("y",) * 8, "hinge_0", "hinge_1", "hinge_3"))

    assert id_of(chosen(rotation, rules(*moves))) == "hinge_2"


def test_a_move_that_was_skipped_steps_back_behind_its_like_until_done() -> None:
    skipped = Rotation().skipping(HINGE).skipping(HINGE)
    by = rules(HINGE, replace(HINGE, id="other_hinge"), breaks=Breaks(walk_every=0))

    assert id_of(chosen(skipped, by)) == "other_hinge"
    assert skipped.doing(HINGE, MONDAY) == Rotation(done=("hinge",), learnt=("hinge",))


def test_more_than_four_skips_weigh_no_more_than_four() -> None:
    four = Rotation(skipped=("hinge",) * 4)
    many = Rotation(skipped=("hinge",) * 20)
    by = rules(HINGE, SLIDE, breaks=Breaks(walk_every=0))

    assert parts("hinge", four, by)["skips"] == -1.0
    assert parts("hinge", many, by) == parts("hinge", four, by)


def test_a_group_without_a_target_is_offered_when_nothing_else_is() -> None:
    assert chosen(strong(1), rules(LIFT)) == Choice(LIFT, "Strength: not offered lately.")


@pytest.mark.parametrize(("days_ago", "comes"), [(1, "hinge"), (2, "lift")])
def test_between_two_days_of_strength_anything_else_comes_before_it(
    days_ago: int, comes: str
) -> None:
    tired_of_it = replace(strong(days_ago), skipped=("hinge",) * 4, offered=("hinge",) * 4)

    assert id_of(chosen(tired_of_it, rules(LIFT, HINGE))) == comes


def test_the_same_seed_day_and_history_give_the_same_choice() -> None:
    by = Choosing(bundled(), Stretches(), Breaks(), "somebody", UTC)
    rotation = Rotation(offered=("wall_angel", "back_bend"), done=("wall_angel",))

    assert chosen(rotation, by) == chosen(rotation, by)


def test_two_users_and_two_days_differ() -> None:
    by = rules(*(replace(HINGE, id=f"hinge_{n}") for n in range(4)))

    def first_of_the_day(seed: str, offset: int) -> str | None:
        day = MONDAY + timedelta(days=offset)
        alike = replace(by, seed=seed)
        return id_of(choose(Rotation(), alike, day=day, now=NOON, seat_time=DUE))

    ann = [first_of_the_day("ann", offset) for offset in range(20)]
    bob = [first_of_the_day("bob", offset) for offset in range(20)]

    assert set(ann) == set(bob) == {"hinge_0", "hinge_1", "hinge_2", "hinge_3"}
    assert ann != bob


# The state.


def test_standing_up_is_in_no_count() -> None:
    rotation = Rotation(offered=("hinge",), since_walk=1)

    assert rotation.offering(STAND, first=True) == rotation
    assert rotation.doing(STAND, MONDAY) == rotation
    assert rotation.skipping(STAND) == rotation


def test_a_walk_is_in_no_share_and_no_score() -> None:
    assert Rotation().doing(WALK, MONDAY) == Rotation()
    assert Rotation().skipping(WALK) == Rotation()


def test_the_state_stays_small() -> None:
    rotation = Rotation()
    for n in range(100):
        stretch = move(f"move_{n}")
        rotation = rotation.offering(stretch, first=True).doing(stretch, MONDAY)
        rotation = rotation.skipping(stretch).hurting(stretch, NOON)

    assert [len(rotation.offered), len(rotation.done), len(rotation.skipped)] == [32, 24, 24]
    assert len(rotation.resting) == 64
    assert rotation.offered[-1] == rotation.done[-1] == rotation.skipped[-1] == "move_99"
    assert rotation.resting[-1] == Resting("move_99", NOON)


def test_moves_that_left_the_catalogue_disturb_nothing() -> None:
    gone = ("gone",) * 3
    rotation = Rotation(gone, ("hinge", *gone), gone, 0, (Resting("gone", NOON + DUE),))

    assert chosen(rotation, rules(HINGE, LUNGE)) == Choice(LUNGE, "Hip flexor: not offered lately.")
    assert told("gone", rotation) == 'The catalogue has no stretch "gone".'


# Explanations.


def test_the_next_stretch_explains_that_it_is_next() -> None:
    assert told("slide", Rotation(done=("hinge", "lunge"))) == (
        "It is next. Wall slide: not offered lately."
    )
    assert told("walk", Rotation(since_walk=2)) == "It is next. Every third break is a walk."


def test_a_stretch_behind_says_how_it_fared_and_names_the_next() -> None:
    rotation = Rotation(done=("hinge", "lunge"), skipped=("squat",))
    by = rules(stretches=Stretches(favourite=("squat",)))

    assert told("squat", rotation, by) == (
        "Next is Slide. Wall slide: not offered lately. "
        "Squat: not offered lately, a favourite of yours, skipped lately."
    )


PARTS = ("share", "wait", "skips", "favourite")


def test_what_decides_is_told_in_parts() -> None:
    rotation = Rotation(done=("hinge", "lunge"), skipped=("squat",))
    by = rules(stretches=Stretches(favourite=("squat",)))
    score = parts("squat", rotation, by)

    assert 0 <= score["chance"] <= 0.3
    assert {name: round(part, 1) for name, part in score.items() if name in PARTS} == {
        "share": 0.8,
        "wait": 1.2,
        "skips": -0.2,
        "favourite": 1.0,
    }
    assert score["total"] == pytest.approx(sum(score.values()) - score["total"])


def test_a_stretch_held_back_for_variety_says_so() -> None:
    rotation = Rotation(offered=("hinge",))

    assert "It came up lately, or its group was last, so others go first. Next is" in told(
        "hinge", rotation
    )
    assert "others go first" not in told("squat", rotation)


@pytest.mark.parametrize(
    ("since", "why"),
    [
        (0, "Its turn comes after 2 other breaks, or after an hour at the desk."),
        (1, "Its turn comes after 1 other break, or after an hour at the desk."),
    ],
)
def test_the_walk_tells_when_its_turn_comes(since: int, why: str) -> None:
    assert told("walk", Rotation(since_walk=since)) == why


def test_the_walk_that_is_switched_off_says_so() -> None:
    by = rules(breaks=Breaks(walk_every=0))

    assert told("walk", by=by) == "Walks are off (breaks.walk_every)."


# A month, and what must hold always.

AT_THE_OFFICE = Stretches()


def month(
    seed: str = "seed", start: date = MONDAY, stretches: Stretches = AT_THE_OFFICE
) -> list[list[str]]:
    """22 days of nine breaks, of which 60 % are done and the rest skipped."""
    by = Choosing(bundled(), stretches, Breaks(), seed, UTC)
    mood = Random(seed)
    rotation = Rotation()
    days: list[list[str]] = []
    for n in range(22):
        days.append([])
        for _break in range(9):
            day = start + timedelta(days=n)
            choice = choose(rotation, by, day=day, now=NOON, seat_time=DUE)
            assert choice is not None
            days[-1].append(choice.stretch.id)
            rotation = rotation.offering(choice.stretch, first=True)
            does = mood.random() < 0.6
            stretch = choice.stretch
            rotation = rotation.doing(stretch, day) if does else rotation.skipping(stretch)
    return days


@pytest.mark.parametrize("seed", ["ann", "bob", "cleo"])
def test_a_month_serves_the_three_groups_this_is_about(seed: str) -> None:
    groups = {stretch.id: stretch.group for stretch in bundled()}
    offered = [groups[id_] for day in month(seed) for id_ in day]
    moves = [group for group in offered if group is not Group.WALK]
    counts = Counter(moves)

    assert all(group is Group.WALK for group in offered[2::3])
    assert len(moves) == 132
    assert counts[Group.HAMSTRING] >= 0.18 * 132
    assert counts[Group.HIP_FLEXOR] >= 0.18 * 132
    assert counts[Group.WALL_SLIDE] >= 0.18 * 132
    assert all(one is not next_ for one, next_ in pairwise(moves))


def test_a_month_brings_every_move_that_an_office_allows() -> None:
    offered = {id_ for day in month() for id_ in day}

    assert offered == {
        stretch.id
        for stretch in bundled()
        if stretch.gets_up
        and stretch.tier == 1
        and stretch.where is not Where.FLOOR
        and not stretch.rolling_chair_unsafe
        and stretch.id != "stand_up"
    }


def test_a_month_at_home_with_the_floor_brings_strength_too() -> None:
    home = Stretches(place=Place.HOME, floor=True)
    offered = Counter(id_ for day in month(stretches=home) for id_ in day)
    strength = {stretch.id for stretch in bundled() if stretch.group is Group.STRENGTH}

    assert sum(offered[id_] for id_ in strength) >= 8  # twice a week
    assert offered["nerve_glide"] == offered["ghr"] == 0
    assert offered["ham_supine_strap"] > 0


OFFICE = (Discretion.DISCREET, Discretion.OK)
IDS = st.sampled_from([stretch.id for stretch in bundled()] + ["gone"])
WISHES = st.builds(
    Stretches,
    place=st.sampled_from(Place),
    seated=st.booleans(),
    rolling_chair=st.booleans(),
    floor=st.booleans(),
    taught=st.booleans(),
    avoid=st.lists(st.sampled_from(sorted(avoid_texts())), max_size=4).map(tuple),
    injury=st.lists(st.sampled_from(Area), max_size=2).map(tuple),
    lacking=st.lists(st.sampled_from(Equipment), max_size=2).map(tuple),
    wheelchair=st.booleans(),
    never=st.lists(IDS, max_size=8).map(tuple),
    favourite=st.lists(IDS, max_size=4).map(tuple),
)
ROTATIONS = st.builds(
    Rotation,
    offered=st.lists(IDS, max_size=32).map(tuple),
    done=st.lists(IDS, max_size=24).map(tuple),
    skipped=st.lists(IDS, max_size=24).map(tuple),
    since_walk=st.integers(0, 9),
    resting=st.lists(st.builds(Resting, IDS, st.sampled_from([NOON, NOON + DUE])), max_size=8).map(
        tuple
    ),
)
BREAKS = st.builds(
    Breaks,
    walk_every=st.integers(0, 4),
    break_length=st.sampled_from([timedelta(minutes=1), timedelta(minutes=2)]),
)


@settings(deadline=None)  # a busy machine is no failure
@given(
    rotation=ROTATIONS,
    wishes=WISHES,
    breaks=BREAKS,
    seat_time=st.sampled_from([DUE, timedelta(hours=1), 3 * DUE]),
    shown=st.lists(IDS, max_size=6).map(tuple),
    must_get_up=st.booleans(),
)
def test_nothing_barred_is_ever_offered(
    *,
    rotation: Rotation,
    wishes: Stretches,
    breaks: Breaks,
    seat_time: timedelta,
    shown: tuple[str, ...],
    must_get_up: bool,
) -> None:
    by = Choosing(bundled(), wishes, breaks, "", UTC)
    choice = chosen(rotation, by, seat_time=seat_time, shown=shown, must_get_up=must_get_up)
    if choice is None:
        return
    stretch = choice.stretch
    walks = stretch.group is Group.WALK

    in_a_meeting = wishes.place is Place.MEETING

    assert choice.why
    assert stretch.id not in (*shown, *wishes.never, "stand_up")
    assert not set(stretch.avoid) & set(wishes.avoid)
    assert not set(stretch.areas) & set(wishes.injury)
    assert not set(stretch.needs) & set(wishes.lacking)
    assert Resting(stretch.id, NOON + DUE) not in rotation.resting
    assert stretch.gets_up or not must_get_up or in_a_meeting or stays_seated(wishes)
    own = for_person(stretch, wishes)
    getting_up_safely = own.setup - stretch.setup
    assert walks or own.length - getting_up_safely <= breaks.room_for(stretch)
    assert stretch.where is not Where.FLOOR or wishes.floor
    assert stretch.office in OFFICE or wishes.place in (Place.HOME, Place.GYM)
    assert not stretch.gets_up or not (in_a_meeting or wishes.wheelchair)
    assert not walks or breaks.walk_every > 0


@settings(deadline=None)  # a busy machine is no failure
@given(ROTATIONS, WISHES, BREAKS)
def test_a_group_follows_itself_only_if_it_is_the_only_one(
    rotation: Rotation, wishes: Stretches, breaks: Breaks
) -> None:
    by = Choosing(bundled(), wishes, replace(breaks, walk_every=0), "", UTC)
    choice = chosen(rotation, by)
    if choice is None:
        return
    last = choice.stretch.group
    after = chosen(rotation.offering(choice.stretch, first=True), by)
    offered = everything_offered(by, rotation)
    groups = {stretch.group for stretch in bundled() if stretch.id in offered}

    assert after is not None
    assert after.stretch.group is not last or groups <= {last, Group.STRENGTH}  # it has days off


@settings(deadline=None)  # a busy machine is no failure
@given(ROTATIONS, WISHES, BREAKS)
def test_the_walk_comes_in_its_turn_or_after_an_hour_unless_barred(
    rotation: Rotation, wishes: Stretches, breaks: Breaks
) -> None:
    by = Choosing(bundled(), wishes, breaks, "", UTC)
    walk = explain(rotation, by, day=MONDAY, now=NOON, stretch_id="walk")
    is_open = walk.startswith(("It is next", "Its turn"))
    after_an_hour = id_of(chosen(rotation, by, seat_time=timedelta(hours=1)))

    assert (after_an_hour == "walk") is is_open
    if is_open and rotation.since_walk + 1 >= breaks.walk_every:
        assert id_of(chosen(rotation, by)) == "walk"


@settings(deadline=None)  # a busy machine is no failure
@given(ROTATIONS, WISHES, BREAKS)
def test_exactly_the_chosen_stretch_says_that_it_is_next(
    rotation: Rotation, wishes: Stretches, breaks: Breaks
) -> None:
    by = Choosing(bundled(), wishes, breaks, "", UTC)
    says = {
        stretch.id: explain(rotation, by, day=MONDAY, now=NOON, stretch_id=stretch.id)
        for stretch in bundled()
    }
    choice = chosen(rotation, by)

    assert all(says.values())
    assert [id_ for id_, why in says.items() if why.startswith("It is next.")] == (
        [] if choice is None else [choice.stretch.id]
    )
