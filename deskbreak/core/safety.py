"""What deskbreak says about pain and about danger. It claims nothing, and judges nobody.

The signs are those of the lists that health services publish on back pain. They are told as they
are to everybody: nothing that a user answers is ever compared with them.
"""

from collections.abc import Iterator
from gettext import gettext as _
from typing import assert_never

from deskbreak.core.in_a_list import in_a_row
from deskbreak.core.pain import Advice
from deskbreak.value import value


@value
class WarningSigns:
    """Signs that call for the same thing."""

    heading: str
    signs: tuple[str, ...]


def first_words() -> str:
    """What everybody is told before the first stretch."""
    return _(
        "deskbreak reminds you to leave your chair and suggests gentle movements for healthy "
        "adults. It is not a medical device and does not diagnose, treat or prevent any "
        "condition. If you have an injury, a health condition, had recent surgery, or are "
        "pregnant, ask a doctor or physiotherapist which movements suit you. Move gently: a mild "
        "pull is fine, pain is not. Stop if anything hurts, or you feel dizzy, breathless, numb "
        "or tingly."
    )


def first_warning(*, wheelchair: bool = False) -> str:
    """The two sentences for whoever reads no more; the lists below say it in full."""
    if wheelchair:
        return _(
            "If you have numbness between the legs, bladder or bowel trouble, or pain, numbness or "
            "weakness in both legs that is new, or different from what is usual for you, get "
            "emergency help now; likewise for chest pain or sudden breathlessness. If one leg is "
            "newly swollen and painful, or you have fever, a recent injury or pain that does not "
            "ease, talk to a doctor before you start."
        )
    return _(
        "If you have new numbness between the legs, new bladder or bowel trouble, or pain, numbness "
        "or weakness in both legs, get emergency help now; likewise for chest pain or sudden "
        "breathlessness. If one leg is newly swollen and painful, or you have fever, a recent "
        "injury or pain that does not ease, talk to a doctor before you start."
    )


def red_flags(*, wheelchair: bool = False) -> tuple[WarningSigns, ...]:
    """When to get help, the most urgent first.

    Whoever sits in a wheelchair may live with some of the signs; what is new, or different, counts.
    """

    def changed(sign: str) -> str:
        if not wheelchair:
            return sign
        return _("new, or different from what is usual for you: {sign}").format(sign=sign)

    return (
        WarningSigns(
            _(
                "Get emergency help now if back, neck or leg pain comes with any of these, new "
                "within about the last two weeks or quickly getting worse:"
            ),
            (
                changed(
                    _(
                        "numbness, tingling or altered feeling around the genitals, back passage, "
                        "buttocks or inner thighs, also when wiping"
                    )
                ),
                changed(
                    _("new trouble starting, stopping, feeling or holding urine or bowel movements")
                ),
                changed(
                    _("pain, tingling, numbness or weakness in both legs, or weakness that grows")
                ),
                changed(_("legs that will not do what you want, or new trouble walking")),
                changed(_("new numbness in sex, or loss of function")),
                _("chest pain"),
                _(
                    "it began after a serious accident or fall; or a lesser fall if you have "
                    "osteoporosis, take steroids or are older"
                ),
            ),
        ),
        WarningSigns(
            _("Get emergency help now, whether or not anything hurts:"),
            (
                _(
                    "sudden or severe trouble breathing, a very fast heartbeat, fainting, or "
                    "coughing up blood"
                ),
                _("chest pain or tightness, pain spreading to arm, neck or jaw"),
                _(
                    "a drooping face, a weak arm, trouble speaking, double or lost vision, the "
                    "worst headache of your life"
                ),
                _(
                    "wheelchair users with a spinal cord injury: sudden pounding headache with "
                    "sweating or flushing"
                ),
            ),
        ),
        WarningSigns(
            _("Today, call a doctor or your urgent-care line:"),
            (
                _(
                    "one leg (rarely both) newly swollen, warm, red or darker, with a throbbing or "
                    "cramping pain, usually in the calf: do not stretch or massage it"
                ),
                _("back pain with fever, or feeling very ill"),
                _(
                    "pregnant: bleeding, leaking fluid, regular painful contractions, dizziness or "
                    "faintness, headache, chest pain, calf pain or swelling, the baby moving less: "
                    "stop and call your maternity unit"
                ),
            ),
        ),
        WarningSigns(
            _("See a doctor soon:"),
            (
                _("weight loss without trying; a lump, or a change in the shape of the back"),
                _("pain that rest does not ease, or that is worse at night"),
                _("pain high up between the shoulder blades, or like a band round the chest"),
                _("a history of cancer, osteoporosis, long steroid use or weak immunity"),
                changed(
                    _(
                        "pain down one leg below the knee, or new numbness or weakness in one leg "
                        "or foot; new numbness, weakness or clumsiness of arms or hands"
                    )
                ),
                _(
                    "not getting better after a few weeks, at the latest after four weeks of severe "
                    "pain, getting worse, or keeping you from daily life"
                ),
                _(
                    "pain that gets worse with these movements, or even gentle stretching that hurts"
                ),
            ),
        ),
    )


def emergency_number() -> str:
    return _("For emergency help, call your local emergency number.")


def signs_in_lines(*, wheelchair: bool = False) -> Iterator[str]:
    """All of them with where to call, line by line."""
    for group in red_flags(wheelchair=wheelchair):
        yield group.heading
        yield from (f"  - {sign}" for sign in group.signs)
        yield ""
    yield emergency_number()


def hurt_advice(what: Advice, name: str = "") -> tuple[str, str]:
    """A title and a text that fit a notification; what is asked stands last."""
    match what:
        case Advice.HURT:
            text = _(
                "Stop this move. If gentle stretching hurts again, or pain keeps growing, talk to a "
                "doctor or physiotherapist."
            )
            return _("This move rests for three days"), in_a_row((text, _how_much()))
        case Advice.HURT_AGAIN:
            return _("It hurt twice in two weeks"), in_a_row((_stays_off(), _how_much()))
        case Advice.MILD:
            return _("Good"), _("Carry on as is comfortable.")
        case Advice.UNCOMFORTABLE:
            return _("Next time we show the easier way"), _("We will ask you tomorrow.")
        case Advice.STRONG:
            text = _(
                "Moves of this kind rest for three days. If it keeps growing or comes back, talk to "
                "a doctor or physiotherapist."
            )
            return _("Stopped"), in_a_row((text, _where_to()))
        case Advice.STRONG_AGAIN:
            return _("It hurt twice in two weeks"), in_a_row((_stays_off(), _where_to()))
        case Advice.FOUR_WEEKS:
            text = _(
                "You have marked strong pain for four weeks. That is a good reason to have it "
                "looked at."
            )
            return _("Moves of this kind stay off until you turn them on"), in_a_row(
                (text, _where_to())
            )
        case Advice.LIMB:
            text = _("It is always in the menu, too.")
            return _("When to get medical help"), text
        case Advice.NO_LIMB:
            return _("Noted"), _("Moves of this kind rest. All others come as before.")
        case Advice.YESTERDAY:
            text = _("Yesterday's {move}: how is it now?")
            return _("How is it today?"), text.format(move=name)
        case Advice.LATELY:
            text = _("{move}, the other day: how is it now?")
            return _("How is it today?"), text.format(move=name)
        case Advice.USUAL:
            return _("Good"), _("The easier way stays for a week, then the usual one is back.")
        case Advice.A_LITTLE_MORE:
            text = _("This move rests for two days, then the easier way comes.")
            return _("A little slower"), text
        case Advice.FEW_MOVES:
            text = _(
                "What you ruled out leaves fewer than five. The settings say which moves each "
                "caution leaves out: take back what no longer holds, or ask a physiotherapist what "
                "suits you."
            )
            return _("Only a few moves are left"), text
        case _:
            assert_never(what)


def _how_much() -> str:
    return _("How much did it hurt, from 0 (not at all) to 10 (the worst you can think of)?")


def _where_to() -> str:
    return _("Pain, tingling or numbness down a leg or arm?")


def _stays_off() -> str:
    return _(
        "Talk to a doctor or physiotherapist before going on; moves of this kind stay off until you "
        "turn them on."
    )
