"""How a move was: apart from the other answers, which do without the core's lists."""

from gettext import gettext as _

import click

from deskbreak.cli.asking import ask
from deskbreak.cli.printing import say
from deskbreak.core.events import EFFORTS


@click.command(help=_("How was the move just done? What you say makes its dose fit."))
@click.argument("effort", type=click.Choice([effort.value for effort in EFFORTS]))
def felt(effort: str) -> None:
    say(ask(effort).get("said") or _("Noted."))
