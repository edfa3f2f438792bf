"""Where things are on an X server: monitors, pointer, keyboard, and windows with their frames."""

import struct
import sys

from deskbreak.wires.box import Box
from deskbreak.wires.x11 import X11Error, XServer, extension, x_request
from deskbreak.wires.xbytes import unpacked

if sys.platform == "win32":
    raise ImportError("Windows has no X server to ask")

_GET_ATTRIBUTES, _GET_GEOMETRY, _QUERY_TREE, _QUERY_POINTER, _TRANSLATE = 3, 14, 15, 38, 40
_GET_MONITORS, _MONITOR = 42, struct.Struct("<4xBBHhhHH8x")
_MAP_STATE, _VIEWABLE = 26, 2
_SET_FOCUS, _GET_FOCUS, _ELSE_TO_PARENT, _NOW = 42, 43, 2, 0


def box_of(server: XServer, window: int) -> Box:
    """Where the window is, without what frames it."""
    width, height = _size(server, window)
    ask = struct.pack("<IIhh", window, server.screen.root, 0, 0)
    left, top = unpacked("<12xhh", server.ask(x_request(_TRANSLATE, 0, ask)))
    return Box(left, top, left + width, top + height)


def tree_of(server: XServer, window: int) -> tuple[int, tuple[int, ...]]:
    """The window that it lies in, 0 for the root, and those that lie in it, the lowest first."""
    reply = server.ask(x_request(_QUERY_TREE, 0, struct.pack("<I", window)))
    parent, count = unpacked("<12xIH", reply)
    return parent, unpacked(f"<{count}I", reply, 32)


def outermost(server: XServer, window: int) -> int:
    """The frame that a window manager may have put around it, else the window itself."""
    root = server.screen.root
    while (parent := tree_of(server, window)[0]) not in (root, 0):
        window = parent
    return window


def is_seen(server: XServer, window: int) -> bool:
    """Whether it is on the screen."""
    reply = server.ask(x_request(_GET_ATTRIBUTES, 0, struct.pack("<I", window)))
    return reply[_MAP_STATE] == _VIEWABLE


def pointer(server: XServer) -> tuple[int, int]:
    reply = server.ask(x_request(_QUERY_POINTER, 0, struct.pack("<I", server.screen.root)))
    x, y = unpacked("<16xhh", reply)
    return x, y


def keyboard_owner(server: XServer) -> int:
    """The window that gets the keys."""
    window: int
    (window,) = unpacked("<8xI", server.ask(x_request(_GET_FOCUS, 0, b"")))
    return window


def hand_keyboard(server: XServer, window: int) -> None:
    """A window that is gone meanwhile gets nothing, and the server says so some time later."""
    server.send(x_request(_SET_FOCUS, _ELSE_TO_PARENT, struct.pack("<2I", window, _NOW)))


def monitors(server: XServer) -> tuple[Box, ...]:
    """All that are in use; the whole screen where the server knows of none."""
    root = server.screen.root
    whole = (Box(0, 0, *_size(server, root)),)
    randr = extension(server, b"RANDR")
    if randr is None:
        return whole
    ask = struct.pack("<IB3x", root, 1)
    try:
        reply = server.ask(x_request(randr[0], _GET_MONITORS, ask))
    except X11Error:  # before 1.5 there were no monitors
        return whole
    count = unpacked("<12xI", reply)[0]
    found, at = [], 32
    for _monitor in range(count):
        _primary, _automatic, outputs, left, top, width, height = unpacked(
            _MONITOR.format, reply, at
        )
        found.append(Box(left, top, left + width, top + height))
        at += _MONITOR.size + 4 * outputs
    return tuple(found) or whole


def _size(server: XServer, window: int) -> tuple[int, int]:
    reply = server.ask(x_request(_GET_GEOMETRY, 0, struct.pack("<I", window)))
    width, height = unpacked("<16xHH", reply)
    return width, height
