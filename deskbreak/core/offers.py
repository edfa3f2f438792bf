"""The one list of answers: what each is called and when it is offered. Surfaces render it."""

from dataclasses import dataclass
from datetime import timedelta
from gettext import gettext as _

from deskbreak.core.answering import may_take_back
from deskbreak.core.asking import may_snooze
from deskbreak.core.duration import in_words
from deskbreak.core.events import Answer
from deskbreak.core.state import Away, OnBreak, Proposed, Rules, Session


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer the user may give now; `length` is that of a snooze."""

    answer: Answer
    label: str
    length: timedelta | None = None


def offers(session: Session, rules: Rules) -> tuple[Offer, ...]:
    """All that may be answered now, the most likely first."""
    match session.phase:
        case OnBreak() as phase:
            return (
                Offer(Answer.DONE, _("I did it")),
                *_snoozes_while_guided(phase, rules),
                Offer(Answer.SWAP, _("Another stretch")),
                Offer(Answer.HURT, _("This hurts")),
                Offer(Answer.CLOSED, _("End this break")),
            )
        case Proposed() as phase:
            return (
                *proposal_offers(phase, rules),
                Offer(Answer.SKIP, _("Skip this one")),
                Offer(Answer.SWAP, _("Another stretch")),
                Offer(Answer.HURT, _("This hurts")),
                *_corrections(session),
            )
        case Away():
            return (
                Offer(Answer.START, _("Start a break")),
                *_corrections(session),
                *_efforts(session, rules),
            )
        case _:
            return (
                Offer(Answer.START, _("Start a break")),
                Offer(Answer.DONE, _("I was just up")),
                *_corrections(session),
                *_efforts(session, rules),
            )


def proposal_offers(phase: Proposed, rules: Rules) -> tuple[Offer, ...]:
    """Start, the snoozes while there are any left, and "I did it"."""
    snoozes: tuple[Offer, ...] = ()
    if may_snooze(phase.bout, rules):
        snoozes = tuple(snooze_offer(length) for length in rules.settings.breaks.snooze)
    return (Offer(Answer.START, _("Start")), *snoozes, Offer(Answer.DONE, _("I did it")))


def snooze_offer(length: timedelta) -> Offer:
    return Offer(Answer.SNOOZE, _("Snooze {time}").format(time=in_words(length)), length)


def buttons(snooze: timedelta, *, may_snooze: bool) -> tuple[Offer, ...]:
    """The three buttons of a proposal: what is left when there is no room for more."""
    second = snooze_offer(snooze) if may_snooze else Offer(Answer.SKIP, _("Skip"))
    return (Offer(Answer.START, _("Start")), second, Offer(Answer.DONE, _("I did it")))


def efforts() -> tuple[Offer, ...]:
    """How a move was that is over; what hurt has a word of its own."""
    return (
        Offer(Answer.EASY, _("Easy")),
        Offer(Answer.RIGHT, _("Just right")),
        Offer(Answer.HARD, _("Hard")),
    )


def _efforts(session: Session, rules: Rules) -> tuple[Offer, ...]:
    id_ = session.practice.may_say(session.at.wall)
    if id_ is None or rules.stretch(id_) is None:
        return ()
    return (*efforts(), Offer(Answer.HURT, _("It hurt")))


def _snoozes_while_guided(phase: OnBreak, rules: Rules) -> tuple[Offer, ...]:
    """One is enough: whoever started did not mean to put it off."""
    if not may_snooze(phase.bout, rules):
        return ()
    return (snooze_offer(rules.settings.breaks.snooze[0]),)


def _corrections(session: Session) -> tuple[Offer, ...]:
    if not may_take_back(session):
        return ()
    return (Offer(Answer.SAT, _("I was sitting all along")),)
