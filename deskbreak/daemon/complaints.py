"""What the user must mend: logged at once, and told as soon as there is somebody to tell."""

import logging
from collections.abc import Callable

_LOG = logging.getLogger(__name__)


class Complaints:
    """They stay until somebody has been told."""

    def __init__(self) -> None:
        self._untold: list[str] = []

    def add(self, text: str, bug: Exception | None = None) -> None:
        """A `bug` behind it leaves its traceback in the log."""
        if bug is None:
            _LOG.warning("%s", text)
        else:
            _LOG.error("%s", text, exc_info=bug)
        self._untold.append(text)

    def pass_on(self, tell: Callable[[str], None]) -> None:
        """Tell all that is untold at once; where that fails, it stays so."""
        texts = tuple(self._untold)
        if texts:
            tell("\n".join(texts))
            del self._untold[: len(texts)]
