"""Starts a program and lets it go: the user's hooks and editor. No shell, and no zombies."""

import logging
import os
import threading
from collections.abc import Callable
from gettext import gettext as _
from typing import IO

_LOG = logging.getLogger(__name__)
_LAST_WORDS = 2000  # bytes

Failed = Callable[[str], None]


def launch(command: tuple[str, ...], text: str = "", failed: Failed | None = None) -> None:
    """Start `command` with `text` on its standard input, in a session of its own.

    Failures are logged, never raised; `failed` hears why, in the launcher's thread.
    """
    threading.Thread(target=_run, args=(command, text, failed), name="launch", daemon=True).start()


def _run(command: tuple[str, ...], text: str, failed: Failed | None) -> None:
    why = _why_it_failed(command, text)
    if why is None:
        return
    _LOG.warning("%s: %s", command[0], why)
    if failed is not None:
        failed(why)


def _why_it_failed(command: tuple[str, ...], text: str) -> str | None:
    """Returns when the program has ended; None if all went well."""
    import subprocess  # noqa: PLC0415  (2 MB that a daemon at rest does without)
    from tempfile import TemporaryFile  # noqa: PLC0415  (likewise)

    try:
        # A file: a pipe would keep us here as long as anything that the program left behind.
        with TemporaryFile() as errors:
            program = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,  # Ctrl-C in deskbreak's terminal is not meant for it
            )
            program.communicate(text.encode())
            return None if program.returncode == 0 else _last_words(errors, program.returncode)
    except (OSError, ValueError) as error:  # ValueError: a zero byte, which no system takes
        return _("could not be started: {error}").format(error=error)


def _last_words(errors: IO[bytes], code: int) -> str:
    length = errors.seek(0, os.SEEK_END)
    errors.seek(max(length - _LAST_WORDS, 0))
    words = errors.read().decode(errors="replace").strip()
    return words or _("ended with exit code {code}").format(code=code)
