"""What `deskbreak.toml` may say: every section and key, with the reader that checks its value.

Strict: a value has the right type or is refused, never coerced; every problem is told at once.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from gettext import gettext as _
from itertools import combinations
from types import MappingProxyType
from typing import Any, TypeVar

from deskbreak.core.avoid import avoid_texts
from deskbreak.core.duration import format_duration, parse_duration
from deskbreak.core.policy import (
    Breaks,
    Figure,
    FullScreenHold,
    Hold,
    Hooks,
    Notifications,
    Panel,
    Presence,
    Range,
    Sound,
    Stretches,
    Theme,
    Tray,
    Windows,
    WorkHours,
)
from deskbreak.core.stretch import Place
from deskbreak.errors import Problem

T = TypeVar("T")

Raw = dict[str, object]
"""A table as TOML or JSON gives it."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_DAY_MINUTES = 1440
_SHOWN = 80  # of what was found; the rest would bury the message
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_RANGE = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)")


class RefusedError(Exception):
    """A value that may not stand there, with all that is wrong about it."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems


_Reader = Callable[[str, object], Any]
"""From a dotted key and what stands there to a value of the settings, or `RefusedError`."""


def known_keys() -> tuple[str, ...]:
    """Every dotted key, in the order of the file."""
    return tuple(f"{name}.{key}" for name, section in SECTIONS.items() for key in section.keys)


def section_values(name: str, table: object, problems: list[Problem]) -> dict[str, Any]:
    """What of the section can be read, None for what cannot; that goes to the problems."""
    section = SECTIONS.get(name)
    if section is None:
        problems.append(unknown_key(name))
        return {}
    if not isinstance(table, Mapping):
        allowed = _("a section: the line [{name}] and its keys below").format(name=name)
        problems.append(problem_with(name, table, allowed))
        return {}
    values: dict[str, Any] = dict.fromkeys(table)
    for key, value in table.items():
        try:
            values[key] = section.keys.get(key, _unknown)(f"{name}.{key}", value)
        except RefusedError as refused:
            problems.extend(refused.problems)
    problems.extend(section.check(values))
    return values


def unknown_key(place: str) -> Problem:
    """That there is no such setting, and which is the nearest."""
    section, _dot, key = place.partition(".")
    if section in SECTIONS:
        own = {known: f"{section}.{known}" for known in SECTIONS[section].keys}
        return Problem(place, _("no such key"), _nearest(key, own))
    own = {known: f"[{known}]" for known in SECTIONS}
    return Problem(place, _("no such section"), _nearest(section, own))


def _nearest(name: str, own: Mapping[str, str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  (only for an error)

    anywhere = {known.partition(".")[2]: known for known in known_keys()}
    for known in (own, anywhere):
        if close := get_close_matches(name, known, n=1):
            return _("did you mean {nearest}?").format(nearest=known[close[0]])
    return _("allowed: {what}").format(what=", ".join(own.values()))


def spell_range(part: Range) -> str:
    start, end = (f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (part.start, part.end))
    return f"{start}-{end}"


def in_toml(value: object) -> str:
    """The value on one line of TOML."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case list():
            return f"[{', '.join(map(in_toml, value))}]"
        case dict():
            pairs = (f"{_key_in_toml(key)} = {in_toml(below)}" for key, below in value.items())
            return f"{{{', '.join(pairs)}}}"
        case int():
            return str(value) if value.bit_length() < 64 else hex(value)  # too long for str()
        case _:
            return str(value)


def _key_in_toml(key: str) -> str:
    return key if _BARE.fullmatch(key) else in_toml(key)


# Readers: each raises RefusedError with all that it does not allow.


def _unknown(place: str, _value: object) -> None:
    raise RefusedError(unknown_key(place))


def _length(at_least: str, at_most: str = "") -> _Reader:
    shortest = parse_duration(at_least)
    longest = parse_duration(at_most) if at_most else timedelta.max

    def read(place: str, value: object) -> timedelta:
        span = _parsed(value)
        if span is not None and shortest <= span <= longest:
            return span
        allowed = _('a duration in quotes {limits}, such as "90s", "5m" or "1h30m"')
        raise _refused(place, value, allowed.format(limits=_limits(at_least, at_most)))

    return read


def _parsed(value: object) -> timedelta | None:
    if not isinstance(value, str):
        return None
    try:
        return parse_duration(value)
    except ValueError:
        return None


def _snoozes(place: str, value: object) -> tuple[timedelta, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= 6:
        raise _refused(place, value, _('a list of 1 to 6 durations, such as ["10m", "5m"]'))
    spans, problems = _attempted(_length("1s"), ((place, item) for item in value))
    if problems:
        raise RefusedError(*problems)
    return tuple(spans)


def _count(at_least: int, at_most: int | None = None) -> _Reader:
    def read(place: str, value: object) -> int:
        if type(value) is int and at_least <= value <= (value if at_most is None else at_most):
            return value
        limits = _limits(at_least, "" if at_most is None else at_most)
        raise _refused(place, value, _("a whole number {limits}").format(limits=limits))

    return read


def _limits(least: object, most: object) -> str:
    if most == "":
        return _("of at least {least}").format(least=least)
    return _("from {least} to {most}").format(least=least, most=most)


def _switch(place: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _refused(place, value, _("true or false, without quotes"))
    return value


def _one_of(kind: type[StrEnum]) -> _Reader:
    def read(place: str, value: object) -> StrEnum:
        for member in kind:
            if value == member.value:
                return member
        raise _refused(place, value, ", ".join(in_toml(member.value) for member in kind))

    return read


def _names(place: str, value: object) -> tuple[str, ...]:
    texts = _texts(place, value)
    if not all(text.strip() for text in texts):
        raise _refused(place, value, _("names that are not empty"))
    return texts


def _avoid_tags(place: str, value: object) -> tuple[str, ...]:
    """A misspelt tag would protect nobody, so only the known ones will do."""
    tags = _names(place, value)
    known = avoid_texts()
    unknown = [tag for tag in tags if tag not in known]
    if unknown:
        allowed = _("any of {tags}").format(tags=", ".join(known))
        raise _refused(place, unknown[0], allowed)
    return tags


def _command(place: str, value: object) -> tuple[str, ...]:
    texts = _texts(place, value)
    if texts and not texts[0].strip():
        raise _refused(place, value, _("a program first, then its arguments"))
    return texts


def _texts(place: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _refused(place, value, _('a list of texts, such as ["one", "two"]'))
    return tuple(value)


def _day(place: str, value: object) -> tuple[Range, ...]:
    if not isinstance(value, list):
        allowed = _('a list of ranges, such as ["09:00-12:00", "13:00-17:30"]; [] for none')
        raise _refused(place, value, allowed)
    ranges, problems = _attempted(_range, ((place, item) for item in value))
    problems += _overlaps(place, ranges)
    if problems:
        raise RefusedError(*problems)
    return tuple(sorted(ranges))


def _range(place: str, value: object) -> Range:
    match = _RANGE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        allowed = _(
            '"HH:MM-HH:MM", such as "09:00-17:30" or "22:00-06:00"; only an end may be 24:00'
        )
        raise _refused(place, value, allowed)
    hour, minute, end_hour, end_minute = (int(count) for count in match.groups(default="0"))
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    if match.group(3) is None:
        end = _DAY_MINUTES
    if start == end:
        allowed = _('an end other than the start; the whole day is "00:00-24:00"')
        raise _refused(place, value, allowed)
    return Range(start, end)


def _overlaps(place: str, ranges: Iterable[Range]) -> Iterator[Problem]:
    for one, other in combinations(ranges, 2):
        if one.start < _unwrapped_end(other) and other.start < _unwrapped_end(one):
            both = {"one": in_toml(spell_range(one)), "other": in_toml(spell_range(other))}
            found = _("{one} and {other} overlap").format(**both)
            yield Problem(place, found, _("allowed: ranges of a day that share no time"))


def _unwrapped_end(part: Range) -> int:
    return part.end if part.end > part.start else part.end + _DAY_MINUTES


def _dates(place: str, value: object) -> tuple[tuple[date, tuple[Range, ...]], ...]:
    if not isinstance(value, Mapping):
        allowed = _('dates and their ranges, such as { "2026-12-24" = ["09:00-12:00"] }')
        raise _refused(place, value, allowed)
    days, problems = _attempted(_date, ((place, written) for written in value))
    hours, more = _attempted(_day, ((f"{place}.{day}", below) for day, below in value.items()))
    if problems or more:
        raise RefusedError(*problems, *more)
    return tuple(sorted(zip(days, hours, strict=True)))


def _date(place: str, value: object) -> date:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:  # Python also reads 20261224
        raise _refused(place, value, _('a date of the calendar, such as "2026-12-24"'))
    return day


def _attempted(
    reader: Callable[[str, object], T], found: Iterable[tuple[str, object]]
) -> tuple[list[T], list[Problem]]:
    read: list[T] = []
    problems: list[Problem] = []
    for place, value in found:
        try:
            read.append(reader(place, value))
        except RefusedError as refused:
            problems.extend(refused.problems)
    return read, problems


def _refused(place: str, value: object, allowed: str) -> RefusedError:
    return RefusedError(problem_with(place, value, allowed))


def problem_with(place: str, value: object, allowed: str) -> Problem:
    shown = in_toml(value)
    if len(shown) > _SHOWN:
        shown = f"{shown[:_SHOWN]}…"
    found = _("found {value}").format(value=shown)
    return Problem(place, found, _("allowed: {what}").format(what=allowed))


# Sections: from what their keys hold to the frozen value.


def _breaks(**values: Any) -> Breaks:
    """A short natural break takes an unset `natural_break_locked` down with it."""
    default = Breaks()
    natural_break = values.get("natural_break", default.natural_break)
    locked = min(default.natural_break_locked, natural_break)
    return Breaks(**{"natural_break_locked": locked, **values})


def _locked_too_long(values: Mapping[str, Any]) -> Iterator[Problem]:
    natural_break = values.get("natural_break", Breaks().natural_break)
    locked = values.get("natural_break_locked")
    if natural_break and locked and locked > natural_break:
        allowed = _("at most breaks.natural_break, which is {most}")
        most = in_toml(format_duration(natural_break))
        place = "breaks.natural_break_locked"
        yield problem_with(place, format_duration(locked), allowed.format(most=most))


def _work_hours(dates: Any = (), **days: tuple[Range, ...]) -> WorkHours:
    if not days:
        return WorkHours(None, dates)
    return WorkHours(tuple(days.get(name, ()) for name in WEEKDAYS), dates)


def _nothing(_values: Mapping[str, Any]) -> Iterable[Problem]:
    return ()


@dataclass(frozen=True, slots=True)
class _Section:
    """How a section is made, what each of its keys may be, and what they must be together."""

    build: Callable[..., Any]
    keys: Mapping[str, _Reader]
    check: Callable[[Mapping[str, Any]], Iterable[Problem]] = _nothing


SECTIONS: Mapping[str, _Section] = MappingProxyType(
    {
        "breaks": _Section(
            _breaks,
            {
                "every": _length("1s", "12h"),
                "natural_break": _length("1s", "1h"),
                "natural_break_locked": _length("1s", "1h"),
                "snooze": _snoozes,
                "snooze_limit": _count(0),
                "repeat_after": _length("1s"),
                "lull": _length("0s"),
                "wait_for_lull": _length("0s"),
                "settle": _length("0s"),
                "daily_limit": _count(0),
                "break_length": _length("1s", "30m"),
                "walk_every": _count(0),
                "moves_per_break": _count(1, 3),
            },
            _locked_too_long,
        ),
        "work_hours": _Section(_work_hours, {**dict.fromkeys(WEEKDAYS, _day), "dates": _dates}),
        "hold": _Section(
            Hold,
            {
                "calls": _switch,
                "full_screen": _one_of(FullScreenHold),
                "do_not_disturb": _switch,
                "hold_limit": _length("1s"),
                "ignore": _names,
            },
        ),
        "presence": _Section(
            Presence, {"calls": _switch, "kept_awake": _switch, "limit": _length("1s")}
        ),
        "stretches": _Section(
            Stretches,
            {
                "place": _one_of(Place),
                "seated": _switch,
                "starter": _switch,
                "long_holds": _switch,
                "wheelchair": _switch,
                "rolling_chair": _switch,
                "floor": _switch,
                "taught": _switch,
                "avoid": _avoid_tags,
                "never": _names,
                "favourite": _names,
                "packs": _names,
            },
        ),
        "notifications": _Section(
            Notifications,
            {"picture": _switch, "sound": _one_of(Sound), "speech": _switch},
        ),
        "tray": _Section(Tray, {"panel": _one_of(Panel)}),
        "windows": _Section(
            Windows,
            {
                "guide": _switch,
                "theme": _one_of(Theme),
                "motion": _switch,
                "figure": _one_of(Figure),
                "tones": _switch,
            },
        ),
        "hooks": _Section(Hooks, {"on_propose": _command}),
    }
)
