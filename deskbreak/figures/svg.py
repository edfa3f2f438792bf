"""Writes shapes as an SVG document, in whole tenths and steps from point to point: it is half as long."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from html import escape
from itertools import groupby, pairwise

from deskbreak.figures.geometry import Point
from deskbreak.figures.palette import Palette
from deskbreak.figures.scene import Frame
from deskbreak.figures.shapes import Blob, Capsule, Disc, Line, Polygon, Role, Shape

_Place = tuple[int, int]


def write(shapes: Iterable[Shape], frame: Frame, palette: Palette, told: str) -> str:
    """`told` is what the picture shows, for whom does not see it."""
    return _document(_drawn(shapes, frame, palette), frame, palette, told)


def film(
    pictures: Sequence[Iterable[Shape]],
    order: Sequence[int],
    each: timedelta,
    frame: Frame,
    palette: Palette,
    told: str = "",
) -> str:
    """The pictures one after the other in this order, each for so long, round and round.

    Without an order none moves by itself, and only the first is seen. Without `told` it is there
    for the eye alone.
    """
    whole = each.total_seconds() * len(order)
    lines: list[str] = []
    for number, shapes in enumerate(pictures):
        seen = ";".join("inline" if shown == number else "none" for shown in order)
        lines.append("<g>" if number == 0 else '<g display="none">')
        if order:
            lines.append(
                f'<animate attributeName="display" values="{seen}" dur="{whole:g}s" '
                'calcMode="discrete" repeatCount="indefinite"/>'
            )
        lines += _drawn(shapes, frame, palette)
        lines.append("</g>")
    return _document(lines, frame, palette, told)


def _document(lines: Iterable[str], frame: Frame, palette: Palette, told: str) -> str:
    size = f"{_tenths(frame.width)} {_tenths(frame.height)}"
    heard = f' role="img">\n<title>{escape(told)}</title>' if told else ' aria-hidden="true">'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}"{heard}',
        f'<rect width="100%" height="100%" fill="{_colour(palette, Role.BACKGROUND)}"/>',
    )
    return "\n".join((*head, *lines, "</svg>")) + "\n"


def _drawn(shapes: Iterable[Shape], frame: Frame, palette: Palette) -> Iterator[str]:
    for role, alike in groupby(shapes, key=lambda shape: shape.role):
        yield f'<g fill="{_colour(palette, role)}">'
        yield from (_element(shape, frame, palette) for shape in alike)
        yield "</g>"


def _element(shape: Shape, frame: Frame, palette: Palette) -> str:
    match shape:
        case Polygon(points=points):
            return f'<path d="{_moved(points, frame)}z"/>'
        case Blob(points=points):
            handles = (point for bend in shape.bends() for point in bend[1:])
            return f'<path d="{_moved((points[0],), frame)}{_curved(points[0], handles, frame)}z"/>'
        case Capsule():
            return f'<path d="{_limb(shape, frame)}z"/>'
        case Disc(centre=centre, radius=radius):
            x, y = _at(centre, frame)
            return f'<circle cx="{x}" cy="{y}" r="{_tenths(radius)}"/>'
        case Line(points=points, width=width):
            return (
                f'<path d="{_moved(points, frame)}" fill="none" '
                f'stroke="{_colour(palette, shape.role)}" stroke-width="{_tenths(width)}" '
                'stroke-linecap="round" stroke-linejoin="round"/>'
            )


def _moved(points: Iterable[Point], frame: Frame) -> str:
    """To the first point, and in straight lines through the others."""
    places = [_at(point, frame) for point in points]
    steps = "".join(_step(place, since) for since, place in pairwise(places))
    return f"M{_joined(*places[0])}" + (f"l{steps}" if steps else "")


def _curved(start: Point, handles: Iterable[Point], frame: Frame) -> str:
    """Every third point is one of the curve; it and the two before it count from the last one."""
    since, steps = _at(start, frame), ""
    for number, point in enumerate(handles, start=1):
        place = _at(point, frame)
        steps += _step(place, since)
        since = since if number % 3 else place
    return f"c{steps}"


def _limb(limb: Capsule, frame: Frame) -> str:
    """Up its left side, round the one end, down its right side, round the other."""
    up, over, down, back = (_at(point, frame) for point in limb.sides)
    swells = limb.at_q > limb.at_p
    return (
        f"M{_joined(*up)}L{_joined(*over)}{_bend(limb.at_q, down, is_large=swells)}"
        f"L{_joined(*back)}{_bend(limb.at_p, up, is_large=not swells)}"
    )


def _bend(radius: float, end: _Place, *, is_large: bool) -> str:
    return f"A{_joined(_tenths(radius), _tenths(radius), 0, int(is_large), 1, *end)}"


def _step(place: _Place, since: _Place) -> str:
    step = _joined(place[0] - since[0], place[1] - since[1])
    return step if step.startswith("-") else f" {step}"


def _joined(*numbers: int) -> str:
    return " ".join(map(str, numbers)).replace(" -", "-")


def _at(point: Point, frame: Frame) -> _Place:
    return _tenths(point[0] - frame.left), _tenths(frame.top - point[1])


def _tenths(value: float) -> int:
    return round(value * 10)


def _colour(palette: Palette, role: Role) -> str:
    return "#{:02x}{:02x}{:02x}".format(*palette[role])
