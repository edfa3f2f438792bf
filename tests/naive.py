"""How programs that see only the keyboard and the mouse would count a day, from scratch.

Each rule is the plain idea in a few lines, read in its favour: the idle minutes before a reset are
not counted as sitting, sleep is idleness like any other, and a break that was started by a click
is one, however short.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

GRACE = timedelta(seconds=5)
RESET = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    began: datetime
    ended: datetime

    @property
    def length(self) -> timedelta:
        return self.ended - self.began

    def overlap(self, other: "Span") -> timedelta:
        shared = min(self.ended, other.ended) - max(self.began, other.began)
        return max(shared, timedelta())


Bout = tuple[Span, ...]
"""What was counted as sitting between two breaks, in order."""


def typing_only(signs: Iterable[Span], starts: Collection[datetime]) -> tuple[Bout, ...]:
    """Time counts while a key was pressed within the last 5 s; 5 min without one are a break."""
    return tuple(_with_grace(spell) for spell in _spells(signs, starts))


def timer_with_idle_reset(signs: Iterable[Span], starts: Collection[datetime]) -> tuple[Bout, ...]:
    """Wall time since the last break; 5 min without a key are a break."""
    return tuple((_whole(spell),) for spell in _spells(signs, starts))


def _spells(signs: Iterable[Span], starts: Collection[datetime]) -> list[list[Span]]:
    """The signs in order, apart where none was seen for `RESET` or a break was started."""
    spells: list[list[Span]] = []
    for sign in sorted(signs):
        if not spells or _is_apart(spells[-1], sign, starts):
            spells.append([])
        spells[-1].append(sign)
    return spells


def _is_apart(spell: list[Span], sign: Span, starts: Collection[datetime]) -> bool:
    is_idle = sign.began - _whole(spell).ended >= RESET
    return is_idle or any(spell[-1].began <= start < sign.began for start in starts)


def _whole(spell: list[Span]) -> Span:
    return Span(spell[0].began, max(sign.ended for sign in spell))


def _with_grace(spell: list[Span]) -> Bout:
    """Each sign and the grace after it, as far as it reaches before the next."""
    reaches = [Span(a.began, min(b.began, a.ended + GRACE)) for a, b in pairwise(spell)]
    return (*reaches, Span(spell[-1].began, spell[-1].ended + GRACE))
