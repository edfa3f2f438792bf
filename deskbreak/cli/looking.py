"""The settings as the commands see them that only look."""

from deskbreak.cli.exits import complain
from deskbreak.core.policy import Settings
from deskbreak.settings.salvage import holding


def settings_seen() -> Settings:
    """Beside a broken file, which is complained of, what the daemon goes on with."""
    settings, complaint = holding()
    if complaint is not None:
        complain(complaint)
    return settings
