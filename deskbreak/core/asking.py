"""When a break is due, what keeps deskbreak from asking, and how it asks (rules 4, 5 and 6)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from gettext import gettext as _
from types import MappingProxyType
from typing import assert_never

from deskbreak.core.bouts import remember_answer
from deskbreak.core.effects import LeftOut, Propose, Suggest, Withdraw
from deskbreak.core.events import Condition
from deskbreak.core.habit import Suggestion
from deskbreak.core.moment import ZERO
from deskbreak.core.naming import is_called_by
from deskbreak.core.obstacles import Obstacle, holds
from deskbreak.core.own_way import in_own_form, in_own_way
from deskbreak.core.policy import Insist, Plan
from deskbreak.core.record import Outcome
from deskbreak.core.rotation import (
    Choice,
    choose,
    may_harm_now,
    may_still_come,
    may_unload,
    why_ruled_out,
)
from deskbreak.core.state import (
    Asking,
    Away,
    Bout,
    Due,
    DueMoment,
    OnBreak,
    Planned,
    Proposed,
    Rules,
    Seated,
    Session,
    Shown,
    Step,
    Withheld,
)
from deskbreak.core.stretch import WALK_ID, Group, Stretch, Where
from deskbreak.core.work_hours import local_day, next_midnight
from deskbreak.value import value

_WARM_UP = 0.2
"""The part of a session that is left for the walk before it, at least."""
_POSTURES: Mapping[Where, int] = MappingProxyType(
    {
        Where.STANDING: 0,
        Where.WALL: 1,
        Where.GYM: 2,
        Where.CHAIR: 3,
        Where.WHEELCHAIR: 3,
        Where.FLOOR: 4,
    }
)


def due_at(session: Session, bout: Bout, rules: Rules) -> timedelta | None:
    """When the bout falls due; None while only sitting down again brings it nearer."""
    if bout.due.at is not None:
        return bout.due.at
    due = bout.sat_down_at + rules.every
    since = session.course.loaded_since
    if since is not None and asks_to_unload(session, rules):
        # no absence and no other move has taken the weight off; whoever comes back settles first
        settled = bout.sat_down_at + rules.settings.breaks.settle
        due = min(due, max(since + rules.settings.stretches.unload_every, settled))
    stood_up = session.course.standing_since
    return None if stood_up is not None and due > stood_up else due


def asks_to_unload(session: Session, rules: Rules) -> bool:
    """Whether the weight is to come off a wheelchair's seat, and a move for that is left."""
    if not rules.settings.stretches.unload_every:
        return False
    return may_unload(session.course.rotation, rules.choosing, now=session.at.wall)


def ask_at(session: Session, phase: Due, rules: Rules) -> timedelta:
    """The lull that is waited for, or the moment at which waiting ends."""
    breaks = rules.settings.breaks
    if breaks.lull == ZERO or Condition.NO_INPUT_SENSE in session.signs.conditions:
        return phase.ask_from
    patience = phase.ask_from + breaks.wait_for_lull
    if session.signs.has_input:
        return patience
    if session.signs.last_input is None:
        return phase.ask_from
    return min(max(phase.ask_from, session.signs.last_input + breaks.lull), patience)


def obstacle(session: Session, bout: Bout, rules: Rules) -> Obstacle | None:
    """The first reason not to ask now."""
    conditions = session.signs.conditions
    if Condition.STOPPED in conditions:
        return Obstacle.STOPPED
    if session.signs.is_shut:
        return Obstacle.AWAY
    if session.course.pause is not None:
        return Obstacle.PAUSED
    if not session.course.spell.is_open:
        return Obstacle.OFF_HOURS
    if Condition.STANDING in conditions:
        return Obstacle.STANDING
    if holds(conditions, rules.settings.hold):
        return Obstacle.HELD
    return Obstacle.DAILY_LIMIT if _is_limit_spent(session, bout, rules) else None


def reconsidered(session: Session, rules: Rules) -> Step:
    """Something changed: withdraw what may not stand, and what may be asked again settles first."""
    phase = session.course.phase
    match phase:
        case Away() | OnBreak() | Seated():
            return Step(session)
        case Withheld() | Due() | Proposed():
            found = obstacle(session, phase.bout, rules)
        case _:
            assert_never(phase)
    if found is not None:
        return _withheld(session, phase, found, rules)
    if isinstance(phase, Withheld):
        ask_from = session.now + rules.settings.breaks.settle
        return Step(session.in_phase(Due(phase.bout, ask_from)))
    return Step(session)


def fell_due(phase: Seated, session: Session, rules: Rules, wait: timedelta = ZERO) -> Step:
    """The bout is due now; without an obstacle it may be asked after `wait`."""
    found = obstacle(session, phase.bout, rules)
    if found is not None:
        return _withheld(session, phase, found, rules)
    return Step(session.in_phase(Due(phase.bout, session.now + wait)))


def under_new_rules(session: Session, rules: Rules) -> Step:
    """Changed settings may make the bout due, which then settles first, or no longer due."""
    match session.phase:
        case Seated(bout) as phase:
            due = due_at(session, bout, rules)
            if due is not None and due < session.now:
                return fell_due(phase, session, rules, rules.settings.breaks.settle)
        case Withheld(bout) | Due(bout) if not _is_due(session, bout, rules):
            return Step(session.in_phase(Seated(bout)))
        case Proposed() as phase if not _may_stand(session, phase, rules):
            withdrawn = Withdraw(session.at, phase.id, "ruled_out")
            bout = replace(phase.bout, due=replace(phase.bout.due, closed=session.now))
            is_due = _is_due(session, bout, rules)
            ruled_out = session.in_phase(Due(bout, session.now) if is_due else Seated(bout))
            return reconsidered(ruled_out, rules).after((withdrawn,))
        case Away() | Withheld() | Due() | Proposed() | OnBreak():
            pass
        case _:
            assert_never(session.phase)
    return reconsidered(session, rules)


def _is_due(session: Session, bout: Bout, rules: Rules) -> bool:
    due = due_at(session, bout, rules)
    return due is not None and due <= session.now


def _may_stand(session: Session, phase: Proposed, rules: Rules) -> bool:
    """Whether what is on screen would still come now."""
    shown = shown_stretch(session, phase.bout, rules)
    return shown == _smallest_wanted(session, rules) or _may_come(session, phase.bout, shown, rules)


def asked(phase: Due, session: Session, rules: Rules) -> Step:
    """The stretch comes on screen."""
    bout, due = phase.bout, phase.bout.due
    choice = choice_for(session, bout, rules)
    is_first = not due.shown
    if choice.stretch.id not in due.shown:
        session = session.offering(choice.stretch, first=is_first)
    if is_first:
        session = session.with_course(replace(session.course, shown=_counted(session, rules)))
    return proposed(session, bout, choice, rules)


def proposed(session: Session, bout: Bout, choice: Choice, rules: Rules) -> Step:
    """The chosen stretch stands on screen under a new id."""
    due = bout.due
    due = replace(
        due,
        shown=(*(id_ for id_ in due.shown if id_ != choice.stretch.id), choice.stretch.id),
        first_shown=session.now if due.first_shown is None else due.first_shown,
        opened=session.now,
        closed=None,
        why=choice.why or due.why,
    )
    has_walked = bout.has_walked or choice.stretch.group is Group.WALK
    asked_of = replace(bout, due=due, has_walked=has_walked)
    phase = Proposed(asked_of, f"p{session.course.serial}", session.now)
    session = session.in_phase(phase).numbered_on()
    return Step(session, (_propose(session, phase, choice, rules),))


def waited_for_an_answer(phase: Proposed, session: Session, rules: Rules) -> Step:
    """Nobody answered: shown once more; after as long again it was ignored."""
    if not phase.repeated:
        again = replace(phase, shown=session.now, repeated=True)
        session = session.in_phase(again)
        choice = Choice(shown_stretch(session, phase.bout, rules), "")
        return Step(session, (_propose(session, again, choice, rules),))
    step = remember_answer(session, phase.bout, Outcome.IGNORED, phase.bout.due.shown[-1])
    withdrawn = Withdraw(session.at, phase.id, Outcome.IGNORED)
    session = due_again(step.session, phase.bout, rules)
    return _unseen(session, rules).after((withdrawn, *step.effects))


def _unseen(session: Session, rules: Rules) -> Step:
    """Where nothing is ever answered, perhaps nothing is seen."""
    day = local_day(rules.zone, session.at.wall)
    habit = session.course.habit.ignoring(day)
    effects: tuple[Suggest, ...] = ()
    if habit.may_insist(rules.settings):
        habit = habit.asking(Suggestion.INSIST, day)
        effects = (Suggest(session.at, Suggestion.INSIST, Insist.WINDOW.value),)
    return Step(session.with_course(replace(session.course, habit=habit)), effects)


def due_again(session: Session, bout: Bout, rules: Rules) -> Session:
    """The bout runs on, with a new due moment `every` from now."""
    due = DueMoment(at=session.now + rules.every)
    return session.in_phase(Seated(replace(bout, due=due)))


def is_shrunk(bout: Bout, rules: Rules) -> bool:
    """Snoozed so often in a row that only "stand up for 30 s" is left to ask."""
    return bout.due.snoozes > 0 and not may_snooze(bout, rules)


def may_snooze(bout: Bout, rules: Rules) -> bool:
    return bout.due.snoozes < rules.settings.breaks.snooze_limit


def pending_stretch(session: Session, bout: Bout, rules: Rules) -> Stretch | None:
    """The stretch that this due moment already has; None before the first was chosen.

    None, too, where the stretch may not come any more: it hurts by now, or the place is another.
    Once it has shrunk, what the user swapped for standing up is not taken back from them.
    """
    smallest = _smallest_wanted(session, rules)
    if smallest and is_shrunk(bout, rules) and smallest.id not in bout.due.shown:
        return smallest
    shown = rules.stretch(bout.due.shown[-1]) if bout.due.shown else None
    if smallest and shown is not None and shown.group is Group.STAND:
        return smallest  # that of now: they may not stand any more
    may_come = shown is not None and _may_come(session, bout, shown, rules)
    return shown if may_come else None


def _may_come(session: Session, bout: Bout, stretch: Stretch, rules: Rules) -> bool:
    return may_still_come(
        session.course.rotation,
        rules.choosing,
        now=session.at.wall,
        stretch=stretch,
        must_get_up=bout.must_get_up,
    )


def chosen(
    session: Session, bout: Bout, rules: Rules, shown: tuple[str, ...] = ()
) -> Choice | None:
    """Whose turn it is, by the rotation."""
    return choose(
        session.course.rotation,
        rules.choosing,
        day=local_day(rules.zone, session.at.wall),
        now=session.at.wall,
        seat_time=session.seat_time_of(bout, session.now),
        shown=shown,
        must_get_up=bout.must_get_up,
        has_walked=bout.has_walked,
    )


def chosen_after(before: str, session: Session, bout: Bout, rules: Rules) -> Choice | None:
    """The next move of the same break; rather one for which the posture does not go back up."""
    first = rules.stretch(before)
    shown: tuple[str, ...] = (before,)
    wanted = None
    while (choice := chosen(session, bout, rules, shown=shown)) is not None:
        is_other = choice.stretch.group is not Group.PRESSURE
        wanted = wanted or (choice if is_other else None)
        if is_other and (first is None or _posture(choice.stretch) >= _posture(first)):
            return choice
        shown = (*shown, choice.stretch.id)
    return wanted


def planned(session: Session, bout: Bout, length: timedelta, rules: Rules) -> tuple[Planned, ...]:
    """A session that fits the length: a walk to warm up, then standing, at the wall, on the floor."""
    picked, choosing = list[Stretch](), session
    reserved = _WARM_UP * length if _may_walk(session, rules) else ZERO
    room = length
    seen: tuple[str, ...] = ("",)  # as if something had been shown: no turn of walk or strength
    while (
        choice := chosen(choosing, replace(bout, has_walked=True), rules, shown=seen)
    ) is not None:
        stretch = dosed(session, choice.stretch, rules)
        seen = (*seen, stretch.id)
        if stretch.length > room - reserved or stretch.group is Group.WALK:
            continue
        picked.append(stretch)
        room -= stretch.length
        choosing = choosing.offering(choice.stretch, first=False)
    walk = Planned(WALK_ID, min(room, rules.settings.breaks.break_length))
    warm_up = (walk,) if reserved else ()
    picked.sort(key=_posture)
    plan = (*warm_up, *(Planned(move.id, move.length) for move in picked))
    smallest = smallest_break(session, rules)
    return plan or (Planned(smallest.id, rules.length(smallest)),)


@value
class OwnSession:
    """What a plan of the user's own comes to now; `left_out` are its other moves, and why."""

    planned: tuple[Planned, ...]
    left_out: tuple[LeftOut, ...]


def own_session(session: Session, plan: Plan, rules: Rules) -> OwnSession:
    """Its moves in its order, each in this person's form; nothing that is ruled out is among them."""
    moves, left_out = list[Planned](), list[LeftOut]()
    for id_ in plan.moves:
        stretch = rules.stretch(id_)
        why = _("It is in none of your packs any more.")
        if stretch is not None:
            why = why_left_out(session, stretch, rules) or ""
        if stretch is not None and not why:
            moves.append(Planned(id_, rules.length(dosed(session, stretch, rules))))
        else:
            left_out.append(LeftOut(id_ if stretch is None else stretch.name, why))
    return OwnSession(tuple(moves), tuple(dict.fromkeys(left_out)))


def may_harm(session: Session, stretch: Stretch, rules: Rules) -> bool:
    """Whether a guide that runs may not go on with it; the smallest break always may."""
    return stretch != smallest_break(session, rules) and may_harm_now(
        session.course.rotation, rules.choosing, now=session.at.wall, stretch=stretch
    )


def why_left_out(session: Session, stretch: Stretch, rules: Rules) -> str | None:
    """Why a session leads past the move; None if it does not."""
    return why_ruled_out(
        session.course.rotation, rules.choosing, now=session.at.wall, stretch=stretch
    )


def _may_walk(session: Session, rules: Rules) -> bool:
    walk = rules.stretch(WALK_ID)
    return walk is not None and may_still_come(
        session.course.rotation,
        rules.choosing,
        now=session.at.wall,
        stretch=walk,
        must_get_up=False,
    )


def _posture(stretch: Stretch) -> int:
    """On the feet first, on the floor last: nobody gets up and down more than need be."""
    return _POSTURES[stretch.where]


def dosed(session: Session, stretch: Stretch, rules: Rules) -> Stretch:
    """The move in this person's form, with the dose that practice has led to."""
    course, now = session.course, session.at.wall
    day = local_day(rules.zone, now)
    return in_own_way(stretch, rules.settings, course.practice, course.pain, day, now)


def formed(session: Session, stretch: Stretch, rules: Rules) -> Stretch:
    """The move in this person's form, at its first dose."""
    return in_own_form(stretch, rules.settings.stretches, session.course.pain, session.at.wall)


def choice_for(session: Session, bout: Bout, rules: Rules) -> Choice:
    """What is proposed for this due moment, where it is asked now."""
    pending = pending_stretch(session, bout, rules)
    if pending is not None:
        return Choice(pending, "")
    choice = chosen(session, bout, rules, shown=bout.due.shown)
    return choice or Choice(smallest_break(session, rules), "")


def smallest_break(session: Session, rules: Rules) -> Stretch:
    """What is left where nothing else is; the one on the chair, whatever speaks against both."""
    return _smallest_wanted(session, rules) or rules.smallest_breaks[-1]


def _smallest_wanted(session: Session, rules: Rules) -> Stretch | None:
    """The first that neither rests nor is never wanted."""
    never, rotation = rules.settings.stretches.never, session.course.rotation
    may_come = (
        each
        for each in rules.smallest_breaks
        if not is_called_by(each, never) and not rotation.is_sore(each, session.at.wall)
    )
    return next(may_come, None)


def shown_stretch(session: Session, bout: Bout, rules: Rules) -> Stretch:
    """What is on screen; a pack may have been removed while its stretch stood there."""
    return rules.stretch(bout.due.shown[-1]) or smallest_break(session, rules)


def _propose(session: Session, phase: Proposed, choice: Choice, rules: Rules) -> Propose:
    return Propose(
        at=session.at,
        id=phase.id,
        stretch=dosed(session, choice.stretch, rules),
        seat_time=session.seat_time_of(phase.bout, session.now),
        snoozes=phase.bout.due.snoozes,
        again=phase.repeated,
        may_snooze=may_snooze(phase.bout, rules),
        held_by=phase.bout.due.held_by,
        why=choice.why,
    )


def _withheld(session: Session, phase: Asking, found: Obstacle, rules: Rules) -> Step:
    resets = None
    if found is Obstacle.DAILY_LIMIT:
        resets = next_midnight(rules.zone, session.at.wall)
    if isinstance(phase, Withheld) and (phase.obstacle, phase.resets) == (found, resets):
        return Step(session)
    due = phase.bout.due
    withdrawn: tuple[Withdraw, ...] = ()
    if isinstance(phase, Proposed):
        withdrawn = (Withdraw(session.at, phase.id, found),)
        due = replace(due, closed=session.now)
        if not _is_due(session, phase.bout, rules):  # by settings that came while it stood
            return Step(session.in_phase(Seated(replace(phase.bout, due=due))), withdrawn)
    if found is Obstacle.HELD:
        held_by = holds(session.signs.conditions, rules.settings.hold)[0]
        due = replace(due, held_by=held_by)
    kept = Withheld(replace(phase.bout, due=due), found, session.now, resets)
    return Step(session.in_phase(kept), withdrawn)


def _is_limit_spent(session: Session, bout: Bout, rules: Rules) -> bool:
    """A due moment that was shown already may be shown again, however often."""
    limit = rules.settings.breaks.daily_limit
    shown = session.course.shown
    if limit == 0 or bout.due.shown or shown is None or shown.count < limit:
        return False
    if asks_to_unload(session, rules):
        return False  # the skin needs it, however often it was asked for today
    return shown.day == local_day(rules.zone, session.at.wall)


def _counted(session: Session, rules: Rules) -> Shown:
    today = local_day(rules.zone, session.at.wall)
    before = session.course.shown
    return Shown(today, 1 + (before.count if before is not None and before.day == today else 0))
