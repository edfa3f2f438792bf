"""What the page asks of the running daemon; where none runs, that is an answer, too."""

import threading
from datetime import timedelta
from gettext import gettext as _

from deskbreak.control.endpoint import control_endpoint
from deskbreak.control.protocol import ControlError, NotRunning, Reply, Request, refusal
from deskbreak.daemon.launch import launch
from deskbreak.itself import lasting_command

_BETWEEN_LOOKS, _LOOKS = timedelta(seconds=0.1), 100


def begin_deskbreak() -> Reply:
    """Start it, which outlives us, and wait until it answers.

    Nothing tells when another process listens, so who waits for it looks.
    """
    ended = threading.Event()

    def is_over(_words: str) -> None:
        ended.set()

    launch(lasting_command("run"), failed=is_over, heard=is_over, outlives=True)
    for _look in range(_LOOKS):
        if ask_daemon("status").ok or ended.wait(_BETWEEN_LOOKS.total_seconds()):
            break
    if (reply := ask_daemon("status")).ok:
        return reply
    return refusal(_("deskbreak did not start. In a terminal it says why: deskbreak run"))


def ask_daemon(do: str, **arguments: object) -> Reply:
    """The daemon's reply; not `ok`, with a line for people, where there is none."""
    try:
        return control_endpoint().request(Request(do, arguments))
    except (NotRunning, ControlError) as error:
        return refusal(str(error))
