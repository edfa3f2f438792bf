"""How this deskbreak is started again: at login, by the menus, and for its own parts.

Some parts are processes of their own, so that their libraries and their crashes stay out of the
daemon. They are reached through deskbreak's one program, because a bundle has no other.
"""

import sys
from pathlib import Path
from zipimport import ZipImportError, zipimporter

Command = tuple[str, ...]

WINDOW = ("--part", "window")
SPEECH = ("--part", "speech")


def own_command(*arguments: str) -> Command:
    """How to start it with these arguments, from anywhere."""
    is_bundled = getattr(sys, "frozen", False)
    return (*started_by(sys.executable, sys.argv[0], is_bundled=is_bundled), *arguments)


def started_by(executable: str, program: str, *, is_bundled: bool) -> Command:
    """What starts a deskbreak whose process is `executable`, told to run `program`."""
    if is_bundled:  # by PyInstaller, say: Python and deskbreak are one file, which knows no `-m`
        return (executable,)
    interpreter = _without_console(Path(executable))
    if _is_archive(program):  # by zipapp or pex: only through it is the package found again
        return (interpreter, str(Path(program).absolute()))
    return (interpreter, "-m", "deskbreak")


def _without_console(interpreter: Path) -> str:
    """Windows would open a console for python.exe, and leaves pythonw.exe alone."""
    silent = interpreter.with_name("pythonw.exe")
    return str(silent if sys.platform == "win32" and silent.is_file() else interpreter)


def _is_archive(program: str) -> bool:
    """By asking the importer that Python has loaded anyway; `zipfile` would weigh on the daemon."""
    try:
        zipimporter(program)
    except ZipImportError:
        return False
    return True
