"""What stands in one line of a day: a JSON object, and the values that only days have."""

import json
from datetime import datetime, tzinfo
from gettext import gettext as _

from deskbreak.errors import ConfigError, Problem
from deskbreak.files.kinds import plain
from deskbreak.files.strict import MisfitError, bounded, shown
from deskbreak.files.texts import parse_json


def object_of(text: str) -> dict[str, object]:
    try:
        line = bounded(parse_json(text, ""))
    except ConfigError as error:
        if isinstance(error.__cause__, json.JSONDecodeError):
            raise _broken(text, error.__cause__) from None
        raise malformed(error.problems[0].found, error.problems[0].allowed) from None
    if not isinstance(line, dict):
        raise _no_object(shown(line))
    return line


def malformed(found: str, allowed: str, place: str = "") -> MisfitError:
    return MisfitError(Problem(place, found, allowed))


def _broken(text: str, error: json.JSONDecodeError) -> MisfitError:
    """Perhaps whoever wrote it was stopped in the middle, and not at the end of a line."""
    line = text.rstrip()
    is_laid_out = line == "{" and text.endswith("\n")
    is_open = line.startswith("{") and not is_laid_out and error.msg != "Extra data"
    if is_open and (error.pos >= len(line) or not line.endswith("}")):
        found = _("the line is cut off")
        return malformed(found, _("delete it, and everything before it will replay"))
    return _no_object(f"{error.msg}, column {error.colno}")


def _no_object(why: str) -> MisfitError:
    found = _("not a JSON object ({why})").format(why=why)
    return malformed(found, _("each line is one JSON object and nothing else"))


def _id_of(data: object) -> str | None:
    """A number is an id, too, though of no proposal that ever was."""
    return str(data) if type(data) is int else data if isinstance(data, str) else None


def _zone_of(data: object) -> tzinfo | None:
    """By its name; one that has none by its offset."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415  (only few lines of a day name a zone)

    if not isinstance(data, str):
        return None
    offset = data.removeprefix("UTC")
    try:
        if offset.startswith(("+", "-")):
            return datetime.fromisoformat(f"2000-01-01T00:00{offset}").tzinfo
        return ZoneInfo(data)
    except (KeyError, ValueError, OSError):
        return None


PROPOSAL_ID = plain(_id_of, lambda: _("the id of a proposal, a text"))
ZONE = plain(
    _zone_of, lambda: _("the name of a time zone, or UTC+01:00"), lambda: '"Europe/Warsaw"'
)
CHANGES = plain(
    lambda data: data if isinstance(data, dict) else None,
    lambda: _("an object of dotted keys"),
    lambda: '{"breaks.every": "30m"}',
)
