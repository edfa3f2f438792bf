"""One connection to the D-Bus session bus, shared by everything that speaks to the desktop.

One thread receives for all, because each waiting thread costs the daemon memory. What is
registered here (signals, objects, names, greetings) outlives the connection: when the bus goes
away it is tried again with back-off, and everything is set up anew.

jeepney's own threaded connection is not used: its receiving thread prints a traceback when the
bus dies, and every reconnection would leak the two ends of its stop pipe.
"""

import logging
import os
import select
import socket
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import copy
from datetime import timedelta
from gettext import gettext as _
from itertools import count
from queue import Empty, SimpleQueue
from typing import Any

from jeepney import (
    AuthenticationError,
    Header,
    HeaderFields,
    MatchRule,
    Message,
    MessageFlag,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
)
from jeepney.bus import get_connectable_addresses
from jeepney.io.blocking import prep_socket
from jeepney.low_level import calc_msg_size

from deskbreak.errors import SensorError
from deskbreak.wires.dbus_messages import error_name, error_text, fits, is_error

if sys.platform == "win32":
    raise ImportError("only Linux has a session bus")

Then = Callable[[Message | None], object]

_FIRST_RETRY = timedelta(milliseconds=200)
_LONGEST_RETRY = timedelta(seconds=5)
_STUCK = timedelta(seconds=5)
"""A bus that takes or gives no byte for so long is as good as gone."""
_LONGEST_TALK = 50
"""Readings; a panel needs about ten to show an icon."""
_DO_NOT_QUEUE = 4
_HEAD = 16
"""Bytes of a message that tell how long it is."""
_FAILED = "org.freedesktop.DBus.Error.Failed"
_UNKNOWN_OBJECT = "org.freedesktop.DBus.Error.UnknownObject"

_LOG = logging.getLogger(__name__)


class BusError(SensorError):
    """The bus cannot be reached or a program on it gave no answer; says what was tried."""


class Bus:
    """The desktop's other programs: hear their signals, call them, be called by them.

    Connected from its making on (`BusError` where there is no bus), but nothing is received
    before `run` or `start`. Every callback runs in the receiving thread, one after another: a
    slow one delays all others, one that raises is logged and harms nobody. `patience` is how
    long the bus may take to let us in at first.
    """

    def __init__(self, address: str | None = None, patience: timedelta = _STUCK) -> None:
        self.address: str = address or _session_address()
        self._connection: _Connection | None = _Connection(self.address, patience)
        self._signals: list[tuple[MatchRule, Callable[[Message], None]]] = []
        self._objects: dict[str, Callable[[Message], None]] = {}
        self._names: list[str] = []
        self._greetings: list[Callable[[], None]] = []
        self._not_greeted: deque[Callable[[], None]] = deque()
        self._greeting = threading.Lock()  # nobody is greeted twice on one connection
        self._unanswered: deque[Then] = deque()  # calls that found no bus
        self._thread: threading.Thread | None = None
        self._receiver: int | None = None
        self._stopping = False
        self._sleeper, self._waker = socket.socketpair()
        self._waker.settimeout(0)

    def on_connect(self, greet: Callable[[], None]) -> None:
        """Call `greet` after each connection to the bus, and soon if there is one now."""
        with self._greeting:
            self._greetings.append(greet)
            self._not_greeted.append(greet)
        self._wake()

    @property
    def is_connected(self) -> bool:
        return self._connection is not None

    def on_signal(self, rule: MatchRule, hear: Callable[[Message], None]) -> None:
        """Call `hear` with each signal that fits the rule.

        A well-known name as the rule's sender is checked by the bus only, since messages carry
        the unique one: any wider rule of ours lets the same signal of other senders in.
        """
        self._signals.append((_as_it_arrives(rule), hear))
        self.send(message_bus.AddMatch(rule))

    def serve(self, path: str, answer: Callable[[Message], None]) -> None:
        """Call `answer` with each method call to that object; it sends the reply itself.

        If it raises, the caller gets an error, so that nobody waits for a reply in vain.
        """
        self._objects[path] = answer

    def request_name(self, name: str) -> None:
        """Own this well-known name, now and after each reconnection."""
        self._names.append(name)
        self.send(message_bus.RequestName(name, _DO_NOT_QUEUE))

    def send(self, message: Message) -> None:
        """Send without waiting for anything; dropped while the bus is away.

        A signal or a late reply means nothing to the next bus. What must be known to have
        arrived goes by `call`; what must hold again goes into `on_connect`.
        """
        connection = self._connection
        if connection is None or not connection.send(message):
            _LOG.debug("not sent, the bus is away: %s", _what(message))

    def reply(
        self, call: Message, signature: str | None = None, body: tuple[Any, ...] = ()
    ) -> None:
        """Answer a call that was served; nothing where its sender asked for no reply."""
        if not call.header.flags & MessageFlag.no_reply_expected:
            self.send(new_method_return(call, signature, body))

    def refuse(self, call: Message, error: str, why: str) -> None:
        """Answer a call that was served with an error, its name and a line for people."""
        if not call.header.flags & MessageFlag.no_reply_expected:
            self.send(new_error(call, error, "s", (why,)))

    def call(self, message: Message, then: Then) -> None:
        """Send, and hand the reply to `then`: a return, an error, or None when the bus went away.

        While the bus is away, None arrives with the next attempt to connect.
        """
        connection = self._connection
        if connection is None or not connection.send(message, then):
            self._unanswered.append(then)

    def ask(self, message: Message, within: timedelta, gives: str) -> tuple[Any, ...]:
        """The body of the reply, whose signature is `gives`. Not from a callback of this bus."""
        if threading.get_ident() == self._receiver:
            raise RuntimeError(f"{_what(message)}: the receiving thread cannot wait for itself")
        if self._connection is None:
            text = _("{what}: the bus at {address} is away")
            raise BusError(text.format(what=_what(message), address=self.address))
        replies: SimpleQueue[Message | None] = SimpleQueue()
        self.call(message, replies.put)
        try:
            reply = replies.get(timeout=within.total_seconds())
        except Empty:
            text = _("{what}: no answer within {seconds:g} s")
            seconds = within.total_seconds()
            raise BusError(text.format(what=_what(message), seconds=seconds)) from None
        if reply is None:
            text = _("{what}: the bus went away before the answer")
            raise BusError(text.format(what=_what(message)))
        if is_error(reply):
            raise BusError(f"{_what(message)}: {error_text(reply)}")
        if not fits(reply, gives):
            text = _("{what}: the answer is not what was asked for")
            raise BusError(text.format(what=_what(message)))
        return tuple(reply.body)

    def round_trip(self, within: timedelta) -> None:
        """Returns when the bus has dealt with all that was sent before. Blocks, as `ask`."""
        self.ask(message_bus.GetId(), within, "s")

    def run(self) -> None:
        """Receive in this thread until `stop`."""
        self._receiver = threading.get_ident()
        while not self._stopping:
            if self._connection is not None:
                self._receive(self._connection)
            self._reconnect()
        self._close()

    def converse(self, silence: timedelta) -> None:
        """Receive in this thread until nothing has come for so long; for before `run`."""
        connection = self._connection
        if connection is None:
            return
        inputs = select.poll()
        inputs.register(connection, select.POLLIN)
        self._catch_up()
        with suppress(OSError, ValueError):  # `run` finds out, too, that the bus is lost
            for _reading in range(_LONGEST_TALK):
                if not inputs.poll(silence // timedelta(milliseconds=1)):
                    return
                for message in connection.receive():
                    self._hear(connection, message)

    def start(self) -> None:
        """Receive in a thread of its own until `stop`."""
        self._thread = threading.Thread(target=self.run, name="bus", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the receiving, for good. Takes no lock: a signal handler may call it."""
        self._stopping = True
        self._wake()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(_STUCK.total_seconds())
        elif self._receiver is None:
            self._close()

    def _wake(self) -> None:
        with suppress(OSError):  # full: about to wake anyway; closed: nobody to wake
            self._waker.send(b"!")

    def _receive(self, connection: "_Connection") -> None:
        """Returns when the connection is lost or `stop` was called."""
        inputs = select.poll()
        inputs.register(self._sleeper, select.POLLIN)
        inputs.register(connection, select.POLLIN)
        try:
            while not self._stopping:
                self._catch_up()
                ready = {number for number, _event in inputs.poll()}
                if self._sleeper.fileno() in ready:
                    self._sleeper.recv(64)
                if connection.fileno() in ready:
                    for message in connection.receive():
                        self._hear(connection, message)
        except (OSError, ValueError) as error:  # ValueError: no D-Bus message
            _LOG.warning("lost the bus at %s: %s", self.address, error)
        self._connection = None
        self._unanswered.extend(connection.close())
        self._catch_up()

    def _catch_up(self) -> None:
        while self._unanswered:
            _guarded(self._unanswered.popleft(), None)
        while self._connection is not None and self._not_greeted:
            _guarded(self._not_greeted.popleft())

    def _hear(self, connection: "_Connection", message: Message) -> None:
        if message.header.message_type is MessageType.method_call:
            self._answer(message)
        elif message.header.message_type is MessageType.signal:
            for rule, hear in tuple(self._signals):
                if rule.matches(message):
                    _guarded(hear, message)
        elif (then := connection.waiting_for(message)) is not None:
            if is_error(message):
                _LOG.debug("%s: %s", error_name(message), error_text(message))
            _guarded(then, message)

    def _answer(self, call: Message) -> None:
        answer = self._objects.get(call.header.fields.get(HeaderFields.path))
        if answer is None:
            self.refuse(call, _UNKNOWN_OBJECT, f"{_what(call)}: no such object")
        elif not _guarded(answer, call):
            self.refuse(call, _FAILED, f"{_what(call)} failed, see the log")

    def _reconnect(self) -> None:
        """Returns when there is a connection or `stop` was called."""
        inputs = select.poll()
        inputs.register(self._sleeper, select.POLLIN)
        retry = _FIRST_RETRY
        while not self._stopping:
            if inputs.poll(retry // timedelta(milliseconds=1)):
                self._sleeper.recv(64)
            self._catch_up()
            try:
                connection = _Connection(self.address)
            except BusError as error:
                _LOG.debug("%s", error)
                retry = min(2 * retry, _LONGEST_RETRY)
            else:
                self._set_up(connection)
                return

    def _set_up(self, connection: "_Connection") -> None:
        for name in self._names:
            connection.send(message_bus.RequestName(name, _DO_NOT_QUEUE))
        with self._greeting:
            self._not_greeted = deque(self._greetings)
        self._connection = connection
        for rule, _hear in tuple(self._signals):
            connection.send(message_bus.AddMatch(rule))
        _LOG.info("connected to the bus at %s again", self.address)

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        self._sleeper.close()
        self._waker.close()
        self._receiver = None


class _Connection:
    """One life of the connection; what breaks it ends it."""

    def __init__(self, address: str, patience: timedelta = _STUCK) -> None:
        self._socket = _authenticated(address, patience)
        self._socket.settimeout(_STUCK.total_seconds())
        self._unread = b""
        self._serials = count(1)
        self._waiting: dict[int, Then] = {}
        self._sending = threading.Lock()
        self._open = True
        self.send(message_bus.Hello())

    def fileno(self) -> int:
        return int(self._socket.fileno())

    def send(self, message: Message, then: Then | None = None) -> bool:
        """Whether it was sent; only then will `then` be called or given back by `close`."""
        with self._sending:
            if not self._open:
                return False
            serial = next(self._serials)
            data = message.serialise(serial=serial)
            if then is not None:
                self._waiting[serial] = then
            try:
                self._socket.sendall(data)
            except OSError:
                self._waiting.pop(serial, None)
                self._cut()
                return False
            return True

    def receive(self) -> list[Message]:
        """All messages of one read, since one read can hold several."""
        data = self._socket.recv(16384)
        if not data:
            raise ConnectionError("it closed the connection")
        self._unread += data
        return list(self._whole_messages())

    def _whole_messages(self) -> Iterator[Message]:
        while len(self._unread) >= _HEAD:
            size = calc_msg_size(self._unread[:_HEAD])
            if len(self._unread) < size:
                return
            whole, self._unread = self._unread[:size], self._unread[size:]
            if (message := _read(whole)) is not None:
                yield message

    def waiting_for(self, reply: Message) -> Then | None:
        return self._waiting.pop(reply.header.fields.get(HeaderFields.reply_serial), None)

    def close(self) -> tuple[Then, ...]:
        """Ends it; returns those who still wait for a reply."""
        with self._sending:
            self._open = False
            self._socket.close()
            waiting = tuple(self._waiting.values())
            self._waiting.clear()
            return waiting

    def _cut(self) -> None:
        """Half a message may be out: let the receiving thread see the end."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)


def _read(whole: bytes) -> Message | None:
    """One with a body that cannot be read has none; one whose head cannot be read is nothing.

    Anybody on the bus may send a file descriptor's number without the descriptor, say, and
    jeepney raises whatever it stumbles over.
    """
    try:
        return Message.from_buffer(whole)
    except Exception as error:  # noqa: BLE001  (as told)
        _LOG.warning("a message cannot be read (%r)", error)
    try:
        header, _at = Header.from_buffer(whole)
    except Exception:  # noqa: BLE001  (likewise)
        return None
    header.fields.pop(HeaderFields.signature, None)
    return Message(header, ())


def _session_address() -> str:
    address = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    if address:
        return address
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime:
        return f"unix:path={runtime}/bus"
    raise BusError(
        _(
            "no session bus: neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set; "
            "start deskbreak from within a desktop session"
        )
    )


def _authenticated(address: str, patience: timedelta) -> socket.socket:
    tried: list[str] = []
    try:
        for path in get_connectable_addresses(address):
            try:
                connected: socket.socket = prep_socket(path, timeout=patience.total_seconds())
            except (OSError, AuthenticationError) as error:
                tried.append(f"{path.replace(chr(0), '@')}: {error}")
            else:
                return connected
    except (ValueError, RuntimeError) as error:  # how jeepney refuses an address
        tried.append(str(error))
    text = _("no D-Bus at {address} ({reasons})")
    raise BusError(text.format(address=address, reasons="; ".join(tried)))


def _as_it_arrives(rule: MatchRule) -> MatchRule:
    """The rule without a sender that the message cannot show."""
    arriving = copy(rule)
    sender = rule.header_fields.get("sender", ":")
    if not sender.startswith(":") and sender != message_bus.bus_name:
        arriving.header_fields = {
            field: value for field, value in rule.header_fields.items() if field != "sender"
        }
    return arriving


def _guarded(callback: Callable[..., object], *given: object) -> bool:
    """Whether the callback came through: what one listener breaks must not deafen the others."""
    try:
        callback(*given)
    except Exception:  # noqa: BLE001  (it may be any bug of any listener; the log names it)
        _LOG.exception("%s failed", getattr(callback, "__qualname__", callback))
        return False
    return True


def _what(message: Message) -> str:
    fields = message.header.fields
    whose = fields.get(HeaderFields.destination) or fields.get(HeaderFields.path)
    return f"{whose} {fields.get(HeaderFields.member, 'reply')}"
