"""What somebody is seen in: the roles of the parts, the cut of the hair, shoes or none."""

from deskbreak.core.policy import Figure
from deskbreak.figures.people import Person
from deskbreak.figures.shapes import Role
from deskbreak.value import value

RIM = 0.9


@value
class Look:
    near: Role = Role.NEAR
    far: Role = Role.FAR
    torso: Role = Role.TORSO
    hair: Role = Role.HAIR
    eye: Role = Role.EYE
    far_sleeve: Role = Role.FAR_SLEEVE
    skin: Role = Role.SKIN
    far_skin: Role = Role.FAR_SKIN
    shade: Role = Role.SHADE
    shoe: Role = Role.SHOE
    far_shoe: Role = Role.FAR_SHOE
    rim: float = RIM
    cut: Figure = Figure.SHORT
    girth: float = 1.0
    shod: bool = True

    def as_ghost(self) -> "Look":
        """One colour for all parts, and no rim."""
        return Look(*(Role.GHOST,) * 11, rim=0.0, cut=self.cut, girth=self.girth, shod=self.shod)


def look_of(person: Person, *, shod: bool) -> Look:
    return Look(cut=person.cut, girth=person.girth, shod=shod)
