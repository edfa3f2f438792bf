"""How moves were, by what was said of them: how hard they were, and how much they hurt."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import assert_never

from deskbreak.core.pain import MAY_SAY_IT_HURT
from deskbreak.core.record import Feeling, HowItFelt
from deskbreak.value import value


@value
class Efforts:
    """How often moves were so; what hurt was none of the others."""

    easy: int = 0
    right: int = 0
    hard: int = 0
    hurt: int = 0

    @property
    def all(self) -> int:
        return self.easy + self.right + self.hard + self.hurt


@value
class Ache:
    """A move hurt, and how much somebody said that it did; None where nobody did."""

    feeling: Feeling
    rating: HowItFelt | None = None


@value
class Aches:
    """How often moves hurt how much."""

    mild: int = 0
    uncomfortable: int = 0
    strong: int = 0
    unrated: int = 0

    @property
    def all(self) -> int:
        return self.mild + self.uncomfortable + self.strong + self.unrated


def efforts(feelings: Iterable[Feeling]) -> Efforts:
    easy = right = hard = hurt = 0
    for feeling in feelings:
        match feeling.felt:
            case HowItFelt.EASY:
                easy += 1
            case HowItFelt.RIGHT:
                right += 1
            case HowItFelt.HARD:
                hard += 1
            case HowItFelt.HURT:
                hurt += 1
            case HowItFelt.MILD | HowItFelt.UNCOMFORTABLE | HowItFelt.STRONG:
                pass  # how much something hurt that is counted already
            case HowItFelt.USUAL | HowItFelt.LITTLE_MORE | HowItFelt.CLEARLY_MORE:
                pass  # on another day
            case _:
                assert_never(feeling.felt)
    return Efforts(easy, right, hard, hurt)


def aches_in(feelings: Sequence[Feeling]) -> tuple[Ache, ...]:
    """Each time that a move hurt, with what was said of it afterwards; `feelings` in their order."""
    aches = list[Ache]()
    for feeling in feelings:
        match feeling.felt:
            case HowItFelt.HURT:
                aches.append(Ache(feeling))
            case HowItFelt.MILD | HowItFelt.UNCOMFORTABLE | HowItFelt.STRONG:
                _rate(aches, feeling)
            case HowItFelt.EASY | HowItFelt.RIGHT | HowItFelt.HARD:
                pass
            case HowItFelt.USUAL | HowItFelt.LITTLE_MORE | HowItFelt.CLEARLY_MORE:
                pass
            case _:
                assert_never(feeling.felt)
    return tuple(aches)


def _rate(aches: list[Ache], said: Feeling) -> None:
    """The latest of that move, if it is not too long ago; else it is an ache of its own."""
    for number in reversed(range(len(aches))):
        hurt = aches[number].feeling
        if said.at - hurt.at > MAY_SAY_IT_HURT:
            break
        if hurt.stretch == said.stretch and aches[number].rating is None:
            aches[number] = Ache(hurt, said.felt)
            return
    aches.append(Ache(said, said.felt))


def summed_up(aches: Iterable[Ache]) -> Aches:
    counts = Counter(ache.rating for ache in aches)
    return Aches(
        counts[HowItFelt.MILD],
        counts[HowItFelt.UNCOMFORTABLE],
        counts[HowItFelt.STRONG],
        counts[None],
    )
