"""What a bundle starts with."""

import os
import sys

from deskbreak.__main__ import main

_LIBRARIES = "LD_LIBRARY_PATH"
_FROM_THE_BEGINNING = "PYINSTALLER_RESET_ENVIRONMENT"
"""Has a bundle that is started by a bundle look for its own libraries once more."""


def leave_the_system_s_libraries_to_others() -> None:
    """The bundle's own are loaded from here on; a browser or a hook that is started is not of it."""
    before = os.environ.pop(f"{_LIBRARIES}_ORIG", None)
    if before is None:
        os.environ.pop(_LIBRARIES, None)
    else:
        os.environ[_LIBRARIES] = before
    os.environ[_FROM_THE_BEGINNING] = "1"


if sys.platform == "linux":
    leave_the_system_s_libraries_to_others()
sys.exit(main())
