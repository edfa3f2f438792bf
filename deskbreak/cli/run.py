"""`run`, for help and wrong usage; right usage never gets here: `daemon.read_start` has read it."""

from gettext import gettext as _
from pathlib import Path

import click

from deskbreak.cli.daemon import LEVEL_VARIABLE, LEVELS, Start, start
from deskbreak.cli.named_files import file_to_write


@click.command(help=_("Run until told to quit: in the tray, else in the terminal."))
@click.option("-v", "--verbose", is_flag=True, help=_("Log everything."))
@click.option(
    "--log-level",
    type=click.Choice(LEVELS),
    metavar="LEVEL",
    help=_("How much to log ({levels}); {variable} sets it too.").format(
        levels=", ".join(LEVELS), variable=LEVEL_VARIABLE
    ),
)
@click.option(
    "--record",
    type=file_to_write,
    metavar="FILE",
    help=_("Record everything seen and done, for `deskbreak replay FILE`."),
)
def run(*, verbose: bool, log_level: str | None, record: Path | None) -> int:
    return start(Start("debug" if verbose else log_level, record))
