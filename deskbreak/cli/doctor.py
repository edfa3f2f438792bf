"""What works here, and what to install or to switch on."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from gettext import gettext as _
from pathlib import Path

import click

from deskbreak import __version__
from deskbreak.cli.exits import Exit, complain
from deskbreak.cli.named_files import file_to_write
from deskbreak.cli.printing import json_option, print_json, say, say_wrapped
from deskbreak.cli.terminal import is_terminal
from deskbreak.core.in_a_list import in_a_list
from deskbreak.doctor.checkup import Checkup, examine
from deskbreak.doctor.finding import Finding
from deskbreak.doctor.report import write_report
from deskbreak.doctor.senses import Stillness
from deskbreak.doctor.trial import PressAwaited
from deskbreak.files.folders import state_folder
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.openers import openers
from deskbreak.settings.salvage import settings_that_hold
from deskbreak.wires.buses import Buses, open_buses

_LONG_ENOUGH_TO_READ = timedelta(seconds=3)


@click.command(help=_("Check what works here, and what to install or switch on."))
@json_option
@click.option("-v", "--verbose", is_flag=True, help=_("Tell all that was looked at, with reasons."))
@click.option(
    "--ask", is_flag=True, help=_("Also wait for you to press a button on the test notification.")
)
@click.option(
    "--report",
    type=file_to_write,
    metavar="FILE",
    help=_(
        "Save a problem report as a .zip: these findings, the log, the last crash, the last days."
    ),
)
def doctor(*, as_json: bool, verbose: bool, ask: bool, report: Path | None) -> int:
    logging.getLogger("deskbreak").addHandler(logging.NullHandler())  # the findings tell it all
    with _received_buses() as buses:
        checkup = _examined(buses, PressAwaited(complain) if ask else None)
    if report is not None:
        write_report(report, checkup.findings, state_folder(), os.environ)
        say(_("Saved: {file}. Read it before you send it.").format(file=report))
        return Exit.DONE
    if as_json:
        print_json(_as_object(checkup))
    else:
        say_wrapped(*checkup_lines(checkup, verbose=verbose))
    return Exit.DONE if checkup.reached_by else Exit.COULD_NOT


@contextmanager
def _received_buses() -> Iterator[Buses]:
    buses = open_buses(os.environ)
    if buses.session is not None:
        buses.session.start()  # the system bus is received from the beginning
    try:
        yield buses
    finally:
        buses.close()


def _examined(buses: Buses, asking: PressAwaited | None) -> Checkup:
    stillness = Stillness(buses)
    ignored = settings_that_hold().hold.ignore
    senses = openers(
        os.environ, buses, ignore=lambda: ignored, time=system_time(), wake=stillness.wake
    )
    # any of the three: a pipe from or into this command does not take the terminal away
    has_terminal = any(map(is_terminal, (sys.stdin, sys.stdout, sys.stderr)))
    return examine(
        os.environ,
        buses,
        senses,
        stillness,
        has_terminal=has_terminal,
        asking=asking,
        shown_for=_LONG_ENOUGH_TO_READ,
    )


def checkup_lines(checkup: Checkup, *, verbose: bool) -> Iterator[str]:
    """What matters first: what is amiss, what is on now, and the rest in one word."""
    if verbose:
        yield from map(str, checkup.findings)
        return
    summary, *rest = checkup.findings
    yield _plain(summary)
    amiss = [each for each in rest if not each.is_ok and not _is_needless(each, checkup)]
    is_on = [each for each in rest if each.is_ok and each.is_on]
    yield from map(_plain, (*amiss, *is_on))
    fine = [each.what for each in rest if each.is_ok and not each.is_on]
    if fine:
        yield _("Fine: {things}.").format(things=in_a_list(fine))
    if amiss:
        yield _("All of it, with every reason: deskbreak doctor --verbose")


def _is_needless(finding: Finding, checkup: Checkup) -> bool:
    """Nobody who has a tray or notifications misses the terminal."""
    return finding.topic == "terminal" and bool(checkup.reached_by)


def _plain(finding: Finding) -> str:
    """Without the other candidates."""
    return str(replace(finding, not_in_use=()))


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
