"""Starts a program and lets it go: the user's hooks and editor. No shell, and no zombies."""

import logging
import threading

_LOG = logging.getLogger(__name__)


def launch(command: tuple[str, ...], told: str = "") -> None:
    """Start `command` with `told` on its standard input; failures are logged, never raised."""
    threading.Thread(target=_run, args=(command, told), name="launch", daemon=True).start()


def _run(command: tuple[str, ...], told: str) -> None:
    import subprocess  # noqa: PLC0415  (2 MB that a daemon at rest does without)

    try:
        done = subprocess.run(command, input=told, text=True, check=False, capture_output=True)
    except OSError as error:
        _LOG.warning("%s could not be started: %s", command[0], error)
        return
    if done.returncode:
        _LOG.warning("%s ended with %d: %s", command[0], done.returncode, done.stderr.strip())
