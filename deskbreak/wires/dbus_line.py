"""A line to one program on a bus: it may go and come, the bus too, and nobody ever waits for it."""

from collections.abc import Callable
from functools import partial
from gettext import gettext as _
from typing import Any

from jeepney import DBusAddress, Message, MessageFlag, message_bus, new_method_call

from deskbreak.value import value
from deskbreak.wires.dbus import Bus
from deskbreak.wires.dbus_messages import error_name, error_text, fits, is_error, owner_changes

_ERROR = "org.freedesktop.DBus.Error"
_NOT_RUNNING = frozenset({f"{_ERROR}.NameHasNoOwner", f"{_ERROR}.ServiceUnknown"})

Body = tuple[Any, ...]


@value
class Silence:
    """It cannot be known from there."""

    why: str
    error: str = ""
    """The name of the D-Bus error, where one answered."""


class BusLine:
    """Calls to one program, of which only the last one's answer counts.

    `meet` is called whenever the program may be another: on each connection and each change of
    its owner. `lost` is told when the bus goes away.
    """

    def __init__(
        self, bus: Bus, name: str, meet: Callable[[], None], lost: Callable[[Silence], None]
    ) -> None:
        self._bus = bus
        self._name = name
        self._meet = meet
        self._lost = lost
        self._calls = 0

    def open(self) -> None:
        """From now on its owner hears of it, at any moment."""
        self._bus.on_signal(owner_changes(self._name), lambda _signal: self._meet())
        self._bus.on_connect(self._connected)

    def call(
        self, message: Message, gives: str, on_reply: Callable[[Body | Silence], None]
    ) -> None:
        """Never starts the program: what does not run has nothing to say.

        `gives` is the signature of the reply; who replies otherwise has said nothing.
        """
        self._calls += 1
        message.header.flags |= MessageFlag.no_auto_start
        self._bus.call(message, partial(self._replied, self._calls, gives, on_reply))

    def _connected(self) -> None:
        self._bus.call(_never_answered(), self._cut)
        self._meet()

    def _cut(self, reply: Message | None) -> None:
        if reply is None:
            self._calls += 1
            self._lost(Silence(_("the bus went away")))

    def _replied(
        self,
        number: int,
        gives: str,
        on_reply: Callable[[Body | Silence], None],
        reply: Message | None,
    ) -> None:
        if number != self._calls:
            return
        if reply is None:
            on_reply(Silence(_("the bus went away")))
        elif is_error(reply):
            on_reply(_refusal(self._name, reply))
        elif not fits(reply, gives):
            on_reply(Silence(_("{name} answers otherwise than asked").format(name=self._name)))
        else:
            on_reply(tuple(reply.body))


def _never_answered() -> Message:
    """A call whose reply is not asked for: its end is the end of the connection."""
    bus = DBusAddress(message_bus.object_path, message_bus.bus_name, "org.freedesktop.DBus.Peer")
    message = new_method_call(bus, "Ping")
    message.header.flags |= MessageFlag.no_reply_expected
    return message


def _refusal(name: str, reply: Message) -> Silence:
    error = error_name(reply)
    if error in _NOT_RUNNING:
        return Silence(_("{name} is not running").format(name=name), error)
    return Silence(f"{name}: {error_text(reply)}", error)
