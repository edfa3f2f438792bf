"""One key of `deskbreak.toml` read or changed, as a person at the command line or the page asks.

The file is the user's: all of it but that key stays as it is, byte for byte. Never loaded in the
daemon.
"""

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from gettext import gettext as _
from pathlib import Path
from typing import Any

from deskbreak.core.policy import Range, Settings, WorkHours
from deskbreak.errors import ConfigError, Problem, StorageError
from deskbreak.files.private import write_private
from deskbreak.files.resources import config_file
from deskbreak.files.texts import MARK, in_toml, parse_toml, read_bytes, read_text
from deskbreak.settings.file import Raw, read_settings, spell_settings, with_key
from deskbreak.settings.schema import spell_range
from deskbreak.settings.table import WEEKDAYS, known_keys, unknown_key

_DATE = "work_hours.dates."


def get_setting(path: Path, key: str) -> str:
    """What holds for the key, in TOML: what the file says, else the default."""
    text, source = read_text(path) or "", str(path)
    names = _names(key, source)
    raw = parse_toml(text, source)
    for tables in (raw, in_force(read_settings(raw, source))):
        if (value := _found(tables, names)) is not None:
            return in_toml(value)
    allowed = _("the hours of its weekday apply")
    raise ConfigError(source, (Problem(key, _("this date has no hours of its own"), allowed),))


def set_setting(path: Path, key: str, text: str) -> None:
    """Write this one key, as typed: `30m`, `true`, `09:00-12:00,13:00-17:30`, `off`, or in TOML."""
    source = str(path)
    names = _names(key, source)
    old = read_text(path)
    if old is None:
        old = config_file("deskbreak.toml").read_text(encoding="utf-8")
    wanted = with_key(_sound(old, source), names, _typed(names, text))
    read_settings(wanted, source)
    _write(path, old, wanted, lambda plain: _with_value(plain, names, wanted))


def reset_setting(path: Path, key: str | None = None) -> None:
    """Take the key out of the file; without a key, begin the file anew and keep a backup."""
    if key is None:
        _begin_anew(path)
        return
    source = str(path)
    names = _names(key, source)
    old = read_text(path) or ""
    raw = _sound(old, source)
    if _found(raw, names) is None:
        return
    wanted = _without(raw, names)
    read_settings(wanted, source)
    _write(path, old, wanted, lambda plain: _removed(plain, names))


def describe_hours(hours: WorkHours) -> list[str]:
    """A line for each weekday and each date, for people."""
    dates = [
        f"{day.isoformat()} ({_day_names()[day.weekday()]}) {_described(ranges)}"
        for day, ranges in hours.dates
    ]
    if hours.weekdays is not None:
        week = zip(_day_names(), hours.weekdays, strict=True)
        return [*(f"{name} {_described(ranges)}" for name, ranges in week), *dates]
    if dates:
        return [_("Every day but these: whenever you are there"), *dates]
    return [_("No hours are set: whenever you are there")]


def _day_names() -> list[str]:
    return [
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    ]


def _described(ranges: tuple[Range, ...]) -> str:
    return ", ".join(map(spell_range, ranges)) or _("off")


def _names(key: str, source: str) -> tuple[str, ...]:
    if key in known_keys() or key.startswith(_DATE):
        return tuple(key.split(".", 2))
    raise ConfigError(source, (unknown_key(key),))


def _sound(text: str, source: str) -> Raw:
    """The file's tables; a broken file is refused, because only its user knows what they meant."""
    raw = parse_toml(text, source)
    read_settings(raw, source)
    return raw


def in_force(settings: Settings) -> dict[str, Raw]:
    """Every key; a weekday without limit is open all day."""
    spelled = spell_settings(settings)
    no_limit = {name: ["00:00-24:00"] for name in WEEKDAYS}
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
    """What the user meant: TOML where it is TOML, else a text, and a text where lists are a list."""
    try:
        typed = parse_toml(f"typed = {text}", "")
    except ConfigError:
        typed = {}
    value = typed["typed"] if len(typed) == 1 else text.strip()
    if not isinstance(value, str) or not _holds_list(names):
        return value
    if value in ("", "off"):
        return []
    if names[0] == "hooks":
        return _arguments(value)
    return [item.strip() for item in value.split(",")]


def _holds_list(names: Sequence[str]) -> bool:
    if len(names) == 3:
        return True  # the hours of a date
    return isinstance(_found(in_force(Settings()), names), list)


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
    old, new = read_bytes(path), config_file("deskbreak.toml").read_bytes()
    if old == new:
        return  # and the backup keeps what the last reset put there
    if old is not None:
        write_private(path.with_name(f"{path.name}.bak"), old)
    write_private(path, new)
