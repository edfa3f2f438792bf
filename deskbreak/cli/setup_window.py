"""The first questions in a window, sheet after sheet."""

import re
from collections.abc import Iterator, Mapping
from gettext import gettext as _

from deskbreak.cli.first_answers import (
    ANY_TIME,
    RANGES,
    RELIEFS,
    Answers,
    areas,
    care_hint,
    cautions,
    equipment,
    unchanged,
    with_unasked,
)
from deskbreak.cli.safety import signs_as_lines
from deskbreak.cli.window import last_report
from deskbreak.core.safety import first_warning, first_words
from deskbreak.core.stretch import Place
from deskbreak.window.content import FILLED, Button, MenuRow
from deskbreak.window.questions import Field, Form, QuestionKind, Sheet

_TRY, _LATER = "try", "later"
_PLACE, _TRUE, _CAREFUL, _HOURS = "place", "true", "careful", "hours"
_INJURED, _LACKING, _ABLE, _RELIEF = "injured", "lacking", "able", "pressure_relief"
_WHEELCHAIR, _ROLLS, _FEW = "wheelchair", "rolls", "few"
_LEGS, _TRUNK = "legs", "trunk"


def answered_in_a_window(before: Answers) -> tuple[Answers, bool] | None:
    """The answers, and whether to try a stretch now; None where the window was closed."""
    report = last_report(_form(before), "deskbreak setup")
    if report.what != FILLED:
        return None
    fields = report.answers
    is_true, is_able = _ticked(fields[_TRUE]), _ticked(fields[_ABLE])
    injured = _ticked(fields[_INJURED])
    answers = Answers(
        place=fields[_PLACE],
        careful=with_unasked(_ticked(fields[_CAREFUL]), before, injured),
        injured=injured,
        lacking=_ticked(fields[_LACKING]),
        is_wheelchair=_WHEELCHAIR in is_true,
        legs=_LEGS in is_able,
        steady_trunk=_TRUNK in is_able,
        pressure_relief=fields[_RELIEF],
        rolls=_ROLLS in is_true,
        few=_FEW in is_true,
        hours=fields[_HOURS] or ANY_TIME,
    )
    return answers, report.key == _TRY


def _ticked(answer: str) -> tuple[str, ...]:
    return tuple(filter(None, answer.split(",")))


def _form(before: Answers) -> Form:
    forward = (Button("on", _("Continue")),)
    return Form(
        _("deskbreak: the first questions"),
        (
            Sheet(
                _("Before you begin"),
                (Button("read", _("I have read this")),),
                tuple(_first_words(wheelchair=before.is_wheelchair)),
            ),
            Sheet(_("Where you sit"), forward, fields=(_place(before), _what_is_true(before))),
            Sheet(
                _("Your wheelchair"),
                forward,
                fields=(_able(before), _relief(before)),
                only_with=(_TRUE, _WHEELCHAIR),
            ),
            Sheet(_("Anything to be careful with?"), forward, fields=(_careful(before),)),
            Sheet(_("Recent injuries"), forward, fields=(_injured(before),)),
            Sheet(_("What is missing where you sit?"), forward, fields=(_lacking(before),)),
            Sheet(
                _("When may deskbreak ask?"),
                (Button(_TRY, _("Keep it and try a stretch")), Button(_LATER, _("Keep it"))),
                fields=(_hours(before),),
            ),
        ),
        _("Back"),
    )


def _first_words(*, wheelchair: bool) -> Iterator[MenuRow]:
    yield MenuRow("", first_words())
    yield MenuRow("", first_warning(wheelchair=wheelchair))
    yield from signs_as_lines(wheelchair=wheelchair)


def _place(before: Answers) -> Field:
    options = Button(Place.OFFICE.value, _("Office")), Button(Place.HOME.value, _("Home"))
    return Field(_PLACE, QuestionKind.ONE, _("Where do you sit?"), options, before.place)


def _what_is_true(before: Answers) -> Field:
    options = (
        Button(_ROLLS, _("My chair rolls: leave out moves that pull on it")),
        Button(_WHEELCHAIR, _("I sit in a wheelchair: seated moves only")),
        Button(_FEW, _("Start with eight easy moves and add the rest later")),
    )
    facts = {_ROLLS: before.rolls, _WHEELCHAIR: before.is_wheelchair, _FEW: before.few}
    is_true = [key for key, is_so in facts.items() if is_so]
    label = _(
        "Tick what applies. A chair against a wall or with its wheels blocked counts as one that "
        "doesn't roll."
    )
    return Field(_TRUE, QuestionKind.MANY, label, options, ",".join(is_true))


def _able(before: Answers) -> Field:
    options = (
        Button(_LEGS, _("I can move my legs")),
        Button(_TRUNK, _("I sit steadily without holding on")),
    )
    facts = {_LEGS: before.legs, _TRUNK: before.steady_trunk}
    is_able = [key for key, is_so in facts.items() if is_so]
    return Field(_ABLE, QuestionKind.MANY, _("Tick what applies."), options, ",".join(is_able))


def _relief(before: Answers) -> Field:
    return Field(
        _RELIEF,
        QuestionKind.TEXT,
        _(
            "Has anyone told you to relieve pressure on your seat? If so, how often: 30m, or "
            "another length. If not, leave it empty."
        ),
        value=before.pressure_relief,
        pattern=f"|{RELIEFS}|{re.escape(before.pressure_relief)}",
        wrong=_("Type a length such as 30m or 1h, at most 2h, or nothing."),
    )


def _careful(before: Answers) -> Field:
    label = _("Tick what applies; moves that don't suit you are left out. {hint}")
    return _several(_CAREFUL, label.format(hint=care_hint()), cautions(), before.careful)


def _injured(before: Answers) -> Field:
    label = _("Tick where you were hurt or had surgery lately; moves that load it are left out.")
    return _several(_INJURED, label, areas(), before.injured)


def _lacking(before: Answers) -> Field:
    label = _("Tick what you don't have; moves that need it are left out.")
    return _several(_LACKING, label, equipment(), before.lacking)


def _several(key: str, label: str, texts: Mapping[str, str], in_force: tuple[str, ...]) -> Field:
    options = tuple(Button(name, text) for name, text in texts.items())
    value = ",".join(name for name in in_force if name in texts)
    return Field(key, QuestionKind.MANY, label, options, value)


def _hours(before: Answers) -> Field:
    return Field(
        _HOURS,
        QuestionKind.TEXT,
        _("Hours from Monday to Friday, such as 09:00-17:30. Leave it empty for any time."),
        value="" if before.hours == ANY_TIME else before.hours,
        pattern=f"|{RANGES}|{re.escape(unchanged())}",
        wrong=_("Type hours such as 09:00-17:30, or nothing."),
    )
