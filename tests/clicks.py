"""What a tray shows and what is clicked in it, for the trays of Windows and macOS."""

from deskbreak.surfaces.tray import Entry, Separator, TrayContent


class Clicks:
    """What was clicked, in order."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def on(self, what: str) -> Entry:
        return Entry(what, lambda: self.seen.append(what))


def content(*menu: Entry | Separator, tooltip: str = "38 min", icon: str = "due") -> TrayContent:
    return TrayContent(icon, tooltip, menu or (Entry("Quit"),))
