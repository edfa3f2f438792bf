"""A connection to an X server over a plain socket, and what every talk with one needs.

Not through Xlib: it ends the whole process when the X server goes away, it needs care from threads,
and it weighs more than these lines.
"""

import contextlib
import socket
import struct
import sys
import threading
from collections import deque
from collections.abc import Mapping
from datetime import timedelta
from gettext import gettext as _
from itertools import count

from deskbreak.errors import SensorError
from deskbreak.value import value
from deskbreak.wires.xauth import COOKIE_KIND, cookie
from deskbreak.wires.xbytes import nonsense, unpacked
from deskbreak.wires.xscreen import XScreen, screen_of
from deskbreak.wires.xsocket import x_sockets

if sys.platform == "win32":
    raise ImportError("Windows has no X server to ask")

SERVER_PATIENCE = timedelta(seconds=5)
SENT_EVENT = 0x80
_FIRST_TCP_PORT = 6000
_MOST_WORDS = 1 << 24  # the whole of a large screen
_LITTLE_ENDIAN, _X11 = 0x6C, 11
_ERROR, _REPLY, _GENERIC_EVENT = 0, 1, 35
_INTERN_ATOM, _QUERY_EXTENSION = 16, 98


@value
class Display:
    """Where an X server listens: `host:number.screen`, and no host is this machine."""

    host: str
    number: int
    screen: int = 0

    @classmethod
    def parse(cls, name: str) -> "Display":
        host, colon, rest = name.rpartition(":")
        number, _dot, screen = rest.partition(".")
        if not colon or not number.isdecimal():
            raise SensorError(_("DISPLAY is “{name}”; it should look like “:0”").format(name=name))
        first = 0  # also where the screen makes no sense
        return cls(
            "" if host == "unix" else host.strip("[]"),
            int(number),
            int(screen) if screen.isdecimal() else first,
        )


class X11Error(SensorError):
    """The X server answers with an error; the code says which."""

    def __init__(self, code: int, request: str) -> None:
        text = _("the X server answers error {code} to request {request}")
        super().__init__(text.format(code=code, request=request))
        self.code = code


class XServer:
    """One connection to an X server: one thread receives, any may send."""

    def __init__(self, link: socket.socket, cookie: bytes, screen: int = 0) -> None:
        self._link = link
        self._incoming = link.makefile("rb")
        self._screen = screen
        self._sending = threading.Lock()  # whole requests, and counted in the order of their going
        self._sent = 0
        self._kept: deque[bytes] = deque()
        try:
            self._welcome = self._introduced(cookie)
        except SensorError:
            self.close()
            raise
        self._ids = count(1)

    @classmethod
    def connect(cls, environment: Mapping[str, str]) -> "XServer":
        name = environment.get("DISPLAY", "")
        display = Display.parse(name)
        try:
            link = _linked(display)
        except OSError as error:
            raise SensorError(
                _("no X server answers at {name}: {error}").format(name=name, error=error)
            ) from error
        return cls(link, cookie(environment, display.number, link), display.screen)

    @property
    def screen(self) -> XScreen:
        """The one that DISPLAY names."""
        return screen_of(self._welcome, self._screen)

    def new_id(self) -> int:
        """For a thing of our own on this server."""
        first: int = unpacked("<I", self._welcome, 4)[0]
        return first + next(self._ids)

    def send(self, *requests: bytes) -> int:
        """The number of the last of them, which an error in answer to it carries."""
        with self._sending:
            self._sent += len(requests)
            self._write(b"".join(requests))
            return self._sent & 0xFFFF

    def receive(self) -> bytes:
        """The next reply, event or error, however long it takes."""
        return self._kept.popleft() if self._kept else self._packet()

    def ask(self, request: bytes) -> bytes:
        """The reply to a request, as long as nobody else receives; other news is kept for later."""
        number = self.send(request)
        while True:
            packet = self._packet()
            if not is_event(packet) and (packet[0] == _REPLY or _number(packet) == number):
                return checked(packet)
            self._kept.append(packet)

    def wait_forever(self) -> None:
        """From now on `receive` has no limit; up to here the server had to answer at once."""
        self._link.settimeout(None)

    def hang_up(self) -> None:
        """End the connection under whoever is receiving."""
        with contextlib.suppress(OSError):  # it has hung up first
            self._link.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._incoming.close()
        self._link.close()

    def _introduced(self, cookie: bytes) -> bytes:
        """What the server says of itself."""
        kind = COOKIE_KIND if cookie else b""
        head = struct.pack("<BxHHHHxx", _LITTLE_ENDIAN, _X11, 0, len(kind), len(cookie))
        self._write(head + padded(kind) + padded(cookie))
        status, reason_length, words = struct.unpack("<BB4xH", self._read(8))
        body = self._read(4 * words)
        if status != 1:
            reason = body[: reason_length or None].decode("latin-1").strip("\0\n ")
            raise SensorError(_("the X server refuses: {reason}").format(reason=reason))
        return body

    def _write(self, data: bytes) -> None:
        try:
            self._link.sendall(data)
        except OSError as error:
            raise SensorError(_("the X server is gone: {error}").format(error=error)) from error

    def _packet(self) -> bytes:
        packet = self._read(32)
        if packet[0] & ~SENT_EVENT in {_REPLY, _GENERIC_EVENT}:
            words = unpacked("<I", packet, 4)[0]
            if words > _MOST_WORDS:
                raise nonsense(f"{4 * words} bytes at once")
            packet += self._read(4 * words)
        return packet

    def _read(self, length: int) -> bytes:
        try:
            data = self._incoming.read(length)
        except (OSError, ValueError) as error:  # ValueError: it was closed meanwhile
            raise SensorError(_("the X server fails: {error}").format(error=error)) from error
        if len(data) < length:
            raise SensorError(_("the X server is gone: it closed the connection"))
        return data


def is_event(packet: bytes) -> bool:
    return packet[0] not in {_ERROR, _REPLY}


def checked(packet: bytes) -> bytes:
    """The packet, if it is no error."""
    if packet[0] == _ERROR:
        code, minor, major = unpacked("<xB6xHB", packet)
        raise X11Error(code, f"{major}.{minor}")
    return packet


def _number(packet: bytes) -> int:
    """Of the request to which it is the answer."""
    number: int = unpacked("<H", packet, 2)[0]
    return number


def _linked(display: Display) -> socket.socket:
    if display.host:
        address = display.host, _FIRST_TCP_PORT + display.number
        return socket.create_connection(address, SERVER_PATIENCE.total_seconds())
    file, without_file = x_sockets(str(display.number))
    try:
        return _connected(file)
    except OSError:
        with contextlib.suppress(OSError):
            return _connected(without_file)
        raise


def _connected(address: str) -> socket.socket:
    link = socket.socket(socket.AF_UNIX)
    link.settimeout(SERVER_PATIENCE.total_seconds())
    try:
        link.connect(address)
    except OSError:
        link.close()
        raise
    return link


def extension(server: XServer, name: bytes) -> tuple[int, int] | None:
    """Its opcode and its first event, if the server has it."""
    reply = server.ask(x_request(_QUERY_EXTENSION, 0, struct.pack("<Hxx", len(name)) + name))
    is_present, opcode, first_event = unpacked("<8xBBB", reply)
    return (opcode, first_event) if is_present else None


def atom(server: XServer, name: bytes) -> int:
    """The number that this server knows a name by."""
    reply = server.ask(x_request(_INTERN_ATOM, 0, struct.pack("<Hxx", len(name)) + name))
    number: int = unpacked("<I", reply, 8)[0]
    return number


def x_request(opcode: int, detail: int, body: bytes) -> bytes:
    """As it goes out: its length is told in words of four bytes."""
    body = padded(body)
    return struct.pack("<BBH", opcode, detail, 1 + len(body) // 4) + body


def padded(text: bytes) -> bytes:
    return text + bytes(-len(text) % 4)
