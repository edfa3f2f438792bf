"""What a command that fails tells, and its exit code. Loaded by the daemon, so light."""

import errno
import os
import sys
from collections.abc import Callable
from enum import IntEnum
from gettext import gettext as _

from deskbreak.cli.terminal import wrapped
from deskbreak.control.protocol import ControlError, NotRunning
from deskbreak.errors import ConfigError, SensorError, StorageError, SurfaceError

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


class Exit(IntEnum):
    """The exit codes; scripts rely on them."""

    DONE = 0
    COULD_NOT = 1
    WRONG_USAGE = 2
    NOT_RUNNING = 3
    INTERRUPTED = 130


class RefusedError(Exception):
    """It could not be done; says in one line why, and what to do."""


class WrongUsageError(Exception):
    """It makes no sense; says in one line what would."""


def exit_code(act: Callable[[], int]) -> int:
    """Act; an error that is somebody's to mend becomes a line for them. Returns the exit code."""
    try:
        return act()
    except NotRunning as error:
        complain(_after_a_crash() or str(error))
        return Exit.NOT_RUNNING
    except WrongUsageError as error:
        return _complaint(error, Exit.WRONG_USAGE)
    except (
        ConfigError,
        ControlError,
        RefusedError,
        SensorError,
        StorageError,
        SurfaceError,
    ) as error:
        return _complaint(error, Exit.COULD_NOT)
    except BrokenPipeError:
        _drop_what_is_unwritten()
        return Exit.COULD_NOT
    except OSError as error:
        if error.errno not in _NO_ROOM or error.filename is not None:  # whatever was opened by name
            raise
        from deskbreak.files.private import could_not_write  # noqa: PLC0415  (only then)

        _drop_what_is_unwritten()
        return _complaint(could_not_write("stdout", error), Exit.COULD_NOT)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def _drop_what_is_unwritten() -> None:
    """It would fail once more, and loudly, as Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _after_a_crash() -> str | None:
    """What to say where a bug has ended the daemon that is asked."""
    from deskbreak.files.folders import state_folder  # noqa: PLC0415  (only where none runs)
    from deskbreak.session.crash import crashed_at  # noqa: PLC0415  (likewise)

    at = crashed_at(state_folder())
    if at is None:
        return None
    text = _(
        "deskbreak is not running: a bug stopped it on {at:%Y-%m-%d at %H:%M}. Start it again with: "
        "deskbreak run. To report the bug: deskbreak doctor --report FILE"
    )
    return text.format(at=at.astimezone())


def complain(text: str) -> None:
    """Wrapped by words where somebody looks at it."""
    if sys.stderr is not None:
        sys.stderr.write(f"{wrapped(text, sys.stderr)}\n")


def _complaint(error: Exception, code: Exit) -> int:
    complain(str(error))
    return code
