"""Opens the page: today, statistics, stretches and settings in the browser."""

import getpass
import os
import socket
from datetime import timedelta
from gettext import gettext as _
from urllib.parse import urlsplit

import click

from deskbreak.cli.exits import RefusedError, complain
from deskbreak.cli.printing import say
from deskbreak.cli.typed import OneOf, typed_length
from deskbreak.itself import typed_here
from deskbreak.page.browser import can_show_windows, show_in_browser
from deskbreak.page.chapters import CHAPTER_NAMES, SIGNS
from deskbreak.page.coming_forward import comes_forward
from deskbreak.page.running import opening_address

_INSTEAD = {
    "today": "deskbreak status",
    "stats": "deskbreak stats",
    "stretches": "deskbreak stretches",
    "settings": "deskbreak config",
    "welcome": "deskbreak setup",
    SIGNS: "deskbreak help-signs",
}
"""The commands that do the same in a terminal."""


@click.command(
    help=_(
        "Open today, stats, stretches or settings in your browser. Only you can open it, and "
        "nothing of it leaves this computer."
    )
)
@click.argument(
    "chapter",
    type=OneOf(CHAPTER_NAMES),
    metavar=f"[{' | '.join(CHAPTER_NAMES)}]",
    default=CHAPTER_NAMES[0],
)
@click.option(
    "--no-browser", is_flag=True, help=_("Print the address alone, which opens once, for you.")
)
@click.option("--linger", type=typed_length, hidden=True)
def page(chapter: str, linger: timedelta | None, *, no_browser: bool) -> None:
    if no_browser:
        say(opening_address(chapter, linger))
    else:
        open_page(chapter, linger)


def open_page(chapter: str, linger: timedelta | None = None) -> None:
    """In a browser; where there is none, RefusedError names the command that does the same."""
    if os.environ.get("SSH_CONNECTION") and not can_show_windows(os.environ):
        _tell_the_way(opening_address(chapter, linger))
        return
    if comes_forward(chapter, os.environ):
        return
    address = opening_address(chapter, linger)
    if not show_in_browser(address, os.environ):
        text = _(
            "No browser was found, so {command} tells it here; or open this yourself: {address}"
        )
        raise RefusedError(text.format(command=typed_here(_INSTEAD[chapter]), address=address))


def _tell_the_way(address: str) -> None:
    """The port must be the same at both ends, because the page answers to its own address alone."""
    port = urlsplit(address).port
    here = f"{getpass.getuser()}@{socket.gethostname()}"
    complain(_("On the computer you sit at, run this and leave it running, then open the address:"))
    complain(f"ssh -N -L {port}:127.0.0.1:{port} {here}")
    say(address)
