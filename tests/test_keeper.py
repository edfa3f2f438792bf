"""What is kept survives: the snapshot first, then the history, complaints instead of crashes."""

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from desk import Desk, minutes
from guarded import Guarded
from odd_files import odd_files

from deskbreak.core.effects import CountSnooze, Effect, Remember
from deskbreak.core.events import Answer
from deskbreak.core.session import begin
from deskbreak.core.state import Session
from deskbreak.daemon.keeper import Keeper
from deskbreak.history.database import open_for_reading, open_history
from deskbreak.session.lasting import Lasting, read_lasting
from deskbreak.session.left import left_behind, read_session
from deskbreak.session.snapshot import Snapshot, load_snapshot

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Folder:
    """A keeper in a folder of its own, with all that it complained about."""

    def __init__(self, folder: Path) -> None:
        self.snapshot = folder / "state" / "session.json"
        self.history = folder / "data" / "history.sqlite3"
        self._guarded = Guarded()
        self.lasting = folder / "data" / "lasting.json"
        self.keeper = Keeper(
            self.snapshot,
            self.lasting,
            self.history,
            self._guarded.guard,
            self._guarded.complaints,
        )

    def complaints(self) -> list[str]:
        return self._guarded.told()

    def keep(self, session: Session, effects: tuple[Effect, ...]) -> None:
        self.keeper.keep(Snapshot("boot", session), effects)

    @property
    def outcomes(self) -> list[str]:
        return [record.outcome.value for record in open_for_reading(self.history).records()]


def a_morning() -> Desk:
    """One stretch snoozed, then done, then a lunch that somebody takes back."""
    desk = Desk()
    desk.work(minutes(45))
    desk.leave(minutes(1))
    desk.answer(Answer.SNOOZE)
    desk.work(minutes(11))
    desk.leave(minutes(1))
    desk.answer(Answer.DONE)
    desk.work(minutes(20))
    desk.leave(minutes(10))
    desk.work(minutes(1))
    return desk


def test_what_was_decided_is_in_the_history_and_in_the_numbers_of_the_day(tmp_path: Path) -> None:
    desk, folder = a_morning(), Folder(tmp_path)
    folder.keeper.open(NOW, ())

    folder.keep(desk.session, tuple(desk.effects))
    today = folder.keeper.today(desk.now, desk.rules)
    folder.keeper.close()

    assert folder.outcomes == ["done", "natural"]
    assert (today["done"], today["snoozed"], today["natural"]) == (1, 1, 1)
    assert folder.complaints() == []


def test_a_break_taken_back_leaves_the_numbers(tmp_path: Path) -> None:
    desk, folder = a_morning(), Folder(tmp_path)
    folder.keeper.open(NOW, ())
    desk.answer(Answer.SAT)

    folder.keep(desk.session, tuple(desk.effects))
    today = folder.keeper.today(desk.now, desk.rules)

    assert today["natural"] == 0
    folder.keeper.close()


def test_what_was_saved_but_not_written_is_written_at_the_next_start(tmp_path: Path) -> None:
    desk, folder = a_morning(), Folder(tmp_path)
    folder.history.parent.write_text("a file in the way")
    folder.keep(desk.session, tuple(desk.effects))  # then killed
    folder.history.parent.unlink()
    saved = load_snapshot(folder.snapshot, Session, NOW)
    assert saved is not None

    after = Folder(tmp_path)
    after.keeper.open(NOW, saved.pending)
    after.keeper.close()
    again = Folder(tmp_path)
    again.keeper.open(NOW, saved.pending)
    again.keeper.close()

    assert saved.session == desk.session
    assert again.outcomes == ["done", "natural"]


def test_a_damaged_history_is_kept_and_said_and_a_new_one_goes_on(tmp_path: Path) -> None:
    desk, folder = a_morning(), Folder(tmp_path)
    folder.history.parent.mkdir()
    folder.history.write_bytes(b"no database at all, just text that stands here" * 100)

    folder.keeper.open(NOW, ())
    folder.keep(desk.session, tuple(desk.effects))
    folder.keeper.close()

    [complaint] = folder.complaints()
    [kept] = folder.history.parent.glob("history.corrupt-*.sqlite3")
    assert str(kept) in complaint
    assert kept.read_bytes().startswith(b"no database")
    assert folder.outcomes == ["done", "natural"]


@pytest.mark.parametrize("blocked", ["state", "data"])
def test_a_folder_that_cannot_be_written_is_complained_about_once(
    tmp_path: Path, blocked: str
) -> None:
    (tmp_path / blocked).write_text("a file where a folder should be")
    desk, folder = a_morning(), Folder(tmp_path)

    folder.keeper.open(NOW, ())
    for _ in range(3):
        folder.keep(desk.session, tuple(desk.effects))
    folder.keeper.tidy(NOW)
    folder.keeper.close()

    [complaint] = folder.complaints()
    assert str(tmp_path / blocked) in complaint


def test_what_a_stubborn_disk_did_not_take_is_written_as_soon_as_it_does(tmp_path: Path) -> None:
    blocked = tmp_path / "data"
    blocked.write_text("a file where a folder should be")
    desk, folder = a_morning(), Folder(tmp_path)
    folder.keeper.open(NOW, ())
    folder.keep(desk.session, tuple(desk.effects))
    blocked.unlink()

    folder.keep(desk.session, ())
    folder.keeper.close()

    assert folder.outcomes == ["done", "natural"]


def test_without_a_history_the_day_has_no_numbers(tmp_path: Path) -> None:
    desk, folder = a_morning(), Folder(tmp_path)

    today = folder.keeper.today(desk.now, desk.rules)

    assert set(today.values()) == {0}
    assert timedelta(seconds=today["longest_bout_s"]) == timedelta()


# The history while it is open


def an_evening(desk: Desk) -> tuple[Effect, ...]:
    """What one more stretch adds."""
    before = len(desk.effects)
    desk.work(minutes(46))
    desk.leave(minutes(1))
    desk.answer(Answer.DONE)
    return tuple(desk.effects[before:])


def removed(folder: Folder) -> None:
    for file in folder.history.parent.iterdir():
        if file.is_file():
            file.unlink()


def folder_removed(folder: Folder) -> None:
    shutil.rmtree(folder.history.parent)


def folder_moved(folder: Folder) -> None:
    folder.history.parent.rename(folder.history.parent.with_name("moved"))
    folder.history.parent.mkdir()


def replaced_by_a_backup(folder: Folder) -> None:
    backup = folder.history.with_name("backup")
    open_history(backup, NOW).history.close()
    backup.rename(folder.history)


def log_removed(folder: Folder) -> None:
    Path(f"{folder.history}-wal").unlink()


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (removed, ["done"]),
        (folder_removed, ["done"]),
        (folder_moved, ["done"]),
        (replaced_by_a_backup, ["done"]),
        (log_removed, ["done", "natural", "done"]),
    ],
)
def test_a_history_that_is_taken_away_while_it_is_open_is_noticed_and_goes_on(
    tmp_path: Path, change: Callable[[Folder], None], kept: list[str]
) -> None:
    desk, folder = a_morning(), Folder(tmp_path)
    folder.keep(desk.session, tuple(desk.effects))
    change(folder)

    folder.keep(desk.session, an_evening(desk))

    assert folder.outcomes == kept
    [complaint] = folder.complaints()
    assert complaint.startswith("The history was moved, removed or replaced")
    assert str(folder.history) in complaint
    assert folder.keeper.doubt() is None
    folder.keeper.close()
    assert folder.outcomes == kept


def test_a_history_that_is_overwritten_while_it_is_open_is_set_aside(tmp_path: Path) -> None:
    desk, folder = a_morning(), Folder(tmp_path)
    folder.keep(desk.session, tuple(desk.effects))
    folder.keeper.tidy(NOW)
    folder.history.write_bytes(bytes(range(256)) * 400)

    folder.keep(desk.session, an_evening(desk))
    folder.keeper.close()

    assert folder.outcomes == ["done"]
    assert any("was damaged" in complaint for complaint in folder.complaints())


@contextmanager
def in_use(path: Path) -> Iterator[None]:
    """Another program writes into it, and does not come to an end."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_while_another_program_has_the_history_nobody_waits_and_nothing_is_lost(
    tmp_path: Path,
) -> None:
    desk, folder = a_morning(), Folder(tmp_path)
    folder.keep(desk.session, tuple(desk.effects))
    with in_use(folder.history):
        began = time.monotonic()
        folder.keep(desk.session, an_evening(desk))
        today = folder.keeper.today(desk.now, desk.rules)
        took = time.monotonic() - began
        doubt = folder.keeper.doubt()
        rest = folder.keeper.rest

        assert took < 1
        assert today["done"] == 2
        assert doubt is not None
        assert "kept in the saved session" in doubt
        assert rest == timedelta(seconds=1)
        assert folder.complaints() == []
        assert folder.outcomes == ["done", "natural"]

    folder.keep(desk.session, ())
    folder.keeper.close()

    assert folder.outcomes == ["done", "natural", "done"]
    assert (folder.keeper.doubt(), folder.keeper.rest) == (None, None)


def test_a_program_that_does_not_let_go_of_the_history_is_told_after_a_minute(
    tmp_path: Path,
) -> None:
    desk, folder = a_morning(), Folder(tmp_path)
    folder.keep(desk.session, ())
    open_history(folder.history, NOW).history.close()
    with in_use(folder.history):
        folder.keep(desk.session, tuple(desk.effects))
        soon = folder.complaints()
        desk.work(minutes(2))
        folder.keep(desk.session, ())
        later = folder.complaints()

    assert soon == []
    assert len(later) == 1
    assert "another program is using it" in later[0]
    folder.keeper.close()


def test_where_nothing_can_be_written_it_is_said_to_be_in_memory_alone(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder should be")
    (tmp_path / "state").write_text("a file where a folder should be")
    desk, folder = a_morning(), Folder(tmp_path)

    folder.keep(desk.session, tuple(desk.effects))
    doubt = folder.keeper.doubt()
    today = folder.keeper.today(desk.now, desk.rules)
    (tmp_path / "data").unlink()
    (tmp_path / "state").unlink()
    folder.keep(desk.session, ())

    assert doubt is not None
    assert "only in memory" in doubt
    assert (today["done"], today["snoozed"], today["natural"]) == (1, 1, 1)
    assert folder.keeper.doubt() is None
    assert folder.outcomes == ["done", "natural"]
    folder.keeper.close()


# What outlives the session


def hurt_once(folder: Folder) -> Desk:
    desk = Desk()
    desk.work_until_asked()
    desk.answer(Answer.HURT)
    folder.keep(desk.session, tuple(desk.effects))
    folder.keeper.close()
    return desk


@pytest.mark.parametrize("content", [b"{}", b"not a session", None])
def test_what_hurt_outlives_a_lost_session_and_what_is_lost_is_named(
    tmp_path: Path, content: bytes | None
) -> None:
    folder = Folder(tmp_path)
    desk = hurt_once(folder)
    if content is None:
        folder.snapshot.unlink()
    else:
        folder.snapshot.write_bytes(content)
    said: list[str] = []

    left = left_behind(folder.snapshot, folder.lasting, NOW, said.append)
    session = left.lasting.in_session(begin(desk.now, desk.rules))

    assert not left.is_first
    assert left.snapshot is None
    assert session.course.rotation.resting == desk.session.course.rotation.resting != ()
    assert session.course.pain == desk.session.course.pain
    assert session.course.practice == desk.session.course.practice
    assert session.course.serial == desk.session.course.serial > 0
    assert "Lost with it: a pause, a snooze" in said[-1]
    assert "Kept: what hurt" in said[-1]


def a_session_that_stays_behind(tmp_path: Path, *answers: Answer) -> tuple[Folder, Desk]:
    """Its file is that of before the answers, as on a disk that was full when they were given."""
    desk, folder = Desk(), Folder(tmp_path)
    desk.work_until_asked()
    folder.keep(desk.session, tuple(desk.effects))
    before = folder.snapshot.read_bytes()
    said = len(desk.effects)
    folder.snapshot.unlink()
    folder.snapshot.mkdir()  # in the way of each save
    (folder.snapshot / "in the way").touch()
    for answer in answers:
        desk.answer(answer)
    folder.keep(desk.session, tuple(desk.effects[said:]))
    folder.keeper.close()
    shutil.rmtree(folder.snapshot)
    folder.snapshot.write_bytes(before)
    os.utime(folder.snapshot, ns=(0, folder.lasting.stat().st_mtime_ns - 1))
    return folder, desk


@pytest.mark.parametrize("answers", [(Answer.HURT,), (Answer.DONE, Answer.HURT)])
def test_what_hurt_while_the_session_could_not_be_saved_rests_after_the_next_start(
    tmp_path: Path, answers: tuple[Answer, ...]
) -> None:
    folder, desk = a_session_that_stays_behind(tmp_path, *answers)

    left = left_behind(folder.snapshot, folder.lasting, NOW, print)

    assert left.snapshot is not None
    assert left.snapshot.session.phase != desk.session.phase
    assert Lasting.of(left.snapshot.session.course) == Lasting.of(desk.session.course)
    assert left.snapshot.session.course.rotation.resting != ()


def test_what_was_said_last_goes_before_what_lies_beside_the_history_from_before(
    tmp_path: Path,
) -> None:
    folder = Folder(tmp_path)
    desk = hurt_once(folder)
    before = folder.lasting.read_bytes()
    desk.answer(Answer.MILD)
    folder.keep(desk.session, ())
    folder.keeper.close()
    folder.lasting.write_bytes(before)  # killed before it was written again
    os.utime(folder.lasting, ns=(0, folder.snapshot.stat().st_mtime_ns - 1))

    left = left_behind(folder.snapshot, folder.lasting, NOW, print)

    assert left.snapshot is not None
    assert left.snapshot.session == desk.session


def test_where_both_are_lost_that_is_said_and_both_are_set_aside(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    hurt_once(folder)
    for file in (folder.snapshot, folder.lasting):
        file.write_bytes(b"[")
    said: list[str] = []

    left = left_behind(folder.snapshot, folder.lasting, NOW, said.append)

    assert left.lasting == Lasting()
    assert "Lost with it: which moves hurt" in said[-1]
    assert [file.name for file in folder.lasting.parent.glob("lasting.corrupt-*")] != []


@odd_files
def test_what_is_no_plain_file_is_set_aside_at_the_start(
    tmp_path: Path, put: Callable[[Path], None]
) -> None:
    desk, folder = a_morning(), Folder(tmp_path)
    kept = (folder.snapshot, folder.lasting, folder.history)
    for file in kept:
        file.parent.mkdir(exist_ok=True)
        put(file)
    said: list[str] = []

    left = left_behind(folder.snapshot, folder.lasting, NOW, said.append)
    folder.keeper.open(NOW, left.pending)
    folder.keep(desk.session, tuple(desk.effects))
    folder.keeper.close()

    assert "session.json: the saved session cannot be used (not a plain file)" in said[0]
    assert "lasting.json: it cannot be used (not a plain file)" in said[1]
    assert "The history was damaged." in folder.complaints()[0]
    assert [file.is_file() and not file.is_symlink() for file in kept] == [True, True, True]
    assert folder.outcomes == ["done", "natural"]


@odd_files
def test_what_takes_the_place_of_the_files_while_it_runs_holds_nobody_up(
    tmp_path: Path, put: Callable[[Path], None]
) -> None:
    desk, folder = a_morning(), Folder(tmp_path)
    folder.keep(desk.session, tuple(desk.effects))
    for file in (folder.snapshot, folder.lasting, folder.history):
        file.unlink(missing_ok=True)
        put(file)

    folder.keep(desk.session, an_evening(desk))
    folder.keeper.close()

    assert folder.outcomes == ["done"]
    assert read_session(folder.snapshot, desk.now.wall) is not None
    assert read_lasting(folder.lasting) is not None
    moved, damaged = folder.complaints()[0].splitlines()
    assert moved.startswith("The history was moved, removed or replaced")
    assert damaged.startswith("The history was damaged.")


def test_what_must_outlive_the_session_is_written_again_where_it_was_removed(
    tmp_path: Path,
) -> None:
    folder = Folder(tmp_path)
    desk = hurt_once(folder)
    folder.lasting.unlink()

    folder.keep(desk.session, ())
    folder.keeper.close()

    lasting = read_lasting(folder.lasting)
    assert lasting is not None
    assert lasting.pain == desk.session.course.pain


# Values that no session can hold


def spoilt(folder: Folder, spoil: Callable[[dict[str, Any]], None]) -> None:
    saved = json.loads(folder.snapshot.read_bytes())
    spoil(saved["session"])
    folder.snapshot.write_text(json.dumps(saved))


def proposing(folder: Folder) -> Desk:
    desk = Desk()
    desk.work_until_asked()
    folder.keep(desk.session, tuple(desk.effects))
    folder.keeper.close()
    return desk


def due(session: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = session["course"]["phase"]["bout"]["due"]
    return found


@pytest.mark.parametrize(
    "spoil",
    [
        lambda session: session["at"].update(uptime=10**18),
        lambda session: session["at"].update(uptime=-(10**18)),
        lambda session: session["at"].update(wall="9999-12-31T23:59:59+00:00"),
        lambda session: session["at"].update(wall="1900-01-01T00:00:00+00:00"),
        lambda session: due(session).update(snoozes=1e30),
        lambda session: due(session).update(snoozes=10**30),
        lambda session: due(session).update(snoozes=-1),
        lambda session: due(session).update(why="\ud800"),
        lambda session: due(session).update(shown=[]),
        lambda session: session["course"]["phase"].update(id="\ud800"),
        lambda session: session["course"]["phase"]["bout"].update(sat_down_at=-(10**15)),
        lambda session: session["course"].update(serial=10**17),
    ],
)
def test_an_absurd_value_is_no_reason_not_to_start(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], None]
) -> None:
    folder = Folder(tmp_path)
    proposing(folder)
    spoilt(folder, spoil)
    said: list[str] = []
    with pytest.raises(ValueError, match=r"."):
        read_session(folder.snapshot, NOW)

    left = left_behind(folder.snapshot, folder.lasting, NOW, said.append)

    assert left.snapshot is None
    assert "cannot be used" in said[0]
    assert [path.name for path in folder.snapshot.parent.iterdir()] == [
        "session.corrupt-20260302T120000Z.json"
    ]


def test_what_no_history_can_hold_is_left_out_of_it_and_said(tmp_path: Path) -> None:
    desk, folder = a_morning(), Folder(tmp_path)
    kept = tuple(each for each in desk.effects if isinstance(each, Remember))
    spoilt = tuple(
        replace(each, record=replace(each.record, id="x", seat_time=timedelta(days=70_000)))
        for each in kept
    )
    snooze = CountSnooze(desk.now, "p9", timedelta(days=70_000))

    folder.keeper.open(NOW, (*spoilt, *kept, snooze))
    folder.keeper.close()

    assert folder.outcomes == ["done", "natural"]
    [complaint] = folder.complaints()
    assert complaint == "An entry that the history cannot hold was left out of it."
