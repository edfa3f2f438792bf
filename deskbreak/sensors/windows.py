"""What Windows tells: lock, display kept awake, full screen, quiet time; idleness beside it.

None of these calls waits, starts a process or needs a window. None of them wakes either, so all
are asked at the loop's own deadlines: the lock once a minute while somebody sits there, the rest
when a proposal is due or held. Run on Linux against stand-ins of the libraries alone.
"""

import ctypes
from collections.abc import Callable
from ctypes import byref, c_int32, c_uint32, c_void_p, sizeof
from datetime import timedelta
from gettext import gettext as _
from typing import Any

from deskbreak.core.moment import ZERO
from deskbreak.errors import SensorError
from deskbreak.value import value

_TICKS = 2**32  # GetTickCount starts anew every 49.7 days
_JUST_NOW = 60_000
_THIS_SESSION, _SESSION_INFO_EX, _ACTIVE, _LOCKED = 0xFFFFFFFF, 25, 0, 0
_SYSTEM_EXECUTION_STATE, _DISPLAY_REQUIRED = 16, 0x2
_FULL_SCREEN_STATES = frozenset({2, 3, 4, 7})  # busy, Direct3D, presentation, store app
_QUIET_STATES = frozenset({4, 6})  # presentation, quiet time


@value
class WindowsLibraries:
    """The libraries that are asked, with their own functions."""

    user32: Any
    kernel32: Any
    shell32: Any
    powrprof: Any
    wtsapi32: Any

    @classmethod
    def load(cls) -> "WindowsLibraries":
        dll = getattr(ctypes, "WinDLL")  # noqa: B009  (typed on Windows alone)
        names = ("user32", "kernel32", "shell32", "powrprof", "wtsapi32")
        return cls(*(dll(name) for name in names))


class _LastInput(ctypes.Structure):
    _fields_ = (("size", c_uint32), ("tick", c_uint32))


class _SessionInfo(ctypes.Structure):
    """The beginning of WTSINFOEXW, whose union is aligned to 8 bytes."""

    _fields_ = (
        ("level", c_uint32),
        ("padding", c_uint32),
        ("session", c_uint32),
        ("state", c_int32),
        ("flags", c_int32),
    )


class WindowsIdle:
    """The time since the last input of this session; both ticks count sleep."""

    name = "windows"
    sees_input = True
    may_wake = False
    hindsight = ZERO

    def __init__(self, libraries: WindowsLibraries) -> None:
        self._user32 = libraries.user32
        self._kernel32 = libraries.kernel32

    @classmethod
    def open(cls, libraries: WindowsLibraries) -> "WindowsIdle":
        source = cls(libraries)
        source.idle()
        return source

    def idle(self) -> timedelta:
        last = _LastInput(sizeof(_LastInput))
        if not self._user32.GetLastInputInfo(byref(last)):
            raise SensorError(_("Windows does not say when the last input was"))
        ticks = (self._kernel32.GetTickCount() - last.tick) % _TICKS
        # the input may be stamped a little later than the clock that is read after it
        return timedelta(milliseconds=ticks if ticks < _TICKS - _JUST_NOW else 0)

    def wake_on_input(self, wake: Callable[[], None]) -> None:
        """Never wakes anybody."""

    def close(self) -> None:
        """Holds nothing."""


def is_locked(libraries: WindowsLibraries) -> bool:
    """Whether this session is; one that another user's took the place of is locked too."""
    answer, length = c_void_p(), c_uint32()
    is_told = libraries.wtsapi32.WTSQuerySessionInformationW(
        None, c_uint32(_THIS_SESSION), _SESSION_INFO_EX, byref(answer), byref(length)
    )
    if not is_told or not answer.value:
        raise SensorError(_("Windows does not say whether the session is locked"))
    try:
        session = _SessionInfo.from_buffer_copy(
            ctypes.string_at(answer.value, sizeof(_SessionInfo))
        )
    finally:
        libraries.wtsapi32.WTSFreeMemory(answer)
    return bool(session.state != _ACTIVE or session.flags == _LOCKED)


def is_kept_awake(libraries: WindowsLibraries) -> bool:
    """Whether a program asks for the display to stay on."""
    state = c_uint32()
    status = libraries.powrprof.CallNtPowerInformation(
        _SYSTEM_EXECUTION_STATE, None, 0, byref(state), sizeof(state)
    )
    if status != 0:
        text = _("Windows does not say what keeps the display awake: status {status}")
        raise SensorError(text.format(status=f"{status % 2**32:#x}"))
    return bool(state.value & _DISPLAY_REQUIRED)


def is_full_screen(libraries: WindowsLibraries) -> bool:
    """A presentation (the laptop's presentation settings) fills the screen and wants quiet."""
    return _notification_state(libraries) in _FULL_SCREEN_STATES


def is_quiet_time(libraries: WindowsLibraries) -> bool:
    """As Windows sees it; it knows no focus sessions."""
    return _notification_state(libraries) in _QUIET_STATES


def _notification_state(libraries: WindowsLibraries) -> int:
    state = c_int32()
    result = libraries.shell32.SHQueryUserNotificationState(byref(state))
    if result != 0:
        text = _("Windows does not say whether notifications are wanted: result {result}")
        raise SensorError(text.format(result=f"{result % 2**32:#x}"))
    return state.value
