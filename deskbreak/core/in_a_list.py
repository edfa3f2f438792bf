"""Several things in one line, as the language of the reader separates them."""

from collections.abc import Iterable
from gettext import pgettext


def in_a_list(things: Iterable[str]) -> str:
    return pgettext("between two things of a list", ", ").join(things)
