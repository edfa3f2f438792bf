"""Stories about the senses of Windows, told on any system with stand-ins of its libraries."""

import ctypes
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deskbreak.errors import SensorError
from deskbreak.sensors.windows import (
    WindowsIdle,
    WindowsLibraries,
    is_full_screen,
    is_kept_awake,
    is_locked,
    is_quiet_time,
)
from deskbreak.sensors.windows_capture import WindowsCapture

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"


@dataclass
class Windows:
    """Answers as Windows would; each library is this one object."""

    tick: int = 0
    last_input: int = 0
    session: bytes = b""
    execution: int = 0
    notifications: int = 5
    is_broken: bool = False
    freed: list[int | None] = field(default_factory=list)

    @property
    def libraries(self) -> WindowsLibraries:
        return WindowsLibraries(self, self, self, self, self)

    def GetTickCount(self) -> int:
        return ctypes.c_int32(self.tick).value  # ctypes reads it as a signed number

    def GetLastInputInfo(self, info: Any) -> int:
        assert info._obj.size == 8
        info._obj.tick = self.last_input
        return int(not self.is_broken)

    def WTSQuerySessionInformationW(
        self, server: None, session: ctypes.c_uint32, what: int, answer: Any, length: Any
    ) -> int:
        assert (server, session.value, what) == (None, 0xFFFFFFFF, 25)
        self._buffer = ctypes.create_string_buffer(self.session)
        answer._obj.value = ctypes.addressof(self._buffer)
        length._obj.value = len(self.session)
        return int(not self.is_broken)

    def WTSFreeMemory(self, memory: ctypes.c_void_p) -> None:
        self.freed.append(memory.value)

    def CallNtPowerInformation(
        self, level: int, given: None, given_length: int, answer: Any, length: int
    ) -> int:
        assert (level, given, given_length, length) == (16, None, 0, 4)
        answer._obj.value = self.execution
        return -0x3FFFFFDE if self.is_broken else 0

    def SHQueryUserNotificationState(self, state: Any) -> int:
        state._obj.value = self.notifications
        return -0x7FFBFFFB if self.is_broken else 0


@dataclass
class Registry:
    """The register of one device: keys below each other, values in the last ones."""

    keys: dict[str, dict[str, int]]
    HKEY_CURRENT_USER = ""

    def OpenKey(self, above: str, name: str) -> AbstractContextManager[str]:
        path = rf"{above}\{name}" if above else name
        if not any(key == path or key.startswith(f"{path}\\") for key in self.keys):
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return nullcontext(path)

    def EnumKey(self, above: str, number: int) -> str:
        below = [key.removeprefix(f"{above}\\") for key in self.keys if key.startswith(above)]
        names = sorted({name.partition("\\")[0] for name in below if name != above})
        if number >= len(names):
            raise OSError(259, "No more data is available")
        return names[number]

    def QueryValueEx(self, key: str, name: str) -> tuple[int, int]:
        values = self.keys.get(key, {})
        if name not in values:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return values[name], 11


@dataclass
class Machine:
    """Runs since the morning; it is noon."""

    running: timedelta = timedelta(hours=100)

    def uptime(self) -> timedelta:
        return self.running

    def awake(self) -> timedelta:
        return self.running

    def wall(self) -> datetime:
        return NOON

    def boot_id(self) -> str:
        return ""


def used(since: datetime, until: datetime | None = None) -> dict[str, int]:
    return {"LastUsedTimeStart": filetime(since), "LastUsedTimeStop": filetime(until)}


def filetime(moment: datetime | None) -> int:
    """As Windows writes it: the tenths of microseconds since 1601."""
    if moment is None:
        return 0
    return (moment - datetime(1601, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 10


def capture(
    programs: dict[str, dict[str, int]],
    ignore: tuple[str, ...] = (),
    machine: Machine | None = None,
) -> bool:
    """Whether a microphone of which the register says that is in use."""
    keys = {rf"{STORE}\microphone\{name}": values for name, values in programs.items()}
    registry = Registry(keys | {rf"{STORE}\microphone": {}})
    return WindowsCapture("microphone", lambda: ignore, machine or Machine(), registry).is_in_use()


def session(state: int, flags: int) -> bytes:
    """A WTSINFOEXW of level 1: level, gap, session, state, flags, names."""
    numbers = b"".join(n.to_bytes(4, "little", signed=True) for n in (1, 0, 7, state, flags))
    return numbers + bytes(200)


@pytest.mark.parametrize(
    ("tick", "last_input", "idle"),
    [
        (5_000, 2_000, timedelta(seconds=3)),
        (1_000, 2**32 - 1_000, timedelta(seconds=2)),
        (2**31 + 500, 2**31 - 500, timedelta(seconds=1)),
        (2**32 - 1, 0, timedelta(0)),
        (7_000, 7_016, timedelta(0)),
        (40 * 86_400_000, 0, timedelta(days=40)),
    ],
)
def test_idleness_is_the_difference_of_two_ticks_that_start_anew_every_49_days(
    tick: int, last_input: int, idle: timedelta
) -> None:
    windows = Windows(tick=tick, last_input=last_input)

    source = WindowsIdle.open(windows.libraries)

    assert source.idle() == idle


@pytest.mark.parametrize(
    ("state", "flags", "locked"),
    [
        (0, 1, False),  # active, unlocked
        (0, 0, True),  # active, locked
        (4, 1, True),  # another user's session took its place
        (0, -1, False),  # Windows does not know
    ],
)
def test_a_session_is_locked_by_its_user_or_by_a_switch_to_another(
    state: int, flags: int, *, locked: bool
) -> None:
    windows = Windows(session=session(state, flags))

    assert is_locked(windows.libraries) == locked
    assert len(windows.freed) == 1


@pytest.mark.parametrize(
    ("execution", "kept_awake"), [(0, False), (0x1, False), (0x2, True), (0x3, True), (0x4, False)]
)
def test_only_a_request_for_the_display_keeps_it_awake(execution: int, *, kept_awake: bool) -> None:
    assert is_kept_awake(Windows(execution=execution).libraries) == kept_awake


@pytest.mark.parametrize(
    ("state", "full_screen", "quiet"),
    [
        (1, False, False),  # nobody is there
        (2, True, False),
        (3, True, False),
        (4, True, True),
        (5, False, False),  # notifications are welcome
        (6, False, True),
        (7, True, False),
    ],
)
def test_the_notification_state_tells_of_full_screen_and_of_quiet_time(
    state: int, *, full_screen: bool, quiet: bool
) -> None:
    libraries = Windows(notifications=state).libraries

    assert is_full_screen(libraries) == full_screen
    assert is_quiet_time(libraries) == quiet


QUESTIONS: list[Callable[[WindowsLibraries], object]] = [
    WindowsIdle.open,
    is_locked,
    is_kept_awake,
    is_full_screen,
    is_quiet_time,
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_call_that_fails_is_told(question: Callable[[WindowsLibraries], object]) -> None:
    with pytest.raises(SensorError, match=r"^Windows does not say "):
        question(Windows(is_broken=True).libraries)


def test_a_failure_is_told_with_the_number_that_manuals_know() -> None:
    with pytest.raises(SensorError, match=r"status 0xc0000022$"):
        is_kept_awake(Windows(is_broken=True).libraries)


def test_a_program_that_has_not_stopped_is_a_call() -> None:
    hour_ago = NOON - timedelta(hours=1)

    assert capture({"Microsoft.SkypeApp_kzf8qxf38zg5c": used(hour_ago)})
    assert capture({r"NonPackaged\C:#Zoom#bin#Zoom.exe": used(hour_ago)})


def test_programs_that_stopped_or_never_began_are_no_call() -> None:
    programs = {
        "Microsoft.SkypeApp_kzf8qxf38zg5c": used(NOON - timedelta(hours=1), NOON),
        "Microsoft.WindowsCamera_8wekyb3d8bbwe": {},
        r"NonPackaged\C:#Zoom#bin#Zoom.exe": used(NOON - timedelta(hours=2), NOON),
    }

    assert not capture(programs)


@pytest.mark.parametrize(
    ("began", "is_call"),
    [
        (NOON - timedelta(hours=7, minutes=59), True),
        (NOON - timedelta(hours=8, minutes=1), False),
    ],
)
def test_a_call_longer_than_a_working_day_is_not_believed(
    began: datetime, *, is_call: bool
) -> None:
    assert capture({"Contoso.Phone_1": used(began)}) == is_call


def test_a_call_from_before_the_machine_started_is_not_believed() -> None:
    programs = {"Contoso.Phone_1": used(NOON - timedelta(hours=1))}

    assert not capture(programs, machine=Machine(timedelta(minutes=50)))


@pytest.mark.parametrize("name", ["zoom", "Zoom.exe", "ZOOM"])
def test_a_program_to_be_ignored_is_no_call(name: str) -> None:
    hour_ago = NOON - timedelta(hours=1)
    zoom = {r"NonPackaged\C:#Program Files#Zoom.exe": used(hour_ago)}

    assert not capture(zoom, ignore=(name,))
    assert capture(zoom | {"Contoso.Phone_1": used(hour_ago)}, ignore=(name,))


def test_a_windows_without_the_register_is_told() -> None:
    with pytest.raises(SensorError, match="keeps no record of what uses it"):
        WindowsCapture("webcam", lambda: (), Machine(), Registry({})).is_in_use()
