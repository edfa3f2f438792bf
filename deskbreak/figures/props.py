"""The things a move needs around the body."""

from collections.abc import Iterable
from dataclasses import dataclass

from deskbreak.figures.geometry import Point
from deskbreak.figures.shapes import Line, Polygon, Role, Shape, box, capsule

_SLAB = 2.4
_LEG = 1.8
_BELOW = -6.0


@dataclass(frozen=True, slots=True)
class Wall:
    """Seen from its end: its face at `x`, the wall behind it on the right or on the left."""

    x: float
    on_right: bool = True

    def shapes(self) -> Iterable[Shape]:
        depth = 90.0 if self.on_right else -90.0
        yield box(min(self.x, self.x + depth), 0, max(self.x, self.x + depth), 160, Role.ROOM)


@dataclass(frozen=True, slots=True)
class Backdrop:
    """A wall, or a mat seen from above, behind the body."""

    left: float
    bottom: float
    right: float
    top: float

    def shapes(self) -> Iterable[Shape]:
        yield box(self.left, self.bottom, self.right, self.top, Role.BACKDROP)


@dataclass(frozen=True, slots=True)
class DoorFrame:
    """Seen along the wall: one of its posts, with the way through before it."""

    left: float
    width: float = 6.0

    def shapes(self) -> Iterable[Shape]:
        yield box(self.left, 0, self.left + self.width, 160, Role.ROOM)


@dataclass(frozen=True, slots=True)
class Mat:
    left: float
    right: float

    def shapes(self) -> Iterable[Shape]:
        yield box(self.left, -2.2, self.right, 0, Role.THING)


@dataclass(frozen=True, slots=True)
class Table:
    """A desk, a step, a stool or a seat without back: a slab on two legs."""

    left: float
    height: float
    width: float

    def shapes(self) -> Iterable[Shape]:
        right = self.left + self.width
        yield box(self.left, self.height - _SLAB, right, self.height, Role.THING)
        for foot in (self.left + 1, right - 1 - _LEG):
            yield box(foot, 0, foot + _LEG, self.height - _SLAB, Role.THING)


@dataclass(frozen=True, slots=True)
class Chair:
    """From the side: its front edge, the height of its seat, and of its back above the seat."""

    front: float = -5.0
    height: float = 25.0
    back: float = 25.0
    faces_right: bool = True

    def shapes(self) -> Iterable[Shape]:
        ahead = 1.0 if self.faces_right else -1.0

        def at(back: float, up: float) -> Point:
            return self.front - ahead * back, self.height + up

        yield Polygon((at(22, 0), at(0, 0), at(0, -_SLAB), at(22, -_SLAB)), Role.THING)
        for back in (2.2, 21.0):
            ends = (at(back, -2), at(back - _LEG, -2))
            feet = ((ends[1][0], 0.0), (ends[0][0], 0.0))
            yield Polygon((*ends, *feet), Role.THING)
        yield Polygon(
            (at(22, 0), at(20.2, 0), at(21.6, self.back), at(23.4, self.back)), Role.THING
        )


@dataclass(frozen=True, slots=True)
class Bed:
    left: float
    right: float
    height: float

    def shapes(self) -> Iterable[Shape]:
        yield box(self.left, self.height - 7, self.right, self.height, Role.ROOM)
        yield box(self.left, self.height - 11, self.right, self.height - 7, Role.THING)
        yield box(self.left - 3, 0, self.left, self.height + 14, Role.THING)
        yield box(self.right - 3, 0, self.right, self.height - 11, Role.THING)


@dataclass(frozen=True, slots=True)
class Cushion:
    middle: float
    width: float = 26.0

    def shapes(self) -> Iterable[Shape]:
        left, right = self.middle - self.width / 2, self.middle + self.width / 2
        yield from capsule((left, 1.1), (right, 1.1), 1.1, 1.1, Role.THING)


@dataclass(frozen=True, slots=True)
class Pillow:
    """Seen from above."""

    middle: Point

    def shapes(self) -> Iterable[Shape]:
        x, y = self.middle
        yield Line(((x - 9, y), (x + 9, y)), 16, Role.THING)


@dataclass(frozen=True, slots=True)
class Strap:
    points: tuple[Point, ...]

    def shapes(self) -> Iterable[Shape]:
        yield Line(self.points, 1.1, Role.THING)


@dataclass(frozen=True, slots=True)
class SlantedBench:
    """The bench of the 45-degree back extension: a pad for the thighs, a roller over the ankles."""

    x: float = -2.0
    height: float = 42.0

    def shapes(self) -> Iterable[Shape]:
        x, up = self.x, self.height
        yield from capsule((x - 8, up - 14), (x + 2, up - 4), 3, 3, Role.THING)
        yield Line(((x - 2, up - 8), (x - 2, 1.2)), 2.4, Role.THING)
        yield Line(((x - 42, 1.2), (x + 8, 1.2)), 2.4, Role.THING)
        yield Line(((x - 42, 1.2), (x - 32, 11)), 3, Role.THING)
        roller = (x - 34.5, up - 28.5)
        yield from capsule(roller, roller, 2.6, 2.6, Role.THING)
        yield Line((roller, (x - 42, 1.2)), 1.6, Role.THING)


@dataclass(frozen=True, slots=True)
class KneelingBench:
    """The bench of the glute-hamstring raise: a round pad before the knees, rollers for the feet."""

    pad: Point
    feet: Point

    def shapes(self) -> Iterable[Shape]:
        yield from capsule(self.pad, self.pad, 5, 5, Role.THING)
        yield Line((self.pad, (self.pad[0], 1.2)), 2.4, Role.THING)
        above, below = (self.feet[0], self.feet[1] + 5.5), (self.feet[0], self.feet[1] - 4.5)
        for roller in (above, below):
            yield from capsule(roller, roller, 2.2, 2.2, Role.THING)
        yield Line((above, (self.feet[0], 1.2)), 1.6, Role.THING)
        yield Line(((self.feet[0] - 6, 1.2), (self.pad[0] + 6, 1.2)), 2.4, Role.THING)


Prop = (
    Wall
    | Backdrop
    | DoorFrame
    | Mat
    | Table
    | Chair
    | Bed
    | Cushion
    | Pillow
    | Strap
    | SlantedBench
    | KneelingBench
)


def floor(left: float, right: float) -> Shape:
    return box(left, _BELOW, right, 0, Role.ROOM)
