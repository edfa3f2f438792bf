"""What people type after a command: lengths of time, times of day, zones, files."""

import re
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from gettext import gettext as _
from pathlib import Path

import click

from deskbreak.cli.exits import RefusedError
from deskbreak.core.duration import format_duration, parse_duration
from deskbreak.core.moment import ZERO
from deskbreak.files.texts import decoded

STANDARD_STREAM = "-"

WallClock = Callable[[], tuple[datetime, tzinfo]]
"""Tells now, and whose wall it hangs on; read only by who asks for a time of day."""

_DAY = timedelta(days=1)
_LONGEST = timedelta(hours=2400)
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


def typed_length(text: str) -> timedelta:
    """A length of time, for click: anything else is wrong usage."""
    try:
        span = parse_duration(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    if not ZERO < span <= _LONGEST:
        most = format_duration(_LONGEST)
        problem = _("{text!r}: write more than 0s and at most {most}").format(text=text, most=most)
        raise click.BadParameter(problem)
    return span


def quiet_length(words: Sequence[str], clock: WallClock) -> timedelta | None:
    """For how long `1h`, `until 14:00` or `until tomorrow` asks for silence; no words: no end."""
    match words:
        case []:
            return None
        case ["until", "tomorrow"]:
            return _until_tomorrow(*clock())
        case ["until", text] if match := _TIME.fullmatch(text):
            return _until(time(int(match[1]), int(match[2])), *clock())
        case [text] if text != "until":
            return typed_length(text)
        case _:  # no length at all
            problem = _("{words!r}: write a length such as 90s, 5m or 1h30m, or {until}")
            until = _("until 14:00, or until tomorrow")
            raise click.BadParameter(problem.format(words=" ".join(words), until=until))


def _until_tomorrow(now: datetime, zone: tzinfo) -> timedelta:
    from deskbreak.core.work_hours import next_midnight  # noqa: PLC0415  (`pause until` alone)

    return next_midnight(zone, now) - now


def _until(clock: time, now: datetime, zone: tzinfo) -> timedelta:
    """To the next time that the clock on the wall reads so."""
    from deskbreak.core.work_hours import local_day  # noqa: PLC0415  (`pause until` alone)

    today = local_day(zone, now)
    days = (today, today + _DAY)
    instants = (datetime.combine(day, clock, zone).astimezone(UTC) for day in days)
    return next(instant for instant in instants if instant > now) - now


def zone(name: str) -> tzinfo:
    """A time zone by its name, for click: anything else is wrong usage."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415  (one option of one command)

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        problem = _("{name!r}: write the name of a time zone, such as Europe/Warsaw")
        raise click.BadParameter(problem.format(name=name)) from error


def text_of(file: str) -> str:
    """The text in the file, or on standard input; RefusedError or ConfigError if there is none."""
    try:
        content = sys.stdin.buffer.read() if file == STANDARD_STREAM else Path(file).read_bytes()
    except OSError as error:
        problem = _("{file} cannot be read ({reason}): name a file you can read")
        raise RefusedError(problem.format(file=name_of(file), reason=error.strerror)) from error
    return decoded(content, name_of(file))


def name_of(file: str) -> str:
    """What the messages call it."""
    return _("standard input") if file == STANDARD_STREAM else file
