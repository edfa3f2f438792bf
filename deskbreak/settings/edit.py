"""One key of `deskbreak.toml` read or changed, as a person at the command line or the page asks.

The file is the user's: all of it but that key stays as it is, byte for byte. Of two who change it at
the same moment the second finds what the first has written. Never loaded in the daemon.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from gettext import gettext as _
from pathlib import Path
from typing import Any

from deskbreak.core.naming import is_called_by, plan_named
from deskbreak.core.policy import Plan, Plans, Settings
from deskbreak.core.stretch import Stretch
from deskbreak.core.work_hours import ALL_DAY
from deskbreak.errors import ConfigError, Problem, StorageError
from deskbreak.files.folders import last_good_file, make_private, settings_file, settings_lock
from deskbreak.files.locks import alone_at
from deskbreak.files.plans import MOST_PLANS
from deskbreak.files.private import write_private
from deskbreak.files.texts import MARK, in_toml, parse_toml, read_bytes, read_text
from deskbreak.settings.file import (
    Raw,
    change_settings,
    default_text,
    read_settings,
    spell_every_key,
    spell_settings,
    spell_value,
    value_at,
    with_key,
)
from deskbreak.settings.schema import spell_range
from deskbreak.settings.table import WEEKDAYS, known_keys, unknown_key
from deskbreak.settings.typed_hours import DayHours, NamedDay
from deskbreak.settings.typed_value import typed_value
from deskbreak.settings.written import is_hollow, keep_copy, read_written, sorted_out, text_in_force

_DATE = "work_hours.dates."
_WEEK = tuple(("work_hours", name) for name in WEEKDAYS)


class MistypedError(ConfigError):
    """What was typed is wrong, and nothing that stands in the file."""


class ChangedError(Exception):
    """Somebody has changed the key since it was last looked at; nothing was written."""

    def __init__(self, key: str, value: str) -> None:
        super().__init__(key)
        self.key = key
        self.value = value


def get_setting(path: Path, key: str) -> str:
    """What holds for the key, in TOML: what the file says, else the default."""
    text, source = text_in_force(path) or "", str(path)
    names = _names(key, source)
    settings = read_written(text, source).settings
    written = value_at(parse_toml(text, source), names)
    return value_that_holds(settings, key, source) if written is None else in_toml(written)


def value_that_holds(settings: Settings, key: str, source: str) -> str:
    """The key's value in TOML, where no file says how it is written."""
    value = value_at(spell_every_key(settings), _names(key, source))
    if value is not None:
        return in_toml(value)
    allowed = _("the hours of its weekday apply")
    raise ConfigError(source, (Problem(key, _("this date has no hours of its own"), allowed),))


def set_setting(path: Path, key: str, text: str) -> None:
    """Write this one key, as typed."""
    with _alone():
        _set_typed(path, key, text)


def set_settings(path: Path, typed: Mapping[str, str]) -> None:
    """Write these keys, as typed, all at once; those of which nothing is typed are taken out."""
    values = {
        _names(key, str(path)): typed_value(key, text) if text else None
        for key, text in typed.items()
    }
    with _alone():
        _set(path, values)


def settings_with(path: Path, typed: Mapping[str, str]) -> Settings:
    """What would hold with these keys as typed; nothing is written."""
    changes = {key: typed_value(key, text) for key, text in typed.items()}
    return change_settings(_settings_in(path), changes, str(path))


def check_unchanged(path: Path, seen: Mapping[str, str]) -> None:
    """ChangedError unless each key still has the value, in TOML, that somebody saw and now changes."""
    settings = _settings_in(path)
    for key, value in seen.items():
        if (now := seen_value(settings, key)) != value:
            raise ChangedError(key, now)


def seen_value(settings: Settings, key: str) -> str:
    """The key's value in TOML; a weekday without a limit is told from one open all day."""
    return in_toml(value_at(spell_settings(settings), key.split(".", 2)))


def set_hours(path: Path, hours: Iterable[DayHours]) -> None:
    """Write the hours of these days. The other days keep theirs, also where that is no limit.

    All at once, so that nobody reads a week that is half written. A week that comes to have no
    limit on any day is none of them set.
    """
    days = {_names_of(each.day): [*map(spell_range, each.ranges)] for each in hours}
    with _alone():
        raw = parse_toml(text_in_force(path) or "", str(path))
        values: dict[tuple[str, ...], object] = {**_other_days(raw, days), **days}
        week = [values.get(day, value_at(raw, day)) for day in _WEEK]
        if not values.keys().isdisjoint(_WEEK) and week == [[spell_range(ALL_DAY)]] * len(_WEEK):
            values |= dict.fromkeys(_WEEK)
        _set(path, values)


def clear_week(path: Path) -> None:
    """Take the hours of all weekdays out, so that none has a limit."""
    with _alone():
        _set(path, dict.fromkeys(_WEEK))


def _names_of(day: NamedDay) -> tuple[str, ...]:
    if isinstance(day, int):
        return ("work_hours", WEEKDAYS[day])
    return ("work_hours", "dates", day.isoformat())


@contextmanager
def _alone() -> Iterator[None]:
    """Where there can be no lock, one writes all the same: that tells what is wrong there."""
    with ExitStack() as undo:
        with suppress(OSError):
            make_private(settings_lock().parent)
            undo.enter_context(alone_at(settings_lock()))
        yield


def _set_typed(path: Path, key: str, text: str) -> None:
    _set(path, {_names(key, str(path)): typed_value(key, text)})


def _set(path: Path, values: Mapping[tuple[str, ...], object]) -> None:
    """Write all of them at once; a key without a value, which TOML has not, is taken out."""
    source = str(path)
    old = text_in_force(path)
    if old is None:
        old = default_text()
    raw = wanted = _sound(old, source)
    changes = {
        names: value
        for names, value in values.items()
        if value is not None or value_at(raw, names) is not None
    }
    if not changes:
        return
    for names, value in changes.items():
        wanted = _with(wanted, names, value)
    try:
        read_settings(sorted_out(wanted).known, source)
    except ConfigError as error:
        raise MistypedError(source, error.problems) from error

    def changed(plain: str) -> str:
        so_far = parse_toml(plain, source)
        for names, value in changes.items():
            so_far = _with(so_far, names, value)
            plain = _removed(plain, names) if value is None else _with_value(plain, names, so_far)
        return plain

    _write(path, old, wanted, changed)


def _with(raw: Raw, names: tuple[str, ...], value: object) -> Raw:
    return _without(raw, names) if value is None else with_key(raw, names, value)


def _other_days(raw: Raw, values: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], object]:
    """Once one weekday has hours, those without a line are off, which nobody asked for: so they stay open."""
    is_about_dates = not any(names in _WEEK for names in values)
    if is_about_dates or any(value_at(raw, names) is not None for names in _WEEK):
        return {}
    return {names: [spell_range(ALL_DAY)] for names in _WEEK}


def list_in_setting(path: Path, key: str, item: str, *, on: bool) -> None:
    """Put the item on the list that the key is, as its last, or take it off."""
    _list(path, key, item, lambda each: each == item, on=on)


def list_move(path: Path, key: str, move: Stretch, *, on: bool) -> None:
    """The same of a move by its id; off the list goes whatever calls it so, or by its name."""
    _list(path, key, move.id, lambda each: is_called_by(move, (each,)), on=on)


def _list(path: Path, key: str, item: str, is_it: Callable[[str], bool], *, on: bool) -> None:
    section, name = key.split(".")
    with _alone():
        listed = getattr(getattr(_settings_in(path), section), name)
        kept = [each for each in listed if not is_it(each)] + ([item] if on else [])
        _set_typed(path, key, in_toml(kept))


def add_plans(path: Path, coming: Iterable[Plan]) -> tuple[Plan, ...]:
    """Put plans behind those that are there, and return those left out.

    What is called like another stays out, unless it is that very plan, and so does one too many.
    """
    with _alone():
        before = _settings_in(path).stretches.plans.each
        kept, left_out = _joined(before, coming)
        if kept != before:
            _set_typed(path, "stretches.plans", in_toml(spell_value(Plans(kept))))
    return left_out


def _joined(
    kept: tuple[Plan, ...], coming: Iterable[Plan]
) -> tuple[tuple[Plan, ...], tuple[Plan, ...]]:
    """All that there is room for, and what is left out."""
    left_out = list[Plan]()
    for plan in coming:
        if plan_named(plan.name, kept) is None and len(kept) < MOST_PLANS:
            kept = (*kept, plan)
        elif plan not in kept:
            left_out.append(plan)
    return kept, tuple(left_out)


def reset_setting(path: Path, key: str | None = None) -> None:
    """Take the key out of the file; without a key, begin the file anew and keep a backup."""
    if key is not None:
        reset_settings(path, (key,))
        return
    with _alone():
        _begin_anew(path)


def reset_settings(path: Path, keys: Iterable[str]) -> None:
    """Take these keys out, all at once; no key is nothing to do."""
    with _alone():
        _set(path, {_names(key, str(path)): None for key in keys})


def bring_back(path: Path) -> None:
    """Where the user's file is gone or emptied, write it as it was when it last read well."""
    with _alone():
        if is_hollow(read_text(path)):
            text = text_in_force(path)
            write_private(path, (text or default_text()).encode())


def _settings_in(path: Path) -> Settings:
    return read_written(text_in_force(path) or "", str(path)).settings


def _names(key: str, source: str) -> tuple[str, ...]:
    if key in known_keys() or key.startswith(_DATE):
        return tuple(key.split(".", 2))
    raise MistypedError(source, (unknown_key(key),))


def _sound(text: str, source: str) -> Raw:
    """The file's tables; a broken file is refused, because only its user knows what they meant."""
    read_written(text, source)
    return parse_toml(text, source)


def _without(raw: Raw, names: Sequence[str]) -> Raw:
    parent = value_at(raw, names[:-1])
    rest = parent.items() if isinstance(parent, Mapping) else ()
    return with_key(raw, names[:-1], {name: value for name, value in rest if name != names[-1]})


def _write(path: Path, old: str, wanted: Raw, change: Callable[[str], str]) -> None:
    """Write the changed text, if it says what is wanted and nothing else."""
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415  (heavy; only to edit)

    try:
        new = _keeping_line_ends(old, change)
        content = new.encode() if _says(new, wanted) else None
    except (TOMLKitError, UnicodeEncodeError):
        content = None
    if content is None:
        message = _("{path}: this key cannot be changed without damaging the rest: edit it by hand")
        raise StorageError(message.format(path=path))
    write_private(path, content)
    if path == settings_file() and last_good_file().exists():  # it would hold less than this
        with suppress(StorageError):  # a deskbreak that runs keeps it as well, and tells
            keep_copy(content, last_good_file())


def _keeping_line_ends(old: str, change: Callable[[str], str]) -> str:
    plain = old.removeprefix(MARK)
    mark = old[: len(old) - len(plain)]
    if "\r\n" not in plain or plain.count("\n") != plain.count("\r\n"):
        return mark + change(plain)
    return mark + change(plain.replace("\r\n", "\n")).replace("\n", "\r\n")


def _says(text: str, wanted: Raw) -> bool:
    try:
        settings = parse_toml(text, "")
    except ConfigError:
        return False
    return _but_empty(settings) == _but_empty(wanted)


def _but_empty(raw: Raw) -> Raw:
    return {name: table for name, table in raw.items() if table}


def _with_value(text: str, names: tuple[str, ...], wanted: Raw) -> str:
    """The text with the key changed where it stands, else set under its commented default."""
    if value_at(parse_toml(text, ""), names[:2]) is None:
        line = f"{names[1]} = {in_toml(value_at(wanted, names[:2]))}"
        edited = _under_its_comment(text, names, line)
        if _says(edited, wanted):
            return edited
    return _in_place(text, names, value_at(wanted, names))


def _under_its_comment(text: str, names: Sequence[str], line: str) -> str:
    lines = text.split("\n")
    header = re.compile(rf"\s*\[\s*{names[0]}\s*\]")
    comment = re.compile(rf"#\s*{names[1]}\s*=")
    is_inside = False
    for number, present in enumerate(lines, start=1):
        if present.lstrip().startswith("["):
            is_inside = header.match(present) is not None
        elif is_inside and comment.match(present):
            return "\n".join([*lines[:number], line, *lines[number:]])
    return text


def _in_place(text: str, names: Sequence[str], value: object) -> str:
    import tomlkit  # noqa: PLC0415  (heavy; only to edit)

    document = tomlkit.parse(text)
    table: Any = document
    for name in names[:-1]:
        if name not in table:
            table[name] = tomlkit.table() if table is document else tomlkit.inline_table()
        table = table[name]
    table[names[-1]] = tomlkit.value(in_toml(value))
    return tomlkit.dumps(document)


def _removed(text: str, names: Sequence[str]) -> str:
    import tomlkit  # noqa: PLC0415  (heavy; only to edit)

    document = tomlkit.parse(text)
    table: Any = document
    for name in names[:-1]:
        table = table[name]
    del table[names[-1]]
    return tomlkit.dumps(document)


def _begin_anew(path: Path) -> None:
    old, new = read_bytes(path), default_text().encode()
    if old == new:
        return  # and the backup keeps what the last reset put there
    if not (old or b"").strip():
        old = read_bytes(last_good_file())  # gone or emptied: these are what is reset
    if old is not None:
        write_private(path.with_name(f"{path.name}.bak"), old)
    write_private(path, new)
