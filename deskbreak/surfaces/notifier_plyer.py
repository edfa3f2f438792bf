"""Notifications through plyer: the last resort, without buttons, pictures, replacing or closing.

plyer 2.1 can hang, print tracebacks instead of raising them, take a text that begins with a dash
for an option and report success when nobody listens. So it is loaded and called in a thread of
its own with a time limit, past its printing proxy, and on Linux only where a server could answer.
"""

import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from gettext import gettext as _
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from deskbreak.errors import SurfaceError
from deskbreak.surfaces.notice import Notice, Tell, Undelivered, fitted, with_last_line

if TYPE_CHECKING:
    from deskbreak.wires.dbus import Bus

_PATIENCE = timedelta(seconds=10)
_ASK = timedelta(seconds=2)
_SERVER = "org.freedesktop.Notifications"
_PLATFORMS = {"linux": "linux", "win32": "win", "darwin": "macosx"}
_UNMARKED = str.maketrans({"<": "‹", ">": "›", "&": "＆"})  # noqa: RUF001  (lookalikes on purpose)

Send = Callable[[str, str], None]


class PlyerNotifier:
    """`show` returns at once; `tell` is called from a thread of its own, and only of failures.

    `bus` is asked whether there is a notification server, on Linux; None: there is no bus.
    """

    def __init__(
        self,
        bus: "Bus | None",
        tell: Tell,
        patience: timedelta = _PATIENCE,
        send: Send | None = None,
    ) -> None:
        if find_spec("plyer") is None or sys.platform not in _PLATFORMS:
            raise SurfaceError(_("plyer is not installed or does not know this system"))
        self._bus = bus
        self._tell = tell
        self._patience = patience
        self._send = send or _send
        self._trouble = _("not tried yet") if sys.platform == "linux" else None

    def show(self, notice: Notice) -> None:
        threading.Thread(target=self._deliver, args=(notice,), name="plyer", daemon=True).start()

    def close(self) -> None:
        """Nothing: plyer cannot take back what it has shown."""

    def description(self) -> str:
        return "plyer"

    def trouble(self) -> str | None:
        return self._trouble

    def _deliver(self, notice: Notice) -> None:
        outcome: SimpleQueue[str | None] = SimpleQueue()
        threading.Thread(
            target=lambda: outcome.put(self._wrong_with(notice)), name="plyer call", daemon=True
        ).start()
        try:
            self._trouble = outcome.get(timeout=self._patience.total_seconds())
        except Empty:
            seconds = self._patience.total_seconds()
            self._trouble = _("plyer did not return within {seconds:g} s").format(seconds=seconds)
        if self._trouble is not None:
            self._tell(notice, Undelivered(self._trouble))

    def _wrong_with(self, notice: Notice) -> str | None:
        try:
            if sys.platform == "linux":
                _require_server(self._bus)
            self._send(*_plain(notice))
        except NotImplementedError:
            return _("plyer knows no way to notify here; on Linux it needs notify-send")
        except Exception as error:  # noqa: BLE001  (plyer raises what its platforms raise)
            return str(error) or type(error).__name__
        return None


def _require_server(bus: "Bus | None") -> None:
    from jeepney import message_bus  # noqa: PLC0415  (on Linux only)

    if bus is None:
        raise SurfaceError(_("there is no session bus"))
    (has_owner,) = bus.ask(message_bus.NameHasOwner(_SERVER), _ASK, "b")
    if has_owner:
        return
    (startable,) = bus.ask(message_bus.ListActivatableNames(), _ASK, "as")
    if _SERVER not in startable:
        raise SurfaceError(_("there is no notification server"))


def _plain(notice: Notice) -> tuple[str, str]:
    """Title and body without buttons, but with how to answer."""
    shown = fitted(notice)
    body = shown.body
    if shown.buttons:
        answers = " | ".join(button.key for button in shown.buttons)
        how = _("Answer: deskbreak {answers}").format(answers=answers)
        body = with_last_line(body, how, notice.ending)
    return _protected(shown.title), _protected(body)


def _protected(text: str) -> str:
    """No option and no markup, which plyer would let through to notify-send and the server."""
    if sys.platform == "linux":
        text = text.translate(_UNMARKED)
    return f" {text}" if text.startswith("-") else text


def _send(title: str, body: str) -> None:
    import warnings  # noqa: PLC0415  (with plyer)
    from importlib import import_module  # noqa: PLC0415  (with plyer)

    warnings.filterwarnings("ignore", module=r"plyer\.")  # "the dbus package is not installed"
    platform = import_module(f"plyer.platforms.{_PLATFORMS[sys.platform]}.notification")
    platform.instance().notify(title=title, message=body, app_name="deskbreak")
