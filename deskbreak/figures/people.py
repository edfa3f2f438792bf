"""Who is drawn: three people, so that not everybody looks alike."""

from collections.abc import Mapping
from types import MappingProxyType

from deskbreak.core.policy import Figure
from deskbreak.value import value

Colour = tuple[int, int, int]


@value
class Person:
    """`girth` is how wide trunk and limbs are, against the first person's."""

    cut: Figure
    skin: Colour
    hair: Colour
    shirt: Colour
    girth: float = 1.0


PEOPLE: Mapping[Figure, Person] = MappingProxyType(
    {
        person.cut: person
        for person in (
            Person(Figure.SHORT, (216, 164, 128), (52, 48, 56), (42, 157, 143)),
            Person(Figure.BUN, (236, 190, 160), (128, 76, 54), (136, 152, 96), 0.92),
            Person(Figure.CURLY, (142, 92, 66), (44, 36, 38), (150, 122, 178), 1.12),
        )
    }
)
