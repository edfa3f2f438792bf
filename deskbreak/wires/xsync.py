"""The idle counter of an X server, read and watched through the SYNC extension."""

import struct
import sys
from collections.abc import Iterator
from datetime import timedelta
from gettext import gettext as _

from deskbreak.errors import SensorError
from deskbreak.value import value
from deskbreak.wires.x11 import SENT_EVENT, XServer, extension, padded, x_request
from deskbreak.wires.xbytes import nonsense, unpacked

if sys.platform == "win32":
    raise ImportError("Windows has no X server to ask")

_SYNC_VERSION = 3, 1
_INITIALIZE, _LIST_COUNTERS, _QUERY_COUNTER, _CREATE_ALARM, _CHANGE_ALARM = 0, 1, 5, 8, 9
_ALARM_NOTIFY = 1
_MOST_HIGH = 1 << 10  # 139 years
_EVERY_ATTRIBUTE, _ABSOLUTE, _NEGATIVE_COMPARISON = 0b111111, 0, 3


@value
class IdleCounter:
    """The X server's IDLETIME: milliseconds since the last input of any device, sleep not counted."""

    opcode: int
    first_event: int
    counter: int
    alarm: int

    @classmethod
    def find(cls, server: XServer) -> "IdleCounter":
        if extension(server, b"XWAYLAND") is not None:
            raise SensorError(_("this X server is XWayland, which sees only part of the input"))
        found = extension(server, b"SYNC")
        if found is None:
            raise SensorError(_("the X server lacks the SYNC extension"))
        opcode, first_event = found
        server.ask(x_request(opcode, _INITIALIZE, bytes(_SYNC_VERSION)))
        for name, counter in _counters(server.ask(x_request(opcode, _LIST_COUNTERS, b""))):
            if name == b"IDLETIME":
                return cls(opcode, first_event, counter, alarm=server.new_id())
        raise SensorError(_("the X server has no IDLETIME counter"))

    def query(self) -> bytes:
        return x_request(self.opcode, _QUERY_COUNTER, struct.pack("<I", self.counter))

    def reading(self, reply: bytes) -> timedelta:
        high, low = unpacked("<iI", reply, 8)
        if not 0 <= high < _MOST_HIGH:
            raise nonsense(f"idle for {(high << 32) | low} ms")
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
        kind, alarm = unpacked("<BxxxI", event)
        return kind & ~SENT_EVENT == self.first_event + _ALARM_NOTIFY and alarm == self.alarm

    def _alarm(self, minor: int, at_most: timedelta) -> bytes:
        milliseconds = at_most // timedelta(milliseconds=1)
        words = self.alarm, _EVERY_ATTRIBUTE, self.counter, _ABSOLUTE
        value = milliseconds >> 32, milliseconds & 0xFFFFFFFF
        test, delta, events = _NEGATIVE_COMPARISON, (0, 0), 1
        body = struct.pack("<4IiIIiII", *words, *value, test, *delta, events)
        return x_request(self.opcode, minor, body)


def _counters(listing: bytes) -> Iterator[tuple[bytes, int]]:
    at = 32
    for _counter in range(unpacked("<I", listing, 8)[0]):
        counter, length = unpacked("<I8xH", listing, at)
        yield listing[at + 14 : at + 14 + length], counter
        at += len(padded(listing[at : at + 14 + length]))
