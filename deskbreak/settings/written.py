"""The settings file as it is: what holds of it, and what a newer or older deskbreak would know.

A key that nobody knows is told and has no effect: it may be of another version, and the rest of
the file is as good as before. Where it may be one that keeps somebody safe, misspelt, the file is
broken: its neighbour's default would protect nobody.
"""

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from gettext import gettext as _
from pathlib import Path
from typing import NamedTuple

from deskbreak.core.policy import Settings
from deskbreak.errors import ConfigError, Problem
from deskbreak.files.folders import last_good_file, settings_file
from deskbreak.files.plain import plain_bytes
from deskbreak.files.private import write_private
from deskbreak.files.strict import below, nearest
from deskbreak.files.texts import MARK, in_toml, parse_toml, read_text
from deskbreak.settings.file import Raw, read_settings, spell_settings
from deskbreak.settings.table import CAUTIONS, SECTIONS, known_keys, unknown_key
from deskbreak.value import value

_MOST_STRANGERS = 100  # each is compared with all keys there are
_LONGEST = 256 * 1024  # characters; a hundred times what all keys take
_KEPT_IN = "stretches"
_HEADER = r"\s*\[+\s*([\w-]+)"


@value
class Written:
    """`strangers` are the keys without effect, with what may have become of them."""

    settings: Settings
    strangers: tuple[Problem, ...] = ()


class Sorted(NamedTuple):
    """What is known of a file; the strangers without effect, and those that may be a caution."""

    known: Raw
    strangers: list[Problem]
    misspelt: list[Problem]


def what_applies(last_good: Path | None) -> str:
    """What is told beside a broken file; None where no good settings are kept."""
    if last_good is None:
        return _("Only what reads well of it applies until this is fixed, else the careful side.")
    day = time.strftime("%Y-%m-%d", time.localtime(last_good.stat().st_mtime))
    return _("Your settings of {date} apply until this is fixed.").format(date=day)


def is_hollow(text: str | None) -> bool:
    """There is no file, or nothing in it: whoever wants the defaults says `config reset`."""
    return text is None or not text.removeprefix(MARK).strip()


def is_all_comments(text: str) -> bool:
    """Not even a section is left: whoever resets the file has these."""
    lines = text.removeprefix(MARK).splitlines()
    return all(line.lstrip()[:1] in {"", "#"} for line in lines)


def cautions_in(settings: Settings) -> tuple[str, ...]:
    """What keeps this user from a move, as a file would say it."""
    default, own = (spell_settings(each)[_KEPT_IN] for each in (Settings(), settings))
    return tuple(
        f"{_KEPT_IN}.{key} = {in_toml(own[key])}" for key in CAUTIONS if own[key] != default[key]
    )


def written_text(path: Path) -> str | None:
    """The text of a settings file, None where there is none; nobody reads a whole disk for it."""
    if path.is_file() and path.stat().st_size > _LONGEST:
        raise _too_long(str(path))
    return read_text(path)


def load_settings(path: Path) -> Settings:
    """The settings of that file; the defaults where there is none."""
    return read_written(written_text(path) or "", str(path)).settings


def settings_in_force() -> Settings:
    """The user's own; where their file is gone or emptied, those that it had before."""
    path, text = _in_force(settings_file())
    return read_written(text or "", str(path)).settings


def keep_copy(content: bytes, last_good: Path) -> None:
    """What reads well, for when the file no longer does; StorageError where it cannot be kept."""
    try:
        if plain_bytes(last_good) == content:
            return
    except OSError:  # none yet, or what lies there is no help
        pass
    write_private(last_good, content)


def text_in_force(path: Path) -> str | None:
    """The text of the user's file; where it is gone or emptied, the last that was good."""
    return _in_force(path)[1]


def _in_force(path: Path) -> tuple[Path, str | None]:
    """Which file that is, with its text."""
    text, last_good = written_text(path), last_good_file()
    if is_hollow(text) and (kept := written_text(last_good)):
        return last_good, kept
    return path, text


def read_written(text: str, source: str) -> Written:
    """What holds of the text; ConfigError names every problem, and its line."""
    if len(text) > _LONGEST:
        raise _too_long(source)
    raw = parse_toml(text, source)
    known, strangers, misspelt = sorted_out(raw)
    try:
        settings = read_settings(raw if misspelt else known, source)
    except ConfigError:
        problems = _all_problems(raw, source)
        raise ConfigError(source, tuple(_with_line(each, text) for each in problems)) from None
    return Written(settings, tuple(_with_line(each, text) for each in strangers))


def _too_long(source: str) -> ConfigError:
    allowed = _("allowed: at most {count} characters").format(count=_LONGEST)
    return ConfigError(source, (Problem(_("the file"), _("too long"), allowed),))


def _all_problems(raw: Raw, source: str) -> tuple[Problem, ...]:
    """With those of the keys that nobody knows, in the order of the file."""
    try:
        read_settings(raw, source)
    except ConfigError as error:
        return error.problems
    return ()


def sorted_out(raw: Mapping[str, object]) -> Sorted:
    known: Raw = {}
    strangers: list[Problem] = []
    misspelt: list[Problem] = []
    for name, part in raw.items():
        keys = part if isinstance(part, dict) else {}
        own = SECTIONS[name].schemas.keys() if name in SECTIONS else set()
        if name not in SECTIONS:
            _assign(name, unknown_key(below("", name)), strangers, misspelt, keys)
        elif isinstance(part, dict):
            known[name] = {key: value for key, value in part.items() if key in own}
            for key in keys.keys() - own:
                _assign(key, unknown_key(below(name, key)), strangers, misspelt)
        else:
            known[name] = part
        if len(strangers) > _MOST_STRANGERS:
            misspelt += strangers  # that is no settings file
            break
    return Sorted(known, strangers, misspelt)


def caution_meant(name: str) -> str | None:
    """The key that keeps somebody safe, if that is what was probably meant."""
    meant = nearest(name, (key.partition(".")[2] for key in known_keys()))
    return meant if meant in CAUTIONS else None


def _assign(
    name: str,
    problem: Problem,
    strangers: list[Problem],
    misspelt: list[Problem],
    keys: Mapping[str, object] | None = None,
) -> None:
    if len(strangers) > _MOST_STRANGERS:
        return
    names = (name, *(keys or ()))
    is_section = keys is not None and nearest(name, (_KEPT_IN,)) is not None
    if is_section or any(caution_meant(each) for each in names[:_MOST_STRANGERS]):
        misspelt.append(problem)
        return
    text = _("{found}, so it has no effect").format(found=problem.found)
    strangers.append(replace(problem, found=text))


def _with_line(problem: Problem, text: str) -> Problem:
    """With its line to look for, where that can be seen."""
    number = next(_lines_of(problem.place, text), None)
    if number is None:
        return problem
    allowed = _("{allowed} (line {number})").format(allowed=problem.allowed, number=number)
    return replace(problem, allowed=allowed)


def _lines_of(place: str, text: str) -> Iterator[int]:
    name, _dot, key = place.partition(".")
    key = re.split(r"[.\[]", key)[0]
    inside = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
    alone = re.compile(rf"\s*{re.escape(place)}\s*=")
    is_inside = False
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(_HEADER, line)
        if header:
            is_inside = header[1] == name
            if is_inside and not key:
                yield number
        elif alone.match(line) or (key and is_inside and inside.match(line)):
            yield number
