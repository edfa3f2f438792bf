"""Writes shapes as an SVG document."""

from collections.abc import Iterable
from html import escape

from deskbreak.figures.geometry import Point
from deskbreak.figures.palette import Palette
from deskbreak.figures.scene import Frame
from deskbreak.figures.shapes import Disc, Line, Polygon, Role, Shape


def write(shapes: Iterable[Shape], frame: Frame, palette: Palette, told: str) -> str:
    """`told` is what the picture shows, for whom does not see it."""
    size = f"{_number(frame.width)} {_number(frame.height)}"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img">',
        f"<title>{escape(told)}</title>",
        f'<rect width="100%" height="100%" fill="{_colour(palette, Role.BACKGROUND)}"/>',
        *(_element(shape, frame, palette) for shape in shapes),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _element(shape: Shape, frame: Frame, palette: Palette) -> str:
    colour = _colour(palette, shape.role)
    match shape:
        case Polygon(points=points):
            return f'<polygon points="{_path(points, frame)}" fill="{colour}"/>'
        case Disc(centre=centre, radius=radius):
            x, y = _at(centre, frame)
            return f'<circle cx="{x}" cy="{y}" r="{_number(radius)}" fill="{colour}"/>'
        case Line(points=points, width=width):
            return (
                f'<polyline points="{_path(points, frame)}" fill="none" stroke="{colour}" '
                f'stroke-width="{_number(width)}" stroke-linecap="round" stroke-linejoin="round"/>'
            )


def _path(points: Iterable[Point], frame: Frame) -> str:
    return " ".join(",".join(_at(point, frame)) for point in points)


def _at(point: Point, frame: Frame) -> tuple[str, str]:
    return _number(point[0] - frame.left), _number(frame.top - point[1])


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _colour(palette: Palette, role: Role) -> str:
    return "#{:02x}{:02x}{:02x}".format(*palette[role])
