"""A Wayland compositor without a screen, played by ourselves: a seat, an idle protocol, a script.

It is strict where a real one is, so that a misunderstanding of the protocol shows: ids must be
new or given back, objects must be known. Everything it hears is answered in a thread of its own;
the public methods may be called from the test's thread.
"""

import select
import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

EXT = "ext_idle_notifier_v1"
KDE = "org_kde_kwin_idle"
IDLED, RESUMED = 0, 1


@dataclass
class Notification:
    """One notification that was asked for; `sees_through_films` is what only version 2 offers."""

    id: int
    timeout_ms: int
    sees_through_films: bool
    is_idle: bool = False


class FakeCompositor:
    """Listens in that folder, as `wayland-5`; use `kill` and make another one for a restart."""

    def __init__(
        self,
        folder: Path,
        protocol: str = EXT,
        version: int = 2,
        *,
        has_seat: bool = True,
        knows_the_past: bool = False,
    ) -> None:
        self.environment = {"WAYLAND_DISPLAY": "wayland-5", "XDG_RUNTIME_DIR": str(folder)}
        self.globals = [("wl_compositor", 5), *([("wl_seat", 8)] if has_seat else [])]
        if protocol:
            self.globals.append((protocol, version))
        self.knows_the_past = knows_the_past
        """A new notification is idle at once: nobody has been here for long."""
        self.clients: list[Client] = []
        self._path = folder / "wayland-5"
        self._path.unlink(missing_ok=True)
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(self._path))
        self._listening.listen()
        self._thread = threading.Thread(target=self._accept, name="fake compositor", daemon=True)
        self._thread.start()

    @property
    def client(self) -> "Client":
        """The program that connected last; waits for one."""
        return wait_until(lambda: self.clients, "a program to connect")[-1]

    def kill(self) -> None:
        """As at a crash: the socket's file stays, every connection is lost."""
        with suppress(OSError):  # killed before
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(5)
        for client in self.clients:
            client.hang_up()

    def _accept(self) -> None:
        while True:
            try:
                link, _address = self._listening.accept()
            except OSError:
                return
            self.clients.append(Client(link, self))


class Client:
    """One connected program, and the notifications that it has now."""

    def __init__(self, link: socket.socket, compositor: FakeCompositor) -> None:
        self.notifications: list[Notification] = []
        self.sent = 0
        """The events it was sent so far, each in a packet of its own."""
        self._link = link
        self._compositor = compositor
        self._objects = {1: "wl_display"}
        self._highest = 1
        self._sending = threading.Lock()
        self._obeying = threading.Lock()
        self._thread = threading.Thread(target=self._serve, name="fake compositor", daemon=True)
        self._thread.start()

    def settle(self) -> None:
        """Wait until everything is obeyed that it has said so far."""
        wait_until(self._is_settled, "the compositor to obey")

    def has(self, *timeouts_ms: int) -> None:
        """Wait until it listens to notifications of just these lengths."""
        wait_until(
            lambda: tuple(asked.timeout_ms for asked in self.notifications) == timeouts_ms,
            f"notifications of {timeouts_ms} ms",
        )

    def stop_typing(self, at_least_ms: int = 0) -> None:
        """No input for so long: every notification that short or shorter is idle."""
        for notification in self.notifications:
            if notification.timeout_ms <= at_least_ms and not notification.is_idle:
                notification.is_idle = True
                self.event(notification.id, IDLED)

    def type(self) -> None:
        """Input: whatever was idle resumes."""
        for notification in tuple(self.notifications):
            if notification.is_idle:
                notification.is_idle = False
                self.event(notification.id, RESUMED)

    def take_away(self, interface: str) -> None:
        """A global goes, as a seat does with its last keyboard."""
        names = [name for name, _version in self._compositor.globals]
        registry = self._object("wl_registry")
        self.event(registry, 1, struct.pack("=I", names.index(interface) + 1))

    def refuse(self, reason: str, sender: int = 1) -> None:
        """A protocol error, after which real compositors hang up."""
        self.event(1, 0, struct.pack("=II", sender, 0) + _text(reason))
        self.hang_up()

    def event(self, sender: int, opcode: int, body: bytes = b"") -> None:
        self.send_raw(struct.pack("=II", sender, (8 + len(body)) << 16 | opcode) + body)

    def send_raw(self, data: bytes) -> None:
        with self._sending, suppress(OSError):  # it may have hung up
            self._link.sendall(data)
            self.sent += 1

    def hang_up(self) -> None:
        with suppress(OSError):  # it has hung up first
            self._link.shutdown(socket.SHUT_RDWR)
        if threading.current_thread() is not self._thread:
            self._thread.join(5)

    def _object(self, interface: str) -> int:
        return next(id_ for id_, of in self._objects.items() if of == interface)

    def _is_settled(self) -> bool:
        with self._obeying:
            return not select.select([self._link], [], [], 0)[0]

    def _serve(self) -> None:
        unread = b""
        with self._link:
            while select.select([self._link], [], [])[0]:
                with self._obeying:
                    data = self._received()
                    unread = self._rest_of(unread + data)
                if not data:
                    return

    def _rest_of(self, data: bytes) -> bytes:
        """What is left when every whole request is obeyed."""
        while len(data) >= 8 and len(data) >= (size := _size(data)):
            sender, word = struct.unpack_from("=II", data)
            self._obey(sender, word & 0xFFFF, data[8:size])
            data = data[size:]
        return data

    def _received(self) -> bytes:
        with suppress(OSError):
            return self._link.recv(4096)
        return b""

    def _obey(self, sender: int, opcode: int, body: bytes) -> None:
        requests: dict[tuple[str, int], Callable[[bytes], None]] = {
            ("wl_display", 0): self._sync,
            ("wl_display", 1): self._list_globals,
            ("wl_registry", 0): self._bind,
            (EXT, 1): self._notify,
            (EXT, 2): self._notify_of_input,
            (KDE, 0): self._notify_as_kde,
            ("notification", 0): lambda _body: self._forget(sender),
        }
        obey = requests.get((self._objects.get(sender, ""), opcode))
        if obey is None:
            self.refuse(f"invalid object {sender} or method {opcode}")
        else:
            obey(body)

    def _new(self, id_: int, interface: str) -> None:
        if id_ in self._objects or id_ > self._highest + 1:
            self.refuse(f"invalid new id {id_}")
        self._objects[id_] = interface
        self._highest = max(self._highest, id_)

    def _gone(self, id_: int) -> None:
        del self._objects[id_]
        self.event(1, 1, struct.pack("=I", id_))

    def _sync(self, body: bytes) -> None:
        (id_,) = struct.unpack("=I", body)
        self._new(id_, "wl_callback")
        self.event(id_, 0, struct.pack("=I", 7))
        self._gone(id_)

    def _list_globals(self, body: bytes) -> None:
        (registry,) = struct.unpack("=I", body)
        self._new(registry, "wl_registry")
        for number, (interface, version) in enumerate(self._compositor.globals, 1):
            offer = struct.pack("=I", number) + _text(interface) + struct.pack("=I", version)
            self.event(registry, 0, offer)

    def _bind(self, body: bytes) -> None:
        number, length = struct.unpack_from("=II", body)
        version, id_ = struct.unpack("=II", body[-8:])
        interface, offered = self._compositor.globals[number - 1]
        if body[8 : 8 + length - 1].decode() != interface or version > offered:
            self.refuse(f"invalid bind of {interface} {version}")
        self._new(id_, interface)

    def _notify(self, body: bytes) -> None:
        id_, timeout_ms, seat = struct.unpack("=III", body)
        self._watch(Notification(id_, timeout_ms, sees_through_films=False), seat)

    def _notify_of_input(self, body: bytes) -> None:
        id_, timeout_ms, seat = struct.unpack("=III", body)
        self._watch(Notification(id_, timeout_ms, sees_through_films=True), seat)

    def _notify_as_kde(self, body: bytes) -> None:
        id_, seat, timeout_ms = struct.unpack("=III", body)
        self._watch(Notification(id_, timeout_ms, sees_through_films=False), seat)

    def _watch(self, notification: Notification, seat: int) -> None:
        if self._objects.get(seat) != "wl_seat":
            self.refuse(f"{seat} is no seat")
        self._new(notification.id, "notification")
        self.notifications.append(notification)
        if self._compositor.knows_the_past:
            notification.is_idle = True
            self.event(notification.id, IDLED)

    def _forget(self, id_: int) -> None:
        self.notifications = [one for one in self.notifications if one.id != id_]
        self._gone(id_)


def _size(data: bytes) -> int:
    word: int = struct.unpack_from("=I", data, 4)[0]
    return word >> 16


def _text(text: str) -> bytes:
    data = text.encode() + b"\0"
    return struct.pack("=I", len(data)) + data + bytes(-len(data) % 4)
