"""When to get help: the signs that call for a doctor, in the terminal or in a window."""

from collections.abc import Iterator
from gettext import gettext as _

import click

from deskbreak.cli.printing import say
from deskbreak.cli.window import last_report
from deskbreak.core.safety import emergency_number, red_flags
from deskbreak.window.content import MenuRow, Page


@click.command("help-signs", help=_("Say when back or leg pain calls for a doctor."))
@click.option("--window", "in_window", is_flag=True, help=_("Show it in a window."))
def help_signs(*, in_window: bool) -> None:
    """In a window it returns when that is closed."""
    if in_window:
        page = Page(_("When to get medical help"), tuple(signs_as_lines()), _("Close"))
        last_report(page, "deskbreak help-signs")
        return
    say(*signs_told())


def signs_told() -> Iterator[str]:
    """Line by line."""
    for group in red_flags():
        yield group.heading
        yield from (f"  - {sign}" for sign in group.signs)
        yield ""
    yield emergency_number()


def signs_as_lines() -> Iterator[MenuRow]:
    """The same for a window."""
    for group in red_flags():
        yield MenuRow("", group.heading, heading=True)
        yield from (MenuRow("", sign, 1) for sign in group.signs)
    yield MenuRow("", emergency_number())
