"""The stretches as the commands see them: the bundled ones, and those of the user's packs."""

from gettext import gettext as _

from deskbreak.cli.exits import RefusedError, complain
from deskbreak.core.naming import not_one, stretches_named
from deskbreak.core.policy import Settings
from deskbreak.core.stretch import Stretch
from deskbreak.files.strict import nearest
from deskbreak.settings.written import settings_in_force
from deskbreak.stretches.packs import with_packs
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
    close = None if found else nearest(stretch_id, [stretch.id for stretch in catalogue])
    if close is None:
        raise RefusedError(not_one(stretch_id, found))
    text = _(
        'There is no stretch "{id}": did you mean "{close}"? deskbreak stretches list names them all.'
    )
    raise RefusedError(text.format(id=stretch_id, close=close))
