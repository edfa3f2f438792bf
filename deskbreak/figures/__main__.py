"""Writes every picture in `icons/stretches` and `docs/stretches` anew, and the sheet of them all."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from deskbreak.figures.moves import MOVES
from deskbreak.figures.palette import DARK, LIGHT, Palette, worn
from deskbreak.figures.people import PEOPLE
from deskbreak.figures.raster import draw
from deskbreak.figures.scene import badge, badge_frame, frame, picture
from deskbreak.figures.shapes import Role
from deskbreak.figures.svg import write

BADGE = 128
_COLOURS = 32
_ROOT = Path(__file__).parents[2]
_BADGES, _DOCS = _ROOT / "icons" / "stretches", _ROOT / "docs"
_COLUMNS, _TILE, _CAPTION = 6, 240, 18


def main() -> None:
    for name, image in badges():
        (_BADGES / name).parent.mkdir(parents=True, exist_ok=True)
        image.save(_BADGES / name, optimize=True)
    for name, document in documents():
        (_DOCS / name).parent.mkdir(exist_ok=True)
        (_DOCS / name).write_text(document, encoding="utf-8")
    for palette, kind in ((LIGHT, "light"), (DARK, "dark")):
        sheet(palette).save(_DOCS / f"stretches-{kind}.png", optimize=True)


def badges() -> Iterator[tuple[str, Image.Image]]:
    """For notifications, which show a picture no larger than an icon: each move by each person.

    Few colours, because the files travel with every installation.
    """
    for figure, person in PEOPLE.items():
        for id_, move in MOVES.items():
            shown = replace(move, person=person)
            image = draw(badge(shown), badge_frame(shown), BADGE, worn(LIGHT, person))
            yield f"{figure}/{id_}.png", image.quantize(_COLOURS, dither=Image.Dither.NONE)


def documents() -> Iterator[tuple[str, str]]:
    for id_, move in MOVES.items():
        colours = worn(LIGHT, move.person)
        yield f"stretches/{id_}.svg", write(picture(move), frame(move), colours, move.told)


def sheet(palette: Palette) -> Image.Image:
    """All moves on one page, each under its id."""
    rows = -(-len(MOVES) // _COLUMNS)
    high = _TILE * 3 // 4 + _CAPTION
    page = Image.new("RGB", (_COLUMNS * _TILE, rows * high), palette[Role.BACKGROUND])
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(size=11)
    for number, (id_, move) in enumerate(MOVES.items()):
        x, y = number % _COLUMNS * _TILE, number // _COLUMNS * high
        pen.text((x + 6, y + 2), id_, fill=palette[Role.NEAR], font=font)
        colours = worn(palette, move.person)
        page.paste(draw(picture(move), frame(move), _TILE, colours), (x, y + _CAPTION))
    return page.quantize(128, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main()
