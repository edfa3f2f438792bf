"""The first questions in a window, sheet after sheet."""

import re
from gettext import gettext as _

from deskbreak.cli.first_answers import (
    ANY_TIME,
    RANGES,
    Answers,
    asked_tags,
    unchanged,
    with_unasked,
)
from deskbreak.cli.safety import signs_as_lines
from deskbreak.cli.window import last_report
from deskbreak.core.avoid import avoid_texts
from deskbreak.core.safety import first_words
from deskbreak.core.stretch import Place
from deskbreak.window.content import FILLED, Button, MenuRow
from deskbreak.window.questions import Field, Form, QuestionKind, Sheet

_TRY, _LATER = "try", "later"
_PLACE, _TRUE, _CAREFUL, _HOURS = "place", "true", "careful", "hours"
_WHEELCHAIR, _ROLLS, _FEW = "wheelchair", "rolls", "few"


def answered_in_a_window(before: Answers) -> tuple[Answers, bool] | None:
    """The answers, and whether to try a stretch now; None where the window was closed."""
    report = last_report(_form(before), "deskbreak setup")
    if report.what != FILLED:
        return None
    fields = report.answers
    is_true = fields[_TRUE].split(",")
    answers = Answers(
        place=fields[_PLACE],
        careful=with_unasked(tuple(filter(None, fields[_CAREFUL].split(","))), before),
        is_wheelchair=_WHEELCHAIR in is_true,
        rolls=_ROLLS in is_true,
        few=_FEW in is_true,
        hours=fields[_HOURS] or ANY_TIME,
    )
    return answers, report.key == _TRY


def _form(before: Answers) -> Form:
    forward = (Button("on", _("Continue")),)
    return Form(
        _("deskbreak: the first questions"),
        (
            Sheet(
                _("Before you begin"),
                (Button("read", _("I have read this")),),
                (MenuRow("", first_words()), *signs_as_lines()),
            ),
            Sheet(_("Where you sit"), forward, fields=(_place(before), _what_is_true(before))),
            Sheet(_("Anything to be careful with?"), forward, fields=(_careful(before),)),
            Sheet(
                _("When may deskbreak ask?"),
                (Button(_TRY, _("Keep it and try a stretch")), Button(_LATER, _("Keep it"))),
                fields=(_hours(before),),
            ),
        ),
        _("Back"),
    )


def _place(before: Answers) -> Field:
    options = Button(Place.OFFICE.value, _("Office")), Button(Place.HOME.value, _("Home"))
    return Field(_PLACE, QuestionKind.ONE, _("Where do you sit?"), options, before.place)


def _what_is_true(before: Answers) -> Field:
    options = (
        Button(_ROLLS, _("My chair rolls: leave out what pulls on it")),
        Button(_WHEELCHAIR, _("I sit in a wheelchair: seated moves only")),
        Button(_FEW, _("Begin with eight easy moves, and have the others later")),
    )
    facts = {_ROLLS: before.rolls, _WHEELCHAIR: before.is_wheelchair, _FEW: before.few}
    is_true = [key for key, is_so in facts.items() if is_so]
    return Field(_TRUE, QuestionKind.MANY, _("Choose what is true:"), options, ",".join(is_true))


def _careful(before: Answers) -> Field:
    texts = avoid_texts()
    options = tuple(Button(tag, texts[tag]) for tag in asked_tags())
    label = _("Choose what there is; moves that call for it are left out.")
    return Field(
        _CAREFUL,
        QuestionKind.MANY,
        label,
        options,
        ",".join(tag for tag in before.careful if tag in asked_tags()),
    )


def _hours(before: Answers) -> Field:
    return Field(
        _HOURS,
        QuestionKind.TEXT,
        _("Hours from Monday to Friday, such as 09:00-17:30. Leave it empty for any time."),
        value="" if before.hours == ANY_TIME else before.hours,
        pattern=f"|{RANGES}|{re.escape(unchanged())}",
        wrong=_("Type hours such as 09:00-17:30, or nothing."),
    )
