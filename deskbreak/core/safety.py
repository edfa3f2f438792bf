"""What deskbreak says about pain and about danger. It claims nothing, and judges nobody.

The signs are those of the lists that health services publish on back pain. They are told as they
are to everybody: nothing that a user answers is ever compared with them.
"""

from dataclasses import dataclass
from gettext import gettext as _


@dataclass(frozen=True, slots=True)
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


def red_flags() -> tuple[WarningSigns, ...]:
    """When to get help, the most urgent first."""
    return (
        WarningSigns(
            _("Get emergency help now if back or leg pain comes with any of these:"),
            (
                _(
                    "numbness or tingling around the genitals, back passage, buttocks or inner thighs"
                ),
                _("new trouble starting, controlling or feeling urine or bowel movements"),
                _("weakness, numbness or tingling in both legs, or weakness that quickly grows"),
                _("new sexual numbness or loss of function"),
                _("chest pain"),
                _("it began after a serious accident or fall"),
            ),
        ),
        WarningSigns(
            _("See a doctor soon if you have any of these:"),
            (
                _("fever, or feeling ill"),
                _("weight loss without trying"),
                _("pain at rest or at night that does not ease"),
                _("a lump, or a change of the shape of the spine"),
                _("a history of cancer, osteoporosis, long steroid use or weak immunity"),
                _("pain down the leg below the knee, or new numbness or weakness in one leg"),
                _("severe pain with little improvement after four weeks"),
                _("pain that rises with these exercises, or gentle stretching that hurts"),
            ),
        ),
    )


def emergency_number() -> str:
    return _("For emergency help, call your local emergency number.")


def hurt_advice(*, see_doctor: bool) -> tuple[str, str]:
    """A title and a text that fit a notification."""
    if see_doctor:
        return (
            _("Gentle stretching hurt again"),
            _(
                "It hurt twice within two weeks: talk to a doctor or physiotherapist before you go "
                "on. Moves of this kind stay off until you allow them: menu, or deskbreak "
                "stretches allow. Signs that need help at once: menu, When to get medical help."
            ),
        )
    return (
        _("This move rests for three days"),
        _(
            "Stop this move. If gentle stretching hurts again, or pain keeps growing, talk to a "
            "doctor or physiotherapist."
        ),
    )
