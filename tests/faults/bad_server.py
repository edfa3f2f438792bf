"""A notification server that answers in its own way, as data: on each call, what it does."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"


@dataclass(frozen=True, slots=True)
class Says:
    """A reply; in `body`, `ID` stands for the notification's own number."""

    signature: str = ""
    body: tuple[Any, ...] = ()
    after: float = 0


@dataclass(frozen=True, slots=True)
class Refuses:
    name: str
    signature: str = ""
    body: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Emits:
    """A signal, so many times; the first number of each is one more than that of the one before."""

    member: str
    signature: str
    body: tuple[Any, ...]
    times: int = 1
    step: int = 0
    after: float = 0


Deed = Says | Refuses | Emits
ID = object()
WELL = {
    "GetServerInformation": (Says("ssss", ("Evil", "v", "1", "1.2")),),
    "GetCapabilities": (Says("as", (["actions", "body"],)),),
    "Notify": (Says("u", (ID,)),),
    "CloseNotification": (Says(),),
}
_NUMBERED = Says("u", (ID,))
WAYS: dict[str, dict[str, tuple[Deed, ...]]] = {
    "well": {},
    "two words for four": {"GetServerInformation": (Says("s", ("x",)),)},
    "numbers for its name": {"GetServerInformation": (Says("iiii", (1, 2, 3, 4)),)},
    "no name at all": {"GetServerInformation": (Says(),)},
    "silent about its name": {"GetServerInformation": ()},
    "late with its name": {
        "GetServerInformation": (Says("ssss", ("Late", "v", "1", "1.2"), after=7),)
    },
    "a number for what it can": {"GetCapabilities": (Says("i", (5,)),)},
    "nothing for what it can": {"GetCapabilities": (Says(),)},
    "nested for what it can": {"GetCapabilities": (Says("aas", ([["x"]],)),)},
    "silent about what it can": {"GetCapabilities": ()},
    "the number 0": {"Notify": (Says("u", (0,)),)},
    "a word for the number": {"Notify": (Says("s", ("seven",)),)},
    "nothing for the number": {"Notify": (Says(),)},
    "a negative number": {"Notify": (Says("i", (-5,)),)},
    "a huge number": {"Notify": (Says("t", (2**40,)),)},
    "a list for the number": {"Notify": (Says("ai", ([1],)),)},
    "a table for the number": {"Notify": (Says("a{sv}", ({},)),)},
    "silent about the number": {"Notify": ()},
    "late with the number": {"Notify": (Says("u", (ID,), after=6),)},
    "an error with a number": {"Notify": (Refuses("a.b", "u", (1,)),)},
    "an error without a word": {"Notify": (Refuses("a.b"),)},
    "the same number for all": {"Notify": (Says("u", (7,)),)},
    "buttons of others": {
        "Notify": (_NUMBERED, Emits("ActionInvoked", "us", (100, "done"), 200, 1))
    },
    "a button it was not given": {
        "Notify": (_NUMBERED, Emits("ActionInvoked", "us", (ID, "quit")))
    },
    "a button before the number": {
        "Notify": (Emits("ActionInvoked", "us", (ID, "nothing")), _NUMBERED)
    },
    "closed at once": {"Notify": (_NUMBERED, Emits("NotificationClosed", "uu", (ID, 4)))},
    "expired at once": {
        "Notify": (_NUMBERED, Emits("NotificationClosed", "uu", (ID, 1), after=0.3))
    },
    "a flood of closings": {
        "Notify": (_NUMBERED, Emits("NotificationClosed", "uu", (1000, 2), 20_000, 1))
    },
    "signals of other kinds": {
        "Notify": (
            _NUMBERED,
            Emits("NotificationClosed", "us", (ID, "x")),
            Emits("ActionInvoked", "ua{sv}", (ID, {})),
            Emits("NotificationClosed", "", ()),
            Emits("ActionInvoked", "v", (ID,)),
        )
    },
    "one button fifty times": {
        "Notify": (_NUMBERED, Emits("ActionInvoked", "us", (ID, "swap"), 50))
    },
}


class BadServer:
    """Owns the name at once; `calls` are the methods it was asked, in order."""

    def __init__(self, address: str, way: str) -> None:
        self.calls: list[str] = []
        self._deeds = {**WELL, **WAYS[way]}
        self._number = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._bus: MessageBus = self._do(self._connected(address))

    def close(self) -> None:
        """Returns once the bus has seen it go."""
        self._do(self._disconnected())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def _do(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _connected(self, address: str) -> MessageBus:
        bus = await MessageBus(bus_address=address).connect()
        bus.add_message_handler(self._hear)
        await bus.request_name(NAME)
        return bus

    async def _disconnected(self) -> None:
        self._bus.disconnect()
        with suppress(OSError, EOFError):  # the bus may have gone first
            await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]  # dbus-fast's

    def _hear(self, message: Message) -> bool:
        if message.message_type is not MessageType.METHOD_CALL or message.interface != NAME:
            return False
        self.calls.append(str(message.member))
        self._number += message.member == "Notify"
        for deed in self._deeds.get(str(message.member), ()):
            self._perform(deed, message, self._number)
        return True

    def _perform(self, deed: Deed, call: Message, number: int) -> None:
        match deed:
            case Says(signature, body, after):
                reply = Message.new_method_return(call, signature, _filled(body, number, signature))
                self._later(after, lambda: self._send(reply))
            case Refuses(name, signature, body):
                error = Message(
                    message_type=MessageType.ERROR,
                    destination=call.sender,
                    reply_serial=call.serial,
                    error_name=name,
                    signature=signature,
                    body=list(body),
                )
                self._send(error)
            case Emits(member, signature, body, times, step, after):
                self._later(after, lambda: self._emit(member, signature, body, times, step, number))

    def _emit(
        self, member: str, signature: str, body: tuple[Any, ...], times: int, step: int, number: int
    ) -> None:
        for turn in range(times):
            content = _filled(body, number, signature)
            if step:
                content[0] += step * turn
            self._send(Message.new_signal(PATH, NAME, member, signature, content))

    def _later(self, after: float, do: Callable[[], None]) -> None:
        if after:
            self._loop.call_later(after, do)
        else:
            do()

    def _send(self, message: Message) -> None:
        with suppress(Exception):  # the daemon may have gone, and the bus with it
            self._bus.send(message)


def _filled(body: tuple[Any, ...], number: int, signature: str) -> list[Any]:
    from dbus_fast import Variant  # noqa: PLC0415  (for the one way that needs it)

    plain = [number if part is ID else part for part in body]
    return [Variant("u", number)] if signature == "v" else plain
