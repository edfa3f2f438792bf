"""The answers, the corrections, and what else one says to the daemon in a word."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo
from gettext import gettext as _
from typing import Any

import click

from deskbreak.cli.asking import ask
from deskbreak.cli.printing import say
from deskbreak.cli.typed import length, quiet_length
from deskbreak.control.endpoint import control_endpoint
from deskbreak.control.protocol import ControlError, NotRunning
from deskbreak.core.duration import in_words


@click.command(
    help=_("Start a break now. It is the stretch that is proposed, the next one, or ID.")
)
@click.argument("stretch", metavar="[ID]", required=False)
def start(stretch: str | None) -> None:
    _tell(ask("start", **({} if stretch is None else {"stretch": stretch})))


@click.command(help=_("I did it; with nothing proposed: I was just up."))
def done() -> None:
    _tell(ask("done"))


@click.command(help=_("Put the proposal off. The settings say for how long, unless LENGTH does."))
@click.argument("span", metavar="[LENGTH]", type=length, required=False)
def snooze(span: timedelta | None) -> None:
    _tell(ask("snooze", **({} if span is None else {"for_s": span.total_seconds()})))


@click.command(help=_("Skip this one."))
def skip() -> None:
    _tell(ask("skip"))


@click.command(help=_("Propose another stretch instead."))
def swap() -> None:
    _tell(ask("swap"))


@click.command(help=_("I was sitting all along: take the last natural break back."))
def sat() -> None:
    _tell(ask("sat"))


@click.command(help=_("This hurts: stop, and leave the move out for some days."))
def hurt() -> None:
    _tell(ask("hurt"))


@click.command(help=_("End the running break early."))
def close() -> None:
    _tell(ask("closed"))


@click.command(help=_("Ask nothing for LENGTH, until a time, or until you resume."))
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
    _tell(ask("resume"), _("deskbreak asks again."))


@click.command(help=_("Say that you stand. Desk time does not run then."))
@click.argument("state", type=click.Choice(["on", "off"]))
def standing(state: str) -> None:
    is_on = state == "on"
    default = _("Standing: desk time does not run.") if is_on else _("Sitting: desk time runs.")
    _tell(ask("standing", on=is_on), default)


@click.command(name="quit", help=_("End the running deskbreak."))
def quit_() -> None:
    ask("quit")
    with suppress(NotRunning, ControlError):  # however it hangs up, it is gone
        for _seen in control_endpoint().watch():
            continue
    say(_("deskbreak has ended."))


def _clock() -> tuple[datetime, tzinfo]:
    from deskbreak.sensors.clock import local_zone, system_time  # noqa: PLC0415  (seldom needed)

    return system_time().wall(), local_zone()


def _tell(fields: Mapping[str, Any], default: str = "") -> None:
    """What the daemon said came of it, else what there is to say of every such answer."""
    say(fields.get("said") or default or _("All right."))
