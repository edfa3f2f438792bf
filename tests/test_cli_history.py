"""The history from the command line: read without a daemon, and never lost."""

import json
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from command_line import CannedDaemon, Done, Home

from deskbreak.control.protocol import Reply
from deskbreak.core.record import DayPart, Outcome, Record
from deskbreak.history.database import open_for_reading, open_history
from deskbreak.history.exporting import export_json
from deskbreak.history.snooze import Snooze
from deskbreak.sensors.zone import local_zone

NOW = datetime.now(UTC)
COMMANDS = {*range(32), *range(127, 160), *range(0x2028, 0x202F), *range(0x2066, 0x206A)}
"""What a terminal obeys instead of showing it, and what turns around the letters after it."""
MINUTE = timedelta(minutes=1)
WALK = ("Get", "up", "and", "walk")
COLUMNS = (
    "id,at,outcome,stretch,seat_time_s,sat_down_at,ended_at,in_hours_s,snoozes,exercised_s,why\n"
)


def record(id_: str, outcome: Outcome, at: datetime, minutes: int, why: str = "") -> Record:
    return Record(
        id=id_,
        at=at,
        outcome=outcome,
        stretch=None if outcome is Outcome.NATURAL else "walk",
        seat_time=minutes * MINUTE,
        sat_down_at=at - minutes * MINUTE,
        ended_at=None if outcome is Outcome.SKIPPED else at,
        parts=(DayPart(at.date(), minutes * MINUTE),),
        why=why,
    )


NATURAL = record("a", Outcome.NATURAL, NOW - timedelta(days=20), 62)
SKIPPED = record("b", Outcome.SKIPPED, NOW - timedelta(hours=2), 45, "Every third break is a walk.")
DONE = record("c", Outcome.DONE, NOW - timedelta(hours=1), 95)
SNOOZE = Snooze(NOW - timedelta(minutes=70), "p1", 10 * MINUTE)


def keep(home: Home, records: Iterable[Record], *snoozes: Snooze) -> None:
    with closing(open_history(home.history, NOW).history) as history:
        history.remember(*records)
        history.snoozed(*snoozes)


@pytest.fixture
def kept(home: Home) -> Home:
    """Someone who has used deskbreak for a while."""
    keep(home, (NATURAL, SKIPPED, DONE), SNOOZE)
    return home


def test_without_a_history_there_is_nothing_to_list_and_none_is_begun(home: Home) -> None:
    assert home.deskbreak("history") == Done(0, "Nothing yet in these days.\n", "")
    assert home.deskbreak("stats", "--json").code == 0
    assert not home.history.exists()


def test_the_last_days_are_listed_in_local_time(kept: Home) -> None:
    done = kept.process("history", "--days", "2", "--why")

    rows = [line.split() for line in done.out.splitlines()]
    assert (done.code, done.err) == (0, "")
    assert rows == [
        ["When", "What", "became", "of", "it", "Stretch", "Desk", "time", "Snoozes", "Why"],
        [
            *local(SKIPPED),
            "skipped",
            *WALK,
            "45",
            "min",
            "0",
            *SKIPPED.why.split(),
        ],
        [*local(DONE), "done", *WALK, "95", "min", "0"],
    ]


def test_a_move_is_listed_by_its_name_and_one_that_nobody_knows_by_its_id(home: Home) -> None:
    keep(
        home, (replace(SKIPPED, stretch="hip_hinge_desk"), replace(DONE, stretch="of_a_lost_pack"))
    )

    told = home.deskbreak("history").out

    assert "  Hip hinge at the desk  " in told
    assert "  of_a_lost_pack  " in told


def local(kept: Record) -> list[str]:
    return f"{kept.at.astimezone(local_zone()):%Y-%m-%d %H:%M}".split()


def test_the_list_for_programs_is_what_an_export_is(kept: Home) -> None:
    listed = json.loads(kept.deskbreak("history", "list", "--days", "30", "--json").out)
    exported = json.loads(kept.deskbreak("history", "export").out)

    assert [record["id"] for record in listed["records"]] == ["a", "b", "c"]
    assert listed == exported
    assert listed["records"][1]["seat_time_s"] == 2700
    assert listed["snoozes"][0]["length_s"] == 600


def test_an_export_is_csv_where_asked_or_named_so(kept: Home) -> None:
    asked = kept.deskbreak("history", "export", "--format", "csv")
    file = kept.folder / "history.csv"
    named = kept.deskbreak("history", "export", str(file))

    assert asked.out.startswith(COLUMNS)
    assert len(asked.out.splitlines()) == 4
    assert named == Done(0, f"{file}: written\n", "")
    assert file.read_text(encoding="utf-8") == asked.out


def test_a_file_that_is_there_is_replaced_only_by_force(kept: Home) -> None:
    file = kept.folder / "mine.json"
    file.write_text("mine")

    refused = kept.deskbreak("history", "export", str(file))

    assert refused == Done(
        1, "", f"{file} already exists: name another file, or replace it with --force\n"
    )
    assert file.read_text() == "mine"
    assert kept.deskbreak("history", "export", "--force", str(file)).code == 0
    assert json.loads(file.read_text())["version"] == 1


def test_an_export_is_taken_in_elsewhere_and_twice_is_once(kept: Home) -> None:
    exported = kept.deskbreak("history", "export").out
    kept.history.unlink()
    keep(kept, [DONE])

    first = kept.deskbreak("history", "import", "-", stdin=exported)
    second = kept.deskbreak("history", "import", "-", stdin=exported)

    assert first == Done(0, "standard input: 3 records, 2 of them new here\n", "")
    assert second == Done(0, "standard input: 3 records, 0 of them new here\n", "")
    assert kept.deskbreak("history", "export").out == exported


def test_a_bar_follows_an_import_where_somebody_watches(kept: Home) -> None:
    file = kept.folder / "kept.json"
    kept.deskbreak("history", "export", str(file))

    done = kept.on_terminal("history", "import", str(file))

    assert done.code == 0
    assert "Importing" in done.out
    assert "100%" in done.out


def test_nothing_is_imported_while_the_daemon_writes(kept: Home) -> None:
    exported = kept.deskbreak("history", "export").out

    with CannedDaemon(Reply(ok=True)).running():
        done = kept.deskbreak("history", "import", "-", stdin=exported)

    assert done == Done(
        1, "", "deskbreak is running: quit it with deskbreak quit, and start it again afterwards\n"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "standard input: line 1, column 2: Expecting property name"),
        ("[]", "standard input: the whole: found []; allowed: a table with the keys"),
        ('{"version": 2, "records": [], "snoozes": []}', "version: found 2"),
        ('{"version": 1, "records": [{}], "snoozes": []}', "records[1].id: missing"),
    ],
)
def test_what_is_no_history_is_refused_whole(kept: Home, text: str, told: str) -> None:
    before = kept.deskbreak("history", "export").out

    done = kept.deskbreak("history", "import", "-", stdin=text)

    assert (done.code, done.out) == (1, "")
    assert told in done.err
    assert kept.deskbreak("history", "export").out == before


def test_what_an_import_says_to_the_terminal_itself_is_not_passed_on(home: Home) -> None:
    evil = "\x1b[31m\x07\x9b2J\u202elive\u2066"
    file = home.folder / "evil.json"
    file.write_text(export_json([replace(SKIPPED, stretch=evil, why=f"{evil}\n\r\u2028why")]))
    home.deskbreak("history", "import", str(file))

    listed = home.deskbreak("history", "list", "--why").out
    one_by_one = home.on_terminal("history", "list", "--why", environment={"COLUMNS": "40"}).out
    file.write_text(export_json([replace(SKIPPED, id=evil)] * 2))
    refused = home.deskbreak("history", "import", str(file)).err

    exported = home.deskbreak("history", "list", "--json").out
    for text in (listed, one_by_one, exported, refused):
        assert "[31m" in text
        assert [each for each in text if each != "\n" and ord(each) in COMMANDS] == []
    assert len(listed.splitlines()) == 2
    assert json.loads(exported)["records"][0]["stretch"] == evil


def test_a_file_that_is_not_there_cannot_be_imported(home: Home) -> None:
    done = home.deskbreak("history", "import", "nowhere.json")

    assert done == Done(
        1,
        "",
        "nowhere.json cannot be read (No such file or directory): name a file you can read\n",
    )


def test_a_daemon_that_is_busy_takes_no_statistics_away(home: Home) -> None:
    with CannedDaemon(Reply(ok=False, error="deskbreak is busy")).running():
        done = home.deskbreak("stats", "--json")

    assert done.code == 0
    assert json.loads(done.out)["total"]["bouts"] == 0


@pytest.mark.parametrize("arguments", [["history"], ["history", "export"], ["stats"]])
def test_a_damaged_history_is_told_and_left_alone(home: Home, arguments: list[str]) -> None:
    home.history.parent.mkdir(parents=True)
    home.history.write_bytes(b"not a database, and long enough to be looked at" * 20)

    done = home.deskbreak(*arguments)

    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"{home.history}: damaged (")
    assert done.err.endswith("deskbreak sets it aside when it starts next\n")
    assert home.history.read_bytes().startswith(b"not a database")


def test_an_import_sets_a_damaged_history_aside_and_says_where(home: Home) -> None:
    home.history.parent.mkdir(parents=True)
    home.history.write_bytes(b"not a database, and long enough to be looked at" * 20)

    text = '{"version": 1, "records": [], "snoozes": []}'
    done = home.deskbreak("history", "import", "-", stdin=text)

    (aside,) = home.history.parent.glob("*corrupt*")
    assert done.code == 0
    assert done.err == (
        f"The history was damaged. It is kept as {aside}, and a new one has been started.\n"
    )
    assert aside.read_bytes().startswith(b"not a database")


def test_the_days_add_up(kept: Home) -> None:
    done = kept.deskbreak("stats", "--days", "30", "--json")

    stats = json.loads(done.out)
    assert len(stats["days"]) == 30
    assert stats["total"] == {
        "seat_time_s": (62 + 95) * 60,
        "bouts": 2,
        "longest_bout_s": 5700,
        "over_30": 2,
        "over_60": 2,
        "done": 1,
        "partial": 0,
        "taken": 0,
        "skipped": 1,
        "ignored": 0,
        "snoozed": 1,
        "natural": 1,
    }


def test_the_week_is_a_table_with_a_row_for_each_number(kept: Home) -> None:
    done = kept.on_terminal("stats", environment={"NO_COLOR": "1", "TERM": "dumb"})

    lines = done.out.splitlines()
    assert done.code == 0
    assert max(map(len, lines)) <= 80
    assert [line[:17].strip() for line in lines] == [
        "",
        "",
        "Desk time",
        "Sitting spells",
        "Longest spell",
        "Over 30 min",
        "Over 60 min",
        "Done",
        "Ended early",
        "Up when asked",
        "Away on your own",
        "Skipped",
        "Snoozed",
        "Ignored",
    ]
    assert lines[1].split()[-1] == "Total"
    assert lines[2].split()[-1] == "1:35"


def test_longer_times_are_told_week_by_week(kept: Home) -> None:
    done = kept.deskbreak("stats", "--days", "10")

    totals = [line.split()[-1] for line in done.out.splitlines() if "spells" in line]
    headers = [line.split() for line in done.out.splitlines() if line.startswith(" " * 10)]
    assert [len(header) for header in headers] == [7, 7, 3, 4]
    assert totals[-1] == "1"


@pytest.mark.parametrize(
    ("days", "first", "columns"),
    [("60", "week of", 10), ("400", "", 15), ("3650", "20", 12)],
    ids=["weeks", "months", "years"],
)
def test_a_long_time_is_told_in_weeks_months_or_years(
    kept: Home, days: str, first: str, columns: int
) -> None:
    done = kept.deskbreak("stats", "--days", days)

    rows = [line.split()[2:] for line in done.out.splitlines() if line.startswith("Sitting spells")]
    numbers = [number for row in rows for number in row]
    assert done.out.split("\n\n")[0].lstrip().startswith(first)
    assert abs(len(numbers) - columns) <= 1
    assert int(numbers[-1]) == sum(map(int, numbers[:-1])) > 0


def test_an_import_tells_how_many_were_new_and_takes_none_twice(home: Home) -> None:
    kept = home.folder / "kept.json"
    kept.write_text(export_json([DONE], [Snooze(NOW, "p0", timedelta(minutes=10))]))
    elsewhere = home.folder / "elsewhere.json"
    others = [Snooze(NOW - timedelta(days=1), "p0", timedelta(minutes=5))]
    elsewhere.write_text(export_json([DONE, SKIPPED], others))

    first = home.deskbreak("history", "import", str(kept))
    second = home.deskbreak("history", "import", str(elsewhere))

    assert "1 record, 1 of them new here" in first.out
    assert "2 records, 1 of them new here" in second.out
    with closing(open_for_reading(home.history)) as history:
        assert [snooze.length for snooze in history.snoozes()] == [
            timedelta(minutes=5),
            timedelta(minutes=10),
        ]
