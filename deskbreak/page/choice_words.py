"""What one may choose among in the settings, as people read it."""

from collections.abc import Mapping
from enum import StrEnum
from gettext import gettext as _

from deskbreak.core.avoid import area_name, equipment_name
from deskbreak.core.policy import (
    Figure,
    Focus,
    FullScreenHold,
    Insist,
    LeftClick,
    Panel,
    Sound,
    Theme,
)
from deskbreak.core.stretch import Area, Equipment, Place
from deskbreak.core.words import place_name
from deskbreak.language import AS_THE_DESKTOP_HAS_IT

_THEIR_OWN_NAMES = {
    "ar": "العربية",
    "cs": "Čeština",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "he": "עברית",
    "it": "Italiano",
    "ja": "日本語",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt_BR": "Português (Brasil)",
    "uk": "Українська",
    "zh_CN": "简体中文",
}


def choice_name(choice: object) -> str:
    """A member of a closed set, or a language."""
    match choice:
        case Place():
            return place_name(choice)
        case Area():
            return area_name(choice)
        case Equipment():
            return capitalised(equipment_name(choice))
        case StrEnum():
            return _names()[type(choice)][choice]
        case str():
            return _of_text(choice)
        case _:
            raise TypeError(choice)


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _of_text(choice: str) -> str:
    if choice == AS_THE_DESKTOP_HAS_IT:
        return _("As the desktop has it")
    return _THEIR_OWN_NAMES.get(choice, choice)


def _names() -> Mapping[type[StrEnum], Mapping[StrEnum, str]]:
    """By its class first: two members with one value are the same key."""
    return {
        FullScreenHold: {
            FullScreenHold.PRESENTATION: _("Don't ask in a presentation or a film"),
            FullScreenHold.ALWAYS: _("Never ask in full screen"),
            FullScreenHold.NEVER: _("Ask all the same"),
        },
        Focus: {
            Focus.BALANCED: _("Balanced"),
            Focus.HIPS: _("Hips"),
            Focus.HAMSTRINGS: _("Hamstrings"),
            Focus.UPPER_BACK: _("Upper back"),
            Focus.STRENGTH: _("Strength"),
        },
        Sound: {
            Sound.NEVER: _("Never"),
            Sound.REPEAT: _("When it asks again"),
            Sound.ALWAYS: _("Always"),
        },
        Insist: {
            Insist.NEVER: _("Shows the notification again"),
            Insist.WINDOW: _("Shows a window as well"),
            Insist.SCREEN: _("Fills the whole screen"),
        },
        Theme: {
            Theme.AUTO: _("As the desktop has it"),
            Theme.LIGHT: _("Light"),
            Theme.DARK: _("Dark"),
        },
        Figure: {
            Figure.VARIED: _("Each move its own"),
            Figure.SHORT: _("Short hair"),
            Figure.BUN: _("A bun"),
            Figure.CURLY: _("Curly hair"),
        },
        Panel: {
            Panel.AUTO: _("As the desktop says"),
            Panel.LIGHT: _("A light panel"),
            Panel.DARK: _("A dark panel"),
        },
        LeftClick: {
            LeftClick.TODAY: _("Opens Today"),
            LeftClick.BREAK: _("Starts a break"),
            LeftClick.MENU: _("Opens the menu"),
        },
    }
