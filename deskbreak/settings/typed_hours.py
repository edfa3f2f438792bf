"""Work hours as people type them: `mon-fri 9-17`, `daily 9:00-12:00, 13-17:30`, `sat off`.

One reader for the command line and the page. What it cannot read it says in one plain line, as
ValueError. English words are read in every language, so that what a guide says works; the days, and
what stands between two of them, also in the reader's own.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from gettext import gettext as _
from gettext import pgettext
from itertools import takewhile

from deskbreak.core.wall_clock import minute_of_day, short_weekday_names, weekday_names
from deskbreak.core.work_hours import ALL_DAY, Range
from deskbreak.settings.schema import overlapping, spell_range
from deskbreak.settings.table import WEEKDAYS
from deskbreak.value import value

_NOON = 12 * 60
WORK_DAYS = (0, 1, 2, 3, 4)
_SEVERAL = {
    "daily": tuple(range(7)),
    "everyday": tuple(range(7)),
    "weekdays": tuple(range(5)),
    "workdays": tuple(range(5)),
    "weekend": (5, 6),
    "weekends": (5, 6),
}
_NONE = frozenset({"off", "none", "free"})
_ALWAYS = frozenset({"any", "anytime", "always", "allday"})
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_OTHER_DATES = (  # 24.12.2026 has the day first wherever dates have points, 2026/12/24 the year
    re.compile(r"(?<![\d.])(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>\d{4})(?![\d.])"),
    re.compile(r"(?<![\d/])(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?![\d/])"),
)
_PART_OF_DATE = re.compile(r"\d+\.\d+\.\d*|\d+(?:/\d+)+")
"""A date, but of which year, or which of its numbers is the month, does not say itself."""
_TIME = re.compile(r"\d{1,2}(?:[:.h]?\d{2})?(?:am|pm)?")
_ON_A_DIAL = r"[1-9](?:[:.h]\d\d)?|1[01](?:[:.h]\d\d)?"
"""Before noon or after it."""
_EARLY = re.compile(r"[1-7](?:[:.h]\d\d)?-[1-7](?:[:.h]\d\d)?")
"""Hours that few work before noon; who does has a nought to write before them."""
_SAME = (  # other ways to write it, and the one that is read
    (r"[\u2013\u2014\u2212\u301c~]|\b(?:to|till|until)\b", "-"),
    (r"\bfrom\b", " "),
    (r"\s*-\s*", "-"),
    (r"\s+(am|pm)\b", r"\1"),
    (r"\bevery day\b", "daily"),
    (r"\ball day\b", "allday"),
    (r"\bany time\b", "anytime"),
    (r"(?<=\d) ?(?:h|uhr)\b", ""),
    (r"(?<=[a-z])\s*:|[,;&\u060c\u3001\u30fb]|\band\b", " "),
)
_WITHOUT_BLANKS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
"""Words of languages that set no blanks between them."""

NamedDay = int | date
"""A weekday, Monday being 0, or a date of its own."""


@value
class DayHours:
    """The hours of one day; none is a day off."""

    day: NamedDay
    ranges: tuple[Range, ...]


def read_hours(text: str, *, days: tuple[NamedDay, ...] = ()) -> tuple[DayHours, ...]:
    """Days and their hours, as often as there are any; `days` are those of hours without a day."""
    words = [*_days_first(_words(text))]
    hours: dict[NamedDay, tuple[Range, ...]] = {}
    while words:
        named = [*takewhile(_is_day, words)]
        typed = [*takewhile(lambda word: not _is_day(word), words[len(named) :])]
        words = words[len(named) + len(typed) :]
        meant = read_days(" ".join(named)) if named else days
        if not meant:
            raise ValueError(_("Say for which days, such as: mon-fri {hours}").format(hours=text))
        if not typed:
            example = _("{days}: at what hours? Write for instance {days} 9-17, or {days} off")
            raise ValueError(example.format(days=" ".join(named)))
        hours |= dict.fromkeys(meant, read_ranges(" ".join(typed)))
    if not hours:
        raise ValueError(_("Write days and their hours, such as mon-fri 9-17"))
    return tuple(DayHours(day, ranges) for day, ranges in hours.items())


def _days_first(words: list[str]) -> Iterator[str]:
    """Also of whoever begins with the hours and ends with a day: `9-17 mon-fri`, `off sat sun`."""
    if not words or _is_day(words[0]) or not _is_day(words[-1]):
        yield from words
        return
    while words:
        typed = [*takewhile(lambda word: not _is_day(word), words)]
        named = [*takewhile(_is_day, words[len(typed) :])]
        words = words[len(typed) + len(named) :]
        yield from (*named, *typed)


def read_week(text: str) -> tuple[DayHours, ...]:
    """The whole week: where no day is named, from Monday to Friday; the other days are off.

    But whoever names no day and sets no limit means every day.
    """
    week = tuple(range(len(WEEKDAYS)))
    typed = read_hours(text, days=week if _is_always(_words(text)) else WORK_DAYS)
    named = {each.day for each in typed}
    off = (DayHours(day, ()) for day in week if day not in named)
    return (*typed, *off)


def read_days(text: str) -> tuple[NamedDay, ...]:
    """`mon`, `mon-fri`, `sat sun`, `weekdays`, `weekend`, `daily`, `2026-12-24`."""
    days = dict.fromkeys(day for word in _words(text) for day in _days(word))
    if not days:
        raise ValueError(_no_day(text))
    return tuple(days)


def read_ranges(text: str) -> tuple[Range, ...]:
    """`9-17`, `9:00-12:30 13:30-18`, `9am-5pm`, `22-6` past midnight, `off`, `any time`."""
    words = _paired(_words(text))
    if len(words) == 1 and words[0] in _NONE:
        return ()
    if _is_always(words):
        return (ALL_DAY,)
    ranges = tuple(sorted(_range(word) for word in words))
    for one, other in overlapping(ranges):
        overlap = _("{one} and {other} overlap: write hours that share no time")
        raise ValueError(overlap.format(one=spell_range(one), other=spell_range(other)))
    return ranges


def _paired(words: list[str]) -> list[str]:
    """Times alone, one after the other, are where ranges begin and end: `9 12 13 17`."""
    if len(words) % 2 or not all(map(_TIME.fullmatch, words)):
        return words
    return [f"{start}-{end}" for start, end in zip(words[::2], words[1::2], strict=True)]


def _words(text: str) -> list[str]:
    text = _typed_alike(text)
    for other in _OTHER_DATES:
        text = other.sub(_iso_date, text)
    for own, same in _own_words():
        text = re.sub(own, same, text)
    for pattern, same in _SAME:
        text = re.sub(pattern, same, text)
    return text.split()


def _iso_date(typed: re.Match[str]) -> str:
    return f"{typed['year']}-{typed['month']:>02}-{typed['day']:>02}"


def _typed_alike(text: str) -> str:
    """Capitals and wide letters, as a Japanese keyboard has them, make no difference."""
    return unicodedata.normalize("NFKC", text).lower()


def _own_words() -> Iterator[tuple[str, str]]:
    """The patterns of what the reader's language calls it, and the English word for that."""
    yield _alone(_("any time")), "anytime"
    switched_off = pgettext("a switch, several ways to write it apart", "off").split()
    for off in (pgettext("hours of a day", "off"), *switched_off):
        yield _alone(off), "off"
    yield _alone(pgettext("before the first of two times or days", "from")), " "
    names = {
        name: day
        for own in (short_weekday_names(), weekday_names())
        for day, written in zip(WEEKDAYS, own, strict=True)
        for name in _ways_to_write(written)
        if not day.startswith(name)  # English, which is read anyway
    }
    for name in sorted(names, key=len, reverse=True):
        yield rf"{_alone(name)}\.?", f" {names[name]} " if _is_joined(name) else names[name]
    for between in pgettext("between two days or times, several of them apart", "to").split():
        is_joined = _WITHOUT_BLANKS.fullmatch(between)
        yield rf"\s*{re.escape(between) if is_joined else _alone(between)}\s*", "-"


def _ways_to_write(name: str) -> Iterator[str]:
    """As it is, without the marks on its letters, and what is left of *segunda-feira*."""
    whole = _typed_alike(name).removesuffix(".")
    for part in (whole, whole.partition("-")[0]):
        yield part
        apart = unicodedata.normalize("NFD", part)
        yield "".join(sign for sign in apart if not unicodedata.combining(sign))


def _alone(word: str) -> str:
    """Not within a longer word; one letter never, nor any where the language parts its words."""
    word = _typed_alike(word)
    escaped = re.escape(word)
    return escaped if _is_joined(word) else rf"(?<!\w){escaped}(?!\w)"


def _is_joined(word: str) -> bool:
    return len(word) > 1 and bool(_WITHOUT_BLANKS.fullmatch(word))


def _is_always(words: list[str]) -> bool:
    return len(words) == 1 and words[0] in _ALWAYS


def _is_day(word: str) -> bool:
    is_date = _DATE.fullmatch(word) or _PART_OF_DATE.fullmatch(word)
    return bool(is_date) or (word[0].isalpha() and word not in _NONE | _ALWAYS)


def _days(word: str) -> Iterator[NamedDay]:
    if _DATE.fullmatch(word):
        try:
            yield date.fromisoformat(word)
        except ValueError:
            text = _("{date}: there is no such date; write one such as 2026-12-24")
            raise ValueError(text.format(date=word)) from None
        return
    if _PART_OF_DATE.fullmatch(word):
        raise ValueError(_no_day(word))
    if word in _SEVERAL:
        yield from _SEVERAL[word]
        return
    first, *rest = (_weekday(name) for name in word.split("-"))
    if len(rest) > 1:
        raise ValueError(_no_day(word))
    last = rest[0] if rest else first
    yield from ((first + n) % 7 for n in range((last - first) % 7 + 1))


def _weekday(name: str) -> int:
    singular = name.removesuffix("s") if len(name) > 4 else name
    found = [n for n, day in enumerate(WEEKDAYS) if len(name) > 1 and day.startswith(singular)]
    if len(found) == 1:
        return found[0]
    short = {"tues": 1, "weds": 2, "thurs": 3}  # cut where no other language of clocks cuts them
    if name in short:
        return short[name]
    raise ValueError(_no_day(name))


def _no_day(word: str) -> str:
    text = _("{word}: not a day; write {day}, {days}, weekdays, weekend, daily or 2026-12-24")
    days = monday_to_friday()
    return text.format(word=word or _("nothing"), day=days.partition("-")[0], days=days)


def monday_to_friday() -> str:
    """As one may type it in one's own language."""
    names = short_weekday_names()
    return "-".join(_typed_alike(names[day]).removesuffix(".") for day in (0, 4))


def _range(word: str) -> Range:
    start, dash, end = word.partition("-")
    if not dash or not end or not start:
        text = _("{word}: not hours; write for instance 9-17, 9:00-17:30 or off")
        raise ValueError(text.format(word=word))
    part = Range(minute_of_day(_in_its_half(start, end), word), minute_of_day(end, word))
    if part.start == ALL_DAY.end:
        part = Range(0, part.end)  # midnight is 0:00 where something begins
    if part.end == 0:
        part = Range(part.start, ALL_DAY.end)  # and 24:00 where it ends
    if part.start == part.end:
        text = _("{word}: begins and ends at the same time; the whole day is 0-24")
        raise ValueError(text.format(word=word))
    if word.replace("-", "").isdigit() and 0 < part.end < part.start <= _NOON:
        raise ValueError(_two_ways(word, part, Range(part.start, part.end + _NOON)))
    if _EARLY.fullmatch(word) and part.start < part.end:
        raise ValueError(_two_ways(word, part, Range(part.start + _NOON, part.end + _NOON)))
    return part


def _in_its_half(start: str, end: str) -> str:
    """Where the end alone says which half of the day it is in: `1-5pm`, but `9-5pm`."""
    if not re.fullmatch(_ON_A_DIAL, start) or not re.search(r"\dp\.?m\.?$", end):
        return start
    after_noon = f"{start}pm"
    return after_noon if minute_of_day(after_noon, start) < minute_of_day(end, end) else start


def _two_ways(word: str, morning: Range, afternoon: Range) -> str:
    text = _("{word}: does that end in the afternoon? Write {afternoon}, or {morning}")
    both = {"afternoon": spell_range(afternoon), "morning": spell_range(morning)}
    return text.format(word=word, **both)
