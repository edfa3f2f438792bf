"""A move as this person does it now: their cautions, what hurt lately, and what practice led to."""

from datetime import date, datetime

from deskbreak.core.avoid import for_person
from deskbreak.core.pain import Pain
from deskbreak.core.policy import Settings
from deskbreak.core.practice import Practice, most_of
from deskbreak.core.stretch import Stretch, in_form


def in_own_way(
    stretch: Stretch, settings: Settings, practice: Practice, pain: Pain, day: date, now: datetime
) -> Stretch:
    """The same in every surface. Where it was uncomfortable lately, its easier form is the way."""
    own = for_person(stretch, settings.stretches)
    if own.easier and pain.is_eased(own.id, now):
        own = in_form(own, (*own.ways, own.easier))
    return practice.dosed(own, day, most_of(settings))
