"""Disks that are full, folders that cannot be written, are gone or are others, a history that is in use."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from desktop import wait_until

from faults.cradle import Cradle
from faults.household import Household, Reply

KEEPING = [("data",), ("state",), ("config",), ("data", "state", "config")]
MEMORY = "only in memory"
SESSION = "is kept in the saved session"
Tell = Callable[[str, int], None]


def may_mount() -> bool:
    return os.geteuid() == 0 and shutil.which("mount") is not None


needs_mounts = pytest.mark.skipif(not may_mount(), reason="only root mounts disks here")


@contextmanager
def disks(home: Household, names: tuple[str, ...]) -> Iterator[tuple[Path, ...]]:
    """A small disk of its own for each of these folders."""
    places = tuple(home.folder / name for name in names)
    written = home.settings.read_text(encoding="utf-8")
    try:
        for place in places:
            _mount("-t", "tmpfs", "-o", "size=700k,mode=0700", "tmpfs", str(place))
        home.write_settings(written)
        yield places
    finally:
        home.kill()
        for place in places:
            subprocess.run(["umount", "--lazy", str(place)], check=False)


def fill(place: Path) -> None:
    with (place / "filling").open("wb", buffering=0) as file:
        for size in (4096, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue


def drain(place: Path) -> None:
    (place / "filling").unlink()


def lock(place: Path) -> None:
    """Root is held off by no mode, but by this."""
    subprocess.run(["chattr", "-R", "+i", str(place)], check=True)


def unlock(place: Path) -> None:
    subprocess.run(["chattr", "-R", "-i", str(place)], check=True)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)


def said_truly(home: Household, number: int) -> list[str]:
    """What was wrong with what so many answers were told, each looked at when it came."""
    wrong = []
    for _ in range(number):
        reply = home.answer("done")
        assert reply is not None, home.log[-3000:]
        assert reply["ok"], reply
        has_it = not home.contradictions()
        if not has_it and "doubt" not in reply:
            wrong.append(f"kept nowhere, and not a word of it: {reply}")
    return wrong


def doubts(reply: Reply | None) -> str:
    assert reply is not None
    assert reply["ok"]
    return str(reply.get("doubt", ""))


@needs_mounts
@pytest.mark.fault
@pytest.mark.parametrize("names", KEEPING, ids="+".join)
@pytest.mark.parametrize(("spoil", "mend"), [(fill, drain), (lock, unlock)], ids=["full", "locked"])
def test_what_a_disk_does_not_take_is_said_kept_elsewhere_and_written_later(
    names: tuple[str, ...],
    spoil: Callable[[Path], None],
    mend: Callable[[Path], None],
    cradle: Cradle,
    tmp_path: Path,
    lived_through: Tell,
) -> None:
    home = Household(cradle, tmp_path / "h")
    with disks(home, names) as places:
        home.up()
        wrong = said_truly(home, 2)
        for place in places:
            spoil(place)
        wrong += said_truly(home, 8)
        if len(names) == 1:  # else it was told that it is in memory alone
            home.kill()
            home.up()
            wrong += said_truly(home, 4)
        elif spoil is lock:
            assert MEMORY in doubts(home.answer("done"))
        for place in places:
            mend(place)
        wrong += said_truly(home, 1)
        wait_until(lambda: not home.contradictions(), "all of it in the history", within=10)
        home.quit()

        assert wrong == []
        assert home.contradictions() == []
        lived_through("spoilt disks", 1)


@needs_mounts
@pytest.mark.fault
@pytest.mark.parametrize(
    "names", [("data",), ("state",), ("data", "state", "config")], ids="+".join
)
@pytest.mark.parametrize(("spoil", "mend"), [(fill, drain), (lock, unlock)], ids=["full", "locked"])
def test_a_start_on_a_spoilt_disk_counts_on(
    names: tuple[str, ...],
    spoil: Callable[[Path], None],
    mend: Callable[[Path], None],
    cradle: Cradle,
    tmp_path: Path,
    lived_through: Tell,
) -> None:
    home = Household(cradle, tmp_path / "h")
    with disks(home, names) as places:
        for place in places:
            spoil(place)
        home.up()
        wrong = said_truly(home, 3)
        for place in places:
            mend(place)
        wrong += said_truly(home, 1)
        wait_until(lambda: not home.contradictions(), "all of it in the history", within=10)
        home.quit()

        assert wrong == []
        lived_through("spoilt disks", 1)


def remove(folder: Path) -> None:
    shutil.rmtree(folder)


def move_away(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


def replace(folder: Path) -> None:
    move_away(folder)
    folder.mkdir(mode=0o700)


def put_a_file_there(folder: Path) -> None:
    move_away(folder)
    folder.write_text("no folder")


def put_a_pipe_there(folder: Path) -> None:
    move_away(folder)
    os.mkfifo(folder)


@pytest.mark.fault
@pytest.mark.parametrize("name", ["data", "state", "config", "run"])
@pytest.mark.parametrize("spoil", [remove, move_away, replace, put_a_file_there, put_a_pipe_there])
def test_a_folder_that_goes_while_it_runs_takes_along_no_more_than_what_was_in_it(
    name: str, spoil: Callable[[Path], None], cradle: Cradle, tmp_path: Path, lived_through: Tell
) -> None:
    home = Household(cradle, tmp_path / "h")
    home.up()
    said_truly(home, 2)
    folder = home.folder / name if name == "run" else home.folder / name / "deskbreak"
    was_there = home.kept()
    spoil(folder)
    if name == "data":
        home.told.sure -= was_there
    if name == "run":
        wait_until(lambda: _reachable_again(home, folder), "the socket again", within=10)
    wrong = said_truly(home, 2)
    if folder.exists() and not folder.is_dir():
        folder.unlink()
        wrong += said_truly(home, 1)
    wait_until(lambda: not home.contradictions(), "all of it in the history", within=10)
    home.quit()
    home.up()
    home.quit()

    assert wrong == []
    assert home.contradictions() == []
    lived_through("folders gone", 1)


def _reachable_again(home: Household, folder: Path) -> bool:
    """It looks at its socket once a round; what lies in the folder's place is not its own to move."""
    if folder.exists() and not folder.is_dir():
        folder.unlink()
    return home.ask("status") is not None


def test_a_history_in_use_by_another_holds_up_nobody_and_has_all_in_the_end(
    cradle: Cradle, tmp_path: Path
) -> None:
    home = Household(cradle, tmp_path / "h")
    home.up()
    home.answer("done")
    with closing(sqlite3.connect(home.history, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        replies = [home.answer("done") for _ in range(3)]
        status = home.ask("status")
        home.kill()
        home.up()
        replies.append(home.answer("done"))
        other.execute("ROLLBACK")
    home.answer("done")
    wait_until(lambda: not home.contradictions(), "all of it in the history", within=10)

    assert [SESSION in doubts(reply) for reply in replies] == [True] * 4
    assert status is not None
    assert status["today"]["done"] == 4
    home.quit()
