"""Chooses the source that tells how long nobody touched keyboard or mouse."""

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from gettext import gettext as _
from typing import TYPE_CHECKING, Protocol

from deskbreak.errors import NOT_TO_BE_HAD, ConfigError, Problem, SensorError
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.idle_none import NoIdle

if TYPE_CHECKING:
    from deskbreak.wires.dbus import Bus

_FORCED = "DESKBREAK_IDLE"


class IdleSource(Protocol):
    """Tells how long ago the last input was, and where it can, of the next one as it comes."""

    name: str
    sees_input: bool
    """False for the honest none: there is no use in asking it."""
    may_wake: bool
    """False for a source that only answers: `wake_on_input` then does nothing."""

    @property
    def hindsight(self) -> timedelta:
        """For how long after the last input it may still tell of more that never came."""
        ...

    def idle(self) -> timedelta:
        """The time since the last input, sleep included. Raises SensorError when it is unreadable."""
        ...

    def wake_on_input(self, wake: Callable[[], None]) -> None:
        """Have `wake` called once, from any thread, at the next input or when the source is lost.

        A second call before that only replaces `wake`, which must not call the source itself.
        """
        ...

    def close(self) -> None:
        """Let go of everything; nobody is woken any more."""
        ...


@dataclass(frozen=True, slots=True)
class Chosen:
    """The source that won, and why each one before it did not: `name: reason`.

    `rank` is how many would have been better.
    """

    source: IdleSource
    reasons: tuple[str, ...]
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Desktop:
    """Where sources are looked for; a bus is None where there is none."""

    environment: Mapping[str, str]
    session: "Bus | None" = None
    system: "Bus | None" = None


def choose_idle(
    environment: Mapping[str, str],
    session: "Bus | None" = None,
    system: "Bus | None" = None,
    present: Chosen | None = None,
) -> Chosen:
    """The first source that fits this desktop and answers; else the honest none.

    With `present`, only better ones are tried, and it stays where there is none. It asks on the
    buses and blocks: never from a thread that receives from one.

    `DESKBREAK_IDLE` forces a source, whether or not it seems to fit; nothing then takes its place.
    """
    desktop = Desktop(environment, session, system)
    candidates = candidates_for(environment)
    is_forced = bool(environment.get(_FORCED))
    reasons: list[str] = []
    for rank, candidate in enumerate(candidates[: present.rank if present else None]):
        obstacle = None if is_forced else candidate.obstacle(desktop)
        if obstacle is not None:
            reasons.append(f"{candidate.name}: {obstacle}")
            continue
        try:
            return Chosen(candidate.open(desktop), tuple(reasons), rank)
        except NOT_TO_BE_HAD as error:
            reasons.append(f"{candidate.name}: {error}")
    if present is not None:
        return replace(present, reasons=tuple(reasons))
    return Chosen(NoIdle(), tuple(reasons), len(candidates))


def watch(source: IdleSource) -> None:
    """Print the reading each second until ctrl-C: so each source's file runs alone."""
    second = threading.Event()
    try:
        with contextlib.suppress(KeyboardInterrupt):
            while not second.wait(1):
                sys.stdout.write(f"{source.name}: {source.idle()}\n")
                sys.stdout.flush()
    finally:
        source.close()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A kind of source: what speaks against it here, and how it is opened if nothing does."""

    name: str
    obstacle: Callable[[Desktop], str | None]
    open: Callable[[Desktop], IdleSource]


def candidates_for(environment: Mapping[str, str]) -> tuple[Candidate, ...]:
    """Best first; the forced one alone. Raises ConfigError where that is none of them."""
    candidates = _candidates()
    forced = environment.get(_FORCED, "")
    if not forced:
        return candidates
    if forced == NoIdle.name:
        return ()
    found = tuple(candidate for candidate in candidates if candidate.name == forced)
    if not found:
        names = ", ".join([*(candidate.name for candidate in candidates), NoIdle.name])
        problem = Problem(_FORCED, f"“{forced}”", _("may be one of: {names}").format(names=names))
        raise ConfigError(_("environment"), (problem,))
    return found


def _candidates() -> tuple[Candidate, ...]:
    if sys.platform == "win32":
        return (Candidate("windows", _no_obstacle, _windows),)
    if sys.platform == "darwin":
        return (Candidate("macos", _no_obstacle, _macos), Candidate("tty", _obstacle_to_tty, _tty))
    return (
        Candidate("wayland", _obstacle_to_wayland, _wayland),
        Candidate("mutter", _no_obstacle, _mutter),
        Candidate("x11", _obstacle_to_x11, _x11),
        Candidate("logind", _obstacle_to_logind, _logind),
        Candidate("tty", _obstacle_to_tty, _tty),
    )


def _windows(_desktop: Desktop) -> IdleSource:
    from deskbreak.sensors.windows import (  # noqa: PLC0415  (only the winner is loaded)
        Libraries,
        WindowsIdle,
    )

    return WindowsIdle.open(Libraries.load())


def _macos(_desktop: Desktop) -> IdleSource:
    from deskbreak.sensors.macos import (  # noqa: PLC0415  (only the winner is loaded)
        Libraries,
        MacIdle,
    )

    return MacIdle.open(Libraries.load(), system_time())


def _no_obstacle(_desktop: Desktop) -> str | None:
    return None


def _has_display(desktop: Desktop) -> bool:
    environment = desktop.environment
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def _obstacle_to_wayland(desktop: Desktop) -> str | None:
    return None if desktop.environment.get("WAYLAND_DISPLAY") else _("WAYLAND_DISPLAY is not set")


def _wayland(desktop: Desktop) -> IdleSource:
    from deskbreak.sensors.idle_wayland import WaylandIdle  # noqa: PLC0415  (only the winner is loaded)

    return WaylandIdle.open(desktop.environment, system_time())


def _mutter(desktop: Desktop) -> IdleSource:
    if desktop.session is None:
        raise SensorError(_("there is no session bus"))
    from deskbreak.sensors.idle_mutter import MutterIdle  # noqa: PLC0415  (only the winner is loaded)

    return MutterIdle.open(desktop.session, system_time())


def _obstacle_to_x11(desktop: Desktop) -> str | None:
    environment = desktop.environment
    if not environment.get("DISPLAY"):
        return _("DISPLAY is not set")
    # sway started from a console is a session of type tty, so both are asked
    if environment.get("XDG_SESSION_TYPE") == "wayland" or environment.get("WAYLAND_DISPLAY"):
        return _("this is a Wayland session, where X11 sees only part of the input")
    return None


def _x11(desktop: Desktop) -> IdleSource:
    from deskbreak.sensors.idle_x11 import X11Idle  # noqa: PLC0415  (only the winner is loaded)

    return X11Idle.open(desktop.environment, system_time())


def _obstacle_to_logind(desktop: Desktop) -> str | None:
    if not _has_display(desktop):
        return _("there is no display, and the terminal itself tells more")
    return None


def _logind(desktop: Desktop) -> IdleSource:
    if desktop.system is None:
        raise SensorError(_("there is no system bus"))
    from deskbreak.sensors.idle_logind import LogindIdle  # noqa: PLC0415  (only the winner is loaded)

    return LogindIdle.open(desktop.environment, desktop.system, system_time())


def _obstacle_to_tty(desktop: Desktop) -> str | None:
    if _has_display(desktop):
        return _("there is a display, whose input the terminal does not see")
    return None


def _tty(_desktop: Desktop) -> IdleSource:
    from deskbreak.sensors.idle_tty import TtyIdle  # noqa: PLC0415  (only the winner is loaded)

    return TtyIdle.open(system_time())


if __name__ == "__main__":
    chosen = choose_idle(os.environ)
    sys.stdout.writelines(f"not {reason}\n" for reason in chosen.reasons)
    try:
        watch(chosen.source)
    except SensorError as error:
        sys.exit(str(error))
