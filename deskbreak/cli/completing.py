"""What the shell completes: ids of stretches, keys of settings, days, lengths; and its script."""

from collections.abc import Iterable
from gettext import gettext as _

import click

from deskbreak.cli.typed import OneOf
from deskbreak.core.duration import format_duration

SHELLS = ("bash", "zsh", "fish", "powershell")
_WITH_THEIR_FOLDER = {
    f"{folder}/{shell}": shell
    for shell in SHELLS
    for folder in ("/bin", "/usr/bin", "/usr/local/bin")
} | {"pwsh": "powershell"}
"""As `$SHELL` names them."""
VARIABLE = "_DESKBREAK_COMPLETE"
_DAYS = ("weekdays", "weekend", "daily")
_QUIET = ("30m", "1h", "tomorrow", "monday")
LINES_TO_COPY = """\b
# ~/.bashrc
eval "$(deskbreak completions bash)"
# ~/.zshrc
eval "$(deskbreak completions zsh)"
# fish
deskbreak completions fish > ~/.config/fish/completions/deskbreak.fish
# PowerShell, $PROFILE
deskbreak completions powershell | Out-String | Invoke-Expression
"""
"""As they are typed: click wraps nothing below its mark."""


@click.command(
    help=_(
        "Print the completion script for SHELL. It completes commands, stretches, settings and days."
    ),
    epilog=LINES_TO_COPY,
)
@click.argument(
    "shell", type=OneOf(SHELLS, _WITH_THEIR_FOLDER), metavar=f"{{{' | '.join(SHELLS)}}}"
)
def completions(shell: str) -> None:
    from click.shell_completion import get_completion_class  # noqa: PLC0415  (here alone)

    from deskbreak.cli.commands import deskbreak  # noqa: PLC0415  (that loads this)
    from deskbreak.cli.powershell import introduce  # noqa: PLC0415  (here alone)

    introduce()
    kind = get_completion_class(shell)
    if kind is not None:
        click.echo(kind(deskbreak, {}, "deskbreak", VARIABLE).source())


def stretch_ids(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    from deskbreak.cli.catalogue import catalogue_of  # noqa: PLC0415  (only to complete one)
    from deskbreak.settings.salvage import settings_that_hold  # noqa: PLC0415  (likewise)

    return _beginning(begun, (stretch.id for stretch in catalogue_of(settings_that_hold())))


stretch_in_words = click.argument(
    "words", metavar="NAME", nargs=-1, required=True, shell_complete=stretch_ids
)


def setting_keys(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    from deskbreak.settings.table import known_keys  # noqa: PLC0415  (only to complete one)

    return _beginning(begun, known_keys())


def day_names(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    from deskbreak.settings.table import WEEKDAYS  # noqa: PLC0415  (only to complete one)

    return _beginning(begun, (*WEEKDAYS, *_DAYS))


def lengths(context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """Those that the menu offers of that answer."""
    from deskbreak.core.answers import SAYINGS  # noqa: PLC0415  (only to complete one)
    from deskbreak.settings.salvage import settings_that_hold  # noqa: PLC0415  (likewise)

    (saying,) = (each for each in SAYINGS.values() if each.command == context.info_name)
    spans = saying.lengths or settings_that_hold().breaks.snooze
    return _beginning(begun, map(format_duration, spans))


def lengths_or_plans(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    from deskbreak.settings.salvage import settings_that_hold  # noqa: PLC0415  (only to complete one)

    plans = (plan.name for plan in settings_that_hold().stretches.plans.each)
    named = [name for name in plans if name.lower().startswith(begun.lower())]
    return [*lengths(context, parameter, begun), *named]


def quiet_words(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    return _beginning(begun, _QUIET)


def _beginning(begun: str, words: Iterable[str]) -> list[str]:
    return [word for word in words if word.startswith(begun.lower())]
