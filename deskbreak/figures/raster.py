"""Draws shapes with Pillow."""

from collections.abc import Iterable

from PIL import Image, ImageDraw

from deskbreak.figures.geometry import Point
from deskbreak.figures.palette import Palette
from deskbreak.figures.scene import Frame
from deskbreak.figures.shapes import Blob, Capsule, Disc, Line, Polygon, Role, Shape

_FINER = 4
"""Drawn so many times larger, then made smaller: Pillow draws without smooth edges."""
_STEPS = tuple(step / 8 for step in range(8))
_WEIGHTS = tuple(((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in _STEPS)
"""How much of each of its four points a cubic bend has, step by step."""


def draw(
    shapes: Iterable[Shape], frame: Frame, width: int, palette: Palette, finer: int = _FINER
) -> Image.Image:
    """`width` in pixels; the height follows from the frame. `finer` trades edges for speed."""
    scale = width * finer / frame.width
    height = round(frame.height * scale / finer)
    image = Image.new("RGB", (width * finer, height * finer), palette[Role.BACKGROUND])
    pen = _Pen(ImageDraw.Draw(image), frame, scale, palette)
    for shape in shapes:
        pen.draw(shape)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _along(bend: tuple[Point, Point, Point, Point]) -> Iterable[Point]:
    (px, py), (qx, qy), (rx, ry), (sx, sy) = bend
    for p, q, r, s in _WEIGHTS:
        yield p * px + q * qx + r * rx + s * sx, p * py + q * qy + r * ry + s * sy


class _Pen:
    def __init__(
        self, canvas: ImageDraw.ImageDraw, frame: Frame, scale: float, palette: Palette
    ) -> None:
        self._canvas = canvas
        self._frame = frame
        self._scale = scale
        self._palette = palette

    def draw(self, shape: Shape) -> None:
        colour = self._palette[shape.role]
        match shape:
            case Polygon(points=points):
                self._canvas.polygon([self._at(point) for point in points], fill=colour)
            case Capsule():
                self._canvas.polygon([self._at(point) for point in shape.sides], fill=colour)
                for disc in shape.ends:
                    self.draw(disc)
            case Blob():
                curve = [point for bend in shape.bends() for point in _along(bend)]
                self._canvas.polygon([self._at(point) for point in curve], fill=colour)
            case Disc(centre=centre, radius=radius):
                self._disc(self._at(centre), radius * self._scale, colour)
            case Line(points=points, width=width):
                thick = max(1, round(width * self._scale))
                path = [self._at(point) for point in points]
                self._canvas.line(path, fill=colour, width=thick, joint="curve")
                for end in (path[0], path[-1]):
                    self._disc(end, thick / 2, colour)

    def _disc(self, centre: Point, radius: float, colour: tuple[int, int, int]) -> None:
        x, y = centre
        self._canvas.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)

    def _at(self, point: Point) -> Point:
        x, y = point[0] - self._frame.left, self._frame.top - point[1]
        return x * self._scale, y * self._scale
