"""Whose program is at the other end of a connection, as far as the system tells."""

import os
import sys
from pathlib import Path

_ROOT = 0
if sys.platform == "win32":  # numbers no users, and has no such table
    US = _ROOT
else:
    US = os.getuid()
CONNECTIONS = Path("/proc/net/tcp")


def is_of_another_user(
    host: str, port: int, our_port: int, us: int = US, connections: Path = CONNECTIONS
) -> bool:
    """Whether the connection that comes from there is known to be somebody else's; root may all.

    A ticket stands in a browser's arguments for a moment, where other users can read it.
    """
    try:
        lines = connections.read_text("ascii").splitlines()[1:]
    except OSError:  # only Linux has it
        return False
    theirs, ours = f"{_written(host)}:{port:04X}", f":{our_port:04X}"
    for line in lines:
        _number, local, remote, _state, _queues, _timer, _retries, uid, *_rest = line.split()
        if local == theirs and remote.endswith(ours):
            return int(uid) not in {_ROOT, us}
    return False


def _written(host: str) -> str:
    """As the kernel writes an address: its bytes from the last to the first, where it stands so."""
    number = bytes(map(int, host.split(".")))
    return f"{int.from_bytes(number, sys.byteorder):08X}"
