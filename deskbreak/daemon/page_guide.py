"""A break that was begun on a page is guided there alone, for as long as that page is there."""

import sys
from collections.abc import Callable

from deskbreak.control.protocol import Asker, Reply


class PageGuide:
    """Knows the pages that guide, each by a line of the control socket that it keeps open.

    A page need not say that it goes: closed, crashed or killed, its line ends with it. `gone` is
    called then, in any thread.
    """

    def __init__(
        self, gone: Callable[[], None], *, is_told_of_ends: bool = sys.platform != "win32"
    ) -> None:
        self._gone = gone
        self._is_told_of_ends = is_told_of_ends
        self._pages: tuple[Asker, ...] = ()

    @property
    def is_there(self) -> bool:
        return any(page.is_listening for page in self._pages)

    def begin(self, page: Asker) -> None:
        """In the control thread."""
        page.when_gone(self._gone)
        self._pages = (*(each for each in self._pages if each.is_listening), page)
        page(Reply(ok=True))

    def prove(self) -> None:
        """Where no system tells of an end, as on Windows, it shows in what cannot be sent.

        Nowhere else is anything sent: a page reads none of it, and would be shut off in the end.
        """
        for page in () if self._is_told_of_ends else self._pages:
            page(Reply(ok=True))
