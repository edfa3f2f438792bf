"""Which answers are on offer now. Surfaces render what stands here and in the table of answers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from gettext import gettext as _
from typing import assert_never

from deskbreak.core.answering import may_take_back
from deskbreak.core.answers import BUTTONS, NO_SNOOZE_LEFT, SAYINGS, Carried, Occasion
from deskbreak.core.asking import may_snooze
from deskbreak.core.duration import in_words
from deskbreak.core.events import Answer
from deskbreak.core.guided_break import is_getting_ready
from deskbreak.core.in_a_list import asking_about
from deskbreak.core.state import Away, Due, OnBreak, Proposed, Rules, Seated, Session, Withheld
from deskbreak.value import value


@value
class Offer:
    """An answer the user may give now, with the length or the plan that it carries.

    `about` is what the move is called of which it says how it was; None where it says nothing of it,
    or nobody knows that move any more.
    """

    answer: Answer
    label: str
    length: timedelta | None = None
    plan: str | None = None
    about: str | None = None


def heading_of(offer: Offer) -> str | None:
    """Under what it stands in a menu, if not by itself."""
    heading = SAYINGS[offer.answer].menu
    return None if heading is None else asking_about(_(heading), offer.about)


def offers(session: Session, rules: Rules) -> tuple[Offer, ...]:
    """All that may be answered now, in the order of the table."""
    occasions = _occasions(session, rules)
    return tuple(
        _of_its_move(offer, occasion, _meant(occasion, session, rules))
        for answer, saying in SAYINGS.items()
        for occasion, label in saying.labels.items()
        if occasion in occasions
        for offer in _offers(answer, label, session, rules)
    )


def _offers(answer: Answer, label: str, session: Session, rules: Rules) -> Iterator[Offer]:
    """One for each length or plan that it may carry."""
    match SAYINGS[answer].carries:
        case Carried.LENGTH:
            for length in _snoozes(session, rules):
                yield _offer(answer, label, length)
        case Carried.LENGTH_OR_PLAN:
            for length in SAYINGS[answer].lengths:
                yield _offer(answer, label, length)
            for plan in rules.settings.stretches.plans.each:
                yield Offer(answer, plan.name, plan=plan.name)
        case Carried.STRETCH | Carried.PAST_STRETCH | None:
            yield _offer(answer, label, None)
        case carried:
            assert_never(carried)


def buttons(occasion: Occasion, snooze: timedelta | None = None) -> tuple[Offer, ...]:
    """The few for which a notification has room; None for `snooze`: there is none left."""
    return tuple(_button(answer, occasion, snooze) for answer in BUTTONS[occasion])


def beside(occasion: Occasion) -> tuple[Offer, ...]:
    """What else may be said then, where there is more room."""
    return tuple(
        _offer(answer, saying.labels[occasion], None)
        for answer, saying in SAYINGS.items()
        if occasion in saying.labels and answer not in BUTTONS[occasion]
    )


def _button(answer: Answer, occasion: Occasion, snooze: timedelta | None) -> Offer:
    length = snooze if SAYINGS[answer].carries is Carried.LENGTH else None
    if SAYINGS[answer].carries is Carried.LENGTH and length is None:
        answer = NO_SNOOZE_LEFT
    saying = SAYINGS[answer]
    return _offer(answer, saying.in_short(occasion), length)


def _offer(answer: Answer, label: str, length: timedelta | None) -> Offer:
    time = "" if length is None else in_words(length)
    return Offer(answer, _(label).format(time=time), length)


def _occasions(session: Session, rules: Rules) -> set[Occasion]:
    match session.phase:
        case OnBreak() as phase:
            return {Occasion.GUIDED, *_about_its_time(phase, session, rules)}
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
    if Occasion.UNASKED in occasions:
        occasions |= set(_about_the_last_move(session, rules))
    return occasions | set(_about_pain(session))


def _of_its_move(offer: Offer, occasion: Occasion, name: str | None) -> Offer:
    """Where nothing beside it asks about the move, it says itself which one it means."""
    by_itself = occasion is Occasion.AFTERWARDS
    label = asking_about(offer.label, name) if by_itself else offer.label
    return replace(offer, label=label, about=name)


def _about_its_time(phase: OnBreak, session: Session, rules: Rules) -> Iterator[Occasion]:
    if phase.waits_since is not None:
        yield Occasion.WAITING
        return
    yield Occasion.RUNNING
    if is_getting_ready(phase, session, rules):
        yield Occasion.GETTING_READY


def _about_the_last_move(session: Session, rules: Rules) -> Iterator[Occasion]:
    practice, now = session.course.practice, session.at.wall
    id_ = practice.may_say_it_hurt(now)
    if id_ is not None and rules.stretch(id_) is not None:
        yield Occasion.AFTERWARDS if practice.may_say(now) is None else Occasion.JUST_DONE


def _meant(occasion: Occasion, session: Session, rules: Rules) -> str | None:
    """What the move is called that is asked about then."""
    pain, now = session.course.pain, session.at.wall
    match occasion:
        case Occasion.JUST_DONE | Occasion.AFTERWARDS:
            id_ = session.course.practice.may_say_it_hurt(now)
        case Occasion.HURTING:
            sore = pain.rated_now(now)
            id_ = None if sore is None else sore.id
        case Occasion.DAY_AFTER:
            compared = pain.compared_now(now)
            id_ = None if compared is None else compared.id
        case _:  # on any other nothing is asked, or not of one move
            return None
    move = None if id_ is None else rules.stretch(id_)
    return None if move is None else move.name


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
