"""The guided break: what follows *start*, until it is over or ended early (rule 6)."""

from dataclasses import replace
from datetime import timedelta
from gettext import gettext as _
from typing import Literal, assert_never

from deskbreak.core import asking
from deskbreak.core.bouts import remember_answer, remember_bout, sat_down
from deskbreak.core.effect_words import left_out_in_words
from deskbreak.core.effects import EndGuide, Guide, LeaveOut
from deskbreak.core.events import Answer
from deskbreak.core.guide import Action, Cue, cue_at, timeline
from deskbreak.core.moment import ZERO
from deskbreak.core.policy import Plan
from deskbreak.core.practice import most_of
from deskbreak.core.record import Outcome
from deskbreak.core.state import Away, Bout, OnBreak, Planned, Rules, Seated, Session, Step, refused
from deskbreak.core.stretch import Group, Stretch
from deskbreak.core.work_hours import local_day

ENOUGH = timedelta(seconds=30)
"""A break that gets up and was closed after this much of it still ended the bout."""
LONGEST_WAIT = timedelta(minutes=5)
"""As long as an absence that is a break by default: nobody comes back to the middle of a move."""

SteeringAnswer = Literal[Answer.NOW, Answer.WAIT, Answer.GO_ON]


def guided(
    session: Session, bout: Bout, stretch: Stretch, rules: Rules, *, in_spite: bool = False
) -> Step:
    """The first move of a break begins. A walk is a break of its own, and so is standing up."""
    is_alone = stretch.group in (Group.WALK, Group.STAND)
    more = 0 if is_alone else rules.settings.breaks.moves_per_break - 1
    if stretch.group is Group.PRESSURE:  # every second time a move for arms or trunk follows
        is_second = session.course.rotation.offered[-2:] == (stretch.id,) * 2
        more = max(more, int(is_second))
    return _begun(session, bout, stretch, rules, more, is_up=False, in_spite=in_spite)


def session(session: Session, bout: Bout, length: timedelta, rules: Rules) -> Step:
    """Several moves in a row, one guide through all."""
    plan = asking.planned(session, bout, length, rules)
    return _planned(session, bout, plan, rules, is_up=False)


def session_of_own(session: Session, bout: Bout, plan: Plan, rules: Rules) -> Step:
    """The same with the moves of the user's own plan; refused where none of them may be done."""
    own = asking.own_session(session, plan, rules)
    if not own.planned:
        reasons = left_out_in_words(own.left_out)
        text = _("Nothing of {plan} may be done now. {reasons}")
        return refused(session, text.format(plan=plan.name, reasons=reasons))
    left_out = (LeaveOut(session.at, plan.name, own.left_out),) if own.left_out else ()
    return _planned(session, bout, own.planned, rules, is_up=False).after(left_out)


def guide_over(phase: OnBreak, session: Session, rules: Rules) -> Step:
    """The guide has run its length: that is *done*, and nobody has to say so."""
    step = _exercised(session, phase, Outcome.DONE, rules, bout_ended=phase.gets_up)
    following = _following_move(phase, step.session, rules)
    if following is not None:
        return following.after(step.effects)
    session = step.session
    if phase.gets_up:
        session = session.in_phase(Away())
        if _may_sit_on(session, rules):
            session = sat_down(session, rules)
    return asking.reconsidered(session, rules).after((_completed(session, rules), *step.effects))


def waited_too_long(phase: OnBreak, session: Session, rules: Rules) -> Step:
    """Whoever let it stand still has turned to something else."""
    step = ended_early(phase, session, rules)
    return asking.reconsidered(step.session, rules).after(step.effects)


def refitted(phase: OnBreak, session: Session, rules: Rules) -> Step:
    """What may harm by now is ended; any other takes as long as its form of now does."""
    stretch = rules.stretch(phase.stretch)
    if stretch is None:
        return Step(session)
    if asking.may_harm(session, stretch, rules) and not phase.in_spite:
        return ended_early(phase, session, rules)
    own = running_stretch(phase, session, rules)
    more = own.length - phase.length if own.is_counted else ZERO
    return Step(session.in_phase(replace(phase, ends=phase.ends + more)))


def steered(phase: OnBreak, session: Session, answer: SteeringAnswer, rules: Rules) -> Step:
    """Its time runs on, stands still, or leaves out what is left of getting ready."""
    waits, now = phase.waits_since, session.now
    match answer:
        case Answer.NOW if is_getting_ready(phase, session, rules):
            left = _cue(phase, session, rules).ends - phase.elapsed(now)
            phase = replace(phase, skipped=phase.skipped + left, ends=phase.ends - left)
        case Answer.WAIT if waits is None:
            phase = replace(phase, waits_since=now)
        case Answer.GO_ON if waits is not None:
            stood = now - waits
            phase = replace(
                phase, waits_since=None, waited=phase.waited + stood, ends=phase.ends + stood
            )
        case Answer.NOW:
            return refused(session, _("It has begun already."))
        case Answer.WAIT:
            return refused(session, _("It is paused already."))
        case Answer.GO_ON:
            return refused(session, _("It isn't paused."))
        case _:
            assert_never(answer)
    return Step(session.in_phase(phase))


def is_getting_ready(phase: OnBreak, session: Session, rules: Rules) -> bool:
    """Its time runs, and nothing is to be done as yet."""
    runs = phase.waits_since is None
    return runs and _cue(phase, session, rules).action is Action.PREPARE


def cues(phase: OnBreak, session: Session, rules: Rules) -> tuple[Cue, ...]:
    """What it consists of."""
    return timeline(running_stretch(phase, session, rules), phase.length)


def running_stretch(phase: OnBreak, session: Session, rules: Rules) -> Stretch:
    """With the dose of when it began: no midnight and no end of an easier week changes it."""
    stretch = rules.stretch(phase.stretch) or asking.smallest_break(session, rules)
    return asking.dosed(session.moved(phase.since), stretch, rules)


def _cue(phase: OnBreak, session: Session, rules: Rules) -> Cue:
    return cue_at(cues(phase, session, rules), phase.elapsed(session.now))


def done_already(phase: OnBreak, session: Session, rules: Rules) -> Step:
    """The user was quicker than the guide, and says so."""
    step = _exercised(session, phase, Outcome.DONE, rules, bout_ended=phase.gets_up)
    session = sat_down(step.session, rules) if phase.gets_up else step.session
    return Step(session, (_completed(session, rules), *step.effects))


def ended_early(phase: OnBreak, session: Session, rules: Rules) -> Step:
    enough = is_break_already(phase, session)
    step = _exercised(session, phase, Outcome.PARTIAL, rules, bout_ended=enough)
    session = sat_down(step.session, rules) if enough else step.session
    return Step(session, (EndGuide(session.at, completed=False), *step.effects))


def swapped_while_guided(phase: OnBreak, session: Session, rules: Rules) -> Step:
    """Another one instead. What was done of the first is noted if it was a break already."""
    noted, was_break = Step(session), is_break_already(phase, session)
    if was_break:
        noted = _exercised(session, phase, Outcome.PARTIAL, rules, bout_ended=True)
    must_get_up = replace(phase.bout, must_get_up=phase.gets_up or phase.bout.must_get_up)
    shown = (*shown_besides(phase), phase.stretch)
    to_come = tuple(move.stretch for move in phase.plan)
    choice = asking.chosen(
        noted.session, must_get_up, rules, shown=(*shown, *to_come)
    ) or asking.chosen(noted.session, must_get_up, rules, shown=shown)
    if choice is None:
        return refused(session, _("There is no other stretch to offer now."))
    stretch = choice.stretch
    session = noted.session.offering(stretch, first=False)
    if was_break:
        bout = Bout(session.now)
    else:
        due = replace(phase.bout.due, shown=(*shown, stretch.id))
        bout = replace(bout_that_runs_on(phase, session), due=due)
    begun = _begun(session, bout, stretch, rules, phase.more, is_up=phase.gets_up, plan=phase.plan)
    return begun.after(noted.effects)


def is_break_already(phase: OnBreak, session: Session) -> bool:
    return phase.gets_up and phase.exercised(session.now) >= ENOUGH


def bout_that_runs_on(phase: OnBreak, session: Session) -> Bout:
    """What a guide that was no break leaves of the bout.

    Where nobody had sat in it before the guide (they came for it, or from the move before), they
    sit from now on: until now they were up.
    """
    was_up = phase.gets_up and phase.bout.sat_down_at == phase.since.uptime
    return replace(phase.bout, sat_down_at=session.now) if was_up else phase.bout


def shown_besides(phase: OnBreak) -> tuple[str, ...]:
    """What was shown for the due moment besides the stretch that is guided."""
    return tuple(id_ for id_ in phase.bout.due.shown if id_ != phase.stretch)


def with_deed(session: Session, stretch: Stretch, rules: Rules) -> Session:
    """The rotation counts it, and the day on which it was done."""
    course, now = session.course, session.at.wall
    day, most = local_day(rules.zone, now), most_of(rules.settings)
    unloads = stretch.group is Group.PRESSURE
    return session.with_course(
        replace(
            course,
            rotation=course.rotation.doing(stretch, day),
            habit=course.habit.done_on(day),
            practice=course.practice.doing(stretch, day, now, most, rules.catalogue),
            loaded_since=session.now if unloads else course.loaded_since,
        )
    )


def _begun(
    session: Session,
    bout: Bout,
    stretch: Stretch,
    rules: Rules,
    more: int,
    *,
    is_up: bool,
    lasts: timedelta | None = None,
    plan: tuple[Planned, ...] = (),
    in_spite: bool = False,
) -> Step:
    """The user is led through the stretch from now on. `is_up`: they left the chair already."""
    stretch = asking.dosed(session, stretch, rules)
    ends_bout, length = is_up or rules.ends_bout(stretch), lasts or rules.length(stretch)
    has_walked = bout.has_walked or stretch.group is Group.WALK
    phase = OnBreak(
        replace(bout, has_walked=has_walked),
        stretch.id,
        ends_bout,
        session.at,
        session.now + length,
        more,
        plan,
        in_spite=in_spite,
    )
    practice = session.course.practice.without_question()
    session = session.with_course(replace(session.course, phase=phase, practice=practice))
    return Step(session, (Guide(session.at, stretch, length),))


def _planned(
    session: Session, bout: Bout, plan: tuple[Planned, ...], rules: Rules, *, is_up: bool
) -> Step:
    """The first move of the plan begins."""
    first, *rest = plan
    stretch = rules.stretch(first.stretch) or asking.smallest_break(session, rules)
    session = session.offering(stretch, first=not is_up)
    lasts = first.length if stretch.group is Group.WALK else None
    return _begun(session, bout, stretch, rules, 0, is_up=is_up, lasts=lasts, plan=tuple(rest))


def _following_move(phase: OnBreak, session: Session, rules: Rules) -> Step | None:
    """The next move of the same break, of another group; None if none is to come, or is left."""
    bout = session.phase.bout if isinstance(session.phase, Seated) else Bout(session.now)
    plan = tuple(move for move in phase.plan if _may_follow(move, session, rules))
    if plan:
        return _planned(session, bout, plan, rules, is_up=phase.gets_up)
    if phase.more == 0:
        return None
    must_get_up = replace(bout, must_get_up=phase.gets_up or bout.must_get_up)
    choice = asking.chosen_after(phase.stretch, session, must_get_up, rules)
    if choice is None or choice.stretch.group is Group.WALK:
        return None
    session = session.offering(choice.stretch, first=False)
    return _begun(session, bout, choice.stretch, rules, phase.more - 1, is_up=phase.gets_up)


def _may_follow(move: Planned, session: Session, rules: Rules) -> bool:
    """It may be gone from the catalogue by now, or ruled out while the move before it ran."""
    stretch = rules.stretch(move.stretch)
    return stretch is not None and asking.why_left_out(session, stretch, rules) is None


def _may_sit_on(session: Session, rules: Rules) -> bool:
    """A sign that lasts through the end of the guide says that somebody is back already."""
    present = session.signs.is_present(session.now, rules.settings.presence)
    return present and session.course.standing_since is None


def just_done(session: Session, rules: Rules) -> Stretch | None:
    """The move of which one may say how it was."""
    id_ = session.course.practice.may_say(session.at.wall)
    return None if id_ is None else rules.stretch(id_)


def _completed(session: Session, rules: Rules) -> EndGuide:
    done = just_done(session, rules)
    return EndGuide(session.at, completed=True, done=None if done is None else done.name)


def _exercised(
    session: Session, phase: OnBreak, outcome: Outcome, rules: Rules, *, bout_ended: bool
) -> Step:
    """Remember a guided stretch. If it ended the bout it did so at its start."""
    elapsed = phase.exercised(session.now)
    stretch = rules.stretch(phase.stretch)
    if outcome is Outcome.DONE and stretch is not None:
        session = with_deed(session, stretch, rules)
    if bout_ended:
        return remember_bout(
            session,
            rules,
            phase.bout,
            outcome,
            ended=phase.since.uptime,
            stretch=phase.stretch,
            exercised=elapsed,
        )
    bout = bout_that_runs_on(phase, session)
    step = remember_answer(session, bout, outcome, phase.stretch, elapsed)
    on_the_chair = outcome is Outcome.DONE or bout.must_get_up
    bout = replace(bout, must_get_up=on_the_chair)
    return Step(asking.due_again(step.session, bout, rules), step.effects)
