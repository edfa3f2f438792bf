"""What a command that fails tells, and its exit code. Loaded by the daemon, so light."""

import os
import sys
from collections.abc import Callable
from enum import IntEnum

from deskbreak.control.protocol import ControlError, NotRunning
from deskbreak.errors import ConfigError, SensorError, StorageError, SurfaceError


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
        return _complaint(error, Exit.NOT_RUNNING)
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
        # What is still unwritten would fail once more, and loudly, as Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.COULD_NOT
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def complain(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _complaint(error: Exception, code: Exit) -> int:
    complain(str(error))
    return code
