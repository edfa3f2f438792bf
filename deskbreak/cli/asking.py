"""What a command asks the running daemon."""

import os
from collections.abc import Mapping
from contextlib import suppress
from gettext import gettext as _
from typing import Any

from deskbreak.cli.exits import RefusedError, complain
from deskbreak.control.endpoint import control_endpoint
from deskbreak.control.protocol import ControlError, NotRunning, Reply, Request


def ask(do: str, **arguments: object) -> Mapping[str, Any]:
    """What the daemon replies; NotRunning, ControlError or RefusedError where it does not."""
    return accepted(control_endpoint().request(Request(do, arguments)))


def say_once(do: str, **arguments: object) -> Mapping[str, Any]:
    """The same for what makes something happen: said again after a lost reply, it counts once."""
    asked = {**arguments, "once": os.urandom(8).hex()}
    with suppress(ControlError):
        return ask(do, **asked)
    return ask(do, **asked)


def accepted(reply: Reply) -> Mapping[str, Any]:
    if not reply.ok:
        raise RefusedError(reply.error)
    return reply.fields


def have_settings_read() -> None:
    """The settings are written: a daemon that does not answer reads them later by itself."""
    with suppress(NotRunning):
        try:
            ask("reload")
        except (ControlError, RefusedError) as error:
            complain(
                _("Saved, but the running deskbreak doesn't know yet: {error}").format(error=error)
            )
