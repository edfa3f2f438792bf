"""The control line on Windows: a named pipe instead of a socket, with one thread per client.

It has only been tested against a fake of the system's calls (tests/test_control_windows.py) and
type-checked for Windows; it has not run there yet. The pipe has the system's default rights: other
users of the machine cannot write to it, and so cannot ask anything.
"""

import ctypes
import logging
import os
import queue
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from ctypes import wintypes
from dataclasses import dataclass
from datetime import timedelta
from gettext import gettext as _
from pathlib import Path
from typing import Any

from deskbreak.control.attending import attend_alone
from deskbreak.control.protocol import (
    CLIENT_LIMIT,
    CLIENT_PATIENCE,
    LINE_LIMIT,
    PATIENCE,
    REPLY_LIMIT,
    WATCH,
    AlreadyRunning,
    ControlError,
    LineReader,
    Reply,
    Request,
    Respond,
    decode_request,
    encode_reply,
    encode_request,
    first_reply,
    have_answered,
    not_running,
    refusal,
    replies,
    too_busy,
    too_late,
    watching,
)
from deskbreak.value import value

_LOG = logging.getLogger(__name__)
_UNSENT_LIMIT = 64  # replies

_DUPLEX_FIRST = 0x3 | 0x00080000  # PIPE_ACCESS_DUPLEX | FILE_FLAG_FIRST_PIPE_INSTANCE
_DUPLEX = 0x3
_LOCAL_BYTES = 0x8  # PIPE_REJECT_REMOTE_CLIENTS; a byte stream that blocks is 0
_UNLIMITED = 255
_READ_WRITE = 0xC0000000  # GENERIC_READ | GENERIC_WRITE
_OPEN_EXISTING = 3
_ANONYMOUS = 0x00100000  # SECURITY_SQOS_PRESENT: the other end may not act in our name

_FILE_NOT_FOUND = 2
_ACCESS_DENIED = 5
_BROKEN_PIPE = 109
_PIPE_BUSY = 231
_NO_DATA = 232
_PIPE_CONNECTED = 535
_ABORTED = 995

_DWORD_OUT = ctypes.POINTER(wintypes.DWORD)
_HANDLE = ctypes.c_void_p
_NO_HANDLE = ctypes.c_void_p(-1).value

_TRANSFER = (_HANDLE, ctypes.c_void_p, wintypes.DWORD, _DWORD_OUT, ctypes.c_void_p)
SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "CreateNamedPipeW": (_HANDLE, (wintypes.LPCWSTR, *(wintypes.DWORD,) * 6, ctypes.c_void_p)),
    "ConnectNamedPipe": (wintypes.BOOL, (_HANDLE, ctypes.c_void_p)),
    "CreateFileW": (
        _HANDLE,
        (wintypes.LPCWSTR, *(wintypes.DWORD,) * 2, _HANDLE, *(wintypes.DWORD,) * 2, _HANDLE),
    ),
    "WaitNamedPipeW": (wintypes.BOOL, (wintypes.LPCWSTR, wintypes.DWORD)),
    "ReadFile": (wintypes.BOOL, _TRANSFER),
    "WriteFile": (wintypes.BOOL, _TRANSFER),
    "CancelIoEx": (wintypes.BOOL, (_HANDLE, ctypes.c_void_p)),
    "GetNamedPipeServerProcessId": (wintypes.BOOL, (_HANDLE, _DWORD_OUT)),
    "CloseHandle": (wintypes.BOOL, (_HANDLE,)),
}


class _CallError(OSError):
    """A call failed; `code` is the system's own, which `errno` is not."""

    def __init__(self, code: int, call: str) -> None:
        super().__init__(f"{call}: Windows error {code}")
        self.code = code


@value
class System:
    """The calls of kernel32 that are used here, and the error code of this thread's last one."""

    kernel32: Any
    last_error: Callable[[], int]

    def create(self, name: str, mode: int) -> "Pipe":
        size = LINE_LIMIT
        made = self.kernel32.CreateNamedPipeW(
            name, mode, _LOCAL_BYTES, _UNLIMITED, size, size, 0, None
        )
        return self._pipe(made, "CreateNamedPipeW")

    def open(self, name: str) -> "Pipe":
        made = self.kernel32.CreateFileW(
            name, _READ_WRITE, 0, None, _OPEN_EXISTING, _ANONYMOUS, None
        )
        return self._pipe(made, "CreateFileW")

    def is_free_within(self, name: str, within: timedelta) -> bool:
        milliseconds = max(1, int(within.total_seconds() * 1000))  # 0 means something else
        return bool(self.kernel32.WaitNamedPipeW(name, milliseconds))

    def check(self, done: int, call: str) -> None:
        if not done:
            raise _CallError(self.last_error(), call)

    def _pipe(self, handle: int | None, call: str) -> "Pipe":
        self.check(handle not in {None, _NO_HANDLE}, call)
        return Pipe(self, handle or 0)


@dataclass(eq=False, slots=True)
class Pipe:
    """One end of one connection."""

    system: System
    handle: int

    def await_client(self) -> None:
        done = self.system.kernel32.ConnectNamedPipe(self.handle, None)
        if done or self.system.last_error() in {_PIPE_CONNECTED, _NO_DATA}:
            return  # the client was quicker, or is gone again: reading will tell
        self.system.check(done, "ConnectNamedPipe")

    def receive(self, within: timedelta | None) -> bytes:
        """Some bytes, or none once the other side hung up."""
        buffer = ctypes.create_string_buffer(4096)
        count = wintypes.DWORD()
        with self._cancelled_after(within):
            done = self.system.kernel32.ReadFile(self.handle, buffer, len(buffer), count, None)
            if not done and self.system.last_error() in {_BROKEN_PIPE, _NO_DATA}:
                return b""
            self.system.check(done, "ReadFile")
        return buffer.raw[: count.value]

    def send(self, line: bytes, within: timedelta | None) -> None:
        count = wintypes.DWORD()
        with self._cancelled_after(within):
            done = self.system.kernel32.WriteFile(self.handle, line, len(line), count, None)
            self.system.check(done, "WriteFile")

    def server_pid(self) -> int | None:
        pid = wintypes.DWORD()
        known = self.system.kernel32.GetNamedPipeServerProcessId(self.handle, pid)
        return pid.value if known else None

    def close(self) -> None:
        handle, self.handle = self.handle, 0
        if handle:
            self.system.kernel32.CloseHandle(handle)

    @contextmanager
    def _cancelled_after(self, within: timedelta | None) -> Iterator[None]:
        if within is None:
            yield
            return
        over = threading.Event()
        threading.Thread(target=self._cancel_when_late, args=(over, within), daemon=True).start()
        try:
            yield
        except _CallError as error:
            if error.code == _ABORTED:
                raise TimeoutError(_("the other side was too slow")) from error
            raise
        finally:
            over.set()

    def _cancel_when_late(self, over: threading.Event, within: timedelta) -> None:
        limit = within.total_seconds()
        while not over.wait(limit):
            self.system.kernel32.CancelIoEx(self.handle, None)
            limit = 0.1  # it may have come a moment before the call it was meant for


class _Asker:
    def __init__(self, *, is_watch: bool) -> None:
        self._is_watch = is_watch
        self._gone = threading.Event()
        self._changing = threading.Lock()
        self._is_served = False
        self._when_gone: Callable[[], None] = lambda: None
        self._waiting: queue.Queue[tuple[bytes, bool] | None] = queue.Queue(_UNSENT_LIMIT)

    @property
    def is_listening(self) -> bool:
        return not self._gone.is_set()

    def is_still_waiting(self) -> bool:
        with self._changing:
            self._is_served = self.is_listening
            return self._is_served

    def when_gone(self, call: Callable[[], None]) -> None:
        self._when_gone = call

    def __call__(self, reply: Reply) -> None:
        line = encode_reply(reply)
        try:
            self._waiting.put_nowait((line, not (self._is_watch and reply.ok)))
        except queue.Full:
            self.hang_up()

    def hang_up(self) -> None:
        self._gone.set()
        with suppress(queue.Full):
            self._waiting.put_nowait(None)
        self._when_gone()

    def lines(self, patience: timedelta) -> Iterator[bytes]:
        """What is to be sent, as it comes; raises queue.Empty if nothing does in time."""
        waiting = self._first(patience)
        while waiting is not None:
            line, is_last = waiting
            yield line
            waiting = None if is_last else self._next()

    def _first(self, patience: timedelta) -> tuple[bytes, bool] | None:
        while True:
            try:
                return self._waiting.get(timeout=patience.total_seconds())
            except queue.Empty:
                with self._changing:  # it is refused or served, never both
                    if not self._is_served:
                        self._gone.set()
                        raise

    def _next(self) -> tuple[bytes, bool] | None:
        try:
            return self._waiting.get(block=self.is_listening)
        except queue.Empty:  # hung up, and all that was said before is sent
            return None


class PipeServer:
    """Answers over the pipe that was claimed.

    A watch that hangs up is noticed when it is next told something.
    """

    def __init__(
        self, name: str, claimed: Pipe, respond: Respond, patience: timedelta = PATIENCE
    ) -> None:
        self._name = name
        self._system = claimed.system
        self._claimed = claimed
        self._respond = respond
        self._patience = patience
        self._stopping = threading.Event()
        self._places = threading.Semaphore(CLIENT_LIMIT)
        self._conversations: dict[_Asker, threading.Thread] = {}
        self._thread = threading.Thread(target=self._welcome, name="deskbreak-control", daemon=True)

    def attend(self, file: int, hear: Callable[[], None]) -> None:
        """Beside the pipe, which cannot be waited for together with a socket."""
        attend_alone(file, hear)

    def keep_reachable(self) -> None:
        """The name of a pipe goes with its process alone."""

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Send what has been replied so far, then hang up on everybody."""
        self._stopping.set()
        self._places.release()
        with suppress(OSError):  # wakes the thread, which awaits a client
            self._system.open(self._name).close()
        if self._thread.ident is not None:  # it was started
            self._thread.join(self._patience.total_seconds())
        for asker, thread in tuple(self._conversations.items()):
            asker.hang_up()
            thread.join(self._patience.total_seconds())

    def _welcome(self) -> None:
        pipe = self._claimed
        while True:
            pipe.await_client()
            self._places.acquire()
            if self._stopping.is_set():
                pipe.close()
                return
            # The next before this one can end: without any pipe the name would be free to claim.
            following = self._system.create(self._name, _DUPLEX)
            threading.Thread(target=self._attend, args=(pipe,), daemon=True).start()
            pipe = following

    def _attend(self, pipe: Pipe) -> None:
        try:
            with closing(pipe):
                self._converse(pipe)
        except OSError as error:
            _LOG.debug("control: a client was shut off: %s", error)
        finally:
            self._places.release()

    def _converse(self, pipe: Pipe) -> None:
        try:
            line = LineReader(pipe.receive, LINE_LIMIT).next_line(self._patience)
            if line is None:
                return
            request = decode_request(line)
        except TimeoutError:
            pipe.send(encode_reply(too_late(self._patience)), self._patience)
            return
        except ControlError as error:
            pipe.send(encode_reply(refusal(str(error))), self._patience)
            return
        asker = _Asker(is_watch=request.do == WATCH)
        self._conversations[asker] = threading.current_thread()
        try:
            have_answered(self._respond, request, asker)
            for reply in asker.lines(self._patience):
                pipe.send(reply, self._patience)
        except queue.Empty:
            pipe.send(encode_reply(too_busy(self._patience)), self._patience)
        finally:
            asker.hang_up()
            del self._conversations[asker]


@value
class PipeInstance:
    """Being the user's one daemon: holding the first pipe of that name."""

    name: str
    claimed: Pipe
    files: tuple[Path, ...] = ()

    def serve(self, respond: Respond) -> PipeServer:
        return PipeServer(self.name, self.claimed, respond)

    def keep(self) -> bool:
        """The name of a pipe is held as long as its process lives."""
        return True

    def release(self) -> None:
        self.claimed.close()


@value
class PipeEndpoint:
    """The user's daemon on Windows."""

    name: str
    system: System

    def claim(self) -> PipeInstance | AlreadyRunning:
        try:
            return PipeInstance(self.name, self.system.create(self.name, _DUPLEX_FIRST))
        except _CallError as error:
            if error.code not in {_ACCESS_DENIED, _PIPE_BUSY}:
                raise ControlError(str(error)) from error
            return AlreadyRunning(self._pid())

    def request(self, asked: Request, within: timedelta = CLIENT_PATIENCE) -> Reply:
        with closing(self._connected(within)) as pipe:
            return first_reply(self._asking(pipe, asked, within), within)

    def watch(
        self, within: timedelta = CLIENT_PATIENCE, *, guides: bool = False
    ) -> Generator[Reply, None, None]:
        with closing(self._connected(within)) as pipe:
            yield from replies(self._asking(pipe, watching(guides=guides), within), within)

    def _asking(self, pipe: Pipe, asked: Request, within: timedelta) -> LineReader:
        line = encode_request(asked)
        with suppress(OSError):  # a daemon that shuts us off has said why, and that is read next
            pipe.send(line, within)
        return LineReader(pipe.receive, REPLY_LIMIT)

    def _connected(self, within: timedelta) -> Pipe:
        try:
            return self.system.open(self.name)
        except _CallError as error:
            if error.code == _FILE_NOT_FOUND:
                raise not_running() from error
            if error.code == _PIPE_BUSY and self.system.is_free_within(self.name, within):
                return self._connected(within)
            text = _("{name}: deskbreak cannot be reached: {reason}")
            raise ControlError(text.format(name=self.name, reason=error)) from error

    def _pid(self) -> int | None:
        try:
            with closing(self.system.open(self.name)) as pipe:
                return pipe.server_pid()
        except _CallError:
            return None


def user_pipe() -> PipeEndpoint:
    """The pipe that bears this user's name."""
    if sys.platform != "win32":
        raise ControlError(_("only Windows has named pipes"))
    kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
    for name, (result, arguments) in SIGNATURES.items():
        call = getattr(kernel32, name)
        call.restype, call.argtypes = result, arguments
    user = f"{os.environ.get('USERDOMAIN', '')}-{os.environ.get('USERNAME', '')}"
    return PipeEndpoint(rf"\\.\pipe\deskbreak-{user}", System(kernel32, ctypes.get_last_error))
