"""Starts a program and lets it go: the user's hooks and editor. No shell, and no zombies."""

import locale
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from gettext import gettext as _
from typing import IO, TYPE_CHECKING

from deskbreak.core.duration import in_words
from deskbreak.core.moment import ZERO

if TYPE_CHECKING:
    from subprocess import Popen

_LOG = logging.getLogger(__name__)
_LAST_WORDS = 2000  # bytes

Failed = Callable[[str], None]


def launch(
    command: tuple[str, ...],
    text: str = "",
    failed: Failed | None = None,
    name: str = "launch",
    heard: Callable[[str], None] | None = None,
    within: timedelta | None = None,
    *,
    outlives: bool = False,
) -> None:
    """Start `command` with `text` on its standard input, in a session of its own.

    Failures are never raised: `failed` hears why, else the log does; where all went well, `heard`
    hears what it printed. Both hear it in the launcher's thread, which bears the name. Of what
    `outlives` us no last words are kept: they would fill a file that nobody sees. What has not
    ended `within` that time is ended, with all that it started.
    """
    run = partial(_run, command, text, failed, heard, within, outlives=outlives)
    threading.Thread(target=run, name=name, daemon=True).start()


def still_running(name: str) -> int:
    """How many programs launched under this name have not ended."""
    return sum(thread.name == name for thread in threading.enumerate())


def _run(
    command: tuple[str, ...],
    text: str,
    failed: Failed | None,
    heard: Callable[[str], None] | None,
    within: timedelta | None,
    *,
    outlives: bool,
) -> None:
    is_heard = heard is not None
    try:
        words = _last_words_of(command, text, within, is_heard=is_heard, outlives=outlives)
    except _FailedError as error:
        if failed is not None:
            failed(str(error))
        else:
            _LOG.warning("%s: %s", command[0], error)
    else:
        if heard is not None:
            heard(words)


class _FailedError(Exception):
    """Says why."""


def _last_words_of(
    command: tuple[str, ...],
    text: str,
    within: timedelta | None,
    *,
    is_heard: bool,
    outlives: bool,
) -> str:
    """Returns when the program has ended; raises _FailedError if not all went well."""
    import subprocess  # noqa: PLC0415  (2 MB that a daemon at rest does without)
    from tempfile import TemporaryFile  # noqa: PLC0415  (likewise)

    try:
        # A file: a pipe would keep us here as long as anything that the program left behind.
        with TemporaryFile() as output, TemporaryFile() as errors:
            program = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=output if is_heard and not outlives else subprocess.DEVNULL,
                stderr=subprocess.DEVNULL if outlives else errors,
                start_new_session=True,  # Ctrl-C in deskbreak's terminal is not meant for it
            )
            limit = None if within is None else within.total_seconds()
            try:
                program.communicate(text.encode(), limit)
            except subprocess.TimeoutExpired as error:
                _end(program)
                why = _("had not ended by itself after {time}")
                raise _FailedError(why.format(time=in_words(within or ZERO))) from error
            if program.returncode == 0:
                return _end_of(output)
            code = _("ended with exit code {code}").format(code=program.returncode)
            raise _FailedError(_end_of(errors) or code)
    except (OSError, ValueError) as error:  # ValueError: a zero byte, which no system takes
        why = _("could not be started: {error}").format(error=error)
        raise _FailedError(why) from error


def _end(program: "Popen[bytes]") -> None:
    if sys.platform == "win32":
        program.kill()
    else:
        os.killpg(program.pid, signal.SIGKILL)  # its session, and so all of it that did not leave
    program.wait()


def _end_of(printed: IO[bytes]) -> str:
    length = printed.seek(0, os.SEEK_END)
    printed.seek(max(length - _LAST_WORDS, 0))
    code = locale.getpreferredencoding(False)  # noqa: FBT003  (of Windows, it is none of Unicode's)
    return printed.read().decode(code, errors="replace").strip()
