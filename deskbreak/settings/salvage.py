"""What can still be read of a broken settings file, or of its copy, where no better ones are kept.

Every key that reads well holds. One that keeps somebody safe and cannot be read is taken on the
careful side: too few moves for a while harm nobody.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from deskbreak.core.in_a_list import full_stop, in_a_row
from deskbreak.core.policy import Settings
from deskbreak.errors import ConfigError
from deskbreak.files.folders import last_good_file, settings_file
from deskbreak.files.plain import plain_bytes
from deskbreak.files.strict import bounded, nearest, table_values
from deskbreak.files.texts import MARK, in_some_code, parse_toml
from deskbreak.settings.file import Raw
from deskbreak.settings.table import CAUTIONS, SECTIONS, WEEKDAYS, Section, unknown_key
from deskbreak.settings.written import (
    caution_meant,
    is_hollow,
    load_settings,
    settings_in_force,
    what_applies,
)

_MOST = 64 * 1024  # bytes; it is parsed anew without each line that does not read
_MOST_LOST = 100
_KEY = re.compile(r"""\s*(?:[\w"'-]+\s*\.\s*)*["']?([\w-]+)["']?\s*=(?!=)""")
_MARK_OF_GIT = re.compile(r"<{7}|={7}|>{7}|\|{7}")
_HEADER = re.compile(r"\s*\[+[\w.-]+\]+\s*$")
_WORD = re.compile(r"[\w-]+")
_ID = re.compile(r"\b[a-z][a-z0-9_]*")
_QUOTED = re.compile(r"""["']([^"']+)["']""")
_NEVER = re.compile(r"\bnever\b[^\[\w]*\[?([^]]*)")
"""What is on that list, also where it does not read or stands in a table all on one line."""
_LINE = re.compile(r"[0-9]+")
_NOTHING = "\0"
_NO_KEY = ""


class Holding(NamedTuple):
    """What holds; where the file is broken, what is wrong first, and what goes on, in a line."""

    settings: Settings
    complaint: str | None = None


def holding() -> Holding:
    """The user's own as the daemon goes by them, whatever has become of the file."""
    try:
        return Holding(settings_in_force())
    except ConfigError as error:
        problem = str(error).partition("\n")[0].removesuffix(".")
    last_good = last_good_file()
    with suppress(ConfigError):
        if last_good.exists():
            return Holding(
                load_settings(last_good), in_a_row((full_stop(problem), what_applies(last_good)))
            )
    return Holding(
        salvaged(settings_file(), last_good), in_a_row((full_stop(problem), what_applies(None)))
    )


def settings_that_hold() -> Settings:
    return holding().settings


def salvaged(path: Path, last_good: Path) -> Settings:
    """Of a file that is broken, or of the copy of the last good one where it is gone or emptied.

    All on the careful side where nothing can be read.
    """
    for file in (path, last_good):
        try:
            text = in_some_code(plain_bytes(file, _MOST))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            return _careful({}, set(CAUTIONS), ())
        if not is_hollow(text):
            return _of_text(text.removeprefix(MARK))
    return Settings()


def _of_text(text: str) -> Settings:
    raw, lost = _parsable(text.splitlines())
    data = bounded(raw)
    whole = data if isinstance(data, dict) else {}
    doubtful = set(lost)
    for name, part in whole.items():
        inside = part if isinstance(part, dict) else {}
        own = SECTIONS[name].schemas.keys() if name in SECTIONS else set()
        names = inside.keys() - own if name in SECTIONS else {name, *inside}
        doubtful |= {meant for each in names if (meant := caution_meant(each))}
    written = whole.get("stretches", {})
    is_lost = any(nearest(key, ("stretches",)) for key in lost) or (_NO_KEY in lost and not whole)
    if is_lost or not isinstance(written, dict):
        doubtful |= set(CAUTIONS)
    elif _NOTHING in text:  # a crash of the machine left it where something else stood
        doubtful |= CAUTIONS.keys() - written.keys()
    never = chain(_never_in(whole), _never_lost(lost))
    return _careful(whole, doubtful, tuple(islice(never, _MOST_LOST)))


def _never_in(whole: Raw) -> Iterator[str]:
    """Under a key that was meant so, whatever table it stands in."""
    for name, part in whole.items():
        inside = part.items() if isinstance(part, dict) else ()
        for key, said in ((name, part), *inside):
            if caution_meant(key) == "never" and not isinstance(said, dict):
                yield from _texts(said)


def _never_lost(lost: Mapping[str, list[str]]) -> Iterator[str]:
    """Whatever may be the id of a move in the lines that do not read, or in quotes its name."""
    for key, lines in lost.items():
        for line in lines:
            said, _comment, _rest = line.partition("#")
            listed = _NEVER.findall(said)
            if key == "never" and not (listed or _KEY.match(said) or _HEADER.match(said)):
                listed = [said]  # it goes on with the list
            for found in (_ID, _QUOTED):
                yield from found.findall(" ".join(listed))


def _careful(raw: Raw, doubtful: set[str], never: tuple[str, ...]) -> Settings:
    return Settings(
        **{
            name: _section(section, raw.get(name), doubtful, never)
            for name, section in SECTIONS.items()
        }
    )


def _section(section: Section, data: object, doubtful: set[str], never: tuple[str, ...]) -> Any:
    written = data if isinstance(data, dict) else {}
    values = table_values(section.name, written, section.schemas, [], (), unknown_key)
    for problem in section.check(written, values):
        values.pop(problem.place.rpartition(".")[2], None)
    unread = doubtful | (written.keys() - values.keys())
    if section.name == "work_hours":
        values = {**{day: () for day in WEEKDAYS if day in unread}, **values}
    if section.name == "stretches":
        values |= {key: side for key, side in CAUTIONS.items() if key in unread}
        if "never" in unread:
            values["never"] = tuple(dict.fromkeys((*_texts(written.get("never")), *never)))
    return section.build(**values)


def _texts(data: object) -> tuple[str, ...]:
    """What is named by something that is no list of texts: one text, or those of a list."""
    items = data if isinstance(data, list) else str(data).split(",") if data is not None else []
    return tuple(item.strip() for item in items if isinstance(item, str) and item.strip())


def _parsable(lines: list[str]) -> tuple[Raw, dict[str, list[str]]]:
    """The tables without the lines that do not read, and those lines by their keys."""
    lost: dict[str, list[str]] = {}
    left = list(lines)
    for _attempt in range(_MOST_LOST):
        try:
            return parse_toml("\n".join(left), ""), lost
        except ConfigError as error:
            number = _line_named(error, left)
        if number is None:
            break
        for key in _keys_of(lines, number):
            lost.setdefault(key, []).append(lines[number])
        left[number] = ""
    return {}, dict.fromkeys((*CAUTIONS, *WEEKDAYS), lines)


def _line_named(error: ConfigError, left: list[str]) -> int | None:
    """Which of the lines that are left to take away: the one that is named, or the last before."""
    found = _LINE.search(error.problems[0].place)
    number = int(found[0]) if found else len(left)
    return next((each for each in range(min(number, len(left)) - 1, -1, -1) if left[each]), None)


def _keys_of(lines: list[str], number: int) -> tuple[str, ...]:
    """The keys that a line is about: its own, or that of the lines before it, which it goes on.

    git's marks are about none; of two values for one key the second does not read. A key may be
    what does not read, or not the first of its line: `avoid: []`, `wheel chair = true, floor = false`.
    """
    if _MARK_OF_GIT.match(lines[number].lstrip()):
        return ()
    perhaps = _perhaps_keys(lines[number].partition("#")[0])
    for line in reversed(lines[: number + 1]):
        if key := _KEY.match(line):
            meant = caution_meant(key[1])
            return (key[1], *perhaps) if meant is None else (key[1], meant, *perhaps)
    return (_NO_KEY, *perhaps)


def _perhaps_keys(line: str) -> Iterator[str]:
    """The days and cautions that stand where a key does, or nearly, as far as TOML has it."""
    *heads, _said = re.split("[=:]", line)
    for words in map(_WORD.findall, heads) if heads else (_WORD.findall(line)[:1],):
        for word in dict.fromkeys((*words, "".join(words))):
            if word in WEEKDAYS:
                yield word
            if word and (meant := caution_meant(word)):
                yield meant
