"""`deskbreak` and `python -m deskbreak`: the daemon itself, a part of it, or a command.

Each loads only what it needs, so which it is is read here by hand, before anything is loaded.
"""

import os
import sys

from deskbreak import __version__, itself


def main() -> int:
    """Returns the exit code."""
    arguments = sys.argv[1:]
    match tuple(arguments):
        case itself.WINDOW:
            from deskbreak.window import process  # noqa: PLC0415

            return process.main()
        case itself.SPEECH:
            from deskbreak.daemon import speech  # noqa: PLC0415

            return speech.main()
        case ("-V" | "--version",):
            sys.stdout.write(f"deskbreak {__version__}\n")
            return 0
        case _:  # any other command
            from deskbreak.cli.exits import exit_code  # noqa: PLC0415

            return exit_code(lambda: _obey(arguments))


def _obey(arguments: list[str]) -> int:
    from deskbreak.cli.daemon import read_start, start  # noqa: PLC0415

    completes = "_DESKBREAK_COMPLETE" in os.environ  # a shell asks, without any argument
    options = None if completes else read_start(arguments)
    if options is not None:
        return start(options)
    from deskbreak.cli.commands import obey  # noqa: PLC0415  (not in the daemon)

    return obey(arguments)


if __name__ == "__main__":
    sys.exit(main())
