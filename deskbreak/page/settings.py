"""Every setting in plain words, changed one at a time; an edit made elsewhere meanwhile is shown.

The screen consists of pieces. Each is rendered anew after a change and whenever the user comes
back to it, and put in place where it has become another.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from gettext import gettext as _

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deskbreak.core.duration import format_duration
from deskbreak.core.policy import Settings
from deskbreak.errors import ConfigError
from deskbreak.files.folders import settings_file
from deskbreak.files.texts import in_toml
from deskbreak.language import SPOKEN
from deskbreak.page.asking import ask_daemon
from deskbreak.page.cautions import cautions_by_group, injured_areas
from deskbreak.page.kept import all_moves, local_today
from deskbreak.page.posting import Sent, denied, posted, posted_to_keep, told
from deskbreak.page.rendering import rendered, screen
from deskbreak.page.settings_dates import calendar, change_dates, looking
from deskbreak.page.settings_rows import (
    ON_THE_MOVES,
    row,
    settings_in_rows,
    wrong_value,
)
from deskbreak.page.settings_week import change_hours, clear_hours, week
from deskbreak.page.settings_what_if import delete_days, try_out, what_if
from deskbreak.settings.edit import (
    ChangedError,
    check_unchanged,
    reset_setting,
    seen_value,
    set_setting,
)
from deskbreak.settings.table import SECTIONS, SETTINGS, Section, Setting
from deskbreak.settings.written import settings_in_force

_USUAL = (timedelta(minutes=30), timedelta(minutes=45), timedelta(minutes=60))
Piece = tuple[str, str]
"""A mark by which one state of it is told from another, and the HTML."""


def routes() -> tuple[Route, ...]:
    return (
        Route("/settings", _settings),
        Route("/settings/pieces", _pieces_now),
        Route("/settings/set", posted_to_keep(_changing(_set)), methods=["POST"]),
        Route("/settings/reset", posted_to_keep(_changing(_reset)), methods=["POST"]),
        Route("/settings/hours", posted_to_keep(_changing(change_hours)), methods=["POST"]),
        Route("/settings/any-time", posted_to_keep(_changing(clear_hours)), methods=["POST"]),
        Route("/settings/dates", posted_to_keep(_changing(change_dates)), methods=["POST"]),
        Route("/settings/what-if", posted(try_out), methods=["POST"]),
        Route("/settings/what-if/delete", posted(delete_days), methods=["POST"]),
    )


def _settings(request: Request) -> Response:
    settings = settings_in_force()
    pieces = settings_pieces(settings, request.query_params)
    sections = [
        (section, tuple(_id_of(section, setting) for setting in own))
        for section, own in settings_in_rows()
    ]
    return screen(
        request,
        "settings.html",
        pieces=pieces,
        sections=sections,
        hours=SECTIONS["work_hours"],
        on_the_moves=" ".join(ON_THE_MOVES),
        file=str(settings_file()),
    )


def _pieces_now(request: Request) -> Response:
    settings = settings_in_force()
    return JSONResponse({"pieces": settings_pieces(settings, request.query_params)})


def _changing(change: Callable[[Sent], Response | None]) -> Callable[[Sent], Response]:
    """Answers with the pieces as they are then, also where somebody else was faster."""

    def answer(sent: Sent) -> Response:
        try:
            refusal = change(sent)
        except ChangedError as error:
            text = _(
                "It was changed elsewhere meanwhile, so yours was not written: now it is {value}"
            )
            pieces = settings_pieces(settings_in_force(), _view(sent))
            return denied(text.format(value=error.value), now=error.value, pieces=pieces)
        if refusal is not None:
            return refusal
        settings = settings_in_force()
        SPOKEN.choose(settings.look.language)
        ask_daemon("reload")  # without one, it is read when the next begins
        key = str(sent.get("key"))
        now = {"now": seen_value(settings, key)} if key in SETTINGS else {}
        return told(_("Saved"), pieces=settings_pieces(settings, _view(sent)), **now)

    return answer


def _set(sent: Sent) -> Response | None:
    match sent:
        case {"key": str(key), "value": value, "seen": str(seen)} if key in SETTINGS:
            typed = value if isinstance(value, str) else in_toml(value)
        case _:  # whatever else a screen may send
            return denied(_("This page does not know that."), 400)
    path = settings_file()
    check_unchanged(path, {key: seen})
    try:
        set_setting(path, key, typed)
    except ConfigError as error:
        return denied(wrong_value(key, value, error))
    return None


def _reset(sent: Sent) -> Response | None:
    match sent:
        case {"key": str(key), "seen": str(seen)} if key in SETTINGS:
            check_unchanged(settings_file(), {key: seen})
            reset_setting(settings_file(), key)
            return None
        case _:  # whatever else a screen may send
            return denied(_("This page does not know that."), 400)


def _view(sent: Sent) -> Mapping[str, object]:
    view = sent.get("view")
    return view if isinstance(view, dict) else {}


def settings_pieces(settings: Settings, view: Mapping[str, object]) -> dict[str, Piece]:
    """All of them by their ids; a screen shows those that it has a place for."""
    return {id_: (f"{zlib.crc32(html.encode()):x}", html) for id_, html in _htmls(settings, view)}


def _htmls(settings: Settings, view: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    today = local_today()
    moves = tuple(all_moves(settings).values())
    yield "week", rendered("settings_week.html", week=week(settings))
    shown = calendar(settings, looking(view, today), today)
    yield "dates", rendered("settings_dates.html", shown=shown)
    yield (
        "care",
        rendered(
            "settings_care.html",
            groups=cautions_by_group(settings, moves),
            injuries=injured_areas(settings, moves),
            seen=seen_value(settings, "stretches.avoid"),
            seen_injuries=seen_value(settings, "stretches.injury"),
        ),
    )
    yield "often", rendered("settings_often.html", usual=_USUAL, **_often(settings))
    yield "trial", what_if(settings)
    for section, own in settings_in_rows():
        for setting in own:
            id_ = _id_of(section, setting)
            shown_row = row(section, setting, settings)
            yield id_, rendered("settings_row.html", row=shown_row, id=id_)


def _often(settings: Settings) -> dict[str, object]:
    every = settings.breaks.every
    return {
        "every": every,
        "other": "" if every in _USUAL else format_duration(every),
        "seen": seen_value(settings, "breaks.every"),
    }


def _id_of(section: Section, setting: Setting) -> str:
    return f"row-{section.name}-{setting.key}"
