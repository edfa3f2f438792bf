"""Writes every picture in `icons/stretches` and `docs/stretches` anew, and the sheet of them all."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PIL import Image

from deskbreak.figures.moves import MOVES
from deskbreak.figures.palette import DARK, LIGHT, worn
from deskbreak.figures.people import PEOPLE
from deskbreak.figures.scene import frame, picture
from deskbreak.figures.sheets import sheet, small_tile, tile
from deskbreak.figures.svg import write

_COLOURS = 32
_ROOT = Path(__file__).parents[2]
_BADGES, _DOCS = _ROOT / "icons" / "stretches", _ROOT / "docs"


def main() -> None:
    for name, image in badges():
        (_BADGES / name).parent.mkdir(parents=True, exist_ok=True)
        image.save(_BADGES / name, optimize=True)
    for name, document in documents():
        (_DOCS / name).parent.mkdir(exist_ok=True)
        (_DOCS / name).write_text(document, encoding="utf-8")
    for palette, kind in ((LIGHT, "light"), (DARK, "dark")):
        tiles = ((id_, tile(move, palette)) for id_, move in MOVES.items())
        sheet(tiles, palette).save(_DOCS / f"stretches-{kind}.png", optimize=True)


def badges() -> Iterator[tuple[str, Image.Image]]:
    """For notifications, which show a picture no larger than an icon: each move by each person.

    Few colours, because the files travel with every installation.
    """
    for figure, person in PEOPLE.items():
        for id_, move in MOVES.items():
            image = small_tile(replace(move, person=person), LIGHT)
            yield f"{figure}/{id_}.png", image.quantize(_COLOURS, dither=Image.Dither.NONE)


def documents() -> Iterator[tuple[str, str]]:
    for id_, move in MOVES.items():
        colours = worn(LIGHT, move.person)
        yield f"stretches/{id_}.svg", write(picture(move), frame(move), colours, move.told)


if __name__ == "__main__":
    main()
