"""What each view of the page costs its server with ten years of history, beside one SQLite query.

    python benchmarks/page.py [--rounds 7]

The processor's time of the server counts, of all its threads, as the kernel has it; the query reads every
row of those ten years. Rounds are interleaved, medians are told. Linux only.
"""

import argparse
import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from commands import home_with_history

ROWS = 26_000
VIEWS = (
    "/today",
    *(f"/stats?span={span}" for span in ("day", "week", "month", "year")),
    *("/stats", "/stats/sheet"),
    *("/stretches", "/stretches/wall_angel", "/stretches/plan", "/stretches/own"),
    *("/settings", "/welcome", "/welcome?step=4"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        env = home_with_history(Path(home))
        server = Server(env)
        try:
            rounds = [
                [query_ms(Path(home)), *map(server.cost_ms, VIEWS)]
                for _ in range(wanted.rounds + 1)
            ]
        finally:
            server.end()
    query, *costs = (statistics.median(column) for column in zip(*rounds[1:], strict=True))
    print(f"{'one query':24} {query:6.1f} ms")
    for view, cost in zip(VIEWS, costs, strict=True):
        print(f"{view:24} {cost:6.1f} ms = {cost / query:4.2f} x")


def query_ms(home: Path) -> float:
    began = time.process_time()
    with closing(sqlite3.connect(home / "data" / "deskbreak" / "history.sqlite3")) as base:
        rows = base.execute("SELECT * FROM records ORDER BY at").fetchall()
    if len(rows) < ROWS:
        raise SystemExit(f"only {len(rows)} records are there")
    return 1000 * (time.process_time() - began)


class Server:
    """The page, opened once by whoever may."""

    def __init__(self, env: dict[str, str]) -> None:
        address = urlsplit(_said(env, "page", "--no-browser"))
        self._port = address.port or 0
        self._cookie = ""
        self._cookie = self._asked(address.path)[1].partition(";")[0]
        told = Path(env["XDG_RUNTIME_DIR"]) / "deskbreak-page.json"
        self._pid = int(told.read_text().strip("[] \n").rpartition(",")[2])

    def cost_ms(self, path: str) -> float:
        before = self._spent()
        code, _cookie = self._asked(path)
        if code != HTTPStatus.OK:
            raise SystemExit(f"{path} answers with {code}")
        return self._spent() - before

    def end(self) -> None:
        os.kill(self._pid, signal.SIGTERM)

    def _asked(self, path: str) -> tuple[int, str]:
        host = f"127.0.0.1:{self._port}"
        with closing(HTTPConnection(host, timeout=60)) as connection:
            connection.request("GET", path, headers={"cookie": self._cookie})
            response = connection.getresponse()
            response.read()
            return response.status, response.headers.get("set-cookie", "")

    def _spent(self) -> float:
        """In milliseconds, of all threads."""
        tasks = Path(f"/proc/{self._pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6


def _said(env: dict[str, str], *command: str) -> str:
    run = (sys.executable, "-m", "deskbreak", *command)
    return subprocess.run(run, env=env, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    main()
