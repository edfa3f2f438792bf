"""The work hours, day by day."""

from collections.abc import Mapping, Sequence
from gettext import gettext as _
from typing import Any

import click

from deskbreak.cli.asking import have_settings_read
from deskbreak.cli.completing import day_names
from deskbreak.cli.groups import Family
from deskbreak.cli.looking import settings_seen
from deskbreak.cli.printing import json_option, print_json, say
from deskbreak.core.work_hours import ALL_DAY, WorkHours
from deskbreak.files.folders import settings_file
from deskbreak.settings.edit import reset_settings, set_hours
from deskbreak.settings.file import spell_settings
from deskbreak.settings.hours_in_words import describe_hours, describe_nights
from deskbreak.settings.table import WEEKDAYS
from deskbreak.settings.typed_hours import DayHours, NamedDay, read_days, read_hours
from deskbreak.settings.written import settings_in_force


@click.group(
    cls=Family,
    usual="show",
    takes=lambda _words: "set",
    help=_("Show and set when deskbreak may ask."),
)
def hours() -> None:
    pass


@hours.command(help=_("Show the work hours."))
@json_option
def show(*, as_json: bool) -> None:
    settings = settings_seen()
    if as_json:
        print_json(spell_settings(settings)["work_hours"])
    else:
        say(*describe_hours(settings.work_hours))


@hours.command(
    "set",
    help=_(
        "Set the hours of one day or several. Examples: mon-fri 9-17, daily 9:00-12:00 "
        "13:00-17:30, sat off, 2026-12-24 9-12. The other days stay as they are."
    ),
)
@click.argument("words", metavar="DAYS HOURS...", nargs=-1, required=True, shell_complete=day_names)
def set_(words: tuple[str, ...]) -> None:
    try:
        typed = read_hours(" ".join(words))
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    file = settings_file()
    before = settings_in_force().work_hours
    earlier = {_key(each.day): _written(_key(each.day)) for each in typed}
    set_hours(file, typed)
    _tell_hours()
    if before.weekdays is None and (others := _others(typed)):
        text = _("The days you did not name stay open. To switch them off: {command}")
        say(text.format(command=f"deskbreak hours set {' '.join(others)} off"))
    _tell_nights(earlier, had_hours=before.weekdays is not None)


@hours.command(help=_("Clear the hours of these days; without DAYS, all of them."))
@click.argument("days", metavar="[DAYS]...", nargs=-1, shell_complete=day_names)
def clear(days: tuple[str, ...]) -> None:
    is_all = not days or [day.lower() for day in days] == ["all"]
    keys = _days_set(settings_in_force().work_hours) if is_all else map(_key, _read(days))
    reset_settings(settings_file(), keys)
    _tell_hours()


def _tell_nights(earlier: Mapping[str, str | None], *, had_hours: bool) -> None:
    """What passes midnight may be a slip: how it is understood, and how to take it back."""
    for key, before in earlier.items():
        name = key.rpartition(".")[2]
        if before == _written(key):  # it is understood as it was
            continue
        back = f"clear {name}" if before is None else f"set {name} {before}"
        if name in WEEKDAYS and not had_hours:  # without a line it would be off by now
            back = f"set {name} any time"
        for night in describe_nights(settings_in_force().work_hours, key):
            text = _("Understood as {night}. To take it back: deskbreak hours {back}")
            say(text.format(night=night, back=back))


def _read(words: Sequence[str]) -> tuple[NamedDay, ...]:
    try:
        return read_days(" ".join(words))
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _key(day: NamedDay) -> str:
    name = WEEKDAYS[day] if isinstance(day, int) else f"dates.{day.isoformat()}"
    return f"work_hours.{name}"


def _others(typed: Sequence[DayHours]) -> list[str]:
    """The weekdays that were not named, in short; none where all days named have no limit."""
    named = {each.day for each in typed if isinstance(each.day, int)}
    if not named or all(each.ranges == (ALL_DAY,) for each in typed):
        return []
    return [name[:3] for number, name in enumerate(WEEKDAYS) if number not in named]


def _written(day: str) -> str | None:
    """The hours of that day so far, as one types them; None where none are set."""
    hours: Any = spell_settings(settings_in_force())["work_hours"]
    _section, *names = day.split(".", 2)
    for name in names:
        hours = hours.get(name, {})
    return None if isinstance(hours, dict) else ",".join(hours) or "off"


def _days_set(set_: WorkHours) -> tuple[str, ...]:
    week = () if set_.weekdays is None else WEEKDAYS
    return tuple(f"work_hours.{name}" for name in (*week, *(("dates",) if set_.dates else ())))


def _tell_hours() -> None:
    have_settings_read()
    say(*describe_hours(settings_in_force().work_hours))
