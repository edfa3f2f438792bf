"""How this deskbreak is started again: at login, by the menus, and for its own parts.

Some parts are processes of their own, so that their libraries and their crashes stay out of the
daemon. They are reached through deskbreak's one program, because a bundle has no other.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from zipimport import ZipImportError, zipimporter

Command = tuple[str, ...]

_OF_A_WHOLE = ("__main__.py", "deskbreak/__init__.py")

_NAME = "deskbreak"
WINDOW = ("--part", "window")
SPEECH = ("--part", "speech")
PAGE = ("--part", "page")


def own_command(*arguments: str) -> Command:
    """How to start it with these arguments, from anywhere, for as long as this process runs."""
    is_bundled = getattr(sys, "frozen", False)
    return (*started_by(sys.executable, sys.argv[0], is_bundled=is_bundled), *arguments)


def lasting_command(*arguments: str) -> Command:
    """The same for whatever outlives this process, or is started long after it: at login, say."""
    image = appimage_of(sys.executable, os.environ)
    return own_command(*arguments) if image is None else (image, *arguments)


def typed_here(line: str) -> str:
    """The command as it works in this user's terminal, where a checkout's is on no PATH."""
    from shlex import join  # noqa: PLC0415  (only to name a command)

    if _is_on_path():
        return line
    lasting = lasting_command()
    script = Path(lasting[0]).with_name(_NAME)
    own = (str(script),) if script.is_file() else lasting
    return f"{join(own)}{line.removeprefix(_NAME)}"


def _is_on_path() -> bool:
    """`shutil.which` would weigh on the daemon."""
    files = (Path(at, f"{_NAME}{end}") for at in os.get_exec_path() for end in ("", ".exe"))
    return any(file.is_file() and os.access(file, os.X_OK) for file in files)


def started_by(executable: str, program: str, *, is_bundled: bool) -> Command:
    """What starts a deskbreak whose process is `executable`, told to run `program`."""
    if is_bundled:  # by PyInstaller, say: Python and deskbreak are one file, which knows no `-m`
        return (executable,)
    interpreter = _without_console(Path(executable))
    if _holds_package(program):  # only through it is the package found again
        return (interpreter, str(Path(program).absolute()))
    return (interpreter, "-m", "deskbreak")


def appimage_of(executable: str, environment: Mapping[str, str]) -> str | None:
    """The AppImage that `executable` was mounted from; the mount is gone once its program ends.

    A terminal that is an AppImage itself hands its own names on to all that is started in it, so
    only one that holds us counts.
    """
    image, mount = environment.get("APPIMAGE"), environment.get("APPDIR")
    if not image or not mount:
        return None
    is_inside = Path(executable).resolve().is_relative_to(Path(mount).resolve())
    return image if is_inside else None


def _without_console(interpreter: Path) -> str:
    """Windows would open a console for python.exe, and leaves pythonw.exe alone."""
    silent = interpreter.with_name("pythonw.exe")
    return str(silent if sys.platform == "win32" and silent.is_file() else interpreter)


def _holds_package(program: str) -> bool:
    """Whether it is a folder with all in it, as a system's package has it, or an archive (zipapp, pex).

    Of an archive the importer knows that Python has loaded anyway; `zipfile` would weigh on the
    daemon. The package alone, in whose parent somebody happens to stand, holds itself not.
    """
    if program and all(Path(program, name).is_file() for name in _OF_A_WHOLE):
        return True
    try:
        zipimporter(program)
    except ZipImportError:
        return False
    return True
