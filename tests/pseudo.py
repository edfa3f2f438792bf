"""A language that nobody speaks, for whoever looks for texts that no translator was given.

Every letter of a text bears an accent, it is longer by a half and stands in brackets. What is
filled into it stays as it is: so whatever has two plain letters side by side was never asked of
gettext, or is a name, a number, an address, or something that people type.
"""

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import messages
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo

import deskbreak
from deskbreak.language import DOMAIN, FOLDER

CODE = "de"
"""Some language of the real ones, with a plural of its own and a name in the settings."""
_ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "åƀçđéƒğħîĵķļɱñøþɋŕšŧüṽŵẋýžÅƁÇĐÉƑĞĦÎĴĶĻⱮÑØÞɊŔŠŦÜṼŴẊÝŽ",
)
_FILLED_IN = re.compile(r"(\{[^{}]*\}|%\(\w+\)[sd]|%[sd]|<[^<>]+>|&\w+;)")
_TYPED = re.compile(r"\S*[/_.]\S*|--?[a-z][\w-]*|deskbreak [a-z]+")
"""Paths, ids, keys, options, and commands with what is said to them."""
_PLAIN = re.compile(r"[A-Za-z]{2,}")
_READ_OUT = {"alt", "aria-description", "aria-label", "placeholder", "title"}


def loud(text: str) -> str:
    """That text in it."""
    pieces = [
        piece if _FILLED_IN.fullmatch(piece) else piece.translate(_ACCENTED)
        for piece in _FILLED_IN.split(text)
    ]
    return f"⟦{''.join(pieces)}{'·' * (len(text) // 2)}⟧"


def escaped(text: str, *known: str) -> set[str]:
    """The words of it that were not translated, but for what people type, and what is `known`."""
    return plain_words(_TYPED.sub(" ", text)) - {"deskbreak", *known}


def plain_words(text: str) -> set[str]:
    return set(_PLAIN.findall(text))


class Read(HTMLParser):
    """What is seen and read out of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._hidden = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in {"script", "style"}
        self.texts += [value for name, value in attrs if value and name in _READ_OUT]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)


def compiled(file: Path) -> None:
    """All that there is to translate, in it."""
    catalogue = Catalog(locale=CODE, domain=DOMAIN, fuzzy=False)
    for message in messages.messages():
        if message.id:
            catalogue.add(message.id, _loudly(message), context=message.context)
    file.parent.mkdir(parents=True)
    with file.open("wb") as written:
        write_mo(written, catalogue)


def _loudly(message: Message) -> str | tuple[str, ...]:
    if isinstance(message.id, str):
        return loud(message.id)
    return tuple(loud(text) for text in message.id)


def speaking(folder: Path) -> Path:
    """A copy of deskbreak that has no other language; where Python finds it."""
    package = Path(deskbreak.__file__).parent
    leave_out = shutil.ignore_patterns("__pycache__", FOLDER.name)
    shutil.copytree(package, folder / "deskbreak", ignore=leave_out)
    for shipped in ("config", "icons"):
        (folder / shipped).symlink_to(package.parent / shipped)
    compiled(folder / "deskbreak" / FOLDER.name / CODE / "LC_MESSAGES" / f"{DOMAIN}.mo")
    return folder
