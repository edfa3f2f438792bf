"""The work hours, day by day."""

import re
from gettext import gettext as _

import click

from deskbreak.cli.asking import have_settings_read
from deskbreak.cli.groups import Family
from deskbreak.cli.printing import json_option, print_json, say
from deskbreak.core.policy import WorkHours
from deskbreak.files.folders import settings_file
from deskbreak.settings.edit import describe_hours, reset_setting, set_setting
from deskbreak.settings.file import load_settings, spell_settings
from deskbreak.settings.table import WEEKDAYS

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(text: str) -> str:
    """The key of a weekday or a date, for click: anything else is wrong usage."""
    if text.lower() in WEEKDAYS:
        return f"work_hours.{text.lower()}"
    if _DATE.fullmatch(text):
        return f"work_hours.dates.{text}"
    allowed = _("{text!r}: write a date such as 2026-12-24, or one of {days}")
    raise click.BadParameter(allowed.format(text=text, days=", ".join(WEEKDAYS)))


@click.group(cls=Family, usual="show", help=_("Show and set when deskbreak may ask."))
def hours() -> None:
    pass


@hours.command(help=_("Show the work hours."))
@json_option
def show(*, as_json: bool) -> None:
    settings = load_settings(settings_file())
    if as_json:
        print_json(spell_settings(settings)["work_hours"])
    else:
        say(*describe_hours(settings.work_hours))


@hours.command("set", help=_("Set the hours of a weekday or date: 09:00-12:00,13:00-17:30 or off."))
@click.argument("day", type=_day)
@click.argument("ranges", nargs=-1, required=True)
def set_(day: str, ranges: tuple[str, ...]) -> None:
    set_setting(settings_file(), day, ",".join(ranges))
    _tell_hours()


@hours.command(help=_("Clear the hours of a weekday or date; without DAY, all of them."))
@click.argument("day", type=_day, required=False)
def clear(day: str | None) -> None:
    file = settings_file()
    days = _days_set(load_settings(file).work_hours) if day is None else (day,)
    for key in days:
        reset_setting(file, key)
    _tell_hours()


def _days_set(set_: WorkHours) -> tuple[str, ...]:
    week = () if set_.weekdays is None else WEEKDAYS
    return tuple(f"work_hours.{name}" for name in (*week, *(("dates",) if set_.dates else ())))


def _tell_hours() -> None:
    have_settings_read()
    say(*describe_hours(load_settings(settings_file()).work_hours))
