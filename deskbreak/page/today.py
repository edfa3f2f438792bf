"""Today, live: how long, what comes next and why, every answer, and the day so far."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from gettext import gettext as _
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deskbreak.control.protocol import Reply
from deskbreak.core.answers import (
    BEGINS_A_GUIDE,
    BUTTONS,
    HOW_WAS_IT,
    IT_HURT,
    SAYINGS,
    Answer,
    Occasion,
)
from deskbreak.core.duration import in_words
from deskbreak.core.guide import has_tones
from deskbreak.core.hurting import LEG_NERVE
from deskbreak.core.in_a_list import asking_about, in_a_row, labelled
from deskbreak.core.safety import emergency_number, red_flags
from deskbreak.core.stretch import Group, Stretch
from deskbreak.core.view import State
from deskbreak.core.wall_clock import clock_time
from deskbreak.core.words import caution, group_name, length_in_words
from deskbreak.core.work_hours import local_day
from deskbreak.figures.moves import MOVES
from deskbreak.files.folders import set_up_mark, settings_file
from deskbreak.history.periods import Span, period_of
from deskbreak.history.statistics import begins as day_begins
from deskbreak.history.statistics import bout_told, is_very_long
from deskbreak.history.summary import Summary, summary_of
from deskbreak.page.asking import ask_daemon, begin_deskbreak
from deskbreak.page.charts import WIDTHS
from deskbreak.page.day_band import (
    Asked,
    Doing,
    Stay,
    asked_in,
    band,
    in_plain_words,
    pieces,
)
from deskbreak.page.guiding import Guiding
from deskbreak.page.kept import all_moves, good_settings, in_their_way, kept_since, lasting_and_seed
from deskbreak.page.live import Status
from deskbreak.page.posting import Sent, denied, posted, posted_to_keep, told, turned_down
from deskbreak.page.rendering import rendered, screen
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.zone import local_zone
from deskbreak.settings.edit import list_in_setting
from deskbreak.settings.set_up import is_set_up
from deskbreak.value import value
from deskbreak.window.content import TimedCue
from deskbreak.window.motion import is_long_hold
from deskbreak.window.tones import Tone, sound, tone_between
from deskbreak.window.wire import speak

_ASKED = frozenset(
    answer
    for occasion in (
        *(Occasion.JUST_DONE, Occasion.HURTING),
        *(Occasion.STRONGLY, Occasion.DAY_AFTER),
    )
    for answer in BUTTONS[occasion]
)
"""How a move was: the latest is not to be looked for."""
_MOST_READ = 1000  # characters
_CARRIED = frozenset({"id", "for_s", "stretch", "anyway", "plan"})
_AT_THE_DESK = frozenset({State.SEATED, State.DUE, State.PROPOSED})
_PASSED = {"call": Doing.CALL, "standing": Doing.STOOD}
_NEEDED = frozenset({"every_s", "next", "offers", "passages", "paused", "running", "standing"})
"""What a daemon from before the page does not tell."""
_QUIET = (timedelta(minutes=30), timedelta(hours=1))


def routes(guiding: Guiding) -> tuple[Route, ...]:
    return (
        Route("/today", _today),
        Route("/answer", posted(partial(_answer, guiding)), methods=["POST"]),
        Route("/quiet", posted(_be_quiet), methods=["POST"]),
        Route("/standing", posted(_stand), methods=["POST"]),
        Route("/allow", posted(_allow), methods=["POST"]),
        Route("/leave-out", posted_to_keep(_leave_out), methods=["POST"]),
        Route("/begin", posted(_begin), methods=["POST"]),
        Route("/quit", posted(lambda sent: _asked(sent, "quit")), methods=["POST"]),
        Route("/read-out", posted(_read_out), methods=["POST"]),
        Route("/tones/{name}.wav", _tone),
    )


def warm_up() -> None:
    """What takes time the first time is done before the first asks: it loads moves and templates."""
    pieces_of_today(None)


def pieces_of_today(status: Status | None) -> Mapping[str, object]:
    """What of the screen may have changed, by its id, and how far a running break has come."""
    now = _now(status)
    shown = {
        "today-now": rendered("today_now.html", **now),
        "today-day": rendered("today_day.html", **_day(status)),
        "today-end": rendered("today_end.html", status=now["status"]),
        "today-announced": now["announced"],
    }
    return {"pieces": shown, "elapsed_s": now["elapsed_s"], "waits": now["waits"]}


def _today(request: Request) -> Response:
    reply = ask_daemon("status")
    status = reply.fields if reply.ok else None
    settings = good_settings()
    signs = red_flags(wheelchair=settings.stretches.wheelchair)
    return screen(
        request,
        "today.html",
        **_now(status),
        **_day(status),
        signs=signs,
        emergency=emergency_number(),
        is_careful_of_legs=LEG_NERVE in settings.stretches.avoid,
        offers_welcome=not is_set_up(set_up_mark(), settings),
    )


def _answer(guiding: Guiding, sent: Sent) -> Response:
    """Whether it may be said now, and what it may carry, is the daemon's to judge."""
    answer = str(sent.get("answer"))
    if answer not in SAYINGS:
        return denied(_("This page does not know that."), 400)
    ask = guiding.begin if answer in BEGINS_A_GUIDE else ask_daemon
    return _asked(sent, answer, ask, **{key: sent[key] for key in _CARRIED & sent.keys()})


def _be_quiet(sent: Sent) -> Response:
    match sent:
        case {"for_s": int() | float() as seconds}:
            return _asked(sent, "pause", for_s=seconds)
        case {"until": "tomorrow"}:
            return _asked(sent, "pause", until="tomorrow")
        case _:  # of no length at all: reminders come again
            return _asked(sent, "resume")


def _stand(sent: Sent) -> Response:
    return _asked(sent, "standing", on=sent.get("on"))


def _allow(sent: Sent) -> Response:
    return _asked(sent, "allow", group=sent.get("group"))


def _leave_out(_sent: Sent) -> Response:
    """What may bring on pain down a leg; the other cautions stay."""
    list_in_setting(settings_file(), "stretches.avoid", LEG_NERVE, on=True)
    ask_daemon("reload")
    return told(_("Saved"))


def _begin(_sent: Sent) -> Response:
    reply = begin_deskbreak()
    return told(_("deskbreak is running.")) if reply.ok else turned_down(reply)


def _read_out(sent: Sent) -> Response:
    """A cue of the guide, for who wants it read aloud."""
    if good_settings().speaks:
        speak(str(sent.get("text", ""))[:_MOST_READ])
    return told()


def _tone(request: Request) -> Response:
    try:
        tone = Tone[request.path_params["name"]]
    except KeyError:
        raise HTTPException(404) from None
    return Response(sound(tone), media_type="audio/wav")


def _asked(
    sent: Sent, do: str, ask: Callable[..., Reply] = ask_daemon, **arguments: object
) -> Response:
    """Under the id that it was sent with, if any, so that it counts once."""
    reply = ask(do, **arguments, **{key: sent[key] for key in {"once"} & sent.keys()})
    fields = reply.fields
    words = "said" if "stretch" in sent else "plain"  # a move's own screen has no button for more
    said = (fields.get(words, fields.get("said")), fields.get("doubt"))
    return told(in_a_row(map(str, filter(None, said)))) if reply.ok else turned_down(reply)


@value
class _Group:
    """Answers under one heading, or under none; `asks` where it is a question that waits."""

    heading: str
    offers: tuple[Mapping[str, Any], ...]
    asks: bool = False


def _now(status: Status | None) -> dict[str, Any]:
    settings = good_settings()
    moves = all_moves(settings)
    if status is None or not status.keys() >= _NEEDED:
        is_older = status is not None
        absent = _("An older deskbreak is running") if is_older else _("deskbreak is not running")
        return {
            "status": None,
            "is_older": is_older,
            "announced": absent,
            "elapsed_s": None,
            "waits": False,
        }
    running, proposal, coming = status["running"], status["proposal"], status["next"]
    move = running or proposal or coming
    zone = local_zone()
    stretch = moves.get(move["stretch"]) if move else None
    stretch = stretch and in_their_way(stretch, settings, lasting_and_seed()[0])
    groups = tuple(_groups(status))
    return {
        "status": status,
        "reason": _reason(status),
        "is_at_desk": status["state"] in _AT_THE_DESK,
        "sat": in_words(_span(status["seat_time_s"])),
        "minutes": int(status["seat_time_s"] // 60),
        "part": min(100, round(100 * status["seat_time_s"] / status["every_s"])),
        "is_long": is_very_long(_span(status["seat_time_s"])),
        "next_at": _next_at(status, zone),
        "move": move,
        "about": "" if running or not move else _about(move),
        "stretch": stretch,
        "is_drawn": move is not None and move["stretch"] in MOVES,
        "shown_by": settings.windows.figure.value,
        "goes_round": bool(move and move["stretch"] in MOVES and MOVES[move["stretch"]].cycle),
        "caution": caution(stretch) if stretch else "",
        "questions": [group for group in groups if group.asks],
        "groups": [group for group in groups if not group.asks],
        "off": [(id_, group_name(Group(id_))) for id_ in status["off"] if id_ in set(Group)],
        "quiet": [(in_words(span), span.total_seconds()) for span in _QUIET],
        "announced": _announced(status, groups),
        "elapsed_s": None if running is None else running["cues"][-1]["ends_s"] - running["left_s"],
        "waits": running is not None and running.get("waits", False),
        "cues": _cues(running, may_sound=stretch is not None and has_tones(stretch, settings)),
        "done_tone": Tone.DONE.name,
        "reads_out": settings.speaks,
    }


def _cues(running: Mapping[str, Any] | None, *, may_sound: bool) -> list[dict[str, Any]]:
    """Each with the tone that is heard as it begins, as in the window of the guide."""
    if running is None or not may_sound:
        return [] if running is None else running["cues"]
    timed = [
        TimedCue(cue["begins_s"], cue["ends_s"], cue["brief"], cue["action"], cue["side"])
        for cue in running["cues"]
    ]
    long = any(map(is_long_hold, timed))
    tones = (
        tone_between(before, cue, long=long)
        for before, cue in zip((None, *timed[:-1]), timed, strict=True)
    )
    return [
        {**cue, "tone": tone and tone.name}
        for cue, tone in zip(running["cues"], tones, strict=True)
    ]


def _reason(status: Status) -> str:
    """Why, below the headline and without saying it again."""
    reason = str(status["why"]).removeprefix(labelled(str(status["headline"]), ""))
    return reason[:1].upper() + reason[1:]


def _about(move: Mapping[str, Any]) -> str:
    """How long it takes, how much of it, and why it is this one."""
    length = _("About {time}.").format(time=length_in_words(_span(move["length_s"])))
    return in_a_row((length, move["dose"], move["why"]))


def _next_at(status: Status, zone: tzinfo) -> str:
    """When the next break is due; empty where time does not bring it nearer, or it is."""
    if not status["due_in_s"]:
        return ""
    return clock_time(system_time().wall() + _span(status["due_in_s"]), zone)


def _announced(status: Status, groups: Iterable[_Group]) -> str:
    """What is read out as it comes, however little of the screen changes; a guide's cues follow."""
    if status["running"] is not None:
        return _("Begun: {name}").format(name=status["running"]["name"])
    if status["proposal"] is not None:
        return _("Proposed: {name}").format(name=status["proposal"]["name"])
    asked = [group.heading for group in groups if group.asks]
    return in_a_row(asked) or status["waiting"] or ""


def _groups(status: Status) -> Iterator[_Group]:
    """The offers of the core in its order; those of one heading together, those of none first."""
    known = [offer for offer in status["offers"] if offer["answer"] in SAYINGS]
    is_asked = any(offer["answer"] in BUTTONS[Occasion.JUST_DONE] for offer in known)
    by_heading: dict[str, list[Mapping[str, Any]]] = {"": []}
    for offer in known:
        is_how_it_was = is_asked and offer["answer"] == IT_HURT
        heading = HOW_WAS_IT if is_how_it_was else SAYINGS[Answer(offer["answer"])].menu
        told = asking_about(_(heading), offer.get("about")) if heading else ""
        by_heading.setdefault(told, []).append(offer)
    for heading, offers in by_heading.items():
        if offers:
            asks = any(offer["answer"] in _ASKED for offer in offers)
            in_order = sorted(offers, key=_place_under_heading) if heading else offers
            shown = tuple(map(_short_under_heading, in_order))
            yield _Group(heading, shown, asks)


def _place_under_heading(offer: Mapping[str, Any]) -> tuple[bool, bool, float]:
    """The shortest first, plans of one's own after them; that it hurt after how hard it was."""
    return offer["answer"] == IT_HURT, "plan" in offer, offer["for_s"] or 0


def _short_under_heading(offer: Mapping[str, Any]) -> Mapping[str, Any]:
    """A length alone, where the heading says what it is for."""
    has_heading = SAYINGS[Answer(offer["answer"])].menu is not None
    if not has_heading or offer["for_s"] is None:
        return offer
    return {**offer, "label": in_words(_span(offer["for_s"]))}


def _span(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def _day(status: Status | None) -> dict[str, Any]:
    zone, now = local_zone(), system_time().wall()
    period = period_of(Span.DAY, local_day(zone, now))
    begins = day_begins(period.first, zone)
    records, snoozes = kept_since(begins)
    settings = good_settings()
    moves = all_moves(settings)
    noted = {record.stretch for record in records}
    running = None if status is None else bout_told(status)
    since = None if running is None or _is_standing(status) else running.sat_down_at
    some = pieces(records, since, _passed(status, now), begins, now)
    asked = asked_in(records, snoozes, {id_: move.name for id_, move in moves.items()})
    return {
        "is_off_hours": status is not None and status.get("state") == State.OFF_HOURS,
        "besides": _done_besides(noted, moves, period.first),
        "pieces": some,
        "marks": asked,
        "drawings": {size: band(some, asked, now, zone, width) for size, width in WIDTHS.items()},
        "key": [doing for doing in Doing if any(piece.doing is doing for piece in some)],
        "names": {doing: in_plain_words(doing) for doing in Doing},
        "rows": tuple(_rows(some, asked, zone)),
        **_numbers(summary_of(period, records, snoozes, zone, moves.values(), running), zone),
    }


def _done_besides(noted: Collection[str | None], moves: Mapping[str, Stretch], today: date) -> str:
    """What was done today last, where the history has nothing of it: outside work hours; else empty."""
    kept, _seed = lasting_and_seed()
    if kept.practice.last != today:
        return ""
    latest = kept.rotation.done[-1:]
    return "".join(moves[id_].name for id_ in latest if id_ not in noted and id_ in moves)


def _is_standing(status: Status | None) -> bool:
    return status is not None and status.get("state") == State.STANDING


def _rows(
    some: tuple[Stay, ...], asked: tuple[Asked, ...], zone: tzinfo
) -> Iterator[tuple[str, str, str]]:
    """When, what and how long, in the order of the day."""
    row = _("{begins} to {ends}")
    found = [
        *((mark.at, clock_time(mark.at, zone), mark.what, "") for mark in asked),
        *(
            (
                piece.begins,
                row.format(
                    begins=clock_time(piece.begins, zone), ends=clock_time(piece.ends, zone)
                ),
                in_plain_words(piece.doing),
                in_words(piece.ends - piece.begins),
            )
            for piece in some
        ),
    ]
    yield from (each[1:] for each in sorted(found, key=lambda each: each[0]))


def _passed(status: Status | None, now: datetime) -> Iterator[Stay]:
    """Calls and standing, as far as the daemon knows of them."""
    for passage in () if status is None else status.get("passages", ()):
        ends = now if passage["ends"] is None else datetime.fromisoformat(passage["ends"])
        yield Stay(_PASSED[passage["what"]], datetime.fromisoformat(passage["begins"]), ends)


def _numbers(day: Summary, zone: tzinfo) -> dict[str, Any]:
    replies = day.replies
    return {
        "longest_piece": _longest(day, zone),
        "desk_time": in_words(day.tally.seat_time),
        "breaks": replies.followed + day.tally.natural,
        "followed": replies.followed,
        "asked": replies.all,
        "longest": in_words(day.tally.longest_bout),
    }


def _longest(day: Summary, zone: tzinfo) -> str:
    """The longest bout in a sentence; empty where there was none."""
    if day.longest is None:
        return ""
    text = _("Your longest spell was {time}, from {begins}.")
    return text.format(
        time=in_words(day.longest.seat_time), begins=clock_time(day.longest.sat_down_at, zone)
    )
