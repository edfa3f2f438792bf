"""Started at login on macOS, by an agent of the user's own."""

import plistlib
from gettext import gettext as _
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from deskbreak.errors import StorageError
from deskbreak.login.autostart import Command, Found

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
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_bytes(plistlib.dumps(agent))
        except OSError as error:
            text = _("{file} cannot be written: {reason}")
            raise StorageError(text.format(file=self._file, reason=error.strerror)) from error

    def off(self) -> None:
        try:
            self._file.unlink(missing_ok=True)
        except OSError as error:
            text = _("{file} cannot be removed: {reason}")
            raise StorageError(text.format(file=self._file, reason=error.strerror)) from error

    def found(self) -> Found:
        try:
            agent: dict[str, Any] = plistlib.loads(self._file.read_bytes())
        except FileNotFoundError:
            return Found(str(self._file), None, is_on=False, is_ours=False)
        except (OSError, plistlib.InvalidFileException, ExpatError, ValueError) as error:
            text = _("{file} cannot be read ({reason}): remove it with deskbreak autostart off")
            raise StorageError(text.format(file=self._file, reason=error)) from error
        command = tuple(agent.get("ProgramArguments", ()))
        is_on = bool(agent.get("RunAtLoad")) and not agent.get("Disabled", False)
        return Found(str(self._file), " ".join(command), is_on, command == self._command)
