"""Started at login on macOS, by an agent of the user's own."""

import plistlib
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from deskbreak.files.plain import plain_bytes
from deskbreak.files.private import write_private
from deskbreak.itself import Command
from deskbreak.login.item import LoginItem, nothing_at, remove_item, unreadable

_LABEL = "deskbreak"


class LaunchAgent:
    """A property list in `~/Library/LaunchAgents`, read at the next login."""

    def __init__(self, command: Command, home: Path | None = None) -> None:
        self._command = command
        folder = (Path.home() if home is None else home) / "Library" / "LaunchAgents"
        self._file = folder / f"{_LABEL}.plist"

    def on(self) -> None:
        agent = {
            "Label": _LABEL,
            "ProgramArguments": list(self._command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        write_private(self._file, plistlib.dumps(agent))

    def off(self) -> None:
        remove_item(self._file)

    def item(self) -> LoginItem:
        try:
            agent: dict[str, Any] = plistlib.loads(plain_bytes(self._file))
        except FileNotFoundError:
            return nothing_at(self._file)
        except (OSError, plistlib.InvalidFileException, ExpatError, ValueError) as error:
            raise unreadable(self._file, error) from error
        command = tuple(agent.get("ProgramArguments", ()))
        is_on = bool(agent.get("RunAtLoad")) and not agent.get("Disabled", False)
        return LoginItem(str(self._file), " ".join(command), is_on, command == self._command)
