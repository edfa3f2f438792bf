"""The first questions: how often, when, where you are, and what to be careful with."""

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from gettext import gettext as _
from typing import TypeVar

import click

from deskbreak.cli.asking import say_once
from deskbreak.cli.exits import RefusedError
from deskbreak.cli.first_answers import (
    PLACES,
    USUAL_RELIEF,
    Answers,
    answered_before,
    areas,
    care_hint,
    caution_groups,
    equipment,
    keep,
    unchanged,
    with_unasked,
)
from deskbreak.cli.printing import say
from deskbreak.cli.terminal import is_terminal, wrapped
from deskbreak.cli.typed import ask_whether, is_yes
from deskbreak.control.protocol import ControlError, NotRunning
from deskbreak.core.duration import as_written
from deskbreak.core.in_a_list import in_a_list
from deskbreak.core.safety import first_warning, first_words, signs_in_lines
from deskbreak.errors import SurfaceError
from deskbreak.files.folders import set_up_mark, settings_file
from deskbreak.files.strict import MisfitError
from deskbreak.itself import typed_here
from deskbreak.login.autostart import choose_autostart
from deskbreak.page.asking import ask_daemon, begin_deskbreak
from deskbreak.page.browser import can_show_windows, show_in_browser
from deskbreak.page.chapters import WELCOME
from deskbreak.page.coming_forward import comes_forward
from deskbreak.page.running import opening_address
from deskbreak.settings.set_up import mark_set_up
from deskbreak.settings.table import SETTINGS
from deskbreak.settings.typed_hours import read_week
from deskbreak.settings.written import settings_in_force

_HURT = "hurt "

T = TypeVar("T")


@click.command(
    help=_("Answer a few questions, and try a first stretch. In your browser, if there is one.")
)
@click.option("--terminal", "in_terminal", is_flag=True, help=_("Ask them here, in the terminal."))
def setup(*, in_terminal: bool) -> None:
    """What was answered here is written after the last question, so breaking off changes nothing."""
    if not in_terminal and _opens_in_browser():
        say(_("It is in your browser. To answer here instead: deskbreak setup --terminal"))
        return
    before = answered_before(settings_in_force())
    _have_it_read(wheelchair=before.is_wheelchair)
    answers = _asked(before)
    login = choose_autostart()
    at_login = _sure(_("Start deskbreak when you log in?"), default=login.item().is_on)
    keep(answers, before)
    mark_set_up(set_up_mark())
    if at_login != login.item().is_on:
        (login.on if at_login else login.off)()
    if at_login and login.item().to_add:
        say(login.item().to_add)
    text = _("Saved in {file}. To change it: {command}")
    say(text.format(file=settings_file(), command=typed_here("deskbreak config edit")))
    if obstacle := _have_it_running():
        say(obstacle)
    else:
        _try_one(wanted=_sure(_("Try a first stretch now?"), default=True))


def _opens_in_browser() -> bool:
    if not can_show_windows(os.environ):
        return False
    try:
        return comes_forward(WELCOME.name, os.environ) or show_in_browser(
            opening_address(WELCOME.name), os.environ
        )
    except SurfaceError:
        return False


def _have_it_read(*, wheelchair: bool) -> None:
    say(first_words(), "", first_warning(wheelchair=wheelchair), "")
    question = _("Have you read this? (yes, all: show every sign first, no)")
    while (said := _prompted(question, "yes", _whether_read)) == "all":
        signs = "\n".join(signs_in_lines(wheelchair=wheelchair))
        if is_terminal(sys.stdout):
            click.echo_via_pager(signs)  # so that the question stays in sight
        else:
            say(signs)
    if said == "no":
        raise RefusedError(_("Nothing was changed. To start again: deskbreak setup"))


def _whether_read(typed: str) -> str:
    answer = is_yes(typed)
    return _one_of("yes", "all", "no")(typed) if answer is None else "yes" if answer else "no"


def _asked(before: Answers) -> Answers:
    """One question after the other; what is in force is what Enter alone says."""
    answers = replace(
        before,
        every=_asked_how_often(before),
        place=_asked_for_place(before),
        hours=_asked_for_hours(before),
    )
    answers = _with_care(_with_chair(answers))
    few = _sure(_("Start with eight easy moves and add the rest later?"), default=before.few)
    return replace(answers, few=few)


def _asked_how_often(before: Answers) -> str:
    question = _("How long at your desk before a break is proposed? In minutes")
    return _prompted(question, before.every, _length_of("breaks.every"))


def _prompted(question: str, default: str, read: Callable[[str], T]) -> T:
    """Wrapped by words as all else is; click would break it where the terminal ends."""
    with_default = wrapped(f"{question} [{default}]:", sys.stdout)
    answer: T = click.prompt(
        with_default, default=default, value_proc=read, show_default=False, prompt_suffix=" "
    )
    return answer


def _sure(question: str, *, default: bool) -> bool:
    with_default = wrapped(f"{question} [{'Y/n' if default else 'y/N'}]:", sys.stdout)
    return ask_whether(with_default, default=default)


def _one_of(*words: str) -> Callable[[str], str]:
    """The beginning of a word is enough."""

    def read(typed: str) -> str:
        meant = [word for word in words if word.startswith(typed.strip().lower())]
        if len(meant) == 1:
            return meant[0]
        problem = _("write one of {allowed}").format(allowed=in_a_list(words))
        raise click.BadParameter(problem)

    return read


def _length_of(key: str) -> Callable[[str], str]:
    """Reads what is typed for this setting, as long as it may be."""
    schema = SETTINGS[key].schema

    def read(typed: str) -> str:
        length = as_written(typed)
        try:
            schema.read(key, length)
        except MisfitError as error:
            text = _("“{value}” won't do here. Write {allowed}.")
            problem = text.format(value=typed, allowed=schema.in_a_field())
            raise click.BadParameter(problem) from error
        return length

    return read


def _asked_for_place(before: Answers) -> str:
    places = [place.value for place in PLACES]
    question = _("Where do you sit?")
    return _prompted(f"{question} ({in_a_list(places)})", before.place, _one_of(*places))


def _asked_for_hours(before: Answers) -> str:
    def read(typed: str) -> str:
        if typed == unchanged():
            return typed
        try:
            read_week(typed)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error
        return typed

    say(
        _(
            "For instance mon-fri 9-17 (days without hours are off), or any, for whenever you are there."
        )
    )
    return _prompted(_("When may deskbreak ask?"), before.hours, read)


def _with_care(answers: Answers) -> Answers:
    """One page for all that there is to be careful with; the chair is known by now."""
    say("", _("Is there anything to be careful with? Moves that don't suit you are left out."))
    say(care_hint())
    # a shoulder may be both: something to be careful with, and where one was hurt
    hurt = {f"{_HURT}{area}": name for area, name in areas().items()}
    in_force = (*answers.careful, *(f"{_HURT}{area}" for area in answers.injured))
    chosen = _chosen({**caution_groups(), _("Hurt, or operated on, lately"): hurt}, in_force)
    injured = tuple(key.removeprefix(_HURT) for key in chosen if key in hurt)
    careful = tuple(key for key in chosen if key not in hurt)
    say("")
    things = equipment(answers)
    needed = {_("What don't you have where you sit? Moves that need it are left out."): things}
    lacking = _chosen(needed, answers.lacking)
    careful = with_unasked(careful, answers, injured)
    return replace(answers, careful=careful, injured=injured, lacking=lacking)


def _chosen(groups: Mapping[str, Mapping[str, str]], in_force: tuple[str, ...]) -> tuple[str, ...]:
    """The keys whose numbers were typed; the groups are numbered through."""
    keys = tuple(key for texts in groups.values() for key in texts)
    numbers = {key: number for number, key in enumerate(keys, start=1)}
    for heading, texts in groups.items():
        say(heading)
        for key, text in texts.items():
            click.echo(wrapped(f"  {numbers[key]:2}  {text}", sys.stdout, " " * 6))
    none = _("None of these")
    say("", f"   0  {none}")
    default = " ".join(str(numbers[key]) for key in in_force if key in numbers)
    question = _("Their numbers, or 0 for none of these")
    return _prompted(question, default or "0", _numbered(keys))


def _numbered(keys: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    def numbered(typed: str) -> tuple[str, ...]:
        numbers = typed.replace(",", " ").split()
        if numbers in ([], ["0"]):
            return ()
        if not all(number.isdecimal() and 1 <= int(number) <= len(keys) for number in numbers):
            most = len(keys)
            raise click.BadParameter(_("type numbers from 1 to {most}, or 0").format(most=most))
        return tuple(dict.fromkeys(keys[int(number) - 1] for number in numbers))

    return numbered


def _with_chair(answers: Answers) -> Answers:
    """A wheelchair has brakes, so whether it rolls is asked of other chairs alone."""
    if not _sure(_("Do you sit in a wheelchair?"), default=answers.is_wheelchair):
        say(_("A chair against a wall or with its wheels blocked counts as one that doesn't roll."))
        rolls = _sure(_("Does your chair roll?"), default=answers.rolls)
        return replace(answers, is_wheelchair=False, rolls=rolls)
    return replace(
        answers,
        is_wheelchair=True,
        legs=_sure(_("Can you move your legs?"), default=answers.legs),
        steady_trunk=_sure(
            _("Can you sit steadily without holding on?"), default=answers.steady_trunk
        ),
        pressure_relief=_asked_for_relief(answers.pressure_relief),
    )


def _asked_for_relief(before: str) -> str:
    """How often, or nothing."""
    question = _("Has anyone told you to relieve pressure on your seat?")
    if not _sure(question, default=bool(before)):
        return ""
    return _prompted(
        _("How often?"), before or USUAL_RELIEF, _length_of("stretches.pressure_relief")
    )


def _have_it_running() -> str:
    """Why it does not run; nothing where it does.

    To start it is offered once, and only where it would show itself once this terminal is closed.
    """
    if ask_daemon("status").ok:
        return ""
    if can_show_windows(os.environ) and _sure(_("Start deskbreak now?"), default=True):
        return begin_deskbreak().error or ""
    return _not_running()


def _try_one(*, wanted: bool) -> None:
    if not wanted:
        return
    with suppress(NotRunning):
        try:
            say_once("start")
        except (ControlError, RefusedError) as error:
            say(str(error))
        return
    say(_not_running())


def _not_running() -> str:
    text = _("deskbreak is not running yet. To start it: {command}")
    return text.format(command=typed_here("deskbreak"))
