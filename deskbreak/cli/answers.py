"""The answers, the corrections, and what else one says to the daemon in a word."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo
from gettext import gettext as _
from typing import Any

import click

from deskbreak.cli.asking import ask
from deskbreak.cli.printing import say
from deskbreak.cli.typed import quiet_length, typed_length
from deskbreak.control.endpoint import control_endpoint
from deskbreak.control.protocol import ControlError, NotRunning
from deskbreak.core.answers import COMMANDS, SAYINGS, Answer, Carried
from deskbreak.core.duration import in_words


def _answer_command(name: str) -> click.Command:
    """That of the answer, or of the several, to which the table of answers gives this command."""
    answers = [answer for answer, saying in SAYINGS.items() if saying.command == name]
    saying = SAYINGS[answers[0]]

    def tell(
        which: str = answers[0],
        span: timedelta | None = None,
        stretch: str | None = None,
        *,
        anyway: bool = False,
    ) -> None:
        seconds = span and span.total_seconds()
        carried = {"for_s": seconds, "stretch": stretch, "anyway": anyway or None}
        given = {key: value for key, value in carried.items() if value is not None}
        _tell(ask(which, **given), _(saying.thanks))

    arguments: list[click.Parameter] = [*_which_of(answers), *_what_is_carried(saying.carries)]
    return click.Command(name, params=arguments, help=_(saying.help), callback=tell)


def _which_of(answers: list[Answer]) -> Iterator[click.Argument]:
    if len(answers) > 1:
        yield click.Argument(["which"], type=click.Choice([answer.value for answer in answers]))


def _what_is_carried(carried: Carried | None) -> Iterator[click.Parameter]:
    match carried:
        case Carried.LENGTH:
            yield click.Argument(["span"], metavar="[LENGTH]", type=typed_length, required=False)
        case Carried.STRETCH:
            yield click.Argument(["stretch"], metavar="[ID]", required=False)
            text = _("Even a move you left out, that hurt lately, or that nobody taught you.")
            yield click.Option(["--anyway"], is_flag=True, help=text)
        case Carried.PAST_STRETCH:
            yield click.Argument(["stretch"], metavar="[ID]", required=False)
        case None:
            return


@click.command(help=_("Stay quiet for LENGTH, until a time, or until you resume."))
@click.argument("words", metavar="[LENGTH | until HH:MM | until tomorrow]", nargs=-1)
def pause(words: tuple[str, ...]) -> None:
    span = quiet_length(words, _clock)
    if span is None:
        _tell(ask("pause"), _("Quiet until you say: deskbreak resume"))
        return
    lasts = _("Quiet for {time}; to end it sooner: deskbreak resume")
    _tell(ask("pause", for_s=span.total_seconds()), lasts.format(time=in_words(span)))


@click.command(help=_("End the pause."))
def resume() -> None:
    _tell(ask("resume"), _("deskbreak will ask again."))


@click.command(help=_("Say that you're standing. Desk time is paused meanwhile."))
@click.argument("state", type=click.Choice(["on", "off"]))
def standing(state: str) -> None:
    is_on = state == "on"
    default = _("Standing: desk time is paused.") if is_on else _("Sitting: desk time runs.")
    _tell(ask("standing", on=is_on), default)


@click.command(name="quit", help=_("Quit the running deskbreak."))
def quit_() -> None:
    ask("quit")
    with suppress(NotRunning, ControlError):  # however it hangs up, it is gone
        for _seen in control_endpoint().watch():
            continue
    say(_("deskbreak has quit."))


def _clock() -> tuple[datetime, tzinfo]:
    from deskbreak.sensors.clock import local_zone, system_time  # noqa: PLC0415  (seldom needed)

    return system_time().wall(), local_zone()


def _tell(fields: Mapping[str, Any], default: str) -> None:
    """What the daemon said came of it, else what there is to say of every such answer."""
    say(fields.get("said") or default)


answers = click.Group(commands=[_answer_command(name) for name in COMMANDS])
"""Those of which the table of answers tells."""
