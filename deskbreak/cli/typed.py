"""What people type after a command: lengths of time, times of day, zones, files."""

import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta, tzinfo
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deskbreak.cli.exits import RefusedError
from deskbreak.core.duration import as_written, format_duration, parse_duration
from deskbreak.core.moment import ZERO
from deskbreak.core.wall_clock import minute_of_day
from deskbreak.files.texts import decoded

STANDARD_STREAM = "-"
_MOST_DAYS = 36_600

WallClock = Callable[[], tuple[datetime, tzinfo]]
"""Tells now, and whose wall it hangs on; read only by who asks for a time of day."""

_DAY = timedelta(days=1)
_LONGEST = timedelta(hours=2400)
_UNTIL = re.compile(r"(?:until|till|til|to)\b ?")
_TOMORROW = frozenset({"tomorrow", "today", "for today"})
_FOREVER = frozenset({"forever", "indefinitely"})
_NO_LENGTH = re.compile(r"\d+[:.]\d\d|\d.* ?[ap]m")


if TYPE_CHECKING:
    _ChoiceOfWords = click.Choice[str]
else:  # the click of Debian 13 takes no type
    _ChoiceOfWords = click.Choice


class OneOf(_ChoiceOfWords):
    """One of these words; what is none of them is told beside them."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        try:
            return str(super().convert(str(value), param, ctx))
        except click.BadParameter as error:
            problem = _("{words}: write one of {allowed}")
            allowed = ", ".join(map(str, self.choices))
            text = problem.format(words=value, allowed=allowed)
            raise click.BadParameter(text, ctx, param) from error


def typed_days(text: str) -> int:
    """How many days, for click: anything else is wrong usage."""
    if text.isdecimal() and 1 <= int(text) <= _MOST_DAYS:
        return int(text)
    problem = _("write a whole number from {least} to {most}")
    raise click.BadParameter(problem.format(least=1, most=_MOST_DAYS))


def typed_length(text: str) -> timedelta:
    """A length of time, for click: anything else is wrong usage. A bare number is minutes."""
    try:
        span = parse_duration(as_written(text))
    except ValueError as error:
        problem = _("{text}: not a length of time; write minutes, such as 10, or 90s, 5m or 1h30m")
        raise click.BadParameter(problem.format(text=text or _("nothing"))) from error
    if not ZERO < span <= _LONGEST:
        most = format_duration(_LONGEST)
        problem = _("{text}: write more than 0s and at most {most}").format(text=text, most=most)
        raise click.BadParameter(problem)
    return span


def is_until_tomorrow(words: Sequence[str]) -> bool:
    """Also `today`: whoever is done for today is asked again tomorrow."""
    return _UNTIL.sub("", " ".join(words).strip().lower(), count=1) in _TOMORROW


def quiet_length(words: Sequence[str], clock: WallClock) -> timedelta | None:
    """For how long `1h` or `until 14:00` asks for silence; no words: no end."""
    text = " ".join(words).strip().lower()
    if not words or text in _FOREVER:
        return None
    when = text[begun.end() :].strip() if (begun := _UNTIL.match(text)) else text
    length = as_written(text)
    if when != text or _NO_LENGTH.fullmatch(text):
        with suppress(ValueError):
            return _until(minute_of_day(when, text), *clock())
    elif length[:1].isdecimal():
        return typed_length(text)
    problem = _(
        "{words}: not a time; write minutes, such as 30, or a length such as 90s, 5m or 1h30m, or "
        "until 14:00, or tomorrow"
    )
    raise click.BadParameter(problem.format(words=" ".join(words) or _("nothing")))


def _until(minute: int, now: datetime, zone: tzinfo) -> timedelta:
    """To the next time that the clock on the wall reads so."""
    from deskbreak.core.work_hours import local_day  # noqa: PLC0415  (`pause until` alone)

    hour, minute = divmod(minute, 60)
    clock = time(hour % 24, minute)
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
        problem = _("{name}: write the name of a time zone, such as Europe/Warsaw")
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
