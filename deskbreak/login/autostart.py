"""Has deskbreak started at login, by the means of each platform."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

Command = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at `where`: the command in it, None where nothing is. `is_on`: it is obeyed."""

    where: str
    command: str | None
    is_on: bool
    is_ours: bool
    """It starts this very installation."""


class Autostart(Protocol):
    """Each is the same done once or twice. Raises StorageError where the system refuses."""

    def on(self) -> None: ...

    def off(self) -> None: ...

    def found(self) -> Found: ...


def own_command(*arguments: str) -> Command:
    """How this installation is started, from anywhere."""
    return (_interpreter(), "-m", "deskbreak", *arguments)


def _interpreter() -> str:
    """Windows would open a console for python.exe, and leaves pythonw.exe alone."""
    interpreter = Path(sys.executable)
    silent = interpreter.with_name("pythonw.exe")
    return str(silent if sys.platform == "win32" and silent.is_file() else interpreter)


def choose_autostart() -> Autostart:
    """The means of this platform."""
    if sys.platform == "win32":
        from deskbreak.login.run_key import RunKey  # noqa: PLC0415  (each platform has its own)

        return RunKey(own_command("run"))
    if sys.platform == "darwin":
        from deskbreak.login.launch_agent import LaunchAgent  # noqa: PLC0415

        return LaunchAgent(own_command("run"))
    from deskbreak.login.desktop_entry import XdgAutostart  # noqa: PLC0415

    return XdgAutostart(own_command("run"))
