"""Marks where on the body a stretch is felt."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum, auto
from functools import partial
from types import MappingProxyType

from deskbreak.figures.body import Skeleton
from deskbreak.figures.geometry import Point, axes, direction, heading, on_the_way, plus
from deskbreak.figures.shapes import Blob, Capsule, Disc, Line, Role, Shape


class Felt(StrEnum):
    BACK_OF_THIGH = auto()
    FRONT_OF_THIGH = auto()
    FRONT_OF_HIP = auto()
    BUTTOCK = auto()
    LOWER_BACK = auto()
    UPPER_BACK = auto()
    BELLY = auto()
    CALF = auto()
    CHEST = auto()
    """From the side."""
    CHEST_FRONT = auto()
    BLADES = auto()
    """From the side, where an elbow that is drawn back would hide them."""
    BLADES_FRONT = auto()
    """On the far side of the chest: an outline only."""
    BLADES_BEHIND = auto()
    SIDE_OF_RIBS = auto()
    OUTER_BUTTOCK_FRONT = auto()
    NEAR_FLANK_FRONT = auto()
    FAR_FLANK_FRONT = auto()
    OUTER_HIP_FRONT = auto()
    NAPE = auto()
    BACK_OF_ARM = auto()
    FOREARM = auto()
    BUTTOCKS_BEHIND = auto()
    NERVE = auto()
    """Thin, all the way from the seat to the heel: no muscle."""
    FAR_SEAT_FRONT = auto()
    """What one sits on, on the far side."""


ON_THE_ARM = frozenset({Felt.BACK_OF_ARM, Felt.FOREARM, Felt.BLADES})
"""Over the near arm, not under it."""


def mark(felt: Felt, bones: Skeleton) -> Iterator[Shape]:
    return _MARKS[felt](bones)


def _along_the_thigh(
    bones: Skeleton,
    side: float,
    ends: tuple[float, float],
    off: tuple[float, float],
    radii: tuple[float, float],
) -> Iterator[Shape]:
    leg = bones.near_leg
    p, q = (
        plus(on_the_way(leg.hip, leg.knee, end), heading(leg.thigh + side, far))
        for end, far in zip(ends, off, strict=True)
    )
    yield Capsule(p, q, *radii, Role.FELT)


def _front_of_hip(bones: Skeleton) -> Iterator[Shape]:
    leg, spine = bones.near_leg, bones.spine
    belly, thigh = direction(spine[0], spine[1]) - 90, leg.thigh + 90
    apart = abs((thigh - belly + 180) % 360 - 180)
    upper = plus(spine[1], heading(belly, 3.6))
    crease = plus(leg.hip, heading((thigh + belly) / 2 if apart < 90 else thigh, 4.3))
    lower = plus(on_the_way(leg.hip, leg.knee, 0.38), heading(thigh, 3.2))
    yield Capsule(upper, crease, 1.6, 2.0, Role.FELT)
    yield Capsule(crease, lower, 2.0, 1.5, Role.FELT)


def _off_the_spine(bones: Skeleton, link: int, side: float, off: float) -> Point:
    turn = direction(bones.spine[link - 1], bones.spine[link])
    return plus(bones.spine[link], heading(turn + side, off))


def _beside_the_spine(
    bones: Skeleton, links: tuple[int, int, int], side: float, off: float
) -> Iterator[Shape]:
    first, middle, last = (_off_the_spine(bones, link, side, off) for link in links)
    yield Capsule(first, middle, 1.5, 1.7, Role.FELT)
    yield Capsule(middle, last, 1.7, 1.5, Role.FELT)


def _buttock(bones: Skeleton) -> Iterator[Shape]:
    behind = direction(bones.spine[0], bones.spine[1]) + 90
    yield Disc(plus(bones.near_leg.hip, heading(behind, 3.2)), 3.0, Role.FELT)


def _outer_buttock(bones: Skeleton) -> Iterator[Shape]:
    leg = bones.near_leg
    yield Capsule(plus(leg.hip, (3.9, 6.2)), plus(leg.hip, (6.2, 1.0)), 1.9, 2.3, Role.FELT)


def _calf(bones: Skeleton) -> Iterator[Shape]:
    leg = bones.near_leg
    upper = plus(on_the_way(leg.knee, leg.ankle, 0.12), heading(leg.shank - 90, 1.9))
    lower = plus(on_the_way(leg.knee, leg.ankle, 0.55), heading(leg.shank - 90, 1.5))
    yield Capsule(upper, lower, 1.7, 1.2, Role.FELT)


def _chest_from_the_front(bones: Skeleton) -> Iterator[Shape]:
    up = direction(bones.spine[-2], bones.spine[-1])
    for arm, inward in ((bones.near_arm, -1.0), (bones.far_arm, 1.0)):
        at = axes(arm.shoulder, up)
        outer, inner = at(2.5 * inward, -3.5), at(7.5 * inward, -6.5)
        yield Capsule(outer, inner, 2.2, 1.8, Role.FELT)


def _blades_from_the_front(bones: Skeleton) -> Iterator[Shape]:
    for side in (-90, 90):
        upper, lower = (_off_the_spine(bones, link, side, 3.6) for link in (5, 3))
        yield Capsule(upper, lower, 2.2, 2.0, Role.FELT)
        yield Capsule(upper, lower, 1.2, 1.0, Role.TORSO)


def _between_the_blades(bones: Skeleton) -> Iterator[Shape]:
    """The blades themselves, and what draws them together."""
    at = axes(bones.spine[4], direction(bones.spine[3], bones.spine[4]))
    for side in (-1, 1):
        blade = ((2.6, 4.6), (6.6, 3.4), (5.4, -1.6), (3.2, -5.4), (2.2, -1.0))
        yield Blob(tuple(at(side * across, up) for across, up in blade), Role.FAR_SLEEVE)
    yield Capsule(at(0, 4.0), at(0, -4.6), 1.7, 1.5, Role.FELT)


def _side_of_ribs(bones: Skeleton) -> Iterator[Shape]:
    yield Capsule(bones.spine[4], bones.spine[2], 2.0, 1.6, Role.FELT)


def _nape(bones: Skeleton) -> Iterator[Shape]:
    skull = axes(bones.head, bones.facing)(-3.4, -4.4)
    yield Capsule(plus(bones.spine[-1], (-2.4, 1.0)), skull, 1.3, 1.3, Role.FELT)


def _back_of_arm(bones: Skeleton) -> Iterator[Shape]:
    arm = bones.near_arm
    p, q = (
        plus(on_the_way(arm.shoulder, arm.elbow, at), heading(arm.upper - 90, 1.2))
        for at in (0.3, 0.85)
    )
    yield Capsule(p, q, 1.5, 1.2, Role.FELT)


def _forearm(bones: Skeleton) -> Iterator[Shape]:
    arm = bones.near_arm
    p, q = (on_the_way(arm.elbow, arm.wrist, at) for at in (0.2, 0.75))
    yield Capsule(p, q, 1.4, 1.0, Role.FELT)


def _buttocks_from_behind(bones: Skeleton) -> Iterator[Shape]:
    for leg, side in ((bones.near_leg, 1), (bones.far_leg, -1)):
        yield Disc(plus(leg.hip, (-0.4 * side, -3.0)), 3.5, Role.FELT)


def _nerve(bones: Skeleton) -> Iterator[Shape]:
    leg = bones.near_leg
    begins = plus(leg.hip, heading(direction(bones.spine[0], bones.spine[1]) + 90, 2.0))
    thigh = (on_the_way(leg.hip, leg.knee, at) for at in (0.3, 0.88))
    shank = (on_the_way(leg.knee, leg.ankle, at) for at in (0.14, 1.0))
    behind = (
        *(plus(point, heading(leg.thigh - 90, 1.6)) for point in thigh),
        *(plus(point, heading(leg.shank - 90, 1.2)) for point in shank),
    )
    yield Line((begins, *behind), 1.1, Role.FELT)


def _far_seat(bones: Skeleton) -> Iterator[Shape]:
    yield Disc(plus(bones.far_leg.hip, (-3.4, -2.6)), 3.0, Role.FELT)


_MARKS: Mapping[Felt, Callable[[Skeleton], Iterator[Shape]]] = MappingProxyType(
    {
        Felt.BACK_OF_THIGH: partial(
            _along_the_thigh, side=-90, ends=(0.18, 0.86), off=(3.1, 2.2), radii=(1.9, 1.5)
        ),
        Felt.FRONT_OF_THIGH: partial(
            _along_the_thigh, side=90, ends=(0.2, 0.8), off=(3.0, 2.2), radii=(1.8, 1.5)
        ),
        Felt.FRONT_OF_HIP: _front_of_hip,
        Felt.BUTTOCK: _buttock,
        Felt.LOWER_BACK: partial(_beside_the_spine, links=(1, 2, 3), side=90, off=4.4),
        Felt.UPPER_BACK: partial(_beside_the_spine, links=(3, 4, 5), side=90, off=4.8),
        Felt.BLADES: partial(_beside_the_spine, links=(4, 5, 6), side=90, off=5.2),
        Felt.BELLY: partial(_beside_the_spine, links=(1, 2, 3), side=-90, off=4.0),
        Felt.CHEST: partial(_beside_the_spine, links=(4, 5, 6), side=-90, off=4.6),
        Felt.CALF: _calf,
        Felt.CHEST_FRONT: _chest_from_the_front,
        Felt.BLADES_FRONT: _blades_from_the_front,
        Felt.BLADES_BEHIND: _between_the_blades,
        Felt.SIDE_OF_RIBS: _side_of_ribs,
        Felt.OUTER_BUTTOCK_FRONT: _outer_buttock,
        Felt.OUTER_HIP_FRONT: partial(
            _along_the_thigh, side=90, ends=(-0.04, 0.3), off=(4.4, 3.4), radii=(2.0, 1.7)
        ),
        Felt.NAPE: _nape,
        Felt.BACK_OF_ARM: _back_of_arm,
        Felt.FOREARM: _forearm,
        Felt.NERVE: _nerve,
        Felt.BUTTOCKS_BEHIND: _buttocks_from_behind,
        Felt.FAR_SEAT_FRONT: _far_seat,
        Felt.NEAR_FLANK_FRONT: partial(_beside_the_spine, links=(1, 2, 3), side=-90, off=5.4),
        Felt.FAR_FLANK_FRONT: partial(_beside_the_spine, links=(1, 2, 3), side=90, off=5.4),
    }
)
