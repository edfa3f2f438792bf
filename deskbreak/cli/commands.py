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
from deskbreak.cli.groups import Family, not_one_of
from deskbreak.cli.printing import HelpPage, terminal_width
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


_QUESTION_MARKS = ("?", "؟", "？")
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
        complain(_in_one_line(error, arguments))
        return error.exit_code
    return code or Exit.DONE


def _in_one_line(error: click.ClickException, arguments: Sequence[str]) -> str:
    """What is wrong with what was typed; where that does not say what is right, where to read it."""
    if isinstance(error, click.BadParameter) and not isinstance(error, click.MissingParameter):
        return _misfit(error)
    if isinstance(error, click.MissingParameter) and (choices := _choices(error)):
        return not_one_of("" if error.ctx is None else error.ctx.command_path, choices)
    text = _wrong_usage(error, arguments)
    if (
        text.endswith(_QUESTION_MARKS)
        or not isinstance(error, click.UsageError)
        or error.ctx is None
    ):
        return text
    problem = f"{text[:1].upper()}{text[1:]}".removesuffix(".")
    if isinstance(error.ctx.command, click.Group):
        how = _("{problem}. See: {command}")
        return how.format(problem=problem, command=f"{error.ctx.command_path} --help")
    return _("{problem}. Write: {command}").format(problem=problem, command=_usage(error.ctx))


def _usage(context: click.Context) -> str:
    """The command with all that it takes."""
    options = (each for each in context.command.params if isinstance(each, click.Option))
    taken = (each for each in context.command.params if isinstance(each, click.Argument))
    words = (
        *(_option_in_short(each, context) for each in options if not each.hidden),
        *(_metavar(each, context) for each in taken),
    )
    return " ".join((context.command_path, *words))


def _option_in_short(option: click.Option, context: click.Context) -> str:
    takes = "" if option.is_flag else f" {_metavar(option, context)}"
    return f"[{max(option.opts, key=len)}{takes}]"


def _choices(error: click.MissingParameter) -> list[str]:
    """All that what is missing may be; none where that is too much to tell."""
    takes = "" if error.param is None else _what_it_takes(error.param, error.ctx)
    return [choice.strip() for choice in takes.split("|")] if "|" in takes else []


def _wrong_usage(error: click.ClickException, arguments: Sequence[str]) -> str:
    """Not in click's words, which are others from one of its versions to the next."""
    match error:
        case click.NoSuchOption():
            return _no_such_option(error, arguments)
        case click.MissingParameter(param=click.Parameter() as parameter):
            return _("Missing: {what}").format(what=_what_it_takes(parameter, error.ctx))
        case click.BadOptionUsage() if (wanted := _what_an_option_lacks(error)) is not None:
            return _("Missing: {what}").format(what=wanted)
        case _:  # ours say it all, but for one of click's that has no class of its own
            text = " ".join(error.format_message().split())
            extra = _EXTRA.fullmatch(text)
            return text if extra is None else _extra(extra[1], error)


def _extra(words: str, error: click.ClickException) -> str:
    """One that is an option but for its dashes may be meant for it."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None and f"--{words}" in _options(context):
        text = _("Not understood: {words}; did you mean {close}?")
        return text.format(words=words, close=f"{context.command_path} --{words}")
    return _("Not understood: {words}").format(words=words)


def _options(context: click.Context) -> list[str]:
    options = (each for each in context.command.get_params(context) if not _is_hidden(each))
    return [name for option in options for name in option.opts if name.startswith("-")]


def _is_hidden(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Option) and parameter.hidden


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


def _no_such_option(error: click.NoSuchOption, arguments: Sequence[str]) -> str:
    """A whole word behind one dash is no row of letters to people, as it is to click."""
    from deskbreak.files.strict import nearest  # noqa: PLC0415  (only for a mistake)

    name = next((each for each in arguments if _is_one_dashed(each, error)), error.option_name)
    known = [] if error.ctx is None else _options(error.ctx)
    begun = [option for option in known if option.startswith(name)]
    close = begun[0] if len(begun) == 1 else nearest(f"--{name.lstrip('-')}", known)
    if close is None:
        return _("There is no option {name}").format(name=name)
    text = _("There is no option {name}; did you mean {close}?")
    return text.format(name=name, close=close)


def _is_one_dashed(word: str, error: click.NoSuchOption) -> bool:
    """Of which click has read that letter as an option."""
    letter = error.option_name.removeprefix("-")
    return len(letter) == 1 and len(word) > 2 and word[0] == "-" != word[1] and letter in word


def _misfit(error: click.BadParameter) -> str:
    """What click says of a choice or of a day, as people would say it; ours say it all."""
    if not isinstance(error.param, click.Option):
        return error.message
    option = error.param.opts[0]
    match error.param.type:
        case click.Choice(choices=choices):
            return not_one_of(option, map(str, choices))
        case click.DateTime():
            return labelled(option, _("write a day such as 2026-01-31"))
        case _:  # ours
            return labelled(option, error.message)
