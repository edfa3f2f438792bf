"""The two lines of a window's process: what the daemon says comes in, what happens goes out."""

import json
import sys
import threading
from collections.abc import Callable


def say(what: str, **more: str) -> None:
    """A daemon that is gone hears nothing, and its end is noticed elsewhere."""
    try:
        sys.stdout.write(json.dumps({"told": what, **more}) + "\n")
        sys.stdout.flush()
    except (OSError, ValueError):
        return


def when_over(is_over: Callable[[], None]) -> None:
    """Calls it, in a thread of its own, once the daemon has closed the line or is gone."""

    def wait() -> None:
        while sys.stdin.readline():
            pass
        is_over()

    threading.Thread(target=wait, name="wire", daemon=True).start()
