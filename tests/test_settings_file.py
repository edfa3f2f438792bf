"""The settings file as it is lived with: made, edited, broken, mended, taken away."""

from pathlib import Path

import pytest
from desk import minutes

from deskbreak.core.policy import Settings
from deskbreak.settings.followed import SettingsFile


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
    assert complaint.startswith("The defaults hold until this is mended.\n")
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
    assert complaint.startswith("The settings from before still hold.\n")
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
    assert "make it a file that you may read" in edited.complaints[0]

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
