"""What stands in one line of a day: a JSON object, and its values by their kinds, read strictly."""

import json
from datetime import UTC, datetime, timedelta, tzinfo
from gettext import gettext as _
from typing import Any, Never

from deskbreak.core.duration import parse_duration
from deskbreak.core.moment import ZERO

Line = dict[str, Any]

_EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
_LATEST = datetime(8000, 1, 1, tzinfo=UTC)  # the core looks a year ahead, and Python knows 9999
_FAR = timedelta(days=365_000)
_SHOWN = 60


class MalformedError(Exception):
    """What is wrong with a line, and what is allowed."""

    def __init__(self, found: str, allowed: str) -> None:
        super().__init__(found)
        self.found = found
        self.allowed = allowed


def object_of(text: str) -> Line:
    try:
        line = _JSON.decode(text)
    except json.JSONDecodeError as error:
        if _is_cut_off(text.rstrip(), error):
            found = _("the line is cut off")
            raise MalformedError(found, _("delete it, and what comes before replays")) from None
        raise _no_object(f"{error.msg}, column {error.colno}") from None
    except (ValueError, RecursionError) as error:
        raise _no_object(str(error)) from None
    if not isinstance(line, dict):
        raise _no_object(shown(line))
    return line


def _is_cut_off(text: str, error: json.JSONDecodeError) -> bool:
    """Whoever wrote it was stopped in the middle."""
    if not text.startswith("{") or error.msg == "Extra data":
        return False
    return error.pos >= len(text) or not text.endswith("}")


def _no_object(why: str) -> MalformedError:
    found = _("no JSON object ({why})").format(why=why)
    return MalformedError(found, _("each line is one JSON object and nothing else"))


def _without_twins(pairs: list[tuple[str, Any]]) -> Line:
    line = dict(pairs)
    if len(line) < len(pairs):
        names = [name for name, _value in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise MalformedError(
            _("{key} stands twice").format(key=shown(twin)), _("each key stands once")
        )
    return line


def _no_number(name: str) -> Never:
    raise MalformedError(_("{name} is no number").format(name=name), _("numbers are those of JSON"))


def time_of(line: Line, key: str) -> datetime:
    value = line[key]
    try:
        time = datetime.fromisoformat(value)
    except (ValueError, TypeError):
        time = None
    if time is None or time.tzinfo is None:
        allowed = _("{key} is a time with its offset, such as 2026-03-02T09:00:00+01:00")
        raise refused(key, value, allowed.format(key=key))
    try:
        wall = time.astimezone(UTC)
    except OverflowError:
        wall = None
    if wall is None or not _EARLIEST <= wall < _LATEST:
        allowed = _("{key} lies in the years from 1900 to 7999")
        raise refused(key, value, allowed.format(key=key))
    return wall


def seconds_of(line: Line, key: str) -> timedelta:
    value = line[key]
    try:
        span = None if isinstance(value, bool) else timedelta(seconds=value)
    except (TypeError, OverflowError):
        span = None
    if span is None or abs(span) > _FAR:
        allowed = _("{key} is a number of seconds, of less than 1000 years")
        raise refused(key, value, allowed.format(key=key))
    return span


def length_of(line: Line) -> timedelta | None:
    """A recording spells lengths that are not whole seconds `for_s`."""
    if "for_s" in line:
        return _exact_length(line)
    value = line.get("for")
    if value is None:
        return None
    try:
        length = parse_duration(value) if isinstance(value, str) else ZERO
    except ValueError:
        length = ZERO
    if length <= ZERO:
        allowed = _("for is a duration above zero, such as 90s, 10m or 1h30m")
        raise refused("for", value, allowed)
    return length


def _exact_length(line: Line) -> timedelta:
    if "for" in line:
        raise MalformedError(_("for and for_s are both there"), _("one of them says how long"))
    length = seconds_of(line, "for_s")
    if length < ZERO:
        raise refused("for_s", line["for_s"], _("for_s is a number of seconds, not below zero"))
    return length


def text_of(line: Line, key: str, allowed: str) -> str | None:
    value = line.get(key)
    if value is not None and not isinstance(value, str):
        raise refused(key, value, allowed)
    return value


def zone_of(line: Line) -> tzinfo | None:
    """By its name; one that has none by its offset."""
    allowed = _("zone is the name of a time zone, such as Europe/Warsaw, or UTC+01:00")
    name = text_of(line, "zone", allowed)
    if name is None:
        return None
    from zoneinfo import ZoneInfo  # noqa: PLC0415  (only few lines of a day name a zone)

    offset = name.removeprefix("UTC")
    try:
        if offset.startswith(("+", "-")):
            return datetime.fromisoformat(f"2000-01-01T00:00{offset}").tzinfo
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise refused("zone", name, allowed) from None


def refused(key: str, value: object, allowed: str) -> MalformedError:
    return MalformedError(_("{key} is {value}").format(key=key, value=shown(value)), allowed)


def shown(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


_JSON = json.JSONDecoder(object_pairs_hook=_without_twins, parse_constant=_no_number)
