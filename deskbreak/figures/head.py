"""Draws a head from the front, from the side or on the way between, and from behind.

In the units of its radius. What is seen from the front and what is seen from the side have the same
points, in pairs, so that a head that turns is something between the two.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from deskbreak.core.policy import Figure
from deskbreak.figures.body import HEAD, Skeleton
from deskbreak.figures.geometry import Point, axes, between, on_the_way
from deskbreak.figures.look import Look
from deskbreak.figures.shapes import Blob, Capsule, Disc, Line, Role, Shape

_Outline = tuple[Point, ...]
_Place = Callable[[float, float], Point]

_FACE: tuple[_Outline, _Outline] = (
    (
        (0.74, 0.66), (0.86, 0.34), (0.88, 0.12), (0.88, -0.1), (0.85, -0.28), (0.79, -0.46),
        (0.71, -0.64), (0.62, -0.79), (0.5, -0.93), (0.22, -1.09), (-0.22, -1.09), (-0.56, -0.88),
        (-0.8, -0.44), (-0.88, 0.08), (-0.8, 0.54), (-0.3, 1.0), (0.36, 0.98),
    ),
    (
        (0.76, 0.62), (0.93, 0.26), (0.9, 0.08), (1.08, -0.12), (1.2, -0.28), (0.99, -0.4),
        (1.0, -0.56), (0.94, -0.68), (0.9, -0.9), (0.62, -1.06), (0.2, -0.94), (-0.1, -0.72),
        (-0.6, -0.66), (-0.98, -0.16), (-0.86, 0.56), (-0.2, 1.02), (0.42, 0.94),
    ),
)  # fmt: skip
"""From the forehead down over nose and chin, and up behind."""
_HAIR: Mapping[Figure, tuple[_Outline, _Outline]] = MappingProxyType(
    {  # varied is one of these by turns
        Figure.SHORT: (
            (
                (0.94, 0.02), (0.98, 0.54), (0.7, 1.04), (0.1, 1.24), (-0.56, 1.1), (-0.98, 0.6), (-0.94, 0.02),
                (-0.76, 0.34), (-0.4, 0.5), (-0.1, 0.62), (0.3, 0.64), (0.6, 0.56), (0.76, 0.3),
            ),
            (
                (0.84, 0.6), (0.56, 1.06), (-0.1, 1.2), (-0.78, 0.92), (-1.1, 0.3), (-1.04, -0.3), (-0.74, -0.74),
                (-0.46, -0.6), (-0.38, -0.14), (-0.12, 0.18), (0.1, -0.1), (0.24, 0.22), (0.5, 0.46),
            ),
        ),
        Figure.BUN: (
            (
                (0.9, -0.28), (1.02, 0.4), (0.66, 1.02), (0, 1.18), (-0.66, 1.02), (-1.02, 0.4), (-0.9, -0.28),
                (-0.78, 0.2), (-0.4, 0.62), (0.4, 0.62), (0.78, 0.2),
            ),
            (
                (0.82, 0.56), (0.5, 1.06), (-0.1, 1.16), (-0.76, 0.92), (-1.08, 0.34), (-1.0, -0.24), (-0.66, -0.62),
                (-0.36, -0.4), (-0.2, -0.02), (0.16, 0.06), (0.42, 0.4),
            ),
        ),
        Figure.CURLY: (
            (
                (0.94, -0.1), (0.96, 0.7), (0.34, 1.12), (-0.34, 1.12), (-0.96, 0.7), (-0.94, -0.1),
                (-0.76, 0.3), (-0.36, 0.54), (0.36, 0.54), (0.76, 0.3),
            ),
            (
                (0.76, 0.62), (0.5, 1.0), (-0.2, 1.1), (-0.9, 0.8), (-1.06, 0), (-0.8, -0.5),
                (-0.4, -0.46), (-0.2, 0.1), (0.12, 0), (0.34, 0.4),
            ),
        ),
    }
)  # fmt: skip
"""From the forehead over the top, and back along the hairline."""
_CURLS: tuple[_Outline, _Outline] = (
    ((0.98, 0.06), (1.04, 0.5), (0.74, 0.94), (0.26, 1.16), (-0.26, 1.16), (-0.74, 0.94), (-1.04, 0.5), (-0.98, 0.06)),
    ((0.62, 0.78), (0.26, 1.06), (-0.22, 1.16), (-0.68, 0.98), (-1.0, 0.6), (-1.14, 0.14), (-1.04, -0.32), (-0.74, -0.6)),
)  # fmt: skip
_LIPS: tuple[_Outline, _Outline] = (
    ((-0.24, -0.58), (-0.1, -0.66), (0.1, -0.66), (0.24, -0.58)),
    ((0.66, -0.55), (0.75, -0.57), (0.84, -0.59), (0.93, -0.6)),
)
_BEHIND: _Outline = (
    (0, 1.16), (0.7, 0.96), (0.98, 0.3), (0.86, -0.4), (0.5, -0.8), (0, -0.88),
    (-0.5, -0.8), (-0.86, -0.4), (-0.98, 0.3), (-0.7, 0.96),
)  # fmt: skip
_CURLS_BEHIND: _Outline = (
    (-0.8, -0.56), (-1.02, -0.16), (-1.08, 0.3), (-0.86, 0.8), (-0.44, 1.1), (0, 1.2), (0.44, 1.1),
    (0.86, 0.8), (1.08, 0.3), (1.02, -0.16), (0.8, -0.56), (0.3, -0.74), (-0.3, -0.74),
)  # fmt: skip


def head(bones: Skeleton, turned: float, look: Look, blows: float = 0.0) -> Iterator[Shape]:
    """`turned` is 0 for a face that looks at us and 1 for one in profile.

    In profile the head sits a little before the neck, which leans into it, and nods a little.
    """
    facing = bones.facing - 3 * turned
    at = axes(bones.head, facing)
    centre = at(0.9 * turned, 0)
    nape = on_the_way(bones.neck, at(-0.7, -1.6), turned)
    local = _scaled(axes(centre, facing))

    def seen(pair: tuple[_Outline, _Outline]) -> _Outline:
        return tuple(local(*on_the_way(*places, turned)) for places in zip(*pair, strict=True))

    yield from _rim(centre, look)
    collar = between(3.0, 3.3, turned)
    yield Capsule(bones.spine[-1], nape, collar, between(2.7, 3.3, turned), look.shade)
    yield from _bun(local(*on_the_way((0, 1.34), (-1.12, 0.62), turned)), look)
    ears = [Disc(local(between(x, y, turned), -0.14), 0.2 * HEAD, look.shade) for x, y in ((0.9, 0.4), (-0.9, -0.12))]  # fmt: skip
    yield from ears
    yield Blob(seen(_FACE), look.skin)
    yield Blob(seen(_HAIR[look.cut]), look.hair)
    if look.cut is Figure.CURLY:
        yield from (Disc(curl, 0.34 * HEAD, look.hair) for curl in seen(_CURLS))
    if turned:
        yield ears[1]  # before the hair
    yield from _eyes(local, turned, look)
    if turned < 0.6:
        nose = between(0, 0.9, turned)
        yield Line((local(nose, -0.16), local(nose + 0.06, -0.36)), 0.55, look.shade)
    yield Line(seen(_LIPS), 0.6, look.shade)
    if blows:
        yield Disc(local(0.79, -0.6), 0.11 * HEAD * blows, look.eye)


def head_from_behind(bones: Skeleton, look: Look) -> Iterator[Shape]:
    local = _scaled(axes(bones.head, bones.facing))
    yield from _rim(bones.head, look)
    yield Capsule(bones.spine[-1], bones.neck, 3.0, 2.7, look.shade)
    yield from _bun(local(0, 1.2), look)
    for side in (-0.92, 0.92):
        yield Disc(local(side, -0.12), 0.2 * HEAD, look.shade)
    yield Blob(tuple(local(*place) for place in _BEHIND), look.hair)
    if look.cut is Figure.CURLY:
        yield from (Disc(local(*curl), 0.34 * HEAD, look.hair) for curl in _CURLS_BEHIND)


def _eyes(local: _Place, turned: float, look: Look) -> Iterator[Shape]:
    """The far one goes out of sight round the nose."""
    for front, side in ((-0.36, 0.6), (0.36, 1.3)):
        eye = between(front, side, turned)
        if eye < 0.85:
            yield Disc(local(eye, between(-0.04, 0.06, turned)), 0.11 * HEAD, look.eye)
            inner, outer = eye - between(0.14, 0.12, turned), eye + between(0.14, 0.2, turned)
            brow = between(0.2, 0.32, turned), between(0.2, 0.36, turned)
            yield Line((local(inner, brow[0]), local(outer, brow[1])), 0.5, look.hair)


def _rim(centre: Point, look: Look) -> Iterator[Shape]:
    if look.rim:
        yield Disc(centre, HEAD + look.rim, Role.BACKGROUND)


def _scaled(at: _Place) -> _Place:
    return lambda ahead, above: at(ahead * HEAD, above * HEAD)


def _bun(middle: Point, look: Look) -> Iterator[Shape]:
    if look.cut is Figure.BUN:
        yield Disc(middle, 0.46 * HEAD, look.hair)
