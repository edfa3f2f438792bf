"""The language of the settings, wanted before any text, and before anything else is loaded.

So it is looked for line by line: neither what is wrong elsewhere in the file nor how long that
takes to read stands in its way. Whoever reads the file whole tells what is wrong with it.
"""

import re
from pathlib import Path

from deskbreak.files.plain import plain_bytes
from deskbreak.files.texts import MARK, in_some_code
from deskbreak.language import AS_THE_DESKTOP_HAS_IT, languages

_HEADER = re.compile(r"\s*\[{1,2}([^][]*)\]")  # in one pass, whatever stands in that line
_CHOICE = r"""["']?language["']?\s*=\s*(?:"(\w+)"|'(\w+)')"""
_LINES = {
    "look": re.compile(rf"\s*{_CHOICE}"),
    "": re.compile(rf"""\s*["']?look["']?\s*(?:\.\s*|=\s*\{{(?:.*[\s,{{])?){_CHOICE}"""),
}
"""How it is said, by the table above it."""


def asked_for(settings: Path) -> str:
    """What `look.language` says there, if it is a language there is."""
    try:
        text = in_some_code(plain_bytes(settings)).removeprefix(MARK)
    except OSError:  # none yet, most often
        return AS_THE_DESKTOP_HAS_IT
    language = _said(text)
    return language if language in languages() else AS_THE_DESKTOP_HAS_IT


def _said(text: str) -> str:
    table = ""
    for line in text.split("\n"):
        if header := _HEADER.match(line):
            table = header[1].strip().strip("\"'")
        elif table in _LINES and (said := _LINES[table].match(line)):
            return said[1] or said[2]
    return AS_THE_DESKTOP_HAS_IT
