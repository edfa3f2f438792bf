"""Copies of the history: made by themselves, put back and deleted by the user."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from command_line import CannedDaemon, Home

from deskbreak.control.protocol import Reply
from deskbreak.core.record import DayPart, Outcome, Record
from deskbreak.errors import StorageError
from deskbreak.history.backups import back_up, back_up_weekly, backups, put_back
from deskbreak.history.database import History, open_for_reading, open_history

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = NOON.date()
DAY = timedelta(days=1)


def record(at: datetime) -> Record:
    length = timedelta(minutes=45)
    return Record(
        id=at.isoformat(),
        at=at,
        outcome=Outcome.DONE,
        stretch="walk",
        seat_time=length,
        sat_down_at=at - length,
        ended_at=at,
        parts=(DayPart(at.date(), length),),
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    with closing(open_history(path, NOON).history) as history:
        history.remember(record(NOON))
        yield history


@pytest.fixture
def home(home: Home, warsaw: None) -> Home:  # noqa: ARG001  (where the records have their dates)
    with closing(open_history(home.history, NOON).history) as history:
        history.remember(record(NOON), record(NOON + DAY), record(NOON + 2 * DAY))
        back_up(history, home.history, TODAY)
        history.remember(record(NOON + 3 * DAY))
    return home


def kept(path: Path) -> list[date]:
    with closing(open_for_reading(path)) as history:
        return [each.at.date() for each in history.records()]


def test_there_is_a_copy_a_week_and_seven_are_kept(history: History, path: Path) -> None:
    made = [n for n in range(80) if back_up_weekly(history, path, TODAY + n * DAY)]

    assert made == [*range(0, 80, 7)]
    assert [(TODAY + 77 * DAY - each.day).days for each in backups(path)] == [*range(0, 49, 7)]
    assert all(each.file.stat().st_mode & 0o777 == 0o600 for each in backups(path))


def test_a_copy_that_was_made_while_the_clock_was_wrong_holds_up_no_other(
    history: History, path: Path
) -> None:
    ahead = [date(2038, 1, 19) + n * 7 * DAY for n in range(7)]
    for day in ahead:
        back_up(history, path, day)

    made = [n for n in range(80) if back_up_weekly(history, path, TODAY + n * DAY)]

    assert made == [*range(0, 80, 7)]
    since = [(TODAY + 77 * DAY - each.day).days for each in backups(path) if each.day not in ahead]
    assert since == [*range(0, 49, 7)]


def test_before_a_copy_it_is_looked_through_and_an_index_that_errs_is_made_anew(path: Path) -> None:
    written(path)
    spoil_an_index(path)
    with closing(open_history(path, NOON).history) as history:
        before = whole(path)
        back_up_weekly(history, path, TODAY)

    assert (before, whole(path)) == (False, True)
    assert whole(backups(path)[0].file)


def test_no_copy_is_made_of_a_damaged_history(path: Path) -> None:
    written(path)
    with closing(open_history(path, NOON).history) as history:
        spoil_a_page(path)
        with pytest.raises(StorageError, match="damaged"):
            back_up_weekly(history, path, TODAY)

    assert backups(path) == ()


def test_what_was_not_closed_is_looked_through_whole_at_the_next_start(path: Path) -> None:
    written(path)
    spoil_an_index(path)
    Path(f"{path}-wal").touch()

    opened = open_history(path, NOON)
    opened.history.close()

    assert opened.set_aside is not None


def written(path: Path) -> None:
    with closing(open_history(path, NOON).history) as history:
        history.remember(*(record(NOON + n * DAY) for n in range(200)))


def whole(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as base:
        return base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def spoil_an_index(path: Path) -> None:
    """It holds what it was made for no longer."""
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("PRAGMA writable_schema = ON")
        index = "CREATE INDEX records_by_time ON records (why)"
        base.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'records_by_time'", (index,))


def spoil_a_page(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[8192:12288] = b"\xff" * 4096
    path.write_bytes(content)


def test_a_copy_has_all_that_was_written_and_needs_no_file_beside_it(
    history: History, path: Path
) -> None:
    copy = back_up(history, path, TODAY)

    assert kept(copy) == [TODAY]
    assert [file.name for file in copy.parent.iterdir()] == [copy.name]


def test_a_copy_is_put_back_and_the_history_before_it_stays_beside_it(path: Path) -> None:
    with closing(open_history(path, NOON).history) as history:
        history.remember(record(NOON))
        copy = back_up(history, path, TODAY)
        history.remember(record(NOON + DAY))

    before = put_back(copy, path, NOON)

    assert before is not None
    assert kept(path) == [TODAY]
    assert kept(before) == [TODAY, TODAY + DAY]


def test_what_lies_beside_a_history_that_is_gone_is_no_part_of_the_copy(path: Path) -> None:
    with closing(open_history(path, NOON).history) as history:
        history.remember(record(NOON))
        copy = back_up(history, path, TODAY)
        history.remember(record(NOON + DAY))
        log = Path(f"{path}-wal").read_bytes()
    path.unlink()
    Path(f"{path}-wal").write_bytes(log)

    assert put_back(copy, path, NOON) is None

    with closing(open_history(path, NOON).history) as history:
        assert len(history.records()) == 1


def test_a_write_that_was_cut_short_is_not_undone_in_the_copy(path: Path) -> None:
    with closing(open_history(path, NOON).history) as history:
        history.remember(*(record(NOON + n * DAY) for n in range(60)))
        copy = back_up(history, path, TODAY)
        history.remember(*(record(NOON + n * DAY) for n in range(60, 300)))
    with closing(sqlite3.connect(path)) as rolling:
        rolling.execute("PRAGMA journal_mode = DELETE")
    cut_short(path)

    put_back(copy, path, NOON)

    assert len(kept(path)) == 60


def cut_short(path: Path) -> None:
    """A program of the user's own writes into it, without SQLite's log, and is killed."""
    program = """
import os, sqlite3, sys
base = sqlite3.connect(sys.argv[1], isolation_level=None)
base.execute("PRAGMA cache_size = 1")
base.execute("BEGIN")
base.execute("DELETE FROM day_parts")
base.execute("DELETE FROM records")
os._exit(1)
"""
    subprocess.run([sys.executable, "-c", program, path], check=False)
    assert Path(f"{path}-journal").exists()


@pytest.mark.usefixtures("history")
def test_what_is_no_history_is_not_put_back(path: Path) -> None:
    rubbish = path.with_name("photo.jpg")
    rubbish.write_bytes(b"\xff\xd8" * 4000)

    with pytest.raises(StorageError) as refused:
        put_back(rubbish, path, NOON)

    assert str(refused.value) == (
        f"{rubbish} is no sound copy of a history: deskbreak history restore lists the copies"
    )
    assert kept(path) == [TODAY]


def test_what_is_forgotten_is_not_in_the_file_any_more(history: History, path: Path) -> None:
    history.remember(record(NOON + DAY))

    gone = history.forget(NOON + DAY)

    assert gone == 1
    assert kept(path) == [TODAY + DAY]
    assert NOON.isoformat().encode() not in path.read_bytes()


def test_the_command_lists_copies_and_puts_one_back(home: Home) -> None:
    listed = home.deskbreak("history", "restore")
    done = home.deskbreak("history", "restore", "2026-03-02")

    assert listed.out.startswith("2026-03-02  ")
    assert done.code == 0
    assert kept(home.history) == [TODAY, TODAY + DAY, TODAY + 2 * DAY]


def test_the_command_deletes_what_lies_before_a_day_and_every_copy(home: Home) -> None:
    done = home.deskbreak("history", "delete", "--before", "2026-03-04", "--yes")

    assert (done.code, done.out) == (0, "2 records are deleted.\n")
    assert kept(home.history) == [TODAY + 2 * DAY, TODAY + 3 * DAY]
    assert backups(home.history) == ()


def test_what_a_restore_a_damage_an_update_or_a_kill_left_is_deleted_too(home: Home) -> None:
    folder = home.history.parent
    home.deskbreak("history", "restore", "2026-03-02")
    left = [
        "history.corrupt-20260302T120000Z.sqlite3",
        "history.corrupt-20260302T120000Z.sqlite3-wal",
        "history.version-1.sqlite3",
        "coming.sqlite3",
        "backups/coming.sqlite3",
    ]
    for name in left:
        (folder / name).write_text("2026-03-02")

    home.deskbreak("history", "delete", "--all", "--yes")

    assert [file.name for file in folder.rglob("*") if file.is_file()] == ["history.sqlite3"]


def test_the_command_deletes_everything(home: Home) -> None:
    done = home.deskbreak("history", "delete", "--all", "--yes")

    assert (done.code, done.out) == (0, "4 records are deleted.\n")
    assert kept(home.history) == []


@pytest.mark.parametrize(
    "arguments",
    [["delete"], ["delete", "--all", "--before", "2026-01-01"], ["delete", "--before", "May"]],
)
def test_what_is_to_go_must_be_said(home: Home, arguments: list[str]) -> None:
    assert home.deskbreak("history", *arguments).code == 2
    assert len(kept(home.history)) == 4


def test_a_day_without_a_copy_is_told(home: Home) -> None:
    done = home.deskbreak("history", "restore", "2020-01-01")

    assert done.code == 1
    assert "neither a file nor the day of a copy" in done.err


@pytest.mark.parametrize(
    "arguments", [["restore", "2026-03-02"], ["delete", "--all", "--yes"]], ids=" ".join
)
def test_while_deskbreak_runs_nothing_is_put_back_or_deleted(
    home: Home, arguments: list[str]
) -> None:
    with CannedDaemon(Reply(ok=True)).running():
        done = home.deskbreak("history", *arguments)

    assert done.code == 1
    assert "quit it with deskbreak quit" in done.err
    assert len(kept(home.history)) == 4
