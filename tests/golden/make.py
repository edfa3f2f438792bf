"""What this deskbreak saves, kept so that every later one can be shown to read it.

    PYTHONPATH=tests .venv/bin/python -m golden.make WHAT_CAME

lives at a simulated desk and adds a folder: the saved session in four moments, the
history and its export, and in `survives.json` what no later deskbreak may lose of a session. It
also renews `schema.txt`, by which the tests notice that a new folder is needed. A folder that is there
is never made anew: it is what a deskbreak of its time wrote.
"""

import gzip
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from desk import Desk, hours, minutes

from deskbreak.core.effects import CountSnooze, NoteFeeling, Remember, Void
from deskbreak.core.events import Answer, Condition
from deskbreak.core.policy import Stretches
from deskbreak.core.record import Feeling
from deskbreak.core.state import Session
from deskbreak.files.columns import as_object, as_plain
from deskbreak.files.resources import config_file
from deskbreak.history import schema
from deskbreak.history.database import History, open_history
from deskbreak.history.exporting import export_json
from deskbreak.history.snooze import Snooze
from deskbreak.session.lasting import Lasting, save_lasting
from deskbreak.session.snapshot import Pending, Snapshot, save_snapshot
from deskbreak.stretches.catalogue import load_catalogue

GOLDEN = Path(__file__).parent
SCHEMA = GOLDEN / "schema.txt"
NOW = datetime(2026, 3, 20, 18, 0, tzinfo=UTC)

_MOVES = ("ham_standing_step", "hf_standing_split", "wall_slide_back", "walk", "stand_up")


# The desk


def moments() -> Iterator[tuple[str, Desk]]:
    """Names, and desks as somebody might leave them."""
    yield "proposed", _proposed()
    yield "on_break", _on_break()
    yield "returned", _returned()
    yield "withheld", _withheld()
    yield "loaded", _loaded()


def _after(days: int, **settings: Any) -> Desk:
    """Four breaks put off in a row, then days with three breaks each, of which most were easy."""
    bundled = load_catalogue(config_file("stretches.toml"))
    some = tuple(stretch for stretch in bundled if stretch.id in _MOVES)
    assert len(some) == len(_MOVES)
    desk = Desk(catalogue=some, walk_every=4, **settings)
    for _ in range(4):
        desk.work_until_asked()
        desk.answer(Answer.SKIP)
    for day in range(days):
        desk.wait_until("09:00")
        for effort in (Answer.EASY, Answer.RIGHT, Answer.HARD if day == 1 else Answer.EASY):
            desk.work_until_asked()
            desk.answer(Answer.START)
            desk.wait(minutes(4))
            desk.answer(effort)
        desk.wait(hours(1))
    desk.wait_until("09:00")
    return desk


def _proposed() -> Desk:
    """Two good weeks; then one move hurts twice, so that its group is off; the next was put off, and is there again."""
    desk = _after(days=14)
    for _ in range(2):
        desk.work_until_asked()
        desk.answer(Answer.HURT)
        desk.answer(Answer.DONE)
    desk.work_until_asked()
    desk.snooze()
    desk.work(minutes(16))
    return desk


def _on_break() -> Desk:
    """In the first of two moves, which was begun at once, went on after a pause, and is paused again."""
    desk = _after(days=2, moves_per_break=2)
    desk.work_until_asked()
    desk.snooze()
    desk.work(minutes(16))
    desk.answer(Answer.START)
    desk.answer(Answer.NOW)
    for _ in range(2):
        desk.wait(minutes(0.25))
        desk.answer(Answer.WAIT)
        desk.wait(minutes(0.25))
        desk.answer(Answer.GO_ON)
    desk.answer(Answer.WAIT)
    return desk


def _returned() -> Desk:
    """Back from an absence of which one may still say that it was none."""
    desk = _after(days=1)
    desk.work(minutes(30))
    desk.leave(minutes(12))
    desk.work(minutes(3))
    return desk


def _withheld() -> Desk:
    """It was none; a break is due, in a call, and quiet is wanted."""
    desk = _after(days=1)
    desk.work_until_asked()
    desk.snooze()
    desk.leave(minutes(20))
    desk.touch()
    desk.answer(Answer.SAT)
    desk.begins(Condition.CALL)
    desk.work(minutes(20))
    desk.pause(minutes(30))
    return desk


def _loaded() -> Desk:
    """In a wheelchair, on the way to when the weight comes off its seat."""
    wishes = Stretches(wheelchair=True, pressure_relief=minutes(30))
    desk = Desk(catalogue=load_catalogue(config_file("stretches.toml")), stretches=wishes)
    desk.work(minutes(10))
    desk.leave(minutes(12))
    desk.work(minutes(3))
    return desk


# What is kept


def snapshot_of(desk: Desk) -> Snapshot[Session]:
    return Snapshot(
        boot="4c1d",
        session=desk.session,
        pending=_kept(desk)[-4:],
        seed="a desk",
        offset=minutes(7),
    )


def _kept(desk: Desk) -> Pending:
    kept = Remember | Void | CountSnooze | NoteFeeling
    return tuple(each for each in desk.effects if isinstance(each, kept))


def fill(history: History, desk: Desk) -> None:
    """The last days of it."""
    for effect in _kept(desk)[-12:]:
        match effect:
            case Remember(record=record):
                history.remember(record)
            case Void(ended_at=ended_at):
                history.void(ended_at)
            case CountSnooze(at=at, id=id_, length=length):
                history.snoozed(Snooze(at.wall, id_, length))
            case NoteFeeling(at=at, stretch=stretch, felt=felt):
                history.felt(Feeling(at.wall, stretch, felt))


def what_survives(snapshot: Snapshot[Session]) -> dict[str, object]:
    """All that a user would miss, whatever a session is made of."""
    session, course = snapshot.session, snapshot.session.course
    bout = session.bout
    returned = bout.returned if bout else None
    return {
        "boot": snapshot.boot,
        "seed": snapshot.seed,
        "offset_s": as_plain(snapshot.offset),
        "pending": [
            {"effect": type(effect).__name__, **as_object(effect)} for effect in snapshot.pending
        ],
        "at": as_object(session.at),
        "phase": type(session.phase).__name__,
        "asked": {
            name: as_plain(getattr(session.phase, name))
            for name in ("id", "shown", "stretch", "gets_up", "ends", "more", "obstacle", "since")
            if hasattr(session.phase, name)
        },
        "seat_time_s": as_plain(session.seat_time(session.now)),
        "must_get_up": bout and bout.must_get_up,
        "due": bout and as_object(bout.due),
        "absence_ended_at": returned and as_plain(returned.after.ended_at),
        "loaded_since": as_plain(course.loaded_since),
        "standing_since_s": as_plain(course.standing_since),
        "signs": as_object(session.signs),
        "pause": course.pause and as_object(course.pause),
        "shown": course.shown and as_object(course.shown),
        "sat": as_object(course.sat),
        "serial": course.serial,
        "rotation": as_object(course.rotation),
        "habit": as_object(course.habit),
        "practice": as_object(course.practice),
    }


# What it is made of


def listing() -> str:
    """The fields and types of all that is saved, and the tables: when they change, so does this."""
    kinds: dict[str, str] = {}
    for kind in (Snapshot, Session, Lasting, *get_args(get_args(Pending)[0]), Snooze, Feeling):
        _list(kind, kinds)
    tables = (" ".join(line.split()) for version in schema.MIGRATIONS for line in version)
    return "\n".join((*(f"{name}: {kinds[name]}" for name in sorted(kinds)), *tables, ""))


def _list(kind: Any, kinds: dict[str, str]) -> None:
    for part in get_args(kind):
        _list(part, kinds)
    if not isinstance(kind, type) or kind.__name__ in kinds:
        return
    if issubclass(kind, Enum):
        kinds[kind.__name__] = " | ".join(str(member.value) for member in kind)
    elif is_dataclass(kind):
        hints = get_type_hints(kind)
        own = {field.name: hints[field.name] for field in fields(kind)}
        kinds[kind.__name__] = ", ".join(f"{name}: {_told(hint)}" for name, hint in own.items())
        for hint in own.values():
            _list(hint, kinds)


def _told(hint: Any) -> str:
    parts = [_told(part) for part in get_args(hint)]
    if get_origin(hint) in (Union, UnionType):
        return " | ".join(parts)
    name = getattr(hint, "__name__", "...")
    return f"{name}[{', '.join(parts)}]" if parts else name


def make(folder: Path) -> None:
    folder.mkdir()
    desks = dict(moments())
    survives: dict[str, object] = {}
    for name, desk in desks.items():
        snapshot = snapshot_of(desk)
        save_snapshot(folder / f"{name}.json", snapshot)
        survives[name] = what_survives(snapshot)
    save_lasting(folder / "lasting.json", Lasting.of(desks["proposed"].session.course))
    lines = (f"{json.dumps(name)}: {as_text(survives[name])}" for name in survives)
    (folder / "survives.json").write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")
    with TemporaryDirectory() as place:
        path = Path(place) / "history.sqlite3"
        with closing(open_history(path, NOW).history) as history:
            fill(history, desks["proposed"])
            fill(history, desks["withheld"])
            exported = export_json(history.records(), history.snoozes(), history.feelings())
        (folder / "history.sqlite3.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    (folder / "history.json").write_text(exported, encoding="utf-8")


def as_text(survivors: object) -> str:
    return json.dumps(survivors, separators=(",", ":"), default=sorted)


def main(what_came: str) -> None:
    number = len([path for path in GOLDEN.iterdir() if path.is_dir() and path.name[0].isdigit()])
    make(GOLDEN / f"{number + 1:02}_{what_came}")
    SCHEMA.write_text(listing(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
