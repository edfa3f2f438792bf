"""The user's files as bytes, text, TOML and JSON; ConfigError says what is wrong with one."""

import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from functools import lru_cache
from gettext import gettext as _
from pathlib import Path

from deskbreak.errors import ConfigError, Problem
from deskbreak.files.plain import plain_bytes

MARK = "\ufeff"  # some editors on Windows begin a file with it
_WHERE = r"(.+) \(at line ([0-9]+), column ([0-9]+)\)"
_TWICE = ("Cannot overwrite", "Cannot declare")
_MOST_SHOWN = 60
_ENDLESS_NUMBER = r"[0-9][0-9_]{999}"
_COMMANDS = "[\x7f-\x9f\u2028-\u202e\u2066-\u2069]"
"""What JSON lets pass, and a terminal obeys: it also turns around the letters that follow."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def read_bytes(path: Path) -> bytes | None:
    try:
        return plain_bytes(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        found = _("cannot be read ({reason})").format(reason=error.strerror)
        problem = Problem(_("the file"), found, _("make it a file you can read"))
        raise ConfigError(str(path), (problem,)) from error


def read_text(path: Path) -> str | None:
    """The file with its line ends and its mark as they are; None where there is none."""
    content = read_bytes(path)
    return None if content is None else decoded(content, str(path))


def decoded(content: bytes, source: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        place = _line(content.count(b"\n", 0, error.start) + 1)
        problem = Problem(place, _("not text in UTF-8"), _("save the file as UTF-8"))
        raise ConfigError(source, (problem,)) from error


def in_some_code(content: bytes) -> str:
    """Something of every file: some editors save in UTF-16, with its mark; older ones in Latin-1.

    There every byte is a letter.
    """
    code = "utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8"
    try:
        return content.decode(code)
    except UnicodeDecodeError:
        return content.decode("latin-1")


def parse_toml(text: str, source: str, example: str = 'every = "45m"') -> dict[str, object]:
    import tomllib  # noqa: PLC0415  (light at rest)

    try:
        return tomllib.loads(text.removeprefix(MARK))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(source, (_no_toml(text, str(error), example),)) from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(source, (_beyond(text, error),)) from error


def _no_toml(text: str, error: str, example: str) -> Problem:
    """With the line as it stands: what the parser says of it is English, and of parsers."""
    lines = text.splitlines() or [""]
    match = re.fullmatch(_WHERE, error)
    number = len(lines) if match is None else int(match[2])  # else it broke off
    place = _line(number) if match is None else _line(number, match[3])
    found = _("found {value}").format(value=_line_shown(lines[min(number, len(lines)) - 1]))
    if error.startswith(_TWICE):
        return Problem(place, found, _("each key may appear once"))
    text = _("allowed: TOML, one key per line, its text in quotes, such as {example}")
    return Problem(place, found, text.format(example=example))


def _line_shown(line: str) -> str:
    signs = line.replace("\t", " ")
    plain = "".join(each if each.isprintable() else _escape(each) for each in signs).strip()
    return plain if len(plain) <= _MOST_SHOWN else f"{plain[:_MOST_SHOWN]}…"


def parse_json(text: str, source: str, allowed: str = "JSON") -> object:
    try:
        return _DECODER.decode(text.removeprefix(MARK))
    except _TwinError as error:
        found = _("{key} appears twice").format(key=in_toml(error.key))
        problem = Problem(_("the file"), found, _("each key may appear once"))
        raise ConfigError(source, (problem,)) from error
    except json.JSONDecodeError as error:
        hint = _("allowed: {what}").format(what=allowed)
        problem = Problem(_line(error.lineno, error.colno), error.msg, hint)
        raise ConfigError(source, (problem,)) from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(source, (_beyond(text, error),)) from error


class _TwinError(Exception):
    """An object of JSON has a key twice; parsers take the last, and whoever wrote it may not."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) < len(pairs):
        times = Counter(key for key, _value in pairs)
        raise _TwinError(next(key for key in times if times[key] > 1))
    return table


_DECODER = json.JSONDecoder(object_pairs_hook=_without_twins)


def _beyond(text: str, error: Exception) -> Problem:
    """What is well written, but more than can be held."""
    if isinstance(error, RecursionError):
        allowed = _("allowed: a few dozen levels")
        return Problem(_("the file"), _("lists or tables nested too deeply"), allowed)
    number = re.search(_ENDLESS_NUMBER, text)
    place = _line(text.count("\n", 0, number.start()) + 1) if number else _("the file")
    return Problem(place, _("a number with too many digits"), _("allowed: at most 18 digits"))


def _line(number: object, column: object | None = None) -> str:
    if column is None:
        return _("line {number}").format(number=number)
    return _("line {number}, column {column}").format(number=number, column=column)


def in_json(value: object, indent: int | None = None) -> str:
    """As people read it, with nothing in it that a terminal would obey."""
    return re.sub(
        _COMMANDS,
        lambda found: _escape(found[0]),
        json.dumps(value, ensure_ascii=False, indent=indent),
    )


def in_toml(value: object) -> str:
    """The value on one line of TOML; null, which TOML has not, as JSON writes it."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return in_json(value)
        case list():
            return f"[{', '.join(map(in_toml, value))}]"
        case dict():
            pairs = (f"{key_in_toml(key)} = {in_toml(below)}" for key, below in value.items())
            return f"{{{', '.join(pairs)}}}"
        case _:  # numbers, dates and times write themselves
            return str(value)


def _escape(sign: str) -> str:
    return f"\\u{ord(sign):04x}"


@lru_cache(maxsize=256)  # a long file has the same few keys in every entry
def key_in_toml(key: str) -> str:
    return key if _BARE.fullmatch(key) else in_toml(key)
