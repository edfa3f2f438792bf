"""Being the daemon: what `deskbreak` and `deskbreak run` do. No click and no rich here."""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from gettext import gettext as _
from pathlib import Path

from deskbreak.cli.exits import Exit, RefusedError, WrongUsageError, complain
from deskbreak.cli.terminal import is_terminal
from deskbreak.control.protocol import AlreadyRunning, ControlError, NotRunning
from deskbreak.errors import SurfaceError
from deskbreak.files.folders import state_folder
from deskbreak.value import value

LEVELS = ("debug", "info", "warning", "error")
LEVEL_VARIABLE = "DESKBREAK_LOG"


@value
class Start:
    """How to be the daemon; without a level, the environment says how much goes to the log.

    `record` is the file that a recording goes to, if there is to be one. `shows`: whoever starts
    it beside a running one wants to see something; `run` is what a login starts, perhaps twice.
    """

    level: str | None = None
    record: Path | None = None
    shows: bool = True


def read_start(arguments: Sequence[str]) -> Start | None:
    """What is asked of the daemon; None for any other command, for help and for mistakes."""
    if arguments[:1] == ["run"]:
        return _read(arguments[1:], Start(shows=False))
    return _read(arguments, Start())


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
    from deskbreak.files.log import begin_log  # noqa: PLC0415  (no command logs)

    has_terminal = is_terminal(sys.stdin) and is_terminal(sys.stdout)
    level = options.level or log_level(os.environ, has_terminal=has_terminal)
    begin_log(level, state_folder())
    outcome = _be_daemon(options.record, has_terminal=has_terminal)
    if not isinstance(outcome, AlreadyRunning):
        return outcome
    if options.record is not None:
        text = _("deskbreak is already running, so nothing is recorded: quit it first, with {how}")
        raise RefusedError(text.format(how="deskbreak quit"))
    return _beside(outcome, shows=options.shows)


def _be_daemon(record: Path | None, *, has_terminal: bool) -> int | AlreadyRunning:
    """First the lock, then the icon, and then what takes longest: to load everything else."""
    from deskbreak.control.endpoint import control_endpoint  # noqa: PLC0415  (only who runs)
    from deskbreak.daemon.claiming import claimed  # noqa: PLC0415  (likewise)

    claim = claimed(os.environ, control_endpoint())
    if isinstance(claim, AlreadyRunning):
        return claim
    from deskbreak.surfaces.first_icon import first_icon  # noqa: PLC0415  (likewise)

    icon = first_icon(os.environ)
    from deskbreak.daemon import app  # noqa: PLC0415  (as told)

    return app.run_daemon(os.environ, claim, icon, has_terminal=has_terminal, record=record)


def log_level(environment: Mapping[str, str], *, has_terminal: bool) -> str:
    """A terminal is for the lines that people read there; what they must mend is told in these."""
    level = environment.get(LEVEL_VARIABLE) or ("error" if has_terminal else "info")
    if level.lower() not in LEVELS:
        text = _("{variable} is {level!r}; allowed: {levels}")
        levels = ", ".join(LEVELS)
        raise WrongUsageError(text.format(variable=LEVEL_VARIABLE, level=level, levels=levels))
    return level


def _beside(running: AlreadyRunning, *, shows: bool) -> int:
    """Whoever wants to see something sees it in a terminal, else in the browser.

    A login that starts it twice wants nothing, and hears nothing.
    """
    is_seen = is_terminal(sys.stdout)
    may_show = _shows_status if is_seen else _shows_today
    if not (is_seen or shows) or may_show():
        return Exit.DONE
    text = _("deskbreak is already running")
    if running.pid is not None:
        text = _("deskbreak is already running, as process {pid}").format(pid=running.pid)
    if sys.stdout is not None:
        sys.stdout.write(f"{text}\n")
    return Exit.DONE


def _shows_status() -> bool:
    from deskbreak.cli import status  # noqa: PLC0415  (no daemon here: it may be heavy)

    with suppress(NotRunning, ControlError, RefusedError):  # just starting: a line will do
        status.show()
        return True
    return False


def _shows_today() -> bool:
    """Not where nothing can be shown: a service manager may have started it."""
    from deskbreak.page.browser import can_show_windows  # noqa: PLC0415  (as above)

    if not can_show_windows(os.environ):
        return False
    from deskbreak.cli.page import open_page  # noqa: PLC0415  (as above)

    try:
        open_page("today")
    except (ControlError, RefusedError, SurfaceError) as error:
        complain(str(error))
        return False
    return True
