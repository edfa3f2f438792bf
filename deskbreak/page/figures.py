"""The figures of the moves, drawn as they are asked for: still, moving, or all their phases.

`/figures/light/lunge.svg` is the picture, `…/lunge-moving.svg` goes to the hold and back, and
`…/lunge-phases.svg` has a group for each phase of it, of which a script shows one. `?by=` names
who shows it, as the settings do.

The phases stand in the page itself, beside the steps that tell the same in the reader's language.
"""

import re
from dataclasses import replace
from datetime import timedelta
from functools import cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deskbreak.core.policy import Figure
from deskbreak.figures.moves import MOVES
from deskbreak.figures.palette import DARK, LIGHT, worn
from deskbreak.figures.people import PEOPLE
from deskbreak.figures.scene import Move, frame, moment, picture
from deskbreak.figures.svg import film, write
from deskbreak.window.motion import FRAMES

_PALETTES = {"light": LIGHT, "dark": DARK}
_FILE = re.compile(r"([a-z0-9_]+)(|-moving|-phases)\.svg")
_EACH = timedelta(milliseconds=90)
"""As fast as the guide, which takes a second or two to get there."""
_AT_REST, _HELD = 8, 16
"""So many pictures long it stays at the start and in the hold."""


def routes() -> tuple[Route, ...]:
    return (Route("/figures/{tone}/{file}", _figure),)


def _figure(request: Request) -> Response:
    file = _FILE.fullmatch(request.path_params["file"])
    tone = request.path_params["tone"]
    by = request.query_params.get("by", Figure.VARIED.value)
    if file is None or file[1] not in MOVES or tone not in _PALETTES or by not in set(Figure):
        return Response(status_code=404)
    document = _document(file[1], file[2], tone, Figure(by))
    return Response(document, media_type="image/svg+xml", headers={"cache-control": "max-age=3600"})


@cache
def _document(id_: str, kind: str, tone: str, by: Figure) -> str:
    person = PEOPLE[by.showing(id_)]
    move = replace(MOVES[id_], person=person)
    palette = worn(_PALETTES[tone], person)
    if not kind:
        return write(picture(move), frame(move), palette, move.told)
    pictures = [list(moment(move, number / FRAMES)) for number in range(FRAMES + 1)]
    if kind == "-phases":
        return film(pictures, (), _EACH, frame(move), palette)
    return film(pictures, _there_and_back(move), _EACH, frame(move), palette, move.told)


def _there_and_back(move: Move) -> tuple[int, ...]:
    if move.cycle:
        return tuple(range(FRAMES))
    way = range(1, FRAMES)
    return (*(0,) * _AT_REST, *way, *(FRAMES,) * _HELD, *reversed(way))
