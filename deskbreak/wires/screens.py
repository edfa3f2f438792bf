"""The screen that a process was started on: what it is called, and whether it is still there."""

import os
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing

from deskbreak.errors import SensorError
from deskbreak.wires.xsocket import x_sockets

_NONE_LEFT = 1.0  # seconds to wait for a server that is too busy to let anybody in


def has_display(environment: Mapping[str, str]) -> bool:
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def screen_name(environment: Mapping[str, str]) -> str:
    """Two sessions of one user have two; empty where there is no screen at all.

    A compositor has two names, and who starts a program may hand on either: `is_same_screen`.
    """
    names = (_wayland_socket(environment), "".join(_x_display(environment)))
    return "|".join(filter(None, names))


def is_same_screen(one: str, other: str) -> bool:
    return not {*one.split("|")}.isdisjoint(other.split("|"))


def is_gone(environment: Mapping[str, str]) -> bool:
    """Whether nobody listens where the screen was; a screen of another machine is never asked."""
    places = tuple(_places(environment))
    return bool(places) and not any(map(_listens, places))


def has_x(environment: Mapping[str, str]) -> bool:
    """Whether an X server lets us in: it needs no bus to show windows."""
    from deskbreak.wires.x11 import XServer  # noqa: PLC0415  (Windows has none)

    if not environment.get("DISPLAY"):
        return False
    try:
        XServer.connect(environment).close()
    except SensorError:
        return False
    return True


def _places(environment: Mapping[str, str]) -> Iterator[str]:
    if wayland := _wayland_socket(environment):
        yield wayland
    host, colon, number = _x_display(environment)
    if colon and not host:
        yield from x_sockets(number)


def _wayland_socket(environment: Mapping[str, str]) -> str:
    display = environment.get("WAYLAND_DISPLAY", "")
    folder = environment.get("XDG_RUNTIME_DIR", "")
    return display and os.path.join(folder, display)  # noqa: PTH118  (bytes of an address)


def _x_display(environment: Mapping[str, str]) -> tuple[str, str, str]:
    """Host, colon and number; the host is empty for this machine."""
    host, colon, number = environment.get("DISPLAY", "").rpartition(":")
    return "" if host == "unix" else host, colon, number.partition(".")[0]


def _listens(place: str) -> bool:
    if sys.platform == "win32":  # where screens have no sockets
        return True
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as asking:
        asking.settimeout(_NONE_LEFT)
        try:
            asking.connect(place)
        except TimeoutError:
            return True
        except OSError:
            return False
    return True
