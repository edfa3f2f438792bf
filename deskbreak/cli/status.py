"""How things stand, for people and for programs."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from gettext import gettext as _
from typing import Any

import click

from deskbreak.cli.asking import accepted, ask
from deskbreak.cli.printing import json_option, print_json, say
from deskbreak.control.endpoint import control_endpoint
from deskbreak.control.protocol import not_running
from deskbreak.core.duration import in_words
from deskbreak.core.in_a_list import in_a_list
from deskbreak.core.wall_clock import day_and_time

_Status = Mapping[str, Any]


@click.command(help=_("Show your time at the desk, and what comes next."))
@json_option
@click.option("-v", "--verbose", is_flag=True, help=_("Also say what deskbreak senses here."))
@click.option(
    "--watch", "is_watching", is_flag=True, help=_("Keep running, with a line at each change.")
)
def status(*, as_json: bool, verbose: bool, is_watching: bool) -> None:
    if is_watching:
        _watch(as_json=as_json)
    elif as_json:
        print_json(ask("status"))
    else:
        show(verbose=verbose)


@click.command(help=_("Say in one sentence why you are being reminded now, or not."))
def why() -> None:
    say(ask("why")["why"])


def show(*, verbose: bool = False) -> None:
    say(*_lines(ask("status"), verbose=verbose))


def _watch(*, as_json: bool) -> None:
    """Until interrupted, or until the daemon ends: then there is none."""
    last = ""
    with closing(control_endpoint().watch()) as replies:
        for reply in map(accepted, replies):
            if as_json:
                print_json(reply)
                continue
            line = ". ".join(filter(None, (reply["headline"], reply["waiting"])))
            if line != last:
                say(line)
            last = line
    raise not_running()


def _lines(reply: _Status, *, verbose: bool) -> Iterator[str]:
    """Five at most, but for who wants to know by what deskbreak senses."""
    yield " · ".join(filter(None, (reply["headline"], reply["waiting"])))
    if reply["proposal"]:
        yield _("Answer with: deskbreak start, done, snooze, skip, swap or hurt")
    yield from _today(reply["today"])
    yield _("Work hours: {hours}").format(hours=_work_hours(reply["work_hours"]))
    if not verbose:
        return
    yield _("Sensors:")
    for name, readings in reply["sensors"].items():
        for text in _each(readings):
            yield f"  {name.replace('_', ' ')}: {text}"


def _each(readings: object) -> Iterable[object]:
    """What the status says of one kind of sense: one thing, several, or each with its reason."""
    match readings:
        case list():
            return readings
        case dict():
            return [f"{name}: {why}" for name, why in readings.items()]
        case _:  # the one thing there is
            return [readings]


def _today(today: _Status) -> Iterator[str]:
    """Only what there was."""
    counts = (
        (today["done"], _("{count} done")),
        (today["partial"], _("{count} ended early")),
        (today["taken"], _("{count} up when asked")),
        (today["natural"], _("{count} away on your own")),
        (today["skipped"], _("{count} skipped")),
        (today["snoozed"], _("{count} snoozed")),
        (today["ignored"], _("{count} ignored")),
    )
    breaks = in_a_list(text.format(count=count) for count, text in counts if count)
    yield _("Today: {breaks}").format(breaks=breaks or _("no break yet"))
    longest = timedelta(seconds=today["longest_bout_s"])
    if longest:
        yield _("Longest sitting spell today: {time}").format(time=in_words(longest))


def _work_hours(hours: _Status) -> str:
    change = hours["next_change"]
    if change is None:
        return _("whenever you are there") if hours["now"] else _("none ahead")
    text = _("now, until {time}") if hours["now"] else _("from {time}")
    instant = datetime.fromisoformat(change)
    return text.format(time=day_and_time(instant, instant.tzinfo or UTC))
