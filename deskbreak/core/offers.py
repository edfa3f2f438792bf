"""Which answers are on offer now. Surfaces render what stands here and in the table of answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from gettext import gettext as _
from typing import assert_never

from deskbreak.core.answering import may_take_back
from deskbreak.core.answers import BUTTONS, NO_SNOOZE_LEFT, SAYINGS, Carried, Occasion
from deskbreak.core.asking import may_snooze
from deskbreak.core.duration import in_words
from deskbreak.core.events import Answer
from deskbreak.core.state import Away, Due, OnBreak, Proposed, Rules, Seated, Session, Withheld


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer the user may give now; `length` is that of a snooze."""

    answer: Answer
    label: str
    length: timedelta | None = None


def offers(session: Session, rules: Rules) -> tuple[Offer, ...]:
    """All that may be answered now, in the order of the table."""
    occasions, snoozes = _occasions(session, rules), _snoozes(session, rules)
    return tuple(
        _offer(answer, label, length)
        for answer, saying in SAYINGS.items()
        for occasion, label in saying.labels.items()
        if occasion in occasions
        for length in (saying.lengths or snoozes if saying.carries is Carried.LENGTH else (None,))
    )


def buttons(occasion: Occasion, snooze: timedelta | None = None) -> tuple[Offer, ...]:
    """The few for which a notification has room; None for `snooze`: there is none left."""
    return tuple(_button(answer, occasion, snooze) for answer in BUTTONS[occasion])


def _button(answer: Answer, occasion: Occasion, snooze: timedelta | None) -> Offer:
    length = snooze if SAYINGS[answer].carries is Carried.LENGTH else None
    if SAYINGS[answer].carries is Carried.LENGTH and length is None:
        answer = NO_SNOOZE_LEFT
    saying = SAYINGS[answer]
    return _offer(answer, saying.short or saying.labels[occasion], length)


def _offer(answer: Answer, label: str, length: timedelta | None) -> Offer:
    time = "" if length is None else in_words(length)
    return Offer(answer, _(label).format(time=time), length)


def _occasions(session: Session, rules: Rules) -> set[Occasion]:
    match session.phase:
        case OnBreak():
            return {Occasion.GUIDED}
        case Proposed():
            occasions = {Occasion.PROPOSED}
        case Away():
            occasions = {Occasion.UNASKED}
        case Seated() | Withheld() | Due():
            occasions = {Occasion.UNASKED, Occasion.AT_DESK}
        case _:
            assert_never(session.phase)
    if may_take_back(session):
        occasions.add(Occasion.RETURNED)
    if Occasion.UNASKED in occasions and _may_say_how_it_was(session, rules):
        occasions.add(Occasion.JUST_DONE)
    return occasions | set(_about_pain(session))


def _may_say_how_it_was(session: Session, rules: Rules) -> bool:
    id_ = session.course.practice.may_say(session.at.wall)
    return id_ is not None and rules.stretch(id_) is not None


def _about_pain(session: Session) -> Iterator[Occasion]:
    """What is asked about a move that hurt, wherever the next one stands."""
    pain, now = session.course.pain, session.at.wall
    if pain.rated_now(now) is not None:
        yield Occasion.HURTING
    if pain.may_say_where(now):
        yield Occasion.STRONGLY
    if pain.compared_now(now) is not None:
        yield Occasion.DAY_AFTER


def _snoozes(session: Session, rules: Rules) -> tuple[timedelta, ...]:
    """While guided one is enough: whoever started did not mean to put it off."""
    phase, lengths = session.phase, rules.settings.breaks.snooze
    if not isinstance(phase, Proposed | OnBreak) or not may_snooze(phase.bout, rules):
        return ()
    return lengths[:1] if isinstance(phase, OnBreak) else lengths
