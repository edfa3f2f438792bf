"""Commands that hold other commands, such as `deskbreak` itself and `deskbreak history`."""

from collections.abc import Mapping
from gettext import gettext as _
from importlib import import_module
from types import MappingProxyType
from typing import Any

import click

from deskbreak.cli.exits import Exit

_WHOLE = 500
"""Letters, more than any sentence has."""
_NOWHERE: Mapping[str, str] = MappingProxyType({})


class Family(click.Group):
    """Loads what stands in `places`, by name as `module:command`, only when it is called.

    `also` is the place of a group whose commands are here, too, and loaded where no other is
    meant. Where no command is named, the `usual` one is: `history --days 3` lists.
    """

    def __init__(
        self,
        *arguments: Any,
        places: Mapping[str, str] = _NOWHERE,
        also: str = "",
        usual: str = "",
        **attributes: Any,
    ) -> None:
        super().__init__(*arguments, **attributes)
        self._places = places
        self._also = also
        self._usual = usual

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
            ctx.fail(_did_you_mean(name, self.list_commands(ctx)))
        return super().resolve_command(ctx, args)

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
            (name, each.get_short_help_str(limit=_WHOLE))
            for name, each in commands
            if each is not None and not each.hidden
        ]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and not self._usual and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), err=True)  # click would have it as one line of an error
            ctx.exit(Exit.WRONG_USAGE)
        is_named = bool(args) and not args[0].startswith("-")
        asks_help = bool(args) and args[0] in ctx.help_option_names
        if is_named or asks_help or not self._usual or ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        return super().parse_args(ctx, [self._usual, *args])


def _did_you_mean(name: str, commands: list[str]) -> str:
    from deskbreak.files.strict import nearest  # noqa: PLC0415  (only for a mistake)

    close = nearest(name, commands)
    if close is None:
        return _("There is no command {name}").format(name=name)
    return _("There is no command {name}; did you mean {close}?").format(name=name, close=close)


def _loaded(place: str) -> Any:
    module, _colon, name = place.partition(":")
    return getattr(import_module(module), name)
