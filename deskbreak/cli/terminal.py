"""Where somebody looks at what is written, and how it fits there. Loaded by the daemon, so light."""

from typing import TextIO

from deskbreak.language import ISOLATES, columns_of

_ENDLESS = 10_000  # columns; what goes into a file or another program is never wrapped
_SHORT = 30  # columns; no terminal is narrower, as far as wrapping goes
UNBROKEN = "\ue000"
"""Stands for a blank at which no line ends; French writes the no-break space itself."""


_COMMANDS = dict.fromkeys(
    {*range(32), *range(127, 160), *range(0x2028, 0x202F), *range(0x2066, 0x206A)} - {9, 10}, "�"
)
"""All but tabs and line ends."""


def harmless(text: str) -> str:
    """Without what a terminal would obey, and without what turns around the letters after it."""
    return text.translate(ISOLATES).translate(_COMMANDS)


def is_terminal(stream: TextIO | None) -> bool:
    """None is what a program without a console has on Windows."""
    return stream is not None and stream.isatty()


def width_of(stream: TextIO | None) -> int:
    """How many columns there are to write in."""
    if not is_terminal(stream):
        return _ENDLESS
    from shutil import get_terminal_size  # noqa: PLC0415  (most often nobody looks, or it is short)

    return get_terminal_size().columns


def wrapped(text: str, stream: TextIO | None, hanging: str | None = None) -> str:
    """Each line by itself, as wide as the terminal is where the stream goes to one.

    Only at spaces: a path, an address or a command stays whole. What follows the first row of a
    line stands below its text, or after `hanging`.
    """
    return "\n".join(_wrapped_line(line, stream, hanging) for line in harmless(text).split("\n"))


def _wrapped_line(line: str, stream: TextIO | None, hanging: str | None) -> str:
    columns = columns_of(line)
    if columns < _SHORT or columns <= (width := width_of(stream)):
        return line.replace(UNBROKEN, " ")
    import re  # noqa: PLC0415  (only for long lines)

    held = re.sub(r"(?<=\d) (?=(?:h|min|s)\b)", UNBROKEN, line)  # as French writes it anyway
    below = _hanging(line) if hanging is None else hanging
    rows = _rows(held, width, below) if columns == len(line) else _wide_rows(held, width, below)
    return "\n".join(rows).replace(UNBROKEN, " ")


def _rows(line: str, width: int, below: str) -> list[str]:
    from textwrap import wrap  # noqa: PLC0415  (only for long lines)

    return wrap(
        line,
        width,
        subsequent_indent=below,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _wide_rows(line: str, width: int, below: str) -> list[str]:
    """Of Japanese and Chinese, which set no blanks: they break where they may in the windows."""
    from deskbreak.window.lines import broken  # noqa: PLC0415  (only for long lines)

    text = line.lstrip(" ")
    beside = line[: len(line) - len(text)]
    first, *others = broken(text, columns_of, width - max(len(beside), len(below)))
    return [f"{beside}{first}", *(f"{below}{row}" for row in others)]


def rows_where_wide(text: str, width: int) -> list[str] | None:
    """A paragraph in rows of so many columns; None where each letter takes one."""
    if columns_of(text) == len(text):
        return None
    return _wide_rows(text, width, "")


def _hanging(line: str) -> str:
    """As far as its text stands from the edge: behind a mark or a number, else a little further."""
    text = line.lstrip(" ")
    distance = len(line) - len(text)
    mark = text.partition(" ")[0]
    if mark == "-" or (mark.endswith(".") and mark[:-1].isdecimal()):
        return " " * (distance + len(mark) + 1)
    return " " * (distance + 2 if distance else 0)
