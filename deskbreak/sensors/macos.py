"""What macOS tells: idleness, lock, display kept awake.

None of these calls waits or starts a process, and none wakes: the lock is asked once a minute
while somebody sits there, the display when a proposal is due or held. What is in front and
whether do-not-disturb is on, macOS tells nobody without a permission. Run on Linux against
stand-ins of the libraries alone.
"""

import ctypes
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from ctypes import byref, c_bool, c_char_p, c_double, c_int32, c_uint32, c_void_p
from datetime import timedelta
from gettext import gettext as _
from typing import Any

from deskbreak.core.moment import ZERO
from deskbreak.errors import SensorError
from deskbreak.sensors.clock import Clock, Sleepwatch, TimeSource
from deskbreak.value import value

_FRAMEWORKS = "/System/Library/Frameworks"
_ANY_DEVICE, _ANY_INPUT = 1, 0xFFFFFFFF
_UTF8, _INT32 = 0x08000100, 3
_LOCKED, _ON_CONSOLE = "CGSSessionScreenIsLocked", "kCGSSessionOnConsoleKey"
_ASSERTIONS = ("PreventUserIdleDisplaySleep", "NoDisplaySleepAssertion")

Signatures = Mapping[str, tuple[object, tuple[object, ...]]]
CORE_FOUNDATION: Signatures = {
    "CFStringCreateWithCString": (c_void_p, (c_void_p, c_char_p, c_uint32)),
    "CFStringGetCString": (c_bool, (c_void_p, c_void_p, ctypes.c_long, c_uint32)),
    "CFDictionaryGetValue": (c_void_p, (c_void_p, c_void_p)),
    "CFGetTypeID": (ctypes.c_ulong, (c_void_p,)),
    "CFBooleanGetTypeID": (ctypes.c_ulong, ()),
    "CFBooleanGetValue": (c_bool, (c_void_p,)),
    "CFNumberGetValue": (c_bool, (c_void_p, ctypes.c_long, c_void_p)),
    "CFRelease": (None, (c_void_p,)),
}
CORE_GRAPHICS: Signatures = {
    "CGEventSourceSecondsSinceLastEventType": (c_double, (c_int32, c_uint32)),
    "CGSessionCopyCurrentDictionary": (c_void_p, ()),
}
IOKIT: Signatures = {"IOPMCopyAssertionsStatus": (c_int32, (c_void_p,))}


@value
class MacLibraries:
    """The libraries that are asked, with their own functions."""

    core_foundation: Any
    core_graphics: Any
    iokit: Any

    @classmethod
    def load(cls) -> "MacLibraries":
        return cls(
            loaded("CoreFoundation", CORE_FOUNDATION),
            loaded("CoreGraphics", CORE_GRAPHICS),
            loaded("IOKit", IOKIT),
        )


def loaded(framework: str, signatures: Signatures) -> ctypes.CDLL:
    library = ctypes.CDLL(f"{_FRAMEWORKS}/{framework}.framework/{framework}")
    for name, (result, arguments) in signatures.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


class MacIdle:
    """The time since the last input of any device, which macOS counts without sleep."""

    name = "macos"
    sees_input = True
    may_wake = False
    hindsight = ZERO

    def __init__(self, libraries: MacLibraries, time: TimeSource) -> None:
        self._core_graphics = libraries.core_graphics
        self._sleepwatch = Sleepwatch(Clock(time))

    @classmethod
    def open(cls, libraries: MacLibraries, time: TimeSource) -> "MacIdle":
        source = cls(libraries, time)
        source.idle()
        return source

    def idle(self) -> timedelta:
        seconds = self._core_graphics.CGEventSourceSecondsSinceLastEventType(
            _ANY_DEVICE, _ANY_INPUT
        )
        if not 0 <= seconds < timedelta.max.total_seconds():
            raise SensorError(_("macOS does not say when the last input was"))
        return self._sleepwatch.with_sleep(timedelta(seconds=seconds))

    def wake_on_input(self, wake: Callable[[], None]) -> None:
        """Never wakes anybody."""

    def close(self) -> None:
        """Holds nothing."""


def is_locked(libraries: MacLibraries) -> bool:
    """Whether the screen is; a session that another user's took the place of is, too."""
    session = libraries.core_graphics.CGSessionCopyCurrentDictionary()
    if not session:
        raise SensorError(_("deskbreak does not run in a session with a screen"))
    core_foundation = libraries.core_foundation
    with _released(core_foundation, session):
        is_shown = _number(core_foundation, session, _ON_CONSOLE)
        return is_shown == 0 or bool(_number(core_foundation, session, _LOCKED))


def is_kept_awake(libraries: MacLibraries) -> bool:
    """Whether a program asks for the display to stay on."""
    levels = c_void_p()
    status = libraries.iokit.IOPMCopyAssertionsStatus(byref(levels))
    if status != 0 or not levels.value:
        text = _("macOS does not say what keeps the display awake: status {status}")
        raise SensorError(text.format(status=f"{status % 2**32:#x}"))
    core_foundation = libraries.core_foundation
    with _released(core_foundation, levels.value):
        return any(_number(core_foundation, levels.value, name) for name in _ASSERTIONS)


def text_of_string(core_foundation: Any, string: int) -> str:
    buffer = ctypes.create_string_buffer(256)
    is_copied = core_foundation.CFStringGetCString(string, buffer, len(buffer), _UTF8)
    return buffer.value.decode(errors="replace") if is_copied else ""


def _number(core_foundation: Any, dictionary: int, name: str) -> int | None:
    """A number, or a boolean as one, of a dictionary; None if that has no such key."""
    key = core_foundation.CFStringCreateWithCString(None, name.encode(), _UTF8)
    with _released(core_foundation, key):
        value = core_foundation.CFDictionaryGetValue(dictionary, key)
    if not value:
        return None
    if core_foundation.CFGetTypeID(value) == core_foundation.CFBooleanGetTypeID():
        return int(core_foundation.CFBooleanGetValue(value))
    number = c_int32()
    core_foundation.CFNumberGetValue(value, _INT32, byref(number))
    return number.value


@contextmanager
def _released(core_foundation: Any, thing: int) -> Iterator[None]:
    try:
        yield
    finally:
        core_foundation.CFRelease(thing)
