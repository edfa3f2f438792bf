"""All commands by name. Only the one that is called is loaded."""

import atexit
import gc
import io
import os
import re
import sys
from collections.abc import Sequence
from gettext import gettext as _

import click

from deskbreak import __version__
from deskbreak.cli.exits import Exit, RefusedError, complain
from deskbreak.cli.groups import Family
from deskbreak.cli.printing import terminal_width
from deskbreak.cli.terminal import is_terminal
from deskbreak.core.in_a_list import labelled

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


_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)")


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
    atexit.register(gc.freeze)  # a last look for garbage would be a seventh of a short command
    if isinstance(sys.stdout, io.TextIOWrapper):  # a name that cannot be shown is no reason to fail
        sys.stdout.reconfigure(errors="replace")
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
        complain(_in_one_line(error))
        return error.exit_code
    return code or Exit.DONE


def _in_one_line(error: click.ClickException) -> str:
    """What is wrong with what was typed; where that does not say what is right, where to read it."""
    if isinstance(error, click.BadParameter) and not isinstance(error, click.MissingParameter):
        text, is_option = _misfit(error), isinstance(error.param, click.Option)
        return labelled(error.param.opts[0], text) if is_option and error.param else text
    text = _wrong_usage(error)
    if text.endswith("?") or not isinstance(error, click.UsageError) or error.ctx is None:
        return text
    problem = f"{text[:1].upper()}{text[1:]}".removesuffix(".")
    how = _("{problem}. See: {command}")
    return how.format(problem=problem, command=f"{error.ctx.command_path} --help")


def _wrong_usage(error: click.ClickException) -> str:
    """Not in click's words, which are others from one of its versions to the next."""
    match error:
        case click.NoSuchOption():
            return _no_such_option(error)
        case click.MissingParameter(param=click.Parameter() as parameter):
            return _missing(_what_it_takes(parameter, error.ctx))
        case click.BadOptionUsage() if (wanted := _what_an_option_lacks(error)) is not None:
            return _missing(wanted)
        case _:  # ours say it all, but for one of click's that has no class of its own
            text = " ".join(error.format_message().split())
            extra = _EXTRA.fullmatch(text)
            return text if extra is None else _("Not understood: {words}").format(words=extra[1])


def _what_an_option_lacks(error: click.BadOptionUsage) -> str | None:
    """None for one that takes nothing, and has something all the same."""
    for option in () if error.ctx is None else error.ctx.command.params:
        if error.option_name in option.opts and isinstance(option, click.Option):
            takes = _what_it_takes(option, error.ctx)
            return None if option.is_flag else f"{error.option_name} {takes}"
    return None


def _what_it_takes(parameter: click.Parameter, context: click.Context | None) -> str:
    metavar = "" if context is None else _metavar(parameter, context)
    return metavar.strip("[]{}").removesuffix("...")


def _metavar(parameter: click.Parameter, context: click.Context) -> str:
    if parameter.make_metavar.__code__.co_argcount > 1:
        return parameter.make_metavar(context)
    return parameter.make_metavar()  # type: ignore[call-arg] # the click of Debian 13: no context


def _missing(what: str) -> str:
    """What click calls by its name, or by all that it may be."""
    choices = [choice.strip() for choice in what.split("|")]
    if len(choices) > 1:
        return _("write one of {allowed}").format(allowed=", ".join(choices))
    return _("Missing: {what}").format(what=what)


def _no_such_option(error: click.NoSuchOption) -> str:
    name, close = error.option_name, error.possibilities
    if not close:
        return _("There is no option {name}").format(name=name)
    text = _("There is no option {name}; did you mean {close}?")
    return text.format(name=name, close=", ".join(close))


def _misfit(error: click.BadParameter) -> str:
    """What click says of a choice or of a day, as people would say it."""
    match error.param.type if error.param is not None else None:
        case click.Choice(choices=choices) if isinstance(error.param, click.Option):
            return _("write one of {allowed}").format(allowed=", ".join(map(str, choices)))
        case click.DateTime():
            return _("write a day such as 2026-01-31")
        case _:  # ours say it all
            return error.message
