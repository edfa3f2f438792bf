"""Draws the tray's pictures and the app's icon; the daemon only reads what this has written.

`python -m deskbreak.surfaces.draw_icons` draws them all anew, the same each time. A picture is a
list of strokes on a field of 22 by 22, the size at which most panels show it: what cannot be
told apart there, by its shape alone, is wrong. There is a set for light panels, one for dark ones,
one for any panel, of middle tones with a thin dark edge, and one of opacity alone for macOS.
"""

import math
import struct
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont

from deskbreak.files.resources import icon_file
from deskbreak.surfaces.icons import RGBA_OF_8_BITS, SIGNATURE, SIZES, Scheme
from deskbreak.value import value

Spot = tuple[float, float]

_FIELD = 22.0
_FINER = 16
"""Drawn so many times larger, then made smaller: Pillow draws without smooth edges."""
_EDGE = 0.6
_EDGE_COLOUR = "#15202b"
_TEMPLATE_SIZE = 36
"""18 points of a menu bar whose points are two pixels wide."""
_APP_SIZE = 256
_PANELS = ("#f4f4f2", "#22262b")
_FOR_PANEL = (Scheme.LIGHT, Scheme.DARK)
_NAMES = 110

TEAL = "#1fae9e"
AMBER = "#f5a524"
GREEN = "#4fb365"
GREY = "#97a1ad"


@value
class Ink:
    """In what colours the strokes are drawn, and how opaque the edge around them is.

    Without a colour of its own a stroke keeps the one it has.
    """

    colours: Mapping[str, str]
    edge: float = 0.0


INKS: Mapping[Scheme, Ink] = {
    Scheme.ANY: Ink({}, edge=0.55),
    Scheme.LIGHT: Ink({TEAL: "#0e7d72", AMBER: "#b45f06", GREEN: "#2c7a3f", GREY: "#66717d"}),
    Scheme.DARK: Ink({TEAL: "#3fd0bf", AMBER: "#ffb83d", GREEN: "#6fd486", GREY: "#b4bdc8"}),
}
TEMPLATE = Ink({TEAL: "#000000", AMBER: "#000000", GREEN: "#000000", GREY: "#00000099"})

_CENTRE = (11.0, 11.0)
_RADIUS = 7.9
_TOP = -90.0
_CAP = 13.0
"""The degrees that the round end of a thick arc adds, a little less, so that it looks right."""


@value
class Stroke:
    """A line through the points with round ends; one point alone is a dot."""

    points: tuple[Spot, ...]
    width: float
    colour: str


@value
class Crescent:
    """A disc with a bite of another disc taken out."""

    centre: Spot
    radius: float
    bite: Spot
    bite_radius: float
    colour: str


Mark = Stroke | Crescent
Drawing = tuple[Mark, ...]


def ring_part(start: float, degrees: float, width: float, colour: str) -> Stroke:
    """A part of the ring, clockwise from `start` degrees after twelve o'clock."""
    steps = max(2, round(degrees / 3))
    angles = (math.radians(_TOP + start + degrees * step / steps) for step in range(steps + 1))
    points = tuple(
        (_CENTRE[0] + _RADIUS * math.cos(angle), _CENTRE[1] + _RADIUS * math.sin(angle))
        for angle in angles
    )
    return Stroke(points, width, colour)


def ring(width: float, colour: str) -> Stroke:
    return ring_part(0, 360, width, colour)


def dot(x: float, y: float, radius: float, colour: str) -> Stroke:
    return Stroke(((x, y),), 2 * radius, colour)


def line(width: float, colour: str, *points: Spot) -> Stroke:
    return Stroke(points, width, colour)


def seated(eighths: int) -> Drawing:
    """The ring fills with seat time."""
    track = ring(1.8, GREY)
    match eighths:
        case 0:
            return (track,)
        case 8:
            return (ring(4.6, TEAL),)
        case _:  # a part of the ring
            return (track, ring_part(_CAP, 45.0 * eighths - 2 * _CAP, 4.6, TEAL))


def stretching(colour: str) -> Drawing:
    """A figure with both arms up."""
    return (
        dot(11, 5.2, 2.4, colour),
        line(2.6, colour, (4.2, 3.4), (6.4, 9.2), (11, 10.6), (15.6, 9.2), (17.8, 3.4)),
        line(3.4, colour, (11, 10.6), (11, 14)),
        line(2.6, colour, (7.2, 20), (11, 14), (14.8, 20)),
    )


def inviting(colour: str) -> Drawing:
    """A figure that reaches up with one arm, and a dot: there is something for you."""
    return (
        dot(9.4, 5, 2.4, colour),
        line(2.6, colour, (3.4, 3), (4.6, 8.8), (9.4, 10.6), (14.4, 14.2)),
        line(3.4, colour, (9.4, 10.6), (9.4, 14)),
        line(2.6, colour, (5.6, 20), (9.4, 14), (13.2, 20)),
        dot(17.8, 5, 3, AMBER),
    )


def standing_figure(colour: str) -> Drawing:
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
    "proposed": inviting(TEAL),
    "on_break": stretching(GREEN),
    "away": tuple(ring_part(start, 16, 3, GREY) for start in range(-8, 352, 60)),
    "standing": standing_figure(GREEN),
    "paused": (line(4.4, GREY, (7, 5), (7, 17)), line(4.4, GREY, (15, 5), (15, 17))),
    "off_hours": (Crescent((10.4, 11.4), 9, (14.6, 8.2), 7.6, GREY),),
    "held": (ring(2.2, GREY), *(dot(x, 11, 1.7, TEAL) for x in (6.4, 11, 15.6))),
    "blind": question(AMBER),
}
"""Every picture of the tray by its name."""

APP: Drawing = (
    ring(1.6, GREY),
    ring_part(0, 270, 3.6, TEAL),
    dot(11, 7.4, 1.3, TEAL),
    line(1.3, TEAL, (7.3, 6.6), (8.6, 9.6), (11, 10.4), (13.4, 9.6), (14.7, 6.6)),
    line(1.8, TEAL, (11, 10.4), (11, 12.2)),
    line(1.3, TEAL, (8.9, 15.6), (11, 12.2), (13.1, 15.6)),
)


def icon_image(drawing: Drawing, size: int, ink: Ink = INKS[Scheme.ANY]) -> Image.Image:
    fine = size * _FINER
    drawn = Image.new("RGBA", (fine, fine), (0, 0, 0, 0))
    if ink.edge:
        drawn.paste(_EDGE_COLOUR, mask=_edge(drawing, fine, ink.edge))
    for shape in drawing:
        drawn.paste(_colour(shape, ink), mask=_mask(shape, fine, 0))
    return drawn.resize((size, size), Image.Resampling.BOX)


def _colour(shape: Mark, ink: Ink) -> tuple[int, ...]:
    colour = ink.colours.get(shape.colour, shape.colour)
    red, green, blue, *alpha = ImageColor.getrgb(colour)
    return (red, green, blue, *(alpha or (255,)))


def _edge(drawing: Drawing, fine: int, opacity: float) -> Image.Image:
    edge = Image.new("L", (fine, fine))
    for shape in drawing:
        edge.paste(255, mask=_mask(shape, fine, _EDGE))
    return edge.point(lambda value: round(value * opacity))


@lru_cache(maxsize=32)  # the same shapes are drawn in one ink after the other
def _mask(shape: Mark, fine: int, grown: float) -> Image.Image:
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


def _between(start: Spot, end: Spot) -> Iterator[Spot]:
    """Points so close that discs on them make one even line."""
    steps = max(1, round(math.dist(start, end) * 10))
    for step in range(steps + 1):
        part = step / steps
        yield start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def _box(centre: Spot, radius: float, scale: float) -> tuple[float, float, float, float]:
    x, y = centre
    return ((x - radius) * scale, (y - radius) * scale, (x + radius) * scale, (y + radius) * scale)


def icon_sheet() -> Image.Image:
    """Every picture in every size, on a light panel and on a dark one: the set for any panel, then its own."""
    rooms = [size + 8 for size in SIZES]
    row, wide = max(rooms), sum(rooms)
    columns = [(panel, scheme) for panel in (0, 1) for scheme in (Scheme.ANY, _FOR_PANEL[panel])]
    page = Image.new("RGB", (len(columns) * wide + _NAMES, row * (len(TRAY) + 1)), _PANELS[0])
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(size=12)
    for column, (panel, scheme) in enumerate(columns):
        left = _NAMES + column * wide
        pen.rectangle((left, 0, left + wide, page.height), fill=_PANELS[panel])
        colour = _PANELS[0] if panel else _EDGE_COLOUR
        pen.text((left + 4, row // 2 - 7), scheme.value, fill=colour, font=font)
    for number, drawing in enumerate(TRAY.values(), start=1):
        x = _NAMES
        for size, room in zip(SIZES, rooms, strict=True):
            drawn = {scheme: icon_image(drawing, size, ink) for scheme, ink in INKS.items()}
            for column, (_panel, scheme) in enumerate(columns):
                at = (x + column * wide + 4, row * number + (row - size) // 2)
                page.paste(drawn[scheme], at, drawn[scheme])
            x += room
    for number, name in enumerate(TRAY, start=1):
        middle = row * number + row // 2
        pen.text((8, middle - 7), name, fill=_EDGE_COLOUR, font=font)
    return page.quantize(128, dither=Image.Dither.NONE)


def draw_all(folder: Path, tray: dict[str, Drawing] = TRAY, app: Drawing = APP) -> None:
    for scheme, ink in INKS.items():
        for size in SIZES:
            below = folder / "tray" / scheme.value / str(size)
            _write(below, {name: icon_image(drawing, size, ink) for name, drawing in tray.items()})
    template = {name: icon_image(each, _TEMPLATE_SIZE, TEMPLATE) for name, each in tray.items()}
    _write(folder / "tray" / "template", template)
    icon_image(app, _APP_SIZE).save(folder / "deskbreak.png", optimize=True)


def _write(folder: Path, pictures: Mapping[str, Image.Image]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, drawn in pictures.items():
        (folder / f"{name}.png").write_bytes(_png(drawn))


def _png(drawn: Image.Image) -> bytes:
    """A file as `icons` reads it: Pillow's own would have its rows filtered."""
    row = drawn.width * len(drawn.getbands())
    pixels = drawn.tobytes()
    rows = b"".join(b"\0" + pixels[start : start + row] for start in range(0, len(pixels), row))
    return (
        SIGNATURE
        + _chunk(b"IHDR", struct.pack(">II", *drawn.size) + RGBA_OF_8_BITS)
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


if __name__ == "__main__":
    draw_all(icon_file(""))
    icon_sheet().save(Path(__file__).parents[2] / "docs" / "tray-icons.png", optimize=True)
