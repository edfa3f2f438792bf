"""The answers, the corrections, and what else one says to the daemon in a word."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, tzinfo
from gettext import gettext as _
from typing import Any

import click

from deskbreak.cli.asking import ask, say_once
from deskbreak.cli.completing import lengths, lengths_or_plans, quiet_words, stretch_ids
from deskbreak.cli.exits import RefusedError
from deskbreak.cli.groups import no_command
from deskbreak.cli.printing import say
from deskbreak.cli.typed import OneOf, is_until_tomorrow, quiet_length, typed_length
from deskbreak.control.endpoint import control_endpoint
from deskbreak.control.protocol import ControlError, NotRunning
from deskbreak.core.answers import COMMANDS, SAYINGS, Answer, Carried
from deskbreak.core.duration import in_words

_SCALE = re.compile(r"(\d+)\u2013(\d+)")
"""The numbers of a scale, as a label has them."""
_ANY_LENGTH = {"ignore_unknown_options": True}  # -5 is a length, if a wrong one, and no option
_AT_ONCE = ("now",)
"""As in *start now*, which names no stretch."""


def _answer_command(name: str) -> click.Command:
    """That of the answer, or of the several, to which the table of answers gives this command."""
    answers = [answer for answer, saying in SAYINGS.items() if saying.command == name]
    saying = SAYINGS[answers[0]]

    def tell(
        which: tuple[str, ...] = (),
        length: tuple[str, ...] = (),
        stretch: tuple[str, ...] = (),
        session: tuple[str, ...] = (),
        *,
        anyway: bool = False,
    ) -> None:
        carried = {
            "for_s": typed_length(" ".join(length)).total_seconds() if length else None,
            "stretch": " ".join(() if stretch == _AT_ONCE else stretch) or None,
            "anyway": anyway or None,
            **_length_or_plan(" ".join(session)),
        }
        given = {key: value for key, value in carried.items() if value is not None}
        answer = _meant(which, answers) if which else answers[0]
        try:
            said = say_once(answer, **given)
        except RefusedError as error:
            if saying.carries is not Carried.PAST_STRETCH or not stretch:
                raise
            raise RefusedError(f"{error}\n{_help_with_pain()}") from error
        _tell(said, _(saying.thanks))

    arguments: list[click.Parameter] = [*_which_of(answers), *_what_is_carried(saying.carries)]
    return click.Command(
        name,
        params=arguments,
        help=_(saying.help),
        callback=tell,
        context_settings=_ANY_LENGTH if saying.carries is Carried.LENGTH else None,
    )


def _help_with_pain() -> str:
    """Whoever names what no move is called may be in pain all the same."""
    return _(
        "Does the running move hurt? Stop it with: deskbreak hurt. When to get medical help: "
        "deskbreak help-signs"
    )


def _length_or_plan(typed: str) -> Mapping[str, object]:
    """No plan's name begins with a digit, and every length does."""
    if not typed:
        return {}
    return {"for_s": typed_length(typed).total_seconds()} if typed[0].isdigit() else {"plan": typed}


def _which_of(answers: list[Answer]) -> Iterator[click.Argument]:
    if len(answers) > 1:
        metavar = f"[{' | '.join(answer.value for answer in answers)}]"
        values = [answer.value for answer in answers]

        def begun_with(_context: click.Context, _which: click.Parameter, begun: str) -> list[str]:
            return [value for value in values if value.startswith(begun)]

        yield click.Argument(
            ["which"], metavar=metavar, nargs=-1, required=True, shell_complete=begun_with
        )


def _meant(words: tuple[str, ...], answers: list[Answer]) -> Answer:
    """By its word, by what its button says, or by a number of the scale that the button names."""
    typed = _plain(" ".join(words))
    for answer in answers:
        if typed in {_plain(answer.value), *_labels(answer)}:
            return answer
    if typed.isdecimal():
        for answer in answers:
            for label in SAYINGS[answer].labels.values():
                if (scale := _SCALE.match(label)) and int(scale[1]) <= int(typed) <= int(scale[2]):
                    return answer
    allowed = ", ".join(answer.value for answer in answers)
    problem = _("{words}: write one of {allowed}")
    raise click.BadParameter(problem.format(words=" ".join(words), allowed=allowed))


def _labels(answer: Answer) -> set[str]:
    labels = SAYINGS[answer].labels.values()
    return {_plain(each) for label in labels for each in (label, _(label))}


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("_", " ").replace("-", " ").split())


def _what_is_carried(carried: Carried | None) -> Iterator[click.Parameter]:
    match carried:
        case Carried.LENGTH:
            yield click.Argument(["length"], metavar="[LENGTH]", nargs=-1, shell_complete=lengths)
        case Carried.LENGTH_OR_PLAN:
            yield click.Argument(
                ["session"], metavar="[LENGTH | PLAN]", nargs=-1, shell_complete=lengths_or_plans
            )
        case Carried.STRETCH:
            yield click.Argument(
                ["stretch"], metavar="[NAME]", nargs=-1, shell_complete=stretch_ids
            )
            text = _("Even a move you left out, that hurt lately, or that nobody taught you.")
            yield click.Option(["--anyway"], is_flag=True, help=text)
        case Carried.PAST_STRETCH:
            yield click.Argument(
                ["stretch"], metavar="[NAME]", nargs=-1, shell_complete=stretch_ids
            )
        case None:
            return


@click.command(help=_("Pause reminders. For LENGTH, until a time, or until you resume."))
@click.argument(
    "words", metavar="[LENGTH | until 14:00 | tomorrow]", nargs=-1, shell_complete=quiet_words
)
def pause(words: tuple[str, ...]) -> None:
    if [word.lower() for word in words] == ["off"]:
        raise click.UsageError(no_command("pause off", "resume"))
    if is_until_tomorrow(words):  # when that is, the daemon's settings say
        _tell(say_once("pause", until="tomorrow"), _("Reminders are paused until tomorrow."))
        return
    span = quiet_length(words, _clock)
    if span is None:
        _tell(say_once("pause"), _("Reminders are paused until you say: deskbreak resume"))
        return
    lasts = _("Reminders are paused for {time}; to end it sooner: deskbreak resume")
    _tell(say_once("pause", for_s=span.total_seconds()), lasts.format(time=in_words(span)))


@click.command(help=_("End the pause."))
def resume() -> None:
    _tell(say_once("resume"), _("Reminders are on again."))


@click.command(help=_("Say that you're standing. Desk time is paused meanwhile."))
@click.argument("state", type=OneOf(["on", "off"]))
def standing(state: str) -> None:
    is_on = state == "on"
    default = _("Standing: desk time is paused.") if is_on else _("Sitting: desk time runs.")
    _tell(say_once("standing", on=is_on), default)


@click.command(name="quit", help=_("Quit the running deskbreak."))
def quit_() -> None:
    ask("quit")
    with suppress(NotRunning, ControlError):  # however it hangs up, it is gone
        for _seen in control_endpoint().watch():
            continue
    say(_("deskbreak has quit."))


def _clock() -> tuple[datetime, tzinfo]:
    from deskbreak.sensors.clock import system_time  # noqa: PLC0415  (seldom needed)
    from deskbreak.sensors.zone import local_zone  # noqa: PLC0415  (likewise)

    return system_time().wall(), local_zone()


def _tell(fields: Mapping[str, Any], default: str) -> None:
    """What the daemon said came of it, else what there is to say of every such answer.

    Of what is not kept yet, only that is said.
    """
    said, doubt = fields.get("said"), fields.get("doubt")
    say(said or doubt or default)
    if said and doubt:
        say(doubt)


answers = click.Group(commands=[_answer_command(name) for name in COMMANDS])
"""Those of which the table of answers tells."""
