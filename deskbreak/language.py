"""The language that people read.

Texts stand in the code in English and are translated as they are shown: `_` asks Python's gettext,
which asks the environment anew each time. So a language that is chosen holds from the next text
on, here and in every process that is started from here. Where the environment says nothing, which
it seldom does on Windows and macOS, their own settings are asked.
"""

import gettext
import locale
import os
import sys
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

DOMAIN = "deskbreak"
FOLDER = Path(__file__).parent / "locale"
"""A folder for each language, with its LC_MESSAGES in it: the text (.po) and what is read (.mo)."""
AS_THE_DESKTOP_HAS_IT = ""
ISOLATES = str.maketrans("", "", "\u2068\u2069")
"""Keep a path in one piece in a line from the right. In a terminal one sees and copies them."""
_CHOICE = "LANGUAGE"
_SAY_SO = (_CHOICE, "LC_ALL", "LC_MESSAGES", "LANG")
"""The first of them that is set says what people read."""
_MACOS_PREFERENCES = Path("Library", "Preferences", ".GlobalPreferences.plist")
_ENGLISH = "en"
_FROM_THE_RIGHT = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi"})


def bind(folder: Path = FOLDER) -> None:
    """Have gettext look there, and clock times be as the desktop has them.

    The first thing that a process of deskbreak does, before it has threads.
    """
    gettext.bindtextdomain(DOMAIN, str(folder))
    gettext.textdomain(DOMAIN)
    _files_of.cache_clear()
    gettext.find = _find  # type: ignore[assignment]
    with suppress(locale.Error):  # one that is not installed: 24 hours, in English
        locale.setlocale(locale.LC_TIME, "")


_search = gettext.find


def _find(
    domain: str,
    localedir: str | None = None,
    languages: Any = None,
    all: bool = False,  # noqa: A002, FBT001, FBT002  (as gettext has it)
) -> Any:
    """What gettext finds, looked up once for each language that the environment asks for.

    Its own search is made for every text, and takes longer than all else about it.
    """
    if languages is not None:
        return _search(domain, localedir, languages, all)
    asked = next(filter(None, map(os.environ.get, _SAY_SO)), None)
    return _files_of(asked, domain, localedir, every=all)


@cache
def _files_of(asked: str | None, domain: str, localedir: str | None, *, every: bool) -> Any:
    return _search(domain, localedir, None if asked else _of_the_system(), every)


def _of_the_system() -> list[str] | None:
    """As gettext spells it; None where the system says nothing."""
    if sys.platform == "win32":
        return _shown_by_windows()
    if sys.platform == "darwin":
        return _preferred_on_macos()
    return None


def _shown_by_windows() -> list[str] | None:
    import ctypes  # noqa: PLC0415  (on Windows only)

    kernel32 = getattr(ctypes, "WinDLL")("kernel32")  # noqa: B009  (typed on Windows alone)
    shown = locale.windows_locale.get(kernel32.GetUserDefaultUILanguage() & 0xFFFF)
    return None if shown is None else [shown]


def _preferred_on_macos() -> list[str] | None:
    """The first of the list in its settings, such as “de-DE” or “zh-Hans-DE”."""
    import plistlib  # noqa: PLC0415  (on macOS only)
    from xml.parsers.expat import ExpatError  # noqa: PLC0415  (likewise)

    try:
        preferences = plistlib.loads((Path.home() / _MACOS_PREFERENCES).read_bytes())
    except (OSError, ValueError, ExpatError):
        return None
    match preferences:
        case {"AppleLanguages": [str(first), *_]}:
            name, *rest = first.split("-")
            if name == "zh":  # written the one way or the other, wherever it is spoken
                return ["zh_TW" if "Hant" in rest else "zh_CN"]
            return ["_".join((name, *rest[-1:]))]
        case _:  # whatever else it is, it names no language
            return None


@cache
def languages() -> tuple[str, ...]:
    """What there is to choose: English, which needs no translation, and all others by their codes.

    What is only begun has no file to read from, and is not among them.
    """
    return _ENGLISH, *sorted(each.parts[-3] for each in FOLDER.glob(f"*/*/{DOMAIN}.mo"))


class Spoken:
    """Who reads what: the desktop's language, unless another one is chosen."""

    def __init__(self, environment: MutableMapping[str, str]) -> None:
        self._environment = environment
        self._desktops = environment.get(_CHOICE)

    def choose(self, language: str) -> None:
        """`language` is one of `languages()` or `AS_THE_DESKTOP_HAS_IT`."""
        if language != AS_THE_DESKTOP_HAS_IT:
            self._environment[_CHOICE] = language
        elif self._desktops is None:
            self._environment.pop(_CHOICE, None)
        else:
            self._environment[_CHOICE] = self._desktops


def translator(context: str) -> Callable[[str], str] | None:
    """Translates texts of that context; None where the language that is read is English.

    Looked up once for many texts: to search for the file at each takes longer than the rest.
    """
    folder = gettext.bindtextdomain(DOMAIN)
    if gettext.find(DOMAIN, folder) is None:
        return None
    catalogue = gettext.translation(DOMAIN, folder)
    return lambda text: catalogue.pgettext(context, text) if text else text


def read_here() -> str:
    """The code of the language that people read now."""
    found = gettext.find(DOMAIN, gettext.bindtextdomain(DOMAIN))
    return _ENGLISH if found is None else Path(found).parents[1].name


def is_read_from_the_right(language: str) -> bool:
    return language.partition("_")[0] in _FROM_THE_RIGHT


def columns_of(text: str) -> int:
    """How many it takes in a terminal: letters of East Asia two, accents set upon others none."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # noqa: PLC0415  (English does without)

    own = (sign for sign in text if not combining(sign))
    return sum(2 if east_asian_width(sign) in {"W", "F"} else 1 for sign in own)


SPOKEN = Spoken(os.environ)
