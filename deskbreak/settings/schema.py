"""Values that only settings have: work hours, the moves to be careful with, programs to run."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from gettext import gettext as _
from itertools import combinations

from deskbreak.core.avoid import avoid_texts
from deskbreak.core.policy import Range
from deskbreak.errors import Problem
from deskbreak.files.kinds import DATE, NAME, TEXT, length, named
from deskbreak.files.strict import MisfitError, Schema, below, listed, misfit, numbered, readable
from deskbreak.files.texts import in_toml

_DAY_MINUTES = 1440
_RANGE = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)")

Dates = tuple[tuple[date, tuple[Range, ...]], ...]

SNOOZES = listed(
    length("1s"),
    lambda: _("a list of 1 to 6 durations"),
    lambda: '["10m", "5m"]',
    least=1,
    most=6,
)
NAMES = listed(NAME, lambda: _("a list of texts"), lambda: '["one", "two"]')
AVOID = listed(  # a misspelt tag would protect nobody, so only the known ones will do
    named(avoid_texts),
    lambda: _("a list with any of {tags}").format(tags=", ".join(avoid_texts())),
    lambda: '["knee_kneel", "balance"]',
)


def spell_range(part: Range) -> str:
    start, end = (f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (part.start, part.end))
    return f"{start}-{end}"


def _range(place: str, data: object) -> Range:
    match = _RANGE.fullmatch(data) if isinstance(data, str) else None
    if match is None:
        raise misfit(place, data, RANGE.in_full())
    hour, minute, end_hour, end_minute = (int(count) for count in match.groups(default="0"))
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    if match.group(3) is None:
        end = _DAY_MINUTES
    if start == end:
        allowed = _('an end other than the start; the whole day is "00:00-24:00"')
        raise misfit(place, data, allowed)
    return Range(start, end)


def _day(place: str, data: object) -> tuple[Range, ...]:
    if not isinstance(data, list):
        raise misfit(place, data, DAY.in_full())
    problems: list[Problem] = []
    ranges = readable(RANGE, numbered(place, data), problems)
    problems += _overlaps(place, ranges)
    if problems:
        raise MisfitError(*problems)
    return tuple(sorted(ranges))


def _overlaps(place: str, ranges: Iterable[Range]) -> Iterator[Problem]:
    for one, other in combinations(ranges, 2):
        if one.start < _unwrapped_end(other) and other.start < _unwrapped_end(one):
            both = {"one": in_toml(spell_range(one)), "other": in_toml(spell_range(other))}
            found = _("{one} and {other} overlap").format(**both)
            yield Problem(place, found, _("allowed: ranges of a day that share no time"))


def _unwrapped_end(part: Range) -> int:
    return part.end if part.end > part.start else part.end + _DAY_MINUTES


def _dates(place: str, data: object) -> Dates:
    if not isinstance(data, dict):
        raise misfit(place, data, DATES.in_full())
    problems: list[Problem] = []
    days = readable(DATE, ((place, written) for written in data), problems)
    hours = readable(DAY, ((below(place, day), ranges) for day, ranges in data.items()), problems)
    if problems:
        raise MisfitError(*problems)
    return tuple(sorted(zip(days, hours, strict=True)))


def _command(place: str, data: object) -> tuple[str, ...]:
    texts = _TEXTS.read(place, data)
    if texts and not texts[0].strip():
        raise misfit(place, data, COMMAND.in_full())
    return texts


RANGE = Schema(
    _range,
    lambda: '"HH:MM-HH:MM"',
    lambda: _('"09:00-17:30" or "22:00-06:00"; only an end may be 24:00'),
)
DAY = Schema(
    _day,
    lambda: _("a list of ranges"),
    lambda: _('["09:00-12:00", "13:00-17:30"]; [] for none'),
)
DATES = Schema(
    _dates, lambda: _("dates and their ranges"), lambda: '{ "2026-12-24" = ["09:00-12:00"] }'
)
_TEXTS = listed(TEXT, lambda: _("a list of texts"), lambda: '["one", "two"]')
COMMAND = Schema(
    _command,
    lambda: _("a program first, then its arguments"),
    lambda: '["/usr/bin/logger", "stretch"]',
)
