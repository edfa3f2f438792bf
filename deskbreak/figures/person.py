"""Draws a body from its skeleton: from the far limbs to the near ones, with a rim between.

The rim is a band of the background around each near limb. Without it, limbs that cross could not
be told apart.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

from deskbreak.figures.body import ANKLE_HEIGHT, ArmBones, LegBones, Pose, Skeleton, View, solve
from deskbreak.figures.geometry import Point, axes, between, direction, heading, on_the_way, plus
from deskbreak.figures.head import head, head_from_behind
from deskbreak.figures.look import Look
from deskbreak.figures.shapes import Blob, Capsule, Disc, Line, Role, Shape, chain

THIGH_WIDTHS = (5.6, 4.0)
SHANK_WIDTHS = (3.9, 3.7, 2.3)
UPPER_ARM_WIDTHS = (3.1, 2.4)
FOREARM_WIDTHS = (2.4, 1.6)
SPINE_WIDTHS = (6.2, 6.1, 5.7, 5.9, 6.5, 6.4, 4.6)
_SEAT = 6.4
_CALF = 0.34
_PALM = 1.75
_FRONT_OUTLINE = ((0.06, 8.9), (0.16, 8.5), (0.38, 7.4), (0.62, 8.6), (0.84, 10.9), (0.95, 9.9), (1.02, 4.2))  # fmt: skip
"""How far up the spine, and how wide there, the torso is from the front."""
_ARMPIT = 0.7
"""So far up the spine; what is above goes up with the shoulders."""
_TURNED = 0.5
_BARE_FOOT = (
    (-3.4, 0), (0, 0.1), (4, 0.5), (8.6, 0), (11.0, 0.1), (12.0, 1.2), (10.9, 2.6),
    (5.0, 4.4), (2.3, 6.4), (-2.2, 6.4), (-4.2, 3.4), (-4.5, 1.0),
)  # fmt: skip
_SHOE = (
    (-3.6, 0), (0, 0), (4, 0), (10.0, 0), (12.0, 0.7), (12.0, 2.2), (9.6, 3.4),
    (5.4, 4.5), (2.6, 6.6), (-2.6, 6.8), (-4.5, 4.0), (-4.8, 1.0),
)  # fmt: skip
"""Along the foot from the ankle, and up from the sole."""


def body(pose: Pose, look: Look | None = None) -> Iterator[Shape]:
    """Everything but the near arm from the side, which lies over what is felt: see `near_arm`."""
    look = Look() if look is None else look
    bones = solve(pose)
    if pose.view is not View.SIDE:
        yield from _from_the_front(pose, bones, look)
        return
    yield from _arm(bones.far_arm, look.far_sleeve, look.far_skin, look)
    yield from _leg(bones.far_leg, look.far, look.far_skin, look.far_shoe, look)
    yield from head(bones, 1.0, look, pose.blows)
    yield from _leg(bones.near_leg, look.near, look.skin, look.shoe, look)
    yield _side_torso(bones, look)
    yield Disc(bones.near_leg.hip, _SEAT * look.girth, look.near)
    yield from _thigh(bones.near_leg, look.near, look.girth)  # so that torso and leg read as one


def _side_torso(bones: Skeleton, look: Look) -> Shape:
    """One curve round the spine, closed at the collar and under the seat."""
    left, right = [], []
    joints = zip((bones.spine[0], *bones.spine), (*bones.spine, bones.neck), strict=True)
    turns = [direction(p, q) for p, q in joints][1:]
    for joint, turn, width in zip(bones.spine, turns, SPINE_WIDTHS, strict=True):
        left.append(plus(joint, heading(turn + 90, width * look.girth)))
        right.append(plus(joint, heading(turn - 90, width * look.girth)))
    seat = plus(bones.spine[0], heading(turns[0] + 180, 3.0))
    collar = plus(bones.spine[-1], heading(turns[-1], 2.6))
    return Blob((seat, *right, collar, *reversed(left)), look.torso)


def near_arm(pose: Pose, look: Look | None = None) -> Iterator[Shape]:
    look = Look() if look is None else look
    yield from _arm(solve(pose).near_arm, look.torso, look.skin, look)


def hand_apart(pose: Pose, away: Point, look: Look) -> Iterator[Shape]:
    """The near forearm and hand alone, so far away from where they are."""
    arm = solve(pose).near_arm
    elbow, wrist = plus(on_the_way(arm.elbow, arm.wrist, 0.4), away), plus(arm.wrist, away)
    arm = replace(arm, elbow=elbow, wrist=wrist)
    yield from _forearm(arm, look.skin, look.girth, 1.0)
    if arm.spread < 0:
        yield from _knuckles(arm, Role.SHADOW)


def _from_the_front(pose: Pose, bones: Skeleton, look: Look) -> Iterator[Shape]:
    """Whoever lies has the legs before the torso, whoever stands behind it."""
    legs = [*_pelvis(pose, look), *_front_legs(pose, bones, look)]
    if pose.view is View.BEHIND and _is_seated(pose):
        legs = [*_below_the_seat(pose, bones, look), *_pelvis(pose, look)]
    torso = [_front_torso(pose, bones, look)]
    yield from [*torso, *legs] if pose.hips < 1 or _is_seated(pose) else [*legs, *torso]
    if pose.view is View.BEHIND:
        yield from head_from_behind(bones, look)
    else:
        yield from head(bones, pose.turned, look)
    arms = [(bones.far_arm, 30.0), (bones.near_arm, 150.0)]
    if pose.turned > _TURNED and _is_seated(pose):
        arms.reverse()  # the far shoulder has come to the front
    for arm, inward in arms:
        side = math.cos(math.radians(arm.hand + 90 - inward - pose.thorax + 90))
        thumb = math.copysign(1, side) * (1 - 2 * arm.rolled)
        yield from _arm(arm, look.torso, look.skin, look, thumb)


def _is_seated(pose: Pose) -> bool:
    return min(pose.near_leg.thigh_seen, pose.far_leg.thigh_seen) < 1


def _below_the_seat(pose: Pose, bones: Skeleton, look: Look) -> Iterator[Shape]:
    """From behind, hips and seat hide the thighs and the knees."""
    for leg in (bones.far_leg, bones.near_leg):
        yield from _front_foot(pose, leg, look)
        yield from _shank(leg, look.near)
    if look.rim:
        edge = pose.pelvis[1] - 6.5
        yield Line(((pose.pelvis[0] - 14, edge), (pose.pelvis[0] + 14, edge)), 3.0, Role.THING)


def _pelvis(pose: Pose, look: Look) -> Iterator[Shape]:
    across = heading(pose.lumbar - 90, 4.4 * pose.hips * look.girth)
    back = (-across[0], -across[1])
    top = plus(pose.pelvis, heading(pose.lumbar, 3.2))
    yield Capsule(plus(pose.pelvis, across), plus(pose.pelvis, back), 5.2, 5.2, look.near)
    yield Capsule(plus(top, across), plus(top, back), 4, 4, look.near)


def _front_legs(pose: Pose, bones: Skeleton, look: Look) -> Iterator[Shape]:
    """A leg that lies across the other one is the nearer of the two."""
    for leg in (bones.far_leg, bones.near_leg):
        clear = on_the_way(leg.hip, leg.knee, 0.28)  # no rim across the pelvis
        if look.rim:
            rim = Role.BACKGROUND
            yield Capsule(clear, leg.knee, 4.9 + look.rim, THIGH_WIDTHS[1] + look.rim, rim)
            yield from _shank(leg, rim, look.rim)
        yield from _front_foot(pose, leg, look)
        yield from _thigh(leg, look.near, look.girth)
        yield from _shank(leg, look.near)


def _front_foot(pose: Pose, leg: LegBones, look: Look) -> Iterator[Shape]:
    """Rounded at the ankle and flat at the toes."""
    at = axes(leg.ankle, leg.foot + 180)
    down, wide = -pose.foot, 3.3 if look.shod else 2.8
    right = ((2.1, 1.8), (wide - 0.4, down * 0.5), (wide, down - 0.8), (wide - 0.8, down - 2.3))
    left = ((-across, above) for across, above in reversed(right))
    outline = (*right, (0, down - 2.6), *left)
    yield Blob(tuple(at(*place) for place in outline), look.shoe if look.shod else look.skin)


def _front_torso(pose: Pose, bones: Skeleton, look: Look) -> Shape:
    left, right = [], []
    links = len(bones.spine) - 1
    for up, width in _FRONT_OUTLINE:
        link = min(int(up * links), links - 1)
        begins, ends = bones.spine[link], bones.spine[link + 1]
        middle = on_the_way(begins, ends, up * links - link)
        seen = width * between(pose.hips, pose.shoulders, min(1.0, up / 0.6)) * look.girth
        turn = direction(begins, ends)
        if _ARMPIT < up < 1:
            middle = plus(middle, heading(turn, pose.shrug))
        left.append(plus(middle, heading(turn + 90, seen)))
        right.append(plus(middle, heading(turn - 90, seen)))
    return Blob((*left, *reversed(right)), look.torso)


def _leg(leg: LegBones, trousers: Role, skin: Role, shoe: Role, look: Look) -> Iterator[Shape]:
    if look.rim:
        yield from _thigh(leg, Role.BACKGROUND, look.girth, look.rim)
        yield from _shank(leg, Role.BACKGROUND, look.rim)
    yield _foot(leg, shoe if look.shod else skin, _SHOE if look.shod else _BARE_FOOT)
    yield from _thigh(leg, trousers, look.girth)
    yield from _shank(leg, trousers)


def _thigh(leg: LegBones, role: Role, girth: float, rim: float = 0.0) -> Iterable[Shape]:
    hip, knee = THIGH_WIDTHS
    yield Capsule(leg.hip, leg.knee, hip * girth + rim, knee + rim, role)


def _shank(leg: LegBones, role: Role, rim: float = 0.0) -> Iterable[Shape]:
    points = (leg.knee, on_the_way(leg.knee, leg.ankle, _CALF), leg.ankle)
    return chain(points, (width + rim for width in SHANK_WIDTHS), role)


def _foot(leg: LegBones, role: Role, outline: tuple[Point, ...]) -> Shape:
    at = axes(leg.ankle, leg.foot + 90)
    return Blob(tuple(at(along, above - ANKLE_HEIGHT) for along, above in outline), role)


def _arm(
    arm: ArmBones, sleeve: Role, skin: Role, look: Look, thumb: float = 1.0
) -> Iterator[Shape]:
    """`thumb` is 1 where it lies to the left of whoever looks along the hand, else -1.

    The forearm lies over the sleeve: a hand may rest on its own shoulder.
    """
    if look.rim:
        yield _upper_arm(arm, Role.BACKGROUND, look.girth, look.rim)
        yield from _forearm(arm, Role.BACKGROUND, look.girth, thumb, look.rim)
    yield _upper_arm(arm, skin, look.girth)
    hem = on_the_way(arm.shoulder, arm.elbow, 0.55)
    upper = UPPER_ARM_WIDTHS[0] * look.girth + 0.2
    yield Capsule(arm.shoulder, hem, upper, upper - 0.3, sleeve)
    yield from _forearm(arm, skin, look.girth, thumb)
    if arm.spread < 0 and look.rim:
        yield from _knuckles(arm)


def _upper_arm(arm: ArmBones, role: Role, girth: float, rim: float = 0.0) -> Shape:
    begins, ends = (width * girth + rim for width in UPPER_ARM_WIDTHS)
    return Capsule(arm.shoulder, arm.elbow, begins, ends, role)


def _forearm(
    arm: ArmBones, role: Role, girth: float, thumb: float, rim: float = 0.0
) -> Iterator[Shape]:
    begins, ends = (width * girth + rim for width in FOREARM_WIDTHS)
    yield Capsule(arm.elbow, arm.wrist, begins, ends, role)
    yield from _hand(arm, role, thumb, rim)


def _hand(arm: ArmBones, role: Role, thumb: float, rim: float) -> Iterator[Shape]:
    """A palm, the fingers cupped unless the hand is bent to rest on something, and the thumb."""
    at = axes(arm.wrist, arm.hand)
    if arm.spread:
        yield from _open_hand(arm, role, thumb, rim)
        return
    bent = min(1.0, 3 * abs(math.sin(math.radians(arm.hand - arm.fore))))
    knuckles, tips = at(0, 3.0), at((1.4 * bent - 0.9) * thumb, 6.0)
    yield from chain((arm.wrist, knuckles, tips), (1.5 + rim, _PALM + rim, 1.1 + rim), role)
    yield Line((at(-0.7 * thumb, 1.2), at(-2.6 * thumb, 3.9)), 1.5 + 2 * rim, role)


def _knuckles(arm: ArmBones, role: Role = Role.SHADE) -> Iterator[Shape]:
    """The closed fingers of a fist, side by side."""
    at = axes(arm.wrist, arm.hand)
    for finger in (-1.0, 0.1, 1.2):
        yield Line((at(finger, 3.4), at(finger, 5.0)), 0.4, role)


def _open_hand(arm: ArmBones, role: Role, thumb: float, rim: float) -> Iterator[Shape]:
    """Four fingers and the thumb, as far apart and as long as the hand is open."""
    at = axes(arm.wrist, arm.hand)
    opened = (1 + arm.spread) / 2
    yield Capsule(arm.wrist, at(0, 2.8), 1.5 + rim, 2.2 + rim, role)
    for finger in (-1.5, -0.5, 0.5, 1.5):
        knuckle = at(finger * 0.9, 3.6)
        tip = plus(knuckle, heading(arm.hand - finger * 15 * opened, 4.0 * opened))
        yield Line((knuckle, tip), 1.15 + 2 * rim, role)
    yield Line((at(-0.9 * thumb, 1.2), at(-3.6 * thumb * opened, 4.0)), 1.4 + 2 * rim, role)
