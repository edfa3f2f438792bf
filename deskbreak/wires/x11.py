"""The few words of X11 that deskbreak speaks, over a plain socket.

Not through Xlib: it ends the whole process when the X server goes away, it needs care from threads,
and it weighs more than these lines.
"""

import contextlib
import socket
import struct
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from gettext import gettext as _
from pathlib import Path

from deskbreak.errors import SensorError

if sys.platform == "win32":
    raise ImportError("Windows has no X server to ask")

PATIENCE = timedelta(seconds=5)
SENT_EVENT = 0x80
_SOCKETS = "/tmp/.X11-unix/X"  # noqa: S108  (where every X server has it)
_FIRST_TCP_PORT = 6000
_COOKIE_KIND = b"MIT-MAGIC-COOKIE-1"
_FAMILY_INTERNET, _FAMILY_INTERNET6, _FAMILY_LOCAL, _FAMILY_WILD = 0, 6, 256, 65535
_LITTLE_ENDIAN, _X11 = 0x6C, 11
_ERROR, _REPLY, _GENERIC_EVENT = 0, 1, 35
_INTERN_ATOM, _QUERY_EXTENSION = 16, 98


@dataclass(frozen=True, slots=True)
class Display:
    """Where an X server listens: `host:number.screen`, and no host is this machine."""

    host: str
    number: int

    @classmethod
    def parse(cls, name: str) -> "Display":
        host, colon, rest = name.rpartition(":")
        number = rest.partition(".")[0]
        if not colon or not number.isdecimal():
            raise SensorError(_("DISPLAY is “{name}”; it should look like “:0”").format(name=name))
        return cls("" if host == "unix" else host.strip("[]"), int(number))


class X11Error(SensorError):
    """The X server answers with an error; the code says which."""

    def __init__(self, code: int, request: str) -> None:
        text = _("the X server answers error {code} to request {request}")
        super().__init__(text.format(code=code, request=request))
        self.code = code


class Server:
    """One connection to an X server."""

    def __init__(self, link: socket.socket, cookie: bytes) -> None:
        self._link = link
        self._incoming = link.makefile("rb")
        try:
            self._welcome = self._introduced(cookie)
        except SensorError:
            self.close()
            raise

    @classmethod
    def connect(cls, environment: Mapping[str, str]) -> "Server":
        name = environment.get("DISPLAY", "")
        display = Display.parse(name)
        try:
            link = _linked(display)
        except OSError as error:
            raise SensorError(
                _("no X server answers at {name}: {error}").format(name=name, error=error)
            ) from error
        return cls(link, _cookie(environment, display, link))

    @property
    def first_id(self) -> int:
        """The first of the ids that this connection may give to things of its own."""
        first: int = struct.unpack_from("<I", self._welcome, 4)[0]
        return first

    @property
    def root(self) -> int:
        """The window behind all others, of the first screen."""
        vendor_length, formats = struct.unpack_from("<16xH3xB", self._welcome)
        at = 32 + vendor_length + -vendor_length % 4 + 8 * formats
        root: int = struct.unpack_from("<I", self._welcome, at)[0]
        return root

    def send(self, *requests: bytes) -> None:
        try:
            self._link.sendall(b"".join(requests))
        except OSError as error:
            raise SensorError(_("the X server is gone: {error}").format(error=error)) from error

    def receive(self) -> bytes:
        """The next reply, event or error, however long it takes."""
        packet = self._read(32)
        if packet[0] & ~SENT_EVENT in {_REPLY, _GENERIC_EVENT}:
            packet += self._read(4 * struct.unpack_from("<I", packet, 4)[0])
        return packet

    def ask(self, request: bytes) -> bytes:
        """The reply to a request, as long as nobody else receives."""
        self.send(request)
        packet = self.receive()
        while is_event(packet):
            packet = self.receive()
        return checked(packet)

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
        kind = _COOKIE_KIND if cookie else b""
        head = struct.pack("<BxHHHHxx", _LITTLE_ENDIAN, _X11, 0, len(kind), len(cookie))
        self.send(head, padded(kind), padded(cookie))
        status, reason_length, words = struct.unpack("<BB4xH", self._read(8))
        body = self._read(4 * words)
        if status != 1:
            reason = body[: reason_length or None].decode("latin-1").strip("\0\n ")
            raise SensorError(_("the X server refuses: {reason}").format(reason=reason))
        return body

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
        code, minor, major = struct.unpack_from("<xB6xHB", packet)
        raise X11Error(code, f"{major}.{minor}")
    return packet


def _linked(display: Display) -> socket.socket:
    if display.host:
        address = display.host, _FIRST_TCP_PORT + display.number
        return socket.create_connection(address, PATIENCE.total_seconds())
    link = socket.socket(socket.AF_UNIX)
    link.settimeout(PATIENCE.total_seconds())
    try:
        link.connect(f"{_SOCKETS}{display.number}")
    except OSError:
        link.close()
        raise
    return link


def _cookie(environment: Mapping[str, str], display: Display, link: socket.socket) -> bytes:
    """The key the X server gave to its user; empty if there is none, which some servers accept."""
    home = Path(environment.get("HOME", "/"))
    file = Path(environment.get("XAUTHORITY") or home / ".Xauthority")
    try:
        entries = file.read_bytes()
    except OSError:
        return b""
    wanted = _family_and_address(link)
    for family, address, number, kind, cookie in _entries(entries):
        is_here = family == _FAMILY_WILD or (family, address) == wanted
        is_this = number in {b"", str(display.number).encode()}
        if is_here and is_this and kind == _COOKIE_KIND:
            return cookie
    return b""


def _family_and_address(link: socket.socket) -> tuple[int, bytes]:
    local = _FAMILY_LOCAL, socket.gethostname().encode()
    if link.family == socket.AF_UNIX:
        return local
    host = link.getpeername()[0]
    if host in {"127.0.0.1", "::1"}:  # an X server forwarded by ssh is entered as a local one
        return local
    family = _FAMILY_INTERNET if link.family == socket.AF_INET else _FAMILY_INTERNET6
    return family, socket.inet_pton(link.family, host)


def _entries(data: bytes) -> Iterator[tuple[int, bytes, bytes, bytes, bytes]]:
    at = 0
    while at < len(data):
        family = int.from_bytes(data[at : at + 2])
        at += 2
        fields = []
        for _field in range(4):
            end = at + 2 + int.from_bytes(data[at : at + 2])
            fields.append(data[at + 2 : end])
            at = end
        address, number, kind, cookie = fields
        yield family, address, number, kind, cookie


def extension(server: Server, name: bytes) -> tuple[int, int] | None:
    """Its opcode and its first event, if the server has it."""
    words = 2 + len(padded(name)) // 4
    request = struct.pack("<BxHHxx", _QUERY_EXTENSION, words, len(name)) + padded(name)
    is_present, opcode, first_event = struct.unpack_from("<8xBBB", server.ask(request))
    return (opcode, first_event) if is_present else None


def atom(server: Server, name: bytes) -> int:
    """The number that this server knows a name by."""
    words = 2 + len(padded(name)) // 4
    request = struct.pack("<BxHHxx", _INTERN_ATOM, words, len(name)) + padded(name)
    number: int = struct.unpack_from("<I", server.ask(request), 8)[0]
    return number


def padded(text: bytes) -> bytes:
    return text + bytes(-len(text) % 4)
