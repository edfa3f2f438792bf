"""The colours of the two pictures of each move: for light and for dark surroundings."""

from collections.abc import Mapping
from types import MappingProxyType

from deskbreak.figures.geometry import between
from deskbreak.figures.people import Colour, Person
from deskbreak.figures.shapes import Role

Palette = Mapping[Role, Colour]


def _palette(**colours: Colour) -> Palette:
    return MappingProxyType({Role(name): colour for name, colour in colours.items()})


LIGHT = _palette(
    background=(250, 250, 248),
    near=(38, 70, 83),
    far=(143, 166, 174),
    eye=(44, 40, 44),
    shoe=(92, 84, 92),
    far_shoe=(172, 168, 172),
    room=(208, 203, 196),
    shadow=(186, 180, 172),
    thing=(160, 152, 142),
    wheel=(112, 106, 104),
    backdrop=(238, 236, 232),
    mat=(170, 188, 200),
    felt=(231, 111, 81),
    ghost=(212, 216, 216),
)
DARK = _palette(
    background=(30, 33, 38),
    near=(126, 168, 190),
    far=(74, 96, 108),
    eye=(38, 34, 38),
    shoe=(176, 168, 176),
    far_shoe=(98, 96, 102),
    room=(80, 84, 90),
    shadow=(60, 64, 70),
    thing=(120, 124, 130),
    wheel=(150, 154, 160),
    backdrop=(40, 44, 50),
    mat=(76, 96, 110),
    felt=(255, 138, 101),
    ghost=(66, 71, 78),
)


def worn(palette: Palette, person: Person) -> Palette:
    """The palette with this person's skin, hair and shirt; what is far away is nearer the paper."""
    paper, eye = palette[Role.BACKGROUND], palette[Role.EYE]
    is_dark = sum(paper) < 384
    hair = _mixed(person.hair, (176, 172, 176), 0.28 if is_dark else 0.0)
    shirt = _mixed(person.shirt, (255, 255, 255), 0.18 if is_dark else 0.0)
    return MappingProxyType(
        {
            **palette,
            Role.SKIN: person.skin,
            Role.SHADE: _mixed(person.skin, eye, 0.2),
            Role.FAR_SKIN: _mixed(person.skin, paper, 0.42),
            Role.HAIR: hair,
            Role.TORSO: shirt,
            Role.FAR_SLEEVE: _mixed(shirt, paper, 0.45),
        }
    )


def _mixed(colour: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(between(a, b, share)) for a, b in zip(colour, other, strict=True))
    return red, green, blue
