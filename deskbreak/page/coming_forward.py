"""The page that is open comes to the front, where one can bring it there, and shows a chapter."""

import sys
from collections.abc import Mapping
from contextlib import closing, suppress

from deskbreak.errors import SensorError
from deskbreak.page.addresses import OPEN, Seen
from deskbreak.page.running import summoned
from deskbreak.page.site import HOST


def comes_forward(chapter: str, environment: Mapping[str, str]) -> bool:
    """Whether a page that is open shows the chapter now, where it is seen."""
    match summoned(chapter):
        case Seen.IN_FRONT:
            return True
        case Seen.SOMEWHERE:
            return _raised(environment) or _browsers_know_what_is_covered(environment)
        case Seen.NOWHERE:  # minimised, perhaps, and then it comes only once it is raised
            return _raised(environment) and summoned(chapter) is not Seen.NOWHERE


def _browsers_know_what_is_covered(environment: Mapping[str, str]) -> bool:
    """On X11 alone a page behind another window believes that it is seen."""
    return sys.platform != "linux" or bool(environment.get("WAYLAND_DISPLAY"))


if sys.platform == "win32":

    def _raised(_environment: Mapping[str, str]) -> bool:
        """No program may do that to another's window there."""
        return False

else:
    from deskbreak.wires.x11 import X11Error, XServer, atom
    from deskbreak.wires.xwindow import ask_manager, letters_of, words_of

    _BY_THE_USER = 2  # as a pager or a panel asks: the others may be refused
    _CLASS = f"{HOST}_{OPEN}".replace("/", "_").encode()
    """How an app window of the Chromium family is called: by the address that it was opened with."""

    def _raised(environment: Mapping[str, str]) -> bool:
        """Whether there is such a window, which the window manager was asked to show."""
        if not environment.get("DISPLAY"):
            return False
        with suppress(SensorError), closing(XServer.connect(environment)) as server:
            for window in words_of(server, server.screen.root, b"_NET_CLIENT_LIST"):
                if _is_ours(server, window):
                    ask_manager(server, window, b"_NET_ACTIVE_WINDOW", _BY_THE_USER, 0, 0)
                    atom(server, b"_NET_ACTIVE_WINDOW")  # the server has heard it once it answers
                    return True
        return False

    def _is_ours(server: XServer, window: int) -> bool:
        with suppress(X11Error):  # it may be gone meanwhile
            return letters_of(server, window, b"WM_CLASS").startswith(_CLASS)
        return False
