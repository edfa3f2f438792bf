"""How things stand, for people and for programs."""

from collections.abc import Callable, Iterator, Mapping
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
from deskbreak.core.in_a_list import in_a_list, labelled
from deskbreak.core.wall_clock import day_ahead

_Status = Mapping[str, Any]

_LEFT = "not_"
"""Begins the name of what was tried and is not in use."""
_WHAT: Mapping[str, Callable[[], str]] = {
    "idle": lambda: _("keyboard and mouse"),
    "tray": lambda: _("tray icon"),
    "notifications": lambda: _("notifications"),
    "guide": lambda: _("window for the guide"),
    "terminal": lambda: _("terminal"),
}


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
    yield from _today(reply["today"], so_far=timedelta(seconds=reply["seat_time_s"]))
    yield _("Work hours: {hours}").format(hours=_work_hours(reply["work_hours"], reply.get("at")))
    if not verbose:
        return
    yield _("Sensors:")
    for line in _sensed(reply["sensors"]):
        yield f"  {line}"


def _sensed(sensors: _Status) -> Iterator[str]:
    """Each sense and each surface in the words of the doctor, with what was not to be had."""
    from deskbreak.sensors.descriptions import descriptions  # noqa: PLC0415  (only who asks for it)

    known = descriptions()

    def what(sense: str) -> str:
        return known[sense].what if sense in known else sense

    for name, found in sensors.items():
        match found:
            case list() if name.startswith(_LEFT):
                if found:
                    yield _not_in_use("; ".join(found))
            case list():
                yield from (labelled(what(each), _("ok")) for each in found)
            case dict():
                for each, why in found.items():
                    told = labelled(what(each), why)
                    has_another = each in sensors.get("senses", ())
                    yield _not_in_use(told) if has_another else told
            case _:  # the one thing there is
                yield labelled(_WHAT[name]() if name in _WHAT else name, found)


def _not_in_use(reasons: str) -> str:
    return _("Not in use: {reasons}").format(reasons=reasons)


def _today(today: _Status, so_far: timedelta) -> Iterator[str]:
    """Only what there was. The spell that runs, `so_far`, is told above, and may be the longest."""
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
    if longest > so_far:
        yield _("Longest sitting spell today: {time}").format(time=in_words(longest))


def _work_hours(hours: _Status, at: str | None) -> str:
    """`at` is when that was so; a daemon of before an update says nothing of it."""
    change = hours["next_change"]
    if change is None:
        return _("whenever you are there") if hours["now"] else _("none ahead")
    text = _("now, until {time}") if hours["now"] else _("from {time}")
    instant = datetime.fromisoformat(change)
    now = datetime.fromisoformat(at or change)
    return text.format(time=day_ahead(instant, instant.tzinfo or UTC, now))
