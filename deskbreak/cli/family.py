"""A family of commands, such as `history list` and `history export`."""

from typing import Any

import click


class Family(click.Group):
    """Where no command is named, the `usual` one is meant: `history --days 3` lists."""

    def __init__(self, *arguments: Any, usual: str, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.usual = usual

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        is_named = bool(args) and not args[0].startswith("-")
        asks_help = bool(args) and args[0] in ctx.help_option_names
        return super().parse_args(ctx, args if is_named or asks_help else [self.usual, *args])
