"""Sheets for somebody who is to name each stretch by its picture alone (docs/testing.md).

`python -m deskbreak.figures.blind FOLDER [SEED]` writes them there: every move under a number,
shuffled, large and as in a notification, light and dark; and `key.txt`, which tells the names and is
not for who judges. The same seed gives the same order.
"""

import secrets
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from PIL import Image

from deskbreak.figures.moves import MOVES
from deskbreak.figures.palette import DARK, LIGHT
from deskbreak.figures.sheets import sheet, small_tile, tile


def main() -> None:
    folder = Path(sys.argv[1])
    seed = sys.argv[2] if len(sys.argv) > 2 else secrets.token_hex(3)
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in sheets(seed):
        page.save(folder / name, optimize=True)
    (folder / "key.txt").write_text(solution(seed), encoding="utf-8")


def shuffled(seed: str) -> list[str]:
    return sorted(MOVES, key=lambda id_: sha256(f"{seed} {id_}".encode()).digest())


def solution(seed: str) -> str:
    lines = [f"{number} {id_}" for number, id_ in enumerate(shuffled(seed), start=1)]
    return "\n".join((f"seed {seed}", *lines, ""))


def sheets(seed: str) -> Iterator[tuple[str, Image.Image]]:
    moves = [MOVES[id_] for id_ in shuffled(seed)]
    for palette, kind in ((LIGHT, "light"), (DARK, "dark")):
        for size, drawn in (("large", tile), ("small", small_tile)):
            tiles = ((str(n), drawn(move, palette)) for n, move in enumerate(moves, start=1))
            yield f"{size}-{kind}.png", sheet(tiles, palette)


if __name__ == "__main__":
    main()
