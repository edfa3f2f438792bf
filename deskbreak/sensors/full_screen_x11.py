"""Whether the window in front fills the screen, on an X server.

Nothing wakes here: it is asked when a proposal is due or held, and only then. So no connection is
kept in between either, and an X server that was started anew needs no care.
"""

import sys
from collections.abc import Mapping
from functools import partial
from gettext import gettext as _

from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.sensors.sense import OnDemand, Sense, tell_once
from deskbreak.wires.x11 import X11Error, XServer, atom, extension
from deskbreak.wires.xwindow import words_of

if sys.platform == "win32":
    raise ImportError("Windows has no X server to ask")

_BAD_WINDOW = 3


def open_full_screen(environment: Mapping[str, str]) -> Sense:
    """Asks the window manager's own notes: which window is in front, and what state it is in.

    Of a window nothing but its state is read, and never its title.
    """
    if not environment.get("DISPLAY"):
        raise SensorError(_("DISPLAY is not set"))
    # an older XWayland does not say that it is one
    if environment.get("XDG_SESSION_TYPE") == "wayland" or environment.get("WAYLAND_DISPLAY"):
        raise SensorError(_("this is a Wayland session, whose windows X11 does not see"))
    asked = partial(_is_on, environment)
    return OnDemand.open("full screen x11", Condition.FULL_SCREEN, asked)


def _is_on(environment: Mapping[str, str]) -> bool:
    server = XServer.connect(environment)
    try:
        return is_full_screen(server)
    finally:
        server.close()


def is_full_screen(server: XServer) -> bool:
    if extension(server, b"XWAYLAND") is not None:
        raise SensorError(_("this X server is XWayland, which sees only some of the windows"))
    root, active = server.screen.root, b"_NET_ACTIVE_WINDOW"
    if atom(server, active) not in words_of(server, root, b"_NET_SUPPORTED"):
        raise SensorError(_("the window manager does not say which window is in front"))
    window = next(iter(words_of(server, root, active)), 0)
    if window == 0:
        return False
    try:
        state = words_of(server, window, b"_NET_WM_STATE")
    except X11Error as error:
        if error.code == _BAD_WINDOW:  # it was closed since the question before
            return False
        raise
    return atom(server, b"_NET_WM_STATE_FULLSCREEN") in state


if __name__ == "__main__":
    import os

    tell_once(lambda: open_full_screen(os.environ))
