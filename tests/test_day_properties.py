"""What holds on every day, however odd."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from daybook import CATALOGUE, CET, SPLIT, TWIST, Told, lived_through, rules
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deskbreak.core.effects import (
    Advise,
    CountSnooze,
    Effect,
    NoteFeeling,
    Propose,
    Refuse,
    Remember,
    Withdraw,
)
from deskbreak.core.events import Answer, Condition, Event, Ticked
from deskbreak.core.moment import ZERO, Moment
from deskbreak.core.obstacles import holds
from deskbreak.core.session import advance, begin
from deskbreak.core.state import OnBreak, Proposed, Rules, Session
from deskbreak.days.day import Over, read_day
from deskbreak.days.line import SettingsSet
from deskbreak.files.codec import decode, encode

NINE = datetime(2026, 3, 2, 9, tzinfo=CET)
SECOND = timedelta(seconds=1)
SPANS = ("active", "asleep", "stopped")
STATES = ("locked", "call", "kept_awake", "full_screen", "do_not_disturb", "standing")
ANSWERS = tuple(answer.value for answer in Answer)
OFTEN = ("active",) * 8
KINDS = (*OFTEN, *SPANS, *STATES, "no_input_sense", *ANSWERS, "pause", "resume", "back", "ahead")
TELLING = (0, 1, 8, 30, 60, 119, 120, 121, 299, 300, 301, 600, 2699, 2700, 7200)
STEPS = {"back": -3600, "ahead": 3600}

MANY = (*CATALOGUE, SPLIT, TWIST)
EVERY_DAY = rules({"stretches.seated": True, "breaks.walk_every": 3}, MANY)
OFF_THE_CHAIR = tuple(each for each in MANY if each.gets_up)
"""Whichever of them comes, a day goes on alike; a seated move ends no bout."""
PATIENT = rules({"breaks.wait_for_lull": "5m", "breaks.daily_limit": 0}, OFF_THE_CHAIR)
AT_WORK = rules(
    {
        "breaks.wait_for_lull": "5m",
        "breaks.daily_limit": 2,
        "presence.limit": "1h",
        "work_hours.monday": ["09:30-12:00", "12:30-17:00", "22:00-02:00"],
        "work_hours.tuesday": ["00:30-23:00"],
    },
    MANY,
)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something on a day, so many seconds after its beginning; a span `lasts`."""

    at: int
    kind: str
    lasts: int = 0
    on: bool = True


SECONDS = st.sampled_from(TELLING) | st.integers(0, 4000)
DAYS = st.lists(st.tuples(SECONDS, st.sampled_from(KINDS), SECONDS), min_size=1, max_size=30)
RULES = st.sampled_from([EVERY_DAY, PATIENT, AT_WORK])
READILY = settings(deadline=None, max_examples=150)  # the machine may be busy


def deeds_of(steps: Iterable[tuple[int, str, int]]) -> list[Deed]:
    """A state is switched by every second mention."""
    at = 0
    on: set[str] = set()
    deeds = []
    for gap, kind, lasts in steps:
        at += gap
        on ^= {kind}
        deeds.append(Deed(at, kind, lasts, on=kind in on))
    return deeds


def written(deeds: Iterable[Deed], uptime_s: float | None = None) -> list[str]:
    """The lines of a day; whoever knows the uptime tells it with each."""
    stepped = 0
    lines = []
    for deed in deeds:
        wall = NINE + (deed.at + stepped) * SECOND
        line: dict[str, object] = {"at": wall.isoformat(), **_keys(deed, wall)}
        if uptime_s is not None:
            line["uptime_s"] = uptime_s + deed.at
        lines.append(json.dumps(line))
        stepped += STEPS.get(deed.kind, 0)
    return lines


def _keys(deed: Deed, wall: datetime) -> dict[str, object]:
    kind, until = deed.kind, (wall + deed.lasts * SECOND).isoformat()
    if kind in SPANS:
        return {"event": kind, "until": until}
    if kind in ANSWERS:
        length = {"for": f"{deed.lasts + 1}s"} if kind == "snooze" and deed.lasts % 2 else {}
        return {"event": "answer", "answer": kind, **length}
    if kind in STEPS:
        return {"event": "clock", "to": (wall + STEPS[kind] * SECOND).isoformat()}
    if kind == "pause":
        return {"event": "pause", "for": f"{deed.lasts + 1}s"}
    return {"event": kind} if kind == "resume" else {"event": kind, "on": deed.on}


def told(deeds: Iterable[Deed], of: Rules, uptime_s: float | None = None) -> list[Told]:
    return lived_through(written(deeds, uptime_s), of)


def events_of(deeds: Iterable[Deed]) -> list[Event]:
    return [
        Ticked(happening.at) if isinstance(happening, Over) else happening
        for happening in read_day(written(deeds), "a day")
        if not isinstance(happening, SettingsSet)
    ]


def lived(
    events: list[Event], of: Rules, *, saving: bool = False
) -> Iterator[tuple[Session, tuple[Effect, ...]]]:
    """Each session on the way with the effects that led to it."""
    session = begin(events[0].at, of)
    for event in events:
        step = advance(session, event, of)
        session = step.session
        yield session, step.effects
        if saving:
            session = decode(Session, json.loads(json.dumps(encode(session))))


def effects_of(events: list[Event], of: Rules, *, saving: bool = False) -> list[Effect]:
    return [effect for _, effects in lived(events, of, saving=saving) for effect in effects]


def a_year(seed: int, of: Rules) -> Iterator[list[Deed]]:
    """Random days on which the first proposals are answered."""
    random = Random(seed)
    for _ in range(365):
        kinds = KINDS if random.random() < 0.3 else (*OFTEN * 3, *KINDS)
        steps = [
            (
                random.choice((*TELLING, random.randrange(1500))),
                random.choice(kinds),
                random.choice((*TELLING, random.randrange(3000))),
            )
            for _ in range(random.randrange(20, 60))
        ]
        yield answered(deeds_of(steps), of, random)


def answered(deeds: list[Deed], of: Rules, random: Random) -> list[Deed]:
    """With an answer to three of the proposals at most: each changes all that follows."""
    looked_at = 0
    for _ in range(3):
        shown = next(_shown_after(looked_at, events_of(deeds), of), None)
        if shown is None:
            break
        looked_at = shown + random.choice((0, 0, 5, 29, 30, 90, 590))
        deeds = sorted([*deeds, Deed(looked_at, random.choice(ANSWERS))], key=_at)
    return deeds


def _shown_after(second: int, events: list[Event], of: Rules) -> Iterator[int]:
    """The seconds by which proposals are on screen."""
    for _session, effects in lived(events, of):
        for effect in effects:
            if isinstance(effect, Propose) and effect.at.uptime > second * SECOND:
                yield int(effect.at.uptime / SECOND) + 1


def _at(deed: Deed) -> int:
    return deed.at


def check_day(deeds: list[Deed], of: Rules) -> None:
    check_lines(told(deeds, of))
    check_sessions(events_of(deeds), of)


def check_lines(lines: list[Told]) -> None:
    """One proposal at a time, and records that make sense."""
    shown: object = None
    seen = set()
    *effects, summary = lines
    for line in effects:
        match line["effect"]:
            case "propose" if line["again"]:
                assert line["id"] == shown, line
            case "propose":
                assert shown is None, line
                assert line["id"] not in seen, line
                shown = line["id"]
                seen.add(shown)
            case "withdraw":
                assert line["id"] == shown, line
                shown = None
            case "record":
                assert _number(line["seat_time_s"]) >= 0, line
                assert line["ended_at"] is None or _instant(line["ended_at"]) <= _instant(
                    line["at"]
                ), line
                assert (line["stretch"] is None) >= (line["outcome"] == "natural"), line
            case _:
                assert line["effect"] == "void", line
    assert summary["proposals"] == len(seen)
    assert 0 <= _number(summary["longest_bout_s"]) <= _number(summary["seat_time_s"])


def _number(value: object) -> float:
    assert isinstance(value, int | float)
    return value


def _instant(value: object) -> datetime:
    assert isinstance(value, str)
    return datetime.fromisoformat(value)


def check_sessions(events: list[Event], of: Rules) -> None:
    """Seat time is never more than passed, all bouts together neither."""
    began = events[0].at.uptime
    for session, _effects in lived(events, of):
        elapsed = session.now - began
        assert ZERO <= session.seat_time(session.now) <= elapsed
        assert session.course.sat.longest <= session.course.sat.total
        assert session.course.sat.total + session.seat_time(session.now) <= elapsed


@READILY
@given(DAYS, RULES)
def test_proposals_never_overlap_and_no_more_is_sat_than_time_passed(
    steps: list[tuple[int, str, int]], of: Rules
) -> None:
    check_day(deeds_of(steps), of)


@pytest.mark.parametrize("of", [EVERY_DAY, PATIENT, AT_WORK], ids=["every day", "patient", "work"])
def test_a_random_year_keeps_what_every_day_must(of: Rules) -> None:
    for deeds in a_year(2026, of):
        check_day(deeds, of)


def in_pieces(deeds: list[Deed]) -> list[Deed]:
    """Every spell of typing as four that touch."""
    pieces = []
    for deed in deeds:
        cuts = [deed.lasts * part // 4 for part in range(5)] if deed.kind == "active" else []
        parts = [
            replace(deed, at=deed.at + start, lasts=end - start) for start, end in pairwise(cuts)
        ]
        pieces += parts or [deed]
    return sorted(pieces, key=_at)


@READILY
@example([(0, "active", 8), (0, "stopped", 0), (0, "ahead", 0)], EVERY_DAY)  # no clock chip
@given(DAYS, RULES)
def test_typing_told_in_pieces_that_touch_is_the_same_typing(
    steps: list[tuple[int, str, int]], of: Rules
) -> None:
    deeds = deeds_of(steps)

    assert told(in_pieces(deeds), of) == told(deeds, of)


def with_nothing_new(deeds: list[Deed], where: list[int]) -> list[Deed]:
    """At these moments every state is told once more; a break ends standing without a word."""
    states = (*(state for state in STATES if state != "standing"), "no_input_sense")
    repeated = list(deeds)
    for at in where:
        last = {deed.kind: deed.on for deed in deeds if deed.at <= at}
        if at <= deeds[-1].at:
            repeated += [Deed(at, kind, on=last.get(kind, False)) for kind in states]
    return sorted(repeated, key=_at)


@READILY
@given(DAYS, RULES, st.lists(st.integers(0, 20_000), min_size=1, max_size=5))
def test_a_state_told_twice_changes_nothing(
    steps: list[tuple[int, str, int]], of: Rules, where: list[int]
) -> None:
    deeds = deeds_of(steps)

    assert told(with_nothing_new(deeds, where), of) == told(deeds, of)


def ticking(events: list[Event], every: timedelta) -> list[Event]:
    """With a heartbeat between the events that never falls on one of them."""
    beats: list[Event] = []
    for event, following in pairwise(events):
        beats.append(event)
        uptime = event.at.uptime + every
        while uptime < following.at.uptime:
            beats.append(Ticked(event.at.at_uptime(uptime)))
            uptime += every
    return [*beats, events[-1]]


@READILY
@given(DAYS, RULES, st.integers(1, 600))
def test_a_heartbeat_changes_nothing(
    steps: list[tuple[int, str, int]], of: Rules, seconds: int
) -> None:
    events = events_of(deeds_of(steps))

    beats = ticking(events, seconds * SECOND + SECOND / 2)

    assert effects_of(beats, of) == effects_of(events, of)


@READILY
@example([(0, "active", 0), (0, "stopped", 0), (0, "ahead", 0), (0, "sat", 0)], EVERY_DAY, 0)
@given(DAYS, RULES, st.integers(0, 10**9))
def test_the_uptime_at_which_a_day_begins_changes_nothing(
    steps: list[tuple[int, str, int]], of: Rules, uptime_s: int
) -> None:
    deeds = deeds_of(steps)
    events = events_of(deeds)
    later = uptime_s * SECOND

    moved = [replace(event, at=Moment(event.at.uptime + later, event.at.wall)) for event in events]
    back = [
        replace(effect, at=Moment(effect.at.uptime - later, effect.at.wall))
        for effect in effects_of(moved, of)
    ]

    assert back == effects_of(events, of)
    assert told(started_once(deeds), of, uptime_s) == told(started_once(deeds), of)


def started_once(deeds: Iterable[Deed]) -> list[Deed]:
    """Where a clock is set just after a start, that tells how long the machine was off."""
    return [deed for deed in deeds if deed.kind != "stopped"]


@READILY
@given(DAYS)
def test_a_clock_that_is_set_changes_no_seat_time(steps: list[tuple[int, str, int]]) -> None:
    all_deeds = deeds_of(steps)
    deeds = started_once(all_deeds)
    undisturbed = [deed for deed in deeds if deed.kind not in STEPS]
    first, last = Deed(0, "resume"), Deed(all_deeds[-1].at, "resume")

    stepped = effects_of(events_of([first, *deeds, last]), PATIENT)
    steady = effects_of(events_of([first, *undisturbed, last]), PATIENT)

    assert _without_walls(stepped) == _without_walls(steady)


def _without_walls(effects: list[Effect]) -> list[tuple[object, ...]]:
    """How a move was may be said for an hour by the wall clock: what comes of that is left out."""
    said = (Refuse, Advise, NoteFeeling)
    return [_without_wall(effect) for effect in effects if not isinstance(effect, said)]


def _without_wall(effect: Effect) -> tuple[object, ...]:
    uptime, kind = effect.at.uptime, type(effect).__name__
    match effect:
        case Propose():
            return (uptime, kind, effect.id, effect.seat_time, effect.snoozes, effect.again)
        case Withdraw():
            return (uptime, kind, effect.id, effect.reason)
        case Remember(record=record):
            return (uptime, kind, record.outcome, record.seat_time, record.ended_at is None)
        case _:
            return (uptime, kind)


@READILY
@given(DAYS, RULES)
def test_being_saved_and_read_back_at_every_moment_changes_nothing(
    steps: list[tuple[int, str, int]], of: Rules
) -> None:
    events = events_of(deeds_of(steps))

    assert effects_of(events, of, saving=True) == effects_of(events, of)


def check_nothing_due_is_lost(deeds: list[Deed], of: Rules) -> None:
    """Whoever sits due and unhindered is asked within the time to settle and to await a lull.

    An answer, or none, puts it off by its own length; then the same holds again.
    """
    breaks = of.settings.breaks
    patience = breaks.settle + breaks.wait_for_lull
    events = ticking(events_of(deeds), 60 * SECOND + SECOND / 2)
    waits_since = put_off_until = events[0].at.uptime
    for session, effects in lived(events, of):
        for effect in effects:
            put_off_until = max(put_off_until, effect.at.uptime + _put_off(effect, of))
        is_due = session.bout is not None and session.seat_time(session.now) >= breaks.every
        if not is_due or session.now <= put_off_until or _is_hindered(session, of):
            waits_since = session.now
        assert session.now - waits_since <= patience + 61 * SECOND


def _put_off(effect: Effect, of: Rules) -> timedelta:
    match effect:
        case CountSnooze(length=length):
            return length
        case Withdraw(reason="skip" | "ignored" | "done" | "hurt"):
            return of.settings.breaks.every
        case Remember(record=record) if record.ended_at is None:
            return of.settings.breaks.every
        case _:
            return ZERO


def _is_hindered(session: Session, of: Rules) -> bool:
    return (
        isinstance(session.phase, Proposed | OnBreak)
        or session.signs.is_shut
        or session.course.pause is not None
        or not session.course.spell.is_open
        or Condition.STANDING in session.signs.conditions
        or bool(holds(session.signs.conditions, of.settings.hold))
    )


@READILY
@given(DAYS)
def test_whoever_sits_due_and_unhindered_is_asked(steps: list[tuple[int, str, int]]) -> None:
    check_nothing_due_is_lost(deeds_of(steps), PATIENT)


def test_in_a_random_year_nothing_due_is_lost() -> None:
    unlimited = replace(AT_WORK.settings.breaks, daily_limit=0)
    at_work = replace(AT_WORK, settings=replace(AT_WORK.settings, breaks=unlimited))

    for deeds in a_year(7, at_work):
        check_nothing_due_is_lost(deeds, at_work)
