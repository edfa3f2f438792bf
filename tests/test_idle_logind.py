"""Stories about logind's hint of idleness, played on a private system bus."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from dbus_fast import DBusError, PropertyAccess
from dbus_fast.annotations import DBusBool, DBusObjectPath, DBusStr, DBusUInt64
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property
from fake_desktop import Place

from deskbreak.errors import SensorError
from deskbreak.sensors.idle import choose_idle
from deskbreak.sensors.idle_logind import LogindIdle

LOGIND = "org.freedesktop.login1"
OURS = "/org/freedesktop/login1/session/_32"
PATIENCE = 10.0
NEVER = "logind: the desktop has never told logind that nobody is there"


class Manager(ServiceInterface):
    """Knows one session, by its id and as that of whoever asks."""

    def __init__(self) -> None:
        super().__init__(f"{LOGIND}.Manager")

    @dbus_method(name="GetSession")
    def get_session(self, name: DBusStr) -> DBusObjectPath:
        if name not in {"auto", "2"}:
            raise DBusError(f"{LOGIND}.NoSuchSession", f"No session '{name}' known")
        return OURS


class Session(ServiceInterface):
    """What the desktop has told logind so far."""

    def __init__(self) -> None:
        super().__init__(f"{LOGIND}.Session")
        self.is_idle = False
        self.since = timedelta(0)

    def hint(self, *, is_idle: bool, at: timedelta) -> None:
        self.is_idle, self.since = is_idle, at

    @dbus_property(access=PropertyAccess.READ, name="IdleHint")
    def idle_hint(self) -> DBusBool:
        return self.is_idle

    @dbus_property(access=PropertyAccess.READ, name="IdleSinceHintMonotonic")
    def idle_since(self) -> DBusUInt64:
        return self.since // timedelta(microseconds=1)


@dataclass
class Machine:
    """A machine whose time passes, and which sleeps, when the story says so."""

    awake_for: timedelta = timedelta(hours=3)
    asleep: timedelta = timedelta(0)

    def uptime(self) -> timedelta:
        return self.awake_for + self.asleep

    def awake(self) -> timedelta:
        return self.awake_for

    def wall(self) -> datetime:
        return datetime(2026, 3, 2, 9, 0, tzinfo=UTC) + self.uptime()

    def boot_id(self) -> str:
        return "monday"


@pytest.fixture
def place() -> Iterator[Place]:
    place = Place()
    yield place
    place.close()


@pytest.fixture
def session(place: Place) -> Session:
    session = Session()
    place.stage.play(LOGIND, ("/org/freedesktop/login1", Manager()), (OURS, session))
    return session


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def source(place: Place, session: Session, machine: Machine) -> LogindIdle:
    """Of a desktop that was idle once, and where somebody is there again."""
    session.hint(is_idle=False, at=timedelta(hours=1))
    return LogindIdle.open({"XDG_SESSION_ID": "2"}, place.bus, machine)


def test_until_the_desktop_calls_the_session_idle_somebody_is_there(
    source: LogindIdle, machine: Machine
) -> None:
    machine.awake_for += timedelta(minutes=9)

    assert source.idle() == timedelta(0)


def test_idleness_is_counted_from_when_the_desktop_said_so(
    source: LogindIdle, session: Session, machine: Machine
) -> None:
    session.hint(is_idle=True, at=timedelta(hours=2, minutes=50))

    machine.awake_for += timedelta(minutes=2)

    assert source.idle() == timedelta(minutes=12)


def test_sleep_counts_as_idleness(source: LogindIdle, session: Session, machine: Machine) -> None:
    session.hint(is_idle=True, at=timedelta(hours=2, minutes=50))
    before = source.idle()

    machine.asleep += timedelta(hours=8)

    assert before == timedelta(minutes=10)
    assert source.idle() == timedelta(hours=8, minutes=10)


def test_its_signals_wake_nobody(source: LogindIdle) -> None:
    source.wake_on_input(lambda: pytest.fail("it cannot know of the next input"))
    source.close()

    assert not source.may_wake
    assert source.sees_input


def test_a_logind_that_goes_can_be_read_no_more(place: Place, source: LogindIdle) -> None:
    place.stage.release(LOGIND)

    with pytest.raises(SensorError, match=r"^logind does not tell: "):
        source.idle()


def test_a_bus_that_goes_can_be_read_no_more(place: Place, source: LogindIdle) -> None:
    place.lose()

    with pytest.raises(SensorError, match=r"^logind does not tell: "):
        source.idle()


def test_it_is_the_last_hint_where_nothing_better_tells(place: Place, session: Session) -> None:
    session.hint(is_idle=True, at=timedelta(microseconds=1))

    chosen = choose_idle({"DISPLAY": ":3999", "XDG_SESSION_TYPE": "wayland"}, None, place.bus)

    assert chosen.source.name == "logind"
    assert chosen.reasons == (
        "wayland: WAYLAND_DISPLAY is not set",
        "mutter: there is no session bus",
        "x11: this is a Wayland session, where X11 sees only part of the input",
    )


@pytest.mark.usefixtures("session")
def test_a_desktop_that_never_told_logind_of_idleness_is_not_taken_to_be_in_use(
    place: Place,
) -> None:
    chosen = choose_idle({"DESKBREAK_IDLE": "logind"}, None, place.bus)

    assert chosen.source.name == "none"
    assert chosen.reasons == (NEVER,)


@pytest.mark.usefixtures("session")
def test_an_unknown_session_is_told(place: Place) -> None:
    chosen = choose_idle({"DESKBREAK_IDLE": "logind", "XDG_SESSION_ID": "c9"}, None, place.bus)

    assert chosen.source.name == "none"
    assert chosen.reasons[0].endswith("NoSuchSession: No session 'c9' known")


def test_run_alone_it_prints_a_reading_each_second_until_interrupted(
    place: Place, session: Session
) -> None:
    session.hint(is_idle=False, at=timedelta(hours=1))
    program = subprocess.Popen(
        [sys.executable, "-m", "deskbreak.sensors.idle_logind"],
        stdout=subprocess.PIPE,
        text=True,
        env={
            **{name: value for name, value in os.environ.items() if name != "XDG_SESSION_ID"},
            "DBUS_SYSTEM_BUS_ADDRESS": place.desktop.address,
        },
    )
    assert program.stdout is not None
    line = program.stdout.readline()

    program.send_signal(signal.SIGINT)
    program.communicate(timeout=PATIENCE)

    assert line == "logind: 0:00:00\n"
    assert program.returncode == 0
