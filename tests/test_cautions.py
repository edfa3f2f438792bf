"""The catalogue does what the table of docs/cautions.md says, cell by cell."""

from pathlib import Path

import pytest

from deskbreak.core.stretch import Area, Stretch, Where
from deskbreak.files.resources import config_file
from deskbreak.stretches.catalogue import load_catalogue

PAGE = Path(__file__).parents[1] / "docs" / "cautions.md"
BUNDLED = {stretch.id: stretch for stretch in load_catalogue(config_file("stretches.toml"))}
TAGS = {
    "LN": "leg_nerve",
    "HP": "hip_precautions",
    "KK": "knee_kneel",
    "KL": "knee_load",
    "SH": "shoulder",
    "OV": "overhead",
    "WR": "wrist",
    "BO": "bones",
    "FL": "flexion",
    "EX": "extension",
    "TW": "twist",
    "BA": "balance",
    "PS": "preg_supine",
    "PP": "preg_prone",
    "BP": "bp",
    "HY": "hypermobile",
    "CL": "clinician",
}
AREAS = {
    "bk": Area.BACK,
    "hp": Area.HIP,
    "kn": Area.KNEE,
    "an": Area.ANKLE,
    "sh": Area.SHOULDER,
    "wr": Area.WRIST,
    "ab": Area.ABDOMEN,
}


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def written() -> dict[str, dict[str, str]]:
    """What the table says of each move, by the heads of its columns."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    heads = next(cells(line) for line in lines if line.startswith("| move | LN |"))
    rows = [cells(line) for line in lines if line.startswith("| `")]
    return {
        row[0].strip("`"): dict(zip(heads[1:], row[1:], strict=True))
        for row in rows
        if len(row) == len(heads)
    }


TABLE = written()


def in_force(stretch: Stretch) -> dict[str, str]:
    """What the catalogue says of the move, in the signs of the table."""
    eased = {ease.tag for ease in stretch.ease}
    tags = {
        head: "X" if tag in stretch.avoid else "E" if tag in eased else "·"
        for head, tag in TAGS.items()
    }
    return tags | {head: "a" if area in stretch.areas else "·" for head, area in AREAS.items()}


def test_every_move_has_its_row_but_those_of_wheelchairs_alone() -> None:
    without = {id_ for id_ in BUNDLED if id_ not in TABLE}

    assert TABLE.keys() <= BUNDLED.keys()
    assert without == {"wc_breath"} | {
        id_ for id_, stretch in BUNDLED.items() if stretch.where is Where.WHEELCHAIR
    }


@pytest.mark.parametrize("id_", TABLE)
def test_a_move_is_left_out_and_eased_as_the_table_says(id_: str) -> None:
    assert in_force(BUNDLED[id_]) == TABLE[id_]
