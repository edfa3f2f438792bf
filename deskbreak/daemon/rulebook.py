"""What the rules are made of: settings and stretches. They are read again as they change."""

from dataclasses import replace
from datetime import tzinfo
from pathlib import Path

from deskbreak.core.in_a_list import labelled
from deskbreak.core.policy import Settings
from deskbreak.core.state import Rules
from deskbreak.core.stretch import Stretch
from deskbreak.daemon.complaints import Complaints
from deskbreak.daemon.loop import Inbox, RulesSet, Woken
from deskbreak.files import folders, resources
from deskbreak.language import SPOKEN
from deskbreak.settings.followed import SaveWatch, SettingsFile
from deskbreak.stretches.catalogue import load_catalogue
from deskbreak.stretches.packs import with_packs
from deskbreak.stretches.strangers import strangers_in
from deskbreak.stretches.translated import in_own_language


class Rulebook:
    """Sends the loop one message for each change. All of it is for the loop's thread."""

    def __init__(self, inbox: Inbox, settings: Path, complaints: Complaints) -> None:
        self._inbox = inbox
        self._complaints = complaints
        self._strangers = ""
        self._bundled = load_catalogue(resources.config_file("stretches.toml"))
        self._file = SettingsFile(
            settings, folders.last_good_file(), complaints.add_setting, complaints.add
        )
        self.saves = SaveWatch(settings, lambda: inbox.put(Woken()))
        """What wakes the loop soon after a save, once somebody waits for it."""

    def first(self, seed: str, zone: tzinfo) -> Rules:
        settings = self._file.first()
        return Rules(settings, self._catalogue(settings), zone, seed)

    def look_at_settings(self) -> None:
        """Once a round, because a save is told on Linux alone, and not everywhere there."""
        self.saves.follow()
        settings = self._file.changed()
        if settings is not None:
            catalogue = self._catalogue(settings)
            self._inbox.put(
                RulesSet(lambda rules: replace(rules, settings=settings, catalogue=catalogue))
            )

    def _catalogue(self, settings: Settings) -> tuple[Stretch, ...]:
        SPOKEN.choose(settings.look.language)
        bundled = in_own_language(self._bundled)
        catalogue = with_packs(bundled, settings.stretches.packs, self._complaints.add)
        strangers = "\n".join(
            labelled(*each) for each in strangers_in(settings.stretches, catalogue)
        )
        if strangers not in {"", self._strangers}:
            self._complaints.add_setting(strangers)
        self._strangers = strangers
        return catalogue
