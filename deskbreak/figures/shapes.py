"""What every picture is made of: polygons, discs and lines, each in the colour of its role."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, auto
from itertools import pairwise

from deskbreak.figures.geometry import Point, direction, distance, heading, plus


class Role(StrEnum):
    """What a shape stands for; a palette says its colour."""

    BACKGROUND = auto()
    NEAR = auto()
    FAR = auto()
    TORSO = auto()
    HAIR = auto()
    """And eyes."""
    FAR_SLEEVE = auto()
    SKIN = auto()
    FAR_SKIN = auto()
    ROOM = auto()
    """Floor, wall, door frame."""
    THING = auto()
    """What one sits, lies or holds on to."""
    BACKDROP = auto()
    """A wall or a mat seen face on."""
    FELT = auto()
    """Where the stretch is felt, and which way to move."""
    GHOST = auto()
    """Where the move began."""


@dataclass(frozen=True, slots=True)
class Polygon:
    points: tuple[Point, ...]
    role: Role


@dataclass(frozen=True, slots=True)
class Disc:
    centre: Point
    radius: float
    role: Role


@dataclass(frozen=True, slots=True)
class Line:
    """Round at its ends and corners."""

    points: tuple[Point, ...]
    width: float
    role: Role


Shape = Polygon | Disc | Line


def capsule(p: Point, q: Point, at_p: float, at_q: float, role: Role) -> Iterable[Shape]:
    """A limb: round at both ends, with these radii, and tapering between."""
    length = distance(p, q)
    if length > 0:
        turn = direction(p, q)
        lean = math.degrees(math.acos(max(-1.0, min(1.0, (at_p - at_q) / length))))
        corners = (
            plus(p, heading(turn + lean, at_p)),
            plus(q, heading(turn + lean, at_q)),
            plus(q, heading(turn - lean, at_q)),
            plus(p, heading(turn - lean, at_p)),
        )
        yield Polygon(corners, role)
    yield Disc(p, at_p, role)
    yield Disc(q, at_q, role)


def chain(points: Iterable[Point], radii: Iterable[float], role: Role) -> Iterable[Shape]:
    """Capsules from point to point."""
    beads = list(zip(points, radii, strict=True))
    for (p, at_p), (q, at_q) in pairwise(beads):
        yield from capsule(p, q, at_p, at_q, role)


def box(left: float, bottom: float, right: float, top: float, role: Role) -> Polygon:
    return Polygon(((left, bottom), (right, bottom), (right, top), (left, top)), role)


def arrow(points: tuple[Point, ...]) -> Iterable[Shape]:
    """Along the points, with its head at the last."""
    turn = direction(points[-2], points[-1])
    tip = plus(points[-1], heading(turn, 2.4))
    barbs = (plus(tip, heading(turn + 180 + lean, 4.4)) for lean in (-28, 28))
    yield Line(points, 1.5, Role.FELT)
    yield Polygon((tip, *barbs), Role.FELT)
