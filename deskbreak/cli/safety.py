"""When to get help: the signs that call for a doctor, in the terminal or in a window."""

import os
from collections.abc import Iterator
from gettext import gettext as _

import click

from deskbreak.cli.exits import RefusedError
from deskbreak.cli.page import open_page
from deskbreak.cli.printing import say
from deskbreak.cli.window import last_report
from deskbreak.core.safety import emergency_number, red_flags, signs_in_lines
from deskbreak.page.browser import can_show_windows
from deskbreak.page.chapters import SIGNS
from deskbreak.settings.salvage import settings_that_hold
from deskbreak.window.content import Page, PageLine


@click.command("help-signs", help=_("Say when back or leg pain calls for a doctor."))
@click.option("--window", "in_window", is_flag=True, help=_("Show it in a window."))
def help_signs(*, in_window: bool) -> None:
    """In a window it returns when that is closed; a browser shows what no window can."""
    settings = settings_that_hold()
    wheelchair = settings.stretches.wheelchair
    if not in_window:
        say(*signs_in_lines(wheelchair=wheelchair))
        return
    lines, theme = tuple(signs_as_lines(wheelchair=wheelchair)), settings.windows.theme.value
    page = Page(_("When to get medical help"), lines, _("Close"), theme)
    try:
        last_report(page, "deskbreak help-signs")
    except RefusedError:
        if not can_show_windows(os.environ):
            raise
        open_page(SIGNS)


def signs_as_lines(*, wheelchair: bool) -> Iterator[PageLine]:
    """The same for a window."""
    for group in red_flags(wheelchair=wheelchair):
        yield PageLine(group.heading, heading=True)
        yield from (PageLine(sign, 1) for sign in group.signs)
    yield PageLine(emergency_number())
