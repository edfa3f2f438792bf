"""The stretches as the commands see them: the bundled ones, and those of the user's packs."""

from gettext import gettext as _

from deskbreak.cli.exits import RefusedError, complain
from deskbreak.core.policy import Settings
from deskbreak.core.stretch import Stretch
from deskbreak.files.folders import settings_file
from deskbreak.files.resources import config_file
from deskbreak.files.strict import nearest
from deskbreak.settings.file import load_settings
from deskbreak.stretches.catalogue import load_catalogue
from deskbreak.stretches.packs import with_packs


def whole_catalogue() -> tuple[Stretch, ...]:
    return catalogue_of(load_settings(settings_file()))


def catalogue_of(settings: Settings) -> tuple[Stretch, ...]:
    """A pack that cannot be read is complained of and left out."""
    return with_packs(_bundled(), settings.stretches.packs, complain)


def bundled_ids() -> tuple[str, ...]:
    return tuple(stretch.id for stretch in _bundled())


def known_stretch(stretch_id: str, catalogue: tuple[Stretch, ...]) -> Stretch:
    known = {stretch.id: stretch for stretch in catalogue}
    if stretch_id in known:
        return known[stretch_id]
    close = nearest(stretch_id, known)
    hint = _('did you mean "{id}"?').format(id=close) if close else ""
    text = _('There is no stretch "{id}": {hint} deskbreak stretches list names them all.')
    raise RefusedError(" ".join(text.format(id=stretch_id, hint=hint).split()))


def _bundled() -> tuple[Stretch, ...]:
    return load_catalogue(config_file("stretches.toml"))
