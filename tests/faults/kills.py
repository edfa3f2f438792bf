"""Kills daemons at random moments while they are answered, and compares what was told with what is kept.

    PYTHONPATH=tests python -m faults.kills [--kills 10000] [--within SECONDS] [--workers 2] [--seed N]

Prints how many it were; ends with 1 where an answer was lost or kept twice, or the time was too short.
"""

import argparse
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from faults.cradle import Cradle
from faults.household import Household

_ANSWERS = ("done", "skip", "snooze")
_BETWEEN_LOOKS = 10  # lives: one is a few milliseconds


@dataclass(frozen=True, slots=True)
class Toll:
    """`kills` by a signal; `told` answers that were said to be noted, `unsure` ones without a reply."""

    kills: int = 0
    told: int = 0
    unsure: int = 0
    wrong: tuple[str, ...] = ()

    def __add__(self, other: "Toll") -> "Toll":
        return Toll(
            self.kills + other.kills,
            self.told + other.told,
            self.unsure + other.unsure,
            self.wrong + other.wrong,
        )


def killed(
    cradle: Cradle, folder: Path, kills: int, chance: Random, is_over: Callable[[], bool]
) -> Toll:
    home, number = Household(cradle, folder), 0
    wrong: list[str] = []
    while number < kills and not wrong and not is_over():
        number += _killed_once(home, chance)
        if number % _BETWEEN_LOOKS == 0 or number == kills or is_over():
            home.up()
            wrong = home.contradictions()
            home.kill()
            number += 1
    told, unsure = home.told.sure.total(), home.told.unsure.total()
    return Toll(number, told, unsure, tuple(wrong))


def _killed_once(home: Household, chance: Random) -> bool:
    """While it starts, or while it is answered as fast as it can."""
    pid = home.start()
    if chance.random() < 0.7:
        home.answers()
    timer = threading.Timer(chance.uniform(0, 0.15), _kill, (pid,))
    timer.start()
    while not home.has_ended():
        answer = chance.choice(_ANSWERS)
        if home.answer(answer, **({"for_s": 1} if answer == "snooze" else {})) is None:
            home.answers()
    timer.join()
    home.pid = None
    return True


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _worker(kills: int, within: float, seed: int) -> Toll:
    over = threading.Event()
    timer = threading.Timer(within, over.set)
    timer.daemon = True
    timer.start()
    with tempfile.TemporaryDirectory(prefix="kills-") as folder, Cradle() as cradle:
        return killed(cradle, Path(folder) / "home", kills, Random(seed), over.is_set)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=10_000)
    parser.add_argument("--within", type=float, default=3600)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    each = -(-asked.kills // asked.workers)
    with ProcessPoolExecutor(asked.workers) as pool:
        seeds = range(asked.seed, asked.seed + asked.workers)
        tolls = pool.map(_worker, [each] * asked.workers, [asked.within] * asked.workers, seeds)
        toll = sum(tolls, Toll())
    sys.stdout.write(
        f"{toll.kills} kills, {toll.told} answers noted, {toll.unsure} without a reply: "
        f"{', '.join(toll.wrong) or 'none lost, none kept twice'}\n"
    )
    if toll.kills < asked.kills and not toll.wrong:
        sys.stdout.write(f"The time was over before the {asked.kills} kills that were asked for.\n")
    return int(bool(toll.wrong) or toll.kills < asked.kills)


if __name__ == "__main__":
    sys.exit(main())
