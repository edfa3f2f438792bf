"""Whether somebody is in a call on Windows: the register of who used microphone and camera.

Windows writes a program's start time as it begins and its stop time as it ends, 0 in between. A
program that crashed, or a faulty build of Windows, leaves the 0 standing: so what began before
the machine started, or too long ago, is not believed.
"""

import sys
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta
from gettext import gettext as _
from typing import Any

from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.sensors.clock import TimeSource

_STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
_DESKTOP_PROGRAMS = "NonPackaged"
_LONGEST_CALL = timedelta(hours=8)
_FIRST_DAY = datetime(1601, 1, 1, tzinfo=UTC)


class WindowsCapture:
    """Reads the register; asked once a minute while somebody sits there, and about a proposal."""

    tells = frozenset({Condition.CALL})

    def __init__(
        self,
        device: str,
        ignore: Callable[[], Collection[str]],
        time: TimeSource,
        registry: Any,
    ) -> None:
        self.name = f"{device} windows"
        self._key = rf"{_STORE}\{device}"
        self._ignore = ignore
        self._time = time
        self._registry = registry

    @classmethod
    def open(
        cls,
        device: str,
        ignore: Callable[[], Collection[str]],
        time: TimeSource,
        registry: Any = None,
    ) -> "WindowsCapture":
        """`device` is “microphone” or “webcam”; `ignore` names programs that are no call."""
        sense = cls(device, ignore, time, _registry() if registry is None else registry)
        sense.on()
        return sense

    def on(self) -> frozenset[Condition]:
        ignored = {name.casefold() for name in self._ignore()}
        in_use = any(ignored.isdisjoint(_names(program)) for program in self._users())
        return self.tells if in_use else frozenset()

    def close(self) -> None:
        """Holds nothing."""

    def _users(self) -> Iterator[str]:
        """The keys of the programs that have not stopped."""
        try:
            yield from self._running(self._key)
        except OSError as error:
            text = _("Windows keeps no register of who uses it: {error}")
            raise SensorError(text.format(error=error)) from error

    def _running(self, key: str) -> Iterator[str]:
        registry = self._registry
        with registry.OpenKey(registry.HKEY_CURRENT_USER, key) as store:
            programs = list(_subkeys(registry, store))
            for program in programs:
                if program == _DESKTOP_PROGRAMS:
                    yield from self._running(rf"{key}\{program}")
                elif self._runs(store, program):
                    yield program

    def _runs(self, store: Any, program: str) -> bool:
        registry = self._registry
        try:
            with registry.OpenKey(store, program) as key:
                stop, _type = registry.QueryValueEx(key, "LastUsedTimeStop")
                start, _type = registry.QueryValueEx(key, "LastUsedTimeStart")
        except OSError:
            return False  # allowed to, but never did
        now = self._time.wall()
        began = _FIRST_DAY + timedelta(microseconds=start // 10)
        return stop == 0 and now - min(_LONGEST_CALL, self._time.uptime()) <= began


def _registry() -> Any:
    if sys.platform != "win32":
        raise SensorError(_("only Windows has this register"))
    import winreg  # noqa: PLC0415  (Windows alone has it)

    return winreg


def _subkeys(registry: Any, store: Any) -> Iterator[str]:
    number = 0
    while True:
        try:
            yield registry.EnumKey(store, number)
        except OSError:
            return  # that was the last
        number += 1


def _names(program: str) -> frozenset[str]:
    """What a user may call it: “C:#Tools#Zoom.exe” is Zoom.exe and Zoom, a package its own name."""
    file = program.rpartition("#")[2].casefold()
    return frozenset({file, file.removesuffix(".exe"), file.partition("_")[0]})
