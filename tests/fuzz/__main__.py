"""`python -m fuzz [--seconds 60] [TARGET...]`: each target for so long; ends with 1 where one fails.

Of the inputs that were read it tells how many the first parser refused, how many what stands behind
it, and how many were taken. What is found becomes a test where it belongs.
"""

import argparse
import logging
import os
import sys
import time
import traceback
from collections import Counter
from itertools import count

from hypothesis import HealthCheck, Phase, given, seed, settings

from fuzz.damage import damaged
from fuzz.targets import Target, targets

_AT_ONCE = 500
_FATES = ("unparsed", "refused", "taken")


def fuzzed(target: Target, seconds: float) -> tuple[Counter[str], str]:
    """What became of all that was read, and what came of the worst."""
    fates, until = Counter[str](), time.monotonic() + seconds
    began = int.from_bytes(os.urandom(4))
    seeds = tuple(one.content for one in target.seeds)

    def read(content: bytes) -> None:
        fates[target.fate_of(content)] += 1

    for number in count(began):
        attempt = settings(
            max_examples=_AT_ONCE,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        )(seed(number)(given(damaged(seeds))(read)))
        try:
            attempt()
        except Exception:  # noqa: BLE001  (it is what is sought)
            return fates, traceback.format_exc()
        if time.monotonic() > until:
            return fates, ""
    raise AssertionError


def main() -> int:
    known = targets()
    parser = argparse.ArgumentParser(prog="python -m fuzz")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("target", nargs="*", choices=[[], *known], metavar="TARGET")
    asked = parser.parse_args()
    logging.disable()  # it would tell of every input
    has_failed = False
    for name in asked.target or known:
        fates, found = fuzzed(known[name], asked.seconds)
        has_failed = has_failed or bool(found)
        told = ", ".join(f"{fates[fate]} {fate}" for fate in _FATES)
        sys.stdout.write(f"{name}: {fates.total()} inputs ({told}), {found or 'nothing found'}\n")
        sys.stdout.flush()
    return int(has_failed)


if __name__ == "__main__":
    sys.exit(main())
