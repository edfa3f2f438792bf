"""The two lines of a window's process: what the daemon says comes in, what happens goes out."""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any

from deskbreak.itself import SPEECH, own_command
from deskbreak.window.button import Button
from deskbreak.window.content import (
    Content,
    FollowUp,
    Guidance,
    Pace,
    Page,
    PageLine,
    Popup,
    PopupRow,
    Steering,
    TimedCue,
    Toast,
    Update,
)

_LOG = logging.getLogger(__name__)

_KINDS: Mapping[str, type[Content]] = {
    "toast": Toast,
    "guidance": Guidance,
    "page": Page,
    "popup": Popup,
}
_NEWS: Mapping[str, type[Update]] = {"pace": Pace, "followup": FollowUp}
_PARTS: Mapping[str, Callable[..., object]] = {
    "buttons": Button,
    "more": Button,
    "cues": TimedCue,
    "lines": PageLine,
    "rows": PopupRow,
}
_LISTS = ("steps", "notes")


def from_line(line: str) -> Content:
    """Raises ValueError, KeyError or TypeError for what no daemon has written."""
    fields: dict[str, Any] = json.loads(line)
    kind = _KINDS[fields.pop("kind")]
    return kind(**_made(fields))


def news_from(line: str) -> Update:
    """What a window is told after its first line; raises as `from_line` does."""
    fields: dict[str, Any] = json.loads(line)
    kind = _NEWS[fields.pop("kind")]
    return kind(**_made(fields))


def send(what: str, **more: str) -> None:
    """A daemon that is gone hears nothing, and its end is noticed elsewhere."""
    try:
        sys.stdout.write(json.dumps({"told": what, **more}) + "\n")
        sys.stdout.flush()
    except (OSError, ValueError):
        return


def speak(text: str) -> None:
    """Have it said aloud, by a process of its own; where nothing can speak, nothing is said."""
    command = own_command(*SPEECH)
    try:
        speaker = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
    except OSError as error:
        _LOG.warning("nothing can be said aloud: %s", error)
        return
    said = text.encode(errors="replace")
    threading.Thread(target=speaker.communicate, args=(said,), name="speech", daemon=True).start()


def listen(hear: Callable[[Update], None], is_over: Callable[[], None]) -> None:
    """Calls them in a thread of its own: with what comes, and once the daemon has closed the line."""

    def wait() -> None:
        while line := sys.stdin.readline():
            try:
                hear(news_from(line))
            except (ValueError, KeyError, TypeError) as error:
                _LOG.warning("what the daemon said was not understood: %s", error)
        is_over()

    threading.Thread(target=wait, name="wire", daemon=True).start()


def _made(fields: dict[str, Any]) -> dict[str, Any]:
    """The same with its parts, and theirs, as values."""
    for name, part in _PARTS.items():
        if name in fields:
            fields[name] = tuple(part(**_made(each)) for each in fields[name])
    if "steering" in fields:
        fields["steering"] = Steering(
            **{name: Button(**each) for name, each in fields["steering"].items()}
        )
    for name in _LISTS:
        if name in fields:
            fields[name] = tuple(fields[name])
    return fields
