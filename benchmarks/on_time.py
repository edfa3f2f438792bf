"""How late proposals come while every core is busy.

    python benchmarks/on_time.py [--proposals 200] [--limits]

The daemon runs on a private session bus, as many endless loops as there are cores run beside it.
Each proposal is snoozed for a second; what is told is how long after that second the next
notification had arrived, the way of the answer to the daemon included. `--limits` makes it fail
where one is more than a second late.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from desktop import Desktop, wait_until
from fakes import Notification

from deskbreak.control.client import request
from deskbreak.control.protocol import NotRunning, Request

LIMIT = 1.0
SNOOZE = 1
SETTINGS = """
[breaks]
every = "2s"
lull = "0s"
settle = "0s"
snooze_limit = 100000
daily_limit = 0
[notifications]
picture = false
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--proposals", type=int, default=200)
    parser.add_argument("--limits", action="store_true")
    wanted = parser.parse_args()
    cores = os.cpu_count() or 1
    busy = [subprocess.Popen((sys.executable, "-c", "while True: pass")) for _core in range(cores)]
    try:
        late = lateness(wanted.proposals)
    finally:
        for loop in busy:
            loop.kill()
            loop.wait()
    *_most, ninety_nine = statistics.quantiles(late, n=100)
    print(
        f"{len(late)} proposals with {cores} cores busy: {statistics.median(late):.3f} s late "
        f"(median), {ninety_nine:.3f} s (99 of 100), {max(late):.3f} s at most"
    )
    return 1 if wanted.limits and max(late) > LIMIT else 0


def lateness(count: int) -> list[float]:
    with Desktop() as desktop:
        settings = Path(desktop.env["XDG_CONFIG_HOME"]) / "deskbreak" / "deskbreak.toml"
        settings.parent.mkdir(mode=0o700, parents=True)
        settings.write_text(SETTINGS)
        sent = desktop.fakes.notifications.sent
        env = {"WAYLAND_DISPLAY": "nobody-there"}  # a desktop, on which no input can be seen
        daemon = desktop.start(sys.executable, "-m", "deskbreak", "run", env=env)
        line = Path(desktop.env["XDG_RUNTIME_DIR"]) / "deskbreak.sock"
        wait_until(lambda: is_proposed(line), "a proposal", within=30, why=daemon.printed)
        wait_until(lambda: proposals(sent), "its notification", why=daemon.printed)
        return [late(sent, line) for _proposal in range(count)]


def is_proposed(line: Path) -> bool:
    with suppress(NotRunning):
        return request(line, Request("status")).fields["proposal"] is not None
    return False


def proposals(sent: Sequence[Notification]) -> int:
    """Questions about the settings come as notifications, too."""
    return sum("start" in each.actions for each in sent)


def late(sent: Sequence[Notification], line: Path) -> float:
    """How long after the end of its snooze the next one had arrived."""
    before, due = proposals(sent), time.monotonic() + SNOOZE
    reply = request(line, Request("snooze", {"for_s": SNOOZE}))
    if not reply.ok:
        raise SystemExit(reply.error)
    while proposals(sent) == before:
        if time.monotonic() > due + 30:
            raise SystemExit("no proposal came")
        time.sleep(0.002)
    return time.monotonic() - due


if __name__ == "__main__":
    sys.exit(main())
