"""A setting as people type it: `30m`, `true`, `9-12,13-17:30`, `off`, or TOML.

What cannot be right is handed on as it is: whoever checks it says so, with the key and what is allowed.
"""

import re
import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from gettext import pgettext

from deskbreak.core.duration import as_written, parse_duration
from deskbreak.core.policy import Settings
from deskbreak.errors import ConfigError
from deskbreak.files.texts import in_toml, parse_toml
from deskbreak.settings.file import spell_every_key, spell_value, value_at
from deskbreak.settings.schema import spell_range
from deskbreak.settings.table import SETTINGS
from deskbreak.settings.typed_hours import read_ranges


def typed_value(key: str, text: str) -> object:
    """What the user meant: TOML where it is TOML, else a text, and where lists are a list, of one thing too."""
    names = key.split(".", 2)
    try:
        typed = parse_toml(f"typed = {text}", "")
    except ConfigError:
        typed = {}
    value = typed["typed"] if len(typed) == 1 else text.strip()
    if isinstance(value, str) and isinstance(_default(names), bool):
        value = _switches().get(value.lower(), value)
    if _holds_list(names) and not isinstance(value, list | dict):
        value = _listed(names, value if isinstance(value, str) else text.strip())
    value = _named(names, value)
    return _lengths(value) if _are_lengths(names) else value


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


def _default(names: Sequence[str]) -> object:
    return value_at(spell_every_key(Settings()), names)


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


def _holds_list(names: Sequence[str]) -> bool:
    if len(names) == 3:
        return True  # the hours of a date
    return isinstance(_default(names), list)


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


def _are_lengths(names: Sequence[str]) -> bool:
    default = _default(names)
    spans = default if isinstance(default, list) else [default]
    return bool(spans) and all(
        isinstance(span, str) and re.fullmatch(r"(\d+[hms])+", span) for span in spans
    )


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
