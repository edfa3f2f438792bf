"""Those of a desktop who know of locks, sleep, inhibitors and do-not-disturb, played by ourselves.

dbus-fast, not the daemon's jeepney, so that a misunderstanding of the protocol shows.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Annotated, Any, Self, TypeVar

from dbus_fast import DBusError, PropertyAccess, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import (
    DBusBool,
    DBusObjectPath,
    DBusSignature,
    DBusStr,
    DBusUInt32,
    DBusVariant,
)
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal
from desktop import Desktop
from jeepney import message_bus

from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.sensors.sense import Sense
from deskbreak.wires.dbus import Bus

T = TypeVar("T")

LOGIND = "org.freedesktop.login1"
OURS = "/org/freedesktop/login1/session/_32"
ANOTHERS = "/org/freedesktop/login1/session/_33"

Inhibitors = Annotated[
    list[tuple[str, str, str, str, int, int]], DBusSignature("a(ssssuu)")
]  # what, who, why, mode, uid, pid


class Stage:
    """Programs on one bus, in a thread of their own."""

    def __init__(self, address: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="stage", daemon=True)
        self._thread.start()
        self._bus = self._wait(self._connected(address))

    def play(self, name: str, *objects: tuple[str, ServiceInterface]) -> None:
        """A program starts, with these interfaces at these paths."""
        for path, interface in objects:
            self.do(self._bus.export, path, interface)
        self.own(name)

    def own(self, name: str) -> None:
        self._wait(self._bus.request_name(name))

    def release(self, name: str) -> None:
        """As if the program had ended."""
        self._wait(self._bus.release_name(name))

    def do(self, act: Callable[..., Any], *given: Any, **named: Any) -> None:
        """Something happens in the programs' own thread."""
        self._wait(_done(act, *given, **named))

    def close(self) -> None:
        if self._loop.is_closed():
            return
        self._wait(self._disconnected())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _connected(self, address: str) -> MessageBus:
        return await MessageBus(bus_address=address).connect()

    async def _disconnected(self) -> None:
        self._bus.disconnect()
        await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]  # dbus-fast's


async def _done(act: Callable[..., Any], *given: Any, **named: Any) -> None:
    act(*given, **named)


class Place:
    """One bus of our own, those who play on it, and deskbreak's connection to it."""

    def __init__(self) -> None:
        self.desktop = Desktop()
        self.stage = Stage(self.desktop.address)
        self.bus = Bus(self.desktop.address)
        self.bus.start()

    def lose(self) -> None:
        """The bus goes away, and all who play on it with it."""
        self.stage.close()  # first, because dbus-fast prints what it thinks of a lost bus
        self.desktop.stop_bus()

    def find(self) -> None:
        self.desktop.start_bus()
        self.stage = Stage(self.desktop.address)

    def settle(self) -> None:
        """All that was sent to deskbreak before has arrived."""
        for _ in range(2):
            self.bus.call(message_bus.GetId(), (replies := SimpleQueue[object]()).put)
            replies.get(timeout=20)

    def close(self) -> None:
        self.bus.stop()
        self.stage.close()
        self.desktop.close()


class Listener:
    """Asks a sense each time it wakes, and only then: a change without a wake is never seen."""

    def __init__(self) -> None:
        self._wakes: SimpleQueue[None] = SimpleQueue()

    def wake(self) -> None:
        self._wakes.put(None)

    def hears(self, sense: Sense, expected: frozenset[Condition] | str) -> bool:
        """Whether it is told that within 20 s; a text is part of the error."""
        with suppress(Empty):
            while not _matches(told(sense), expected):
                self._wakes.get(timeout=20)
        return _matches(told(sense), expected)

    def is_left_alone(self) -> bool:
        return self._wakes.empty()

    def forget(self) -> None:
        with suppress(Empty):
            while True:
                self._wakes.get_nowait()


def told(sense: Sense) -> frozenset[Condition] | str:
    try:
        return sense.on()
    except SensorError as error:
        return str(error)


def _matches(answer: frozenset[Condition] | str, expected: frozenset[Condition] | str) -> bool:
    if isinstance(answer, str) and isinstance(expected, str):
        return expected in answer
    return answer == expected


class LoginManager(ServiceInterface):
    """logind itself, as far as anybody here asks it."""

    def __init__(self) -> None:
        super().__init__(f"{LOGIND}.Manager")
        self.session_of_process: str | None = OURS
        self.sessions = {"2": OURS, "3": ANOTHERS}
        self.inhibitors: list[tuple[str, str, str, str, int, int]] = []
        self.is_preparing = False

    def inhibit(self, *inhibitors: tuple[str, str, str, str, int, int]) -> None:
        self.inhibitors = [*inhibitors]
        self.emit_properties_changed({"BlockInhibited": "as many as there are"})

    def announce_sleep(self, start: DBusBool) -> None:
        self.is_preparing = start
        self.prepare_for_sleep(start)

    @dbus_method(name="GetSessionByPID")
    def get_session_by_pid(self, _pid: DBusUInt32) -> DBusObjectPath:
        if self.session_of_process is None:
            raise DBusError(f"{LOGIND}.NoSessionForPID", "PID is in no session")
        return self.session_of_process

    @dbus_method(name="GetSession")
    def get_session(self, name: DBusStr) -> DBusObjectPath:
        if name not in self.sessions:
            raise DBusError(f"{LOGIND}.NoSuchSession", f"No session '{name}' known")
        return self.sessions[name]

    @dbus_method(name="ListInhibitors")
    def list_inhibitors(self) -> Inhibitors:
        return self.inhibitors

    @dbus_property(access=PropertyAccess.READ, name="PreparingForSleep")
    def preparing_for_sleep(self) -> DBusBool:
        return self.is_preparing

    @dbus_property(access=PropertyAccess.READ, name="BlockInhibited")
    def block_inhibited(self) -> DBusStr:
        return ""

    @dbus_signal(name="PrepareForSleep")
    def prepare_for_sleep(self, start: DBusBool) -> DBusBool:
        return start

    @dbus_signal(name="SessionNew")
    def session_new(self, name: str, path: str) -> Annotated[tuple[str, str], DBusSignature("so")]:
        return name, path


class LoginSession(ServiceInterface):
    """One user's session with logind."""

    def __init__(self) -> None:
        super().__init__(f"{LOGIND}.Session")
        self.hint = False
        self.is_active = True
        self.readings = 0

    def set_hint(self, is_locked: DBusBool) -> None:
        self.hint = is_locked
        self.emit_properties_changed({"LockedHint": is_locked})

    def set_active(self, is_active: DBusBool) -> None:
        self.is_active = is_active
        self.emit_properties_changed({"Active": is_active})

    @dbus_property(access=PropertyAccess.READ, name="LockedHint")
    def locked_hint(self) -> DBusBool:
        self.readings += 1
        return self.hint

    @dbus_property(access=PropertyAccess.READ, name="Active")
    def active(self) -> DBusBool:
        return self.is_active

    @dbus_signal(name="Lock")
    def lock(self) -> None:
        pass

    @dbus_signal(name="Unlock")
    def unlock(self) -> None:
        pass


class Logind:
    """logind with a session of ours and another's."""

    def __init__(self, stage: Stage) -> None:
        self.manager = LoginManager()
        self.ours = LoginSession()
        self.anothers = LoginSession()
        self.start(stage)

    def start(self, stage: Stage) -> None:
        manager = "/org/freedesktop/login1", self.manager
        stage.play(LOGIND, manager, (OURS, self.ours), (ANOTHERS, self.anothers))


class ScreenSaver(ServiceInterface):
    def __init__(self, name: str, *, is_active: bool = False) -> None:
        super().__init__(name)
        self.is_active = is_active

    def turn(self, is_active: DBusBool) -> None:
        self.is_active = is_active
        self.active_changed(is_active)

    @dbus_method(name="GetActive")
    def get_active(self) -> DBusBool:
        return self.is_active

    @dbus_signal(name="ActiveChanged")
    def active_changed(self, is_active: DBusBool) -> DBusBool:
        return is_active


class GnomeSessionManager(ServiceInterface):
    def __init__(self) -> None:
        super().__init__("org.gnome.SessionManager")
        self.inhibitors: dict[str, int] = {}

    def inhibit(self, path: str, flags: int) -> None:
        self.inhibitors[path] = flags
        self.inhibitor_added(path)

    def release(self, path: str) -> None:
        del self.inhibitors[path]
        self.inhibitor_removed(path)

    @dbus_method(name="IsInhibited")
    def is_inhibited(self, flags: DBusUInt32) -> DBusBool:
        return any(flags & inhibited for inhibited in self.inhibitors.values())

    @dbus_signal(name="InhibitorAdded")
    def inhibitor_added(self, path: str) -> DBusObjectPath:
        return path

    @dbus_signal(name="InhibitorRemoved")
    def inhibitor_removed(self, path: str) -> DBusObjectPath:
        return path


class KdePolicyAgent(ServiceInterface):
    def __init__(self) -> None:
        super().__init__("org.kde.Solid.PowerManagement.PolicyAgent")
        self.policies = 0

    def inhibit(self, policies: int) -> None:
        self.policies = policies
        self.inhibitions_changed()

    @dbus_method(name="HasInhibition")
    def has_inhibition(self, policies: DBusUInt32) -> DBusBool:
        return bool(self.policies & policies)

    @dbus_signal(name="InhibitionsChanged")
    def inhibitions_changed(
        self,
    ) -> Annotated[tuple[list[tuple[str, str]], list[str]], DBusSignature("a(ss)as")]:
        return [], []


class PowerManagementInhibit(ServiceInterface):
    def __init__(self) -> None:
        super().__init__("org.freedesktop.PowerManagement.Inhibit")
        self.is_inhibited = False

    def inhibit(self, is_inhibited: DBusBool) -> None:
        self.is_inhibited = is_inhibited
        self.has_inhibit_changed(is_inhibited)

    @dbus_method(name="HasInhibit")
    def has_inhibit(self) -> DBusBool:
        return self.is_inhibited

    @dbus_signal(name="HasInhibitChanged")
    def has_inhibit_changed(self, is_inhibited: DBusBool) -> DBusBool:
        return is_inhibited


class PlasmaNotifications(ServiceInterface):
    """Only what Plasma's notification server has beyond the others'."""

    def __init__(self) -> None:
        super().__init__("org.freedesktop.Notifications")
        self.is_inhibited = False

    def inhibit(self, is_inhibited: DBusBool) -> None:
        self.is_inhibited = is_inhibited
        self.emit_properties_changed({"Inhibited": is_inhibited})

    @dbus_property(access=PropertyAccess.READ, name="Inhibited")
    def inhibited(self) -> DBusBool:
        return self.is_inhibited


class Xfconf(ServiceInterface):
    def __init__(self) -> None:
        super().__init__("org.xfce.Xfconf")
        self.settings: dict[tuple[str, str], bool] = {}

    def set(self, channel: str, name: str, value: DBusBool) -> None:
        self.settings[channel, name] = value
        self.property_changed(channel, name, value)

    def reset(self, channel: str, name: str) -> None:
        del self.settings[channel, name]
        self.property_removed(channel, name)

    @dbus_method(name="GetProperty")
    def get_property(self, channel: DBusStr, name: DBusStr) -> DBusVariant:
        if (channel, name) not in self.settings:
            error = "org.xfce.Xfconf.Error.PropertyNotFound"
            raise DBusError(error, f'Property "{name}" does not exist on channel "{channel}"')
        return Variant("b", self.settings[channel, name])

    @dbus_signal(name="PropertyChanged")
    def property_changed(
        self, channel: str, name: str, value: DBusBool
    ) -> Annotated[tuple[str, str, Variant], DBusSignature("ssv")]:
        return channel, name, Variant("b", value)

    @dbus_signal(name="PropertyRemoved")
    def property_removed(
        self, channel: str, name: str
    ) -> Annotated[tuple[str, str], DBusSignature("ss")]:
        return channel, name


class DconfWriter(ServiceInterface):
    """Tells that a setting was changed, and not to what."""

    def __init__(self) -> None:
        super().__init__("ca.desrt.dconf.Writer")

    @dbus_signal(name="Notify")
    def changed(
        self, prefix: str, changes: list[str]
    ) -> Annotated[tuple[str, list[str], str], DBusSignature("sass")]:
        return prefix, changes, "tag"


class BudgieDispatcher(ServiceInterface):
    """Budgie's notifications, loud at first."""

    def __init__(self) -> None:
        super().__init__("org.buddiesofbudgie.budgie.Dispatcher")
        self.is_on = False

    @dbus_method(name="GetDoNotDisturb")
    def get(self) -> DBusBool:
        return self.is_on

    @dbus_signal(name="DoNotDisturbChanged")
    def changed(self, *, is_on: bool) -> DBusBool:
        self.is_on = is_on
        return is_on


class Mako(ServiceInterface):
    """The modes that mako is in, told to whoever asks and, by newer ones, at a change."""

    def __init__(self, *modes: str) -> None:
        super().__init__("fr.emersion.Mako")
        self.modes = ["default", *modes]

    @dbus_method(name="ListModes")
    def list_modes(self) -> Annotated[list[str], DBusSignature("as")]:
        return self.modes

    def change(self, *modes: str) -> None:
        self.modes = [*modes]
        self.emit_properties_changed({"Modes": self.modes})

    @dbus_property(access=PropertyAccess.READ, name="Modes")
    def modes_now(self) -> Annotated[list[str], DBusSignature("as")]:
        return self.modes


class SwayncControl(ServiceInterface):
    """The control centre of swaync, loud at first."""

    def __init__(self) -> None:
        super().__init__("org.erikreider.swaync.cc")
        self.is_on = False

    @dbus_method(name="GetDnd")
    def get(self) -> DBusBool:
        return self.is_on

    @dbus_signal(name="SubscribeV2")
    def changed(
        self, *, is_on: bool
    ) -> Annotated[tuple[int, bool, bool, bool], DBusSignature("ubbb")]:
        self.is_on = is_on
        return 3, is_on, False, False


class Nothing(ServiceInterface):
    """A program that is there, and no more."""

    def __init__(self) -> None:
        super().__init__("org.example.Nothing")


class Both:
    """A session bus and a system bus, and a listener to what deskbreak's senses make of them."""

    def __init__(self) -> None:
        self.session = Place()
        self.system = Place()
        self.listener = Listener()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.session.close()
        self.system.close()
