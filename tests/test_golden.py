"""Whatever a deskbreak ever saved, every later one reads: tests/golden has it, a folder a shape."""

import gzip
import json
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from golden.make import GOLDEN, NOW, SCHEMA, as_text, listing, what_survives

from deskbreak.core.state import Session
from deskbreak.days.day import read_day
from deskbreak.days.line import SettingsSet
from deskbreak.errors import StorageError
from deskbreak.files.columns import as_object
from deskbreak.history.database import open_for_reading, open_history
from deskbreak.history.exporting import export_json
from deskbreak.history.importing import import_json
from deskbreak.session.lasting import read_lasting
from deskbreak.session.snapshot import load_snapshot, read_snapshot

FOLDERS = sorted(path.parent for path in GOLDEN.glob("*/survives.json"))
MOMENTS = [
    (folder, name)
    for folder in FOLDERS
    for name in json.loads((folder / "survives.json").read_text(encoding="utf-8"))
]


def lost(before: object, now: object, place: str = "") -> list[str]:
    """Where something is not as it was; what came later is no loss."""
    match before, now:
        case dict(), dict():
            pairs = ((key, value, now.get(key, "nothing")) for key, value in before.items())
        case list(), list() if len(before) == len(now):
            pairs = ((n, *pair) for n, pair in enumerate(zip(before, now, strict=True)))
        case _:
            return [] if before == now else [f"{place}: was {before}, is {now}"]
    return [line for key, was, is_ in pairs for line in lost(was, is_, f"{place}/{key}")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


def unpacked(folder: Path, path: Path) -> Path:
    path.write_bytes(gzip.decompress((folder / "history.sqlite3.gz").read_bytes()))
    return path


@pytest.mark.parametrize(
    ("folder", "moment"), MOMENTS, ids=lambda part: getattr(part, "name", part)
)
def test_a_session_saved_by_any_deskbreak_goes_on(
    folder: Path, moment: str, tmp_path: Path
) -> None:
    saved = tmp_path / "session.json"
    saved.write_bytes((folder / f"{moment}.json").read_bytes())

    snapshot = load_snapshot(saved, Session, NOW)

    assert snapshot is not None
    before = json.loads((folder / "survives.json").read_text(encoding="utf-8"))[moment]
    assert lost(before, json.loads(as_text(what_survives(snapshot)))) == []
    assert saved.exists()


@pytest.mark.parametrize(
    "file", sorted(GOLDEN.glob("*/lasting.json")), ids=lambda path: path.parent.name
)
def test_what_outlived_a_session_of_any_deskbreak_goes_on(file: Path) -> None:
    saved = json.loads((file.parent / "survives.json").read_text(encoding="utf-8"))["proposed"]

    lasting = read_lasting(file)

    assert lasting is not None
    assert lasting.serial == saved["serial"]
    now = {name: as_object(getattr(lasting, name)) for name in ("rotation", "practice", "habit")}
    before = {name: saved[name] for name in now}
    assert lost(before, json.loads(as_text(now))) == []


@pytest.mark.parametrize(
    ("folder", "moment"), MOMENTS, ids=lambda part: getattr(part, "name", part)
)
def test_a_day_that_any_deskbreak_recorded_begins_with_its_session(
    folder: Path, moment: str, tmp_path: Path
) -> None:
    saved = json.loads((folder / f"{moment}.json").read_bytes())["session"]
    when = {"at": saved["at"]["wall"], "uptime_s": saved["at"]["uptime"] / 1e6}
    line = json.dumps({**when, "event": "settings", "set": {}, "session": saved})

    [settings, *_over] = read_day([line], "a day")

    assert isinstance(settings, SettingsSet)
    path = tmp_path / "session.json"
    path.write_bytes((folder / f"{moment}.json").read_bytes())
    snapshot = read_snapshot(path, Session)
    assert settings.session == (snapshot and snapshot.session)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_history_of_any_deskbreak_is_read_and_carried_on(folder: Path, path: Path) -> None:
    exported = (folder / "history.json").read_text(encoding="utf-8")
    unpacked(folder, path)

    with closing(open_for_reading(path)) as history:
        records, snoozes, feelings = history.records(), history.snoozes(), history.feelings()
        struck = len(history.records(include_void=True)) - len(records)

    assert lost(json.loads(exported), json.loads(export_json(records, snoozes, feelings))) == []
    assert (struck, bool(records), bool(snoozes)) == (1, True, True)
    with closing(open_history(path, NOW).history) as history:
        history.remember(replace(records[0], id="later"))
        assert history.records() == (records[0], replace(records[0], id="later"), *records[1:])


@pytest.mark.skipif(sys.platform == "win32", reason="a process has no such limit there")
def test_a_copy_before_an_update_that_did_not_become_whole_is_none(path: Path) -> None:
    from full_disk import a_disk_that_takes_no_file_above  # noqa: PLC0415  (Windows has none)

    unpacked(GOLDEN / "01_first", path)
    older = exported(path)
    copy = path.with_name("history.version-1.sqlite3")

    with a_disk_that_takes_no_file_above(4096), pytest.raises(StorageError):
        open_history(path, NOW)
    was_there = copy.exists()
    open_history(path, NOW).history.close()

    assert not was_there
    assert exported(copy) == exported(path) == older


def exported(path: Path) -> str:
    with closing(open_for_reading(path)) as history:
        return export_json(history.records(include_void=True), history.snoozes())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_any_deskbreak_exported_is_imported(folder: Path, path: Path) -> None:
    exported = (folder / "history.json").read_text(encoding="utf-8")

    with closing(open_for_reading(unpacked(folder, path))) as history:
        assert import_json(exported).records == history.records()
        assert import_json(exported).snoozes == history.snoozes()
        assert import_json(exported).feelings == history.feelings()


def test_whoever_changes_what_is_saved_keeps_what_it_was_like() -> None:
    known = SCHEMA.read_text(encoding="utf-8")

    assert listing() == known, (
        "What a saved session or the history is made of has changed. Fields that came later need a "
        "default, columns a migration in history/schema.py, and what was renamed, moved or taken "
        "away a line in session/older.py. Then keep one of the new shape for those who come after: "
        "PYTHONPATH=tests .venv/bin/python -m golden.make WHAT_CAME"
    )
