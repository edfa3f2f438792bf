"""Which of several surfaces shows a notice: the first that can, down to the log.

Each notice begins at the top again, since a notification server may come up late.
`DESKBREAK_NOTIFIER` (dbus or native, toast, plyer or none) leaves only that one.
"""

import logging
import os
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING, Protocol, assert_never

from deskbreak.errors import SurfaceError
from deskbreak.surfaces.notice import Closed, Fate, Notice, Pressed, Reason, Tell, Undelivered

if TYPE_CHECKING:
    from deskbreak.wires.dbus import Bus

_log = logging.getLogger(__name__)

_VARIABLE = "DESKBREAK_NOTIFIER"

OnAnswer = Callable[[str, str | None], None]
OnClosed = Callable[[Reason, str | None], None]


class Surface(Protocol):
    """Something that can show a notice and tells what became of it."""

    def show(self, notice: Notice) -> None:
        """Put it on screen, in place of the one that stands; does not block."""

    def close(self) -> None:
        """Take it off the screen; that closing is not told."""

    def description(self) -> str:
        """Its name, and who stands behind it where that is known."""
        ...

    def trouble(self) -> str | None:
        """Why it can show nothing at the moment, as far as known; None if it can."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A surface that may or may not be had here: `open` raises `SurfaceError` with the reason."""

    name: str
    open: Callable[[Tell], Surface]


@dataclass(frozen=True, slots=True)
class _Current:
    notice: Notice
    place: int


class Notifier:
    """One notice at a time, on the first surface that delivers it.

    `on_answer` gets the key of the answer, `on_closed` the reason for which the notice left the
    screen unanswered, both with the notice's `about`. They are called from any thread.
    """

    def __init__(
        self,
        candidates: tuple[Candidate, ...],
        on_answer: OnAnswer,
        on_closed: OnClosed | None = None,
    ) -> None:
        self._on_answer = on_answer
        self._on_closed = on_closed
        self._lock = threading.RLock()  # a surface may tell of a failure from within `show`
        self._current: _Current | None = None
        self._missing: list[tuple[int, str]] = []
        self._surfaces: list[Surface] = []
        for candidate in candidates:
            self._open(candidate)
        self._surfaces.append(_LoggedOnly(self.not_in_use))

    def show(self, notice: Notice) -> None:
        """Put it on screen, in place of the one that stands."""
        with self._lock:
            if self._current is not None and self._current.place > 0:
                self._surfaces[self._current.place].close()
            self._show_at(0, notice)

    def close(self) -> None:
        with self._lock:
            if self._current is not None:
                self._surfaces[self._current.place].close()
                self._current = None

    def in_use(self) -> str:
        """What shows the next notice, as far as known: "dbus (dunst 1.9.0)"."""
        return self._surfaces[self._place_in_use()].description()

    def not_in_use(self) -> tuple[str, ...]:
        """The surfaces passed over, each with its reason: "plyer: not installed"."""
        in_use = self._place_in_use()
        passed = [
            (place, 1, f"{one.description()}: {one.trouble()}")
            for place, one in enumerate(self._surfaces[:in_use])
        ]
        missing = [(place, 0, why) for place, why in self._missing if place <= in_use]
        return tuple(why for _place, _order, why in sorted((*missing, *passed)))

    def _open(self, candidate: Candidate) -> None:
        place = len(self._surfaces)
        try:
            self._surfaces.append(candidate.open(partial(self._hear, place)))
        except SurfaceError as error:
            self._missing.append((place, f"{candidate.name}: {error}"))

    def _place_in_use(self) -> int:
        able = (place for place, one in enumerate(self._surfaces) if one.trouble() is None)
        return next(able)  # the last is always able

    def _show_at(self, place: int, notice: Notice) -> None:
        self._current = _Current(notice, place)
        self._surfaces[place].show(notice)

    def _hear(self, place: int, notice: Notice, fate: Fate) -> None:
        match fate:
            case Pressed(key):
                self._on_answer(key, notice.about)
            case Closed(reason):
                _log.debug("the notice was closed: %s", reason.name.lower())
                if self._on_closed is not None:
                    self._on_closed(reason, notice.about)
            case Undelivered(why):
                self._fall(place, notice, why)
            case _:
                assert_never(fate)

    def _fall(self, place: int, notice: Notice, why: str) -> None:
        with self._lock:
            if self._current != _Current(notice, place):
                return  # another one is wanted by now, or none
            _log.info("%s could not show a notice: %s", self._surfaces[place].description(), why)
            self._show_at(place + 1, notice)


class _LoggedOnly:
    """The honest end of the list: nobody sees anything, and the log says so."""

    def __init__(self, reasons: Callable[[], tuple[str, ...]]) -> None:
        self._reasons = reasons

    def show(self, notice: Notice) -> None:
        _log.warning("nobody sees %r: %s", notice.title, "; ".join(self._reasons()) or "as told")

    def close(self) -> None:
        """Nothing is on screen."""

    def description(self) -> str:
        return _("none (nothing is shown; see the tray icon and the log)")

    def trouble(self) -> str | None:
        return None


def choose_notifier(
    bus: "Bus | None", on_answer: OnAnswer, on_closed: OnClosed | None = None
) -> Notifier:
    """The surfaces of this desktop in their order; `bus` is None where there is none."""
    return Notifier(candidates_for(bus, os.environ), on_answer, on_closed)


def candidates_for(
    bus: "Bus | None", environment: Mapping[str, str], platform: str = sys.platform
) -> tuple[Candidate, ...]:
    """Best first; with `DESKBREAK_NOTIFIER` the forced one alone, or none at all."""
    known = {
        "dbus": Candidate("dbus", partial(_open_dbus, bus)),
        "native": Candidate("native", _open_native),
        "toast": Candidate("toast", partial(_open_toast, environment)),
        "plyer": Candidate("plyer", partial(_open_plyer, bus)),
    }
    del known["native" if platform == "linux" else "dbus"]
    forced = environment.get(_VARIABLE)
    if not forced:
        return tuple(known.values())
    if forced == "none":
        return ()
    if forced not in known:
        raise SurfaceError(
            _("{variable} is {found!r}; allowed are {allowed}").format(
                variable=_VARIABLE, found=forced, allowed=", ".join((*known, "none"))
            )
        )
    return (known[forced],)


def _open_dbus(bus: "Bus | None", tell: Tell) -> Surface:
    if bus is None:
        raise SurfaceError(_("there is no session bus"))
    from deskbreak.surfaces.notifier_dbus import (  # noqa: PLC0415  (jeepney is on Linux only)
        DbusNotifier,
    )

    return DbusNotifier(bus, tell)


def _open_native(tell: Tell) -> Surface:
    from deskbreak.surfaces.notifier_native import (  # noqa: PLC0415  (not on Linux)
        NativeNotifier,
    )

    return NativeNotifier(tell)


def _open_toast(environment: Mapping[str, str], tell: Tell) -> Surface:
    from deskbreak.surfaces.notifier_toast import (  # noqa: PLC0415  (where no server is)
        ToastNotifier,
    )

    return ToastNotifier(tell, environment)


def _open_plyer(bus: "Bus | None", tell: Tell) -> Surface:
    from deskbreak.surfaces.notifier_plyer import (  # noqa: PLC0415  (the last resort)
        PlyerNotifier,
    )

    return PlyerNotifier(bus, tell)
