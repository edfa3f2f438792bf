"""`deskbreak.toml` as frozen values, read strictly: the right type, or every problem at once.

What each key may be stands in `table.py`. Nobody else sees a dict of settings, except as
`spell_settings` writes it.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from enum import StrEnum
from gettext import gettext as _
from pathlib import Path
from typing import Any

from deskbreak.core.duration import format_duration
from deskbreak.core.policy import Plans, Settings
from deskbreak.core.work_hours import ALL_DAY, Range, WorkHours
from deskbreak.files.private import write_private
from deskbreak.files.resources import config_file
from deskbreak.files.strict import Schema, read, table
from deskbreak.settings.schema import spell_range
from deskbreak.settings.table import SECTIONS, WEEKDAYS, Section, unknown_key

Raw = dict[str, object]
"""A table as TOML or JSON gives it."""


def read_settings(raw: Mapping[str, object], source: str) -> Settings:
    """The settings from tables as TOML or JSON gives them."""
    return read(_SETTINGS, raw, source)


def change_settings(settings: Settings, changes: Mapping[str, object], source: str) -> Settings:
    """The settings with these dotted keys changed.

    A whole section changes the keys it names; `work_hours` is one value and changes whole.
    """
    defaults = spell_settings(Settings())
    raw: Raw = {
        section: {key: value for key, value in keys.items() if value != defaults[section].get(key)}
        for section, keys in spell_settings(settings).items()
    }
    for place, value in changes.items():
        if isinstance(value, Mapping) and place in SECTIONS and place != "work_hours":
            for key, below in value.items():
                raw = with_key(raw, (place, key), below)
        else:
            raw = with_key(raw, place.split(".", 2), value)
    return read_settings(raw, source)


def spell_settings(settings: Settings) -> dict[str, Raw]:
    """The settings as TOML and JSON can hold them: every key, except weekdays where none is set."""
    return {
        section.name: _spelled_hours(settings.work_hours)
        if section.name == "work_hours"
        else _spelled_fields(getattr(settings, section.name))
        for section in fields(Settings)
    }


def spell_every_key(settings: Settings) -> dict[str, Raw]:
    """The same with every key: a weekday without limit is open all day."""
    spelled = spell_settings(settings)
    no_limit = {name: [spell_range(ALL_DAY)] for name in WEEKDAYS}
    return {**spelled, "work_hours": {**no_limit, **spelled["work_hours"]}}


def spell_value(value: object) -> object:
    """As TOML and JSON can hold it."""
    match value:
        case timedelta():
            return format_duration(value)
        case StrEnum():
            return value.value
        case tuple():
            return [spell_value(item) for item in value]
        case Range():
            return spell_range(value)
        case Plans():
            return {plan.name: list(plan.moves) for plan in value.each}
        case _:  # text, numbers and flags
            return value


def with_key(raw: Mapping[str, object], names: Sequence[str], value: object) -> Raw:
    """A copy of the table in which the value stands at the end of these names."""
    name, *deeper = names
    if not deeper:
        return {**raw, name: value}
    below = raw.get(name)
    return {**raw, name: with_key(below if isinstance(below, Mapping) else {}, deeper, value)}


def value_at(raw: Mapping[str, object], names: Sequence[str]) -> object:
    """What stands at the end of these names, None for nothing: TOML itself has no null."""
    value: object = raw
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def write_default(path: Path) -> None:
    """Give the user a file in which every key stands commented out, unless they have one."""
    if not os.path.lexists(path):  # a link to a file not there yet is theirs, too
        write_private(path, default_text().encode())


def default_text() -> str:
    return config_file("deskbreak.toml").read_text(encoding="utf-8")


def _spelled_fields(section: Any) -> Raw:
    return {field.name: spell_value(getattr(section, field.name)) for field in fields(section)}


def _spelled_hours(hours: WorkHours) -> Raw:
    week = zip(WEEKDAYS, hours.weekdays or (), strict=False)  # none or seven
    days = {name: spell_value(ranges) for name, ranges in week}
    return {**days, "dates": {day.isoformat(): spell_value(ranges) for day, ranges in hours.dates}}


def _of_section(section: Section) -> Schema[Any]:
    def allowed() -> str:
        text = _("a section: the line [{name}] and its keys below")
        return text.format(name=section.name)

    return table(
        section.build,
        section.schemas,
        allowed=allowed,
        stranger=unknown_key,
        check=section.check,
    )


_SETTINGS = table(
    Settings,
    {name: _of_section(section) for name, section in SECTIONS.items()},
    stranger=unknown_key,
)
