"""The tray icon on Windows and macOS: pystray's own, kept to the one thread that may touch it.

Neither system lets an icon be changed from any other thread than the one that made it, and each
has faults of its own in pystray; `tray_windows` and `tray_macos` fence them.
"""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from deskbreak.errors import SurfaceError
from deskbreak.surfaces.tray import TrayContent

_LOG = logging.getLogger(__name__)
_AGAIN = timedelta(seconds=2)
_PATIENCE = timedelta(minutes=1)


class NativeIcon(Protocol):
    """An icon of the platform. All but `post` and `end` belong to the thread of `serve`."""

    def serve(self, begin: Callable[[], None]) -> None:
        """Call `begin` once there is something to show in, and return after `end`."""

    def post(self, do: Callable[[], None]) -> None:
        """Have it done in the icon's own thread, soon; from any thread."""

    def bring(self, content: TrayContent, before: TrayContent | None) -> None:
        """Show this, where `before` is shown; SurfaceError where there is no tray yet."""

    def end(self) -> None:
        """From any thread, and from signal handlers."""


class NativeTray:
    """Shows the newest content, whatever came meanwhile.

    At login the tray may not be there yet: for a minute it is tried again every two seconds, and
    after that whenever the content changes or the platform says that a tray has come.
    """

    def __init__(self, icon: NativeIcon, name: str, again: timedelta = _AGAIN) -> None:
        self._icon = icon
        self._name = name
        self._again = again
        self._tries = _PATIENCE // _AGAIN
        self._wanted: TrayContent | None = None
        self._shown: TrayContent | None = None
        self._timer: threading.Timer | None = None
        self._trouble = "not there yet"

    def show(self, content: TrayContent) -> None:
        self._wanted = content
        self._icon.post(self._bring)

    def run(self) -> None:
        self._icon.serve(self._bring)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._icon.end()

    def in_use(self) -> str:
        return (
            self._name
            if self._shown is not None
            else f"no tray has taken the icon: {self._trouble}"
        )

    def lost(self) -> None:
        """The tray is a new one, and empty; in the icon's own thread."""
        self._shown = None
        self._bring()

    def _bring(self) -> None:
        wanted = self._wanted
        if wanted is None or wanted == self._shown:
            return
        try:
            self._icon.bring(wanted, self._shown)
        except SurfaceError as error:
            self._trouble = str(error)
            self._shown = None  # what is there now, if anything, nobody knows
            self._try_again()
            return
        self._shown = wanted

    def _try_again(self) -> None:
        if self._tries <= 0:
            _LOG.warning("The icon cannot be shown: %s", self._trouble)
            return
        self._tries -= 1
        self._timer = threading.Timer(self._again.total_seconds(), self._icon.post, (self._bring,))
        self._timer.daemon = True
        self._timer.start()
