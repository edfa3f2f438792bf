"""Every move: what it looks like, who should leave it out, and what this person wishes of it."""

from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from deskbreak.core.avoid import for_person, suits_place
from deskbreak.core.cautions import avoid_texts
from deskbreak.core.in_a_list import in_a_row
from deskbreak.core.naming import is_called_by
from deskbreak.core.own_way import begun_with
from deskbreak.core.policy import Settings
from deskbreak.core.rotation import KeptOut, explain, kept_out
from deskbreak.core.state import Rules
from deskbreak.core.stretch import Place, Stretch
from deskbreak.core.words import (
    about_minutes,
    caution,
    dose,
    group_name,
    length_in_words,
    place_name,
)
from deskbreak.core.work_hours import local_day
from deskbreak.errors import ConfigError, StorageError
from deskbreak.figures.moves import MOVES
from deskbreak.files.folders import packs_folder, settings_file
from deskbreak.files.plans import plans_taken_in
from deskbreak.page.asking import ask_daemon
from deskbreak.page.kept import all_moves, good_settings, in_their_way, lasting_and_seed, own_moves
from deskbreak.page.own_move import routes as own_routes
from deskbreak.page.plans import plans_shown
from deskbreak.page.plans import routes as plan_routes
from deskbreak.page.posting import Sent, denied, posted_to_keep, sent_file, told
from deskbreak.page.rendering import screen
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.zone import local_zone
from deskbreak.settings.edit import add_plans, list_in_setting, list_move
from deskbreak.stretches.pack_files import export_pack, import_pack
from deskbreak.stretches.packs import read_pack, with_packs
from deskbreak.stretches.translated import bundled
from deskbreak.value import value

_WISHES = ("never", "favourite")


@value
class Portrait:
    """One move in the gallery; `out` says why it would not be proposed, empty if it might.

    `short` says the same in a few words.
    """

    stretch: Stretch
    group: str
    dose: str
    length: str
    minutes: int
    places: tuple[str, ...]
    out: str
    short: str
    is_favourite: bool
    is_never: bool
    has_figure: bool


def routes() -> tuple[Route, ...]:
    return (
        Route("/stretches", _gallery),
        Route("/stretches/wish", posted_to_keep(_wish), methods=["POST"]),
        Route("/stretches/import", posted_to_keep(_take_in), methods=["POST"]),
        Route("/stretches/remove", posted_to_keep(_put_away), methods=["POST"]),
        Route("/stretches/pack.zip", _give_on),
        *own_routes(),
        *plan_routes(),
        Route("/stretches/picture/{id}.png", _picture),
        Route("/stretches/{id}", _one),
    )


def _gallery(request: Request) -> Response:
    settings = good_settings()
    cards = _cards(settings)
    return screen(
        request,
        "stretches.html",
        title=_title(cards),
        reasons=_reasons(cards),
        cards=cards,
        shown_by=settings.windows.figure.value,
        groups={card.stretch.group.value: card.group for card in cards},
        places={place.value: place_name(place) for place in Place},
        plans=plans_shown(settings),
        packs=[(pack, _said_of(pack, settings)) for pack in settings.stretches.packs],
    )


def _cards(settings: Settings) -> list[Portrait]:
    moves = all_moves(settings)
    kept, seed = lasting_and_seed()
    rules = Rules(settings, tuple(moves.values()), local_zone(), seed)
    out = kept_out(kept.rotation, rules.choosing, now=system_time().wall())
    return [_card(move, out.get(move.id, KeptOut()), rules) for move in moves.values()]


def _card(move: Stretch, out: KeptOut, rules: Rules) -> Portrait:
    wishes = rules.settings.stretches
    mine = for_person(move, wishes)
    length = rules.length(mine)
    return Portrait(
        mine,
        group_name(move.group),
        dose(mine),
        length_in_words(length),
        about_minutes(length),
        tuple(place.value for place in Place if suits_place(move, place)),
        out.why,
        out.short,
        move.id in wishes.favourite,
        is_called_by(move, wishes.never),
        move.id in MOVES,
    )


def _title(cards: list[Portrait]) -> str:
    count = sum(not card.out for card in cards)
    text = ngettext(
        "{count} of {all} moves may be proposed to you",
        "{count} of {all} moves may be proposed to you",
        count,
    )
    return text.format(count=count, all=len(cards))


def _reasons(cards: list[Portrait]) -> list[tuple[str, int]]:
    """Why others are left out, the most frequent first."""
    counts = dict[str, int]()
    for card in cards:
        if card.out:
            counts[card.out] = counts.get(card.out, 0) + 1
    return sorted(counts.items(), key=lambda each: -each[1])


def _one(request: Request) -> Response:
    settings = good_settings()
    move = all_moves(settings).get(request.path_params["id"])
    if move is None:
        raise HTTPException(404)
    return screen(request, "stretches_one.html", **_told_of(move, settings))


def _told_of(move: Stretch, settings: Settings) -> dict[str, Any]:
    kept, seed = lasting_and_seed()
    now = system_time().wall()
    day = local_day(local_zone(), now)
    rules = Rules(settings, tuple(all_moves(settings).values()), local_zone(), seed)
    out = kept_out(kept.rotation, rules.choosing, now=now)
    dosed = in_their_way(move, settings, kept)
    return {
        "card": _card(move, out.get(move.id, KeptOut()), rules),
        "shown_by": settings.windows.figure.value,
        "move": dosed,
        "dose": dose(dosed),
        "first_dose": dose(begun_with(move, settings, kept.pain, day, now)),
        "why": explain(kept.rotation, rules.choosing, day=day, now=now, stretch_id=move.id),
        "caution": caution(move),
        "leave_out": [avoid_texts()[tag] for tag in move.avoid],
        "is_own": move.id in own_moves(),
    }


def _picture(request: Request) -> Response:
    move = all_moves(good_settings()).get(request.path_params["id"])
    if move is None or not move.picture:
        raise HTTPException(404)
    return FileResponse(move.picture, media_type="image/png")


def _wish(sent: Sent) -> Response:
    key, id_, on = sent.get("key"), sent.get("id"), sent.get("on")
    move = all_moves(good_settings()).get(str(id_))
    if key not in _WISHES or move is None or not isinstance(on, bool):
        return denied(_("There is no such stretch any more."), 404)
    list_move(settings_file(), f"stretches.{key}", move, on=on)
    ask_daemon("reload")
    texts = {
        ("never", True): _("{name} won't be proposed any more."),
        ("never", False): _("{name} may be proposed again."),
        ("favourite", True): _("{name} comes more often."),
        ("favourite", False): _("{name} comes as often as any other."),
    }
    return told(texts[str(key), on].format(name=move.name))


def _take_in(sent: Sent) -> Response:
    """A pack as a browser sends it: its file's name, and what is in it."""
    name = Path(str(sent.get("name", ""))).name
    if not name.lower().endswith((".toml", ".zip")):
        return denied(_("A pack is a .zip or a .toml file."))
    known = tuple(all_moves(good_settings()))
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(sent_file(sent, "content"))
        came = import_pack(file, packs_folder(), known)
    lines = list[str]()
    if came.file is not None:
        list_in_setting(settings_file(), "stretches.packs", str(came.file), on=True)
        text = ngettext("{count} stretch is in.", "{count} stretches are in.", came.count)
        lines.append(text.format(count=came.count))
    left_out = add_plans(settings_file(), came.plans)
    ask_daemon("reload")
    return told(in_a_row((*lines, *plans_taken_in(came.plans, left_out))))


def _put_away(sent: Sent) -> Response:
    """The pack is no longer used; its files stay where they are."""
    list_in_setting(settings_file(), "stretches.packs", str(sent.get("pack")), on=False)
    ask_daemon("reload")
    return told(_("That pack is out. Its files are still there."))


def _give_on(_request: Request) -> Response:
    settings, known = good_settings(), {move.id for move in bundled()}
    chosen = [move for id_, move in all_moves(settings).items() if id_ not in known]
    plans = settings.stretches.plans.each
    if not chosen and not plans:
        raise HTTPException(404)
    with TemporaryDirectory() as folder:
        archive = Path(folder) / "stretches.zip"
        export_pack(chosen, archive, plans)
        content = archive.read_bytes()
    kept = {"content-disposition": 'attachment; filename="stretches.zip"'}
    return Response(content, media_type="application/zip", headers=kept)


def _said_of(pack: str, settings: Settings) -> str:
    """How many moves it has, or why it cannot be used; it is read after those named before it."""
    packs = settings.stretches.packs
    before = with_packs(bundled(), packs[: packs.index(pack)], lambda _problem: None)
    try:
        count = len(read_pack(Path(pack).expanduser(), tuple(move.id for move in before)))
    except (ConfigError, StorageError) as error:
        return str(error)
    return ngettext("{count} move", "{count} moves", count).format(count=count)
