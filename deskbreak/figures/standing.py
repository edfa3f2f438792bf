"""The moves done standing, at a wall or kneeling."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from deskbreak.figures.body import Arm, Leg, Pose, View, planted
from deskbreak.figures.felt import Felt
from deskbreak.figures.geometry import arc
from deskbreak.figures.props import Backdrop, Chair, Cushion, DoorFrame, Table, Wall
from deskbreak.figures.scene import Move

_DESK = Table(12, 53.5, 34)
_HANGING = Arm(upper=-95, fore=-85)
_STRAIGHT = Leg(thigh=-88, shank=-90, foot=-78), Leg(thigh=-92, shank=-90, foot=-102)


def _upright(near: Leg, far: Leg, near_arm: Arm, far_arm: Arm, x: float = 0.0) -> Pose:
    return Pose((x, 52.6), 90, 90, 90, near, far, near_arm, far_arm)


def _at_the_wall(near_arm: Arm, far_arm: Arm) -> Pose:
    return Pose((0, 53), 90, 90, 90, *_STRAIGHT, near_arm, far_arm, view=View.FRONT, foot=1.2)


def _from_behind(upper: float, shoulders: float) -> Pose:
    """Seated, arms by the sides."""
    near = Leg(thigh=-78, shank=-90, thigh_seen=0.34, shank_seen=0.76, foot=-90)
    arms = (
        Arm(upper=upper, fore=-98, upper_seen=0.9),
        Arm(upper=180 - upper, fore=278, upper_seen=0.9),
    )
    return Pose(
        (0, 31), 90, 90, 90, near, replace(near, thigh=-102), *arms,
        view=View.BEHIND, shoulders=shoulders, foot=1.2,
    )  # fmt: skip


def _squeezing(hips: float) -> Pose:
    """Standing at a desk, seen from behind."""
    arms = (
        Arm(upper=-46, fore=-70, hand=-60, upper_seen=0.98, fore_seen=0.8),
        Arm(upper=226, fore=250, hand=240, upper_seen=0.98, fore_seen=0.8),
    )
    return Pose((0, 53), 90, 90, 90, *_STRAIGHT, *arms, view=View.BEHIND, hips=hips, foot=1.2)


def _lifted_aside(near_leg: Leg) -> Pose:
    """Seen from the front, the far hand on a desk."""
    arms = Arm(upper=-66, fore=-78), Arm(upper=250, fore=216, hand=190)
    return Pose((0, 53), 90, 90, 90, near_leg, _STRAIGHT[1], *arms, view=View.FRONT, foot=1.2)


def _on_the_frame(upper: float, seen: float) -> tuple[Arm, Arm]:
    """Both upper arms out to the sides, so that little of them is seen from here."""
    arm = Arm(upper=upper, fore=90, upper_seen=seen)
    return arm, arm


_WALK = tuple(
    Pose((0, up), 88, 88, 90, near, far, near_arm, far_arm)
    for up, near, far, near_arm, far_arm in (
        (51.6, planted(17, 5.2, 20), planted(-18, 9.2, -40), Arm(upper=-112, fore=-96), Arm(upper=-66, fore=-38)),
        (52.8, planted(3, 3.9, 0), planted(-11, 18.0, -62), Arm(upper=-98, fore=-80), Arm(upper=-86, fore=-66)),
        (51.6, planted(-18, 9.2, -40), planted(17, 5.2, 20), Arm(upper=-66, fore=-38), Arm(upper=-112, fore=-96)),
        (52.8, planted(-11, 18.0, -62), planted(3, 3.9, 0), Arm(upper=-86, fore=-66), Arm(upper=-98, fore=-80)),
    )
)  # fmt: skip
"""Contact and passing, on either foot."""

STANDING: Mapping[str, Move] = MappingProxyType(
    {
        "ham_standing_step": Move(
            "Standing with one heel on the floor a step ahead, a hand on the desk, the body leans forward with a flat back.",
            Pose((-16, 51.2), 90, 90, 90, planted(3), planted(-17), Arm((-8, 53), hand=-60), Arm((12, 57.5), hand=0)),
            Pose((-22, 48.4), 52, 46, 46, planted(3, 5.6, 34), planted(-17), Arm((-8.6, 41), hand=-50), Arm((22, 57.5), hand=0)),
            (Table(20, 54.5, 26),),
            (Felt.BACK_OF_THIGH,),
            (arc((-22, 48), 55, 66, 42),),
        ),
        "ham_wall_hinge": Move(
            "Both hands on a wall, the hips push back until arms, back and head form one long flat line.",
            Pose((-4, 52.6), 90, 90, 90, planted(-4), planted(-6), Arm(upper=-6, fore=8), Arm(upper=-6, fore=8)),
            Pose((-22, 52.0), 16, 6, -4, planted(-15), planted(-17), Arm(upper=8, fore=8, hand=82), Arm(upper=8, fore=8, hand=82)),
            (Wall(37.6),),
            (Felt.BACK_OF_THIGH,),
            (((-22, 66), (-34, 62)),),
            shows_start=False,
        ),
        "hf_standing_split": Move(
            "In a long step with one hand on the desk, the tailbone tucks and the front knee bends a little.",
            Pose((-4, 51.5), 88, 90, 90, planted(-26, 9.5, -42), planted(10), Arm((-1, 56)), Arm((16, 53))),
            Pose((0, 47.2), 93, 91, 91, planted(-26.5, 9.2, -38), planted(14), Arm((2.5, 51.5)), Arm((21, 50))),
            (Table(17, 46, 34),),
            (Felt.FRONT_OF_HIP,),
            (((-24, 47), (-13, 45.5)),),
        ),
        "hf_half_kneel": Move(
            "Kneeling on one knee on a cushion, the other foot in front, the hips shift forward a little.",
            Pose((-13, 30.4), 90, 90, 90, Leg(thigh=-90, shank=183, foot=200), planted(13), Arm((1, 34)), Arm((3, 34))),
            Pose((-4.4, 28.7), 93, 91, 91, Leg(thigh=-110.5, shank=184, foot=200), planted(14), Arm((6, 32), hand=-12), Arm((8, 32), hand=-12)),
            (Cushion(-13),),
            (Felt.FRONT_OF_HIP,),
            (((-26, 29), (-15.5, 29)),),
        ),
        "hf_chair_lunge": Move(
            "One foot on a chair seat, a hand on the chair back, the hips travel forward, body upright.",
            Pose((-17, 51.6), 86, 80, 84, planted(-31, 4.2, -4), planted(0, 30.9), Arm(upper=-104, fore=-92), Arm((12, 61), hand=-16)),
            Pose((-11, 49.3), 94, 90, 90, planted(-31, 5.4, -10), planted(0, 30.9), Arm(upper=-108, fore=-96), Arm((12, 61), hand=-16)),
            (Chair(-5, 27, 32, faces_right=False), Wall(22)),
            (Felt.FRONT_OF_HIP,),
            (((-38, 53), (-28, 52.5)),),
        ),
        "hf_quad_standing": Move(
            "Standing with one hand on the desk, the other hand holds the ankle of the bent leg behind.",
            _upright(planted(-1), planted(1), Arm(upper=-95, fore=-85), Arm((17, 55.5), hand=0)),
            Pose((0, 52.4), 93, 91, 91, Leg(thigh=-99, shank=118, foot=198), planted(1), Arm((-12.0, 49.5), hand=-100), Arm((17, 55.5), hand=0)),
            (Table(16, 53.5, 30),),
            (Felt.FRONT_OF_THIGH,),
            (((-30, 34), (-30, 46)),),
        ),
        "wall_slide_back": Move(
            "The back leans on a wall and slides down until the knees are bent; then it slides up again.",
            Pose((0, 49.6), 90, 90, 90, planted(17), planted(17.6), Arm(upper=-94, fore=-84), Arm(upper=-94, fore=-84)),
            Pose((0, 44.6), 90, 90, 90, planted(17), planted(17.6), Arm(upper=-94, fore=-78), Arm(upper=-94, fore=-78)),
            (Wall(-7.4, on_right=False),),
            (Felt.FRONT_OF_THIGH,),
            (((34, 70), (34, 50)),),
        ),
        "wall_angel": Move(
            "With the back on a wall, both arms slide up the wall from a W to a Y.",
            _at_the_wall(Arm(upper=-24, fore=84), Arm(upper=204, fore=96)),
            _at_the_wall(Arm(upper=50, fore=82), Arm(upper=130, fore=98)),
            (Backdrop(-200, 0, 200, 200),),
            (Felt.BLADES_FRONT,),
            (((37, 58), (38, 84)), ((-37, 58), (-38, 84))),
        ),
        "wall_slide_forearm": Move(
            "Facing a wall with the forearms on it, the arms slide up while the body leans in.",
            Pose((-12.4, 52.2), 90, 90, 90, planted(-5), planted(-22), Arm(upper=-8, fore=89), Arm(upper=-6, fore=89)),
            Pose((-11.5, 52.0), 88, 84, 88, planted(-5), planted(-22), Arm(upper=30, fore=88), Arm(upper=32, fore=88)),
            (Wall(7.4),),
            (Felt.SIDE_OF_RIBS,),
            (((-26, 70), (-26, 92)),),
        ),
        "scap_squeeze": Move(
            "Seated and seen from behind, arms by the sides, the shoulder blades draw back and together.",
            _from_behind(-60, 1.06),
            _from_behind(-74, 0.94),
            (Table(-15, 25, 30),),
            (Felt.BLADES_BEHIND,),
            (((30, 50), (21, 50)), ((-30, 50), (-21, 50))),
        ),
        "doorway_chest": Move(
            "In a doorway, forearms on the frame and one foot through, the chest leans forward.",
            Pose((-5, 52.0), 90, 90, 90, planted(6), planted(-8), *_on_the_frame(-14, 0.28)),
            Pose((3, 50.6), 86, 83, 86, planted(16), planted(-14, 7.4, -22), _on_the_frame(187, 0.42)[0], _on_the_frame(148, 0.5)[1]),
            (DoorFrame(-6, 7, opens_right=False),),
            (Felt.CHEST,),
            (((22, 72), (34, 72)),),
            shows_start=False,
        ),
        "back_bend": Move(
            "Standing with the hands on the lower back, the upper body bends gently backward.",
            _upright(planted(1), planted(-1), Arm(upper=-100, fore=-80), Arm(upper=-100, fore=-80)),
            Pose((2.5, 52.4), 96, 116, 116, planted(1), planted(-1), Arm((-3.2, 55.5), hand=-60), Arm((-3.2, 55.5), hand=-60)),
            (),
            (Felt.FRONT_OF_HIP,),
            (arc((0, 52), 52, 92, 112),),
        ),
        "heel_raise": Move(
            "Standing with the hands on the desk, both heels rise off the floor.",
            _upright(planted(0), planted(-2), Arm((13, 55.5), hand=0), Arm((14, 55.5), hand=0)),
            Pose((1.5, 58.3), 90, 90, 90, planted(1.6, 9.4, -33), planted(-0.4, 9.4, -33), Arm((13, 55.5), hand=0), Arm((14, 55.5), hand=0)),
            (_DESK,),
            (Felt.CALF,),
            (((-16, 10), (-16, 22)),),
        ),
        "calf_stretch_standing": Move(
            "Both hands on a wall, one foot far behind with its heel down and the knee straight, the front knee bends.",
            Pose((-5, 48), 84, 84, 88, planted(-21, 8, -26), planted(8), Arm((30, 69), hand=84), Arm((30, 71), hand=84)),
            Pose((-1.2, 47.3), 77, 76, 84, planted(-24), planted(8), Arm((30, 69), hand=84), Arm((30, 71), hand=84)),
            (Wall(32.4),),
            (Felt.CALF,),
            (((-38, 22), (-38, 9)),),
        ),
        "glute_squeeze_standing": Move(
            "Standing at a desk and seen from behind, fingertips on it, both buttocks squeeze together.",
            _squeezing(1.18),
            _squeezing(1.0),
            (Table(-38, 55, 76),),
            (Felt.BUTTOCKS_BEHIND,),
            (((19, 49.6), (13.4, 49.6)), ((-19, 49.6), (-13.4, 49.6))),
        ),
        "hip_extension_standing": Move(
            "Standing upright with both hands on the desk, one straight leg moves back, its toes just off the floor.",
            _upright(planted(-2), planted(-1), Arm((14, 55.5), hand=0), Arm((15, 55.5), hand=0)),
            Pose((-2, 52.6), 88, 86, 88, Leg(thigh=-114, shank=-122, foot=-28), planted(-1), Arm((14, 55.5), hand=0), Arm((15, 55.5), hand=0)),
            (_DESK,),
            (Felt.BUTTOCK, Felt.BACK_OF_THIGH),
            (arc((-2, 52.6), 46, -132, -150),),
        ),
        "hip_hinge_desk": Move(
            "Hands on the desk's edge and knees soft, the hips push straight back and the flat back leans forward.",
            Pose((-6, 52.2), 90, 90, 90, planted(-7), planted(-9), Arm((13, 55.5), hand=0), Arm((14, 55.5), hand=0)),
            Pose((-20, 50.6), 26, 23, 26, planted(-7), planted(-9), Arm((34, 57.2), hand=-14), Arm((35, 57.2), hand=-14)),
            (_DESK,),
            (Felt.BACK_OF_THIGH, Felt.BUTTOCK),
            (((-33, 52), (-45, 52)),),
        ),
        "hip_side_lift": Move(
            "Standing with one hand on a desk, seen from the front, the other leg lifts out to the side.",
            _lifted_aside(_STRAIGHT[0]),
            _lifted_aside(Leg(thigh=-66, shank=-66, foot=-72)),
            (Table(-52, 53.5, 26),),
            (Felt.OUTER_HIP_FRONT,),
            (arc((4.9, 53), 44, -48, -34),),
        ),
        "walk": Move(
            "A person walks at an easy pace.",
            _WALK[2],
            _WALK[0],
            arrows=(((30, 46), (46, 46)),),
            shows_start=False,
            cycle=_WALK,
        ),
        "stand_up": Move(
            "A person stands up from the chair at the desk and stays standing, arms loose.",
            Pose((-12, 31.5), 90, 90, 90, planted(2), planted(4), Arm((4, 36), hand=-8), Arm((6, 36), hand=-8)),
            _upright(planted(1), planted(3), _HANGING, _HANGING, x=2.0),
            (Chair(), Table(19, 38, 30)),
            (),
            (((32, 46), (32, 66)),),
        ),
    }
)  # fmt: skip
