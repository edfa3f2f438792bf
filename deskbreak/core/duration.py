"""Durations as people write them, `90s`, `5m` or `1h30m`, as they read them, "46 min", and as JSON does."""

import re
from datetime import timedelta
from gettext import gettext as _
from gettext import ngettext

from deskbreak.core.moment import ZERO

_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)
_SAID = (  # as people say it, and the numbers it stands for
    (r"^for ", ""),
    (r"\bhalf an hour\b", "30m"),
    (r"\ban? (?=hour|minute)", "1 "),
    (r"\band\b", " "),
)
_UNITS = re.compile(r" ?(h|m|s)(?:ours?|rs?|in(?:ute)?s?|ec(?:ond)?s?)?\b")
_WRITTEN = re.compile(r"(?=.)(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?")


def parse_duration(text: str) -> timedelta:
    match = _WRITTEN.fullmatch(text)
    if match is None:
        allowed = _(
            "write whole hours, minutes and seconds in that order, each of at most six digits, "
            "such as 90s, 5m or 1h30m"
        )
        raise ValueError(f"{text!r}: {allowed}")
    hours, minutes, seconds = (int(count) for count in match.groups(default="0"))
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def as_written(typed: str) -> str:
    """A length as people type it, the way `parse_duration` reads it: `2 hours`; `10` is minutes."""
    plain = typed.strip().lower()
    for said, written in _SAID:
        plain = re.sub(said, written, plain)
    plain = _UNITS.sub(r"\1", plain).replace(" ", "")
    return f"{plain}m" if plain.isdecimal() else plain


def format_duration(span: timedelta) -> str:
    """The shortest text that `parse_duration` reads as `span`; fractions of a second are dropped."""
    if span < ZERO:
        raise ValueError(f"{span}: a duration is not below zero")
    hours, rest = divmod(span, _HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    counts = {"h": hours, "m": minutes, "s": rest // _SECOND}
    return "".join(f"{count}{unit}" for unit, count in counts.items() if count) or "0s"


def in_words(span: timedelta) -> str:
    """Whole minutes, or seconds below one minute: "46 min", "30 s", "2 h 5 min"."""
    if span < _MINUTE:
        seconds = max(span, ZERO) // _SECOND
        return ngettext("{count} s", "{count} s", seconds).format(count=seconds)
    if span < 2 * _HOUR:
        return minutes_in_words(span // _MINUTE)
    count, rest = divmod(span, _HOUR)
    hours = ngettext("{count} h", "{count} h", count).format(count=count)
    if rest < _MINUTE:
        return hours
    return _("{hours} {minutes}").format(hours=hours, minutes=minutes_in_words(rest // _MINUTE))


def minutes_in_words(count: int) -> str:
    """English has a sign for one and for many; Arabic writes words, in six forms."""
    return ngettext("{count} min", "{count} min", count).format(count=count)


def in_seconds(span: timedelta) -> int | float:
    """Seconds as JSON tells them: whole where they are whole."""
    seconds = span.total_seconds()
    return int(seconds) if seconds.is_integer() else seconds
