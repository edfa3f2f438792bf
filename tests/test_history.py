"""The history never loses a thing: not to a crash, a damaged file, a second writer or a newer file."""

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from full_disk import a_disk_that_takes_no_file_above

from deskbreak.core.record import DayPart, Outcome, Record
from deskbreak.errors import StorageError
from deskbreak.history.database import History, Opened, open_for_reading, open_history
from deskbreak.history.snooze import Snooze

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 2, 18, 30, 5, tzinfo=UTC)

NATURAL = Record(
    id="r1",
    at=datetime(2026, 3, 2, 9, 51, 0, 123456, tzinfo=UTC),
    outcome=Outcome.NATURAL,
    stretch=None,
    seat_time=timedelta(minutes=46, microseconds=1),
    sat_down_at=NINE,
    ended_at=datetime(2026, 3, 2, 9, 46, 0, 1, tzinfo=UTC),
    parts=(
        DayPart(date(2026, 3, 2), timedelta(minutes=30)),
        DayPart(date(2026, 3, 3), timedelta(minutes=16, microseconds=1)),
    ),
)
DONE = Record(
    id="r2",
    at=datetime(2026, 3, 2, 10, 45, tzinfo=UTC),
    outcome=Outcome.DONE,
    stretch="hip-flexor",
    seat_time=timedelta(minutes=45),
    sat_down_at=datetime(2026, 3, 2, 10, 0, tzinfo=UTC),
    ended_at=None,
    snoozes=2,
    exercised=timedelta(seconds=60),
    why="waited longest; said “yes” 10 min ago",
)
SNOOZE = Snooze(datetime(2026, 3, 2, 9, 40, tzinfo=UTC), "p1", timedelta(minutes=10))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite3"


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    with closing(open_history(path, NOW).history) as opened:
        yield opened


def written(path: Path, *records: Record) -> None:
    with closing(open_history(path, NOW).history) as history:
        history.remember(*records)


def read(path: Path) -> tuple[Record, ...]:
    with closing(open_for_reading(path)) as history:
        return history.records()


def edit(path: Path, *statements: str) -> None:
    """What a person does with the sqlite3 shell."""
    with closing(sqlite3.connect(path)) as base, base:
        for statement in statements:
            base.execute(statement)


# What it keeps


def test_a_record_comes_back_to_the_microsecond(path: Path) -> None:
    written(path, NATURAL, DONE)

    assert read(path) == (NATURAL, DONE)


def test_the_same_record_written_twice_is_kept_once_and_as_it_was(history: History) -> None:
    history.remember(NATURAL)
    history.remember(replace(NATURAL, why="another", parts=()), DONE)

    assert history.records() == (NATURAL, DONE)


def test_records_come_in_the_order_of_their_time(history: History) -> None:
    history.remember(DONE)
    history.remember(NATURAL)

    assert history.records() == (NATURAL, DONE)


def test_a_span_includes_its_start_and_not_its_end(history: History) -> None:
    history.remember(NATURAL, DONE)

    assert history.records(since=NATURAL.at, until=DONE.at) == (NATURAL,)
    assert history.records(since=DONE.at) == (DONE,)
    assert history.records(until=NATURAL.at) == ()


def test_a_span_may_be_given_in_any_zone(history: History) -> None:
    history.remember(NATURAL, DONE)
    berlin = timezone(timedelta(hours=1))

    assert history.records(since=datetime(2026, 3, 2, 11, 45, tzinfo=berlin)) == (DONE,)


def test_two_parts_of_one_day_are_both_kept(history: History) -> None:
    around_lunch = replace(
        NATURAL,
        parts=(
            DayPart(date(2026, 3, 2), timedelta(minutes=5)),
            DayPart(date(2026, 3, 2), timedelta(minutes=7)),
        ),
    )
    history.remember(around_lunch)

    assert history.records() == (around_lunch,)


def test_a_snooze_is_kept_once_and_is_no_record(history: History) -> None:
    history.snoozed(SNOOZE)
    history.snoozed(SNOOZE, replace(SNOOZE, proposal="p2", at=NOW))

    assert history.snoozes() == (SNOOZE, replace(SNOOZE, proposal="p2", at=NOW))
    assert history.snoozes(until=NOW) == (SNOOZE,)
    assert history.records() == ()


def test_snoozes_of_two_sessions_that_number_alike_are_both_kept(history: History) -> None:
    later = replace(SNOOZE, at=NOW)

    history.snoozed(SNOOZE, later, SNOOZE)

    assert history.snoozes() == (SNOOZE, later)


def test_after_tidying_a_plain_copy_of_the_file_has_everything(
    history: History, path: Path, tmp_path: Path
) -> None:
    history.remember(NATURAL, DONE)

    history.tidy()
    copy = Path(shutil.copy(path, tmp_path / "copy.sqlite3"))

    assert read(copy) == (NATURAL, DONE)


# What the user takes back


def test_a_voided_break_leaves_the_list_but_not_the_file(history: History) -> None:
    history.remember(NATURAL, DONE)

    history.void(datetime(2026, 3, 2, 9, 46, 0, 1, tzinfo=UTC))

    assert history.records() == (DONE,)
    assert history.records(include_void=True) == (NATURAL, DONE)


def test_a_voided_break_stays_voided_when_it_is_written_again(history: History) -> None:
    history.remember(NATURAL)
    history.void(datetime(2026, 3, 2, 9, 46, 0, 1, tzinfo=UTC))
    history.remember(NATURAL)

    assert history.records() == ()


def test_to_void_a_break_that_was_too_short_to_be_recorded_changes_nothing(
    history: History,
) -> None:
    history.remember(NATURAL)

    history.void(NINE)

    assert history.records() == (NATURAL,)


@pytest.mark.parametrize(
    ("outcome", "left"), [(Outcome.TAKEN, 0), (Outcome.DONE, 1), (Outcome.PARTIAL, 1)]
)
def test_only_an_absence_can_be_voided(history: History, outcome: Outcome, left: int) -> None:
    history.remember(replace(DONE, outcome=outcome, ended_at=NINE))

    history.void(NINE)

    assert len(history.records()) == left


# Who may read it


def test_file_sidecars_and_folder_belong_to_the_user_alone(history: History, path: Path) -> None:
    history.remember(NATURAL)

    assert {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {
        "history.sqlite3": 0o600,
        "history.sqlite3-wal": 0o600,
        "history.sqlite3-shm": 0o600,
    }
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_that_everybody_could_read_is_made_private(path: Path) -> None:
    written(path, NATURAL)
    path.chmod(0o644)

    written(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_person_can_read_it_with_the_sqlite3_shell(path: Path) -> None:
    written(path, NATURAL)

    with closing(sqlite3.connect(path)) as base:
        rows = base.execute("SELECT at, outcome, seat_time_s, ended_at, voided FROM records")
        assert rows.fetchall() == [
            (
                "2026-03-02T09:51:00.123456+00:00",
                "natural",
                2760.000001,
                "2026-03-02T09:46:00.000001+00:00",
                0,
            )
        ]


# Reading without writing


def test_reading_where_there_is_no_history_finds_none_and_creates_none(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "history.sqlite3"

    assert read(path) == ()
    assert list(tmp_path.iterdir()) == []


def test_reading_leaves_the_file_and_its_folder_as_they_were(path: Path) -> None:
    written(path, NATURAL)
    before = path.read_bytes()

    assert read(path) == (NATURAL,)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["history.sqlite3"]


def test_reading_sees_what_the_daemon_wrote_a_moment_ago(history: History, path: Path) -> None:
    history.remember(NATURAL)
    history.snoozed(SNOOZE)

    with closing(open_for_reading(path)) as reader:
        assert (reader.records(), reader.snoozes()) == ((NATURAL,), (SNOOZE,))


def test_what_was_opened_for_reading_cannot_be_written(path: Path) -> None:
    written(path, NATURAL)

    with closing(open_for_reading(path)) as reader, pytest.raises(StorageError, match="readonly"):
        reader.remember(DONE)


def test_a_path_with_signs_that_mean_something_in_an_address_is_read(tmp_path: Path) -> None:
    path = tmp_path / "50% off? #1 ünï" / "history.sqlite3"
    written(path, NATURAL)

    assert read(path) == (NATURAL,)


# Damage


def random_bytes(path: Path) -> None:
    path.write_bytes(bytes((n * 197 + n // 7) % 256 for n in range(5000)))


def text(path: Path) -> None:
    path.write_text("This is my diary.\n" * 100, encoding="utf-8")


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def nothing_but_the_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def overwritten_in_the_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:8192] = b"\xff" * 4096
    path.write_bytes(content)


def without_a_table(path: Path) -> None:
    edit(path, "DROP TABLE snoozes")


def without_a_column(path: Path) -> None:
    edit(path, "ALTER TABLE records DROP COLUMN why")


def from_another_program(path: Path) -> None:
    path.unlink()
    edit(path, "CREATE TABLE records (id)")


def with_a_version_below_any(path: Path) -> None:
    edit(path, "PRAGMA user_version = -3")


def of_a_form_that_sqlite_does_not_know(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[47] = 9
    path.write_bytes(content)


def with_a_schema_that_is_no_text(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"position INTEGER NOT", b"position \xf3NTEGER NOT"))


DAMAGES = [
    of_a_form_that_sqlite_does_not_know,
    with_a_schema_that_is_no_text,
    random_bytes,
    text,
    truncated,
    nothing_but_the_header,
    overwritten_in_the_middle,
    without_a_table,
    without_a_column,
    from_another_program,
    with_a_version_below_any,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_history_is_set_aside_as_it_is_and_a_new_one_begun(
    path: Path, damage: Callable[[Path], None]
) -> None:
    written(path, NATURAL, DONE)
    damage(path)
    content = path.read_bytes()

    opened = open_history(path, NOW)
    opened.history.remember(DONE)
    opened.history.close()

    assert opened.set_aside == path.with_name("history.corrupt-20260302T183005Z.sqlite3")
    assert opened.set_aside.read_bytes() == content
    assert read(path) == (DONE,)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_history_cannot_be_read_and_stays_where_it_is(
    path: Path, damage: Callable[[Path], None]
) -> None:
    written(path, NATURAL)
    damage(path)
    content = path.read_bytes()

    with pytest.raises(StorageError, match=r"history\.sqlite3: damaged"):
        open_for_reading(path)

    assert path.read_bytes() == content


def test_what_was_not_yet_in_the_main_file_goes_aside_with_it(path: Path) -> None:
    path.parent.mkdir()
    for ending in ("", "-wal", "-shm"):
        Path(f"{path}{ending}").write_text(f"spoilt{ending}" * 100, encoding="utf-8")

    opened = open_history(path, NOW)
    opened.history.close()

    assert {file.name for file in path.parent.iterdir()} == {
        "history.sqlite3",
        "history.corrupt-20260302T183005Z.sqlite3",
        "history.corrupt-20260302T183005Z.sqlite3-wal",
        "history.corrupt-20260302T183005Z.sqlite3-shm",
    }


def test_a_second_damage_in_the_same_second_does_not_cover_the_first(path: Path) -> None:
    path.parent.mkdir()
    text(path)
    open_history(path, NOW).history.close()
    random_bytes(path)

    opened = open_history(path, NOW)
    opened.history.close()

    assert opened.set_aside == path.with_name("history.corrupt-20260302T183005Z-2.sqlite3")
    assert (
        path.with_name("history.corrupt-20260302T183005Z.sqlite3")
        .read_text(encoding="utf-8")
        .startswith("This is my diary.")
    )


def test_an_empty_file_is_a_history_that_has_not_begun(path: Path) -> None:
    path.parent.mkdir()
    path.touch()

    assert read(path) == ()
    opened = open_history(path, NOW)
    opened.history.close()

    assert opened.set_aside is None


def test_a_view_that_the_user_added_is_no_damage(path: Path) -> None:
    written(path, NATURAL)
    edit(path, "CREATE VIEW mine AS SELECT * FROM records", "CREATE TABLE notes (text)")

    opened = open_history(path, NOW)
    opened.history.close()

    assert opened.set_aside is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "UPDATE records SET at = '2026-03-02T09:00:00'",
            'record r1: at: found "2026-03-02T09:00:00"',
        ),
        ("UPDATE records SET outcome = 'dune'", 'record r1: outcome: found "dune"'),
        ("UPDATE records SET seat_time_s = 1e300", "record r1: "),
        ("UPDATE records SET seat_time_s = 'long'", "record r1: "),
        ("UPDATE records SET seat_time_s = 8.6e13", "record r1: seat_time_s: found 8600000000"),
        ("UPDATE records SET at = '9999-12-31T23:59:59+00:00'", "record r1: at: found"),
        ("UPDATE records SET snoozes = 1e30", "record r1: snoozes: found 1e+30"),
        ("UPDATE day_parts SET day = 'monday'", "monday"),
    ],
)
def test_an_entry_that_was_edited_into_nonsense_is_named(
    path: Path, change: str, told: str
) -> None:
    written(path, NATURAL)
    edit(path, change)

    with pytest.raises(StorageError) as refusal:
        read(path)

    assert told in str(refusal.value)
    assert str(path) in str(refusal.value)


def test_damage_that_shows_while_it_is_open_is_told(path: Path) -> None:
    written(path, NATURAL)
    opened = open_history(path, NOW)
    overwritten_in_the_middle(path)

    with pytest.raises(StorageError, match="it is damaged: restart deskbreak, which sets it aside"):
        opened.history.records()
    opened.history.close()


# Other obstacles


def test_a_newer_file_is_refused_and_nothing_in_it_is_touched(path: Path) -> None:
    written(path, NATURAL)
    edit(path, "PRAGMA user_version = 7", "DROP TABLE snoozes")
    before = path.read_bytes()

    with pytest.raises(
        StorageError, match=r"newer deskbreak \(version 7 of the file; .* knows 3\)"
    ):
        open_history(path, NOW)
    with pytest.raises(StorageError, match="update deskbreak"):
        open_for_reading(path)

    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_told_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    with pytest.raises(StorageError, match=r"file/data/history\.sqlite3: .*; make sure that"):
        open_history(file / "data" / "history.sqlite3", NOW)


def test_a_folder_in_the_place_of_the_file_is_told_and_left_alone(path: Path) -> None:
    path.mkdir(parents=True, mode=0o755)

    with pytest.raises(StorageError, match="make sure that it is a file"):
        open_history(path, NOW)
    with pytest.raises(StorageError, match="make sure that it is a file"):
        open_for_reading(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o755


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux has a folder like /proc")
def test_a_folder_that_takes_no_files_is_told() -> None:
    with pytest.raises(StorageError, match=r"/proc/history\.sqlite3: "):
        open_history(Path("/proc/history.sqlite3"), NOW)


def test_a_full_disk_is_told_and_once_there_is_space_the_same_history_goes_on(
    history: History, path: Path
) -> None:
    history.remember(NATURAL)
    long = replace(DONE, why="because " * 50_000)

    with (
        a_disk_that_takes_no_file_above(200_000),
        pytest.raises(StorageError, match=r"history\.sqlite3: .*; its disk is full or failing"),
    ):
        history.remember(long)
    history.remember(DONE)

    assert history.records() == (NATURAL, DONE)
    assert read(path) == (NATURAL, DONE)


def test_a_disk_that_is_full_when_the_history_is_opened_is_told(path: Path) -> None:
    written(path, NATURAL)
    edit(path, "PRAGMA journal_mode = DELETE")  # as a restored backup may be

    with (
        a_disk_that_takes_no_file_above(0),
        pytest.raises(StorageError, match="its disk is full or failing"),
    ):
        open_history(path, NOW)

    assert read(path) == (NATURAL,)


def test_a_program_that_does_not_let_go_of_the_file_is_told(
    history: History, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskbreak.history.database._PATIENCE", timedelta(milliseconds=50))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="another program is using it"):
            open_history(path, NOW)
    history.remember(NATURAL)

    assert history.records() == (NATURAL,)


def test_a_program_that_keeps_even_readers_out_is_told_and_taken_for_no_damage(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(path, NATURAL)
    monkeypatch.setattr("deskbreak.history.database._PATIENCE", timedelta(milliseconds=50))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageError, match="another program is using it"):
            open_history(path, NOW)

    assert read(path) == (NATURAL,)


def test_a_program_that_only_reads_hinders_nobody(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(path, NATURAL)
    monkeypatch.setattr("deskbreak.history.database._PATIENCE", timedelta(milliseconds=50))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN")
        other.execute("SELECT * FROM records").fetchall()
        opened = open_history(path, NOW)
    opened.history.remember(DONE)
    opened.history.close()

    assert read(path) == (NATURAL, DONE)


# Crashes and company

WRITER = """
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from deskbreak.core.record import DayPart, Outcome, Record
from deskbreak.history.database import open_history

path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
now = datetime(2026, 3, 2, tzinfo=UTC)
part = DayPart(date(2026, 3, 2), timedelta(minutes=45))
history = open_history(path, now).history
for n in range(count):
    id_ = f"{name}{n}"
    history.remember(Record(id_, now, Outcome.DONE, None, timedelta(), now, now, (part,)))
    print(id_, flush=True)
"""


def writer(path: Path, name: str, count: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(count)],
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("acknowledged_before_the_kill", [1, 50, 700])
def test_a_process_killed_while_writing_leaves_every_acknowledged_record(
    path: Path, acknowledged_before_the_kill: int
) -> None:
    with writer(path, "k", 1_000_000) as killed:
        assert killed.stdout is not None
        acknowledged = [killed.stdout.readline() for _ in range(acknowledged_before_the_kill)]
        os.kill(killed.pid, signal.SIGKILL)
        acknowledged += killed.stdout.readlines()
    left = shutil.copytree(path.parent, path.parent.with_name("as-it-was-left"))
    after_restart = open_history(path, NOW)
    after_restart.history.close()

    promised = {line.strip() for line in acknowledged if line.endswith("\n")}
    assert after_restart == Opened(after_restart.history, set_aside=None)
    for records in (read(left / path.name), read(path)):
        assert len(records) - len(promised) in (0, 1)  # one may be written and not yet acknowledged
        assert promised <= {record.id for record in records}
        assert {len(record.parts) for record in records} == {1}


KILLED_AT_BIRTH = """
import os, signal, sqlite3, sys

base = sqlite3.connect(sys.argv[1], isolation_level=None)
base.execute("PRAGMA cache_size = 1")
base.execute("BEGIN IMMEDIATE")
base.execute("CREATE TABLE records (id TEXT)")
base.executemany("INSERT INTO records VALUES (?)", [("x" * 1000,)] * 100)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_killed_while_it_made_the_file_leaves_one_that_has_not_begun(path: Path) -> None:
    path.parent.mkdir()
    killed = subprocess.run([sys.executable, "-c", KILLED_AT_BIRTH, path], check=False)
    half_made = {file.name for file in path.parent.iterdir()}

    opened = open_history(path, NOW)
    opened.history.close()

    assert (killed.returncode, half_made) == (
        -signal.SIGKILL,
        {"history.sqlite3", "history.sqlite3-journal"},
    )
    assert opened.set_aside is None
    assert read(path) == ()


def test_processes_that_begin_and_write_at_once_lose_nothing(path: Path) -> None:
    names = ("a", "b", "c", "d")
    writers = [writer(path, name, 100) for name in names]
    for process in writers:
        process.communicate(timeout=60)

    assert [process.returncode for process in writers] == [0, 0, 0, 0]
    assert {record.id for record in read(path)} == {f"{m}{n}" for m in names for n in range(100)}
    assert [file.name for file in path.parent.iterdir() if "corrupt" in file.name] == []


def test_records_written_together_are_kept_all_or_none(history: History) -> None:
    unwritable = replace(DONE, why="\ud800")

    with pytest.raises(UnicodeEncodeError):
        history.remember(NATURAL, unwritable)
    history.remember(DONE)

    assert history.records() == (DONE,)


def test_a_closed_history_is_a_mistake_in_the_program_and_not_of_the_disk(path: Path) -> None:
    history = open_history(path, NOW).history
    history.close()

    with pytest.raises(sqlite3.ProgrammingError):
        history.records()


def test_the_module_does_not_load_sqlite_before_it_is_needed() -> None:
    program = "import sys, deskbreak.history.database; print('sqlite3' in sys.modules)"

    run = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )

    assert run.stdout == "False\n"
