"""Started at login on Windows, by the user's own Run key."""

import sys
from gettext import gettext as _
from types import ModuleType

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
        registry = self._registry
        try:
            with registry.CreateKey(registry.HKEY_CURRENT_USER, _KEY) as key:
                registry.SetValueEx(key, _VALUE, 0, registry.REG_SZ, self._line)
        except OSError as error:
            raise _refused(error) from error

    def off(self) -> None:
        registry = self._registry
        try:
            with registry.CreateKey(registry.HKEY_CURRENT_USER, _KEY) as key:
                registry.DeleteValue(key, _VALUE)
        except FileNotFoundError:
            return
        except OSError as error:
            raise _refused(error) from error

    def item(self) -> LoginItem:
        registry = self._registry
        where = f"HKEY_CURRENT_USER\\{_KEY}\\{_VALUE}"
        try:
            with registry.CreateKey(registry.HKEY_CURRENT_USER, _KEY) as key:
                line = str(registry.QueryValueEx(key, _VALUE)[0])
        except FileNotFoundError:
            return nothing_at(where)
        except OSError as error:
            raise _refused(error) from error
        return LoginItem(where, line, is_on=True, is_ours=line == self._line)


def _refused(error: OSError) -> StorageError:
    text = _("Windows refuses the Run key of its registry: {reason}")
    return StorageError(text.format(reason=error.strerror or error))


def _winreg() -> ModuleType:
    if sys.platform != "win32":
        raise StorageError(_("only Windows has a registry"))
    import winreg  # noqa: PLC0415  (only there is it to be had)

    return winreg
