"""The settings file as it is lived with: made, edited, broken, mended, taken away."""

import select
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from desk import minutes

from deskbreak.core.policy import Settings
from deskbreak.settings.followed import SaveWatch, SettingsFile


class Edited:
    """A settings file with an editor before it, and all that is complained about."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "config" / "deskbreak.toml"
        self.complaints: list[str] = []
        self.file = SettingsFile(self.path, self.complaints.append)

    def write(self, text: str) -> None:
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_text(text, encoding="utf-8")

    def replace(self, text: str) -> None:
        """As most editors save."""
        new = self.path.with_name("new")
        new.write_text(text, encoding="utf-8")
        new.replace(self.path)

    @property
    def every(self) -> object:
        changed = self.file.changed()
        return None if changed is None else changed.breaks.every


def test_who_has_no_file_gets_one_with_every_key_switched_off(tmp_path: Path) -> None:
    edited = Edited(tmp_path)

    assert edited.file.first() == Settings()
    assert '# every = "45m"' in edited.path.read_text(encoding="utf-8")
    assert edited.path.stat().st_mode & 0o777 == 0o600
    assert (edited.file.changed(), edited.complaints) == (None, [])


def test_a_change_is_told_once(tmp_path: Path) -> None:
    edited = Edited(tmp_path)
    edited.write('[breaks]\nevery = "40m"\n')

    assert edited.file.first().breaks.every == minutes(40)
    assert edited.every is None

    edited.write('[breaks]\nevery = "5m"\n')

    assert edited.every == minutes(5)
    assert edited.every is None


def test_a_file_put_in_place_of_the_old_one_is_read(tmp_path: Path) -> None:
    edited = Edited(tmp_path)
    edited.write('[breaks]\nevery = "40m"\n')
    edited.file.first()

    edited.replace('[breaks]\nevery = "41m"\n')

    assert edited.every == minutes(41)


def test_a_broken_file_at_the_start_leaves_the_defaults_and_tells_every_problem(
    tmp_path: Path,
) -> None:
    edited = Edited(tmp_path)
    broken = '[breaks]\nevery = "soon"\nsnooze_limit = "many"\n'
    edited.write(broken)

    assert edited.file.first() == Settings()

    [complaint] = edited.complaints
    assert complaint.startswith("The defaults apply until this is fixed.\n")
    assert "breaks.every" in complaint
    assert "breaks.snooze_limit" in complaint
    assert edited.path.read_text(encoding="utf-8") == broken
    assert edited.file.changed() is None


def test_a_broken_edit_is_told_once_and_changes_nothing_until_it_is_mended(tmp_path: Path) -> None:
    edited = Edited(tmp_path)
    edited.file.first()

    edited.write('[breaks]\nevery = "soon"\n')

    assert [edited.every, edited.every] == [None, None]
    [complaint] = edited.complaints
    assert complaint.startswith("The previous settings still apply.\n")
    assert "soon" in complaint

    edited.write('[breaks]\nevery = "30m"\n')

    assert edited.every == minutes(30)
    assert len(edited.complaints) == 1


def test_a_broken_file_saved_anew_without_a_change_is_not_told_again(tmp_path: Path) -> None:
    edited = Edited(tmp_path)
    edited.write('[breaks]\nevery = "soon"\n')
    edited.file.first()

    edited.replace('[breaks]\nevery = "soon"\n')

    assert edited.every is None
    assert len(edited.complaints) == 1


def test_a_file_that_is_taken_away_leaves_the_defaults(tmp_path: Path) -> None:
    edited = Edited(tmp_path)
    edited.write('[breaks]\nevery = "40m"\n')
    edited.file.first()

    edited.path.unlink()

    assert edited.file.changed() is None
    assert edited.file.changed() == Settings()
    assert edited.file.changed() is None


@pytest.mark.parametrize("is_moved", [False, True], ids=("emptied", "moved"))
def test_a_look_while_an_editor_saves_finds_no_change(tmp_path: Path, is_moved: bool) -> None:  # noqa: FBT001  (a table)
    edited = Edited(tmp_path)
    edited.write('[breaks]\nevery = "40m"\n')
    edited.file.first()

    if is_moved:
        edited.path.rename(tmp_path / "backup")
    else:
        edited.write("")
    assert edited.every is None

    edited.write('[breaks]\nevery = "41m"\n')
    assert edited.every == minutes(41)


def test_an_emptied_file_leaves_the_defaults(tmp_path: Path) -> None:
    edited = Edited(tmp_path)
    edited.write('[breaks]\nevery = "40m"\n')
    edited.file.first()

    edited.write("")

    assert edited.file.changed() is None
    assert edited.file.changed() == Settings()
    assert edited.file.changed() is None


def test_a_file_that_cannot_be_read_is_read_once_it_can(tmp_path: Path) -> None:
    edited = Edited(tmp_path)
    edited.write('[breaks]\nevery = "40m"\n')
    real = edited.path.with_name("real.toml")
    edited.path.rename(real)
    edited.path.mkdir()

    assert edited.file.first() == Settings()
    assert "make it a file you can read" in edited.complaints[0]

    edited.path.rmdir()
    edited.path.symlink_to(real)

    assert edited.every == minutes(40)


def test_new_permissions_are_a_change(tmp_path: Path) -> None:
    edited = Edited(tmp_path)
    edited.write('[breaks]\nevery = "40m"\n')
    edited.file.first()
    before = edited.path.stat()
    while edited.path.stat().st_ctime_ns == before.st_ctime_ns:
        edited.path.chmod(0o640)  # the clock of a file system ticks a few times a second

    assert edited.every == minutes(40)


def test_a_folder_that_cannot_be_made_is_told_and_the_defaults_hold(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way")
    edited = Edited(tmp_path)

    assert edited.file.first() == Settings()
    assert any("cannot be written" in complaint for complaint in edited.complaints)
    assert [path.name for path in tmp_path.iterdir()] == ["config"]


def test_a_link_to_a_file_not_there_yet_is_left_alone(tmp_path: Path) -> None:
    edited = Edited(tmp_path)
    edited.path.parent.mkdir()
    edited.path.symlink_to(tmp_path / "dotfiles.toml")

    assert edited.file.first() == Settings()
    assert edited.path.is_symlink()
    assert not (tmp_path / "dotfiles.toml").exists()


# a save wakes somebody


SAVING = timedelta(seconds=0.1)


class Woken:
    """The loop, as far as a save concerns it, and the thread that waits for files."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "config" / "deskbreak.toml"
        self.wakings = 0
        self.watch = SaveWatch(self.path, self._wake, SAVING)
        self.watch.begin(self._attend)

    def saved(self, text: str = "") -> None:
        self.path.write_text(text, encoding="utf-8")

    def is_woken(self, within: float = 2.0) -> bool:
        before, until = self.wakings, time.monotonic() + within
        while self.wakings == before and time.monotonic() < until:
            if select.select([self._file], [], [], 0.02)[0]:
                self._hear()
        return self.wakings > before

    def is_woken_once(self) -> bool:
        return self.is_woken() and not self.is_woken(within=4 * SAVING.total_seconds())

    def _wake(self) -> None:
        self.wakings += 1

    def _attend(self, file: int, hear: Callable[[], None]) -> None:
        self._file, self._hear = file, hear


linux_tells = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells of saves")


@pytest.fixture
def woken(tmp_path: Path) -> Iterator[Woken]:
    (tmp_path / "config").mkdir()
    woken = Woken(tmp_path)
    woken.saved('[breaks]\nevery = "40m"\n')
    woken.watch.follow()
    yield woken
    woken.watch.close()


def in_place(path: Path) -> None:
    path.write_text('[breaks]\nevery = "41m"\n', encoding="utf-8")


def by_another_in_its_place(path: Path) -> None:
    new = path.with_name("new")
    in_place(new)
    new.replace(path)


def with_a_backup(path: Path) -> None:
    path.rename(path.with_name("deskbreak.toml~"))
    in_place(path)


SAVES = (in_place, by_another_in_its_place, with_a_backup)


@linux_tells
@pytest.mark.parametrize("save", SAVES)
def test_a_save_wakes_once(woken: Woken, save: Callable[[Path], None]) -> None:
    save(woken.path)

    assert woken.is_woken_once()


@linux_tells
@pytest.mark.parametrize("save", SAVES)
def test_a_link_into_a_folder_of_dotfiles_is_watched_where_it_is_saved(
    woken: Woken, save: Callable[[Path], None], tmp_path: Path
) -> None:
    dotfiles = tmp_path / "dotfiles"
    dotfiles.mkdir()
    target = woken.path.rename(dotfiles / "desk.toml")
    woken.path.symlink_to(target)
    assert woken.is_woken()
    woken.watch.follow()

    save(target)

    assert woken.is_woken_once()


@linux_tells
def test_a_file_made_later_wakes(woken: Woken) -> None:
    woken.path.unlink()
    assert woken.is_woken()

    in_place(woken.path)

    assert woken.is_woken()


@linux_tells
def test_a_burst_of_saves_wakes_once_and_what_is_saved_after_it_wakes_again(woken: Woken) -> None:
    for every in range(1, 100):
        woken.saved(f'[breaks]\nevery = "{every}m"\n')
    assert woken.is_woken_once()

    woken.saved()

    assert woken.is_woken_once()


@linux_tells
def test_other_files_beside_it_wake_nobody(woken: Woken) -> None:
    in_place(woken.path.with_name("stretches.toml"))

    assert not woken.is_woken(within=4 * SAVING.total_seconds())


@linux_tells
def test_a_folder_made_anew_is_watched_from_the_next_round_on(woken: Woken) -> None:
    shutil.rmtree(woken.path.parent)
    assert woken.is_woken()
    woken.watch.follow()
    woken.path.parent.mkdir()
    woken.watch.follow()

    in_place(woken.path)

    assert woken.is_woken()


@linux_tells
def test_a_folder_that_was_moved_away_is_watched_no_longer(woken: Woken, tmp_path: Path) -> None:
    moved = woken.path.parent.rename(tmp_path / "before")
    woken.path.parent.mkdir()
    assert woken.is_woken()
    woken.watch.follow()

    in_place(moved / woken.path.name)
    assert not woken.is_woken(within=4 * SAVING.total_seconds())

    in_place(woken.path)
    assert woken.is_woken()


@linux_tells
def test_a_folder_that_is_missing_at_the_start_is_watched_once_it_is_there(tmp_path: Path) -> None:
    woken = Woken(tmp_path)
    woken.watch.follow()
    woken.path.parent.mkdir()
    woken.watch.follow()

    in_place(woken.path)

    assert woken.is_woken()
    woken.watch.close()


def test_where_nobody_tells_of_saves_nothing_is_amiss(tmp_path: Path) -> None:
    watch = SaveWatch(tmp_path / "deskbreak.toml", lambda: None)

    watch.follow()
    watch.close()
