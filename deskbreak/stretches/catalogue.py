"""The catalogue of stretches: a TOML file, read strictly into frozen values.

Nothing is coerced and nothing unknown is passed over; all that is wrong with a file is told at
once. The header of the bundled `stretches.toml` explains every key to people.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from reprlib import repr as brief
from types import MappingProxyType
from typing import Any, get_args, get_origin

from deskbreak.core.avoid import avoid_texts
from deskbreak.core.duration import format_duration, parse_duration
from deskbreak.core.moment import ZERO
from deskbreak.core.stretch import (
    LET_GO_ID,
    STAND_UP_ID,
    WALK_ID,
    Group,
    Stretch,
)
from deskbreak.errors import ConfigError, Problem, StorageError
from deskbreak.files.columns import Column, columns

_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PICTURE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}\.png")
_RESERVED = ((Group.WALK, (WALK_ID,)), (Group.STAND, (STAND_UP_ID, LET_GO_ID)))


def load_catalogue(path: Path) -> tuple[Stretch, ...]:
    """The catalogue that the daemon lives on: the walk and standing up must be in it."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise StorageError(
            _("The stretches in {path} cannot be read ({reason}): reinstall deskbreak.").format(
                path=path, reason=error.strerror
            )
        ) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problem = Problem(_line(line), _("not text in UTF-8"), _("save the file as UTF-8"))
        raise ConfigError(str(path), (problem,)) from error
    return parse_catalogue(text, str(path), must_have=(WALK_ID, STAND_UP_ID))


def parse_catalogue(
    text: str, source: str, *, must_have: tuple[str, ...] = (), known: Collection[str] = ()
) -> tuple[Stretch, ...]:
    """The stretches of anybody's catalogue; `source` is what the errors call it.

    It may require the stretches already `known` from another, and must not take their ids.
    """
    document = _toml(text, source)
    problems = [*_strangers("", document, ("stretch", "sources"))]
    sources = _sources(document.get("sources", {}), problems)
    drafts = _drafts(document.get("stretch", []), problems)
    problems += _contradictions(drafts, sources, known)
    problems += _absences(drafts, must_have)
    if problems:
        raise ConfigError(source, tuple(problems))
    return tuple(draft.stretch(sources) for draft in drafts)


def _toml(text: str, source: str) -> dict[str, object]:
    import tomllib  # noqa: PLC0415  (needed only while a file is read)

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said, _at, where = str(error).rpartition(" (at ")
        found = re.match(r"line ([0-9]+)", where)
        line = int(found[1]) if found else len(text.splitlines())  # else: at end of document
        problem = Problem(_line(line), said, _("correct this line, or the one before it"))
        raise ConfigError(source, (problem,)) from error


def _line(number: int) -> str:
    return _("line {number}").format(number=number)


_UNSEEN = dict.fromkeys(map(ord, "\u200c\u200d\u200e\u200f"))
"""What joins letters and emoji or turns the direction of writing belongs to a text."""


def _text(value: object) -> str:
    if type(value) is not str:
        raise ValueError(_("write a text in quotes"))
    if not value.strip() or not value.translate(_UNSEEN).isprintable():
        raise ValueError(_("write one line of text, not empty"))
    return value


def _step(value: object) -> str:
    step = _text(value)
    if len(step) > 90:
        raise ValueError(_("write at most 90 characters a step"))
    return step


def _id(value: object) -> str:
    if type(value) is not str or not _ID.fullmatch(value):
        raise ValueError(_('write small letters, digits and "_", a letter first, at most 40'))
    return value


def _picture(value: object) -> str:
    if type(value) is not str or not _PICTURE.fullmatch(value):
        raise ValueError(
            _('write the bare name of a .png file beside this one, such as "toes.png"')
        )
    return value


def _url(value: object) -> str:
    url = _text(value)
    if not url.startswith(("https://", "http://")) or " " in url:
        raise ValueError(_("write an address that begins with https:// or http://"))
    return url


def _flag(value: object) -> bool:
    if type(value) is not bool:
        raise ValueError(_("write true or false, without quotes"))
    return value


def _whole(least: int, most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if type(value) is not int or not least <= value <= most:  # a bool is no number here
            allowed = _("write a whole number from {least} to {most}, without quotes")
            raise ValueError(allowed.format(least=least, most=most))
        return value

    return read


def _span(least: timedelta, most: timedelta) -> Callable[[object], timedelta]:
    def read(value: object) -> timedelta:
        try:
            span = parse_duration(value) if isinstance(value, str) else None
        except ValueError:
            span = None
        if span is None or not least <= span <= most:
            ends = {"least": format_duration(least), "most": format_duration(most)}
            raise ValueError(_('write a duration from "{least}" to "{most}"').format(**ends))
        return span

    return read


def _member(kind: type[StrEnum]) -> Callable[[object], StrEnum]:
    def read(value: object) -> StrEnum:
        names = [member.value for member in kind]
        if value not in names:
            raise ValueError(_nearest(value, names))
        return kind(str(value))

    return read


def _nearest(value: object, names: Collection[str]) -> str:
    """What is allowed, the likely one first."""
    import difflib  # noqa: PLC0415  (needed only where something is misspelt)

    if not names:
        return _("there is none to name here")
    known = _("write one of {names}").format(names=", ".join(names))
    close = difflib.get_close_matches(str(value), names, n=1)
    if not close:
        return known
    return _('did you mean "{name}"? {known}').format(name=close[0], known=known)


@dataclass(frozen=True, slots=True)
class _Draft:
    """As much of a stretch as could be read, by field, and its place in the file."""

    place: str
    fields: Mapping[str, Any]

    @property
    def id(self) -> str | None:
        return self.fields.get("id")

    def stretch(self, sources: Mapping[str, str]) -> Stretch:
        titles = tuple(sources[name] for name in self.fields.get("sources", ()))
        return Stretch(**{**self.fields, "sources": titles})


@dataclass(frozen=True, slots=True)
class _Key:
    """How a key is read; with `items` its value is a list of such values, so many at least and most."""

    read: Callable[[object], object]
    needed: bool = False
    items: tuple[int, int] | None = None


_READERS: Mapping[Any, Callable[[object], object]] = MappingProxyType(
    {str: _text, bool: _flag, int: _whole(1, 50), timedelta: _span(ZERO, 10 * _MINUTE)}
)
_SPECIAL: Mapping[str, _Key] = MappingProxyType(
    {
        "id": _Key(_id),
        "length": _Key(_span(_SECOND, 60 * _MINUTE)),
        "steps": _Key(_step, needed=True, items=(1, 5)),
        "tier": _Key(_whole(1, 3)),
        "hold": _Key(_span(ZERO, 2 * _MINUTE)),
        "sides": _Key(_whole(1, 2)),
        "avoid": _Key(_id, items=(0, 20)),
        "requires": _Key(_id, items=(0, 20)),
        "sources": _Key(_id, items=(0, 20)),
        "picture": _Key(_picture),
    }
)
"""The fields of a stretch of which their type does not say all."""


def _key(column: Column) -> _Key:
    """How that field of a stretch is read: as `_SPECIAL` has it, else as its type asks for."""
    key = _SPECIAL.get(column.field) or _key_of(column.kind)
    return replace(key, needed=key.needed or column.needed)


def _key_of(kind: Any) -> _Key:
    if get_origin(kind) is tuple:
        return replace(_key_of(get_args(kind)[0]), items=(0, 20))
    return _Key(_member(kind) if issubclass(kind, StrEnum) else _READERS[kind])


_STRETCH: Mapping[str, _Key] = MappingProxyType(
    {column.field: _key(column) for column in columns(Stretch)}
)
_SOURCE: Mapping[str, _Key] = MappingProxyType(
    {"title": _Key(_text, needed=True), "url": _Key(_url)}
)


def _sources(tables: object, problems: list[Problem]) -> dict[str, str]:
    """Each source's title and address in one line, by its name."""
    if not isinstance(tables, dict):
        problems.append(Problem("sources", _shown(tables), _("write a table: [sources]")))
        return {}
    read = {name: _table(f"sources.{name}", tables[name], _SOURCE, problems) for name in tables}
    return {name: ", ".join(filter(None, values.values())) for name, values in read.items()}


def _drafts(tables: object, problems: list[Problem]) -> list[_Draft]:
    if not isinstance(tables, list) or not tables:
        allowed = _("begin every stretch with a line [[stretch]]")
        problems.append(Problem("stretch", _shown(tables), allowed))
        return []
    places = [_place(table, number) for number, table in enumerate(tables, start=1)]
    return [
        _Draft(place, _table(place, table, _STRETCH, problems))
        for place, table in zip(places, tables, strict=True)
    ]


def _place(table: object, number: int) -> str:
    """The stretch by its id; by its number in the file where that is no help."""
    id_ = table.get("id") if isinstance(table, dict) else None
    return (
        f'stretch "{id_}"' if isinstance(id_, str) and _ID.fullmatch(id_) else f"stretch {number}"
    )


def _table(
    place: str, table: object, keys: Mapping[str, _Key], problems: list[Problem]
) -> dict[str, Any]:
    """What could be read of a table, in the order of the keys."""
    if not isinstance(table, dict):
        problems.append(Problem(place, _shown(table), _("write a table")))
        return {}
    problems += _strangers(f"{place}.", table, keys)
    values = {}
    for name, key in keys.items():
        if name in table:
            values[name], found = _value(f"{place}.{name}", table[name], key)
            problems += found
        elif key.needed:
            problems.append(Problem(f"{place}.{name}", _("missing"), _("it may not be left out")))
    return values


def _strangers(prefix: str, table: Iterable[str], known: Collection[str]) -> Iterator[Problem]:
    for name in table:
        if name not in known:
            yield Problem(f"{prefix}{name}", _("unknown key"), _nearest(name, known))


def _value(place: str, written: object, key: _Key) -> tuple[Any, list[Problem]]:
    """The value, or None, with what is wrong with it."""
    if key.items is None:
        try:
            return key.read(written), []
        except ValueError as error:
            return None, [Problem(place, _shown(written), str(error))]
    least, most = key.items
    if not isinstance(written, list) or not least <= len(written) <= most:
        allowed = _("write a list of {least} to {most}").format(least=least, most=most)
        return None, [Problem(place, _shown(written), allowed)]
    one = replace(key, items=None)
    read = [_value(f"{place}[{n}]", item, one) for n, item in enumerate(written, start=1)]
    return tuple(value for value, _found in read), [p for _value, found in read for p in found]


def _shown(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return ngettext("a list of {count}", "a list of {count}", len(value)).format(
                count=len(value)
            )
        case dict():
            return _("a table")
        case _:
            return brief(value)


def _contradictions(
    drafts: list[_Draft], sources: Collection[str], known: Collection[str]
) -> Iterator[Problem]:
    """What a stretch could say alone, but not in this file."""
    ids = [draft.id for draft in drafts]
    tags = avoid_texts()
    for number, draft in enumerate(drafts):
        yield from _misnamed(draft, "avoid", tags)
        yield from _misnamed(draft, "sources", sources)
        others = [id_ for id_ in (*known, *ids) if id_ is not None and id_ != draft.id]
        yield from _misnamed(draft, "requires", others)
        yield from _misplaced(draft)
        if draft.id is not None and draft.id in known:
            allowed = _("deskbreak or another pack has it: give this one its own")
            yield Problem(f"{draft.place}.id", _("used already"), allowed)
        if draft.id is not None and draft.id in ids[:number]:
            yield Problem(f"{draft.place}.id", _("used twice"), _("give each stretch its own"))


def _misnamed(draft: _Draft, field: str, known: Collection[str]) -> Iterator[Problem]:
    for number, name in enumerate(draft.fields.get(field) or (), start=1):
        if name is not None and name not in known:
            yield Problem(f"{draft.place}.{field}[{number}]", _shown(name), _nearest(name, known))


def _misplaced(draft: _Draft) -> Iterator[Problem]:
    """The rotation and the law know the walk and standing up by id and by group."""
    group = draft.fields.get("group")
    if group is None or draft.id is None:
        return
    for reserved, ids in _RESERVED:
        if (group is reserved) is not (draft.id in ids):
            allowed = _('group "{group}" is for stretch "{id}", and for no other')
            told = allowed.format(group=reserved.value, id=_('" or "').join(ids))
            yield Problem(f"{draft.place}.group", _shown(group.value), told)


def _absences(drafts: list[_Draft], must_have: tuple[str, ...]) -> Iterator[Problem]:
    ids = [draft.id for draft in drafts]
    for id_ in must_have:
        if id_ not in ids:
            yield Problem(f'stretch "{id_}"', _("missing"), _("deskbreak cannot do without it"))
