"""The daemon's end of the control line on Linux and macOS: a socket for its user alone.

One thread attends to everybody and sleeps in the kernel while nobody wants anything. No client
can make it wait: each has a time limit for sending its request and for reading what it is sent.
"""

import logging
import os
import selectors
import socket
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, auto
from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import assert_never

from deskbreak.control.client import address_of, peer_uid
from deskbreak.control.protocol import (
    CLIENT_LIMIT,
    LINE_LIMIT,
    PATIENCE,
    WATCH,
    ControlError,
    Reply,
    Respond,
    decode_request,
    elapsed,
    encode_reply,
    have_answered,
    refusal,
    too_busy,
    too_late,
    too_many,
)
from deskbreak.value import value

if sys.platform == "win32":
    raise ImportError("Windows has no such socket; see pipe_windows.py")

_LOG = logging.getLogger(__name__)
_UNSENT_LIMIT = 4 * LINE_LIMIT
"""Beyond a first reply, of whatever length."""


class _Phase(Enum):
    SPEAKING = auto()
    """Its request has not arrived whole."""
    WAITING = auto()
    WATCHING = auto()
    LEAVING = auto()
    """It has had its last reply and is let go once that is sent."""
    GONE = auto()


@dataclass(slots=True, eq=False)
class _Client:
    """`until` is when our patience ends; None for a watch that has read everything."""

    connection: socket.socket
    until: timedelta | None
    phase: _Phase = _Phase.SPEAKING
    is_served: bool = False
    """What it asked is being done: it is neither refused nor forgotten."""
    when_gone: Callable[[], None] = lambda: None
    changing: threading.Lock = field(default_factory=threading.Lock)
    received: bytearray = field(default_factory=bytearray)
    unsent: bytearray = field(default_factory=bytearray)


@value
class _Asker:
    client: _Client
    post: Callable[[_Client, Reply, bytes], None]

    def __call__(self, reply: Reply) -> None:
        # Encoded here, so that a reply no JSON can hold fails in the thread that made it.
        self.post(self.client, reply, encode_reply(reply))

    @property
    def is_listening(self) -> bool:
        return self.client.phase in {_Phase.WAITING, _Phase.WATCHING}

    def is_still_waiting(self) -> bool:
        with self.client.changing:
            self.client.is_served = self.is_listening
            return self.client.is_served

    def when_gone(self, call: Callable[[], None]) -> None:
        self.client.when_gone = call


class ControlServer:
    """Listens from its making on; `start` begins to answer, `stop` takes the socket away.

    Make it while the process has one thread: the umask is everybody's for that moment. `respond`
    is called in the server's thread and must not block; do not call `stop` from it. Clients of
    another user than `user` (None: the one who runs this) are shut off.
    """

    def __init__(
        self,
        socket_path: Path,
        respond: Respond,
        patience: timedelta = PATIENCE,
        user: int | None = None,
    ) -> None:
        self._path = socket_path
        self._respond = respond
        self._patience = patience
        self._user = os.getuid() if user is None else user
        self._clients: set[_Client] = set()
        self._outbox: deque[tuple[_Client, Reply, bytes]] = deque()
        self._stopping = threading.Event()
        self._is_unreachable = False
        self._deaf_until: timedelta | None = None
        self._listener = _listening(socket_path)
        self._inode = _inode_of(socket_path)
        self._wake, self._woken = socket.socketpair()
        self._wake.settimeout(0)
        self._woken.settimeout(0)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ, self._welcome)
        self._selector.register(self._woken, selectors.EVENT_READ, self._deliver)
        self._thread = threading.Thread(target=self._serve, name="deskbreak-control", daemon=True)

    def attend(self, file: int, hear: Callable[[], None]) -> None:
        self._selector.register(file, selectors.EVENT_READ, lambda _events: hear())

    def start(self) -> None:
        self._thread.start()

    def keep_reachable(self) -> None:
        """Make the socket's file anew if somebody took it away. For any thread."""
        if _inode_of(self._path) != self._inode:
            self._is_unreachable = True
            self._wake_up()

    def stop(self) -> None:
        """Send what has been replied so far, then hang up on everybody."""
        self._stopping.set()
        self._wake_up()
        if self._thread.ident is None:  # it was never started
            self._close()
        else:
            self._thread.join(self._patience.total_seconds())

    def _serve(self) -> None:
        try:
            while not self._stopping.is_set():
                for key, events in self._selector.select(self._time_left()):
                    key.data(events)
                self._lose_patience(elapsed())
            self._deliver(selectors.EVENT_READ)
        finally:
            self._close()

    def _time_left(self) -> float | None:
        limits = [client.until for client in self._clients if client.until is not None]
        if self._deaf_until is not None:
            limits.append(self._deaf_until)
        return max(0.0, (min(limits) - elapsed()).total_seconds()) if limits else None

    def _welcome(self, _events: int) -> None:
        try:
            connection, _address = self._listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        except OSError as error:  # out of files: asking again at once would only heat the machine
            _LOG.warning("control: nobody can be let in for a moment: %s", error)
            self._selector.unregister(self._listener)
            self._deaf_until = elapsed() + self._patience
            return
        if (uid := peer_uid(connection)) != self._user:
            _LOG.warning("control: user %s was shut off", uid)
            connection.close()
            return
        self._admit(connection)

    def _admit(self, connection: socket.socket) -> None:
        connection.settimeout(0)
        client = _Client(connection, elapsed() + self._patience)
        self._selector.register(connection, selectors.EVENT_READ, partial(self._attend, client))
        self._clients.add(client)
        if len(self._clients) > CLIENT_LIMIT:
            self._refuse(client, too_many())

    def _attend(self, client: _Client, events: int) -> None:
        # A client may have been let go earlier in the same round.
        if client.phase is not _Phase.GONE and events & selectors.EVENT_WRITE:
            self._send(client)
        if client.phase is not _Phase.GONE and events & selectors.EVENT_READ:
            self._receive(client)

    def _receive(self, client: _Client) -> None:
        try:
            chunk = client.connection.recv(LINE_LIMIT)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        if not chunk:
            self._let_go(client)
        elif client.phase is _Phase.SPEAKING:  # what follows the one request is not heard
            client.received += chunk
            line, end, _rest = client.received.partition(b"\n")
            if end or len(line) > LINE_LIMIT:
                self._hear(client, bytes(line))

    def _hear(self, client: _Client, line: bytes) -> None:
        try:
            request = decode_request(line)
        except ControlError as error:
            self._refuse(client, refusal(str(error)))
            return
        client.received.clear()
        client.until = elapsed() + self._patience
        client.phase = _Phase.WATCHING if request.do == WATCH else _Phase.WAITING
        have_answered(self._respond, request, _Asker(client, self._post))

    def _post(self, client: _Client, reply: Reply, line: bytes) -> None:
        self._outbox.append((client, reply, line))
        self._wake_up()

    def _wake_up(self) -> None:
        with suppress(OSError):  # full: it is waking already; closed: nobody is left to wake
            self._wake.send(b"!")

    def _deliver(self, _events: int) -> None:
        with suppress(BlockingIOError):
            self._woken.recv(LINE_LIMIT)
        if self._is_unreachable and not self._stopping.is_set():
            self._is_unreachable = False
            self._listen_anew()
        while self._outbox:
            self._tell(*self._outbox.popleft())

    def _listen_anew(self) -> None:
        """Where a file is in the way it is another daemon's: that one is reached, and it stays."""
        try:
            listener = _listening(self._path)
        except ControlError as error:
            _LOG.warning("%s", error)
            return
        if self._deaf_until is None:
            self._selector.unregister(self._listener)
        self._deaf_until = None
        self._listener.close()
        self._listener, self._inode = listener, _inode_of(self._path)
        self._selector.register(self._listener, selectors.EVENT_READ, self._welcome)
        _LOG.info("control: the socket was gone, and is there again")

    def _refuse(self, client: _Client, reply: Reply) -> None:
        client.phase = _Phase.WAITING
        self._tell(client, reply, encode_reply(reply))

    def _tell(self, client: _Client, reply: Reply, line: bytes) -> None:
        if client.phase not in {_Phase.WAITING, _Phase.WATCHING}:
            return
        if client.unsent and len(client.unsent) + len(line) > _UNSENT_LIMIT:
            _LOG.warning("control: a client that reads too slowly was shut off")
            self._let_go(client)
            return
        if not client.unsent:
            client.until = elapsed() + self._patience
        client.unsent += line
        if client.phase is _Phase.WAITING or not reply.ok:
            client.phase = _Phase.LEAVING
        self._send(client)

    def _send(self, client: _Client) -> None:
        try:
            sent = client.connection.send(client.unsent)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._let_go(client)
            return
        del client.unsent[:sent]
        if client.unsent:
            client.until = elapsed() + self._patience if sent else client.until
            self._listen_for(client, selectors.EVENT_READ | selectors.EVENT_WRITE)
        elif client.phase is _Phase.LEAVING:
            self._let_go(client)
        else:
            client.until = None
            self._listen_for(client, selectors.EVENT_READ)

    def _listen_for(self, client: _Client, events: int) -> None:
        self._selector.modify(client.connection, events, partial(self._attend, client))

    def _lose_patience(self, now: timedelta) -> None:
        for client in tuple(self._clients):
            if client.until is not None and client.until <= now:
                self._shut_off(client)
        if self._deaf_until is not None and self._deaf_until <= now:
            self._deaf_until = None
            self._selector.register(self._listener, selectors.EVENT_READ, self._welcome)

    def _shut_off(self, client: _Client) -> None:
        match client.phase:
            case _Phase.SPEAKING:
                self._refuse(client, too_late(self._patience))
            case _Phase.WAITING | _Phase.WATCHING if not client.unsent:
                self._lose_patience_with(client)
            case _Phase.WAITING | _Phase.WATCHING | _Phase.LEAVING | _Phase.GONE:
                self._let_go(client)  # it does not read, so there is nothing to tell it
            case _:
                assert_never(client.phase)

    def _lose_patience_with(self, client: _Client) -> None:
        with client.changing:  # it is refused or served, never both
            if client.is_served:
                client.until = elapsed() + self._patience
            else:
                self._refuse(client, too_busy(self._patience))

    def _let_go(self, client: _Client) -> None:
        client.phase = _Phase.GONE
        self._clients.discard(client)
        self._selector.unregister(client.connection)
        client.connection.close()
        client.when_gone()

    def _close(self) -> None:
        for client in tuple(self._clients):
            self._let_go(client)
        self._selector.close()
        self._listener.close()
        self._wake.close()
        self._woken.close()
        if _inode_of(self._path) == self._inode:  # another daemon's stays
            self._path.unlink(missing_ok=True)


def _inode_of(path: Path) -> int | None:
    try:
        return path.lstat().st_ino
    except OSError:  # taken away, with its folder perhaps
        return None


def _listening(path: Path) -> socket.socket:
    address = address_of(path)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)  # a chmod afterwards would leave it open for a moment
    try:
        listener.bind(address)
        listener.listen(CLIENT_LIMIT)
    except OSError as error:
        listener.close()
        text = _("{path}: deskbreak cannot listen there: {reason}")
        raise ControlError(text.format(path=path, reason=error.strerror or error)) from error
    finally:
        os.umask(before)
    listener.settimeout(0)
    return listener
