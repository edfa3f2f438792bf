"""What a window is told to ask: more of `content`, for commands alone."""

from dataclasses import dataclass
from enum import StrEnum

from deskbreak.window.content import Button, MenuRow


class QuestionKind(StrEnum):
    """What is filled in: one of several, as many of them as are true, or a text."""

    ONE = "one"
    MANY = "many"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Field:
    """A question. `value` is its answer to begin with, `pattern` a regular expression for texts."""

    key: str
    kind: QuestionKind
    label: str
    options: tuple[Button, ...] = ()
    value: str = ""
    pattern: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part of a form, and the buttons that lead on from it.

    `only_with` names a field of an earlier sheet and the option without which this one is skipped.
    """

    title: str
    buttons: tuple[Button, ...]
    lines: tuple[MenuRow, ...] = ()
    fields: tuple[Field, ...] = ()
    only_with: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """Questions, sheet after sheet; `back` leads to the sheet before."""

    title: str
    sheets: tuple[Sheet, ...]
    back: str
    theme: str = "auto"
