"""What the days came to."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import date, timedelta, tzinfo
from gettext import gettext as _
from itertools import groupby
from math import inf
from pathlib import Path

import click

from deskbreak.cli.asking import ask
from deskbreak.cli.exits import RefusedError
from deskbreak.cli.named_files import file_to_write
from deskbreak.cli.printing import json_option, print_json, print_table, say
from deskbreak.cli.typed import days_in_words, days_named, days_option
from deskbreak.control.protocol import ControlError, NotRunning
from deskbreak.core.duration import in_seconds
from deskbreak.core.record import RunningBout
from deskbreak.core.wall_clock import narrow_date, short_month, short_weekday
from deskbreak.core.work_hours import local_day
from deskbreak.files.columns import as_object
from deskbreak.files.folders import history_file
from deskbreak.files.private import write_private
from deskbreak.history.database import open_for_reading
from deskbreak.history.statistics import (
    Tally,
    bout_told,
    days_until,
    joined,
    with_running,
)
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.zone import local_zone

_WEEK = 7
_MINUTE = timedelta(minutes=1)


@click.command(help=_("Show the last days, day by day and in total."))
@days_in_words
@days_option
@click.option(
    "--html",
    type=file_to_write,
    metavar="FILE",
    help=_("Write week, month and year, with their charts, as one page that needs nothing else."),
)
@json_option
def stats(words: tuple[str, ...], days: int, html: Path | None, *, as_json: bool) -> None:
    if words:
        days = days_named(words)
    if html is not None:
        _write_page(html)
        return
    zone = local_zone()
    dates = days_until(local_day(zone, system_time().wall()), days)
    if as_json:
        tallies = _tallies([(day,) for day in dates], zone)
        objects = [
            {"date": day.isoformat(), **as_object(tally, in_seconds)}
            for day, tally in zip(dates, tallies, strict=True)
        ]
        print_json({"days": objects, "total": as_object(joined(tallies), in_seconds)})
        return
    headers, spans = zip(*_spans(dates), strict=True)
    tallies = _tallies(spans, zone)
    columns = [*zip(headers, tallies, strict=True)]
    while len(columns) > _WEEK:
        _print_columns(columns[:_WEEK])
        say("")
        columns = columns[_WEEK:]
    _print_columns([*columns, (_("Total"), joined(tallies))])


def _spans(dates: Sequence[date]) -> Iterator[tuple[str, Sequence[date]]]:
    """What one column tells of, by its header: a day, or so much that few columns are left."""
    name = next(name for most, name in _NAMES if len(dates) <= most)
    return ((header, [*span]) for header, span in groupby(dates, name))


def _week_of(day: date) -> str:
    monday = day - timedelta(days=day.weekday())
    return _("week of\n{date}").format(date=narrow_date(monday))


_NAMES: tuple[tuple[float, Callable[[date], str]], ...] = (
    (4 * _WEEK, lambda day: f"{short_weekday(day)}\n{narrow_date(day)}"),
    (26 * _WEEK, _week_of),
    (3 * 366, lambda day: f"{short_month(day)}\n{day:%Y}"),
    (inf, lambda day: f"{day:%Y}"),
)


def _tallies(spans: Sequence[Sequence[date]], zone: tzinfo) -> tuple[Tally, ...]:
    """What each of the spans came to. Damage is noticed where it is read."""
    with closing(open_for_reading(history_file(), check=None)) as kept:
        tallies = kept.tallies(spans, zone)
    return tuple(with_running(tallies, spans, _running()))


def _running() -> RunningBout | None:
    """None where nobody sits, or no daemon tells: the days before it stand in a file."""
    with suppress(NotRunning, ControlError, RefusedError):
        return bout_told(ask("status"))
    return None


def _write_page(file: Path) -> None:
    from deskbreak.page import statistics  # noqa: PLC0415  (it loads what the page is made with)

    write_private(file, statistics.whole_file().encode())
    say(_("Written to {file}.").format(file=file))


def _print_columns(columns: Sequence[tuple[str, Tally]]) -> None:
    """A row for each number, so that its whole name is read out before it."""
    rows = [(name, *(number(tally) for _header, tally in columns)) for name, number in _rows()]
    headers = ("", *(header for header, _tally in columns))
    print_table(headers, rows, numbers=frozenset(range(1, len(headers))))


def _rows() -> tuple[tuple[str, Callable[[Tally], str]], ...]:
    return (
        (_("Desk time"), lambda tally: _hours(tally.seat_time)),
        (_("Sitting spells"), lambda tally: str(tally.bouts)),
        (_("Longest spell"), lambda tally: _hours(tally.longest_bout)),
        (_("Over 30 min"), lambda tally: str(tally.over_30)),
        (_("Over 60 min"), lambda tally: str(tally.over_60)),
        (_("Done"), lambda tally: str(tally.done)),
        (_("Ended early"), lambda tally: str(tally.partial)),
        (_("Up when asked"), lambda tally: str(tally.taken)),
        (_("Away on your own"), lambda tally: str(tally.natural)),
        (_("Skipped"), lambda tally: str(tally.skipped)),
        (_("Snoozed"), lambda tally: str(tally.snoozed)),
        (_("Ignored"), lambda tally: str(tally.ignored)),
    )


def _hours(span: timedelta) -> str:
    hours, minutes = divmod(span // _MINUTE, 60)
    return f"{hours}:{minutes:02}"
