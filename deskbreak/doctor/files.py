"""Where deskbreak keeps its files, and whether it can use them and nobody else can."""

import errno
import os
import shlex
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from gettext import gettext as _
from pathlib import Path

from deskbreak.doctor.finding import Finding, bad, good
from deskbreak.errors import ConfigError, StorageError, SurfaceError
from deskbreak.files import folders, resources
from deskbreak.files.texts import read_text
from deskbreak.history.database import DamagedError, open_for_reading
from deskbreak.sensors.clock import system_time
from deskbreak.session.lasting import read_lasting
from deskbreak.session.left import read_session
from deskbreak.settings.written import is_hollow, load_settings, text_in_force
from deskbreak.stretches.catalogue import load_catalogue
from deskbreak.surfaces.icons import tray_picture
from deskbreak.value import value

_ANYONE_ELSE = 0o077
_OTHERS_WRITING = 0o022


@value
class _Flaw:
    why: str
    to_do: str = ""


def file_findings() -> Iterator[Finding]:
    """The user's own, then those that came with deskbreak."""
    settings, runtime = folders.settings_file(), folders.runtime_folder()
    session = folders.session_file()
    flaws = (*_private(settings), *_unsound(settings))
    yield _finding("settings", _("settings"), settings, flaws, _("sound, writable, yours alone"))
    for topic, what, file, look in (
        ("history", _("history"), folders.history_file(), _history),
        ("state", _("saved session"), session, _session),
        ("lasting", _("notes about your moves"), folders.lasting_file(), read_lasting),
    ):
        flaws = (*_private(file), *_unreadable(file, look))
        yield _finding(topic, what, file, flaws, _("sound, writable, yours alone"))
    what = _("folder of the control line")
    yield _finding("runtime", what, runtime, (*_control(runtime),), _("writable by you alone"))
    yield _own_files()


def _finding(topic: str, what: str, path: Path, flaws: tuple[_Flaw, ...], praise: str) -> Finding:
    if flaws:
        why = "; ".join((str(path), *(flaw.why for flaw in flaws)))
        to_do = "; ".join(dict.fromkeys(flaw.to_do for flaw in flaws if flaw.to_do))
        return bad(topic, what, why, to_do)
    state = praise if path.exists() else _("will be made when needed")
    return good(topic, what, f"{path}; {state}")


def _private(file: Path) -> Iterator[_Flaw]:
    """What is wrong with the file, or with the folder that it is to be in."""
    yield from _wrong_with(file.parent, is_folder=True, closed_to=_ANYONE_ELSE)
    if file.exists():
        yield from _wrong_with(file, is_folder=False, closed_to=_ANYONE_ELSE)
    elif file.is_symlink():  # to nothing: what is kept through it is made by nobody
        why = _("{path} cannot be reached: {why}")
        nothing = os.strerror(errno.ENOENT)
        yield _Flaw(why.format(path=file, why=nothing), _("Move it out of the way"))


def _control(folder: Path) -> Iterator[_Flaw]:
    """The socket itself is private, so others may look in here, but put nothing here."""
    if folder.is_symlink():
        yield _Flaw(_("it is not a folder but a link to one"), _("Set XDG_RUNTIME_DIR to a folder"))
    yield from _wrong_with(folder, is_folder=True, closed_to=_OTHERS_WRITING)


def _unsound(settings: Path) -> Iterator[_Flaw]:
    try:
        load_settings(settings)
        if is_hollow(read_text(settings)) and not is_hollow(text_in_force(settings)):
            why = _("it is gone or empty, so the last good settings apply")
            to_do = _(
                "Bring it back with deskbreak config edit, or choose the defaults with deskbreak "
                "config reset"
            )
            yield _Flaw(why, to_do)
    except ConfigError as error:
        to_do = _(
            "Fix it with deskbreak config edit; until then deskbreak keeps the last good settings"
        )
        yield from (_Flaw(str(problem), to_do) for problem in error.problems)


def _unreadable(file: Path, look: Callable[[Path], object]) -> Iterator[_Flaw]:
    """What the daemon would find at its next start, by its own reader."""
    if not file.exists() or file.is_dir():  # told already
        return
    try:
        look(file)
    except (ValueError, DamagedError) as error:
        to_do = _("Nothing: at its next start deskbreak sets it aside, says so and goes on")
        yield _Flaw(str(error), to_do)
    except StorageError as error:  # it says itself what to do
        yield _Flaw(str(error))
    except OSError:  # that it cannot be reached is told already
        return


def _history(file: Path) -> None:
    with closing(open_for_reading(file, "integrity_check")) as kept:
        kept.records(include_void=True)
        kept.snoozes()
        kept.feelings()


def _session(file: Path) -> None:
    read_session(file, system_time().wall())


def _wrong_with(path: Path, *, is_folder: bool, closed_to: int) -> Iterator[_Flaw]:
    try:
        status = path.stat()
    except FileNotFoundError:
        yield from _unmakeable(path)
        return
    except OSError as error:
        yield _Flaw(_("{path} cannot be reached: {why}").format(path=path, why=error.strerror))
        return
    if stat.S_ISDIR(status.st_mode) != is_folder:
        kind = _("{path} is not a folder") if is_folder else _("{path} is a folder, not a file")
        yield _Flaw(kind.format(path=path), _("Move it out of the way"))
        return
    if not os.access(path, os.W_OK | (os.X_OK if is_folder else os.R_OK)):
        to_do = _("Make it yours: sudo chown $USER {path}").format(path=_quoted(path))
        yield _Flaw(_("{path} cannot be written").format(path=path), to_do)
    if sys.platform != "win32" and status.st_mode & closed_to:  # Windows keeps its rights elsewhere
        mode = f"{stat.S_IMODE(status.st_mode):o}"
        why = _("{path} is open to others (mode {mode})").format(path=path, mode=mode)
        yield _Flaw(why, f"chmod {'700' if is_folder else '600'} {_quoted(path)}")


def _unmakeable(folder: Path) -> Iterator[_Flaw]:
    above = next(parent for parent in folder.parents if parent.exists())
    if not os.access(above, os.W_OK | os.X_OK):
        text = _("{folder} cannot be made, because nothing can be written to {above}")
        yield _Flaw(text.format(folder=folder, above=above))


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))


def _own_files() -> Finding:
    what = _("deskbreak's own files")
    try:
        stretches = load_catalogue(resources.config_file("stretches.toml"))
        tray_picture("seated-0")
    except (ConfigError, FileNotFoundError, SurfaceError) as error:
        return bad("own_files", what, str(error), _("Install deskbreak again"))
    text = _("icons and {count} stretches are there").format(count=len(stretches))
    return good("own_files", what, text)
