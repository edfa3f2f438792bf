"""The few words of Wayland that deskbreak speaks, over a plain socket.

Not through libwayland: its Python bindings have to be compiled, and they weigh more than these lines.
"""

import contextlib
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from gettext import gettext as _
from pathlib import Path

from deskbreak.errors import SensorError
from deskbreak.value import value

COMPOSITOR_PATIENCE = timedelta(seconds=5)
IDLED, RESUMED = 0, 1
_DISPLAY = 1  # the one object that is there from the start
_SYNC, _GET_REGISTRY, _BIND, _DESTROY = 0, 1, 0, 0
_FAILED, _DELETED = 0, 1
_APPEARED, _DISAPPEARED = 0, 1
_HEAD = struct.Struct("=II")  # in the second: size above, opcode below
_USUAL_NAME = "wayland-0"

if sys.platform == "win32":
    raise ImportError("only Unix has Wayland")


@value
class WaylandEvent:
    """What an object of ours tells."""

    sender: int
    opcode: int
    body: bytes


@value
class Global:
    """Something the compositor offers to everybody; `number` is how it is asked for."""

    number: int
    version: int


class Compositor:
    """One connection to a Wayland compositor: one thread receives, any may send."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._unread = b""
        self._sending = threading.Lock()  # ids must arrive in the order in which they are made
        self._next_id = _DISPLAY + 1
        self._free_ids: list[int] = []
        self._bound: set[int] = set()
        self.globals: dict[str, Global] = {}
        """By interface; of several, as with seats, the first."""
        self._registry = self.create(_DISPLAY, _GET_REGISTRY, words)
        self.roundtrip()

    @classmethod
    def connect(cls, environment: Mapping[str, str]) -> "Compositor":
        path = _socket_path(environment)
        link = socket.socket(socket.AF_UNIX)
        link.settimeout(COMPOSITOR_PATIENCE.total_seconds())
        try:
            link.connect(str(path))
            return cls(link)
        except OSError as error:
            link.close()
            raise SensorError(
                _("no Wayland compositor answers at {path}: {error}").format(path=path, error=error)
            ) from error
        except SensorError:
            link.close()
            raise

    def bind(self, interface: str, version: int) -> int:
        """Our object for what is offered under that interface."""
        offered = self.globals[interface]
        self._bound.add(offered.number)
        head = words(offered.number) + _text(interface)
        return self.create(self._registry, _BIND, lambda id_: head + words(version, id_))

    def create(self, sender: int, opcode: int, body: Callable[[int], bytes]) -> int:
        """Send the request that makes an object, whose id `body` puts in its place."""
        with self._sending:
            id_ = self._free_ids.pop() if self._free_ids else self._next_id
            self._next_id = max(self._next_id, id_ + 1)
            self._send(sender, opcode, body(id_))
            return id_

    def destroy(self, id_: int) -> None:
        """Both kinds of notification end so; their last events may still be on the way."""
        self.send(id_, _DESTROY, b"")

    def send(self, sender: int, opcode: int, body: bytes) -> None:
        """A request that makes no object."""
        with self._sending:
            self._send(sender, opcode, body)

    def roundtrip(self) -> list[WaylandEvent]:
        """All that the compositor had to say to what was sent so far; for the receiving thread."""
        done = self.create(_DISPLAY, _SYNC, words)
        events: list[WaylandEvent] = []
        while not any(event.sender == done for event in events):
            events.extend(self.receive())
        return events

    def receive(self) -> list[WaylandEvent]:
        """What the next bytes tell, however long they take; SensorError when the compositor is gone."""
        try:
            data = self._link.recv(4096)
        except OSError as error:
            raise SensorError(
                _("the Wayland compositor fails: {error}").format(error=error)
            ) from error
        if not data:
            raise SensorError(_("the Wayland compositor is gone: it closed the connection"))
        self._unread += data
        try:
            return [event for event in self._events() if not self._is_dealt_with(event)]
        except (struct.error, UnicodeDecodeError) as error:
            raise SensorError(
                _("the Wayland compositor makes no sense: {error}").format(error=error)
            ) from error

    def wait_forever(self) -> None:
        """From now on `receive` has no limit; up to here the compositor had to answer at once."""
        self._link.settimeout(None)

    def hang_up(self) -> None:
        """End the connection under whoever is receiving."""
        with contextlib.suppress(OSError):  # it has hung up first
            self._link.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._link.close()

    def _send(self, sender: int, opcode: int, body: bytes) -> None:
        try:
            self._link.sendall(words(sender, (_HEAD.size + len(body)) << 16 | opcode) + body)
        except OSError as error:
            raise SensorError(
                _("the Wayland compositor is gone: {error}").format(error=error)
            ) from error

    def _events(self) -> Iterator[WaylandEvent]:
        while len(self._unread) >= _HEAD.size:
            sender, size_and_opcode = _HEAD.unpack_from(self._unread)
            size, opcode = size_and_opcode >> 16, size_and_opcode & 0xFFFF
            if size < _HEAD.size:
                raise struct.error(f"a message of {size} bytes")
            if len(self._unread) < size:
                return
            body, self._unread = self._unread[_HEAD.size : size], self._unread[size:]
            yield WaylandEvent(sender, opcode, body)

    def _is_dealt_with(self, event: WaylandEvent) -> bool:
        if event.sender == _DISPLAY:
            self._hear_display(event)
        elif event.sender == self._registry:
            self._hear_registry(event)
        else:
            return False
        return True

    def _hear_display(self, event: WaylandEvent) -> None:
        if event.opcode == _FAILED:
            reason = _read_text(event.body[8:])
            raise SensorError(_("the Wayland compositor refuses: {reason}").format(reason=reason))
        if event.opcode == _DELETED:
            with self._sending:
                self._free_ids.append(_read_word(event.body))

    def _hear_registry(self, event: WaylandEvent) -> None:
        number = _read_word(event.body)
        if event.opcode == _APPEARED:
            interface, version = _read_text(event.body[4:]), _read_word(event.body[-4:])
            self.globals.setdefault(interface, Global(number, version))
        elif event.opcode == _DISAPPEARED and number in self._bound:
            raise SensorError(_("the Wayland compositor took away what deskbreak was using"))


@value
class IdleProtocol:
    """One way to ask for a notification: by which request, and what of its arguments comes first."""

    interface: str
    version: int
    request: int
    is_seat_first: bool = False

    def __str__(self) -> str:
        return f"{self.interface} v{self.version}"


_PROTOCOLS = (
    # get_input_idle_notification: of keyboard and mouse alone, whatever keeps the display awake
    IdleProtocol("ext_idle_notifier_v1", version=2, request=2),
    IdleProtocol("ext_idle_notifier_v1", version=1, request=1),
    IdleProtocol("org_kde_kwin_idle", version=1, request=0, is_seat_first=True),
)


@value
class IdleNotifier:
    """Makes notifications that tell `IDLED` after so long without input, then `RESUMED` at the next.

    To all but the best protocol, a film that keeps the display awake seems to be input.
    """

    compositor: Compositor
    protocol: IdleProtocol
    notifier: int
    seat: int

    @classmethod
    def find(cls, compositor: Compositor) -> "IdleNotifier":
        offered = compositor.globals
        if "wl_seat" not in offered:
            raise SensorError(_("the Wayland compositor has no keyboard and no mouse"))
        for protocol in _PROTOCOLS:
            offer = offered.get(protocol.interface)
            if offer is not None and offer.version >= protocol.version:
                seat = compositor.bind("wl_seat", 1)
                notifier = compositor.bind(protocol.interface, protocol.version)
                return cls(compositor, protocol, notifier, seat)
        raise SensorError(_("the Wayland compositor offers no protocol that reports idleness"))

    def notify(self, after: timedelta) -> int:
        """A new notification, which counts from now at the earliest; returns its id."""
        arguments = after // timedelta(milliseconds=1), self.seat
        if self.protocol.is_seat_first:
            arguments = self.seat, arguments[0]
        return self.compositor.create(
            self.notifier, self.protocol.request, lambda id_: words(id_, *arguments)
        )

    def forget(self, notification: int) -> None:
        self.compositor.destroy(notification)


def words(*numbers: int) -> bytes:
    return struct.pack(f"={len(numbers)}I", *numbers)


def _text(text: str) -> bytes:
    data = text.encode() + b"\0"
    return words(len(data)) + data + bytes(-len(data) % 4)


def _read_word(body: bytes) -> int:
    number: int = struct.unpack_from("=I", body)[0]
    return number


def _read_text(body: bytes) -> str:
    length = _read_word(body)
    return body[4 : 4 + length].rstrip(b"\0").decode()


def _socket_path(environment: Mapping[str, str]) -> Path:
    """An absolute WAYLAND_DISPLAY stays as it is."""
    name = environment.get("WAYLAND_DISPLAY") or _USUAL_NAME
    folder = environment.get("XDG_RUNTIME_DIR")
    if not folder and not name.startswith("/"):
        raise SensorError(
            _("XDG_RUNTIME_DIR is not set, where the Wayland compositor would be found")
        )
    return Path(folder or "/") / name
