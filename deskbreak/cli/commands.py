"""All commands but the daemon's own start."""

import io
import sys
from collections.abc import Sequence
from gettext import gettext as _
from pathlib import Path

import click

from deskbreak import __version__
from deskbreak.cli import answers
from deskbreak.cli.autostart import autostart, desktop
from deskbreak.cli.daemon import LEVEL_VARIABLE, LEVELS, Start, start
from deskbreak.cli.doctor import doctor
from deskbreak.cli.history import history
from deskbreak.cli.hours import hours
from deskbreak.cli.replay import replay
from deskbreak.cli.safety import help_signs
from deskbreak.cli.settings import config
from deskbreak.cli.setup import setup
from deskbreak.cli.stats import stats
from deskbreak.cli.status import status
from deskbreak.cli.stretches import stretches
from deskbreak.cli.telling import Exit, RefusedError
from deskbreak.core.answers import COMMANDS

_COMMANDS = (
    status,
    *map(answers.answer_command, COMMANDS),
    answers.pause,
    answers.resume,
    answers.standing,
    answers.why,
    answers.quit_,
    stretches,
    hours,
    config,
    history,
    stats,
    replay,
    doctor,
    autostart,
    desktop,
    help_signs,
    setup,
)


@click.group(
    commands=_COMMANDS,
    help=_(
        "Counts how long you have been at your desk and proposes one short stretch at a good "
        "moment. Without a command it runs."
    ),
    epilog=_("Lengths of time are written 90s, 5m or 1h30m."),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(
    __version__, "-V", "--version", prog_name="deskbreak", message="%(prog)s %(version)s"
)
def deskbreak() -> None:
    pass


@deskbreak.command(help=_("Run until told to quit: in the tray, else in the terminal."))
@click.option("-v", "--verbose", is_flag=True, help=_("Log everything."))
@click.option(
    "--log-level",
    type=click.Choice(LEVELS),
    help=_("How much to log; {variable} says so, too.").format(variable=LEVEL_VARIABLE),
)
@click.option(
    "--record",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=_("Write down all that is seen and done, for `deskbreak replay FILE`."),
)
def run(*, verbose: bool, log_level: str | None, record: Path | None) -> int:
    """For help and mistakes: what is right has been read by `daemon.read_start` before."""
    return start(Start("debug" if verbose else log_level, record))


def obey(arguments: Sequence[str]) -> int:
    """Returns the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a name that cannot be shown is no reason to fail
        sys.stdout.reconfigure(errors="replace")
    try:
        code = deskbreak.main(list(arguments), "deskbreak", standalone_mode=False)
    except click.Abort as abort:
        if isinstance(abort.__context__, EOFError):
            raise RefusedError(_("There was no answer, so nothing was done.")) from abort
        return Exit.INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    return code or Exit.DONE
