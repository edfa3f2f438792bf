"""The desktop's side of the session bus, played by ourselves: notifications and the tray.

dbus-fast, not the daemon's jeepney, so that a misunderstanding of the protocol shows. Everything
runs in one thread of its own; the public methods may be called from the test's thread.
"""

import asyncio
import sys
import threading
import traceback
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from dbus_fast import DBusError, Message, MessageType, PropertyAccess, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusBool, DBusDict, DBusInt32, DBusSignature, DBusStr, DBusUInt32
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal
from desktop import wait_until

T = TypeVar("T")

_BUS, _BUS_PATH = "org.freedesktop.DBus", "/org/freedesktop/DBus"

NOTIFICATIONS = "org.freedesktop.Notifications"
WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"

DISMISSED = 2
CLOSED_BY_CALL = 3

Strings = Annotated[list[str], DBusSignature("as")]


@dataclass(frozen=True, slots=True)
class Notification:
    """One call of Notify, as it arrived."""

    id: int
    app: str
    replaces: int
    icon: str
    summary: str
    body: str
    actions: dict[str, str]
    hints: dict[str, Any]
    timeout: int


class FakeNotifications(ServiceInterface):
    """A notification server that shows nothing and remembers everything."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(NOTIFICATIONS)
        self.capabilities = ["actions", "body", "body-markup", "icon-static", "persistence"]
        self.program = "fake"
        self.inhibited: bool | None = False
        """Do-not-disturb; None: this server has no such property."""
        self.refuses = False
        """Notify answers with an error, as a server does that is overloaded."""
        self.sent: list[Notification] = []
        self.open: dict[int, Notification] = {}
        self._loop = loop
        self._last_id = 0

    def press(self, number: int, action: str) -> None:
        """The user presses a button, or with "default" the notification itself."""
        self._loop.call_soon_threadsafe(self.action_invoked, number, action)
        self.dismiss(number)

    def dismiss(self, number: int, reason: int = DISMISSED) -> None:
        """It leaves the screen: the user closed it, or it expired (1)."""
        self._loop.call_soon_threadsafe(self._leave, number, reason)

    def _leave(self, number: int, reason: int) -> None:
        self.open.pop(number, None)
        self.notification_closed(number, reason)

    @dbus_method(name="Notify")
    def notify(
        self,
        app: DBusStr,
        replaces: DBusUInt32,
        icon: DBusStr,
        summary: DBusStr,
        body: DBusStr,
        actions: Strings,
        hints: DBusDict,
        timeout: DBusInt32,
    ) -> DBusUInt32:
        if self.refuses:
            raise DBusError(f"{NOTIFICATIONS}.Error.ExcessNotificationGeneration", "too many")
        number = replaces or self._last_id + 1
        self._last_id = max(number, self._last_id)
        buttons = dict(zip(actions[::2], actions[1::2], strict=True))
        sent = Notification(
            number, app, replaces, icon, summary, body, buttons, plain(hints), timeout
        )
        self.sent.append(sent)
        self.open[number] = sent
        return number

    @dbus_method(name="CloseNotification")
    def close_notification(self, number: DBusUInt32) -> None:
        self._leave(number, CLOSED_BY_CALL)

    @dbus_method(name="GetCapabilities")
    def get_capabilities(self) -> Strings:
        return self.capabilities

    @dbus_method(name="GetServerInformation")
    def get_server_information(
        self,
    ) -> Annotated[tuple[str, str, str, str], DBusSignature("ssss")]:
        return self.program, "deskbreak tests", "1", "1.2"

    @dbus_property(access=PropertyAccess.READ, name="Inhibited")
    def is_inhibited(self) -> DBusBool:
        if self.inhibited is None:
            raise DBusError("org.freedesktop.DBus.Error.UnknownProperty", "Inhibited")
        return self.inhibited

    @dbus_signal(name="NotificationClosed")
    def notification_closed(
        self, number: int, reason: int
    ) -> Annotated[tuple[int, int], DBusSignature("uu")]:
        return number, reason

    @dbus_signal(name="ActionInvoked")
    def action_invoked(
        self, number: int, action: str
    ) -> Annotated[tuple[int, str], DBusSignature("us")]:
        return number, action


class FakeWatcher(ServiceInterface):
    """Where tray icons register: the watcher and its host in one, as most panels have it."""

    def __init__(self) -> None:
        super().__init__(WATCHER)
        self.registrations: list[str] = []
        self.has_host = True

    @dbus_method(name="RegisterStatusNotifierItem")
    def register_item(self, service: DBusStr) -> None:
        self.registrations.append(service)
        self.item_registered(service)

    @dbus_method(name="RegisterStatusNotifierHost")
    def register_host(self, service: DBusStr) -> None:
        pass

    @dbus_property(access=PropertyAccess.READ, name="RegisteredStatusNotifierItems")
    def items(self) -> Strings:
        return self.registrations

    @dbus_property(access=PropertyAccess.READ, name="IsStatusNotifierHostRegistered")
    def is_host_registered(self) -> DBusBool:
        return self.has_host

    @dbus_property(access=PropertyAccess.READ, name="ProtocolVersion")
    def protocol_version(self) -> DBusInt32:
        return 0

    @dbus_signal(name="StatusNotifierItemRegistered")
    def item_registered(self, service: str) -> DBusStr:
        return service


class Fakes:
    """The notification server and the tray host on one bus; both own their names at once."""

    def __init__(self, address: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fakes", daemon=True)
        self._thread.start()
        self.notifications = FakeNotifications(self._loop)
        self.watcher = FakeWatcher()
        self.signals: list[Signal] = []
        """What tray icons have emitted, in order."""
        self.signals_before_registration: list[Signal] = []
        self._bus = self._do(self._connected(address))

    def own(self, name: str) -> None:
        """Play a service that starts."""
        self._do(self._bus.request_name(name))

    def release(self, name: str) -> None:
        """Play a service that has ended."""
        self._do(self._bus.release_name(name))

    def tray_item(self) -> "TrayItem":
        """The icon that registered last; waits for one, and until it is more than a first icon."""
        wait_until(lambda: self.watcher.registrations, "a tray icon to register", why=self.report)
        item = TrayItem(self, self.watcher.registrations[-1])
        wait_until(lambda: item.labels() != ["deskbreak is starting"], "the menu", why=self.report)
        return item

    def report(self) -> str:
        """What the bus knows of the panel, and where this process's own threads are."""
        names = self.call(_BUS, _BUS_PATH, f"{_BUS}.ListNames")[0]
        owners = {
            name: self.call(_BUS, _BUS_PATH, f"{_BUS}.GetNameOwner", "s", (name,))[0]
            for name in names
            if not name.startswith(":")
        }
        frames = sys._current_frames()
        stacks = [
            f"{thread.name}: {''.join(traceback.format_stack(frames[thread.ident])[-3:])}"
            for thread in threading.enumerate()
            if thread.ident in frames
        ]
        known = f"owners: {owners}, ours is {self._bus.unique_name}; all: {names}"
        return "\n".join((known, f"registered: {self.watcher.registrations}", *stacks))

    def call(
        self, address: str, path: str, member: str, signature: str = "", body: tuple[Any, ...] = ()
    ) -> list[Any]:
        """The plain body of the reply; `member` is the method with its interface before it."""
        interface, _, method = member.rpartition(".")
        message = Message(
            destination=address,
            path=path,
            interface=interface,
            member=method,
            signature=signature,
            body=list(body),
        )
        reply = self._do(self._bus.call(message))
        assert reply is not None
        if reply.message_type is MessageType.ERROR:
            raise DBusError(reply.error_name or "", str(reply.body))
        return [plain(value) for value in reply.body]

    def close(self) -> None:
        self._do(self._disconnected())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _connected(self, address: str) -> MessageBus:
        bus = await MessageBus(bus_address=address).connect()
        bus.export("/org/freedesktop/Notifications", self.notifications)
        bus.export("/StatusNotifierWatcher", self.watcher)
        bus.add_message_handler(self._remember)
        for interface in (ITEM, MENU):
            await bus.call(_add_match(f"type='signal',interface='{interface}'"))
        for name in (NOTIFICATIONS, WATCHER):
            await bus.request_name(name)
        return bus

    async def _disconnected(self) -> None:
        self._bus.disconnect()
        with suppress(OSError, EOFError):  # the bus may have gone first
            await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]  # dbus-fast's

    def _remember(self, message: Message) -> None:
        if message.message_type is MessageType.SIGNAL and message.interface in {ITEM, MENU}:
            emitted = Signal(message.member or "", plain(message.body))
            self.signals.append(emitted)
            if not self.watcher.registrations:
                self.signals_before_registration.append(emitted)


@dataclass(frozen=True, slots=True)
class Signal:
    name: str
    body: list[Any]


@dataclass(frozen=True, slots=True)
class MenuNode:
    """One line of a tray menu as the panel sees it."""

    id: int
    properties: dict[str, Any]
    children: tuple["MenuNode", ...]

    @property
    def label(self) -> str:
        """As it is read: "---" for a separator, the mnemonics' underscores undone."""
        if self.properties.get("type") == "separator":
            return "---"
        return str(self.properties.get("label", "")).replace("__", "_")


class TrayItem:
    """A tray icon through the eyes and hands of a panel."""

    def __init__(self, fakes: Fakes, address: str) -> None:
        self._fakes = fakes
        self.address = address

    def property(self, name: str) -> Any:
        return self.item("Get", "ss", (ITEM, name), interface=PROPERTIES)[0]

    def properties(self) -> dict[str, Any]:
        found: dict[str, Any] = self.item("GetAll", "s", (ITEM,), interface=PROPERTIES)[0]
        return found

    def pixels(self, size: int) -> bytes:
        """ARGB32 in network byte order, as a panel asks for it."""
        for width, height, pixels in self.property("IconPixmap"):
            if (width, height) == (size, size):
                return bytes(pixels)
        raise AssertionError(f"no icon of {size} px")

    def menu(self) -> MenuNode:
        return _node(self.menu_call("GetLayout", "iias", (0, -1, []))[1])

    def labels(self) -> list[str]:
        return [child.label for child in self.menu().children]

    def find(self, *labels: str) -> MenuNode:
        """The line below these labels, the last one being its own."""
        node = self.menu()
        for label in labels:
            node = next(child for child in node.children if child.label == label)
        return node

    def click(self, *labels: str) -> None:
        self.event(self.find(*labels).id)

    def event(self, number: int, kind: str = "clicked") -> None:
        self.menu_call("Event", "isvu", (number, kind, Variant("i", 0), 0))

    def events(self, numbers: list[int], kind: str = "clicked") -> list[int]:
        """Several events in one call; returns the numbers that the menu does not know."""
        group = [[number, kind, Variant("i", 0), 0] for number in numbers]
        unknown: list[int] = self.menu_call("EventGroup", "a(isvu)", (group,))[0]
        return unknown

    def activate(self) -> None:
        """A left click on the icon."""
        self.item("Activate", "ii", (0, 0))

    def ask_for_menu(self) -> None:
        """A right click, of a panel that draws no menus itself."""
        self.item("ContextMenu", "ii", (0, 0))

    def item(
        self, method: str, signature: str = "", body: tuple[Any, ...] = (), interface: str = ITEM
    ) -> list[Any]:
        return self._fakes.call(
            self.address, "/StatusNotifierItem", f"{interface}.{method}", signature, body
        )

    def menu_call(
        self, method: str, signature: str = "", body: tuple[Any, ...] = (), interface: str = MENU
    ) -> list[Any]:
        path = self.property("Menu")
        return self._fakes.call(self.address, path, f"{interface}.{method}", signature, body)


def plain(value: Any) -> Any:
    """The value without D-Bus variants around it or within."""
    if isinstance(value, Variant):
        return plain(value.value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _node(layout: list[Any]) -> MenuNode:
    number, properties, children = layout
    return MenuNode(number, properties, tuple(_node(child) for child in children))


def _add_match(rule: str) -> Message:
    return Message(
        destination="org.freedesktop.DBus",
        path="/org/freedesktop/DBus",
        interface="org.freedesktop.DBus",
        member="AddMatch",
        signature="s",
        body=[rule],
    )
