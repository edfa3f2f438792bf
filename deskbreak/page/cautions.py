"""What to be careful with, in groups, and which moves each caution leaves out or makes easier."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from gettext import gettext as _

from deskbreak.core.avoid import Bar, Filters, area_name
from deskbreak.core.cautions import avoid_groups, avoid_texts
from deskbreak.core.policy import Settings, Stretches
from deskbreak.core.stretch import Area, Stretch
from deskbreak.value import value

_CAREFUL = frozenset({Bar.AVOID, Bar.INJURY})


@value
class Caution:
    """One box to tick: the names of the moves that it leaves out, and of those it makes easier."""

    tag: str
    text: str
    is_ticked: bool
    leaves_out: tuple[str, ...]
    eases: tuple[str, ...]


def cautions_by_group(
    settings: Settings, moves: Iterable[Stretch]
) -> Mapping[str, tuple[Caution, ...]]:
    """The cautions by their headings, for whoever sits as the settings say."""
    texts = avoid_texts()
    known = _suiting(settings, moves)

    def caution(tag: str) -> Caution:
        return Caution(
            tag,
            texts[tag],
            tag in settings.stretches.avoid,
            tuple(_stopped(settings, known, avoid=(tag,))),
            tuple(
                move.name
                for move in known
                if tag not in move.avoid and any(ease.tag == tag for ease in move.ease)
            ),
        )

    return {heading: tuple(map(caution, tags)) for heading, tags in avoid_groups().items()}


def injury_texts() -> Mapping[Area, str]:
    """Each part of the body with what it means to have been hurt there."""
    text = _("Recent injury or surgery: {where}")
    return {area: text.format(where=area_name(area)) for area in Area}


def injured_areas(settings: Settings, moves: Iterable[Stretch]) -> tuple[Caution, ...]:
    """The same for where somebody was hurt."""
    known = _suiting(settings, moves)
    return tuple(
        Caution(
            area.value,
            area_name(area),
            area in settings.stretches.injury,
            tuple(_stopped(settings, known, injury=(area,))),
            (),
        )
        for area in Area
    )


def _suiting(settings: Settings, moves: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Of the moves for wheelchairs and for other chairs, those that this person may meet at all."""
    wishes = replace(settings.stretches, avoid=(), injury=())
    filters = _filters(settings, wishes)
    return tuple(move for move in moves if Bar.WHEELCHAIR not in filters.bars(move))


def _stopped(
    settings: Settings,
    moves: Iterable[Stretch],
    *,
    avoid: tuple[str, ...] = (),
    injury: tuple[Area, ...] = (),
) -> Iterator[str]:
    filters = _filters(settings, replace(settings.stretches, avoid=avoid, injury=injury))
    return (move.name for move in moves if not _CAREFUL.isdisjoint(filters.bars(move)))


def _filters(settings: Settings, wishes: Stretches) -> Filters:
    return Filters(wishes, settings.breaks, (), {}, must_get_up=False)
