"""A move as a picture: at rest in its hold, or at any moment on the way there."""

from collections.abc import Iterable, Iterator

from deskbreak.core.policy import Figure
from deskbreak.figures.body import Pose, View, blend, smooth, solve
from deskbreak.figures.felt import ON_THE_ARM, Felt, mark
from deskbreak.figures.geometry import Point, arc
from deskbreak.figures.look import Look, look_of
from deskbreak.figures.people import PEOPLE, Person
from deskbreak.figures.person import body, hand_apart, near_arm
from deskbreak.figures.props import (
    Backdrop,
    Bed,
    DoorFrame,
    FloorBehind,
    Held,
    Mat,
    MatFromAbove,
    Prop,
    Wall,
    floor,
)
from deskbreak.figures.shapes import Blob, Capsule, Disc, Line, Polygon, Role, Shape, arrow
from deskbreak.value import value

_MARGIN = 5.0
_RATIO = 4 / 3
_SLIGHT = 0.7
_REST = 0.16
_ON_THE_FLOOR = 10.0
_AROUND = (Wall, Backdrop, DoorFrame, FloorBehind)


@value
class Frame:
    """What of the plane the picture shows."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def top(self) -> float:
        return self.bottom + self.height


@value
class Move:
    """From `start` to `hold` and back; with a `cycle`, through its poses round and round.

    `told` says in one sentence what the picture shows. `above`: seen from above, without a floor.
    `telling` is the phase that tells most when it is shown alone. `close` is where to look when
    only a part of the body matters. `apart` is how far from the body the near hand of the start is
    shown where it would be hidden. Whoever `flows` between two ends rests at the start, too. The
    arrows of a `gentle` move are slight.
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
    telling: float = 1.0
    close: Frame | None = None
    flows: bool = False
    apart: Point | None = None
    gentle: bool = False
    held: tuple[Held, ...] = ()
    person: Person = PEOPLE[Figure.SHORT]

    @property
    def look(self) -> Look:
        """On a mat or in bed nobody wears shoes."""
        bare = self.above or any(isinstance(prop, Mat | Bed) for prop in self.props)
        return look_of(self.person, shod=not bare)

    def pose(self, phase: float) -> Pose:
        """The pose at `phase`: 0 is the start and 1 the hold, or once round the cycle."""
        if not self.cycle:
            rest = _REST if self.flows else 0.0
            return blend(self.start, self.hold, smooth(max(0.0, phase - rest) / (1 - rest)))
        steps = len(self.cycle)
        leg, t = divmod(phase * steps % steps, 1)
        return blend(self.cycle[int(leg)], self.cycle[(int(leg) + 1) % steps], t)


def picture(move: Move) -> Iterator[Shape]:
    """The whole move in one still: where it begins, how it goes, where it is held and felt."""
    yield from _surroundings(move, move.hold)
    if move.shows_start:
        yield from _whole(move.start, move.look.as_ghost())
    yield from _felt(move, move.hold)
    if move.apart:
        yield from hand_apart(move.start, move.apart, move.look.as_ghost())
    for points in move.arrows:
        yield from arrow(points, _SLIGHT if move.gentle else 1.0)


def moment(move: Move, phase: float) -> Iterator[Shape]:
    """One frame of the moving picture."""
    pose = move.pose(phase)
    yield from _surroundings(move, pose)
    yield from _felt(move, pose)


def badge(move: Move) -> Iterator[Shape]:
    """For a picture no larger than an icon: the body, what it leans on, and a bold arrow."""
    for prop in move.props:
        is_around = isinstance(prop, (*_AROUND, MatFromAbove))
        yield from (part for part in prop.shapes() if not is_around or part.role is Role.ROOM)
    yield from _felt(move, move.pose(move.telling))
    for points in move.arrows:
        yield from arrow(points, _bold(move))


def _bold(move: Move) -> float:
    """So much bolder than in the picture: what is seen from near is large as it is."""
    return 1.4 if move.close or move.gentle else 2.2


def badge_frame(move: Move) -> Frame:
    """The smallest square that holds the badge."""
    if move.close:
        return _square(move.close)
    bold = (shape for points in move.arrows for shape in arrow(points, _bold(move)))
    pose = move.pose(move.telling)
    parts = [*_whole(pose, move.look), *_held(move, pose), *bold]
    left, bottom, right, top = _extent(parts)
    side = max(right - left, top - bottom) + 2
    return Frame((left + right - side) / 2, (bottom + top - side) / 2, side, side)


def _square(shown: Frame) -> Frame:
    """The middle of it."""
    left = shown.left + (shown.width - shown.height) / 2
    return Frame(left, shown.bottom, shown.height, shown.height)


def frame(move: Move) -> Frame:
    """The smallest of the usual proportions that holds the move from start to end."""
    if move.close:
        return move.close
    poses = move.cycle or (move.start, move.hold)
    parts = [shape for pose in poses for shape in _whole(pose, move.look)]
    parts += [shape for points in move.arrows for shape in arrow(points)]
    parts += [shape for pose in poses for shape in _held(move, pose)]
    for prop in move.props:
        if not isinstance(prop, _AROUND):
            parts += prop.shapes()
    left, bottom, right, top = _extent(parts)
    if not move.above:
        bottom = -1.0
    width, height = right - left + 2 * _MARGIN, top - bottom + 2 * _MARGIN
    width, height = max(width, height * _RATIO), max(height, width / _RATIO)
    low = bottom - _MARGIN if not move.above else (bottom + top - height) / 2
    return Frame((left + right - width) / 2, low, width, height)


def _surroundings(move: Move, pose: Pose) -> Iterator[Shape]:
    if not move.above:
        shown = frame(move)
        yield floor(shown.left, shown.left + shown.width)
    for prop in move.props:
        yield from prop.shapes()
    if move.look.shod:
        yield from _shadows(pose)


def _shadows(pose: Pose) -> Iterator[Shape]:
    """Under each foot that is on the floor."""
    bones = solve(pose)
    for leg in (bones.far_leg, bones.near_leg):
        if leg.ankle[1] < _ON_THE_FLOOR:
            x, half = (leg.ankle[0] + 3.6, 10.0) if pose.view is View.SIDE else (leg.ankle[0], 5.0)
            yield Blob(arc((x, -0.9), half, 0, 336, seen=0.08)[::2], Role.SHADOW)


def _whole(pose: Pose, look: Look) -> Iterator[Shape]:
    yield from body(pose, look)
    if pose.view is View.SIDE:
        yield from near_arm(pose, look)


def _felt(move: Move, pose: Pose) -> Iterator[Shape]:
    """The body with the marks on it; from the side, the near arm lies over those of the trunk."""
    yield from _held(move, pose)
    yield from body(pose, move.look)
    bones = solve(pose)
    for felt in move.felt:
        yield from mark(felt, bones)
    if pose.view is View.SIDE:
        yield from near_arm(pose, move.look)
    for felt in ON_THE_ARM.intersection(move.felt):
        yield from mark(felt, bones)


def _held(move: Move, pose: Pose) -> Iterator[Shape]:
    bones = solve(pose)
    for prop in move.held:
        yield from prop.held(bones)


def _extent(shapes: Iterable[Shape]) -> tuple[float, float, float, float]:
    xs: list[float] = []
    ys: list[float] = []
    for shape in shapes:
        match shape:
            case Disc(centre=(x, y), radius=radius):
                xs += (x - radius, x + radius)
                ys += (y - radius, y + radius)
            case Capsule(ends=ends):
                left, bottom, right, top = _extent(ends)
                xs += (left, right)
                ys += (bottom, top)
            case Polygon(points=points) | Blob(points=points) | Line(points=points):
                xs += (x for x, _y in points)
                ys += (y for _x, y in points)
    return min(xs), min(ys), max(xs), max(ys)
