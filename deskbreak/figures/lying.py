"""The moves done on a mat, on a bed or in a gym."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from deskbreak.figures.body import Arm, Leg, Pose, View, planted, turned
from deskbreak.figures.felt import Felt
from deskbreak.figures.geometry import arc
from deskbreak.figures.props import (
    Bed,
    DoorFrame,
    FloorBehind,
    KneelingBench,
    Mat,
    MatFromAbove,
    Pillow,
    SlantedBench,
    Strap,
)
from deskbreak.figures.scene import Move

_ON_THE_BACK = (0.0, 6.6)
_BESIDE = Arm(upper=-10, fore=-4)
_FLAT = Leg(thigh=-1, shank=-1, foot=82)
_ON_THE_BELLY = Arm((-5, 17), hand=-4)
_BESIDE_THE_HIP = Arm(upper=-60, fore=176, hand=180, upper_seen=0.2, fore_seen=0.8)
_MAT = Mat(-52, 46)
_MAT_FROM_ABOVE = MatFromAbove(-64, -42, 56, 42)


def _on_the_back(
    near_leg: Leg,
    far_leg: Leg,
    near_arm: Arm = _BESIDE,
    far_arm: Arm = _BESIDE,
    lumbar: float = 180,
) -> Pose:
    return Pose(_ON_THE_BACK, lumbar, 180, 178, near_leg, far_leg, near_arm, far_arm)


def _on_all_fours(pelvis: tuple[float, float], lumbar: float, thorax: float, head: float) -> Pose:
    near, far = Leg(thigh=-90, shank=179, foot=190), Leg(thigh=-92, shank=179, foot=190)
    hands = Arm((13, 1.8), hand=0), Arm((15, 1.8), hand=0)
    return Pose(pelvis, lumbar, thorax, head, near, far, *hands)


def _knees_rolled(near_leg: Leg, far_leg: Leg, hips: float) -> Pose:
    arms = Arm(upper=-4, fore=0), Arm(upper=184, fore=180)
    pose = Pose((0, 0), 90, 90, 90, near_leg, far_leg, *arms, view=View.FRONT, hips=hips)
    return turned(pose, 90)


def _book(opened: float, hand: float, shoulders: float, turn: float) -> Pose:
    """The elbow goes over from before the chest, at 0.85, to behind it; the hand stays where it is."""
    near, far = Leg(thigh=-14, shank=-104, foot=-100), Leg(thigh=-8, shank=-98, foot=-96)
    arms = (
        Arm(upper=-26, fore=-44),
        Arm(upper=-4, fore=196, hand=hand, upper_seen=opened, fore_seen=opened, spread=0.15),
    )
    pose = Pose(
        (0, 0), 90, 90, 90, near, far, *arms,
        view=View.FRONT, hips=0.35, shoulders=shoulders, turned=turn,
    )  # fmt: skip
    return turned(pose, 90)


def _on_the_side(
    pelvis: tuple[float, float], axis: float, thigh: float, shank: float, far_arm: Arm, seen: float
) -> Pose:
    near = Leg(thigh=thigh, shank=shank, foot=shank, thigh_seen=0.95, shank_seen=0.58)
    far = Leg(thigh=thigh - 2, shank=shank, foot=shank, thigh_seen=0.95, shank_seen=0.58)
    propped = Arm(upper=-90, fore=-12, hand=-4, upper_seen=seen, fore_seen=0.7)
    return Pose(
        pelvis, axis, axis, axis, near, far, propped, far_arm,
        view=View.FRONT, hips=0.55, shoulders=0.85, foot=4.5,
    )  # fmt: skip


_TABLETOP = Leg(thigh=92, shank=0, foot=84)
_TO_THE_CEILING = Arm(upper=90, fore=90)
_NEUTRAL = _on_all_fours((-14, 28.4), 8, 9, 2)
_CAT = _on_all_fours((-14, 28.4), 52, -34, -78)
_COW = _on_all_fours((-15, 28.4), -16, 40, 64)

LYING: Mapping[str, Move] = MappingProxyType(
    {
        "ham_supine_strap": Move(
            "Lying on the back, a strap round one foot lifts that leg up straight.",
            _on_the_back(planted(28), planted(30), Arm((-14, 24), hand=60), Arm((-12, 24), hand=60)),
            _on_the_back(Leg(thigh=84, shank=80, foot=168), planted(30), Arm((-14, 24), hand=60), Arm((-12, 24), hand=60)),
            (_MAT,),
            (Felt.BACK_OF_THIGH,),
            (arc(_ON_THE_BACK, 56, 48, 70),),
            held=(Strap(),),
        ),
        "ham_doorway": Move(
            "Lying beside a door frame, one heel rests high on the frame, the other leg lies flat.",
            _on_the_back(Leg((24.5, 42), foot=122), _FLAT),
            _on_the_back(Leg((24.5, 48.5), foot=148), _FLAT),
            (Mat(-52, 58), DoorFrame(29.5)),
            (Felt.BACK_OF_THIGH,),
            (((32.5, 36), (32.5, 48)),),
        ),
        "nerve_glide": Move(
            "Lying with both hands behind one thigh, the knee straightens until tension is light, and bends again.",
            _on_the_back(Leg(thigh=92, shank=-24, foot=66), _FLAT, Arm((1.5, 24), hand=20), Arm((2.5, 24), hand=20)),
            _on_the_back(Leg(thigh=92, shank=46, foot=136), _FLAT, Arm((1.5, 24), hand=20), Arm((2.5, 24), hand=20)),
            (Mat(-52, 58),),
            (Felt.NERVE,),
            (arc((-1, 31), 39, -8, 30), arc((-1, 31), 39, 30, -8)),
        ),
        "hf_bed_edge": Move(
            "Lying at the edge of a firm bed, one leg hangs over the edge, the other is bent with its foot on the bed.",
            Pose((0, 46.6), 180, 180, 178, Leg((21, 43.9), foot=0), Leg((19, 43.9), foot=0), _BESIDE, _BESIDE),
            Pose((0, 46.6), 180, 180, 178, Leg(thigh=-17, shank=-88, foot=-18), Leg((19, 43.9), foot=0), _BESIDE, _BESIDE),
            (Bed(-52, 46, 40),),
            (Felt.FRONT_OF_HIP,),
            (((36, 26), (36, 13)),),
            shows_start=False,
        ),
        "open_book": Move(
            "Lying on the side with bent knees, seen from above, the top shoulder opens back toward the floor, its hand on it.",
            _book(0.85, 150, 0.35, 1),
            _book(-0.98, -24, 1.0, 0),
            (_MAT_FROM_ABOVE, Pillow((-42, 0))),
            (Felt.CHEST_FRONT,),
            (arc((-24, 0), 36, 124, 240),),
            above=True,
        ),
        "cat_cow": Move(
            "On hands and knees, the back rounds up, then sinks.",
            _COW,
            _CAT,
            (Mat(-50, 46),),
            (Felt.UPPER_BACK, Felt.LOWER_BACK),
            (((-4, 57), (-4, 66)),),
            flows=True,
        ),
        "knee_to_chest": Move(
            "Lying on the back, both hands draw one knee to the chest.",
            _on_the_back(planted(30), planted(28), _ON_THE_BELLY, _ON_THE_BELLY),
            _on_the_back(Leg(thigh=127, shank=2, foot=60), planted(28), Arm((-11.5, 28.6), hand=-4), Arm((-9.5, 29.4), hand=-4), 182),
            (_MAT,),
            (Felt.LOWER_BACK, Felt.BUTTOCK),
            (arc(_ON_THE_BACK, 33, 84, 112),),
        ),
        "double_knee_to_chest": Move(
            "Lying on the back, both hands draw both knees to the chest.",
            _on_the_back(planted(30), planted(28), _ON_THE_BELLY, _ON_THE_BELLY),
            Pose((0, 7.2), 184, 180, 178, Leg(thigh=126, shank=1, foot=60), Leg(thigh=110, shank=-8, foot=52), Arm((-11.5, 28.4), hand=-4), Arm((-9.5, 29.4), hand=-4)),
            (_MAT,),
            (Felt.LOWER_BACK,),
            (arc(_ON_THE_BACK, 33, 84, 112),),
        ),
        "lumbar_rotation": Move(
            "Lying on the back, seen from above, both bent knees roll to one side, shoulders flat.",
            _knees_rolled(
                Leg(thigh=-86, shank=-92, foot=-90, thigh_seen=0.6, shank_seen=0.3),
                Leg(thigh=-94, shank=-88, foot=-90, thigh_seen=0.6, shank_seen=0.3),
                1.0,
            ),
            _knees_rolled(
                Leg(thigh=-158, shank=-54, foot=-40, thigh_seen=0.96),
                Leg(thigh=-147, shank=-52, foot=-40, thigh_seen=0.96),
                0.45,
            ),
            (_MAT_FROM_ABOVE, Pillow((-42, 0))),
            (Felt.NEAR_FLANK_FRONT,),
            (arc((-4, 4), 28, 64, 14),),
            shows_start=False,
            above=True,
        ),
        "bird_dog": Move(
            "On hands and knees, one leg reaches straight back and the other arm straight ahead, level with the back.",
            _NEUTRAL,
            replace(_NEUTRAL, near_leg=Leg(thigh=-176, shank=184, foot=254), far_arm=Arm(upper=5, fore=10)),
            (Mat(-50, 46),),
            (Felt.LOWER_BACK, Felt.BUTTOCK),
            (((-42, 40), (-54, 39)), ((36, 49), (48, 50.5))),
        ),
        "dead_bug": Move(
            "Lying on the back, knees over the hips, arms up: one heel and the other arm lower, the back stays flat.",
            _on_the_back(_TABLETOP, _TABLETOP, _TO_THE_CEILING, _TO_THE_CEILING),
            _on_the_back(Leg(thigh=46, shank=-46, foot=44), _TABLETOP, _TO_THE_CEILING, Arm(upper=140, fore=142)),
            (Mat(-62, 48),),
            (Felt.BELLY,),
            (arc((8, 20), 32, 34, 4), arc((-26, 8), 44, 100, 124)),
        ),
        "childs_pose": Move(
            "From hands and knees the hips sit back on the heels, arms ahead, forehead on the floor.",
            _NEUTRAL,
            Pose((-33.4, 18.6), 14, -22, -40, Leg(thigh=-37, shank=179, foot=190), Leg(thigh=-39, shank=179, foot=190), Arm((19, 2.2), hand=0), Arm((21, 2.2), hand=0)),
            (Mat(-56, 46),),
            (Felt.LOWER_BACK, Felt.UPPER_BACK),
            (((-30, 36), (-42, 32)),),
        ),
        "pelvic_tilt": Move(
            "Lying on the back with bent knees, the lower back flattens to the floor.",
            Pose((0, 7.2), 154, 206, 178, planted(22), planted(22.8), _BESIDE_THE_HIP, _BESIDE_THE_HIP),
            Pose((0, 6.8), 183, 179, 178, planted(22), planted(22.8), _BESIDE_THE_HIP, _BESIDE_THE_HIP),
            (_MAT,),
            (Felt.LOWER_BACK,),
            (((-12, 32), (-12, 17)),),
            shows_start=False,
        ),
        "bridge_heels": Move(
            "Lying on the back, heels down, the hips lift until shoulders, hips and knees are in line.",
            Pose((0, 6.6), 180, 180, 180, planted(22, 6.3, 38), planted(23.5, 6.3, 38), Arm(upper=-9, fore=-4), Arm(upper=-9, fore=-4)),
            Pose((-1.2, 18.2), 203, 203, 178, planted(22, 6.3, 38), planted(23.5, 6.3, 38), Arm(upper=-14, fore=-4), Arm(upper=-14, fore=-4)),
            (_MAT,),
            (Felt.BUTTOCK, Felt.BACK_OF_THIGH),
            (((-2, 32), (-2, 42)), ((11, 9), (16.5, 3.4))),
        ),
        "superman": Move(
            "Lying face down, arms, chest and legs lift a little off the floor.",
            Pose((-4, 6.6), 0, 0, 8, Leg(thigh=180, shank=180, foot=215), Leg(thigh=180, shank=180, foot=215), Arm(upper=2, fore=0), Arm(upper=2, fore=0)),
            Pose((-4, 6.6), -2, 38, 20, Leg(thigh=163, shank=163, foot=202), Leg(thigh=165, shank=165, foot=204), Arm(upper=12, fore=14), Arm(upper=20, fore=22)),
            (Mat(-66, 70),),
            (Felt.LOWER_BACK, Felt.BUTTOCK),
            (((40, 38), (40, 52)), ((-44, 31), (-44, 45))),
        ),
        "side_plank_knees": Move(
            "Lying on one side on the forearm with bent knees, the hips lift into one line.",
            _on_the_side((-6, 8.4), 30, 184, 132, Arm(upper=205, fore=208), 0.55),
            _on_the_side((-5, 16.6), 24, 204, 132, Arm(upper=196, fore=212, hand=208), 0.84),
            (FloorBehind(19), Mat(-60, 60, depth=15)),
            (Felt.NEAR_FLANK_FRONT,),
            (((-8, 36), (-8, 47)),),
        ),
        "back_extension_45": Move(
            "On a slanted bench, thighs on the pad, the straight body rises from the hips.",
            Pose((0, 44), -35, -42, -40, Leg(thigh=-135, shank=-135, foot=-32), Leg(thigh=-135, shank=-135, foot=-32), Arm((17, 18.2), hand=20), Arm((18, 18.2), hand=20)),
            Pose((0, 44), 45, 45, 46, Leg(thigh=-135, shank=-135, foot=-32), Leg(thigh=-135, shank=-135, foot=-32), Arm((24.8, 54.8), hand=100), Arm((25.8, 54.8), hand=100)),
            (SlantedBench(),),
            (Felt.LOWER_BACK, Felt.BUTTOCK, Felt.BACK_OF_THIGH),
            (arc((0, 44), 48, -10, 20),),
        ),
        "ghr": Move(
            "Kneeling on a bench with the feet locked, the straight body lowers forward from the knees.",
            Pose((-3, 62.5), 92, 90, 90, Leg(thigh=-87, shank=180, foot=-90), Leg(thigh=-87, shank=180, foot=-90), Arm((6.9, 87.7), hand=145), Arm((7.9, 87.7), hand=145)),
            Pose((16.5, 52.5), 38, 38, 38, Leg(thigh=-142, shank=180, foot=-90), Leg(thigh=-142, shank=180, foot=-90), Arm((42.4, 60.2), hand=93), Arm((43.4, 60.2), hand=93)),
            (KneelingBench((1, 33.5), (-25.5, 38)),),
            (Felt.BACK_OF_THIGH,),
            (arc((-2, 38), 62, 78, 52),),
        ),
    }
)  # fmt: skip
