"""Every file of deskbreak's, damaged in every way: it starts, counts on, and throws nothing away."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
from desktop import wait_until
from fuzz.damage import FOREIGN, places, put

from faults.cradle import Cradle
from faults.household import Household

Tell = Callable[[str, int], None]
_PARTS, _SMALL = 16, 4000
FILES = ("session", "lasting", "settings", "last_good", "history")
ABSURD: tuple[Any, ...] = (None, True, -1, 1e308, 2**70, "x", "2026-13-45T99:99:99Z", [], {})


@dataclass(frozen=True)
class Life:
    """What somebody's folders held after a day that ended well."""

    files: dict[str, bytes]


def path_of(home: Household, name: str) -> Path:
    return {
        "session": home.session,
        "lasting": home.lasting,
        "settings": home.settings,
        "last_good": home.session.with_name("last-good-settings.toml"),
        "history": home.history,
    }[name]


@pytest.fixture(scope="module")
def life(cradle: Cradle, tmp_path_factory: pytest.TempPathFactory) -> Life:
    home = Household(cradle, tmp_path_factory.mktemp("life") / "h")
    home.up()
    home.is_asked()
    home.answer("snooze", for_s=1)
    home.is_asked()
    home.answer("skip")
    home.is_asked()
    home.ask("hurt")
    home.answer("done")
    home.quit()
    return Life({name: path_of(home, name).read_bytes() for name in FILES})


def cuts(content: bytes) -> Iterator[bytes]:
    """At each byte of a small file, and at every so many of a large one."""
    step = 1 if len(content) < _SMALL else len(content) // 300
    return (content[:length] for length in range(0, len(content), step))


def flips(content: bytes) -> Iterator[bytes]:
    chance = Random(len(content))
    for _ in range(200):
        flipped = bytearray(content)
        for _bit in range(chance.choice((1, 1, 8, 200))):
            flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
        yield bytes(flipped)


def foreign(_content: bytes) -> Iterator[bytes]:
    yield from FOREIGN


def absurd(content: bytes) -> Iterator[bytes]:
    """Each value in turn is another, of another kind; none of it where the file is no JSON."""
    try:
        whole = json.loads(content)
    except ValueError:
        return
    for place in places(whole):
        for value in ABSURD:
            yield json.dumps(put(whole, place, value)).encode()


DAMAGES = (cuts, flips, foreign, absurd)


def lived_with(home: Household, life: Life, name: str, damaged: bytes) -> list[str]:
    """What is wrong after a start with that file, a word with it, and an end in good order."""
    for folder in (home.settings.parent, home.session.parent, home.history.parent):
        for file in (one for one in folder.glob("*") if one.is_file()):
            file.unlink()
    for own, content in life.files.items():
        path_of(home, own).write_bytes(content if own != name else damaged)
    kept = home.kept() if name != "history" else None
    home.told.sure.clear()
    home.up()
    reply = home.ask("done")
    wrong = [] if reply is not None and reply["ok"] else [f"it answered {reply}"]
    home.ask("status")
    home.quit()
    if name == "history" and reply is not None and "doubt" in reply:
        return wrong + _of_one_left_alone(home, damaged)
    now = home.kept()
    if now["done"] < 1 + (0 if kept is None else kept["done"]):
        wrong.append(f"kept {now}, before it was {kept}")
    if kept is not None and (kept - now).total():
        wrong.append(f"lost {kept - now}")
    if name in ("settings", "last_good") and path_of(home, "settings").read_bytes() != (
        damaged if name == "settings" else life.files["settings"]
    ):
        wrong.append("the user's settings were overwritten")
    if name in ("session", "lasting", "history") and not _is_kept(home, name, damaged):
        wrong.append("what could not be read was thrown away")
    return wrong


def _of_one_left_alone(home: Household, damaged: bytes) -> list[str]:
    """By its number it is a newer deskbreak's: nobody touches it, and the session has the answer."""
    pending = json.loads(home.session.read_bytes())["pending"]
    wrong = [] if pending else ["the answer is kept nowhere"]
    return wrong if home.history.read_bytes() == damaged else [*wrong, "it was written into"]


def _is_kept(home: Household, name: str, damaged: bytes) -> bool:
    """Where it was set aside, it is as it was."""
    own = path_of(home, name)
    aside = [one for one in own.parent.glob(f"{own.stem}.corrupt-*") if one.suffix == own.suffix]
    return all(one.read_bytes() == damaged for one in aside)


@pytest.mark.fault
@pytest.mark.parametrize("part", range(_PARTS))
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_no_damage_of_a_file_is_the_end_of_counting(
    damage: Callable[[bytes], Iterator[bytes]],
    name: str,
    part: int,
    cradle: Cradle,
    life: Life,
    tmp_path: Path,
    lived_through: Tell,
) -> None:
    home, wrong = Household(cradle, tmp_path / "h"), {}
    home.history.parent.mkdir(mode=0o700)
    home.session.parent.mkdir(mode=0o700)
    some = list(islice(damage(life.files[name]), part, None, _PARTS))
    for damaged in some:
        if found := lived_with(home, life, name, damaged):
            wrong[damaged[:200]] = found
            assert len(wrong) < 5, wrong

    assert wrong == {}
    lived_through("damaged files", len(some))


@pytest.mark.parametrize("name", FILES)
def test_a_few_damages_of_each_file_are_not_the_end_of_counting(
    name: str, cradle: Cradle, life: Life, tmp_path: Path
) -> None:
    home = Household(cradle, tmp_path / "h")
    home.history.parent.mkdir(mode=0o700)
    home.session.parent.mkdir(mode=0o700)
    content = life.files[name]
    some = (content[: len(content) // 2], next(flips(content)))

    assert [lived_with(home, life, name, damaged) for damaged in some] == [[]] * 2


def a_pipe(place: Path) -> None:
    os.mkfifo(place)


def a_folder(place: Path) -> None:
    place.mkdir()


def a_link_to_itself(place: Path) -> None:
    place.symlink_to(place)


def a_link_to_nothing(place: Path) -> None:
    place.symlink_to(place.with_name("nothing"))


def zeros_without_end(place: Path) -> None:
    place.symlink_to("/dev/zero")


def of_nobody(place: Path) -> None:
    """Somebody else's, as after `sudo deskbreak`."""
    place.write_bytes(b"")
    place.chmod(0)
    if os.geteuid() == 0:
        os.chown(place, 65534, 65534)


def a_disk_image(place: Path) -> None:
    """Far too large to be read."""
    with place.open("wb") as file:
        file.truncate(3_000_000_000)


PLACES = (
    "config/deskbreak/deskbreak.toml",
    "data/deskbreak/backups",
    "data/deskbreak/history.sqlite3",
    "data/deskbreak/history.sqlite3-wal",
    "data/deskbreak/lasting.json",
    "run/deskbreak.sock",
    "state/deskbreak/deskbreak.lock",
    "state/deskbreak/deskbreak.log",
    "state/deskbreak/last-good-settings.toml",
    "state/deskbreak/record",
    "state/deskbreak/session.json",
)


@pytest.mark.fault
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "put",
    [
        a_pipe,
        a_folder,
        a_link_to_itself,
        a_link_to_nothing,
        zeros_without_end,
        of_nobody,
        a_disk_image,
    ],
)
@pytest.mark.parametrize("while_running", [False, True], ids=["before", "while running"])
def test_what_lies_in_the_place_of_a_file_holds_nobody_up(
    put: Callable[[Path], None],
    place: str,
    while_running: bool,
    cradle: Cradle,
    life: Life,
    tmp_path: Path,
    lived_through: Tell,
) -> None:
    home = Household(cradle, tmp_path / "h")
    for name, content in life.files.items():
        path_of(home, name).parent.mkdir(mode=0o700, exist_ok=True)
        path_of(home, name).write_bytes(content)
    if while_running:
        home.up()
    spot = home.folder / place
    if spot.is_dir():
        spot.rename(spot.with_name("elsewhere"))
    spot.unlink(missing_ok=True)
    put(spot)
    if not while_running and place.endswith(("lock", "sock")) and put is not of_nobody:
        _starts_or_says_why(home, spot)
    elif not while_running:
        home.up()
    home.told.sure.clear()
    if while_running and place.endswith("sock") and _stays_in_the_way(home):
        spot.rmdir() if spot.is_dir() and not spot.is_symlink() else spot.unlink()
    wait_until(lambda: home.ask("status") is not None, "the control line", within=10)
    reply = home.answer("done")
    assert reply is not None, home.log[-3000:]
    assert reply["ok"], reply
    assert "doubt" in reply or home.kept()["done"] > 0, home.log[-3000:]
    home.quit()
    lived_through("odd things in the place of files", 1)


def _stays_in_the_way(home: Household) -> bool:
    """It may be another daemon's, so it is left there; that is said."""

    def is_said() -> bool:
        return home.ask("status") is not None or "cannot listen there" in home.log

    wait_until(is_said, "a word of what is in the way", within=10)
    return "cannot listen there" in home.log


def _starts_or_says_why(home: Household, spot: Path) -> None:
    """What it needs to be the one daemon, it may be without; then it says what to remove."""
    home.start()
    if not home.answers():
        assert str(spot) in home.log, home.log[-3000:]
        assert "Traceback" not in home.log
        spot.rmdir() if spot.is_dir() and not spot.is_symlink() else spot.unlink()
        home.up()


@pytest.mark.fault
@pytest.mark.parametrize("version", [-1, 0, 99, 2**31 - 1])
def test_a_history_of_another_version_is_left_as_it_is_or_brought_up_to_date(
    version: int, cradle: Cradle, life: Life, tmp_path: Path
) -> None:
    home = Household(cradle, tmp_path / "h")
    home.history.parent.mkdir(mode=0o700)
    home.history.write_bytes(life.files["history"])
    with closing(sqlite3.connect(home.history)) as base:
        base.execute(f"PRAGMA user_version = {version}")
    before = home.history.read_bytes()
    home.up()
    reply = home.ask("done")
    home.quit()
    aside = list(home.history.parent.glob("history.corrupt-*.sqlite3"))

    assert reply is not None
    assert reply["ok"]
    assert "doubt" in reply or aside
    assert before in {one.read_bytes() for one in (home.history, *aside)}
