"""Shows one of deskbreak's windows for a command, and waits for what becomes of it."""

import os
from gettext import gettext as _
from queue import SimpleQueue

from deskbreak.cli.telling import RefusedError
from deskbreak.surfaces.child_window import ChildWindow, Heard, obstacle
from deskbreak.window.content import SHOWN, Content
from deskbreak.window.questions import Form


def shown(content: Content | Form, instead: str) -> Heard:
    """Its last word; RefusedError, naming the command to use `instead`, where there is no window."""
    why = obstacle(os.environ)
    if why is not None:
        raise _refused(why, instead)
    heard: SimpleQueue[Heard] = SimpleQueue()
    window = ChildWindow(content, os.environ, heard.put)
    told = heard.get()
    if told.what == SHOWN:
        told = heard.get()
    window.close()
    if told.why:
        raise _refused(told.why, instead)
    return told


def _refused(why: str, instead: str) -> RefusedError:
    text = _("There can be no window ({why}): {command}")
    return RefusedError(text.format(why=why, command=instead))
