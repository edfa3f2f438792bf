"""Shows one of deskbreak's windows for a command, and waits for what becomes of it."""

import os
from gettext import gettext as _
from queue import SimpleQueue

from deskbreak.cli.exits import RefusedError
from deskbreak.surfaces.child_window import ChildWindow, Report
from deskbreak.window.content import SHOWN, Content


def last_report(content: Content, instead: str) -> Report:
    """Its last word; RefusedError, naming the command to use `instead`, where there is no window."""
    reports: SimpleQueue[Report] = SimpleQueue()
    window = ChildWindow(content, os.environ, reports.put)
    report = reports.get()
    if report.what == SHOWN:
        report = reports.get()
    window.close()
    if report.why:
        text = _("There can be no window ({why}): {command}")
        raise RefusedError(text.format(why=report.why, command=instead))
    return report
