"""How every move of the bundled catalogue is drawn, by the id of its stretch."""

from collections.abc import Mapping
from types import MappingProxyType

from deskbreak.figures.lying import LYING
from deskbreak.figures.on_the_chair import ON_THE_CHAIR
from deskbreak.figures.scene import Move
from deskbreak.figures.standing import STANDING

MOVES: Mapping[str, Move] = MappingProxyType({**STANDING, **ON_THE_CHAIR, **LYING})
