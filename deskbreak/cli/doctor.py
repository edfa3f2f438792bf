"""What works here, and what to install or to switch on."""

import logging
import os
import shutil
import sys
import textwrap
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from gettext import gettext as _

import click

from deskbreak import __version__
from deskbreak.cli.exits import Exit, complain
from deskbreak.cli.printing import json_option, print_json, say
from deskbreak.doctor.checkup import Checkup, examine
from deskbreak.doctor.finding import Finding
from deskbreak.doctor.senses import Stillness
from deskbreak.doctor.trial import PressAwaited
from deskbreak.errors import ConfigError
from deskbreak.files.folders import settings_file
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.openers import openers
from deskbreak.settings.file import load_settings
from deskbreak.wires.buses import Buses, open_buses

_WIDTH = 80


@click.command(help=_("Check what works here, and what to install or switch on."))
@json_option
@click.option(
    "--ask", is_flag=True, help=_("Also wait for you to press a button on the test notification.")
)
def doctor(*, as_json: bool, ask: bool) -> int:
    logging.getLogger("deskbreak").addHandler(logging.NullHandler())  # the findings tell it all
    with _received_buses() as buses:
        checkup = _examined(buses, PressAwaited(complain) if ask else None)
    if as_json:
        print_json(_as_object(checkup))
    else:
        say(*_lines(checkup))
    return Exit.DONE if checkup.reached_by else Exit.COULD_NOT


@contextmanager
def _received_buses() -> Iterator[Buses]:
    buses = open_buses(os.environ)
    if buses.session is not None:
        buses.session.start()  # the system bus is received from the beginning
    try:
        yield buses
    finally:
        for bus in filter(None, (buses.session, buses.system)):
            bus.stop()


def _examined(buses: Buses, asking: PressAwaited | None) -> Checkup:
    stillness = Stillness(buses)
    ignored = _ignored()
    senses = openers(
        os.environ, buses, ignore=lambda: ignored, time=system_time(), wake=stillness.wake
    )
    # any of the three: a pipe from or into this command does not take the terminal away
    has_terminal = any(
        stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)
    )
    return examine(os.environ, buses, senses, stillness, has_terminal=has_terminal, asking=asking)


def _ignored() -> Collection[str]:
    """The programs whose microphone is no call; none where the settings are broken, which is told."""
    try:
        return load_settings(settings_file()).hold.ignore
    except ConfigError:
        return ()


def _lines(checkup: Checkup) -> Iterator[str]:
    """A finding a line; wrapped only on a terminal."""
    if not sys.stdout.isatty():
        yield from map(str, checkup.findings)
        return
    width = min(shutil.get_terminal_size().columns, _WIDTH)
    for finding in checkup.findings:
        yield from textwrap.wrap(
            str(finding),
            width,
            subsequent_indent="   ",
            break_long_words=False,
            break_on_hyphens=False,
        )


def _as_object(checkup: Checkup) -> dict[str, object]:
    return {
        "version": __version__,
        "platform": sys.platform,
        "desktop": os.environ.get("XDG_CURRENT_DESKTOP", ""),
        "session_type": os.environ.get("XDG_SESSION_TYPE", ""),
        "reached_by": list(checkup.reached_by),
        "findings": {finding.topic: _as_item(finding) for finding in checkup.findings},
    }


def _as_item(finding: Finding) -> dict[str, object]:
    return {
        "ok": finding.is_ok,
        "what": finding.what,
        "why": finding.why,
        "to_do": finding.to_do,
        "in_use": finding.in_use or None,
        "not_in_use": list(finding.not_in_use),
        "on": finding.is_on,
    }
