"""Marks where on the body a stretch is felt."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum, auto
from functools import partial
from types import MappingProxyType

from deskbreak.figures.body import Skeleton
from deskbreak.figures.geometry import Point, direction, heading, on_the_way, plus
from deskbreak.figures.shapes import Disc, Role, Shape, capsule


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
    BLADES_FRONT = auto()
    """On the far side of the chest: an outline only."""
    BLADES_BEHIND = auto()
    SHOULDERS_FRONT = auto()
    SIDE_OF_RIBS = auto()
    OUTER_BUTTOCK_FRONT = auto()
    NEAR_FLANK_FRONT = auto()
    FAR_FLANK_FRONT = auto()


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
    yield from capsule(p, q, *radii, Role.FELT)


def _front_of_hip(bones: Skeleton) -> Iterator[Shape]:
    leg, spine = bones.near_leg, bones.spine
    belly, thigh = direction(spine[0], spine[1]) - 90, leg.thigh + 90
    apart = abs((thigh - belly + 180) % 360 - 180)
    upper = plus(spine[1], heading(belly, 3.6))
    crease = plus(leg.hip, heading((thigh + belly) / 2 if apart < 90 else thigh, 4.3))
    lower = plus(on_the_way(leg.hip, leg.knee, 0.38), heading(thigh, 3.2))
    yield from capsule(upper, crease, 1.6, 2.0, Role.FELT)
    yield from capsule(crease, lower, 2.0, 1.5, Role.FELT)


def _off_the_spine(bones: Skeleton, link: int, side: float, off: float) -> Point:
    turn = direction(bones.spine[link - 1], bones.spine[link])
    return plus(bones.spine[link], heading(turn + side, off))


def _beside_the_spine(
    bones: Skeleton, links: tuple[int, int, int], side: float, off: float
) -> Iterator[Shape]:
    first, middle, last = (_off_the_spine(bones, link, side, off) for link in links)
    yield from capsule(first, middle, 1.5, 1.7, Role.FELT)
    yield from capsule(middle, last, 1.7, 1.5, Role.FELT)


def _buttock(bones: Skeleton) -> Iterator[Shape]:
    behind = direction(bones.spine[0], bones.spine[1]) + 90
    yield Disc(plus(bones.near_leg.hip, heading(behind, 3.2)), 3.0, Role.FELT)


def _outer_buttock(bones: Skeleton) -> Iterator[Shape]:
    leg = bones.near_leg
    yield from capsule(plus(leg.hip, (3.9, 6.2)), plus(leg.hip, (6.2, 1.0)), 1.9, 2.3, Role.FELT)


def _calf(bones: Skeleton) -> Iterator[Shape]:
    leg = bones.near_leg
    upper = plus(on_the_way(leg.knee, leg.ankle, 0.12), heading(leg.shank - 90, 1.9))
    lower = plus(on_the_way(leg.knee, leg.ankle, 0.55), heading(leg.shank - 90, 1.5))
    yield from capsule(upper, lower, 1.7, 1.2, Role.FELT)


def _chest_from_the_front(bones: Skeleton) -> Iterator[Shape]:
    for arm, inward in ((bones.near_arm, -1.0), (bones.far_arm, 1.0)):
        outer = plus(arm.shoulder, (2.5 * inward, -3.5))
        yield from capsule(outer, plus(arm.shoulder, (7.5 * inward, -6.5)), 2.2, 1.8, Role.FELT)


def _blades_from_the_front(bones: Skeleton) -> Iterator[Shape]:
    for side in (-90, 90):
        upper, lower = (_off_the_spine(bones, link, side, 3.6) for link in (5, 3))
        yield from capsule(upper, lower, 2.2, 2.0, Role.FELT)
        yield from capsule(upper, lower, 1.2, 1.0, Role.TORSO)


def _between_the_blades(bones: Skeleton) -> Iterator[Shape]:
    for side in (-90, 90):
        yield from _beside_the_spine(bones, (3, 4, 5), side, 1.6)


def _side_of_ribs(bones: Skeleton) -> Iterator[Shape]:
    yield from capsule(bones.spine[4], bones.spine[2], 2.0, 1.6, Role.FELT)


def _shoulders_from_the_front(bones: Skeleton) -> Iterator[Shape]:
    for arm in (bones.near_arm, bones.far_arm):
        outer = on_the_way(arm.shoulder, bones.spine[-1], 0.1)
        inner = on_the_way(arm.shoulder, bones.spine[-1], 0.55)
        yield from capsule(outer, inner, 1.9, 1.4, Role.FELT)


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
        Felt.BELLY: partial(_beside_the_spine, links=(1, 2, 3), side=-90, off=4.0),
        Felt.CHEST: partial(_beside_the_spine, links=(4, 5, 6), side=-90, off=4.6),
        Felt.CALF: _calf,
        Felt.CHEST_FRONT: _chest_from_the_front,
        Felt.BLADES_FRONT: _blades_from_the_front,
        Felt.BLADES_BEHIND: _between_the_blades,
        Felt.SIDE_OF_RIBS: _side_of_ribs,
        Felt.SHOULDERS_FRONT: _shoulders_from_the_front,
        Felt.OUTER_BUTTOCK_FRONT: _outer_buttock,
        Felt.NEAR_FLANK_FRONT: partial(_beside_the_spine, links=(1, 2, 3), side=-90, off=5.4),
        Felt.FAR_FLANK_FRONT: partial(_beside_the_spine, links=(1, 2, 3), side=90, off=5.4),
    }
)
