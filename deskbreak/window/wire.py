"""The two lines of a window's process: what the daemon says comes in, what happens goes out."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any

from deskbreak.itself import SPEECH, own_command
from deskbreak.window.content import Button, Content, Guidance, Menu, MenuRow, Page, TimedCue, Toast
from deskbreak.window.questions import Field, Form, Sheet

_KINDS: Mapping[str, type[Content | Form]] = {
    "toast": Toast,
    "guidance": Guidance,
    "menu": Menu,
    "page": Page,
    "form": Form,
}
_PARTS: Mapping[str, Callable[..., object]] = {
    "buttons": Button,
    "options": Button,
    "cues": TimedCue,
    "lines": MenuRow,
    "fields": Field,
    "sheets": Sheet,
}
_LISTS = ("steps", "notes")


def from_line(line: str) -> Content | Form:
    """Raises ValueError, KeyError or TypeError for what no daemon has written."""
    fields: dict[str, Any] = json.loads(line)
    kind = _KINDS[fields.pop("kind")]
    return kind(**_made(fields))


def send(what: str, **more: str | dict[str, str]) -> None:
    """A daemon that is gone hears nothing, and its end is noticed elsewhere."""
    try:
        sys.stdout.write(json.dumps({"told": what, **more}) + "\n")
        sys.stdout.flush()
    except (OSError, ValueError):
        return


def speak(text: str) -> None:
    """Have it said aloud, by a process of its own; where nothing can speak, nothing is said."""
    command = own_command(*SPEECH)
    speaker = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, start_new_session=True)
    threading.Thread(target=speaker.communicate, args=(text,), name="speech", daemon=True).start()


def when_over(is_over: Callable[[], None]) -> None:
    """Calls it, in a thread of its own, once the daemon has closed the line or is gone."""

    def wait() -> None:
        while sys.stdin.readline():
            pass
        is_over()

    threading.Thread(target=wait, name="wire", daemon=True).start()


def _made(fields: dict[str, Any]) -> dict[str, Any]:
    """The same with its parts, and theirs, as values."""
    for name, part in _PARTS.items():
        if name in fields:
            fields[name] = tuple(part(**_made(each)) for each in fields[name])
    for name in _LISTS:
        if name in fields:
            fields[name] = tuple(fields[name])
    return fields
