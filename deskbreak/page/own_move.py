"""A move of the user's own, written in a form: it goes into a pack like any other."""

import re
import unicodedata
from collections.abc import Iterable
from gettext import gettext as _
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deskbreak.core.cautions import avoid_texts
from deskbreak.core.duration import format_duration
from deskbreak.core.in_a_list import in_a_row
from deskbreak.core.stretch import Group, Stretch, Wheels, Where
from deskbreak.core.words import group_name, where_name
from deskbreak.errors import ConfigError, Problem
from deskbreak.files.folders import packs_folder, settings_file
from deskbreak.page.asking import ask_daemon
from deskbreak.page.cautions import injury_texts
from deskbreak.page.kept import all_moves, good_settings, own_moves
from deskbreak.page.posting import Sent, denied, posted_to_keep, sent_file, told, wrong
from deskbreak.page.rendering import screen
from deskbreak.settings.edit import list_in_setting
from deskbreak.stretches.catalogue import schema_of_field
from deskbreak.stretches.own import forget_own, keep_own, own_pack

_FIELDS = ("name", "group", "where", "gets_up", "hold", "reps", "sides", "cue", "feel")
_LISTS = ("steps", "avoid", "areas")
_RESERVED = (Group.WALK, Group.STAND)
_PLACE = re.compile(r'stretch (?:"[^"]*"|\d+)\.([a-z_]+)')


def routes() -> tuple[Route, ...]:
    return (
        Route("/stretches/own", _form),
        Route("/stretches/own/save", posted_to_keep(_save), methods=["POST"]),
        Route("/stretches/own/forget", posted_to_keep(_forget), methods=["POST"]),
    )


def _form(request: Request) -> Response:
    """Empty, or with the move that is to be changed."""
    move: Stretch | None = None
    if (id_ := request.query_params.get("id")) is not None:
        move = own_moves().get(id_)
        if move is None:
            raise HTTPException(404)
    return screen(
        request,
        "stretches_own.html",
        move=move,
        hold="20s" if move is None else format_duration(move.hold),
        groups={group.value: group_name(group) for group in Group if group not in _RESERVED},
        wheres={where.value: where_name(where) for where in Where},
        cautions=avoid_texts(),
        injuries=injury_texts(),
    )


def _save(sent: Sent) -> Response:
    name = str(sent.get("name", ""))
    known = set(all_moves(good_settings())) - set(own_moves())
    id_ = str(sent.get("id") or _free_id(name, known | set(own_moves())))
    picture = sent_file(sent, "picture") if sent.get("picture") else None
    file = own_pack(packs_folder())
    try:
        move = keep_own(file, _move(id_, sent), picture, known)
    except ConfigError as error:
        return wrong(_by_field(error.problems))
    if str(file) not in good_settings().stretches.packs:
        list_in_setting(settings_file(), "stretches.packs", str(file), on=True)
    ask_daemon("reload")
    return told(_("{name} is kept.").format(name=move.name), id=move.id)


def _forget(sent: Sent) -> Response:
    file, id_ = own_pack(packs_folder()), str(sent.get("id"))
    move = own_moves().get(id_)
    if move is None:
        return denied(_("There is no such stretch any more."), 404)
    if not forget_own(file, id_):
        list_in_setting(settings_file(), "stretches.packs", str(file), on=False)
        file.unlink()
    ask_daemon("reload")
    return told(_("{name} is gone.").format(name=move.name))


def _move(id_: str, sent: Sent) -> dict[str, Any]:
    """As it stands in a pack. Who writes one for a wheelchair knows for whom it is: for themselves."""
    asked = {key: sent.get(key) for key in (*_FIELDS, *_LISTS)}
    before = own_moves().get(id_)
    is_new_to_it = before is None or before.wheels is Wheels.NO
    if is_new_to_it and asked["where"] == Where.WHEELCHAIR:
        asked["wheels"] = Wheels.ALL.value
    return {"id": id_, **asked}


def _by_field(problems: Iterable[Problem]) -> dict[str, str]:
    """The words of `stretches check`, or those of a field, by the field that they are about."""
    texts: dict[str, list[str]] = {}
    for problem in problems:
        place = _PLACE.match(problem.place)
        field = place[1] if place and place[1] != "id" else "name"
        texts.setdefault(field, []).append(_beside(field, problem))
    return {field: in_a_row(each) for field, each in texts.items()}


def _beside(field: str, problem: Problem) -> str:
    """Nobody writes quotes in a field."""
    schema = schema_of_field(field)
    if schema is not None and schema.typed is not None and schema.allowed() in problem.allowed:
        return _("Needed: {allowed}.").format(allowed=schema.typed())
    return f"{problem.found}; {problem.allowed}"


def _free_id(name: str, taken: set[str]) -> str:
    """Made of the name's letters; a number follows where another move has it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = "own_" + (re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:30] or "move")
    ids = (base, *(f"{base}_{number}" for number in range(2, 300)))
    return next(id_ for id_ in ids if id_ not in taken)
