"""The daemon beside the page: it serves nothing, starts nothing, and is as it was afterwards."""

from collections import deque
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from command_line import CannedDaemon, Home
from desktop import wait_until
from served_page import daemon_of, served

from deskbreak.control.protocol import Asker, Reply, Request
from deskbreak.page.process import LOG_NAME


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells")
def test_the_daemon_is_the_same_before_during_and_after(home: Home) -> None:
    with daemon_of(home) as daemon:
        before = at_rest(daemon.pid)
        with served(home) as page:
            visitor = page.visitor()
            streams = [visitor.stream("/events") for _screen in range(3)]
            assert [stream.readline() for stream in streams] == [b"event: status\n"] * 3
            during = seen(daemon.pid)
            for stream in streams:
                stream.close()
        wait_until(lambda: seen(daemon.pid) == before, "what it was before")

    assert during["Threads"] == before["Threads"]
    assert during["children"] == before["children"] == "0"
    assert during["tcp"] == before["tcp"] == "0"
    assert int(during["files"]) <= int(before["files"]) + 1  # one watch for all screens


def test_a_page_that_ends_while_a_daemon_keeps_it_waiting_has_no_error_to_tell(home: Home) -> None:
    silent = SilentDaemon(Reply(ok=True))
    with silent.running(), served(home) as page:
        visitor = page.visitor()
        with closing(HTTPConnection("127.0.0.1", visitor.port)) as connection:
            connection.request("GET", "/today", headers={"cookie": visitor.cookie})
            wait_until(lambda: silent.asked, "a question")
            page.process.terminate()
            page.process.wait()

    assert "Traceback" not in (home.folder / "state" / "deskbreak" / LOG_NAME).read_text()


class SilentDaemon(CannedDaemon):
    """Hears, and never says a word."""

    def respond(self, request: Request, asker: Asker) -> None:
        del asker
        self.asked.append(request)


def at_rest(pid: int) -> dict[str, str]:
    """Once it is the same in ten looks: just after its start a file may be open still."""
    looks = deque[dict[str, str]](maxlen=10)

    def is_still() -> bool:
        looks.append(seen(pid))
        return len(looks) == 10 and all(look == looks[0] for look in looks)

    wait_until(is_still, "its rest")
    return looks[0]


def seen(pid: int) -> dict[str, str]:
    """What the kernel tells of a process."""
    process = Path("/proc", str(pid))
    status = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
    files = [link.readlink() for link in (process / "fd").iterdir()]
    sockets = {str(link).removeprefix("socket:[").removesuffix("]") for link in files}
    tcp = [
        line
        for table in ("tcp", "tcp6")
        for line in (process / "net" / table).read_text().splitlines()[1:]
        if line.split()[9] in sockets
    ]
    children = (process / "task" / str(pid) / "children").read_text().split()
    return {
        "Threads": status["Threads"].strip(),
        "files": str(len(files)),
        "tcp": str(len(tcp)),
        "children": str(len(children)),
    }
