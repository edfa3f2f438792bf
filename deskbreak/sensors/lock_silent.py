"""Lockers that announce nothing: whether one has locked the screen, as far as that can be seen.

xscreensaver writes it on the root window; of others only their own program tells, which runs as
long as the screen is locked, ours or another one where this user is logged in, too. So both are
asked at looks that come anyway. The end of a lock that was seen is waited for: whoever has unlocked
is there.
"""

import os
import select
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import Protocol

from deskbreak.errors import NOT_TO_BE_HAD, SensorError
from deskbreak.sensors.bus_watch import Said
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.sense import Wake
from deskbreak.value import value
from deskbreak.wires.dbus_line import Silence
from deskbreak.wires.screens import is_same_screen, screen_name
from deskbreak.wires.x11 import XServer, atom
from deskbreak.wires.xwindow import is_note, listen_for_notes, words_of

if sys.platform != "linux":
    raise ImportError("only Linux has such lockers")

_PROC = Path("/proc")
_STATUS, _LOCKED = b"_SCREENSAVER_STATUS", b"LOCK"
_STARTED = 19
"""Where among what the kernel tells stands the tick of the start, since the machine's."""
_LONGEST_LOCK = 1e7  # seconds; a number of anybody's stands on the root
_LOCKERS = frozenset(
    {"gtklock", "hyprlock", "i3lock", "slock", "swaylock", "waylock", "xlock", "xsecurelock"}
)


class End(Protocol):
    """That of a lock; `wait` is for one thread, `give_up` for any other."""

    def wait(self) -> bool:
        """Returns once it may be there; False where nothing tells of it, or it was given up."""
        ...

    def give_up(self) -> None: ...


@value
class SilentLocker:
    """Somebody to ask, and whatever ends a lock of theirs; that may raise SensorError."""

    says: Callable[[], Said]
    end: Callable[[], End]
    age: Callable[[], timedelta | None] = lambda: None
    """Of the lock, where it can be known: one that is found at a look has begun before."""


def silent_lockers(environment: Mapping[str, str]) -> tuple[SilentLocker, ...]:
    """Whom to ask here. XWayland's root tells nothing of the session."""
    screen = screen_name(environment)
    by_process = SilentLocker(
        RunningLocker(screen).says, partial(EndOfProcess, screen), partial(age_of_locker, screen)
    )
    if environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        by_note = SilentLocker(
            partial(by_xscreensaver, environment),
            partial(EndOfNote, environment),
            partial(age_of_note, environment),
        )
        return by_note, by_process
    return (by_process,)


class SilentLocks:
    """Asks them; at a `look`, a thread begins to wait for the end of a lock, and then wakes."""

    def __init__(self, lockers: tuple[SilentLocker, ...], wake: Wake) -> None:
        self._lockers = lockers
        self._wake = wake
        self._end: End | None = None

    def says(self) -> Said:
        return self._asked()[0]

    def look(self) -> Said:
        says, locker = self._asked()
        if locker is not None:
            self._await(locker)
        return says

    def age(self) -> timedelta | None:
        """Of the lock that holds now, where it can be known."""
        locker = self._asked()[1]
        return None if locker is None else locker.age()

    def close(self) -> None:
        end = self._end
        if end is not None:
            end.give_up()

    def _asked(self) -> tuple[Said, SilentLocker | None]:
        """What they say together, and who of them has locked."""
        said = [(locker.says(), locker) for locker in self._lockers]
        for says, locker in said:
            if says is True:
                return True, locker
        is_silent = all(isinstance(says, Silence) for says, _locker in said)
        return Silence("") if is_silent else False, None

    def _await(self, locker: SilentLocker) -> None:
        if self._end is not None:
            return
        try:
            self._end = end = locker.end()
        except NOT_TO_BE_HAD:  # then the next look tells
            return
        threading.Thread(target=self._wait_for, args=(end,), name="unlock", daemon=True).start()

    def _wait_for(self, end: End) -> None:
        may_be_over = end.wait()
        self._end = None
        if may_be_over:
            self._wake()


class RunningLocker:
    """That none runs says nothing: there are lockers that nobody has heard of.

    But one that was seen is the session's locker: once it is gone, nothing is locked.
    """

    def __init__(self, screen: str) -> None:
        """`screen` is ours; those of another one lock nothing here."""
        self._screen = screen
        self._was_seen = False

    def says(self) -> Said:
        try:
            runs = _running_locker(self._screen) is not None
        except OSError as error:
            return Silence(_("the programs that run cannot be listed: {error}").format(error=error))
        self._was_seen = self._was_seen or runs
        if self._was_seen:
            return runs
        return Silence("no locker that deskbreak knows is running")


class EndOfProcess:
    """That of the locker which runs on our screen."""

    def __init__(self, screen: str) -> None:
        self._screen = screen
        self._given_up, self._giving_up = socket.socketpair()

    def wait(self) -> bool:
        with self._given_up, self._giving_up:
            try:
                if (process := _running_locker(self._screen)) is None:
                    return True
                locker = os.pidfd_open(process)
            except ProcessLookupError:
                return True
            except (AttributeError, OSError):  # some builds of Python have no such call
                return False
            try:
                return self._is_first(locker)
            finally:
                os.close(locker)

    def give_up(self) -> None:
        with suppress(OSError):  # it is over
            self._giving_up.send(b"!")

    def _is_first(self, locker: int) -> bool:
        waiting = select.poll()
        for file in (locker, self._given_up.fileno()):
            waiting.register(file, select.POLLIN)
        return self._given_up.fileno() not in {file for file, _event in waiting.poll()}


class EndOfNote:
    """That of the note which xscreensaver keeps on the root; raises SensorError."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._server = XServer.connect(environment)
        self._is_given_up = False

    def wait(self) -> bool:
        server = self._server
        try:
            listen_for_notes(server)
            status, locked = atom(server, _STATUS), atom(server, _LOCKED)
            if words_of(server, server.screen.root, _STATUS)[:1] == (locked,):
                server.wait_forever()
                while not is_note(server.receive(), status):
                    pass
        except SensorError:  # the server is gone, or slow: the next look tells
            return False
        finally:
            server.close()
        return not self._is_given_up

    def give_up(self) -> None:
        self._is_given_up = True
        self._server.hang_up()


def by_xscreensaver(environment: Mapping[str, str]) -> Said:
    try:
        is_locked, _since = _note(environment)
    except SensorError as error:
        return Silence(str(error))
    return is_locked


def age_of_note(environment: Mapping[str, str]) -> timedelta | None:
    try:
        _is_locked, since = _note(environment)
    except SensorError:
        return None
    return _age(system_time().wall().timestamp() - since)


def _note(environment: Mapping[str, str]) -> tuple[bool, int]:
    """Whether xscreensaver has locked, and since when its state is so; raises SensorError."""
    server = XServer.connect(environment)
    try:
        status = words_of(server, server.screen.root, _STATUS)
        if not status:
            raise SensorError(_("{name} is not running").format(name="xscreensaver"))
        return status[0] == atom(server, _LOCKED), (*status, 0)[1]
    finally:
        server.close()


def age_of_locker(screen: str) -> timedelta | None:
    """Of that on our screen: it was started to lock."""
    try:
        process = _running_locker(screen)
        if process is None:
            return None
        ticks = int(_status(_PROC / str(process))[_STARTED])
        seconds = float((_PROC / "uptime").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):  # it has just ended; no Linux that we know
        return None
    return _age(seconds - ticks / os.sysconf("SC_CLK_TCK"))


def _age(seconds: float) -> timedelta | None:
    """None for what cannot be: a clock that was set since, say."""
    return timedelta(seconds=seconds) if 0 <= seconds <= _LONGEST_LOCK else None


def _running_locker(screen: str) -> int | None:
    """Raises OSError where programs cannot be listed."""
    user = os.getuid()
    for name in filter(str.isdigit, os.listdir(_PROC)):  # noqa: PTH208  (plain names: paths would cost the most)
        try:
            with open(f"{_PROC}/{name}/comm", encoding="utf-8", errors="replace") as comm:  # noqa: PTH123  (as above)
                is_locker = comm.read().rstrip("\n") in _LOCKERS
            if is_locker and os.stat(f"{_PROC}/{name}").st_uid == user:  # noqa: PTH116  (as above)
                process = _PROC / name
                if _lives(process) and _may_lock(screen, process):
                    return int(name)
        except OSError:
            continue  # it has just ended
    return None


def _lives(process: Path) -> bool:
    """One that has ended keeps its name until its parent has asked for it."""
    return _status(process)[0] not in {b"Z", b"X"}


def _status(process: Path) -> list[bytes]:
    """What the kernel tells of it after its name, which may have any letters."""
    return (process / "stat").read_bytes().rpartition(b")")[2].split()


def _may_lock(screen: str, process: Path) -> bool:
    """Not where it was started on another screen; what does not tell may be on ours."""
    try:
        told = (process / "environ").read_bytes().split(b"\0")
    except PermissionError:
        return True
    environment = dict(os.fsdecode(each).partition("=")[::2] for each in told)
    its_screen = screen_name(environment)
    return not (screen and its_screen) or is_same_screen(screen, its_screen)
