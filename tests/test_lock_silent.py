"""Whether lockers that announce nothing have locked the screen: on a real X server, with processes."""

import errno
import os
import shutil
import signal
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from desktop import Desktop, Program, wait_until
from fake_desktop import Both, Logind, ScreenSaver
from sway import Sway

from deskbreak.core.events import Condition
from deskbreak.doctor.senses import Stillness, sense_findings
from deskbreak.errors import SensorError
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.lock import LockSense
from deskbreak.sensors.lock_silent import (
    End,
    EndOfNote,
    EndOfProcess,
    RunningLocker,
    SilentLocker,
    by_xscreensaver,
    silent_lockers,
)
from deskbreak.wires.buses import Buses
from deskbreak.wires.dbus_line import Silence
from deskbreak.wires.screens import screen_name
from deskbreak.wires.x11 import XServer, atom
from deskbreak.wires.xwindow import note_on

LOCKED = frozenset({Condition.LOCKED})
SAVER = "org.gnome.ScreenSaver"


def running(desktop: Desktop, name: str, **env: str) -> Program:
    """Some program of that name, which has begun."""
    file = desktop.folder / name
    shutil.copy("/usr/bin/sleep", file)
    program = desktop.start(str(file), "60", env=env)
    comm = Path(f"/proc/{program.process.pid}/comm")
    wait_until(lambda: comm.read_text() == f"{name}\n", "its start")
    return program


def xscreensaver_says(desktop: Desktop, *status: bytes, since: int = 1795897483) -> None:
    """What xscreensaver 6.06 writes on the root: the state, since when, and 0 per screen."""
    server = XServer.connect(desktop.env)
    state = atom(server, status[0]) if status else 0
    note_on(server, server.screen.root, b"_SCREENSAVER_STATUS", b"INTEGER", state, since, 0)
    atom(server, b"INTEGER")  # its answer tells that the note was taken
    server.close()


def test_xscreensaver_is_believed(x_desktop: Desktop) -> None:
    before = by_xscreensaver(x_desktop.env)
    xscreensaver_says(x_desktop)
    at_first = by_xscreensaver(x_desktop.env)
    xscreensaver_says(x_desktop, b"BLANK")
    blank = by_xscreensaver(x_desktop.env)
    xscreensaver_says(x_desktop, b"LOCK")

    assert by_xscreensaver(x_desktop.env) is True
    assert (at_first, blank) == (False, False)
    assert before == Silence("xscreensaver is not running")


@pytest.mark.parametrize("name", ["swaylock", "i3lock"])
def test_a_locker_that_runs_has_locked_the_screen(x_desktop: Desktop, name: str) -> None:
    locker = running(x_desktop, name)
    locked = RunningLocker(screen_name(x_desktop.env)).says()
    locker.end()

    assert locked is True
    assert isinstance(RunningLocker(screen_name(x_desktop.env)).says(), Silence)


@pytest.mark.parametrize(
    "elsewhere", [{"DISPLAY": ":99"}, {"DISPLAY": "", "WAYLAND_DISPLAY": "wayland-7"}]
)
def test_the_locker_of_another_screen_of_the_same_user_locks_nothing_here(
    x_desktop: Desktop, elsewhere: dict[str, str]
) -> None:
    running(x_desktop, "i3lock", **elsewhere)

    assert isinstance(RunningLocker(screen_name(x_desktop.env)).says(), Silence)
    assert RunningLocker("").says() is True  # who has no screen cannot tell


@pytest.mark.skipif(shutil.which("i3lock") is None, reason="there is no i3lock here")
def test_the_real_i3lock_is_seen_to_lock_and_to_unlock(x_desktop: Desktop) -> None:
    woken = threading.Event()
    sense = LockSense(None, None, woken.set, silent=silent_lockers(x_desktop.env))

    locker = x_desktop.start("i3lock", "--nofork")
    wait_until(lambda: RunningLocker(screen_name(x_desktop.env)).says() is True, "the lock")
    locked = sense.on()
    locker.process.terminate()

    assert locked == LOCKED
    assert woken.wait(20)
    # what keeps it above, of the same name, may outlive it by a moment
    wait_until(lambda: sense.on() == frozenset(), "the end of both")


@pytest.mark.skipif(shutil.which("swaylock") is None, reason="there is no swaylock here")
def test_the_real_swaylock_is_seen_to_lock_and_to_unlock(plain_desktop: Desktop) -> None:
    woken = threading.Event()
    with Sway(desktop=plain_desktop) as sway:
        wayland = {**plain_desktop.env, "WAYLAND_DISPLAY": str(sway.folder / "wayland-1")}
        sense = LockSense(None, None, woken.set, silent=silent_lockers(wayland))

        locker = plain_desktop.start("swaylock", env=wayland)
        wait_until(lambda: RunningLocker(screen_name(wayland)).says() is True, "the lock")
        locked = sense.on()
        locker.process.send_signal(signal.SIGUSR1)  # what its manual page unlocks it by

        assert locked == LOCKED
        assert woken.wait(20)
        # its helper, of the same name, may outlive it by a moment
        wait_until(lambda: sense.on() == frozenset(), "the end of both")


def test_without_any_bus_the_lock_is_seen_by_the_locker_alone(x_desktop: Desktop) -> None:
    sense = LockSense(None, None, lambda: None, silent=silent_lockers(x_desktop.env))
    with pytest.raises(SensorError, match="nothing says whether the screen is locked"):
        sense.on()
    xscreensaver_says(x_desktop, b"LOCK")
    locked = sense.on()
    xscreensaver_says(x_desktop)

    assert locked == LOCKED
    assert sense.on() == frozenset()


def test_how_long_a_lock_has_lasted_is_told_by_the_note_and_by_the_locker(
    x_desktop: Desktop,
) -> None:
    sense = LockSense(None, None, lambda: None, silent=silent_lockers(x_desktop.env))
    before = sense.age()
    running(x_desktop, "swaylock")
    by_process = sense.age()
    xscreensaver_says(x_desktop, b"LOCK", since=int(system_time().wall().timestamp()) - 90)
    by_note = sense.age()
    xscreensaver_says(x_desktop, b"LOCK", since=0)

    assert before is None
    assert by_process is not None
    assert 0 <= by_process.total_seconds() < 60
    assert by_note is not None
    assert 90 <= by_note.total_seconds() < 150
    assert sense.age() is None
    sense.close()


def test_the_end_of_the_only_locker_is_known_to_be_an_unlock(x_desktop: Desktop) -> None:
    sense = LockSense(None, None, lambda: None, silent=silent_lockers(x_desktop.env))
    locker = running(x_desktop, "swaylock")
    locked = sense.on()

    locker.end()

    assert locked == LOCKED
    assert sense.on() == frozenset()


def test_an_idle_saver_does_not_speak_for_another_locker(x_desktop: Desktop) -> None:
    xscreensaver_says(x_desktop)
    running(x_desktop, "i3lock")

    sense = LockSense(None, None, lambda: None, silent=silent_lockers(x_desktop.env))

    assert sense.on() == LOCKED
    sense.close()


def test_the_end_of_a_lock_wakes_at_once(x_desktop: Desktop) -> None:
    woken = threading.Event()
    sense = LockSense(None, None, woken.set, silent=silent_lockers(x_desktop.env))

    locker = running(x_desktop, "swaylock")
    locked_by_process = sense.on()
    locker.process.kill()  # nobody has asked yet how it ended
    woken_by_process = woken.wait(20)
    woken.clear()
    xscreensaver_says(x_desktop, b"LOCK")
    locked_by_note = sense.on()
    xscreensaver_says(x_desktop)
    woken_by_note = woken.wait(20)

    assert (locked_by_process, locked_by_note) == (LOCKED, LOCKED)
    assert (woken_by_process, woken_by_note) == (True, True)
    assert sense.on() == frozenset()


@pytest.mark.parametrize("is_noted", [True, False])
def test_nothing_waits_for_a_lock_that_nobody_asks_for_any_more(
    x_desktop: Desktop, is_noted: bool
) -> None:
    before = threading.active_count()
    if is_noted:
        xscreensaver_says(x_desktop, b"LOCK")
    else:
        running(x_desktop, "i3lock")
    woken = threading.Event()
    sense = LockSense(None, None, woken.set, silent=silent_lockers(x_desktop.env))
    sense.on()

    sense.close()

    wait_until(lambda: threading.active_count() == before, "the end of the waiting")
    assert not woken.is_set()


def test_an_x_server_that_goes_tells_of_no_unlock(x_desktop: Desktop) -> None:
    xscreensaver_says(x_desktop, b"LOCK")
    end = EndOfNote(x_desktop.env)

    x_desktop.stop_screen()

    assert end.wait() is False


def test_a_python_that_cannot_wait_for_a_process_tells_of_no_unlock(
    x_desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    running(x_desktop, "i3lock")
    monkeypatch.delattr(os, "pidfd_open")

    assert EndOfProcess(screen_name(x_desktop.env)).wait() is False


def where_too_much_is_open() -> End:
    raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))


def test_a_lock_is_known_also_where_its_end_cannot_be_waited_for() -> None:
    silent = (SilentLocker(lambda: True, where_too_much_is_open),)

    assert LockSense(None, None, lambda: None, silent=silent).on() == LOCKED


def test_whether_a_lock_can_be_seen_is_told_without_waiting_for_its_end() -> None:
    ends: list[str] = []

    def end() -> End:
        ends.append("begun")
        return EndOfProcess("")

    sense = LockSense(None, None, lambda: None, silent=(SilentLocker(lambda: True, end),))

    blind_spot, begun_by_that = sense.blind_spot, tuple(ends)

    assert (blind_spot, begun_by_that) == ("", ())
    assert sense.on() == LOCKED
    assert ends == ["begun"]


def test_xwayland_is_not_asked() -> None:
    [locker] = silent_lockers({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"})

    end = locker.end()
    end.give_up()
    end.wait()

    assert isinstance(end, EndOfProcess)


def finding(both: Both, meets: Callable[[], object]) -> str:
    """What doctor says of the lock; `meets` tells that everybody was asked."""
    silent = (SilentLocker(lambda: Silence("nobody"), partial(EndOfProcess, "")),)
    buses = Buses(session=both.session.bus, system=both.system.bus)

    def opened() -> LockSense:
        sense = LockSense(buses.session, buses.system, both.listener.wake, silent=silent)
        wait_until(meets, "the question")
        both.session.settle()
        both.system.settle()
        return sense

    found = sense_findings([("lock", opened)], Stillness(buses))
    return next(str(each) for each in found if each.topic == "lock")


def test_that_logind_knows_of_no_lock_is_no_sign_that_there_is_none(both: Both) -> None:
    logind = Logind(both.system.stage)

    said = finding(both, lambda: logind.ours.readings)

    assert said.startswith("no lock: whether the screen is locked cannot be known")


def test_a_saver_that_says_so_is_known_to_have_locked_nothing(both: Both) -> None:
    logind = Logind(both.system.stage)
    both.session.stage.play(SAVER, ("/org/gnome/ScreenSaver", ScreenSaver(SAVER, is_active=False)))

    assert finding(both, lambda: logind.ours.readings) == "ok lock: the screen is not locked."
