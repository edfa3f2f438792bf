"""Somebody's folders, the daemons that live in them one after the other, and all that they were told."""

import json
import os
import signal
import socket
import sqlite3
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop import wait_until

from faults.cradle import Cradle

SETTINGS = """[breaks]
every = "1s"
natural_break = "1h"
natural_break_locked = "1h"
lull = "0s"
wait_for_lull = "0s"
settle = "0s"
repeat_after = "1h"
snooze_limit = 1000000
daily_limit = 0
walk_every = 0
"""
"""Somebody who is asked all the time, and never leaves."""
Reply = dict[str, Any]


@dataclass
class Told:
    """What was asked of the daemon, by what the history should have of it.

    `sure` was answered with yes; of `unsure` there was no answer: it may have been kept or not.
    """

    sure: Counter[str] = field(default_factory=Counter)
    unsure: Counter[str] = field(default_factory=Counter)

    def contradictions(self, kept: Counter[str]) -> list[str]:
        return [
            f"{what}: told {self.sure[what]}, not sure {self.unsure[what]}, kept {kept[what]}"
            for what in (*self.sure, *self.unsure)
            if not self.sure[what] <= kept[what] <= self.sure[what] + self.unsure[what]
        ]


_LEAVES = {"done": "done", "skip": "skipped", "snooze": "snooze"}
"""What each answer leaves in the history."""


class Household:
    """In `folder`, which is new; `speed` is how much faster time goes there."""

    def __init__(self, cradle: Cradle, folder: Path, speed: float = 60) -> None:
        self.cradle = cradle
        self.folder = folder
        self.told = Told()
        self.pid: int | None = None
        self.is_in_memory_alone = False
        """It was told so, and so may be lost."""
        self._fault: dict[str, Any] = {"speed": speed, "since": cradle.since}
        for name in ("run", "config", "data", "state"):
            (folder / name).mkdir(mode=0o700, parents=True)
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            **{
                f"XDG_{name.upper()}_HOME": str(folder / name)
                for name in ("config", "data", "state")
            },
            "LC_ALL": "C.UTF-8",
            "LANGUAGE": "C",
        }
        self.write_settings(SETTINGS)

    @property
    def settings(self) -> Path:
        return self.folder / "config" / "deskbreak" / "deskbreak.toml"

    @property
    def history(self) -> Path:
        return self.folder / "data" / "deskbreak" / "history.sqlite3"

    @property
    def session(self) -> Path:
        return self.folder / "state" / "deskbreak" / "session.json"

    @property
    def lasting(self) -> Path:
        return self.history.with_name("lasting.json")

    @property
    def log(self) -> str:
        with suppress(FileNotFoundError):
            return (self.folder / "log").read_text(errors="replace")
        return ""

    def write_settings(self, text: str) -> None:
        self.settings.parent.mkdir(mode=0o700, exist_ok=True)
        self.settings.write_text(text, encoding="utf-8")

    def start(self, **fault: Any) -> int:
        self.pid = self.cradle.run(self.env, self.folder / "log", {**self._fault, **fault})
        return self.pid

    def has_ended(self) -> bool:
        return self.pid is None or self.cradle.wait(self.pid, 0) is not None

    def answers(self) -> bool:
        """Waits until it does; False where it died before."""
        try:
            wait_until(lambda: self.ask("status") is not None or self._gone(), "the daemon", 60)
        except AssertionError as error:
            os.kill(self.pid or 0, signal.SIGUSR1)
            wait_until(lambda: "most recent call first" in self.log, "where it hangs")
            raise AssertionError(f"{error}\n{self.log[-3000:]}") from error
        return self.pid is not None

    def up(self, **fault: Any) -> None:
        self.start(**fault)
        assert self.answers(), f"it ended:\n{self.log[-3000:]}"

    def ask(self, do: str, **given: Any) -> Reply | None:
        """None where nobody is there, or hung up without a word."""
        asked = self._reached()
        return None if asked is None else _replied(asked, {"do": do, **given})

    def answer(self, do: str, **given: Any) -> Reply | None:
        """Say it, and note what must be in the history from now on, or may be."""
        asked = self._reached()
        if asked is None:
            return None
        reply, leaves = _replied(asked, {"do": do, **given}), _LEAVES[do]
        if reply is None:
            self.told.unsure[leaves] += 1
        elif reply["ok"]:
            self.told.sure[leaves] += 1
        return reply

    def is_asked(self) -> bool:
        """Wait for a proposal; False where the daemon died before."""

        def shown() -> bool:
            status = self.ask("status")
            return status is None or status["proposal"] is not None

        wait_until(shown, "a proposal", within=20)
        return self.ask("status") is not None

    def kept(self) -> Counter[str]:
        """How often each thing is in the history."""
        kept = Counter(dict(self._rows("SELECT outcome, COUNT(*) FROM records GROUP BY outcome")))
        ((snoozes,),) = self._rows("SELECT COUNT(*) FROM snoozes") or [(0,)]
        return kept + Counter(snooze=snoozes)

    def kill(self) -> None:
        """As `kill -9`; harmless where it is dead already."""
        if self.pid is not None:
            self.cradle.kill(self.pid)
            self.pid = None

    def quit(self) -> None:
        """In good order."""
        assert self.pid is not None
        reply = self.ask("quit")
        code = self.cradle.wait(self.pid)
        assert (reply is not None and reply["ok"], code) == (True, 0), self.log[-3000:]
        self.pid = None

    def contradictions(self) -> list[str]:
        """Where the history does not have what was told, once it was let rest."""
        return self.told.contradictions(self.kept())

    def _rows(self, statement: str) -> list[tuple[Any, ...]]:
        if not self.history.exists():
            return []
        with closing(sqlite3.connect(f"file:{self.history}?mode=rw", uri=True)) as base:
            has_tables = base.execute("SELECT COUNT(*) FROM sqlite_master").fetchone() > (0,)
            return base.execute(statement).fetchall() if has_tables else []

    def _reached(self) -> socket.socket | None:
        asked = socket.socket(socket.AF_UNIX)
        asked.settimeout(60)
        try:
            asked.connect(str(self.folder / "run" / "deskbreak.sock"))
        except OSError:
            asked.close()
            return None
        return asked

    def _gone(self) -> bool:
        if not self.has_ended():
            return False
        self.pid = None
        return True


def _replied(asked: socket.socket, question: dict[str, Any]) -> Reply | None:
    reply = b""
    with closing(asked), suppress(OSError):
        asked.sendall(json.dumps(question).encode() + b"\n")
        while chunk := asked.recv(65536):
            reply += chunk
    return dict(json.loads(reply)) if reply.endswith(b"\n") else None
