"""Writes every picture in `icons/stretches` anew, and the sheet of them all in `docs`."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from deskbreak.figures.moves import MOVES
from deskbreak.figures.palette import DARK, LIGHT, Palette
from deskbreak.figures.raster import draw
from deskbreak.figures.scene import frame, picture
from deskbreak.figures.shapes import Role
from deskbreak.figures.svg import write

WIDTH = 256
_COLOURS = 64
_ROOT = Path(__file__).parents[2]
_COLUMNS, _TILE, _CAPTION = 6, 240, 18


def main() -> None:
    folder = _ROOT / "icons" / "stretches"
    for palette, below in ((LIGHT, folder), (DARK, folder / "dark")):
        below.mkdir(parents=True, exist_ok=True)
        for id_, image in pictures(palette):
            image.save(below / f"{id_}.png", optimize=True)
    for id_, document in documents():
        (folder / f"{id_}.svg").write_text(document, encoding="utf-8")
    for palette, name in ((LIGHT, "light"), (DARK, "dark")):
        sheet(palette).save(_ROOT / "docs" / f"stretches-{name}.png", optimize=True)


def pictures(palette: Palette) -> Iterator[tuple[str, Image.Image]]:
    """Few colours, because the files travel with every installation."""
    for id_, move in MOVES.items():
        image = draw(picture(move), frame(move), WIDTH, palette)
        yield id_, image.quantize(_COLOURS, dither=Image.Dither.NONE)


def documents() -> Iterator[tuple[str, str]]:
    for id_, move in MOVES.items():
        yield id_, write(picture(move), frame(move), LIGHT, move.told)


def sheet(palette: Palette) -> Image.Image:
    """All moves on one page, each under its id."""
    rows = -(-len(MOVES) // _COLUMNS)
    high = _TILE * 3 // 4 + _CAPTION
    page = Image.new("RGB", (_COLUMNS * _TILE, rows * high), palette[Role.BACKGROUND])
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(size=11)
    for number, (id_, move) in enumerate(MOVES.items()):
        x, y = number % _COLUMNS * _TILE, number // _COLUMNS * high
        pen.text((x + 6, y + 2), id_, fill=palette[Role.NEAR], font=font)
        page.paste(draw(picture(move), frame(move), _TILE, palette), (x, y + _CAPTION))
    return page.quantize(128, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main()
