"""Bring the translations up to date with the texts.

    python packaging/messages.py [LANGUAGE]

Extracts the texts of the code, of the page's templates, of the bundled moves and of click, merges them into
each deskbreak/locale/*/LC_MESSAGES/deskbreak.po (a new one for LANGUAGE), and compiles those of
which nine texts in ten are there: nobody wants to read two languages by turns. Half a warning is
worse than one in English: what is said about pain and danger is compiled all together, or not at
all.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from deskbreak.files.resources import config_file
from deskbreak.language import DOMAIN, FOLDER
from deskbreak.stretches.catalogue import load_catalogue
from deskbreak.stretches.translated import CONTEXT, texts

PACKAGE = FOLDER.parent
SAFETY = frozenset(f"deskbreak/core/{name}.py" for name in ("safety", "pain", "hurting", "avoid"))
_HEADER = """\
# deskbreak, translated.
# No native speaker has read this yet: whoever does, please take this line away.
#"""
_ENOUGH = 0.9
_NUMBERS = frozenset({"count", "n"})
_FORMS_OF_ARABIC = 6
"""Those for none, one and two have words that say the number themselves."""
_METHODS = [("**.py", "python"), ("page/templates/**.html", "jinja2")]
_OF_CLICK = (
    "Usage:",
    "Options",
    "Commands",
    "Show this message and exit.",
    "Show the version and exit.",
    "default: {default}",
    "Option {name!r} does not take a value.",
    "Error: {message}",
    "Error: invalid input",
)
"""What click says of its own, as all its versions do; it asks gettext as deskbreak does."""
_KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def messages() -> Catalog:
    """Every text that there is, in English."""
    catalogue = Catalog(project=DOMAIN, fuzzy=False, charset="utf-8")
    found = extract_from_dir(str(PACKAGE), _METHODS, keywords=_KEYWORDS, comment_tags=())
    for file, _line, text, _comments, context in found:
        place = f"deskbreak/{Path(file).as_posix()}"
        catalogue.add(text, locations=[(place, 0)], context=context)
    for stretch in load_catalogue(config_file("stretches.toml")):
        for text in texts(stretch):
            catalogue.add(text, locations=[("config/stretches.toml", 0)], context=CONTEXT)
    for said in _OF_CLICK:
        catalogue.add(said, locations=[("click", 0)])
    return catalogue


def brought_up_to_date(file: Path, template: Catalog, language: str) -> Catalog:
    """What is translated stays; what is no longer said goes."""
    catalogue = Catalog(locale=language, domain=DOMAIN, header_comment=_HEADER, fuzzy=False)
    if file.exists():
        with file.open("rb") as written:
            catalogue = read_po(written, locale=language, domain=DOMAIN)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def is_readable(catalogue: Catalog) -> bool:
    """Whether so much is translated that it is one language."""
    said = [message for message in catalogue if message.id]
    return sum(map(_is_translated, said)) >= _ENOUGH * len(said)


def read_by_people(catalogue: Catalog) -> Catalog:
    """What may be compiled: the texts about safety only if none of them is missing."""
    said = [message for message in catalogue if message.id]
    keeps_safety = all(map(_is_translated, filter(_is_about_safety, said)))
    whole = Catalog(
        locale=catalogue.locale,
        domain=DOMAIN,
        creation_date=catalogue.creation_date,
        revision_date=catalogue.revision_date,
        fuzzy=False,
    )
    for message in said:
        if _is_translated(message) and (keeps_safety or not _is_about_safety(message)):
            whole.add(message.id, message.string, context=message.context)
    return whole


def misses_a_place(message: Message) -> bool:
    """A translation that fills in other things than the English text does, or cannot be filled."""
    english = (message.id,) if isinstance(message.id, str) else message.id
    string = message.string or ()
    translations = (string,) if isinstance(string, str) else string
    try:
        filled = _places(english[-1])
        without_number = [name for name in filled if name not in _NUMBERS]
        says_once = _places(english[0]) == without_number
        in_words = 3 if len(translations) == _FORMS_OF_ARABIC else int(says_once)
        return any(
            _places(text) != filled and not (form < in_words and _places(text) == without_number)
            for form, text in enumerate(translations)
            if text
        )
    except ValueError:
        return True


def _places(text: str) -> list[str]:
    """What stands in braces, as often as it does; how it is formatted may differ."""
    return sorted(name for _text, name, _spec, _how in Formatter().parse(text) if name is not None)


def po_file(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def written(catalogue: Catalog) -> bytes:
    for message in catalogue:  # no text is filled in with "%", whatever Babel sees in "{part} % of"
        message.flags.discard("python-format")
    file = BytesIO()
    write_po(file, catalogue, width=0, include_lineno=False, sort_by_file=True)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    file = BytesIO()
    write_mo(file, read_by_people(catalogue))
    return file.getvalue()


def _is_translated(message: Message) -> bool:
    string = message.string or ()
    strings = (string,) if isinstance(string, str) else string
    return bool(strings) and all(strings) and not message.fuzzy


def _is_about_safety(message: Message) -> bool:
    return any(file in SAFETY for file, _line in message.locations)


def _languages(begun: list[str]) -> Iterator[str]:
    yield from sorted({*begun, *(folder.name for folder in FOLDER.iterdir() if folder.is_dir())})


def main(begun: list[str]) -> None:
    template = messages()
    for language in _languages(begun):
        file = po_file(language)
        catalogue = brought_up_to_date(file, template, language)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(written(catalogue))
        said = [message for message in catalogue if message.id]
        done = sum(map(_is_translated, said))
        if is_readable(catalogue):
            file.with_suffix(".mo").write_bytes(compiled(catalogue))
        else:
            file.with_suffix(".mo").unlink(missing_ok=True)
        sys.stdout.write(f"{language}: {done} of {len(said)} texts\n")


if __name__ == "__main__":
    main(sys.argv[1:])
