"""A plugin of pytest (`-p another_system`) that makes this Linux look like another system to it.

Only in what tells at the import: what the system is called, and which modules it lacks.
"""

import asyncio  # noqa: F401  (what is loaded by now stays as it is on Linux)
import os
import sys
import urllib.request  # noqa: F401  (likewise)
import zoneinfo  # noqa: F401  (likewise)
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

import click  # noqa: F401  (likewise)
import uvicorn  # noqa: F401  (likewise)

LACKS = {
    "darwin": {"dbus_fast", "jeepney", "Xlib"},
    "win32": {"dbus_fast", "jeepney", "Xlib", "fcntl", "grp", "pwd", "resource", "termios"},
}
HAS = {"darwin": (), "win32": ("msvcrt",)}
"""What only that system has, and is imported where there is one; empty here."""


class Lack:
    """Finds no module of these, and leaves any other to Python."""

    def __init__(self, names: set[str]) -> None:
        self._names = names

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] in self._names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


NAME = os.environ["ANOTHER_SYSTEM"]
sys.meta_path.insert(0, Lack(LACKS[NAME]))
sys.modules.update({name: ModuleType(name) for name in HAS[NAME]})


def pytest_configure() -> None:
    """Not before: pytest itself does more on the real ones."""
    sys.platform = NAME
