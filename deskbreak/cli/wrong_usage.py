"""What is wrong with what was typed, in one line; loaded only for a mistake.

Not in click's words, which are others from one of its versions to the next.
"""

import re
from collections.abc import Sequence
from gettext import gettext as _

import click

from deskbreak.cli.groups import not_one_of
from deskbreak.core.in_a_list import is_question, labelled
from deskbreak.files.strict import nearest

_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)")


def what_is_wrong(error: click.ClickException, arguments: Sequence[str]) -> str:
    """Where that does not say what is right, where to read it follows."""
    if isinstance(error, click.BadParameter) and not isinstance(error, click.MissingParameter):
        return _misfit(error)
    if isinstance(error, click.MissingParameter) and (choices := _choices(error)):
        return not_one_of("" if error.ctx is None else error.ctx.command_path, choices)
    text = _wrong_usage(error, arguments)
    if is_question(text) or not isinstance(error, click.UsageError) or error.ctx is None:
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
