"""The one loop: wait for a message or a deadline, let the core decide, have it done."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta, tzinfo
from functools import partial
from queue import Empty, SimpleQueue
from typing import Protocol, assert_never

from deskbreak.core.effects import Effect
from deskbreak.core.events import Answered, Began, Condition, Ended, Event, RulesChanged, Ticked
from deskbreak.core.moment import ZERO, Moment
from deskbreak.core.session import advance, next_wake
from deskbreak.core.state import Rules, Session, Step
from deskbreak.value import value

LATER = timedelta(days=1)
"""How long to wait for what has no time of its own."""


def _always() -> bool:
    return True


@value
class Happened:
    """Somebody said or did something just now; `reply` takes what came of it, once it is kept.

    `is_wanted` is asked when its turn has come: what was refused meanwhile, or said twice, does
    not happen, and None comes of it.
    """

    event: Callable[[Moment, Rules], Event]
    reply: Callable[[Step | None, Rules], None] | None = None
    is_wanted: Callable[[], bool] = _always


@value
class Inquiry:
    """Somebody wants to know how things stand."""

    reply: Callable[[Session, Rules, Moment], None]


@value
class RulesSet:
    """The rules are others from now on: `change` makes them of those that hold.

    Whoever sends it knows only its own part of them, and nobody but the loop the whole.
    """

    change: Callable[[Rules], Rules]


@value
class Woken:
    """Something may be seen on the desktop that was not there before."""


@value
class Quit:
    """Enough for today."""


Message = Happened | Inquiry | RulesSet | Woken | Quit
Inbox = SimpleQueue[Message]


class Senses(Protocol):
    """Everything that is read of the desktop."""

    def look(self, session: Session, rules: Rules) -> tuple[Moment, tuple[Event, ...]]:
        """The moment, and what was seen since the last look, in order."""
        ...

    def zone(self) -> tzinfo:
        """That of the place where the user is at this moment."""
        ...

    def watch(self, session: Session) -> timedelta | None:
        """Arrange to be woken by what matters now; else tell how soon to look again."""
        ...


class Performer(Protocol):
    """Everything that is done about what was decided."""

    def keep(self, session: Session, effects: tuple[Effect, ...], rules: Rules) -> None:
        """Save the session, then perform the effects. Called once a round."""
        ...

    def answered(self, event: Answered, rules: Rules) -> None:
        """Tell whoever wants to know that this answer was taken."""
        ...

    def reply(self, answer: Callable[[], None]) -> None:
        """Have whoever sent the message answered, now that all is kept."""
        ...

    def show(self, session: Session, rules: Rules, now: Moment) -> timedelta | None:
        """Show how things stand; returns the uptime until which that stays true by itself."""
        ...


RecordEvents = Callable[[tuple[Event, ...], Rules], None]
"""Is told of events, in order, before the core gets to see the first of them."""

_OF_THE_DESKTOP = frozenset(Condition) - {Condition.STANDING, Condition.STOPPED}


def resumed(session: Session, now: Moment, rules: Rules) -> Step:
    """A saved session goes on: not having run is a gap like any other (rule 1).

    What the desktop said before is forgotten, because the senses say it again.
    """
    was = session.at
    stale = sorted(session.signs.conditions & _OF_THE_DESKTOP)
    events: tuple[Event, ...] = (
        Began(was, Condition.STOPPED),
        RulesChanged(was),
        *(Ended(now, what) for what in stale),
        Ended(now, Condition.STOPPED),
    )
    return _lived(session, events, rules)


def run(
    inbox: Inbox,
    senses: Senses,
    desk: Performer,
    session: Session,
    rules: Rules,
    record: RecordEvents | None = None,
) -> tuple[Session, Rules]:
    """Run until Quit arrives; return the last session and the rules it ended under."""
    message: Message = Woken()
    while True:
        now, seen = senses.look(session, rules)
        moved, rules = _moved(session, replace(rules, zone=senses.zone()), rules)
        lived = _lived(session, (*moved, *seen, Ticked(now)), rules, record)
        before, rules = rules, _rules_by(message, rules)
        events = (RulesChanged(now),) if rules != before else _events_of(message, now, rules)
        step = _lived(lived.session, events, rules, record)
        session = step.session
        desk.keep(session, lived.effects + step.effects, rules)
        for event in events if step.refusal is None else ():
            if isinstance(event, Answered):
                desk.answered(event, rules)
        _reply(desk, message, session, step if events else None, rules, now)
        if isinstance(message, Quit):
            return session, rules
        until = desk.show(session, rules, now)
        message = next_message(inbox, _patience(session, rules, now, until, senses.watch(session)))


def _moved(session: Session, here: Rules, before: Rules) -> tuple[tuple[Event, ...], Rules]:
    """Whoever travels has the hours of where they are, for all that fell due since the last look.

    When they arrived nobody knows: a laptop mostly sleeps on the way.
    """
    return ((), before) if here == before else ((RulesChanged(session.at),), here)


def _lived(
    session: Session, events: tuple[Event, ...], rules: Rules, record: RecordEvents | None = None
) -> Step:
    if record is not None and events:
        record(events, rules)
    step = Step(session)
    for event in events:
        step = advance(step.session, event, rules).after(step.effects)
    return step


def _rules_by(message: Message, rules: Rules) -> Rules:
    return message.change(rules) if isinstance(message, RulesSet) else rules


def _events_of(message: Message, now: Moment, rules: Rules) -> tuple[Event, ...]:
    """What the message itself makes happen."""
    match message:
        case Happened(event=event, is_wanted=is_wanted):
            return (event(now, rules),) if is_wanted() else ()
        case Inquiry() | RulesSet() | Woken() | Quit():
            return ()
        case _:
            assert_never(message)


def _reply(
    desk: Performer,
    message: Message,
    session: Session,
    outcome: Step | None,
    rules: Rules,
    now: Moment,
) -> None:
    match message:
        case Happened(reply=reply) if reply is not None:
            desk.reply(partial(reply, outcome, rules))
        case Inquiry(reply=reply):
            desk.reply(partial(reply, session, rules, now))
        case Happened() | RulesSet() | Woken() | Quit():
            return
        case _:
            assert_never(message)


def _patience(
    session: Session,
    rules: Rules,
    now: Moment,
    shown_until: timedelta | None,
    look_again: timedelta | None,
) -> timedelta:
    """How long nothing can change unless somebody wakes the loop."""
    wakes = [wake for wake in (next_wake(session, rules), shown_until) if wake is not None]
    waits = [max(wake - now.uptime, ZERO) for wake in wakes]
    if look_again is not None:
        waits.append(look_again)
    return min(waits, default=LATER)


def next_message(inbox: Inbox, patience: timedelta) -> Message:
    """Woken where none came in that time."""
    try:
        return inbox.get(timeout=min(patience, LATER).total_seconds())
    except Empty:
        return Woken()
