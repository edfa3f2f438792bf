"""Days as they are written down, and what replay tells of them, in few words.

Times are "09:00:00" on Monday 2 March 2026 at +01:00, or whole ISO 8601 times.
"""

import json
from collections.abc import Iterable
from datetime import timedelta, timezone, tzinfo

from deskbreak.core.policy import Settings
from deskbreak.core.state import Rules
from deskbreak.core.stretch import STAND_UP_ID, WALK_ID, Group, Stretch, Where
from deskbreak.days.replay import replay
from deskbreak.settings.file import change_settings

Told = dict[str, object]

CET = timezone(timedelta(hours=1))
MINUTE = timedelta(minutes=1)
SLIDE = Stretch("slide", "Wall slide", Group.WALL_SLIDE, Where.WALL, gets_up=True, length=MINUTE)
TWIST = Stretch("twist", "Twist", Group.SPINE, Where.CHAIR, gets_up=False, length=MINUTE)
SPLIT = Stretch("split", "Split", Group.HIP_FLEXOR, Where.STANDING, gets_up=True, length=MINUTE)
WALK = Stretch(WALK_ID, "Walk", Group.WALK, Where.STANDING, gets_up=True, length=2 * MINUTE)
STAND_UP = Stretch(
    STAND_UP_ID, "Stand up", Group.STAND, Where.STANDING, gets_up=True, length=MINUTE / 2
)
CATALOGUE = (SLIDE, WALK, STAND_UP)
OUTCOMES = ("done", "partial", "taken", "skipped", "ignored", "natural")


def lived(
    *lines: str,
    settings: dict[str, object] | None = None,
    catalogue: tuple[Stretch, ...] = CATALOGUE,
    zone: tzinfo = CET,
) -> list[Told]:
    """What replay tells of these lines; asked at once when due and without walks, unless set."""
    return lived_through(lines, rules(settings, catalogue, zone))


def lived_through(lines: Iterable[str], of: Rules) -> list[Told]:
    return list(replay(lines, of, "day.jsonl"))


def rules(
    settings: dict[str, object] | None = None,
    catalogue: tuple[Stretch, ...] = CATALOGUE,
    zone: tzinfo = CET,
) -> Rules:
    plain = {"breaks.wait_for_lull": "0s", "breaks.walk_every": 0}
    chosen = change_settings(Settings(), {**plain, **(settings or {})}, "the test")
    return Rules(chosen, catalogue, zone, seed="a test")


def event(at: str, name: str, **keys: object) -> str:
    """One line; `for_` spells the key `for`, and the other clock times are spelled out."""
    line: dict[str, object] = {"at": at_time(at), "event": name}
    for key, value in keys.items():
        is_time = key in {"until", "to"} and isinstance(value, str)
        line[key.rstrip("_")] = at_time(str(value)) if is_time else value
    return json.dumps(line)


def active(at: str, until: str) -> str:
    return event(at, "active", until=until)


def answer(at: str, answer: str, **keys: object) -> str:
    return event(at, "answer", answer=answer, **keys)


def at_time(text: str) -> str:
    return text if "T" in text else f"2026-03-02T{text}+01:00"


def proposed(
    at: str,
    id_: str,
    seat_time_s: float,
    *,
    stretch: str = "slide",
    snoozes: int = 0,
    again: bool = False,
) -> Told:
    return {
        "at": at_time(at),
        "effect": "propose",
        "id": id_,
        "stretch": stretch,
        "seat_time_s": seat_time_s,
        "snoozes": snoozes,
        "again": again,
    }


def withdrawn(at: str, id_: str, reason: str) -> Told:
    return {"at": at_time(at), "effect": "withdraw", "id": id_, "reason": reason}


def recorded(
    at: str, outcome: str, seat_time_s: float, ended_at: str | None, stretch: str | None = None
) -> Told:
    return {
        "at": at_time(at),
        "effect": "record",
        "outcome": outcome,
        "stretch": stretch,
        "seat_time_s": seat_time_s,
        "ended_at": None if ended_at is None else at_time(ended_at),
    }


def voided(at: str, ended_at: str) -> Told:
    return {"at": at_time(at), "effect": "void", "ended_at": at_time(ended_at)}


def summed_up(seat_time_s: float, proposals: int, longest_bout_s: float, **outcomes: int) -> Told:
    return {
        "effect": "summary",
        "seat_time_s": seat_time_s,
        "proposals": proposals,
        "longest_bout_s": longest_bout_s,
        "outcomes": {**dict.fromkeys(OUTCOMES, 0), **outcomes},
    }
