"""The first questions: where you are, what to be careful with, and when deskbreak may ask."""

import re
from collections.abc import Mapping
from dataclasses import replace
from gettext import gettext as _

import click

from deskbreak.cli.asking import ask
from deskbreak.cli.exits import RefusedError
from deskbreak.cli.first_answers import (
    ANY_TIME,
    PLACES,
    RANGES,
    RELIEFS,
    USUAL_RELIEF,
    Answers,
    answered_before,
    areas,
    care_hint,
    cautions,
    equipment,
    keep,
    unchanged,
    with_unasked,
)
from deskbreak.cli.printing import say
from deskbreak.cli.setup_window import answered_in_a_window
from deskbreak.control.protocol import ControlError, NotRunning
from deskbreak.core.safety import first_warning, first_words, signs_in_lines
from deskbreak.files.folders import settings_file
from deskbreak.settings.file import load_settings


@click.command(help=_("Answer a few questions, and try a first stretch."))
@click.option("--window", "in_window", is_flag=True, help=_("Ask them in a window."))
def setup(*, in_window: bool) -> None:
    """What was answered is written only after the last question, so breaking off changes nothing."""
    before = answered_before(load_settings(settings_file()))
    if in_window:
        answered = answered_in_a_window(before)
        if answered is not None:
            answers, tries = answered
            keep(answers)
            _try_one(wanted=tries)
        return
    is_wheelchair = before.is_wheelchair
    signs = signs_in_lines(wheelchair=is_wheelchair)
    say(first_words(), "", first_warning(wheelchair=is_wheelchair), "", *signs, "")
    if not click.confirm(_("Have you read this?"), default=False):
        raise RefusedError(_("Nothing was changed. To start again: deskbreak setup"))
    keep(_asked(before))
    say(_("Written to {file}. To change it: deskbreak config edit").format(file=settings_file()))
    _try_one(wanted=click.confirm(_("Try a first stretch now?"), default=True))


def _asked(before: Answers) -> Answers:
    """One question after the other; what is in force is what Enter alone says."""
    answers = replace(before, place=_asked_for_place(before))
    answers = _with_care(answers, before)
    answers = _with_chair(answers)
    return replace(
        answers,
        few=click.confirm(
            _("Start with eight easy moves and add the rest later?"), default=before.few
        ),
        hours=_asked_for_hours(before),
    )


def _asked_for_place(before: Answers) -> str:
    places = click.Choice([place.value for place in PLACES])
    return str(click.prompt(_("Where do you sit?"), default=before.place, type=places))


def _with_care(answers: Answers, before: Answers) -> Answers:
    say("", _("Is there anything to be careful with? Moves that don't suit you are left out."))
    say(care_hint())
    careful = _chosen(cautions(), before.careful)
    say("", _("Where were you hurt or operated on lately?"))
    injured = _chosen(areas(), before.injured)
    say("", _("What don't you have where you sit? Moves that need it are left out."))
    lacking = _chosen(equipment(), before.lacking)
    careful = with_unasked(careful, before, injured)
    return replace(answers, careful=careful, injured=injured, lacking=lacking)


def _chosen(texts: Mapping[str, str], in_force: tuple[str, ...]) -> tuple[str, ...]:
    """The keys whose numbers were typed."""
    keys = tuple(texts)
    say(*(f"  {number:2}  {texts[key]}" for number, key in enumerate(keys, start=1)))

    def numbered(typed: str) -> tuple[str, ...]:
        numbers = typed.replace(",", " ").split()
        if numbers in ([], ["0"]):
            return ()
        if not all(number.isdigit() and 1 <= int(number) <= len(keys) for number in numbers):
            most = len(keys)
            raise click.BadParameter(_("type numbers from 1 to {most}, or 0").format(most=most))
        return tuple(dict.fromkeys(keys[int(number) - 1] for number in numbers))

    default = " ".join(str(keys.index(key) + 1) for key in in_force if key in keys)
    chosen: tuple[str, ...] = click.prompt(
        _("Their numbers, or 0 for none"), default=default or "0", value_proc=numbered
    )
    return chosen


def _with_chair(answers: Answers) -> Answers:
    """A wheelchair has brakes, so whether it rolls is asked of other chairs alone."""
    if not click.confirm(_("Do you sit in a wheelchair?"), default=answers.is_wheelchair):
        say(_("A chair against a wall or with its wheels blocked counts as one that doesn't roll."))
        rolls = click.confirm(_("Does your chair roll?"), default=answers.rolls)
        return replace(answers, is_wheelchair=False, rolls=rolls)
    return replace(
        answers,
        is_wheelchair=True,
        legs=click.confirm(_("Can you move your legs?"), default=answers.legs),
        steady_trunk=click.confirm(
            _("Can you sit steadily without holding on?"), default=answers.steady_trunk
        ),
        pressure_relief=_asked_for_relief(answers.pressure_relief),
    )


def _asked_for_relief(before: str) -> str:
    """How often, or nothing."""

    def read(typed: str) -> str:
        often = typed.replace(" ", "").lower()
        if often != before and not re.fullmatch(RELIEFS, often):
            raise click.BadParameter(_("type a length such as 30m or 1h, at most 2h"))
        return often

    question = _("Has anyone told you to relieve pressure on your seat?")
    if not click.confirm(question, default=bool(before)):
        return ""
    return str(click.prompt(_("How often?"), default=before or USUAL_RELIEF, value_proc=read))


def _asked_for_hours(before: Answers) -> str:
    """The hours of a working day, any time, or none that were typed."""

    def read(typed: str) -> str:
        if typed == unchanged():
            return typed
        hours = typed.replace(" ", "").lower()
        if hours != ANY_TIME and not re.fullmatch(RANGES, hours):
            raise click.BadParameter(_("type hours such as 09:00-17:30, or any"))
        return hours

    question = _("When may deskbreak ask? Hours from Monday to Friday such as 09:00-17:30, or any")
    return str(click.prompt(question, default=before.hours, value_proc=read))


def _try_one(*, wanted: bool) -> None:
    if not wanted:
        return
    try:
        ask("start")
    except NotRunning:
        say(_("deskbreak is not running yet. Start it with deskbreak, then: deskbreak start"))
    except (ControlError, RefusedError) as error:
        say(str(error))
