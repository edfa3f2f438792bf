"""What commands cost as whole processes, beside `python -c pass` of the same interpreter.

    python benchmarks/commands.py [--rounds 9] [--limits]

Ten years of history lie behind them, and a daemon without a desktop answers those that ask one. It
is the processor's time of the command that counts; the rounds are interleaved, so that what else
the machine does falls on all alike, and medians are told. `--limits` makes it fail above the limits
of the design.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deskbreak.core.record import DayPart, Outcome, Record
from deskbreak.history.database import open_history

DAYS = 3650
FIRST_DAY = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0) - timedelta(
    days=DAYS
)
REFUSED = {("snooze",)}
"""Nothing is proposed: the daemon says so."""
NOTHING = ("-c", "pass")
LIMITS = {
    ("--version",): 5,
    ("status",): 6,
    ("why",): 6,
    ("snooze",): 6,
    ("stretches", "list"): 14,
    ("stats",): 15,
    ("stats", "--days", "3650"): 20,
    ("stats", "--days", "3650", "--json"): 12,
}
"""How often `python -c pass` fits into each."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--limits", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        env = home_with_history(Path(home))
        commands = [NOTHING, *(("-m", "deskbreak", *command) for command in LIMITS)]
        with daemon(env):
            rounds = [
                [cpu_ms(command, env) for command in commands] for _ in range(wanted.rounds + 1)
            ]
    nothing, *costs = (statistics.median(column) for column in zip(*rounds[1:], strict=True))
    print(f"{'python -c pass':28} {nothing:6.1f} ms")
    for (command, limit), cost in zip(LIMITS.items(), costs, strict=True):
        told = f"{cost:6.1f} ms = {cost / nothing:4.1f} x (at most {limit})"
        print(f"{' '.join(command):28} {told}")
    is_over = any(
        cost > limit * nothing for cost, limit in zip(costs, LIMITS.values(), strict=True)
    )
    return 1 if wanted.limits and is_over else 0


def home_with_history(home: Path) -> dict[str, str]:
    """An environment in which that history is the user's."""
    path = home / "data" / "deskbreak" / "history.sqlite3"
    path.parent.mkdir(parents=True)
    with closing(open_history(path, FIRST_DAY).history) as history:
        history.remember_all(_records())
    kinds = ("CONFIG_HOME", "STATE_HOME", "CACHE_HOME", "RUNTIME_DIR")
    folders = {f"XDG_{kind}": str(home / kind.lower()) for kind in kinds}
    for folder in folders.values():
        Path(folder).mkdir(mode=0o700)
    desktop = {"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"}
    left_out = {"PYTHONDONTWRITEBYTECODE", *desktop}
    env = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**env, **folders, "HOME": str(home), "XDG_DATA_HOME": str(home / "data")}


def _records() -> Iterator[Record]:
    """Every working day of ten years until yesterday ten bouts of 45 minutes."""
    outcomes = (Outcome.DONE, Outcome.NATURAL, Outcome.TAKEN, Outcome.SKIPPED)
    days = (FIRST_DAY + timedelta(days=n) for n in range(DAYS))
    for begins in days:
        if begins.weekday() >= 5:
            continue
        for n in range(10):
            outcome = outcomes[(begins.day + n) % len(outcomes)]
            sat_down_at, sat = begins + n * timedelta(minutes=50), timedelta(minutes=45)
            ended_at = sat_down_at + sat
            runs_on = outcome is Outcome.SKIPPED
            yield Record(
                id=f"{ended_at:%Y%m%dT%H%M%S}Z-{n}",
                at=ended_at,
                outcome=outcome,
                stretch=None if outcome is Outcome.NATURAL else "lunge",
                seat_time=sat,
                sat_down_at=sat_down_at,
                ended_at=None if runs_on else ended_at,
                snoozes=0,
                parts=() if runs_on else (DayPart(ended_at.date(), sat),),
                why="" if outcome is Outcome.NATURAL else "Hip flexor: a bit neglected lately.",
            )


@contextmanager
def daemon(env: Mapping[str, str]) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    run = (sys.executable, "-m", "deskbreak", "run")
    running = subprocess.Popen(run, env=env, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        asked = (*run[:3], "status")
        while subprocess.run(asked, env=env, capture_output=True, check=False).returncode:
            if running.poll() is not None:
                raise SystemExit("The daemon has ended.")
            time.sleep(0.1)
        yield
    finally:
        running.terminate()
        running.wait()


def cpu_ms(command: tuple[str, ...], env: Mapping[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run((sys.executable, *command), env=env, capture_output=True, check=False)
    if done.returncode != (command[2:] in REFUSED):
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr!r}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


if __name__ == "__main__":
    sys.exit(main())
