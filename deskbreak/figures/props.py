"""The things a move needs around the body, and those that go with it."""

from collections.abc import Iterable

from deskbreak.figures.body import BEFORE_THE_ANKLE, RIGHT_ANGLE, Skeleton
from deskbreak.figures.geometry import Point, axes, direction, heading, plus
from deskbreak.figures.shapes import Capsule, Disc, Line, Polygon, Role, Shape, box, slab
from deskbreak.value import value

_SLAB = 2.4
_LEG = 1.8
_BELOW = -6.0
SEAT: Point = (-11.0, 25.0)


@value
class Wall:
    """Seen from its end: its face at `x`, the wall behind it on the right or on the left."""

    x: float
    on_right: bool = True

    def shapes(self) -> Iterable[Shape]:
        for depth, role in ((90.0, Role.BACKDROP), (3.0, Role.ROOM)):
            behind = self.x + (depth if self.on_right else -depth)
            yield box(min(self.x, behind), 0, max(self.x, behind), 160, role)


@value
class Backdrop:
    """A wall behind the body."""

    left: float
    bottom: float
    right: float
    top: float

    def shapes(self) -> Iterable[Shape]:
        yield box(self.left, self.bottom, self.right, self.top, Role.BACKDROP)


@value
class DoorFrame:
    """Seen along the wall: one of its posts, and the open door that hangs on it."""

    left: float
    width: float = 6.0
    handle: float = 56.0
    opens_right: bool = True

    def shapes(self) -> Iterable[Shape]:
        right = self.left + self.width
        hinge, ahead = (right, 1.0) if self.opens_right else (self.left, -1.0)
        edges = sorted((hinge, hinge + ahead * 27))
        yield box(edges[0], 1, edges[1], 160, Role.BACKDROP)
        for low, high in ((8, self.handle - 8), (self.handle + 8, 120)):
            yield slab(edges[0] + 5, low, edges[1] - 5, high, Role.BACKGROUND)
        knob = hinge + ahead * 24
        yield Line(((knob, self.handle), (knob - ahead * 5, self.handle)), 1.6, Role.THING)
        yield Disc((knob, self.handle), 1.6, Role.THING)
        yield box(self.left, 0, right, 160, Role.ROOM)
        stop = (self.left, self.left + 1.6) if self.opens_right else (right - 1.6, right)
        yield box(stop[0], 0, stop[1], 160, Role.SHADOW)


@value
class Mat:
    """Seen from its edge; with a `depth`, a little from above, on a floor that goes on behind."""

    left: float
    right: float
    depth: float = 0.0

    def shapes(self) -> Iterable[Shape]:
        if not self.depth:
            yield slab(self.left, -2.2, self.right, 0, Role.MAT, 1.0)
            return
        near, far = ((self.left, -3.4), (self.right, -3.4)), self.depth / 2
        away = (self.right - far, self.depth), (self.left + far, self.depth)
        yield Polygon((*near, *away), Role.MAT)


@value
class FloorBehind:
    """The floor seen a little from above: as much of it as lies behind the body."""

    depth: float

    def shapes(self) -> Iterable[Shape]:
        yield box(-160, 0, 160, self.depth, Role.ROOM)


@value
class MatFromAbove:
    left: float
    bottom: float
    right: float
    top: float

    def shapes(self) -> Iterable[Shape]:
        yield slab(self.left, self.bottom, self.right, self.top, Role.MAT, 4)


@value
class Table:
    """A desk, a step, a stool or a seat without back: a slab on two legs."""

    left: float
    height: float
    width: float

    def shapes(self) -> Iterable[Shape]:
        right = self.left + self.width
        yield slab(self.left, self.height - _SLAB, right, self.height, Role.THING)
        for foot in (self.left + 1, right - 1 - _LEG):
            yield box(foot, 0, foot + _LEG, self.height - _SLAB, Role.THING)


@value
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

        for back, lean in ((2.0, -0.6), (20.6, 1.2)):
            foot = (at(back + lean, 0)[0], 0.9)
            yield Line((at(back, -2), foot), _LEG, Role.THING)
        yield Line((at(21, -1.6), at(23, self.back)), 2.2, Role.THING)
        yield Line((at(21.2, -1.7), at(0.6, -1.7)), 3.2, Role.THING)


@value
class ChairFacingUs:
    """Its seat edge on, its back behind whoever sits on it; with a `depth`, a little from above."""

    middle: float = 0.0
    height: float = 25.0
    width: float = 30.0
    back: float = 25.0
    depth: float = 0.0

    def shapes(self) -> Iterable[Shape]:
        left, right = self.middle - self.width / 2, self.middle + self.width / 2
        for post in (left + 2, right - 2):
            yield Line(((post, self.height), (post, self.height + 10)), _LEG, Role.THING)
            yield Line(((post, self.height - 2), (post, 0.9)), _LEG, Role.THING)
        top = self.height + self.back
        yield slab(left, self.height + 8, right, top, Role.THING, 3)
        yield slab(left + 1.6, self.height + 9.6, right - 1.6, top - 1.6, Role.ROOM, 2)
        if self.depth:
            behind = self.height + self.depth
            yield Polygon(
                (
                    (left + 1, self.height - 2),
                    (right - 1, self.height - 2),
                    (right - 3, behind),
                    (left + 3, behind),
                ),
                Role.SHADOW,
            )
        yield slab(left, self.height - 5.4, right, self.height, Role.WHEEL, 2.4)


@value
class Bed:
    left: float
    right: float
    height: float

    def shapes(self) -> Iterable[Shape]:
        yield slab(self.left, self.height - 10, self.right, self.height, Role.MAT, 3)
        yield slab(self.left + 2, self.height - 1, self.left + 24, self.height + 3, Role.ROOM, 2)
        yield box(self.left, self.height - 15, self.right, self.height - 10, Role.THING)
        yield slab(self.left - 3, 0, self.left, self.height + 14, Role.THING)
        yield slab(self.right - 3, 0, self.right, self.height + 2, Role.THING)


@value
class Cushion:
    middle: float
    width: float = 26.0

    def shapes(self) -> Iterable[Shape]:
        left, right = self.middle - self.width / 2, self.middle + self.width / 2
        yield Capsule((left, 1.1), (right, 1.1), 1.1, 1.1, Role.THING)


@value
class Pillow:
    """Seen from above."""

    middle: Point

    def shapes(self) -> Iterable[Shape]:
        x, y = self.middle
        yield slab(x - 8.5, y - 13, x + 8.5, y + 13, Role.BACKDROP, 5)


@value
class Strap:
    """From the near hand round the ball of the near foot."""

    def held(self, bones: Skeleton) -> Iterable[Shape]:
        at = axes(bones.near_leg.ankle, bones.near_leg.foot + RIGHT_ANGLE)
        ball = BEFORE_THE_ANKLE - 4
        hand = plus(bones.near_arm.wrist, heading(bones.near_arm.hand, 3))
        yield Line(
            (hand, at(ball + 1.5, 0), at(ball + 1, -4.4), at(ball - 2.4, -4.4)), 1.2, Role.THING
        )


@value
class SlantedBench:
    """The bench of the 45-degree back extension: a pad for the thighs, a roller over the ankles."""

    x: float = -2.0
    height: float = 42.0

    def shapes(self) -> Iterable[Shape]:
        x, up = self.x, self.height
        yield Capsule((x - 8, up - 14), (x + 2, up - 4), 3, 3, Role.THING)
        yield Line(((x - 2, up - 8), (x - 2, 1.2)), 2.4, Role.THING)
        yield Line(((x - 42, 1.2), (x + 8, 1.2)), 2.4, Role.THING)
        yield Line(((x - 42, 1.2), (x - 32, 11)), 3, Role.THING)
        roller = (x - 34.5, up - 28.5)
        yield Capsule(roller, roller, 2.6, 2.6, Role.THING)
        yield Line((roller, (x - 42, 1.2)), 1.6, Role.THING)


@value
class KneelingBench:
    """The bench of the glute-hamstring raise: a round pad before the knees, rollers for the feet."""

    pad: Point
    feet: Point

    def shapes(self) -> Iterable[Shape]:
        yield Capsule(self.pad, self.pad, 5, 5, Role.THING)
        yield Line((self.pad, (self.pad[0], 1.2)), 2.4, Role.THING)
        above, below = (self.feet[0], self.feet[1] + 5.5), (self.feet[0], self.feet[1] - 4.5)
        for roller in (above, below):
            yield Capsule(roller, roller, 2.2, 2.2, Role.THING)
        yield Line((above, (self.feet[0], 1.2)), 1.6, Role.THING)
        yield Line(((self.feet[0] - 6, 1.2), (self.pad[0] + 6, 1.2)), 2.4, Role.THING)


@value
class Wheelchair:
    """From the side. With `tilts`, its seat tilts back with whoever sits in it."""

    tilts: bool = False

    def held(self, bones: Skeleton) -> Iterable[Shape]:
        tilt = direction(bones.spine[0], bones.spine[1]) if self.tilts else RIGHT_ANGLE
        for hub, radius, tyre in (((-20, 15), 15.0, 2.2), ((4, 4.6), 4.6, 1.6)):
            yield Disc(hub, radius, Role.WHEEL)
            yield Disc(hub, radius - tyre, Role.BACKGROUND)
            yield Disc(hub, 1.8, Role.WHEEL)
        at = axes(SEAT, tilt)
        yield Line((at(-12, -2), at(-11, -14)), 2.2, Role.THING)
        yield Line((at(8, -2), (3, 8)), 1.8, Role.THING)
        yield Line((at(13, 0), at(21, -19), at(31, -19)), 1.8, Role.THING)
        yield Line((at(-11, 0), at(-13, 30), at(-18.5, 31)), 2.2, Role.THING)
        yield Line((at(-11, -1), at(13, 0)), 3.4, Role.THING)
        yield Line((at(-12, 13), at(8, 13), at(8, 0)), 2.0, Role.THING)
        if self.tilts:
            yield Line((at(-13, 30), at(-11.6, 47)), 2.2, Role.THING)
            yield Line((at(-12, 40), at(-10.6, 50)), 4.6, Role.THING)


@value
class WheelchairFacingUs:
    def shapes(self) -> Iterable[Shape]:
        for side in (-1, 1):
            yield Line(((side * 19, 2), (side * 17.5, 27)), 3.4, Role.WHEEL)
            yield Line(((side * 12, 1.6), (side * 12, 6)), 2.6, Role.WHEEL)
            yield Line(((side * 14, 25), (side * 14, 36), (side * 17, 36)), 2.0, Role.THING)
            yield Line(((side * 13, 46), (side * 13, 54)), 2.4, Role.THING)
        yield slab(-14, 30, 14, 53, Role.THING, 3)
        yield slab(-12.4, 31.6, 12.4, 51.4, Role.ROOM, 2)
        yield slab(-15, 21.4, 15, 23.6, Role.THING)
        yield slab(-14, 23.6, 14, 26.8, Role.WHEEL)
        yield Line(((-11, 1.4), (11, 1.4)), 1.8, Role.THING)


Held = Strap | Wheelchair
"""What goes with the body."""

Prop = (
    Wall
    | Backdrop
    | DoorFrame
    | FloorBehind
    | Mat
    | MatFromAbove
    | Table
    | Chair
    | ChairFacingUs
    | Bed
    | Cushion
    | Pillow
    | SlantedBench
    | KneelingBench
    | WheelchairFacingUs
)


def floor(left: float, right: float) -> Shape:
    return box(left, _BELOW, right, 0, Role.ROOM)
