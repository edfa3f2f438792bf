"""Single keys from a terminal, without waiting for Enter.

The reader sleeps until a key, a signal or `stop` wakes it through a pipe; it never polls. Whatever
ends it, the terminal is handed back as it was found.
"""

import os
import sys
from collections.abc import Callable
from typing import Protocol

Typed = Callable[[str], None]
"""Called with what was typed at once: mostly one key; more of an arrow key or a pasted text."""


class Redrawn(Protocol):
    """What has to be drawn anew when the window changes its size or the shell gives it back."""

    def redraw(self) -> None: ...

    def clear(self) -> None: ...


if sys.platform == "win32":
    import msvcrt
    import threading
    from queue import SimpleQueue

    def is_in_front(_terminal: int) -> bool:
        """Windows has no background jobs."""
        return True

    class Keys:
        """The console's keys. It has been type-checked for Windows, and has not run there yet."""

        def __init__(self, terminal: int | None) -> None:
            self.are_there = terminal is not None and os.isatty(terminal)
            self._typed: SimpleQueue[str | None] = SimpleQueue()

        def run(self, typed: Typed, _screen: Redrawn) -> None:
            """Hand over every key until `stop`."""
            if self.are_there:
                threading.Thread(target=self._read, name="keys", daemon=True).start()
            while (text := self._typed.get()) is not None:
                typed(text)

        def look_again(self) -> None:
            """The console is always looked at."""

        def stop(self) -> None:
            self._typed.put(None)

        def _read(self) -> None:
            while True:
                key = msvcrt.getwch()
                self._typed.put(key + msvcrt.getwch() if key in "\0\xe0" else key)

else:
    import select
    import signal
    import termios
    import threading
    from collections.abc import Iterator
    from contextlib import contextmanager, suppress
    from types import FrameType

    _READ_AT_MOST = 1024  # bytes; a longer paste comes in several parts, and none is a key

    def is_in_front(terminal: int) -> bool:
        """Whether the shell lets us use it; a job in the background would be stopped for trying."""
        try:
            return os.tcgetpgrp(terminal) == os.getpgrp()
        except OSError:
            return True  # no terminal of our session: no shell shares it with us

    class Keys:
        """The keys of a terminal; `terminal` is its descriptor, None where nobody can type."""

        def __init__(self, terminal: int | None) -> None:
            is_typed_at = terminal is not None and os.isatty(terminal)
            self._terminal = terminal if is_typed_at else None
            self._modes = None if self._terminal is None else _Modes(self._terminal)
            # never closed: a late `stop` must not write into a file that took over the number
            self._woken, self._wake = os.pipe()
            os.set_blocking(self._woken, False)
            os.set_blocking(self._wake, False)
            self._is_listening = False
            self._is_suspended = False
            self._is_stopped = False

        @property
        def are_there(self) -> bool:
            """Somebody may press some."""
            return self._terminal is not None

        def run(self, typed: Typed, screen: Redrawn) -> None:
            """Hand over every key until `stop`; in the main thread, for the sake of signals."""
            with self._woken_by_signals(), self._key_by_key():
                while not self._is_stopped:
                    ready, _, _ = select.select(self._sources(), (), ())
                    if self._woken in ready:
                        self._wake_up(screen)
                    else:
                        self._read(typed)

        def look_again(self) -> None:
            """The shell may have brought us to the front, which it does not tell a running job."""
            if not self._is_listening:
                self._rouse()

        def stop(self) -> None:
            """From any thread or signal handler, also before `run`."""
            self._is_stopped = True
            self._rouse()

        def _sources(self) -> tuple[int, ...]:
            terminal = self._terminal
            self._is_listening = terminal is None or is_in_front(terminal)
            if terminal is None or not self._is_listening:
                return (self._woken,)
            return (self._woken, terminal)

        def _read(self, typed: Typed) -> None:
            terminal = self._terminal
            if terminal is None:
                return
            try:
                keys = os.read(terminal, _READ_AT_MOST)
            except OSError:
                keys = b""
            if keys:
                typed(keys.decode(errors="replace"))
            else:
                self._terminal = None  # hung up; whether that ends deskbreak, SIGHUP decides

        def _wake_up(self, screen: Redrawn) -> None:
            os.read(self._woken, _READ_AT_MOST)
            if self._is_stopped:
                return
            if self._is_suspended:
                self._is_suspended = False
                self._suspend(screen)
            if self._modes is not None:
                self._modes.key_by_key()
            screen.redraw()

        def _suspend(self, screen: Redrawn) -> None:
            """Leave the terminal tidy, then stop as the shell's user asked; returns when resumed.

            The system's own reaction does it, because it spares a job that no shell could resume.
            """
            if self._modes is not None:
                self._modes.line_by_line()
            screen.clear()
            handler = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
            signal.raise_signal(signal.SIGTSTP)
            signal.signal(signal.SIGTSTP, handler)

        @contextmanager
        def _key_by_key(self) -> Iterator[None]:
            if self._modes is None:
                yield
                return
            try:
                self._modes.key_by_key()
                yield
            finally:
                self._modes.line_by_line()

        @contextmanager
        def _woken_by_signals(self) -> Iterator[None]:
            if threading.current_thread() is not threading.main_thread():
                yield  # Python hands signals to the main thread alone
                return
            numbers = (signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH)
            before = {number: signal.signal(number, self._signalled) for number in numbers}
            try:
                yield
            finally:
                for number, handler in before.items():
                    signal.signal(number, handler or signal.SIG_DFL)

        def _signalled(self, number: int, _frame: FrameType | None) -> None:
            self._is_suspended = self._is_suspended or number == signal.SIGTSTP
            self._rouse()

        def _rouse(self) -> None:
            with suppress(BlockingIOError):  # so much unread: it is awake anyhow
                os.write(self._wake, b"!")

    class _Modes:
        """How the terminal hands over what is typed; left alone while the shell is in front."""

        def __init__(self, terminal: int) -> None:
            self._terminal = terminal
            self._found = termios.tcgetattr(terminal)

        def key_by_key(self) -> None:
            """At once and without an echo; and ctrl-S, which would hold up the daemon, is off."""
            iflag, oflag, cflag, lflag, ispeed, ospeed, characters = self._found
            iflag &= ~termios.IXON
            lflag &= ~(termios.ECHO | termios.ICANON)
            characters = [*characters]
            characters[termios.VMIN], characters[termios.VTIME] = 1, 0
            self._set([iflag, oflag, cflag, lflag, ispeed, ospeed, characters])

        def line_by_line(self) -> None:
            self._set(self._found)

        def _set(self, modes: list[int | list[bytes | int]]) -> None:
            if not is_in_front(self._terminal):
                return
            with suppress(termios.error):  # hung up: there is nothing left to set
                termios.tcsetattr(self._terminal, termios.TCSANOW, modes)
