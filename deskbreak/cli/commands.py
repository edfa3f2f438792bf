"""All commands by name. Only the one that is called is loaded."""

import atexit
import gc
import io
import os
import sys
from collections.abc import Sequence
from gettext import gettext as _

import click

from deskbreak import __version__
from deskbreak.cli.exits import Exit, RefusedError, complain
from deskbreak.cli.groups import Family
from deskbreak.cli.printing import HelpPage, terminal_width
from deskbreak.cli.terminal import is_terminal

_PLACES = {
    "run": "deskbreak.cli.run:run",
    "status": "deskbreak.cli.status:status",
    "pause": "deskbreak.cli.answers:pause",
    "resume": "deskbreak.cli.answers:resume",
    "standing": "deskbreak.cli.answers:standing",
    "why": "deskbreak.cli.status:why",
    "quit": "deskbreak.cli.answers:quit_",
    "stretches": "deskbreak.cli.stretches:stretches",
    "hours": "deskbreak.cli.hours:hours",
    "config": "deskbreak.cli.settings:config",
    "history": "deskbreak.cli.history:history",
    "stats": "deskbreak.cli.stats:stats",
    "page": "deskbreak.cli.page:page",
    "replay": "deskbreak.cli.replay:replay",
    "doctor": "deskbreak.cli.doctor:doctor",
    "completions": "deskbreak.cli.completing:completions",
    "autostart": "deskbreak.cli.autostart:autostart",
    "desktop": "deskbreak.cli.autostart:desktop",
    "help-signs": "deskbreak.cli.safety:help_signs",
    "setup": "deskbreak.cli.setup:setup",
}


@click.group(
    cls=Family,
    places=_PLACES,
    also="deskbreak.cli.answers:answers",
    help=_(
        "Counts how long you have been at your desk and proposes one short stretch at a good "
        "moment. Without a command it runs."
    ),
    epilog=_("Lengths of time are written 90s, 5m or 1h30m; a bare number is minutes."),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(
    __version__, "-V", "--version", prog_name="deskbreak", message="%(prog)s %(version)s"
)
def deskbreak() -> None:
    pass


def obey(arguments: Sequence[str]) -> int:
    """Returns the exit code."""
    if os.environ.get("_DESKBREAK_COMPLETE", "").startswith("powershell"):
        from deskbreak.cli.powershell import introduce  # noqa: PLC0415  (only where it asks)

        introduce()
    click.Context.formatter_class = HelpPage
    atexit.register(gc.freeze)  # a last look for garbage would be a seventh of a short command
    if isinstance(sys.stdout, io.TextIOWrapper):  # a name that cannot be shown is no reason to fail
        sys.stdout.reconfigure(errors="replace")
    if sys.stdin is None:  # closed, as `<&-` does: nothing comes from there, and nobody answers
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115  (until the end)
    try:
        # click itself writes in no fewer than 50 columns
        width = min(terminal_width() - 1, 80) if is_terminal(sys.stdout) else 80
        code = deskbreak.main(
            list(arguments), "deskbreak", standalone_mode=False, terminal_width=width
        )
    except click.Abort as abort:
        if isinstance(abort.__context__, EOFError):
            raise RefusedError(_("There was no answer, so nothing was done.")) from abort
        return Exit.INTERRUPTED
    except click.ClickException as error:
        from deskbreak.cli.wrong_usage import what_is_wrong  # noqa: PLC0415  (only for a mistake)

        complain(what_is_wrong(error, arguments))
        return error.exit_code
    return code or Exit.DONE
