"""Commands that hold other commands, such as `deskbreak` itself and `deskbreak history`."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class Lazy(click.Group):
    """Loads a command when it is called; `places` say for each name where it is: module:function."""

    def __init__(self, *arguments: Any, places: Mapping[str, str], **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        return sorted(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in self.places:
            return None
        module, _colon, function = self.places[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), function)
        return command


class Family(click.Group):
    """Where no command is named, the `usual` one is meant: `history --days 3` lists."""

    def __init__(self, *arguments: Any, usual: str, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.usual = usual

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        is_named = bool(args) and not args[0].startswith("-")
        asks_help = bool(args) and args[0] in ctx.help_option_names
        return super().parse_args(ctx, args if is_named or asks_help else [self.usual, *args])
