"""The settings file as it is lived with: made, edited, broken, mended, taken away."""

import os
import select
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from desk import minutes, seconds
from odd_files import a_link_to_a_pipe, a_pipe, odd_files

from deskbreak.core.cautions import avoid_texts
from deskbreak.core.policy import Breaks, Settings, Stretches
from deskbreak.core.stretch import Area, Equipment, Place
from deskbreak.core.work_hours import Range, WorkHours
from deskbreak.settings.edit import reset_setting
from deskbreak.settings.followed import SaveWatch, SettingsFile


class Edited:
    """A settings file with an editor before it, and all that is complained about."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "config" / "deskbreak.toml"
        self.complaints: list[str] = []
        self.last_good = folder / "state" / "last-good-settings.toml"
        self.file = SettingsFile(self.path, self.last_good, *[self.complaints.append] * 2)

    def started_anew(self) -> Settings:
        """The next start."""
        self.complaints.clear()
        self.file = SettingsFile(self.path, self.last_good, *[self.complaints.append] * 2)
        return self.file.first()

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


def test_a_broken_file_at_the_very_first_start_leaves_what_reads_and_tells_every_problem(
    tmp_path: Path,
) -> None:
    edited = Edited(tmp_path)
    broken = '[breaks]\nevery = "soon"\nsnooze_limit = "many"\nlull = "3s"\n'
    edited.write(broken)

    assert edited.file.first() == Settings(breaks=Breaks(lull=seconds(3)))

    [complaint] = edited.complaints
    assert complaint.startswith("Only what reads well of it applies until this is fixed")
    assert "breaks.every: " in complaint
    assert "(line 2)" in complaint
    assert "(line 3)" in complaint
    assert edited.path.read_text(encoding="utf-8") == broken
    assert edited.file.changed() is None


def test_a_broken_edit_is_told_once_and_changes_nothing_until_it_is_mended(tmp_path: Path) -> None:
    edited = Edited(tmp_path)
    edited.file.first()

    edited.write('[breaks]\nevery = "soon"\n')

    assert [edited.every, edited.every] == [None, None]
    [complaint] = edited.complaints
    assert complaint.startswith("Your previous settings stay in use.\n")
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


@pytest.mark.parametrize("is_moved", [False, True], ids=("emptied", "moved"))
def test_a_look_while_an_editor_saves_finds_no_change(tmp_path: Path, is_moved: bool) -> None:
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


def test_a_file_that_cannot_be_read_is_read_once_it_can(tmp_path: Path) -> None:
    edited = Edited(tmp_path)
    edited.write('[breaks]\nevery = "40m"\n')
    real = edited.path.with_name("real.toml")
    edited.path.rename(real)
    edited.path.mkdir()

    assert edited.file.first().stretches.wheelchair
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


# what keeps a person safe


SAFE = """\
[breaks]
every = "30m"
[work_hours]
monday = ["09:00-17:00"]
[stretches]
wheelchair = true
avoid = ["shoulder", "balance"]
never = ["seated_twist"]
"""
KEPT = Settings(
    breaks=Breaks(every=minutes(30)),
    work_hours=WorkHours(((Range(540, 1020),), (), (), (), (), (), ())),
    stretches=Stretches(wheelchair=True, avoid=("shoulder", "balance"), never=("seated_twist",)),
)
MERGED = """\
<<<<<<< HEAD
[breaks]
every = "30m"
=======
[breaks]
every = "25m"
>>>>>>> laptop
"""
BREAKAGES = {
    "wrong value": (SAFE + "[hold]\ncalls = 3\n").encode(),
    "Latin-1": ("# für den Rollstuhl\n" + SAFE).encode("latin-1"),
    "UTF-16": SAFE.encode("utf-16"),
    "UTF-16 without its mark": SAFE.encode("utf-16-be"),
    "zeros": bytes(300),
    "zeros at the end": SAFE[: SAFE.index("[stretches]")].encode() + bytes(300),
    "scribble": b"\x89PNG\r\n\x1a\n\x7f\x03\xfe",
    "git": (MERGED + SAFE).encode(),
    "misspelt caution": SAFE.replace("wheelchair", "whelchair").encode(),
    "nested": (SAFE + f"x = {'[' * 3000}").encode(),
    "digits": (SAFE + f"x = {'9' * 5000}").encode(),
    "huge": (SAFE + "# x\n" * 200_000).encode(),
    "cut off": SAFE[:70].encode(),
    "emptied": b"",
    "blank": b"\n\n",
    "removed": None,
}
TAKEN_AWAY = ("cut off", "emptied", "blank", "removed")
UNREADABLE = ("UTF-16 without its mark", "zeros", "zeros at the end", "scribble", "huge")


@pytest.mark.parametrize("content", BREAKAGES.values(), ids=BREAKAGES.keys())
def test_the_last_good_settings_hold_at_the_next_start_too(
    tmp_path: Path, content: bytes | None
) -> None:
    edited = Edited(tmp_path)
    edited.write(SAFE)
    assert edited.file.first() == KEPT
    os.utime(edited.last_good, (1_772_452_800, 1_772_452_800))
    if content is None:
        edited.path.unlink()
    else:
        edited.path.write_bytes(content)

    assert (edited.file.changed(), edited.file.changed()) == (None, None)
    assert len(edited.complaints) == 1
    assert edited.complaints[0].startswith("Your previous settings stay in use.\n")

    assert edited.started_anew() == KEPT
    [complaint] = edited.complaints
    assert complaint.startswith("Your settings of 2026-03-02 apply until this is fixed.\n")
    assert str(edited.path) in complaint
    assert edited.file.changed() is None


@pytest.mark.parametrize("name", [name for name in BREAKAGES if name not in TAKEN_AWAY])
def test_without_any_good_ones_what_rules_a_move_out_still_does(tmp_path: Path, name: str) -> None:
    edited = Edited(tmp_path)
    content = BREAKAGES[name]
    assert content is not None
    edited.path.parent.mkdir()
    edited.path.write_bytes(content)

    settings = edited.file.first()

    assert settings.stretches.wheelchair
    assert {"shoulder", "balance"} <= set(settings.stretches.avoid)
    assert not settings.stretches.taught
    assert ("seated_twist" in settings.stretches.never) == (name not in UNREADABLE)
    assert len(edited.complaints) == 1


@pytest.mark.parametrize("left", [None, b"", b"\n"])
def test_where_the_file_is_gone_what_reads_of_a_damaged_copy_still_rules_out(
    tmp_path: Path, left: bytes | None
) -> None:
    edited = Edited(tmp_path)
    edited.last_good.parent.mkdir()
    edited.last_good.write_text(f"{SAFE}\nplace = \n", encoding="utf-8")
    if left is not None:
        edited.write(left.decode())

    settings = edited.file.first()

    assert settings.stretches.wheelchair
    assert "seated_twist" in settings.stretches.never
    assert settings.stretches.place is Place.MEETING
    [complaint] = edited.complaints
    assert complaint.startswith("Only what reads well of it applies until this is fixed")
    assert edited.path.exists() == (left is not None)


@pytest.mark.parametrize(
    ("line", "careful"),
    [
        ("wheelchair = 1", Stretches(wheelchair=True)),
        ("taught = 1", Stretches()),
        ("floor = 'yes'", Stretches()),
        ("place = 'hmoe'", Stretches(place=Place.MEETING)),
        ("avoid = ['sholder']", Stretches(avoid=tuple(avoid_texts()))),
        ("avoid = ['shoulder'", Stretches(avoid=tuple(avoid_texts()))),
        ("avoid = []\navoid = ['shoulder']", Stretches(avoid=tuple(avoid_texts()))),
        ("injury = 'knees'", Stretches(injury=tuple(Area))),
        ("lacking = 'wall'", Stretches(lacking=tuple(Equipment))),
        ("never = 'seated_twist, bridge'", Stretches(never=("seated_twist", "bridge"))),
        ("never = ['seated_twist' 'bridge']", Stretches(never=("seated_twist", "bridge"))),
        ("never = ['Walk' 'bridge']", Stretches(never=("bridge", "Walk"))),
        ("never = [seated_twist, bridge]  # ouch", Stretches(never=("seated_twist", "bridge"))),
        ("never: [seated_twist]", Stretches(never=("seated_twist",))),
        ("nevr = ['seated_twist']", Stretches(never=("seated_twist",))),
        ("never = [\n  seated_twist,\n  'bridge'", Stretches(never=("seated_twist", "bridge"))),
        ("wheelchair: true", Stretches(wheelchair=True)),
        ("wheel chair = true", Stretches(wheelchair=True)),
        ("place 'meeting'", Stretches(place=Place.MEETING)),
        ("focus = 'balanced', wheelchair = true", Stretches(wheelchair=True)),
        ("avoid: ['shoulder']", Stretches(avoid=tuple(avoid_texts()))),
        ("focus = 'balanced'\nstretches.injury := ['knee']", Stretches(injury=tuple(Area))),
    ],
)
def test_a_caution_that_does_not_read_is_taken_on_the_careful_side(
    tmp_path: Path, line: str, careful: Stretches
) -> None:
    edited = Edited(tmp_path)
    edited.write(f'[breaks]\nevery = "30m"\n[stretches]\n{line}\n')

    assert edited.file.first() == Settings(Breaks(every=minutes(30)), stretches=careful)


@pytest.mark.parametrize("name", ["stretches", "streches"])
def test_cautions_all_on_one_line_that_does_not_read_are_taken_on_the_careful_side(
    tmp_path: Path, name: str
) -> None:
    edited = Edited(tmp_path)
    edited.write(f"{name} = {{ wheelchair = true, never = ['seated_twist'], avoid = ['wrist']\n")

    wishes = edited.file.first().stretches

    assert (wishes.wheelchair, wishes.avoid) == (True, tuple(avoid_texts()))
    assert "seated_twist" in wishes.never


def test_work_hours_of_a_day_that_do_not_read_are_a_day_off(tmp_path: Path) -> None:
    edited = Edited(tmp_path)
    edited.write('[work_hours]\nmonday = ["9-17"]\n')

    assert edited.file.first().work_hours == WorkHours(((),) * 7)


def test_a_key_that_nobody_knows_is_told_and_the_rest_holds(tmp_path: Path) -> None:
    edited = Edited(tmp_path)
    edited.write(SAFE.replace('every = "30m"', 'every = "30m"\nblink = "20s"'))

    assert edited.file.first() == KEPT
    [complaint] = edited.complaints
    assert f"{edited.path}: breaks.blink: no such key, so it has no effect; " in complaint
    assert complaint.endswith(" (line 3)")

    edited.replace(SAFE.replace('every = "30m"', 'every = "31m"\nblink = "20s"'))

    assert edited.every == minutes(31)
    assert len(edited.complaints) == 1


def test_a_file_begun_anew_on_purpose_has_the_defaults(tmp_path: Path) -> None:
    edited = Edited(tmp_path)
    edited.write(SAFE)
    edited.file.first()

    reset_setting(edited.path)

    assert edited.file.changed() == Settings()
    assert edited.started_anew() == Settings()
    assert edited.complaints == []


def a_link_to_what_never_ends(path: Path) -> None:
    path.symlink_to("/dev/full")  # read, it is zeros without an end


@pytest.mark.parametrize("is_running", [True, False])
def test_cautions_that_ended_with_the_last_line_but_comments_are_named_once(
    tmp_path: Path, is_running: bool
) -> None:
    edited = Edited(tmp_path)
    edited.write(SAFE)
    edited.file.first()
    edited.write("# moved to my dotfiles\n\n")

    settings = edited.file.changed() if is_running else edited.started_anew()

    assert settings == Settings()
    [complaint] = edited.complaints
    assert complaint.startswith(f"{edited.path} sets nothing any more, so the defaults apply.")
    assert "stretches.wheelchair = true" in complaint
    assert 'stretches.avoid = ["shoulder", "balance"]' in complaint
    assert 'stretches.never = ["seated_twist"]' in complaint
    assert edited.started_anew() == Settings()
    assert edited.complaints == []


def test_a_file_of_comments_alone_is_not_told_where_no_caution_ended_with_it(
    tmp_path: Path,
) -> None:
    edited = Edited(tmp_path)
    edited.write('[breaks]\nevery = "30m"\n')
    edited.file.first()
    edited.write("# nothing\n")

    assert edited.file.changed() == Settings()
    assert edited.complaints == []


@pytest.mark.parametrize("put", [a_pipe, a_link_to_a_pipe, a_link_to_what_never_ends])
def test_what_is_no_plain_file_is_as_broken_as_any_and_nobody_waits_for_it(
    tmp_path: Path, put: Callable[[Path], None]
) -> None:
    edited = Edited(tmp_path)
    edited.write(SAFE)
    assert edited.file.first() == KEPT
    edited.path.unlink()
    put(edited.path)

    assert (edited.file.changed(), edited.file.changed()) == (None, None)
    assert "(not a plain file); make it a file you can read" in edited.complaints[0]
    assert edited.started_anew() == KEPT

    edited.last_good.unlink()
    assert edited.started_anew().stretches.wheelchair


@odd_files
def test_what_is_no_plain_copy_makes_way_for_one(
    tmp_path: Path, put: Callable[[Path], None]
) -> None:
    edited = Edited(tmp_path)
    edited.write(SAFE)
    edited.last_good.parent.mkdir()
    put(edited.last_good)

    assert edited.file.first() == KEPT
    assert edited.last_good.read_text(encoding="utf-8") == SAFE
    assert not edited.last_good.is_symlink()


def test_what_is_no_plain_file_elsewhere_is_not_overwritten_through_a_link(tmp_path: Path) -> None:
    edited = Edited(tmp_path)
    edited.write(SAFE)
    edited.last_good.parent.mkdir()
    a_pipe(tmp_path / "device")
    edited.last_good.symlink_to(tmp_path / "device")

    assert edited.file.first() == KEPT
    assert (tmp_path / "device").is_fifo()


def test_a_copy_that_is_damaged_is_no_help_and_no_harm(tmp_path: Path) -> None:
    edited = Edited(tmp_path)
    edited.write(SAFE)
    edited.file.first()
    edited.last_good.write_bytes(b"\xff\x00")

    assert edited.started_anew() == KEPT
    assert edited.complaints == []
    assert edited.last_good.read_text(encoding="utf-8") == SAFE


# a save wakes somebody


SAVING = timedelta(seconds=0.1)


class Woken:
    """The loop, as far as a save concerns it, and the thread that waits for files."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "config" / "deskbreak.toml"
        self.wakings = 0
        self.watch = SaveWatch(self.path, self._wake, SAVING)
        self.beside = folder / "deskbreak.sock"
        self.beside.touch()
        self.watch.begin(self._attend, (self.beside,))

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


@linux_tells
def test_what_is_taken_away_beside_wakes_too(woken: Woken) -> None:
    woken.beside.unlink()

    assert woken.is_woken()


def test_where_nobody_tells_of_saves_nothing_is_amiss(tmp_path: Path) -> None:
    watch = SaveWatch(tmp_path / "deskbreak.toml", lambda: None)

    watch.follow()
    watch.close()
