"""Commands that hold other commands, such as `deskbreak` itself and `deskbreak history`."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

import click

_NOWHERE: Mapping[str, str] = MappingProxyType({})


class Family(click.Group):
    """Loads what stands in `places`, by name as `module:function`, only when it is called.

    Where no command is named, the `usual` one is meant: `history --days 3` lists.
    """

    def __init__(
        self,
        *arguments: Any,
        places: Mapping[str, str] = _NOWHERE,
        usual: str = "",
        **attributes: Any,
    ) -> None:
        super().__init__(*arguments, **attributes)
        self._places = places
        self._usual = usual

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self._places})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._places:
            return super().get_command(ctx, cmd_name)
        module, _colon, function = self._places[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), function)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        is_named = bool(args) and not args[0].startswith("-")
        asks_help = bool(args) and args[0] in ctx.help_option_names
        if is_named or asks_help or not self._usual:
            return super().parse_args(ctx, args)
        return super().parse_args(ctx, [self._usual, *args])
