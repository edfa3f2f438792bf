"""How every move of the bundled catalogue is drawn, by the id of its stretch."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from deskbreak.core.policy import Figure
from deskbreak.figures.in_the_wheelchair import IN_THE_WHEELCHAIR
from deskbreak.figures.lying import LYING
from deskbreak.figures.on_the_chair import ON_THE_CHAIR
from deskbreak.figures.people import PEOPLE
from deskbreak.figures.scene import Move
from deskbreak.figures.standing import STANDING

MOVES: Mapping[str, Move] = MappingProxyType(
    {
        id_: replace(move, person=PEOPLE[Figure.VARIED.showing(id_)])
        for id_, move in {**STANDING, **ON_THE_CHAIR, **LYING, **IN_THE_WHEELCHAIR}.items()
    }
)
