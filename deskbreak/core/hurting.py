"""What becomes of a move that hurt: at once, by how much it hurt, and on the day after.

*This hurts* alone is as careful as can be: the move rests, and a second one within two weeks turns
its group off. Saying how much takes that back, or goes further.
"""

from dataclasses import replace
from datetime import timedelta
from gettext import gettext as _
from typing import Literal, assert_never

from deskbreak.core import asking
from deskbreak.core.effects import Advise, Effect, NoteFeeling, Suggest
from deskbreak.core.events import Answer
from deskbreak.core.habit import Suggestion
from deskbreak.core.obstacles import Obstacle
from deskbreak.core.pain import EASED, MAY_SAY_IT_HURT, Advice, DayAfter, Pain, Sore
from deskbreak.core.policy import Stretches
from deskbreak.core.practice import Practice
from deskbreak.core.record import HowItFelt
from deskbreak.core.rotation import REST, Rotation
from deskbreak.core.state import Bout, Rules, Seated, Session, Step, refused
from deskbreak.core.stretch import Stretch
from deskbreak.core.work_hours import NIGHT, local_day, next_midnight

LEG_NERVE = "leg_nerve"
_TWO_WEEKS = timedelta(days=14)
_REST_OF_A_LITTLE = timedelta(days=2)

PainAnswer = Literal[
    Answer.MILD,
    Answer.UNCOMFORTABLE,
    Answer.STRONG,
    Answer.LIMB,
    Answer.NO_LIMB,
    Answer.USUAL,
    Answer.LITTLE_MORE,
    Answer.CLEARLY_MORE,
]


def hurt(session: Session, stretch_id: str, rules: Rules) -> Step:
    """It rests, and how much it hurt is asked."""
    stretch, now, course = rules.stretch(stretch_id), session.at.wall, session.course
    again = course.rotation.has_hurt_since(now - _TWO_WEEKS)
    what = Advice.HURT_AGAIN if again else Advice.HURT
    if stretch is None:
        return Step(session, (Advise(session.at, what),))
    sore = Sore(
        stretch.id,
        now + MAY_SAY_IT_HURT,
        rest=course.rotation.rest_of(stretch),
        turned_off=again and stretch.group not in course.rotation.off,
        level=course.practice.level(stretch),
    )
    rested = _resting(session, stretch, rules)
    pain = replace(rested.course.pain, sore=sore)
    noted = NoteFeeling(session.at, stretch.id, HowItFelt.HURT)
    return Step(_with(rested, pain=pain), (noted, Advise(session.at, what, stretch.name)))


def pain_answered(session: Session, answer: PainAnswer, rules: Rules) -> Step:
    """What was asked about a move that hurt, at once or later."""
    pain, now = session.course.pain, session.at.wall
    match answer:
        case Answer.MILD | Answer.UNCOMFORTABLE | Answer.STRONG:
            sore = pain.rated_now(now)
            stretch = None if sore is None else rules.stretch(sore.id)
            if sore is None or stretch is None:
                return _nothing_to_say(session)
            step = _rated(session, answer, sore, stretch, rules)
        case Answer.USUAL | Answer.LITTLE_MORE | Answer.CLEARLY_MORE:
            asked = pain.compared_now(now)
            stretch = None if asked is None else rules.stretch(asked.id)
            if asked is None or stretch is None:
                return _nothing_to_say(session)
            step = _compared(session, answer, asked, stretch, rules)
        case Answer.LIMB | Answer.NO_LIMB:
            return _in_a_limb(session, rules, is_so=answer is Answer.LIMB)
        case _:
            assert_never(answer)
    return step.after((NoteFeeling(session.at, stretch.id, HowItFelt(answer)),))


def day_after_at(session: Session, bout: Bout, rules: Rules) -> timedelta | None:
    """When to ask how the move of another day is; None while nothing is to be asked, or may be."""
    pain = session.course.pain
    following = pain.next_day_after()
    if following is None:
        return None
    if asking.obstacle(session, bout, rules) not in (None, Obstacle.DAILY_LIMIT):
        return None
    from_ = session.at.uptime_at(pain.may_ask_from(following))
    return max(from_, bout.sat_down_at + rules.settings.breaks.settle)


def day_after_asked(_phase: Seated, session: Session, rules: Rules) -> Step:
    """How the move of another day is, with the answers at hand."""
    pain, now = session.course.pain, session.at.wall
    following = pain.next_day_after()
    if following is None:
        return Step(session)
    stretch = rules.stretch(following.id)
    if stretch is None:  # it left the catalogue
        return Step(_with(session, pain=pain.answered(following)))
    is_yesterday = local_day(rules.zone, now) - following.day == timedelta(days=1)
    what = Advice.YESTERDAY if is_yesterday else Advice.LATELY
    advice = Advise(session.at, what, stretch.name)
    return Step(_with(session, pain=pain.asking(following, now)), (advice,))


def careful_of_the_leg(wishes: Stretches) -> str:
    """What `stretches.avoid` would be then; the other cautions stay."""
    return ",".join(dict.fromkeys((*wishes.avoid, LEG_NERVE)))


def _rated(
    session: Session,
    answer: Literal[Answer.MILD, Answer.UNCOMFORTABLE, Answer.STRONG],
    sore: Sore,
    stretch: Stretch,
    rules: Rules,
) -> Step:
    match answer:
        case Answer.MILD:
            return _mild(session, sore, stretch, rules)
        case Answer.UNCOMFORTABLE:
            return _uncomfortable(session, sore, stretch, rules)
        case Answer.STRONG:  # the whole kind rests, and where to it hurt is asked
            again = stretch.group in session.course.rotation.off
            return _strongly(session, stretch, rules, again=again)
        case _:
            assert_never(answer)


def _mild(session: Session, sore: Sore, stretch: Stretch, rules: Rules) -> Step:
    """Nothing changes; it only goes up no step today."""
    day = local_day(rules.zone, session.at.wall)
    practice = session.course.practice.hurting_a_little(stretch, sore.level, day)
    spared = _spared(session, sore, stretch, practice)
    return Step(spared, (Advise(session.at, Advice.MILD, stretch.name),))


def _uncomfortable(session: Session, sore: Sore, stretch: Stretch, rules: Rules) -> Step:
    """Next time it is the easier form and one step less; the next day asks how it is."""
    now = session.at.wall
    day = local_day(rules.zone, now)
    practice = session.course.practice.uncomfortable(stretch, sore.level, day)
    spared = _spared(session, sore, stretch, practice)
    next_day = DayAfter(stretch.id, day, next_midnight(rules.zone, now) + NIGHT)
    pain = spared.course.pain.easing(stretch.id, now, now + EASED).to_be_asked(next_day)
    advice = Advise(session.at, Advice.UNCOMFORTABLE, stretch.name)
    return Step(_with(spared, pain=pain), (advice,))


def _in_a_limb(session: Session, rules: Rules, *, is_so: bool) -> Step:
    """Down a leg or arm: when to get help is shown, and leaving such moves out is offered."""
    pain = session.course.pain
    if not pain.may_say_where(session.at.wall):
        return _nothing_to_say(session)
    session = _with(session, pain=replace(pain, limb=None))
    if not is_so:
        return Step(session, (Advise(session.at, Advice.NO_LIMB),))
    advice: tuple[Effect, ...] = (Advise(session.at, Advice.LIMB),)
    wishes = rules.settings.stretches
    if LEG_NERVE in wishes.avoid:
        return Step(session, advice)
    leave_out = Suggest(session.at, Suggestion.LEG_NERVE, careful_of_the_leg(wishes))
    return Step(session, (*advice, leave_out))


def _compared(
    session: Session,
    answer: Literal[Answer.USUAL, Answer.LITTLE_MORE, Answer.CLEARLY_MORE],
    asked: DayAfter,
    stretch: Stretch,
    rules: Rules,
) -> Step:
    match answer:
        case Answer.USUAL:
            return _back_to_usual(session, asked, stretch)
        case Answer.LITTLE_MORE:
            return _a_little_more(session, asked, stretch)
        case Answer.CLEARLY_MORE:
            return _clearly_more(session, asked, stretch, rules)
        case _:
            assert_never(answer)


def _back_to_usual(session: Session, asked: DayAfter, stretch: Stretch) -> Step:
    """The easier form stays for a week more."""
    now = session.at.wall
    pain = session.course.pain.answered(asked).easing(stretch.id, now, now + EASED)
    advice = Advise(session.at, Advice.USUAL, stretch.name)
    return Step(_with(session, pain=pain), (advice,))


def _a_little_more(session: Session, asked: DayAfter, stretch: Stretch) -> Step:
    """Two days' rest, then the easier form; once more it is asked, when they are over."""
    now = session.at.wall
    over = now + _REST_OF_A_LITTLE
    rotation = session.course.rotation.hurting(stretch, over, is_slight=True)
    pain = session.course.pain.answered(asked).easing(stretch.id, now, over + EASED)
    if not asked.is_second:
        pain = pain.to_be_asked(DayAfter(stretch.id, asked.day, over, is_second=True))
    advice = Advise(session.at, Advice.A_LITTLE_MORE, stretch.name)
    return Step(_with(session, pain=pain, rotation=rotation), (advice,))


def _clearly_more(session: Session, asked: DayAfter, stretch: Stretch, rules: Rules) -> Step:
    """As if it had been strong from the first."""
    again = session.course.rotation.has_hurt_since(session.at.wall - _TWO_WEEKS)
    rested = _resting(session, stretch, rules)
    rested = _with(rested, pain=rested.course.pain.answered(asked))
    return _strongly(rested, stretch, rules, again=again)


def which_move() -> str:
    """What is told whoever says that something hurts, and not what."""
    return _("First say which move hurt: deskbreak hurt NAME")


def _nothing_to_say(session: Session) -> Step:
    return refused(session, which_move())


def _resting(session: Session, stretch: Stretch, rules: Rules) -> Session:
    now, course = session.at.wall, session.course
    rotation = course.rotation.hurting(stretch, now + REST)
    if course.rotation.has_hurt_since(now - _TWO_WEEKS):
        rotation = rotation.turning_off(stretch.group)
    practice = course.practice.hurting(stretch, local_day(rules.zone, now))
    return _with(session, rotation=rotation, practice=practice)


def _spared(session: Session, sore: Sore, stretch: Stretch, practice: Practice) -> Session:
    """What *hurt* did at once is undone."""
    rotation = session.course.rotation.spared(stretch, sore.rest)
    if sore.turned_off:
        rotation = rotation.turning_on(stretch.group)
    pain = replace(session.course.pain, sore=None)
    return _with(session, rotation=rotation, practice=practice, pain=pain)


def _strongly(session: Session, stretch: Stretch, rules: Rules, *, again: bool) -> Step:
    now = session.at.wall
    day = local_day(rules.zone, now)
    pain = session.course.pain.marked_strong(day)
    pain = replace(pain, sore=None, limb=now + MAY_SAY_IT_HURT)
    what = Advice.STRONG_AGAIN if again else Advice.STRONG
    if rules.settings.stretches.four_weeks and pain.is_strong_for_weeks(day):
        pain, what = replace(pain, said_on=day), Advice.FOUR_WEEKS
    rotation = session.course.rotation.resting_all(stretch.group, now)
    advice = Advise(session.at, what, stretch.name)
    return Step(_with(session, pain=pain, rotation=rotation), (advice,))


def _with(
    session: Session,
    *,
    pain: Pain | None = None,
    rotation: Rotation | None = None,
    practice: Practice | None = None,
) -> Session:
    course = session.course
    return session.with_course(
        replace(
            course,
            pain=pain or course.pain,
            rotation=rotation or course.rotation,
            practice=practice or course.practice,
        )
    )
