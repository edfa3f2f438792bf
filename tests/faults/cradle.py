"""Deskbreaks by the dozen: a process that has loaded deskbreak and makes each of them by a fork.

Each runs `deskbreak run`, or serves the page, as it is, in folders of its own; what happens to it
besides is a fault, of which the product knows nothing. Run alone, this file is the process that
forks; it is told which of the two it is to load:

    {"run": [arguments], "env": {...}, "log": file, "fault": {...}}   ->  its process id
    {"wait": process id, "within": seconds}                            ->  its exit code, or null
"""

import ctypes
import faulthandler
import gc
import importlib
import json
import os
import pkgutil
import re
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

_NEVER_IN_A_DAEMON = re.compile(
    r"\.(page|window|figures|doctor|cli|login|__main__)|windows|macos|capture|native|osascript|draw"
    r"|pystray|plyer|winrt"
)
_OF_A_SERVER = (
    *("uvicorn.lifespan.on", "uvicorn.loops.asyncio", "uvicorn.protocols.http.h11_impl"),
    "deskbreak.__main__",
)
_PR_SET_PDEATHSIG = 1
TESTS = Path(__file__).resolve().parent.parent


class Cradle:
    """The tests' end of it. Use as a context manager: all that it made ends with it."""

    def __init__(self, env: dict[str, str] | None = None, of: str = "daemons") -> None:
        """`env`: of this process and all that it makes besides their own; `of`: or "pages"."""
        self.env = env or {}
        self.since = datetime.now(UTC).timestamp()
        """When time began to go faster, where it does."""
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__)), of],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **self.env},
        )
        self._ended: dict[int, int | None] = {}
        """The exit codes of all that it made; None while they run."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for pid in self._ended:
            self.kill(pid)
        self._process.communicate()

    def run(
        self,
        env: dict[str, str],
        log: Path,
        fault: dict[str, Any] | None = None,
        arguments: tuple[str, ...] = ("run",),
    ) -> int:
        asked = {
            "run": arguments,
            "env": {**env, **self.env},
            "log": str(log),
            "fault": fault or {},
        }
        pid = int(self._ask(asked))
        self._ended[pid] = None
        return pid

    def wait(self, pid: int, within: float = 60) -> int | None:
        """Its exit code (the signal, below zero); None while it runs."""
        if self._ended[pid] is None:
            self._ended[pid] = self._ask({"wait": pid, "within": within})
        return self._ended[pid]

    def kill(self, pid: int) -> None:
        """As `kill -9`; harmless where it has ended by itself."""
        if self.wait(pid, 0) is None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            self.wait(pid)

    def _ask(self, asked: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def main(of: str) -> None:
    sys.path[:0] = [str(TESTS), str(TESTS.parent)]
    _load(*(_of_a_page() if of == "pages" else _of_a_daemon()))
    children: dict[int, int] = {}
    for line in sys.stdin:
        asked = json.loads(line)
        if "run" in asked:
            pid = os.fork()
            if pid == 0:
                _live(asked)
            children[pid] = os.pidfd_open(pid)
            told: int | None = pid
        else:
            told = _ended(children, asked["wait"], asked["within"])
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def _ended(children: dict[int, int], pid: int, within: float) -> int | None:
    if not select.select([children[pid]], [], [], within)[0]:
        return None
    os.close(children.pop(pid))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _load(*modules: str) -> None:
    """All that a fork may come to load, so that none has to."""
    for name in modules:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()


def _of_a_daemon() -> Iterator[str]:
    """On Linux."""
    import deskbreak  # noqa: PLC0415  (from this checkout, once its path is known)

    for module in pkgutil.walk_packages(deskbreak.__path__, "deskbreak."):
        if not _NEVER_IN_A_DAEMON.search(module.name):
            yield module.name
    yield from ("sqlite3", "deskbreak.cli.daemon", "deskbreak.__main__", "faults.misfortune")


def _of_a_page() -> Iterator[str]:
    from deskbreak import page  # noqa: PLC0415  (likewise)

    yield from (module.name for module in pkgutil.iter_modules(page.__path__, "deskbreak.page."))
    yield from _OF_A_SERVER


def _live(asked: dict[str, Any]) -> None:
    """Never returns: it is a deskbreak, and ends as that does."""
    code = 70
    try:
        os.setsid()
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # whoever ends the tests ends it
        _streams(asked["log"])
        os.environ.clear()
        os.environ.update(asked["env"])
        time.tzset()
        from deskbreak.__main__ import main as deskbreak  # noqa: PLC0415  (loaded before)

        sys.argv = ["deskbreak", *asked["run"]]
        faulthandler.register(signal.SIGUSR1)  # who hangs tells where
        if asked["fault"]:
            from faults import misfortune  # noqa: PLC0415  (likewise)

            misfortune.befall(asked["fault"])
        code = deskbreak()
    except BaseException:  # noqa: BLE001  (whatever it was, this must not go on as its parent)
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)


def _streams(log: str) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for source, target in ((nothing, 0), (out, 1), (out, 2)):
        os.dup2(source, target)
    os.closerange(3, 256)
    sys.stdin = _text(0, "r")
    sys.stdout, sys.stderr = _text(1, "w"), _text(2, "w")


def _text(descriptor: int, mode: str) -> Any:
    return open(descriptor, mode, encoding="utf-8", errors="replace", closefd=False)


if __name__ == "__main__":
    main(sys.argv[1])
