"""Being the daemon: what `deskbreak` and `deskbreak run` do. No click and no rich here."""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from gettext import gettext as _
from pathlib import Path
from typing import TextIO

from deskbreak.cli.exits import Exit, RefusedError, WrongUsageError
from deskbreak.control.protocol import AlreadyRunning, ControlError, NotRunning

LEVELS = ("debug", "info", "warning", "error")
LEVEL_VARIABLE = "DESKBREAK_LOG"


@dataclass(frozen=True, slots=True)
class Start:
    """How to be the daemon; without a level, the environment says how much goes to the log.

    `record` is the file that a recording goes to, if there is to be one.
    """

    level: str | None = None
    record: Path | None = None


def read_start(arguments: Sequence[str]) -> Start | None:
    """What is asked of the daemon; None for any other command, for help and for mistakes."""
    return _read(arguments[1:] if arguments[:1] == ["run"] else arguments, Start())


def _read(arguments: Sequence[str], so_far: Start) -> Start | None:
    match arguments:
        case []:
            return so_far
        case ["-v" | "--verbose", *rest]:
            return _read(rest, replace(so_far, level="debug"))
        case ["--log-level", level, *rest] if level in LEVELS:
            return _read(rest, replace(so_far, level=level))
        case ["--record", file, *rest] if file:
            return _read(rest, replace(so_far, record=Path(file)))
        case [option, *rest] if option.startswith(("--log-level=", "--record=")):
            return _read([*option.split("=", 1), *rest], so_far)
        case _:  # any other command
            return None


def start(options: Start) -> int:
    """Be the daemon until told to quit; where there is one already, say how it is."""
    from deskbreak.cli.log import log_to_stderr  # noqa: PLC0415  (no command logs)

    has_terminal = _is_terminal(sys.stdin) and _is_terminal(sys.stdout)
    log_to_stderr(options.level or _level_of(os.environ, has_terminal=has_terminal))
    from deskbreak.daemon import app  # noqa: PLC0415  (everything; the other commands do without)

    outcome = app.run_daemon(os.environ, has_terminal=has_terminal, record=options.record)
    if not isinstance(outcome, AlreadyRunning):
        return outcome
    if options.record is not None:
        text = _("deskbreak is already running, so nothing is recorded: quit it first, with {how}")
        raise RefusedError(text.format(how="deskbreak quit"))
    return _beside(outcome)


def _is_terminal(stream: TextIO | None) -> bool:
    """None is what a program without a console has on Windows."""
    return stream is not None and stream.isatty()


def _level_of(environment: Mapping[str, str], *, has_terminal: bool) -> str:
    """In a terminal the log would get between the lines that people read there."""
    level = environment.get(LEVEL_VARIABLE) or ("warning" if has_terminal else "info")
    if level.lower() not in LEVELS:
        text = _("{variable} is {level!r}; allowed: {levels}")
        levels = ", ".join(LEVELS)
        raise WrongUsageError(text.format(variable=LEVEL_VARIABLE, level=level, levels=levels))
    return level


def _has_opened_its_menu() -> bool:
    """Whoever starts it once more from a desktop's menu wants to see something."""
    from deskbreak.cli.asking import ask  # noqa: PLC0415  (no daemon here: it may be heavy)

    with suppress(NotRunning, ControlError, RefusedError):
        ask("menu")
        return True
    return False


def _beside(running: AlreadyRunning) -> int:
    if _is_terminal(sys.stdout):
        from deskbreak.cli import status  # noqa: PLC0415  (no daemon here: it may be heavy)

        with suppress(NotRunning, ControlError, RefusedError):  # just starting: a line will do
            status.show()
            return Exit.DONE
    elif _has_opened_its_menu():
        return Exit.DONE
    text = _("deskbreak is already running")
    if running.pid is not None:
        text = _("deskbreak is already running, as process {pid}").format(pid=running.pid)
    if sys.stdout is not None:
        sys.stdout.write(f"{text}\n")
    return Exit.DONE
