"""The control line over a named pipe, against a fake of Windows' own calls.

The fake is called through ctypes with the signatures that Windows is called with, so what is
passed is converted as it will be there. Whether Windows behaves as the fake does is not shown here.
"""

import ctypes
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from deskbreak.control.pipe_windows import (
    SIGNATURES,
    Pipe,
    PipeEndpoint,
    PipeInstance,
    PipeServer,
    System,
    user_pipe,
)
from deskbreak.control.protocol import (
    AlreadyRunning,
    Asker,
    ControlError,
    NotRunning,
    Reply,
    Request,
    Respond,
    decode_reply,
    refusal,
)
from deskbreak.itself import typed_here

NAME = r"\\.\pipe\deskbreak-DESK-ada"
NO_HANDLE = 2 ** (8 * ctypes.sizeof(ctypes.c_void_p)) - 1
PID = 4242
SHORT = timedelta(seconds=0.2)
BUFFER = 65_536


@dataclass(eq=False)
class End:
    """One end of one pipe, as the fake Windows keeps it."""

    name: str
    is_listening: bool = False
    peer: "End | None" = None
    inbox: bytearray = field(default_factory=bytearray)
    is_open: bool = True
    is_busy: bool = False
    is_cancelled: bool = False


class FakeWindows:
    """Named pipes as Microsoft documents them, for one process."""

    def __init__(self) -> None:
        self.created: list[tuple[int, int]] = []
        self._changed = threading.Condition()
        self._ends: dict[int, End] = {}
        self._errors = threading.local()
        self._calls: dict[str, Callable[..., int]] = {
            "CreateNamedPipeW": self._create,
            "ConnectNamedPipe": self._connect,
            "CreateFileW": self._open,
            "WaitNamedPipeW": self._wait,
            "ReadFile": self._read,
            "WriteFile": self._write,
            "CancelIoEx": self._cancel,
            "GetNamedPipeServerProcessId": self._pid,
            "CloseHandle": self._close,
        }

    def system(self) -> System:
        calls: dict[str, Any] = {
            name: ctypes.CFUNCTYPE(result, *arguments)(self._calls[name])
            for name, (result, arguments) in SIGNATURES.items()
        }
        return System(SimpleNamespace(**calls), lambda: int(self._errors.last))

    @property
    def open_ends(self) -> int:
        return sum(end.is_open for end in self._ends.values())

    def _create(self, name: str, mode: int, pipe_mode: int, *_rest: int | None) -> int:
        with self._changed:
            if mode & 0x80000 and any(end.name == name for end in self._open_servers()):
                return self._failed(5, NO_HANDLE)
            self.created.append((mode, pipe_mode))
            return self._handle(End(name, is_listening=True))

    def _open(self, name: str, *_rest: int | None) -> int:
        with self._changed:
            servers = [end for end in self._open_servers() if end.name == name]
            if not servers:
                return self._failed(2, NO_HANDLE)
            server = next((end for end in servers if end.is_listening), None)
            if server is None:
                return self._failed(231, NO_HANDLE)
            client = End("", peer=server)
            server.peer, server.is_listening = client, False
            return self._handle(client)

    def _wait(self, name: str, milliseconds: int) -> int:
        def is_free() -> bool:
            return any(end.is_listening and end.name == name for end in self._open_servers())

        with self._changed:
            return int(self._changed.wait_for(is_free, milliseconds / 1000)) or self._failed(121)

    def _connect(self, handle: int, _overlapped: int | None) -> int:
        with self._changed:
            end = self._ends[handle]
            if end.peer is not None:
                return self._failed(535 if end.peer.is_open else 232)
            return int(self._waited(end, lambda: end.peer is not None))

    def _read(
        self, handle: int, buffer: int, size: int, count: Any, _overlapped: int | None
    ) -> int:
        with self._changed:
            end = self._ends[handle]
            peer = end.peer
            assert peer is not None
            if not self._waited(end, lambda: bool(end.inbox) or not peer.is_open):
                return 0
            if not end.inbox:
                return self._failed(109)
            chunk = bytes(end.inbox[:size])
            del end.inbox[:size]
            ctypes.memmove(buffer, chunk, len(chunk))
            count[0] = len(chunk)
            self._changed.notify_all()
            return 1

    def _write(self, handle: int, data: int, size: int, count: Any, _overlapped: int | None) -> int:
        with self._changed:
            end = self._ends[handle]
            peer = end.peer
            assert peer is not None
            if not self._waited(end, lambda: len(peer.inbox) < BUFFER or not peer.is_open):
                return 0
            if not peer.is_open:
                return self._failed(232)
            peer.inbox += ctypes.string_at(data, size)
            count[0] = size
            self._changed.notify_all()
            return 1

    def _cancel(self, handle: int, _overlapped: int | None) -> int:
        with self._changed:
            end = self._ends[handle]
            if not end.is_busy:
                return self._failed(1168)
            end.is_cancelled = True
            self._changed.notify_all()
            return 1

    def _pid(self, _handle: int, pid: Any) -> int:
        pid[0] = PID
        return 1

    def _close(self, handle: int) -> int:
        with self._changed:
            end = self._ends[handle]
            assert end.is_open, "closed twice"
            end.is_open = end.is_listening = False
            self._changed.notify_all()
            return 1

    def _waited(self, end: End, condition: Callable[[], bool]) -> bool:
        end.is_busy, end.is_cancelled = True, False
        self._changed.wait_for(lambda: condition() or end.is_cancelled)
        end.is_busy = False
        if end.is_cancelled:
            self._failed(995)
        return not end.is_cancelled

    def _open_servers(self) -> list[End]:
        return [end for end in self._ends.values() if end.name and end.is_open]

    def _handle(self, end: End) -> int:
        handle = 8 * (len(self._ends) + 1) + 2**33  # as wide as a handle may be
        self._ends[handle] = end
        self._changed.notify_all()
        return handle

    def _failed(self, code: int, result: int = 0) -> int:
        self._errors.last = code
        return result


class Daemon:
    """A daemon that holds the pipe, and what a client of it uses."""

    def __init__(self) -> None:
        self.windows = FakeWindows()
        self.endpoint = PipeEndpoint(NAME, self.windows.system())
        self._stop: Callable[[], None] = lambda: None

    def serve(self, respond: Respond, patience: timedelta = timedelta(seconds=30)) -> PipeServer:
        instance = self.endpoint.claim()
        assert isinstance(instance, PipeInstance)
        server = PipeServer(NAME, instance.claimed, respond, patience)
        server.start()
        self._stop = server.stop
        return server

    def stop(self) -> None:
        self._stop()

    def connected(self) -> closing[Pipe]:
        return closing(self.endpoint.system.open(NAME))

    def said_to(self, sent: bytes) -> bytes:
        with self.connected() as pipe:
            pipe.send(sent, None)
            return everything_from(pipe)


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    daemon = Daemon()
    yield daemon
    daemon.stop()


def echo(asked: Request, asker: Asker) -> None:
    asker(Reply(ok=True, fields={"did": asked.do, **asked.arguments}))


def everything_from(pipe: Pipe) -> bytes:
    return b"".join(iter(lambda: pipe.receive(timedelta(seconds=10)), b""))


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, "it never came to be so"
        time.sleep(0.002)


def test_a_request_gets_the_reply_with_its_fields(daemon: Daemon) -> None:
    daemon.serve(echo)

    reply = daemon.endpoint.request(Request("snooze", {"for_s": 600}))

    assert reply == Reply(ok=True, fields={"did": "snooze", "for_s": 600})


def test_a_reply_may_be_longer_than_any_request(daemon: Daemon) -> None:
    cues = ["First side, 12 of 50"] * 6_000
    daemon.serve(lambda _request, asker: asker(Reply(ok=True, fields={"cues": cues})))

    assert daemon.endpoint.request(Request("status")).fields == {"cues": cues}


def test_a_socket_is_attended_to_beside_the_pipe(daemon: Daemon) -> None:
    server = daemon.serve(echo)
    heard: list[bytes] = []
    ours, theirs = socket.socketpair()
    with ours, theirs:
        server.attend(ours.fileno(), lambda: heard.append(ours.recv(1)))
        theirs.send(b"!")
        wait_until(lambda: heard == [b"!"])
        theirs.send(b"?")
        wait_until(lambda: heard == [b"!", b"?"])

    reply = daemon.endpoint.request(Request("status"))

    assert reply.ok


def test_many_requests_are_answered_and_nothing_stays_open(daemon: Daemon) -> None:
    server = daemon.serve(echo)

    replies = [daemon.endpoint.request(Request("status")) for _ in range(50)]
    server.stop()
    wait_until(lambda: daemon.windows.open_ends == 0)

    assert all(reply.ok for reply in replies)


def test_the_pipe_is_local_and_the_first_of_its_name(daemon: Daemon) -> None:
    daemon.serve(echo)

    daemon.endpoint.request(Request("status"))

    assert daemon.windows.created == [(0x80003, 0x8), (0x3, 0x8)]


def test_a_second_daemon_learns_who_is_running(daemon: Daemon) -> None:
    daemon.serve(echo)

    assert daemon.endpoint.claim() == AlreadyRunning(PID)
    assert daemon.endpoint.request(Request("status")).ok


def test_a_released_claim_may_be_made_again(daemon: Daemon) -> None:
    for _ in range(2):
        instance = daemon.endpoint.claim()
        assert isinstance(instance, PipeInstance)
        instance.release()
        instance.release()

    assert isinstance(daemon.endpoint.claim(), PipeInstance)


def test_nobody_at_the_other_end_is_not_running(daemon: Daemon) -> None:
    with pytest.raises(NotRunning) as caught:
        daemon.endpoint.request(Request("status"))

    assert str(caught.value).endswith(typed_here("deskbreak run"))


def test_after_the_stop_nobody_is_there(daemon: Daemon) -> None:
    daemon.serve(echo).stop()

    with pytest.raises(NotRunning):
        daemon.endpoint.request(Request("status"))


def test_a_watch_gets_a_reply_at_each_change_until_it_hangs_up(daemon: Daemon) -> None:
    askers: list[Asker] = []

    def respond(_request: Request, asker: Asker) -> None:
        askers.append(asker)
        asker(Reply(ok=True, fields={"n": 0}))

    daemon.serve(respond)

    changes = daemon.endpoint.watch()
    seen = [next(changes).fields]
    for number in (1, 2):
        askers[0](Reply(ok=True, fields={"n": number}))
        seen.append(next(changes).fields)
    changes.close()
    askers[0](Reply(ok=True, fields={"n": 3}))
    wait_until(lambda: not askers[0].is_listening)

    assert seen == [{"n": 0}, {"n": 1}, {"n": 2}]


def test_the_daemon_is_told_that_a_watch_hung_up_as_it_tells_it_something(daemon: Daemon) -> None:
    gone, askers, asked = threading.Event(), list[Asker](), list[Request]()

    def respond(request: Request, asker: Asker) -> None:
        asked.append(request)
        asker.when_gone(gone.set)
        askers.append(asker)
        asker(Reply(ok=True))

    daemon.serve(respond)

    line = daemon.endpoint.watch(guides=True)
    next(line)
    before = gone.is_set()
    line.close()
    askers[0](Reply(ok=True))

    assert gone.wait(30)
    assert (before, asked) == (False, [Request("watch", {"guides": True})])


def test_a_watch_ends_when_the_daemon_stops(daemon: Daemon) -> None:
    server = daemon.serve(echo)

    changes = daemon.endpoint.watch()
    first = next(changes)
    server.stop()

    assert first.fields == {"did": "watch"}
    assert list(changes) == []


def test_a_reply_given_before_the_stop_still_arrives(daemon: Daemon) -> None:
    askers: list[Asker] = []
    server = daemon.serve(lambda _request, asker: askers.append(asker))

    with daemon.connected() as pipe:
        pipe.send(b'{"do": "quit"}\n', None)
        wait_until(lambda: len(askers) == 1)
        askers[0](Reply(ok=True, fields={"bye": True}))
        server.stop()
        said = everything_from(pipe)

    assert said == b'{"bye": true, "ok": true, "protocol": 1}\n'


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        (b"x" * 65_537, "the line is longer than the 65536 bytes that are allowed"),
        (b"[]\n", "the line is not a JSON object; {...} is expected"),
    ],
    ids=["huge", "array"],
)
def test_nonsense_gets_one_clear_error(daemon: Daemon, sent: bytes, error: str) -> None:
    daemon.serve(echo)

    assert decode_reply(daemon.said_to(sent)) == refusal(error)


def test_a_silent_client_is_told_and_shut_off(daemon: Daemon) -> None:
    daemon.serve(echo, patience=SHORT)

    said = daemon.said_to(b'{"do": "sta')

    assert decode_reply(said) == refusal("no whole request arrived within 0.2 s")


def test_a_daemon_too_busy_to_answer_says_so(daemon: Daemon) -> None:
    daemon.serve(lambda _request, _asker: None, patience=SHORT)

    reply = daemon.endpoint.request(Request("status"))

    assert reply == refusal("deskbreak is busy and did not answer within 0.2 s; try again")


def test_a_daemon_that_says_nothing_is_waited_for_no_longer_than_allowed(daemon: Daemon) -> None:
    daemon.serve(lambda _request, _asker: None)

    with pytest.raises(ControlError) as caught:
        daemon.endpoint.request(Request("status"), within=SHORT)

    assert str(caught.value) == (
        "deskbreak did not answer within 0.2 s; try again, or quit and restart it"
    )


def test_a_watch_that_never_reads_a_flood_is_dropped(daemon: Daemon) -> None:
    askers: list[Asker] = []

    def respond(asked: Request, asker: Asker) -> None:
        askers.append(asker) if asked.do == "watch" else echo(asked, asker)

    daemon.serve(respond, patience=SHORT)

    with daemon.connected() as sleeper:
        sleeper.send(b'{"do": "watch"}\n', None)
        wait_until(lambda: len(askers) == 1)
        for _ in range(100):
            askers[0](Reply(ok=True, fields={"text": "x" * 60_000}))
        others_are_served = daemon.endpoint.request(Request("status")).ok
        wait_until(lambda: not askers[0].is_listening)

    assert others_are_served


def test_a_watch_that_fell_behind_gets_what_was_kept_and_is_dropped(daemon: Daemon) -> None:
    askers: list[Asker] = []
    daemon.serve(lambda _request, asker: askers.append(asker))

    with daemon.connected() as sleeper:
        sleeper.send(b'{"do": "watch"}\n', None)
        wait_until(lambda: len(askers) == 1)
        for _ in range(100):
            askers[0](Reply(ok=True, fields={"text": "x" * 60_000}))
        kept = everything_from(sleeper).count(b"\n")

    assert 64 <= kept <= 67
    assert not askers[0].is_listening


def test_a_failing_answer_is_logged_and_the_line_lives_on(
    daemon: Daemon, caplog: pytest.LogCaptureFixture
) -> None:
    def respond(asked: Request, asker: Asker) -> None:
        if asked.do == "why":
            raise ZeroDivisionError("a bug of the loop")
        echo(asked, asker)

    daemon.serve(respond)

    with caplog.at_level(logging.ERROR):
        reply = daemon.endpoint.request(Request("why"))

    assert reply == refusal("deskbreak failed at this; its log says where")
    assert "ZeroDivisionError: a bug of the loop" in caplog.text
    assert daemon.endpoint.request(Request("status")).ok


def test_more_clients_than_places_wait_their_turn(daemon: Daemon) -> None:
    daemon.serve(echo)
    crowd: list[Pipe] = []

    for _ in range(33):  # the last waits, connected, for one of the 32 to leave
        wait_until(lambda: daemon.endpoint.system.is_free_within(NAME, SHORT))
        crowd.append(daemon.endpoint.system.open(NAME))
    with pytest.raises(ControlError) as caught:
        daemon.endpoint.request(Request("status"), within=SHORT)
    for pipe in crowd:
        pipe.close()

    assert str(caught.value) == (
        rf"{NAME}: deskbreak cannot be reached: CreateFileW: Windows error 231"
    )
    assert daemon.endpoint.request(Request("status")).ok


def test_only_windows_has_named_pipes() -> None:
    with pytest.raises(ControlError, match="only Windows has named pipes"):
        user_pipe()


def test_who_is_being_served_is_not_refused_meanwhile(daemon: Daemon) -> None:
    askers: list[Asker] = []
    daemon.serve(lambda _request, asker: askers.append(asker), patience=SHORT)

    with daemon.connected() as client:
        client.send(b'{"do": "done"}\n', None)
        wait_until(lambda: len(askers) == 1)
        served = askers[0].is_still_waiting()
        with daemon.connected() as other:
            other.send(b'{"do": "done"}\n', None)
            refused = everything_from(other)  # so the patience with the first is over, too
        askers[0](Reply(ok=True))
        said = everything_from(client)

    assert served
    assert b"try again" in refused
    assert b'"ok": true' in said


def test_who_was_refused_is_waiting_no_more(daemon: Daemon) -> None:
    askers: list[Asker] = []
    daemon.serve(lambda _request, asker: askers.append(asker), patience=SHORT)

    with daemon.connected() as client:
        client.send(b'{"do": "done"}\n', None)
        wait_until(lambda: len(askers) == 1)
        said = everything_from(client)

    assert b"try again" in said
    assert not askers[0].is_still_waiting()
