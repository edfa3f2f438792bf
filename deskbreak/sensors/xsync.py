"""The few words of X11 and its SYNC extension that deskbreak speaks, over a plain socket.

Not through Xlib: it ends the whole process when the X server goes away, it needs care from threads,
and it weighs more than these lines. python-xlib does not know SYNC.
"""

import contextlib
import socket
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from gettext import gettext as _
from pathlib import Path

from deskbreak.errors import SensorError

PATIENCE = timedelta(seconds=5)
_SOCKETS = "/tmp/.X11-unix/X"  # noqa: S108  (where every X server has it)
_FIRST_TCP_PORT = 6000
_COOKIE_KIND = b"MIT-MAGIC-COOKIE-1"
_FAMILY_INTERNET, _FAMILY_INTERNET6, _FAMILY_LOCAL, _FAMILY_WILD = 0, 6, 256, 65535
_LITTLE_ENDIAN, _X11 = 0x6C, 11
_SYNC_VERSION = 3, 1
_ERROR, _REPLY, _GENERIC_EVENT, _SENT_EVENT = 0, 1, 35, 0x80
_QUERY_EXTENSION = 98
_INITIALIZE, _LIST_COUNTERS, _QUERY_COUNTER, _CREATE_ALARM, _CHANGE_ALARM = 0, 1, 5, 8, 9
_ALARM_NOTIFY = 1
_EVERY_ATTRIBUTE, _ABSOLUTE, _NEGATIVE_COMPARISON = 0b111111, 0, 3


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


class Server:
    """One connection to an X server."""

    def __init__(self, link: socket.socket, cookie: bytes) -> None:
        self._link = link
        self._incoming = link.makefile("rb")
        try:
            self.first_id = self._introduced(cookie)
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

    def send(self, *requests: bytes) -> None:
        try:
            self._link.sendall(b"".join(requests))
        except OSError as error:
            raise SensorError(_("the X server is gone: {error}").format(error=error)) from error

    def receive(self) -> bytes:
        """The next reply, event or error, however long it takes."""
        packet = self._read(32)
        if packet[0] & ~_SENT_EVENT in {_REPLY, _GENERIC_EVENT}:
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

    def _introduced(self, cookie: bytes) -> int:
        kind = _COOKIE_KIND if cookie else b""
        head = struct.pack("<BxHHHHxx", _LITTLE_ENDIAN, _X11, 0, len(kind), len(cookie))
        self.send(head, _padded(kind), _padded(cookie))
        status, reason_length, words = struct.unpack("<BB4xH", self._read(8))
        body = self._read(4 * words)
        if status != 1:
            reason = body[: reason_length or None].decode("latin-1").strip("\0\n ")
            raise SensorError(_("the X server refuses: {reason}").format(reason=reason))
        first_id: int = struct.unpack_from("<I", body, 4)[0]
        return first_id

    def _read(self, length: int) -> bytes:
        try:
            data = self._incoming.read(length)
        except (OSError, ValueError) as error:  # ValueError: it was closed meanwhile
            raise SensorError(_("the X server fails: {error}").format(error=error)) from error
        if len(data) < length:
            raise SensorError(_("the X server is gone: it closed the connection"))
        return data


@dataclass(frozen=True, slots=True)
class IdleCounter:
    """The X server's IDLETIME: milliseconds since the last input of any device, sleep not counted."""

    opcode: int
    first_event: int
    counter: int
    alarm: int

    @classmethod
    def find(cls, server: Server) -> "IdleCounter":
        if _extension(server, b"XWAYLAND") is not None:
            raise SensorError(_("this X server is XWayland, which sees only part of the input"))
        found = _extension(server, b"SYNC")
        if found is None:
            raise SensorError(_("the X server lacks the SYNC extension"))
        opcode, first_event = found
        server.ask(struct.pack("<BBHBBxx", opcode, _INITIALIZE, 2, *_SYNC_VERSION))
        for name, counter in _counters(server.ask(struct.pack("<BBH", opcode, _LIST_COUNTERS, 1))):
            if name == b"IDLETIME":
                return cls(opcode, first_event, counter, alarm=server.first_id + 1)
        raise SensorError(_("the X server has no IDLETIME counter"))

    def query(self) -> bytes:
        return struct.pack("<BBHI", self.opcode, _QUERY_COUNTER, 2, self.counter)

    def reading(self, reply: bytes) -> timedelta:
        high, low = struct.unpack_from("<iI", reply, 8)
        return timedelta(milliseconds=(high << 32) | low)

    def create_alarm(self, at_most: timedelta) -> bytes:
        """Rings once, as soon as the counter is at or below that: at once if it is already.

        A comparison, because that ends after its first ring, while a transition goes on ringing
        and misses the input that comes between reading the counter and setting the alarm.
        """
        return self._alarm(_CREATE_ALARM, at_most)

    def change_alarm(self, at_most: timedelta) -> bytes:
        """Sets the alarm anew, rung or not."""
        return self._alarm(_CHANGE_ALARM, at_most)

    def rang(self, event: bytes) -> bool:
        kind: int
        alarm: int
        kind, alarm = struct.unpack_from("<BxxxI", event)
        return kind & ~_SENT_EVENT == self.first_event + _ALARM_NOTIFY and alarm == self.alarm

    def _alarm(self, minor: int, at_most: timedelta) -> bytes:
        milliseconds = at_most // timedelta(milliseconds=1)
        words = self.alarm, _EVERY_ATTRIBUTE, self.counter, _ABSOLUTE
        value = milliseconds >> 32, milliseconds & 0xFFFFFFFF
        test, delta, events = _NEGATIVE_COMPARISON, (0, 0), 1
        return struct.pack(
            "<BBH4IiIIiII", self.opcode, minor, 11, *words, *value, test, *delta, events
        )


def is_event(packet: bytes) -> bool:
    return packet[0] not in {_ERROR, _REPLY}


def checked(packet: bytes) -> bytes:
    """The packet, if it is no error."""
    if packet[0] == _ERROR:
        code, minor, major = struct.unpack_from("<xB6xHB", packet)
        raise SensorError(
            _("the X server answers error {code} to request {major}.{minor}").format(
                code=code, major=major, minor=minor
            )
        )
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


def _extension(server: Server, name: bytes) -> tuple[int, int] | None:
    """Its opcode and its first event, if the server has it."""
    words = 2 + len(_padded(name)) // 4
    request = struct.pack("<BxHHxx", _QUERY_EXTENSION, words, len(name)) + _padded(name)
    is_present, opcode, first_event = struct.unpack_from("<8xBBB", server.ask(request))
    return (opcode, first_event) if is_present else None


def _counters(listing: bytes) -> Iterator[tuple[bytes, int]]:
    at = 32
    for _counter in range(struct.unpack_from("<I", listing, 8)[0]):
        counter, length = struct.unpack_from("<I8xH", listing, at)
        yield listing[at + 14 : at + 14 + length], counter
        at += len(_padded(listing[at : at + 14 + length]))


def _padded(text: bytes) -> bytes:
    return text + bytes(-len(text) % 4)
