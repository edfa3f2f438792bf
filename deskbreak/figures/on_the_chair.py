"""The moves done on a chair."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from deskbreak.figures.body import Arm, Leg, Pose, View, planted
from deskbreak.figures.felt import Felt
from deskbreak.figures.geometry import arc
from deskbreak.figures.props import Chair, ChairFacingUs
from deskbreak.figures.scene import Frame, Move

_PELVIS = (-12.0, 31.5)
_HANGING = Arm(upper=-100, fore=-78)


def _seated(
    lumbar: float,
    thorax: float,
    head: float,
    near_arm: Arm,
    far_arm: Arm,
    near_leg: Leg | None = None,
    far_leg: Leg | None = None,
) -> Pose:
    near_leg, far_leg = near_leg or planted(11), far_leg or planted(13)
    return Pose(_PELVIS, lumbar, thorax, head, near_leg, far_leg, near_arm, far_arm)


_TOWARDS_US = (
    Leg(thigh=-80, shank=-90, thigh_seen=0.36, shank_seen=0.82, foot=-85),
    Leg(thigh=-100, shank=-90, thigh_seen=0.36, shank_seen=0.82, foot=-95),
)
"""Both legs of somebody who sits and faces the viewer."""


def _turning(turned: float) -> Pose:
    """Seen from the front, arms crossed on the chest, hands on the shoulders."""
    seen = 1 - 0.3 * abs(turned)
    near = Arm(upper=-98, fore=143, hand=132, upper_seen=0.56, fore_seen=seen)
    far = Arm(upper=278, fore=37, hand=48, upper_seen=0.56, fore_seen=seen - 0.1 * abs(turned))
    return Pose(
        (0, 31), 90, 90, 90, *_TOWARDS_US, near, far,
        view=View.FRONT, shoulders=1 - 0.38 * abs(turned), turned=turned, foot=3.0,
    )  # fmt: skip


def _behind_the_head(thorax: float) -> tuple[Arm, Arm]:
    """The elbows out to the sides, so that the arms are seen shorter."""
    arm = Arm(upper=thorax + 10, fore=thorax + 88, hand=thorax + 48, upper_seen=0.74, fore_seen=0.3)
    return arm, arm


def _facing(
    upper: float, fore: float, shoulders: float = 1.0, trunk: float = 1.0, rolled: float = 0.0
) -> Pose:
    """Seen from the front, with both arms alike."""
    near = Arm(upper=upper, fore=fore, rolled=rolled, spread=rolled / 2)
    far = replace(near, upper=180 - upper, fore=180 - fore)
    return Pose(
        (0, 31), 90, 90, 90, *_TOWARDS_US, near, far,
        view=View.FRONT, shoulders=shoulders, trunk=trunk, foot=3.0,
    )  # fmt: skip


def _at_ease(shrug: float) -> Pose:
    """Seen from the front, the hands on the thighs; what the shoulders do, the elbows let go on."""
    near = Arm(
        upper=-80, fore=-125, hand=-98, upper_seen=0.94, fore_seen=0.78, spread=0.7, rolled=1
    )
    far = replace(near, upper=260, fore=305, hand=278)
    return Pose(
        (0, 31), 90, 90, 90, *_TOWARDS_US, near, far, view=View.FRONT, foot=3.0, shrug=shrug
    )


def _figure_four(trunk: float) -> Pose:
    crossed = Leg(thigh=-24, shank=186, thigh_seen=0.82, shank_seen=0.98, foot=200)
    standing = Leg(thigh=-100, shank=-90, thigh_seen=0.35, shank_seen=0.8, foot=-95)
    near_arm, far_arm = Arm(upper=-60, fore=-121), Arm(upper=-112, fore=-66)
    return Pose(
        (0, 31), 90, 90, 90, crossed, standing, near_arm, far_arm,
        view=View.FRONT, trunk=trunk, foot=3.0,
    )  # fmt: skip


ON_THE_CHAIR: Mapping[str, Move] = MappingProxyType(
    {
        "ham_seated": Move(
            "Seated with one leg straight, heel on the floor, the body tips forward from the hips.",
            _seated(90, 90, 90, Arm((-1, 34.2), hand=2), Arm((1, 34.2), hand=2), planted(29.6, 5.8, 68), planted(10)),
            _seated(60, 54, 52, Arm((3.0, 32.6), hand=-2), Arm((5, 32.6), hand=-2), planted(29.6, 5.8, 68), planted(10)),
            (Chair(),),
            (Felt.BACK_OF_THIGH,),
            (arc(_PELVIS, 55, 70, 48),),
        ),
        "ham_knee_extension": Move(
            "Seated tall, one knee straightens until the leg is level, toes pulled back.",
            _seated(90, 90, 90, _HANGING, _HANGING),
            _seated(90, 90, 90, _HANGING, _HANGING, Leg(thigh=2, shank=-4, foot=92)),
            (Chair(),),
            (Felt.FRONT_OF_THIGH, Felt.BACK_OF_THIGH),
            (arc((12, 30), 30, -54, -18),),
        ),
        "hf_seated_side": Move(
            "Seated sideways on the chair's edge, the free leg slides back with the knee toward the floor.",
            Pose((-8, 33.8), 90, 90, 90, planted(26), planted(18), Arm((7.5, 36), hand=-20), Arm((4, 54.2), hand=-16, upper_seen=0.68, fore_seen=0.72)),
            Pose((-8, 33.8), 91, 90, 90, Leg(thigh=-114, shank=-175, foot=-110), planted(18), Arm((7.5, 36), hand=-20), Arm((4, 54.2), hand=-16, upper_seen=0.68, fore_seen=0.72)),
            (ChairFacingUs(-10, height=27.5, width=42, back=27, depth=8),),
            (Felt.FRONT_OF_HIP,),
            (arc((-8, 33.8), 30, -42, -82),),
        ),
        "thoracic_ext_chair": Move(
            "Seated with the hands behind the head, the upper back bends backward over the chair back.",
            Pose((-19, 31.5), 90, 90, 90, planted(5), planted(7), *_behind_the_head(90)),
            Pose((-19, 31.5), 84, 122, 142, planted(5), planted(7), *_behind_the_head(126)),
            (Chair(),),
            (Felt.UPPER_BACK,),
            (arc((-19, 31.5), 64, 84, 108),),
        ),
        "seated_twist": Move(
            "Seated with the arms crossed and the hands on the shoulders, the chest turns to one side.",
            _turning(0),
            _turning(1),
            (ChairFacingUs(),),
            (Felt.FAR_FLANK_FRONT,),
            (arc((0, 43), 20, 190, 350, seen=0.35),),
        ),
        "chest_open": Move(
            "Seated with the arms low and out to the sides, the shoulders draw back and the breastbone lifts.",
            _facing(-86, -90, 0.94),
            _facing(-64, -60, 1.02, rolled=1.0),
            (ChairFacingUs(),),
            (Felt.CHEST_FRONT,),
            (((22, 58), (29, 58)), ((-22, 58), (-29, 58))),
        ),
        "let_go": Move(
            "Seated at ease, the shoulders drop and the hands rest on the thighs.",
            _at_ease(shrug=3),
            _at_ease(shrug=-0.8),
            (ChairFacingUs(),),
            (),
            (((19, 64), (19, 59)), ((-19, 64), (-19, 59))),
            gentle=True,
        ),
        "seated_cat_cow": Move(
            "Seated with the hands on the thighs, the back rounds, then arches gently.",
            _seated(54, 108, 138, Arm((6, 36.4), hand=2), Arm((7, 36.4), hand=2)),
            _seated(124, 64, 26, Arm((6, 36.4), hand=2), Arm((7, 36.4), hand=2)),
            (Chair(),),
            (Felt.LOWER_BACK, Felt.UPPER_BACK),
            (((-34, 52), (-44, 52)), ((10, 52), (20, 52))),
            flows=True,
        ),
        "chin_tuck": Move(
            "Seated tall and seen from the side, the head slides straight back, the chin level.",
            replace(_seated(90, 88, 90, _HANGING, _HANGING), jut=4.6),
            replace(_seated(90, 92, 90, _HANGING, _HANGING), jut=-1.4),
            (Chair(),),
            (Felt.NAPE,),
            (((12, 66), (3, 66)),),
            close=Frame(-42, 43, 64, 48),
        ),
        "sit_to_stand": Move(
            "From the chair, the body leans forward and stands up without the hands.",
            _seated(48, 44, 56, Arm(upper=-38, fore=8), Arm(upper=-36, fore=10), planted(2), planted(4)),
            Pose((3, 52.4), 88, 90, 90, planted(2), planted(4), Arm(upper=-24, fore=0), Arm(upper=-22, fore=2)),
            (Chair(),),
            (Felt.FRONT_OF_THIGH, Felt.BUTTOCK),
            (((-35, 58), (-35, 76)), ((-24, 76), (-24, 58))),
            telling=0.45,
        ),
        "seated_march": Move(
            "Seated tall, one bent knee lifts off the chair, then the other.",
            _seated(90, 90, 90, _HANGING, _HANGING),
            _seated(90, 90, 90, _HANGING, _HANGING, Leg(thigh=28, shank=-78, foot=14)),
            (Chair(),),
            (Felt.FRONT_OF_HIP,),
            (((10, 52), (10, 62)),),
        ),
        "ankle_pump": Move(
            "Seated with one leg a little forward, the toes point away and pull back again.",
            _seated(90, 90, 90, _HANGING, _HANGING, Leg(thigh=-10, shank=-46, foot=-14)),
            _seated(90, 90, 90, _HANGING, _HANGING, Leg(thigh=-10, shank=-46, foot=62)),
            (Chair(),),
            (Felt.CALF,),
            (arc((29, 9.5), 18, -4, 52), arc((29, 9.5), 18, 52, -4)),
        ),
        "figure_four": Move(
            "Seated with one ankle on the other knee, the body tips forward with a flat back.",
            _figure_four(1.0),
            _figure_four(0.74),
            (ChairFacingUs(),),
            (Felt.OUTER_BUTTOCK_FRONT,),
            (arc((14, 66), 16, 62, -38),),
        ),
    }
)  # fmt: skip
