"""A move as a picture: at rest in its hold, or at any moment on the way there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from deskbreak.figures.body import Pose, View, blend, smooth, solve
from deskbreak.figures.felt import Felt, mark
from deskbreak.figures.geometry import Point
from deskbreak.figures.person import GHOST, body, near_arm
from deskbreak.figures.props import Backdrop, DoorFrame, Prop, Wall, floor
from deskbreak.figures.shapes import Disc, Line, Polygon, Shape, arrow

_MARGIN = 5.0
_RATIO = 4 / 3


@dataclass(frozen=True, slots=True)
class Frame:
    """What of the plane the picture shows."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def top(self) -> float:
        return self.bottom + self.height


@dataclass(frozen=True, slots=True)
class Move:
    """From `start` to `hold` and back; with a `cycle`, through its poses round and round.

    `told` says in one sentence what the picture shows. `above`: seen from above, without a floor.
    """

    told: str
    start: Pose
    hold: Pose
    props: tuple[Prop, ...] = ()
    felt: tuple[Felt, ...] = ()
    arrows: tuple[tuple[Point, ...], ...] = ()
    shows_start: bool = True
    cycle: tuple[Pose, ...] = ()
    above: bool = False

    def pose(self, phase: float) -> Pose:
        """The pose at `phase`: 0 is the start and 1 the hold, or once round the cycle."""
        if not self.cycle:
            return blend(self.start, self.hold, smooth(phase))
        steps = len(self.cycle)
        leg, t = divmod(phase * steps % steps, 1)
        return blend(self.cycle[int(leg)], self.cycle[(int(leg) + 1) % steps], t)


def picture(move: Move) -> Iterator[Shape]:
    """The whole move in one still: where it begins, how it goes, where it is held and felt."""
    yield from _surroundings(move)
    if move.shows_start:
        yield from body(move.start, GHOST)
        if move.start.view is View.SIDE:
            yield from near_arm(move.start, GHOST)
    yield from _felt(move, move.hold)
    for points in move.arrows:
        yield from arrow(points)


def moment(move: Move, phase: float) -> Iterator[Shape]:
    """One frame of the moving picture."""
    yield from _surroundings(move)
    yield from _felt(move, move.pose(phase))


def frame(move: Move) -> Frame:
    """The smallest of the usual proportions that holds the move from start to end."""
    poses = move.cycle or (move.start, move.hold)
    parts = [shape for pose in poses for shape in chain(body(pose), near_arm(pose))]
    parts += [shape for points in move.arrows for shape in arrow(points)]
    for prop in move.props:
        if not isinstance(prop, Wall | Backdrop | DoorFrame):
            parts += prop.shapes()
    left, bottom, right, top = _extent(parts)
    if not move.above:
        bottom = -1.0
    width, height = right - left + 2 * _MARGIN, top - bottom + 2 * _MARGIN
    width, height = max(width, height * _RATIO), max(height, width / _RATIO)
    low = bottom - _MARGIN if not move.above else (bottom + top - height) / 2
    return Frame((left + right - width) / 2, low, width, height)


def _surroundings(move: Move) -> Iterator[Shape]:
    if not move.above:
        shown = frame(move)
        yield floor(shown.left, shown.left + shown.width)
    for prop in move.props:
        yield from prop.shapes()


def _felt(move: Move, pose: Pose) -> Iterator[Shape]:
    """The body with the marks on it; from the side, the near arm lies over them."""
    yield from body(pose)
    bones = solve(pose)
    for felt in move.felt:
        yield from mark(felt, bones)
    if pose.view is View.SIDE:
        yield from near_arm(pose)


def _extent(shapes: Iterable[Shape]) -> tuple[float, float, float, float]:
    xs: list[float] = []
    ys: list[float] = []
    for shape in shapes:
        match shape:
            case Disc(centre=(x, y), radius=radius):
                xs += (x - radius, x + radius)
                ys += (y - radius, y + radius)
            case Polygon(points=points) | Line(points=points):
                xs += (x for x, _y in points)
                ys += (y for _x, y in points)
    return min(xs), min(ys), max(xs), max(ys)
