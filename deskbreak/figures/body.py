"""How a body is posed, and where its joints then are."""

from dataclasses import replace
from enum import StrEnum, auto

from deskbreak.figures.geometry import (
    Point,
    axes,
    between,
    direction,
    distance,
    heading,
    on_the_way,
    plus,
    reach,
)
from deskbreak.value import value

THIGH, SHANK, TRUNK, NECK, HEAD = 24.5, 24.6, 28.8, 5.0, 6.4
UPPER_ARM, FOREARM, HAND = 17.5, 14.2, 6.0
HALF_SHOULDERS, HALF_HIPS = 11.5, 4.9
ANKLE_HEIGHT, BEHIND_THE_ANKLE, BEFORE_THE_ANKLE = 3.9, -4.2, 10.8
VERTEBRAE = 6
RIGHT_ANGLE = 90.0


class View(StrEnum):
    SIDE = auto()
    FRONT = auto()
    """From the front, or of somebody who lies, from above. Near is then the viewer's right."""
    BEHIND = auto()


@value
class Leg:
    """Where the ankle rests; or without that, which way thigh and shank point.

    `foot` is the direction from heel to toes; None is at a right angle to the shank. What points
    at the viewer looks shorter: `thigh_seen` and `shank_seen` are how much of it is seen.
    """

    ankle: Point | None = None
    thigh: float = -90.0
    shank: float = -90.0
    foot: float | None = None
    thigh_seen: float = 1.0
    shank_seen: float = 1.0


def planted(x: float, y: float = ANKLE_HEIGHT, foot: float = 0.0) -> Leg:
    return Leg(ankle=(x, y), foot=foot)


@value
class Arm:
    """Where the wrist rests; or without that, which way upper arm and forearm point.

    `hand` is its direction; None goes on from the forearm. The fingers are `spread` up to 1, or
    close to a fist at -1. From the front, the palm is turned forward as far as `rolled`, up to 1.
    """

    wrist: Point | None = None
    upper: float = -95.0
    fore: float = -85.0
    hand: float | None = None
    upper_seen: float = 1.0
    fore_seen: float = 1.0
    spread: float = 0.0
    rolled: float = 0.0


@value
class Pose:
    """A body in one position. The spine bends evenly from `lumbar` to `thorax`.

    `jut` is how far the head is before the neck, level as it is. `shrug` is how far the shoulders
    are drawn up, as seen from the front.

    From the front, `hips` and `shoulders` tell how much of their width is seen, `trunk` how much
    of the length of back and neck, and `turned` how far the face is turned to the right, up to 1. `foot`
    is how much of a foot is seen.

    In profile, the mouth is open as far as somebody `blows`, up to 1.
    """

    pelvis: Point
    lumbar: float
    thorax: float
    head: float
    near_leg: Leg
    far_leg: Leg
    near_arm: Arm
    far_arm: Arm
    view: View = View.SIDE
    hips: float = 1.0
    shoulders: float = 1.0
    trunk: float = 1.0
    turned: float = 0.0
    foot: float = 6.0
    jut: float = 0.0
    shrug: float = 0.0
    blows: float = 0.0


@value
class LegBones:
    hip: Point
    knee: Point
    ankle: Point
    thigh: float
    shank: float
    foot: float


@value
class ArmBones:
    shoulder: Point
    elbow: Point
    wrist: Point
    fingertips: Point
    upper: float
    fore: float
    hand: float
    spread: float
    rolled: float


@value
class Skeleton:
    """Every joint of a pose, with the directions of the bones between."""

    spine: tuple[Point, ...]
    neck: Point
    head: Point
    facing: float
    near_leg: LegBones
    far_leg: LegBones
    near_arm: ArmBones
    far_arm: ArmBones


def solve(pose: Pose) -> Skeleton:
    spine = [pose.pelvis]
    for n in range(VERTEBRAE):
        bend = smooth(n / (VERTEBRAE - 1))
        turn = between(pose.lumbar, pose.thorax, bend)
        spine.append(plus(spine[-1], heading(turn, TRUNK * pose.trunk / VERTEBRAE)))
    neck = plus(spine[-1], heading(between(pose.thorax, pose.head, 0.5), NECK * pose.trunk))
    wide = pose.view is not View.SIDE
    shoulder = on_the_way(spine[-2], spine[-1], 0.3 if wide else 0.55)
    shoulder = plus(shoulder, heading(pose.thorax, pose.shrug))
    across_hips = heading(pose.lumbar - RIGHT_ANGLE, HALF_HIPS * pose.hips if wide else 0.0)
    across = heading(pose.thorax - RIGHT_ANGLE, HALF_SHOULDERS * pose.shoulders if wide else 0.0)
    return Skeleton(
        spine=tuple(spine),
        neck=neck,
        head=axes(neck, pose.head)(pose.jut, HEAD * 0.95 * pose.trunk),
        facing=pose.head,
        near_leg=_leg(plus(pose.pelvis, across_hips), pose.near_leg),
        far_leg=_leg(plus(pose.pelvis, _back(across_hips)), pose.far_leg),
        near_arm=_arm(plus(shoulder, across), pose.near_arm),
        far_arm=_arm(plus(shoulder, _back(across)), pose.far_arm),
    )


def smooth(t: float) -> float:
    """Sets out and arrives gently."""
    return t * t * (3 - 2 * t)


def blend(begin: Pose, end: Pose, t: float) -> Pose:
    """The pose on the way; what stands on the floor in both stays there."""
    return replace(
        begin,
        pelvis=plus(on_the_way(begin.pelvis, end.pelvis, t), (0, _knee_dips(begin, end, t))),
        lumbar=between(begin.lumbar, end.lumbar, t),
        thorax=between(begin.thorax, end.thorax, t),
        head=between(begin.head, end.head, t),
        hips=between(begin.hips, end.hips, t),
        shoulders=between(begin.shoulders, end.shoulders, t),
        trunk=between(begin.trunk, end.trunk, t),
        turned=between(begin.turned, end.turned, t),
        foot=between(begin.foot, end.foot, t),
        jut=between(begin.jut, end.jut, t),
        shrug=between(begin.shrug, end.shrug, t),
        blows=between(begin.blows, end.blows, t),
        near_leg=_leg_between(begin, end, t, is_near=True),
        far_leg=_leg_between(begin, end, t, is_near=False),
        near_arm=_arm_between(begin, end, t, is_near=True),
        far_arm=_arm_between(begin, end, t, is_near=False),
    )


def turned(pose: Pose, degrees: float, about: Point = (0, 0)) -> Pose:
    """The same body turned about a point, as on a mat that is seen from above."""

    def leg(told: Leg) -> Leg:
        foot = None if told.foot is None else told.foot + degrees
        return replace(told, thigh=told.thigh + degrees, shank=told.shank + degrees, foot=foot)

    def arm(told: Arm) -> Arm:
        return replace(told, upper=told.upper + degrees, fore=told.fore + degrees)

    away = heading(direction(about, pose.pelvis) + degrees, distance(about, pose.pelvis))
    return replace(
        pose,
        pelvis=plus(about, away),
        lumbar=pose.lumbar + degrees,
        thorax=pose.thorax + degrees,
        head=pose.head + degrees,
        near_leg=leg(pose.near_leg),
        far_leg=leg(pose.far_leg),
        near_arm=arm(pose.near_arm),
        far_arm=arm(pose.far_arm),
    )


def sole(ankle: Point, foot: float) -> float:
    """How high the lowest of heel and toes is."""
    at = axes(ankle, foot + RIGHT_ANGLE)
    return min(at(along, -ANKLE_HEIGHT)[1] for along in (BEHIND_THE_ANKLE, BEFORE_THE_ANKLE))


def joint_angles(pose: Pose) -> dict[str, float]:
    """What a clinician would measure, from the side: flexion is above zero, in degrees.

    An upper arm that points at the viewer has no such angle, nor has its elbow.
    """
    bones = solve(pose)
    angles = {"spine": _within(pose.lumbar - pose.thorax, 0.0)}
    for name, leg in (("near", bones.near_leg), ("far", bones.far_leg)):
        angles[f"{name} hip"] = _within(leg.thigh - pose.lumbar - 180, 55.0)
        angles[f"{name} knee"] = _within(leg.thigh - leg.shank, 70.0)
        angles[f"{name} ankle"] = _within(leg.foot - leg.shank - RIGHT_ANGLE, -20.0)
    for name, arm, told in (
        ("near", bones.near_arm, pose.near_arm),
        ("far", bones.far_arm, pose.far_arm),
    ):
        if told.upper_seen < 1:
            continue
        angles[f"{name} shoulder"] = _within(arm.upper - pose.thorax - 180, 60.0)
        angles[f"{name} elbow"] = _within(arm.fore - arm.upper, 70.0)
    return angles


def _back(step: Point) -> Point:
    return -step[0], -step[1]


def _leg(hip: Point, leg: Leg) -> LegBones:
    thigh_length, shank_length = THIGH * leg.thigh_seen, SHANK * leg.shank_seen
    thigh, shank = leg.thigh, leg.shank
    if leg.ankle is not None:
        thigh, shank = reach(hip, leg.ankle, thigh_length, shank_length, bend=-1)
    knee = plus(hip, heading(thigh, thigh_length))
    ankle = plus(knee, heading(shank, shank_length))
    foot = shank + RIGHT_ANGLE if leg.foot is None else leg.foot
    return LegBones(hip, knee, ankle, thigh, shank, foot)


def _arm(shoulder: Point, arm: Arm) -> ArmBones:
    upper_length, fore_length = UPPER_ARM * arm.upper_seen, FOREARM * arm.fore_seen
    upper, fore = arm.upper, arm.fore
    if arm.wrist is not None:
        upper, fore = reach(shoulder, arm.wrist, upper_length, fore_length, bend=1)
    elbow = plus(shoulder, heading(upper, upper_length))
    wrist = plus(elbow, heading(fore, fore_length))
    hand = fore if arm.hand is None else arm.hand
    fingertips = plus(wrist, heading(hand, HAND))
    return ArmBones(shoulder, elbow, wrist, fingertips, upper, fore, hand, arm.spread, arm.rolled)


def _leg_between(begin: Pose, end: Pose, t: float, *, is_near: bool) -> Leg:
    a, b = (begin.near_leg, end.near_leg) if is_near else (begin.far_leg, end.far_leg)
    first, last = solve(begin), solve(end)
    bones = (first.near_leg, last.near_leg) if is_near else (first.far_leg, last.far_leg)
    targets = a.ankle is not None or b.ankle is not None
    foot = between(bones[0].foot, _near_to(bones[1].foot, bones[0].foot), t)
    ankle = on_the_way(bones[0].ankle, bones[1].ankle, t)
    dips = min(sole(one.ankle, one.foot) for one in bones) - sole(ankle, foot)
    return Leg(
        ankle=plus(ankle, (0, max(0.0, dips))) if targets else None,
        thigh=between(a.thigh, b.thigh, t),
        shank=between(a.shank, b.shank, t),
        foot=foot,
        thigh_seen=between(a.thigh_seen, b.thigh_seen, t),
        shank_seen=between(a.shank_seen, b.shank_seen, t),
    )


def _arm_between(begin: Pose, end: Pose, t: float, *, is_near: bool) -> Arm:
    a, b = (begin.near_arm, end.near_arm) if is_near else (begin.far_arm, end.far_arm)
    first, last = solve(begin), solve(end)
    bones = (first.near_arm, last.near_arm) if is_near else (first.far_arm, last.far_arm)
    targets = a.wrist is not None or b.wrist is not None
    return Arm(
        wrist=on_the_way(bones[0].wrist, bones[1].wrist, t) if targets else None,
        upper=between(a.upper, b.upper, t),
        fore=between(a.fore, b.fore, t),
        hand=between(bones[0].hand, _near_to(bones[1].hand, bones[0].hand), t),
        upper_seen=between(a.upper_seen, b.upper_seen, t),
        fore_seen=between(a.fore_seen, b.fore_seen, t),
        spread=between(a.spread, b.spread, t),
        rolled=between(a.rolled, b.rolled, t),
    )


def _knee_dips(begin: Pose, end: Pose, t: float) -> float:
    """How much lower than at either end whoever kneels would be on the near knee."""
    heights = [
        pelvis + heading(thigh, THIGH)[1]
        for pelvis, thigh in (
            (begin.pelvis[1], begin.near_leg.thigh),
            (end.pelvis[1], end.near_leg.thigh),
            (
                between(begin.pelvis[1], end.pelvis[1], t),
                between(begin.near_leg.thigh, end.near_leg.thigh, t),
            ),
        )
    ]
    kneels = begin.near_leg.ankle is None and abs(heights[0] - heights[1]) < 1
    return max(0.0, min(heights[:2]) - heights[2]) if kneels else 0.0


def _near_to(degrees: float, other: float) -> float:
    """The same direction, counted so that it lies within half a turn of the other."""
    return other + _within(degrees - other, 0.0)


def _within(degrees: float, middle: float) -> float:
    """The same direction, counted so that it lies within half a turn of `middle`."""
    return (degrees - middle + 180) % 360 - 180 + middle
