"""A written-down day, lived again: what deskbreak would have done."""

import json
from collections.abc import Iterable
from datetime import UTC, tzinfo
from gettext import gettext as _
from io import StringIO
from pathlib import Path

import click

from deskbreak.cli.catalogue import catalogue_of
from deskbreak.cli.exits import RefusedError
from deskbreak.cli.named_files import name_of, text_of
from deskbreak.cli.printing import followed
from deskbreak.cli.typed import zone
from deskbreak.core.policy import Settings
from deskbreak.core.state import Rules
from deskbreak.days.day import first_zone
from deskbreak.days.replay import replay as lived_again
from deskbreak.settings.written import load_settings


@click.command(help=_("Replay a day from FILE (JSON Lines; - is standard input)."))
@click.argument("file")
@click.option(
    "--config",
    metavar="FILE",
    help=_("A settings file; without it the defaults, not your own settings."),
)
@click.option(
    "--zone", "named", type=zone, metavar="NAME", help=_("The time zone that work hours use.")
)
@click.option("--seed", default="", metavar="TEXT", help=_("The seed of the rotation."))
def replay(file: str, config: str | None, named: tzinfo | None, seed: str) -> None:
    settings = Settings() if config is None else _settings(config)
    lines = StringIO(text_of(file)).readlines()
    rules = Rules(
        settings=settings,
        catalogue=catalogue_of(settings),
        zone=named or _zone_of(lines),
        seed=seed,
    )
    with followed(lines, _("Replaying")) as passing:
        effects = [json.dumps(line) for line in lived_again(passing, rules, name_of(file))]
    click.echo("\n".join(effects))


def _settings(file: str) -> Settings:
    if not Path(file).exists():
        raise RefusedError(_("{file} doesn't exist: name a settings file").format(file=file))
    return load_settings(Path(file))


def _zone_of(lines: Iterable[str]) -> tzinfo:
    """The zone of the first line that is one."""
    first = next((line for line in lines if not line.isspace()), "")
    return first_zone(first) or UTC
