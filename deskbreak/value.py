"""Values: they say what something is, equal what says the same, and never change.

Writing to one is an error for mypy, as with `dataclass(frozen=True)`. While deskbreak runs nothing
looks out for it: then a value would take three times as long to make, and replaying a day makes
thousands. Nor does each class get its own code for what is the same in all of them. Both together
were two fifths of what it takes to import the daemon.
"""

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(described: type[T]) -> type[T]:
    """Makes a class of values out of one that names their fields."""
    made = dataclass(slots=True, eq=False, repr=False)(described)
    names: tuple[str, ...] = made.__match_args__  # type: ignore[attr-defined]  # all of the fields
    said = attrgetter(*names) if names else type

    def equals(self: Any, other: Any) -> Any:
        return said(self) == said(other) if type(self) is type(other) else NotImplemented

    def hashed(self: Any) -> int:
        return hash(said(self))

    for name, method in (("__eq__", equals), ("__hash__", hashed), ("__repr__", _told)):
        setattr(made, name, method)
    return made


def _told(self: Any) -> str:
    said = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self))
    return f"{type(self).__qualname__}({', '.join(said)})"
