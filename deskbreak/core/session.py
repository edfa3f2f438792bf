"""The law of sitting: `advance` is the only way from one session to the next.

What each step comes to is told beside it: bouts in `bouts`, asking in `asking`, answers in
`answering`, and what follows *start* in `guided_break`. Outside the core nobody changes a session,
but for `days.replay`, which forgets in the first one what was sat before.

A session is always in one of these phases:

Away      the first sign of somebody, or an answer   -> Seated    (Void)
Away      start                                      -> OnBreak   (LeaveOut) Guide
Away      the natural break is taken back, and due   -> Due, Withheld   Void
Seated    seat time or the end of a snooze: due      -> Due
Seated    due, but something stands in the way       -> Withheld
Seated    a natural break, or standing as long       -> Away      (Remember)
Seated    start                                      -> OnBreak   (LeaveOut) Guide
Seated    done                                       -> Seated    (Remember)
Withheld  the last obstacle is gone                  -> Due
Withheld  a natural break, or standing as long       -> Away      (Remember)
Withheld  start                                      -> OnBreak   (LeaveOut) Guide
Withheld  done, or settings that make it not due     -> Seated    (Remember)
Due       a lull, or waited long enough for one      -> Proposed  Propose
Due       an obstacle                                -> Withheld
Due       a natural break                            -> Away      (Remember)
Due       start                                      -> OnBreak   (LeaveOut) Guide
Due       done, or settings that make it not due     -> Seated    (Remember)
Proposed  snooze, skip, done, ignored, all hurt      -> Seated    Withdraw (Remember, NoteFeeling, Advise, Suggest)
Proposed  swap, it hurts, or no answer as yet        -> Proposed  (Withdraw, NoteFeeling, Advise) Propose
Proposed  how much it hurt, where to, how it is now  -> Proposed  Advise (NoteFeeling, Suggest)
Proposed  start                                      -> OnBreak   Withdraw, (LeaveOut) Guide
Proposed  ruled out by new settings, or a clock set   -> Due       Withdraw
Proposed  an obstacle                                -> Withheld  Withdraw
Proposed  obstacle or ruled out, and not due by now  -> Seated    Withdraw
Proposed  a natural break                            -> Away      Withdraw (Remember)
OnBreak   over, and another move is to come          -> OnBreak   Remember, Guide
OnBreak   another one instead                        -> OnBreak   (Remember) Guide
OnBreak   snoozed before it was a break              -> Seated    EndGuide
OnBreak   the guide is over, and nobody is back      -> Away      EndGuide (Remember)
OnBreak   over and somebody sits; done, closed, hurt -> Seated    EndGuide (Remember, NoteFeeling, Advise)
OnBreak   ruled out by now                           -> Seated    EndGuide (Remember, Advise, NoteFeeling)
OnBreak   how much another move hurt, where to, ...  -> OnBreak   Advise (NoteFeeling, Suggest)
Away      how a move was, that it hurt, and how much -> Away      (NoteFeeling, Adjust, Advise, Suggest)
Seated    how a move was, that it hurt, and how much -> Seated    (NoteFeeling, Adjust, Advise, Suggest)
Withheld  how a move was, that it hurt, and how much -> Withheld  (NoteFeeling, Adjust, Advise, Suggest)
Due       how a move was, that it hurt, and how much -> Due       (NoteFeeling, Adjust, Advise, Suggest)
Seated    the day after a move was uncomfortable     -> Seated    Advise

A guide may be begun at once, stand still and go on, and its move may be eased by new settings: that
moves its end, and nothing else. One that stands still for `LONGEST_WAIT` is closed.

Whoever takes back the natural break before, with *sat*, goes on in that bout: not due, due, or
held, whatever the bout since was.

Seated    the natural break before is taken back     -> Seated, Due, Withheld   Void
Withheld  the natural break before is taken back     -> Seated, Withheld        Void
Due       the natural break before is taken back     -> Seated, Due             Void
Proposed  the natural break before is taken back     -> Seated, Due             Withdraw, Void

Time is never read here: it comes with each event. Whatever falls due before an event happens
first, at its own moment, so neither a late event nor the number of events changes anything
(`next_wake` tells when that would be). At one instant events come before deadlines; but lengths
are measured, not raced: an absence of exactly `natural_break` is a break (rule 12).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from enum import IntEnum, auto
from functools import partial
from gettext import gettext as _
from typing import assert_never

from deskbreak.core import asking, hurting
from deskbreak.core.answering import answered
from deskbreak.core.bouts import (
    broke_off,
    noticing_input,
    sat_again,
    standing,
    stood_long,
    walked_off,
)
from deskbreak.core.events import (
    Allowed,
    Answered,
    Began,
    ClockStepped,
    Condition,
    Ended,
    Event,
    Paused,
    Resumed,
    RulesChanged,
    Ticked,
)
from deskbreak.core.guided_break import LONGEST_WAIT, guide_over, refitted, waited_too_long
from deskbreak.core.moment import Moment
from deskbreak.core.signs import Signs
from deskbreak.core.state import (
    Asking,
    Away,
    Course,
    Due,
    OnBreak,
    Pause,
    Proposed,
    Rules,
    Seated,
    Session,
    Step,
    Withheld,
    refused,
)
from deskbreak.core.stretch import Group
from deskbreak.core.work_hours import spell_at

_SET = timedelta(minutes=1)
"""A wall clock that is corrected by less was not set."""


def begin(at: Moment, rules: Rules) -> Session:
    """A session in which nobody was seen yet."""
    spell = spell_at(rules.settings.work_hours, rules.zone, at.wall)
    return Session(at, Signs(), Course(spell))


def advance(session: Session, event: Event, rules: Rules) -> Step:
    """The session after `event`, with all that fell due on the way to it.

    An event dated before the session's own moment counts as happening at that moment. Before the
    rules change, let an event under the old ones decide what fell due until then.
    """
    at = event.at if event.at.uptime >= session.at.uptime else session.at
    step = _lived(session, event, at.uptime, rules)
    lived = step.session
    set_by = (at.wall - lived.at.wall) - (at.uptime - lived.at.uptime)
    if not -_SET < set_by < _SET:
        lived = _with_clock_set(lived, at, set_by)
    signs = lived.signs
    if not isinstance(event, RulesChanged):  # under other rules a sign may count no longer
        signs = signs.as_of(at.uptime, rules.settings.presence)
    return _happened(lived.moved(at, signs), event, rules).after(step.effects)


def next_wake(session: Session, rules: Rules) -> timedelta | None:
    """The uptime at which `advance` has something to decide if nothing happens before."""
    deadline = _next_deadline(session, rules)
    if deadline is None:
        return None
    at, _kind, _decide = deadline
    return at


def _with_clock_set(session: Session, at: Moment, by: timedelta) -> Session:
    """What hurt rests for as long as it would have, whichever way the wall clock was set (rule 9)."""
    course, before = session.course, at.wall - by
    return session.with_course(
        replace(
            course,
            rotation=course.rotation.with_clock_set(before, by),
            pain=course.pain.with_clock_set(before, by),
        )
    )


class _Kind(IntEnum):
    """What a deadline decides; at one instant, in this order."""

    BREAK = auto()
    STOOD = auto()
    GUIDE = auto()
    HOURS = auto()
    PAUSE = auto()
    LIMIT = auto()
    DUE = auto()
    ASK = auto()
    REPEAT = auto()
    DAY_AFTER = auto()


# Python 3.11 takes its time to get at a member, and these stand in every step.
_BREAK, _STOOD, _GUIDE, _HOURS, _PAUSE, _LIMIT, _DUE, _ASK, _REPEAT, _DAY_AFTER = _Kind

_Deadline = tuple[timedelta, _Kind, Callable[[Session, Rules], Step]]
"""When, what, and how it is decided. The first one is the least: no kind comes twice."""


def _lived(session: Session, event: Event, until: timedelta, rules: Rules) -> Step:
    """Everything that falls due before the event, and at its very moment what is a length."""
    step = Step(session)
    while (deadline := _next_deadline(step.session, rules)) is not None:
        at, kind, decide = deadline
        if at > until:
            break
        if at == until and not _comes_first(at, kind, step.session, event, rules):
            break
        due = step.session.moved(step.session.at.at_uptime(at))
        step = decide(due, rules).after(step.effects)
    return step


def _comes_first(at: timedelta, kind: _Kind, session: Session, event: Event, rules: Rules) -> bool:
    """A lull that input ends at its very last moment was a lull; lengths are measured."""
    if isinstance(event, Ticked) or _is_a_length(kind):
        return True
    resumes = isinstance(event, Began) and event.what is Condition.ACTIVE
    if not resumes or kind is not _Kind.ASK or session.signs.last_input is None:
        return False
    return session.signs.last_input + rules.settings.breaks.lull == at


def _is_a_length(kind: _Kind) -> bool:
    match kind:
        case _Kind.BREAK | _Kind.STOOD | _Kind.GUIDE:
            return True
        case _Kind.HOURS | _Kind.PAUSE | _Kind.LIMIT | _Kind.DUE | _Kind.ASK | _Kind.REPEAT:
            return False
        case _Kind.DAY_AFTER:
            return False
        case _:
            assert_never(kind)


def _next_deadline(session: Session, rules: Rules) -> _Deadline | None:
    first = min(_deadlines(session, rules), default=None)
    if first is None or first[0] >= session.at.uptime:
        return first
    _passed, kind, decide = first
    return session.at.uptime, kind, decide


def _deadlines(session: Session, rules: Rules) -> Iterator[_Deadline]:
    """All that would be decided, and when, if nothing happened from now on."""
    course = session.course
    match course.phase:
        case Seated() | Withheld() | Due() | Proposed() as phase:
            absent = session.signs.break_at(rules.settings.presence, rules.settings.breaks)
            if absent is not None:
                yield absent, _BREAK, partial(broke_off, phase)
            stands = course.standing_since
            if stands is not None:
                over = stands + rules.settings.breaks.natural_break
                yield over, _STOOD, partial(stood_long, phase, stands)
            yield from _asking_deadlines(phase, session, rules)
        case OnBreak() as phase:
            yield _end_of_the_guide(phase)
        case Away():
            yield from _end_of_standing(session, rules)
        case _:
            assert_never(course.phase)
    if course.spell.until is not None:
        yield session.at.uptime_at(course.spell.until), _HOURS, _hours_changed
    if course.pause is not None and course.pause.until is not None:
        yield course.pause.until, _PAUSE, _pause_over


def _end_of_the_guide(phase: OnBreak) -> _Deadline:
    if phase.waits_since is None:
        return phase.ends, _GUIDE, partial(guide_over, phase)
    return phase.waits_since + LONGEST_WAIT, _GUIDE, partial(waited_too_long, phase)


def _end_of_standing(session: Session, rules: Rules) -> Iterator[_Deadline]:
    """A natural break ends standing also where the bout is over already.

    Who says so only when the break is over (from a command line far away, say) is given as long.
    """
    breaks = rules.settings.breaks
    absent = session.signs.break_at(rules.settings.presence, breaks)
    since = session.course.standing_since
    if since is not None and absent is not None:
        over = absent if since < absent else since + breaks.natural_break
        yield over, _BREAK, walked_off


def _asking_deadlines(phase: Asking, session: Session, rules: Rules) -> Iterator[_Deadline]:
    match phase:
        case Seated(bout):
            due = asking.due_at(session, bout, rules)
            if due is not None:
                yield due, _DUE, partial(asking.fell_due, phase)
            day_after = hurting.day_after_at(session, bout, rules)
            if day_after is not None:
                yield day_after, _DAY_AFTER, partial(hurting.day_after_asked, phase)
        case Withheld(resets=resets):
            if resets is not None:
                yield session.at.uptime_at(resets), _LIMIT, asking.reconsidered
        case Due():
            ask = asking.ask_at(session, phase, rules)
            yield ask, _ASK, partial(asking.asked, phase)
        case Proposed(shown=shown):
            over = shown + rules.settings.breaks.repeat_after
            yield over, _REPEAT, partial(asking.waited_for_an_answer, phase)
        case _:
            assert_never(phase)


def _hours_changed(session: Session, rules: Rules) -> Step:
    return asking.reconsidered(_with_spell(session, rules), rules)


def _pause_over(session: Session, rules: Rules) -> Step:
    return _paused(session, None, rules)


def _paused(session: Session, pause: Pause | None, rules: Rules) -> Step:
    return asking.reconsidered(session.with_course(replace(session.course, pause=pause)), rules)


def _happened(session: Session, event: Event, rules: Rules) -> Step:
    match event:
        case Began():
            return _began(session, event.what, rules)
        case Ended():
            return _ended(session, event.what, rules)
        case Answered():
            return answered(session, event, rules)
        case Paused(length=length):
            pause = Pause(None if length is None else session.now + length)
            return _paused(session, pause, rules)
        case Resumed():
            return _resumed(session, rules)
        case Allowed(group=group):
            return _allowed(session, group)
        case RulesChanged() | ClockStepped():  # what rests is told by the calendar, too
            return _under_new_rules(_with_spell(session, rules), rules)
        case Ticked():
            return Step(session)
        case _:
            assert_never(event)


def _began(session: Session, what: Condition, rules: Rules) -> Step:
    if what in session.signs.conditions:
        return Step(session)
    signs = session.signs.beginning(what, session.now)
    session = session.moved(session.at, signs)
    if what is Condition.STANDING:
        session = standing(session, since=session.now)
    return asking.reconsidered(noticing_input(session, rules), rules)


def _ended(session: Session, what: Condition, rules: Rules) -> Step:
    if what not in session.signs.conditions:
        return Step(session)
    signs = session.signs.ending(what, session.now)
    session = session.moved(session.at, signs)
    if what is Condition.STANDING:
        session = sat_again(session)
    return asking.reconsidered(noticing_input(session, rules), rules)


def _under_new_rules(session: Session, rules: Rules) -> Step:
    if not isinstance(session.phase, OnBreak):
        return asking.under_new_rules(session, rules)
    step = refitted(session.phase, session, rules)
    return asking.reconsidered(step.session, rules).after(step.effects)


def _resumed(session: Session, rules: Rules) -> Step:
    if session.course.pause is None:
        return refused(session, _("deskbreak isn't paused."))
    return _pause_over(session, rules)


def _allowed(session: Session, group: Group) -> Step:
    if group not in session.course.rotation.off:
        return refused(session, _("Those moves aren't off."))
    rotation = session.course.rotation.turning_on(group)
    return Step(session.with_course(replace(session.course, rotation=rotation)))


def _with_spell(session: Session, rules: Rules) -> Session:
    spell = spell_at(rules.settings.work_hours, rules.zone, session.at.wall)
    return session.with_course(replace(session.course, spell=spell))
