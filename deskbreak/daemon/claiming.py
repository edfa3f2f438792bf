"""Becoming the user's one daemon; this is done before the rest of it is loaded."""

import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from deskbreak.control.protocol import (
    AlreadyRunning,
    Claim,
    ControlError,
    Endpoint,
    NotRunning,
    Request,
)
from deskbreak.wires.buses import bus_name
from deskbreak.wires.screens import screen_name

_ATTEMPTS = 50
_A_MOMENT = timedelta(milliseconds=200)


def claimed(environment: Mapping[str, str], endpoint: Endpoint) -> Claim | AlreadyRunning:
    """Become the user's one daemon, also where another one has to let go first."""
    claim, screen = endpoint.claim(), screen_name(environment)
    if not isinstance(claim, AlreadyRunning) or not screen:
        return claim
    here = Request("hand_over", {"screen": screen, "bus": bus_name()})
    has_agreed = False
    for _attempt in range(_ATTEMPTS):
        if not isinstance(claim, AlreadyRunning):
            break
        with suppress(NotRunning):  # it has no ear yet, or none any more
            has_agreed = has_agreed or _agrees(endpoint, here)
            if not has_agreed:
                break
        threading.Event().wait(_A_MOMENT.total_seconds())  # there is no word of a lock let go
        claim = endpoint.claim()
    return claim


def _agrees(endpoint: Endpoint, here: Request) -> bool:
    """Whether the other one is about to let go. Ask it once: what it says next is of its ending."""
    try:
        reply = endpoint.request(here)
    except ControlError:  # it does not answer: then it is as it was
        return False
    return bool(reply.fields.get("leaves"))
