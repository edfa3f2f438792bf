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
    name = (folder / "points").read_text().splitlines()[0]
    if whole and name.isdigit():
        return None
    home.up()
    wrong = home.contradictions()
    again = home.answer("done")
    wrong += home.contradictions()
    home.quit()

    assert wrong == [], f"killed at {point}: {name}\n{home.log[-3000:]}"
    assert again is not None
    assert again["ok"], again
    return name


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
    lived_through("crash points of a day", len(names))


@pytest.mark.parametrize("point", [110, 262, 343, 520])
def test_being_killed_at_some_points_of_a_day_loses_nothing(
    point: int, cradle: Cradle, tmp_path: Path
) -> None:
    assert died_at(cradle, tmp_path / "h", point) is not None


GOLDEN = Path(__file__).parent.parent / "golden"


@pytest.mark.fault
@pytest.mark.parametrize("first", range(1, 13))
def test_being_killed_while_an_older_history_is_brought_up_to_date_loses_nothing(
    first: int, cradle: Cradle, tmp_path: Path, lived_through: Callable[[str, int], None]
) -> None:
    older, number = gzip.decompress((GOLDEN / "01_first" / "history.sqlite3.gz").read_bytes()), 0
    for point in count(first, 12):
        home = Household(cradle, tmp_path / str(point))
        home.history.parent.mkdir(mode=0o700)
        home.history.write_bytes(older)
        before = home.kept()
        home.start(points=str(home.folder / "points"), kill_at=point)
        told = home.ask("done") if home.answers() else None
        home.ask("quit")
        if home.pid is not None and cradle.wait(home.pid) == 0:
            break
        number += 1
        home.up()
        home.ask("done")
        home.quit()
        copy = home.history.with_name("history.version-1.sqlite3")

        assert not before - home.kept()
        assert home.kept()["done"] >= before["done"] + 1 + (told is not None)
        assert rows_of(copy) == rows_of_bytes(older, tmp_path / "older.sqlite3")
    lived_through("crash points of an upgrade", number)


def rows_of(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as base:
        return list(base.iterdump())


def rows_of_bytes(content: bytes, file: Path) -> list[str]:
    file.write_bytes(content)
    return rows_of(file)
