"""A move as this person does it now: their cautions, what hurt lately, and what practice led to."""

from dataclasses import replace
from datetime import date, datetime

from deskbreak.core.avoid import for_person
from deskbreak.core.pain import Pain
from deskbreak.core.policy import Settings, Stretches
from deskbreak.core.practice import Practice, most_of
from deskbreak.core.stretch import Stretch, in_form, whole_length


def in_own_way(
    stretch: Stretch, settings: Settings, practice: Practice, pain: Pain, day: date, now: datetime
) -> Stretch:
    """The same in every surface."""
    own = in_own_form(stretch, settings.stretches, pain, now)
    return practice.dosed(own, day, most_of(settings))


def begun_with(
    stretch: Stretch, settings: Settings, pain: Pain, day: date, now: datetime
) -> Stretch:
    """As this person would do it were it the first time."""
    return in_own_way(stretch, settings, Practice(), pain, day, now)


def in_own_form(stretch: Stretch, wishes: Stretches, pain: Pain, now: datetime) -> Stretch:
    """At its first dose. Where it was uncomfortable lately, its easier form is the way."""
    own = for_person(stretch, wishes)
    if not own.easier or not pain.is_eased(own.id, now):
        return own
    eased = in_form(own, (*own.ways, own.easier), own.easier_without)
    eased = replace(eased, hold=min(own.hold, own.easier_hold))
    return replace(eased, length=whole_length(eased)) if eased.is_counted else eased
