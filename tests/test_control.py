"""What programs may expect of the control line, and what they cannot do to it."""

import logging
import os
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from deskbreak.control.client import request, watch
from deskbreak.control.endpoint import SocketEndpoint, control_endpoint
from deskbreak.control.protocol import (
    Asker,
    ControlError,
    NotRunning,
    Reply,
    Request,
    Respond,
    decode_reply,
    decode_request,
    encode_reply,
    encode_request,
    refusal,
)
from deskbreak.control.server import ControlServer
from deskbreak.files.folders import runtime_folder
from deskbreak.itself import typed_here

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

SHORT = timedelta(seconds=0.2)
LONG = timedelta(seconds=30)


class Daemon:
    """A daemon's end of the line, on a socket of its own."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "deskbreak.sock"
        self._servers: list[ControlServer] = []

    def serve(
        self, respond: Respond, patience: timedelta = LONG, user: int | None = None
    ) -> ControlServer:
        server = ControlServer(self.path, respond, patience, user)
        server.start()
        self._servers.append(server)
        return server

    def stop(self) -> None:
        for server in self._servers:
            server.stop()

    def connected(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(10)
        connection.connect(str(self.path))
        return connection

    def said_to(self, sent: bytes) -> bytes:
        """All that one gets who sends these bytes and waits until the daemon hangs up."""
        with self.connected() as connection:
            with suppress(ConnectionError):  # shut off in the middle, with a word to be read
                connection.sendall(sent)
            return everything_from(connection)


class Askers:
    """Answers nothing and keeps who asked."""

    def __init__(self) -> None:
        self.kept: list[Asker] = []

    def __call__(self, _request: Request, asker: Asker) -> None:
        self.kept.append(asker)

    def wait_for(self, count: int) -> list[Asker]:
        wait_until(lambda: len(self.kept) == count)
        return self.kept


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    daemon = Daemon(tmp_path)
    yield daemon
    daemon.stop()


def echo(asked: Request, asker: Asker) -> None:
    asker(Reply(ok=True, fields={"did": asked.do, **asked.arguments}))


def everything_from(connection: socket.socket) -> bytes:
    received = b""
    with suppress(ConnectionResetError):  # how it ends when our last bytes were not heard
        while chunk := connection.recv(65536):
            received += chunk
    return received


def wait_until(condition: Callable[[], bool], limit_s: float = 10) -> None:
    end = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < end, "it never came to be so"
        time.sleep(0.002)


def test_a_request_gets_the_reply_with_its_fields(daemon: Daemon) -> None:
    daemon.serve(echo)

    reply = request(daemon.path, Request("snooze", {"for_s": 600, "why": "żółw \ud800"}))

    assert reply == Reply(
        ok=True, fields={"did": "snooze", "for_s": 600, "why": "żółw \ud800"}, protocol=1
    )


def test_a_refusal_says_why_in_one_line(daemon: Daemon) -> None:
    daemon.serve(lambda _request, asker: asker(refusal("nothing is open")))

    reply = request(daemon.path, Request("skip"))

    assert reply == Reply(ok=False, error="nothing is open")


def test_the_line_looks_as_it_is_documented(daemon: Daemon) -> None:
    daemon.serve(echo)

    said = daemon.said_to(b'{"do": "status"}\n')

    assert said == b'{"did": "status", "ok": true, "protocol": 1}\n'


def test_a_request_may_arrive_in_pieces(daemon: Daemon) -> None:
    daemon.serve(echo)

    with daemon.connected() as connection:
        for piece in (b'{"do":', b' "sta', b'tus"', b"}", b"\n"):
            connection.sendall(piece)
        said = everything_from(connection)

    assert said == b'{"did": "status", "ok": true, "protocol": 1}\n'


def test_a_reply_may_be_longer_than_any_request(daemon: Daemon) -> None:
    cues = ["First side, 12 of 50"] * 60_000
    daemon.serve(lambda _request, asker: asker(Reply(ok=True, fields={"cues": cues})))

    with closing(watch(daemon.path)) as changes:
        watched = next(changes)

    assert watched == request(daemon.path, Request("status"))
    assert watched.fields == {"cues": cues}


def test_a_reply_may_come_later_from_another_thread(daemon: Daemon) -> None:
    def respond(_request: Request, asker: Asker) -> None:
        threading.Timer(0.05, asker, [Reply(ok=True, fields={"from": "the loop"})]).start()

    daemon.serve(respond)

    reply = request(daemon.path, Request("status"))

    assert reply.fields == {"from": "the loop"}


def test_clients_answered_in_another_order_get_each_their_own_reply(daemon: Daemon) -> None:
    askers = Askers()
    daemon.serve(askers)
    said: list[bytes] = []

    with ExitStack() as open_connections:
        connections = []
        for number in range(20):
            connection = open_connections.enter_context(daemon.connected())
            connection.sendall(b'{"do": "status"}\n')
            askers.wait_for(number + 1)
            connections.append(connection)
        for number in reversed(range(20)):
            askers.kept[number](Reply(ok=True, fields={"number": number}))
        said = [everything_from(connection) for connection in connections]

    assert [decode_reply(line).fields["number"] for line in said] == list(range(20))


def test_a_second_reply_to_a_plain_request_changes_nothing(daemon: Daemon) -> None:
    def respond(_request: Request, asker: Asker) -> None:
        asker(Reply(ok=True, fields={"reply": "first"}))
        asker(Reply(ok=True, fields={"reply": "second"}))

    daemon.serve(respond)

    said = daemon.said_to(b'{"do": "status"}\n')

    assert said == b'{"reply": "first", "ok": true, "protocol": 1}\n'


def test_a_watch_gets_a_reply_at_each_change(daemon: Daemon) -> None:
    askers = Askers()
    daemon.serve(askers)

    changes = watch(daemon.path)
    seen = []
    threading.Timer(0.02, lambda: askers.wait_for(1)[0](Reply(ok=True, fields={"n": 0}))).start()
    for number in range(1, 4):
        seen.append(next(changes).fields)
        askers.kept[0](Reply(ok=True, fields={"n": number}))

    assert seen == [{"n": 0}, {"n": 1}, {"n": 2}]


def test_the_daemon_learns_that_a_watch_hung_up(daemon: Daemon) -> None:
    askers = Askers()
    daemon.serve(askers)

    connection = daemon.connected()
    connection.sendall(b'{"do": "watch"}\n')
    (asker,) = askers.wait_for(1)
    listened = asker.is_listening
    connection.close()
    wait_until(lambda: not asker.is_listening)
    asker(Reply(ok=True))  # too late, and of no consequence

    assert listened
    assert not asker.is_listening


def test_the_daemon_is_told_at_once_that_a_watch_hung_up(daemon: Daemon) -> None:
    gone = threading.Event()

    def respond(_request: Request, asker: Asker) -> None:
        asker.when_gone(gone.set)
        asker(Reply(ok=True))

    daemon.serve(respond)

    line = watch(daemon.path, guides=True)
    next(line)
    before = gone.is_set()
    line.close()

    assert gone.wait(30)
    assert not before


def test_an_untroubled_watch_outlives_the_time_limit(daemon: Daemon) -> None:
    askers = Askers()
    daemon.serve(askers, patience=SHORT)

    with daemon.connected() as quiet, daemon.connected() as silent:
        quiet.sendall(b'{"do": "watch"}\n')
        (asker,) = askers.wait_for(1)
        asker(Reply(ok=True))
        # Another client, which came later, is shut off: so the limit has passed.
        everything_from(silent)
        with daemon.connected() as later:
            everything_from(later)

        assert asker.is_listening


def test_a_refused_watch_ends(daemon: Daemon) -> None:
    daemon.serve(lambda _request, asker: asker(refusal("not now")))

    replies = list(watch(daemon.path))

    assert replies == [Reply(ok=False, error="not now")]


def test_a_watch_ends_when_the_daemon_stops(daemon: Daemon) -> None:
    server = daemon.serve(echo)

    changes = watch(daemon.path)
    first = next(changes)
    server.stop()
    later = list(changes)

    assert first.fields == {"did": "watch"}
    assert later == []


def test_a_reply_given_before_the_stop_still_arrives(daemon: Daemon) -> None:
    askers = Askers()
    server = daemon.serve(askers)

    with daemon.connected() as connection:
        connection.sendall(b'{"do": "quit"}\n')
        (asker,) = askers.wait_for(1)
        asker(Reply(ok=True, fields={"bye": True}))
        server.stop()
        said = everything_from(connection)

    assert said == b'{"bye": true, "ok": true, "protocol": 1}\n'
    assert not daemon.path.exists()


def test_a_reply_given_while_the_daemon_stops_still_arrives(daemon: Daemon) -> None:
    replied = threading.Event()
    stopping = threading.Event()

    def respond(_request: Request, asker: Asker) -> None:
        asker(Reply(ok=True, fields={"bye": True}))
        replied.set()
        stopping.wait()

    server = daemon.serve(respond)

    with daemon.connected() as connection:
        connection.sendall(b'{"do": "quit"}\n')
        replied.wait()
        threading.Timer(0.05, stopping.set).start()
        server.stop()
        said = everything_from(connection)

    assert said == b'{"bye": true, "ok": true, "protocol": 1}\n'


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        (b"x" * 65_537, "the line is longer than the 65536 bytes that are allowed"),
        (b"x" * 4_000_000, "the line is longer than the 65536 bytes that are allowed"),
        (
            b'{"do": "' + b"x" * 65_536 + b'"}\n',
            "the line is longer than the 65536 bytes that are allowed",
        ),
        (b"status\n", "the line is not JSON: Expecting value: line 1 column 1 (char 0)"),
        (b"\n", "the line is not JSON: Expecting value: line 1 column 1 (char 0)"),
        (b'{"do": "snooze", "for_s": NaN}\n', "the line is not JSON: NaN"),
        (
            b"\x80\x81\n",
            (
                "the line is not JSON: "
                "'utf-8' codec can't decode byte 0x80 in position 0: invalid start byte"
            ),
        ),
        (b"[" * 60_000 + b"\n", "the line is nested too deeply"),
        (b'["status"]\n', "the line is not a JSON object; {...} is expected"),
        (b"{}\n", 'a request names what to do, such as {"do": "status"}'),
        (b'{"do": 1}\n', 'a request names what to do, such as {"do": "status"}'),
    ],
    ids=lambda value: repr(value[:16]) if isinstance(value, bytes) else "",
)
def test_nonsense_gets_one_clear_error_and_is_shut_off(
    daemon: Daemon, sent: bytes, error: str
) -> None:
    daemon.serve(echo)

    said = daemon.said_to(sent)

    assert decode_reply(said.removesuffix(b"\n")) == Reply(ok=False, error=error)
    assert request(daemon.path, Request("status")).ok


def test_a_silent_client_is_told_and_shut_off(daemon: Daemon) -> None:
    daemon.serve(echo, patience=SHORT)

    said = daemon.said_to(b'{"do": "sta')

    assert decode_reply(said) == refusal("no whole request arrived within 0.2 s")


def test_a_client_that_hangs_up_in_the_middle_harms_nobody(daemon: Daemon) -> None:
    daemon.serve(echo)

    for sent in (b"", b'{"do": "sta', b'{"do": "status"}\n'):
        connection = daemon.connected()
        connection.sendall(sent)
        connection.close()

    assert request(daemon.path, Request("status")).ok


def test_a_daemon_too_busy_to_answer_says_so(daemon: Daemon) -> None:
    daemon.serve(Askers(), patience=SHORT)

    reply = request(daemon.path, Request("status"))

    assert reply == refusal("deskbreak is busy and did not answer within 0.2 s; try again")


def test_a_watch_that_never_reads_a_flood_is_dropped(daemon: Daemon) -> None:
    askers = Askers()

    def respond(asked: Request, asker: Asker) -> None:
        (askers if asked.do == "watch" else echo)(asked, asker)

    daemon.serve(respond)
    flood = Reply(ok=True, fields={"text": "x" * 60_000})

    with daemon.connected() as sleeper:
        sleeper.sendall(b'{"do": "watch"}\n')
        (asker,) = askers.wait_for(1)
        for _ in range(100):
            asker(flood)
        others_are_served = request(daemon.path, Request("status")).ok
        wait_until(lambda: not asker.is_listening)
        arrived = len(everything_from(sleeper))

    assert others_are_served
    assert arrived < 1_000_000


def test_a_watch_that_stops_reading_is_dropped_in_time(daemon: Daemon) -> None:
    askers = Askers()
    daemon.serve(askers, patience=SHORT)

    with daemon.connected() as sleeper:
        sleeper.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sleeper.sendall(b'{"do": "watch"}\n')
        (asker,) = askers.wait_for(1)
        for _ in range(7):  # more than the kernel takes, less than the daemon keeps
            asker(Reply(ok=True, fields={"text": "x" * 60_000}))
        wait_until(lambda: not asker.is_listening)

        assert len(everything_from(sleeper)) < 7 * 60_000


def test_a_watch_that_hangs_up_with_replies_unread_harms_nobody(daemon: Daemon) -> None:
    askers = Askers()
    daemon.serve(askers)

    sleeper = daemon.connected()
    sleeper.sendall(b'{"do": "watch"}\n')
    (asker,) = askers.wait_for(1)
    for _ in range(7):  # more than the kernel takes, so that some of it waits to be sent
        asker(Reply(ok=True, fields={"text": "x" * 60_000}))
    sleeper.recv(10)
    sleeper.close()
    wait_until(lambda: not asker.is_listening)
    with daemon.connected() as connection:
        connection.sendall(b'{"do": "status"}\n')
        askers.wait_for(2)[1](Reply(ok=True))

        assert everything_from(connection) == b'{"ok": true, "protocol": 1}\n'


def test_a_slow_reader_gets_everything_that_fits(daemon: Daemon) -> None:
    askers = Askers()
    daemon.serve(askers)

    changes = watch(daemon.path)
    threading.Timer(0.02, lambda: askers.wait_for(1)[0](Reply(ok=True))).start()
    next(changes)
    for number in range(7):
        askers.kept[0](Reply(ok=True, fields={"number": number, "text": "x" * 60_000}))
    numbers = [next(changes).fields["number"] for _ in range(7)]

    assert numbers == [0, 1, 2, 3, 4, 5, 6]


def test_a_failing_answer_is_logged_and_the_line_lives_on(
    daemon: Daemon, caplog: pytest.LogCaptureFixture
) -> None:
    def respond(asked: Request, asker: Asker) -> None:
        if asked.do == "why":
            raise ZeroDivisionError("a bug of the loop")
        echo(asked, asker)

    daemon.serve(respond)

    with caplog.at_level(logging.ERROR):
        reply = request(daemon.path, Request("why"))

    assert reply == refusal("deskbreak failed at this; its log says where")
    assert "ZeroDivisionError: a bug of the loop" in caplog.text
    assert request(daemon.path, Request("status")).ok


def test_a_reply_no_line_can_hold_fails_in_the_thread_that_made_it(daemon: Daemon) -> None:
    askers = Askers()
    daemon.serve(askers)

    with daemon.connected() as connection:
        connection.sendall(b'{"do": "status"}\n')
        (asker,) = askers.wait_for(1)
        with pytest.raises(TypeError):
            asker(Reply(ok=True, fields={"path": Path("/")}))
        with pytest.raises(ControlError):
            asker(Reply(ok=True, fields={"text": "x" * 2_100_000}))
        asker(Reply(ok=True))
        said = everything_from(connection)

    assert said == b'{"ok": true, "protocol": 1}\n'


def test_the_thirty_third_client_is_told_that_there_are_too_many(daemon: Daemon) -> None:
    daemon.serve(echo)

    with ExitStack() as open_connections:
        for _ in range(32):
            open_connections.enter_context(daemon.connected())
        refused = request(daemon.path, Request("status"))
    wait_until(lambda: request(daemon.path, Request("status")).ok)

    assert refused == refusal(
        "32 programs are talking to deskbreak already; close one and try again"
    )


def test_a_client_of_another_user_is_shut_off_without_a_word(
    daemon: Daemon, caplog: pytest.LogCaptureFixture
) -> None:
    daemon.serve(echo, user=os.getuid() + 1)

    with caplog.at_level(logging.WARNING):
        said = daemon.said_to(b'{"do": "status"}\n')

    assert said == b""
    assert f"control: user {os.getuid()} was shut off" in caplog.text


def test_the_socket_is_never_open_to_others(daemon: Daemon) -> None:
    seen: set[int] = set()
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            try:
                seen.add(stat.S_IMODE(daemon.path.lstat().st_mode))
            except FileNotFoundError:
                continue

    onlooker = threading.Thread(target=look)
    onlooker.start()
    before = os.umask(0)
    try:
        for _ in range(100):
            daemon.serve(echo).stop()
    finally:
        after = os.umask(before)
        over.set()
        onlooker.join()

    assert seen == {0o600}
    assert after == 0


def test_nobody_at_the_other_end_is_not_running(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    for path in (tmp_path / "deskbreak.sock", tmp_path / "no" / "folder", tmp_path / "file" / "x"):
        with pytest.raises(NotRunning) as caught:
            request(path, Request("status"))
        with pytest.raises(NotRunning):
            next(watch(path))

        assert str(caught.value).endswith(typed_here("deskbreak run"))


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (
            b"hello\n",
            "the line is not JSON: Expecting value: line 1 column 1 (char 0)",
        ),
        (b'{"pong": 1}\n', "deskbreak's reply does not say whether it worked"),
        (b'{"ok": fal', "deskbreak hung up without an answer; try again"),
        (b"x" * 2_100_000, "the line is longer than the 2097152 bytes that are allowed"),
        (b"", "deskbreak hung up without an answer; try again"),
    ],
)
def test_a_daemon_that_talks_nonsense_is_an_error(tmp_path: Path, said: bytes, error: str) -> None:
    path = tmp_path / "deskbreak.sock"

    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as listener:
        listener.bind(str(path))
        listener.listen()
        teller = threading.Thread(target=_tell_one, args=(listener, said))
        teller.start()
        with pytest.raises(ControlError) as caught:
            request(path, Request("status"))
        teller.join()

    assert str(caught.value) == error


def _tell_one(listener: socket.socket, said: bytes) -> None:
    connection, _address = listener.accept()
    with connection:
        connection.recv(1000)
        connection.sendall(said)


def test_a_daemon_that_says_nothing_is_waited_for_no_longer_than_allowed(tmp_path: Path) -> None:
    path = tmp_path / "deskbreak.sock"

    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as listener:
        listener.bind(str(path))
        listener.listen()
        with pytest.raises(ControlError) as caught:
            request(path, Request("status"), within=SHORT)

    assert str(caught.value) == (
        "deskbreak did not answer within 0.2 s; try again, or quit and restart it"
    )


def test_something_else_in_the_place_of_the_socket_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "deskbreak.sock"

    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as other:
        other.bind(str(path))
        with pytest.raises(ControlError) as caught:
            request(path, Request("status"))

    assert str(caught.value) == (
        f"{path}: deskbreak cannot be reached: Protocol wrong type for socket"
    )


def test_a_daemon_of_another_user_is_not_trusted(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon.serve(echo)
    owner = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)

    with pytest.raises(ControlError) as caught:
        request(daemon.path, Request("status"))

    assert str(caught.value) == (
        f"{daemon.path} belongs to user {owner} and not to you; set XDG_RUNTIME_DIR to your own"
    )


def test_a_server_that_never_began_takes_its_socket_away(daemon: Daemon) -> None:
    server = ControlServer(daemon.path, echo)
    listens = daemon.path.exists()

    server.stop()

    assert listens
    assert not daemon.path.exists()


def test_a_socket_of_a_too_long_path_is_refused_with_its_length() -> None:
    path = Path("/") / ("x" * 107)
    expected = (
        f"{path}: the path of a socket may have 107 bytes, this one has 108; "
        "set XDG_RUNTIME_DIR to a folder with a shorter path"
    )

    with pytest.raises(ControlError) as serving:
        ControlServer(path, echo)
    with pytest.raises(ControlError) as asking:
        request(path, Request("status"))

    assert str(serving.value) == expected
    assert str(asking.value) == expected


def test_a_socket_cannot_be_made_where_something_lies(daemon: Daemon) -> None:
    daemon.path.touch()

    with pytest.raises(ControlError) as caught:
        daemon.serve(echo)

    assert str(caught.value) == (
        f"{daemon.path}: deskbreak cannot listen there: Address already in use"
    )


def test_an_idle_line_never_wakes_up(daemon: Daemon) -> None:
    daemon.serve(echo)
    with daemon.connected() as watcher:
        watcher.sendall(b'{"do": "watch"}\n')
        watcher.recv(1000)
        server_thread = next(t for t in threading.enumerate() if t.name == "deskbreak-control")
        before = _wake_ups_at_rest(server_thread)
        end = time.monotonic() + 1
        wait_until(lambda: time.monotonic() > end)

        assert _wake_ups(server_thread) == before


def _wake_ups_at_rest(thread: threading.Thread) -> int:
    status = Path(f"/proc/self/task/{thread.native_id}/stat")
    wait_until(lambda: status.read_text().rpartition(")")[2].split()[0] == "S")
    return _wake_ups(thread)


def _wake_ups(thread: threading.Thread) -> int:
    status = Path(f"/proc/self/task/{thread.native_id}/status").read_text()
    counts = dict(line.split(":", 1) for line in status.splitlines())
    return int(counts["voluntary_ctxt_switches"]) + int(counts["nonvoluntary_ctxt_switches"])


def test_two_hundred_connections_leave_no_file_open(daemon: Daemon) -> None:
    daemon.serve(echo)
    request(daemon.path, Request("status"))
    before = _open_files()

    for number in range(200):
        if number % 2:
            request(daemon.path, Request("status"))
        else:
            next(watch(daemon.path))
    wait_until(lambda: _open_files() <= before)

    assert _open_files() <= before


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


CROWDED = """
import resource, sys
from pathlib import Path
from datetime import timedelta
from deskbreak.control.protocol import Reply
from deskbreak.control.server import ControlServer
from deskbreak.files.folders import runtime_folder
server = ControlServer(
    Path(sys.argv[1]), lambda _request, asker: asker(Reply(ok=True)), timedelta(seconds=0.5)
)
resource.setrlimit(resource.RLIMIT_NOFILE, (12, 12))
server.start()
print("ready", flush=True)
sys.stdin.read()
"""


def test_out_of_files_the_daemon_waits_instead_of_spinning(daemon: Daemon) -> None:
    with (
        subprocess.Popen(
            [sys.executable, "-c", CROWDED, str(daemon.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process,
        ExitStack() as open_connections,
    ):
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        before = _user_time(process.pid)
        crowd = [open_connections.enter_context(daemon.connected()) for _ in range(20)]
        for connection in crowd:  # all are let in, told, and shut off in the end
            everything_from(connection)
        served = request(daemon.path, Request("status"), within=LONG)
        spent = _user_time(process.pid) - before
        process.communicate(timeout=10)

    assert served.ok
    assert spent < 0.3


def _user_time(pid: int) -> float:
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def test_a_request_comes_through_the_protocol_as_it_was() -> None:
    asked = Request("snooze", {"for_s": 600, "id": None, "nested": {"a": [1, 2.5, "ż"]}})

    assert decode_request(encode_request(asked)) == asked
    assert b"\n" not in encode_request(asked).removesuffix(b"\n")


def test_what_a_reply_says_of_itself_cannot_be_overwritten_by_its_fields() -> None:
    reply = Reply(ok=False, error="no", fields={"ok": True, "error": "yes", "protocol": 7})

    assert decode_reply(encode_reply(reply)) == Reply(ok=False, error="no", protocol=1)


def test_a_reply_of_a_newer_daemon_is_still_read() -> None:
    reply = decode_reply(b'{"ok": true, "protocol": 2, "state": "seated"}')

    assert reply == Reply(ok=True, fields={"state": "seated"}, protocol=2)


def test_the_socket_lies_in_the_runtime_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    endpoint = control_endpoint()

    assert endpoint == SocketEndpoint(tmp_path, tmp_path / "state" / "deskbreak")


@pytest.mark.parametrize("value", ["", "run", "./run"])
def test_without_a_runtime_folder_that_counts_the_logins_own_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "run").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", value)
    elsewhere = runtime_folder(tmp_path)

    login = tmp_path / str(os.getuid())
    login.mkdir()

    assert elsewhere == Path(tempfile.gettempdir()) / f"deskbreak-{os.getuid()}"
    assert runtime_folder(tmp_path) == login


def test_the_line_loads_nothing_heavy() -> None:
    code = (
        "import deskbreak.control.instance, sys; "
        "print({'asyncio', 'socketserver', 'multiprocessing', 'subprocess', 'ctypes'}"
        " & set(sys.modules))"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout

    assert loaded == "set()\n"


def test_who_is_being_served_is_not_refused_meanwhile(daemon: Daemon) -> None:
    askers = Askers()
    daemon.serve(askers, patience=SHORT)

    with daemon.connected() as client, daemon.connected() as silent:
        client.sendall(b'{"do": "done"}\n')
        (asker,) = askers.wait_for(1)
        served = asker.is_still_waiting()
        everything_from(silent)  # shut off later than the client would have been
        with daemon.connected() as later:
            everything_from(later)
        asker(Reply(ok=True))
        said = everything_from(client)

    assert served
    assert said == b'{"ok": true, "protocol": 1}\n'


def test_who_was_refused_is_waiting_no_more(daemon: Daemon) -> None:
    askers = Askers()
    daemon.serve(askers, patience=SHORT)

    with daemon.connected() as client:
        client.sendall(b'{"do": "done"}\n')
        (asker,) = askers.wait_for(1)
        said = everything_from(client)

    assert b"try again" in said
    assert not asker.is_still_waiting()
