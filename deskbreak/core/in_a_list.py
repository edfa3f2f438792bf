"""Several things in one line, as the language of the reader joins them: Japanese has no blanks."""

from collections.abc import Iterable
from gettext import gettext as _
from gettext import pgettext


def in_a_list(things: Iterable[str]) -> str:
    return pgettext("between two things of a list", ", ").join(things)


def in_a_row(sentences: Iterable[str]) -> str:
    """One after the other; what is empty is left out."""
    row = ""
    for sentence in filter(None, sentences):
        row = _("{before} {after}").format(before=row, after=sentence) if row else sentence
    return row


def labelled(label: str, text: str) -> str:
    return _("{label}: {text}").format(label=label, text=text)


def asking_about(text: str, about: str | None) -> str:
    """With what it is about before it, where that is known."""
    return text if about is None else labelled(about, text)


def full_stop(sentence: str) -> str:
    """With the sign that ends it, where that is not a question's."""
    return sentence if is_question(sentence) else _("{sentence}.").format(sentence=sentence)


def is_question(sentence: str) -> bool:
    """In whichever language."""
    return sentence.endswith(("?", "؟", "？"))
