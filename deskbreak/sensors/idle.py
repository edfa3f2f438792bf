"""Chooses the source that tells how long nobody touched keyboard or mouse."""

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from gettext import gettext as _
from typing import Protocol

from deskbreak.errors import ConfigError, Problem, SensorError
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.idle_none import NoIdle

_FORCED = "DESKBREAK_IDLE"


class IdleSource(Protocol):
    """Tells how long ago the last input was, and where it can, of the next one as it comes."""

    name: str
    sees_input: bool
    """False for the honest none: there is no use in asking it."""
    may_wake: bool
    """False for a source that only answers: `wake_on_input` then does nothing."""

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
    """The source that won, and why each one before it did not: `name: reason`."""

    source: IdleSource
    reasons: tuple[str, ...]


def choose_idle(environment: Mapping[str, str]) -> Chosen:
    """The first source that fits this desktop and answers; else the honest none.

    `DESKBREAK_IDLE` forces one, whether or not it seems to fit; nothing then takes its place.
    """
    forced = environment.get(_FORCED, "")
    if forced:
        return _only(forced, environment)
    reasons: list[str] = []
    for candidate in _candidates():
        obstacle = candidate.obstacle(environment)
        if obstacle is not None:
            reasons.append(f"{candidate.name}: {obstacle}")
            continue
        try:
            return Chosen(candidate.open(environment), tuple(reasons))
        except SensorError as error:
            reasons.append(f"{candidate.name}: {error}")
    return Chosen(NoIdle(), tuple(reasons))


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
class _Candidate:
    name: str
    obstacle: Callable[[Mapping[str, str]], str | None]
    open: Callable[[Mapping[str, str]], IdleSource]


def _candidates() -> tuple[_Candidate, ...]:
    return (
        _Candidate("x11", _obstacle_to_x11, _x11),
        _Candidate("tty", _obstacle_to_tty, _tty),
    )


def _only(name: str, environment: Mapping[str, str]) -> Chosen:
    if name == NoIdle.name:
        return Chosen(NoIdle(), ())
    for candidate in _candidates():
        if candidate.name == name:
            try:
                return Chosen(candidate.open(environment), ())
            except SensorError as error:
                return Chosen(NoIdle(), (f"{name}: {error}",))
    names = ", ".join([*(candidate.name for candidate in _candidates()), NoIdle.name])
    problem = Problem(_FORCED, f"“{name}”", _("may be one of: {names}").format(names=names))
    raise ConfigError(_("environment"), (problem,))


def _obstacle_to_x11(environment: Mapping[str, str]) -> str | None:
    if not environment.get("DISPLAY"):
        return _("DISPLAY is not set")
    # sway started from a console is a session of type tty, so both are asked
    if environment.get("XDG_SESSION_TYPE") == "wayland" or environment.get("WAYLAND_DISPLAY"):
        return _("this is a Wayland session, where X11 sees only part of the input")
    return None


def _x11(environment: Mapping[str, str]) -> IdleSource:
    from deskbreak.sensors.idle_x11 import X11Idle  # noqa: PLC0415  (only the winner is loaded)

    return X11Idle.open(environment, system_time())


def _obstacle_to_tty(environment: Mapping[str, str]) -> str | None:
    if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return _("there is a display, whose input the terminal does not see")
    return None


def _tty(_environment: Mapping[str, str]) -> IdleSource:
    from deskbreak.sensors.idle_tty import TtyIdle  # noqa: PLC0415  (only the winner is loaded)

    return TtyIdle.open(system_time())


if __name__ == "__main__":
    chosen = choose_idle(os.environ)
    sys.stdout.writelines(f"not {reason}\n" for reason in chosen.reasons)
    try:
        watch(chosen.source)
    except SensorError as error:
        sys.exit(str(error))
