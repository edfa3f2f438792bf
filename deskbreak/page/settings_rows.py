"""Each key of the settings as a row: its name, what it is for, how it is filled in, its default."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from enum import Enum, auto
from gettext import gettext as _
from typing import Any

from deskbreak.core.avoid import equipment_asked
from deskbreak.core.duration import in_words
from deskbreak.core.in_a_list import in_a_list, in_a_row
from deskbreak.core.policy import Settings
from deskbreak.core.stretch import Equipment
from deskbreak.errors import ConfigError, Problem
from deskbreak.files.strict import MisfitError
from deskbreak.page.choice_words import choice_name
from deskbreak.settings.edit import seen_value
from deskbreak.settings.table import SECTIONS, SETTINGS, Section, Setting
from deskbreak.settings.typed_value import as_typed, typed_value
from deskbreak.value import value

ON_THE_MOVES = tuple(f"stretches.{key}" for key in ("never", "favourite", "packs", "plans"))
"""Keys that name moves and files, and are chosen where the moves are shown."""
ELSEWHERE = frozenset({"work_hours", "stretches.avoid", "stretches.injury", *ON_THE_MOVES})
"""Sections and keys that have a picture of their own."""


class Control(Enum):
    """How it is filled in."""

    SWITCH = auto()
    ONE = auto()
    MANY = auto()
    NUMBER = auto()
    TEXT = auto()


@value
class Option:
    """One of several that there are."""

    name: str
    text: str
    is_chosen: bool


@value
class Row:
    """A key; `seen` is its value in TOML, by which a change made elsewhere is noticed."""

    key: str
    name: str
    about: str
    control: Control
    value: bool | str
    choices: tuple[Option, ...]
    default: str
    seen: str
    is_default: bool


def settings_in_rows() -> Iterator[tuple[Section, tuple[Setting, ...]]]:
    """Section by section, but for what is shown elsewhere."""
    for section in SECTIONS.values():
        if section.name not in ELSEWHERE:
            yield (
                section,
                tuple(
                    setting
                    for setting in section.settings
                    if f"{section.name}.{setting.key}" not in ELSEWHERE
                ),
            )


def row(section: Section, setting: Setting, settings: Settings) -> Row:
    key = f"{section.name}.{setting.key}"
    value = getattr(getattr(settings, section.name), setting.key)
    default = getattr(getattr(Settings(), section.name), setting.key)
    names = setting.schema.names
    options = () if names is None else _choices(setting, names(), value)
    wishes = settings.stretches
    asked = equipment_asked(wheelchair=wishes.wheelchair, lacking=wishes.lacking)
    unasked = set(Equipment).difference(asked)
    choices = tuple(each for each in options if each.name not in unasked)
    return Row(
        key=key,
        name=_(setting.name) if setting.name else key,
        about=setting.about(),
        control=_control(value, choices),
        value=value if isinstance(value, bool) else as_typed(key, value),
        choices=choices,
        default=_as_read(default),
        seen=seen_value(settings, key),
        is_default=value == default,
    )


def wrong_value(key: str, value: object, error: ConfigError) -> str:
    """What is wrong, as one says it beside a field, where nobody writes quotes or brackets."""
    setting = SETTINGS.get(key)
    if setting is not None and isinstance(value, str):
        own = [problem for problem in error.problems if _is_about(problem, key)]
        if own and not _can_be(key, setting, value):
            text = _("“{value}” won't do here. Write {allowed}.")
            return text.format(value=value, allowed=setting.schema.in_a_field())
    return _with_names(in_a_row(map(str, error.problems)))


def _with_names(text: str) -> str:
    """Keys of the file are called what their rows are called."""
    for key in sorted(SETTINGS, key=len, reverse=True):
        if key in text and SETTINGS[key].name:
            name = _(SETTINGS[key].name)
            text = text.replace(key, f"“{name}”")
    return text


def _is_about(problem: Problem, key: str) -> bool:
    return problem.place == key or problem.place.startswith((f"{key}[", f"{key}."))


def _can_be(key: str, setting: Setting, value: str) -> bool:
    """Whether it is right in itself, so that what is wrong lies between it and another key."""
    try:
        setting.schema.read("", typed_value(key, value))
    except MisfitError:
        return False
    return True


def _control(value: object, choices: Collection[Option]) -> Control:
    match value:
        case bool():
            return Control.SWITCH
        case int():
            return Control.NUMBER
        case tuple() if choices:
            return Control.MANY
        case _:  # a text, or a member that has one
            return Control.ONE if choices else Control.TEXT


def _choices(setting: Setting, names: Collection[str], value: Any) -> Iterator[Option]:
    for name in names:
        if isinstance(value, tuple):
            yield Option(name, choice_name(setting.schema.read("", [name])[0]), name in value)
        else:
            yield Option(name, choice_name(setting.schema.read("", name)), name == value)


def _as_read(value: object) -> str:
    """As it stands in a sentence."""
    match value:
        case bool():
            return _("on") if value else _("off")
        case timedelta():
            return in_words(value)
        case tuple():
            return in_a_list(map(_as_read, value)) or _("none")
        case int():
            return str(value)
        case _:  # a text, or a member that has one
            return choice_name(value)
