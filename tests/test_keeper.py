"""What is kept survives: the snapshot first, then the history, complaints instead of crashes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from desk import Desk, minutes
from guarded import Guarded

from deskbreak.core.effects import Effect
from deskbreak.core.events import Answer
from deskbreak.core.state import Session
from deskbreak.daemon.keeper import Keeper
from deskbreak.history.database import open_for_reading
from deskbreak.session.snapshot import Snapshot, load_snapshot

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Folder:
    """A keeper in a folder of its own, with all that it complained about."""

    def __init__(self, folder: Path) -> None:
        self.snapshot = folder / "state" / "session.json"
        self.history = folder / "data" / "history.sqlite3"
        self._guarded = Guarded()
        self.keeper = Keeper(
            self.snapshot, self.history, self._guarded.guard, self._guarded.complaints
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
    folder.keeper.tidy()
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
