"""What the days came to."""

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from gettext import gettext as _

import click

from deskbreak.cli.history import DAYS
from deskbreak.cli.printing import json_option, print_json, print_table, say
from deskbreak.core.duration import in_seconds
from deskbreak.core.work_hours import local_day
from deskbreak.files.columns import as_object
from deskbreak.files.folders import history_file
from deskbreak.history.database import open_for_reading
from deskbreak.history.statistics import Day, Tally, begins, by_day, days_until, total
from deskbreak.sensors.clock import local_zone, system_time

_WEEK = 7
_MINUTE = timedelta(minutes=1)


@click.command(help=_("Show the last days, day by day and in total."))
@click.option(
    "--days", "count", type=DAYS, default=_WEEK, show_default=True, help=_("Include today.")
)
@json_option
def stats(count: int, *, as_json: bool) -> None:
    days = _days(count)
    if as_json:
        objects = [
            {"date": day.date.isoformat(), **as_object(day.tally, in_seconds)} for day in days
        ]
        print_json({"days": objects, "total": as_object(total(days), in_seconds)})
        return
    columns = [(f"{day.date:%a}\n{day.date:%m-%d}", day.tally) for day in days]
    while len(columns) > _WEEK:
        _print_columns(columns[:_WEEK])
        say("")
        columns = columns[_WEEK:]
    _print_columns([*columns, (_("Total"), total(days))])


def _days(count: int) -> tuple[Day, ...]:
    zone = local_zone()
    dates = days_until(local_day(zone, system_time().wall()), count)
    since = begins(dates[0], zone)
    with closing(open_for_reading(history_file())) as kept:
        return by_day(kept.records(since), kept.snoozes(since), zone, dates)


def _print_columns(columns: Sequence[tuple[str, Tally]]) -> None:
    """A row for each number, so that its whole name is read out before it."""
    rows = [(name, *(number(tally) for _header, tally in columns)) for name, number in _rows()]
    headers = ("", *(header for header, _tally in columns))
    print_table(headers, rows, numbers=frozenset(range(1, len(headers))))


def _rows() -> tuple[tuple[str, Callable[[Tally], str]], ...]:
    return (
        (_("Desk time"), lambda tally: _hours(tally.seat_time)),
        (_("Bouts"), lambda tally: str(tally.bouts)),
        (_("Longest bout"), lambda tally: _hours(tally.longest_bout)),
        (_("Over 30 min"), lambda tally: str(tally.over_30)),
        (_("Over 60 min"), lambda tally: str(tally.over_60)),
        (_("Done"), lambda tally: str(tally.done)),
        (_("Partly done"), lambda tally: str(tally.partial)),
        (_("Taken"), lambda tally: str(tally.taken)),
        (_("Natural"), lambda tally: str(tally.natural)),
        (_("Skipped"), lambda tally: str(tally.skipped)),
        (_("Snoozed"), lambda tally: str(tally.snoozed)),
        (_("Ignored"), lambda tally: str(tally.ignored)),
    )


def _hours(span: timedelta) -> str:
    hours, minutes = divmod(span // _MINUTE, 60)
    return f"{hours}:{minutes:02}"
