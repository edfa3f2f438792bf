"""`kill -9` at every write, effect and reply of a day: what was told is kept, and once."""

import gzip
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from faults.cradle import Cradle
from faults.household import Household

GOLDEN = Path(__file__).parent.parent / "golden"
OF_FILES = {
    "open",
    "write",
    "half of a write",
    "os.fchmod",
    "os.fsync",
    "os.ftruncate",
    "os.mkdir",
    "os.pwrite",
    "os.replace",
    "os.unlink",
}
OF_THE_HISTORY = {"sqlite.__exit__", "sqlite.backup", "sqlite.execute", "sqlite.executemany"}
EFFECTS = {
    "effect Advise",
    "effect CountSnooze",
    "effect EndGuide",
    "effect Guide",
    "effect NoteFeeling",
    "effect Propose",
    "effect Remember",
    "effect Withdraw",
}
OF_THE_DAY = OF_FILES | OF_THE_HISTORY | EFFECTS | {"reply"}
"""All that the day below comes by; what it does not reach would be killed nowhere."""
OF_AN_UPDATE = (
    OF_FILES
    | OF_THE_HISTORY
    | {"os.chmod", "reply", "effect Propose", "effect Remember", "effect Withdraw"}
)


def lived(home: Household) -> bool:
    """Somebody's day, in which every answer occurs; False where the daemon dies in the midst of it."""
    return (
        home.answer("done") is not None
        and home.is_asked()
        and home.answer("snooze", for_s=1) is not None
        and home.is_asked()
        and home.answer("skip") is not None
        and home.is_asked()
        and home.ask("swap") is not None
        and home.ask("start") is not None
        and home.ask("closed") is not None
        and home.answer("done") is not None
        and home.is_asked()
        and home.ask("hurt") is not None
        and home.ask("standing", on=True) is not None
        and home.ask("standing", on=False) is not None
        and home.ask("pause", for_s=36000) is not None
        and home.ask("quit") is not None
    )


def died_at(cradle: Cradle, folder: Path, point: int) -> str | None:
    """The point's name, once all is proven; None where the day has no so many."""
    home = Household(cradle, folder)
    home.start(points=str(folder / "points"), kill_at=point)
    whole = home.answers() and lived(home)
    assert home.pid is None or cradle.wait(home.pid) is not None
    names = points_of(home)
    if whole and len(names) < point:
        return None
    name = names[-1]
    home.up()
    wrong = home.contradictions()
    again = home.answer("done")
    wrong += home.contradictions()
    home.quit()

    assert wrong == [], f"killed at {point}: {name}\n{home.log[-3000:]}"
    assert again is not None
    assert again["ok"], again
    return name


def points_of(home: Household) -> list[str]:
    return (home.folder / "points").read_text().splitlines()


def test_the_day_comes_by_every_point_that_is_known(cradle: Cradle, tmp_path: Path) -> None:
    home = Household(cradle, tmp_path / "h")
    home.start(points=str(home.folder / "points"))
    assert home.answers()
    assert lived(home)
    assert home.pid is not None
    cradle.wait(home.pid)
    points = points_of(home)

    assert set(points) == OF_THE_DAY
    assert len(points) > 500


@pytest.mark.fault
@pytest.mark.parametrize("first", range(1, 25))
def test_being_killed_at_any_point_of_a_day_loses_nothing(
    first: int, cradle: Cradle, tmp_path: Path, lived_through: Callable[[str, int], None]
) -> None:
    point, names = first, []
    while name := died_at(cradle, tmp_path / str(point), point):
        names.append(name)
        point += 24

    assert len(names) > 20
    assert set(names) <= OF_THE_DAY
    lived_through("crash points of a day", len(names))


@pytest.mark.parametrize("point", [110, 262, 343, 520])
def test_being_killed_at_some_points_of_a_day_loses_nothing(
    point: int, cradle: Cradle, tmp_path: Path
) -> None:
    assert died_at(cradle, tmp_path / "h", point) is not None


def older_history() -> bytes:
    """In the oldest form there was."""
    return gzip.decompress((GOLDEN / "01_first" / "history.sqlite3.gz").read_bytes())


def living_on(home: Household) -> None:
    """The folders of somebody who had that, before a start."""
    home.history.parent.mkdir(mode=0o700)
    home.history.write_bytes(older_history())


def test_an_update_comes_by_every_point_that_is_known(cradle: Cradle, tmp_path: Path) -> None:
    home = Household(cradle, tmp_path / "h")
    living_on(home)
    home.start(points=str(home.folder / "points"))
    assert home.answers()
    assert home.is_asked()
    home.ask("done")
    home.quit()
    points = points_of(home)

    assert set(points) == OF_AN_UPDATE
    assert len(points) > 120


@pytest.mark.fault
@pytest.mark.parametrize("first", range(1, 13))
def test_being_killed_while_an_older_history_is_brought_up_to_date_loses_nothing(
    first: int, cradle: Cradle, tmp_path: Path, lived_through: Callable[[str, int], None]
) -> None:
    older, names = older_history(), list[str]()
    for point in count(first, 12):
        home = Household(cradle, tmp_path / str(point))
        living_on(home)
        before = home.kept()
        home.start(points=str(home.folder / "points"), kill_at=point)
        told = home.ask("done") if home.answers() else None
        home.ask("quit")
        if home.pid is not None and cradle.wait(home.pid) == 0:
            break
        names.append(points_of(home)[-1])
        home.up()
        home.ask("done")
        home.quit()
        copy = home.history.with_name("history.version-1.sqlite3")

        assert not before - home.kept()
        assert home.kept()["done"] >= before["done"] + 1 + (told is not None)
        assert rows_of(copy) == rows_of_bytes(older, tmp_path / "older.sqlite3")

    assert len(names) > 10
    assert set(names) <= OF_AN_UPDATE
    lived_through("crash points of an update", len(names))


def rows_of(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as base:
        return list(base.iterdump())


def rows_of_bytes(content: bytes, file: Path) -> list[str]:
    file.write_bytes(content)
    return rows_of(file)
