"""The moves done in a wheelchair."""

import math
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from deskbreak.figures.body import Arm, Leg, Pose, View, planted, turned
from deskbreak.figures.felt import Felt
from deskbreak.figures.geometry import Point, arc, heading, plus
from deskbreak.figures.props import SEAT, Table, Wheelchair, WheelchairFacingUs
from deskbreak.figures.scene import Frame, Move

_FEET = planted(13, 10.2), planted(14, 10.2)
_ON_THE_REST = Arm((-1, 38), hand=-10)
_CHAIR = (Wheelchair(),)
_TOWARDS_US = (
    Leg(thigh=-82, shank=-90, thigh_seen=0.36, shank_seen=0.6, foot=-85),
    Leg(thigh=-98, shank=-90, thigh_seen=0.36, shank_seen=0.6, foot=-95),
)


def _seated(near_arm: Arm, far_arm: Arm, back: float = 90, head: float = 90) -> Pose:
    return Pose((-11, 31.5), back, back, head, *_FEET, near_arm, far_arm)


def _facing(near_arm: Arm, far_arm: Arm, shoulders: float = 1.0, turned: float = 0.0) -> Pose:
    return Pose(
        (0, 31), 90, 90, 90, *_TOWARDS_US, near_arm, far_arm,
        view=View.FRONT, shoulders=shoulders, turned=turned, foot=3.0,
    )  # fmt: skip


def _both(upper: float, fore: float, rolled: float = 0.0) -> tuple[Arm, Arm]:
    near = Arm(upper=upper, fore=fore, rolled=rolled, spread=0.5 * rolled)
    return near, replace(near, upper=180 - upper, fore=180 - fore)


_HAND_ON_THE_THIGH = Arm(
    upper=-80, fore=-125, hand=-98, upper_seen=0.94, fore_seen=0.78, spread=0.1
)
_LEVEL = Pose(
    (-11, 31.5), 90, 90, 92, Leg(thigh=9, shank=-88, foot=0), Leg(thigh=9, shank=-88, foot=0),
    Arm(upper=-78, fore=0), Arm(upper=-78, fore=0),
)  # fmt: skip


def _ray(turn: float) -> tuple[Point, Point]:
    """Out from the fingers of the near hand."""
    knuckles = 8.0, 44.5
    return plus(knuckles, heading(turn, 9)), plus(knuckles, heading(turn, 12.5))


def _with_hands(spread: float) -> Pose:
    arm = Arm(upper=-82, fore=16, spread=spread)
    return _seated(arm, arm)


_BREATH = tuple((0 + n * 0.8, 66 - n * 0.12 + 1.8 * math.sin(n * math.pi / 8)) for n in range(25))

IN_THE_WHEELCHAIR: Mapping[str, Move] = MappingProxyType(
    {
        "press_lean_forward": Move(
            "In a wheelchair at a table, the body leans forward on to both forearms, off the seat bones.",
            _seated(Arm((16, 41.2), hand=0), Arm((18, 41.2), hand=0)),
            Pose((-9, 32), 57, 22, 26, *_FEET, Arm(upper=-42, fore=2), Arm(upper=-38, fore=3)),
            (Table(15, 39, 42),),
            (Felt.BUTTOCK,),
            (arc((-9, 34), 50, 74, 48),),
            held=_CHAIR,
        ),
        "press_lean_side": Move(
            "In a wheelchair, the body leans to one side on to the forearm, the other buttock comes free.",
            _facing(*_both(-76, -104)),
            Pose(
                (5, 35.2), 52, 56, 66, replace(_TOWARDS_US[0], thigh=-84, shank_seen=0.62), replace(_TOWARDS_US[1], thigh=-68, shank=-98, shank_seen=0.83),
                Arm(upper=-34, fore=-2, upper_seen=0.72, fore_seen=0.8), Arm(upper=254, fore=284),
                view=View.FRONT, foot=3.0,
            ),
            (WheelchairFacingUs(), Table(24, 39, 28)),
            (Felt.FAR_SEAT_FRONT,),
            (arc((0, 34), 56, 80, 54), ((-25, 25), (-25, 35))),
            shows_start=False,
        ),
        "press_tilt": Move(
            "The wheelchair's seat tilts far back with the person in it, the head supported.",
            _LEVEL,
            turned(_LEVEL, 38, SEAT),
            (),
            (Felt.BUTTOCK,),
            (arc(SEAT, 62, 92, 118),),
            held=(Wheelchair(tilts=True),),
        ),
        "press_pushup": Move(
            "Both hands on the armrests of a wheelchair, the straight arms lift the body off the cushion.",
            _seated(Arm((-4, 38), hand=-14), Arm((-3, 38), hand=-14)),
            Pose((-9, 42), 84, 82, 86, *_FEET, Arm((-4, 38), hand=-14), Arm((-3, 38), hand=-14)),
            (),
            (Felt.BACK_OF_ARM,),
            (((24, 44), (24, 58)),),
            held=_CHAIR,
        ),
        "wc_elbows_back": Move(
            "In a wheelchair, elbows bent at the sides, the elbows glide back and the shoulder blades draw together.",
            _seated(Arm(upper=-84, fore=4), Arm(upper=-84, fore=4)),
            _seated(Arm(upper=-136, fore=-14), Arm(upper=-136, fore=-14)),
            (),
            (Felt.BLADES,),
            (((-33, 45), (-44, 45)),),
            held=_CHAIR,
        ),
        "wc_chest_low": Move(
            "In a wheelchair, both arms hang outside the wheels, palms turned forward, the shoulders draw back.",
            _facing(*_both(-82, -90)),
            _facing(*_both(-58, -66, rolled=1.0), shoulders=1.04),
            (WheelchairFacingUs(),),
            (Felt.CHEST_FRONT,),
            (((26, 60), (36, 60)), ((-26, 60), (-36, 60))),
        ),
        "wc_trunk_turn": Move(
            "In a wheelchair, hands on the thighs, chest and head turn to one side.",
            _facing(_HAND_ON_THE_THIGH, replace(_HAND_ON_THE_THIGH, upper=260, fore=305, hand=278)),
            _facing(
                Arm(upper=-64, fore=-118, hand=-95, upper_seen=0.94, fore_seen=0.8, spread=0.1),
                Arm(upper=262, fore=292, hand=275, upper_seen=0.98, fore_seen=0.78, spread=0.1),
                shoulders=0.6, turned=1.0,
            ),
            (WheelchairFacingUs(),),
            (Felt.FAR_FLANK_FRONT,),
            (arc((0, 44), 25, 190, 350, seen=0.3),),
        ),
        "wc_hands": Move(
            "The forearm rests, the loose fist opens and the fingers spread wide.",
            _with_hands(-1),
            _with_hands(1),
            (),
            (Felt.FOREARM,),
            tuple(_ray(turn) for turn in (-12, 25, 62)),
            shows_start=False,
            apart=(9, 20),
            close=Frame(-38, 27, 76, 57),
            held=_CHAIR,
        ),
        "wc_breath": Move(
            "In a wheelchair, one hand on the tummy, a long breath out through the mouth.",
            _seated(Arm((-14, 42.4), hand=-6, upper_seen=0.8, fore_seen=0.6, spread=0.4), _ON_THE_REST, 96, 92),
            replace(_seated(Arm((-16, 42), hand=-6, upper_seen=0.8, fore_seen=0.6, spread=0.4), _ON_THE_REST, 88), blows=1.0),
            (),
            (Felt.BELLY,),
            (_BREATH,),
            shows_start=False,
            close=Frame(-44, 19, 92, 69),
            held=_CHAIR,
        ),
    }
)  # fmt: skip
