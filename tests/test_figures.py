"""The pictures of the stretches: bodies that can be, on floors that carry, and files that match."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from deskbreak.core.policy import Figure
from deskbreak.figures.__main__ import badges, documents
from deskbreak.figures.blind import sheets, shuffled, solution
from deskbreak.figures.body import HEAD, LegBones, Pose, View, blend, joint_angles, sole, solve
from deskbreak.figures.felt import mark
from deskbreak.figures.geometry import axes, distance, on_the_way, plus
from deskbreak.figures.moves import MOVES
from deskbreak.figures.palette import LIGHT, worn
from deskbreak.figures.people import PEOPLE
from deskbreak.figures.person import FOREARM_WIDTHS, SHANK_WIDTHS, SPINE_WIDTHS, THIGH_WIDTHS
from deskbreak.figures.raster import draw
from deskbreak.figures.scene import Frame, Move, badge, badge_frame, frame, moment, picture
from deskbreak.figures.shapes import Blob, Capsule, Disc, Polygon, Role, Shape
from deskbreak.figures.svg import film, write
from deskbreak.files.resources import config_file, icon_file
from deskbreak.stretches.catalogue import load_catalogue

RANGES = {
    "spine": (-60, 95),
    "hip": (-25, 130),
    "knee": (-3, 145),
    "ankle": (-80, 35),  # the foot is one piece, so lying on its top needs more than a real ankle
    "shoulder": (-65, 185),
    "elbow": (-3, 150),
}
PHASES = [n / 8 for n in range(9)]
each_move = pytest.mark.parametrize("move", MOVES.values(), ids=MOVES.keys())


def poses(move: Move) -> list[Pose]:
    return [move.pose(phase) for phase in PHASES]


def test_every_bundled_stretch_has_its_picture_and_no_other_has() -> None:
    assert set(MOVES) == {stretch.id for stretch in load_catalogue(config_file("stretches.toml"))}


@each_move
def test_every_joint_stays_within_its_range(move: Move) -> None:
    for pose in poses(move):
        if pose.view is View.SIDE:
            for joint, angle in joint_angles(pose).items():
                least, most = RANGES[joint.split()[-1]]
                assert least <= angle <= most, (joint, angle)


def _sole(pose: Pose, leg: LegBones) -> float:
    return sole(leg.ankle, leg.foot) if pose.view is View.SIDE else leg.ankle[1]


@each_move
def test_nobody_sinks_into_the_floor(move: Move) -> None:
    if move.above:
        return
    for pose in poses(move):
        bones = solve(pose)
        lowest = [
            *(p[1] - width for p, width in zip(bones.spine, SPINE_WIDTHS, strict=True)),
            *(leg.knee[1] - THIGH_WIDTHS[1] for leg in (bones.near_leg, bones.far_leg)),
            *(leg.ankle[1] - SHANK_WIDTHS[-1] for leg in (bones.near_leg, bones.far_leg)),
            *(_sole(pose, leg) for leg in (bones.near_leg, bones.far_leg)),
            *(arm.elbow[1] - FOREARM_WIDTHS[0] for arm in (bones.near_arm, bones.far_arm)),
            *(arm.fingertips[1] - FOREARM_WIDTHS[1] for arm in (bones.near_arm, bones.far_arm)),
        ]
        assert min(lowest) >= -1.2


@each_move
def test_what_stands_or_holds_is_within_reach_and_does_not_slide(move: Move) -> None:
    keys = move.cycle or (move.start, move.hold)
    for begin, end in pairwise((*keys, keys[0])):
        for phase in PHASES:
            pose, first = solve(blend(begin, end, phase)), solve(begin)
            for name in ("near_leg", "far_leg"):
                a, b = getattr(begin, name).ankle, getattr(end, name).ankle
                if a is not None and a == b:
                    ankle = getattr(pose, name).ankle
                    assert distance(ankle, a) < 0.3, (name, phase)
                    assert distance(getattr(first, name).ankle, a) < 0.3


@each_move
def test_at_its_ends_a_move_is_exactly_its_key_poses(move: Move) -> None:
    keys = {0.0: move.cycle[0]} if move.cycle else {0.0: move.start, 1.0: move.hold}
    for phase, key in keys.items():
        reached, wanted = solve(move.pose(phase)), solve(key)
        for name in ("near_leg", "far_leg"):
            assert distance(getattr(reached, name).knee, getattr(wanted, name).knee) < 0.1
        for name in ("near_arm", "far_arm"):
            assert distance(getattr(reached, name).elbow, getattr(wanted, name).elbow) < 0.1


def test_a_walk_goes_on_where_its_round_begins() -> None:
    walk = MOVES["walk"]

    assert len(walk.cycle) == 4
    assert walk.pose(1.0) == walk.pose(0.0)


def test_who_flows_between_two_ends_rests_at_both() -> None:
    flow = MOVES["cat_cow"]

    assert flow.pose(0.15) == flow.pose(0)
    assert flow.pose(0.3) != flow.pose(0)
    assert flow.pose(0.98) != flow.pose(1)


def test_the_seat_that_tilts_goes_with_who_sits_in_it_and_the_wheels_stay() -> None:
    tilt = MOVES["press_tilt"]
    upright, back = (
        [shape for prop in tilt.held for shape in prop.held(solve(pose))]
        for pose in (tilt.start, tilt.hold)
    )

    wheels = [shape for shape in upright if shape.role is Role.WHEEL]
    assert wheels == [shape for shape in back if shape.role is Role.WHEEL] != []
    assert upright != back


def test_a_head_that_turns_shows_both_eyes_at_first_and_one_in_profile() -> None:
    twist = MOVES["seated_twist"]
    eyes = [
        sum(shape.role is Role.EYE for shape in moment(twist, phase)) for phase in (0, 0.3, 0.9, 1)
    ]

    assert eyes == [2, 2, 1, 1]


@each_move
def test_every_picture_is_told_in_one_sentence(move: Move) -> None:
    assert re.fullmatch(r"[A-Z][^.]{20,118}\.", move.told)


@each_move
def test_the_body_is_wholly_in_the_frame_and_fills_most_of_it(move: Move) -> None:
    shown = frame(move)
    palette = worn(LIGHT, move.person)
    image = draw(moment(move, 1.0), shown, 128, palette).convert("RGB")
    parts = {palette[role] for role in (Role.NEAR, Role.TORSO, Role.SKIN)}
    width, height = image.size
    pixels = image.load()
    assert pixels is not None
    found = [(x, y) for x in range(width) for y in range(height) if pixels[x, y] in parts]
    xs, ys = [x for x, _y in found], [y for _x, y in found]

    assert (width, height) == (128, 96)
    assert min(xs) > 1
    assert max(xs) < width - 2
    assert min(ys) > 1
    assert max(max(xs) - min(xs), (max(ys) - min(ys)) * 4 / 3) > 0.25 * width


def test_the_badges_in_the_folder_are_what_is_drawn_and_no_others() -> None:
    names = set()
    for name, drawn in badges():
        names.add(name)
        with Image.open(icon_file(f"stretches/{name}")) as kept:
            assert kept.convert("RGB").tobytes() == drawn.convert("RGB").tobytes(), name

    assert names == _names_in(icon_file("stretches"))


def _names_in(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*.*")}


@each_move
def test_a_badge_is_a_square_that_the_body_fills_without_room_or_ghost(move: Move) -> None:
    shown, palette = badge_frame(move), worn(LIGHT, move.person)
    image = draw(badge(move), shown, 48, palette)

    assert image.size == (48, 48)
    assert shown.width <= frame(move).width
    assert not {Role.GHOST, Role.ROOM, Role.BACKDROP} & {
        shape.role for shape in badge(move_without_things(move))
    }


def move_without_things(move: Move) -> Move:
    return replace(move, props=())


def test_each_of_the_three_people_shows_about_as_many_of_the_moves() -> None:
    shown = Counter(Figure.VARIED.showing(id_) for id_ in MOVES)

    assert set(shown) == set(PEOPLE) == set(Figure) - {Figure.VARIED}
    assert min(shown.values()) > len(MOVES) / 5


def test_who_is_chosen_shows_every_move() -> None:
    assert {Figure.BUN.showing(id_) for id_ in MOVES} == {Figure.BUN}


def test_a_curve_goes_through_its_points_and_turns_no_corner() -> None:
    bends = list(Blob(((0, 0), (4, 0), (5, 3), (1, 4)), Role.SKIN).bends())

    for (_, _, comes, ends), (begins, leaves, _, _) in pairwise((*bends, bends[0])):
        assert ends == begins
        middle = on_the_way(comes, leaves, distance(comes, ends) / distance(comes, leaves))
        assert distance(middle, ends) < 1e-9


def test_the_documents_in_the_folder_are_what_is_written_and_are_well_formed() -> None:
    docs = Path(__file__).parent.parent / "docs"
    for name, written in documents():
        title = ET.fromstring(written)[0]  # noqa: S314  (written a moment ago)

        assert (docs / name).read_text(encoding="utf-8") == written, name
        assert title.text == MOVES[Path(name).stem].told


def test_a_limb_that_swells_goes_the_long_way_round_its_thick_end() -> None:
    limb = Capsule((0, 0), (10, 0), 1, 3, Role.SKIN)
    palette = worn(LIGHT, PEOPLE[Figure.SHORT])
    written = write([limb], Frame(-5, -5, 20, 10), palette, "A limb.")

    assert "A30 30 0 1 1" in written
    assert "A10 10 0 0 1" in written


def _colour(move: Move, at: tuple[float, float]) -> tuple[int, ...]:
    """What colour the still has there."""
    shown, palette = frame(move), worn(LIGHT, move.person)
    image = draw(picture(move), shown, 480, palette).convert("RGB")
    scale = image.width / shown.width
    pixel = image.getpixel((int((at[0] - shown.left) * scale), int((shown.top - at[1]) * scale)))
    assert isinstance(pixel, tuple)
    return pixel


def _covered_by(shapes: Iterable[Shape], move: Move, role: Role) -> int:
    """How many points of the picture have about the colour of that role."""
    palette = worn(LIGHT, move.person)
    image = draw(shapes, frame(move), 480, palette).convert("RGB")
    colours = image.getcolors(image.width * image.height)
    return sum(
        count
        for count, colour in colours or ()
        if isinstance(colour, tuple)
        and all(abs(a - b) < 12 for a, b in zip(colour, palette[role], strict=True))
    )


@each_move
def test_where_it_is_felt_is_seen(move: Move) -> None:
    bones = solve(move.hold)
    marks = [shape for felt in move.felt for shape in mark(felt, bones)]
    marked, seen = (_covered_by(shapes, move, Role.FELT) for shapes in (marks, moment(move, 1.0)))

    assert seen >= 0.35 * marked


@each_move
def test_no_arm_lies_over_the_mouth_of_who_is_upright(move: Move) -> None:
    if move.hold.view is not View.SIDE or not 45 < move.hold.head < 135:
        return
    bones = solve(move.hold)
    mouth = axes(bones.head, bones.facing - 3)(0.9 + 0.7 * HEAD, -0.7 * HEAD)
    arm = bones.near_arm

    for p, q in pairwise((arm.shoulder, arm.elbow, arm.wrist, arm.fingertips)):
        assert min(distance(mouth, on_the_way(p, q, n / 10)) for n in range(11)) > 3.2


@each_move
def test_no_arrow_is_cut_off_or_lies_on_a_hand(move: Move) -> None:
    bones = solve(move.hold)
    hands = [arm.fingertips for arm in (bones.near_arm, bones.far_arm)]
    for shown, shapes in ((frame(move), picture(move)), (badge_frame(move), badge(move))):
        for shape in shapes:
            if isinstance(shape, Polygon) and shape.role is Role.FELT:
                for x, y in shape.points:
                    assert shown.left < x < shown.left + shown.width
                    assert shown.bottom < y < shown.top
    for p, q in (step for points in move.arrows for step in pairwise(points)):
        for hand in hands:
            assert min(distance(hand, on_the_way(p, q, n / 10)) for n in range(11)) > 3.0


def test_a_glide_of_the_nerve_begins_with_a_bent_leg_in_sight_and_ends_short_of_straight() -> None:
    glide = MOVES["nerve_glide"]
    leg = solve(glide.start).near_leg
    ghost = worn(LIGHT, glide.person)[Role.GHOST]

    assert _colour(glide, on_the_way(leg.knee, leg.ankle, 0.6)) == ghost
    assert _colour(glide, leg.ankle) == ghost
    assert joint_angles(glide.start)["near knee"] > 100
    assert 35 < joint_angles(glide.hold)["near knee"] < 60


def test_who_leans_to_stand_up_is_seen_before_who_stands() -> None:
    move = MOVES["sit_to_stand"]

    assert _colour(move, solve(move.start).head) == worn(LIGHT, move.person)[Role.GHOST]


def test_the_chest_that_arches_is_seen_before_the_back_that_rounds() -> None:
    move = MOVES["seated_cat_cow"]
    chest = axes(solve(move.start).spine[4], 90)(3, 0)

    assert _colour(move, chest) == worn(LIGHT, move.person)[Role.GHOST]


def test_who_leans_aside_has_the_other_buttock_off_the_cushion() -> None:
    lean = MOVES["press_lean_side"]
    before, after = solve(lean.start), solve(lean.hold)

    assert after.far_leg.hip[1] - before.far_leg.hip[1] > 6
    assert abs(after.near_leg.hip[1] - before.near_leg.hip[1]) < 2


def test_the_knees_stay_soft_while_the_hips_hinge() -> None:
    angles = joint_angles(MOVES["hip_hinge_desk"].hold)

    assert 8 < angles["near knee"] < 25
    assert angles["near hip"] > 60


def test_what_goes_to_and_fro_has_an_arrow_each_way() -> None:
    for id_ in ("ankle_pump", "nerve_glide"):
        there, back = MOVES[id_].arrows

        assert distance(there[0], back[-1]) < 1e-6
        assert distance(there[-1], back[0]) < 1e-6


def test_to_let_go_the_shoulders_drop_a_little_and_the_hands_lie_open() -> None:
    rest = MOVES["let_go"]

    assert 2 < rest.start.shrug - rest.hold.shrug < 5
    assert min(rest.hold.near_arm.spread, rest.hold.far_arm.spread) > 0.5


def test_the_hand_that_opens_is_the_hand_that_was_closed() -> None:
    hands = MOVES["wc_hands"]

    assert hands.start.near_arm == replace(hands.hold.near_arm, spread=-1)
    assert hands.apart is not None
    assert (
        _colour(hands, plus(solve(hands.start).near_arm.wrist, hands.apart))
        == worn(LIGHT, hands.person)[Role.GHOST]
    )


def test_who_breathes_out_opens_the_mouth() -> None:
    breath = MOVES["wc_breath"]
    eyes = [sum(shape.role is Role.EYE for shape in moment(breath, phase)) for phase in (0, 1)]

    assert eyes == [1, 2]


def test_the_still_shows_where_the_move_begins_and_the_moving_picture_does_not() -> None:
    move = MOVES["ham_seated"]

    assert Role.GHOST in {shape.role for shape in picture(move)}
    assert Role.GHOST not in {shape.role for shape in moment(move, 0.5)}


def test_a_film_shows_one_picture_at_a_time_in_its_order() -> None:
    palette = worn(LIGHT, PEOPLE[Figure.SHORT])
    pictures = [[Disc((float(number), 0.0), 1.0, Role.NEAR)] for number in range(2)]
    shown = film(
        pictures, (0, 1, 1), timedelta(seconds=0.5), Frame(-5, -5, 20, 10), palette, "A dot."
    )

    assert shown.count('<g display="none">') == 1
    assert 'values="inline;none;none" dur="1.5s" calcMode="discrete"' in shown
    assert 'values="none;inline;inline" dur="1.5s" calcMode="discrete"' in shown


def test_a_film_without_an_order_stands_still() -> None:
    palette = worn(LIGHT, PEOPLE[Figure.SHORT])
    pictures = [[Disc((float(number), 0.0), 1.0, Role.NEAR)] for number in range(2)]
    shown = film(pictures, (), timedelta(seconds=0.5), Frame(-5, -5, 20, 10), palette)

    assert "animate" not in shown
    assert 'aria-hidden="true"' in shown  # nothing tells what it shows
    assert shown.count('<g display="none">') == 1


def test_who_judges_the_pictures_sees_numbers_and_the_key_tells_the_names() -> None:
    names = solution("a").splitlines()
    pages = dict(sheets("a"))

    assert names[0] == "seed a"
    assert [name.split() for name in names[1:]] == [
        [str(number), id_] for number, id_ in enumerate(shuffled("a"), start=1)
    ]
    assert set(pages) == {"large-light.png", "small-light.png", "large-dark.png", "small-dark.png"}


def test_the_order_is_of_the_seed_and_not_of_the_alphabet() -> None:
    assert shuffled("a") == shuffled("a") != shuffled("b")
    assert sorted(shuffled("a")) == sorted(MOVES) != shuffled("a")
