"""Started at login on Windows, by the user's own Run key."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from gettext import gettext as _
from types import ModuleType
from typing import Any

from deskbreak.errors import StorageError
from deskbreak.itself import Command
from deskbreak.login.item import LoginItem, nothing_at

_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
_VALUE = "deskbreak"


class RunKey:
    """A value below HKEY_CURRENT_USER; `registry` is Python's `winreg`, or stands in for it."""

    def __init__(self, command: Command, registry: ModuleType | None = None) -> None:
        from subprocess import list2cmdline  # noqa: PLC0415  (it knows how Windows quotes)

        self._line = list2cmdline(command)
        self._registry = _winreg() if registry is None else registry

    def on(self) -> None:
        with self._key() as key:
            self._registry.SetValueEx(key, _VALUE, 0, self._registry.REG_SZ, self._line)

    def off(self) -> None:
        with suppress(FileNotFoundError), self._key() as key:
            self._registry.DeleteValue(key, _VALUE)

    def item(self) -> LoginItem:
        where = f"HKEY_CURRENT_USER\\{_KEY}\\{_VALUE}"
        try:
            with self._key() as key:
                line = str(self._registry.QueryValueEx(key, _VALUE)[0])
        except FileNotFoundError:
            return nothing_at(where)
        return LoginItem(where, line, is_on=True, is_ours=line == self._line)

    @contextmanager
    def _key(self) -> Iterator[Any]:
        """FileNotFoundError says that the value is not there; any other means that we may not."""
        try:
            with self._registry.CreateKey(self._registry.HKEY_CURRENT_USER, _KEY) as key:
                yield key
        except FileNotFoundError:
            raise
        except OSError as error:
            text = _("Windows refuses the Run key of its registry: {reason}")
            raise StorageError(text.format(reason=error.strerror or error)) from error


def _winreg() -> ModuleType:
    if sys.platform != "win32":
        raise StorageError(_("only Windows has a registry"))
    import winreg  # noqa: PLC0415  (only there is it to be had)

    return winreg
