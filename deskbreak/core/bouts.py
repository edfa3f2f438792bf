"""How a bout of sitting begins, ends and is remembered (rules 1, 2, 7, 8 and 10)."""

from dataclasses import replace
from datetime import timedelta

from deskbreak.core.effects import Remember, Withdraw
from deskbreak.core.events import Condition
from deskbreak.core.moment import ZERO, Moment
from deskbreak.core.obstacles import Obstacle
from deskbreak.core.record import Outcome, Record, RunningBout
from deskbreak.core.state import (
    Asking,
    Away,
    Bout,
    DueMoment,
    NaturalBreak,
    OnBreak,
    Proposed,
    Return,
    Rules,
    Seated,
    Session,
    Step,
)
from deskbreak.core.stretch import Group
from deskbreak.core.work_hours import day_parts, local_day, spell_at

STILLNESS = timedelta(minutes=1)
"""A proposal first shown after longer than this without a sign was shown to an empty chair."""
_OUT_OF_THE_CHAIR = timedelta(hours=2)


def sat_down(session: Session, rules: Rules) -> Session:
    """A new bout begins now; whoever stands keeps standing, with no seat time yet."""
    returned, loaded_since = None, _loaded_since(session, rules)
    if isinstance(session.phase, Away) and session.phase.after is not None:
        returned = Return(session.now, session.phase.after)
    stood = None if session.course.standing_since is None else session.now
    phase = Seated(Bout(session.now, returned=returned))
    course = replace(session.course, phase=phase, standing_since=stood, loaded_since=loaded_since)
    return session.with_course(course)


def _loaded_since(session: Session, rules: Rules) -> timedelta | None:
    """Away from the desk is not out of the wheelchair, unless it was for hours."""
    since, phase = session.course.loaded_since, session.phase
    if not rules.settings.stretches.unload_every:
        return None
    left = phase.after if isinstance(phase, Away) else None
    was_long = left is not None and session.at.wall - left.ended_at >= _OUT_OF_THE_CHAIR
    return session.now if since is None or was_long else since


def noticing_input(session: Session, rules: Rules) -> Session:
    """Whoever shows up at the keyboard and does not stand has sat down."""
    if not isinstance(session.course.phase, Away) or Condition.STANDING in session.signs.conditions:
        return session
    has_input = session.signs.has_input or session.signs.last_input == session.now
    return sat_down(session, rules) if has_input and not session.signs.is_shut else session


def broke_off(phase: Asking, session: Session, rules: Rules) -> Step:
    """The absence has become a break: decided now, dated from where it began."""
    absent_since = session.signs.absent_since(rules.settings.presence)
    sat_down_at = phase.bout.sat_down_at
    began = sat_down_at if absent_since is None else max(absent_since, sat_down_at)
    left = NaturalBreak(
        bout=_to_be_restored(phase.bout, session.now),
        ended_at=session.at.at_uptime(began).wall,
        sat_before=session.course.sat,
    )
    step = _ended_by_absence(session, phase, began, rules)
    return Step(_no_longer_standing(step.session).in_phase(Away(left)), step.effects)


def stood_long(phase: Asking, since: timedelta, session: Session, rules: Rules) -> Step:
    """Standing has lasted as long as a break: the bout ended where the user stood up."""
    step = _ended_by_absence(session, phase, since, rules)
    return Step(step.session.in_phase(Away()), step.effects)


def walked_off(session: Session, _rules: Rules) -> Step:
    """Whoever stood at the desk has been absent for as long as a break: standing is over too."""
    return Step(_no_longer_standing(session))


def sat_again(session: Session) -> Session:
    """Standing was too short for a break: seat time simply did not run meanwhile."""
    since, phase = session.course.standing_since, session.phase
    session = standing(session, since=None)
    if since is None or isinstance(phase, Away) or (isinstance(phase, OnBreak) and phase.gets_up):
        return session
    stood = session.now - max(since, phase.bout.sat_down_at)
    bout = replace(phase.bout, sat_down_at=phase.bout.sat_down_at + stood)
    return session.in_phase(replace(phase, bout=bout))


def still_standing(session: Session) -> Session:
    """The same session, with what was stood so far taken out of the bout already."""
    if session.course.standing_since is None:
        return session
    return standing(sat_again(session), since=session.now)


def standing(session: Session, since: timedelta | None) -> Session:
    return session.with_course(replace(session.course, standing_since=since))


def _no_longer_standing(session: Session) -> Session:
    signs = session.signs.among(session.signs.conditions - {Condition.STANDING})
    return standing(session.moved(session.at, signs), since=None)


def _ended_by_absence(session: Session, phase: Asking, began: timedelta, rules: Rules) -> Step:
    withdrawn: tuple[Withdraw, ...] = ()
    if isinstance(phase, Proposed):
        withdrawn = (Withdraw(session.at, phase.id, Obstacle.AWAY),)
    taken = _was_taken(phase, began) or _took_it_and_shut(session, phase, began)
    if taken:
        course = session.course
        taken_up = rules.stretch(phase.bout.due.shown[-1])
        unloads = taken_up is not None and taken_up.group is Group.PRESSURE
        loaded_since = began if unloads else course.loaded_since
        session = session.with_course(
            replace(course, habit=course.habit.heeding(), loaded_since=loaded_since)
        )
    step = remember_bout(
        session,
        rules,
        phase.bout,
        Outcome.TAKEN if taken else Outcome.NATURAL,
        ended=began,
        stretch=phase.bout.due.shown[-1] if taken else None,
        was_answered=False,
    )
    return step.after(withdrawn)


def _to_be_restored(bout: Bout, now: timedelta) -> Bout:
    """The bout as *sat* gives it back: off the screen, and without the break before it.

    A break that kept the break before it would keep all of them.
    """
    due = bout.due
    if due.opened is not None and due.closed is None:
        due = replace(due, closed=now)
    return replace(bout, due=due, returned=None)


def _was_taken(phase: Asking, began: timedelta) -> bool:
    due = phase.bout.due
    return _may_be_seen(due, began) and (isinstance(phase, Proposed) or due.was_open_at(began))


def _took_it_and_shut(session: Session, phase: Asking, began: timedelta) -> bool:
    """Whoever locks the screen or closes the lid while a proposal stands has got up for it.

    A screen may lock itself, a lid is closed by somebody.
    """
    since, conditions = session.signs.resting_since, session.signs.conditions
    due = phase.bout.due
    if since is None or not due.was_open_at(since):
        return False
    if Condition.ASLEEP in conditions:
        return True
    return Condition.LOCKED in conditions and _may_be_seen(due, began)


def _may_be_seen(due: DueMoment, absent_since: timedelta) -> bool:
    """Whether somebody was perhaps there still as it was first shown."""
    return due.first_shown is not None and due.first_shown - absent_since <= STILLNESS


def running_bout(session: Session, rules: Rules, now: Moment) -> RunningBout | None:
    """What is sat by now; None where it lies wholly outside work hours, which is not noted."""
    seat_time, zone = session.seat_time(now.uptime), rules.zone
    sat_down_at = now.wall - seat_time
    parts = day_parts(rules.settings.work_hours, zone, sat_down_at, now.wall)
    return RunningBout(sat_down_at, local_day(zone, now.wall), seat_time, parts) if parts else None


def remember_bout(
    session: Session,
    rules: Rules,
    bout: Bout,
    outcome: Outcome,
    *,
    ended: timedelta,
    stretch: str | None = None,
    exercised: timedelta = ZERO,
    was_answered: bool = True,
) -> Step:
    """The bout is over since `ended`. The phase is the caller's to change.

    Not recorded: what is shorter than a natural break and no answer ended it, and what lies
    wholly outside work hours.
    """
    seat_time = session.seat_time_of(bout, ended)
    course = session.course
    session = session.with_course(replace(course, sat=course.sat.plus(seat_time)))
    if not was_answered and seat_time < rules.settings.breaks.natural_break:
        return Step(session)
    record = _record(session, bout, outcome, stretch, exercised, ended)
    ended_at = session.at.at_uptime(ended).wall
    hours, zone = rules.settings.work_hours, rules.zone
    parts = day_parts(hours, zone, record.sat_down_at, ended_at)
    if not parts and not (seat_time == ZERO and spell_at(hours, zone, ended_at).is_open):
        return Step(session)
    return _remembered(session, replace(record, ended_at=ended_at, parts=parts))


def remember_answer(
    session: Session,
    bout: Bout,
    outcome: Outcome,
    stretch: str | None,
    exercised: timedelta = ZERO,
) -> Step:
    """Something was answered, or not, and the bout runs on."""
    return _remembered(
        session, _record(session, bout, outcome, stretch, exercised, until=session.now)
    )


def _record(
    session: Session,
    bout: Bout,
    outcome: Outcome,
    stretch: str | None,
    exercised: timedelta,
    until: timedelta,
) -> Record:
    """A bout as it was then, and as if it ran on. The id is the same for a decision made twice."""
    seat_time = session.seat_time_of(bout, until)
    return Record(
        id=f"{session.at.wall:%Y%m%dT%H%M%S.%f}Z-{session.course.serial}",
        at=session.at.wall,
        outcome=outcome,
        stretch=stretch,
        seat_time=seat_time,
        sat_down_at=session.at.at_uptime(until).wall - seat_time,
        ended_at=None,
        snoozes=bout.due.snoozes,
        exercised=exercised,
        why="" if stretch is None else bout.due.why,
    )


def _remembered(session: Session, record: Record) -> Step:
    return Step(session.numbered_on(), (Remember(session.at, record),))
