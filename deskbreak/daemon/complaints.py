"""What the user must mend: logged at once, and told as soon as there is somebody to tell."""

import logging
from collections.abc import Callable
from gettext import gettext as _

_LOG = logging.getLogger(__name__)


class Complaints:
    """They stay until somebody has been told."""

    def __init__(self) -> None:
        self._untold: dict[str, list[str]] = {}

    def add(self, text: str, bug: Exception | None = None) -> None:
        """A `bug` behind it leaves its traceback in the log."""
        self._add(_("Something went wrong"), text, bug)

    def add_setting(self, text: str) -> None:
        self._add(_("A setting is wrong"), text)

    def pass_on(self, tell: Callable[[str, str], None]) -> None:
        """Tell all that is untold, at once for each title; where that fails, it stays so."""
        for title, texts in tuple(self._untold.items()):
            known = tuple(texts)
            if known:
                tell(title, "\n".join(known))
                del texts[: len(known)]

    def _add(self, title: str, text: str, bug: Exception | None = None) -> None:
        if bug is None:
            _LOG.warning("%s", text)
        else:
            _LOG.error("%s", text, exc_info=bug)
        self._untold.setdefault(title, []).append(text)
