"""One daemon per user: who may be it, who is refused, and what a crash leaves behind."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from full_disk import a_disk_that_takes_no_file_above
from odd_files import odd_files

from deskbreak.control.client import socket_of
from deskbreak.control.endpoint import SocketEndpoint
from deskbreak.control.instance import Instance, claim_instance
from deskbreak.control.protocol import (
    AlreadyRunning,
    Asker,
    ControlError,
    NotRunning,
    Reply,
    Request,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has a pipe instead")

ANOTHER_DAEMON = """
import sys
from pathlib import Path
from deskbreak.control.instance import Instance, claim_instance
from deskbreak.control.protocol import Reply
instance = claim_instance(Path(sys.argv[1]), Path(sys.argv[1]))
assert isinstance(instance, Instance), instance
instance.serve(lambda _request, asker: asker(Reply(ok=True, fields={"who": "another"}))).start()
print("ready", flush=True)
sys.stdin.read()
"""


@contextmanager
def another_daemon(folder: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", ANOTHER_DAEMON, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


@contextmanager
def claimed(folder: Path) -> Iterator[Instance]:
    instance = claim_instance(folder, folder)
    assert isinstance(instance, Instance)
    yield instance
    instance.release()


def reply_here(_request: Request, asker: Asker) -> None:
    asker(Reply(ok=True, fields={"who": "this one"}))


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_the_first_daemon_gets_a_private_lock_with_its_pid(tmp_path: Path) -> None:
    folder = tmp_path / "deskbreak-1000"

    with claimed(folder) as instance:
        assert instance.socket_path == folder / "deskbreak.sock"
        assert (folder / "deskbreak.lock").read_text().splitlines()[0] == str(os.getpid())
        assert mode_of(folder / "deskbreak.lock") == 0o600
        assert mode_of(folder) == 0o700


def test_a_second_daemon_learns_who_is_running(tmp_path: Path) -> None:
    with another_daemon(tmp_path) as other:
        second = claim_instance(tmp_path, tmp_path)
        reply = SocketEndpoint(tmp_path, tmp_path).request(Request("status"))

        assert second == AlreadyRunning(other.pid)
        assert reply.fields == {"who": "another"}


def test_a_second_claim_in_the_same_process_is_refused_too(tmp_path: Path) -> None:
    with claimed(tmp_path):
        assert claim_instance(tmp_path, tmp_path) == AlreadyRunning(os.getpid())


def test_a_daemon_that_is_only_just_starting_has_no_pid_yet(tmp_path: Path) -> None:
    with claimed(tmp_path):
        (tmp_path / "deskbreak.lock").write_bytes(b"")

        assert claim_instance(tmp_path, tmp_path) == AlreadyRunning(None)


def test_after_kill_9_the_lock_is_free_and_the_stale_socket_goes(tmp_path: Path) -> None:
    endpoint = SocketEndpoint(tmp_path, tmp_path)
    with another_daemon(tmp_path) as other:
        other.send_signal(signal.SIGKILL)
        other.wait(timeout=10)
    left_behind = (tmp_path / "deskbreak.sock").exists()
    with pytest.raises(NotRunning):
        endpoint.request(Request("status"))

    with claimed(tmp_path) as instance:
        server = instance.serve(reply_here)
        server.start()
        reply = endpoint.request(Request("status"))
        server.stop()

    assert left_behind
    assert reply.fields == {"who": "this one"}


def test_a_refused_daemon_leaves_the_socket_of_the_first_alone(tmp_path: Path) -> None:
    with another_daemon(tmp_path):
        for _ in range(3):
            claim_instance(tmp_path, tmp_path)

        assert SocketEndpoint(tmp_path, tmp_path).request(Request("status")).ok


def test_a_released_claim_may_be_made_again(tmp_path: Path) -> None:
    for _ in range(3):
        with claimed(tmp_path):
            pass

    assert (tmp_path / "deskbreak.lock").read_text() == ""


def test_an_old_lock_file_open_to_others_is_closed_to_them(tmp_path: Path) -> None:
    lock = tmp_path / "deskbreak.lock"
    lock.write_text("4194304999\n")
    lock.chmod(0o666)

    with claimed(tmp_path):
        assert mode_of(lock) == 0o600
        assert lock.read_text().splitlines()[0] == str(os.getpid())


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    folder = tmp_path
    if os.getuid() == 0:
        os.chown(folder, 65534, -1)
    else:
        folder = Path("/")  # root's

    with pytest.raises(ControlError) as caught:
        claim_instance(folder, folder)

    assert str(caught.value) == (
        f"{folder}: it belongs to user {folder.stat().st_uid}; deskbreak's socket needs a folder "
        "that is yours and that nobody else may write to: set XDG_RUNTIME_DIR to one"
    )


@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770, 0o702])
def test_a_folder_others_may_write_to_is_refused(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)

    with pytest.raises(ControlError, match="others may write to it"):
        claim_instance(tmp_path, tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_link_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir(mode=0o700)
    link = tmp_path / "deskbreak-1000"
    link.symlink_to(target)

    with pytest.raises(ControlError, match="it is not a folder but a link to one"):
        claim_instance(link, link)

    assert list(target.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ControlError) as caught:
        claim_instance(tmp_path / "file" / "below", tmp_path / "file" / "below")

    assert str(caught.value).startswith(f"{tmp_path}/file/below: Not a directory; deskbreak's")


def test_a_link_in_the_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("keep me")
    (tmp_path / "deskbreak.lock").symlink_to(precious)

    with pytest.raises(ControlError, match=r"deskbreak\.lock cannot be opened"):
        claim_instance(tmp_path, tmp_path)

    assert precious.read_text() == "keep me"


@odd_files
def test_what_is_no_plain_file_in_the_place_of_a_lock_is_a_clear_error(
    tmp_path: Path, put: Callable[[Path], None]
) -> None:
    folder, home = tmp_path / "run", tmp_path / "state"
    for each in (folder, home):
        each.mkdir(mode=0o700)
    put(home / "deskbreak.lock")

    assert socket_of(folder, home) == folder / "deskbreak.sock"
    put(folder / "deskbreak.lock")
    with pytest.raises(ControlError, match="remove it, then start deskbreak again"):
        claim_instance(folder, home)


def test_a_folder_in_which_nothing_can_be_made_is_told_as_such(tmp_path: Path) -> None:
    """Even root cannot make a file in there, whatever the rights of the folder are."""
    nowhere = Path("/proc/self/task")

    with pytest.raises(ControlError, match=r"^/proc/self/task: .*: set XDG_RUNTIME_DIR to one$"):
        claim_instance(nowhere, tmp_path)


def test_a_folder_in_the_place_of_the_socket_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "deskbreak.sock").mkdir()

    with pytest.raises(ControlError, match=r"deskbreak\.sock cannot be opened \(.*\): remove it"):
        claim_instance(tmp_path, tmp_path)


def test_on_a_full_disk_one_is_the_daemon_without_a_name(tmp_path: Path) -> None:
    with a_disk_that_takes_no_file_above(0), claimed(tmp_path):
        assert claim_instance(tmp_path, tmp_path) == AlreadyRunning(None)


def test_a_child_that_outlives_the_daemon_does_not_keep_its_lock(tmp_path: Path) -> None:
    first = claim_instance(tmp_path, tmp_path)
    assert isinstance(first, Instance)
    with subprocess.Popen(
        [sys.executable, "-c", "print('ready', flush=True); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        close_fds=False,
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()  # until then it may still hold what its parent has open
        first.release()
        second = claim_instance(tmp_path, tmp_path)
        child.communicate(b"\n", timeout=10)

    assert isinstance(second, Instance)
    second.release()


def test_the_endpoint_claims_serves_and_asks(tmp_path: Path) -> None:
    endpoint = SocketEndpoint(tmp_path, tmp_path)

    claim = endpoint.claim()
    assert not isinstance(claim, AlreadyRunning)
    server = claim.serve(reply_here)
    server.start()
    replies = [endpoint.request(Request("status")), next(endpoint.watch())]
    server.stop()
    claim.release()

    assert replies == [Reply(ok=True, fields={"who": "this one"})] * 2


def test_a_shell_that_knows_another_runtime_folder_finds_the_one_that_runs(tmp_path: Path) -> None:
    home, login, shell = tmp_path / "state", tmp_path / "login", tmp_path / "shell"
    instance = claim_instance(login, home)
    assert isinstance(instance, Instance)
    server = instance.serve(lambda _request, asker: asker(Reply(ok=True, fields={"who": "login"})))
    server.start()

    reply = SocketEndpoint(shell, home).request(Request("status"))
    second = SocketEndpoint(shell, home).claim()

    server.stop()
    instance.release()
    assert reply.fields == {"who": "login"}
    assert second == AlreadyRunning(os.getpid())
    third = claim_instance(shell, home)
    assert isinstance(third, Instance)
    third.release()


def test_a_folder_that_was_taken_away_is_locked_again(tmp_path: Path) -> None:
    home, login, shell = tmp_path / "state", tmp_path / "login", tmp_path / "shell"
    first = claim_instance(login, home)
    assert isinstance(first, Instance)

    shutil.rmtree(home)
    keeps = first.keep()
    second = SocketEndpoint(shell, home).claim()
    first.release()
    third = claim_instance(shell, home)

    assert keeps
    assert second == AlreadyRunning(os.getpid())
    assert isinstance(third, Instance)
    third.release()


def test_who_comes_back_to_a_home_that_another_has_by_now_knows_it(tmp_path: Path) -> None:
    home, login, shell = tmp_path / "state", tmp_path / "login", tmp_path / "shell"
    first = claim_instance(login, home)
    assert isinstance(first, Instance)
    keeps_at_first = first.keep()

    shutil.rmtree(home)
    second = claim_instance(shell, home)
    assert isinstance(second, Instance)

    assert keeps_at_first
    assert not first.keep()
    assert second.keep()
    first.release()
    second.release()


def test_where_the_folder_cannot_be_made_again_the_other_lock_will_do(tmp_path: Path) -> None:
    home = tmp_path / "state"
    first = claim_instance(tmp_path / "run", home)
    assert isinstance(first, Instance)

    shutil.rmtree(home)
    home.touch()

    assert first.keep()
    first.release()


def test_a_runtime_folder_whose_name_is_no_text_is_found_all_the_same(tmp_path: Path) -> None:
    home, login = tmp_path / "state", Path(os.fsdecode(os.fsencode(tmp_path) + b"/run-\xff"))
    instance = claim_instance(login, home)
    assert isinstance(instance, Instance)
    server = instance.serve(lambda _request, asker: asker(Reply(ok=True, fields={"who": "login"})))
    server.start()

    reply = SocketEndpoint(tmp_path / "shell", home).request(Request("status"))

    server.stop()
    instance.release()
    assert reply.fields == {"who": "login"}


def test_where_nothing_can_be_kept_beside_the_session_one_lock_will_do(tmp_path: Path) -> None:
    (tmp_path / "state").touch()

    instance = claim_instance(tmp_path / "run", tmp_path / "state")

    assert isinstance(instance, Instance)
    assert claim_instance(tmp_path / "run", tmp_path / "state") == AlreadyRunning(os.getpid())
    instance.release()


@pytest.mark.parametrize("written", ["", "7", "7\n", "7\n\n", "\udcff"])
def test_a_lock_that_names_no_socket_sends_nobody_astray(tmp_path: Path, written: str) -> None:
    (tmp_path / "deskbreak.lock").write_bytes(os.fsencode(written))

    with pytest.raises(NotRunning):
        SocketEndpoint(tmp_path / "run", tmp_path).request(Request("status"))
