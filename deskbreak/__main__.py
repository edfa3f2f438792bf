"""`deskbreak` and `python -m deskbreak`: the daemon itself, or a command that talks to it.

The daemon is up all day and does without the weight of click and rich, so what it is asked is
read here by hand.
"""

import os
import sys

from deskbreak.cli.daemon import read_start, start
from deskbreak.cli.telling import told


def main() -> int:
    """Returns the exit code."""
    arguments = sys.argv[1:]
    completes = "_DESKBREAK_COMPLETE" in os.environ  # a shell asks, without any argument
    asked = None if completes else read_start(arguments)
    return told(lambda: _obey(arguments) if asked is None else start(asked))


def _obey(arguments: list[str]) -> int:
    from deskbreak.cli.commands import obey  # noqa: PLC0415  (not in the daemon)

    return obey(arguments)


if __name__ == "__main__":
    sys.exit(main())
