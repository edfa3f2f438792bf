"""Draws a body from its skeleton: from the far limbs to the near ones, with a rim between.

The rim is a band of the background around each near limb. Without it, limbs that cross could not
be told apart.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from deskbreak.figures.body import (
    HEAD,
    ArmBones,
    LegBones,
    Pose,
    Skeleton,
    View,
    solve,
)
from deskbreak.figures.geometry import between, direction, heading, on_the_way, plus
from deskbreak.figures.shapes import Disc, Polygon, Role, Shape, capsule, chain

RIM = 0.9
THIGH_WIDTHS = (5.4, 3.9)
SHANK_WIDTHS = (3.9, 2.3)
UPPER_ARM_WIDTHS = (3.1, 2.5)
FOREARM_WIDTHS = (2.5, 1.8)
HAND_WIDTHS = (1.8, 1.6)
SPINE_WIDTHS = (6.6, 6.2, 5.8, 6.0, 6.7, 6.9, 5.6)
_NECK_WIDTH = 2.8
_ANKLE_HEIGHT = 3.9
_FRONT_OUTLINE = ((0.06, 8.9), (0.16, 8.6), (0.38, 7.3), (0.62, 8.6), (0.84, 11.0), (0.95, 10.4), (1.0, 4.0))  # fmt: skip
"""How far up the spine, and how wide there, the torso is from the front."""


@dataclass(frozen=True, slots=True)
class Look:
    """The roles of one body's parts; a ghost has one for all, and no rim."""

    near: Role = Role.NEAR
    far: Role = Role.FAR
    torso: Role = Role.TORSO
    hair: Role = Role.HAIR
    far_sleeve: Role = Role.FAR_SLEEVE
    skin: Role = Role.SKIN
    far_skin: Role = Role.FAR_SKIN
    rim: float = RIM


GHOST = Look(*(Role.GHOST,) * 7, rim=0.0)


def body(pose: Pose, look: Look | None = None) -> Iterator[Shape]:
    """Everything but the near arm from the side, which lies over what is felt: see `near_arm`."""
    look = Look() if look is None else look
    bones = solve(pose)
    if pose.view is not View.SIDE:
        yield from _from_the_front(pose, bones, look)
        return
    yield from _arm(bones.far_arm, look.far_sleeve, look.far_skin, look.rim)
    yield from _leg(bones.far_leg, look.far, look.far_skin, look.rim)
    yield from _head(bones, look)
    yield from _leg(bones.near_leg, look.near, look.skin, look.rim)
    yield from chain(bones.spine, SPINE_WIDTHS, look.torso)
    yield from _hip(bones.near_leg, look.near)


def near_arm(pose: Pose, look: Look | None = None) -> Iterator[Shape]:
    look = Look() if look is None else look
    yield from _arm(solve(pose).near_arm, look.torso, look.skin, look.rim)


def _from_the_front(pose: Pose, bones: Skeleton, look: Look) -> Iterator[Shape]:
    """Whoever lies has the legs before the torso, whoever stands behind it."""
    legs = [*_pelvis(pose, look), *_front_legs(pose, bones, look)]
    torso = list(_front_torso(pose, bones, look))
    yield from [*torso, *legs] if pose.hips < 1 or _is_seated(pose) else [*legs, *torso]
    yield from _face(pose, bones, look)
    yield from _arm(bones.far_arm, look.torso, look.skin, look.rim)
    yield from _arm(bones.near_arm, look.torso, look.skin, look.rim)


def _is_seated(pose: Pose) -> bool:
    return min(pose.near_leg.thigh_seen, pose.far_leg.thigh_seen) < 1


def _pelvis(pose: Pose, look: Look) -> Iterator[Shape]:
    across = heading(pose.lumbar - 90, 4.4 * pose.hips)
    back = (-across[0], -across[1])
    top = plus(pose.pelvis, heading(pose.lumbar, 3.2))
    yield from capsule(plus(pose.pelvis, across), plus(pose.pelvis, back), 5.2, 5.2, look.near)
    yield from capsule(plus(top, across), plus(top, back), 4, 4, look.near)


def _front_legs(pose: Pose, bones: Skeleton, look: Look) -> Iterator[Shape]:
    """A leg that lies across the other one is the nearer of the two."""
    for leg in (bones.far_leg, bones.near_leg):
        clear = on_the_way(leg.hip, leg.knee, 0.28)  # no rim across the pelvis
        if look.rim:
            rim = Role.BACKGROUND
            yield from capsule(clear, leg.knee, 4.9 + look.rim, THIGH_WIDTHS[1] + look.rim, rim)
            yield from chain(
                (leg.knee, leg.ankle), (width + look.rim for width in SHANK_WIDTHS), rim
            )
        yield from capsule(leg.hip, leg.knee, *THIGH_WIDTHS, look.near)
        yield from capsule(leg.knee, leg.ankle, *SHANK_WIDTHS, look.near)
        toes = plus(leg.ankle, heading(leg.foot, pose.foot))
        yield from capsule(leg.ankle, toes, 2.2, 2.7, look.skin)


def _front_torso(pose: Pose, bones: Skeleton, look: Look) -> Iterator[Shape]:
    left, right = [], []
    links = len(bones.spine) - 1
    for up, width in _FRONT_OUTLINE:
        link = min(int(up * links), links - 1)
        begins, ends = bones.spine[link], bones.spine[link + 1]
        middle = on_the_way(begins, ends, up * links - link)
        seen = width * between(pose.hips, pose.shoulders, min(1.0, up / 0.6))
        turn = direction(begins, ends)
        left.append(plus(middle, heading(turn + 90, seen)))
        right.append(plus(middle, heading(turn - 90, seen)))
    yield Polygon((*left, *reversed(right)), look.torso)


def _face(pose: Pose, bones: Skeleton, look: Look) -> Iterator[Shape]:
    turn, centre = bones.facing, bones.head
    aside = heading(turn - 90, 2.2 * pose.turned)
    yield from capsule(bones.spine[-1], bones.neck, 3.0, 2.6, look.skin)
    if look.rim:
        yield Disc(centre, HEAD + look.rim, Role.BACKGROUND)
        yield from capsule(bones.spine[-1], bones.neck, 3.0, 2.6, look.skin)
    if pose.view is View.BEHIND:
        yield Disc(centre, HEAD, look.hair)
        return
    yield Disc(centre, HEAD, look.skin)
    yield Disc(plus(centre, heading(turn, 1.6)), HEAD - 0.7, look.hair)
    yield Disc(plus(plus(centre, heading(turn, -1.9)), aside), HEAD - 1.2, look.skin)
    for eye in (-2.1, 2.1):
        place = plus(plus(centre, heading(turn, -1.0)), heading(turn - 90, eye))
        yield Disc(plus(place, aside), 0.75, look.hair)


def _leg(leg: LegBones, trousers: Role, skin: Role, rim: float) -> Iterator[Shape]:
    if rim:
        yield from chain(
            (leg.hip, leg.knee), (width + rim for width in THIGH_WIDTHS), Role.BACKGROUND
        )
        yield from chain(
            (leg.knee, leg.ankle), (width + rim for width in SHANK_WIDTHS), Role.BACKGROUND
        )
    yield from capsule(leg.hip, leg.knee, *THIGH_WIDTHS, trousers)
    yield from capsule(leg.knee, leg.ankle, *SHANK_WIDTHS, trousers)
    yield _foot(leg, skin)


def _hip(leg: LegBones, trousers: Role) -> Iterator[Shape]:
    """The root of the thigh once more, so that torso and leg read as one."""
    yield from capsule(leg.hip, leg.knee, *THIGH_WIDTHS, trousers)


def _foot(leg: LegBones, skin: Role) -> Shape:
    up = leg.foot + 90

    def sole(along: float, above: float) -> tuple[float, float]:
        step = plus(leg.ankle, heading(leg.foot, along))
        return plus(step, heading(up, above - _ANKLE_HEIGHT))

    outline = (
        (-4.2, 0.0),
        (10.2, 0.0),
        (11.2, 0.9),
        (10.4, 2.4),
        (4.0, 4.6),
        (1.8, 6.1),
        (-2.6, 5.9),
        (-4.8, 2.2),
    )
    return Polygon(tuple(sole(*place) for place in outline), skin)


def _arm(arm: ArmBones, sleeve: Role, skin: Role, rim: float) -> Iterator[Shape]:
    bones = (
        ((arm.shoulder, arm.elbow), UPPER_ARM_WIDTHS),
        ((arm.elbow, arm.wrist), FOREARM_WIDTHS),
        ((arm.wrist, arm.fingertips), HAND_WIDTHS),
    )
    if rim:
        for (p, q), widths in bones:
            yield from capsule(p, q, widths[0] + rim, widths[1] + rim, Role.BACKGROUND)
    for (p, q), widths in bones:
        yield from capsule(p, q, *widths, skin)
    hem = on_the_way(arm.shoulder, arm.elbow, 0.55)
    yield from capsule(arm.shoulder, hem, UPPER_ARM_WIDTHS[0] + 0.15, 2.95, sleeve)


def _head(bones: Skeleton, look: Look) -> Iterator[Shape]:
    centre, face = bones.head, bones.facing - 90
    if look.rim:
        yield Disc(centre, HEAD + look.rim, Role.BACKGROUND)
    yield from capsule(bones.spine[-1], bones.neck, _NECK_WIDTH + 0.2, _NECK_WIDTH - 0.2, look.skin)
    yield Disc(centre, HEAD, look.skin)
    nose = plus(centre, heading(face, HEAD + 1.5))
    bridge, lip = (plus(centre, heading(face + lean, HEAD - 0.1)) for lean in (24, -20))
    yield Polygon((bridge, nose, lip), look.skin)
    yield Polygon(tuple(_hair(bones)), look.hair)
    eye = plus(plus(centre, heading(face, 3.4)), heading(bones.facing, 0.8))
    yield Disc(eye, 0.75, look.hair)


def _hair(bones: Skeleton) -> Iterable[tuple[float, float]]:
    """The back and the top of the head."""
    centre, face = bones.head, bones.facing - 90
    for lean in range(52, 246, 8):
        yield plus(centre, heading(face + lean, HEAD + 0.35))
    yield plus(centre, heading(face + 200, HEAD * 0.25))
