"""Started at login on Windows, by the user's own Run key.

Task Manager and Settings switch what stands there off and on in a key of their own: what has an odd
first byte in it is not started, and what it does not name is.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from gettext import gettext as _
from types import ModuleType
from typing import Any

from deskbreak.errors import StorageError
from deskbreak.itself import Command
from deskbreak.login.item import LoginItem, nothing_at

_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
_VALUE = "deskbreak"


class RunKey:
    """A value below HKEY_CURRENT_USER; `registry` is Python's `winreg`, or stands in for it."""

    def __init__(self, command: Command, registry: ModuleType | None = None) -> None:
        from subprocess import list2cmdline  # noqa: PLC0415  (it knows how Windows quotes)

        self._line = list2cmdline(command)
        self._registry = _winreg() if registry is None else registry

    def on(self) -> None:
        with self._key(_RUN) as key:
            self._registry.SetValueEx(key, _VALUE, 0, self._registry.REG_SZ, self._line)
        self._remove_from(_APPROVED)

    def off(self) -> None:
        self._remove_from(_RUN)
        self._remove_from(_APPROVED)

    def item(self) -> LoginItem:
        try:
            line = str(self._value_in(_RUN))
        except FileNotFoundError:
            return nothing_at(_path(_RUN))
        is_on = not self._is_switched_off()
        where = _path(_RUN if is_on else _APPROVED)
        return LoginItem(where, line, is_on=is_on, is_ours=line == self._line)

    def _is_switched_off(self) -> bool:
        try:
            mark = self._value_in(_APPROVED)
        except FileNotFoundError:
            return False
        return isinstance(mark, bytes) and mark[:1] != b"" and mark[0] % 2 == 1

    def _value_in(self, sub_key: str) -> object:
        with self._key(sub_key) as key:
            found: object = self._registry.QueryValueEx(key, _VALUE)[0]
        return found

    def _remove_from(self, sub_key: str) -> None:
        with suppress(FileNotFoundError), self._key(sub_key) as key:
            self._registry.DeleteValue(key, _VALUE)

    @contextmanager
    def _key(self, sub_key: str) -> Iterator[Any]:
        """FileNotFoundError says that the value is not there; any other means that we may not."""
        try:
            with self._registry.CreateKey(self._registry.HKEY_CURRENT_USER, sub_key) as key:
                yield key
        except FileNotFoundError:
            raise
        except OSError as error:
            text = _("Windows refuses the Run key of its registry: {reason}")
            raise StorageError(text.format(reason=error.strerror or error)) from error


def _path(sub_key: str) -> str:
    return f"HKEY_CURRENT_USER\\{sub_key}\\{_VALUE}"


def _winreg() -> ModuleType:
    if sys.platform != "win32":
        raise StorageError(_("only Windows has a registry"))
    import winreg  # noqa: PLC0415  (only there is it to be had)

    return winreg
