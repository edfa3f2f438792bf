"""How every sense of this platform is opened. Each file is imported only where it is needed."""

import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial

from deskbreak.core.events import Condition
from deskbreak.sensors.clock import TimeSource
from deskbreak.sensors.sense import OnDemand, Sense, Wake
from deskbreak.wires.buses import Buses

Opener = tuple[str, Callable[[], Sense]]
Ignore = Callable[[], Collection[str]]
"""Names the programs whose microphone is no call; it is asked each time, because settings change."""


def openers(
    environment: Mapping[str, str],
    buses: Buses,
    ignore: Ignore,
    time: TimeSource,
    wake: Wake,
) -> Iterator[Opener]:
    """Every sense of this platform; only Linux's wake the loop."""
    if sys.platform == "linux":
        yield from _on_linux(environment, buses, ignore, time, wake)
    elif sys.platform == "win32":
        yield from _on_windows(ignore, time)
    elif sys.platform == "darwin":
        yield from _on_macos(ignore)


def _on_linux(
    environment: Mapping[str, str],
    buses: Buses,
    ignore: Ignore,
    time: TimeSource,
    wake: Wake,
) -> Iterator[Opener]:
    from deskbreak.sensors.camera import Camera  # noqa: PLC0415  (each platform has its own)
    from deskbreak.sensors.lock import LockSense  # noqa: PLC0415  (likewise)
    from deskbreak.sensors.lock_silent import silent_lockers  # noqa: PLC0415  (likewise)
    from deskbreak.sensors.microphone import Microphone  # noqa: PLC0415  (likewise)

    yield "microphone", partial(Microphone.open, environment, ignore, time)
    yield "camera", partial(Camera.open, ignore)
    yield "full_screen", partial(_full_screen, environment)
    session, system = buses.session, buses.system
    session_id = environment.get("XDG_SESSION_ID", "")
    silent = silent_lockers(environment)
    yield "lock", partial(LockSense, session, system, wake, session_id, silent)
    if session is None and system is None:
        return
    from deskbreak.sensors.do_not_disturb import open_do_not_disturb  # noqa: PLC0415  (only where there is a bus)
    from deskbreak.sensors.kept_awake import open_kept_awake  # noqa: PLC0415  (likewise)
    from deskbreak.sensors.sleep import open_sleep  # noqa: PLC0415  (likewise)

    yield "sleep", partial(open_sleep, system, wake)
    yield "kept_awake", partial(open_kept_awake, session, system, wake)
    yield "do_not_disturb", partial(open_do_not_disturb, session, wake)


def _full_screen(environment: Mapping[str, str]) -> Sense:
    from deskbreak.sensors.full_screen_x11 import open_full_screen  # noqa: PLC0415  (X11 only)

    return open_full_screen(environment)


def _on_windows(ignore: Ignore, time: TimeSource) -> Iterator[Opener]:
    import winreg  # noqa: PLC0415  (Windows alone has it)

    from deskbreak.sensors import windows  # noqa: PLC0415  (each platform has its own)
    from deskbreak.sensors.windows_capture import WindowsCapture  # noqa: PLC0415  (likewise)

    libraries = windows.WindowsLibraries.load()
    microphone = WindowsCapture("microphone", ignore, time, winreg)
    camera = WindowsCapture("webcam", ignore, time, winreg)
    for topic, what, is_on in (
        ("lock", Condition.LOCKED, partial(windows.is_locked, libraries)),
        ("kept_awake", Condition.KEPT_AWAKE, partial(windows.is_kept_awake, libraries)),
        ("full_screen", Condition.FULL_SCREEN, partial(windows.is_full_screen, libraries)),
        ("do_not_disturb", Condition.DO_NOT_DISTURB, partial(windows.is_quiet_time, libraries)),
        ("microphone", Condition.CALL, microphone.is_in_use),
        ("camera", Condition.CALL, camera.is_in_use),
    ):
        yield topic, partial(OnDemand.open, f"{topic} windows", what, is_on)


def _on_macos(ignore: Ignore) -> Iterator[Opener]:
    from deskbreak.sensors import macos, macos_capture  # noqa: PLC0415  (each platform has its own)

    libraries = macos.MacLibraries.load()
    capture = macos_capture.CaptureLibraries.load(libraries.core_foundation)
    for topic, what, is_on in (
        ("lock", Condition.LOCKED, partial(macos.is_locked, libraries)),
        ("kept_awake", Condition.KEPT_AWAKE, partial(macos.is_kept_awake, libraries)),
        ("microphone", Condition.CALL, partial(macos_capture.is_recording, capture, ignore)),
        ("camera", Condition.CALL, partial(macos_capture.is_camera_on, capture)),
    ):
        yield topic, partial(OnDemand.open, f"{topic} macos", what, is_on)
