"""When to get help: the signs that call for a doctor, in the terminal or in a window."""

import os
from collections.abc import Iterator
from gettext import gettext as _

import click

from deskbreak.cli.page import open_page
from deskbreak.cli.printing import say
from deskbreak.cli.window import last_report
from deskbreak.core.safety import emergency_number, red_flags, signs_in_lines
from deskbreak.page.browser import can_show_windows
from deskbreak.page.chapters import SIGNS
from deskbreak.settings.salvage import settings_that_hold
from deskbreak.surfaces.tkinter_here import window_obstacle
from deskbreak.window.content import Page, PageLine


@click.command("help-signs", help=_("Say when back or leg pain calls for a doctor."))
@click.option("--window", "in_window", is_flag=True, help=_("Show it in a window."))
def help_signs(*, in_window: bool) -> None:
    """In a window it returns when that is closed; a browser shows what no window can."""
    wheelchair = settings_that_hold().stretches.wheelchair
    if in_window and window_obstacle(os.environ) is not None and can_show_windows(os.environ):
        open_page(SIGNS)
    elif in_window:
        lines = tuple(signs_as_lines(wheelchair=wheelchair))
        page = Page(_("When to get medical help"), lines, _("Close"))
        last_report(page, "deskbreak help-signs")
    else:
        say(*signs_in_lines(wheelchair=wheelchair))


def signs_as_lines(*, wheelchair: bool) -> Iterator[PageLine]:
    """The same for a window."""
    for group in red_flags(wheelchair=wheelchair):
        yield PageLine(group.heading, heading=True)
        yield from (PageLine(sign, 1) for sign in group.signs)
    yield PageLine(emergency_number())
