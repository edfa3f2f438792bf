"""The colours of the two pictures of each move: for light and for dark surroundings."""

from collections.abc import Mapping
from types import MappingProxyType

from deskbreak.figures.shapes import Role

Colour = tuple[int, int, int]
Palette = Mapping[Role, Colour]


def _palette(**colours: Colour) -> Palette:
    return MappingProxyType({Role(name): colour for name, colour in colours.items()})


LIGHT = _palette(
    background=(250, 250, 248),
    near=(38, 70, 83),
    far=(143, 166, 174),
    torso=(42, 157, 143),
    hair=(38, 70, 83),
    far_sleeve=(146, 203, 195),
    skin=(214, 160, 122),
    far_skin=(230, 200, 178),
    room=(196, 190, 182),
    thing=(160, 152, 142),
    backdrop=(238, 236, 232),
    felt=(231, 111, 81),
    ghost=(206, 211, 210),
)
DARK = _palette(
    background=(30, 33, 38),
    near=(126, 168, 190),
    far=(74, 96, 108),
    torso=(62, 184, 168),
    hair=(84, 112, 128),
    far_sleeve=(46, 108, 103),
    skin=(224, 176, 140),
    far_skin=(150, 122, 104),
    room=(86, 90, 96),
    thing=(120, 124, 130),
    backdrop=(40, 44, 50),
    felt=(255, 138, 101),
    ghost=(70, 75, 82),
)
