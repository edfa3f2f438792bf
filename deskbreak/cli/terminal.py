"""Where somebody looks at what is written, and how it fits there. Loaded by the daemon, so light."""

from typing import TextIO

from deskbreak.language import ISOLATES

_ENDLESS = 10_000  # columns; what goes into a file or another program is never wrapped
_SHORT = 30  # columns; no terminal is narrower, as far as wrapping goes


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
    from shutil import get_terminal_size  # noqa: PLC0415  (a command of one short word does without)

    return get_terminal_size().columns if is_terminal(stream) else _ENDLESS


def wrapped(text: str, stream: TextIO | None, hanging: str | None = None) -> str:
    """Each line by itself, as wide as the terminal is where the stream goes to one.

    Only at spaces: a path, an address or a command stays whole. What follows the first row of a
    line stands below its text, or after `hanging`.
    """
    return "\n".join(_wrapped_line(line, stream, hanging) for line in harmless(text).split("\n"))


def _wrapped_line(line: str, stream: TextIO | None, hanging: str | None) -> str:
    if len(line) < _SHORT or len(line) <= (width := width_of(stream)):
        return line
    from textwrap import fill  # noqa: PLC0415  (only for long lines)

    return fill(
        line,
        width,
        subsequent_indent=_hanging(line) if hanging is None else hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _hanging(line: str) -> str:
    """As far as its text stands from the edge: behind a mark or a number, else a little further."""
    text = line.lstrip(" ")
    distance = len(line) - len(text)
    mark = text.partition(" ")[0]
    if mark == "-" or (mark.endswith(".") and mark[:-1].isdecimal()):
        return " " * (distance + len(mark) + 1)
    return " " * (distance + 2 if distance else 0)
