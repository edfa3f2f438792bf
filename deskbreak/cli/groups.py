"""Commands that hold other commands, such as `deskbreak` itself and `deskbreak history`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from gettext import gettext as _
from importlib import import_module
from types import MappingProxyType
from typing import Any

import click

from deskbreak.cli.exits import Exit

_NOWHERE: Mapping[str, str] = MappingProxyType({})
_HELP = "help"
_MEANT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        word: tuple(commands.split("|"))
        for words, commands in (
            ("stop exit kill", "quit"),
            ("end", "close"),
            ("setting settings preferences prefs options set get", "config"),
            ("show", "list|status"),
            ("print ls search find", "list|stretches list"),
            ("unset default defaults", "reset"),
            ("reset", "config reset"),
            ("version about", "--version"),
            ("manual man docs", "--help"),
            ("break stretch go now begin take", "start"),
            ("exercise exercises moves", "stretches"),
            ("walk", "start walk"),
            ("later postpone", "snooze"),
            ("unpause unmute continue", "resume"),
            ("quiet mute silence sleep dnd", "pause"),
            ("on enable enabled yes true", "on|resume"),
            ("off disable disabled false", "off|pause"),
            ("dismiss ignore no", "off|skip"),
            ("next another other", "swap"),
            ("sit sitting", "sat"),
            ("stand", "standing on"),
            ("list", "stretches list"),
            ("today", "status"),
            ("info state", "status"),
            ("log logs records", "list|history"),
            ("clear remove", "delete|hours clear"),
            ("restart", "run"),
            ("tray menu open gui ui web window dashboard browser", "page"),
            ("statistics report", "stats"),
            ("schedule workhours time times", "hours"),
            ("install", "desktop install"),
            ("good right easy hard", "felt"),
            ("never", "stretches never"),
            ("favourite favorite", "stretches favourite"),
        )
        for word in words.split()
    }
)
"""Words of other programs, and what says it here: the first of those that begin with a command of the group."""


class Family(click.Group):
    """Loads what stands in `places`, by name as `module:command`, only when it is called.

    `also` is the place of a group whose commands are here, too, and loaded where no other is
    meant. Where no command is named, the `usual` one is: `history --days 3` lists. Words that
    are none and look like none go to the command that `takes` them: `hours mon-fri 9-17` sets.
    Some are surely what a command `reads`, however they look: `history last week` lists.
    """

    def __init__(
        self,
        *arguments: Any,
        places: Mapping[str, str] = _NOWHERE,
        also: str = "",
        usual: str = "",
        takes: Callable[[Sequence[str]], str] | None = None,
        reads: Callable[[Sequence[str]], str] = lambda _words: "",
        **attributes: Any,
    ) -> None:
        super().__init__(*arguments, **attributes)
        self._places = places
        self._also = also
        self._usual = usual
        self._takes = takes
        self._reads = reads

    def list_commands(self, ctx: click.Context) -> list[str]:
        also = _loaded(self._also).list_commands(ctx) if self._also else []
        return sorted({*super().list_commands(ctx), *self._places, *also})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self._places:
            command: click.Command = _loaded(self._places[cmd_name])
            return command
        if self._also:
            group: click.Group = _loaded(self._also)
            return group.get_command(ctx, cmd_name)
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            args = [self._reads(args) or self._taken(ctx, args), *args]
        return super().resolve_command(ctx, args)

    def _taken(self, ctx: click.Context, args: list[str]) -> str:
        """The command that takes these words; where none does, that there is no such command."""
        close = _close_to(args[0], self.list_commands(ctx), is_root=ctx.parent is None)
        if close is not None or self._takes is None:
            ctx.fail(no_command(args[0], close))
        return self._takes(args)

    def invoke(self, ctx: click.Context) -> Any:
        """Click does not tell at which command an option lacks what it takes."""
        try:
            return super().invoke(ctx)
        except click.BadOptionUsage as error:
            name = ctx.invoked_subcommand
            command = None if name is None else self.get_command(ctx, name)
            if error.ctx is None and command is not None:
                error.ctx = click.Context(command, parent=ctx, info_name=name)
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each with its whole sentence; click cuts what does not fit beside the name."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [
            (name, first_sentence(each.help or ""))
            for name, each in commands
            if each is not None and not each.hidden
        ]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and not self._usual and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), err=True)  # click would have it as one line of an error
            ctx.exit(Exit.WRONG_USAGE)
        if args[:1] == [_HELP] and self.get_command(ctx, _HELP) is None:
            args = [*args[1:], "--help"]
        is_named = bool(args) and not args[0].startswith("-")
        asks_help = bool(args) and args[0] in ctx.help_option_names
        if is_named or asks_help or not self._usual or ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        return super().parse_args(ctx, [self._usual, *args])


def first_sentence(text: str) -> str:
    """Click would make all its spaces blanks, and a French sign begin a line."""
    end = next((n for n in range(len(text)) if _ends(text, n)), len(text))
    return text[: end + 1]


def _ends(text: str, place: int) -> bool:
    """Not in brackets: what they hold belongs to the sentence around them."""
    sign, following = text[place], text[place + 1 : place + 2]
    ends = sign == "。" or (sign == "." and following in {"", " "})
    return ends and text.count("（", 0, place) == text.count("）", 0, place)


def _close_to(name: str, commands: list[str], *, is_root: bool) -> str | None:
    from deskbreak.files.strict import nearest  # noqa: PLC0415  (only for a mistake)

    plain = name.lower()
    others = _MEANT.get(plain, ())
    known = (each for each in others if each.startswith("-") or each.split()[0] in commands)
    setting = _setting_called(plain) if is_root else None
    return next(known, None) or setting or nearest(plain, commands)


def _setting_called(name: str) -> str | None:
    """How one reads and changes the setting of that name."""
    from deskbreak.settings.table import known_keys  # noqa: PLC0415  (only for a mistake)

    keys = [key for key in known_keys() if key.rpartition(".")[2] == name]
    return f"config {keys[0]}" if len(keys) == 1 else None


def not_one_of(words: str, allowed: Iterable[str]) -> str:
    """What to say of words that are none of a few."""
    text = _("{words}: write one of {allowed}")
    return text.format(words=words, allowed=", ".join(allowed))


def no_command(name: str, close: str | None) -> str:
    if close is None:
        return _("There is no command {name}").format(name=name)
    return _("There is no command {name}; did you mean {close}?").format(name=name, close=close)


def _loaded(place: str) -> Any:
    module, _colon, name = place.partition(":")
    return getattr(import_module(module), name)
