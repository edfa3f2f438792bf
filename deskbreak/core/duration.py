"""Durations as people write them, `90s`, `5m` or `1h30m`, as they read them, "46 min", and as JSON does."""

import re
from collections.abc import Sequence
from datetime import timedelta
from gettext import gettext as _
from gettext import ngettext, pgettext

from deskbreak.core.moment import ZERO

_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)
_SAID = (  # as people say it, and the numbers it stands for
    (r"^for ", ""),
    (r"\b(?:half (?:an )?|1/2 ?)h(?:our)?\b|½ ?h(?:our)?\b", "30m"),
    (r"\ban? (?=hour|minute|day|week)", "1 "),
    (r"\band\b", " "),
)
_UNITS = r" ?(w|d|h|m|s)(?:eeks?|ays?|ours?|rs?|in(?:ute)?s?|ec(?:ond)?s?)?\b\.?"
_COUNT = r"([0-9]{1,6}(?:[.,][0-9]{1,2})?)"
_ROUND_ABOUT = rf"(?=.)(?:{_COUNT}w)?(?:{_COUNT}d)?(?:{_COUNT}h)?(?:{_COUNT}m)?(?:{_COUNT}s)?"
"""With weeks, days and parts of one, which people say and no file has."""
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
    """A length as people type it, the way `parse_duration` reads it: `2 hours`; `10` is minutes.

    Units are read in English and in the reader's own language.
    """
    words = in_our_digits(" ".join(typed.lower().split()))
    if words.isdecimal() or _WRITTEN.fullmatch(words):  # the usual, at once
        return f"{words}m" if words.isdecimal() else words
    for said, written in _SAID:
        words = re.sub(said, written, words)
    words = re.sub(_UNITS, r"\1", words)
    plain = _without_blanks(words)
    if plain.isdecimal():
        return f"{plain}m"
    if _WRITTEN.fullmatch(plain):
        return plain
    plain = _without_blanks(_with_own_units(words))
    counts = re.fullmatch(_ROUND_ABOUT, plain)
    return plain if counts is None else format_duration(_added_up(counts.groups(default="0")))


def _without_blanks(words: str) -> str:
    """But for those between two numbers: `1 30` is not 130."""
    return re.sub(r"(?<!\d) | (?!\d)", "", words)


def in_our_digits(typed: str) -> str:
    """Also where they are typed in those of Arabic, or in the wide ones of Japan."""
    return typed if typed.isascii() else re.sub(r"\d", lambda digit: str(int(digit[0])), typed)


def _with_own_units(words: str) -> str:
    """Letters of English for the units that the reader's language has."""
    and_ = pgettext("between two lengths of time", "and")
    alone = r"(?<!\w)" if and_.isascii() else ""  # in Arabic it stands close to the number
    words = re.sub(rf"{alone}{re.escape(and_)} ?(?=\d)", " ", words)
    units = {
        "w": pgettext("after a number, several ways to write it apart", "week"),
        "d": pgettext("after a number, several ways to write it apart", "day"),
        "h": pgettext("after a number, several ways to write it apart", "hour"),
        "m": pgettext("after a number, several ways to write it apart", "minute"),
        "s": pgettext("after a number, several ways to write it apart", "second"),
    }
    names = {name.lower(): unit for unit, own in units.items() for name in own.split()}
    for name in sorted(names, key=len, reverse=True):
        words = re.sub(rf"(?<=\d) ?{re.escape(name)}(?![^\W\d])\.?", names[name], words)
    return words


def _added_up(counts: Sequence[str]) -> timedelta:
    weeks, days, hours, minutes, seconds = (float(count.replace(",", ".")) for count in counts)
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


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
