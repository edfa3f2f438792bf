"""What a record and a stretch are made of is told once, by their dataclasses.

Each story is a change that somebody makes to a copy of deskbreak: one line, and for what lies in
the tables its migration.
"""

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import deskbreak
from deskbreak.core.record import DayPart, Outcome, Record
from deskbreak.history.database import open_history
from deskbreak.history.exporting import export_json

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BEFORE = Record(
    id="r1",
    at=NOON,
    outcome=Outcome.DONE,
    stretch="walk",
    seat_time=timedelta(minutes=50),
    sat_down_at=NOON - timedelta(minutes=50),
    ended_at=NOON,
    parts=(DayPart(NOON.date(), timedelta(minutes=50)),),
    why="every third break is a walk",
)


class Copy:
    """A deskbreak of somebody who changes it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        product = Path(deskbreak.__file__).parent
        shutil.copytree(product, folder / "deskbreak", ignore=shutil.ignore_patterns("*.pyc"))

    def change(self, file: str, before: str, after: str) -> None:
        path = self.folder / "deskbreak" / file
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{file} has another form now: {before}"
        path.write_text(text.replace(before, after), encoding="utf-8")

    def run(self, program: str, *arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "-P", "-c", program, *arguments],
            env=os.environ | {"PYTHONPATH": str(self.folder)},
            cwd=self.folder,
            capture_output=True,
            check=True,
            text=True,
        ).stdout


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


LAST_OF_RECORD = '    why: str = ""\n'
MORE_OF_RECORD = """    mood: str = ""
    slept: timedelta | None = None
    woke: datetime | None = None
"""
MIGRATION = """    (
        "ALTER TABLE records ADD COLUMN mood TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE records ADD COLUMN slept_s REAL",
        "ALTER TABLE records ADD COLUMN woke TEXT",
    ),
"""
REMEMBERS = """
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from deskbreak.history.database import open_history
from deskbreak.history.exporting import export_csv, export_json
from deskbreak.history.importing import import_json

now = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
history = open_history(Path(sys.argv[1]), now).history
[before] = history.records()
assert (before.mood, before.slept, before.woke) == ("", None, None), before
assert import_json(sys.argv[2]).records == (before,)

history.remember(replace(before, id="r2", mood="good", slept=timedelta(hours=7), woke=now))
records = history.records()
assert records[1].mood == "good"
assert import_json(export_json(records)).records == records
print(export_csv(records), end="")
"""


def test_a_new_field_of_a_record_is_a_line_and_a_migration(copy: Copy, tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    with closing(open_history(path, NOON).history) as history:
        history.remember(BEFORE)

    copy.change("core/record.py", LAST_OF_RECORD, LAST_OF_RECORD + MORE_OF_RECORD)
    copy.change("history/schema.py", "    ),\n)\n", f"    ),\n{MIGRATION})\n")
    told = copy.run(REMEMBERS, str(path), export_json([BEFORE])).splitlines()

    assert told[0].endswith(",exercised_s,why,mood,slept_s,woke")
    assert told[2].endswith(",good,25200.0,2026-03-02T18:00:00+00:00")


LAST_OF_STRETCH = '    picture: str = ""\n'
MORE_OF_STRETCH = """    breath: str = ""
    calm: timedelta = ZERO
    calmer: tuple[str, ...] = ()
"""
PACK = """
[[stretch]]
id = "toes"
name = "Touch the toes"
group = "hamstring"
where = "standing"
gets_up = true
length = "1m5s"
steps = ["Stand tall.", "Reach down."]
breath = "slow"
calm = "45s"
calmer = ["eyes", "jaw"]
"""
EXPORTS = """
import json, sys, tomllib, zipfile
from pathlib import Path
from deskbreak.stretches.catalogue import parse_catalogue
from deskbreak.stretches.pack_files import export_pack

export_pack(parse_catalogue(sys.argv[1], "mine.toml"), Path(sys.argv[2]))
text = zipfile.ZipFile(sys.argv[2]).read("stretches.toml").decode()
[toes] = tomllib.loads(text)["stretch"]
print(json.dumps({key: toes[key] for key in ("breath", "calm", "calmer")}))
"""


def test_a_new_field_of_a_stretch_is_a_line(copy: Copy, tmp_path: Path) -> None:
    copy.change("core/stretch.py", LAST_OF_STRETCH, LAST_OF_STRETCH + MORE_OF_STRETCH)
    archive = tmp_path / "pack.zip"

    told = json.loads(copy.run(EXPORTS, PACK, str(archive)))

    assert told == {"breath": "slow", "calm": "45s", "calmer": ["eyes", "jaw"]}


def test_a_new_field_of_a_stretch_with_a_form_of_its_own_is_a_line_and_its_reader(
    copy: Copy, tmp_path: Path
) -> None:
    copy.change("core/stretch.py", LAST_OF_STRETCH, LAST_OF_STRETCH + MORE_OF_STRETCH)
    special = '        "requires": _few(_NAME),\n'
    copy.change("stretches/catalogue.py", special, f'{special}        "breath": _NAME,\n')

    with pytest.raises(subprocess.CalledProcessError) as refusal:
        copy.run(EXPORTS, PACK.replace("slow", "Slow"), str(tmp_path / "pack.zip"))

    assert 'stretch "toes".breath: found "Slow"; allowed: small letters' in refusal.value.stderr
