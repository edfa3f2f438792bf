"""A break that was begun on a page is guided there alone, for as long as that page is there."""

from collections.abc import Callable

from deskbreak.control.protocol import Asker, Reply


class PageGuide:
    """Knows the pages that guide, each by a line of the control socket that it keeps open.

    A page need not say that it goes: closed, crashed or killed, its line ends with it. `gone` is
    called then, in any thread.
    """

    def __init__(self, gone: Callable[[], None]) -> None:
        self._gone = gone
        self._pages: tuple[Asker, ...] = ()

    @property
    def is_there(self) -> bool:
        return any(page.is_listening for page in self._pages)

    def begin(self, page: Asker) -> None:
        """In the control thread."""
        page.when_gone(self._gone)
        self._pages = (*(each for each in self._pages if each.is_listening), page)
        self.prove()

    def prove(self) -> None:
        """Where no system tells of an end, as on Windows, it shows in what cannot be sent."""
        for page in self._pages:
            page(Reply(ok=True))
