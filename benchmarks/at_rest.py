"""What the daemon costs at rest: wake-ups a minute over all threads, memory, processes started.

    python benchmarks/at_rest.py [--seconds 60]

Starts the daemon on a private desktop (Xvfb, session bus, dunst, xfce4-panel where installed),
moves the mouse so that somebody is seated, and lets go: then nothing but the daemon's own
deadlines may wake it. Memory is PSS; run it alone, because PSS falls while other Pythons share
its pages. `--limits` makes it fail above the limits of the design.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from desk_day import DeskDay  # the same desktop as the tests'

WAKEUPS_A_MINUTE = 12
PSS_KB = 22 * 1024
"""With SQLite in it: the desktop here waits for a status, and that tells of today."""


@dataclass(frozen=True, slots=True)
class Cost:
    wakeups_a_minute: float
    pss_kb: int
    private_kb: int
    threads: int
    cpu_ms_a_minute: float
    children: int

    def __str__(self) -> str:
        return (
            f"{self.wakeups_a_minute:.1f} wake-ups a minute over {self.threads} threads, "
            f"{self.cpu_ms_a_minute:.0f} ms CPU a minute, PSS {self.pss_kb / 1024:.1f} MB "
            f"({self.private_kb / 1024:.1f} MB private), {self.children} child processes"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--limits", action="store_true")
    wanted = parser.parse_args()
    with DeskDay(settings="") as desk:
        desk.sit_down()
        cost = measured(desk.daemon.process.pid, wanted.seconds)
    print(cost)
    too_much = cost.wakeups_a_minute > WAKEUPS_A_MINUTE or cost.pss_kb > PSS_KB or cost.children
    return 1 if wanted.limits and too_much else 0


def measured(pid: int, seconds: float) -> Cost:
    """What the process does in so many seconds, all of its threads together."""
    wakeups, seen = 0, _switches(pid)
    cpu_before, children = _cpu_ms(pid), 0
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        time.sleep(0.25)
        now = _switches(pid)  # a thread may end meanwhile, and its count with it
        wakeups += sum(count - seen.get(thread, 0) for thread, count in now.items())
        seen = now
        children = max(children, len(_children(pid)))
    minutes = seconds / 60
    memory = _memory(pid)
    return Cost(
        wakeups_a_minute=wakeups / minutes,
        pss_kb=memory["Pss"],
        private_kb=memory["Private_Clean"] + memory["Private_Dirty"],
        threads=len(seen),
        cpu_ms_a_minute=(_cpu_ms(pid) - cpu_before) / minutes,
        children=children,
    )


def _switches(pid: int) -> dict[str, int]:
    """For each thread: every voluntary switch is a sleep that ended, a wake-up."""
    found = {}
    for thread, status in _of_each_thread(pid, "status"):
        for line in status.splitlines():
            if line.startswith("voluntary_ctxt_switches"):
                found[thread] = int(line.split()[1])
    return found


def _cpu_ms(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[str]:
    return [child for _thread, told in _of_each_thread(pid, "children") for child in told.split()]


def _of_each_thread(pid: int, file: str) -> Iterator[tuple[str, str]]:
    """What the kernel tells of it there; a thread that ends meanwhile is passed over."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):
            yield task.name, (task / file).read_text()


def _memory(pid: int) -> dict[str, int]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    return {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}


if __name__ == "__main__":
    sys.exit(main())
