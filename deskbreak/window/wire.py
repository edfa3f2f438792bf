"""The two lines of a window's process: what the daemon says comes in, what happens goes out."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable


def say(what: str, **more: str | dict[str, str]) -> None:
    """A daemon that is gone hears nothing, and its end is noticed elsewhere."""
    try:
        sys.stdout.write(json.dumps({"told": what, **more}) + "\n")
        sys.stdout.flush()
    except (OSError, ValueError):
        return


def speak(text: str) -> None:
    """Have it said aloud, by a process of its own; where nothing can speak, nothing is said."""
    command = (sys.executable, "-m", "deskbreak.speech")
    speaker = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, start_new_session=True)
    threading.Thread(target=speaker.communicate, args=(text,), name="speech", daemon=True).start()


def when_over(is_over: Callable[[], None]) -> None:
    """Calls it, in a thread of its own, once the daemon has closed the line or is gone."""

    def wait() -> None:
        while sys.stdin.readline():
            pass
        is_over()

    threading.Thread(target=wait, name="wire", daemon=True).start()
