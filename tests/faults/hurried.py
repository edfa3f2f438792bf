"""`python -m faults.hurried SPEED SINCE SLEPT ARGUMENTS`: the real deskbreak, for whom time goes faster."""

import sys

from deskbreak.__main__ import main
from faults import misfortune

if __name__ == "__main__":
    _self, speed, since, slept, *arguments = sys.argv
    misfortune.befall({"speed": float(speed), "since": float(since), "slept": slept})
    sys.argv = ["deskbreak", *arguments]
    sys.exit(main())
