"""`deskbreak` and `python -m deskbreak`: the daemon itself, a part of it, or a command.

Each loads only what it needs, so which it is is read here by hand, before anything is loaded.
"""

import gc
import os
import sys

from deskbreak import __version__, itself

_RARELY = 100_000
"""So many values more than before, until it is looked for garbage among them."""


def main() -> int:
    """Returns the exit code."""
    if not os.path.isabs(os.environ.get("HOME", "/")):  # noqa: PTH117  (before any Path)
        del os.environ["HOME"]  # then the system says where that is, whichever folder one is in
    arguments = sys.argv[1:]
    match tuple(arguments):
        case itself.WINDOW:
            _speak()
            from deskbreak.window import process  # noqa: PLC0415  (each part loads its own)

            return process.main()
        case itself.SPEECH:
            from deskbreak.daemon import speech  # noqa: PLC0415  (likewise)

            return speech.main()
        case ("--part", "page", *options):
            _speak()
            from deskbreak.page import process as page  # noqa: PLC0415  (likewise)

            return page.main(options)
        case ("-V" | "--version",):
            if sys.stdout is not None:  # as without a console on Windows
                sys.stdout.write(f"deskbreak {__version__}\n")
            return 0
        case _:  # any other command
            _speak()
            from deskbreak.cli.exits import exit_code  # noqa: PLC0415  (likewise)

            return exit_code(lambda: _obey(arguments))


def _speak() -> None:
    """In the language of the settings, before any text is made."""
    from deskbreak import language  # noqa: PLC0415  (not where the version is asked)
    from deskbreak.files.folders import settings_file  # noqa: PLC0415  (likewise)
    from deskbreak.settings.spoken import asked_for  # noqa: PLC0415  (likewise)

    language.bind()
    language.SPOKEN.choose(asked_for(settings_file()))


def _obey(arguments: list[str]) -> int:
    from deskbreak.cli.daemon import read_start, start  # noqa: PLC0415  (only who runs or obeys)

    completes = "_DESKBREAK_COMPLETE" in os.environ  # a shell asks, without any argument
    options = None if completes else read_start(arguments)
    if options is not None:
        return start(options)
    gc.set_threshold(_RARELY)  # what a command loads stays until its end, and few make as much
    from deskbreak.cli.commands import obey  # noqa: PLC0415  (not in the daemon)

    return obey(arguments)


if __name__ == "__main__":
    sys.exit(main())
