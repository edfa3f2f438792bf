"""What an answer changes (rules 6 and 7). A refused answer changes nothing and says why."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from gettext import gettext as _

from deskbreak.core import asking
from deskbreak.core.bouts import remember_answer, remember_bout, sat_down, still_standing
from deskbreak.core.duration import format_duration
from deskbreak.core.effects import (
    Adjust,
    Advise,
    CountSnooze,
    Effect,
    EndGuide,
    Guide,
    Refuse,
    Suggest,
    Void,
    Withdraw,
)
from deskbreak.core.events import Answer, Answered
from deskbreak.core.habit import Suggestion
from deskbreak.core.practice import most_of
from deskbreak.core.record import Outcome
from deskbreak.core.rotation import REST, Choice
from deskbreak.core.state import (
    Away,
    Bout,
    NaturalBreak,
    OnBreak,
    Proposed,
    Rules,
    Seated,
    Session,
    Step,
)
from deskbreak.core.stretch import Group, Stretch
from deskbreak.core.work_hours import local_day

MAY_CORRECT = timedelta(minutes=10)
"""How long after the return from a natural break the user may still void it."""

ENOUGH = timedelta(seconds=30)
"""A break that gets up and was closed after this much of it still ended the bout."""

_TWO_WEEKS = timedelta(days=14)
_LESS_OFTEN = timedelta(minutes=15)


def answered(session: Session, event: Answered, rules: Rules) -> Step:
    """The session after the answer; an answer that takes effect is a sign of presence."""
    if event.proposal is not None and event.proposal != _open_id(session):
        return _refused(session, _("That proposal is no longer open."))
    session_before = session
    session = replace(session, signs=session.signs.with_answer(session.now))
    step = _ANSWERS[event.answer](session, event, rules)
    if any(isinstance(effect, Refuse) for effect in step.effects):
        return Step(session_before, step.effects)
    session = replace(step.session, habit=step.session.habit.after(event.answer))
    suggested = _suggested(session, rules)
    return asking.reconsidered(suggested.session, rules).after((*step.effects, *suggested.effects))


def _suggested(session: Session, rules: Rules) -> Step:
    """What the answers so far give reason to ask about the settings."""
    breaks, day = rules.settings.breaks, local_day(rules.zone, session.at.wall)
    found = session.habit.suggestion(day, rules.settings)
    if found is None:
        return Step(session)
    values = {
        Suggestion.LESS_OFTEN: format_duration(breaks.every + _LESS_OFTEN),
        Suggestion.ALL_MOVES: "false",
        Suggestion.TWO_MOVES: "2",
        Suggestion.FLOOR: "true",
    }
    value = values[found]
    habit = session.habit.asking(found, day)
    return Step(replace(session, habit=habit), (Suggest(session.at, found, value),))


def may_take_back(session: Session) -> bool:
    """There is a natural break that *sat* would void."""
    return _voidable(session) is not None


def guide_over(phase: OnBreak, session: Session, rules: Rules) -> Step:
    """The guide has run its length: that is *done*, and nobody has to say so."""
    step = _exercised(session, phase, Outcome.DONE, rules, bout_ended=phase.gets_up)
    following = _following_move(phase, step.session, rules)
    if following is not None:
        return following.after(step.effects)
    session = step.session
    if phase.gets_up:
        session = replace(session, phase=Away())
        if _may_sit_on(session, rules):
            session = sat_down(session)
    ended = EndGuide(session.at, completed=True, may_say=_may_say(session))
    return asking.reconsidered(session, rules).after((ended, *step.effects))


def _following_move(phase: OnBreak, session: Session, rules: Rules) -> Step | None:
    """The next move of the same break, of another group; None if none is to come, or is left."""
    if phase.more == 0:
        return None
    bout = session.phase.bout if isinstance(session.phase, Seated) else Bout(session.now)
    must_get_up = replace(bout, must_get_up=phase.gets_up or bout.must_get_up)
    choice = asking.chosen(session, must_get_up, rules, shown=(phase.stretch,))
    if choice is None or choice.stretch.group is Group.WALK:
        return None
    session = replace(session, rotation=session.rotation.offering(choice.stretch, first=False))
    return _guided(session, bout, choice.stretch, rules, phase.more - 1, is_up=phase.gets_up)


def _guided(
    session: Session, bout: Bout, stretch: Stretch, rules: Rules, more: int, *, is_up: bool
) -> Step:
    """The user is led through the stretch from now on. `is_up`: they left the chair already."""
    stretch = asking.dosed(session, stretch, rules)
    ends_bout, length = is_up or rules.ends_bout(stretch), rules.length(stretch)
    on_break = OnBreak(bout, stretch.id, ends_bout, session.at, session.now + length, more)
    practice = session.practice.without_question()
    session = replace(session, phase=on_break, practice=practice)
    return Step(session, (Guide(session.at, stretch, length),))


def _moves_to_come(stretch: Stretch, rules: Rules) -> int:
    """A walk is a break of its own, and so is standing up."""
    if stretch.group in (Group.WALK, Group.STAND):
        return 0
    return rules.settings.breaks.moves_per_break - 1


def _may_sit_on(session: Session, rules: Rules) -> bool:
    """A sign that lasts through the end of the guide says that somebody is back already."""
    present = session.signs.is_present(session.now, rules.settings.presence)
    return present and session.standing_since is None


def _start(session: Session, event: Answered, rules: Rules) -> Step:
    if isinstance(session.phase, Away):
        session = sat_down(session)
    session = still_standing(session)
    if isinstance(session.phase, Away | OnBreak):
        return _refused(session, _("A break is running already."))
    bout = session.phase.bout
    stretch = _stretch_to_start(session, bout, event.stretch, rules)
    if stretch is None:
        text = _("There is no stretch called {id}; `deskbreak stretches list` names them all.")
        return _refused(session, text.format(id=event.stretch))
    if stretch.id not in bout.due.shown:
        rotation = session.rotation.offering(stretch, first=not bout.due.shown)
        session = replace(session, rotation=rotation)
    closed = _closed(session, Answer.START)
    more = _moves_to_come(stretch, rules)
    return _guided(session, bout, stretch, rules, more, is_up=False).after(closed)


def _stretch_to_start(
    session: Session, bout: Bout, named: str | None, rules: Rules
) -> Stretch | None:
    if named is not None:
        return rules.stretch(named)
    pending = asking.pending_stretch(session, bout, rules)
    if isinstance(session.phase, Proposed):  # what stands on screen, whatever the settings say now
        pending = rules.stretch(bout.due.shown[-1]) or pending
    if pending is not None:
        return pending
    choice = asking.chosen(session, bout, rules, shown=bout.due.shown)
    return rules.smallest_break if choice is None else choice.stretch


def _done(session: Session, _event: Answered, rules: Rules) -> Step:
    match session.phase:
        case Away():
            return Step(sat_down(session))
        case OnBreak() as phase:
            step = _exercised(session, phase, Outcome.DONE, rules, bout_ended=phase.gets_up)
            session = sat_down(step.session) if phase.gets_up else step.session
            ended = EndGuide(session.at, completed=True, may_say=_may_say(session))
            return Step(session, (ended, *step.effects))
        case Proposed(bout):
            stretch = rules.stretch(bout.due.shown[-1])
        case phase:
            bout, stretch = phase.bout, None
    effects = _closed(session, Answer.DONE)
    if stretch is not None:
        session = _with_deed(session, stretch, rules)
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
    return Step(sat_down(step.session), effects + step.effects)


def _done_on_the_chair(session: Session, bout: Bout, stretch: str, rules: Rules) -> Step:
    step = remember_answer(session, bout, Outcome.DONE, stretch)
    sits_on = asking.due_again(step.session, replace(bout, must_get_up=True), rules)
    return Step(sits_on, step.effects)


def _snooze(session: Session, event: Answered, rules: Rules) -> Step:
    """While a stretch is guided: it is begun later, unless it was a break already."""
    phase = session.phase
    if not isinstance(phase, Proposed | OnBreak):
        return _nothing_open(session)
    if isinstance(phase, OnBreak) and _is_break_already(phase, session):
        return _ended_early(session, phase, rules)
    if not asking.may_snooze(phase.bout, rules):
        return _refused(session, _("It was snoozed as often as it may be: start it or skip it."))
    length = event.length or rules.settings.breaks.snooze[0]
    if isinstance(phase, Proposed):
        shown, id_ = phase.bout.due.shown, phase.id
        over: tuple[Effect, ...] = _closed(session, Answer.SNOOZE)
    else:
        shown, id_ = (*_others(phase), phase.stretch), f"p{session.serial}"
        over = (EndGuide(session.at, completed=False),)
        session = replace(session, serial=session.serial + 1)
    due = replace(
        phase.bout.due,
        at=session.now + length,
        snoozes=phase.bout.due.snoozes + 1,
        shown=shown,
        opened=None,
        closed=None,
        held_by=None,
    )
    seated = Seated(replace(phase.bout, due=due))
    counted = CountSnooze(session.at, id_, length)
    return Step(replace(session, phase=seated), (*over, counted))


def _is_break_already(phase: OnBreak, session: Session) -> bool:
    return phase.gets_up and session.now - phase.since.uptime >= ENOUGH


def _others(phase: OnBreak) -> tuple[str, ...]:
    """What was shown for the due moment besides the stretch that is guided."""
    return tuple(id_ for id_ in phase.bout.due.shown if id_ != phase.stretch)


def _skip(session: Session, _event: Answered, rules: Rules) -> Step:
    phase = session.phase
    if not isinstance(phase, Proposed):
        return _nothing_open(session)
    stretch_id = phase.bout.due.shown[-1]
    stretch = rules.stretch(stretch_id)
    if stretch is not None:
        session = replace(session, rotation=session.rotation.skipping(stretch))
    step = remember_answer(session, phase.bout, Outcome.SKIPPED, stretch_id)
    effects = _closed(session, Answer.SKIP) + step.effects
    return Step(asking.due_again(step.session, phase.bout, rules), effects)


def _swap(session: Session, _event: Answered, rules: Rules) -> Step:
    phase = session.phase
    if isinstance(phase, OnBreak):
        return _swapped_while_guided(session, phase, rules)
    if not isinstance(phase, Proposed):
        return _nothing_open(session)
    choice = asking.chosen(session, phase.bout, rules, shown=phase.bout.due.shown)
    if choice is None:
        return _refused(session, _("There is no other stretch to offer now."))
    return _swapped(session, phase, choice, Answer.SWAP, rules)


def _swapped(
    session: Session, phase: Proposed, choice: Choice, answer: Answer, rules: Rules
) -> Step:
    closed = _closed(session, answer)
    rotation = session.rotation.offering(choice.stretch, first=False)
    session = replace(session, rotation=rotation)
    return asking.proposed(session, phase.bout, choice, rules).after(closed)


def _swapped_while_guided(session: Session, phase: OnBreak, rules: Rules) -> Step:
    """Another one instead. What was done of the first is noted if it was a break already."""
    noted, bout = Step(session), phase.bout
    if _is_break_already(phase, session):
        noted = _exercised(session, phase, Outcome.PARTIAL, rules, bout_ended=True)
        bout = Bout(session.now)
    must_get_up = replace(phase.bout, must_get_up=phase.gets_up or phase.bout.must_get_up)
    shown = (*_others(phase), phase.stretch)
    choice = asking.chosen(noted.session, must_get_up, rules, shown=shown)
    if choice is None:
        return _refused(session, _("There is no other stretch to offer now."))
    session, stretch = noted.session, choice.stretch
    session = replace(session, rotation=session.rotation.offering(stretch, first=False))
    if bout is phase.bout:
        bout = replace(bout, due=replace(bout.due, shown=(*shown, stretch.id)))
    guided = _guided(session, bout, stretch, rules, phase.more, is_up=phase.gets_up)
    return guided.after(noted.effects)


def _hurt(session: Session, _event: Answered, rules: Rules) -> Step:
    """Also just after a move was done: some of it is felt only then."""
    just_done = session.practice.may_say(session.at.wall)
    match session.phase:
        case Proposed(bout) as phase:
            hurting = _resting(session, bout.due.shown[-1], rules)
            step = _hurt_before_start(hurting, phase, rules)
        case OnBreak(stretch=stretch) as phase:
            step = _ended_early(_resting(session, stretch, rules), phase, rules)
        case _ if just_done is not None:
            step = Step(_resting(session, just_done, rules))
        case _:
            return _nothing_open(session)
    advice = Advise(session.at, see_doctor=_has_hurt_lately(session))
    return Step(step.session, (*step.effects, advice))


def _has_hurt_lately(session: Session) -> bool:
    """A second stretch that hurts within two weeks is one for a doctor."""
    return session.rotation.has_hurt_since(session.at.wall - _TWO_WEEKS)


def _hurt_before_start(session: Session, phase: Proposed, rules: Rules) -> Step:
    choice = asking.chosen(session, phase.bout, rules, shown=phase.bout.due.shown)
    if choice is None and rules.smallest_break.id not in phase.bout.due.shown:
        choice = Choice(rules.smallest_break, "")
    if choice is not None:
        return _swapped(session, phase, choice, Answer.HURT, rules)
    closed = _closed(session, Answer.HURT)
    return Step(asking.due_again(session, phase.bout, rules), closed)


def _resting(session: Session, stretch_id: str, rules: Rules) -> Session:
    stretch = rules.stretch(stretch_id)
    if stretch is None:
        return session
    rotation = session.rotation.hurting(stretch, session.at.wall + REST)
    if _has_hurt_lately(session):
        rotation = rotation.turning_off(stretch.group)
    practice = session.practice.hurting(stretch, local_day(rules.zone, session.at.wall))
    return replace(session, rotation=rotation, practice=practice)


def _felt(session: Session, event: Answered, rules: Rules) -> Step:
    """How the move was that was just done."""
    id_ = session.practice.may_say(session.at.wall)
    stretch = None if id_ is None else rules.stretch(id_)
    if stretch is None:
        return _refused(session, _("No stretch was done within the last hour."))
    day, most = local_day(rules.zone, session.at.wall), most_of(rules.settings)
    practice, change = session.practice.felt(event.answer, stretch, day, most)
    session = replace(session, practice=practice)
    if change is None:
        return Step(session)
    told = Adjust(session.at, asking.dosed(session, stretch, rules), change)
    return Step(session, (told,))


def _may_say(session: Session) -> bool:
    return session.practice.may_say(session.at.wall) is not None


def _close(session: Session, _event: Answered, rules: Rules) -> Step:
    if not isinstance(session.phase, OnBreak):
        return _refused(session, _("No break is running."))
    return _ended_early(session, session.phase, rules)


def _ended_early(session: Session, phase: OnBreak, rules: Rules) -> Step:
    enough = _is_break_already(phase, session)
    step = _exercised(session, phase, Outcome.PARTIAL, rules, bout_ended=enough)
    session = sat_down(step.session) if enough else step.session
    return Step(session, (EndGuide(session.at, completed=False), *step.effects))


def _exercised(
    session: Session, phase: OnBreak, outcome: Outcome, rules: Rules, *, bout_ended: bool
) -> Step:
    """Remember a guided stretch. If it ended the bout it did so at its start."""
    elapsed = session.now - phase.since.uptime
    stretch = rules.stretch(phase.stretch)
    if outcome is Outcome.DONE and stretch is not None:
        session = _with_deed(session, stretch, rules)
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
    step = remember_answer(session, phase.bout, outcome, phase.stretch, elapsed)
    on_the_chair = outcome is Outcome.DONE or phase.bout.must_get_up
    bout = replace(phase.bout, must_get_up=on_the_chair)
    return Step(asking.due_again(step.session, bout, rules), step.effects)


def _with_deed(session: Session, stretch: Stretch, rules: Rules) -> Session:
    """The rotation counts it, and the day on which it was done."""
    day, now = local_day(rules.zone, session.at.wall), session.at.wall
    most = most_of(rules.settings)
    return replace(
        session,
        rotation=session.rotation.doing(stretch, day),
        habit=session.habit.done_on(day),
        practice=session.practice.doing(stretch, day, now, most, rules.catalogue),
    )


def _sat(session: Session, _event: Answered, rules: Rules) -> Step:
    left = _voidable(session)
    if left is None:
        return _refused(session, _("There is no break of the last ten minutes to take back."))
    closed = _closed(session, Answer.SAT)
    bout = left.bout
    phase = Seated(bout)
    session = replace(session, phase=phase, sat=left.sat_before)
    effects: tuple[Effect, ...] = (*closed, Void(session.at, left.ended_at))
    due = asking.due_at(session, bout, rules)
    if due is None or due > session.now:
        return Step(session, effects)
    return asking.fell_due(phase, session, rules).after(effects)


def _voidable(session: Session) -> NaturalBreak | None:
    match session.phase:
        case Away(after=after):
            return after
        case OnBreak():
            return None
        case phase:
            returned = phase.bout.returned
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
    return _refused(session, _("Nothing is proposed right now."))


def _refused(session: Session, why: str) -> Step:
    return Step(session, (Refuse(session.at, why),))


_ANSWERS: dict[Answer, Callable[[Session, Answered, Rules], Step]] = {
    Answer.START: _start,
    Answer.DONE: _done,
    Answer.SNOOZE: _snooze,
    Answer.SKIP: _skip,
    Answer.SWAP: _swap,
    Answer.SAT: _sat,
    Answer.HURT: _hurt,
    Answer.CLOSED: _close,
    Answer.EASY: _felt,
    Answer.RIGHT: _felt,
    Answer.HARD: _felt,
}
