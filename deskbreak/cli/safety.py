"""When to get help: the signs that call for a doctor, in the terminal or in a window."""

import os
from collections.abc import Iterator
from gettext import gettext as _
from queue import SimpleQueue

import click

from deskbreak.cli.printing import say
from deskbreak.cli.telling import RefusedError
from deskbreak.core.safety import emergency_number, red_flags
from deskbreak.surfaces.child_window import ChildWindow, Heard, obstacle
from deskbreak.window.content import SHOWN, Line, Page


@click.command("help-signs", help=_("Say when back or leg pain calls for a doctor."))
@click.option("--window", "in_window", is_flag=True, help=_("Show it in a window."))
def help_signs(*, in_window: bool) -> None:
    if in_window:
        _show_window()
        return
    say(*signs_told())


def signs_told() -> Iterator[str]:
    """Line by line."""
    for group in red_flags():
        yield group.heading
        yield from (f"  - {sign}" for sign in group.signs)
        yield ""
    yield emergency_number()


def _show_window() -> None:
    """Returns when it is closed."""
    why = obstacle(os.environ)
    if why is not None:
        raise RefusedError(
            _("There can be no window ({why}): deskbreak help-signs").format(why=why)
        )
    heard: SimpleQueue[Heard] = SimpleQueue()
    window = ChildWindow(
        Page(_("When to get medical help"), tuple(_lines()), _("Close")), os.environ, heard.put
    )
    told = heard.get()
    if told.what == SHOWN:
        told = heard.get()
    window.close()
    if told.why:
        raise RefusedError(
            _("There can be no window ({why}): deskbreak help-signs").format(why=told.why)
        )


def _lines() -> Iterator[Line]:
    for group in red_flags():
        yield Line("", group.heading, heading=True)
        yield from (Line("", sign, 1) for sign in group.signs)
    yield Line("", emergency_number())
