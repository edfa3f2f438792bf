"""The manual page, made from the commands themselves."""

import re
from collections.abc import Iterator
from datetime import date

import click

from deskbreak import __version__
from deskbreak.cli.commands import deskbreak
from deskbreak.cli.exits import Exit

EXITS = {
    Exit.DONE: "It is done.",
    Exit.COULD_NOT: "It couldn't be done; one line on standard error says why.",
    Exit.WRONG_USAGE: "It was written wrongly.",
    Exit.NOT_RUNNING: "No deskbreak is running.",
    Exit.INTERRUPTED: "It was interrupted.",
}
FILES = {
    "~/.config/deskbreak/deskbreak.toml": "The settings; each is explained in the file.",
    "~/.local/share/deskbreak/": "The history, and packs of stretches.",
    "~/.local/state/deskbreak/": "The running session and the log.",
    "~/.config/autostart/deskbreak.desktop": "There once it starts at login.",
}


def manual(day: date) -> str:
    """The page in the language of man, for section 1."""
    root = click.Context(deskbreak, info_name="deskbreak")
    return "\n".join(
        (
            f'.TH DESKBREAK 1 "{day}" "deskbreak {__version__}" "User Commands"',
            ".SH NAME",
            r"deskbreak \- counts how long you sit and proposes one short stretch",
            ".SH SYNOPSIS",
            _shown(root),
            ".SH DESCRIPTION",
            _plain(deskbreak.help),
            ".PP",
            _plain(deskbreak.epilog),
            ".SH COMMANDS",
            *(line for context in _below(root) for line in _told(context)),
            ".SH EXIT STATUS",
            *(line for code in Exit for line in _item(str(code.value), EXITS[code])),
            ".SH FILES",
            *(line for place, what in FILES.items() for line in _item(place, what)),
            "",
        )
    )


def _below(context: click.Context) -> Iterator[click.Context]:
    """Every command that people see, families before their members."""
    family = context.command
    if not isinstance(family, click.Group):
        return
    for name in family.list_commands(context):
        command = family.get_command(context, name)
        if command is not None and not command.hidden:
            inner = click.Context(command, info_name=name, parent=context)
            yield inner
            yield from _below(inner)


def _told(context: click.Context) -> Iterator[str]:
    yield f".SS {_plain(context.command_path)}"
    yield _shown(context)
    yield ".PP"
    yield _plain(context.command.help)
    for parameter in context.command.params:
        written = parameter.get_help_record(context)
        if isinstance(parameter, click.Option) and written is not None:
            yield from _item(*written)


def _item(term: str, text: str) -> tuple[str, ...]:
    return (".TP", rf"\fB{_plain(term)}\fR", _plain(text))


def _shown(context: click.Context) -> str:
    pieces = " ".join(context.command.collect_usage_pieces(context))
    return rf"\fB{_plain(context.command_path)}\fR {_plain(pieces)}"


def _plain(text: str | None) -> str:
    """As it stands: on one line, with nothing that man would obey."""
    line = re.sub(r"\s+", " ", text or "").strip()
    for sign, name in (("\\", r"\e"), ("-", r"\-"), ("'", r"\(aq"), ("~", r"\(ti"), ("–", r"\(en")):
        line = line.replace(sign, name)
    return rf"\&{line}" if line.startswith(".") else line
