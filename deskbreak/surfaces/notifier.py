"""Which of several surfaces shows a notice: the first that can, down to the log.

Each notice begins at the top again, since a notification server may come up late.
`DESKBREAK_NOTIFIER` (dbus or native, toast, osascript, plyer or none) leaves only that one.
"""

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING, Protocol, assert_never

from deskbreak.errors import SurfaceError
from deskbreak.surfaces.notice import Closed, Fate, Notice, Pressed, Reason, Tell, Undelivered
from deskbreak.value import value

if TYPE_CHECKING:
    from deskbreak.wires.dbus import Bus

_LOG = logging.getLogger(__name__)

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


@value
class Candidate:
    """A surface that may or may not be had here: `open` raises `SurfaceError` with the reason.

    `is_own`: what it takes is on screen, for nobody stands between.
    """

    name: str
    open: Callable[[Tell], Surface]
    is_own: bool = False


@value
class _Current:
    """What is shown: on the surface that delivers it, and perhaps in a window beside that."""

    notice: Notice
    place: int
    beside: int | None = None

    @property
    def places(self) -> frozenset[int]:
        return frozenset({self.place} if self.beside is None else {self.place, self.beside})


class Notifier:
    """One notice at a time, on the first surface that delivers it.

    `on_answer` gets the key of the answer, `on_closed` the reason for which the notice left the
    screen unanswered, both with the notice's `about`. They are called from any thread.

    No server tells that it kept a notice back, in a mode of its own, say. So one that may not have
    been seen comes in a window of ours, too, unless it is known that notices are seen there:
    `proven` names the surfaces on which the user has clicked or closed one.
    """

    def __init__(
        self,
        candidates: tuple[Candidate, ...],
        on_answer: OnAnswer,
        on_closed: OnClosed | None = None,
        proven: set[str] | None = None,
    ) -> None:
        self._proven = set() if proven is None else proven
        self._on_answer = on_answer
        self._on_closed = on_closed
        self._lock = threading.RLock()  # a surface may tell of a failure from within `show`
        self._current: _Current | None = None
        log = Candidate("log", lambda _tell: _LoggedOnly(self.not_in_use))
        self._candidates = (*candidates, log)
        self._opened: dict[int, Surface] = {}
        self._missing: dict[int, str] = {}
        self._surface(0)  # a server needs a moment to say who it is

    def show(self, notice: Notice) -> None:
        """Put it on screen, in place of the one that stands."""
        with self._lock:
            stood = self._places()
            self._show_from(0, notice)
            if notice.may_be_unseen:
                self._show_beside()
            self._clear(stood - self._places())

    def close(self) -> None:
        with self._lock:
            self._clear(self._places())
            self._current = None

    def in_use(self) -> str:
        """What shows the next notice, as far as known: "dbus (dunst 1.9.0)"."""
        return self._in_use()[1].description()

    def is_own(self) -> bool:
        """Whether what shows the next notice is a window of ours, so that it is seen."""
        return self._candidates[self._in_use()[0]].is_own

    def not_in_use(self) -> tuple[str, ...]:
        """The surfaces passed over, each with its reason: "plyer: not installed"."""
        in_use, _surface = self._in_use()
        return tuple(self._why_not(place) for place in range(in_use))

    def _why_not(self, place: int) -> str:
        if place in self._missing:
            return self._missing[place]
        return f"{self._opened[place].description()}: {self._opened[place].trouble()}"

    def _had(self, place: int = 0) -> Iterator[tuple[int, Surface]]:
        """The surfaces that there are from there on; each is opened when it is first needed."""
        for at in range(place, len(self._candidates)):
            if (surface := self._surface(at)) is not None:
                yield at, surface

    def _surface(self, place: int) -> Surface | None:
        with self._lock:
            if place not in self._opened and place not in self._missing:
                candidate = self._candidates[place]
                try:
                    self._opened[place] = candidate.open(partial(self._hear, place))
                except SurfaceError as error:
                    self._missing[place] = f"{candidate.name}: {error}"
            return self._opened.get(place)

    def _in_use(self) -> tuple[int, Surface]:
        return next(had for had in self._had() if had[1].trouble() is None)  # the last always is

    def _places(self) -> frozenset[int]:
        return frozenset() if self._current is None else self._current.places

    def _clear(self, places: frozenset[int]) -> None:
        for place in places:
            self._opened[place].close()

    def _show_from(self, place: int, notice: Notice, beside: int | None = None) -> None:
        """On the first that there is from there on; the window beside shows it already."""
        place, surface = next(self._had(place))
        if place == beside:
            self._current = _Current(notice, place)
            return
        self._current = _Current(notice, place, beside)
        surface.show(notice)

    def _show_beside(self) -> None:
        if self._current is None:
            return
        notice, place = self._current.notice, self._current.place
        if self._candidates[place].is_own or self._opened[place].description() in self._proven:
            return
        for at in range(place + 1, len(self._candidates)):
            if self._candidates[at].is_own and (surface := self._surface(at)) is not None:
                self._current = _Current(notice, place, at)
                surface.show(notice)
                return

    def _prove(self, place: int) -> None:
        """The user was there: notices are seen, and what else shows the notice is needed no more."""
        with self._lock:
            self._proven.add(self._opened[place].description())
            current = self._current
            if current is not None and current.beside not in {None, place}:
                self._clear(current.places - {current.place})
                self._current = _Current(current.notice, current.place)

    def _hear(self, place: int, notice: Notice, fate: Fate) -> None:
        match fate:
            case Pressed(key):
                self._prove(place)
                self._on_answer(key, notice.about)
            case Closed(reason):
                if reason is Reason.DISMISSED:
                    self._prove(place)
                _LOG.debug("the notice was closed: %s", reason.name.lower())
                if self._on_closed is not None:
                    self._on_closed(reason, notice.about)
            case Undelivered(why):
                self._fall(place, notice, why)
            case _:
                assert_never(fate)

    def _fall(self, place: int, notice: Notice, why: str) -> None:
        with self._lock:
            current = self._current
            if current is None or current.notice != notice or place not in current.places:
                return  # another one is wanted by now, or none
            _LOG.info("%s could not show a notice: %s", self._opened[place].description(), why)
            if place == current.beside:
                self._current = _Current(notice, current.place)
            else:
                self._show_from(place + 1, notice, current.beside)


class _LoggedOnly:
    """The honest end of the list: nobody sees anything, and the log says so."""

    def __init__(self, reasons: Callable[[], tuple[str, ...]]) -> None:
        self._reasons = reasons

    def show(self, notice: Notice) -> None:
        _LOG.warning("nobody sees %r: %s", notice.title, "; ".join(self._reasons()) or "as told")

    def close(self) -> None:
        """Nothing is on screen."""

    def description(self) -> str:
        return _("none (nothing is shown; see the tray icon and the log)")

    def trouble(self) -> str | None:
        return None


def choose_notifier(
    bus: "Bus | None",
    on_answer: OnAnswer,
    on_closed: OnClosed | None = None,
    proven: set[str] | None = None,
) -> Notifier:
    """The surfaces of this desktop in their order; `bus` is None where there is none."""
    return Notifier(candidates_for(bus, os.environ), on_answer, on_closed, proven)


def candidates_for(
    bus: "Bus | None", environment: Mapping[str, str], platform: str = sys.platform
) -> tuple[Candidate, ...]:
    """Best first; with `DESKBREAK_NOTIFIER` the forced one alone, or none at all."""
    known = {
        "dbus": Candidate("dbus", partial(_open_dbus, bus)),
        "native": Candidate("native", _open_native),
        "toast": Candidate("toast", partial(_open_toast, environment), is_own=True),
        "osascript": Candidate("osascript", _open_osascript),
        "plyer": Candidate("plyer", partial(_open_plyer, bus)),
    }
    del known["native" if platform == "linux" else "dbus"]
    if platform != "darwin":
        del known["osascript"]
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


def _open_osascript(tell: Tell) -> Surface:
    from deskbreak.surfaces.notifier_osascript import (  # noqa: PLC0415  (macOS without Tk)
        OsascriptNotifier,
    )

    return OsascriptNotifier(tell)


def _open_plyer(bus: "Bus | None", tell: Tell) -> Surface:
    from deskbreak.surfaces.notifier_plyer import (  # noqa: PLC0415  (the last resort)
        PlyerNotifier,
    )

    return PlyerNotifier(bus, tell)
