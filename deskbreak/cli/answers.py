"""The answers, the corrections, and what else one says to the daemon in a word."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, tzinfo
from gettext import gettext as _
from typing import Any

import click

from deskbreak.cli.asking import ask, say_once
from deskbreak.cli.completing import lengths, lengths_or_plans, quiet_words, stretch_ids
from deskbreak.cli.exits import RefusedError
from deskbreak.cli.groups import no_command, not_one_of
from deskbreak.cli.printing import say
from deskbreak.cli.typed import (
    OneOf,
    Quiet,
    is_length,
    is_until_tomorrow,
    length_or_until,
    quiet_day,
    quiet_length,
    typed_length,
)
from deskbreak.control.endpoint import control_endpoint
from deskbreak.control.protocol import ControlError, NotRunning
from deskbreak.core.answers import COMMANDS, SAYINGS, Answer, Carried, on_scale
from deskbreak.core.duration import in_words

_ANY_LENGTH = {"ignore_unknown_options": True}  # -5 is a length, if a wrong one, and no option
_AT_ONCE = ("now",)
"""As in *start now*, which names no stretch."""
_ENDS_A_PAUSE = frozenset({"off", "stop", "end", "resume", "cancel"})
_STANDS = {
    **dict.fromkeys(("up", "yes", "true", "start"), "on"),
    **dict.fromkeys(("down", "no", "false", "stop", "end"), "off"),
}


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
        if saying.carries is Carried.STRETCH and stretch and is_length(" ".join(stretch)):
            typed = " ".join(stretch)
            raise click.UsageError(no_command(f"{name} {typed}", f"session {typed}"))
        carried = {
            "for_s": length_or_until(" ".join(length), _clock).total_seconds() if length else None,
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
        metavar = f"{{{' | '.join(answer.value for answer in answers)}}}"
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
    if typed.isdecimal() and (rated := on_scale(int(typed), answers)) is not None:
        return rated
    allowed = (answer.value for answer in answers)
    raise click.BadParameter(not_one_of(" ".join(words), allowed))


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
        case Carried.STRETCH | Carried.PAST_STRETCH:
            yield click.Argument(
                ["stretch"], metavar="[NAME]", nargs=-1, shell_complete=stretch_ids
            )
            if carried is Carried.STRETCH:
                text = _("Even a move you left out, that hurt lately, or that nobody taught you.")
                yield click.Option(["--anyway"], is_flag=True, help=text)
        case None:
            return


@click.command(
    context_settings=_ANY_LENGTH,
    help=_("Pause reminders. For LENGTH, until a time or a day, or until you resume."),
)
@click.argument(
    "words",
    metavar="[LENGTH | until 14:00 | until monday | tomorrow]",
    nargs=-1,
    shell_complete=quiet_words,
)
def pause(words: tuple[str, ...]) -> None:
    typed = " ".join(words).lower()
    if typed in _ENDS_A_PAUSE:
        raise click.UsageError(no_command(f"pause {typed}", "resume"))
    if is_until_tomorrow(words):  # when that is, the daemon's settings say
        _tell(say_once("pause", until="tomorrow"), _("Reminders are paused until tomorrow."))
    elif (day := quiet_day(words, _clock)) is not None:  # likewise
        by_hand = _("Reminders are paused until you say: deskbreak resume")  # of an older daemon
        _tell(say_once("pause", until=day.isoformat()), by_hand)
    else:
        _pause_for(quiet_length(words, _clock))


def _pause_for(quiet: Quiet) -> None:
    if quiet.lasts is None:
        _tell(say_once("pause"), _("Reminders are paused until you say: deskbreak resume"))
        return
    text = _("Reminders are paused for {time}; to end it sooner: deskbreak resume")
    said = text.format(time=in_words(quiet.lasts))
    if quiet.until:
        text = _("Reminders are paused until {time}; to end it sooner: deskbreak resume")
        said = text.format(time=quiet.until)
    _tell(say_once("pause", for_s=quiet.lasts.total_seconds()), said)


@click.command(help=_("End the pause."))
def resume() -> None:
    _tell(say_once("resume"), _("Reminders are on again."))


@click.command(help=_("Say that you're standing. Desk time is paused meanwhile."))
@click.argument("state", type=OneOf(["on", "off"], _STANDS), metavar="{on | off}")
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

    What is not kept yet is said after it.
    """
    say(fields.get("said") or default)
    if doubt := fields.get("doubt"):
        say(doubt)


answers = click.Group(commands=[_answer_command(name) for name in COMMANDS])
"""Those of which the table of answers tells."""
