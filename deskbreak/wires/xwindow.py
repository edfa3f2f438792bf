"""What X11 says of windows: their properties, what happens to them, and a small one of our own."""

import struct
import sys

from deskbreak.value import value
from deskbreak.wires.x11 import SENT_EVENT, X11Error, XServer, atom, x_request
from deskbreak.wires.xbytes import unpacked
from deskbreak.wires.xscreen import Visual

if sys.platform == "win32":
    raise ImportError("Windows has no X server to ask")

(
    _CREATE_WINDOW, _CHANGE_ATTRIBUTES, _DESTROY_WINDOW, _CHANGE_PROPERTY, _GET_PROPERTY,
    _GET_SELECTION_OWNER, _SEND_EVENT, _CREATE_PEN, _FREE_PEN, _CLEAR_AREA, _PUT_IMAGE, _GET_IMAGE,
    _CREATE_COLOUR_MAP,
) = 1, 2, 4, 18, 20, 23, 25, 55, 60, 61, 72, 73, 78  # fmt: skip
_TO_MANAGER = 0x180000  # what a window manager alone listens for at the root
_BUTTON_PRESS, _EXPOSE, _DESTROY, _REPARENT, _CONFIGURE = 4, 12, 17, 21, 22
_PROPERTY, _CLIENT_MESSAGE = 28, 33
_PRESSES, _EXPOSURES, _STRUCTURE, _NOTES = 0x4, 0x8000, 0x20000, 0x400000
_BACK_PIXMAP, _BACK_PIXEL, _BORDER_PIXEL, _EVENTS, _COLOUR_MAP = 0x1, 0x2, 0x8, 0x800, 0x2000
_LIKE_PARENT, _INPUT_OUTPUT, _ROWS_OF_PIXELS, _EVERY_PLANE = 1, 1, 2, 0xFFFFFFFF
_ANY_TYPE, _MOST_WORDS, _MOST_TEXT = 0, 1024, 16_384


@value
class Exposed:
    """A part of the window is to be painted anew."""

    window: int


@value
class Resized:
    window: int
    width: int
    height: int


@value
class Reparented:
    window: int
    parent: int


@value
class Destroyed:
    window: int


@value
class ButtonPressed:
    window: int
    button: int


@value
class Messaged:
    """Another program says something; `kind` is the atom of what."""

    kind: int


WindowEvent = Exposed | Resized | Reparented | Destroyed | ButtonPressed


def news_in(packet: bytes) -> WindowEvent | Messaged | None:
    """None for whatever else a server says."""
    kind = packet[0] & ~SENT_EVENT
    first, second, third = unpacked("<4x3I", packet)
    if kind == _EXPOSE:
        return Exposed(first)
    if kind == _CONFIGURE:
        return Resized(second, *unpacked("<20xHH", packet))
    if kind == _REPARENT:
        return Reparented(second, third)
    if kind == _DESTROY:
        return Destroyed(second)
    if kind == _BUTTON_PRESS:
        return ButtonPressed(third, packet[1])
    return Messaged(second) if kind == _CLIENT_MESSAGE else None


def words_of(server: XServer, window: int, name: bytes) -> tuple[int, ...]:
    """A property made of numbers; empty if the window does not have it."""
    place = window, atom(server, name), _ANY_TYPE, 0, _MOST_WORDS
    reply = server.ask(x_request(_GET_PROPERTY, 0, struct.pack("<5I", *place)))
    width, length = reply[1], unpacked("<I", reply, 16)[0]
    return unpacked(f"<{length}I", reply, 32) if width == 32 else ()


def letters_of(server: XServer, window: int, name: bytes) -> bytes:
    """A property made of letters; empty if the window does not have it."""
    place = window, atom(server, name), _ANY_TYPE, 0, _MOST_TEXT
    reply = server.ask(x_request(_GET_PROPERTY, 0, struct.pack("<5I", *place)))
    width, length = reply[1], unpacked("<I", reply, 16)[0]
    return reply[32 : 32 + length] if width == 8 else b""


def note_on(server: XServer, window: int, name: bytes, kind: bytes, *numbers: int) -> None:
    """As a property of any window, for others to read."""
    names = _words(window, atom(server, name), atom(server, kind))
    data = struct.pack("<BxxxI", 32, len(numbers)) + _words(*numbers)
    server.send(x_request(_CHANGE_PROPERTY, 0, names + data))


def ask_manager(server: XServer, window: int, kind: bytes, *data: int) -> None:
    """Ask the window manager for something about the window; of five numbers, the missing are 0."""
    server.send(
        x_request(
            _SEND_EVENT,
            0,
            _words(server.screen.root, _TO_MANAGER) + _told(server, window, kind, data),
        )
    )


def owner_of(server: XServer, selection: bytes) -> int:
    """The window of the program that serves it; 0 where there is none."""
    reply = server.ask(x_request(_GET_SELECTION_OWNER, 0, _words(atom(server, selection))))
    owner: int = unpacked("<I", reply, 8)[0]
    return owner


def image_of(
    server: XServer, window: int, left: int, top: int, width: int, height: int
) -> bytes | None:
    """What is seen there, row by row; None where it is not to be seen."""
    place = struct.pack("<IhhHHI", window, left, top, width, height, _EVERY_PLANE)
    try:
        return server.ask(x_request(_GET_IMAGE, _ROWS_OF_PIXELS, place))[32:]
    except X11Error:
        return None


def listen_at_root(server: XServer) -> None:
    """Messages that programs send to everybody arrive from now on."""
    server.send(x_request(_CHANGE_ATTRIBUTES, 0, _words(server.screen.root, _EVENTS, _STRUCTURE)))


def listen_for_notes(server: XServer) -> None:
    """Word of what is noted on the root arrives from now on: see `is_note`."""
    server.send(x_request(_CHANGE_ATTRIBUTES, 0, _words(server.screen.root, _EVENTS, _NOTES)))


def is_note(packet: bytes, name: int) -> bool:
    """Whether it says that the property of that name is another one, or gone."""
    kind, noted = unpacked("<B7xI", packet)
    return bool(kind & ~SENT_EVENT == _PROPERTY and noted == name)


def message(server: XServer, window: int, kind: bytes, *data: int) -> None:
    """Say something to the program that made the window; of five numbers, the missing are 0."""
    server.send(x_request(_SEND_EVENT, 0, _words(window, 0) + _told(server, window, kind, data)))


def _told(server: XServer, window: int, kind: bytes, data: tuple[int, ...]) -> bytes:
    numbers = (*data, 0, 0, 0, 0, 0)[:5]
    head = struct.pack("<BBHII", _CLIENT_MESSAGE, 32, 0, window, atom(server, kind))
    return head + _words(*numbers)


@value
class Window:
    """One of our own; what fails about it is told later, as an error among the news."""

    server: XServer
    id: int
    pen: int
    visual: Visual

    @classmethod
    def create(cls, server: XServer, size: int, visual: Visual) -> "Window":
        """At the root, not shown yet. What holds it is seen behind it where the visuals allow."""
        window = cls(server, server.new_id(), server.new_id(), visual)
        screen = server.screen
        place = struct.pack(
            "<IIhhHHHHI", window.id, screen.root, 0, 0, size, size, 0, _INPUT_OUTPUT, visual.id
        )
        events = _PRESSES | _EXPOSURES | _STRUCTURE
        if visual.id == screen.root_visual:
            looks = _words(_BACK_PIXMAP | _EVENTS, _LIKE_PARENT, events)
        else:  # a window is like a parent of its own depth alone
            colours = server.new_id()
            server.send(x_request(_CREATE_COLOUR_MAP, 0, _words(colours, screen.root, visual.id)))
            looks = _words(
                _BACK_PIXEL | _BORDER_PIXEL | _EVENTS | _COLOUR_MAP, 0, 0, events, colours
            )
        server.send(
            x_request(_CREATE_WINDOW, visual.depth, place + looks),
            x_request(_CREATE_PEN, 0, _words(window.pen, window.id, 0)),
        )
        return window

    def destroy(self) -> None:
        self.server.send(
            x_request(_FREE_PEN, 0, _words(self.pen)),
            x_request(_DESTROY_WINDOW, 0, _words(self.id)),
        )

    def note(self, name: bytes, kind: bytes, *numbers: int) -> None:
        """As a property, for others to read."""
        self._note(name, kind, 32, len(numbers), _words(*numbers))

    def note_text(self, name: bytes, kind: bytes, text: bytes) -> None:
        self._note(name, kind, 8, len(text), text)

    def clear(self, *, to_paint: bool = False) -> None:
        """Down to what is behind; `to_paint` asks for an `Exposed`."""
        self.server.send(x_request(_CLEAR_AREA, to_paint, _words(self.id, 0, 0)))

    def draw(self, left: int, top: int, size: int, pixels: bytes) -> None:
        """A square, as the visual keeps it."""
        head = struct.pack(
            "<IIHHhhBBxx", self.id, self.pen, size, size, left, top, 0, self.visual.depth
        )
        self.server.send(x_request(_PUT_IMAGE, _ROWS_OF_PIXELS, head + pixels))

    def _note(self, name: bytes, kind: bytes, width: int, length: int, data: bytes) -> None:
        names = _words(self.id, atom(self.server, name), atom(self.server, kind))
        self.server.send(
            x_request(_CHANGE_PROPERTY, 0, names + struct.pack("<BxxxI", width, length) + data)
        )


def _words(*numbers: int) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)
