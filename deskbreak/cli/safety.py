"""When to get help: the signs that call for a doctor, in the terminal or in a window."""

from collections.abc import Iterator
from gettext import gettext as _

import click

from deskbreak.cli.printing import say
from deskbreak.cli.window import last_report
from deskbreak.core.safety import emergency_number, red_flags, signs_in_lines
from deskbreak.errors import ConfigError
from deskbreak.files.folders import settings_file
from deskbreak.settings.file import load_settings
from deskbreak.window.content import MenuRow, Page


@click.command("help-signs", help=_("Say when back or leg pain calls for a doctor."))
@click.option("--window", "in_window", is_flag=True, help=_("Show it in a window."))
def help_signs(*, in_window: bool) -> None:
    """In a window it returns when that is closed."""
    wheelchair = _is_wheelchair()
    if in_window:
        lines = tuple(signs_as_lines(wheelchair=wheelchair))
        page = Page(_("When to get medical help"), lines, _("Close"))
        last_report(page, "deskbreak help-signs")
        return
    say(*signs_in_lines(wheelchair=wheelchair))


def signs_as_lines(*, wheelchair: bool) -> Iterator[MenuRow]:
    """The same for a window."""
    for group in red_flags(wheelchair=wheelchair):
        yield MenuRow("", group.heading, heading=True)
        yield from (MenuRow("", sign, 1) for sign in group.signs)
    yield MenuRow("", emergency_number())


def _is_wheelchair() -> bool:
    """Settings that cannot be read are no reason to say nothing."""
    try:
        return load_settings(settings_file()).stretches.wheelchair
    except ConfigError:
        return False
