"""What stretches are called, and which is meant by what somebody types of it: a name, an id, a part."""

import re
from collections.abc import Collection
from gettext import gettext as _

from deskbreak.core.policy import Plan
from deskbreak.core.stretch import Stretch

_AN_ID = re.compile("[a-z][a-z0-9_]*")
"""What is written so means that move alone, also where another one bears it as its name."""


def stretches_named(typed: str, catalogue: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """The one that is called so, else all that have each of the words in their name or id."""
    words = _plain(typed).split()
    if not words:
        return ()
    for names in (lambda each: {each.id}, lambda each: {_plain(each.id), _plain(each.name)}):
        exactly = tuple(each for each in catalogue if {typed, " ".join(words)} & names(each))
        if len(exactly) == 1:
            return exactly
    return tuple(each for each in catalogue if all(word in _sought(each) for word in words))


def is_called_by(stretch: Stretch, names: Collection[str]) -> bool:
    """One of them is its id, or its id or name written in another way, as one does by hand."""
    otherwise = {_plain(name) for name in names if not _AN_ID.fullmatch(name)}
    is_its_id = stretch.id in names
    if is_its_id or not otherwise:  # most lists have ids alone
        return is_its_id
    return not otherwise.isdisjoint(map(_plain, (stretch.id, stretch.name)))


def plan_named(typed: str, plans: tuple[Plan, ...]) -> Plan | None:
    """The one that is called so."""
    exactly = (plan for plan in plans if plan.name == typed)
    alike = (plan for plan in plans if are_one_when_typed(plan.name, typed))
    return next(exactly, None) or next(alike, None)


def are_one_when_typed(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def no_plan(typed: str, plans: tuple[Plan, ...]) -> str:
    if not plans:
        text = _("There is no plan called {name}; write one down with: deskbreak page stretches")
        return text.format(name=typed)
    names = ", ".join(plan.name for plan in plans)
    return _("There is no plan called {name}; yours are: {names}").format(name=typed, names=names)


def move_name(id_: str, catalogue: tuple[Stretch, ...]) -> str:
    """What people read of it; its id where the catalogue does not have it."""
    return next((each.name for each in catalogue if each.id == id_), id_)


def not_one(typed: str, found: tuple[Stretch, ...]) -> str:
    """What to say where that is none, or several: then the list of them."""
    if not found:
        text = _("There is no stretch called {name}; `deskbreak stretches list` names them all.")
        return text.format(name=typed)
    lines = (f"  {each.id}  {each.name}" for each in found)
    return "\n".join((_("{name} could be any of these:").format(name=typed), *lines))


def _plain(text: str) -> str:
    """Hyphens, underlines and capitals make no difference."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _sought(stretch: Stretch) -> str:
    return f"{_plain(stretch.name)} {_plain(stretch.id)}"
