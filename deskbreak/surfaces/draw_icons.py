"""Draws the tray's pictures and the app's icon; the daemon only reads what this has written.

`python -m deskbreak.surfaces.draw_icons` draws them all anew, the same each time. A picture is a
list of strokes on a field of 22 by 22, the size at which most panels show it: what cannot be
told apart there, by its shape alone, is wrong. Every stroke is of a middle tone and has a thin
dark edge, so that one set serves dark and light panels.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from deskbreak.resources import icon_file
from deskbreak.surfaces.icons import SIZES

Point = tuple[float, float]

_FIELD = 22.0
_FINER = 16
"""Drawn so many times larger, then made smaller: Pillow draws without smooth edges."""
_EDGE = 0.6
_EDGE_COLOUR = "#15202b"
_EDGE_OPACITY = 0.55
_APP_SIZE = 256
_PANELS = ("#f4f4f2", "#22262b")

TEAL = "#1fae9e"
AMBER = "#f5a524"
GREEN = "#4fb365"
GREY = "#97a1ad"
WHITE = "#ffffff"

_CENTRE = (11.0, 11.0)
_RADIUS = 7.9
_TOP = -90.0
_CAP = 13.0
"""The degrees that the round end of a thick arc adds, a little less, so that it looks right."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through the points with round ends; one point alone is a dot."""

    points: tuple[Point, ...]
    width: float
    colour: str
    edged: bool = True


@dataclass(frozen=True, slots=True)
class Crescent:
    """A disc with a bite of another disc taken out."""

    centre: Point
    radius: float
    bite: Point
    bite_radius: float
    colour: str


Shape = Stroke | Crescent
Drawing = tuple[Shape, ...]


def arc(start: float, degrees: float, width: float, colour: str) -> Stroke:
    """A part of the ring, clockwise from `start` degrees after twelve o'clock."""
    steps = max(2, round(degrees / 3))
    angles = (math.radians(_TOP + start + degrees * step / steps) for step in range(steps + 1))
    points = tuple(
        (_CENTRE[0] + _RADIUS * math.cos(angle), _CENTRE[1] + _RADIUS * math.sin(angle))
        for angle in angles
    )
    return Stroke(points, width, colour)


def ring(width: float, colour: str) -> Stroke:
    return arc(0, 360, width, colour)


def dot(x: float, y: float, radius: float, colour: str, *, edged: bool = True) -> Stroke:
    return Stroke(((x, y),), 2 * radius, colour, edged)


def line(width: float, colour: str, *points: Point, edged: bool = True) -> Stroke:
    return Stroke(points, width, colour, edged)


def seated(eighths: int) -> Drawing:
    """The ring fills with seat time."""
    track = ring(1.8, GREY)
    match eighths:
        case 0:
            return (track,)
        case 8:
            return (ring(4.6, TEAL),)
        case _:
            return (track, arc(_CAP, 45.0 * eighths - 2 * _CAP, 4.6, TEAL))


def stretching(colour: str) -> Drawing:
    """A figure with both arms up."""
    return (
        dot(11, 5.2, 2.4, colour),
        line(2.6, colour, (4.2, 3.4), (6.4, 9.2), (11, 10.6), (15.6, 9.2), (17.8, 3.4)),
        line(3.4, colour, (11, 10.6), (11, 14)),
        line(2.6, colour, (7.2, 20), (11, 14), (14.8, 20)),
    )


def standing(colour: str) -> Drawing:
    """A figure upright at a high desk."""
    return (
        dot(6.4, 4.2, 2.5, colour),
        line(3.6, colour, (6.4, 9.4), (6.4, 14)),
        line(2.4, colour, (6.4, 14), (6.4, 20)),
        line(2.2, colour, (6.4, 10), (11.6, 11.4)),
        line(2.4, GREY, (11.4, 13.4), (20, 13.4)),
        line(2.4, GREY, (16.2, 13.4), (16.2, 20)),
    )


def question(colour: str) -> Drawing:
    bend = tuple(
        (11 + 4.2 * math.cos(math.radians(angle)), 7 + 4.2 * math.sin(math.radians(angle)))
        for angle in range(-180, 56, 10)
    )
    return (
        line(3.2, colour, *bend, (11, 12.6), (11, 13.6)),
        dot(11, 18.8, 2, colour),
    )


TRAY: dict[str, Drawing] = {
    **{f"seated-{eighths}": seated(eighths) for eighths in range(9)},
    "due": (ring(4.6, AMBER), dot(11, 11, 2.6, AMBER)),
    "proposed": (
        dot(11, 11, 10, AMBER),
        line(3.2, WHITE, (11, 5.6), (11, 11.4), edged=False),
        dot(11, 16.2, 1.8, WHITE, edged=False),
    ),
    "on_break": stretching(GREEN),
    "away": tuple(arc(start, 16, 3, GREY) for start in range(-8, 352, 60)),
    "standing": standing(GREEN),
    "paused": (line(4.4, GREY, (7, 5), (7, 17)), line(4.4, GREY, (15, 5), (15, 17))),
    "off_hours": (Crescent((10.4, 11.4), 9, (14.6, 8.2), 7.6, GREY),),
    "held": (ring(2.6, AMBER), line(3.6, AMBER, (7.2, 11), (14.8, 11))),
    "blind": question(AMBER),
}
"""Every picture of the tray by its name."""

APP: Drawing = (
    ring(1.6, GREY),
    arc(0, 270, 3.6, TEAL),
    dot(11, 7.4, 1.3, TEAL),
    line(1.3, TEAL, (7.3, 6.6), (8.6, 9.6), (11, 10.4), (13.4, 9.6), (14.7, 6.6)),
    line(1.8, TEAL, (11, 10.4), (11, 12.2)),
    line(1.3, TEAL, (8.9, 15.6), (11, 12.2), (13.1, 15.6)),
)


def picture(drawing: Drawing, size: int) -> Image.Image:
    fine = size * _FINER
    drawn = Image.new("RGBA", (fine, fine), (0, 0, 0, 0))
    edge = Image.new("L", (fine, fine))
    for shape in drawing:
        if isinstance(shape, Crescent) or shape.edged:
            edge.paste(255, mask=_mask(shape, fine, _EDGE))
    drawn.paste(_EDGE_COLOUR, mask=edge.point(lambda value: round(value * _EDGE_OPACITY)))
    for shape in drawing:
        drawn.paste(shape.colour, mask=_mask(shape, fine, 0))
    return drawn.resize((size, size), Image.Resampling.BOX)


def _mask(shape: Shape, fine: int, grown: float) -> Image.Image:
    """Where the shape is, on a square of `fine` pixels, `grown` by so much on every side."""
    mask = Image.new("L", (fine, fine))
    drawer = ImageDraw.Draw(mask)
    scale = fine / _FIELD
    match shape:
        case Stroke(points, width):
            for start, end in zip(points, points[1:] or points, strict=False):
                for point in _between(start, end):
                    drawer.ellipse(_box(point, width / 2 + grown, scale), fill=255)
        case Crescent(centre, radius, bite, bite_radius):
            drawer.ellipse(_box(centre, radius + grown, scale), fill=255)
            drawer.ellipse(_box(bite, bite_radius - grown, scale), fill=0)
    return mask


def _between(start: Point, end: Point) -> Iterator[Point]:
    """Points so close that discs on them make one even line."""
    steps = max(1, round(math.dist(start, end) * 10))
    for step in range(steps + 1):
        part = step / steps
        yield start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def _box(centre: Point, radius: float, scale: float) -> tuple[float, float, float, float]:
    x, y = centre
    return ((x - radius) * scale, (y - radius) * scale, (x + radius) * scale, (y + radius) * scale)


def sheet() -> Image.Image:
    """Every picture in every size, on a light panel and on a dark one."""
    rooms = [size + 8 for size in SIZES]
    row, wide = max(rooms), sum(rooms)
    page = Image.new("RGB", (2 * wide + 110, row * len(TRAY)), _PANELS[0])
    page.paste(_PANELS[1], (110 + wide, 0, 110 + 2 * wide, page.height))
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(size=12)
    for number, (name, drawing) in enumerate(TRAY.items()):
        middle = row * number + row // 2
        pen.text((8, middle - 7), name, fill=_EDGE_COLOUR, font=font)
        for panel in range(2):
            x = 110 + wide * panel
            for size, room in zip(SIZES, rooms, strict=True):
                drawn = picture(drawing, size)
                page.paste(drawn, (x + 4, middle - size // 2), drawn)
                x += room
    return page.quantize(128, dither=Image.Dither.NONE)


def draw_all(folder: Path, tray: dict[str, Drawing] = TRAY, app: Drawing = APP) -> None:
    for size in SIZES:
        below = folder / "tray" / str(size)
        below.mkdir(parents=True, exist_ok=True)
        for name, drawing in tray.items():
            picture(drawing, size).save(below / f"{name}.png", optimize=True)
    picture(app, _APP_SIZE).save(folder / "deskbreak.png", optimize=True)


if __name__ == "__main__":
    draw_all(icon_file(""))
    sheet().save(Path(__file__).parents[2] / "docs" / "tray-icons.png", optimize=True)
