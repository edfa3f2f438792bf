"""The first questions: where you are, what to be careful with, and when deskbreak may ask."""

import re
from gettext import gettext as _

import click

from deskbreak.cli.asking import ask, have_settings_read
from deskbreak.cli.printing import say
from deskbreak.cli.safety import signs_told
from deskbreak.cli.setup_window import (
    CAREFUL,
    HOURS,
    PLACE,
    ROLLS,
    STARTER,
    TRUE,
    WHEELCHAIR,
    answered_in_a_window,
)
from deskbreak.cli.telling import RefusedError
from deskbreak.control.protocol import ControlError, NotRunning
from deskbreak.core.avoid import avoid_texts
from deskbreak.core.safety import first_words
from deskbreak.core.stretch import Place
from deskbreak.folders import settings_file
from deskbreak.storage.settings_edit import reset_setting, set_setting

_RANGES = re.compile(r"\d\d:\d\d-\d\d:\d\d(,\d\d:\d\d-\d\d:\d\d)*")
_WORK_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_ANY_TIME = "any"


@click.command(help=_("Answer a few questions, and try a first stretch."))
@click.option("--window", "in_window", is_flag=True, help=_("Ask them in a window."))
def setup(*, in_window: bool) -> None:
    """What was answered is written only after the last question, so breaking off changes nothing."""
    if in_window:
        _set_up_in_a_window()
        return
    say(first_words(), "", *signs_told(), "")
    if not click.confirm(_("Have you read this?"), default=False):
        raise RefusedError(_("Nothing was changed. To begin anew: deskbreak setup"))
    _keep(
        place=_asked_for_place(),
        careful=_asked_for_care(),
        is_wheelchair=click.confirm(_("Do you sit in a wheelchair?"), default=False),
        rolls=click.confirm(_("Does your chair roll?"), default=True),
        few=click.confirm(
            _("Begin with eight easy moves, and have the others later?"), default=False
        ),
        hours=_asked_for_hours(),
    )
    say(_("Written to {file}. To change it: deskbreak config edit").format(file=settings_file()))
    if click.confirm(_("Try a first stretch now?"), default=True):
        _try_one()


def _set_up_in_a_window() -> None:
    answered = answered_in_a_window(_RANGES.pattern)
    if answered is None:
        return
    answers, tries = answered
    is_true = answers[TRUE].split(",")
    _keep(
        place=answers[PLACE],
        careful=tuple(filter(None, answers[CAREFUL].split(","))),
        is_wheelchair=WHEELCHAIR in is_true,
        rolls=ROLLS in is_true,
        few=STARTER in is_true,
        hours=answers[HOURS] or _ANY_TIME,
    )
    if tries:
        _try_one()


def _asked_for_place() -> str:
    places = click.Choice([Place.OFFICE.value, Place.HOME.value])
    return str(click.prompt(_("Where do you sit?"), default=Place.OFFICE.value, type=places))


def _asked_for_care() -> tuple[str, ...]:
    """The tags whose numbers were typed."""
    texts = avoid_texts()
    tags = [tag for tag in texts if tag != "clinician"]
    say("", _("Is there anything to be careful with? Moves that call for it are left out."))
    say(*(f"  {number:2}  {texts[tag]}" for number, tag in enumerate(tags, start=1)))

    def chosen(typed: str) -> tuple[str, ...]:
        numbers = typed.replace(",", " ").split()
        if numbers in ([], ["0"]):
            return ()
        if not all(number.isdigit() and 1 <= int(number) <= len(tags) for number in numbers):
            most = len(tags)
            raise click.BadParameter(_("type numbers from 1 to {most}, or 0").format(most=most))
        return tuple(dict.fromkeys(tags[int(number) - 1] for number in numbers))

    found: tuple[str, ...] = click.prompt(
        _("Their numbers, or 0 for none"), default="0", value_proc=chosen
    )
    return found


def _asked_for_hours() -> str:
    """The hours of a working day, or `any`."""

    def read(typed: str) -> str:
        hours = typed.replace(" ", "").lower()
        if hours != _ANY_TIME and not _RANGES.fullmatch(hours):
            raise click.BadParameter(_("type hours such as 09:00-17:30, or any"))
        return hours

    question = _("When may deskbreak ask? Hours from Monday to Friday such as 09:00-17:30, or any")
    return str(click.prompt(question, default=_ANY_TIME, value_proc=read))


def _switch(*, on: bool) -> str:
    return "true" if on else "false"


def _keep(
    *,
    place: str,
    careful: tuple[str, ...],
    is_wheelchair: bool,
    rolls: bool,
    few: bool,
    hours: str,
) -> None:
    """What was left empty goes back to its default."""
    answers = {
        "stretches.place": place,
        "stretches.avoid": ",".join(careful),
        "stretches.wheelchair": _switch(on=is_wheelchair),
        "stretches.rolling_chair": _switch(on=rolls),
        "stretches.starter": _switch(on=few),
        **{f"work_hours.{day}": "" if hours == _ANY_TIME else hours for day in _WORK_DAYS},
    }
    file = settings_file()
    for key, value in answers.items():
        if value:
            set_setting(file, key, value)
        else:
            reset_setting(file, key)
    have_settings_read()


def _try_one() -> None:
    try:
        ask("start")
    except NotRunning:
        say(_("deskbreak is not running yet. Start it with deskbreak, then: deskbreak start"))
    except (ControlError, RefusedError) as error:
        say(str(error))
