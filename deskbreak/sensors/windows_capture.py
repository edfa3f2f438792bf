"""Whether somebody is in a call on Windows: the register of who used microphone and camera.

Windows writes a program's start time as it begins and its stop time as it ends, 0 in between. A
program that crashed, or a faulty build of Windows, leaves the 0 standing: so what began before
the machine started, or too long ago, is not believed.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta
from gettext import gettext as _
from typing import Any

from deskbreak.errors import SensorError
from deskbreak.sensors.clock import TimeSource
from deskbreak.value import value

_STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
_DESKTOP_PROGRAMS = "NonPackaged"
_LONGEST_CALL = timedelta(hours=8)
_FIRST_DAY = datetime(1601, 1, 1, tzinfo=UTC)


@value
class WindowsCapture:
    """Reads the register; asked once a minute while somebody sits there, and about a proposal.

    `device` is “microphone” or “webcam”; `ignore` names programs that are no call.
    """

    device: str
    ignore: Callable[[], Collection[str]]
    time: TimeSource
    registry: Any

    def is_in_use(self) -> bool:
        ignored = {name.casefold() for name in self.ignore()}
        try:
            return any(
                ignored.isdisjoint(_names(program))
                for program in self._running(rf"{_STORE}\{self.device}")
            )
        except OSError as error:
            text = _("Windows keeps no record of what uses it: {error}")
            raise SensorError(text.format(error=error)) from error

    def _running(self, key: str) -> Iterator[str]:
        """The keys of the programs that have not stopped."""
        registry = self.registry
        with registry.OpenKey(registry.HKEY_CURRENT_USER, key) as store:
            programs = list(_subkeys(registry, store))
            for program in programs:
                if program == _DESKTOP_PROGRAMS:
                    yield from self._running(rf"{key}\{program}")
                elif self._runs(store, program):
                    yield program

    def _runs(self, store: Any, program: str) -> bool:
        registry = self.registry
        try:
            with registry.OpenKey(store, program) as key:
                stop, _type = registry.QueryValueEx(key, "LastUsedTimeStop")
                start, _type = registry.QueryValueEx(key, "LastUsedTimeStart")
        except OSError:
            return False  # allowed to, but never did
        now = self.time.wall()
        began = _FIRST_DAY + timedelta(microseconds=start // 10)
        return bool(stop == 0 and now - min(_LONGEST_CALL, self.time.uptime()) <= began)


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
