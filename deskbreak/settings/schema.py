"""Values that only settings have: work hours, the moves to be careful with, programs to run."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from gettext import gettext as _
from itertools import combinations

from deskbreak.core.cautions import AVOID_TAGS
from deskbreak.core.work_hours import ALL_DAY, Range
from deskbreak.errors import Problem
from deskbreak.files.kinds import DATE, NAME, TEXT, length, named
from deskbreak.files.strict import MisfitError, Schema, below, listed, misfit, numbered, readable
from deskbreak.files.texts import in_toml
from deskbreak.language import AS_THE_DESKTOP_HAS_IT, languages

_MOST_RANGES = 48  # one every half hour; each is looked at whenever hours are
_RANGE = r"([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)"

Dates = tuple[tuple[date, tuple[Range, ...]], ...]

SNOOZES = listed(
    length("1s"),
    lambda: _("a list of 1 to 6 durations"),
    lambda: '["10m", "5m"]',
    least=1,
    most=6,
    typed=lambda: _("1 to 6 lengths of time, such as 10m, 5m, 15m"),
)
LANGUAGE = named(lambda: (AS_THE_DESKTOP_HAS_IT, *languages()))
NAMES = listed(
    NAME,
    lambda: _("a list of texts"),
    lambda: '["one", "two"]',
    typed=lambda: _("names with commas between them"),
)
AVOID = listed(  # a misspelt tag would protect nobody, so only the known ones will do
    named(lambda: AVOID_TAGS),
    lambda: _("a list with any of {tags}").format(tags=", ".join(AVOID_TAGS)),
    lambda: '["knee_kneel", "balance"]',
)


def spell_range(part: Range) -> str:
    start, end = (f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (part.start, part.end))
    return f"{start}-{end}"


def _range(place: str, data: object) -> Range:
    match = re.fullmatch(_RANGE, data) if isinstance(data, str) else None
    if match is None:
        raise misfit(place, data, RANGE.in_full())
    hour, minute, end_hour, end_minute = (int(count) for count in match.groups(default="0"))
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    if match.group(3) is None:
        end = ALL_DAY.end
    if start == end:
        allowed = _('an end other than the start; the whole day is "00:00-24:00"')
        raise misfit(place, data, allowed)
    return Range(start, end)


def _day(place: str, data: object) -> tuple[Range, ...]:
    if not isinstance(data, list):
        raise misfit(place, data, DAY.in_full())
    if len(data) > _MOST_RANGES:
        found = _("found {count} ranges").format(count=len(data))
        allowed = _("allowed: at most {most} a day").format(most=_MOST_RANGES)
        raise MisfitError(Problem(place, found, allowed))
    problems: list[Problem] = []
    ranges = readable(RANGE, numbered(place, data), problems)
    problems += _overlaps(place, ranges)
    if problems:
        raise MisfitError(*problems)
    return tuple(sorted(ranges))


def _overlaps(place: str, ranges: Iterable[Range]) -> Iterator[Problem]:
    for one, other in overlapping(ranges):
        both = {"one": in_toml(spell_range(one)), "other": in_toml(spell_range(other))}
        found = _("{one} and {other} overlap").format(**both)
        yield Problem(place, found, _("allowed: ranges of a day that share no time"))


def overlapping(ranges: Iterable[Range]) -> Iterator[tuple[Range, Range]]:
    """Those of a day that share some of its time, two by two."""
    for one, other in combinations(ranges, 2):
        if one.start < unwrapped_end(other) and other.start < unwrapped_end(one):
            yield one, other


def unwrapped_end(part: Range) -> int:
    """In minutes after the midnight before the range, also where it passes the next."""
    return part.end if part.end > part.start else part.end + ALL_DAY.end


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
    typed=lambda: _("a program first, then its arguments, such as /usr/bin/logger stretch"),
)
