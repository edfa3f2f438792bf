"""A guard on a clock of the test's own, and what it complains about."""

from datetime import timedelta

from deskbreak.daemon.complaints import Complaints
from deskbreak.daemon.guard import Guard
from deskbreak.files.installed import Installed


class Guarded:
    def __init__(self, installed: Installed | None = None) -> None:
        self.uptime = timedelta()
        self.complaints = Complaints()
        self.guard = Guard(lambda: self.uptime, self.complaints, installed or Installed())

    def told(self) -> list[str]:
        """What the user is told now, and not a second time."""
        texts: list[str] = []
        self.complaints.pass_on(lambda _title, text: texts.append(text))
        return texts
