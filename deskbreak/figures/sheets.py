"""Many pictures on one page, each under a caption."""

from collections.abc import Iterable

from PIL import Image, ImageDraw, ImageFont

from deskbreak.figures.palette import Palette, worn
from deskbreak.figures.raster import draw
from deskbreak.figures.scene import Move, badge, badge_frame, frame, picture
from deskbreak.figures.shapes import Role

_COLUMNS, _TILE, _BADGE, _CAPTION = 6, 240, 128, 18


def tile(move: Move, palette: Palette) -> Image.Image:
    return draw(picture(move), frame(move), _TILE, worn(palette, move.person))


def small_tile(move: Move, palette: Palette) -> Image.Image:
    """As in a notification."""
    return draw(badge(move), badge_frame(move), _BADGE, worn(palette, move.person))


def sheet(tiles: Iterable[tuple[str, Image.Image]], palette: Palette) -> Image.Image:
    shown = list(tiles)
    wide, high = shown[0][1].size
    high += _CAPTION
    rows = -(-len(shown) // _COLUMNS)
    page = Image.new("RGB", (_COLUMNS * wide, rows * high), palette[Role.BACKGROUND])
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(size=11)
    for number, (caption, image) in enumerate(shown):
        x, y = number % _COLUMNS * wide, number // _COLUMNS * high
        pen.text((x + 6, y + 2), caption, fill=palette[Role.NEAR], font=font)
        page.paste(image, (x, y + _CAPTION))
    return page.quantize(128, dither=Image.Dither.NONE)
