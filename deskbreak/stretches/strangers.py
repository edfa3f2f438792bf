"""Stretches that somebody names and nobody has: what is said of them, with the one that was meant."""

from collections.abc import Iterator
from gettext import gettext as _

from deskbreak.core.naming import not_one, stretches_named
from deskbreak.core.policy import Stretches
from deskbreak.core.stretch import Stretch


def strangers_in(chosen: Stretches, catalogue: tuple[Stretch, ...]) -> Iterator[tuple[str, str]]:
    """Keys of settings that name a stretch that is called otherwise, and what is said of each.

    They are right all the same: the pack that has the stretch may be away for a while. One never
    wanted stays out by its name, too, but that is another in another language.
    """
    known = {stretch.id for stretch in catalogue}
    named = {
        "stretches.never": chosen.never,
        "stretches.favourite": chosen.favourite,
        "stretches.plans": tuple(id_ for plan in chosen.plans.each for id_ in plan.moves),
    }
    for key, ids in named.items():
        for id_ in dict.fromkeys(ids):
            if id_ not in known:
                yield key, no_stretch(id_, catalogue)


def no_stretch(typed: str, catalogue: tuple[Stretch, ...]) -> str:
    """What to say where that is no stretch, or the name of several."""
    from deskbreak.files.strict import nearest  # noqa: PLC0415  (only for an error)

    found = stretches_named(typed, catalogue)
    if len(found) > 1:
        return not_one(typed, found)
    close = found[0].id if found else nearest(typed, [stretch.id for stretch in catalogue])
    if close is None:
        return not_one(typed, ())
    text = _(
        'There is no stretch "{id}": did you mean "{close}"? deskbreak stretches list names them all.'
    )
    return text.format(id=typed, close=close)
