"""The bundled moves in the language that is read. Packs come in their author's own."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from deskbreak.core.stretch import Stretch
from deskbreak.files.resources import config_file
from deskbreak.language import read_here, translator
from deskbreak.stretches.catalogue import load_catalogue

CONTEXT = "stretch"
"""What these texts are told apart by from others that read the same."""
LINES = ("name", "no_more", "cue", "feel", "easier", "harder")
LISTS = ("steps", "targets", "equipment")


def bundled() -> tuple[Stretch, ...]:
    """The moves that deskbreak brings along, in the language that is read now."""
    return _bundled_in(read_here())


@cache
def _bundled_in(_language: str) -> tuple[Stretch, ...]:
    """Kept, because a page that is open asks for them again and again."""
    return in_own_language(load_catalogue(config_file("stretches.toml")))


def in_own_language(stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    translate = translator(CONTEXT)
    if translate is None:
        return stretches
    return tuple(_translated(stretch, translate) for stretch in stretches)


def texts(stretch: Stretch) -> tuple[str, ...]:
    """All that a person reads of it, in the order of reading."""
    lists = (text for field in LISTS for text in getattr(stretch, field))
    forms = (*(stage.form for stage in stretch.stages), *(ease.form for ease in stretch.ease))
    lines = (getattr(stretch, field) for field in LINES)
    return tuple(filter(None, (*lines, *lists, *forms)))


def _translated(stretch: Stretch, translate: Callable[[str], str]) -> Stretch:
    read: dict[str, Any] = {
        **{field: translate(getattr(stretch, field)) for field in LINES},
        **{field: tuple(map(translate, getattr(stretch, field))) for field in LISTS},
        "stages": tuple(replace(each, form=translate(each.form)) for each in stretch.stages),
        "ease": tuple(replace(each, form=translate(each.form)) for each in stretch.ease),
    }
    return replace(stretch, **read)
