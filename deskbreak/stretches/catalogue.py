"""The catalogue of stretches: a TOML file, read strictly into frozen values.

Nothing is coerced and nothing unknown is passed over; all that is wrong with a file is told at
once. The header of the bundled `stretches.toml` explains every key to people.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from functools import partial
from gettext import gettext as _
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, cast, get_args, get_origin

from deskbreak.core.cautions import AVOID_TAGS
from deskbreak.core.duration import format_duration
from deskbreak.core.moment import ZERO
from deskbreak.core.stretch import (
    LET_GO_ID,
    STAND_UP_ID,
    WALK_ID,
    Ease,
    Equipment,
    Group,
    Stage,
    Stretch,
    Where,
    whole_length,
)
from deskbreak.errors import ConfigError, Problem, StorageError
from deskbreak.files.columns import columns
from deskbreak.files.kinds import SWITCH, count, length, named, one_of, plain
from deskbreak.files.plans import PLANS
from deskbreak.files.strict import (
    MisfitError,
    Schema,
    below,
    bounded,
    every,
    listed,
    misfit,
    no_such_key,
    numbered,
    problem_with,
    readable,
    table,
    table_values,
)
from deskbreak.files.texts import decoded, parse_toml
from deskbreak.stretches.quick_form import quick_form
from deskbreak.value import value

T = TypeVar("T")

_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PICTURE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}\.png")
_RESERVED = (  # to all other groups anybody may add a move
    (Group.WALK, (WALK_ID,)),
    (Group.STAND, (STAND_UP_ID, LET_GO_ID)),
)


def load_catalogue(path: Path) -> tuple[Stretch, ...]:
    """The catalogue that the daemon lives on: the walk and standing up must be in it."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise StorageError(
            _("The stretches in {path} cannot be read ({reason}): reinstall deskbreak.").format(
                path=path, reason=error.strerror
            )
        ) from error
    source = str(path)
    document = quick_form(path, content) or _document(decoded(content, source), source)
    return _catalogue(document, source, must_have=(WALK_ID, STAND_UP_ID))


def parse_catalogue(
    text: str, source: str, *, known: Collection[str] = (), beside: Collection[str] = ()
) -> tuple[Stretch, ...]:
    """The stretches of anybody's catalogue; `source` is what the errors call it.

    It may require the stretches already `known` from another, and must not take their ids. Those
    `beside` it may be required, too, and may be its own: as it was when it was read last.
    """
    return _catalogue(_document(text, source), source, known=known, beside=beside)


def _document(text: str, source: str) -> dict[str, object]:
    return parse_toml(text, source, 'name = "Calf stretch"')


def _catalogue(
    written: dict[str, object],
    source: str,
    *,
    must_have: tuple[str, ...] = (),
    known: Collection[str] = (),
    beside: Collection[str] = (),
) -> tuple[Stretch, ...]:
    document = cast("dict[str, object]", bounded(written))
    problems: list[Problem] = []
    needed = () if document.get("plans") else ("stretch",)
    tables = table_values("", document, _DOCUMENT, problems, needed)
    drafts = [
        _draft(number, written, problems)
        for number, written in enumerate(tables.get("stretch", ()), start=1)
    ]
    sources = document.get("sources")
    titles = sources if isinstance(sources, dict) else {}
    _contradictions(drafts, titles, known, beside, problems)
    problems += _absences(drafts, must_have)
    if problems:
        raise ConfigError(source, tuple(problems))
    stretches = tuple(draft.stretch(tables.get("sources", {})) for draft in drafts)
    lengths = ((f'stretch "{each.id}".length', format_duration(each.length)) for each in stretches)
    readable(_SPECIAL["length"], lengths, problems)
    if problems:
        raise ConfigError(source, tuple(problems))
    return stretches


@value
class _Draft:
    """As much of a stretch as could be read, by field, and its place in the file."""

    place: str
    fields: Mapping[str, Any]

    @property
    def id(self) -> str | None:
        return self.fields.get("id")

    def stretch(self, sources: Mapping[str, str]) -> Stretch:
        titles = tuple(sources[name] for name in self.fields.get("sources", ()))
        fields = {**self.fields, "sources": titles}
        pace = fields.pop(_PACE, ZERO)
        at_a_wall = fields["where"] is Where.WALL
        needs = fields.pop("needs", ()) or (Equipment.WALL,) * at_a_wall
        stretch = Stretch(**{"move_in": pace / 2, "move_out": pace / 2, "needs": needs, **fields})
        return _with_its_length(stretch) if stretch.is_counted else stretch


def _with_its_length(stretch: Stretch) -> Stretch:
    """A pack may tell the length of all: what is longer than the parts belongs to the finish."""
    finish = stretch.finish + max(stretch.length - whole_length(stretch), ZERO)
    whole = replace(stretch, finish=finish)
    return replace(whole, length=whole_length(whole))


def _draft(number: int, written: Mapping[str, object], problems: list[Problem]) -> _Draft:
    """Its place is its id; its number in the file where that is no help."""
    id_ = written.get("id")
    is_named = isinstance(id_, str) and _ID.fullmatch(id_)
    place = f'stretch "{id_}"' if is_named else f"stretch {number}"
    needed = _NEEDED if _is_counted(written) else (*_NEEDED, "length")
    return _Draft(place, table_values(place, written, _STRETCH, problems, needed))


def _is_counted(written: Mapping[str, object]) -> bool:
    """Only a move without repeats and holds has no parts to sum up."""
    return not written.keys().isdisjoint({"hold", "reps", "stages"})


def _contradictions(
    drafts: list[_Draft],
    sources: Collection[str],
    known: Collection[str],
    beside: Collection[str],
    problems: list[Problem],
) -> None:
    """What a stretch could say alone, but not in this file."""
    ids = [draft.id for draft in drafts]
    for number, draft in enumerate(drafts):
        _misnamed(draft, "sources", sources, problems)
        others = [
            id_ for id_ in dict.fromkeys((*known, *beside, *ids)) if id_ not in (None, draft.id)
        ]
        _misnamed(draft, "requires", others, problems)
        problems += (*_misplaced(draft), *_without_steps(draft))
        if draft.id is not None and draft.id in known:
            allowed = _("deskbreak or another pack has it: give this one its own")
            problems.append(Problem(f"{draft.place}.id", _("used already"), allowed))
        if draft.id is not None and draft.id in ids[:number]:
            allowed = _("give each stretch its own")
            problems.append(Problem(f"{draft.place}.id", _("used twice"), allowed))


def _misnamed(draft: _Draft, field: str, known: Collection[str], problems: list[Problem]) -> None:
    names = draft.fields.get(field, ())
    readable(named(lambda: known), numbered(f"{draft.place}.{field}", names), problems)


def _misplaced(draft: _Draft) -> Iterator[Problem]:
    """The rotation and the law know the walk and standing up by id and by group."""
    group = draft.fields.get("group")
    if group is None or draft.id is None:
        return
    for reserved, ids in _RESERVED:
        if (group is reserved) is not (draft.id in ids):
            rule = _('group "{group}" for stretch "{id}", and for no other')
            allowed = rule.format(group=reserved.value, id=_('" or "').join(ids))
            yield problem_with(f"{draft.place}.group", group.value, allowed)


def _without_steps(draft: _Draft) -> Iterator[Problem]:
    """Whatever form a move is done in, something of its steps is left."""
    steps = len(draft.fields.get("steps", ()))
    stages: tuple[Stage, ...] = draft.fields.get("stages", ())
    eases: tuple[Ease, ...] = draft.fields.get("ease", ())
    parts = (
        *((f"ease.{each.tag}.without", each.without) for each in eases),
        *(("stages.without", each.without) for each in stages),
        ("easier_without", draft.fields.get("easier_without", ())),
    )
    for name, without in parts:
        if steps and not set(without) < set(range(1, steps + 1)):
            allowed = _("some of its steps, 1 to {n}, and not all").format(n=steps)
            yield problem_with(f"{draft.place}.{name}", list(without), allowed)


def _absences(drafts: list[_Draft], must_have: tuple[str, ...]) -> Iterator[Problem]:
    ids = [draft.id for draft in drafts]
    for id_ in must_have:
        if id_ not in ids:
            yield Problem(f'stretch "{id_}"', _("missing"), _("deskbreak cannot do without it"))


def _if_line(data: object) -> str | None:
    is_line = isinstance(data, str) and data.strip() and data.translate(_UNSEEN).isprintable()
    return cast("str", data) if is_line else None


def _if_step(data: object) -> str | None:
    line = _if_line(data)
    return line if line is not None and len(line) <= _STEP else None


def _if_url(data: object) -> str | None:
    line = _if_line(data)
    is_url = line is not None and line.startswith(("https://", "http://")) and " " not in line
    return line if is_url else None


def _like(pattern: re.Pattern[str], data: object) -> str | None:
    return data if isinstance(data, str) and pattern.fullmatch(data) else None


_UNSEEN = dict.fromkeys(map(ord, "\u200c\u200d\u200e\u200f\u00a0\u202f"))
"""What joins letters and emoji, turns the direction of writing or keeps a line together belongs to a text."""
_STEP = 90
_LINE = plain(
    _if_line,
    lambda: _("one line of text in quotes, not empty"),
    typed=lambda: _("one line of text, not empty"),
)
_NAME = plain(
    lambda data: _like(_ID, data),
    lambda: _('small letters, digits and "_", a letter first, at most 40'),
)


_SENTENCE = plain(_if_step, lambda: _("one line of at most {n} characters").format(n=_STEP))
_HOLD = length("0s", "2m")
_EASED_HOLD = length("0s", "10s")
_REPEATS = count(1, 50)
_SETS = count(1, 5)
_MOST_STEPS = 5
_WITHOUT = listed(
    count(1, _MOST_STEPS), lambda: _("a list of the numbers of steps"), most=_MOST_STEPS - 1
)


def _eases(place: str, data: object) -> tuple[Ease, ...]:
    """By the caution, the form in which the move stays, alone or with how long it is held."""
    if not isinstance(data, dict):
        raise misfit(place, data, _("a table, under a line [stretch.ease]"))
    tags = _tags(place, data)
    forms = ((below(place, tag), data[tag]) for tag in tags)
    return tuple(
        replace(ease, tag=tag) for tag, ease in zip(tags, every(_EASE, forms), strict=True)
    )


def _tags(place: str, data: Mapping[str, object]) -> tuple[str, ...]:
    strangers = [tag for tag in data if tag not in AVOID_TAGS]
    if strangers:
        raise MisfitError(*(no_such_key(below(place, tag), tag, AVOID_TAGS) for tag in strangers))
    return tuple(data)


def _ease(place: str, data: object) -> Ease:
    if isinstance(data, dict):
        return _EASE_HELD.read(place, data)
    return Ease("", _SENTENCE.read(place, data))


def _few(item: Schema[T]) -> Schema[tuple[T, ...]]:
    return listed(item, lambda: _("a list of at most 20"), most=20)


_EASE_HELD = table(
    partial(Ease, ""),
    {
        "form": _SENTENCE,
        "hold": _EASED_HOLD,
        "without": _WITHOUT,
        "seated": SWITCH,
        "needs": _few(one_of(Equipment)),
    },
    needed=("form",),
)
_EASE = Schema(_ease, lambda: _("a sentence, or a table with a form and what comes with it"))
_STAGE = table(
    Stage,
    {"reps": _REPEATS, "hold": _HOLD, "sets": _SETS, "form": _SENTENCE, "without": _WITHOUT},
    needed=("reps", "hold"),
)


_PLAIN: Mapping[Any, Schema[Any]] = MappingProxyType(
    {str: _LINE, bool: SWITCH, int: count(1, 50), timedelta: length("0s", "10m")}
)
_SPECIAL: Mapping[str, Schema[Any]] = MappingProxyType(
    {
        "id": _NAME,
        "length": length("1s", "1h"),
        "steps": listed(
            _SENTENCE,
            lambda: _("a list of 1 to 5 steps"),
            least=1,
            most=_MOST_STEPS,
        ),
        "tier": count(1, 3),
        "hold": _HOLD,
        "easier_hold": _HOLD,
        "easier_without": _WITHOUT,
        "sides": count(1, 2),
        "sets": _SETS,
        "ease": Schema(_eases, lambda: _("a table")),
        "stages": listed(_STAGE, lambda: _("a list of at most 5 stages"), most=5),
        "avoid": _few(named(lambda: AVOID_TAGS)),
        "requires": _few(_NAME),
        "sources": _few(_NAME),
        "picture": plain(
            lambda data: _like(_PICTURE, data),
            lambda: _("the bare name of a .png file beside this one"),
            lambda: '"toes.png"',
        ),
    }
)
"""The fields of a stretch of which their type does not say all."""


def _of_type(kind: Any) -> Schema[Any]:
    if get_origin(kind) is tuple:
        return _few(_of_type(get_args(kind)[0]))
    return one_of(kind) if issubclass(kind, StrEnum) else _PLAIN[kind]


FOR_ONE_PERSON = ("ways",)
"""Fields that no catalogue has a key for."""
_PACE = "move"
"""In older packs: the way into a repeat and out of it, together."""
_STRETCH: Mapping[str, Schema[Any]] = MappingProxyType(
    {
        column.field: _SPECIAL.get(column.field) or _of_type(column.kind)
        for column in columns(Stretch)
        if column.field not in FOR_ONE_PERSON
    }
    | {_PACE: _PLAIN[timedelta]}
)


def schema_of_field(field: str) -> Schema[Any] | None:
    """What may stand in that field of a move; None where a move has none of that name."""
    return _STRETCH.get(field)


_NEEDED = (*(column.field for column in columns(Stretch) if column.needed), "steps")


def _source(title: str, url: str = "") -> str:
    return ", ".join(filter(None, (title, url)))


_URL = plain(_if_url, lambda: _("an address that begins with https:// or http://"))
_SOURCE = table(_source, {"title": _LINE, "url": _URL}, needed=("title",))


def _sources(place: str, data: object) -> dict[str, str]:
    """Each source's title and address in one line, by its name."""
    if not isinstance(data, dict):
        raise misfit(place, data, _("a table, under a line [sources]"))
    places = ((below(place, name), source) for name, source in data.items())
    titles = every(_SOURCE, places)
    return dict(zip(data, titles, strict=True))


_TABLE = plain(lambda data: data if isinstance(data, dict) else None, lambda: _("a table"))
_DOCUMENT: Mapping[str, Schema[Any]] = MappingProxyType(
    {
        "stretch": listed(_TABLE, lambda: _("a line [[stretch]] before every stretch"), least=1),
        "sources": Schema(_sources, lambda: _("a table")),
        "plans": PLANS,
    }
)
