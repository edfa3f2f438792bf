"""Starts one of deskbreak's own windows in a process of its own, and hears what became of it."""

import json
import logging
import os
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict
from gettext import gettext as _
from typing import IO

from deskbreak.itself import WINDOW, own_command
from deskbreak.surfaces.tkinter_here import window_obstacle
from deskbreak.value import value
from deskbreak.window.content import (
    CLOSED,
    EXPIRED,
    FAILED,
    PRESSED,
    SHOWN,
    Content,
    Update,
)

_LOG = logging.getLogger(__name__)


@value
class Report:
    """What a window reports: one of the words of `content`, with the key or the reason."""

    what: str
    key: str = ""
    why: str = ""


def to_line(content: Content | Update) -> str:
    """What its process is told; `window.wire` reads it."""
    kind = type(content).__name__.lower()
    return json.dumps({"kind": kind, **asdict(content)}) + "\n"


class ChildWindow:
    """One window, open from its making until `close` or until it goes by itself.

    `hear` is called from a thread of the window's own, which ends with it. After `close` nothing
    is told any more. A window that ends without a word about it has failed, whenever that is; so
    has one that cannot be on this machine, and no process of its own is started for that.
    """

    def __init__(
        self,
        content: Content,
        environment: Mapping[str, str],
        hear: Callable[[Report], None],
    ) -> None:
        self._environment = environment
        self._hear = hear
        self._lock = threading.Lock()
        self._line: IO[bytes] | None = None
        self._to_say: list[Content | Update] = [content]
        self._is_over = False
        threading.Thread(target=self._live, name="window", daemon=True).start()

    def tell(self, news: Update) -> None:
        """What has changed since, in the order of telling; a window that is gone hears nothing."""
        with self._lock:
            self._to_say.append(news)
            self._say()

    def close(self) -> None:
        with self._lock:
            self._is_over = True
            self._hang_up()

    def _hang_up(self) -> None:
        """The window goes when its line ends."""
        line, self._line = self._line, None
        if line is not None:
            try:
                line.close()
            except OSError as error:
                _LOG.debug("the window was gone already: %s", error)

    def _live(self) -> None:
        why = window_obstacle(self._environment)
        if why is not None:
            self._report(Report(FAILED, why=why))
            return
        try:
            wait, line, reports = _start(own_command(*WINDOW), self._environment)
        except OSError as error:
            self._report(Report(FAILED, why=str(error)))
            return
        with self._lock:
            self._line = line
            if self._is_over:
                self._hang_up()
            else:
                self._say()
        with reports:
            last_word = self._listen(reports)
        wait()
        if last_word not in _GOODBYES:
            self._report(Report(FAILED, why=_("the window ended without a word")))
        with self._lock:
            self._hang_up()

    def _say(self) -> None:
        if self._line is None:  # it has not started yet
            return
        said, self._to_say = self._to_say, []
        try:
            self._line.write("".join(map(to_line, said)).encode())
            self._line.flush()
        except OSError as error:
            _LOG.debug("the window could not be told what to show: %s", error)

    def _listen(self, reports: IO[bytes]) -> str:
        """Until the window ends; returns its last word."""
        last_word = ""
        for line in reports:
            report = _understood(line)
            if report is not None:
                last_word = report.what
                self._report(report)
        return last_word

    def _report(self, report: Report) -> None:
        with self._lock:
            if self._is_over:
                return
            if report.what in {CLOSED, EXPIRED, FAILED}:
                self._is_over = True
        self._hear(report)


def _understood(line: bytes) -> Report | None:
    try:
        words = json.loads(line)
        report = Report(
            str(words["told"]),
            str(words.get("key", "")),
            str(words.get("why", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        _LOG.warning("a window said what nobody understands: %r", line)
        return None
    known = {SHOWN, PRESSED, CLOSED, EXPIRED, FAILED}
    return report if report.what in known else None


_GOODBYES = frozenset({PRESSED, CLOSED, EXPIRED, FAILED})
"""After one of these a window may end."""

Started = tuple[Callable[[], object], IO[bytes], IO[bytes]]
"""What waits for its end, its standard input, its standard output."""


if sys.platform == "win32":

    def _start(command: tuple[str, ...], environment: Mapping[str, str]) -> Started:
        import subprocess  # noqa: PLC0415  (2 MB that a daemon at rest does without)

        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        if process.stdin is None or process.stdout is None:
            raise OSError(_("the window's process has no standard streams"))
        return process.wait, process.stdin, process.stdout

else:

    def _start(command: tuple[str, ...], environment: Mapping[str, str]) -> Started:
        """By `posix_spawn`, which the interpreter has built in: `subprocess` weighs 2 MB."""
        ours_out, theirs_in = os.pipe()[::-1]
        ours_in, theirs_out = os.pipe()
        try:
            pid = os.posix_spawn(
                command[0],
                command,
                environment,
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, theirs_in, 0),
                    (os.POSIX_SPAWN_DUP2, theirs_out, 1),
                ],
            )
        except OSError:
            os.close(ours_out)
            os.close(ours_in)
            raise
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        return lambda: os.waitpid(pid, 0), os.fdopen(ours_out, "wb"), os.fdopen(ours_in, "rb")
