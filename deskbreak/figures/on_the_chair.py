"""The moves done on a chair."""

from collections.abc import Mapping
from types import MappingProxyType

from deskbreak.figures.body import Arm, Leg, Pose, View
from deskbreak.figures.felt import Felt
from deskbreak.figures.geometry import arc
from deskbreak.figures.props import Chair, Table
from deskbreak.figures.scene import Move

_PELVIS = (-12.0, 31.5)
_HANGING = Arm(upper=-100, fore=-78)
_ON_THE_THIGH = Arm((2, 36), hand=-8)


def _planted(x: float, y: float = 3.9, foot: float = 0.0) -> Leg:
    return Leg(ankle=(x, y), foot=foot)


def _seated(
    lumbar: float,
    thorax: float,
    head: float,
    near_arm: Arm,
    far_arm: Arm,
    near_leg: Leg | None = None,
    far_leg: Leg | None = None,
) -> Pose:
    near_leg, far_leg = near_leg or _planted(11), far_leg or _planted(13)
    return Pose(_PELVIS, lumbar, thorax, head, near_leg, far_leg, near_arm, far_arm)


_CROSSED_NEAR = Arm(upper=-98, fore=143, hand=132, upper_seen=0.72)
_CROSSED_FAR = Arm(upper=278, fore=37, hand=48, upper_seen=0.72)


def _turning(turned: float) -> Pose:
    """Seen from the front, arms crossed on the chest, hands on the shoulders."""
    thighs = Leg(thigh=-80, shank=-90, thigh_seen=0.36, shank_seen=0.82, foot=-85)
    far = Leg(thigh=-100, shank=-90, thigh_seen=0.36, shank_seen=0.82, foot=-95)
    return Pose(
        (0, 31), 90, 90, 90, thighs, far, _CROSSED_NEAR, _CROSSED_FAR,
        view=View.FRONT, shoulders=1 - 0.38 * abs(turned), turned=turned, foot=3.0,
    )  # fmt: skip


def _figure_four(lumbar: float, hand: float) -> Pose:
    crossed = Leg(thigh=-24, shank=186, thigh_seen=0.82, shank_seen=0.98, foot=200)
    standing = Leg(thigh=-100, shank=-90, thigh_seen=0.35, shank_seen=0.8, foot=-95)
    near_arm, far_arm = Arm(upper=-62, fore=hand), Arm(upper=-112, fore=-72)
    return Pose(
        (0, 31), lumbar, lumbar, lumbar, crossed, standing, near_arm, far_arm,
        view=View.FRONT, foot=3.0,
    )  # fmt: skip


ON_THE_CHAIR: Mapping[str, Move] = MappingProxyType(
    {
        "ham_seated": Move(
            "Seated with one leg straight, heel on the floor, the body tips forward from the hips.",
            _seated(90, 90, 90, Arm((-1, 36), hand=-6), Arm((1, 36), hand=-2), _planted(29.6, 5.8, 68), _planted(10)),
            _seated(60, 54, 52, Arm((6, 35.5), hand=-10), Arm((9, 36), hand=-10), _planted(29.6, 5.8, 68), _planted(10)),
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
            (arc((12, 30), 30, -70, -22),),
        ),
        "hf_seated_side": Move(
            "Seated sideways on the chair's edge, the free leg slides back with the knee toward the floor.",
            _seated(90, 90, 90, Arm((-8, 40)), Arm((6, 36), hand=0)),
            Pose((-4, 31.5), 94, 91, 91, Leg(thigh=-106, shank=173, foot=-91), _planted(20), Arm((-1.5, 36.5)), Arm((11, 51.5), hand=0)),
            (Table(-5, 25, 20), Table(-5, 50, 20)),
            (Felt.FRONT_OF_HIP,),
            (((-24, 40), (-14, 40)),),
            shows_start=False,
        ),
        "thoracic_ext_chair": Move(
            "Seated with the hands behind the head, the upper back bends backward over the chair back.",
            _seated(90, 90, 90, Arm(upper=66, fore=176, hand=190), Arm(upper=62, fore=174, hand=190)),
            _seated(86, 118, 122, Arm(upper=70, fore=188, hand=200), Arm(upper=66, fore=186, hand=200)),
            (Chair(),),
            (Felt.UPPER_BACK,),
            (arc(_PELVIS, 62, 84, 108),),
        ),
        "seated_twist": Move(
            "Seated with the arms crossed and the hands on the shoulders, the chest turns to one side.",
            _turning(0),
            _turning(1),
            (Table(-14, 25, 28),),
            (Felt.FAR_FLANK_FRONT,),
            (arc((0, 66), 32, 116, 64),),
            shows_start=False,
        ),
        "chest_open": Move(
            "Seated with the arms low and out behind, the shoulders draw back and the breastbone lifts.",
            _seated(88, 86, 84, Arm(upper=-88, fore=-80), Arm(upper=-84, fore=-76)),
            _seated(92, 104, 100, Arm(upper=-134, fore=-126, hand=-110), Arm(upper=-130, fore=-122, hand=-106)),
            (Chair(),),
            (Felt.CHEST,),
            (((14, 50), (12, 62)),),
        ),
        "scap_squeeze": Move(
            "Seated with the arms by the sides, the shoulder blades draw back and together.",
            _seated(90, 84, 88, Arm(upper=-86, fore=-76), Arm(upper=-84, fore=-74)),
            _seated(90, 97, 91, Arm(upper=-104, fore=-92), Arm(upper=-102, fore=-90)),
            (Chair(),),
            (Felt.UPPER_BACK,),
            (((-24, 55), (-35, 55)),),
        ),
        "let_go": Move(
            "Seated at ease, the shoulders drop and the hands rest on the thighs.",
            _seated(88, 92, 92, Arm((4, 38), hand=-8), Arm((6, 38), hand=-8)),
            _seated(92, 88, 84, Arm((5, 36), hand=-8), Arm((7, 36), hand=-8)),
            (Chair(),),
            (Felt.UPPER_BACK,),
            (((-24, 72), (-24, 64)),),
        ),
        "seated_cat_cow": Move(
            "Seated with the hands on the thighs, the back rounds, then arches gently.",
            _seated(80, 104, 112, Arm((4, 36), hand=-8), Arm((6, 36), hand=-8)),
            _seated(112, 58, 34, Arm((5, 36), hand=-8), Arm((7, 36), hand=-8)),
            (Chair(),),
            (Felt.LOWER_BACK, Felt.UPPER_BACK),
            (((-30, 54), (-38, 54)),),
        ),
        "sit_to_stand": Move(
            "From the chair, the body leans forward and stands up without the hands.",
            _seated(68, 66, 74, Arm((14, 46), hand=0), Arm((15, 46), hand=0), _planted(2), _planted(4)),
            Pose((3, 52.4), 88, 90, 90, _planted(2), _planted(4), Arm(upper=-60, fore=-10), Arm(upper=-58, fore=-8)),
            (Chair(),),
            (Felt.FRONT_OF_THIGH, Felt.BUTTOCK),
            (((30, 40), (30, 58)),),
        ),
        "seated_march": Move(
            "Seated tall, one bent knee lifts off the chair, then the other.",
            _seated(90, 90, 90, _HANGING, _HANGING),
            _seated(90, 90, 90, _HANGING, _HANGING, Leg(thigh=28, shank=-78, foot=14)),
            (Chair(),),
            (Felt.FRONT_OF_HIP,),
            (((26, 46), (26, 58)),),
        ),
        "ankle_pump": Move(
            "Seated with one leg a little forward, the toes point away and pull back again.",
            _seated(90, 90, 90, _HANGING, _ON_THE_THIGH, Leg(thigh=-12, shank=-38, foot=14)),
            _seated(90, 90, 90, _HANGING, _ON_THE_THIGH, Leg(thigh=-12, shank=-38, foot=78)),
            (Chair(),),
            (Felt.CALF,),
            (arc((30, 9), 17, -10, 62),),
        ),
        "figure_four": Move(
            "Seated with one ankle on the other knee, the body tips forward with a flat back.",
            _figure_four(90, -118),
            _figure_four(90, -118),
            (Table(-13, 25, 26),),
            (Felt.OUTER_BUTTOCK_FRONT,),
            (((20, 74), (20, 62)),),
            shows_start=False,
        ),
    }
)  # fmt: skip
