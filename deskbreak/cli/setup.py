"""The first questions: where you are, what to be careful with, and when deskbreak may ask."""

import re
from gettext import gettext as _

import click

from deskbreak.cli.asking import ask
from deskbreak.cli.exits import RefusedError
from deskbreak.cli.first_answers import (
    ANY_TIME,
    PLACES,
    RANGES,
    Answers,
    answered_before,
    asked_tags,
    keep,
    unchanged,
    with_unasked,
)
from deskbreak.cli.printing import say
from deskbreak.cli.setup_window import answered_in_a_window
from deskbreak.control.protocol import ControlError, NotRunning
from deskbreak.core.avoid import avoid_texts
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
        raise RefusedError(_("Nothing was changed. To begin anew: deskbreak setup"))
    keep(_asked(before))
    say(_("Written to {file}. To change it: deskbreak config edit").format(file=settings_file()))
    _try_one(wanted=click.confirm(_("Try a first stretch now?"), default=True))


def _asked(before: Answers) -> Answers:
    """One question after the other; what is in force is what Enter alone says."""
    return Answers(
        place=_asked_for_place(before),
        careful=_asked_for_care(before),
        is_wheelchair=click.confirm(_("Do you sit in a wheelchair?"), default=before.is_wheelchair),
        rolls=click.confirm(_("Does your chair roll?"), default=before.rolls),
        few=click.confirm(
            _("Begin with eight easy moves, and have the others later?"), default=before.few
        ),
        hours=_asked_for_hours(before),
    )


def _asked_for_place(before: Answers) -> str:
    places = click.Choice([place.value for place in PLACES])
    return str(click.prompt(_("Where do you sit?"), default=before.place, type=places))


def _asked_for_care(before: Answers) -> tuple[str, ...]:
    """The tags whose numbers were typed."""
    texts, tags = avoid_texts(), asked_tags()
    say("", _("Is there anything to be careful with? Moves that call for it are left out."))
    say(*(f"  {number:2}  {texts[tag]}" for number, tag in enumerate(tags, start=1)))

    def numbered(typed: str) -> tuple[str, ...]:
        numbers = typed.replace(",", " ").split()
        if numbers in ([], ["0"]):
            return ()
        if not all(number.isdigit() and 1 <= int(number) <= len(tags) for number in numbers):
            most = len(tags)
            raise click.BadParameter(_("type numbers from 1 to {most}, or 0").format(most=most))
        return tuple(dict.fromkeys(tags[int(number) - 1] for number in numbers))

    in_force = " ".join(str(tags.index(tag) + 1) for tag in before.careful if tag in tags)
    chosen: tuple[str, ...] = click.prompt(
        _("Their numbers, or 0 for none"), default=in_force or "0", value_proc=numbered
    )
    return with_unasked(chosen, before)


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
