"""The saved session: whole at every moment, exact, and never a reason not to start."""

import json
import os
import signal
import stat
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskbreak.core.effects import CountSnooze, Remember, Void
from deskbreak.core.moment import Moment
from deskbreak.core.record import Outcome, Record
from deskbreak.core.signs import Signs
from deskbreak.core.state import Course, Session
from deskbreak.core.work_hours import Spell
from deskbreak.errors import StorageError
from deskbreak.session.snapshot import (
    Snapshot,
    SnapshotError,
    load_snapshot,
    read_snapshot,
    save_snapshot,
)

NOW = datetime(2026, 3, 2, 18, 30, 5, tzinfo=UTC)
NINE = Moment(timedelta(hours=1), datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session in one field."""

    since: timedelta


@dataclass(frozen=True, slots=True)
class Lying:
    since: timedelta


RECORD = Record(
    id="r1",
    at=NINE.wall,
    outcome=Outcome.NATURAL,
    stretch=None,
    seat_time=timedelta(minutes=46),
    sat_down_at=NINE.wall - timedelta(minutes=51),
    ended_at=NINE.wall - timedelta(minutes=5),
)
PENDING = (
    Remember(NINE, RECORD),
    Void(NINE, NINE.wall - timedelta(minutes=5)),
    CountSnooze(NINE, "p1", timedelta(minutes=10)),
)
SITTING = Snapshot(
    boot="b1", session=Sitting(timedelta(minutes=3, microseconds=1)), pending=PENDING, seed="s"
)
ASIDE = "snapshot.corrupt-20260302T183005Z.json"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "snapshot.json"


def test_what_was_saved_is_loaded(path: Path) -> None:
    save_snapshot(path, SITTING)

    assert load_snapshot(path, Sitting, NOW) == SITTING


def test_the_daemons_own_session_can_be_saved(path: Path) -> None:
    session = Session(NINE, Signs(), Course(Spell(is_open=True, until=None)))
    save_snapshot(path, Snapshot("b1", session))

    assert load_snapshot(path, Session, NOW) == Snapshot("b1", session, pending=(), seed="")


def test_the_latest_one_counts(path: Path) -> None:
    save_snapshot(path, SITTING)
    save_snapshot(path, replace(SITTING, pending=()), sync=True)

    assert load_snapshot(path, Sitting, NOW) == replace(SITTING, pending=())
    assert [file.name for file in path.parent.iterdir()] == ["snapshot.json"]


def test_where_none_was_saved_there_is_none(path: Path) -> None:
    assert load_snapshot(path, Sitting, NOW) is None
    assert not path.parent.exists()


def test_file_and_folder_belong_to_the_user_alone(path: Path) -> None:
    save_snapshot(path, SITTING)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Expecting value"),
        (b"\xff\xfe\x00", "utf-"),
        (b"[" * 100_000, "recursion"),
        (b"[1]", "versions up to 2"),
        (b'{"version": 0}', "versions up to 2"),
        (b'{"version": "2"}', "versions up to 2"),
        (
            b'{"version": 1, "boot": "b"}',
            "it should have boot, offset, pending, seed, session, version",
        ),
        (
            b'{"version": 1, "boot": 7, "seed": "", "offset": 0, "session": null, "pending": []}',
            "found 7; allowed: a text in quotes",
        ),
    ],
)
def test_a_damaged_one_is_set_aside_and_told(path: Path, content: bytes, reason: str) -> None:
    path.parent.mkdir()
    path.write_bytes(content)

    with pytest.raises(SnapshotError, match=reason) as refusal:
        load_snapshot(path, Sitting, NOW)

    assert refusal.value.set_aside == path.with_name(ASIDE)
    assert refusal.value.set_aside.read_bytes() == content
    assert refusal.value.pending == ()
    assert load_snapshot(path, Sitting, NOW) is None


def test_one_that_was_cut_short_is_set_aside(path: Path) -> None:
    save_snapshot(path, SITTING)
    path.write_bytes(path.read_bytes()[:-40])

    with pytest.raises(SnapshotError) as refusal:
        load_snapshot(path, Sitting, NOW)

    assert str(path) in str(refusal.value)
    assert ASIDE in str(refusal.value)


def test_an_update_that_changes_the_session_does_not_lose_what_was_to_be_remembered(
    path: Path,
) -> None:
    save_snapshot(path, SITTING)

    with pytest.raises(SnapshotError, match="allowed: Lying") as refusal:
        load_snapshot(path, Lying, NOW)

    assert refusal.value.pending == PENDING


def test_what_came_later_has_its_default_in_a_session_saved_before(path: Path) -> None:
    session = Session(NINE, Signs(), Course(Spell(is_open=True, until=None)))
    save_snapshot(path, Snapshot("b1", session))
    data = json.loads(path.read_bytes())
    course = data["session"]["course"]
    del data["offset"], course["practice"], course["rotation"]["off"]
    path.write_text(json.dumps(data), encoding="utf-8")

    assert load_snapshot(path, Session, NOW) == Snapshot("b1", session)


def test_what_it_is_made_of_has_changed_once_and_both_versions_are_read(path: Path) -> None:
    save_snapshot(path, SITTING)
    data = json.loads(path.read_bytes())
    path.write_text(json.dumps({**data, "version": 1}), encoding="utf-8")

    assert data["version"] == 2
    assert load_snapshot(path, Sitting, NOW) == SITTING


def test_one_of_a_newer_version_is_not_half_read_but_kept_as_it_is(path: Path) -> None:
    save_snapshot(path, SITTING)
    data = json.loads(path.read_bytes())
    data["version"] += 1
    content = json.dumps(data).encode()
    path.write_bytes(content)

    newer = f"a newer deskbreak wrote version {data['version']} of it"
    with pytest.raises(SnapshotError, match=newer) as refusal:
        load_snapshot(path, Sitting, NOW)

    assert refusal.value.pending == PENDING
    assert refusal.value.set_aside.read_bytes() == content


def test_a_field_of_a_newer_version_is_not_passed_over(path: Path) -> None:
    save_snapshot(path, SITTING)
    data = json.loads(path.read_bytes())
    data["session"]["mood"] = "good"
    path.write_text(json.dumps(data), encoding="utf-8")

    with pytest.raises(
        SnapshotError, match="mood: no such key; is it from a newer version"
    ) as refusal:
        load_snapshot(path, Sitting, NOW)

    assert refusal.value.pending == PENDING


def test_who_only_looks_leaves_a_damaged_one_where_it_is(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"[" * 100_000)

    with pytest.raises(ValueError, match="recursion"):
        read_snapshot(path, Sitting)

    assert path.exists()


def test_effects_of_another_kind_are_not_taken_for_pending(path: Path) -> None:
    save_snapshot(path, SITTING)
    data = json.loads(path.read_bytes())
    data["pending"][1]["class"] = "Propose"
    path.write_text(json.dumps(data), encoding="utf-8")

    with pytest.raises(
        SnapshotError, match=r"\[2\]: found .*; allowed: one of Remember, Void, Coun"
    ) as refusal:
        load_snapshot(path, Sitting, NOW)

    assert refusal.value.pending == ()


def test_a_place_that_takes_no_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    with pytest.raises(StorageError, match=r"file/snapshot\.json: .*; until it can, restarting"):
        save_snapshot(file / "snapshot.json", SITTING)


def test_a_folder_in_the_place_of_the_file_is_told(path: Path) -> None:
    path.mkdir(parents=True)

    with pytest.raises(StorageError, match="cannot be saved"):
        save_snapshot(path, SITTING)
    with pytest.raises(StorageError, match="cannot be read or set aside"):
        load_snapshot(path, Sitting, NOW)


WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from deskbreak.core.moment import Moment
from deskbreak.session.snapshot import Snapshot, save_snapshot

n = 0
while True:
    n += 1
    wall = datetime(2026, 3, 2, tzinfo=UTC)
    save_snapshot(Path(sys.argv[1]), Snapshot("b", Moment(timedelta(seconds=n), wall), seed="x" * n))
    print(n, flush=True)
"""


@pytest.mark.parametrize("saves_before_the_kill", [1, 40, 400])
def test_a_process_killed_while_saving_leaves_the_last_one_or_the_next(
    path: Path, saves_before_the_kill: int
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE, text=True
    ) as killed:
        assert killed.stdout is not None
        acknowledged = [killed.stdout.readline() for _ in range(saves_before_the_kill)]
        os.kill(killed.pid, signal.SIGKILL)
        acknowledged += killed.stdout.readlines()
    last = max(int(line) for line in acknowledged if line.endswith("\n"))
    saved = load_snapshot(path, Moment, NOW)

    assert saved is not None
    assert saved.session.uptime in (timedelta(seconds=last), timedelta(seconds=last + 1))
    save_snapshot(path, SITTING)
    assert load_snapshot(path, Sitting, NOW) == SITTING
