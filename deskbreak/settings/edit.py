"""One key of `deskbreak.toml` read or changed, as a person at the command line or the page asks.

The file is the user's: all of it but that key stays as it is, byte for byte. Never loaded in the
daemon.
"""

import re
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from gettext import gettext as _
from gettext import pgettext
from pathlib import Path
from typing import Any

from deskbreak.core.duration import as_written, in_words, parse_duration
from deskbreak.core.naming import plan_named
from deskbreak.core.policy import Plan, Plans, Settings
from deskbreak.core.wall_clock import weekday_names
from deskbreak.core.work_hours import ALL_DAY, Range, WorkHours
from deskbreak.errors import ConfigError, Problem, StorageError
from deskbreak.files.folders import last_good_file
from deskbreak.files.plans import MOST_PLANS
from deskbreak.files.private import write_private
from deskbreak.files.texts import MARK, in_toml, parse_toml, read_bytes, read_text
from deskbreak.settings.file import (
    Raw,
    change_settings,
    default_text,
    read_settings,
    spell_settings,
    spell_value,
    with_key,
)
from deskbreak.settings.schema import spell_range
from deskbreak.settings.table import SETTINGS, WEEKDAYS, known_keys, unknown_key
from deskbreak.settings.typed_hours import DayHours, NamedDay, read_ranges
from deskbreak.settings.written import is_hollow, read_written, sorted_out, text_in_force

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
    written = _found(parse_toml(text, source), names)
    return value_that_holds(settings, key, source) if written is None else in_toml(written)


def value_that_holds(settings: Settings, key: str, source: str) -> str:
    """The key's value in TOML, where no file says how it is written."""
    value = _found(in_force(settings), _names(key, source))
    if value is not None:
        return in_toml(value)
    allowed = _("the hours of its weekday apply")
    raise ConfigError(source, (Problem(key, _("this date has no hours of its own"), allowed),))


def set_setting(path: Path, key: str, text: str) -> None:
    """Write this one key, as typed: `30m`, `true`, `9-12,13-17:30`, `off`, or in TOML."""
    names = _names(key, str(path))
    _set(path, {names: _typed(names, text)})


def typed_value(key: str, text: str) -> object:
    """What `set_setting` would write of this text, right or wrong."""
    return _typed(key.split(".", 2), text)


def as_typed(key: str, value: object) -> str:
    """What one types for a value of the key: the plainest line that reads back as that value."""
    spelled = spell_value(value)
    plain = _plain(key, spelled)
    if plain.isprintable() and typed_value(key, plain) == spelled:
        return plain
    return in_toml(spelled)


def _plain(key: str, spelled: object) -> str:
    match spelled:
        case str():
            return spelled
        case list() if key.startswith("hooks."):
            return shlex.join(spelled)
        case list():
            return ", ".join(spelled)
        case _:  # switches and numbers
            return in_toml(spelled)


def settings_with(path: Path, typed: Mapping[str, str]) -> Settings:
    """What would hold with these keys as typed; nothing is written."""
    source = str(path)
    changes = {key: _typed(_names(key, source), text) for key, text in typed.items()}
    return change_settings(_settings_in(path), changes, source)


def check_unchanged(path: Path, seen: Mapping[str, str]) -> None:
    """ChangedError unless each key still has the value, in TOML, that somebody saw and now changes."""
    settings = _settings_in(path)
    for key, value in seen.items():
        if (now := seen_value(settings, key)) != value:
            raise ChangedError(key, now)


def seen_value(settings: Settings, key: str) -> str:
    """The key's value in TOML; a weekday without a limit is told from one open all day."""
    return in_toml(_found(spell_settings(settings), key.split(".", 2)))


def set_hours(path: Path, hours: Iterable[DayHours]) -> None:
    """Write the hours of these days. The other days keep theirs, also where that is no limit.

    All at once, so that nobody reads a week that is half written. A week that comes to have no
    limit on any day is none of them set.
    """
    days = {_names_of(each.day): [*map(spell_range, each.ranges)] for each in hours}
    raw = parse_toml(text_in_force(path) or "", str(path))
    values: dict[tuple[str, ...], object] = {**_other_days(raw, days), **days}
    week = [values.get(day, _found(raw, day)) for day in _WEEK]
    if not values.keys().isdisjoint(_WEEK) and week == [[spell_range(ALL_DAY)]] * len(_WEEK):
        values |= dict.fromkeys(_WEEK)
    _set(path, values)


def clear_week(path: Path) -> None:
    """Take the hours of all weekdays out, so that none has a limit."""
    _set(path, dict.fromkeys(_WEEK))


def _names_of(day: NamedDay) -> tuple[str, ...]:
    if isinstance(day, int):
        return ("work_hours", WEEKDAYS[day])
    return ("work_hours", "dates", day.isoformat())


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
        if value is not None or _found(raw, names) is not None
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
    if is_about_dates or any(_found(raw, names) is not None for names in _WEEK):
        return {}
    return {names: [spell_range(ALL_DAY)] for names in _WEEK}


def list_in_setting(path: Path, key: str, item: str, *, on: bool) -> None:
    """Put the item on the list that the key is, as its last, or take it off."""
    section, name = key.split(".")
    listed = getattr(getattr(_settings_in(path), section), name)
    kept = [each for each in listed if each != item] + ([item] if on else [])
    set_setting(path, key, in_toml(kept))


def add_plans(path: Path, coming: Iterable[Plan]) -> tuple[Plan, ...]:
    """Put plans behind those that are there, and return those left out.

    What is called like another stays out, unless it is that very plan, and so does one too many.
    """
    kept = _settings_in(path).stretches.plans.each
    left_out = list[Plan]()
    before = kept
    for plan in coming:
        if plan_named(plan.name, kept) is None and len(kept) < MOST_PLANS:
            kept = (*kept, plan)
        elif plan not in kept:
            left_out.append(plan)
    if kept != before:
        set_setting(path, "stretches.plans", in_toml(spell_value(Plans(kept))))
    return tuple(left_out)


def reset_setting(path: Path, key: str | None = None) -> None:
    """Take the key out of the file; without a key, begin the file anew and keep a backup."""
    if key is None:
        _begin_anew(path)
        return
    reset_settings(path, (key,))


def reset_settings(path: Path, keys: Iterable[str]) -> None:
    """Take these keys out, all at once; no key is nothing to do."""
    _set(path, {_names(key, str(path)): None for key in keys})


def bring_back(path: Path) -> None:
    """Where the user's file is gone or emptied, write it as it was when it last read well."""
    if is_hollow(read_text(path)):
        text = text_in_force(path)
        write_private(path, (text or default_text()).encode())


def describe_hours(hours: WorkHours) -> list[str]:
    """A line for each weekday and each date, for people."""
    dates = [
        f"{day.isoformat()} ({weekday_names()[day.weekday()]}) {describe_ranges(ranges)}"
        for day, ranges in hours.dates
    ]
    if hours.weekdays is not None:
        week = zip(weekday_names(), hours.weekdays, strict=True)
        return [*(f"{name} {describe_ranges(ranges)}" for name, ranges in week), *dates]
    if dates:
        return [_("Every day but these: whenever you are there"), *dates]
    return [_("No hours are set: deskbreak asks whenever you are there")]


def describe_nights(hours: WorkHours, key: str) -> list[str]:
    """How the ranges of that day which pass midnight are understood: they may be a slip."""
    name = key.rpartition(".")[2]
    if name in WEEKDAYS:
        number = WEEKDAYS.index(name)
        ranges = hours.weekdays[number] if hours.weekdays is not None else ()
    else:
        number, ranges = next(
            (day.weekday(), own) for day, own in hours.dates if day.isoformat() == name
        )
    return [_night(number, part) for part in ranges if part.end < part.start]


def _night(number: int, part: Range) -> str:
    start, end = spell_range(part).split("-")
    day, next_day = weekday_names()[number], weekday_names()[(number + 1) % len(WEEKDAYS)]
    length = in_words(timedelta(minutes=part.end - part.start) + timedelta(days=1))
    text = _("{day} {start} to {next_day} {end}, {length}")
    return text.format(day=day, start=start, next_day=next_day, end=end, length=length)


def describe_ranges(ranges: tuple[Range, ...]) -> str:
    """In the reader's language; `read_ranges` reads it all the same."""
    if ranges == (ALL_DAY,):
        return _("any time")
    return ", ".join(map(spell_range, ranges)) or pgettext("hours of a day", "off")


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


def in_force(settings: Settings) -> dict[str, Raw]:
    """Every key; a weekday without limit is open all day."""
    spelled = spell_settings(settings)
    no_limit = {name: [spell_range(ALL_DAY)] for name in WEEKDAYS}
    return {**spelled, "work_hours": {**no_limit, **spelled["work_hours"]}}


def _found(raw: Mapping[str, object], names: Sequence[str]) -> object:
    """What stands at the end of these names, None for nothing: TOML itself has no null."""
    value: object = raw
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _without(raw: Raw, names: Sequence[str]) -> Raw:
    parent = _found(raw, names[:-1])
    rest = parent.items() if isinstance(parent, Mapping) else ()
    return with_key(raw, names[:-1], {name: value for name, value in rest if name != names[-1]})


def _typed(names: Sequence[str], text: str) -> object:
    """What the user meant: TOML where it is TOML, else a text, and where lists are a list, of one thing too."""
    try:
        typed = parse_toml(f"typed = {text}", "")
    except ConfigError:
        typed = {}
    value = typed["typed"] if len(typed) == 1 else text.strip()
    if isinstance(value, str) and isinstance(_found(in_force(Settings()), names), bool):
        value = _switches().get(value.lower(), value)
    if _holds_list(names) and not isinstance(value, list | dict):
        value = _listed(names, value if isinstance(value, str) else text.strip())
    value = _named(names, value)
    return _lengths(value) if _are_lengths(names) else value


def _switches() -> Mapping[str, bool]:
    """What people call true and false, here and in other programs."""
    on = pgettext("a switch, several ways to write it apart", "on").split()
    off = pgettext("a switch, several ways to write it apart", "off").split()
    return {
        **dict.fromkeys(("true", "on", "yes", "y", "enabled", *on), True),
        **dict.fromkeys(("false", "off", "no", "n", "disabled", *off), False),
    }


def _named(names: Sequence[str], value: object) -> object:
    """Of what there is to choose from, in whichever capitals it is typed."""
    if isinstance(value, list):
        return [_named(names, item) for item in value]
    setting = SETTINGS.get(".".join(names))
    if not isinstance(value, str) or setting is None or setting.schema.names is None:
        return value
    alike = (name for name in setting.schema.names() if name.lower() == value.lower())
    return next(alike, value)


def _listed(names: Sequence[str], value: str) -> object:
    if value in ("", "off", "none"):
        return []
    if names[0] == "work_hours":
        return _ranges(value)
    if names[0] == "hooks":
        return _arguments(value)
    return [item.strip() for item in re.split(_between_items(names), value)]


def _between_items(names: Sequence[str]) -> str:
    """A comma; a blank as well where none stands within an item."""
    setting = SETTINGS.get(".".join(names))
    if setting is not None and setting.schema.names is not None:
        return r"[,\s]+"
    return r",|(?<=\d)\s+(?=\d)" if _are_lengths(names) else ","


def _lengths(value: object) -> object:
    """With each length as the file has it; what is none is refused as it is."""
    if isinstance(value, list):
        return [*map(_lengths, value)]
    if isinstance(value, int | str):
        written = as_written(str(value))
        with suppress(ValueError):
            parse_duration(written)
            return written
    return value


def _are_lengths(names: Sequence[str]) -> bool:
    default = _found(in_force(Settings()), names)
    spans = default if isinstance(default, list) else [default]
    return bool(spans) and all(
        isinstance(span, str) and re.fullmatch(r"(\d+[hms])+", span) for span in spans
    )


def _holds_list(names: Sequence[str]) -> bool:
    if len(names) == 3:
        return True  # the hours of a date
    return isinstance(_found(in_force(Settings()), names), list)


def _ranges(typed: str) -> object:
    try:
        return [spell_range(part) for part in read_ranges(typed)]
    except ValueError:  # refused as it is, with the key and what is allowed
        return [item.strip() for item in typed.split(",")]


def _arguments(typed: str) -> object:
    try:
        return shlex.split(typed)
    except ValueError:  # a quote that is not closed: refused as the text that it is
        return typed


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
    if _found(parse_toml(text, ""), names[:2]) is None:
        line = f"{names[1]} = {in_toml(_found(wanted, names[:2]))}"
        edited = _under_its_comment(text, names, line)
        if _says(edited, wanted):
            return edited
    return _in_place(text, names, _found(wanted, names))


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
