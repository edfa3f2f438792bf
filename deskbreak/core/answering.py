"""What an answer changes (rules 6 and 7). A refused answer changes nothing and says why."""

from dataclasses import replace
from datetime import date, timedelta
from gettext import gettext as _
from typing import assert_never

from deskbreak.core import asking, guided_break, hurting
from deskbreak.core.answers import SESSIONS
from deskbreak.core.bouts import remember_answer, remember_bout, sat_down, still_standing
from deskbreak.core.duration import format_duration
from deskbreak.core.effects import (
    Adjust,
    Advise,
    CountSnooze,
    Effect,
    EndGuide,
    NoteFeeling,
    Suggest,
    Void,
    Withdraw,
)
from deskbreak.core.events import Answer, Answered
from deskbreak.core.habit import Habit, Suggestion
from deskbreak.core.moment import ZERO
from deskbreak.core.naming import no_plan, not_one, plan_named, stretches_named
from deskbreak.core.pain import Advice
from deskbreak.core.policy import Insist, Settings, Stretches
from deskbreak.core.practice import most_of
from deskbreak.core.record import HowItFelt, Outcome
from deskbreak.core.rotation import Choice, has_few_moves, risk_of, would_add_moves
from deskbreak.core.state import (
    Away,
    Bout,
    Due,
    NaturalBreak,
    OnBreak,
    Proposed,
    Rules,
    Seated,
    Session,
    Step,
    Withheld,
    refused,
)
from deskbreak.core.stretch import Group, Stretch
from deskbreak.core.work_hours import local_day

MAY_CORRECT = timedelta(minutes=10)
"""How long after the return from a natural break the user may still void it."""

_NAMES_A_STRETCH = frozenset({Answer.START, Answer.HURT})
_LESS_OFTEN = timedelta(minutes=15)
_LONGEST_ON_THE_SEAT = timedelta(minutes=10)
"""Taking the weight off it is put off for no longer."""


def answered(session: Session, event: Answered, rules: Rules) -> Step:
    """The session after the answer; an answer that takes effect is a sign of presence."""
    if event.proposal is not None and event.proposal != _open_id(session):
        return refused(session, _("That proposal is no longer open."))
    present = session.moved(session.at, session.signs.with_answer(session.now))
    step = _heeded(present, event, rules)
    if step.refusal is not None:
        return Step(session, step.effects)
    step = _without_what_hurts(step.session, event.answer, rules).after(step.effects)
    if not any(isinstance(effect, Advise) for effect in step.effects):  # one question at a time
        step = _suggested(step.session, event.answer, rules).after(step.effects)
    return asking.reconsidered(step.session, rules).after(step.effects)


def may_take_back(session: Session) -> bool:
    """There is a natural break that *sat* would void."""
    return _voidable(session) is not None


def _heeded(session: Session, event: Answered, rules: Rules) -> Step:
    if event.stretch is not None and event.answer in _NAMES_A_STRETCH:
        named = stretches_named(event.stretch, rules.catalogue)
        if len(named) != 1:
            return refused(session, not_one(event.stretch, named))
        event = replace(event, stretch=named[0].id)
    match event.answer:
        case Answer.START:
            return _start(session, event, rules)
        case Answer.DONE:
            return _done(session, rules)
        case Answer.SNOOZE:
            return _snooze(session, event.length, rules)
        case Answer.SKIP:
            return _skip(session, rules)
        case Answer.SWAP:
            return _swap(session, rules)
        case Answer.SAT:
            return _sat(session, rules)
        case Answer.HURT:
            return _hurt(session, event.stretch, rules)
        case Answer.SESSION:
            return _session(session, event, rules)
        case Answer.CLOSED:
            return _close(session, rules)
        case Answer.NOW | Answer.WAIT | Answer.GO_ON:
            return _steer(session, event.answer, rules)
        case Answer.EASY | Answer.RIGHT | Answer.HARD:
            return _felt(session, event.answer, rules)
        case (
            Answer.MILD
            | Answer.UNCOMFORTABLE
            | Answer.STRONG
            | Answer.LIMB
            | Answer.NO_LIMB
            | Answer.USUAL
            | Answer.LITTLE_MORE
            | Answer.CLEARLY_MORE
        ):
            return hurting.pain_answered(session, event.answer, rules)
        case _:
            assert_never(event.answer)


def _suggested(session: Session, answer: Answer, rules: Rules) -> Step:
    """What the answers so far give reason to ask about the settings."""
    day = local_day(rules.zone, session.at.wall)
    habit = session.course.habit.after(answer)
    effects: tuple[Effect, ...] = ()
    if habit.has_heard or not _are_few_left(session, rules):
        suggestion = _suggested_by_habit(session, habit, day, rules)
    elif (suggestion := _what_adds_some(session, rules)) is None:
        habit = replace(habit, knows_few=True)
        effects = (Advise(session.at, Advice.FEW_MOVES),)
    if suggestion is not None:
        habit = habit.asking(suggestion, day)
        value = _suggested_value(suggestion, rules.settings)
        effects = (Suggest(session.at, suggestion, value),)
    return Step(session.with_course(replace(session.course, habit=habit)), effects)


def _suggested_by_habit(
    session: Session, habit: Habit, day: date, rules: Rules
) -> Suggestion | None:
    """What would come to nothing is not suggested: no move on the floor is left, or a seat sets the pace."""
    suggestion, wishes = habit.suggestion(day, rules.settings), rules.settings.stretches
    if suggestion is Suggestion.LESS_OFTEN:
        is_pressing = ZERO < wishes.unload_every <= rules.settings.breaks.every
        return None if is_pressing else suggestion
    lying = replace(wishes, floor=True)
    if suggestion is Suggestion.FLOOR and not _would_add_moves(session, rules, lying):
        return None
    return suggestion


def _are_few_left(session: Session, rules: Rules) -> bool:
    return has_few_moves(session.course.rotation, rules.choosing, session.at.wall)


def _what_adds_some(session: Session, rules: Rules) -> Suggestion | None:
    """A chair that stands still, perhaps."""
    still = replace(rules.settings.stretches, rolling_chair=False)
    return Suggestion.STILL_CHAIR if _would_add_moves(session, rules, still) else None


def _would_add_moves(session: Session, rules: Rules, wishes: Stretches) -> bool:
    rotation, now = session.course.rotation, session.at.wall
    return would_add_moves(rotation, rules.choosing, now, wishes)


def _suggested_value(suggestion: Suggestion, settings: Settings) -> str:
    match suggestion:
        case Suggestion.LESS_OFTEN:
            return format_duration(settings.breaks.every + _LESS_OFTEN)
        case Suggestion.ALL_MOVES:
            return "false"
        case Suggestion.TWO_MOVES:
            return "2"
        case Suggestion.FLOOR:
            return "true"
        case Suggestion.STILL_CHAIR:
            return "false"
        case Suggestion.INSIST:
            return Insist.WINDOW.value
        case Suggestion.LEG_NERVE:
            return hurting.careful_of_the_leg(settings.stretches)
        case _:
            assert_never(suggestion)


def value_taken(suggest: Suggest, settings: Settings) -> str:
    """What the setting is to be for whoever says yes, however long ago they were asked.

    A caution goes beside those that hold by then; all else is as the button says.
    """
    if suggest.what is Suggestion.LEG_NERVE:
        return hurting.careful_of_the_leg(settings.stretches)
    return suggest.value


def _start(session: Session, event: Answered, rules: Rules) -> Step:
    session = _at_the_desk(session, rules)
    if isinstance(session.phase, Away | OnBreak):
        return refused(session, _("A break is running already."))
    bout, named = session.phase.bout, event.stretch
    stretch = _stretch_to_start(session, bout, named, rules)
    risk = None if named is None else _risk(session, stretch, rules)
    if risk is not None and not event.anyway:
        why, plain = risk
        text = _("{why} To start it anyway: deskbreak start {id} --anyway")
        return refused(session, text.format(why=why, id=named), plain)
    if stretch.id not in bout.due.shown:
        session = session.offering(stretch, first=not bout.due.shown)
    closed = _closed(session, Answer.START)
    in_spite = asking.may_harm(session, stretch, rules)
    return guided_break.guided(session, bout, stretch, rules, in_spite=in_spite).after(closed)


def _at_the_desk(session: Session, rules: Rules) -> Session:
    """Whoever begins a break is there, and sits again where they stood."""
    return still_standing(sat_down(session, rules) if isinstance(session.phase, Away) else session)


def _risk(session: Session, stretch: Stretch, rules: Rules) -> tuple[str, str] | None:
    rotation = session.course.rotation
    return risk_of(rotation, rules.choosing, now=session.at.wall, stretch=stretch)


def _session(session: Session, event: Answered, rules: Rules) -> Step:
    session = _at_the_desk(session, rules)
    if isinstance(session.phase, Away | OnBreak):
        return refused(session, _("A break is running already."))
    closed, bout = _closed(session, Answer.SESSION), session.phase.bout
    if event.plan is None:
        step = guided_break.session(session, bout, event.length or SESSIONS[0], rules)
    else:
        plans = rules.settings.stretches.plans.each
        plan = plan_named(event.plan, plans)
        if plan is None:
            return refused(session, no_plan(event.plan, plans))
        step = guided_break.session_of_own(session, bout, plan, rules)
    return step if step.refusal else step.after(closed)


def _stretch_to_start(session: Session, bout: Bout, named: str | None, rules: Rules) -> Stretch:
    asked_for = None if named is None else rules.stretch(named)
    if asked_for is not None:
        return asked_for
    pending = asking.pending_stretch(session, bout, rules)
    if isinstance(session.phase, Proposed):  # what stands on screen, whatever the settings say now
        pending = rules.stretch(bout.due.shown[-1]) or pending
    if pending is not None:
        return pending
    choice = asking.chosen(session, bout, rules, shown=bout.due.shown)
    return asking.smallest_break(session, rules) if choice is None else choice.stretch


def _done(session: Session, rules: Rules) -> Step:
    match session.phase:
        case Away():
            return Step(sat_down(session, rules))
        case OnBreak() as phase:
            return guided_break.done_already(phase, session, rules)
        case Proposed(bout):
            stretch = rules.stretch(bout.due.shown[-1])
        case Seated(bout) | Withheld(bout) | Due(bout):
            stretch = None
        case _:
            assert_never(session.phase)
    effects = _closed(session, Answer.DONE)
    if stretch is not None:
        session = guided_break.with_deed(session, stretch, rules)
        if not rules.ends_bout(stretch):
            return _done_on_the_chair(session, bout, stretch.id, rules).after(effects)
    step = remember_bout(
        session,
        rules,
        bout,
        Outcome.DONE,
        ended=session.now,
        stretch=None if stretch is None else stretch.id,
    )
    return Step(sat_down(step.session, rules), effects + step.effects)


def _done_on_the_chair(session: Session, bout: Bout, stretch: str, rules: Rules) -> Step:
    step = remember_answer(session, bout, Outcome.DONE, stretch)
    sits_on = asking.due_again(step.session, replace(bout, must_get_up=True), rules)
    return Step(sits_on, step.effects)


def _snooze(session: Session, length: timedelta | None, rules: Rules) -> Step:
    """While a stretch is guided: it is begun later, unless it was a break already."""
    phase = session.phase
    if not isinstance(phase, Proposed | OnBreak):
        return _nothing_open(session)
    if isinstance(phase, OnBreak) and guided_break.is_break_already(phase, session):
        return guided_break.ended_early(phase, session, rules)
    if not asking.may_snooze(phase.bout, rules):
        return refused(session, _("You can't snooze this one again: start it or skip it."))
    length = length or rules.settings.breaks.snooze[0]
    if rules.settings.stretches.unload_every:
        length = min(length, _LONGEST_ON_THE_SEAT)
    if isinstance(phase, Proposed):
        bout, shown, id_ = phase.bout, phase.bout.due.shown, phase.id
        over: tuple[Effect, ...] = _closed(session, Answer.SNOOZE)
    else:
        bout = guided_break.bout_that_runs_on(phase, session)
        shown = (*guided_break.shown_besides(phase), phase.stretch)
        id_ = f"p{session.course.serial}"
        over = (EndGuide(session.at, completed=False),)
        session = session.numbered_on()
    due = replace(
        bout.due,
        at=session.now + length,
        snoozes=bout.due.snoozes + 1,
        shown=shown,
        opened=None,
        closed=None,
        held_by=None,
    )
    counted = CountSnooze(session.at, id_, length)
    return Step(session.in_phase(Seated(replace(bout, due=due))), (*over, counted))


def _skip(session: Session, rules: Rules) -> Step:
    phase = session.phase
    if not isinstance(phase, Proposed):
        return _nothing_open(session)
    stretch_id = phase.bout.due.shown[-1]
    stretch = rules.stretch(stretch_id)
    if stretch is not None:
        rotation = session.course.rotation.skipping(stretch)
        session = session.with_course(replace(session.course, rotation=rotation))
    step = remember_answer(session, phase.bout, Outcome.SKIPPED, stretch_id)
    effects = _closed(session, Answer.SKIP) + step.effects
    return Step(asking.due_again(step.session, phase.bout, rules), effects)


def _swap(session: Session, rules: Rules) -> Step:
    phase = session.phase
    if isinstance(phase, OnBreak):
        return guided_break.swapped_while_guided(phase, session, rules)
    if not isinstance(phase, Proposed):
        return _nothing_open(session)
    choice = asking.chosen(session, phase.bout, rules, shown=phase.bout.due.shown)
    if choice is None:
        return refused(session, _("There is no other stretch to offer now."))
    return _swapped(session, phase, choice, Answer.SWAP, rules)


def _swapped(
    session: Session, phase: Proposed, choice: Choice, answer: Answer, rules: Rules
) -> Step:
    closed = _closed(session, answer)
    session = session.offering(choice.stretch, first=False)
    return asking.proposed(session, phase.bout, choice, rules).after(closed)


def _hurt(session: Session, named: str | None, rules: Rules) -> Step:
    """Also after a move was done: some of it is felt only then, or on the next day."""
    match session.phase:
        case Proposed(bout) as phase if named in (None, bout.due.shown[-1]):
            rests = hurting.hurt(session, bout.due.shown[-1], rules)
            step = _hurt_before_start(rests.session, phase, rules)
        case OnBreak(stretch=stretch) as phase if named in (None, stretch):
            rests = hurting.hurt(session, stretch, rules)
            step = guided_break.ended_early(phase, rests.session, rules)
        case _:  # wherever the next move stands, what hurt is one of before
            return _hurt_before(session, named, rules)
    return Step(step.session, (*step.effects, *rests.effects))


def _hurt_before(session: Session, named: str | None, rules: Rules) -> Step:
    if named is None:
        latest = session.course.practice.may_say_it_hurt(session.at.wall)
        if latest is None:
            return refused(session, hurting.which_move())
        return hurting.hurt(session, latest, rules)
    move = rules.stretch(named)
    is_noted = move is None or move.group is not Group.STAND  # no turn of the rotation is theirs
    if is_noted and not session.course.rotation.was_lately(named):
        text = _("{name} was neither done nor proposed lately.")
        return refused(session, text.format(name=named if move is None else move.name))
    return hurting.hurt(session, named, rules)


def _without_what_hurts(session: Session, answer: Answer, rules: Rules) -> Step:
    """What is on screen, or is guided, makes way where it turns out to rest."""
    phase = session.phase
    if isinstance(phase, OnBreak):
        return guided_break.refitted(phase, session, rules)
    if not isinstance(phase, Proposed):
        return Step(session)
    stretch = rules.stretch(phase.bout.due.shown[-1])
    if stretch is None or stretch == asking.smallest_break(session, rules):
        return Step(session)
    if not session.course.rotation.is_sore(stretch, session.at.wall):
        return Step(session)
    return _hurt_before_start(session, phase, rules, answer)


def _hurt_before_start(
    session: Session, phase: Proposed, rules: Rules, answer: Answer = Answer.HURT
) -> Step:
    choice = asking.chosen(session, phase.bout, rules, shown=phase.bout.due.shown)
    smallest = asking.smallest_break(session, rules)
    if choice is None and smallest.id not in phase.bout.due.shown:
        choice = Choice(smallest, "")
    if choice is not None:
        return _swapped(session, phase, choice, answer, rules)
    closed = _closed(session, answer)
    return Step(asking.due_again(session, phase.bout, rules), closed)


def _felt(session: Session, effort: Answer, rules: Rules) -> Step:
    """How the move was that was just done."""
    stretch = guided_break.just_done(session, rules)
    if stretch is None:
        return refused(session, _("No stretch of the last hour is waiting for this answer."))
    day, most = local_day(rules.zone, session.at.wall), most_of(rules.settings)
    own = asking.formed(session, stretch, rules)
    practice, change = session.course.practice.felt(effort, own, day, most)
    session = session.with_course(replace(session.course, practice=practice))
    noted = NoteFeeling(session.at, stretch.id, HowItFelt(effort))
    if change is None:
        return Step(session, (noted,))
    adjusted = Adjust(session.at, asking.dosed(session, stretch, rules), change)
    return Step(session, (noted, adjusted))


def _close(session: Session, rules: Rules) -> Step:
    if not isinstance(session.phase, OnBreak):
        return refused(session, _("No break is running."))
    stretch = rules.stretch(session.phase.stretch)
    step = guided_break.ended_early(session.phase, session, rules)
    if stretch is None:  # it left the catalogue
        return step
    course = step.session.course
    practice = course.practice.stopping(stretch, session.at.wall)
    return replace(step, session=step.session.with_course(replace(course, practice=practice)))


def _steer(session: Session, answer: guided_break.SteeringAnswer, rules: Rules) -> Step:
    if not isinstance(session.phase, OnBreak):
        return refused(session, _("No break is running."))
    return guided_break.steered(session.phase, session, answer, rules)


def _sat(session: Session, rules: Rules) -> Step:
    left = _voidable(session)
    if left is None:
        return refused(session, _("There was no break in the last ten minutes to take back."))
    void = Void(session.at, left.ended_at)
    effects: tuple[Effect, ...] = (*_closed(session, Answer.SAT), void)
    phase = Seated(left.bout)
    session = session.with_course(replace(session.course, phase=phase, sat=left.sat_before))
    due = asking.due_at(session, left.bout, rules)
    if due is None or due > session.now:
        return Step(session, effects)
    return asking.fell_due(phase, session, rules).after(effects)


def _voidable(session: Session) -> NaturalBreak | None:
    match session.phase:
        case Away(after=after):
            return after
        case OnBreak():
            return None
        case Seated(bout) | Withheld(bout) | Due(bout) | Proposed(bout):
            returned = bout.returned
        case _:
            assert_never(session.phase)
    if returned is None or session.now - returned.at > MAY_CORRECT:
        return None
    return returned.after


def _open_id(session: Session) -> str | None:
    return session.phase.id if isinstance(session.phase, Proposed) else None


def _closed(session: Session, answer: Answer) -> tuple[Withdraw, ...]:
    """What takes the open proposal off the screen; nothing when none is open."""
    open_id = _open_id(session)
    return () if open_id is None else (Withdraw(session.at, open_id, answer),)


def _nothing_open(session: Session) -> Step:
    return refused(session, _("Nothing is proposed right now."))
