"""What every picture is made of: outlines, limbs, discs and lines, each in its role's colour."""

import math
from collections.abc import Iterable, Iterator
from enum import StrEnum, auto
from itertools import pairwise

from deskbreak.figures.geometry import Point, arc, direction, distance, heading, plus
from deskbreak.value import value


class Role(StrEnum):
    """What a shape stands for; a palette says its colour."""

    BACKGROUND = auto()
    NEAR = auto()
    FAR = auto()
    TORSO = auto()
    HAIR = auto()
    EYE = auto()
    FAR_SLEEVE = auto()
    SKIN = auto()
    FAR_SKIN = auto()
    SHADE = auto()
    """Skin that is turned away from the light: neck, ear, mouth."""
    SHOE = auto()
    FAR_SHOE = auto()
    SHADOW = auto()
    """On the floor, under what stands there."""
    ROOM = auto()
    """Floor, wall, door frame."""
    THING = auto()
    """What one sits, lies or holds on to."""
    WHEEL = auto()
    """And the cushion of a chair."""
    BACKDROP = auto()
    """A wall seen face on."""
    MAT = auto()
    FELT = auto()
    """Where the stretch is felt, and which way to move."""
    GHOST = auto()
    """Where the move began."""


@value
class Polygon:
    points: tuple[Point, ...]
    role: Role


@value
class Blob:
    """A closed curve through its points, without a corner."""

    points: tuple[Point, ...]
    role: Role

    def bends(self) -> Iterator[tuple[Point, Point, Point, Point]]:
        """As cubic Bezier curves: where each begins, its two handles, and where it ends."""
        points = self.points
        for n, (p, q) in enumerate(zip(points, points[1:] + points[:1], strict=True)):
            before, after = points[n - 1], points[(n + 2) % len(points)]
            third = distance(p, q) * 0.36
            leaves = plus(p, heading(direction(before, q), third))
            comes = plus(q, heading(direction(after, p), third))
            yield p, leaves, comes, q


@value
class Disc:
    centre: Point
    radius: float
    role: Role


@value
class Line:
    """Round at its ends and corners."""

    points: tuple[Point, ...]
    width: float
    role: Role


@value
class Capsule:
    """A limb: round at both ends, with these radii, and tapering between."""

    p: Point
    q: Point
    at_p: float
    at_q: float
    role: Role

    @property
    def ends(self) -> tuple[Disc, Disc]:
        return Disc(self.p, self.at_p, self.role), Disc(self.q, self.at_q, self.role)

    @property
    def sides(self) -> tuple[Point, Point, Point, Point]:
        """Where the straight sides touch the ends: along the left one, and back along the right."""
        turn, length = direction(self.p, self.q), distance(self.p, self.q)
        taper = (self.at_p - self.at_q) / length if length else 0.0
        lean = math.degrees(math.acos(max(-1.0, min(1.0, taper))))
        return (
            plus(self.p, heading(turn + lean, self.at_p)),
            plus(self.q, heading(turn + lean, self.at_q)),
            plus(self.q, heading(turn - lean, self.at_q)),
            plus(self.p, heading(turn - lean, self.at_p)),
        )


Shape = Polygon | Blob | Disc | Line | Capsule


def chain(points: Iterable[Point], radii: Iterable[float], role: Role) -> Iterable[Shape]:
    """Capsules from point to point."""
    beads = list(zip(points, radii, strict=True))
    for (p, at_p), (q, at_q) in pairwise(beads):
        yield Capsule(p, q, at_p, at_q, role)


def box(left: float, bottom: float, right: float, top: float, role: Role) -> Polygon:
    return Polygon(((left, bottom), (right, bottom), (right, top), (left, top)), role)


def slab(
    left: float, bottom: float, right: float, top: float, role: Role, corner: float = 1.2
) -> Polygon:
    """A box with round corners."""
    corners = ((right, top, 0), (left, top, 90), (left, bottom, 180), (right, bottom, 270))
    inward = {0: (-corner, -corner), 90: (corner, -corner), 180: (corner, corner), 270: (-corner, corner)}  # fmt: skip
    rounds = (arc(plus((x, y), inward[turn]), corner, turn, turn + 90) for x, y, turn in corners)
    return Polygon(tuple(point for bend in rounds for point in bend), role)


def arrow(points: tuple[Point, ...], weight: float = 1.0) -> Iterable[Shape]:
    """Along the points, with its head at the last."""
    turn = direction(points[-2], points[-1])
    tip = plus(points[-1], heading(turn, 2.6 * weight))
    barbs = (plus(tip, heading(turn + 180 + lean, 5.2 * weight)) for lean in (-31, 31))
    yield Line(points, 1.6 * weight, Role.FELT)
    yield Polygon((tip, *barbs), Role.FELT)
