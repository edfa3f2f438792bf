"""The figure of a move for Tk: each of its pictures is drawn when it is first needed."""

from dataclasses import replace

from PIL import Image, ImageTk

from deskbreak.core.policy import Figure
from deskbreak.figures.moves import MOVES
from deskbreak.figures.palette import DARK, LIGHT, Palette, worn
from deskbreak.figures.people import PEOPLE
from deskbreak.figures.raster import draw
from deskbreak.figures.scene import Move, badge, badge_frame, frame, moment
from deskbreak.window.look import Style
from deskbreak.window.motion import FRAMES

_SMALLEST = 130
_FINER = 3


class DrawnMove:
    """So many pixels wide; of a move that nobody has drawn there may be a file `instead`."""

    def __init__(
        self, id_: str, shown_by: str, look: Style, width: int, *, instead: str = ""
    ) -> None:
        self._move, self._palette = _shown(id_, shown_by, look)
        self._width = width
        self._pictures: dict[tuple[int, int], ImageTk.PhotoImage] = {}
        self._least = look.px(_SMALLEST)
        self._still = None if self._move else _still(instead, width)

    def shrink(self, by: int) -> bool:
        """By so many pixels, as far as it can still be made out; whether anything changed."""
        width = max(self._width - by, self._least)
        if self._move is None or width >= self._width:
            return False
        self._width = width
        self._pictures.clear()
        return True

    @property
    def goes_round(self) -> bool:
        return self._move is not None and bool(self._move.cycle)

    def picture(self, number: int = FRAMES, side: int = 0) -> ImageTk.PhotoImage | None:
        """In the hold, or on the way to it; the other side is the same move in a mirror."""
        if self._move is None:
            return self._still
        if (number, side) not in self._pictures:
            shapes = moment(self._move, number / FRAMES)
            image = draw(shapes, frame(self._move), self._width, self._palette, _FINER)
            if side:
                image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
            self._pictures[number, side] = ImageTk.PhotoImage(image)
        return self._pictures[number, side]


def small_figure(id_: str, shown_by: str, look: Style, width: int) -> ImageTk.PhotoImage | None:
    """As in a notification, in the window's own colours; None for what nobody has drawn."""
    move, palette = _shown(id_, shown_by, look)
    if move is None:
        return None
    return ImageTk.PhotoImage(draw(badge(move), badge_frame(move), width, palette))


def _shown(id_: str, shown_by: str, look: Style) -> tuple[Move | None, Palette]:
    person = PEOPLE[Figure(shown_by).showing(id_)]
    move = MOVES.get(id_)
    return move and replace(move, person=person), worn(DARK if look.is_dark else LIGHT, person)


def _still(file: str, width: int) -> ImageTk.PhotoImage | None:
    """The picture that a pack brings along; a damaged one is no reason to show nothing else."""
    if not file:
        return None
    try:
        with Image.open(file) as image:
            image.thumbnail((width, width))
            return ImageTk.PhotoImage(image.convert("RGB"))
    except OSError:
        return None
