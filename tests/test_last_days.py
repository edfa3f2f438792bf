"""The last days are kept as they went, in little room, and name no program."""

import json
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from daybook import CATALOGUE, CET, Told, lived_through, rules
from kept_life import KeptLife
from odd_files import odd_files

from deskbreak.core.effects import Propose, Remember
from deskbreak.core.events import (
    Answer,
    RulesChanged,
    Ticked,
)
from deskbreak.core.state import Rules, Session
from deskbreak.days.last_days import (
    LONGEST_FILE,
    MOST_BYTES,
    delete_kept_days,
    kept_days,
    tidy,
)
from deskbreak.errors import StorageError

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 2)
MINE = rules({"hold.ignore": ["obs-studio"], "hooks.on_answer": ["/home/anna/bin/tell"]})


def decided(life: KeptLife) -> list[tuple[datetime, object]]:
    return [
        (effect.at.wall, effect.id if isinstance(effect, Propose) else effect.record.outcome)
        for effect in life.effects
        if isinstance(effect, Propose | Remember)
    ]


def decided_again(days: Iterable[Iterable[str]]) -> list[tuple[datetime, object]]:
    """By each day alone, under settings that must make no difference."""
    elsewhere = rules({"breaks.every": "2h"}, CATALOGUE)
    told: list[Told] = [line for day in days for line in lived_through(day, elsewhere)]
    return [
        (datetime.fromisoformat(str(line["at"])), line.get("id") or line["outcome"])
        for line in told
        if line["effect"] in {"propose", "record"}
    ]


Living = Callable[..., KeptLife]


@pytest.fixture
def live() -> Iterator[Living]:
    """Whoever lives here closes what they wrote."""
    lives: list[KeptLife] = []

    def begun(folder: Path, of: Rules = MINE, session: Session | None = None) -> KeptLife:
        lives.append(KeptLife(folder, of, session))
        return lives[-1]

    yield begun
    for life in lives:
        life.days.close()


def test_each_day_replays_by_itself_to_what_was_proposed(tmp_path: Path, live: Living) -> None:
    life = live(tmp_path)
    for day in (0, 1440, 2880):
        life.work(day + 60, day + 170)
        life.answer(day + 171, Answer.DONE)
        life.work(day + 171, day + 260)
        life.rest(day + 900)
    life.days.close()

    names = [day.path.name for day in kept_days(tmp_path)]
    assert names == ["2026-03-02.jsonl.gz", "2026-03-03.jsonl.gz", "2026-03-04.jsonl"]
    wanted = decided(life)
    assert len(wanted) > 9
    assert decided_again(day.lines() for day in kept_days(tmp_path)) == wanted


def test_a_day_goes_on_in_a_second_file_after_a_start(tmp_path: Path, live: Living) -> None:
    life = live(tmp_path)
    life.work(60, 130)
    life.days.close()
    again = live(tmp_path, session=life.session)
    again.work(130, 200)
    again.days.close()

    kept = kept_days(tmp_path)
    assert [day.path.name for day in kept] == ["2026-03-02.jsonl.gz", "2026-03-02_02.jsonl"]
    assert [day.day for day in kept] == [MONDAY, MONDAY]
    assert decided_again(day.lines() for day in kept) == decided(life) + decided(again)


def test_a_line_that_a_kill_cut_off_is_left_out(tmp_path: Path, live: Living) -> None:
    life = live(tmp_path)
    life.work(60, 130)
    (kept,) = kept_days(tmp_path)
    whole = kept.lines()

    kept.path.write_bytes(kept.path.read_bytes()[:-7])

    assert kept.lines() == whole[:-1]
    assert decided_again([kept.lines()]) == decided(life)


def test_the_files_name_no_program_and_are_the_users_alone(tmp_path: Path, live: Living) -> None:
    folder = tmp_path / "state" / "record"
    life = live(folder)
    life.work(60, 70)
    life.rules = rules(
        {"hold.ignore": ["mumble"], "hooks.on_state": ["log-me"], "breaks.every": "50m"}
    )
    life.round(RulesChanged(life.at(70)))

    (kept,) = kept_days(folder)
    text = "".join(kept.lines())
    assert not any(name in text for name in ("obs", "anna", "mumble", "log-me"))
    assert json.loads(kept.lines()[-1])["set"] == {"breaks.every": "50m"}
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    tidy(folder, MONDAY, 14)
    (kept,) = kept_days(folder)
    assert kept.path.suffix == ".gz"
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600


def test_fourteen_long_days_stay_below_a_megabyte(tmp_path: Path, live: Living) -> None:
    life = live(tmp_path)
    most = 0
    for day in range(0, 16 * 1440, 1440):
        life.work(day, day + 900)
        most = max(most, sum(path.stat().st_size for path in tmp_path.iterdir()))
    life.days.close()

    assert [day.day for day in kept_days(tmp_path)] == [
        MONDAY + number * DAY for number in range(2, 16)
    ]
    assert most < MOST_BYTES / 2


def test_days_of_the_largest_size_go_the_oldest_first(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"{MONDAY + number * DAY}.jsonl.gz").write_bytes(b"x" * LONGEST_FILE)
    (tmp_path / "mine.txt").write_text("not deskbreak's")

    tidy(tmp_path, MONDAY + 9 * DAY, 14)

    kept = kept_days(tmp_path)
    assert [day.day for day in kept] == [MONDAY + 8 * DAY]
    assert (tmp_path / "mine.txt").exists()


def test_a_day_that_grows_absurdly_is_stopped_and_the_next_one_is_kept(
    tmp_path: Path, live: Living
) -> None:
    life = live(tmp_path)
    for number in range(6000):
        life.round(Ticked(life.at(number / 1000)))

    (kept,) = kept_days(tmp_path)
    assert LONGEST_FILE < kept.path.stat().st_size < LONGEST_FILE + 200
    life.rest(1440)
    assert [day.day for day in kept_days(tmp_path)] == [MONDAY, MONDAY + DAY]


def test_who_starts_again_and_again_fills_no_disk(tmp_path: Path, live: Living) -> None:
    for _start in range(30):
        live(tmp_path).days.close()

    assert len(kept_days(tmp_path)) == 16


def test_with_no_days_nothing_is_kept_and_what_was_is_deleted(tmp_path: Path, live: Living) -> None:
    life = live(tmp_path)
    life.work(60, 70)
    life.rest(1440)
    assert len(kept_days(tmp_path)) == 2

    settings = replace(MINE.settings, record=replace(MINE.settings.record, days=0))
    life.rules = replace(MINE, settings=settings)
    life.round(RulesChanged(life.at(1441)))
    life.work(1500, 1510)
    assert list(tmp_path.iterdir()) == []

    life.rules = MINE
    life.round(RulesChanged(life.at(1511)))
    assert [day.day for day in kept_days(tmp_path)] == [MONDAY + DAY]


def test_days_that_were_deleted_begin_anew(tmp_path: Path, live: Living) -> None:
    life = live(tmp_path)
    life.work(60, 100)

    assert delete_kept_days(tmp_path) == 1
    assert list(tmp_path.iterdir()) == []
    life.work(100, 200)

    (kept,) = kept_days(tmp_path)
    assert decided_again([kept.lines()]) == decided(life)


def test_a_clock_that_was_wrong_leaves_no_days_to_come(tmp_path: Path) -> None:
    for day in ("2099-01-01", "2026-03-03", "2026-02-17", "2026-02-16", "2026-02-30"):
        (tmp_path / f"{day}.jsonl.gz").touch()

    tidy(tmp_path, MONDAY, 14)

    assert [f"{day.day}" for day in kept_days(tmp_path)] == ["2026-02-17", "2026-03-03"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file")
def test_a_full_disk_is_told_once_and_the_day_after_is_kept(tmp_path: Path, live: Living) -> None:
    from full_disk import a_disk_that_takes_no_file_above  # noqa: PLC0415  (not on Windows)

    life = live(tmp_path)
    life.work(60, 70)
    (today,) = tmp_path.iterdir()
    with (
        a_disk_that_takes_no_file_above(today.stat().st_size + 10),
        pytest.raises(StorageError, match="no longer be written to"),
    ):
        life.work(70, 71)
    with pytest.raises(StorageError, match="no longer be written to"):
        life.rest(80)  # the same words, which the guard tells once
    life.rest(1440)

    first, second = kept_days(tmp_path)
    assert (first.day, second.day) == (MONDAY, MONDAY + DAY)
    assert decided_again([first.lines(), second.lines()]) == []
    assert json.loads(first.lines()[-1])["at"] == "2026-03-02T09:10:00+01:00"


def test_a_folder_that_cannot_be_had_is_told(tmp_path: Path, live: Living) -> None:
    (tmp_path / "record").write_text("in the way")

    with pytest.raises(StorageError, match=r"so today is not kept: free some space there"):
        live(tmp_path / "record", rules(zone=CET))


@odd_files
def test_what_is_no_plain_file_among_the_days_is_left_alone(
    tmp_path: Path, live: Living, put: Callable[[Path], None]
) -> None:
    folder = tmp_path / "record"
    folder.mkdir()
    odd = [folder / name for name in ("2026-03-01.jsonl", "2026-03-02.jsonl.gz")]
    for file in odd:
        put(file)

    life = live(folder)
    life.work(60, 130)
    life.days.close()

    assert [kept.path.name for kept in kept_days(folder)] == ["2026-03-02_02.jsonl"]
    assert [file.exists() for file in odd] == [True, True]


def test_a_day_that_is_no_text_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "2026-03-02.jsonl.gz").write_bytes(b"not zipped")

    (kept,) = kept_days(tmp_path)
    with pytest.raises(StorageError, match=r"2026-03-02.jsonl.gz cannot be read"):
        kept.lines()
