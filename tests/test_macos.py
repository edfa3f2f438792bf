"""Stories about the senses of macOS, told on any system with stand-ins of its libraries.

The stand-ins are called through ctypes with the very signatures of the real ones, so that what is
handed over is converted as it will be.
"""

import ctypes
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from deskbreak.errors import SensorError
from deskbreak.sensors import macos, macos_capture
from deskbreak.sensors.macos import MacIdle
from deskbreak.sensors.macos_capture import is_camera_on, is_recording

BOOLEAN, NUMBER = 21, 22
UNKNOWN_PROPERTY = 0x77686F3F


def library(stand_in: object, *signatures: macos.Signatures) -> SimpleNamespace:
    """The functions of a stand-in, as ctypes would call them."""
    functions: dict[str, Callable[..., Any]] = {}
    for signature in signatures:
        for name, (result, arguments) in signature.items():
            prototype: Any = ctypes.CFUNCTYPE(result, *arguments)  # type: ignore[arg-type]  # as declared there
            functions[name] = prototype(getattr(stand_in, name))
    return SimpleNamespace(**functions)


@dataclass
class Foundation:
    """Keeps things by number, as CoreFoundation does by address, and counts what is let go."""

    things: dict[int, Any] = field(default_factory=dict)
    held: list[int] = field(default_factory=list)

    def keep(self, thing: Any, *, is_copy: bool = False) -> int:
        number = 1000 + len(self.things)
        self.things[number] = thing
        if is_copy:
            self.held.append(number)
        return number

    def CFStringCreateWithCString(self, _where: None, text: bytes, encoding: int) -> int:
        assert encoding == 0x08000100
        return self.keep(text.decode(), is_copy=True)

    def CFStringGetCString(self, text: int, buffer: int, length: int, _encoding: int) -> bool:
        data = self.things[text].encode() + b"\0"
        ctypes.memmove(buffer, data, len(data))
        return len(data) <= length

    def CFDictionaryGetValue(self, dictionary: int, key: int) -> int | None:
        value = self.things[dictionary].get(self.things[key])
        return None if value is None else self.keep(value)

    def CFGetTypeID(self, thing: int) -> int:
        return BOOLEAN if isinstance(self.things[thing], bool) else NUMBER

    def CFBooleanGetTypeID(self) -> int:
        return BOOLEAN

    def CFBooleanGetValue(self, thing: int) -> bool:
        return bool(self.things[thing])

    def CFNumberGetValue(self, thing: int, kind: int, answer: int) -> bool:
        assert kind == 3
        ctypes.c_int32.from_address(answer).value = self.things[thing]
        return True

    def CFRelease(self, thing: int) -> None:
        self.held.remove(thing)


@dataclass
class Mac:
    """Answers as CoreGraphics and IOKit would."""

    foundation: Foundation = field(default_factory=Foundation)
    seconds: float = 0.0
    session: dict[str, bool | int] | None = None
    assertions: dict[str, int] = field(default_factory=dict)
    status: int = 0

    @property
    def libraries(self) -> macos.MacLibraries:
        return macos.MacLibraries(
            library(self.foundation, macos.CORE_FOUNDATION),
            library(self, macos.CORE_GRAPHICS),
            library(self, macos.IOKIT),
        )

    def CGEventSourceSecondsSinceLastEventType(self, source: int, kind: int) -> float:
        assert (source, kind) == (1, 0xFFFFFFFF)
        return self.seconds

    def CGSessionCopyCurrentDictionary(self) -> int | None:
        return None if self.session is None else self.foundation.keep(self.session, is_copy=True)

    def IOPMCopyAssertionsStatus(self, answer: int) -> int:
        levels = self.foundation.keep(self.assertions, is_copy=not self.status)
        ctypes.c_void_p.from_address(answer).value = levels
        return self.status


Properties = Mapping[tuple[int, bytes, bytes], tuple[int, ...] | str]


@dataclass
class Media:
    """Answers as CoreAudio and CoreMediaIO would, of things and their properties."""

    properties: Properties
    foundation: Foundation = field(default_factory=Foundation)

    @property
    def libraries(self) -> macos_capture.CaptureLibraries:
        return macos_capture.CaptureLibraries(
            library(self.foundation, macos.CORE_FOUNDATION),
            library(self, macos_capture.AUDIO),
            library(self, macos_capture.VIDEO),
        )

    def AudioObjectGetPropertyDataSize(self, *arguments: Any) -> int:
        thing, address, _none, _nothing, length = arguments
        data = self._data(thing, address, is_copied=False)
        length[0] = len(data or b"")
        return UNKNOWN_PROPERTY if data is None else 0

    def AudioObjectGetPropertyData(self, *arguments: Any) -> int:
        thing, address, _none, _nothing, length, buffer = arguments
        data = self._data(thing, address, is_copied=True)
        assert data is not None
        assert length[0] == len(data)
        ctypes.memmove(buffer, data, len(data))
        return 0

    def CMIOObjectGetPropertyDataSize(self, *arguments: Any) -> int:
        return self.AudioObjectGetPropertyDataSize(*arguments)

    def CMIOObjectGetPropertyData(self, *arguments: Any) -> int:
        *what, given, length, buffer = arguments
        length[0] = given
        return self.AudioObjectGetPropertyData(*what, length, buffer)

    def _data(self, thing: int, address: Any, *, is_copied: bool) -> bytes | None:
        where = address.contents
        selector, scope = (n.to_bytes(4, "big") for n in (where.selector, where.scope))
        value = self.properties.get((thing, selector, scope))
        if value is None:
            return None
        if isinstance(value, str):
            return struct.pack("@N", self.foundation.keep(value, is_copy=True) if is_copied else 0)
        return struct.pack(f"={len(value)}I", *value)


@dataclass
class Machine:
    """A machine that sleeps when the story says so."""

    running: timedelta = timedelta(hours=1)
    asleep: timedelta = timedelta(0)

    def uptime(self) -> timedelta:
        return self.running + self.asleep

    def awake(self) -> timedelta:
        return self.running

    def wall(self) -> datetime:
        return datetime(2026, 3, 2, 9, 0, tzinfo=UTC) + self.uptime()

    def boot_id(self) -> str:
        return ""


def test_idleness_is_what_macos_counts_and_the_sleep_it_does_not() -> None:
    mac, machine = Mac(seconds=2.5), Machine()
    source = MacIdle.open(mac.libraries, machine)
    before = source.idle()

    machine.asleep += timedelta(minutes=30)
    machine.running += timedelta(seconds=10)
    mac.seconds += 10

    assert before == timedelta(seconds=2.5)
    assert source.idle() == timedelta(minutes=30, seconds=12.5)


def test_a_mac_that_does_not_count_is_told() -> None:
    with pytest.raises(SensorError, match="does not say when the last input was"):
        MacIdle.open(Mac(seconds=-1.0).libraries, Machine())


@pytest.mark.parametrize(
    ("session", "locked"),
    [
        ({"kCGSSessionOnConsoleKey": True}, False),
        ({"kCGSSessionOnConsoleKey": True, "CGSSessionScreenIsLocked": True}, True),
        ({"kCGSSessionOnConsoleKey": 1, "CGSSessionScreenIsLocked": 1}, True),
        ({"kCGSSessionOnConsoleKey": True, "CGSSessionScreenIsLocked": False}, False),
        ({"kCGSSessionOnConsoleKey": False}, True),
        ({}, False),
    ],
)
def test_a_session_is_locked_by_its_user_or_by_a_switch_to_another(
    session: dict[str, bool | int], *, locked: bool
) -> None:
    mac = Mac(session=session)

    assert macos.is_locked(mac.libraries) == locked
    assert mac.foundation.held == []


def test_without_a_session_there_is_no_lock_to_tell_of() -> None:
    with pytest.raises(SensorError, match="does not run in a session with a screen"):
        macos.is_locked(Mac().libraries)


@pytest.mark.parametrize(
    ("assertions", "kept_awake"),
    [
        ({}, False),
        ({"PreventUserIdleDisplaySleep": 0, "PreventUserIdleSystemSleep": 1}, False),
        ({"PreventUserIdleDisplaySleep": 255}, True),
        ({"PreventUserIdleDisplaySleep": 0, "NoDisplaySleepAssertion": 1}, True),
    ],
)
def test_only_an_assertion_about_the_display_keeps_it_awake(
    assertions: dict[str, int], *, kept_awake: bool
) -> None:
    mac = Mac(assertions=assertions)

    assert macos.is_kept_awake(mac.libraries) == kept_awake
    assert mac.foundation.held == []


def test_a_call_that_fails_is_told() -> None:
    with pytest.raises(SensorError, match="what keeps the display awake: status 0xe00002bc"):
        macos.is_kept_awake(Mac(status=-0x1FFFFD44).libraries)


def recording(properties: Properties, ignore: tuple[str, ...] = ()) -> bool:
    return is_recording(Media(properties).libraries, lambda: ignore)


ZOOM_RECORDS: Properties = {
    (1, b"prs#", b"glob"): (50, 51),
    (50, b"piri", b"glob"): (0,),
    (51, b"piri", b"glob"): (1,),
    (51, b"pbid", b"glob"): "us.zoom.xos",
}


def test_a_program_that_records_is_a_call() -> None:
    assert recording(ZOOM_RECORDS)


def test_programs_that_only_play_are_no_call() -> None:
    assert not recording({**ZOOM_RECORDS, (51, b"piri", b"glob"): (0,)})


@pytest.mark.parametrize("name", ["us.zoom.xos", "US.Zoom.XOS", "xos"])
def test_a_program_to_be_ignored_is_no_call_but_another_beside_it_is(name: str) -> None:
    another = {**ZOOM_RECORDS, (50, b"piri", b"glob"): (1,)}

    assert not recording(ZOOM_RECORDS, ignore=(name,))
    assert recording(another, ignore=(name,))


def test_a_program_that_has_ended_meanwhile_is_no_call() -> None:
    assert not recording({(1, b"prs#", b"glob"): (50,)})


def test_the_name_of_a_program_is_let_go() -> None:
    media = Media(ZOOM_RECORDS)

    is_recording(media.libraries, lambda: ())

    assert media.foundation.held == []


SPEAKER, HEADSET = 60, 61
OLDER_MAC: Properties = {
    (1, b"dev#", b"glob"): (SPEAKER, HEADSET),
    (SPEAKER, b"stm#", b"inpt"): (),
    (HEADSET, b"stm#", b"inpt"): (70,),
}


@pytest.mark.parametrize(("running", "is_call"), [(SPEAKER, False), (HEADSET, True), (None, False)])
def test_on_an_older_macos_a_device_that_can_record_and_runs_is_a_call(
    running: int | None, *, is_call: bool
) -> None:
    states: Properties = {
        (device, b"gone", b"glob"): (int(device == running),) for device in (SPEAKER, HEADSET)
    }

    assert recording({**OLDER_MAC, **states}) == is_call


def test_a_mac_whose_sound_tells_nothing_is_told() -> None:
    with pytest.raises(SensorError, match="does not give “dev#” of AudioObject"):
        recording({})


@pytest.mark.parametrize("second", [0, 1])
def test_a_camera_that_runs_is_a_call(second: int) -> None:
    cameras: Properties = {
        (1, b"dev#", b"glob"): (80, 81, 82),
        (80, b"gone", b"glob"): (0,),
        (81, b"gone", b"glob"): (second,),
    }

    assert is_camera_on(Media(cameras).libraries) == bool(second)


def test_without_a_camera_nobody_is_in_a_call() -> None:
    assert not is_camera_on(Media({(1, b"dev#", b"glob"): ()}).libraries)
