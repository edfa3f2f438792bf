"""The errors that are somebody's to mend; everything else is a bug and keeps its traceback."""

from gettext import gettext as _

from deskbreak.core.in_a_list import labelled
from deskbreak.value import value


@value
class Problem:
    """One thing wrong in a file of the user's.

    `place` says where (a dotted key, a line), `found` what stands there, `allowed` what may.
    """

    place: str
    found: str
    allowed: str

    def __str__(self) -> str:
        wrong = _("{found}; {allowed}").format(found=self.found, allowed=self.allowed)
        return labelled(self.place, wrong)


class ConfigError(Exception):
    """The user must mend a file of theirs; the message lists every problem, one a line."""

    def __init__(self, source: str, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(labelled(source, str(problem)) for problem in problems))
        self.source = source
        self.problems = problems


class StorageError(Exception):
    """A file of deskbreak's own cannot be read or written; says which and what to do."""


class SensorError(Exception):
    """The desktop does not tell something; says what was tried and what answered."""


NOT_TO_BE_HAD = (SensorError, ImportError, OSError)
"""Why a sensor cannot be used.

An update may take its module away under the running daemon, and too many files may be open.
"""


class SurfaceError(Exception):
    """The desktop does not show something; says what was tried and what answered."""
