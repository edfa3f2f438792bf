"""Points, directions and the one joint that has to be solved for."""

import math
from collections.abc import Callable

Point = tuple[float, float]


def heading(degrees: float, length: float = 1.0) -> Point:
    """The step of that length in that direction."""
    turn = math.radians(degrees)
    return math.cos(turn) * length, math.sin(turn) * length


def plus(point: Point, step: Point) -> Point:
    return point[0] + step[0], point[1] + step[1]


def between(a: float, b: float, t: float) -> float:
    return a + (b - a) * t


def on_the_way(p: Point, q: Point, t: float = 0.5) -> Point:
    return between(p[0], q[0], t), between(p[1], q[1], t)


def direction(p: Point, q: Point) -> float:
    return math.degrees(math.atan2(q[1] - p[1], q[0] - p[0]))


def distance(p: Point, q: Point) -> float:
    return math.hypot(p[0] - q[0], p[1] - q[1])


def axes(origin: Point, up: float) -> Callable[[float, float], Point]:
    """Places told as so far ahead and so far up of `origin`, for whoever has the head at `up`."""
    return lambda ahead, above: plus(plus(origin, heading(up - 90, ahead)), heading(up, above))


def arc(
    centre: Point, radius: float, begins: float, ends: float, seen: float = 1.0
) -> tuple[Point, ...]:
    """Fifteen points on a circle, from one direction to the other.

    `seen` is how much of its height is seen of a circle that leans away from the viewer.
    """
    steps = (heading(between(begins, ends, n / 14), radius) for n in range(15))
    return tuple(plus(centre, (across, up * seen)) for across, up in steps)


def reach(root: Point, target: Point, upper: float, lower: float, bend: int) -> tuple[float, float]:
    """The directions of two bones from `root` to `target`; a target too far is reached for.

    `bend` is -1 for a knee and 1 for an elbow, so that neither ever bends backwards.
    """
    far = upper + lower - 0.01
    span = min(max(distance(root, target), abs(upper - lower) + 0.01), far)
    base = direction(root, target)
    cosine = (upper * upper + span * span - lower * lower) / (2 * upper * span)
    first = base - bend * math.degrees(math.acos(cosine))
    middle = plus(root, heading(first, upper))
    return first, direction(middle, plus(root, heading(base, span)))
