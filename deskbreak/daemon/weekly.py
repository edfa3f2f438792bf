"""The summary of a week, told once: what it says, and the mark that it was said.

Loaded on a Monday.
"""

from collections.abc import Callable
from datetime import date, timedelta
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path

from deskbreak.core.duration import in_words
from deskbreak.core.moment import ZERO
from deskbreak.core.words import about_minutes
from deskbreak.files.plain import plain_bytes
from deskbreak.files.private import write_private
from deskbreak.history.last_week import WeekInShort

_MINUTE = timedelta(minutes=1)


def told_week(mark: Path) -> date | None:
    """The Monday on which a week was told of last."""
    try:
        return date.fromisoformat(plain_bytes(mark).decode("ascii").strip())
    except (OSError, ValueError):  # nobody was told yet, as far as anybody knows
        return None


def tell_week(
    mark: Path,
    monday: date,
    weeks: tuple[WeekInShort, WeekInShort],
    tell: Callable[[str, str], None],
) -> None:
    """The mark comes first: who is killed in between is not told twice."""
    write_private(mark, f"{monday.isoformat()}\n".encode())
    before, last = weeks
    if last.sat or last.stretches:
        tell(_title(before, last), _body(last))


def _title(before: WeekInShort, last: WeekInShort) -> str:
    if not last.mean:
        return _("Your last week")
    length = in_words(_rounded(last.mean))
    change = in_words(_rounded(abs(before.mean - last.mean)))
    if not before.mean or abs(before.mean - last.mean) < _MINUTE:
        text = _("Last week: spells of {length}")
    elif last.mean < before.mean:
        text = _("Last week: spells of {length}, {change} shorter")
    else:
        text = _("Last week: spells of {length}, {change} longer")
    return text.format(length=length, change=change)


def _body(last: WeekInShort) -> str:
    done = ngettext("{count} stretch", "{count} stretches", last.stretches)
    stretches = done.format(count=last.stretches)
    if last.sat <= ZERO:
        return f"{stretches}."
    sat, longest = in_words(_rounded(last.sat)), in_words(_rounded(last.longest))
    text = _("{time} at your desk, the longest spell {longest}, {stretches}.")
    return text.format(time=sat, longest=longest, stretches=stretches)


def _rounded(span: timedelta) -> timedelta:
    return about_minutes(span) * _MINUTE
