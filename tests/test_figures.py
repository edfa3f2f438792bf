"""The pictures of the stretches: bodies that can be, on floors that carry, and files that match."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from PIL import Image

from deskbreak.figures.__main__ import documents, pictures
from deskbreak.figures.body import Pose, View, blend, joint_angles, solve
from deskbreak.figures.geometry import distance
from deskbreak.figures.moves import MOVES
from deskbreak.figures.palette import DARK, LIGHT
from deskbreak.figures.person import FOREARM_WIDTHS, SHANK_WIDTHS, SPINE_WIDTHS, THIGH_WIDTHS
from deskbreak.figures.raster import draw
from deskbreak.figures.scene import Move, frame, moment, picture
from deskbreak.figures.shapes import Role
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


@each_move
def test_nobody_sinks_into_the_floor(move: Move) -> None:
    if move.above:
        return
    for pose in poses(move):
        bones = solve(pose)
        lowest = [
            *(p[1] - width for p, width in zip(bones.spine, SPINE_WIDTHS, strict=True)),
            *(leg.knee[1] - THIGH_WIDTHS[1] for leg in (bones.near_leg, bones.far_leg)),
            *(leg.ankle[1] - SHANK_WIDTHS[1] for leg in (bones.near_leg, bones.far_leg)),
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


@each_move
def test_every_picture_is_told_in_one_sentence(move: Move) -> None:
    assert re.fullmatch(r"[A-Z][^.]{20,118}\.", move.told)


@each_move
def test_the_body_is_wholly_in_the_frame_and_fills_most_of_it(move: Move) -> None:
    shown = frame(move)
    image = draw(moment(move, 1.0), shown, 128, LIGHT).convert("RGB")
    parts = {LIGHT[role] for role in (Role.NEAR, Role.TORSO, Role.SKIN)}
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


@pytest.mark.parametrize(("palette", "folder"), [(LIGHT, ""), (DARK, "dark/")])
def test_the_pictures_in_the_folder_are_what_is_drawn(palette: object, folder: str) -> None:
    for id_, drawn in pictures(LIGHT if palette is LIGHT else DARK):
        with Image.open(icon_file(f"stretches/{folder}{id_}.png")) as kept:
            assert kept.convert("RGB").tobytes() == drawn.convert("RGB").tobytes(), id_


def test_the_documents_in_the_folder_are_what_is_written_and_are_well_formed() -> None:
    for id_, written in documents():
        kept = icon_file(f"stretches/{id_}.svg").read_text(encoding="utf-8")
        title = ET.fromstring(written)[0]  # noqa: S314  (written a moment ago)

        assert kept == written, id_
        assert title.text == MOVES[id_].told


def test_the_still_shows_where_the_move_begins_and_the_moving_picture_does_not() -> None:
    move = MOVES["ham_seated"]

    assert Role.GHOST in {shape.role for shape in picture(move)}
    assert Role.GHOST not in {shape.role for shape in moment(move, 0.5)}
