"""The stretches as the commands see them: the bundled ones, and those of the user's packs."""

from deskbreak.cli.exits import RefusedError, complain
from deskbreak.core.naming import stretches_named
from deskbreak.core.policy import Settings
from deskbreak.core.stretch import Stretch
from deskbreak.settings.written import settings_in_force
from deskbreak.stretches.packs import with_packs
from deskbreak.stretches.strangers import no_stretch
from deskbreak.stretches.translated import bundled


def whole_catalogue() -> tuple[Stretch, ...]:
    return catalogue_of(settings_in_force())


def catalogue_of(settings: Settings) -> tuple[Stretch, ...]:
    """A pack that cannot be read is complained of and left out."""
    return with_packs(bundled(), settings.stretches.packs, complain)


def bundled_ids() -> tuple[str, ...]:
    return tuple(stretch.id for stretch in bundled())


def known_stretch(stretch_id: str, catalogue: tuple[Stretch, ...]) -> Stretch:
    """The one of that id or name, or with that in its name."""
    found = stretches_named(stretch_id, catalogue)
    if len(found) == 1:
        return found[0]
    raise RefusedError(no_stretch(stretch_id, catalogue))
