"""Chooses the source that tells how long nobody touched keyboard or mouse."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from gettext import gettext as _
from typing import TYPE_CHECKING

from deskbreak.errors import NOT_TO_BE_HAD, ConfigError, Problem, SensorError
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.idle_none import NoIdle
from deskbreak.sensors.idle_source import IdleSource, run_alone
from deskbreak.value import value
from deskbreak.wires.buses import Buses
from deskbreak.wires.screens import has_display

if TYPE_CHECKING:
    from deskbreak.wires.dbus import Bus

Environment = Mapping[str, str]

_FORCED = "DESKBREAK_IDLE"


@value
class Chosen:
    """The source that won, and why each one before it did not: `name: reason`.

    `rank` is how many would have been better.
    """

    source: IdleSource
    reasons: tuple[str, ...]
    rank: int = 0


@value
class IdleCandidate:
    """A kind of source: what speaks against it here, and how it is opened if nothing does."""

    name: str
    open: Callable[[Environment, Buses], IdleSource]
    obstacle: Callable[[Environment], str | None] = lambda _environment: None
    misses: str = ""
    """What it does not see."""


def choose_idle(
    environment: Environment,
    session: "Bus | None" = None,
    system: "Bus | None" = None,
    present: Chosen | None = None,
) -> Chosen:
    """The first source that fits this desktop and answers; else the honest none.

    With `present`, only better ones are tried, and it stays where there is none. It asks on the
    buses and blocks: never from a thread that receives from one.

    `DESKBREAK_IDLE` forces a source, whether or not it seems to fit; nothing then takes its place.
    """
    buses = Buses(session, system)
    candidates = idle_candidates(environment)
    is_forced = bool(environment.get(_FORCED))
    reasons: list[str] = []
    for rank, candidate in enumerate(candidates[: present.rank if present else None]):
        obstacle = None if is_forced else candidate.obstacle(environment)
        if obstacle is not None:
            reasons.append(f"{candidate.name}: {obstacle}")
            continue
        try:
            return Chosen(candidate.open(environment, buses), tuple(reasons), rank)
        except NOT_TO_BE_HAD as error:
            reasons.append(f"{candidate.name}: {error}")
    if present is not None:
        return replace(present, reasons=tuple(reasons))
    return Chosen(NoIdle(), tuple(reasons), len(candidates))


def idle_candidates(environment: Environment) -> tuple[IdleCandidate, ...]:
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


def way_to_input(environment: Environment) -> str:
    """What the user can do where nothing tells of keyboard and mouse."""
    if environment.get(_FORCED):
        return _("Unset DESKBREAK_IDLE, so that deskbreak may choose")
    if environment.get("WAYLAND_DISPLAY"):
        return _(
            "Your compositor must offer ext_idle_notifier_v1, as newer sway, Hyprland, labwc, "
            "niri and KDE Plasma do; GNOME tells on the session bus"
        )
    if environment.get("XDG_SESSION_TYPE") == "wayland":
        return _(
            "Start deskbreak from within the Wayland session, so that WAYLAND_DISPLAY is set: "
            "through XWayland alone it sees only part of the input"
        )
    if environment.get("DISPLAY"):
        return _(
            "Start deskbreak from within the session that DISPLAY names; under XWayland, from "
            "within its Wayland session"
        )
    return _("Start deskbreak in a desktop session or in a terminal")


def _candidates() -> tuple[IdleCandidate, ...]:
    tty = IdleCandidate("tty", _tty, _obstacle_to_tty, _("It only sees this terminal"))
    late = _("It learns of an absence minutes late, and sees no pauses in typing")
    if sys.platform == "win32":
        return (IdleCandidate("windows", _windows),)
    if sys.platform == "darwin":
        return (IdleCandidate("macos", _macos), tty)
    return (
        IdleCandidate("wayland", _wayland, _obstacle_to_wayland),
        IdleCandidate("mutter", _mutter),
        IdleCandidate("x11", _x11, _obstacle_to_x11),
        IdleCandidate("logind", _logind, _obstacle_to_logind, late),
        tty,
    )


def _obstacle_to_wayland(environment: Environment) -> str | None:
    return None if environment.get("WAYLAND_DISPLAY") else _("WAYLAND_DISPLAY is not set")


def _obstacle_to_x11(environment: Environment) -> str | None:
    if not environment.get("DISPLAY"):
        return _("DISPLAY is not set")
    # sway started from a console is a session of type tty, so both are asked
    if environment.get("XDG_SESSION_TYPE") == "wayland" or environment.get("WAYLAND_DISPLAY"):
        return _("this is a Wayland session, where X11 sees only part of the input")
    return None


def _obstacle_to_logind(environment: Environment) -> str | None:
    if not has_display(environment):
        return _("there is no display, and the terminal itself tells more")
    return None


def _obstacle_to_tty(environment: Environment) -> str | None:
    if has_display(environment):
        return _("there is a display, whose input the terminal does not see")
    return None


def _windows(_environment: Environment, _buses: Buses) -> IdleSource:
    from deskbreak.sensors.windows import WindowsIdle, WindowsLibraries  # noqa: PLC0415  (only the winner is loaded)

    return WindowsIdle.open(WindowsLibraries.load())


def _macos(_environment: Environment, _buses: Buses) -> IdleSource:
    from deskbreak.sensors.macos import MacIdle, MacLibraries  # noqa: PLC0415  (only the winner is loaded)

    return MacIdle.open(MacLibraries.load(), system_time())


def _wayland(environment: Environment, _buses: Buses) -> IdleSource:
    from deskbreak.sensors.idle_wayland import WaylandIdle  # noqa: PLC0415  (only the winner is loaded)

    return WaylandIdle.open(environment, system_time())


def _mutter(_environment: Environment, buses: Buses) -> IdleSource:
    if buses.session is None:
        raise SensorError(_("there is no session bus"))
    from deskbreak.sensors.idle_mutter import MutterIdle  # noqa: PLC0415  (only the winner is loaded)

    return MutterIdle.open(buses.session, system_time())


def _x11(environment: Environment, _buses: Buses) -> IdleSource:
    from deskbreak.sensors.idle_x11 import X11Idle  # noqa: PLC0415  (only the winner is loaded)

    return X11Idle.open(environment, system_time())


def _logind(environment: Environment, buses: Buses) -> IdleSource:
    if buses.system is None:
        raise SensorError(_("there is no system bus"))
    from deskbreak.sensors.idle_logind import LogindIdle  # noqa: PLC0415  (only the winner is loaded)

    return LogindIdle.open(environment, buses.system, system_time())


def _tty(_environment: Environment, _buses: Buses) -> IdleSource:
    from deskbreak.sensors.idle_tty import TtyIdle  # noqa: PLC0415  (only the winner is loaded)

    return TtyIdle.open(system_time())


if __name__ == "__main__":
    chosen = choose_idle(os.environ)
    sys.stdout.writelines(f"not {reason}\n" for reason in chosen.reasons)
    run_alone(lambda: chosen.source)
