"""What everybody may see of a session: state, one plain sentence, icon, and what may be answered."""

from datetime import datetime, timedelta
from enum import StrEnum
from gettext import gettext as _
from typing import assert_never

from deskbreak.core import guide, guided_break
from deskbreak.core.asking import dosed, due_at, shown_stretch
from deskbreak.core.duration import in_words
from deskbreak.core.events import Condition
from deskbreak.core.evidence import evidence
from deskbreak.core.in_a_list import full_stop, in_a_list, in_a_row, labelled
from deskbreak.core.moment import ZERO, Moment
from deskbreak.core.obstacles import HoldReason, Obstacle, holds
from deskbreak.core.offers import Offer, offers
from deskbreak.core.state import (
    Away,
    Due,
    OnBreak,
    Pause,
    Proposed,
    Rules,
    Seated,
    Session,
    Withheld,
)
from deskbreak.core.stretch import Group, Stretch
from deskbreak.core.wall_clock import clock_time, coming_time, day_ahead
from deskbreak.core.words import held_since
from deskbreak.value import value

_MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)
_FILLS = 8


class State(StrEnum):
    """The one word for the present moment: the first of these that holds."""

    ON_BREAK = "on_break"
    PAUSED = "paused"
    OFF_HOURS = "off_hours"
    AWAY = "away"
    STANDING = "standing"
    PROPOSED = "proposed"
    DUE = "due"
    SEATED = "seated"


@value
class Open:
    """The proposal on screen; `since` is UTC."""

    id: str
    stretch: Stretch
    since: datetime


@value
class Running:
    """The guided stretch: what to do now and how long the whole still takes.

    `elapsed` is where on the timeline of the cues it is; while it `waits`, it stays there.
    """

    stretch: Stretch
    cue: str
    left: timedelta
    cues: tuple[guide.Cue, ...]
    elapsed: timedelta = ZERO
    waits: bool = False


@value
class View:
    """A session as of one moment; it stays true until the uptime `until` if nothing happens.

    `off` are the groups of moves that hurt twice, and that the user may turn on again.
    """

    at: Moment
    state: State
    icon: str
    headline: str
    waiting: str | None
    why: str
    seat_time: timedelta
    due_in: timedelta | None
    held_by: tuple[HoldReason, ...]
    proposal: Open | None
    running: Running | None
    snoozes: int
    offers: tuple[Offer, ...]
    is_paused: bool
    is_standing: bool
    off: tuple[Group, ...]
    until: timedelta | None


def view(session: Session, rules: Rules, at: Moment) -> View:
    """What is to be seen at `at`, which is not before the session's own moment."""
    state = _state(session)
    bout = session.bout
    held_by = holds(session.signs.conditions, rules.settings.hold)
    running = _running(session, rules, at)
    return View(
        at=at,
        state=state,
        icon=_icon(session, state, rules, at),
        headline=_headline(session, state, rules, at, running),
        waiting=_waiting(session, rules),
        why=_why(session, state, rules, at),
        seat_time=session.seat_time(at.uptime),
        due_in=_due_in(session, state, rules, at),
        held_by=held_by,
        proposal=_open(session, rules),
        running=running,
        snoozes=0 if bout is None else bout.due.snoozes,
        offers=offers(session.moved(at), rules),
        is_paused=session.course.pause is not None,
        is_standing=Condition.STANDING in session.signs.conditions,
        off=session.course.rotation.off,
        until=_until(session, rules, at),
    )


def _state(session: Session) -> State:
    phase = session.phase
    if isinstance(phase, OnBreak):
        return State.ON_BREAK
    if session.course.pause is not None:
        return State.PAUSED
    if not session.course.spell.is_open:
        return State.OFF_HOURS
    is_standing = Condition.STANDING in session.signs.conditions
    if session.signs.is_shut or (isinstance(phase, Away) and not is_standing):
        return State.AWAY
    if is_standing:
        return State.STANDING
    match phase:
        case Proposed():
            return State.PROPOSED
        case Due() | Withheld():
            return State.DUE
        case Seated() | Away():
            return State.SEATED
        case _:
            assert_never(phase)


def _icon(session: Session, state: State, rules: Rules, at: Moment) -> str:
    if _is_held_for_long(session, rules, at):
        return "held"
    if state is not State.SEATED:
        return state.value
    if Condition.NO_INPUT_SENSE in session.signs.conditions:
        return "blind"
    return f"seated-{_fill(session.seat_time(at.uptime), rules)}"


def _fill(seat_time: timedelta, rules: Rules) -> int:
    return min(seat_time * _FILLS // rules.every, _FILLS)


def _due_in(session: Session, state: State, rules: Rules, at: Moment) -> timedelta | None:
    """None where time alone does not bring it nearer."""
    if state not in {State.SEATED, State.DUE, State.PROPOSED}:
        return None
    match session.phase:
        case Seated(bout):
            due = due_at(session, bout, rules)
            return None if due is None else max(due - at.uptime, ZERO)
        case Due() | Proposed():
            return ZERO
        case Away() | Withheld() | OnBreak():
            return None
        case _:
            assert_never(session.phase)


def _open(session: Session, rules: Rules) -> Open | None:
    phase = session.phase
    if not isinstance(phase, Proposed):
        return None
    stretch = dosed(session, shown_stretch(session, phase.bout, rules), rules)
    return Open(phase.id, stretch, session.at.at_uptime(phase.shown).wall)


def _running(session: Session, rules: Rules, at: Moment) -> Running | None:
    phase = session.phase
    if not isinstance(phase, OnBreak):
        return None
    cues, elapsed = guided_break.cues(phase, session, rules), phase.elapsed(at.uptime)
    return Running(
        guided_break.running_stretch(phase, session, rules),
        guide.cue_at(cues, elapsed).text,
        max(phase.length - elapsed, ZERO),
        cues,
        elapsed,
        phase.waits_since is not None,
    )


def _until(session: Session, rules: Rules, at: Moment) -> timedelta | None:
    """When the minute shown, or the ring, changes; while guided, the count-down."""
    phase = session.phase
    if isinstance(phase, OnBreak):
        left = phase.length - phase.elapsed(at.uptime)
        waits = phase.waits_since is not None
        return None if waits else at.uptime + min(5 * _SECOND, max(left, _SECOND))
    if session.bout is None or session.course.standing_since is not None or session.signs.is_shut:
        return None
    step = max(min(_MINUTE, rules.every / _FILLS), _SECOND)
    return at.uptime + step - session.seat_time(at.uptime) % step


def _headline(
    session: Session, state: State, rules: Rules, at: Moment, running: Running | None
) -> str:
    if running is not None:
        text = _("{name}: paused, {time} left") if running.waits else _("{name}: {time} left")
        return text.format(name=running.stretch.name, time=in_words(running.left))
    match state:
        case State.PAUSED:
            return _quiet(session.course.pause or Pause(), at, rules)
        case State.OFF_HOURS:
            return _off_hours(session, rules, at)
        case State.AWAY:
            return _("Away from your desk")
        case State.STANDING:
            return _("Standing")
        case State.SEATED | State.DUE | State.PROPOSED | State.ON_BREAK:
            return _at_the_desk(session, state, rules, at)
        case _:
            assert_never(state)


def _at_the_desk(session: Session, state: State, rules: Rules, at: Moment) -> str:
    sat = _("{time} at your desk").format(time=in_words(session.seat_time(at.uptime)))
    due_in = _due_in(session, state, rules, at)
    proposal = _open(session, rules)
    if proposal is not None:
        return _("{sat}: {name}?").format(sat=sat, name=proposal.stretch.name)
    if due_in:
        time = clock_time(at.at_uptime(at.uptime + due_in).wall, rules.zone)
        return _("{sat}; next about {time}").format(sat=sat, time=time)
    if _is_held_for_long(session, rules, at):
        return in_a_row((full_stop(sat), _waiting(session, rules) or ""))
    return _("{sat}; a break is due").format(sat=sat)


def _is_held_for_long(session: Session, rules: Rules, at: Moment) -> bool:
    """Longer than `hold_limit`: then it is told in the first line of all (rule 4)."""
    phase = session.phase
    if not isinstance(phase, Withheld) or phase.obstacle is not Obstacle.HELD:
        return False
    return at.uptime - phase.since >= rules.settings.hold.hold_limit


def _quiet(pause: Pause, at: Moment, rules: Rules) -> str:
    if pause.until is None:
        return _("Reminders paused until you resume")
    time = coming_time(at.at_uptime(pause.until).wall, rules.zone, at.wall)
    return _("Reminders paused until {time}").format(time=time)


def _off_hours(session: Session, rules: Rules, at: Moment) -> str:
    until = session.course.spell.until
    if until is None:
        return _("Outside your work hours")
    text = _("Outside your work hours until {time}")
    return text.format(time=day_ahead(until, rules.zone, at.wall))


def _waiting(session: Session, rules: Rules) -> str | None:
    """The line that tells what a due break waits for; None where it waits for nothing."""
    phase = session.phase
    if not isinstance(phase, Withheld) or phase.obstacle is not Obstacle.HELD:
        return None
    found = holds(session.signs.conditions, rules.settings.hold)
    time = clock_time(session.at.at_uptime(phase.since).wall, rules.zone)
    text = _("Waiting since {time}: {reason}")
    return text.format(reason=in_a_list(held_since(what) for what in found), time=time)


def _why(session: Session, state: State, rules: Rules, at: Moment) -> str:
    """One plain sentence: what is, since when, on what evidence, and what comes next."""
    match state:
        case State.SEATED | State.DUE | State.PROPOSED:
            return in_a_list((_since(session, rules, at), _next(session, rules, at)))
        case State.ON_BREAK:
            reason = _("a break is running")
        case State.PAUSED:
            reason = _("you asked for it, so nothing is proposed")
        case State.OFF_HOURS:
            reason = _("nothing is proposed then")
        case State.AWAY:
            reason = _beside(evidence(session, rules, at), _back(session))
        case State.STANDING:
            reason = _("desk time is paused while you stand")
        case _:
            assert_never(state)
    headline = _headline(session, state, rules, at, _running(session, rules, at))
    join = _beside if state is State.ON_BREAK else labelled
    return full_stop(join(headline, reason))


def _beside(one: str, other: str) -> str:
    return _("{one}; {other}").format(one=one, other=other)


def _back(session: Session) -> str:
    """A lock or sleep that has not yet become a break is still time at the desk."""
    if session.bout is None:
        return _("counting begins when you are back at the keyboard")
    return _("a short absence still counts as time at your desk")


def _since(session: Session, rules: Rules, at: Moment) -> str:
    seat_time = session.seat_time(at.uptime)
    began = clock_time(at.wall - seat_time, rules.zone)
    text = _("You have been at your desk for {time}, since {began} ({evidence})")
    seen = evidence(session, rules, at)
    return text.format(time=in_words(seat_time), began=began, evidence=seen)


def _next(session: Session, rules: Rules, at: Moment) -> str:
    match session.phase:
        case Seated(bout):
            due = due_at(session, bout, rules) or at.uptime
            time = clock_time(at.at_uptime(due).wall, rules.zone)
            return _("and a break is due at {time}.").format(time=time)
        case Withheld(obstacle=Obstacle.DAILY_LIMIT):
            return _("and a break is due, but today's limit of proposals has been reached.")
        case Withheld():
            return _("and a break is due. {waiting}.").format(waiting=_waiting(session, rules))
        case Due(ask_from=ask_from) if at.uptime < ask_from:
            return _("and a break is due: a stretch is proposed in a moment.")
        case Due():
            return _("and a break is due: it's waiting for a pause in your typing.")
        case Proposed() | Away() | OnBreak():
            return _("and a stretch is proposed, waiting for your answer.")
        case _:
            assert_never(session.phase)
